"""The days on which a law changes, and the days on which something becomes known of it.

Between two of them lies a stretch. Two months of one stretch, known on two days of one stretch,
have the same program; it need be made only once.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from welfare_rules.law.law import Law


@dataclass(frozen=True, slots=True)
class ChangePoints:
    """The days on which something begins or has ended, and the days on which something becomes
    known, both in order.
    """

    turns: tuple[int, ...]
    announcements: tuple[int, ...]

    @staticmethod
    def of(law: Law) -> ChangePoints:
        turns: set[int] = set()
        announcements: set[int] = set()
        for rule in law.rules("dates"):
            for period in rule.dated:
                turns.update(period.turns)
                announcements.add(period.announced)
                announcements.update(day for day, _ in period.earlier)
        return ChangePoints(tuple(sorted(turns)), tuple(sorted(announcements)))

    def key(self, day: int, known: int) -> tuple[int, int]:
        """The stretch that a day and a knowledge day fall into."""
        return bisect_right(self.turns, day), bisect_right(self.announcements, known)
