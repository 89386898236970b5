"""Facts of a case by their paths, set to a value or said to be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from welfare_rules.facts.reader import CaseReader
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.program.case import HOUSEHOLD, Case


def place_of(reader: CaseReader, case: Case, path: str) -> tuple[int, int] | None:
    """Payee and column of a fact named as in a history."""
    whose, fact = HOUSEHOLD, path
    if path.startswith("members["):
        member, _, fact = path[len("members[") :].partition("].")
        if member not in case.member_ids:
            return None
        whose = case.member_ids.index(member)
    entity = Entity.HOUSEHOLD if whose == HOUSEHOLD else Entity.MEMBER
    column = next(
        (each.column for each in reader.law.facts if (each.entity, each.id) == (entity, fact)), None
    )
    return None if column is None else (whose, column)


def places_of(reader: CaseReader, case: Case, path: str) -> list[tuple[int, int]]:
    """The facts that a path names.

    One, or all of a person of whom it is not known whether he or she belongs to the household.
    """
    place = place_of(reader, case, path)
    if place is not None:
        return [place]
    member = path[len("members[") : -1] if path.endswith("]") else ""
    if member not in case.member_ids:
        return []
    whose = case.member_ids.index(member)
    return [(whose, fact.column) for fact in reader.law.facts if fact.entity is Entity.MEMBER]


def unknown_at(law: Law, case: Case, places: Iterable[tuple[int, int]]) -> Case:
    """The case with these facts said to be unknown: nothing is presumed of them."""
    gone = dict.fromkeys(places)
    if not gone:
        return case
    case = case.but(gone)
    unknown = case.unknown.union(law.facts[column].id for _, column in gone)
    return replace(case, unknown=unknown, said_unknown=case.said_unknown.union(gone))
