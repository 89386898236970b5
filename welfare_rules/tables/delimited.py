"""CSV in and out, in the encodings in which it arrives.

A mark at the beginning says UTF-8; without one it is UTF-8 if it can be, else GB18030, in which
Chinese spreadsheet programs save (rare characters of names among it). What is written is marked
UTF-8, which they open as it is.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from welfare_rules.basics.text import Words
from welfare_rules.findings import Place, finding, system_words
from welfare_rules.tables.cells import BLANKS
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.table import Batch, Table, Unreadable

_PART = 1 << 20
AT_ONCE = 512
"""Rows that are read at once: so many that their cells stay in the cache of a processor."""
MOST_LETTERS = 1 << 20  # of a cell


def open_csv(path: Path, name: str, mapping: TableMap) -> Table:
    """The table in a CSV file; raises Unreadable."""
    try:
        encoding = encoding_of(path)
    except OSError as error:
        raise Unreadable(finding("WR452", Place(name), why=system_words(error))) from None
    if encoding is None:
        why = Words("既不是 UTF-8 也不是 GB18030", "it is neither UTF-8 nor GB18030")
        raise Unreadable(finding("WR452", Place(name), why=why))
    with _opened(path, encoding) as stream:
        heads = _heads(stream, name, mapping)

    def batches() -> Iterator[Batch]:
        with _opened(path, encoding) as again:
            yield from _batches(again, len(heads), name, mapping)

    return Table(name, heads, batches, "file")


def encoding_of(path: Path) -> str | None:
    """How the bytes of a file are to be read; None where neither encoding fits all of them."""
    with path.open("rb") as stream:
        if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
            return "utf-8-sig"
    return next((each for each in ("utf-8", "gb18030") if _fits(path, each)), None)


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while part := stream.read(_PART):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _opened(path: Path, encoding: str) -> IO[str]:
    return path.open(encoding=encoding, newline="")


def _rows(stream: IO[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with the line on which each begins."""
    csv.field_size_limit(max(csv.field_size_limit(), MOST_LETTERS))
    rows = csv.reader(stream)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except (csv.Error, UnicodeDecodeError) as error:
        why = Words(f"第 {line} 行：{error}", str(error))
        raise Unreadable(finding("WR452", Place(name, line), why=why)) from None


def _heads(stream: IO[str], name: str, mapping: TableMap) -> tuple[str, ...]:
    row = next(islice(_rows(stream, name), mapping.header - 1, None), None)
    if row is None:
        why = Words("没有标题行", "it has no row of headings")
        raise Unreadable(finding("WR452", Place(name), why=why))
    return tuple(row[1])


def _batches(stream: IO[str], width: int, name: str, mapping: TableMap) -> Iterator[Batch]:
    rows = islice(_rows(stream, name), mapping.header, None)
    while block := list(islice(rows, AT_ONCE)):
        kept = [each for each in block if _says_anything(each[1])]
        cells = [row for _, row in kept]
        for place, row in enumerate(cells):
            if len(row) > width and any(row[width:]):
                why = Words("这一行比标题行长", "this row is longer than that of the headings")
                raise Unreadable(finding("WR452", Place(name, kept[place][0]), why=why))
            if len(row) < width:
                cells[place] = row + [""] * (width - len(row))
        yield Batch(_turned(cells, width), [line for line, _ in kept])


def _says_anything(row: Sequence[str]) -> bool:
    return bool(row) and bool(row[0].strip(BLANKS) or "".join(row).strip(BLANKS))


def _turned(rows: Sequence[Sequence[str]], width: int) -> tuple[Sequence[object], ...]:
    """The columns of rows, none of which is shorter than so many cells."""
    return tuple(zip(*rows, strict=False))[:width] if rows else ((),) * width
