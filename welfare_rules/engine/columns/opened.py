"""What bounds leave open of some benefits or circles, and what trials say of it.

The reference engine splits what is unknown into possibilities until all that is left agrees. What
it comes to lies within the bounds and holds whatever may be. So where trials reach both bounds,
and each missing fact by itself made a difference, it is the bounds: nothing could narrow them.
And where all that the missing facts may be was tried, it is what came of that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from welfare_rules.engine.columns.agreed import Verdicts
from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.gaps import counts_of
from welfare_rules.engine.columns.kinds import Array, filled_in
from welfare_rules.engine.columns.met import Met
from welfare_rules.engine.columns.ranges import ragged
from welfare_rules.engine.columns.rows import some_of
from welfare_rules.engine.columns.trials import Trials, Wanted
from welfare_rules.engine.reference.case_splitting import FEW_FACTS

UNSAID = -1


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """For every row of trials whether the condition held, and what is due.

    And where that needs what nobody has found; None if it never does.
    """

    held: Array
    due: Array
    is_open: Array | None


@dataclass(slots=True, eq=False)
class Open:
    """One benefit, or one circle, of some households of which it is not settled.

    `row` is the row of its columns, `home` the household and `payee` the place in it. `entitled` is
    1 or not said (-1). `missing` are sets of gaps, `figures` sets of what nobody has found: where
    there is any nothing is tried, and it is split. `low` and `high` are `NO_END` away where an
    amount has no bound. The rest is what trials have come to so far.
    """

    row: Array
    home: Array
    payee: Array
    entitled: Array
    low: Array
    high: Array
    missing: Array
    figures: Array
    least: Array = field(init=False)
    most: Array = field(init=False)
    held: Array = field(init=False)
    failed: Array = field(init=False)
    differs: Array = field(init=False)
    whole: Array = field(init=False)
    spoilt: Array = field(init=False)
    holed: Array = field(init=False)
    unfound: Array = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.row)
        kind = np.result_type(self.low, self.high)
        self.least, self.most = self.high.astype(kind), self.low.astype(kind)
        self.held, self.failed, self.whole, self.spoilt = np.zeros((4, count), np.bool_)
        self.holed, self.unfound = filled_in(self.figures), self.figures.copy()
        self.differs = np.zeros(count, self.missing.dtype)

    def __len__(self) -> int:
        return len(self.row)

    @property
    def certain(self) -> Array:
        """Where it is sure what the reference engine comes to."""
        return self._certain(slice(0, len(self)))

    def _certain(self, at: slice) -> Array:
        reached = (self.least[at] <= self.low[at]) & (self.most[at] >= self.high[at])
        reached &= (self.entitled[at] != UNSAID) | self.held[at] & self.failed[at]
        reached &= np.equal(self.missing[at] & ~self.differs[at], 0).astype(np.bool_)
        sure = (self.whole[at] | reached & ~self.holed[at]) & ~self.spoilt[at]
        return sure | self._many(at)

    def _many(self, at: slice) -> Array:
        """Where so many facts are missing that the reference engine tries nothing."""
        return counts_of(self.missing[at]) > FEW_FACTS

    def settle(self) -> None:
        """Narrows what was tried whole to what came of it."""
        rows = self.whole & ~self._many(slice(0, len(self)))
        both = self.held & self.failed
        said = np.where(both, UNSAID, self.held).astype(np.int8)
        self.entitled = np.where(rows, said, self.entitled)
        self.low = np.where(rows, self.least, self.low)
        self.high = np.where(rows, self.most, self.high)
        self.missing = np.where(rows, self.differs, self.missing)
        self.figures = np.where(rows[:, None], self.unfound, self.figures)

    def met(self, rows: Array) -> Met:
        """What trials have met of what is open in some rows: nothing where they could not tell."""
        told = ~(self.holed | self.spoilt)[rows]
        return Met(
            self.held[rows] & told,
            self.failed[rows] & told,
            np.less_equal(self.least, self.low)[rows].astype(np.bool_) & told,
            np.greater_equal(self.most, self.high)[rows].astype(np.bool_) & told,
            np.where(told, self.differs[rows], 0).astype(np.int64),
            np.zeros_like(self.figures[rows]),
        )

    def judged(self, rows: Array, said: Verdicts) -> None:
        """Takes in what all possibilities agree on, in the rows where that is sure."""
        rows, said = rows[said.sure], some_of(said, said.sure)
        self.whole[rows], self.spoilt[rows] = True, False
        self.held[rows], self.failed[rows] = said.entitled != 0, said.entitled != 1
        self.least[rows], self.most[rows], self.differs[rows] = said.low, said.high, said.missing
        self.unfound[rows] = said.figures

    def waiting(self, wanted: Wanted) -> tuple[Array, Array]:
        """What is not certain of some households, and their places among these."""
        first, last = np.searchsorted(self.home, wanted.homes[[0, -1]] + np.array([0, 1])).tolist()
        cells = first + np.flatnonzero(~self._certain(slice(first, last)))
        place = np.searchsorted(wanted.homes, self.home[cells])
        there = wanted.homes[np.minimum(place, len(wanted.homes) - 1)] == self.home[cells]
        return cells[there], place[there]

    def tried(
        self,
        waiting: tuple[Array, Array],
        wanted: Wanted,
        trials: Trials,
        closed: Array,
        made: Outcomes,
        begin: Array | None,
    ) -> None:
        """Takes in what trials of some households came to for what is waiting of them: a value for
        each row, or of members for each of theirs, who begin where `begin` says. Of the gaps that
        are `closed` all that they may be was tried.
        """
        cells, place = waiting
        first, count = trials.first[place], np.diff(trials.first)[place]
        start, which, row = ragged(first, count)
        at = row if begin is None else begin[row] + self.payee[cells][which]
        held, due = made.held[at], made.due[at]
        start = start[:-1]
        if made.is_open is not None:
            self.spoilt[cells] |= np.logical_or.reduceat(made.is_open[at], start)
        self.held[cells] |= np.logical_or.reduceat(held, start)
        self.failed[cells] |= ~np.logical_and.reduceat(held, start)
        self.least[cells] = np.minimum(self.least[cells], np.minimum.reduceat(due, start))
        self.most[cells] = np.maximum(self.most[cells], np.maximum.reduceat(due, start))
        pairs = np.diff(trials.compared)[place]
        _, of, pair = ragged(trials.compared[:-1][place], pairs)
        shift = start - first
        one, other = trials.row[pair] + shift[of], trials.beside[pair] + shift[of]
        apart = np.flatnonzero((held[one] != held[other]) | (due[one] != due[other]))
        bits = self.differs.dtype.type(1 << FIRST) if self.differs.dtype != object else 1 << FIRST
        number = trials.number[pair[apart]]
        sets = np.left_shift(bits, number.astype(self.differs.dtype))
        np.bitwise_or.at(self.differs, cells[of[apart]], sets)
        alone = counts_of(self.missing[cells]) == 1
        ran = np.zeros(len(cells), np.bool_)  # whether the one missing fact ran through all values
        pairs_closed = closed[trials.gap[pair]] & np.equal(
            self.missing[cells[of]] >> (trials.number[pair] + FIRST) & 1, 1
        ).astype(np.bool_)
        ran[of[pairs_closed]] = True
        # of combinations with parts of a range it may be told more than makes a difference
        clear = np.equal(self.missing[cells] & ~self.differs[cells], 0).astype(np.bool_)
        clear |= (self.held[cells] != self.failed[cells]) & (self.least[cells] == self.most[cells])
        whole = wanted.every[place] & (wanted.listed[place] | clear) | alone & ran
        self.whole[cells] |= whole & ~self.holed[cells]


@dataclass(slots=True, eq=False)
class OpenWorth(Open):
    """The same where no more is asked of what cannot be said than that it cannot: two trials that
    differ show it.
    """

    def _certain(self, at: slice) -> Array:
        apart = self.held[at] & self.failed[at] | (self.least[at] < self.most[at])
        return Open._certain(self, at) | apart & ~self.spoilt[at]


def needed_of(found: list[Open], households: int, kind: np.dtype[Any]) -> Array:
    """For each household the gaps on which something turns that is not certain yet."""
    needed = np.zeros(households, kind)
    for each in found:
        rows = np.flatnonzero(~each.certain & ~each.holed)
        np.bitwise_or.at(needed, each.home[rows], each.missing[rows])
    return needed
