"""Whether rights that start by an application or a decision have begun in a month of a history.

A right that runs goes on: a later day, such as that of a review, does not interrupt it. Where the
sources name several days each of them is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import Month, calendar_months
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.history.facts import Conflict, day_of
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case

Right = tuple[str, str]
"""The ids of a benefit and of its payee."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known in one month of the rights that start in each way.

    `days` has for each way whether its day has come: None where that cannot be said. `stated` are
    the ways of which a day is stated; of the others it is only presumed. A right that the case is
    `receiving` has begun whatever the day, one in `running` also while a later day has not come.
    """

    case: Case
    facts: tuple[Fact, ...]
    days: Mapping[str, bool | None]
    stated: frozenset[str]
    running: Set[Right] = frozenset()

    @staticmethod
    def of(
        facts: Iterable[Fact],
        case: Case,
        month: Month,
        conflicts: Iterable[Conflict] = (),
        running: Set[Right] = frozenset(),
    ) -> Begun:
        """By the household's days in the case, and those that the sources name in a conflict."""
        named = {each.path: each.values for each in conflicts}
        starting = tuple(each for each in facts if each.starts and each.entity is Entity.HOUSEHOLD)
        days: dict[str, bool | None] = {}
        stated: set[str] = set()
        for fact in starting:
            value = case.household[fact.column]
            if value is not None:
                days[fact.starts] = _come(fact.starts, value, month)
                stated.add(fact.starts)
            elif (HOUSEHOLD, fact.column) in case.said_unknown:
                days[fact.starts] = _all_come(fact.starts, named.get(fact.id, ()), month)
                stated.add(fact.starts)
            else:
                days[fact.starts] = True
        return Begun(case, starting, days, frozenset(stated), running)

    @property
    def all(self) -> bool:
        return all(self.days.values())

    def __call__(self, outcome: Outcome) -> bool | None:
        """Whether a right has begun; None where that cannot be said."""
        come = self.days.get(outcome.benefit.starts, True)
        if come is False and self._right(outcome) in self.running:
            return True
        return come or self._received(outcome) or come

    def missing(self, outcome: Outcome) -> str:
        """The fact that would say whether it has."""
        return next(each.id for each in self.facts if each.starts == outcome.benefit.starts)

    def after(self, outcomes: Iterable[Outcome]) -> frozenset[Right]:
        """The rights that run after the month: those that are due and whose beginning is stated.

        Where it cannot be said whether anything is due a right is not known to have ended.
        """
        running = set(self.running)
        for each in outcomes:
            if each.entitled is False:
                running.discard(self._right(each))
            elif each.entitled and (each.benefit.starts in self.stated or self._received(each)):
                running.add(self._right(each))
        return frozenset(running)

    def _right(self, outcome: Outcome) -> Right:
        return outcome.benefit.id, self.case.payee_id(outcome.payee)

    def _received(self, outcome: Outcome) -> bool:
        """Whether a right is recorded as being paid: of a household, to any member."""
        payee, received = outcome.payee, self.case.receiving
        among = received if payee == HOUSEHOLD else received[payee : payee + 1]
        return any(outcome.benefit.id in each for each in among)


def _all_come(starts: str, named: Iterable[object], month: Month) -> bool | None:
    """Whether all days that are named have come, or none has."""
    days = [day_of(each) for each in named]
    come = {None if each is None else _come(starts, each, month) for each in days} or {None}
    return come.pop() if len(come) == 1 else None


def _come(starts: str, day: int, month: Month) -> bool:
    return calendar_months(day, month.first) >= (1 if starts == "month after decision" else 0)


def begun(answer: Answer, rights: Begun | None = None) -> Answer:
    """The answer in which rights that have not begun are not paid, and those of which that cannot
    be said are left open.
    """
    if rights is None:
        rights = Begun.of(answer.program.facts, answer.case, answer.month)
    return answer if rights.all else answer.with_decision(Waiting(answer.decision, rights))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision of a month in which some rights, by how they start, may not have begun."""

    decision: Decision
    rights: Begun

    @property
    def circle(self) -> str | None:
        return self.decision.circle

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self._told(each) for each in self.decision.outcomes)

    @property
    def dues(self) -> tuple[Outcome, ...]:
        return tuple(self._told(each) for each in self.decision.dues)

    def _told(self, outcome: Outcome) -> Outcome:
        has_begun = True if outcome.entitled is False else self.rights(outcome)
        if has_begun:
            return outcome
        if has_begun is None:
            missing = tuple(sorted({*outcome.missing_facts, self.rights.missing(outcome)}))
            low = None if outcome.low is None else 0
            return replace(outcome, entitled=None, low=low, missing_facts=missing)
        none = replace(outcome, entitled=False, low=0, high=0, not_begun=True)
        return replace(none, missing_facts=(), missing_figures=())
