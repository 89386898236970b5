"""A register of an agency as events: a row is what it says of one person.

A mapping file says what its columns mean, and what is the same in all rows: who tells it, of which
period, on which day it was heard. A row is named by its own number where the register has one, else
by what it says, so that the same row of the same file is one event however often it comes.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, Self, cast

from pydantic import StringConstraints

from welfare_rules.basics.canonical import canonical
from welfare_rules.basics.days import day_text
from welfare_rules.basics.nearest import closest
from welfare_rules.events.event import COVERS, Covers, EventReader, Line
from welfare_rules.findings import CaseError, Finding, Place, TableError, finding, shortened
from welfare_rules.tables.cells import BLANKS, NotRead, Told, identity, said, teller
from welfare_rules.tables.headings import OF_A_YEAR, PER_YEAR
from welfare_rules.tables.mapping import Closed, TableMap, read_as
from welfare_rules.tables.rows import no_data
from welfare_rules.tables.sources import table_of_file
from welfare_rules.tables.table import Batch, Table

SHEETS = ("事件", "events")
NUMBERS = ("id_number", "身份证号码", "身份证号", "公民身份号码")
NAMES = ("name", "姓名")
_ROLES: Mapping[str, str] = {
    "id": "id",
    **dict.fromkeys(NUMBERS, "person.id_number"),
    **dict.fromkeys(NAMES, "person.name"),
    "birth_date": "person.birth_date",
    "出生日期": "person.birth_date",
    "type": "type",
    "time": "time",
    "received": "received",
    "covers": "covers",
    "corrects": "corrects",
    "withdraws": "withdraws",
}
"""What a column may be besides a fact: where its cells stand in an event."""
_PERIOD = re.compile(r"([0-9]{4})(?:年|(?:[-/.年]([0-9]{1,2})|([0-9]{2}))月?)?")
_SIZE = 12  # bytes of a name that is made of what a row says


class RegisterMap(TableMap):
    """What a mapping says of a register.

    `source` is who tells it, `type` what it is of. `covers` is the period of all rows that do not
    say their own; `time` is the heading under which the day stands on which it happened.
    """

    source: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    type: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    covers: Annotated[str, StringConstraints(pattern=COVERS)] | None = None
    time: str | None = None


class _Whole(Closed):
    events: RegisterMap


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: where its cells stand in an event, and what makes values of them."""

    place: int
    head: str
    key: str  # `set.wage`, `person.name`, `covers`
    told: Told
    per_year: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register that was opened, with the meaning of its columns. `secret` goes into the names of
    rows, which nobody can then guess back to a person.
    """

    table: Table
    mapping: RegisterMap
    columns: tuple[Column, ...]
    reader: EventReader
    received: int
    secret: bytes = field(repr=False)

    @classmethod
    def open(
        cls,
        path: Path,
        mapping: str | Path | Mapping[str, Any],
        reader: EventReader,
        received: int,
        secret: bytes,
    ) -> Self:
        """The register in a CSV, Parquet or Excel file. `received` is the day on which it came,
        of rows that say no other.

        Raises RequestError for a mapping, TableError for a file that cannot be used.
        """
        mapped = read_as(_Whole, mapping).events
        table = table_of_file(path, str(path), SHEETS, mapped)
        columns = _Naming(table, mapped, reader).columns()
        return cls(table, mapped, columns, reader, received, secret)

    def __len__(self) -> int:
        return sum(len(each.rows) for each in self.table.batches())

    def lines(self) -> Iterator[Line]:
        """The events of its rows in their order, each with what is to be told of its row.

        A row that cannot be read stops no other. Raises TableError for a file that is damaged.
        """
        for each in self.table.told:
            yield Line(each.finding.place, "", None, (each.finding,))
        for batch in self.table.batches():
            yield from self._of_batch(batch)

    def _of_batch(self, batch: Batch) -> Iterator[Line]:
        first = self.columns[0].place
        titles = {self.columns[0].head.strip(BLANKS)}
        cells = [[each.told(cell) for cell in batch.columns[each.place]] for each in self.columns]
        for number, begins, *values in zip(batch.rows, batch.columns[first], *cells, strict=True):
            place = self.table.place_of_row(number)
            told = no_data(self.table, self.mapping, titles, begins, number)
            if told is not None:
                yield Line(place, "", None, (told,))
                continue
            wrong = [*self._no_values(number, values)]
            if wrong:
                yield Line(place, "", None, tuple(wrong))
                continue
            told = self._told(values)
            try:
                event = self.reader.read(told)
            except CaseError as error:
                found = tuple(self._placed(each, number) for each in error.findings)
                yield Line(place, "", None, found)
            else:
                doubts = tuple(self._placed(each, number) for each in event.findings)
                yield Line(place, json.dumps(told, ensure_ascii=False), event, doubts)

    def _no_values(self, row: int, values: Sequence[Any]) -> Iterator[Finding]:
        """What is told of the cells of a row that hold no value."""
        places = [each.place for each in self.columns]
        yield from (told for _, told in self.table.without_value(row, places))
        for each, value in zip(self.columns, values, strict=True):
            if isinstance(value, NotRead):
                yield finding(value.code, self.table.place(row, each.place), **value.details)

    def _told(self, values: Sequence[Any]) -> dict[str, Any]:
        """The event that a row tells, as JSON has it."""
        told: dict[str, Any] = {"source": self.mapping.source, "type": self.mapping.type}
        told |= {"person": {}, "set": {}}
        if self.mapping.covers is not None:
            told["covers"] = self.mapping.covers
        for column, value in zip(self.columns, values, strict=True):
            if value is None:
                continue
            made = {"per_year": _plain(value)} if column.per_year else _plain(value)
            where, _, inner = column.key.rpartition(".")
            (told[where] if where else told)[inner] = made
            if column.head.strip(BLANKS) == self.mapping.time:
                told["time"] = made
        if "time" not in told and isinstance(told.get("covers"), str):
            told["time"] = day_text(Covers.of(told["covers"]).first)
        named = canonical({key: each for key, each in told.items() if key != "received"})
        name = blake2b(named, key=self.secret, digest_size=_SIZE).hexdigest()
        return {"id": name, "received": day_text(self.received)} | told

    def _placed(self, each: Finding, row: int) -> Finding:
        """A finding of an event, at the cell that it is about, else at the row."""
        path = each.place.path
        column = next((one for one in self.columns if path and _about(path, one.key)), None)
        where = self.table.place_of_row(row)
        if column is not None:
            where = self.table.place(row, column.place)
        return replace(each, place=where)


def _about(path: str, key: str) -> bool:
    return path == key or path.startswith((f"{key}.", f"{key}["))


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: a day as text, a number of a spreadsheet with its digits."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return cast(Any, value) if isinstance(value, (str, int, list)) else str(value)


def _period(cell: object) -> Any:
    """A month or year as it is written: 2021-09, 202109, 2021年9月, 2021."""
    value = said(cell)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    match = _PERIOD.fullmatch(str(value)) if isinstance(value, (str, int)) else None
    if match is None or isinstance(value, bool):
        return value
    year, *months = match.groups()
    month = next((each for each in months if each), None)
    return year if month is None else f"{year}-{int(month):02d}"


@dataclass(frozen=True, slots=True)
class _Naming:
    """The headings of a register, held against its mapping and the words of the law."""

    table: Table
    mapping: RegisterMap
    reader: EventReader
    found: list[Finding] = field(default_factory=list[Finding])
    taken: dict[str, str] = field(default_factory=dict[str, str])

    def columns(self) -> tuple[Column, ...]:
        """The columns that are read. Raises TableError with all that is wrong with the headings."""
        heads = enumerate(self.table.heads)
        made = tuple(each for at, head in heads if (each := self._column(at, head)) is not None)
        wanted = self.mapping.time
        if wanted is not None and not any(each.head.strip(BLANKS) == wanted for each in made):
            self.found.append(finding("WR442", self._at(0), want=wanted))
        if not any(each.key.startswith("person.") for each in made):
            self.found.append(finding("WR442", self._at(0), want="id_number"))
        if self.found:
            raise TableError(self.found)
        return made

    def _column(self, place: int, head: str) -> Column | None:
        written = head.strip(BLANKS)
        if not written or written in self.mapping.ignore:
            return None
        word = self.mapping.columns.get(written, written)
        role = _ROLES.get(word)
        if role is not None:
            return self._once(Column(place, head, role, self._of_role(role, written)))
        base = word.removesuffix(PER_YEAR).removesuffix(OF_A_YEAR)
        per_year = base != word
        fact = self.reader.fact(base)
        if fact is None or (per_year and not fact.flow):
            self._unknown(place, word)
            return None
        told = self.mapping.teller(fact, written, teller(fact.type.kind))
        return self._once(Column(place, head, f"set.{fact.id}", told, per_year))

    def _of_role(self, role: str, head: str) -> Told:
        if role == "covers":
            return _period
        if role in ("time", "received", "person.birth_date"):
            return self.mapping.day_teller()
        return identity

    def _unknown(self, place: int, word: str) -> None:
        words = (*_ROLES, *(one for each in self.reader.labels.facts.values() for one in each))
        near = lambda: closest(word[:60], words)  # noqa: E731
        self.found.append(finding("WR440", self._at(place), got=shortened(word, 60), nearest=near))

    def _once(self, column: Column) -> Column | None:
        if column.key in self.taken:
            other = self.taken[column.key]
            at = self._at(column.place)
            self.found.append(finding("WR416", at, got=column.head, other=other))
            return None
        self.taken[column.key] = column.head
        return column

    def _at(self, place: int) -> Place:
        row = self.mapping.header if self.table.counted != "memory" else 0
        return self.table.place(row, place)
