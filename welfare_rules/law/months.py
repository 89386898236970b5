"""Which months a law speaks of, and what of it some month and some knowledge can reach at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from welfare_rules.basics.days import (
    EARLIEST,
    FIRST_YEAR,
    LAST,
    LATEST,
    Month,
    month_of,
    month_starts,
)
from welfare_rules.law.law import Law, LawRule, RuleFormula
from welfare_rules.law.model import (
    GROUPS,
    Amendment,
    Benefit,
    Clause,
    Derived,
    DerivedVersion,
    Figure,
    FigureVersion,
    Rounding,
)
from welfare_rules.law.validity import Dated, candidates

FURTHER = 14  # months after the last turn that are looked at


def months_of(law: Law) -> tuple[int, ...]:
    """The first days of all months that can differ.

    From the jurisdiction's first month to some time after the last turn.
    """
    days = [
        day
        for rule in law.rules("dates")
        for period in rule.dated
        for day in (period.first, period.last)
        if EARLIEST < day <= LATEST
    ]
    start = max(law.covers_from, Month.of(FIRST_YEAR, 1).first)
    return month_starts(start, month_of(max([start, *days])).after(FURTHER).first)


def reachable(law: Law, rule: LawRule, months: Sequence[int]) -> bool:
    """Whether one of these months, as known on some day, has this version of a rule in force.

    `months` are those of the law, by their first days (`months_of`).
    """
    paid = rule.item if isinstance(rule.item, Benefit) else rule.head
    if isinstance(paid, Benefit):
        span = paid.span
        months = [month for month in months if span.contains(month)]
    if isinstance(rule.item, Benefit):
        return bool(months)
    if isinstance(rule.item, Rounding):
        assert isinstance(rule.head, Benefit)
        return stated(rule.head, "rounding", months)
    versions = versions_of(law, rule)
    place = next(place for place, each in enumerate(versions) if each is rule.item)
    return any(True for _ in _held_in(versions, place, months))


def formula_reachable(law: Law, formula: RuleFormula, months: Sequence[int]) -> bool:
    """Whether a formula is the law in one of these months, as known on some day."""
    rule = formula.rule
    if isinstance(rule.item, Benefit):
        return stated(rule.item, _group_of(formula.role), months)
    return reachable(law, rule, months)


def binds(law: Law, rule: LawRule, day: int, known: int, role: str = "") -> bool:
    """Whether a version of a rule is the law on a day as known on another, be it for some cases
    alone; with a role its formula of that part.
    """
    paid = rule.item if isinstance(rule.item, Benefit) else rule.head
    if isinstance(paid, Benefit) and not paid.lives(day, known):
        return False
    if isinstance(rule.item, (Benefit, Rounding)):
        assert isinstance(paid, Benefit)
        group = _group_of(role or rule.kind)
        base = base_of(paid)
        same = [each for each in paid.amendments if each.group == group]
        return any(each is base for each in candidates((base, *same), day, known))
    return any(each is rule.item for each in candidates(versions_of(law, rule), day, known))


def _group_of(role: str) -> str:
    """The name under which a key of a benefit is one rule with others."""
    return next((name for name, fields in GROUPS.items() if role in fields), role)


def versions_of(law: Law, rule: LawRule) -> tuple[Dated, ...]:
    """All versions of the name of a rule, itself among them.

    Of keys of a benefit the first is a version without content for what its definition states.
    """
    match rule.item:
        case FigureVersion() | DerivedVersion():
            assert isinstance(rule.head, (Figure, Derived))
            return rule.head.versions
        case Clause() as clause:
            assert isinstance(rule.head, Benefit)
            name = (clause.kind, clause.id)
            return tuple(each for each in rule.head.clauses if (each.kind, each.id) == name)
        case Amendment() as amendment:
            assert isinstance(rule.head, Benefit)
            same = [each for each in rule.head.amendments if each.group == amendment.group]
            return (base_of(rule.head), *same)
        case Benefit() | Rounding():
            return ()
        case _:
            held: tuple[Any, ...] = getattr(law, rule.section.attribute)
            id = rule.id  # it is worked out each time it is asked for
            return tuple([each for each in held if each.id == id])


def base_of(benefit: Benefit) -> Dated:
    """What the definition of a benefit states of its keys, as a version."""
    return Dated(depth=benefit.depth, document=benefit.document)


def stated(benefit: Benefit, group: str, months: Sequence[int]) -> bool:
    """Whether what the definition of a benefit states of a group of keys is the law in one of these
    months, as known on some day.
    """
    same = [each for each in benefit.amendments if each.group == group]
    return not same or any(True for _ in _held_in((base_of(benefit), *same), 0, months))


def held(versions: Sequence[Dated], months: Sequence[int]) -> frozenset[tuple[int, int, int]]:
    """Which version, by its place, is in force in which month, as known when."""
    return frozenset(
        (place, month, day)
        for place in range(len(versions))
        for month, day in _held_in(versions, place, months)
    )


def _held_in(
    versions: Sequence[Dated], place: int, months: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """The months and days of knowledge in which a version is the one in force."""
    version = versions[place]
    period = version.period
    known = {LAST, *(each.period.announced for each in versions)}
    known.update(day for each in versions for day, _ in each.period.earlier)
    # nobody asks what was known before the first month
    known = {max(day, months[0]) for day in known} if months else known
    last = max((period.last, *(last for _, last in period.earlier)))
    for month in months:
        if period.first <= month <= last:
            for day in sorted(known):
                if version.only_for is not None:  # for some cases beside the version of all others
                    if day >= period.announced:
                        yield month, day
                    continue
                found = candidates(versions, month, day)
                if found and found[-1] is version:
                    yield month, day
