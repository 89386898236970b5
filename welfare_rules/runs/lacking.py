"""The facts that would settle what is open of many rows, named as an answer names them.

What a benefit lacks is a set of facts of one household. Here it is rows of bits, a bit a fact: one
row for what all members lack, one for the household, one for each member. The sets of many
households are looked at together, and a name is made only where it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from welfare_rules.answer.large import told
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import at_once, ragged, range_of
from welfare_rules.engine.columns.results import BenefitColumns
from welfare_rules.engine.columns.unknowns import Unknowns
from welfare_rules.engine.reference import MOST_TOLD, MissingFacts
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.tables.coded import Coded, sparse

AT_ONCE = 1 << 16  # rows of bits that are looked at together
NAMED_AT_ONCE = 1 << 19  # facts that are named together
_EVERYBODY, _HOUSEHOLD, _FIRST = range(3)
"""The rows of a set: what all members lack, what the household does, what its first member does."""
_FEWEST = 3  # members whom an answer calls all
_BEFORE, _BEHIND, _ALL = "members[", "].", "*"
"""What stands around the id of a member in a path, and in the place of the ids of all."""


def missing_of(
    found: Sequence[BenefitColumns], whole: Population, entity: Entity, same: Array | None
) -> Coded:
    """The facts that would settle what is open of each row, in the order of its benefits: of the
    households or members of a whole population, whose benefits were `found`. With `same` the
    columns are those of a few of its households, and each row is decided like that one of theirs.
    """
    of_member = entity is Entity.MEMBER
    count = len(whole.member_ids) if of_member else len(whole)
    unknowns = next((each.unknowns for each in found if each.unknowns is not None), None)
    if unknowns is None:
        return sparse((), (), count)
    rows = _Rows.of(whole, of_member, np.arange(count) if same is None else same)
    lacked = _Lacked.of(found, unknowns)
    told = (_told(some, unknowns) for some in lacked.parts(unknowns))
    named = (
        cell
        for some in told
        for part in rows.like(some)
        for cell in _named(*part, rows, found, unknowns.facts)
    )
    return sparse((), named, count)


@dataclass(frozen=True, slots=True, eq=False)
class _Lacked:
    """Which row lacks what of which benefit, in the order of rows and benefits: `which` is a place
    among `sets`, each of which is of a household of `homes`.
    """

    row: Array
    benefit: Array
    which: Array
    homes: Array
    sets: Sequence[int]

    @classmethod
    def of(cls, found: Sequence[BenefitColumns], unknowns: Unknowns) -> _Lacked:
        """What the columns of some benefits lack, all of which are of households, or of members."""
        places: dict[tuple[int, int], int] = {}
        rows, benefits, which = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)], list[int]()
        for benefit, each in enumerate(found):
            for own, sets in _lacked(each, unknowns):
                homes = each.homes(own).tolist()
                rows.append(own)
                benefits.append(np.full(len(own), benefit))
                which.extend(
                    places.setdefault(one, len(places)) for one in zip(homes, sets, strict=True)
                )
        row, benefit = np.concatenate(rows), np.concatenate(benefits)
        order = np.lexsort((benefit, row))
        homes = np.array([home for home, _ in places], np.intp)
        sets = [bits for _, bits in places]
        return cls(row[order], benefit[order], np.array(which, np.intp)[order], homes, sets)

    def parts(self, unknowns: Unknowns) -> Iterator[_Lacked]:
        """The same in parts of whole rows, so many of whose bits are looked at together."""
        sizes = np.diff(unknowns.population.offsets)[self.homes] + _FIRST
        ends = np.flatnonzero(np.diff(self.row, append=-1)) + 1
        done = 0
        for _, last in at_once(np.diff(np.cumsum(sizes[self.which])[ends - 1], prepend=0), AT_ONCE):
            yield self._part(slice(done, done := int(ends[last - 1])))

    def _part(self, rows: slice) -> _Lacked:
        used, which = np.unique(self.which[rows], return_inverse=True)
        places: list[int] = used.tolist()
        sets = [self.sets[each] for each in places]
        return _Lacked(self.row[rows], self.benefit[rows], which, self.homes[used], sets)


def _lacked(columns: BenefitColumns, unknowns: Unknowns) -> Iterator[tuple[Array, list[int]]]:
    """The rows that lack anything of a benefit, and what, as sets that outcomes have: of a row of
    which somebody else said more (the reference engine, a day that is unknown) only that.
    """
    said = np.array([*columns.referred], np.intp)
    for each in columns.pieces:
        some = np.flatnonzero(np.not_equal(each.missing, 0) & ~np.isin(each.rows, said))
        rows = each.rows[some]
        yield rows, unknowns.sets(columns.homes(rows), each.missing[some])
    rows, sets = list[int](), list[int]()
    for row, outcome in columns.referred.items():
        missing = outcome.missing_facts
        if missing:
            assert isinstance(missing, MissingFacts), "the reference engine names no facts itself"
            rows.append(row)
            sets.append(missing.facts)
    yield np.array(rows, np.intp), sets


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What an answer tells some rows: for each of these where its facts begin among all, and of a
    fact the benefit that lacks it first, its row among those of bits, and its column.
    """

    rows: Array
    begin: Array
    benefit: Array
    slot: Array
    column: Array

    def of(self, places: Array) -> _Told:
        """The same of some rows, by their places."""
        begin, _, at = ragged(self.begin[places], np.diff(self.begin)[places])
        return _Told(self.rows[places], begin, self.benefit[at], self.slot[at], self.column[at])


def _told(lacked: _Lacked, unknowns: Unknowns) -> _Told:
    """What an answer tells some rows of what they lack."""
    rows, first, row = np.unique(lacked.row, return_index=True, return_inverse=True)
    sizes = np.diff(unknowns.population.offsets)[lacked.homes] + _FIRST
    begin = np.concatenate(([0], np.cumsum(sizes[lacked.which[first]])))
    slot, benefit, column = _in_turn(lacked, _cut(lacked, sizes, unknowns), row, begin)
    whose = range_of(begin, slot)
    order = np.argsort(whose, kind="stable")
    starts = np.searchsorted(whose[order], np.arange(len(rows) + 1))
    slot = (slot - begin[whose])[order]
    return _Told(rows, starts, benefit[order], slot, column[order])


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The rows of a whole population: `order` has them by those of a few that they are decided
    like, which begin at `starts`.
    """

    population: Population
    of_member: bool
    order: Array
    starts: Array

    @classmethod
    def of(cls, population: Population, of_member: bool, same: Array) -> _Rows:
        """Rows that are each decided like one of a few."""
        order = np.argsort(same, kind="stable")
        count = int(same.max(initial=-1)) + 1
        return cls(population, of_member, order, np.searchsorted(same[order], np.arange(count + 1)))

    def like(self, told: _Told) -> Iterator[tuple[Array, _Told]]:
        """The rows that are decided like some, with what they are told; so many at once."""
        first = self.starts[told.rows]
        _, place, at = ragged(first, self.starts[told.rows + 1] - first)
        for first, last in at_once(np.diff(told.begin)[place], NAMED_AT_ONCE):
            yield self.order[at[first:last]], told.of(place[first:last])

    def homes(self, rows: Array) -> Array:
        """The households of some rows."""
        return range_of(self.population.offsets, rows) if self.of_member else rows


def _named(
    rows: Array,
    said: _Told,
    whole: _Rows,
    found: Sequence[BenefitColumns],
    vocabulary: Sequence[Fact],
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Some rows with the names of what they are told."""
    homes, own = np.unique(whole.homes(rows), return_inverse=True)
    people = _People.of(whole.population, homes, vocabulary)
    whose = np.repeat(np.arange(len(rows)), np.diff(said.begin))
    at = people.begin[own[whose]] + said.slot
    place = people.place(at, said.column)
    order = np.argsort((whose * len(found) + said.benefit) * people.places + place)
    slots: list[int] = at[order].tolist()
    facts: list[int] = said.column[order].tolist()
    paths = zip(slots, facts, strict=True)
    texts = [people.before[one] + people.facts[other] for one, other in paths]
    each_row = zip(rows.tolist(), said.rows.tolist(), own.tolist(), strict=True)
    for (row, few, home), (begin, end) in zip(each_row, pairwise(said.begin.tolist()), strict=True):
        yield row, _one_by_one(few, found) if home in people.odd else tuple(texts[begin:end])


def _one_by_one(row: int, found: Sequence[BenefitColumns]) -> tuple[str, ...]:
    """What one row lacks."""
    lacking: dict[str, None] = {}
    for each in found:
        lacking |= dict.fromkeys(told(each.missing_facts(row)))
    return tuple(lacking)


def _cut(lacked: _Lacked, sizes: Array, unknowns: Unknowns) -> tuple[Array, Array]:
    """The facts of each set that an answer tells, and where the rows of each begin."""
    width = unknowns.width
    begin = np.concatenate(([0], np.cumsum(sizes)))
    bits = np.zeros((int(begin[-1]), -(-width // 8) * 8), np.uint8)
    listed = zip(lacked.sets, (sizes - _HOUSEHOLD).tolist(), strict=True)
    raw = b"".join([bits.to_bytes(count * width, "little") for bits, count in listed])
    own = np.ones(len(bits), np.bool_)
    own[begin[:-1]] = False
    bits[own, :width] = np.frombuffer(raw, np.uint8).reshape(-1, width)
    words = bits.view("<u8")
    many = np.flatnonzero(np.add.reduceat(_counted(words), begin[:-1]) > MOST_TOLD)
    if len(many):
        starts, which, at = ragged(begin[many], sizes[many])
        words[at] = _first_ones(words[at], starts[:-1], which, sizes[many] - _FIRST)
    return words, begin


def _first_ones(rows: Array, starts: Array, which: Array, members: Array) -> Array:
    """Of sets of more facts than are told those that are: what all members lack, once, and then the
    first ones of the case.
    """
    common = rows.copy()
    common[starts + _EVERYBODY] = common[starts + _HOUSEHOLD] = ~np.uint64(0)
    common = np.bitwise_and.reduceat(common, starts, axis=0)
    common[members < _FEWEST] = 0
    common = _lowest(common, np.full(len(common), MOST_TOLD))
    household = rows[starts + _HOUSEHOLD]
    rows &= ~common[which]
    rows[starts + _EVERYBODY], rows[starts + _HOUSEHOLD] = common, household
    counts = _counted(rows)
    before = np.cumsum(counts) - counts
    kept = np.clip(MOST_TOLD - before + before[starts][which], 0, counts)
    return _lowest(rows, kept)


def _lowest(rows: Array, most: Array) -> Array:
    """So many of the lowest bits of each row."""
    made = np.where(most[:, None] > 0, rows, 0)
    cut = np.flatnonzero(_counted(made) > most)
    if len(cut):
        bits = np.unpackbits(made[cut].view(np.uint8), axis=1, bitorder="little")
        bits &= np.cumsum(bits, axis=1) <= most[cut, None]
        made[cut] = np.packbits(bits, axis=1, bitorder="little").view("<u8")
    return made


def _counted(rows: Array) -> Array:
    """How many bits each row has."""
    return np.bitwise_count(rows).sum(axis=1, dtype=np.int64)


def _in_turn(
    lacked: _Lacked, told: tuple[Array, Array], row: Array, begin: Array
) -> tuple[Array, Array, Array]:
    """What each row is told, benefit after benefit, and nothing twice: the place among the rows of
    bits of the `row`, which begin where `begin` says; the benefit; and the column of the fact.
    """
    words, starts = told
    already = np.zeros((int(begin[-1]), words.shape[1]), np.uint64)
    slots, benefits, fresh = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)], [already[:0]]
    there: list[int] = np.unique(lacked.benefit).tolist()
    for each in there:
        some = np.flatnonzero(lacked.benefit == each)
        which = lacked.which[some]
        sizes = starts[which + 1] - starts[which]
        _, _, given = ragged(starts[which], sizes)
        _, _, slot = ragged(begin[row[some]], sizes)
        new = words[given] & ~already[slot]
        filled = np.flatnonzero(new.any(axis=1))
        slot, new = slot[filled], new[filled]
        already[slot] |= new
        slots.append(slot)
        benefits.append(np.full(len(slot), each))
        fresh.append(new)
    bits = np.concatenate(fresh)
    at, column = np.nonzero(np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little"))
    return np.concatenate(slots)[at], np.concatenate(benefits)[at], column


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """What the facts of some households are called. Each has as many rows of bits as `sizes` says,
    from `begin` on; `before` is what stands before the fact in the paths of each row, and `rank`
    its place in their order. Of `odd` households that order is not told by ids alone.
    """

    sizes: Array
    begin: Array
    before: Sequence[str]
    rank: Array
    odd: frozenset[int]
    facts: Sequence[str]
    order: Array
    """The place of each fact in the order of their ids."""
    last: Array
    """The facts whose ids stand behind the paths of members."""

    @classmethod
    def of(cls, population: Population, homes: Array, vocabulary: Sequence[Fact]) -> _People:
        """The same of households by their rows."""
        members = np.diff(population.offsets)[homes]
        begin, _, people = ragged(population.offsets[homes], members)
        ids = population.names(people)
        before, rank, odd = list[str](), list[int](), set[int]()
        for home, (first, end) in enumerate(pairwise(begin.tolist())):
            own = [_ALL, *ids[first:end]]
            if own.count(_ALL) > 1 or any(_BEHIND[0] in each for each in own):
                odd.add(home)
            paths = [f"{_BEFORE}{each}{_BEHIND}" for each in own]
            ranks = {path: place for place, path in enumerate(sorted(paths), 1)}
            before += [paths[0], "", *paths[1:]]
            rank += [ranks[paths[0]], 0, *map(ranks.__getitem__, paths[1:])]
        facts = [each.id for each in vocabulary]
        order = np.empty(len(facts), np.intp)
        order[sorted(range(len(facts)), key=facts.__getitem__)] = np.arange(len(facts))
        last = np.array([each > _BEFORE for each in facts])
        sizes = members + _FIRST
        starts = np.concatenate(([0], np.cumsum(sizes)))
        return cls(sizes, starts, before, np.array(rank), frozenset(odd), facts, order, last)

    @property
    def places(self) -> int:
        """How many places paths can have in their order."""
        return (int(self.sizes.max()) + 1) * len(self.facts)

    def place(self, at: Array, column: Array) -> Array:
        """The place of paths in the order of all of their household, by row of bits and fact."""
        rank = self.rank[at]
        rank = np.where((rank == 0) & self.last[column], self.sizes.max(), rank)
        return rank * len(self.facts) + self.order[column]
