"""Case files with mistakes in them.

Each is told at its line and column, with the nearest word, and all at once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.tiny import CASES, root, written
from welfare_rules.cases.suite import make_bench
from welfare_rules.findings import FindingsError

HEAD = CASES[: CASES.index("[[series]]")]
CASE = '[[case]]\nname = "甲"\nbuilds_on = "一个人"\ncite = "x"\nexpect.help = 121\n'
START = HEAD.count("\n") + 1


def told(folder: Path, text: str) -> list[tuple[str, int, str]]:
    file = written(folder, text)
    with pytest.raises(FindingsError) as raised:
        make_bench([file], root(file))
    return [
        (each.code, each.place.line, dict(each.details).get("nearest", ""))
        for each in raised.value.findings
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "nearest"),
    [
        ("not toml", "WR102", 1, ""),
        ('format = "welfare-cases/2"\n', "WR107", 1, ""),
        (HEAD + CASE.replace("builds_on", "build_on"), "WR110", START + 2, "builds_on"),
        (HEAD + CASE.replace("name", "nam"), "WR110", START + 1, "name"),
        (HEAD.replace('"2021-03"', '"2021-13"') + CASE, "WR502", 2, ""),
        (HEAD + CASE + "known = 1\n", "WR112", START + 5, ""),
        (HEAD + CASE.replace('"一个人"', '"一个入"'), "WR317", START + 2, "一个人"),
        (HEAD + CASE + "case.stok = 1\n", "WR402", START + 5, "stock"),
        (HEAD + CASE + "case.a.pya = 1\n", "WR402", START + 5, "pay"),
        (HEAD + CASE + 'case.a.pay = "viel"\n', "WR404", START + 5, ""),
        (HEAD + CASE + 'unknown = ["a.pya"]\n', "WR402", START + 5, "a.pay"),
        (HEAD + CASE + 'unknown = ["stok"]\n', "WR402", START + 5, "stock"),
        (HEAD + CASE + "case.a = 5\n", "WR402", START + 5, ""),
        (HEAD + CASE.replace("expect.help", "expect.halp"), "WR317", START + 4, "help"),
        (HEAD + CASE.replace("expect.help = 121", "expect.old.b = 1"), "WR317", START + 4, ""),
        (HEAD + CASE.replace("= 121", '= "不付合"'), "WR113", START + 4, "不符合"),
        (HEAD + CASE.replace("= 121", "= 1.234"), "WR404", START + 4, ""),
        (
            HEAD + CASE.replace("= 121", '= { status = "eligible", amout = 1 }'),
            "WR110",
            START + 4,
            "amount",
        ),
        (
            HEAD + CASE.replace("= 121", '= { missing_figures = ["unfond"] }'),
            "WR317",
            START + 4,
            "unfound",
        ),
        (HEAD + CASE.replace("= 121", '= { missing_figures = "unfound" }'), "WR112", START + 4, ""),
        (HEAD + CASE.replace("= 121", '= { fails = ["por"] }'), "WR317", START + 4, "poor"),
        (
            HEAD + CASE.replace("expect.help = 121", "expect.value.togther = 1"),
            "WR317",
            START + 4,
            "together",
        ),
        (
            HEAD + CASE.replace("expect.help = 121", 'expect.circle = "dibo"'),
            "WR317",
            START + 4,
            "",
        ),
        (HEAD + CASE.replace("expect.help = 121\n", ""), "WR111", START + 1, ""),
        (HEAD + CASE.replace('cite = "x"\n', ""), "WR111", START + 1, ""),
        (HEAD + CASE + CASE, "WR321", START + 6, ""),
        (HEAD + CASE + 'without = ["b"]\n', "WR317", START + 5, ""),
        (HEAD + CASE + 'unknown = ["a.pay", "stok"]\n', "WR402", START + 5, "stock"),
        (HEAD.replace('month = "2021-03"\n', "") + CASE, "WR111", START, ""),
        (HEAD + CASE.replace('"一个人"', '"甲"'), "WR308", START + 2, ""),
        (HEAD.replace("stock = 0", 'builds_on = "一个人"'), "", 0, ""),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, text: str, code: str, line: int, nearest: str
) -> None:
    if not code:  # a base that nobody uses is not looked into
        file = written(tmp_path, text)
        assert make_bench([file], root(file)).cases == ()
        return
    found = told(tmp_path, text)
    assert (code, line, nearest) in found


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    text = HEAD + CASE.replace("= 121", '= { fails = ["por"] }') + "case.stok = 1\ncase.a.pya = 1\n"
    assert {each[0] for each in told(tmp_path, text)} == {"WR317", "WR402"}
    assert len(told(tmp_path / "again", text)) == 3


def test_files_of_other_formats_beside_cases_are_left_alone(tmp_path: Path) -> None:
    file = written(tmp_path)
    (file.parent / "mutants.reviewed.toml").write_text(
        'format = "welfare-mutants/1"\n', encoding="utf-8"
    )
    assert len(make_bench([file.parent], root(file)).cases) == 13


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        (CASE + 'month = "1850-01"\n', "WR502", 5),
        (CASE + "case.members.a = 5\n", "WR112", 5),
        (CASE + "case.members = { a = { age = 3 } }\ncase.b = { age = 3 }\n", "WR119", 5),
        (CASE + 'base = ""\n', "WR112", 5),
        (CASE.replace("= 121", "= { missing_facts = 3 }"), "WR112", 4),
    ],
)
def test_a_mistake_in_how_a_household_is_written_is_told(
    tmp_path: Path, text: str, code: str, at: int
) -> None:
    assert (code, START + at) in {(each[0], each[1]) for each in told(tmp_path, HEAD + text)}


def test_members_may_stand_in_a_table_of_their_own_and_a_case_on_no_base(tmp_path: Path) -> None:
    text = '[[case]]\nname = "甲"\ncite = "x"\ncase = { stock = 0, members = { a = { pay = 0, age = 70 } } }\nexpect.old.a = 10\n'
    file = written(tmp_path, HEAD + text)
    (case,) = make_bench([file], root(file)).cases
    assert case.case is not None
    assert case.case.member_ids == ("a",)


def test_a_file_about_no_jurisdiction_is_told(tmp_path: Path) -> None:
    assert ("WR501", 2, "tiny") in told(
        tmp_path, HEAD.replace("\n", '\njurisdiction = "tinny"\n', 1) + CASE
    )


def test_policies_that_are_not_there_are_told(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + CASE)
    outside = tmp_path / "elsewhere" / "cases" / "b.toml"
    outside.parent.mkdir(parents=True)
    file.rename(outside)
    for paths, policies in (
        ([outside], tmp_path / "nowhere"),
        ([outside], root(file)),
        ([tmp_path / "nowhere"], None),
    ):
        with pytest.raises(FindingsError) as raised:
            make_bench(paths, policies)
        assert [each.code for each in raised.value.findings] == ["WR506"]
