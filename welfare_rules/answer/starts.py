"""Whether rights have begun: what an engine decided, with each right that starts by the application
or the decision paid only from the month that its benefit says.

It is applied to every decision alike, whichever engine made it. What formulas say of a benefit
(circles, other benefits) does not wait for its first month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from welfare_rules.basics.days import Month, month_of
from welfare_rules.basics.due import Undetermined, bounds_of
from welfare_rules.engine.contract import Decision, Engine, Outcome, Start, decide_many, dues_of
from welfare_rules.engine.reference import (
    Evaluation,
    Grounds,
    MissingFacts,
    evaluation_behind,
    grounds_of,
)
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Program

Right = tuple[str, str]
"""The ids of a benefit and of its payee."""
Running = Mapping[Right, bool]
"""The rights that run: True where that is certain, False where it cannot be said."""
NONE_RUNNING: Running = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Starts:
    """What each way in which rights start comes to for one case in one month.

    A right that the case is `receiving` has begun whatever the day, and one that is `running` goes
    on while a later day has not come; one that is perhaps running perhaps does. Where nothing is
    said of the day it is presumed to have begun; where the day is unknown both stay possible.
    """

    program: Program
    case: Case
    by_kind: Mapping[str, Start]
    running: Running

    @classmethod
    def of(
        cls,
        program: Program,
        case: Case,
        month: Month,
        running: Running = NONE_RUNNING,
        named: Mapping[str, Sequence[int | None]] = MappingProxyType({}),
    ) -> Self:
        """For a case in a month; `named` are the days that sources name for a fact in conflict."""
        facts = program.facts
        by_kind = {
            starts: start_of(starts, case, column, month, named.get(facts[column].id, ()))
            for starts, column in program.starting.items()
        }
        return cls(program, case, by_kind, running)

    @property
    def all_begun(self) -> bool:
        return all(each.begun for each in self.by_kind.values())

    def applied(self, outcome: Outcome) -> Outcome:
        """The outcome as it is paid: nothing before its first month, and perhaps nothing while it
        is not known whether that has come.
        """
        start = self.by_kind.get(outcome.benefit.starts)
        if start is None or outcome.entitled is False:
            return outcome
        if start.first is None or not start.begun:
            start = self._unless_running(start, outcome)
        if start.begun:
            return replace(outcome, start=start) if start.presumed else outcome
        if start.begun is False:
            none = replace(outcome, entitled=False, due=0, start=start)
            return replace(none, missing_facts=(), missing_figures=())
        missing = self._with(outcome.missing_facts, self._missing(outcome))
        due = Undetermined(0, bounds_of(outcome.due)[1])
        return replace(outcome, entitled=None, due=due, start=start, missing_facts=missing)

    def _with(self, missing: Sequence[str], places: Iterable[tuple[int, int]]) -> MissingFacts:
        """What an engine says is missing, with more facts."""
        if not isinstance(missing, MissingFacts):
            missing = MissingFacts.named(self.program, self.case, missing)
        return missing.plus(places)

    def after(self, outcomes: Iterable[Outcome]) -> Running:
        """The rights that run after the month: those that are due and whose beginning is stated.

        Where it cannot be said whether anything is due a right is not known to have ended, and one
        that did not run before perhaps runs.
        """
        running = dict(self.running)
        for each in outcomes:
            start = self.by_kind.get(each.benefit.starts)
            stated = start is not None and not start.presumed
            if each.entitled is False:
                running.pop(self._right(each), None)
            elif stated or self._received(each):
                certain = each.entitled is True or running.get(self._right(each), False)
                running[self._right(each)] = certain
        return MappingProxyType(running)

    def _unless_running(self, start: Start, outcome: Outcome) -> Start:
        """A right that is paid already has begun, a later day notwithstanding."""
        runs = self.running.get(self._right(outcome)) if start.begun is False else None
        if runs or self._received(outcome):
            return Start(True)
        if runs is False:
            return Start(None, start.first)
        if start.begun is not False or (column := self.program.receiving) is None:
            return start
        case, people = self.case, self._people(outcome)
        if any(case.members[each][column] is None for each in people):
            return Start(None, start.first)
        presumed = [(each, column) for each in people if (each, column) in case.presumed]
        return replace(start, presumed=tuple(presumed))

    def _right(self, outcome: Outcome) -> Right:
        return outcome.benefit.id, self.case.payee_id(outcome.payee)

    def _received(self, outcome: Outcome) -> bool:
        """Whether a right is recorded as being paid: of a household, to any member."""
        received = self.case.receiving
        return any(outcome.benefit.id in received[each] for each in self._people(outcome))

    def _people(self, outcome: Outcome) -> Sequence[int]:
        """Those whose record of what is paid says whether a payee is paid."""
        everyone = range(len(self.case.members))
        return everyone if outcome.payee == HOUSEHOLD else (outcome.payee,)

    def _missing(self, outcome: Outcome) -> Iterable[tuple[int, int]]:
        """The facts that would say whether a right has begun."""
        column, receiving = self.program.starting[outcome.benefit.starts], self.program.receiving
        if self.case.household[column] is None:
            yield HOUSEHOLD, column
        for each in self._people(outcome):
            if receiving is not None and self.case.members[each][receiving] is None:
                yield each, receiving


def start_of(
    starts: str, case: Case, column: int, month: Month, named: Sequence[int | None] = ()
) -> Start:
    """Whether a right that starts by the household's day in a column has begun in a month.

    Where sources name several days (None: something else) it has once all have come, and has not
    while none has.

    >>> case = Case("h1", (20240305,), (), (), (), frozenset(), frozenset())
    >>> start_of("month of application", case, 0, Month.of(2024, 3)).begun
    True
    >>> start_of("month after decision", case, 0, Month.of(2024, 3)).begun
    False
    """
    day = case.household[column]
    if day is not None:
        first = first_month(starts, day)
        return Start(month.first >= first.first, first)
    if (HOUSEHOLD, column) not in case.said_unknown:
        return Start(True, presumed=((HOUSEHOLD, column),))
    come = {
        None if each is None else month.first >= first_month(starts, each).first for each in named
    }
    return Start(come.pop() if len(come) == 1 else None)


def all_begun(program: Program, case: Case, month: Month) -> bool:
    """Whether no right of a case waits for a day in a month, as `Starts.all_begun` says."""
    starting = program.starting.items()
    return all(start_of(starts, case, column, month).begun for starts, column in starting)


def first_month(starts: str, day: int) -> Month:
    """The month from which a right is paid that starts by a day.

    >>> first_month("month after decision", 20240305).text
    '2024-04'
    """
    return month_of(day).after(1 if starts == "month after decision" else 0)


@dataclass(frozen=True, slots=True)
class StartedDecision:
    """A decision of which only rights that have begun are paid."""

    decision: Decision
    starts: Starts

    @property
    def circle(self) -> str | None:
        return self.decision.circle

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple([self.starts.applied(each) for each in self.decision.outcomes])

    @property
    def dues(self) -> tuple[Outcome, ...]:
        if self.starts.all_begun:
            return self.decision.dues
        return tuple([self.starts.applied(each) for each in self.decision.dues])

    def dues_of(self, benefits: Collection[str]) -> tuple[Outcome, ...]:
        """The outcomes of some benefits, as they are paid."""
        return tuple([self.starts.applied(each) for each in dues_of(self.decision, benefits)])

    @property
    def grounds(self) -> Grounds | None:
        """What says what the outcomes rest on, where the engine does."""
        return grounds_of(self.decision)

    @property
    def evaluation(self) -> Evaluation | None:
        """The evaluation of the reference engine that made the decision, where one did."""
        return evaluation_behind(self.decision)


def decided_many(engine: Engine, cases: Sequence[Case], month: Month) -> Iterator[Decision]:
    """The decisions of many cases in their order; of rights only what has begun is paid."""
    for case, decision in zip(cases, decide_many(engine, cases, month), strict=True):
        yield started(engine.program, case, month, decision)


def started(program: Program, case: Case, month: Month, decision: Decision) -> Decision:
    """A decision of a case as it is paid: of rights only what has begun."""
    if not program.starting:  # no right waits for a day
        return decision
    return StartedDecision(decision, Starts.of(program, case, month))
