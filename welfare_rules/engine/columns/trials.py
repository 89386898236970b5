"""Tries values of unknown facts: what a program comes to for each, as arithmetic over rows.

A row is a household in which some gaps are filled. Where these are few and all that they may be is
known, every combination is tried (`every`); else each gap by itself runs through its values while
the others keep one (`around`), and once more around other values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.gaps import Gaps
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.possible import Possible
from welfare_rules.engine.columns.ranges import ragged

MOST_COMBINED = 64  # combinations, with those of some gaps only, that are all tried
MOST_TOGETHER = 4  # gaps of a household of which combinations are tried


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """The gaps that are to be tried: `homes` in rising order, and of each the gaps in `gap`.

    `offsets` says where those of each begin, `size` how many values each has.
    """

    homes: Array
    offsets: Array
    gap: Array
    size: Array
    every: Array
    """The households of which every combination is to be tried."""
    listed: Array
    """Those of whose gaps each value is one by itself."""

    def of(self, first: int, last: int) -> Wanted:
        """Those of some households."""
        one, other = self.offsets[first], self.offsets[last]
        part = slice(int(one), int(other))
        return self._some(slice(first, last), self.offsets[first : last + 1] - one, part)

    def among(self, chosen: Array) -> Wanted:
        """Those of some households, by their places."""
        offsets, _, part = ragged(self.offsets[chosen], np.diff(self.offsets)[chosen])
        return self._some(chosen, offsets, part)

    def _some(self, chosen: Array | slice, offsets: Array, part: Array | slice) -> Wanted:
        """Those of chosen households, whose gaps are a part of all and begin at these offsets."""
        return Wanted(
            self.homes[chosen],
            offsets,
            self.gap[part],
            self.size[part],
            self.every[chosen],
            self.listed[chosen],
        )

    def that_can_be_tried(self) -> Wanted:
        """The gaps that have values, and the households that have such gaps: of one that has others
        besides not every combination can be tried.
        """
        there = self.size > 0
        if there.all():
            return self
        counts = np.add.reduceat(there, self.offsets[:-1], dtype=np.intp)
        homes = np.flatnonzero(counts)
        whole = counts[homes] == np.diff(self.offsets)[homes]
        offsets = np.concatenate(([0], np.cumsum(counts[homes])))
        some = self._some(homes, offsets, np.flatnonzero(there))
        return replace(some, every=some.every & whole)

    def rows(self) -> Array:
        """How many rows each household takes."""
        combined = np.multiply.reduceat(self.size, self.offsets[:-1])
        around = 1 + np.add.reduceat(self.size, self.offsets[:-1])
        return np.where(self.every, combined, around)


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Rows to be tried. `home` is the household of each, as its place among those wanted, and
    `first` the first row of each household.

    `filled` are rows, gaps and values. `row` and `beside` are rows that differ in one gap alone,
    by `gap`, which has that `number` in its household; those of each household from `compared` on.
    """

    home: Array
    first: Array
    filled: tuple[Array, Array, Array]
    row: Array
    beside: Array
    gap: Array
    number: Array
    compared: Array


def wanted_gaps(gaps: Gaps, needed: Array, possible: Possible) -> Wanted:
    """The gaps that are in a set for each household, of those that have any."""
    chosen = np.flatnonzero(needed[gaps.home] >> (gaps.number + FIRST) & 1)
    homes, starts = np.unique(gaps.home[chosen], return_index=True)
    offsets = np.append(starts, len(chosen))
    size = possible.count[gaps.column[chosen]]
    closed = np.logical_and.reduceat(possible.closed[gaps.column[chosen]], starts)
    few = np.diff(offsets) <= MOST_TOGETHER
    combined = np.multiply.reduceat(
        np.where(few[np.searchsorted(homes, gaps.home[chosen])], size, 1), starts
    )
    listed = np.logical_and.reduceat(possible.listed[gaps.column[chosen]], starts)
    return Wanted(homes, offsets, chosen, size, closed & few & (combined <= MOST_COMBINED), listed)


def trials_of(wanted: Wanted, gaps: Gaps, possible: Possible, around: int) -> Trials:
    """The rows of some households, other ones for each number `around`."""
    rows = wanted.rows()
    first = np.concatenate(([0], np.cumsum(rows)))
    home = np.repeat(np.arange(len(rows)), rows)
    inside = np.arange(len(home)) - first[home]
    # each gap of its household in each row
    width = np.diff(wanted.offsets)
    _, filled_row, filled = ragged(wanted.offsets[:-1][home], width[home])
    size, step, before = wanted.size[filled], *_strides(wanted)
    place, every = inside[filled_row], wanted.every[home][filled_row]
    sweep = place - 1 - before[filled]
    sweeps = ~every & (sweep >= 0) & (sweep < size)
    digit = np.where(every, place // step[filled] % size, _base(filled, size, around))
    digit = np.where(sweeps, sweep, digit)
    column = gaps.column[wanted.gap[filled]]
    value = possible.values[possible.first[column] + digit]
    beside = np.where(every, filled_row - digit * step[filled], first[home[filled_row]])
    differ = np.flatnonzero(np.where(every, digit > 0, sweeps))
    compared = np.searchsorted(home[filled_row[differ]], np.arange(len(rows) + 1))
    return Trials(
        home,
        first,
        (filled_row, wanted.gap[filled], value),
        filled_row[differ],
        beside[differ],
        wanted.gap[filled[differ]],
        gaps.number[wanted.gap[filled[differ]]],
        compared,
    )


def scattered(wanted: Wanted, gaps: Gaps, possible: Possible, times: int) -> Trials:
    """So many rows of each household in which each gap has any of its values: the first, the last,
    and others. No two are compared by one gap alone.
    """
    count = len(wanted.homes)
    first = np.arange(count + 1) * times
    home = np.repeat(np.arange(count), times)
    _, row, filled = ragged(wanted.offsets[:-1][home], np.diff(wanted.offsets)[home])
    size, around = wanted.size[filled], row % times
    digits = [_base(filled, size, each) for each in range(times)]
    digit = np.choose(around, digits) if times else around
    value = possible.values[possible.first[gaps.column[wanted.gap[filled]]] + digit]
    nothing = np.zeros(0, np.intp)
    none = nothing, nothing, nothing, nothing, np.zeros(count + 1, np.intp)
    return Trials(home, first, (row, wanted.gap[filled], value), *none)


def _strides(wanted: Wanted) -> tuple[Array, Array]:
    """How many combinations of the gaps before each there are, and how many values they have."""
    home = np.repeat(np.arange(len(wanted.homes)), np.diff(wanted.offsets))
    running = np.concatenate(([0], np.cumsum(wanted.size)))
    before = running[:-1] - running[wanted.offsets[:-1]][home]
    step = np.ones(len(wanted.size), np.int64)
    place = np.arange(len(home)) - wanted.offsets[:-1][home]
    for at in range(1, int(place.max(initial=0)) + 1):
        rows = np.flatnonzero((place == at) & wanted.every[home])
        step[rows] = step[rows - 1] * wanted.size[rows - 1]
    return step, before


def _base(gap: Array, size: Array, around: int) -> Array:
    """The value that a gap keeps while others run: the first, the last, then some between."""
    if around == 0:
        return np.zeros(len(gap), np.int64)
    if around == 1:
        return size - 1
    return (gap * 7919 + around * 104729) // 13 % size
