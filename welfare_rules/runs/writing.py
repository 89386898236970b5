"""A run into files: a folder of tables, or one workbook; whole, or not there at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

from welfare_rules.basics.harmless import json_text, write_rows
from welfare_rules.basics.money import FEN
from welfare_rules.basics.sheet import row_height, sheet_text
from welfare_rules.basics.text import Words
from welfare_rules.basics.writing import whole_file, whole_folder
from welfare_rules.findings import EngineMissing, Place, RequestError, finding
from welfare_rules.runs.block import Block
from welfare_rules.runs.columns import FINDINGS, Layouts
from welfare_rules.runs.overview import OVERVIEW
from welfare_rules.tables.arrow import write_parquet
from welfare_rules.tables.frame import Frame, Kind, flat
from welfare_rules.tables.table import Cells

_Put = Callable[[Any, tuple[int, int], Any], None]
"""Writes a value into a cell of a sheet."""
WORKBOOK = ".xlsx"
HOUSEHOLDS, MEMBERS, TROUBLE, SUMS = "households", "members", "findings", "overview"
_MOST_ROWS = 1_048_575  # of a sheet below its headings


class Output(Protocol):
    """Where the results of a run go, block by block, and at its end what was found and added up."""

    def block(self, block: Block) -> None: ...
    def end(
        self,
        findings: Sequence[Cells],
        summary: Mapping[str, Any],
        overview: Iterable[Sequence[Any]],
        about: Mapping[str, Any],
    ) -> None: ...


@contextmanager
def writing(path: Path, layouts: Layouts, *, parquet: bool) -> Generator[Output, None, None]:
    """Yields where to put the results; what `path` names is there when all went well, or is not.

    A path that ends in `.xlsx` is a workbook, any other a folder of CSV or Parquet files. Raises
    FileExistsError for a folder with something in it, EngineMissing.
    """
    if path.suffix.lower() == WORKBOOK:
        with whole_file(path) as beside, _workbook(beside, layouts) as output:
            yield output
    else:
        with whole_folder(path) as folder, ExitStack() as stack:
            yield _Parquet(folder, layouts) if parquet else _Csv.opened(folder, layouts, stack)


class _Csv:
    """A folder of CSV files that spreadsheet programs open as they are."""

    def __init__(self, folder: Path, layouts: Layouts, streams: Mapping[str, IO[str]]) -> None:
        self.folder, self.layouts, self.streams = folder, layouts, streams

    @classmethod
    def opened(cls, folder: Path, layouts: Layouts, stack: ExitStack) -> _Csv:
        streams: dict[str, IO[str]] = {}
        for name, kinds in (
            (HOUSEHOLDS, layouts.households.kinds),
            (MEMBERS, layouts.members.kinds),
        ):
            streams[name] = stack.enter_context(_csv(folder / f"{name}.csv"))
            write_rows(streams[name], [tuple(kinds)])
        return cls(folder, layouts, streams)

    def block(self, block: Block) -> None:
        for name, kinds, cells in _both(self.layouts, block):
            written = Frame(kinds, blocks=[cells]).lines()
            self.streams[name].writelines(f"{each}\n" for each in written)

    def end(
        self,
        findings: Sequence[Cells],
        summary: Mapping[str, Any],
        overview: Iterable[Sequence[Any]],
        about: Mapping[str, Any],
    ) -> None:
        _end(self.folder, findings, summary, overview, about)


class _Parquet:
    """A folder of Parquet files, several parts of a table where it is long."""

    def __init__(self, folder: Path, layouts: Layouts) -> None:
        self.folder, self.layouts, self.parts = folder, layouts, 0

    def block(self, block: Block) -> None:
        self.parts += 1
        for name, kinds, cells in _both(self.layouts, block):
            path = self.folder / f"{name}-{self.parts:05}.parquet"
            write_parquet(Frame(kinds, blocks=[cells]), path)

    def end(
        self,
        findings: Sequence[Cells],
        summary: Mapping[str, Any],
        overview: Iterable[Sequence[Any]],
        about: Mapping[str, Any],
    ) -> None:
        if self.parts == 0:
            self.block(Block.empty(self.layouts))
        if self.parts == 1:
            for name in (HOUSEHOLDS, MEMBERS):
                part = self.folder / f"{name}-00001.parquet"
                part.rename(self.folder / f"{name}.parquet")
        _end(self.folder, findings, summary, overview, about)


def _both(
    layouts: Layouts, block: Block
) -> Iterable[tuple[str, Mapping[str, Kind], Sequence[Cells]]]:
    yield HOUSEHOLDS, layouts.households.kinds, block.households
    yield MEMBERS, layouts.members.kinds, block.members


def _csv(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")


def _end(
    folder: Path,
    findings: Sequence[Cells],
    summary: Mapping[str, Any],
    overview: Iterable[Sequence[Any]],
    about: Mapping[str, Any],
) -> None:
    with _csv(folder / f"{TROUBLE}.csv") as stream:
        write_rows(stream, [tuple(FINDINGS)])
        write_rows(stream, map(_flat, Frame(FINDINGS, blocks=[findings]).rows()))
    with _csv(folder / f"{SUMS}.csv") as stream:
        write_rows(stream, [OVERVIEW, *overview])
    for name, said in (("summary", summary), ("run", about)):
        text = json_text(said) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _flat(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row of which each list is one text, and yes and no are words that are read again."""
    return tuple(flat(each) for each in row)


# --- a workbook ---


def excel() -> Any:
    """The library that writes workbooks. Raises EngineMissing where it is not installed."""
    if find_spec("xlsxwriter") is None:
        command = "pip install 'welfare-rules[excel]'"
        raise EngineMissing(
            Words(f"写 Excel 须安装：{command}", f"Excel needs an extra: run {command}")
        )
    return import_module("xlsxwriter")


@contextmanager
def _workbook(path: Path, layouts: Layouts) -> Generator[Output, None, None]:
    with book_at(path) as book:
        yield _Workbook(book, layouts)


@contextmanager
def book_at(path: Path) -> Generator[Any, None, None]:
    """Yields a new workbook that is written row after row, so that its rows take no memory; what
    waits on the way lies beside it. Raises EngineMissing, OSError.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = excel().Workbook(str(path), {**options, "tmpdir": str(path.parent)})
    try:
        yield book
    finally:
        try:
            book.close()
        except excel().exceptions.FileCreateError as error:  # it wraps what the system said
            raise error.args[0] from None


class _Workbook:
    """One workbook with a sheet for each table; ids are texts, amounts numbers."""

    def __init__(self, book: Any, layouts: Layouts) -> None:
        self.book, self.layouts = book, layouts
        self.text, self.money = (book.add_format({"num_format": each}) for each in ("@", "0.00"))
        self.head = book.add_format({**_HEAD, "num_format": "@"})
        self.sheets: dict[str, Any] = {}
        self.rows: dict[str, int] = {}
        for name, zh, heads in (
            (HOUSEHOLDS, "家庭", layouts.households.kinds),
            (MEMBERS, "成员", layouts.members.kinds),
            (TROUBLE, "问题", FINDINGS),
            (SUMS, "汇总", OVERVIEW),
            ("benefits", "待遇", ("month", "benefit", *_SUMS)),
            ("run", "说明", ()),
        ):
            self.sheets[name] = book.add_worksheet(zh)
            self.rows[name] = 0
            self._heads(name, tuple(heads))

    def _heads(self, name: str, heads: Sequence[str]) -> None:
        """The headings of a sheet, which stay in sight with what says of whom a row is."""
        sheet, widths = self.sheets[name], [_width(each) for each in heads or _OF_RUN]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        if heads:
            named = [
                place for place, each in enumerate(heads) if each in ("id", "group", "benefit")
            ]
            sheet.freeze_panes(1, named[0] + 1 if named else 0)
            sheet.set_row(0, row_height(zip(heads, widths, strict=True)))
            self._row(name, heads, [self._head] * len(heads))

    def block(self, block: Block) -> None:
        for name, kinds, cells in _both(self.layouts, block):
            self._table(name, kinds, cells)

    def end(
        self,
        findings: Sequence[Cells],
        summary: Mapping[str, Any],
        overview: Iterable[Sequence[Any]],
        about: Mapping[str, Any],
    ) -> None:
        self._table(TROUBLE, FINDINGS, findings)
        for row in overview:
            self._row(SUMS, row, [*[self._any] * (len(row) - 1), self._yuan])
        for row in sums_of(summary):
            self._row("benefits", row, [*[self._any] * (len(row) - 3), *[self._yuan] * 3])
        for key, value in about.items():
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            self._row("run", (key, said), [self._any] * 2)

    def _table(self, name: str, kinds: Mapping[str, Kind], cells: Sequence[Cells]) -> None:
        puts = [self._money if kind == "money" else self._any for kind in kinds.values()]
        for row in Frame(kinds, "fen", [cells]).rows():
            self._row(name, _flat(row), puts)

    def _row(self, name: str, row: Iterable[Any], puts: Sequence[_Put]) -> None:
        """Writes the next row of a sheet, each cell in its way."""
        at = self.rows[name]
        if not puts:
            return
        if at > _MOST_ROWS:
            what = Words("行（一张工作表）", "rows of a sheet")
            raise RequestError([finding("WR412", Place("-o"), what=what, limit=_MOST_ROWS)])
        for place, (value, each) in enumerate(zip(row, puts, strict=True)):
            if value is not None:
                each(self.sheets[name], (at, place), value)
        self.rows[name] = at + 1

    def _any(self, sheet: Any, at: tuple[int, int], value: Any) -> None:
        if isinstance(value, int):
            sheet.write_number(*at, value)
        else:
            sheet.write_string(*at, sheet_text(str(value)), self.text)

    def _head(self, sheet: Any, at: tuple[int, int], value: Any) -> None:
        sheet.write_string(*at, sheet_text(value), self.head)

    def _yuan(self, sheet: Any, at: tuple[int, int], yuan: str) -> None:
        sheet.write_number(*at, float(yuan), self.money)

    def _money(self, sheet: Any, at: tuple[int, int], fen: int) -> None:
        sheet.write_number(*at, fen / FEN, self.money)  # a spreadsheet knows no other numbers


def sums_of(summary: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    """A summary as rows: each benefit with its payees and sums, month by month."""
    months: Mapping[str, Any] = summary.get("months") or {"": summary}
    for month, each in months.items():
        for benefit, sums in each["benefits"].items():
            yield month, benefit, *(sums[name] for name in _SUMS)


def _width(head: str) -> int:
    """How wide a column is, in digits, by what stands below its heading."""
    return _WIDTHS.get(head.rpartition(".")[2], 13)


_WIDTHS = {
    **{"id": 24, "household": 24, "benefit": 30, "by": 34, "group": 20, "file": 30, "value": 70},
    **{"failed": 30, "missing_figures": 30, "missing_facts": 40, "provisional": 12, "circle": 18},
    **{"address": 24, "column": 24, "message_zh": 60, "message_en": 60},
}
_OF_RUN = "benefit", "value"  # the columns of what is said of a run
_HEAD = {"bold": True, "bg_color": "#E7F0ED", "bottom": 1, "text_wrap": True, "valign": "top"}
_SUMS = ("eligible", "not_eligible", "undetermined", "amount", "at_least", "at_most")
