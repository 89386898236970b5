"""A report as an Excel workbook: a summary with a chart, a sheet a table, and who changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from welfare_rules.basics.harmless import cell
from welfare_rules.basics.sheet import row_height, sheet_text
from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import whole_file
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.impact.report import ImpactReport
from welfare_rules.impact.text import Grid, four, headlines, named, notes, tables, turns
from welfare_rules.impact.words import WORDS
from welfare_rules.runs.writing import book_at

MOST_ROWS = 1_048_000
AT_ONCE = 4096  # households whose rows are made at once
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_WIDE = {"list": (22, 14, 30, 14, 14, 14, 80), "turns": (22, 14, 30, 14, 12, 14, 14)}
_FOUR = (34, 18, 18, 36)  # the columns of the first sheet
_TEXTS = {"list": (0, 1, 2, 6), "turns": (0, 1, 2, 3, 4)}
"""The columns of a sheet that are texts whatever they look like, such as an id of digits."""


def write_workbook(report: ImpactReport, lang: Lang, path: str | Path) -> None:
    """Writes the workbook, whole, for its owner alone.

    Raises EngineMissing where no writer is installed, RequestError where more households change
    than a sheet holds, OSError.
    """
    with whole_file(path) as beside, book_at(beside) as book:
        _fill(_Book(book, lang), report, lang)


def _fill(made: _Book, report: ImpactReport, lang: Lang) -> None:
    made.summary(report)
    if report.impact.why is not None:
        return
    for each in tables(report, lang):
        made.sheet([each])
    made.chart(len(report.sums["benefits"]))
    if report.least is None:
        rows = report.rows
        parts = [rows[first : first + AT_ONCE] for first in range(0, len(rows) or 1, AT_ONCE)]
        made.sheet(named(report, part, lang) for part in parts)
        made.sheet(turns(report, part, lang) for part in parts)


def _widths(grid: Grid) -> Sequence[int]:
    return _WIDE.get(grid.id, (32, *[13] * (len(grid.head) - 2), 26))


@dataclass(slots=True)
class _Book:
    """A workbook that is written sheet by sheet."""

    book: Any
    lang: Lang
    formats: dict[str, Any] = field(default_factory=dict[str, Any])
    titles: dict[str, str] = field(default_factory=dict[str, str])
    first: Any = None

    def __post_init__(self) -> None:
        for name, more in (
            ("text", {"num_format": "@", "text_wrap": True}),
            ("whole", {"num_format": "#,##0"}),
            ("yuan", {"num_format": "#,##0.00"}),
            ("difference", {"num_format": "+#,##0.00;[Red]-#,##0.00;0.00"}),
            ("head", {"bold": True, "bg_color": "#E7F0ED", "bottom": 1, "text_wrap": True}),
            ("title", {"bold": True, "font_size": 14}),
        ):
            self.formats[name] = self.book.add_format({"valign": "top", **more})

    def summary(self, report: ImpactReport) -> None:
        """The first sheet: what was compared, the four numbers, or why nothing changes."""
        sheet = self.first = self.book.add_worksheet(WORDS.say(self.lang, "summary"))
        for place, width in enumerate(_FOUR):
            sheet.set_column(place, place, width)
        title, *lines = headlines(report, self.lang)
        sheet.write_string(0, 0, cell(title), self.formats["title"])
        row = 1
        for each in (*lines, *notes(report, self.lang)):
            sheet.write_string(row, 0, cell(each))
            row += 1
        if report.impact.why is None:
            grid = four(report, self.lang)
            self._head(sheet, grid, row + 1, _FOUR)
            self._rows(sheet, grid, row + 2, _FOUR)

    def sheet(self, parts: Iterable[Grid]) -> None:
        """A sheet for a table, the rows of which may come in several parts."""
        sheet: Any = None
        last = 0
        for grid in parts:
            if sheet is None:
                sheet = self._titled(grid)
            if last + len(grid.rows) > MOST_ROWS:
                what = WORDS["households"]
                raise RequestError([finding("WR412", Place("-o"), what=what, limit=MOST_ROWS)])
            last = self._rows(sheet, grid, last + 1)
            sheet.autofilter(0, 0, last, len(grid.head) - 1)

    def _titled(self, grid: Grid) -> Any:
        """A new sheet with the headings of a table."""
        self.titles[grid.id] = grid.title
        sheet = self.book.add_worksheet(grid.title)
        for place, width in enumerate(_widths(grid)):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 1)
        self._head(sheet, grid, 0)
        return sheet

    def chart(self, benefits: int) -> None:
        """The difference by benefit, drawn on the first sheet."""
        title, last = self.titles["benefits"], 9
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "categories": [title, 1, 0, benefits, 0],
                "values": [title, 1, last, benefits, last],
                "fill": {"color": "#1D5C57"},
                "invert_if_negative": True,
                "invert_if_negative_color": "#8F3614",
            }
        )
        chart.set_title({"name": WORDS.say(self.lang, "chart_benefits")})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_x_axis({"num_format": "#,##0"})
        chart.set_size({"width": 860, "height": 90 + 26 * benefits})
        self.first.insert_chart(14, 0, chart)

    def _head(self, sheet: Any, grid: Grid, at: int, widths: Sequence[int] | None = None) -> None:
        sheet.set_row(at, row_height(zip(grid.head, widths or _widths(grid), strict=False)))
        for place, each in enumerate(grid.head):
            sheet.write_string(at, place, cell(each), self.formats["head"])

    def _rows(self, sheet: Any, grid: Grid, at: int, widths: Sequence[int] | None = None) -> int:
        """Writes rows from one on; the last that was written."""
        wide = widths or _widths(grid)
        for row, cells in enumerate(grid.rows, at):
            sheet.set_row(row, row_height(zip(cells, wide, strict=False)))
            self._row(sheet, row, cells, _TEXTS.get(grid.id, (0,)))
        return at + len(grid.rows) - 1

    def _row(self, sheet: Any, row: int, cells: Iterable[str], texts: Sequence[int]) -> None:
        for place, text in enumerate(cells):
            if not text:
                continue
            if place in texts or _NUMBER.fullmatch(text) is None:
                sheet.write_string(row, place, sheet_text(text), self.formats["text"])
                continue
            kind = "difference" if text[0] in "+-" else "yuan" if "." in text else "whole"
            sheet.write_number(row, place, float(text), self.formats[kind])
