"""What the states into which something was split agree on, folded from the last to the first.

A state says what all its branches say that can be; and what it is split by is missing as well,
unless the branches say the same whatever the facts turn out to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.rows import some_of

NOT_SAID = -1
SPLIT, SETTLED, NO_FURTHER = range(3)
"""How a state ended: in branches that differ, settled, or where nothing is left to be split."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What is known of each cell: entitled (1, 0 or not said, -1), the bounds and what is missing.

    Those that are not `sure` are the reference engine's.
    """

    entitled: Array
    low: Array
    high: Array
    missing: Array
    sure: Array


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """States of one depth: the cell of each and the state it came of; of each gap of its household
    the ends of its range, and whether that is narrowed; and for each step on the way the gap that
    was narrowed, or the comparison that was supposed, of whom, and whether it holds.
    """

    cell: Array
    parent: Array
    low: Array
    high: Array
    narrowed: Array
    slot: Array
    number: Array
    payee: Array
    truth: Array


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What states of one depth come to by themselves (`entitled`: 1, 0 or not said, -1), which of
    them cannot be, since what is supposed in them contradicts itself, and on what the split of the
    others rests (`bits`).
    """

    entitled: Array
    low: Array
    high: Array
    missing: Array
    impossible: Array
    bits: Array


@dataclass(frozen=True, slots=True, eq=False)
class Unsaid:
    """Comparisons that cannot be said, in the order of the states: of each the state, its number,
    whom it is about, and what it rests on.
    """

    state: Array
    number: Array
    payee: Array
    missing: Array


@dataclass(frozen=True, slots=True, eq=False)
class Depth:
    """A level, with what its states come to by themselves."""

    level: Level
    seen: Seen


@dataclass(slots=True, eq=False)
class Said:
    """What states of one depth come to with all that they are split into."""

    entitled: Array
    low: Array
    high: Array
    missing: Array
    ended: Array
    impossible: Array

    @classmethod
    def alone(cls, seen: Seen) -> Said:
        """By themselves."""
        settled = (seen.entitled == 0) | (seen.entitled == 1) & (seen.low == seen.high)
        ended = np.where(settled, SETTLED, NO_FURTHER).astype(np.int8)
        entitled, low, high, missing, impossible = (
            each.copy()
            for each in (seen.entitled, seen.low, seen.high, seen.missing, seen.impossible)
        )
        return cls(entitled, low, high, missing, ended, impossible)

    def verdict(self, row: int) -> tuple[int, int, int, int]:
        """What one of them comes to."""
        amounts = int(self.low[row]), int(self.high[row])
        return int(self.entitled[row]), *amounts, int(self.missing[row])


def reached(depths: Sequence[Depth], most: Array) -> list[Array]:
    """For the states of each depth whether the reference engine splits them, which looks at one
    branch with all that it is split into before the next, and at so `most` of each cell.
    """
    sizes = [np.ones(len(each.level.cell), np.int64) for each in depths]
    for depth in reversed(range(len(depths) - 1)):
        np.add.at(sizes[depth], depths[depth + 1].level.parent, sizes[depth + 1])
    place = np.zeros(len(sizes[0]), np.int64)
    found = [place < most[depths[0].level.cell]]
    for each, size in zip(depths[1:], sizes[1:], strict=True):
        parent = each.level.parent
        before = np.cumsum(size) - size
        first = np.searchsorted(parent, parent)
        place = place[parent] + 1 + before - before[first]
        found.append(place < most[each.level.cell])
    return found


def folded(depths: Sequence[Depth], split: Sequence[Array], unsaid: Unsaid) -> Said:
    """What the states of the first level come to with all others, where they are split; in these
    the comparisons that are `unsaid` cannot be said.
    """
    trees = _Trees(depths, [Said.alone(each.seen) for each in depths], split, unsaid)
    for depth in reversed(range(len(depths) - 1)):
        _agree(trees, depth)
    return trees.said[0]


def _agree(trees: _Trees, depth: int) -> None:
    """Takes into the states of one depth what their branches say."""
    here, bits = trees.said[depth], trees.depths[depth].seen.bits
    parent = trees.depths[depth + 1].level.parent
    split = trees.split[depth][parent]
    here.impossible[parent[split]] = True
    kept = np.flatnonzero(split & ~trees.said[depth + 1].impossible)
    said, parent = some_of(trees.said[depth + 1], kept), parent[kept]
    here.impossible[parent] = False
    if not len(parent):
        return
    start = np.flatnonzero(np.diff(parent, prepend=-1))
    rows = parent[start]
    first = np.repeat(start, np.diff(np.append(start, len(parent))))
    alike = (
        (said.entitled == said.entitled[first])
        & np.equal(said.low, said.low[first]).astype(np.bool_)
        & np.equal(said.high, said.high[first]).astype(np.bool_)
        & (said.missing == said.missing[first])
    )
    others = first != np.arange(len(parent))
    no_further = said.ended == NO_FURTHER
    apart = ~alike | (no_further | no_further[first]) & others
    differ = np.logical_or.reduceat(apart, start)
    missing = np.bitwise_or.reduceat(said.missing, start)
    # of those that say the same so far it matters how, where anything more would be missing
    twins = np.logical_or.reduceat(alike & (said.ended == SPLIT) & others, start) & ~differ
    for place in np.flatnonzero(twins & np.not_equal(bits[rows] & ~missing, 0)).tolist():
        differ[place] = trees.differ(depth, int(rows[place]))
    least, most = (each.reduceat(said.entitled, start) for each in (np.minimum, np.maximum))
    agreed = (least == most) & (least != NOT_SAID)
    here.entitled[rows] = np.where(agreed, least, here.entitled[rows])
    here.low[rows] = np.maximum(here.low[rows], np.minimum.reduceat(said.low, start))
    here.high[rows] = np.minimum(here.high[rows], np.maximum.reduceat(said.high, start))
    here.missing[rows] = missing | np.where(differ, bits[rows], 0).astype(missing.dtype)
    ended = np.where(np.logical_or.reduceat(no_further, start), NO_FURTHER, SPLIT)
    here.ended[rows] = np.where(differ, ended, said.ended[start])


@dataclass(slots=True, eq=False)
class _Trees:
    """The canonical decision trees of states: of two that are equal the states say the same
    whatever the facts turn out to be.
    """

    depths: Sequence[Depth]
    said: Sequence[Said]
    split: Sequence[Array]
    unsaid: Unsaid
    found: dict[tuple[int, int], object] = field(default_factory=dict[tuple[int, int], object])
    begin: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    rests: dict[int, dict[tuple[int, int], int]] = field(
        default_factory=dict[int, dict[tuple[int, int], int]]
    )

    def differ(self, depth: int, row: int) -> bool:
        """Whether the branches of a state differ in any way."""
        said = self.said[depth + 1]
        first, *others = self._can_be(depth, row)
        one, tree = said.verdict(first), self.tree(depth + 1, first)
        return any(
            said.verdict(each) != one or self.tree(depth + 1, each) != tree for each in others
        )

    def tree(self, depth: int, row: int) -> object:
        """The tree of a state; one that was not followed to its end equals no other."""
        key = depth, row
        if key not in self.found:
            self.found[key] = self._tree(depth, row)
        return self.found[key]

    def _tree(self, depth: int, row: int) -> object:
        said = self.said[depth]
        match int(said.ended[row]):
            case n if n == SETTLED:
                return int(said.entitled[row]), int(said.low[row])
            case n if n == NO_FURTHER:
                return object()
            case _:
                below = self._can_be(depth, row)
                if not self.differ(depth, row):
                    return self.tree(depth + 1, below[0])
                return self._split(depth, row), *(self.tree(depth + 1, each) for each in below)

    def _branches(self, depth: int, row: int) -> range:
        if depth not in self.begin:
            parent, count = self.depths[depth + 1].level.parent, len(self.depths[depth].level.cell)
            self.begin[depth] = np.searchsorted(parent, np.arange(count + 1)).tolist()
        return range(self.begin[depth][row], self.begin[depth][row + 1])

    def _can_be(self, depth: int, row: int) -> list[int]:
        impossible = self.said[depth + 1].impossible
        return [each for each in self._branches(depth, row) if not impossible[each]]

    def _split(self, depth: int, row: int) -> object:
        """What a split is: the parts of a range; or a comparison, with what is supposed already and
        has a bearing on it.
        """
        level, below = self.depths[depth + 1].level, self._branches(depth, row)
        slot = int(level.slot[below[0], -1])
        if slot >= 0:
            return slot, [
                (int(level.low[each, slot]), int(level.high[each, slot])) for each in below
            ]
        key = int(level.number[below[0], -1]), int(level.payee[below[0], -1])
        return key, self._bearing(depth, row, key)

    def _bearing(self, depth: int, row: int, key: tuple[int, int]) -> object:
        level = self.depths[depth].level
        rests = self._rests(int(level.cell[row]))
        slots = dict.fromkeys(each for each in level.slot[row].tolist() if each >= 0)
        ranges = [
            (each, int(level.low[row, each]), int(level.high[row, each]))
            for each in slots
            if rests[key] >> each + FIRST & 1
        ]
        steps = zip(
            *(each[row].tolist() for each in (level.number, level.payee, level.truth)), strict=True
        )
        supposed = [
            (number, payee, truth)
            for number, payee, truth in steps
            if number >= 0 and rests[key] & rests[number, payee]
        ]
        return ranges, supposed

    def _rests(self, cell: int) -> dict[tuple[int, int], int]:
        """What the comparisons of a cell rest on before anything is supposed."""
        if cell not in self.rests:
            own = int(np.searchsorted(self.depths[0].level.cell, cell))
            part = slice(*np.searchsorted(self.unsaid.state, [own, own + 1]).tolist())
            of = self.unsaid
            number, payee, missing = (
                each[part].tolist() for each in (of.number, of.payee, of.missing)
            )
            self.rests[cell] = dict(zip(zip(number, payee, strict=True), missing, strict=True))
        return self.rests[cell]
