"""Stories with mistakes in them: each is told at its line, with the nearest word, and all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.tiny import EXPECT, STORY, bench_of
from welfare_rules.cases.suite import make_bench
from welfare_rules.document.library import shipped_policies
from welfare_rules.findings import FindingsError


def told(folder: Path, text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(FindingsError) as raised:
        bench_of(folder, text)
    return [
        (each.code, each.place.line, dict(each.details).get("nearest", ""))
        for each in raised.value.findings
    ]


def line_of(text: str) -> int:
    return STORY[: STORY.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code", "nearest"),
    [
        ('format = "welfare-stories/1"', 'format = "welfare-stories/2"', "WR107", ""),
        ("builds_on", "build_on", "WR110", "builds_on"),
        ('from = "2021-01"\nto', 'form = "2021-01"\nto', "WR110", "from"),
        ('from = "2021-01"\nto', 'from = "2021-1"\nto', "WR502", ""),
        ('from = "2021-01"\nto', 'from = "2019-01"\nto', "WR503", ""),
        ('to = "2021-04"\n', 'to = "2020-04"\n', "WR509", ""),
        ('"一个人"', '"一个入"', "WR317", "一个人"),
        ("known = 2021-04-30", "known = 1", "WR112", ""),
        ("learned = 2021-04-20", "lerned = 2021-04-20", "WR110", "learned"),
        ("from = 2021-03-10", 'from = "2021-03-10"', "WR112", ""),
        ("a.pay = 60.50", "a.pya = 60.50", "WR402", "pay"),
        ("a.pay = 60.50", "a.pay = 60.505", "WR404", ""),
        ("a.pay = 60.50", "stok = 1", "WR402", "stock"),
        ("a.pay = 60.50", 'id = "h2"', "WR402", ""),
        ("a.pay = 60.50", 'a.id = "b"', "WR402", ""),
        ("set = { a.pay = 60.50 }", "", "WR111", ""),
        ("set = { a.pay = 60.50 }", 'without = ["b"]', "WR317", ""),
        ("set = { a.pay = 60.50 }", 'unknown = ["a.pya"]', "WR402", "a.pay"),
        ("set = { a.pay = 60.50 }", 'unknown = ["stok"]', "WR402", "stock"),
        ('from = "2021-01", to', 'from = "2020-12", to', "WR406", ""),
        ('from = "2021-01", to', 'month = "2021-01", to', "WR119", ""),
        ('from = "2021-01", to', "to", "WR111", ""),
        ('from = "2021-01", to = "2021-02", ', "", "WR111", ""),
        ('benefit = "help", amount = 100', 'benefit = "halp", amount = 100', "WR317", "help"),
        (
            'benefit = "help", amount = 100',
            'benefit = "help", payee = "a", amount = 100',
            "WR317",
            "",
        ),
        ('benefit = "help", amount = 100', 'benefit = "help", amount = 100.001', "WR404", ""),
        ("decided = 5", "decided = 29", "WR112", ""),
        ("decided = 5", 'decided = "2021-01-05"', "WR112", ""),
        ("due.help", "due.halp", "WR317", "help"),
        ("due.help", "deu.help", "WR110", "due"),
        ('"2021-01 至 2021-03" = 121', '"2021-03 至 2021-01" = 121', "WR509", ""),
        ('"2021-01 至 2021-03" = 121', '"2021-01 至 2021-05" = 121', "WR406", ""),
        ('"2021-01 至 2021-03" = 121', '"2021-13" = 121', "WR502", ""),
        ('"2021-01 至 2021-03" = 121', '"2021-01" = 121.001', "WR404", ""),
        ("due.old.a", "due.old.b", "WR317", ""),
        ('due.unknown_aid = "不能确定"', 'due.unknown_aid = "不能确认"', "WR113", "不能确定"),
        ("arrears = { help = 42, total = 42 }", "arrears = { halp = 42 }", "WR317", "help"),
        ("arrears = { help = 42, total = 42 }", "arrears = { totl = 42 }", "WR317", "total"),
        ("net = -19", 'net = "viel"', "WR404", ""),
        ("causes.unknown_aid = [", "causes.unknown_ade = [", "WR317", "unknown_aid"),
        ('["缺数值 unfound"]', '"缺数值 unfound"', "WR112", ""),
        ('["缺数值 unfound"]', '["缺数值 unfond"]', "WR317", "unfound"),
        ('["缺数值 unfound"]', '["缺数 unfound"]', "WR113", "缺数值"),
        ("late_fact members[a].pay", "late_fact a.pya", "WR317", "a.pay"),
        ("plan = { waived", "plan = { waved", "WR110", "waived"),
        ("withheld = 19", 'withheld = { "2021-5" = 19 }', "WR502", ""),
        ("findings = []", 'findings = ["WR4222"]', "WR317", "WR422"),
        ("findings = []", "findings = 1", "WR112", ""),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, nearest: str
) -> None:
    assert STORY.count(old) >= 1
    assert (code, line_of(old), nearest) in told(tmp_path, STORY.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (STORY[:EXPECT].replace("[story.expect]\n", ""), "WR111", 4),
        (STORY.replace("arithmetic", "note"), "WR111", 4),
        (STORY.replace("known = 2021-04-30\n", ""), "WR111", 4),
        (STORY + STORY[STORY.index("[[story]]") :], "WR321", STORY.count("\n") + 2),
        (
            STORY.replace("[[story]]", '[base."甲"]\nbuilds_on = "甲"\n[[story]]').replace(
                '"一个人"', '"甲"'
            ),
            "WR308",
            4,
        ),
    ],
)
def test_what_a_story_must_say(tmp_path: Path, text: str, code: str, line: int) -> None:
    assert (code, line) in [each[:2] for each in told(tmp_path, text)]


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    text = (
        STORY.replace("a.pay = 60.50", "a.pya = 60.50")
        .replace("decided = 5", "decided = 0")
        .replace("due.help", "due.halp")
    )
    assert [each[0] for each in told(tmp_path, text)] == ["WR402", "WR112", "WR317"]


def test_a_payee_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    two = STORY.replace(
        'builds_on = "一个人"\n', 'builds_on = "一个人"\ncase.b = { pay = 0, age = 70 }\n'
    )
    two = two[: two.index("due.help")] + "due.old = 10\n"
    assert ("WR111", two.count("\n"), "") in told(tmp_path, two)


def test_a_member_who_joins_says_how_he_or_she_belongs(tmp_path: Path) -> None:
    """Where the vocabulary has `relation`, an id that nobody has is misspelt unless it comes with
    one.
    """
    file = tmp_path / "stories.toml"
    text = """\
format = "welfare-stories/1"
jurisdiction = "cn/model"

[[story]]
name = "错"
builds_on = "两人户"
case = { child = { relation = "child" } }
from = "2021-10"
to = "2021-10"
known = 2021-12-31
change = [{ from = 2021-10-01, set = { chld.wage = 1 } }, { from = 2021-10-02, set = { c = { relation = "chld" } } }]
cite = "x"
expect.due.dibao = 1
"""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsError) as raised:
        make_bench([file], shipped_policies())
    assert [
        (each.code, each.place.line, dict(each.details).get("nearest"))
        for each in raised.value.findings
    ] == [("WR317", 11, "child"), ("WR405", 11, "child")]


@pytest.mark.parametrize("cause", ["规定有变", "rule", "发放有误"])
def test_a_cause_that_is_the_benefits_own_needs_no_name(tmp_path: Path, cause: str) -> None:
    (story,) = bench_of(tmp_path, STORY.replace("缺数值 unfound", cause, 1)).stories
    assert any(
        each.want == (f"{'payment' if cause == '发放有误' else 'rule'} {each.benefit}",)
        for each in story.expect.causes
    )
