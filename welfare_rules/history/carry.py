"""Carries the amount of a benefit into a fact of the next month (`[[carry]]`).

It does so where the history itself has no value of that fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from welfare_rules.answer.answer import Answer
from welfare_rules.engine.contract import Outcome
from welfare_rules.history.unknown import unknown_at
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Carry, Fact
from welfare_rules.program.case import HOUSEHOLD, Case

Carried = Mapping[tuple[str, str, str], int | None]
"""By benefit, fact and member ("" for the household) what the last month in which it was due
leaves, the latest last: the value of the fact, None where it cannot be said."""


def later(before: Carried, after: Carried) -> Carried:
    """What is left after both; of one thing what was left later.

    >>> list(later({("aid", "last", ""): 100, ("help", "last", ""): 50}, {("aid", "last", ""): 70}))
    [('help', 'last', ''), ('aid', 'last', '')]
    """
    return {**{key: value for key, value in before.items() if key not in after}, **after}


def carried_from(answer: Answer, carries: Iterable[Carry]) -> Carried:
    """What a month leaves to the next.

    Nothing where nothing was due; unknown where it cannot be said whether, or how much.
    """
    made: dict[tuple[str, str, str], int | None] = {}
    by_benefit: dict[str, list[Carry]] = {}
    for carry in carries:
        by_benefit.setdefault(carry.benefit, []).append(carry)
    for outcome in answer.decision.dues if by_benefit else ():
        for carry in by_benefit.get(outcome.benefit.id, ()):
            fact = fact_of(answer.program.law, carry)
            if fact is not None and outcome.entitled is not False:
                whose = "" if outcome.payee == HOUSEHOLD else answer.case.payee_id(outcome.payee)
                made[carry.benefit, carry.fact, whose] = _value(fact, outcome)
    return made


def with_carried(law: Law, case: Case, carries: Iterable[Carry], carried: Carried) -> Case:
    """The case with what ran on, where nothing is said, whether something is presumed or not.

    Where several benefits run on into one fact it is the one that was due last.
    """
    latest = {(fact, whose): benefit for benefit, fact, whose in _of(carries, carried)}
    for carry in carries if latest else ():
        fact = fact_of(law, carry)
        if fact is None:
            continue
        of_household = fact.entity is Entity.HOUSEHOLD
        payees = ((HOUSEHOLD, ""),) if of_household else enumerate(case.member_ids)
        for whose, name in payees:
            place = whose, fact.column
            values = case.household if whose == HOUSEHOLD else case.members[whose]
            silent = place in case.presumed or (
                values[fact.column] is None and place not in case.said_unknown
            )
            if silent and latest.get((carry.fact, name)) == carry.benefit:
                value = carried[carry.benefit, carry.fact, name]
                case = unknown_at(law, case, [place]) if value is None else case.but({place: value})
    return case


def _of(carries: Iterable[Carry], carried: Carried) -> Iterable[tuple[str, str, str]]:
    named = {(each.benefit, each.fact) for each in carries}
    return (key for key in carried if key[:2] in named)


def fact_of(law: Law, carry: Carry) -> Fact | None:
    """The fact that takes the amount: one of whom the benefit is paid to."""
    entity = law.benefit(carry.benefit).payee
    facts = (each for each in law.facts if (each.id, each.entity) == (carry.fact, entity))
    return next(facts, None)


def _value(fact: Fact, outcome: Outcome) -> int | None:
    """What was due as the fact keeps it; None for an amount that the fact cannot have."""
    due = outcome.due
    if not isinstance(due, int) or fact.apart(due):
        return None
    return fact.kept(due)
