"""Excel workbooks in: the sheets of households and members, and what in them is no value.

Values are read by calamine. It shows a cell with an error, or a formula that was never worked out,
as empty; so these are looked for in the sheet itself, where any are.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

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
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.table import BATCH, Batch, Table, Trouble, Unreadable, letters

SHEETS: Mapping[Entity, tuple[str, ...]] = {
    Entity.HOUSEHOLD: ("家庭", "households"),
    Entity.MEMBER: ("成员", "members"),
}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_PART = 1 << 20
_SIGNS = (b't="e"', b"<f")  # without which a sheet has neither errors nor formulas


def open_workbook(path: Path, name: str, sheets: Sequence[str], mapping: TableMap) -> Table:
    """The table on the sheet of a workbook that has one of these names, or that the mapping names.

    Raises EngineMissing, Unreadable.
    """
    book = _opened(path, name)
    sheet_name = _sheet(book.sheet_names, name, sheets, mapping)
    sheet = book.get_sheet_by_name(sheet_name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    book.close()
    if len(rows) < mapping.header:
        why = Words("没有标题行", "it has no row of headings")
        raise Unreadable(finding("WR452", Place(name, path=sheet_name), why=why))
    heads = tuple(_head(each) for each in rows[mapping.header - 1])
    troubles = _troubles(path, sheet_name)
    for (first_row, first), (last_row, last) in sheet.merged_cell_ranges or ():
        if last_row >= mapping.header:
            told = f"{letters(first)}{first_row + 1}:{letters(last)}{last_row + 1}"
            for row in range(max(first_row, mapping.header) + 1, last_row + 2):
                here = Trouble(first, last, "WR450", told)
                troubles.setdefault(row, []).append(here)

    def batches() -> Iterator[Batch]:
        for begins in range(mapping.header, len(rows), BATCH):
            some = [
                (number + 1, rows[number])
                for number in range(begins, min(begins + BATCH, len(rows)))
                if any(cell != "" for cell in rows[number]) or number + 1 in troubles
            ]
            cells = tuple([row[place] for _, row in some] for place in range(len(heads)))
            yield Batch(cells, [number for number, _ in some])

    return Table(name, heads, batches, "sheet", sheet_name, troubles)


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
    found = next((each for each in wanted if each in names), None)
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


# --- errors, and formulas without a value ---


def _troubles(path: Path, sheet: str) -> dict[int, list[Trouble]]:
    """By row, the cells that hold an error or a formula without its value; of .xlsx alone."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        part = _part_of(book, sheet)
        if part is None:
            return {}
        with book.open(part) as stream:
            if not _has_any(stream, _SIGNS):
                return {}
        with book.open(part) as stream:
            return _wrong_cells(stream)


def _part_of(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The file inside a workbook that holds a sheet."""
    try:
        listed = ElementTree.fromstring(book.read("xl/workbook.xml"))
        related = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    ids = [each.get(_RELATED) for each in listed.iter(f"{_MAIN}sheet") if each.get("name") == sheet]
    targets = {each.get("Id"): each.get("Target") or "" for each in related.iter(_RELATION)}
    target = targets.get(ids[0]) if ids else None
    if target is None:
        return None
    part = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return part if part in book.namelist() else None


def _has_any(stream: IO[bytes], signs: Sequence[bytes]) -> bool:
    before = b""
    while part := stream.read(_PART):
        if any(each in before + part for each in signs):
            return True
        before = part[-8:]
    return False


def _wrong_cells(stream: IO[bytes]) -> dict[int, list[Trouble]]:
    found: dict[int, list[Trouble]] = {}
    for _, cell in ElementTree.iterparse(stream):
        if cell.tag == f"{_MAIN}row":
            cell.clear()
        if cell.tag != f"{_MAIN}c":
            continue
        value, match = cell.find(f"{_MAIN}v"), _ADDRESS.fullmatch(cell.get("r") or "")
        unworked = cell.find(f"{_MAIN}f") is not None and value is None
        if match is None or not (cell.get("t") == "e" or unworked):
            continue
        place = _place(match[1])
        code, got = (
            ("WR449", "")
            if unworked
            else ("WR448", (value.text or "") if value is not None else "")
        )
        found.setdefault(int(match[2]), []).append(Trouble(place, place, code, got))
    return found


def _place(text: str) -> int:
    """The place of a column by its letters, counted from 0."""
    place = 0
    for each in text:
        place = place * 26 + ord(each) - ord("A") + 1
    return place - 1
