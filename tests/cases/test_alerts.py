"""Cases that expect alerts: read with every mistake at its place, compared in both directions, and
noticing each change of a watch.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tiny import POLICY, root, written
from welfare_rules.cases.coverage import observe
from welfare_rules.cases.report import Report, failure, text
from welfare_rules.cases.run import Ran, run_case
from welfare_rules.cases.suite import Bench, make_bench
from welfare_rules.findings import FindingsError
from welfare_rules.mutation.run import Mutator

WATCHES = """
[[watch]]
id = "richer"
label = { zh = "收入增加", en = "more pay" }
kind = "核查"
facts = ["pay"]
benefits = ["help"]
turns = ["less", "lost"]
within_days = 10
cite = { article = "7" }

[[watch]]
id = "old-now"
label = { zh = "满六十", en = "sixty now" }
kind = "分类推送"
urgent = true
was = "age < 60"
when = "age >= 60 且 pay <= 50元"
cite = { article = "8" }
"""
HEAD = """\
format = "welfare-cases/1"
month = "2021-03"

[base."两个人"]
stock = 0
a = { pay = 0, age = 30 }

"""
CASE = (
    '[[case]]\nname = "甲"\nbuilds_on = "两个人"\ncite = "x"\n'
    "event = { time = 2021-03-10, set.pay = 20.50 }\n"
)
RIGHT = CASE + (
    'expect.alerts.richer = { kind = "核查", if_confirmed = "reduce", from = "2021-04", '
    'monthly = -21, benefits = ["补助"], urgent = false, by = 2021-03-20 }\n'
)
EVERY = (
    RIGHT
    + """
[[series]]
name = "乙"
builds_on = "两个人"
cite = "x"
event = { time = 2021-03-10, set.pay = 200 }
cases = [
  { name = "停发", expect.alerts.richer = { kind = "核查", if_confirmed = "停发" } },
  { name = "别人的话不同", change = [{ from = 2021-03-10, source = "b", set.a.pay = 5 }], expect.alerts.richer = { if_confirmed = "无", contested = ["a.pay"] } },
  { name = "年满六十", event.set = { age = 60 }, expect.alerts.old-now = { kind = "分类推送", urgent = true } },
  { name = "从五十九岁", case.a.age = 59, event.set = { age = 60 }, expect.alerts.old-now = "分类推送" },
  { name = "收入恰到五十", case.a.pay = 50, event.set = { age = 60 }, expect.alerts."满六十" = "分类推送" },
  { name = "收入五十零一分", case.a.pay = 50.01, event.set = { age = 60 }, expect.alerts = {} },
  { name = "五十九", event.set = { age = 59 }, expect.alerts = {} },
  { name = "早满六十", case.a.age = 60, event.set = { age = 61 }, expect.alerts = {} },
  { name = "只是存款", event.set = { pay = 0, stock = 10 }, expect.alerts = {} },
]
"""
)


def bench(folder: Path, cases: str) -> Bench:
    file = written(folder, HEAD + cases)
    policy = next(root(file).rglob("*.toml"))
    policy.write_text(POLICY + WATCHES, encoding="utf-8")
    return make_bench([file], root(file))


def runs(folder: Path, cases: str) -> Iterator[Ran]:
    made = bench(folder, cases)
    return (run_case(each, made.policies[each.jurisdiction]) for each in made.cases)


def test_every_detail_that_is_stated_is_compared(tmp_path: Path) -> None:
    found = [*runs(tmp_path, EVERY)]
    assert [failure(each, "en") for each in found if not each.passed] == []
    assert text(Report(tuple(found)), "en").startswith(f"{len(found)} cases, 0 failed")


def test_a_watch_of_which_no_case_expects_an_alert_is_found(tmp_path: Path) -> None:
    """An alert that is expected and does not come shows nothing."""
    for folder, cases, missing in (
        ("all", EVERY, set[str]()),
        ("one", RIGHT, {"old-now"}),
        ("wrong", RIGHT.replace('"核查"', '"落实"'), {"richer", "old-now"}),
    ):
        made = bench(tmp_path / folder, cases)
        ran = (run_case(each, made.policies[each.jurisdiction]) for each in made.cases)
        found = observe(ran, made.policies).missing
        assert {each.id for each in found if each.kind == "watch"} == missing


@pytest.mark.parametrize(
    ("said", "other", "what"),
    [
        ('"核查"', '"落实"', "kind"),
        ('"reduce"', '"stop"', "if_confirmed"),
        ('"2021-04"', '"2021-05"', "from"),
        ("-21", "-20", "monthly"),
        ('["补助"]', "[]", "benefits"),
        ("urgent = false", "urgent = true", "urgent"),
        ("2021-03-20", "2021-03-21", "by"),
        ("by = 2021-03-20", 'contested = ["a.pay"]', "contested"),
    ],
)
def test_another_detail_fails(tmp_path: Path, said: str, other: str, what: str) -> None:
    assert said in RIGHT
    [ran] = runs(tmp_path, RIGHT.replace(said, other))
    assert [each.what for each in ran.mismatches] == [f"alerts.richer {what}"]
    assert "收入增加" in failure(ran, "zh")  # what the alert says is the ground


def test_an_alert_that_is_not_named_fails(tmp_path: Path) -> None:
    [ran] = runs(tmp_path, CASE + "expect.alerts = {}\n")
    assert [(each.what, each.want, each.got) for each in ran.mismatches] == [
        ("alerts.richer.a", "-", "核查")
    ]


def test_an_alert_that_does_not_come_fails(tmp_path: Path) -> None:
    [ran] = runs(tmp_path, CASE.replace("20.50", "0") + 'expect.alerts.richer = "核查"\n')
    assert [(each.what, each.want, each.got) for each in ran.mismatches] == [
        ("alerts.richer", "核查", "-")
    ]


@pytest.mark.parametrize(
    ("cases", "code", "line", "nearest"),
    [
        (CASE + 'expect.alerts.richr = "核查"\n', "WR317", 6, "richer"),
        (CASE + 'expect.alerts.richer.b = "核查"\n', "WR317", 6, "by"),
        (CASE + 'expect.alerts.richer = "核查查"\n', "WR113", 6, "核查"),
        (CASE + 'expect.alerts.richer = { knd = "核查" , kind = "核查" }\n', "WR110", 6, "kind"),
        (CASE + 'expect.alerts.richer = { if_confirmed = "stp" }\n', "WR113", 6, "stop"),
        (CASE + 'expect.alerts.richer = { from = "2021-13" }\n', "WR502", 6, ""),
        (CASE + "expect.alerts.richer = { monthly = 1.234 }\n", "WR404", 6, ""),
        (CASE + 'expect.alerts.richer = { benefits = ["hlp"] }\n', "WR317", 6, "help"),
        (CASE + 'expect.alerts.richer = { benefits = "help" }\n', "WR112", 6, ""),
        (CASE + 'expect.alerts.richer = { urgent = "no" }\n', "WR112", 6, ""),
        (CASE + 'expect.alerts.richer = { by = "2021-03-20" }\n', "WR112", 6, ""),
        (CASE + "expect.alerts = 1\n", "WR112", 6, ""),
        (CASE, "WR111", 5, ""),  # nothing is expected
        (CASE + "expect.help = 100\n", "WR111", 5, ""),  # an event, and no alerts
        (RIGHT.replace("set.pay", "set.pya"), "WR402", 5, "pay"),
        (RIGHT.replace("20.50", "20.505"), "WR404", 5, ""),
        (RIGHT.replace("time = 2021-03-10, ", ""), "WR111", 5, ""),
        (RIGHT.replace("set.pay", 'who = "b", set.pay'), "WR317", 5, ""),
        (RIGHT.replace("set.pay", 'sett = 1, set.pay'), "WR110", 5, "set"),
        (RIGHT.replace("set.pay", 'match = 4, set.pay'), "WR117", 5, ""),
        (RIGHT.replace("set.pay", 'covers = "2021", set.pay'), "WR471", 5, ""),
        (RIGHT.replace("set.pay", 'covers = "21", set.pay'), "WR403", 5, ""),
        (RIGHT + "change = [{ from = 2021-03-10, set.a.pya = 5 }]\n", "WR402", 7, "pay"),
    ],
)  # fmt: skip
def test_mistakes_are_told_at_their_place(
    tmp_path: Path, cases: str, code: str, line: int, nearest: str
) -> None:
    with pytest.raises(FindingsError) as raised:
        bench(tmp_path, cases)
    start = HEAD.count("\n")
    told = [
        (each.code, each.place.line - start, dict(each.details).get("nearest", ""))
        for each in raised.value.findings
    ]
    assert (code, line, nearest) in told
    assert len(told) == 1


def test_every_change_of_a_watch_is_noticed(tmp_path: Path) -> None:
    mutator = Mutator(bench(tmp_path, EVERY))
    assert mutator.failing == []
    watched = [each for each in mutator.mutants() if each[1][0][1].affects.watch]
    ran = {key.split(": ", 1)[1]: mutator.run(key, each).killed_by for key, each in watched}
    assert [key for key, by in ran.items() if not by] == []
    for one in (
        "watch.richer: 核查 -> 落实",
        "watch.richer: turns without less",
        "watch.richer: within 11 days",
        "watch.richer: urgent",
        "watch.richer: dropped",
        "watch.old-now: not urgent",
        "watch.old-now: was negated",
        "watch.old-now.was: dropped",
        "watch.old-now.was: “age < 60” < -> <=",
        "watch.old-now.when: “50元” 50.01",
        "watch.old-now.when: “pay <= 50元” dropped",
    ):
        assert one in ran
