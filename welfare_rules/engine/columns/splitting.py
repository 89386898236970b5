"""Splits what cannot be said into possibilities, for many benefits and payees at once.

It is what the reference engine does with one of them: a state that is not settled is split in two
or more in which a fact has a part of its range, or a comparison is supposed to hold or not; what
all of them agree on is decided, and of what makes no difference nothing is missing. Here all states
of one depth are worked out together. What would take more than the reference engine takes, or turns
on more than is told here, is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

import numpy as np

from welfare_rules.basics.days import Month
from welfare_rules.engine.columns.agreed import (
    NOT_SAID,
    Depth,
    Level,
    Seen,
    Unsaid,
    Verdicts,
    folded,
    reached,
)
from welfare_rules.engine.columns.blocks import filled
from welfare_rules.engine.columns.bounded import FIGURE, triple
from welfare_rules.engine.columns.code import space_of
from welfare_rules.engine.columns.gaps import Gaps, Slots, slots_of
from welfare_rules.engine.columns.kinds import Array, mixed
from welfare_rules.engine.columns.met import Met, Way
from welfare_rules.engine.columns.open_ways import OpenWays
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import ragged, range_of
from welfare_rules.engine.columns.rows import some_of, together
from welfare_rules.engine.columns.splits import Branches, Chooser, States
from welfare_rules.engine.columns.splitter import Splitter
from welfare_rules.engine.columns.standing import Standing, standing
from welfare_rules.engine.columns.supposing import LeftOpen, Supposed
from welfare_rules.engine.columns.unfound import amounts, figures_at
from welfare_rules.engine.reference.case_splitting import SMALL_RANGE, most_tried
from welfare_rules.engine.reference.state import MOST_STATES, MOST_SUPPOSED, MOST_WORKED
from welfare_rules.language.types import Kind
from welfare_rules.program.case import CROWD, HOUSEHOLD

ROWS = 8192  # states worked out at once
ENOUGH = 20  # states of a cell from which on an end is made where nothing more can change it
WAITING = 4 * SMALL_RANGE  # branches that the reference engine still has to look at in the end


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What is not settled: a goal by its place, for a payee of a household."""

    goal: Array
    home: Array
    payee: Array

    def __len__(self) -> int:
        return len(self.goal)


@dataclass(slots=True, eq=False)
class _Work:
    """Cells that are split."""

    splitter: Splitter
    cells: Cells
    some: Population
    slots: Slots
    kind: np.dtype[Any]
    month: Month
    failed: Array
    chooser: Chooser = field(init=False)
    stand: Standing | None = None

    def __post_init__(self) -> None:
        splitter = self.splitter
        self.chooser = Chooser(splitter.facts, splitter.cuttings, self.slots, self.month)

    def look(self, level: Level) -> tuple[Seen, Branches, Unsaid]:
        """What all states of a level come to, what they are split into, and the comparisons that
        cannot be said in them.
        """
        if self.stand is None:  # what comes to the same wherever they stand is found in all
            return self._look(level, 0)
        firsts = range(0, len(level.cell), ROWS)
        parts = [self._look(some_of(level, slice(each, each + ROWS)), each) for each in firsts]
        return (
            together([seen for seen, _, _ in parts]),
            together([branches for _, branches, _ in parts]),
            together([unsaid for _, _, unsaid in parts]),
        )

    def _look(self, level: Level, first: int) -> tuple[Seen, Branches, Unsaid]:
        homes = self.cells.home[level.cell]
        one, of = _alike(homes, level)  # what is the same for several goals is worked out once
        ends = level.low[one], level.high[one]
        given, begin = filled(self.some, homes[one], self.slots, ends, self.kind)
        truths = self._truths(some_of(level, one), begin)
        supposed = Supposed(len(one), int(begin[-1]), truths, self.splitter.words)
        space = space_of(given, self.month) | {"supposed": supposed}
        self._work_out(level, homes[one], begin, supposed, space)
        verdict = self._verdict(level, begin[of], space, of)
        entitled, low, high, missing, figures = verdict
        against = np.zeros(len(one), np.bool_)
        for of_member, rows in supposed.against:
            against[range_of(begin, rows) if of_member else rows] = True
        impossible = against[of]
        settled = (entitled == 0) | (entitled == 1) & np.equal(low, high).astype(np.bool_)
        figure = np.not_equal(missing & FIGURE, 0).astype(np.bool_) & ~impossible
        self.failed[level.cell[figure]] = True
        waiting = np.flatnonzero(~settled & ~impossible & ~self.failed[level.cell])
        goal = self.cells.goal[level.cell[waiting]]
        left = partial(self._left, goal, of[waiting], begin, supposed)
        states = States(
            homes[waiting],
            self.cells.payee[level.cell[waiting]],
            missing[waiting],
            figures[waiting],
            *(each[waiting] for each in (level.low, level.high, level.narrowed)),
        )
        ways = OpenWays(
            self.splitter.ways,
            goal,
            states.payee,
            states.missing & ~FIGURE,
            states.figures,
            of[waiting],
            begin,
            supposed,
        )
        branches, (split_by, by_words), vague = self.chooser.branches(states, left, ways)
        self.failed[level.cell[waiting[vague]]] = True
        bits = np.zeros(len(homes), self.kind)
        words = np.zeros((len(homes), self.splitter.words), np.int64)
        bits[waiting], words[waiting] = split_by, by_words
        branches = replace(branches, state=waiting[branches.state] + first)
        none_supposed = not level.number.shape[1]
        unsaid = left(np.arange(len(waiting))) if none_supposed else ()  # only there it is asked
        # its functions look at the space in which they stand: left alone both would stay in memory
        space.clear()
        return (
            Seen(*verdict, impossible, bits, words),
            branches,
            _unsaid(unsaid, waiting + first, bits.dtype, self.splitter.words),
        )

    def _work_out(
        self, level: Level, homes: Array, begin: Array, supposed: Supposed, space: dict[str, Any]
    ) -> None:
        """Works out what is asked for in some states, into a space of names."""
        splitter = self.splitter
        goals: list[int] = np.unique(self.cells.goal[level.cell]).tolist()
        asked = [*map(splitter.asked, goals), *(splitter.made_in[each] for each in supposed.truths)]
        given: Mapping[str, Any] = {} if self.stand is None else self.stand.given(homes, begin)
        splitter.lines.work(asked, given, space)
        if self.stand is None:
            self.stand = standing(splitter.lines, space, homes, begin)

    def worked(self, depths: Sequence[Depth], split: Sequence[Array]) -> Array:
        """How many operations the reference engine works out anew for each cell, in the branches of
        the states that it splits.
        """
        worked = np.zeros(len(self.cells))
        for each, there in zip(depths[1:], split, strict=False):
            some = some_of(each.level, np.flatnonzero(there[each.level.parent]))
            worked += np.bincount(some.cell, self._size(some), len(self.cells))
        return worked

    def _size(self, level: Level) -> Array:
        """How many operations rest on what came last to each state."""
        goal, home = self.cells.goal[level.cell], self.cells.home[level.cell]
        facts, comparisons = self.splitter.goals.of_facts, self.splitter.goals.of_comparisons
        slot, number = level.slot[:, -1], level.number[:, -1]
        column = self.slots.column[home, np.maximum(slot, 0)]
        narrowed = (slot >= 0)[:, None]
        sizes = np.where(narrowed, facts[goal, column], comparisons[goal, number])
        members = np.diff(self.some.offsets)[home]
        return sizes[:, 0] + sizes[:, 1] * members

    def _truths(self, level: Level, begin: Array) -> dict[int, tuple[Array, Array]]:
        """What is supposed of each comparison, in which rows."""
        state, depth = np.nonzero(level.number >= 0)
        if not len(state):
            return {}
        number, payee = level.number[state, depth], level.payee[state, depth]
        truth = level.truth[state, depth].astype(np.bool_)
        order = np.argsort(number, kind="stable")
        found, starts = np.unique(number[order], return_index=True)
        made: dict[int, tuple[Array, Array]] = {}
        for one, some in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
            rows = state[some]
            if self.splitter.of_member[one]:
                rows = begin[rows] + payee[some]
            made[one] = rows, truth[some]
        return made

    def _verdict(
        self, level: Level, begin: Array, space: Mapping[str, Any], row: Array
    ) -> tuple[Array, Array, Array, Array, Array]:
        """What is known of each state's cell, as the reference engine looks at it: a state stands
        in a row of what was made, its members from `begin` on.
        """
        goals, count = self.splitter.goals, len(level.cell)
        goal, payee = self.cells.goal[level.cell], self.cells.payee[level.cell]
        entitled, missing = np.zeros(count, np.int8), np.zeros(count, self.kind)
        figures = np.zeros((count, self.splitter.words), np.int64)
        found: list[tuple[Array, Array, Array]] = []
        for each in np.unique(goal).tolist():
            rows = np.flatnonzero(goal == each)
            at, made = row[rows], space[self.splitter.asked(each)]
            right, amount = (made, 0) if goals.circle[each] else made
            if goals.service[each]:
                amount = 0
            if goals.of_member[each]:
                at = begin[rows] + payee[rows]
            surely, perhaps, lacking = (_at(one, at) for one in triple(right))
            low, high, more = (_at(one, at) for one in amounts(amount))
            unsure = np.not_equal(surely, perhaps)
            entitled[rows] = np.where(unsure, NOT_SAID, perhaps)
            missing[rows] = np.where(perhaps, np.where(unsure, lacking | more, more), 0)
            if self.splitter.words:
                own, beside = (figures_at(one, self.splitter.words, at) for one in (right, amount))
                beside |= np.where(unsure[:, None], own, 0)
                figures[rows] = np.where(perhaps[:, None], beside, 0)
            found.append((rows, np.where(perhaps, low, 0), np.where(perhaps, high, 0)))
        kind = np.result_type(np.int64, *(low.dtype for _, low, _ in found))
        least, most = np.zeros((2, count), kind)
        for rows, low, high in found:
            least[rows], most[rows] = low, high
        return entitled, least, most, missing, figures

    def _left(
        self, goal: Array, row: Array, begin: Array, supposed: Supposed, chosen: Array
    ) -> list[tuple[LeftOpen, Array, Array]]:
        """The comparisons that cannot be said in some of the states that wait and turn on them,
        with the place of the state among these, and whom they are about; each waits for a goal,
        with its `row` of what was worked out.
        """
        row = row[chosen]
        order, count = np.argsort(row, kind="stable"), np.bincount(row, minlength=len(begin) - 1)
        order, first, below = chosen[order], np.cumsum(count) - count, self.splitter.goals.below
        found: list[tuple[LeftOpen, Array, Array]] = []
        for each in supposed.left:
            there, payee = each.rows, np.full(len(each.rows), HOUSEHOLD)
            if each.of_member:
                there = range_of(begin, each.rows)
                payee = each.rows - begin[there]
            _, which, place = ragged(first[there], count[there])
            state = order[place]
            some = np.flatnonzero(below[goal[state], each.number])
            found.append((each.at(which[some]), state[some], payee[which[some]]))
        return found


def _alike(homes: Array, level: Level) -> tuple[Array, Array]:
    """States of which one is worked out for all that are alike, and for each its place among them.

    What is known of them is first brought to one number: only where that is the same for states
    that are not alike each is worked out by itself.
    """
    keys = [homes]
    for each in (level.low, level.high, level.number, level.payee, level.truth):
        keys.extend(each.T)
    marks = mixed(keys)
    order = np.argsort(marks, kind="stable")
    same = marks[order[1:]] == marks[order[:-1]]
    if any((key[order[1:]] != key[order[:-1]])[same].any() for key in keys):
        return np.arange(len(homes)), np.arange(len(homes))
    of = np.empty(len(homes), np.intp)
    new = np.append(True, ~same) if len(homes) else np.zeros(0, np.bool_)
    of[order] = np.cumsum(new) - 1
    return order[new], of


def branch_out(level: Level, made: Branches) -> Level:
    """The states into which those of a level are split."""
    state, slot = made.state, made.slot
    low, high, narrowed = level.low[state], level.high[state], level.narrowed[state]
    cut = np.flatnonzero(slot >= 0)
    low[cut, slot[cut]], high[cut, slot[cut]] = made.low[cut], made.high[cut]
    narrowed[cut, slot[cut]] = True
    steps = (
        np.column_stack((before[state], now))
        for before, now in (
            (level.slot, made.slot),
            (level.number, made.number),
            (level.payee, made.payee),
            (level.truth, made.truth),
        )
    )
    return Level(level.cell[state], state, low, high, narrowed, *steps)


def split(
    splitter: Splitter, cells: Cells, met: Met, some: Population, gaps: Gaps, month: Month
) -> Verdicts:
    """What all possibilities of each cell agree on, of which some were met already."""
    order = np.lexsort((cells.goal, cells.home))  # households that lack the same stand together
    cells = some_of(cells, order)
    given = some, slots_of(gaps, len(some)), gaps.kind, month
    said, doubted = _split(splitter, cells, some_of(met, order), *given)
    again = np.flatnonzero(doubted)
    if len(again):
        whole, _ = _split(splitter, some_of(cells, again), None, *given)
        _put(said, again, whole)
    return some_of(said, np.argsort(order))


def _split(
    splitter: Splitter,
    cells: Cells,
    met: Met | None,
    some: Population,
    slots: Slots,
    kind: np.dtype[Any],
    month: Month,
) -> tuple[Verdicts, Array]:
    """What all possibilities of the cells of some households agree on.

    Nothing more of a cell is looked at once so much was `met` that nothing could change its first
    verdict. Then it is not told how far the reference engine goes: said is as well for which cells
    it might have no time, which have to be looked at whole, without what was met.
    """
    failed = _beyond(splitter, cells, some, slots)
    work = _Work(splitter, cells, some, slots, kind, month, failed)
    members = np.diff(some.offsets)[cells.home]
    tried = np.array([most_tried(each) for each in members.tolist()], np.int64)
    unsaid: Unsaid | None = None
    level, depths, ways = _first_level(splitter, cells, slots, failed), list[Depth](), list[Way]()
    count, done = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.bool_)
    while len(level.cell):
        seen, branches, left = work.look(level)
        unsaid = unsaid or left  # before anything is supposed
        depths.append(Depth(level, seen))
        cell = level.cell[branches.state]
        count += np.bincount(cell, minlength=len(cells))
        further = branch_out(level, some_of(branches, np.flatnonzero(~failed[cell])))
        ways.append(Way.to(depths, ways, further.parent))
        if (count > tried).any():  # what comes of those before may leave none for a state
            *there, _ = reached([*(each.level for each in depths), further], tried)
            further = some_of(further, np.flatnonzero(there[-1][further.parent]))
            for way, each in zip(ways, there, strict=True):
                way.left_at(each)
        if met is not None:
            met.followed(depths, ways)
            done[depths[0].level.cell] = met.everything(depths[0])
            done &= count >= ENOUGH
        level = some_of(further, np.flatnonzero(~done[further.cell]))
    reach = reached([each.level for each in depths], tried) if depths else []
    worked = work.worked(depths, reach)
    most = np.where(done, tried + WAITING, np.minimum(count, 2 * tried))
    spent = _spent(cells, most, np.where(done, worked / np.maximum(count, 1) * most, worked), some)
    said = _verdicts(cells, depths, unsaid, reach, failed | spent, splitter.words)
    if depths:
        first = np.flatnonzero(done[depths[0].level.cell])
        seen = some_of(depths[0].seen, first)
        rows = depths[0].level.cell[first]
        known = seen.entitled, seen.low, seen.high, seen.missing, seen.figures
        _put(said, rows, Verdicts(*known, said.sure[rows]))
    return said, spent & np.isin(cells.home, cells.home[done])


def _put(said: Verdicts, rows: Array, others: Verdicts) -> None:
    """Puts other verdicts down for some rows."""
    for each in fields(said):
        getattr(said, each.name)[rows] = getattr(others, each.name)


def _beyond(splitter: Splitter, cells: Cells, some: Population, slots: Slots) -> Array:
    """The cells that are not told here: of households in which many are alike, or it is unknown
    what somebody is paid already, and of what rests on more comparisons.
    """
    kinds = np.array([each.type.kind is Kind.BENEFITS for each in splitter.facts])
    paid = (kinds[slots.column] & (slots.column >= 0)).any(axis=1)
    crowd = np.diff(some.offsets) >= CROWD
    return (paid | crowd)[cells.home] | ~splitter.goals.able[cells.goal]


def _first_level(splitter: Splitter, cells: Cells, slots: Slots, failed: Array) -> Level:
    """The cells as they stand, nothing supposed."""
    rows = np.flatnonzero(~failed)
    reach = np.array([[each.kept(end) for end in each.reach] for each in splitter.facts], np.int64)
    column = slots.column[cells.home[rows]]
    ends = np.where((column >= 0)[..., None], reach[column], 0)
    nothing = np.zeros((len(rows), 0), np.int64)
    narrowed = np.zeros(column.shape, np.bool_)
    return Level(
        rows, np.full(len(rows), -1), ends[..., 0], ends[..., 1], narrowed, *(nothing,) * 4
    )


def _spent(cells: Cells, count: Array, work: Array, some: Population) -> Array:
    """The cells of households for which the reference engine might have no time to go so far."""
    members = np.diff(some.offsets)[cells.home]
    worked, states = (
        np.bincount(cells.home, each, minlength=len(some))[cells.home] for each in (work, count)
    )
    most = np.minimum(MOST_STATES, MOST_SUPPOSED // np.maximum(members, 1))
    return (worked > MOST_WORKED) | (states > most)


def _verdicts(
    cells: Cells,
    depths: Sequence[Depth],
    unsaid: Unsaid | None,
    split: Sequence[Array],
    failed: Array,
    words: int,
) -> Verdicts:
    """What the states of each cell agree on, which are `split` or not."""
    entitled, low, high, missing = np.zeros((4, len(cells)), np.int64)
    figures = np.zeros((len(cells), words), np.int64)
    sure = ~failed
    if unsaid is not None:
        said, rows = folded(depths, split, unsaid), depths[0].level.cell
        low, high = low.astype(said.low.dtype), high.astype(said.low.dtype)
        entitled[rows], low[rows], high[rows] = said.entitled, said.low, said.high
        # a split may rest on more than what it splits: on what is nothing to this verdict
        missing[rows] = said.missing & depths[0].seen.missing
        figures[rows] = said.figures & depths[0].seen.figures
        sure[rows[said.impossible]] = False
    return Verdicts(entitled, low, high, missing, figures, sure)


def _unsaid(
    left: Sequence[tuple[LeftOpen, Array, Array]], waiting: Array, kind: np.dtype[Any], words: int
) -> Unsaid:
    """The comparisons that cannot be said in states that wait."""
    nobody = np.zeros(0, np.intp)
    state = np.concatenate([nobody, *(waiting[state] for _, state, _ in left)])
    number = np.array([each.number for each, _, _ in left], np.int64)
    number = np.repeat(number, [len(state) for _, state, _ in left])
    payee = np.concatenate([nobody, *(payee for _, _, payee in left)])
    missing = np.concatenate([np.zeros(0, kind), *(each.missing for each, _, _ in left)])
    nothing = np.zeros((0, words), np.int64)
    figures = np.concatenate([nothing, *(each.figures for each, _, _ in left)])
    order = np.argsort(state, kind="stable")
    return Unsaid(state[order], number[order], payee[order], missing[order], figures[order])


def _at(value: Any, rows: Array) -> Array:
    """A value in some rows."""
    found = np.asarray(value)
    return found[rows] if found.ndim else np.broadcast_to(found, len(rows))
