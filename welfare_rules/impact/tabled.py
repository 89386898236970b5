"""Both sides of a change decided by columns, and added up.

Households of which everything is settled on both sides are counted by columns; a row is made only
for one of which something changes. The others are held against each other one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from welfare_rules.engine.columns.kinds import Array, ints
from welfare_rules.engine.columns.ranges import ragged, range_of, sums_of
from welfare_rules.impact.comparison import (
    GROUPS,
    LARGEST,
    Comparison,
    Due,
    Row,
    Sums,
    Turn,
    size_group,
)
from welfare_rules.impact.rights import NONE, SERVICE, Move, Payable, Right
from welfare_rules.impact.sides import Side
from welfare_rules.rules import Rules
from welfare_rules.runs.homes import Homes
from welfare_rules.runs.tabled import exact_sum

MOVED: tuple[Move, ...] = ("same", "enter", "leave", "more", "less")
SAME, ENTER, LEAVE, MORE, LESS = range(len(MOVED))


def compare_homes(told: Comparison, homes: Homes, before: Side, after: Side) -> None:
    """Adds households as they were and as they are."""
    open_ = before.open(told.payable) | after.open(told.payable)
    population, first_row = before.population, len(told.rows)
    _add_open(told, homes, before, after, np.flatnonzero(open_))
    _Settled(told, homes, before, after, ~open_).add()
    order = {name: row for row, name in enumerate(population.ids)}
    told.rows[first_row:] = sorted(told.rows[first_row:], key=lambda each: order[each.id])


def _add_open(told: Comparison, homes: Homes, before: Side, after: Side, rows: Array) -> None:
    """Adds households of which something is open, one by one; those that are alike are held against
    each other once.
    """
    population, towns = before.population, homes.towns.tolist()
    begin, _, people = ragged(population.offsets[rows], np.diff(population.offsets)[rows])
    names = after.population.names(people)
    was, now = before.decided_as(rows), after.decided_as(rows)
    made = before.households(told.payable, was), after.households(told.payable, now)
    pairs = list(zip(was, now, strict=True))
    times, held = Counter(pairs), dict[tuple[int, int], tuple[Comparison, list[str]]]()
    for row, pair, ends in zip(ints(rows), pairs, pairwise(begin.tolist()), strict=True):
        id_, town, people = population.ids[row], towns[row], names[slice(*ends)]
        if pair not in held:
            sides = [household(own, people) for household, own in zip(made, pair, strict=True)]
            if times[pair] == 1:
                told.add(id_, town, people, *sides)
                continue
            held[pair] = Comparison(told.payable), people
            held[pair][0].add(id_, town, people, *sides)
        one, others = held[pair]
        told.add_alike(one, id_, town, dict(zip(others, people, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """What becomes of one benefit for each payee, and who had or has a right to how much."""

    moved: Array
    had: Array
    was: Array
    has: Array
    now: Array

    @classmethod
    def of(cls, had: Array, was: Array, has: Array, now: Array) -> _Moves:
        """Of a right that one side alone has it is told that, else which way its amount went."""
        kinds = [had & ~has, has & ~had, now > was, now < was]
        moved = np.select(kinds, [LEAVE, ENTER, MORE, LESS], SAME).astype(np.int8)
        return cls(moved, had, was, has, now)


@dataclass(slots=True, eq=False)
class _Settled:
    """The households of which everything is settled, while they are added."""

    told: Comparison
    homes: Homes
    before: Side
    after: Side
    rows: Array

    def add(self) -> None:
        offsets = self.before.population.offsets
        sizes, count = np.diff(offsets), len(self.rows)
        people = np.repeat(self.rows, sizes)
        sums = {each: [np.zeros(count, np.int64), np.zeros(count, np.int64)] for each in (0, 1)}
        changed = np.zeros(count, np.bool_)
        moves: dict[str, _Moves] = {}
        for known in self.told.payable.values():
            mine = self.rows if known.of_household else people
            sides = [each.right(known.id, len(mine)) for each in (self.before, self.after)]
            found = moves[known.id] = _Moves.of(*sides[0], *sides[1])
            _count(
                self.told.benefits[known.id], found.moved[mine], found.was[mine], found.now[mine]
            )
            for place, amount in enumerate((found.was, found.now)):
                if not known.service:
                    own = amount if known.of_household else sums_of(amount, offsets)
                    sums[known.monthly][place] = sums[known.monthly][place] + own
            turns = found.moved != SAME
            changed |= turns if known.of_household else sums_of(turns, offsets) > 0
        names = [each.circles() for each in (self.before, self.after)]
        self.told.members += int(sizes[self.rows].sum())
        self._group(sums, names[0], sizes)
        changed |= self._circles(names)
        self._named(np.flatnonzero(self.rows & changed), moves, sums[True], names, sizes)

    def _group(self, sums: Mapping[int, Sequence[Array]], circles: Array, sizes: Array) -> None:
        """Adds the households up, and by what they were before."""
        told, rows = self.told, self.rows
        amounts = [np.asarray(each)[rows] for each in sums[True]]
        _count(told.households, _by_amount(*amounts), *amounts)
        single = [np.asarray(each)[rows] for each in sums[False]]
        _count(told.once, _by_amount(*single), *single)
        known = np.array(self.homes.towns.values, np.object_)
        towns = known[self.homes.towns.codes]
        size = np.array([size_group(each) for each in range(LARGEST + 1)], np.object_)
        keys = {"circle": circles, "town": towns, "size": size[np.minimum(sizes, LARGEST)]}
        for by in GROUPS:
            own = keys[by][rows]
            for key in dict.fromkeys(own.tolist()):
                some = np.flatnonzero(own == key)
                parts = [each[some] for each in amounts]
                _count(told.groups[by].setdefault(key, Sums()), _by_amount(*parts), *parts)

    def _circles(self, names: Sequence[Array]) -> Array:
        """Counts who was in which circle and is in which; the households of which they differ."""
        for key in zip(*(each[self.rows].tolist() for each in names), strict=True):
            one, other = key
            self.told.circles[one, other] = self.told.circles.get((one, other), 0) + 1
        return np.not_equal(*names)

    def _named(
        self,
        rows: Array,
        moves: Mapping[str, _Moves],
        monthly: Sequence[Array],
        names: Sequence[Array],
        sizes: Array,
    ) -> None:
        """Makes a row for each household of which something changes."""
        turns: dict[int, list[Turn]] = {}
        for had in (True, False):  # rights of before, then those of after alone
            side = self.before if had else self.after
            for benefit in side.decided.results.benefits:
                if benefit in moves:
                    self._turns(benefit, moves[benefit], turns, had=had)
        ids, towns = self.before.population.ids, self.homes.towns.tolist()
        there: list[int] = rows.tolist()
        for row in there:
            due = Due(int(monthly[0][row]), int(monthly[1][row]))
            circles = str(names[0][row]), str(names[1][row])
            own = tuple(turns.get(row, ()))
            self.told.rows.append(Row(ids[row], towns[row], int(sizes[row]), circles, due, own))

    def _turns(
        self, benefit: str, found: _Moves, turns: dict[int, list[Turn]], *, had: bool
    ) -> None:
        """The changes of one benefit, of those who had a right to it or of those who did not."""
        known, population = self.told.payable[benefit], self.before.population
        there = np.flatnonzero((found.moved != SAME) & (found.had == had))
        homes = there
        if not known.of_household:
            homes = range_of(population.offsets, there)
        mine = self.rows[homes]
        there, homes = there[mine], homes[mine]
        parts = (there, homes, found.moved[there], found.had[there], found.was[there])
        rights: dict[tuple[bool, int], Right] = {}
        cells: list[list[int]] = [
            ints(each) for each in (*parts, found.has[there], found.now[there])
        ]
        for row, home, place, one, was, two, now in zip(*cells, strict=True):
            moved: Move = MOVED[int(place)]
            payee: str = "" if known.of_household else population.member_ids[int(row)]
            before = _right(known, rights, bool(one), was)
            after = _right(known, rights, bool(two), now)
            turns.setdefault(home, []).append(Turn(benefit, payee, moved, before, after))


def _right(known: Payable, rights: dict[tuple[bool, int], Right], there: bool, fen: int) -> Right:
    """A settled right; alike ones are one."""
    if not there:
        return NONE
    if known.service:
        return SERVICE
    return rights.setdefault((there, fen), Right(True, fen, fen, fen))


def _by_amount(before: Array, after: Array) -> Array:
    return np.select([after > before, after < before], [MORE, LESS], SAME).astype(np.int8)


def _count(sums: Sums, moved: Array, before: Array, after: Array) -> None:
    """Counts what became of some, and what is due to them."""
    for place, count in enumerate(np.bincount(moved, minlength=len(MOVED)).tolist()):
        sums.counts[MOVED[place]] += count
    sums.before += exact_sum(before)
    sums.after += exact_sum(after)
    sums.paid += int(np.count_nonzero((before != 0) | (after != 0)))


def matched(one: Homes, other: Homes) -> tuple[Homes, Homes, int]:
    """The households that both have, in the order of the one; and how many there are of either."""
    if one.population.ids == other.population.ids:
        return one, other, one.households
    places = {name: row for row, name in enumerate(other.population.ids)}
    pairs = [(row, places[name]) for row, name in enumerate(one.population.ids) if name in places]
    left, right = (
        (np.array(each, np.intp) for each in zip(*pairs, strict=True))
        if pairs
        else (np.zeros(0, np.intp),) * 2
    )
    return _some(one, left), _some(other, right), one.households


def _some(homes: Homes, rows: Array) -> Homes:
    return Homes(homes.population.of(rows), homes.towns.at(rows), homes.households, homes.members)


def compare_tables(
    told: Comparison, before: Rules, after: Rules, runs: Sequence[Iterator[Homes]]
) -> None:
    """Adds all households; of two runs each is read for its own side."""
    one_side = (before.digest, before.month) == (after.digest, after.month)
    for one, *others in zip(*runs, strict=True):
        first, second, there = matched(one, others[0] if others else one)
        side = Side.of(before, first.population)
        other = side if one_side else Side.of(after, second.population)
        told.refused += there - len(first.population)
        compare_homes(told, first, side, other)
