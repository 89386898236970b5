"""Which months a law speaks of, and what of it some month and some knowledge can reach at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from welfare_rules.basics.days import Month
from welfare_rules.law.model import Figure, FigureVersion, Law
from welfare_rules.law.terms import LAST

FURTHER = 14  # months after the last turn that are looked at


def month_of(day: int) -> Month:
    return Month.of(day // 10000, day // 100 % 100)


def months_of(law: Law) -> tuple[int, ...]:
    """The first days of all months that can differ.

    From the jurisdiction's first month to some time after the last turn.
    """
    days = [
        day
        for rule in law.rules("dates")
        for day in (rule.period.first, rule.period.last)
        if 19000101 < day < 22000101
    ]
    start = max(law.covers_from, 19010101)
    last = month_of(max([start, *days])).after(FURTHER).first
    return tuple(
        day
        for year in range(start // 10000, last // 10000 + 1)
        for month in range(1, 13)
        if start // 100 <= (day := year * 10000 + month * 100 + 1) // 100 and day <= last
    )


def reachable(figure: Figure, version: FigureVersion, months: Sequence[int]) -> bool:
    """Whether one of these months, as known on some day, has this version in force."""
    return any(True for _ in held_in(figure, version, months))


def held_in(
    figure: Figure, version: FigureVersion, months: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """The months and days of knowledge in which a version is the one in force.

    `months` are those of the law, by their first days (`months_of`).
    """
    known = sorted({LAST, *(each.period.announced for each in figure.versions)})
    place = figure.versions.index(version)
    for month in months:
        if version.period.first <= month <= version.period.last:
            for day in known:
                if version.only_for is not None:  # for some cases beside the version of all others
                    if day >= version.period.announced:
                        yield month, day
                    continue
                found = figure.version(month, day)
                if found is not None and figure.versions.index(found) == place:
                    yield month, day
