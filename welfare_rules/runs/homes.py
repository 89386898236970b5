"""Households with their members as populations, in the order of the households, by columns.

The members of a household may stand anywhere. What is read is put aside by the places of the
households, in memory or on disk, so that only one part of them is in memory at a time. Households
of which any row is not clean are read one by one (`tables.cases`), and take their places among the
others.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from welfare_rules.engine.columns.kinds import Array, dtype_of
from welfare_rules.engine.columns.population import (
    Population,
    joined_populations,
    kind_of_fact,
    population_of_cases,
)
from welfare_rules.facts.reader import CaseReader
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.types import Entity
from welfare_rules.program.program import Program
from welfare_rules.runs.clean import Chunk, Reading, doubtful, joined
from welfare_rules.tables.cases import HouseholdRow, Pair, ReadCase
from welfare_rules.tables.table import Batch, Table, listed

AT_ONCE = 16_384  # households that are decided at once
MOST_SQUARES = 400_000
"""The sum of the squares of their members: as much may be missing of each for each."""
USUAL_SIZE = 4  # members of a household, where it is only estimated what it takes
COPIES = 3  # of a part in memory while it is put in order


@dataclass(frozen=True, slots=True)
class Homes:
    """Households that were read: the good ones with their towns, and how many there are with those
    that are refused.
    """

    population: Population
    towns: Sequence[str]
    households: int
    members: int


def homes_of(program: Program, rows: Sequence[HouseholdRow]) -> Homes:
    """Households that were read one by one."""
    good = [(row, row.case) for row in rows if row.case is not None]
    population = population_of_cases(program, [case for _, case in good])
    people = sum(row.people for row in rows)
    return Homes(population, [row.town for row, _ in good], len(rows), people)


@dataclass(slots=True)
class Aside:
    """Chunks put aside by parts: in memory, or in files without a name, which go when the program
    ends, however it ends.
    """

    stack: ExitStack
    on_disk: bool = False
    kept: dict[int, list[Chunk]] = field(default_factory=dict[int, list[Chunk]])
    files: dict[int, IO[bytes]] = field(default_factory=dict[int, "IO[bytes]"])

    def put(self, part: int, chunk: Chunk) -> None:
        """Puts a chunk aside."""
        if not self.on_disk:
            self.kept.setdefault(part, []).append(chunk)
            return
        if part not in self.files:
            self.files[part] = self.stack.enter_context(TemporaryFile())  # noqa: SIM115
        pickle.dump(chunk, self.files[part], pickle.HIGHEST_PROTOCOL)

    def spill(self) -> None:
        """Moves all to the disk, and all that comes."""
        self.on_disk = True
        for part, chunks in self.kept.items():
            for each in chunks:
                self.put(part, each)
        self.kept.clear()

    def of(self, part: int) -> Chunk | None:
        """All rows of a part in the order in which they came; None where there are none."""
        if part in self.kept:
            self.kept[part] = [joined(self.kept[part])]
            return self.kept[part][0]
        if part not in self.files:
            return None
        self.files[part].seek(0)
        return joined([*_loaded(self.files[part])])


def _loaded(stream: IO[bytes]) -> Iterator[Chunk]:
    while True:
        try:
            yield pickle.load(stream)
        except EOFError:
            return


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Households that follow one another, and their members in order, who begin at `offsets`."""

    households: Chunk
    members: Chunk | None
    offsets: Array

    def population(self, program: Program, chosen: Array) -> Population:
        """Some of the households as a population."""
        homes = self.households.at(chosen)
        sizes = np.diff(self.offsets)[chosen]
        offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.intp)
        if self.members is None:
            none = population_of_cases(program, [])
            return replace(none, ids=homes.ids, offsets=offsets, household=homes.columns)
        first = np.repeat(self.offsets[:-1][chosen] - offsets[:-1], sizes)
        people = self.members.at(first + np.arange(int(offsets[-1])))
        return Population(
            homes.ids, people.ids, offsets, homes.columns, people.columns, people.received
        )


@dataclass(slots=True)
class Gathering:
    """The rows of two tables on their way to populations; `size` households are a part."""

    program: Program
    pair: Pair
    reader: CaseReader
    read: ReadCase
    latest: int
    size: int
    stack: ExitStack
    numbers: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    """The rows of the households, in their order."""
    odd: Array = field(default_factory=lambda: np.zeros(0, np.bool_))
    """Households that are read one by one."""
    odd_members: list[Array] = field(default_factory=list[Array])

    def homes(self) -> Iterator[Homes]:
        """The households in their order. Raises TableError for what no row can make good."""
        homes, hashes = self._households()
        people = self._members(homes, hashes)
        parts = range(-(-len(hashes) // self.size))
        for part in parts:
            self._look_over(part, self._part(homes, people, part))
        waiting = _Waiting(iter(self._one_by_one()))
        for part in parts:
            yield from self._blocks(part, self._part(homes, people, part), waiting)
        left = waiting.until(None)
        if left:
            yield homes_of(self.program, left)

    # --- reading ---

    def _reading(self, entity: Entity) -> Reading:
        of_member = entity is Entity.MEMBER
        pair, reader = self.pair, self.reader
        return Reading(
            pair.members if of_member and pair.members is not None else pair.households,
            pair.member_head if of_member else pair.head,
            pair.mapped.members if of_member else pair.mapped.households,
            entity,
            reader.labels,
            reader.member if of_member else reader.household,
            self.program.facts,
            reader.receiving,
            self.latest,
        )

    def _households(self) -> tuple[Aside, Array]:
        """The households put aside in their order, and a number for the id of each."""
        aside, made = Aside(self.stack), 0
        hashes, numbers, odd = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [self.odd]
        for chunk in self._reading(Entity.HOUSEHOLD).chunks():
            hashes.append(_hashed(chunk.ids))
            numbers.append(chunk.rows)
            odd.append(chunk.odd)
            places = np.arange(made, made + len(chunk))
            for part, rows in _by_part(places, self.size):
                aside.put(part, chunk.at(rows))
            made += len(chunk)
            if made > self.size and not aside.on_disk:
                aside.spill()
        found = np.concatenate(hashes)
        self.numbers, self.odd = np.concatenate(numbers), np.concatenate(odd)
        self.odd |= _again(found)
        return aside, found

    def _members(self, homes: Aside, hashes: Array) -> Aside:
        """The members put aside with their households; those of no household are left to be read
        one by one.
        """
        aside = Aside(self.stack, homes.on_disk)
        if self.pair.members is None:
            return aside
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        for chunk in self._reading(Entity.MEMBER).chunks():
            own = _hashed(chunk.homes)
            at = np.searchsorted(ordered, own)
            there = at < len(ordered)
            there[there] = ordered[at[there]] == own[there]
            home = order[np.minimum(at, max(len(order) - 1, 0))] if len(order) else at
            self.odd_members.append(chunk.rows[~there])
            self.odd[home[there & chunk.odd]] = True
            kept = np.flatnonzero(there)
            for part, rows in _by_part(home[kept], self.size):
                some = kept[rows]
                aside.put(part, replace(chunk.at(some), place=home[some]))
        return aside

    def _part(self, homes: Aside, people: Aside, part: int) -> Part:
        """The households of a part, each with its members in their order."""
        households, members = homes.of(part), people.of(part)
        assert households is not None, "every part has households"
        first = part * self.size
        count = len(households)
        if members is None:
            return Part(households, None, np.zeros(count + 1, np.intp))
        place = members.place - first
        order = np.argsort(place, kind="stable")
        offsets = np.searchsorted(place[order], np.arange(count + 1)).astype(np.intp)
        in_order = np.array_equal(order, np.arange(len(order)))
        return Part(households, members if in_order else members.at(order), offsets)

    def _look_over(self, part: int, found: Part) -> None:
        """Notes households that have to be read one by one for what their members are together."""
        own = self.odd[part * self.size :][: len(found.households)]
        sizes = np.diff(found.offsets)
        own |= sizes > MOST_MEMBERS
        own |= doubtful(self.pair.only_one, found.members, found.offsets)
        if found.members is None:
            return
        home = np.repeat(np.arange(len(own)), sizes)
        own[home[_others(found, home)]] = True
        own[_named_twice(found.members.ids, home)] = True
        self.odd_members.append(found.members.rows[own[home]])

    # --- giving out ---

    def _one_by_one(self) -> Iterable[HouseholdRow]:
        """The households that are not clean, in their order; and what is told of rows of none."""
        members = np.concatenate([np.zeros(0, np.int64), *self.odd_members])
        if not self.odd.any() and not len(members):
            return ()
        pair = replace(
            self.pair,
            households=_only(self.pair.households, self.numbers[self.odd]),
            members=None if self.pair.members is None else _only(self.pair.members, members),
        )
        return pair.rows(self.read)

    def _blocks(self, part: int, found: Part, waiting: _Waiting) -> Iterator[Homes]:
        first = part * self.size
        for begins, ends in some_at_once(np.diff(found.offsets)):
            odd = self.odd[first + begins : first + ends]
            clean = begins + np.flatnonzero(~odd)
            population = found.population(self.program, clean)
            towns = [found.households.towns[each] for each in clean.tolist()]
            people = len(population.member_ids)
            if not odd.any():
                yield Homes(population, towns, len(clean), people)
                continue
            others = waiting.until(int(self.numbers[first + ends - 1]))
            one_by_one = homes_of(self.program, others)
            good = [row.row for row in others if row.case is not None]
            order = np.argsort(
                np.concatenate((self.numbers[first + clean], np.array(good, np.int64))),
                kind="stable",
            )
            places: list[int] = order.tolist()
            towns = [*towns, *one_by_one.towns]
            yield Homes(
                joined_populations(population, one_by_one.population).of(order),
                [towns[each] for each in places],
                len(clean) + len(others),
                people + one_by_one.members,
            )


def some_at_once(sizes: Array) -> Iterator[tuple[int, int]]:
    """Which households are decided at once, by how many members they have: from one place to
    another.
    """
    squares = np.cumsum(sizes.astype(np.int64) ** 2)
    begins = before = 0
    while begins < len(sizes):
        most = int(np.searchsorted(squares, before + MOST_SQUARES, side="right"))
        ends = min(max(most, begins + 1), begins + AT_ONCE, len(sizes))
        yield begins, ends
        begins, before = ends, int(squares[ends - 1])


@dataclass(slots=True)
class _Waiting:
    """Households that are read one by one, until a row is reached."""

    rows: Iterator[HouseholdRow]
    next: HouseholdRow | None = None

    def until(self, last: int | None) -> list[HouseholdRow]:
        """All up to a row, or all that are left."""
        found: list[HouseholdRow] = []
        while (row := self.next or next(self.rows, None)) is not None:
            self.next = None
            if last is not None and row.row > last:
                self.next = row
                break
            found.append(row)
        return found


def size_of(program: Program, memory: int) -> int:
    """How many households are a part so that one takes so many MB at most, about."""
    width = dict.fromkeys(Entity, 200)  # of the ids and places of a row
    for fact in program.facts:
        width[fact.entity] += 1 + dtype_of(kind_of_fact(fact)).itemsize
    household = width[Entity.HOUSEHOLD] + USUAL_SIZE * width[Entity.MEMBER]
    return max(AT_ONCE, (memory << 20) // (COPIES * household))


def _hashed(texts: Sequence[str]) -> Array:
    return np.fromiter(map(hash, texts), np.int64, len(texts))


def _again(hashes: Array) -> Array:
    """Which numbers stand more than once."""
    order = np.argsort(hashes, kind="stable")
    alike = hashes[order][1:] == hashes[order][:-1]
    made = np.zeros(len(hashes), np.bool_)
    made[order[1:][alike]] = made[order[:-1][alike]] = True
    return made


def _by_part(places: Array, size: int) -> Iterator[tuple[int, Array]]:
    """The rows that belong to each part."""
    parts = places // size
    there: list[int] = np.unique(parts).tolist()
    for part in there:
        yield part, np.flatnonzero(parts == part)


def _others(found: Part, home: Array) -> Array:
    """Members of another household of whose id the same number was made."""
    assert found.members is not None
    ids = found.households.ids
    named = zip(found.members.homes, home.tolist(), strict=True)
    return np.array([place for place, (name, at) in enumerate(named) if name != ids[at]], np.intp)


def _named_twice(ids: Sequence[str], home: Array) -> Array:
    """The households of which two members may have one id."""
    hashes = _hashed(ids)
    order = np.lexsort((hashes, home))
    one, other = order[1:], order[:-1]
    return home[one[(hashes[one] == hashes[other]) & (home[one] == home[other])]]


def _only(table: Table, rows: Array) -> Table:
    """Some rows of a table."""
    wanted = frozenset[int](rows.tolist())

    def batches() -> Iterator[Batch]:
        for batch in table.batches():
            kept = [place for place, row in enumerate(batch.rows) if row in wanted]
            if kept:
                cells = map(listed, batch.columns)
                columns = tuple([one[place] for place in kept] for one in cells)
                yield Batch(columns, [batch.rows[place] for place in kept])

    return replace(table, batches=batches)
