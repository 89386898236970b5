"""What the possibilities that were met leave of first verdicts.

Once both answers, both ends of the amount and everything missing have been met among them, no
further one can change a verdict: the first one is the last one. What was met holds however far the
reference engine follows possibilities: a state that it splits no further leaves as much open as any
that would come of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from welfare_rules.engine.columns.agreed import (
    NO_FURTHER,
    NOT_SAID,
    SETTLED,
    SPLIT,
    Depth,
    Said,
    Seen,
)
from welfare_rules.engine.columns.kinds import Array, filled_in, mixed
from welfare_rules.engine.columns.rows import some_of

EVERY_BIT = np.uint64(2**64 - 1)


@dataclass(slots=True, eq=False)
class Met:
    """Of each cell whether something met it holds for, something it fails for, and the `low` and
    `high` end of what is due; of which facts it was met that they make a difference, and of which
    of what nobody has found.
    """

    held: Array
    failed: Array
    low: Array
    high: Array
    missing: Array
    figures: Array

    def everything(self, first: Depth) -> Array:
        """In which of the cells that stand in the first states nothing more can change what these
        say.
        """
        some, seen = some_of(self, first.level.cell), first.seen
        lacking = np.not_equal(seen.missing & ~some.missing, 0).astype(np.bool_)
        lacking |= filled_in(seen.figures & ~some.figures)
        both = (seen.entitled != NOT_SAID) | some.held & some.failed
        return both & some.low & some.high & ~lacking

    def followed(self, depths: Sequence[Depth], ways: Sequence[Way]) -> None:
        """Takes in what was followed to the states of the last depth."""
        self._ended(depths[-1], ways[-1], depths[0])
        below = _Below.of(depths[-1].seen, ways[-1])
        for depth in reversed(range(len(depths) - 1)):
            here, way, parent = depths[depth], ways[depth], depths[depth + 1].level.parent
            above = _Below.of(here.seen, way)
            if len(parent):
                self._rests(here, way, below.differ(parent))
                above.take(below, parent)
            below = above

    def _ended(self, depth: Depth, way: Way, first: Depth) -> None:
        """Takes in what states come to in which something ends.

        What contradicts something that was settled before belongs to no household, and nothing is
        made of it.
        """
        agrees = (way.entitled == NOT_SAID) | (way.entitled == depth.seen.entitled)
        rows = np.flatnonzero((way.ended != SPLIT) & ~depth.seen.impossible & agrees)
        cell, way, seen = depth.level.cell[rows], some_of(way, rows), some_of(depth.seen, rows)
        of = np.searchsorted(first.level.cell, cell)
        for met, there in (
            (self.held, seen.entitled != 0),
            (self.failed, seen.entitled != 1),
            (self.low, np.equal(np.maximum(way.low, seen.low), first.seen.low[of])),
            (self.high, np.equal(np.minimum(way.high, seen.high), first.seen.high[of])),
        ):
            met[cell[there.astype(np.bool_)]] = True
        np.bitwise_or.at(self.missing, cell, seen.missing & way.missing)
        np.bitwise_or.at(self.figures, cell, seen.figures & way.figures)

    def _rests(self, depth: Depth, way: Way, rows: Array) -> None:
        """Takes in on what splits of states rest that make a difference."""
        cell, way, seen = depth.level.cell[rows], some_of(way, rows), some_of(depth.seen, rows)
        np.bitwise_or.at(self.missing, cell, seen.bits & seen.missing & way.missing)
        np.bitwise_or.at(self.figures, cell, seen.words & seen.figures & way.figures)


@dataclass(slots=True, eq=False)
class Way:
    """Of the states of a depth what was known in all those that they came of, taken together, and
    how they `ended`, as `agreed` tells.
    """

    entitled: Array
    low: Array
    high: Array
    missing: Array
    figures: Array
    ended: Array

    @classmethod
    def to(cls, depths: Sequence[Depth], ways: Sequence[Way], split: Array) -> Way:
        """To the states of the last depth, of which some are split."""
        seen = depths[-1].seen
        ended = Said.alone(seen).ended
        ended[split] = SPLIT
        if not ways:  # that come of none
            known = seen.entitled, seen.low, seen.high, seen.missing, seen.figures
            return cls(*known, ended)
        parent = depths[-1].level.parent
        before, way = some_of(depths[-2].seen, parent), some_of(ways[-1], parent)
        return cls(
            np.where(way.entitled == NOT_SAID, before.entitled, way.entitled),
            np.maximum(way.low, before.low),
            np.minimum(way.high, before.high),
            way.missing & before.missing,
            way.figures & before.figures,
            ended,
        )

    def left_at(self, split: Array) -> None:
        """Takes in that the reference engine splits some states alone, those behind no further."""
        self.ended[~split & (self.ended != SETTLED)] = NO_FURTHER


@dataclass(slots=True, eq=False)
class _Below:
    """Of states what is known of all that came of them: whether any of it can be, whether any is
    followed no further, or all is followed to its end; and the least and the most of marks, which
    are the same for verdicts that are.
    """

    can_be: Array
    no_further: Array
    whole: Array
    least: Array
    most: Array

    @classmethod
    def of(cls, seen: Seen, way: Way) -> _Below:
        """Of states by themselves."""
        ends = (way.ended != SPLIT) & ~seen.impossible
        unfound = np.where((way.ended == SETTLED)[:, None], 0, seen.figures)
        mark = mixed([seen.entitled, seen.low, seen.high, way.ended, *unfound.T])
        return cls(
            ends,
            ends & (way.ended == NO_FURTHER),
            seen.impossible | ends & (way.ended != NO_FURTHER),
            np.where(ends, mark, EVERY_BIT),
            np.where(ends, mark, np.uint64(0)),
        )

    def differ(self, parent: Array) -> Array:
        """The states of which several branches can be, and these do not come to the same."""
        start = np.flatnonzero(np.diff(parent, prepend=-1))
        size = np.diff(np.append(start, len(parent)))
        least, most = np.minimum.reduceat(self.least, start), np.maximum.reduceat(self.most, start)
        beside = (np.repeat(least, size) < self.least) | (np.repeat(most, size) > self.most)
        apart = self.can_be & (self.no_further | self.whole & beside)
        several = np.add.reduceat(self.can_be, start, dtype=np.int64) > 1
        return parent[start[several & np.logical_or.reduceat(apart, start)]]

    def take(self, branches: _Below, parent: Array) -> None:
        """Takes in what is known of the branches of states."""
        start = np.flatnonzero(np.diff(parent, prepend=-1))
        rows = parent[start]
        self.can_be[rows] |= np.logical_or.reduceat(branches.can_be, start)
        self.no_further[rows] |= np.logical_or.reduceat(branches.no_further, start)
        self.whole[rows] |= np.logical_and.reduceat(branches.whole, start)
        self.least[rows] = np.minimum.reduceat(branches.least, start)
        self.most[rows] = np.maximum.reduceat(branches.most, start)
