"""Which months a law speaks of, and what of it some month and some knowledge can reach at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from welfare_rules.basics.days import (
    EARLIEST,
    FIRST_YEAR,
    LAST,
    LATEST,
    Month,
    month_of,
    month_starts,
)
from welfare_rules.law.model import Figure, FigureVersion, Law

FURTHER = 14  # months after the last turn that are looked at


def months_of(law: Law) -> tuple[int, ...]:
    """The first days of all months that can differ.

    From the jurisdiction's first month to some time after the last turn.
    """
    days = [
        day
        for rule in law.rules("dates")
        for day in (rule.period.first, rule.period.last)
        if EARLIEST < day <= LATEST
    ]
    start = max(law.covers_from, Month.of(FIRST_YEAR, 1).first)
    return month_starts(start, month_of(max([start, *days])).after(FURTHER).first)


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
        if version.period.contains(month):
            for day in known:
                if version.only_for is not None:  # for some cases beside the version of all others
                    if day >= version.period.announced:
                        yield month, day
                    continue
                found = figure.version(month, day)
                if found is not None and figure.versions.index(found) == place:
                    yield month, day
