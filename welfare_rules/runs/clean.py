"""Rows in which nothing is wrong or unusual, read column by column.

What a cell means is asked once for each text or number that stands in a column. A row is clean
where every cell has a plain value or none; all others are read one by one, as cases are, with their
households: so that whatever is to be told is told in one place, and clean rows mean just what they
mean there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeVar, cast

import numpy as np
from pydantic_core import PydanticCustomError

from welfare_rules.engine.columns.kinds import Array, dtype_of
from welfare_rules.engine.columns.population import (
    KNOWN,
    PRESUMED,
    SAID_UNKNOWN,
    UNKNOWN,
    Column,
    kind_of_fact,
)
from welfare_rules.engine.columns.ranges import sums_of
from welfare_rules.facts.doubts import OnlyOne
from welfare_rules.facts.forms import Form
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import MOST_LETTERS
from welfare_rules.findings import writable
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.runs.ids import Ids, numbers_among
from welfare_rules.runs.meanings import (
    NOTHING,
    ODD,
    Meaning,
    Meanings,
    Said,
    joined_said,
    one_behind_other,
)
from welfare_rules.tables.cells import NotRead
from welfare_rules.tables.headings import Heading, Headings
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.rows import is_no_data
from welfare_rules.tables.table import BATCH, Batch, Table
from welfare_rules.tables.texts import Texts, joined_texts

_Part = Said | Array | Sequence[object]
_Value = TypeVar("_Value")
_IDS = frozenset({"id", "household"})
_NUMBERED = np.dtype(np.int32)  # of values that are numbered as they are found


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some rows of one table. `columns` are by the places of facts; `received` says by benefits who
    is recorded as being paid them; `odd` are rows that must be read one by one.
    """

    rows: Array
    ids: Texts
    homes: Texts
    """The ids of the households of members; of households nothing."""
    towns: Array
    """The numbers of the towns of households; of members nothing."""
    columns: Mapping[int, Column]
    received: Mapping[str, Array]
    odd: Array
    place: Array
    """The places of the households of members; of households nothing."""

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, rows: Array | slice) -> Chunk:
        """Some of the rows."""
        return Chunk(
            self.rows[rows],
            self.ids.at(rows),
            self.homes.at(rows) if len(self.homes) else self.homes,
            self.towns[rows] if len(self.towns) else self.towns,
            {place: each.at(rows) for place, each in self.columns.items()},
            {name: each[rows] for name, each in self.received.items()},
            self.odd[rows],
            self.place[rows] if len(self.place) else self.place,
        )


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """All rows of some chunks of one table, of which there is at least one."""
    first = chunks[0]
    if len(chunks) == 1:
        return first
    names = {name for each in chunks for name in each.received}
    return Chunk(
        np.concatenate([each.rows for each in chunks]),
        joined_texts([each.ids for each in chunks]),
        joined_texts([each.homes for each in chunks]),
        np.concatenate([each.towns for each in chunks]),
        {place: _joined([each.columns[place] for each in chunks]) for place in first.columns},
        {
            name: np.concatenate(
                [each.received.get(name, np.zeros(len(each), np.bool_)) for each in chunks]
            )
            for name in names
        },
        np.concatenate([each.odd for each in chunks]),
        np.concatenate([each.place for each in chunks]),
    )


def _joined(columns: Sequence[Column]) -> Column:
    values = one_behind_other([each.values for each in columns])
    if all(each.gaps is None for each in columns):
        return Column(values)
    return Column(
        values,
        one_behind_other(
            [
                np.broadcast_to(np.uint8(KNOWN), len(each.values))
                if each.gaps is None
                else each.gaps
                for each in columns
            ]
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Some rows as they are read: of each column its numbers, of ids the cells themselves; and
    which rows are no data, where the first column does not have ids.
    """

    rows: Array
    columns: Sequence[_Part]
    no_data: Said | Array | None


@dataclass(slots=True)
class Reading:
    """One table that is read by columns. `latest` is the last day of which a birth can be known."""

    table: Table
    head: Headings
    mapping: TableMap
    entity: Entity
    labels: Labels
    form: Form
    facts: Sequence[Fact]
    receiving: int
    latest: int
    meanings: Meanings = field(init=False)
    kinds: Mapping[int, np.dtype[Any]] = field(init=False)
    """The kinds of numbers that facts are, by their places."""
    first: Meanings = field(init=False)
    """What the first column means for whether its row is one of data."""
    lists: dict[frozenset[str], int] = field(default_factory=dict[frozenset[str], int])
    """The lists of benefits that are received, numbered."""
    named: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])
    """The facts that are said to be unknown together, by their words, numbered."""
    towns: dict[str, int] = field(default_factory=lambda: {"": 0})
    """The names of towns, numbered."""

    def __post_init__(self) -> None:
        of_file = self.table.counted == "file"
        self.meanings, self.first = Meanings(of_file), Meanings(of_file)
        self.kinds = {each.column: dtype_of(kind_of_fact(each)) for each in self.facts}

    def chunks(self) -> Iterator[Chunk]:
        """The rows of the table, as many together as are worth it."""
        waiting: list[_Told] = []
        count = 0
        for batch in self.table.batches():
            waiting.append(self._told(batch))
            count += len(batch.rows)
            if count >= BATCH:
                yield self._chunk(waiting)
                waiting, count = [], 0
        if waiting:
            yield self._chunk(waiting)

    def _told(self, batch: Batch) -> _Told:
        """What the cells of some rows say, each by itself."""
        given, columns = batch.rows, self.head.columns
        rows = (
            np.arange(given.start, given.stop)
            if isinstance(given, range)
            else np.fromiter(given, np.int64, len(given))
        )
        no_data = None
        if columns and columns[0].role not in _IDS:
            cells = batch.columns[columns[0].place]
            no_data = self.first.said(columns[0], cells, self._no_data, _NUMBERED)
        made = [self._column(each, batch.columns[each.place]) for each in columns]
        return _Told(rows, made, no_data)

    def _column(self, heading: Heading, cells: Sequence[object]) -> _Part:
        said = self.meanings.said
        match heading.role:
            case "fact":
                fact = self.facts[self.form.words[heading.fact][0]]
                return said(heading, cells, self._meaning(heading), self._kind(fact), fact)
            case "unknown":
                return said(heading, cells, self._unknown_meaning(heading), _NUMBERED)
            case "town":
                return said(heading, cells, self._town_meaning(heading), _NUMBERED)
            case _:
                return cells

    def _chunk(self, several: Sequence[_Told]) -> Chunk:
        rows = np.concatenate([each.rows for each in several])
        odd = np.zeros(len(rows), np.bool_)
        if self.table.troubles:
            odd |= np.isin(rows, [*self.table.troubles])
        sums = [each.no_data for each in several if each.no_data is not None]
        if sums:
            odd |= joined_said(sums, _NUMBERED).values != 0
        stated: dict[int, Said] = {}
        unknown: dict[int, Array] = {}
        ids: dict[str, Texts] = {}
        of_household = self.entity is Entity.HOUSEHOLD
        towns: Array = np.zeros(len(rows) if of_household else 0, _NUMBERED)
        for place, heading in enumerate(self.head.columns):
            parts = [each.columns[place] for each in several]
            match heading.role:
                case "fact":
                    column = self.form.words[heading.fact][0]
                    said = joined_said(_said(parts), self._kind(self.facts[column]))
                    self._state(column, said, stated, odd)
                case "unknown":
                    self._unknown(_noted(joined_said(_said(parts), _NUMBERED), odd), unknown, odd)
                case "town":
                    towns = _noted(joined_said(_said(parts), _NUMBERED), odd).values
                case role:
                    cells = cast("Sequence[Sequence[object]]", parts)
                    all_ = cells[0] if len(cells) == 1 else [*chain.from_iterable(cells)]
                    ids[role] = self._ids(heading, all_, odd)
        columns, received = self._columns(stated, unknown, odd)
        nobody = Texts.of([])
        return Chunk(
            rows,
            ids.get("id", nobody),
            ids.get("household", nobody),
            towns,
            columns,
            received,
            odd,
            np.zeros(0, np.intp),
        )

    def _no_data(self, cell: object) -> int:
        """Whether a row that begins with a cell is a sum of others, or headings again."""
        return type(cell) is str and is_no_data(cell, self.mapping, self.head.titles)

    def _ids(self, heading: Heading, cells: Sequence[object], odd: Array) -> Texts:
        """The ids of a column; rows without a usual one are odd."""
        found = Ids.of(cells)
        if heading is self.head.columns[0]:
            odd[found.no_data(self.mapping, self.head.titles)] = True
        texts, others = found.read(heading.told)
        odd[others] = True
        of_member = heading.role == "id" and self.entity is Entity.MEMBER
        if of_member and not self.mapping.id_numbers:
            odd[numbers_among(texts)] = True
        return texts

    # --- what cells mean ---

    def _kind(self, fact: Fact) -> np.dtype[Any]:
        return _NUMBERED if fact.column == self.receiving else self.kinds[fact.column]

    def _meaning(self, heading: Heading) -> Meaning:
        column, read, _ = self.form.words[heading.fact]
        told, per_year, of_lists = heading.told, heading.per_year, column == self.receiving
        exact = self.kinds[column] == np.object_

        def meaning(cell: Any) -> int:
            value = told(cell)
            if value is None:
                return NOTHING
            if isinstance(value, NotRead) or exact:
                return ODD
            try:
                made: object = read({"per_year": value} if per_year else value)
            except PydanticCustomError:
                return ODD
            if of_lists:
                return _numbered(self.lists, made) if isinstance(made, frozenset) else ODD
            return made if isinstance(made, int) else ODD

        return meaning

    def _town_meaning(self, heading: Heading) -> Meaning:
        def meaning(cell: Any) -> int:
            value = heading.told(cell)
            if value is None:
                return self.towns[""]
            usual = isinstance(value, str) and len(value) <= MOST_LETTERS
            return _numbered(self.towns, value) if usual and writable(value) == value else ODD

        return meaning

    def _unknown_meaning(self, heading: Heading) -> Meaning:
        def meaning(cell: Any) -> int:
            names = () if cell is None or cell == "" else heading.told(cell)
            if isinstance(names, NotRead):
                return ODD
            return _numbered(self.named, names) if names else NOTHING

        return meaning

    # --- facts ---

    def _state(self, column: int, said: Said, stated: dict[int, Said], odd: Array) -> None:
        """Puts down what the cells of a fact say."""
        _noted(said, odd)
        before = stated.get(column)
        if before is not None:  # a month's and a year's amount of one fact
            one, other = (_none_of(each) for each in (before, said))
            odd |= ~(one | other)
            said = Said(np.where(other, before.values, said.values), one & other)
        stated[column] = said

    def _unknown(self, said: Said, unknown: dict[int, Array], odd: Array) -> None:
        """Notes which facts are said to be unknown."""
        words = self.labels.facts[self.entity]
        for names, rows in _groups(said, [*self.named]):
            for name in names:
                fact = words.get(name)
                if fact is None:
                    odd[rows] = True
                    continue
                column = self.form.words[fact][0]
                if column not in unknown:
                    unknown[column] = np.zeros(len(odd), np.bool_)
                odd[rows] |= unknown[column][rows]
                unknown[column][rows] = True

    def _columns(
        self, stated: Mapping[int, Said], unknown: Mapping[int, Array], odd: Array
    ) -> tuple[dict[int, Column], dict[str, Array]]:
        """Columns of every fact; what is not stated is presumed, does not matter, or is unknown."""
        made: dict[int, Column] = {}
        received: dict[str, Array] = {}
        for place in self.form.ids:
            said = stated.get(place)
            if said is not None and place == self.receiving:
                received = self._received(said)
            made[place] = self._fact(place, said, unknown.get(place), odd)
        self._ignore(made)
        self._dated(made, odd)
        return made, received

    def _received(self, said: Said) -> dict[str, Array]:
        """By benefits the rows of those who are recorded as being paid them."""
        received: dict[str, Array] = {}
        for names, rows in _groups(said, [*self.lists]):
            for name in names:
                if name not in received:
                    received[name] = np.zeros(len(said.values), np.bool_)
                received[name][rows] = True
        return received

    def _fact(self, place: int, said: Said | None, unknown: Array | None, odd: Array) -> Column:
        """The column of a fact by what is said of it, and said to be unknown."""
        fact, usual, count = self.facts[place], self.form.unsaid[place], len(odd)
        kind = self.kinds[place]
        low = np.array(fact.kept(fact.reach[0]), kind)
        value = low if usual is None else np.array(usual, kind)
        gap = np.uint8(PRESUMED if place in self.form.presumed else UNKNOWN)
        if said is None:
            values, gaps = np.broadcast_to(value, count), np.broadcast_to(gap, count)
        elif place == self.receiving:
            values, gaps = np.broadcast_to(value, count), _none_of(said) * gap
        elif said.nothing is None:
            values, gaps = said.values, None
        else:
            values, gaps = np.where(said.nothing, value, said.values), said.nothing * gap
        if unknown is not None:
            if said is not None:
                odd |= unknown & ~_none_of(said)
            values = np.where(unknown, low, values)
            known = np.uint8(KNOWN) if gaps is None else gaps
            gaps = np.where(unknown, np.uint8(SAID_UNKNOWN), known)
        return Column(values, gaps)

    def _ignore(self, columns: dict[int, Column]) -> None:
        """Fills in what does not matter."""
        for place, ignored in self.form.ignored.items():
            own, other = columns[place], columns[ignored.other]
            lacking = own.unknown
            if own.gaps is None or lacking is None:
                continue
            rows = lacking & _known(other) & (other.values == ignored.value)
            if rows.any():
                values = np.where(rows, np.array(ignored.nothing, own.values.dtype), own.values)
                gaps = np.where(rows, np.uint8(KNOWN), own.gaps)
                columns[place] = Column(values, gaps if gaps.any() else None)

    def _dated(self, columns: Mapping[int, Column], odd: Array) -> None:
        """Notes days that nobody can know of yet, and such as lie before what they follow."""
        for each in self.form.dated:
            column = columns[each.column]
            rows = _known(column)
            if each.presumed is not None:
                rows = rows & (column.values != each.presumed)
            if each.past:
                odd |= rows & (column.values > self.latest)
            if each.start is not None:
                start = columns[each.start]
                odd |= rows & _known(start) & (column.values < start.values)


def _said(parts: Sequence[_Part]) -> Sequence[Said | Array]:
    return cast("Sequence[Said | Array]", parts)


def _noted(said: Said, odd: Array) -> Said:
    """What is said, after its odd rows are noted."""
    if said.odd is not None:
        odd |= said.odd
    return said


def _none_of(said: Said) -> Array:
    """The rows in which nothing is said."""
    return np.zeros(len(said.values), np.bool_) if said.nothing is None else said.nothing


def _groups(said: Said, values: Sequence[_Value]) -> Iterator[tuple[_Value, Array]]:
    """Each of some values that is said by its number, and the rows in which it is said."""
    rows = np.flatnonzero(~_none_of(said))
    rows = rows[np.argsort(said.values[rows], kind="stable")]
    numbers, first = np.unique(said.values[rows], return_index=True)
    for number, some in zip(numbers.tolist(), np.split(rows, first[1:]), strict=False):
        yield values[number], some


def _known(column: Column) -> Array:
    """The rows in which a fact is known."""
    unknown = column.unknown
    return np.ones(len(column.values), np.bool_) if unknown is None else ~unknown


def _numbered(known: dict[_Value, int], value: Any) -> int:
    """The number of a value, a new one where it was not seen before."""
    return known.setdefault(value, len(known))


def doubtful(only_one: Sequence[OnlyOne], members: Chunk | None, offsets: Array) -> Array:
    """The households of which not exactly one member has a value that one member of each has.

    `only_one` are such values. Nothing is said while one may be that member.
    """
    made = np.zeros(len(offsets) - 1, np.bool_)
    if members is None:
        return made | bool(only_one)
    for each in only_one:
        column = members.columns[each.fact.column]
        known = _known(column)
        count = sums_of(known & (column.values == each.code), offsets)
        unknown = sums_of(~known, offsets)
        made |= (count > 1) | (count == 0) & (unknown == 0)
    return made
