"""Stretches of days in which nothing in the law changes, and stretches of knowledge in which
nothing is announced.

Two months of one stretch, known on two days of one stretch, have the same program; it need be made
only once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from welfare_rules.law.model import Law
from welfare_rules.law.terms import LAST, Period


@dataclass(frozen=True, slots=True)
class Stretches:
    """The days on which something begins or has ended, and the days on which something becomes
    known, both in order.
    """

    turns: tuple[int, ...]
    announcements: tuple[int, ...]

    @staticmethod
    def of(law: Law) -> Stretches:
        turns: set[int] = set()
        announcements: set[int] = set()
        for period in periods(law):
            turns.add(period.first)
            if period.last < LAST:
                # days are compared as whole numbers, so a 32nd is as good as a first
                turns.add(period.last + 1)
            announcements.add(period.announced)
        return Stretches(tuple(sorted(turns)), tuple(sorted(announcements)))

    def key(self, day: int, known: int) -> tuple[int, int]:
        """The stretch that a day and a knowledge day fall into."""
        return bisect_right(self.turns, day), bisect_right(self.announcements, known)


def periods(law: Law) -> Iterable[Period]:
    """The period of everything that binds.

    Figures, formulas, incomes, exemptions, benefits with their clauses, circles.
    """
    for figure in law.figures.values():
        yield from (version.period for version in figure.versions)
    for derived in law.derived.values():
        yield from (version.period for version in derived.versions)
    yield from (each.period for each in (*law.incomes, *law.exemptions, *law.circles))
    for benefit in law.benefits:
        yield benefit.period
        yield from (clause.period for clause in benefit.clauses)
