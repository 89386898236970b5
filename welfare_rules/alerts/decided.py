"""What an engine decided of many cases in a month, looked up by the case and whose right it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from welfare_rules.engine.contract import Engine, Outcome, Wanted, Worths, worths_of
from welfare_rules.program.case import HOUSEHOLD, Case


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of some cases, by their ids in memory: the row of each, and for each row
    that of its first member.
    """

    worths: Worths
    rows: Mapping[int, int]
    firsts: Sequence[int]

    @classmethod
    def each(
        cls, engine: Engine, cases: Sequence[Case], wanted: Sequence[Wanted]
    ) -> Iterator[Self]:
        """What an engine decides of some of many cases, for each that is wanted."""
        for each, worths in zip(wanted, worths_of(engine, cases, wanted), strict=True):
            some = [cases[place] for place in each.places]
            firsts = [0, *accumulate(len(case.members) for case in some)]
            yield cls(worths, {id(case): row for row, case in enumerate(some)}, firsts)

    def worth(self, case: Case, benefit: str, who: int) -> int | None:
        """What a right is worth to somebody of a household."""
        return self.worths.of[benefit][self.row(case, who)]

    def left(self, case: Case, benefit: str, who: int) -> bool:
        """Whether it was not worked out what a right is worth to somebody."""
        return self.row(case, who) in self.worths.left[benefit]

    def outcome(self, case: Case, benefit: str, who: int) -> Outcome:
        """The outcome of a right of somebody of a household."""
        return self.worths.outcome(self.rows[id(case)], benefit, who)

    def row(self, case: Case, who: int) -> int:
        """The row of a household, or of one of its members, among what the rights are worth."""
        row = self.rows[id(case)]
        return row if who == HOUSEHOLD else self.firsts[row] + who


def each_once(cases: Iterable[Case]) -> tuple[list[Case], Mapping[int, int]]:
    """Cases without those that are one and the same in memory, and their places by their ids
    there.
    """
    known = {id(each): each for each in cases}
    return [*known.values()], {each: place for place, each in enumerate(known)}
