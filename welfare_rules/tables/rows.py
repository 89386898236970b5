"""The rows of one table as what a case would have, with the address of all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.basics.id_number import looks_like_id_number
from welfare_rules.basics.text import Words
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.findings import Finding, Place, TableError, finding, nearest, shortened
from welfare_rules.language.types import Entity
from welfare_rules.tables.cells import BLANKS, NotRead
from welfare_rules.tables.headings import Heading, Headings
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.table import Spotted, Table

SUMS = frozenset({"合计", "总计", "小计", "共计", "总和", "total", "sum"})
_OF_AREA = 6  # digits of an ID number that say where it was given


@dataclass(slots=True)
class Row:
    """One row as it was read: what a case would have, and whether anything in it is wrong."""

    row: int
    id: str = ""
    household: str = ""
    town: str = ""
    bad: bool = False
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class Rows:
    """The rows of a table as what a case would have. Texts that come again are read once."""

    table: Table
    head: Headings
    mapping: TableMap
    entity: Entity
    labels: Labels
    spotted: Callable[[Table, Spotted], None]
    memory: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])

    def __iter__(self) -> Iterator[Row]:
        columns, titles = self.head.columns, self.head.titles
        by_place = {each.place: each for each in columns}
        places = [*by_place]
        first = columns[0].place if columns else 0
        for batch in self.table.small_batches():
            told = [self._told(each, batch.columns[each.place]) for each in columns]
            begins = batch.columns[first]
            for place, values in enumerate(zip(*told, strict=True)):
                row = Row(batch.rows[place])
                if self._is_no_data(begins[place], titles, row):
                    continue
                for at, told_of_it in self.table.without_value(row.row, places):
                    self._wrong(row, by_place[at], told_of_it)
                for column, value in zip(columns, values, strict=True):
                    if value is not None:
                        self._put(row, column, value)
                self._needed(row)
                yield row

    def _told(self, column: Heading, cells: Sequence[object]) -> list[Any]:
        known, told = self.memory.setdefault(column.place, {}), column.told
        made: list[Any] = []
        for cell in cells:
            if type(cell) is str:
                value = known.get(cell, known)
                if value is known:
                    value = known[cell] = told(cell)
                made.append(value)
            else:
                made.append(None if cell is None else told(cell))
        return made

    def _put(self, row: Row, column: Heading, value: Any) -> None:
        if isinstance(value, NotRead):
            self._wrong(row, column, finding(value.code, self._at(row, column), **value.details))
            return
        match column.role:
            case "fact":
                if column.fact in row.facts:
                    other = self._other(column)
                    told = finding("WR456", self._at(row, column), got=column.head, other=other)
                    self._wrong(row, column, told)
                row.facts[column.fact] = {"per_year": value} if column.per_year else value
            case "unknown":
                self._unknown(row, column, value)
            case "id":
                row.id = value
                self._no_number(row, column)
            case "household":
                row.household = value
            case "town":
                row.town = value

    def _unknown(self, row: Row, column: Heading, names: Sequence[str]) -> None:
        """Notes the facts that are said to be unknown; columns of facts stand before."""
        words = self.labels.facts[self.entity]
        if len(names) > len(words):
            what = Words("一行未知的事项", "unknown facts of a row")
            told = finding("WR412", self._at(row, column), what=what, limit=len(words))
            self._wrong(row, column, told)
            return
        for name in names:
            fact = words.get(name)
            if fact is None:
                near = nearest(name[:60], words)
                told = finding("WR402", self._at(row, column), got=name[:60], nearest=near)
                self._wrong(row, column, told)
            elif fact in row.facts:
                told = finding("WR454", self._at(row, column), got=name)
                self._wrong(row, column, told)
            else:
                row.facts[fact] = dict(SAID_UNKNOWN)

    def _no_number(self, row: Row, column: Heading) -> None:
        """Refuses the whole table where members are called by their ID numbers."""
        of_member = self.entity is Entity.MEMBER
        if of_member and not self.mapping.id_numbers and looks_like_id_number(row.id):
            raise TableError([finding("WR444", self._at(row, column))])

    def _needed(self, row: Row) -> None:
        for column in self.head.columns:
            missing = (column.role == "id" and not row.id) or (
                column.role == "household" and not row.household
            )
            if missing and not row.bad:
                self._wrong(row, column, finding("WR409", self._at(row, column), want=column.head))

    def _is_no_data(self, cell: object, titles: Collection[str], row: Row) -> bool:
        """Whether a row is a sum or headings: told, and never read as a household."""
        told = no_data(self.table, self.mapping, titles, cell, row.row)
        if told is not None:
            self.spotted(self.table, Spotted(told, row.row))
        return told is not None

    def _other(self, column: Heading) -> str:
        return next(
            each.head
            for each in self.head.columns
            if each.fact == column.fact and each.per_year is not column.per_year
        )

    def _at(self, row: Row, column: Heading) -> Place:
        return self.table.place(row.row, column.place)

    def _wrong(self, row: Row, column: Heading, told: Finding) -> None:
        row.bad = True
        self.spotted(self.table, Spotted(told, row.row, column.head))


def no_data(
    table: Table, mapping: TableMap, titles: Collection[str], cell: object, row: int
) -> Finding | None:
    """What is told of a row that is a sum of others or has headings again, by its first cell; None
    for one of data.
    """
    if not isinstance(cell, str) or not is_no_data(cell, mapping, titles):
        return None
    text = cell.strip(BLANKS)
    code = "WR457" if text in mapping.skip else "WR461" if text in titles else "WR451"
    return finding(code, table.place_of_row(row), got=text[:40])


def is_no_data(cell: str, mapping: TableMap, titles: Collection[str] = ()) -> bool:
    """Whether the first cell of a row says that it is a sum of others, headings again, or not to be
    read.

    >>> from welfare_rules.tables.mapping import AS_IT_IS
    >>> [is_no_data(each, AS_IT_IS.members, {"户号"}) for each in (" 合 计", "户号", "h1")]
    [True, True, False]
    """
    text = cell.strip(BLANKS)
    if text and (text in mapping.skip or text in titles):
        return True
    return text.lower().replace(" ", "").replace("\u3000", "") in SUMS


def shown(name: str) -> str:
    """An id as findings show it; of what looks like an ID number only the area.

    >>> shown("h1"), shown("32092219500101102X")
    ('h1', '320922************')
    """
    if looks_like_id_number(name):
        return name[:_OF_AREA].ljust(len(name), "*")
    return shortened(name)
