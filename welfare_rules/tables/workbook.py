"""Excel workbooks in: the sheets of households and members, and what in them is no value.

What is hidden (rows, by hand or by a filter, columns, a whole sheet) is read like the rest, and
told. A heading in merged cells is that of every column below them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from itertools import count, groupby
from pathlib import Path
from typing import Any

from welfare_rules.basics.text import Words
from welfare_rules.findings import (
    EngineMissing,
    Finding,
    Hint,
    Place,
    finding,
    nearest,
    system_words,
)
from welfare_rules.language.types import Entity
from welfare_rules.tables.cells import BLANKS
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.sheet import Sheet, sheet_of
from welfare_rules.tables.table import BATCH, Batch, Spotted, Table, Trouble, Unreadable, letters

SHEETS: Mapping[Entity, tuple[str, ...]] = {
    Entity.HOUSEHOLD: ("家庭", "households"),
    Entity.MEMBER: ("成员", "members"),
}
MOST_CELLS = 50_000_000
"""What the filled cells of a sheet may span, empty ones among them: all are laid out in memory."""
_TOLD = 8  # stretches of hidden rows

Corner = tuple[int, int]
Merged = Sequence[tuple[Corner, Corner]]  # row and column of the first cell and of the last, from 0


def open_workbook(path: Path, name: str, sheets: Sequence[str], mapping: TableMap) -> Table:
    """The table on the sheet of a workbook that has one of these names, or that the mapping names.

    Raises EngineMissing, Unreadable.
    """
    book = _opened(path, name)
    sheet_name = _sheet(book.sheet_names, name, sheets, mapping)
    found = sheet_of(path, sheet_name, MOST_CELLS)
    if found.area > MOST_CELLS:
        what = Words(
            "工作表的格子（到最后一个有内容的为止）", "cells up to the last one that is filled"
        )
        here = Place(name, path=sheet_name)
        raise Unreadable(finding("WR412", here, what=what, limit=MOST_CELLS))
    sheet = book.get_sheet_by_name(sheet_name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    merged: Merged = sheet.merged_cell_ranges or ()
    unseen = any(each.name == sheet_name and _is_hidden(each) for each in book.sheets_metadata)
    book.close()
    if len(rows) < mapping.header:
        why = Words("没有标题行", "it has no row of headings")
        raise Unreadable(finding("WR452", Place(name, path=sheet_name), why=why))
    heads = _heads(rows, merged, mapping.header - 1)
    _note_merged(found, merged, mapping.header)

    def batches() -> Iterator[Batch]:
        for begins in range(mapping.header, len(rows), BATCH):
            some = [
                (number + 1, rows[number])
                for number in range(begins, min(begins + BATCH, len(rows)))
                if _says_anything(rows[number]) or number + 1 in found.troubles
            ]
            cells = tuple([row[place] for _, row in some] for place in range(len(heads)))
            yield Batch(cells, [number for number, _ in some])

    table = Table(name, heads, batches, "sheet", sheet_name, found.troubles)
    hidden = [
        row
        for row in found.hidden_rows
        if mapping.header < row <= len(rows) and _says_anything(rows[row - 1])
    ]
    told = _hidden(table, mapping, found.hidden_columns, hidden, unseen=unseen)
    return replace(table, told=tuple(told))


def has_members(path: Path, mapping: TableMap) -> bool:
    """Whether a workbook has a sheet of members beside that of households."""
    names = _opened(path, str(path)).sheet_names
    return mapping.sheet in names or any(each in names for each in SHEETS[Entity.MEMBER])


def _opened(path: Path, name: str) -> Any:
    if find_spec("python_calamine") is None:
        command = "pip install 'welfare-rules[excel]'"
        raise EngineMissing(
            Words(f"读取 Excel 须安装：{command}", f"Excel needs an extra: run {command}")
        )
    try:
        path.open("rb").close()
        return import_module("python_calamine").CalamineWorkbook.from_path(path)
    except OSError as error:
        raise Unreadable(finding("WR452", Place(name), why=system_words(error))) from None
    except Exception as error:  # its own kinds of errors for what is no workbook
        why = Words(f"不是 Excel 工作簿：{error}", f"it is no Excel workbook: {error}")
        raise Unreadable(finding("WR452", Place(name), why=why)) from None


def _sheet(names: Sequence[str], file: str, sheets: Sequence[str], mapping: TableMap) -> str:
    wanted = sheets if mapping.sheet is None else (mapping.sheet,)
    there = [each for each in wanted if each in names]
    if len(there) > 1:
        why = Words(
            f"{'、'.join(there)}都有：请在对应表里写 sheet",
            f"it has {' and '.join(there)}: say sheet in the mapping",
        )
        raise Unreadable(finding("WR452", Place(file), why=why))
    found = there[0] if there else None
    if found is None and mapping.sheet is None and len(names) == 1:
        found = names[0]
    if found is None:
        raise Unreadable(_no_sheet(file, wanted[0], names))
    return found


def _no_sheet(file: str, wanted: str, names: Sequence[str]) -> Finding:
    near: str | Hint = nearest(wanted, names)
    return finding("WR453", Place(file), got=wanted, want=", ".join(names), nearest=near)


def _head(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def _says_anything(row: Sequence[Any]) -> bool:
    """Whether any cell of a row is more than blanks."""
    return any(type(cell) is not str or cell.strip(BLANKS) for cell in row)


# --- merged cells ---


def _heads(rows: Sequence[Sequence[Any]], merged: Merged, row: int) -> tuple[str, ...]:
    """The headings in a row; merged cells that reach into it are one heading for all columns."""
    cells = [*rows[row]]
    for (first_row, first), (last_row, last) in merged:
        if first_row <= row <= last_row:
            for place in range(first, min(last + 1, len(cells))):
                cells[place] = rows[first_row][first]
    return tuple(_head(each) for each in cells)


def _note_merged(found: Sheet, merged: Merged, header: int) -> None:
    """Notes that cells of the rows below the headings are merged: which of them has the value,
    nobody knows.
    """
    for (first_row, first), (last_row, last) in merged:
        told = f"{letters(first)}{first_row + 1}:{letters(last)}{last_row + 1}"
        for row in range(max(first_row, header) + 1, last_row + 2):
            found.troubles.setdefault(row, []).append(Trouble(first, last, "WR450", told))


# --- what is hidden ---


def _is_hidden(sheet: Any) -> bool:
    return str(sheet.visible) != "SheetVisibleEnum.Visible"


def _hidden(
    table: Table,
    mapping: TableMap,
    columns: Sequence[tuple[int, int]],
    rows: Sequence[int],
    *,
    unseen: bool,
) -> Iterator[Spotted]:
    """What is told of a hidden sheet, of hidden columns with headings, and of hidden rows."""
    row = mapping.header
    if unseen:
        told = finding("WR460", Place(table.name, path=table.sheet), got=table.sheet)
        yield Spotted(told, row)
    for place, head in enumerate(table.heads):
        is_read = bool(head.strip(BLANKS)) and head.strip(BLANKS) not in mapping.ignore
        if is_read and any(first <= place <= last for first, last in columns):
            yield Spotted(finding("WR459", table.place(row, place), got=head), row, head)
    if rows:
        told = finding("WR458", table.place_of_row(rows[0]), count=len(rows), got=_stretches(rows))
        yield Spotted(told, rows[0])


def _stretches(rows: Sequence[int]) -> str:
    """Row numbers in order, those that follow one another as one: `5, 7:9`."""
    number = count()
    runs = [[*run] for _, run in groupby(rows, key=lambda row: row - next(number))]
    made = [str(run[0]) if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs[:_TOLD]]
    return ", ".join([*made, "…"] if len(runs) > _TOLD else made)
