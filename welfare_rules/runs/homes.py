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
    people_of,
    population_of_cases,
)
from welfare_rules.engine.columns.ranges import at_once
from welfare_rules.facts.reader import CaseReader
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.types import Entity
from welfare_rules.program.program import Program
from welfare_rules.runs.alike import numbers_of
from welfare_rules.runs.clean import Chunk, Reading, doubtful, joined
from welfare_rules.tables.cases import HouseholdRow, Pair, ReadCase
from welfare_rules.tables.coded import Coded
from welfare_rules.tables.coded import joined as joined_columns
from welfare_rules.tables.coded import told as coded
from welfare_rules.tables.places import NOWHERE, Places
from welfare_rules.tables.table import Batch, Table
from welfare_rules.tables.texts import Texts, mixed

AT_ONCE = 16_384  # households that are decided at once
MOST_SQUARES = 400_000
"""The sum of the squares of their members: as much may be missing of each for each."""
AGAIN = 20  # what a member counts for of a household that is decided like another one
USUAL_SIZE = 4  # members of a household, where it is only estimated what it takes
COPIES = 3  # of a part in memory while it is put in order


@dataclass(frozen=True, slots=True)
class Homes:
    """Households that were read: the good ones with their towns, and how many there are with those
    that are refused.
    """

    population: Population
    towns: Coded
    households: int
    members: int


def homes_of(program: Program, rows: Sequence[HouseholdRow]) -> Homes:
    """Households that were read one by one."""
    good = [(row, row.case) for row in rows if row.case is not None]
    population = population_of_cases(program, [case for _, case in good])
    people = sum(row.people for row in rows)
    return Homes(population, coded([row.town for row, _ in good]), len(rows), people)


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

    def population(self, program: Program, chosen: Array | slice) -> Population:
        """Some of the households as a population; of a slice nothing is copied."""
        homes = self.households.at(chosen)
        sizes = np.diff(self.offsets)[chosen]
        offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.intp)
        if self.members is None:
            none = population_of_cases(program, [])
            return replace(none, ids=homes.ids, offsets=offsets, household=homes.columns)
        if isinstance(chosen, slice):
            rows = slice(*self.offsets[[chosen.start, chosen.stop]].tolist())
        else:
            rows = people_of(self.offsets[:-1][chosen], offsets)
        people = self.members.at(rows)
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
    towns: Sequence[str] = ()
    """The names of the towns by their numbers."""

    def homes(self) -> Iterator[Homes]:
        """The households in their order. Raises TableError for what no row can make good."""
        homes, places = self._households()
        people = self._members(homes, places)
        parts = range(-(-len(self.odd) // self.size))
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

    def _households(self) -> tuple[Aside, Places]:
        """The households put aside in their order, and where each stands by a number of its id."""
        aside, made = Aside(self.stack), 0
        ids, numbers, odd = [np.zeros(0, np.uint64)], [self.numbers], [self.odd]
        reading = self._reading(Entity.HOUSEHOLD)
        for chunk in reading.chunks():
            ids.append(chunk.ids.numbers())
            numbers.append(chunk.rows)
            odd.append(chunk.odd)
            places = np.arange(made, made + len(chunk))
            for part, rows in _by_part(places, self.size):
                aside.put(part, chunk if rows is None else chunk.at(rows))
            made += len(chunk)
            if made > self.size and not aside.on_disk:
                aside.spill()
        self.towns = [*reading.towns]
        self.numbers, self.odd = np.concatenate(numbers), np.concatenate(odd)
        found = Places.of(np.concatenate(ids))
        again = np.flatnonzero(found.same != np.arange(made))
        self.odd[again] = self.odd[found.same[again]] = True
        return aside, found

    def _members(self, homes: Aside, places: Places) -> Aside:
        """The members put aside with their households; those of no household are left to be read
        one by one.
        """
        aside = Aside(self.stack, homes.on_disk)
        if self.pair.members is None:
            return aside
        for chunk in self._reading(Entity.MEMBER).chunks():
            home = places.at(chunk.homes.numbers())
            there = home != NOWHERE
            self.odd_members.append(chunk.rows[~there])
            self.odd[home[there & chunk.odd]] = True
            own = replace(chunk, place=home)
            if not there.all():
                own = own.at(np.flatnonzero(there))
            for part, rows in _by_part(own.place, self.size):
                aside.put(part, own if rows is None else own.at(rows))
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
        if (place[1:] < place[:-1]).any():
            order = np.argsort(place, kind="stable")
            place, members = place[order], members.at(order)
        sizes = np.bincount(place, minlength=count)
        return Part(households, members, np.concatenate(([0], np.cumsum(sizes))).astype(np.intp))

    def _look_over(self, part: int, found: Part) -> None:
        """Notes households that have to be read one by one for what their members are together."""
        own = self.odd[part * self.size :][: len(found.households)]
        sizes = np.diff(found.offsets)
        own |= sizes > MOST_MEMBERS
        own |= doubtful(self.pair.only_one, found.members, found.offsets)
        if found.members is None:
            return
        home = np.repeat(np.arange(len(own)), sizes)
        others = ~found.households.ids.at(home).same(found.members.homes)
        own[home[others]] = True  # of another id of which the same number was made
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

    def _numbers(self, found: Part) -> Array | None:
        """A number for each household, the same of those that are alike, where they are too large
        to be decided all at once.
        """
        sizes = np.diff(found.offsets)
        if (
            sizes.max(initial=0) <= AGAIN
            or int((sizes.astype(np.int64) ** 2).sum()) <= MOST_SQUARES
        ):
            return None
        return numbers_of(found.population(self.program, slice(0, len(sizes))))

    def _blocks(self, part: int, found: Part, waiting: _Waiting) -> Iterator[Homes]:
        first = part * self.size
        for begins, ends in some_at_once(np.diff(found.offsets), self._numbers(found)):
            odd = self.odd[first + begins : first + ends]
            clean = begins + np.flatnonzero(~odd)
            rows = clean if odd.any() else slice(begins, ends)
            population = found.population(self.program, rows)
            towns = Coded(self.towns, found.households.towns[rows])
            people = len(population.member_ids)
            if isinstance(rows, slice):
                yield Homes(population, towns, len(clean), people)
                continue
            others = waiting.until(int(self.numbers[first + ends - 1]))
            one_by_one = homes_of(self.program, others)
            good = [row.row for row in others if row.case is not None]
            order = np.argsort(
                np.concatenate((self.numbers[first + clean], np.array(good, np.int64))),
                kind="stable",
            )
            yield Homes(
                joined_populations(population, one_by_one.population).of(order),
                joined_columns([towns, one_by_one.towns]).at(order),
                len(clean) + len(others),
                people + one_by_one.members,
            )


def some_at_once(sizes: Array, numbers: Array | None = None) -> Iterator[tuple[int, int]]:
    """Which households are decided at once, by how many members they have: from one place to
    another. Of households of one of the `numbers` that are not 0 one is decided for all.
    """
    if numbers is not None:
        yield from _alike_at_once(sizes.tolist(), numbers.tolist())
        return
    yield from at_once(sizes.astype(np.int64) ** 2, MOST_SQUARES, AT_ONCE)


def _alike_at_once(sizes: Sequence[int], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    begins = taken = 0
    seen = set[int]()
    for place, (size, number) in enumerate(zip(sizes, numbers, strict=True)):
        more = size * (AGAIN if number and number in seen else size)
        if place > begins and (taken + more > MOST_SQUARES or place - begins == AT_ONCE):
            yield begins, place
            begins, taken, more = place, 0, size * size
            seen.clear()
        seen.add(number)
        taken += more
    if begins < len(sizes):
        yield begins, len(sizes)


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


def _by_part(places: Array, size: int) -> Iterator[tuple[int, Array | None]]:
    """The rows that belong to each part; None where all belong to one."""
    if not len(places):
        return
    first, last = int(places.min()) // size, int(places.max()) // size
    if first == last:
        yield first, None
        return
    parts = places // size
    there: list[int] = np.unique(parts).tolist()
    for part in there:
        yield part, np.flatnonzero(parts == part)


def _named_twice(ids: Texts, home: Array) -> Array:
    """The households of which two members may have one id."""
    own = mixed((ids.numbers(), home.astype(np.uint64)))
    again = np.flatnonzero(Places.of(own).same != np.arange(len(own)))
    return home[again]


def _of_rows(cells: Sequence[object], rows: Sequence[int]) -> Sequence[object]:
    some = getattr(cells, "some", None)
    return [cells[each] for each in rows] if some is None else some(rows)


def _only(table: Table, rows: Array) -> Table:
    """Some rows of a table."""
    wanted = frozenset[int](rows.tolist())

    def batches() -> Iterator[Batch]:
        for batch in table.batches():
            kept = [place for place, row in enumerate(batch.rows) if row in wanted]
            if kept:
                columns = tuple(_of_rows(each, kept) for each in batch.columns)
                yield Batch(columns, [batch.rows[place] for place in kept])

    return replace(table, batches=batches)
