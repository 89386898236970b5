"""The law of one day as it is known on another: of each name the one version in force.

What is made of a law for a month reads this and chooses nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from welfare_rules.basics.days import LAST, Period
from welfare_rules.law.law import Law
from welfare_rules.law.model import (
    GROUPS,
    Amendment,
    Benefit,
    Carry,
    Clause,
    Derived,
    DerivedVersion,
    Promise,
    Recovery,
    Watch,
)
from welfare_rules.law.terms import Status
from welfare_rules.law.validity import Version, in_force, overtaken

Named = TypeVar("Named", bound=Any)
NEVER = Period(LAST, LAST)


def law_of_day(law: Law, day: int, known: int) -> Law:
    """The law with the versions in force on a day as known on another, and no others.

    Figures keep their versions: which one is the law of a case may depend on the case. So do the
    ways of recovery, what runs on, promises and watches, which are read on days of their own.
    """
    return replace(
        law,
        derived={key: _derived(each, day, known) for key, each in law.derived.items()},
        incomes=_chosen(law.incomes, day, known),
        exemptions=_chosen(law.exemptions, day, known),
        circles=_chosen(law.circles, day, known),
        papers=_chosen(law.papers, day, known),
        applications=_chosen(law.applications, day, known),
        benefits=tuple(benefit_of_day(each, day, known) for each in law.benefits),
    )


def carries_of_day(law: Law, day: int, known: int) -> tuple[Carry, ...]:
    """What runs on into the month of a day, as known on another."""
    return _chosen(law.carries, day, known)


def recoveries_of_day(law: Law, day: int, known: int) -> tuple[Recovery, ...]:
    """The ways of recovery in force on a day, as known on another."""
    return _chosen(law.recoveries, day, known)


def promises_of_day(law: Law, day: int, known: int) -> tuple[Promise, ...]:
    """The promises that a law makes on a day, as known on another."""
    return _chosen(law.promises, day, known)


def watches_of_day(law: Law, day: int, known: int) -> tuple[Watch, ...]:
    """What a law watches for on a day, as known on another."""
    return _chosen(law.watches, day, known)


def _derived(derived: Derived, day: int, known: int) -> Derived:
    version = _in_force(derived.versions, day, known)
    return replace(derived, versions=() if version is None else (version,))


def _chosen(things: Sequence[Named], day: int, known: int) -> tuple[Named, ...]:
    """Of each name the version in force, where the first of the name stands."""
    return tuple(
        found
        for versions in by_id(things)
        if (found := _in_force(versions, day, known)) is not None
    )


def by_id(things: Iterable[Named]) -> list[list[Named]]:
    """Things of one kind by their names, in the order in which the names come first."""
    groups: dict[object, list[Named]] = {}
    for each in things:
        groups.setdefault((getattr(each, "kind", ""), each.id), []).append(each)
    return list(groups.values())


def _in_force(versions: Sequence[Version], day: int, known: int) -> Version | None:
    """The version in force; unverified where a layer above announced something later that it does
    not name.
    """
    found = in_force(versions, day, known)
    if found is None or len(versions) == 1 or not overtaken(found, versions, day, known):
        return found
    return unverified(found)


def unverified(version: Version) -> Version:
    """A version that nobody has confirmed any more, where it has a status."""
    status: Status | None = getattr(version, "status", None)
    if status in (None, "unverified", "placeholder"):
        return version
    return replace(version, **{"status": "unverified"})


def benefit_of_day(benefit: Benefit, day: int, known: int = LAST) -> Benefit:
    """A benefit with the keys and clauses in force on a day, as known on another; one that does not
    live has no clauses.
    """
    life = benefit.life(day, known)
    if life is None or not life.holds(day, known):
        return replace(benefit, period=NEVER, clauses=(), amendments=())
    made: dict[str, Any] = {"period": life}
    table: Amendment | None = None
    for group, fields in GROUPS.items():
        versions = [each for each in benefit.amendments if each.group == group]
        found = _in_force(versions, day, known) if versions and group != "life" else None
        if found is None:
            continue
        made |= {field: getattr(found, field) for field in fields}
        if found.status != "published":
            made["status"] = found.status
        if group == "amount":
            table = found
    clauses = _chosen(benefit.clauses, day, known)
    if table is not None:
        clauses = tuple(each for each in clauses if _beside(each, table))
    return replace(benefit, clauses=clauses, amendments=(), **made)


def _beside(clause: Clause, table: Amendment) -> bool:
    """Whether a row counts under an amendment of what a benefit comes to, which shuts out the rows
    of layers above it and of the documents that it replaces.
    """
    if clause.kind not in ("row", "step") or clause.depth > table.depth:
        return True
    if clause.document == table.document:
        return True
    return clause.depth == table.depth and clause.document not in table.replaces


def formula_of_day(derived: Derived, day: int, known: int) -> DerivedVersion | None:
    """The version of a derived value in force on a day as known on another."""
    return in_force(derived.versions, day, known)
