"""Stories: households over several months as data. They pass, fail where they are wrong, and mistakes in them are told at their place."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from cli.running import run

from welfare_rules.cases.bench import Bench, make_bench
from welfare_rules.cases.report import failure
from welfare_rules.cases.run_stories import RanStory, run_story
from welfare_rules.document.library import shipped_policies
from welfare_rules.findings import FindingsError

from .test_plugin import pytest_in
from .tiny import CASES, POLICY, root, written

BASES = CASES[: CASES.index("[[series]]")]
LAW = (
    POLICY.replace("value = 120.50\nannounced = 2021-01-01", "value = 120.50\nannounced = 2021-02-15")
    + """
[[recovery]]
id = "all"
label = { zh = "先抵后扣", en = "set off, then withheld" }
benefits = ["help"]
set_off = true
withhold = ["help"]
share = "10%"
cite = { article = "10" }
"""
)
STORY = """\
format = "welfare-stories/1"

[[story]]
name = "迟公布，又晚知"
builds_on = "一个人"
from = "2021-01"
to = "2021-04"
known = 2021-04-30
arithmetic = "补 2×21=42；追 121−60=61；61−42=19：三个月 6，末月 1"
change = [{ from = 2021-03-10, learned = 2021-04-20, source = "税务", set = { a.pay = 60.50 } }]
paid = [
  { from = "2021-01", to = "2021-02", benefit = "help", amount = 100, decided = 5 },
  { from = "2021-03", to = "2021-04", benefit = "help", amount = 121, decided = 2021-03-01 },
]
[story.expect]
due.help = { "2021-01 至 2021-03" = 121, "2021-04" = 60 }
due.old.a = false
due.unknown_aid = "无法确定"
arrears = { help = 42, total = 42 }
recovery.help = { "2021-03" = 0, "2021-04" = 61 }
net = -19
causes.help = { "2021-01" = ["后来公布 line"], "2021-03" = [], "2021-04" = ["late_fact members[a].pay"] }
causes.unknown_aid = ["缺数值 unfound"]
plan = { waived = 0, set_off = 42, withheld = 19, left = 0, payable = 0 }
findings = []
"""
EXPECT = STORY.index("[story.expect]\n") + len("[story.expect]\n")
FIRST_LINE = STORY[:EXPECT].count("\n") + 1  # of what is expected


def bench_of(folder: Path, text: str) -> Bench:
    """The story file beside a case file that only has bases."""
    file = written(folder, BASES, LAW)
    stories = file.parent / "stories.toml"
    stories.write_text(text, encoding="utf-8")
    return make_bench([stories], root(file))


def one(folder: Path, text: str) -> RanStory:
    bench = bench_of(folder, text)
    (story,) = bench.stories
    return run_story(story, bench.policies[story.jurisdiction])


# --- the stories that ship ---


@cache
def shipped() -> Bench:
    root = shipped_policies()
    return make_bench([root / "cn/model/cases/stories.toml", root / "cn/jiangsu/yancheng/binhai/cases/stories.toml"])


@pytest.mark.parametrize("engine", ["reference", "native"])
def test_every_story_comes_out_as_expected(engine: str) -> None:
    runs = [run_story(each, shipped().policies[each.jurisdiction], engine) for each in shipped().stories]
    assert [failure(each, "zh") for each in runs if not each.passed] == []
    assert len(runs) >= 30


def test_the_stories_that_ship_are_known_from_their_jurisdictions() -> None:
    assert {each.jurisdiction for each in shipped().stories} == {"cn/model", "cn/jiangsu/yancheng/binhai"}
    assert shipped().cases == ()
    assert shipped().without_stories().policies == {}


# --- expectations ---


def test_a_story_says_everything_at_once(tmp_path: Path) -> None:
    ran = one(tmp_path, STORY)
    assert (failure(ran, "zh"), ran.passed) == ("", True)


@pytest.mark.parametrize(
    ("expect", "what", "want", "got", "why"),
    [
        ("due.help = 121", "due help h1 2021-04", "121.00", "60.00", "应发额"),
        ('due.help."2021-01" = false', "due help h1 2021-01", "not_eligible", "121.00", "应发额"),
        ('due.help."2021-01" = "无法确定"', "due help h1 2021-01", "undetermined", "121.00", "应发额"),
        ('due.old."2021-02" = 5', "due old a 2021-02", "5.00", "not_eligible", "sixty 满六十岁"),
        ('due.unknown_aid."2021-02" = 5', "due unknown_aid h1 2021-02", "5.00", "undetermined (unfound)", "没有找到的数"),
        ('due.unknown_aid."2021-02" = false', "due unknown_aid h1 2021-02", "not_eligible", "undetermined (unfound)", None),
        ("arrears = 41", "arrears", "41.00", "42.00", "2021-01 help h1"),
        ("arrears.help = 41", "arrears help", "41.00", "42.00", "2021-01 help h1"),
        ("arrears.help.h1 = 41", "arrears help h1", "41.00", "42.00", "figure line 2021-02-15"),
        ("arrears.total = 41", "arrears", "41.00", "42.00", None),
        ('arrears.help."2021-02" = 20', "arrears help 2021-02", "20.00", "21.00", None),
        ("recovery = 1", "recovery", "1.00", "61.00", None),
        ("recovery.old.a = 1", "recovery old a", "1.00", "0.00", None),
        ("net = 19", "net", "19.00", "-19.00", None),
        ('causes.help."2021-01" = []', "causes help h1 2021-01", "[]", "[figure line]", "已发 paid 100.00"),
        ('causes.help."2021-01" = ["更正 line"]', "causes help h1 2021-01", "[correction line]", "[figure line]", None),
        ('causes.help."2021-03" = ["发放有误"]', "causes help h1 2021-03", "[payment help]", "[]", None),
        ('causes.old = ["payment"]', "causes old a", "[payment old]", "[]", None),
        ("plan.set_off = 41", "plan set_off", "41.00", "42.00", None),
        ("plan.waived = 1", "plan waived", "1.00", "0.00", None),
        ("plan.withheld = 18", "plan withheld", "18.00", "19.00", "2021-05 help h1"),
        ('plan.withheld = { "2021-05 to 2021-07" = 6, "2021-08" = 2 }', "plan withheld 2021-08", "2.00", "1.00", "2021-08 help h1"),
        ("plan.left = 1", "plan left", "1.00", "0.00", None),
        ("plan.payable = 1", "plan payable", "1.00", "0.00", None),
        ('findings = ["WR423"]', "findings", "[WR423]", "[]", None),
    ],
)  # fmt: skip
def test_a_story_that_fails_says_what_decided(tmp_path: Path, expect: str, what: str, want: str, got: str, why: str | None) -> None:
    ran = one(tmp_path, STORY[:EXPECT] + expect + "\n")
    (wrong,) = ran.mismatches
    assert (wrong.what, wrong.want, wrong.got) == (what, want, got)
    text = failure(ran, "zh")
    assert text.startswith(f"{wrong.origin.place()}: 迟公布，又晚知\n")
    assert wrong.origin.place().line == FIRST_LINE
    assert why is None or why in text


@pytest.mark.parametrize(
    ("change", "expect"),
    [
        ("{ from = 2021-02-01, unknown = ['a.pay'] }", 'due.help = { "2021-01" = 121, "2021-02 至 2021-04" = "无法确定" }'),
        ("{ from = 2021-02-01, unknown = ['stock'] }", 'causes.help."2021-02" = ["缺事项 stock"]'),
        ("{ from = 2021-02-01, set = { b = { pay = 0, age = 70 } } }", "due.old.b = { '2021-01' = false, '2021-02 至 2021-04' = 10 }"),
        ("{ from = 2021-02-01, without = ['a'] }", "due.help = { '2021-02' = 121 }\ndue.old = { '2021-02' = false }"),
        ("{ from = 2021-02-01, set.stock = 5 }", "due.help = { '2021-01' = 121, '2021-02 至 2021-04' = 120 }"),
        ("{ from = 2021-02-01, learned = 2021-05-01, set.stock = 5 }", "due.help = 121"),
        ("{ from = 2021-02-01, source = 'a', set.stock = 5 }, { from = 2021-02-01, source = 'b', set.stock = 6 }",
         'due.help."2021-02" = "无法确定"\nfindings = ["WR423"]'),
    ],
)  # fmt: skip
def test_what_becomes_of_a_household(tmp_path: Path, change: str, expect: str) -> None:
    head = STORY[: STORY.index("change = ")] + f"change = [{change}]\n"
    ran = one(tmp_path, f"{head}[story.expect]\n{expect}\n")
    assert failure(ran, "zh") == ""


def test_before_anything_is_known_of_a_household_nothing_can_be_said(tmp_path: Path) -> None:
    head = STORY[: STORY.index("change = ")] + "learned = 2021-05-01\n"
    assert one(tmp_path, f'{head}[story.expect]\ndue.help = "无法确定"\n').passed
    (wrong, *_) = one(tmp_path / "again", f"{head}[story.expect]\ndue.help = 121\n").mismatches
    assert wrong.got == "undetermined"


def test_a_fault_of_the_library_fails_the_story_that_shows_it(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, STORY)
    ran = run_story(bench.stories[0], None)  # type: ignore[arg-type]
    assert [each.what for each in ran.mismatches] == ["fault"]


# --- mistakes ---


def told(folder: Path, text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(FindingsError) as raised:
        bench_of(folder, text)
    return [(each.code, each.place.line, dict(each.details).get("nearest", "")) for each in raised.value.findings]


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
        ('benefit = "help", amount = 100', 'benefit = "help", payee = "a", amount = 100', "WR317", ""),
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
        ('due.unknown_aid = "无法确定"', 'due.unknown_aid = "无法确认"', "WR113", "无法确定"),
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
        ("findings = []", 'findings = ["WR4233"]', "WR317", "WR423"),
        ("findings = []", "findings = 1", "WR112", ""),
    ],
)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, old: str, new: str, code: str, nearest: str) -> None:
    assert STORY.count(old) >= 1
    assert (code, line_of(old), nearest) in told(tmp_path, STORY.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (STORY[:EXPECT].replace("[story.expect]\n", ""), "WR111", 4),
        (STORY.replace("arithmetic", "note"), "WR111", 4),
        (STORY.replace("known = 2021-04-30\n", ""), "WR111", 4),
        (STORY + STORY[STORY.index("[[story]]") :], "WR321", STORY.count("\n") + 2),
        (STORY.replace("[[story]]", '[base."甲"]\nbuilds_on = "甲"\n[[story]]').replace('"一个人"', '"甲"'), "WR308", 4),
    ],
)
def test_what_a_story_must_say(tmp_path: Path, text: str, code: str, line: int) -> None:
    assert (code, line) in [each[:2] for each in told(tmp_path, text)]


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    text = STORY.replace("a.pay = 60.50", "a.pya = 60.50").replace("decided = 5", "decided = 0").replace("due.help", "due.halp")
    assert [each[0] for each in told(tmp_path, text)] == ["WR402", "WR112", "WR317"]


def test_a_payee_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    two = STORY.replace('builds_on = "一个人"\n', 'builds_on = "一个人"\ncase.b = { pay = 0, age = 70 }\n')
    two = two[: two.index("due.help")] + "due.old = 10\n"
    assert ("WR111", two.count("\n"), "") in told(tmp_path, two)


def test_a_member_who_joins_says_how_he_or_she_belongs(tmp_path: Path) -> None:
    """Where the vocabulary has `relation`, an id that nobody has is misspelt unless it comes with one."""
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
    assert [(each.code, each.place.line, dict(each.details).get("nearest")) for each in raised.value.findings] == [
        ("WR317", 11, "child"),
        ("WR405", 11, "child"),
    ]


# --- commands ---


def test_the_command_runs_cases_and_stories_together(tmp_path: Path) -> None:
    file = written(tmp_path, policy=LAW.replace("announced = 2021-02-15", "announced = 2021-01-01"))
    stories = file.parent / "stories.toml"
    stories.write_text(STORY[:EXPECT] + "due.help = 121\n", encoding="utf-8")
    policies = ("--policies", str(root(file)))
    bad = run("test", *policies, "--lang", "zh")
    assert bad.exit_code == 1
    assert bad.stdout.endswith("14 个案例（其中 1 个跨月），1 个不符\n")
    made = json.loads(run("test", str(file.parent), *policies, "--format", "json").stdout)
    assert (made["cases"], made["stories"], made["failed"]) == (14, 1, 1)
    (wrong,) = made["failures"]
    assert (wrong["case"], wrong["from"], wrong["to"], wrong["line"]) == ("迟公布，又晚知", "2021-01", "2021-04", FIRST_LINE)
    junit = run("test", str(stories), *policies, "--format", "junit")
    assert (junit.exit_code, junit.stdout.count("<testcase"), junit.stdout.count("<failure")) == (1, 1, 1)
    stories.write_text(STORY[:EXPECT] + "due.help.'2021-01' = 121\n", encoding="utf-8")
    good = run("test", str(file.parent), *policies, "--coverage", "--lang", "en")
    assert (good.exit_code, good.stdout) == (0, "coverage 100.0 % (13 of 13)\n14 cases (1 over months), 0 failed\n")
    stories.write_text(STORY.replace("due.help", "due.halp"), encoding="utf-8")
    refused = run("test", str(file.parent), *policies)
    assert (refused.exit_code, f"stories.toml:{FIRST_LINE}:5: error WR317" in refused.stderr) == (2, True)


def test_each_story_is_a_test_of_pytest(tmp_path: Path) -> None:
    file = written(tmp_path, BASES, LAW)
    (file.parent / "stories.toml").write_text(
        STORY + STORY[STORY.index("[[story]]") :].replace("晚知", "迟知").replace("net = -19", "net = 1"), "utf-8"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nwelfare_policies = policies\n", encoding="utf-8")
    done = pytest_in(tmp_path, "-q")
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "net: 应为 1.00, 实为 -19.00" in done.stdout
    assert "Traceback" not in done.stdout
