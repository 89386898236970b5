"""`run`: files in, a folder or a workbook out, whole or not there at all."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.command import MONTH, ROOT, findings, run
from tests.support.households import couple
from tests.support.tables import csv_of, tables_of

RULES = wr.load("cn/model").at("2021-08", known="2021-12-31")
CASES = [couple(), couple(area="farm"), couple(area="urban"), couple(vehicles={"unknown": True})]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """Options for the tables of four households, of which one cannot be read."""
    homes, people = tables_of(CASES)
    homes["town"] = ["东镇", "西镇", "西镇", ""]
    return (
        *("--households", str(csv_of(tmp_path / "homes.csv", homes, "gb18030"))),
        *("--members", str(csv_of(tmp_path / "people.csv", people, "utf-8-sig"))),
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_folder_has_what_the_library_says(files: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("run", *files, *MONTH, "-o", str(out), "--format", "json")
    assert result.exit_code == 0
    names = {each.name for each in out.iterdir()}
    tables = {"households.csv", "members.csv", "findings.csv", "overview.csv"}
    assert names == {*tables, "summary.json", "run.json"}
    said = RULES.run(files[1], files[3])
    assert json.loads(result.stdout) == json.loads((out / "summary.json").read_text("utf-8"))
    assert json.loads(result.stdout) == said.summary()
    assert [each["id"] for each in rows(out / "households.csv")] == said.households.column("id")
    assert [each["dibao.amount"] for each in rows(out / "households.csv")] == [
        "" if each is None else str(each) for each in said.households.column("dibao.amount")
    ]
    told = rows(out / "findings.csv")
    assert [(each["row"], each["column"], each["code"]) for each in told] == [
        ("3", "area", "WR405")
    ]
    assert [each["code"] for each in findings(result)] == ["WR405"]
    towns = [each for each in rows(out / "overview.csv") if each["by"] == "town"]
    assert [(each["group"], each["households"]) for each in towns] == [("东镇", "1"), ("西镇", "1")]
    about = json.loads((out / "run.json").read_text("utf-8"))
    assert about["policy_digest"] == {"2021-08": RULES.digest}


def test_the_text_is_for_a_head_of_office(files: tuple[str, ...], tmp_path: Path) -> None:
    for lang, words in (("zh", "4 户，8 人，1 户没有计算"), ("en", "By town")):
        out = str(tmp_path / lang)
        result = run("run", *files, *MONTH, "-o", out, "--lang", lang)
        assert words in result.stdout


def test_a_workbook_has_a_sheet_for_each_table(files: tuple[str, ...], tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")
    out = tmp_path / "out.xlsx"
    assert run("run", *files, *MONTH, "-o", str(out), "--to", "2021-09").exit_code == 0
    book = calamine.CalamineWorkbook.from_path(out)
    heads, *cells = book.get_sheet_by_name("家庭").to_python()
    column = dict(zip(heads, zip(*cells, strict=True), strict=True))
    assert column["month"] == ("2021-08", "2021-09") * 3
    assert column["id"] == ("h0", "h0", "h2", "h2", "h3", "h3")
    assert column["dibao.amount"][0] == 1006.0
    assert book.sheet_names[:3] == ["家庭", "成员", "问题"]
    head, *sums = book.get_sheet_by_name("待遇").to_python()
    assert head[-3:] == ["amount", "at_least", "at_most"]
    assert all(each == "" or type(each) is float for row in sums for each in row[-3:])
    groups = [str(row[2]) for row in book.get_sheet_by_name("汇总").to_python()]
    assert not any(each.startswith("'") for each in groups)
    with zipfile.ZipFile(out) as parts:  # ids stay in sight
        assert b'topLeftCell="C2"' in parts.read("xl/worksheets/sheet1.xml")


def test_a_workbook_may_hold_both_tables(tmp_path: Path) -> None:
    writer = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    path = tmp_path / "both.xlsx"
    book = writer.Workbook(str(path))
    for name, columns in zip(("家庭", "成员"), tables_of(CASES[:1]), strict=True):
        sheet = book.add_worksheet(name)
        for place, (head, cells) in enumerate(columns.items()):
            sheet.write_column(0, place, [head, *cells])
    book.close()
    said = RULES.run(str(path))
    assert said.summary() == RULES.run(*tables_of(CASES[:1])).summary()


def test_parquet_in_is_parquet_out(tmp_path: Path) -> None:
    arrow, files = pytest.importorskip("arro3.core"), pytest.importorskip("arro3.io")
    homes = RULES.run(*tables_of(CASES[:1])).households  # ids are enough for a household
    path = tmp_path / "homes.parquet"
    files.write_parquet(arrow.Table.from_arrow(homes).select(["id"]), path)
    out = tmp_path / "out"
    assert run("run", "--households", str(path), *MONTH, "-o", str(out)).exit_code == 0
    made = files.read_parquet(out / "households.parquet").read_all()
    assert made.column("id").to_pylist() == ["h0"]
    assert (out / "members.parquet").exists()


def test_one_household_is_explained_without_deciding_the_rest(files: tuple[str, ...]) -> None:
    result = run("run", *files, *MONTH, "--explain", "h2", "--lang", "en")
    assert result.stdout == RULES.determine({**CASES[2], "id": "h2"}).explain("en").rstrip() + "\n"
    wrong = run("run", *files, *MONTH, "--explain", "h7", "--format", "json")
    assert [each["code"] for each in findings(wrong)] == ["WR446"]


def test_results_never_take_the_place_of_others(files: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("run", *files, *MONTH, "-o", str(out)).exit_code == 0
    again = run("run", *files, *MONTH, "-o", str(out), "--format", "json")
    assert (again.exit_code, [each["code"] for each in findings(again)]) == (2, ["WR528"])


def test_strict_leaves_nothing(files: tuple[str, ...], tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    for out in ("out", "out.xlsx"):
        result = run("run", *files, *MONTH, "--strict", "-o", str(tmp_path / out))
        assert result.exit_code == 2
    assert set(tmp_path.iterdir()) == before


def test_however_little_memory_there_is_the_results_are_the_same(
    files: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("run", *files, *MONTH, "-o", str(tmp_path / "one"))
    monkeypatch.setattr("welfare_rules.tables.gathering.parts_of", lambda *_: 3)
    run("run", *files, *MONTH, "-o", str(tmp_path / "parts"))
    one, parts = (folder_of(tmp_path / each) for each in ("one", "parts"))
    assert one == parts


def folder_of(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.iterdir()}


def test_without_numpy_the_native_engine_streams(
    files: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numpy")
    run("run", *files, *MONTH, "-o", str(tmp_path / "with"))
    for name in [each for each in sys.modules if each.partition(".")[0] == "numpy"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert run("run", *files, *MONTH, "-o", str(tmp_path / "without")).exit_code == 0
    engines = [
        json.loads((tmp_path / each / "run.json").read_text("utf-8"))
        for each in ("with", "without")
    ]
    assert [each["engine"] for each in engines] == ["columns", "native"]
    some, other = (folder_of(tmp_path / each) for each in ("with", "without"))
    assert {**some, "run.json": b""} == {**other, "run.json": b""}


KILLED = """
import os, pathlib, signal, sys
from welfare_rules.cli.main import main
from welfare_rules.runs import tabled, writing

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

place, name = {"block": (tabled.Tabled, "block"), "end": (writing, "_end"), "name": (pathlib.Path, "rename")}[sys.argv[1]]
setattr(place, name, killed)
main(sys.argv[2:])
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("when", "name"), [("block", "out"), ("end", "out"), ("name", "out"), ("block", "out.xlsx")]
)
@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_a_killed_run_leaves_no_results_and_the_next_one_clears_up(
    when: str, name: str, files: tuple[str, ...], tmp_path: Path
) -> None:
    out = tmp_path / name
    words = ["run", *files, *MONTH, "-o", str(out)]
    ended = subprocess.run([sys.executable, "-c", KILLED, when, *words], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not out.exists()
    (left,) = tmp_path.glob(".*.part")
    os.utime(left, (0, 0))
    again = run(*words, "--format", "json")
    assert again.exit_code == 0
    assert [each["code"] for each in findings(again)].count("WR550") == 1
    assert left.name in again.stderr
    assert [*tmp_path.glob(".*")] == []
    assert out.exists()


def test_the_rest_of_the_line_is_looked_at(tmp_path: Path) -> None:
    homes = str(csv_of(tmp_path / "homes.csv", {"id": ["h1"], "vehicels": [1]}))
    assert run("run", "--households", homes, *MONTH).exit_code == 2
    wrong = [
        ("-o", str(tmp_path / "out"), "--format", "json"),
        ("-o", str(tmp_path / "out"), "--to", "2021-07", "--format", "json"),
        ("-o", str(tmp_path / "out"), "--benefits", "dibaoo", "--format", "json"),
    ]
    codes = list(codes_of(homes, wrong))
    assert codes == [["WR440"], ["WR509"], ["WR525"]]
    assert not (tmp_path / "out").exists()


def codes_of(homes: str, lines: list[Any]) -> Iterator[list[str]]:
    for words in lines:
        result = run("run", "--households", homes, *MONTH, *words)
        assert result.exit_code == 2
        yield [each["code"] for each in findings(result)]
