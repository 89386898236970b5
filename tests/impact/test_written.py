"""The page and the workbook say what the report says, need nothing else, and steer nothing."""

from __future__ import annotations

import base64
import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.impact.test_compare import population, rules_of
from welfare_rules.impact import workbook as module
from welfare_rules.impact.page import page
from welfare_rules.impact.report import ImpactReport, compare_runs
from welfare_rules.impact.text import Grid, named, tables, turns
from welfare_rules.impact.workbook import write_workbook

calamine = pytest.importorskip("python_calamine")
pytest.importorskip("xlsxwriter")
HOSTILE = '=1+1<script>alert("x")</script>'
NUMERIC = "0012345678901234"  # as ids of digits begin that a spreadsheet would spoil


@pytest.fixture(scope="module", params=[None, 4])
def report(request: pytest.FixtureRequest) -> ImpactReport:
    homes, people = population(7, 60)
    renamed = {each: f"{NUMERIC}{place:04}" for place, each in enumerate(homes["id"])}
    renamed[homes["id"][0]] = HOSTILE
    homes["id"] = [renamed[each] for each in homes["id"]]
    people["household"] = [renamed[each] for each in people["household"]]
    homes["town"] = [HOSTILE if place % 2 else "甲镇" for place in range(len(homes["id"]))]
    return compare_runs(
        rules_of("2021-08"), rules_of("2022-08"), homes, people, at_least=request.param
    )


class Reader(HTMLParser):
    """The tags of a page, what links lead to, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "input"):
            self.open.append(tag)
        found = dict(attrs)
        if "href" in found:
            self.links[str(found.get("download"))] = str(found["href"])
        assert "src" not in found

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def written(report: ImpactReport, folder: Path) -> Any:
    path = folder / "report.xlsx"
    write_workbook(report, "zh", path)
    assert [each.name for each in folder.iterdir()] == ["report.xlsx"]
    return calamine.CalamineWorkbook.from_path(path)


def grids(report: ImpactReport, lang: Any) -> dict[str, Grid]:
    found = [*tables(report, lang), named(report, report.rows, lang)]
    return {each.id: each for each in found if each.rows}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_under_each_chart_are_its_numbers_and_nothing_is_fetched(
    report: ImpactReport, lang: Any
) -> None:
    text = page(report, lang)
    read = Reader(text)
    assert not read.open
    assert "script" not in read.tags
    assert not re.search(r"https?:|@import|url\(", text)
    whole = grids(report, lang)
    assert set(read.links) == {f"{each}.csv" for each in whole}
    for name, link in read.links.items():
        head, _, data = link.partition(",")
        assert head == "data:text/csv;charset=utf-8;base64"
        rows = list(csv.reader(io.StringIO(base64.b64decode(data).decode("utf-8-sig"))))
        grid = whole[name.removesuffix(".csv")]
        assert rows[0] == list(grid.head)
        assert len(rows) == len(grid.rows) + 1
        for row, cells in zip(rows[1:], grid.rows, strict=True):
            plain = [each.removeprefix("'") for each in row]
            assert plain == [each.removeprefix("+") for each in cells]
            assert not any(each.startswith("=") for each in row)
    assert ("list" in whole) == (report.least is None)
    assert (NUMERIC in text) == (report.least is None)


@pytest.mark.parametrize("at_once", [4096, 3])
def test_the_workbook_has_the_numbers_of_the_report(
    report: ImpactReport, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    book = written(report, tmp_path)
    whole = grids(report, "zh")
    listed = turns(report, report.rows, "zh")
    assert len(book.sheet_names) == 1 + len(whole) + bool(listed.rows)
    for grid in (*whole.values(), *([listed] if listed.rows else [])):
        head, *rows = book.get_sheet_by_name(grid.title).to_python()
        assert head == list(grid.head)
        assert len(rows) == len(grid.rows)
        for row, cells in zip(rows, grid.rows, strict=True):
            for place, (value, text) in enumerate(zip(row, cells, strict=True)):
                if isinstance(value, float):
                    assert place > 0  # an id of digits stays a text
                    assert value == float(text)
                else:
                    assert str(value).removeprefix("'") == text
                    assert not str(value).startswith("=")


def test_where_nothing_changes_page_and_workbook_say_why(tmp_path: Path) -> None:
    homes, people = population(7, 3)
    same = compare_runs(rules_of("2021-08"), rules_of("2021-08"), homes, people)
    assert "两边的规定完全相同" in page(same, "zh")
    book = written(same, tmp_path)
    assert book.sheet_names == ["概况"]
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert any("两边的规定完全相同" in str(cell) for cell in cells)
