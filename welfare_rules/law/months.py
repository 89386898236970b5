"""Which months a law speaks of, and what of it some month and some knowledge can reach at all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from welfare_rules.basics.days import Month
from welfare_rules.law.model import Figure, FigureVersion, Law
from welfare_rules.law.terms import LAST, Period

FURTHER = 14  # months after the last turn that are looked at


def month_of(day: int) -> Month:
    return Month.of(day // 10000, day // 100 % 100)


@lru_cache(maxsize=32)
def _months(first: int, last: int) -> tuple[int, ...]:
    found: list[int] = []
    month = month_of(first)
    while month.first <= last:
        found.append(month.first)
        month = month.after(1)
    return tuple(found)


def months_of(law: Law) -> tuple[int, ...]:
    """The first days of all months that can differ.

    From the jurisdiction's first month to some time after the last turn.
    """
    days = [
        day
        for period in periods(law)
        for day in (period.first, period.last)
        if 19000101 < day < 22000101
    ]
    start = max(law.covers_from, 19010101)
    return _months(start, month_of(max([start, *days])).after(FURTHER).first)


def periods(law: Law) -> Iterable[Period]:
    for figure in law.figures.values():
        yield from (each.period for each in figure.versions)
    for derived in law.derived.values():
        yield from (each.period for each in derived.versions)
    for benefit in law.benefits:
        yield benefit.period
        yield from (each.period for each in benefit.clauses)
    for group in (law.incomes, law.exemptions, law.circles):
        yield from (each.period for each in group)


def reachable(law: Law, figure: Figure, version: FigureVersion) -> bool:
    """Whether some month, as known on some day, has this version in force."""
    return any(True for _ in held_in(law, figure, version))


def held_in(law: Law, figure: Figure, version: FigureVersion) -> Iterable[tuple[int, int]]:
    """The months and days of knowledge in which a version is the one in force."""
    known = sorted({LAST, *(each.period.announced for each in figure.versions)})
    place = figure.versions.index(version)
    for month in months_of(law):
        if version.period.first <= month <= version.period.last:
            for day in known:
                if version.only_for is not None:  # for some cases beside the version of all others
                    if day >= version.period.announced:
                        yield month, day
                    continue
                found = figure.version(month, day)
                if found is not None and figure.versions.index(found) == place:
                    yield month, day
