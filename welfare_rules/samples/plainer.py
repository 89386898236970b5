"""Households made plainer, as long as they show the same: fewer members, fewer special facts,
rounder amounts. What is left is what a person has to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from welfare_rules.findings import CaseError
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.receipts.canonical_case import written_case
from welfare_rules.rules import Rules
from welfare_rules.samples.plain import Plain, value_at

T = TypeVar("T")
ROUND = (1_000_000, 100_000, 10_000, 1_000, 100)  # fen; amounts are made as round as they can be


def simplest(rules: Rules, case: Case, shows: Callable[[Case], T | None]) -> T | None:
    """What the simplest household shows that is found from one that shows something. None where not
    even that one shows it. From the same household it is always the same one.
    """
    best, before = shows(case), None
    plain = Plain.of(rules)
    while best is not None and case != before:
        before = case
        for gone in reversed(range(len(case.members))):
            if len(case.members) > 1:
                fewer = [_without(plain, case, gone)]
                case, best = _first(rules, fewer, shows) or (case, best)
        for payee in (HOUSEHOLD, *range(len(case.members))):
            for fact in plain.facts:
                if (fact.entity is Entity.HOUSEHOLD) is (payee == HOUSEHOLD):
                    simpler = _simpler(plain, case, (payee, fact.column), fact)
                    case, best = _first(rules, simpler, shows) or (case, best)
    return best


def _first(
    rules: Rules, cases: Iterable[Case], shows: Callable[[Case], T | None]
) -> tuple[Case, T] | None:
    """The first of some households that can be, and shows it too."""
    for each in cases:
        try:
            case = rules.read(written_case(rules.program.law, each))
        except CaseError:
            continue
        found = shows(case)
        if found is not None:
            return case, found
    return None


def _simpler(plain: Plain, case: Case, place: Place, fact: Fact) -> Iterator[Case]:
    """The household with a fact as it is plain, or an amount as round as it can be."""
    value, wanted = value_at(case, place), plain.usual(place)
    if value is None or value == wanted or wanted is None or fact.type.kind is Kind.BENEFITS:
        return
    yield case.but({place: wanted})
    if fact.type.kind is Kind.MONEY:
        for step in ROUND:
            unit = fact.kept(step)
            for whole in (value // unit * unit, -(-value // unit) * unit):
                if whole != value and fact.kept(fact.low) <= whole <= fact.kept(fact.high):
                    yield case.but({place: whole})


def _without(plain: Plain, case: Case, gone: int) -> Case:
    """The household without a member; where it loses its head, its first member is that."""
    kept = [each for each in range(len(case.members)) if each != gone]

    def moved(places: frozenset[Place]) -> frozenset[Place]:
        return frozenset(
            (payee - (payee > gone), column) for payee, column in places if payee != gone
        )

    made = replace(
        case,
        member_ids=tuple(case.member_ids[each] for each in kept),
        members=tuple(case.members[each] for each in kept),
        receiving=tuple(case.receiving[each] for each in kept),
        presumed=moved(case.presumed),
        said_unknown=moved(case.said_unknown),
    )
    lost = {
        (0, column): plain.member[column]
        for column in plain.others
        if all(row[column] != plain.member[column] for row in made.members)
    }
    return made.but(lost) if lost else made
