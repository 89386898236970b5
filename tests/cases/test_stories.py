"""Stories: households over several months as data. Those that ship pass, and each expectation fails
where it is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from tests.oracle import county
from tests.support.command import run
from tests.support.tiny import EXPECT, FIRST_LINE, LAW, STORY, bench_of, root, written
from welfare_rules.basics.days import date_of
from welfare_rules.cases.report import failure
from welfare_rules.cases.stories.run import RanStory, run_story
from welfare_rules.cases.suite import Bench, make_bench
from welfare_rules.document.library import shipped_policies
from welfare_rules.history.course import Course
from welfare_rules.history.facts import Events


def one(folder: Path, text: str) -> RanStory:
    bench = bench_of(folder, text)
    (story,) = bench.stories
    return run_story(story, bench.policies[story.jurisdiction])


# --- the stories that ship ---


@cache
def shipped() -> Bench:
    root = shipped_policies()
    return make_bench(sorted(root.rglob("cases/stories*.toml")))


@pytest.mark.parametrize("engine", [pytest.param("reference", marks=pytest.mark.slow), "native"])
def test_every_story_comes_out_as_expected(engine: str) -> None:
    runs = [
        run_story(each, shipped().policies[each.jurisdiction], engine) for each in shipped().stories
    ]
    assert [failure(each, "zh") for each in runs if not each.passed] == []
    assert len(runs) >= 30


def test_the_stories_that_ship_are_known_from_their_jurisdictions() -> None:
    assert {each.jurisdiction for each in shipped().stories} == {
        "cn/model",
        "cn/jiangsu/yancheng/binhai",
    }
    assert shipped().cases == ()
    assert shipped().without_stories().policies == {}


# of who has no disability, of who is no child in difficulty
IGNORED = {"disability_grade": 4, "child_choice": "child_allowance"}


def plain(value: Any) -> Any:
    """Facts as JSON writes them."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in cast(Mapping[str, Any], value).items()}
    if isinstance(value, list):
        return [plain(each) for each in cast(list[Any], value)]
    return (
        value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, Decimal)
        else value
    )


def test_the_page_of_the_model_county_says_the_same() -> None:
    """What is due, worked out independently from the facts of each month.

    A page that knows of one month alone lets nothing run on.
    """
    compared = 0
    wrong: list[str] = []
    for story in shipped().stories:
        events = Events.of(shipped().policies[story.jurisdiction].law.facts)
        for want in story.expect.due if story.jurisdiction == "cn/model" else ():
            for month in want.months:
                holding = Course(story.history, story.known, events).standing(month)
                state = story.history.state(holding, events)
                if (
                    state.conflicts
                    or want.status == "undetermined"
                    or want.benefit == "dibao_phase_out"
                ):
                    continue
                day = date_of(story.known)
                facts = plain(state.case)
                people = [{**IGNORED, **each} for each in facts["members"]]
                facts["members"] = [
                    {key: one for key, one in each.items() if (key, one) != ("death_date", "none")}
                    for each in people
                ]
                page = county.determine(facts, month.text, day)["benefits"]
                status, amount = page.get((want.benefit, want.payee), ("not_eligible", 0))
                compared += 1
                if status != (want.status or status) or (
                    want.amount is not None and amount != want.amount
                ):
                    wrong.append(f"{want.origin.place()}: {month.text}: {status} {amount}")
    assert wrong == []
    assert compared > 60


# --- expectations ---


def test_a_story_says_everything_at_once(tmp_path: Path) -> None:
    ran = one(tmp_path, STORY)
    assert (failure(ran, "zh"), ran.passed) == ("", True)


@pytest.mark.parametrize(
    ("expect", "what", "want", "got", "why"),
    [
        ("due.help = 121", "due help h1 2021-04", "121.00", "60.00", "应发额"),
        ('due.help."2021-01" = false', "due help h1 2021-01", "not_eligible", "121.00", "应发额"),
        ('due.help."2021-01" = "不能确定"', "due help h1 2021-01", "undetermined", "121.00", "应发额"),
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
        ('causes.help."2021-01" = []', "causes help h1 2021-01", "[]", "[figure line]", "已发 100.00"),
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
def test_a_story_that_fails_says_what_decided(
    tmp_path: Path, expect: str, what: str, want: str, got: str, why: str | None
) -> None:
    ran = one(tmp_path, STORY[:EXPECT] + expect + "\n")
    (wrong,) = ran.mismatches
    assert (wrong.what, wrong.want, wrong.got) == (what, want, got)
    text = failure(ran, "zh")
    assert text.startswith(f"{wrong.origin.place()}: 迟公布，又晚知\n")
    assert wrong.origin.place().line == FIRST_LINE
    assert why is None or why in text
    _, told, english = failure(ran, "en").partition("\n  why: ")
    assert bool(told) == (why is not None or bool(wrong.grounds))
    assert not re.search("[一-龥，：（]", english)


@pytest.mark.parametrize(
    ("change", "expect"),
    [
        ("{ from = 2021-02-01, unknown = ['a.pay'] }", 'due.help = { "2021-01" = 121, "2021-02 至 2021-04" = "不能确定" }'),
        ("{ from = 2021-02-01, unknown = ['stock'] }", 'causes.help."2021-02" = ["缺事项 stock"]'),
        ("{ from = 2021-02-01, set = { b = { pay = 0, age = 70 } } }", "due.old.b = { '2021-01' = false, '2021-02 至 2021-04' = 10 }"),
        ("{ from = 2021-02-01, without = ['a'] }", "due.help = { '2021-02' = 121 }\ndue.old = { '2021-02' = '不能确定' }"),
        ("{ from = 2021-02-01, set.stock = 5 }", "due.help = { '2021-01' = 121, '2021-02 至 2021-04' = 120 }"),
        ("{ from = 2021-02-01, learned = 2021-05-01, set.stock = 5 }", "due.help = 121"),
        ("{ from = 2021-02-01, source = 'a', set.stock = 5 }, { from = 2021-02-01, source = 'b', set.stock = 6 }",
         'due.help."2021-02" = "不能确定"\nfindings = ["WR423"]'),
    ],
)  # fmt: skip
def test_what_becomes_of_a_household(tmp_path: Path, change: str, expect: str) -> None:
    head = STORY[: STORY.index("change = ")] + f"change = [{change}]\n"
    ran = one(tmp_path, f"{head}[story.expect]\n{expect}\n")
    assert failure(ran, "zh") == ""


def test_before_anything_is_known_of_a_household_nothing_can_be_said(tmp_path: Path) -> None:
    head = STORY[: STORY.index("change = ")] + "learned = 2021-05-01\n"
    assert one(tmp_path, f'{head}[story.expect]\ndue.help = "不能确定"\n').passed
    (wrong, *_) = one(tmp_path / "again", f"{head}[story.expect]\ndue.help = 121\n").mismatches
    assert wrong.got == "undetermined"


def test_a_fault_of_the_library_fails_the_story_that_shows_it(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, STORY)
    ran = run_story(bench.stories[0], None)  # type: ignore[arg-type]
    assert [each.what for each in ran.mismatches] == ["fault"]


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
    assert (wrong["case"], wrong["from"], wrong["to"], wrong["line"]) == (
        "迟公布，又晚知",
        "2021-01",
        "2021-04",
        FIRST_LINE,
    )
    junit = run("test", str(stories), *policies, "--format", "junit")
    assert (junit.exit_code, junit.stdout.count("<testcase"), junit.stdout.count("<failure")) == (
        1,
        1,
        1,
    )
    stories.write_text(STORY[:EXPECT] + "due.help.'2021-01' = 121\n", encoding="utf-8")
    good = run("test", str(file.parent), *policies, "--coverage", "--lang", "en")
    assert (good.exit_code, good.stdout) == (
        0,
        "coverage 100.0 % (13 of 13)\n14 cases (1 over months), 0 failed\n",
    )
    stories.write_text(STORY.replace("due.help", "due.halp"), encoding="utf-8")
    refused = run("test", str(file.parent), *policies)
    assert (refused.exit_code, f"stories.toml:{FIRST_LINE}:5: error WR317" in refused.stderr) == (
        2,
        True,
    )
