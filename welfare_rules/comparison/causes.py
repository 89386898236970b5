"""What can turn between two answers: a figure, a fact, a day of the calendar, a rule of the law."""

from __future__ import annotations

from dataclasses import dataclass

from welfare_rules.basics.numbers import Number
from welfare_rules.comparison.amendments import Amendment
from welfare_rules.law.model import Fact
from welfare_rules.program.program import FigureInForce, Step

Who = str | None  # a member by id; None for the household
Ends = tuple[Number | None, Number | None]


@dataclass(frozen=True, slots=True)
class FigureTurn:
    """A figure that took part and has another value.

    By another version, or because it was not known before.
    """

    before: FigureInForce | None
    after: FigureInForce | None

    @property
    def id(self) -> str:
        made = self.after or self.before
        return made.id if made is not None else ""


@dataclass(frozen=True, slots=True)
class FactTurn:
    """A fact of the case that is another; raw values, None for unknown."""

    fact: Fact
    who: Who
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class DayTurn:
    """A day that passed.

    The first one on which the named value is another, with the dates of the case that it was
    reckoned from.
    """

    day: int
    step: Step
    who: Who
    before: Ends
    after: Ends
    dates: tuple[tuple[Fact, int], ...]
    years: bool  # the value counts completed years since the date


@dataclass(frozen=True, slots=True)
class LawTurn:
    """A formula that reads otherwise, because rules begin or have ended."""

    before: Step | None
    after: Step | None
    amendments: tuple[Amendment, ...] = ()

    @property
    def step(self) -> Step | None:
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class StartTurn:
    """The first month of a right whose conditions held before.

    How it starts, and the fact and the day from which that is counted.
    """

    starts: str
    fact: Fact
    day: int


Turn = FigureTurn | FactTurn | DayTurn | LawTurn | StartTurn
