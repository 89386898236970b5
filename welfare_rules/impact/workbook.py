"""A report as an Excel workbook: a summary with a chart, a sheet a table, and who changes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.basics.harmless import cell
from welfare_rules.basics.text import Lang
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.impact.report import ImpactReport
from welfare_rules.impact.text import Grid, four, headlines, named, notes, tables, turns
from welfare_rules.impact.words import WORDS
from welfare_rules.runs.writing import excel

MOST_ROWS = 1_048_000
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_WIDE = {"list": (22, 14, 30, 14, 14, 14, 80), "turns": (22, 14, 30, 14, 12, 14, 14)}
_TEXTS = {"list": (0, 1, 2, 6), "turns": (0, 1, 2, 3, 4)}
"""The columns of a sheet that are texts whatever they look like, such as an id of digits."""


def workbook(report: ImpactReport, lang: Lang) -> bytes:
    """The workbook as bytes. Raises EngineMissing where no writer is installed, RequestError where
    more households change than a sheet holds.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = excel().Workbook(stream, options)
    made = _Book(book, lang)
    made.summary(report)
    if report.impact.why is None:
        for each in tables(report, lang):
            made.sheet(each)
        made.chart(len(report.data["benefits"]))
        if report.least is None:
            made.sheet(named(report, report.rows, lang))
            made.sheet(turns(report, report.rows, lang))
    book.close()
    return stream.getvalue()


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
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 4, 18)
        title, *lines = headlines(report, self.lang)
        sheet.write_string(0, 0, cell(title), self.formats["title"])
        row = 1
        for each in (*lines, *notes(report, self.lang)):
            sheet.write_string(row, 0, cell(each))
            row += 1
        if report.impact.why is None:
            self._grid(sheet, four(report, self.lang), row + 1)

    def sheet(self, grid: Grid) -> None:
        """A sheet for a table."""
        if len(grid.rows) > MOST_ROWS:
            what = WORDS["households"]
            raise RequestError([finding("WR412", Place("-o"), what=what, limit=MOST_ROWS)])
        self.titles[grid.id] = grid.title
        sheet = self.book.add_worksheet(grid.title)
        wide = _WIDE.get(grid.id, (30, *[13] * (len(grid.head) - 2), 26))
        for place, width in enumerate(wide):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 1)
        self._grid(sheet, grid, 0)
        if grid.rows:
            sheet.autofilter(0, 0, len(grid.rows), len(grid.head) - 1)

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

    def _grid(self, sheet: Any, grid: Grid, at: int) -> None:
        for place, each in enumerate(grid.head):
            sheet.write_string(at, place, cell(each), self.formats["head"])
        for row, cells in enumerate(grid.rows, at + 1):
            self._row(sheet, row, cells, _TEXTS.get(grid.id, (0,)))

    def _row(self, sheet: Any, row: int, cells: Iterable[str], texts: Sequence[int]) -> None:
        for place, text in enumerate(cells):
            if not text:
                continue
            if place in texts or _NUMBER.fullmatch(text) is None:
                sheet.write_string(row, place, cell(text), self.formats["text"])
                continue
            kind = "difference" if text[0] in "+-" else "yuan" if "." in text else "whole"
            sheet.write_number(row, place, float(text), self.formats[kind])
