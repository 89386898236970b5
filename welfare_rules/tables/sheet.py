"""What a sheet of an .xlsx workbook says that the reader of its values does not tell.

Values are read by calamine. It shows a cell with an error, or a formula that was never worked
out, as empty; it does not say which rows and columns are hidden; and it lays out in memory the
whole area that the filled cells span, however far apart they stand. So these are looked for in the
sheet itself, in one pass over its text, and cell by cell only where there is an error or a formula.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from welfare_rules.tables.table import Trouble, column_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_PART = 1 << 20
_WRONG = (b't="e"', b"<f")  # without which a sheet has neither errors nor formulas
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_TAG = re.compile(rb"<(?:\w+:)?(row|col)\s([^>]*)>")
_NUMBER_OF = {
    name: re.compile(rb"\b" + name.encode() + rb"=[\"']([0-9]{1,9})[\"']")
    for name in ("r", "min", "max")
}
_COLUMNS = re.compile(rb' r="([A-Z]{1,7})')  # as every program writes the address of a cell
_COLUMNS_OTHERWISE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,7})")
_ROWS = re.compile(rb"\br\s*=\s*[\"'][A-Z]*([0-9]{1,9})")
_ALL_ROWS = 1_048_576  # of a sheet


@dataclass(slots=True)
class Sheet:
    """What was found in a sheet: cells without a value by their rows, hidden rows (counted from 1)
    and columns (from 0), and how many cells the filled ones span.
    """

    troubles: dict[int, list[Trouble]] = field(default_factory=dict[int, list[Trouble]])
    hidden_rows: list[int] = field(default_factory=list[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    area: int = 0


def sheet_of(path: Path, name: str, most: int) -> Sheet:
    """What is found in a sheet; nothing in what is no .xlsx. Where the filled cells span more than
    so many nothing else is looked for.
    """
    found = Sheet()
    if not zipfile.is_zipfile(path):
        return found
    with zipfile.ZipFile(path) as book:
        part = _part_of(book, name)
        if part is None:
            return found
        with book.open(part) as stream:
            columns, wrong, hidden = _looked_over(stream)
        found.area = columns * _ALL_ROWS
        if found.area > most:
            with book.open(part) as stream:
                found.area = columns * _last_row(stream)
        if found.area > most:
            return found
        if hidden:
            with book.open(part) as stream:
                _note_hidden(stream, found)
        if wrong:
            with book.open(part) as stream:
                found.troubles.update(_wrong_cells(stream))
    return found


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


# --- over its text ---


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    """The text of a sheet piece by piece, none of which ends within a tag."""
    rest = b""
    while part := stream.read(_PART):
        whole, begins, rest = (rest + part).rpartition(b"<")
        yield whole
        rest = begins + rest
    yield rest


def _looked_over(stream: IO[bytes]) -> tuple[int, bool, bool]:
    """How many columns the cells span, whether any may hold no value, and whether any is hidden."""
    letters: set[bytes] = set()
    wrong = hidden = False
    for part in _parts(stream):
        usual = b"'" not in part and b" =" not in part and b"= " not in part
        letters.update((_COLUMNS if usual else _COLUMNS_OTHERWISE).findall(part))
        wrong = wrong or any(each in part for each in _WRONG)
        hidden = hidden or (b"hidden" in part and _HIDDEN.search(part) is not None)
    return max((column_of(each.decode()) + 1 for each in letters), default=0), wrong, hidden


def _last_row(stream: IO[bytes]) -> int:
    numbers: set[bytes] = set()
    for part in _parts(stream):
        numbers.update(_ROWS.findall(part))
    return max(map(int, numbers), default=0)


def _note_hidden(stream: IO[bytes], found: Sheet) -> None:
    """Notes the rows and columns that are hidden, by hand or by a filter."""
    for part in _parts(stream):
        for what, said in _TAG.findall(part):
            if _HIDDEN.search(said) is None:
                continue
            numbers = {
                name: int(match[1])
                for name, pattern in _NUMBER_OF.items()
                if (match := pattern.search(said)) is not None
            }
            match what, numbers:
                case b"row", {"r": row}:
                    found.hidden_rows.append(row)
                case b"col", {"min": first, "max": last}:
                    found.hidden_columns.append((first - 1, last - 1))
                case _:
                    pass


# --- cell by cell ---


def _wrong_cells(stream: IO[bytes]) -> Mapping[int, list[Trouble]]:
    """By row, the cells that hold an error or a formula without its value."""
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
        place = column_of(match[1])
        code, got = (
            ("WR449", "")
            if unworked
            else ("WR448", (value.text or "") if value is not None else "")
        )
        found.setdefault(int(match[2]), []).append(Trouble(place, place, code, got))
    return found
