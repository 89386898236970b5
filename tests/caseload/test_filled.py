"""A work list that was filled in is read back whole or not at all, and each slip is named by cell."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.caseload.test_caseload import POLICY, TODAY, office, watch
from tests.support.command import run
from tests.support.effort import examples
from welfare_rules.basics.text import Lang
from welfare_rules.caseload.decisions import decide
from welfare_rules.caseload.filled import decide_list
from welfare_rules.caseload.store import AlertState, Caseload
from welfare_rules.caseload.worklist import lines_of_alerts, workbook
from welfare_rules.runs.writing import excel

pytest.importorskip("xlsxwriter")
calamine = pytest.importorskip("python_calamine")

Cells = list[list[Any]]
DECISION, REASON, ID = 9, 10, 11
WORDS: Mapping[str, AlertState] = {
    "核实": "confirmed",
    "排除": "dismissed",
    "confirm": "confirmed",
    "dismiss": "dismissed",
}


def cells_of(store: Caseload, lang: Lang = "zh") -> Cells:
    """The sheet to work through, as a spreadsheet reads it."""
    made = workbook(lines_of_alerts(store.alerts("open"), lang), lang)
    return (
        calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(1).to_python()
    )


def saved(path: Path, cells: Cells, lang: Lang = "zh") -> Path:
    """The list as a spreadsheet saves it again."""
    book = excel().Workbook(str(path))
    sheet = book.add_worksheet("清单" if lang == "zh" else "List")
    for row, values in enumerate(cells):
        for column, value in enumerate(values):
            if value != "":
                sheet.write(row, column, value)
    book.close()
    return path


def states(store: Caseload) -> dict[str, tuple[str, str]]:
    return {each.id: (each.state, each.because) for each in store.alerts()}


@settings(max_examples=examples(6), deadline=None)
@given(st.data(), st.sampled_from(("zh", "en")))
def test_a_list_comes_to_what_its_rows_come_to_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, lang: Lang
) -> None:
    folder = tmp_path_factory.mktemp("list")
    one, other = (office(folder / name) for name in ("one.db", "other.db"))
    for each in (one, other):
        watch(each)
    cells = cells_of(one, lang)
    decided = 0
    for row in cells[1:]:
        word = data.draw(st.sampled_from(("", *WORDS)))
        if word:
            decided += 1
            row[DECISION], row[REASON] = word, f" 理由{decided}\n"
            decide(other, POLICY, row[ID], WORDS[word], row[REASON], TODAY)
    order = data.draw(st.permutations(range(1, len(cells))))
    path = saved(folder / "list.xlsx", [cells[0], *(cells[each] for each in order)], lang)
    made = decide_list(one, POLICY, path, TODAY)
    assert (len(made.alerts), made.left) == (decided, len(cells) - 1 - decided)
    assert states(one) == states(other)
    assert [one.history(f"h{each}") for each in range(3)] == [
        other.history(f"h{each}") for each in range(3)
    ]
    assert decide_list(one, POLICY, path, TODAY).alerts == ()  # the same list comes again
    one.close()
    other.close()


def filled(row: list[Any], word: object = "核实", reason: object = "已核对") -> None:
    row[DECISION], row[REASON] = word, reason


def spoilt_word(cells: Cells) -> None:
    filled(cells[2], "同意")


def no_reason(cells: Cells) -> None:
    filled(cells[2], "排除", "  ")


def no_decision(cells: Cells) -> None:
    filled(cells[2], "")


def unknown_alert(cells: Cells) -> None:
    filled(cells[2])
    cells[2][ID] = "0123456789abcdef"


def no_alert(cells: Cells) -> None:
    filled(cells[2])
    cells[2][ID] = ""


def twice(cells: Cells) -> None:
    filled(cells[2])
    cells[2][ID] = cells[1][ID]


def decided_before(cells: Cells) -> None:
    filled(cells[3], "排除", "另一个理由")


def nothing(cells: Cells) -> None:
    filled(cells[2], "", "")


SLIPS: list[tuple[Callable[[Cells], None], set[tuple[str, str]]]] = [
    (spoilt_word, {("WR485", "清单!J3")}),
    (no_reason, {("WR480", "清单!K3")}),
    (no_decision, {("WR486", "清单!J3")}),
    (unknown_alert, {("WR479", "清单!L3")}),
    (no_alert, {("WR479", "清单!L3")}),
    (twice, {("WR487", "清单!L3")}),
    (decided_before, {("WR479", "清单!L4")}),
    (nothing, set()),
]


def test_every_slip_is_told_at_its_cell_and_nothing_is_put_down(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    watch(store)
    cells = cells_of(store)
    decide(store, POLICY, cells[3][ID], "dismissed", "已核对", TODAY)
    before, history = states(store), store.history("h0")
    for spoil, expected in SLIPS:
        slipped = [list(each) for each in cells]
        filled(slipped[1])
        spoil(slipped)
        path = saved(tmp_path / "list.xlsx", slipped)
        if expected:
            with pytest.raises(wr.TableError) as told:
                decide_list(store, POLICY, path, TODAY)
            assert {(each.code, each.place.path) for each in told.value.findings} == expected
            assert (states(store), store.history("h0")) == (before, history)
        else:
            assert len(decide_list(store, POLICY, path, TODAY).alerts) == 1
    store.close()


def test_a_table_without_the_columns_is_refused_in_words(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    path = saved(tmp_path / "list.xlsx", [["编号", "x"], ["1", "2"]])
    with pytest.raises(wr.TableError) as told:
        decide_list(store, POLICY, path, TODAY)
    assert [each.code for each in told.value.findings] == ["WR442", "WR442"]
    store.close()


def test_every_row_is_as_high_as_its_texts_and_prints_under_its_headings(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    watch(store)
    lines = lines_of_alerts(store.alerts("open"), "zh")
    with ZipFile(io.BytesIO(workbook(lines, "zh"))) as book:
        sheet, names = (
            book.read(f"xl/{each}.xml").decode() for each in ("worksheets/sheet2", "workbook")
        )
    heights = [float(each) for each in re.findall(r'<row [^>]* ht="([0-9.]+)"', sheet)]
    assert len(heights) == len(lines) + 1
    for height, line in zip(heights[1:], lines, strict=True):
        characters = len(line.follows)  # in a column of 30 digits, in which 16 have room
        assert height >= 9 * max(characters // 18, line.who.count("\n") + 1)
    assert "清单'!$1:$1" in names.replace("清单!", "清单'!")
    assert 'orientation="landscape"' in sheet
    store.close()


def test_the_command_says_what_became_of_a_list(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    watch(store)
    cells = cells_of(store, "en")
    store.close()
    filled(cells[1], "confirm", "letter of the police")
    path = saved(tmp_path / "list.xlsx", cells, "en")
    of = ["--caseload", str(tmp_path / "c.db"), "--in", "cn/model", "--lang", "en"]
    made = run("alert", "decide", str(path), *of)
    assert (made.exit_code, made.stdout) == (
        0,
        f"1 alerts are confirmed, 0 dismissed; {len(cells) - 2} rows say nothing.\n",
    )
    filled(cells[1], "yes", "letter of the police")
    refused = run("alert", "decide", str(saved(path, cells, "en")), *of)
    assert refused.exit_code == 2
    assert "List!J2: error WR485" in refused.stderr
    assert run("alert", "decide", str(path), "--because", "x", *of).exit_code == 2
