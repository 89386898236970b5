"""What every engine says of a case, and the one small protocol that they share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol, runtime_checkable

from welfare_rules.basics.days import Month
from welfare_rules.basics.due import Due
from welfare_rules.program.case import Case
from welfare_rules.program.program import BenefitInForce, Program

NO_CIRCLE = "none"
Standing = Literal["eligible", "not_eligible", "undetermined"]


@dataclass(frozen=True, slots=True)
class Start:
    """Whether a right has begun by its `starts`; None while that cannot be said.

    `first` is the month from which it is paid, where the day is known. `presumed` are the facts
    (payee and column) of which nothing was said and that were presumed in saying so.
    """

    begun: bool | None
    first: Month | None = None
    presumed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One benefit for one payee: whether there is a right, and what is due in fen.

    What is due is 0 for who is not entitled, and no number at all while either cannot be said.
    """

    benefit: BenefitInForce
    payee: int
    entitled: bool | None
    due: Due
    truths: tuple[bool | None, ...]
    missing_facts: Sequence[str] = ()
    missing_figures: tuple[str, ...] = ()
    start: Start | None = None  # what its `starts` comes to; None where that made no difference

    @property
    def not_begun(self) -> bool:
        """Whether the right exists but is not paid yet."""
        return self.start is not None and self.start.begun is False

    @property
    def status(self) -> Standing:
        """Whether the payee is entitled, as answers write it."""
        return status_of(self.entitled)

    @property
    def settled(self) -> bool:
        """Whether it is known if the payee is entitled, and to how much."""
        return isinstance(self.due, int)

    @property
    def worth(self) -> int | None:
        """What the right is worth in fen, a service as one fen; None where that cannot be said."""
        if self.benefit.service:
            return None if self.entitled is None else int(self.entitled)
        return self.due if isinstance(self.due, int) else None


def status_of(entitled: bool | None) -> Standing:
    """An entitlement as answers write it; None is one that cannot be said."""
    if entitled is None:
        return "undetermined"
    return "eligible" if entitled else "not_eligible"


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
        """The outcomes without their reasons, where an engine is quicker without them."""
        ...


@runtime_checkable
class TellsSome(Protocol):
    """A decision of which some benefits are worked out sooner than all of them."""

    def dues_of(self, benefits: Collection[str]) -> tuple[Outcome, ...]: ...


def dues_of(decision: Decision, benefits: Collection[str]) -> tuple[Outcome, ...]:
    """The outcomes of some benefits, by their ids, without their reasons where that is quicker."""
    if isinstance(decision, TellsSome):
        return decision.dues_of(benefits)
    return tuple([each for each in decision.dues if each.benefit.id in benefits])


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is worked out in full."""

    circle: str | None
    outcomes: tuple[Outcome, ...]

    @property
    def dues(self) -> tuple[Outcome, ...]:
        return self.outcomes


class Engine(Protocol):
    """Decides cases by one program.

    An engine keeps no state between cases and may be shared between threads. One that is registered
    (`engine.registry`) answers as the reference engine does, for every case.
    """

    @property
    def name(self) -> str: ...

    @property
    def program(self) -> Program: ...

    def decide(self, case: Case, month: Month) -> Decision: ...


@runtime_checkable
class DecidesMany(Protocol):
    """An engine with a faster way for many cases of one month than one after the other."""

    def decide_many(self, cases: Iterable[Case], month: Month) -> Iterable[Decision]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of some of many cases in one month: `places` are theirs, `rights` the benefits
    of each.

    With `outcomes` these are told as well; without them no more is worked out of a right that
    cannot be said than that it cannot. Of the benefits in `bounds`, of every case, it is told what
    comes to without trying anything that is unknown.
    """

    month: Month
    places: Sequence[int]
    rights: Sequence[frozenset[str]]
    outcomes: bool = False
    bounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Worths:
    """What the rights of many cases are worth, before any outcome is written: `of` has for each
    benefit what `Outcome.worth` says, case by case, of a member's member by member.

    `left` are the rows of which it was not worked out whether that can be said; it is None there.
    `outcome` makes that of a benefit for a payee of the case in a place. Where no outcomes were
    wanted it tells of what cannot be said no more than that.
    """

    of: Mapping[str, Sequence[int | None]]
    left: Mapping[str, Set[int]]
    outcome: Callable[[int, str, int], Outcome]


@runtime_checkable
class TellsWorths(Protocol):
    """An engine that says what rights are worth sooner than it makes decisions."""

    def worths(self, cases: Sequence[Case], wanted: Iterable[Wanted]) -> Iterator[Worths]: ...


def worths_of(engine: Engine, cases: Sequence[Case], wanted: Iterable[Wanted]) -> Iterator[Worths]:
    """What the rights of some of many cases are worth month by month, by the engine's own way where
    it has one.
    """
    if isinstance(engine, TellsWorths):
        yield from engine.worths(cases, wanted)
        return
    for each in wanted:
        made: list[Mapping[tuple[str, int], Outcome]] = []
        of: dict[str, list[int | None]] = {one.id: [] for one in engine.program.benefits}
        left: dict[str, set[int]] = {name: set() for name in of}
        some = [cases[place] for place in each.places]
        decided = zip(some, decide_many(engine, some, each.month), each.rights, strict=True)
        for case, decision, rights in decided:
            asked = rights | each.bounds
            told = {(one.benefit.id, one.payee): one for one in dues_of(decision, asked)}
            made.append(told)
            for benefit in engine.program.benefits:
                worths = of[benefit.id]
                for payee in benefit.payees(case):
                    one = told.get((benefit.id, payee))
                    worth = None if one is None else one.worth
                    split = benefit.id in each.bounds and worth is not None and bool(case.unknown)
                    if split or one is None:
                        left[benefit.id].add(len(worths))
                    worths.append(None if split else worth)
        yield Worths(of, left, partial(_told, made))


def _told(
    made: Sequence[Mapping[tuple[str, int], Outcome]], place: int, benefit: str, payee: int
) -> Outcome:
    return made[place][benefit, payee]


def decide_many(engine: Engine, cases: Iterable[Case], month: Month) -> Iterator[Decision]:
    """The decisions of many cases in their order, by the engine's own way where it has one."""
    if isinstance(engine, DecidesMany):
        yield from engine.decide_many(cases, month)
    else:
        for case in cases:
            yield engine.decide(case, month)
