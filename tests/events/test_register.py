"""A register of an agency is told row by row: the good rows are events, the bad ones have places."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.caseload.test_caseload import HOMES, PEOPLE
from tests.caseload.test_caseload import number as of_office
from tests.support.command import run
from tests.support.effort import examples
from welfare_rules.basics.id_number import check_character
from welfare_rules.events.event import EventReader, Line
from welfare_rules.events.register import Register

LAW = wr.load("cn/model").law
READER = EventReader.of(LAW)
SECRET = b"s" * 32
HEARD = 20210914


def number(order: int) -> str:
    digits = f"32092219500501{order:03d}"
    return digits + check_character(digits)


HEAD = ("身份证号码", "姓名", "月养老金", "全年工资", "待遇月份", "残疾", "备注")
MAPPING = """
[events]
source = "社保"
type = "pension"
columns = { "月养老金" = "employee_pension", "全年工资" = "wage.per_year", "待遇月份" = "covers", "残疾" = "disability_kind" }
codes."残疾" = { "1" = "physical", "2" = "none" }
ignore = ["备注"]
thousands = true
suffix = "元"
"""


def written(path: Path, rows: list[tuple[Any, ...]], head: tuple[str, ...] = HEAD) -> Path:
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    return path


def opened(path: Path, mapping: str = MAPPING, heard: int = HEARD) -> list[Line]:
    made = path.with_suffix(".toml")
    made.write_text(mapping, encoding="utf-8")
    return list(Register.open(path, made, READER, heard, SECRET).lines())


ROWS: list[tuple[Any, ...]] = [
    (number(100), "张三", "1,326.50元", "", "202109", "1", "x"),
    (number(101), "李四", "", "36000元", "2020年", "", ""),
    (number(102), "王五", "many", "", "2021-09", "9", ""),  # an amount and a code that are none
    (number(103), "赵六", "", "36000元", "2021-09", "", ""),  # a year's total told of a month
    (number(104), "孙七", "300元", "", "2020", "", ""),  # a month's amount told of a year
    ("", "周八", "300元", "", "2021-09", "", ""),  # who is that?
    ("合计", "", "1926.50", "", "", "", ""),
    (number(105), "吴九", "300元", "", "2021年9月", "", ""),
    (number(106), "郑十", "", "", "2021-09", "", ""),  # it says nothing
]


def test_good_rows_are_events_and_bad_ones_are_told_at_their_cells(tmp_path: Path) -> None:
    lines = opened(written(tmp_path / "r.csv", ROWS))
    told = {
        (each.code, place.line, place.column)
        for line in lines
        for each in line.findings
        for place in [each.place]
    }
    assert told == {
        ("WR404", 4, 3),
        ("WR405", 4, 6),
        ("WR471", 5, 4),
        ("WR471", 6, 3),
        ("WR472", 7, 1),
        ("WR451", 8, 1),
        ("WR409", 10, 1),
    }
    one, other, last = [each.event for each in lines if each.event is not None]
    assert one.facts == {"employee_pension": "1326.50", "disability_kind": "physical"}
    assert one.covers is not None
    assert (one.source, one.occurred, one.covers.last) == ("社保", 20210901, 20210930)
    assert other.facts == {"wage": {"per_year": "36000"}}
    assert other.covers is not None
    assert other.covers.whole_year
    assert last.person.name == "吴九"
    for line in lines:
        if line.event is not None:  # what is kept says the same
            assert READER.read(line.text) == line.event
            assert json.loads(line.text)["received"] == "2021-09-14"


def test_a_row_has_one_name_whenever_and_wherever_it_comes(tmp_path: Path) -> None:
    one = opened(written(tmp_path / "a.csv", ROWS[:2]))
    other = opened(written(tmp_path / "b.csv", ROWS[1::-1]), heard=20211001)
    assert {each.event.key for each in one if each.event} == {
        each.event.key for each in other if each.event
    }
    assert not any(number(100)[-8:] in str(each.event.key) for each in one if each.event)
    (tmp_path / "c.toml").write_text(MAPPING, encoding="utf-8")
    third = Register.open(tmp_path / "a.csv", tmp_path / "c.toml", READER, HEARD, b"another")
    assert [each.event.id for each in third.lines() if each.event] != [
        each.event.id for each in one if each.event
    ]  # nobody who does not have the caseload can guess who it is


def test_a_row_is_named_by_its_own_number_and_day(tmp_path: Path) -> None:
    path = written(
        tmp_path / "r.csv",
        [("17", number(100), "张三", "20210908")],
        ("流水号", *HEAD[:2], "死亡日期"),
    )
    mapping = """
[events]
source = "公安"
type = "death"
time = "死亡日期"
dates = "YYYYMMDD"
columns = { "流水号" = "id" }
"""
    (line,) = opened(path, mapping)
    assert line.event is not None
    assert (line.event.key, line.event.occurred) == (("公安", "17"), 20210908)
    assert line.event.facts == {"death_date": "2021-09-08"}


@pytest.mark.parametrize(
    ("head", "mapping", "code"),
    [
        (("身份证号码", "什么"), '[events]\nsource="s"\ntype="t"\n', "WR440"),
        (
            ("月份", "工资性收入"),
            '[events]\nsource="s"\ntype="t"\ncolumns={"月份"="covers"}',
            "WR442",
        ),
        (("姓名", "name"), '[events]\nsource="s"\ntype="t"\n', "WR416"),
        (("姓名", "工资性收入"), '[events]\nsource="s"\ntype="t"\ntime="何日"\n', "WR442"),
        (("姓名", "工资性收入"), '[events]\ntype="t"\n', "WR111"),
        (("姓名", "工资性收入"), '[events]\nsource="s"\ntype="t"\nwho="x"\n', "WR110"),
        (("姓名", "工资性收入"), "[members]\nheader = 2\n", "WR110"),
        (("姓名", "性别.per_year"), '[events]\nsource="s"\ntype="t"\n', "WR440"),
    ],
)
def test_what_no_row_can_make_good_is_refused(
    tmp_path: Path, head: tuple[str, ...], mapping: str, code: str
) -> None:
    with pytest.raises(wr.FindingsError, match=code):
        opened(written(tmp_path / "r.csv", [("x",) * len(head)], head), mapping)


def test_numbers_of_a_spreadsheet_are_refused_and_errors_told(tmp_path: Path) -> None:
    writer = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    path = tmp_path / "r.xlsx"
    book = writer.Workbook(str(path))
    sheet = book.add_worksheet("九月")
    sheet.write_row(0, 0, [*HEAD[:3], "待遇月份"])
    sheet.write_row(1, 0, [320922195005011004, "张三", 300, "2021-09"])
    sheet.write_row(2, 0, [number(9), "李", 3.5, 202109])
    book.close()
    wrong, good = opened(path)
    assert [(each.code, str(each.place)) for each in wrong.findings] == [
        ("WR443", f"{path}:九月!A2")
    ]
    assert good.event is not None
    assert good.event.facts == {"employee_pension": "3.5"}


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=12), st.integers(0, 99_999_999), st.booleans())
def test_a_row_reads_as_the_same_event_would(name: str, fen: int, yearly: bool) -> None:
    """What a table says and what an event in JSON says are one thing."""
    amount, covers = f"{fen // 100}.{fen % 100:02d}", "2020" if yearly else "2021-09"
    row = (number(100), name, "" if yearly else amount, amount if yearly else "", covers, "", "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        with path.open("w", encoding="utf-8-sig", newline="", errors="surrogatepass") as stream:
            csv.writer(stream).writerows([HEAD, row])
        (line,) = opened(path)
    assert line.event is not None
    fact, value = ("wage", {"per_year": amount}) if yearly else ("employee_pension", amount)
    told = {
        **{"source": "社保", "id": line.event.id, "type": "pension", "received": "2021-09-14"},
        "time": f"{covers}-01-01"[:10],
        "person": {"id_number": number(100), "name": name},
        "set": {fact: value},
        "covers": covers,
    }
    assert READER.read(told) == line.event


def test_from_a_register_to_alerts_and_not_twice(tmp_path: Path) -> None:
    homes, people = tmp_path / "h.csv", tmp_path / "m.csv"
    homes.write_text(HOMES, encoding="utf-8")
    people.write_text(PEOPLE.replace("户主关系,与", "与").replace("p1,,", "p1,"), encoding="utf-8")
    of = ["--caseload", str(tmp_path / "c.db"), "--in", "cn/model"]
    run("caseload", "import", "--households", str(homes), "--members", str(people), *of)
    register = written(
        tmp_path / "d.csv",
        [(of_office("1950-05-01"), "张三", "2021.9.8"), ("1", "x", "2021.9.8")],
        ("身份证号", "姓名", "死亡日期"),
    )
    mapping = tmp_path / "d.toml"
    mapping.write_text(
        '[events]\nsource="公安"\ntype="death"\ntime="死亡日期"\ndates="YYYY.MM.DD"\n',
        encoding="utf-8",
    )
    told = ["--map", str(mapping), "--received"]
    first = run("watch", str(register), *of, *told, "2021-09-14")
    (alert,) = [json.loads(line) for line in first.stdout.splitlines()]
    assert (alert["watch"], alert["event"][0]) == ("death", "公安")
    assert "WR473" in first.stderr
    assert of_office("1950-05-01") not in first.stdout + first.stderr
    again = run("watch", str(register), *of, *told, "2021-10-14")
    assert again.stdout == first.stdout
    assert "WR476" not in again.stderr
    assert run("watch", str(register), *of, *told, "2021-14-14").exit_code == 2


def test_a_workbook_tells_what_it_hides_and_where_it_has_headings_again(tmp_path: Path) -> None:
    writer = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    path = tmp_path / "register.xlsx"
    book = writer.Workbook(str(path))
    sheet = book.add_worksheet("事件")
    for row, cells in enumerate([HEAD, ROWS[0], HEAD, ROWS[1]]):
        sheet.write_row(row, 0, cells)
    sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    lines = opened(path)
    codes = [[each.code for each in line.findings if each.severity != "notice"] for line in lines]
    assert codes[0] == ["WR458"]
    assert codes[2] == ["WR461"]
    assert [line.event is None for line in lines] == [True, False, True, False]
