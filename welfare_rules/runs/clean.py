"""Rows in which nothing is wrong or unusual, read column by column.

What a cell means is asked once for each text or number that stands in a column. A row is clean
where every cell has a plain value or none; all others are read one by one, as cases are, with their
households: so that whatever is to be told is told in one place, and clean rows mean just what they
mean there.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic_core import PydanticCustomError

from welfare_rules.basics.id_number import looks_like_id_number
from welfare_rules.basics.once import Once
from welfare_rules.engine.columns.kinds import Array, dtype_of
from welfare_rules.engine.columns.population import (
    KNOWN,
    PRESUMED,
    SAID_UNKNOWN,
    UNKNOWN,
    Column,
    kind_of_fact,
)
from welfare_rules.facts.doubts import OnlyOne
from welfare_rules.facts.forms import Form
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import MOST_LETTERS
from welfare_rules.findings import writable
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.runs.typed import ASKED, plainly
from welfare_rules.tables.cells import NotRead, teller
from welfare_rules.tables.coded import Typed
from welfare_rules.tables.headings import Heading, Headings
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.rows import is_no_data
from welfare_rules.tables.table import BATCH, Batch, Table, listed

NOTHING, ODD = -(1 << 62), -(1 << 62) + 1
"""What stands for a cell that says nothing, and for one that is not plain."""
KEPT = 1 << 16  # cells of a column whose meaning is kept
_PLAIN = re.compile(f"[!-&(-~][!-~]{{0,{MOST_LETTERS - 1}}}")  # a text that means itself
_HASHED = frozenset({str, int, float, bool, datetime.date})


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some rows of one table. `columns` are by the places of facts; `received` says by benefits who
    is recorded as being paid them; `odd` are rows that must be read one by one.
    """

    rows: Array
    ids: list[str]
    homes: list[str]
    towns: list[str]
    columns: Mapping[int, Column]
    received: Mapping[str, Array]
    odd: Array
    place: Array
    """The places of the households of members; of households nothing."""

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, rows: Array) -> Chunk:
        """Some of the rows."""
        places: list[int] = rows.tolist()
        return Chunk(
            self.rows[rows],
            _at(self.ids, places),
            _at(self.homes, places),
            _at(self.towns, places),
            {place: each.at(rows) for place, each in self.columns.items()},
            {name: each[rows] for name, each in self.received.items()},
            self.odd[rows],
            self.place[rows] if len(self.place) else self.place,
        )


def _at(texts: list[str], places: list[int]) -> list[str]:
    return [texts[each] for each in places] if texts else texts


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """All rows of some chunks of one table, of which there is at least one."""
    first = chunks[0]
    if len(chunks) == 1:
        return first
    names = {name for each in chunks for name in each.received}
    return Chunk(
        np.concatenate([each.rows for each in chunks]),
        [one for each in chunks for one in each.ids],
        [one for each in chunks for one in each.homes],
        [one for each in chunks for one in each.towns],
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
    values = np.concatenate([each.values for each in columns])
    if all(each.gaps is None for each in columns):
        return Column(values)
    gaps = [
        np.zeros(len(each.values), np.uint8) if each.gaps is None else each.gaps for each in columns
    ]
    return Column(values, np.concatenate(gaps))


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Some rows as they are read: by columns the numbers of facts, the texts of ids and towns, and
    the cells that say what is unknown.
    """

    rows: Array
    odd: Array
    facts: Sequence[Array]
    texts: Sequence[list[str]]
    said: Sequence[Sequence[object]]


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
    meanings: dict[tuple[int, type], Once[int]] = field(
        default_factory=dict[tuple[int, type], Once[int]]
    )
    lists: list[frozenset[str]] = field(default_factory=list[frozenset[str]])

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
        rows = np.fromiter(batch.rows, np.int64, len(batch.rows))
        odd = np.zeros(len(rows), np.bool_)
        if self.table.troubles:
            odd |= np.isin(rows, [*self.table.troubles])
        if self.head.columns:
            odd |= self._no_data(batch.columns[self.head.columns[0].place], len(rows))
        facts: list[Array] = []
        texts: list[list[str]] = []
        said: list[Sequence[object]] = []
        for each in self.head.columns:
            cells = batch.columns[each.place]
            match each.role:
                case "fact":
                    facts.append(self._numbers(each, cells, self._meaning(each)))
                case "unknown":
                    said.append(listed(cells))
                case _:
                    texts.append(self._texts(each, cells, odd))
        return _Told(rows, odd, facts, texts, said)

    def _chunk(self, several: Sequence[_Told]) -> Chunk:
        rows = np.concatenate([each.rows for each in several])
        odd = np.concatenate([each.odd for each in several])
        by_role = {
            role: [each for each in self.head.columns if each.role == role]
            for role in ("fact", "unknown")
        }
        stated: dict[int, Array] = {}
        for place, heading in enumerate(by_role["fact"]):
            made = np.concatenate([each.facts[place] for each in several])
            self._state(self.form.words[heading.fact][0], made, stated, odd)
        said: dict[int, Array] = {}
        for place, heading in enumerate(by_role["unknown"]):
            cells = [cell for each in several for cell in each.said[place]]
            self._unknown(heading, cells, said, odd)
        others = [each.role for each in self.head.columns if each.role not in by_role]
        texts = {
            role: [text for each in several for text in each.texts[place]]
            for place, role in enumerate(others)
        }
        made, received = self._columns(stated, said, len(rows), odd)
        of_household = self.entity is Entity.HOUSEHOLD
        return Chunk(
            rows,
            texts.get("id", []),
            texts.get("household", []),
            texts.get("town", [""] * len(rows)) if of_household else [],
            made,
            received,
            odd,
            np.zeros(0, np.intp),
        )

    def _no_data(self, cells: Sequence[object], count: int) -> Array:
        """Rows that are sums of others, or headings again."""
        titles = self.head.titles
        found = [type(each) is str and is_no_data(each, self.mapping, titles) for each in cells]
        return np.fromiter(found, np.bool_, count)

    # --- texts ---

    def _texts(self, heading: Heading, cells: Sequence[object], odd: Array) -> list[str]:
        """The texts of a column; rows without a plain one are odd, but where a town is left out."""
        made: list[str] = []
        needed = heading.role != "town"
        own = heading.role == "id" and self.entity is Entity.MEMBER
        for place, cell in enumerate(cells):
            if type(cell) is str and _PLAIN.fullmatch(cell):
                made.append(cell)
                if own and not self.mapping.id_numbers and looks_like_id_number(cell):
                    odd[place] = True
                continue
            value = heading.told(cell)
            if isinstance(value, str) and value:
                made.append(value)
                usual = value.isprintable() or writable(value) == value
                if not usual or len(value) > MOST_LETTERS:
                    odd[place] = True
                if own and not self.mapping.id_numbers and looks_like_id_number(value):
                    odd[place] = True
            else:
                made.append("")
                if needed or value is not None:
                    odd[place] = True
        return made

    # --- facts ---

    def _state(self, column: int, made: Array, stated: dict[int, Array], odd: Array) -> None:
        """Puts down what the cells of a fact say."""
        wrong = made == ODD
        if wrong.any():
            odd |= wrong
            made[wrong] = NOTHING
        before = stated.get(column)
        if before is not None:  # a month's and a year's amount of one fact
            odd |= (before != NOTHING) & (made != NOTHING)
            made = np.where(made == NOTHING, before, made)
        stated[column] = made

    def _meaning(self, heading: Heading) -> Callable[[Any], int]:
        column, read, _ = self.form.words[heading.fact]
        told, per_year, of_lists = heading.told, heading.per_year, column == self.receiving
        exact = kind_of_fact(self.facts[column]) == "exact"

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
                return self._list(made) if isinstance(made, frozenset) else ODD
            return made if isinstance(made, int) else ODD

        return meaning

    def _list(self, names: Any) -> int:
        if names not in self.lists:
            self.lists.append(names)
        return self.lists.index(names)

    def _numbers(
        self, heading: Heading, cells: Sequence[object], meaning: Callable[[Any], int]
    ) -> Array:
        """What the cells of a column mean: each is asked once, of its own kind."""
        typed = self._typed(heading, cells, meaning)
        if typed is not None:
            return typed
        alike = getattr(cells, "coded", None)
        if alike is not None:  # of Arrow
            coded = alike()
            if coded is not None:
                values = self._numbers(heading, coded.values, meaning)
                return values[coded.codes]
        kinds: set[type] = {str} if self.table.counted == "file" else set(map(type, cells))
        kinds.discard(type(None))
        if not kinds <= _HASHED:
            return np.fromiter(map(meaning, cells), np.int64, len(cells))
        known = {kind: self._kept(heading, kind, meaning) for kind in kinds or {str}}
        if len(known) == 1:
            (found,) = known.values()
            return np.fromiter(map(found.__getitem__, cells), np.int64, len(cells))
        known[type(None)] = next(iter(known.values()))
        return np.fromiter((known[type(each)][each] for each in cells), np.int64, len(cells))

    def _typed(
        self, heading: Heading, cells: Sequence[object], meaning: Callable[[Any], int]
    ) -> Array | None:
        """The same of amounts and days that have a type; None where it is no such column, or the
        mapping says what its cells mean.
        """
        fact, typed = self.facts[self.form.words[heading.fact][0]], getattr(cells, "typed", None)
        kind = fact.type.kind
        if typed is None or kind not in (Kind.MONEY, Kind.DATE) or heading.told is not teller(kind):
            return None
        found: Typed | None = None if kind_of_fact(fact) == "exact" else typed()
        if found is None or (found.values.dtype.kind == "M") is not (kind is Kind.DATE):
            return None
        made = plainly(fact, heading.per_year, found.values)
        asked: list[int] = np.flatnonzero(made == ASKED).tolist()
        told, known = found.told() if asked else (), Once(meaning, KEPT)
        for place in asked:
            made[place] = known[told[place]]
        return made if found.codes is None else np.append(made, NOTHING)[found.codes]

    def _kept(self, heading: Heading, kind: type, meaning: Callable[[Any], int]) -> Once[int]:
        """The meanings of the cells of a column, of one kind: 1, 1.0 and yes are not the same."""
        if (heading.place, kind) not in self.meanings:
            self.meanings[heading.place, kind] = Once(meaning, KEPT)
        return self.meanings[heading.place, kind]

    def _unknown(
        self, heading: Heading, cells: Sequence[object], said: dict[int, Array], odd: Array
    ) -> None:
        """Notes which facts are said to be unknown."""
        words = self.labels.facts[self.entity]
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            names = heading.told(cell)
            if isinstance(names, NotRead):
                odd[place] = True
                continue
            for name in names:
                fact = words.get(name)
                if fact is None:
                    odd[place] = True
                    continue
                column = self.form.words[fact][0]
                if column not in said:
                    said[column] = np.zeros(len(odd), np.bool_)
                odd[place] |= said[column][place]
                said[column][place] = True

    def _columns(
        self, stated: Mapping[int, Array], said: Mapping[int, Array], count: int, odd: Array
    ) -> tuple[dict[int, Column], dict[str, Array]]:
        """Columns of every fact; what is not stated is presumed, does not matter, or is unknown."""
        values: dict[int, Array] = {}
        gaps: dict[int, Array] = {}
        received: dict[str, Array] = {}
        for place in self.form.ids:
            own = stated.get(place)
            there = np.zeros(count, np.bool_) if own is None else own != NOTHING
            unknown = said.get(place)
            usual = self.form.unsaid[place]
            gap = np.where(there, KNOWN, PRESUMED if place in self.form.presumed else UNKNOWN)
            low = self.facts[place].kept(self.facts[place].reach[0])
            value = np.full(count, low if usual is None else usual, np.int64)
            if own is not None and place != self.receiving:
                value[there] = own[there]
            if own is not None and place == self.receiving:
                for code, names in enumerate(self.lists):
                    for name in names:
                        rows = own == code
                        received[name] = received[name] | rows if name in received else rows
            if unknown is not None:
                odd |= unknown & there
                gap[unknown] = SAID_UNKNOWN
                value[unknown] = low
            values[place], gaps[place] = value, gap.astype(np.uint8)
        self._ignore(values, gaps)
        self._dated(values, gaps, odd)
        made: dict[int, Column] = {}
        for place, value in values.items():
            kind = dtype_of(kind_of_fact(self.facts[place]))
            gap = gaps[place] if gaps[place].any() else None
            made[place] = Column(value.astype(kind, copy=False), gap)
        return made, received

    def _ignore(self, values: Mapping[int, Array], gaps: Mapping[int, Array]) -> None:
        """Fills in what does not matter."""
        for place, ignored in self.form.ignored.items():
            known = gaps[ignored.other] < UNKNOWN
            rows = (gaps[place] >= UNKNOWN) & known & (values[ignored.other] == ignored.value)
            values[place][rows] = ignored.nothing
            gaps[place][rows] = KNOWN

    def _dated(self, values: Mapping[int, Array], gaps: Mapping[int, Array], odd: Array) -> None:
        """Notes days that nobody can know of yet, and such as lie before what they follow."""
        for each in self.form.dated:
            value, rows = values[each.column], gaps[each.column] < UNKNOWN
            if each.presumed is not None:
                rows = rows & (value != each.presumed)
            if each.past:
                odd |= rows & (value > self.latest)
            if each.start is not None:
                known = gaps[each.start] < UNKNOWN
                odd |= rows & known & (value < values[each.start])


def doubtful(only_one: Sequence[OnlyOne], members: Chunk | None, offsets: Array) -> Array:
    """The households of which not exactly one member has a value that one member of each has.

    `only_one` are such values. Nothing is said while one may be that member.
    """
    made = np.zeros(len(offsets) - 1, np.bool_)
    if members is None:
        return made | bool(only_one)
    for each in only_one:
        column = members.columns[each.fact.column]
        known = np.ones(len(members), np.bool_) if column.gaps is None else column.gaps < UNKNOWN
        count = _sums_of(known & (column.values == each.code), offsets)
        unknown = _sums_of(~known, offsets)
        made |= (count > 1) | (count == 0) & (unknown == 0)
    return made


def _sums_of(truths: Array, offsets: Array) -> Array:
    running = np.concatenate(([0], np.cumsum(truths)))
    return running[offsets[1:]] - running[offsets[:-1]]
