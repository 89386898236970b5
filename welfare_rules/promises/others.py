"""What a household is compared with: the same one with a fact, a member or a figure changed.

A change is written as policy files and proofs write it: paths of facts, members that are added and
figures, with what they become.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from welfare_rules.facts.writing import fact_value
from welfare_rules.law.assumed import with_figures
from welfare_rules.law.values import Written
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.rules import CompiledLaw, Rules

YUAN = 100  # fen
_MEMBER = re.compile(r"members\[([^\[\]]+)\](?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Other:
    """Another household, or the same one under other rules, and the change that makes it.

    `order` has for each of its members the place that he or she has in the first household.
    """

    rules: Rules
    case: Case
    change: Mapping[str, Any]
    order: tuple[int, ...] = field(default=())


def written_change(rules: Rules, case: Case, special: Mapping[Place, int]) -> dict[str, Any]:
    """Facts of other values as a change writes them."""
    law = rules.program.law
    return {
        case.path(payee, law.facts[column].id): fact_value(law.facts[column], value, law.choices)
        for (payee, column), value in special.items()
    }


def changed(rules: Rules, case: Mapping[str, Any], change: Mapping[str, Any]) -> Other:
    """The household and the rules after a change, read anew.

    Raises CaseError or RequestError with everything that cannot be read.
    """
    made = dict(case)
    people = [dict(each) for each in cast(list[Mapping[str, Any]], case.get("members", []))]
    figures: dict[str, Written] = {}
    for path, value in change.items():
        match = _MEMBER.fullmatch(path)
        person = match and next((each for each in people if each.get("id") == match[1]), None)
        if match is None:
            if path in rules.program.law.figures:
                figures[path] = value
            else:
                made[path] = value
        elif match[2] is None:
            people.append({"id": match[1], **value})
        elif person is not None:
            person[match[2]] = value
        else:
            people.append({"id": match[1], match[2]: value})
    made["members"] = people
    return Other(
        with_higher(rules, figures) if figures else rules,
        rules.read(made),
        change,
        tuple(range(len(people))),
    )


def with_higher(rules: Rules, figures: Mapping[str, Written]) -> Rules:
    """The rules of the month in which figures have other values. Raises RequestError."""
    law = with_figures(rules.program.law, figures, rules.month.first)
    return CompiledLaw.of(law).at(rules.month, rules.known)


def in_order(case: Case, order: tuple[int, ...], ids: Mapping[str, str]) -> Case:
    """The household with its members in another order, and by other ids."""

    def moved(places: frozenset[Place]) -> frozenset[Place]:
        return frozenset(
            (payee if payee == HOUSEHOLD else order.index(payee), column)
            for payee, column in places
        )

    return replace(
        case,
        member_ids=tuple(ids[case.member_ids[each]] for each in order),
        members=tuple(case.members[each] for each in order),
        receiving=tuple(case.receiving[each] for each in order),
        presumed=moved(case.presumed),
        said_unknown=moved(case.said_unknown),
    )


def added(case: Case, row: tuple[int | None, ...], presumed: frozenset[int]) -> Case:
    """The household with one member more, whose presumed facts are these columns."""
    place = len(case.members)
    taken = set(case.member_ids)
    name = next(each for each in (f"p{number}" for number in range(1, 1000)) if each not in taken)
    return replace(
        case,
        member_ids=(*case.member_ids, name),
        members=(*case.members, row),
        receiving=(*case.receiving, frozenset()),
        presumed=case.presumed | {(place, column) for column in presumed},
    )
