"""A table as it was given: headings, and rows in batches, each cell with its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from welfare_rules.findings import Finding, Place, TableError, finding

Counted = Literal["file", "sheet", "memory"]
"""Whose rows are counted: lines of a text file, rows of a sheet, both from 1, or those of a table
in memory, from 0 as data frames count them."""

Cells = Sequence[Any]
BATCH = 8192
"""Rows that are read at once."""
WIDE = 1 << 17
"""Rows that are read at once where nothing is made for each of them."""


class Unreadable(TableError):
    """What was given is no table; its one finding says why."""

    def __init__(self, found: Finding) -> None:
        super().__init__([found])

    def __reduce__(self) -> tuple[type[TableError], tuple[tuple[Finding, ...]]]:
        return TableError, (self.findings,)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that follow one another: a list of cells for each column, and the number of each row."""

    columns: tuple[Sequence[object], ...]
    rows: Sequence[int]

    def parts(self) -> Iterator[Batch]:
        """The rows, no more at a time than are read at once one by one."""
        if len(self.rows) <= BATCH:
            yield self
            return
        for first in range(0, len(self.rows), BATCH):
            some = slice(first, first + BATCH)
            yield Batch(tuple(each[some] for each in self.columns), self.rows[some])


@dataclass(frozen=True, slots=True)
class Trouble:
    """Cells of a row, from column to column, that hold no value: the code of a finding and what
    they hold.
    """

    first: int
    last: int
    code: str
    got: str


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows. `batches` reads the rows, as often as it is called.

    `name` is what places call it, `sheet` the sheet of a workbook; `troubles` has by row what a
    source knows of cells that hold no value, `told` what it has to tell of the table as a whole.
    """

    name: str
    heads: tuple[str, ...]
    batches: Callable[[], Iterator[Batch]] = field(repr=False)
    counted: Counted = "memory"
    sheet: str = ""
    troubles: Mapping[int, Sequence[Trouble]] = field(
        default_factory=dict[int, Sequence[Trouble]], repr=False
    )
    told: Sequence[Spotted] = ()

    def small_batches(self) -> Iterator[Batch]:
        """The rows, as many at a time as are looked at one by one."""
        for batch in self.batches():
            yield from batch.parts()

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands.

        >>> Table("m.csv", ("id", "wage"), lambda: iter(()), "file").place(17, 1)
        Place(file='m.csv', line=17, column=2, path='')
        >>> Table("m.xlsx", ("id",), lambda: iter(()), "sheet", "members").place(17, 27).path
        'members!AB17'
        """
        match self.counted:
            case "file":
                return Place(self.name, row, column + 1)
            case "sheet":
                return Place(self.name, path=f"{self.sheet}!{letters(column)}{row}")
            case "memory":
                return Place(self.name, path=f"{self.heads[column]}[{row}]")

    def without_value(self, row: int, places: Sequence[int]) -> Iterator[tuple[int, Finding]]:
        """Those of some cells of a row that hold no value, by their columns, each with what is told
        of it.
        """
        for each in self.troubles.get(row, ()):
            for place in places:
                if each.first <= place <= each.last:
                    yield place, finding(each.code, self.place(row, place), got=each.got)

    def place_of_row(self, row: int) -> Place:
        """Where a row stands as a whole."""
        return Place(self.name, path=f"[{row}]") if self.counted == "memory" else self.place(row, 0)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A finding in a table: which row, and under which heading (empty for the whole row)."""

    finding: Finding
    row: int
    head: str = ""


def letters(column: int) -> str:
    """The letters of a column of a sheet, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    made = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        made = chr(ord("A") + place) + made
    return made


def column_of(text: str) -> int:
    """The column of a sheet that has these letters, counted from 0.

    >>> column_of("A"), column_of("AB"), column_of("XFD")
    (0, 27, 16383)
    """
    place = 0
    for each in text:
        place = place * 26 + ord(each) - ord("A") + 1
    return place - 1


def listed(cells: Cells) -> Cells:
    """The cells of a column as a list; those of an array as Python values."""
    as_list = getattr(cells, "tolist", None)
    return cells if as_list is None else as_list()
