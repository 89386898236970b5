"""What every engine says of a case, and the one small protocol that they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from welfare_rules.basics.days import Month
from welfare_rules.engine.reference.evaluation import Scene
from welfare_rules.law.terms import Number
from welfare_rules.program.case import Case
from welfare_rules.program.program import BenefitInForce, Program


@dataclass(frozen=True, slots=True)
class Outcome:
    """One benefit for one payee.

    Amounts in fen; `low` and `high` are equal when the amount is settled, None where it is open.
    """

    benefit: BenefitInForce
    payee: int
    entitled: bool | None
    low: Number | None
    high: Number | None
    truths: tuple[bool | None, ...]
    missing_facts: tuple[str, ...] = ()
    missing_figures: tuple[str, ...] = ()
    not_begun: bool = False  # the right exists but is not paid yet (only timelines say so)


class Decision(Protocol):
    """All that an engine decides of a case.

    The circle (None while it cannot be said) and each benefit for each payee.
    """

    @property
    def circle(self) -> str | None: ...

    @property
    def outcomes(self) -> tuple[Outcome, ...]: ...

    @property
    def dues(self) -> tuple[Outcome, ...]:
        """The outcomes for whoever asks for amounts alone: an engine may leave their reasons out."""
        ...

    @property
    def scene(self) -> Scene | None:
        """The reference engine's working, where it took part, for whoever explains the decision."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is worked out in full."""

    circle: str | None
    outcomes: tuple[Outcome, ...]
    scene: Scene | None = field(default=None, compare=False, repr=False)

    @property
    def dues(self) -> tuple[Outcome, ...]:
        return self.outcomes


class Engine(Protocol):
    """Decides cases by one program.

    An engine keeps no state between cases and may be shared between threads.
    """

    @property
    def name(self) -> str: ...

    @property
    def program(self) -> Program: ...

    def decide(self, case: Case, month: Month) -> Decision: ...


NO_CIRCLE = "none"
