"""What the states into which something was split agree on, folded from the last to the first.

A state says what all its branches say that can be; and what it is split by is missing as well,
unless the branches say the same whatever the facts turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.kinds import Array, filled_in
from welfare_rules.engine.columns.ranges import ragged
from welfare_rules.engine.columns.rows import some_of
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.program.case import HOUSEHOLD

NOT_SAID = -1
SPLIT, SETTLED, NO_FURTHER, UNFOUND = range(4)
"""How a state ended: in branches that differ, settled, where nothing is left to be split, or so
that only what nobody has found would say more.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What is known of each cell: entitled (1, 0 or not said, -1), the bounds and what is missing,
    facts and in `figures` what nobody has found.

    Those that are not `sure` are the reference engine's.
    """

    entitled: Array
    low: Array
    high: Array
    missing: Array
    figures: Array
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
    others rests (`bits`, and what nobody has found in `words`).
    """

    entitled: Array
    low: Array
    high: Array
    missing: Array
    figures: Array
    impossible: Array
    bits: Array
    words: Array


@dataclass(frozen=True, slots=True, eq=False)
class Unsaid:
    """Comparisons that cannot be said, in the order of the states: of each the state, its number,
    whom it is about, and what it rests on.
    """

    state: Array
    number: Array
    payee: Array
    missing: Array
    figures: Array


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
    figures: Array
    ended: Array
    impossible: Array

    @classmethod
    def alone(cls, seen: Seen) -> Said:
        """By themselves."""
        settled = (seen.entitled == 0) | (seen.entitled == 1) & (seen.low == seen.high)
        open_ = np.where(np.equal(seen.missing, 0).astype(np.bool_), UNFOUND, NO_FURTHER)
        ended = np.where(settled, SETTLED, open_).astype(np.int8)
        entitled, low, high, missing, figures, impossible = (
            each.copy()
            for each in (
                seen.entitled,
                seen.low,
                seen.high,
                seen.missing,
                seen.figures,
                seen.impossible,
            )
        )
        return cls(entitled, low, high, missing, figures, ended, impossible)

    def verdict(self, row: int) -> object:
        """What one of them comes to that only what nobody has found would say more of."""
        amounts = int(self.low[row]), int(self.high[row])
        return int(self.entitled[row]), *amounts, self.figures[row].tobytes()


def reached(levels: Sequence[Level], most: Array) -> list[Array]:
    """For the states of each depth whether the reference engine splits them, which looks at one
    branch with all that it is split into before the next, and at so `most` of each cell.
    """
    sizes = [np.ones(len(each.cell), np.int64) for each in levels]
    for depth in reversed(range(len(levels) - 1)):
        np.add.at(sizes[depth], levels[depth + 1].parent, sizes[depth + 1])
    place = np.zeros(len(sizes[0]), np.int64)
    found = [place < most[levels[0].cell]]
    for each, size in zip(levels[1:], sizes[1:], strict=True):
        before = np.cumsum(size) - size
        first = np.searchsorted(each.parent, each.parent)
        place = place[each.parent] + 1 + before - before[first]
        found.append(place < most[each.cell])
    return found


def folded(depths: Sequence[Depth], split: Sequence[Array], unsaid: Unsaid) -> Said:
    """What the states of the first level come to with all others, where they are split; in these
    the comparisons that are `unsaid` cannot be said.
    """
    alone = [Said.alone(each.seen) for each in depths]
    for each, further in zip(alone, split, strict=True):  # where no more is tried
        each.ended[~further & (each.ended == UNFOUND)] = NO_FURTHER
    trees = _Trees(depths, alone, split, unsaid)
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
        & ~filled_in(said.figures ^ said.figures[first])
    )
    others = first != np.arange(len(parent))
    no_further = said.ended == NO_FURTHER
    apart = ~alike | (no_further | no_further[first]) & others
    differ = np.logical_or.reduceat(apart, start)
    missing = np.bitwise_or.reduceat(said.missing, start)
    figures = np.bitwise_or.reduceat(said.figures, start)
    # of those that say the same so far it matters how, where anything more would be missing
    split_ = (said.ended == SPLIT) | (said.ended[first] == SPLIT)
    twins = np.logical_or.reduceat(alike & split_ & others, start) & ~differ
    words = trees.depths[depth].seen.words
    more = np.not_equal(bits[rows] & ~missing, 0).astype(np.bool_)
    more |= filled_in(words[rows] & ~figures)
    unsure = np.flatnonzero(twins & more)
    differ[unsure] = trees.differ(depth, rows[unsure])
    least, most = (each.reduceat(said.entitled, start) for each in (np.minimum, np.maximum))
    agreed = (least == most) & (least != NOT_SAID)
    here.entitled[rows] = np.where(agreed, least, here.entitled[rows])
    here.low[rows] = np.maximum(here.low[rows], np.minimum.reduceat(said.low, start))
    here.high[rows] = np.minimum(here.high[rows], np.maximum.reduceat(said.high, start))
    here.missing[rows] = missing | np.where(differ, bits[rows], 0).astype(missing.dtype)
    here.figures[rows] = figures | np.where(differ[:, None], words[rows], 0)
    ended = np.where(np.logical_or.reduceat(no_further, start), NO_FURTHER, SPLIT)
    further = differ | np.logical_or.reduceat(split_, start)
    here.ended[rows] = np.where(further, ended, said.ended[start])


@dataclass(slots=True, eq=False)
class _Trees:
    """The canonical decision trees of states: of two that are equal the states say the same
    whatever the facts turn out to be.

    Equal trees have the same number; one that was not followed to its end equals no other. They are
    numbered for many states at once, and only for those that are asked for, with all below them.
    """

    depths: Sequence[Depth]
    said: Sequence[Said]
    split: Sequence[Array]
    unsaid: Unsaid
    found: list[Array] = field(init=False)
    """For the states of each depth the number of the tree; -1 where it was not asked for."""
    known: dict[object, int] = field(default_factory=dict[object, int])
    count: int = 0
    most: int = field(init=False)
    """The most branches of any state."""
    rests: tuple[Array, Array, Array] = field(init=False)
    """The keys of all comparisons that cannot be said in the first states, in order, and what each
    rests on.
    """

    def __post_init__(self) -> None:
        self.found = [np.full(len(each.level.cell), -1) for each in self.depths]
        parents = [each.level.parent for each in self.depths[1:]]
        self.most = max((int(np.bincount(each).max(initial=0)) for each in parents), default=0)
        of = self.unsaid
        keys = self._keys(of.state, of.number, of.payee)
        order = np.argsort(keys, kind="stable")
        self.rests = keys[order], of.missing[order], of.figures[order]

    def differ(self, depth: int, rows: Array) -> Array:
        """Whether the branches of states differ in any way."""
        start, of, below, _ = self._branches(depth, rows)
        said, tree = some_of(self.said[depth + 1], below), self.of(depth + 1, below)
        first, differ = start[of], np.zeros(len(rows), np.bool_)
        for each in (said.entitled, said.low, said.high, said.missing, tree):
            differ[of[np.not_equal(each, each[first]).astype(np.bool_)]] = True
        differ[of[filled_in(said.figures ^ said.figures[first])]] = True
        return differ

    def of(self, depth: int, rows: Array) -> Array:
        """The numbers of the trees of states."""
        found, said = self.found[depth], self.said[depth]
        new = rows[found[rows] < 0]
        if len(new):
            ended = said.ended[new]
            settled, unlike, split = (new[ended == how] for how in (SETTLED, NO_FURTHER, SPLIT))
            verdicts = zip(said.entitled[settled].tolist(), said.low[settled].tolist(), strict=True)
            found[settled] = self._numbered(verdicts)
            unfound = new[ended == UNFOUND]
            found[unfound] = self._numbered(map(said.verdict, unfound.tolist()))
            found[unlike] = np.arange(self.count, self.count + len(unlike))
            self.count += len(unlike)
            if len(split):
                found[split] = self._of_split(depth, split)
        return found[rows]

    def _of_split(self, depth: int, rows: Array) -> Array:
        """The numbers of the trees of states that were split."""
        start, of, below, place = self._branches(depth, rows)
        tree = self.of(depth + 1, below)
        made, differ = tree[start], self.differ(depth, rows)
        trees = np.full((len(rows), self.most), -1)
        trees[of, place] = tree
        some = np.flatnonzero(differ)
        if len(some):
            keys = np.column_stack((self._splits(depth, rows[some]), trees[some]))
            made[some] = self._numbered(map(bytes, keys))
        return made

    def _numbered(self, keys: Iterable[object]) -> list[int]:
        """A number for each key, the same for the same."""
        made: list[int] = []
        for each in keys:
            number = self.known.setdefault(each, self.count)
            self.count += number == self.count
            made.append(number)
        return made

    def _branches(self, depth: int, rows: Array) -> tuple[Array, Array, Array, Array]:
        """The branches of states that can be: where those of each begin, the place of the state,
        the branch, and its place among all branches of the state.
        """
        parent = self.depths[depth + 1].level.parent
        first = np.searchsorted(parent, rows)
        _, of, below = ragged(first, np.searchsorted(parent, rows, "right") - first)
        can_be = np.flatnonzero(~self.said[depth + 1].impossible[below])
        of, below = of[can_be], below[can_be]
        return np.searchsorted(of, np.arange(len(rows))), of, below, below - first[of]

    def _splits(self, depth: int, rows: Array) -> Array:
        """What splits are, a row each: the parts of a range; or a comparison, with what is supposed
        already and has a bearing on it.
        """
        level, below = self.depths[depth].level, self.depths[depth + 1].level
        first = np.searchsorted(below.parent, rows)
        slot, number, payee = (each[first, -1] for each in (below.slot, below.number, below.payee))
        parts = np.full((len(rows), self.most, 2), -1)
        _, of, branch = ragged(first, np.searchsorted(below.parent, rows, "right") - first)
        narrowed = slot[of] >= 0
        of, branch = of[narrowed], branch[narrowed]
        parts[of, branch - first[of], 0] = below.low[branch, slot[of]]
        parts[of, branch - first[of], 1] = below.high[branch, slot[of]]
        on_the_way = np.full((len(rows), 2, len(self.depths), 3), -1)
        some = np.flatnonzero(slot < 0)
        if len(some) and depth:
            bearing = self._bearing(some_of(level, rows[some]), number[some], payee[some])
            on_the_way[some, :, :depth] = bearing
        flat = (each.reshape(len(rows), -1) for each in (parts, on_the_way))
        return np.column_stack((slot, number, payee, *flat))

    def _bearing(self, level: Level, number: Array, payee: Array) -> Array:
        """Of all steps on the way to states those that have a bearing on a comparison of each:
        first the ranges of facts, then what is supposed.
        """
        own = np.searchsorted(self.depths[0].level.cell, level.cell)
        rests, figures = self._rests(own, number, payee)
        rests = rests[:, None]
        state = np.arange(len(own))[:, None]
        slot = np.maximum(level.slot, 0)
        again = np.zeros(slot.shape, np.bool_)  # whether a fact was narrowed before
        for step in range(1, slot.shape[1]):
            again[:, step] = (level.slot[:, :step] == level.slot[:, step : step + 1]).any(axis=1)
        of_ranges = (level.slot >= 0) & ~again & (rests >> slot + FIRST & 1).astype(np.bool_)
        ranges = slot, level.low[state, slot], level.high[state, slot]
        of_supposed = level.number >= 0
        at, step = np.nonzero(of_supposed)
        each, beside = self._rests(own[at], level.number[at, step], level.payee[at, step])
        both = np.not_equal(each & rests[at, 0], 0) | filled_in(beside & figures[at])
        of_supposed[at, step] = both
        supposed = level.number, level.payee, level.truth
        made: list[Array] = []
        for there, values in ((of_ranges, ranges), (of_supposed, supposed)):
            first = np.argsort(~there, axis=1, kind="stable")  # one after the other, none between
            found = np.where(there[..., None], np.stack(values, axis=2), -1)
            made.append(np.take_along_axis(found, first[..., None], axis=1))
        return np.stack(made, axis=1)

    def _rests(self, own: Array, number: Array, payee: Array) -> tuple[Array, Array]:
        """What comparisons of states of the first depth rest on before anything is supposed."""
        keys, missing, figures = self.rests
        at = np.searchsorted(keys, self._keys(own, number, payee))
        return missing[at], figures[at]

    def _keys(self, state: Array, number: Array, payee: Array) -> Array:
        """A number for each comparison of a state: of so many bits for each that none meet."""
        return (state << 32) + (number << MOST_MEMBERS.bit_length()) + (payee - HOUSEHOLD)
