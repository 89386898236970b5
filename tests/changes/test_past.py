"""Which months already past an edit answers otherwise, for the cases beside the policies."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support import tiny
from tests.support.effort import examples
from tests.support.tables import tables_of
from welfare_rules.basics.days import Month
from welfare_rules.cases.suite import make_bench
from welfare_rules.changes.compare import Compared, compare
from welfare_rules.changes.old import opened
from welfare_rules.document.library import read_library
from welfare_rules.impact.report import OF_HOUSEHOLDS
from welfare_rules.program.case import Case
from welfare_rules.program.otherwise import Otherwise
from welfare_rules.program.program import Program
from welfare_rules.program.seal import Seal
from welfare_rules.receipts.canonical_case import written_case

TODAY = 20260310


def compared(
    made: Path, old: str, new: str, cases: str = tiny.CASES, today: int = TODAY
) -> Compared:
    there, here = (
        tiny.root(tiny.written(made / name, cases, policy))
        for name, policy in (("old", old), ("new", new))
    )
    with opened(str(there), here) as before:
        library = read_library(here)
        return compare(before, library, library.jurisdictions, [here / "tiny" / "cases"], today)


def answered(made: Path) -> dict[tuple[str, str], object]:
    """What each case is answered, worked out without the comparison."""
    root = made / "policies"
    policy = wr.load("tiny", root)
    answers: dict[tuple[str, str], object] = {}
    for case in make_bench([root / "tiny" / "cases"], root).cases:
        assert case.case is not None
        answer = policy.at(case.month, case.known).determine(case.case, "reference")
        for each in answer:
            key = (case.name, each.benefit)
            answers[key] = (each.status, each.amount, each.at_least, each.at_most)
    return answers


VALUE = "value = 120.50\nannounced = 2021-01-01"
FIRST = "value = 100\nannounced = 2020-01-01"
fen = st.integers(0, 20_000).map(lambda each: f"{each // 100}.{each % 100:02d}")


@settings(max_examples=examples(20), deadline=None)
@given(st.sampled_from((VALUE, FIRST)), fen)
def test_a_version_that_was_changed_shows_just_the_cases_that_are_answered_otherwise(
    tmp_path_factory: pytest.TempPathFactory, old: str, value: str
) -> None:
    made = tmp_path_factory.mktemp("law")
    lines = old.split("\n")
    changed = tiny.POLICY.replace(old, f"value = {value}\n{lines[1]}")
    found = compared(made, tiny.POLICY, changed)
    before, after = answered(made / "old"), answered(made / "new")
    expected = {key for key in before if before[key] != after[key]}
    assert {(each.case, each.benefit) for each in found.past} == expected


def test_two_programs_are_held_against_each_other_once_and_no_digest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many cases are decided by them."""
    held: list[tuple[Program, Program]] = []

    def counting(one: Program, other: Program) -> Otherwise:
        held.append((one, other))
        return otherwise(one, other)

    def none(*_: object) -> tuple[()]:
        return ()

    def nobody(self: Seal) -> str:
        raise AssertionError(self)

    otherwise = Otherwise.of
    monkeypatch.setattr(Otherwise, "of", staticmethod(counting))
    monkeypatch.setattr(Seal, "__call__", nobody)
    monkeypatch.setattr("welfare_rules.changes.compare.made", none)
    changed = tiny.POLICY.replace(VALUE, "value = 121.50\nannounced = 2021-01-01")
    assert len(compared(tmp_path, tiny.POLICY, changed).past) > len(held) > 0
    assert len(held) == len(set(held))


@pytest.mark.parametrize("value", ["0", "99.99", "121.50"])
def test_all_cases_together_are_the_report_of_a_comparison_of_tables(
    tmp_path: Path, value: str
) -> None:
    """Of cases of one month and day of knowledge; of several, the sum of their reports."""
    made = tmp_path
    changed = tiny.POLICY.replace(VALUE, f"value = {value}\nannounced = 2021-01-01")
    found = compared(made, tiny.POLICY, changed)
    told = found.to_dict()["cases"]["tiny"]
    old, new = (wr.load("tiny", made / name / "policies") for name in ("old", "new"))
    alike: dict[tuple[Month, int | None], list[Case]] = {}
    for each in make_bench([made / "new/policies/tiny/cases"], made / "new/policies").cases:
        assert each.case is not None
        alike.setdefault((each.month, each.known), []).append(each.case)
    counts: dict[str, int] = dict.fromkeys(OF_HOUSEHOLDS, 0)
    difference = Decimal(0)
    for (month, known), cases in alike.items():
        sides = old.at(month, known), new.at(month, known)
        if sides[0].digest != sides[1].digest:
            tables = tables_of([written_case(new.law, case) for case in cases])
            one = wr.compare_runs(*sides, *tables, engine="native").to_dict()
            assert one["benefits"].keys() <= told["benefits"].keys()
            for name in counts:
                counts[name] += one["households"][name]
            difference += Decimal(one["total"]["difference"])
    assert told["households"] == counts
    assert Decimal(told["total"]["difference"]) == difference
    assert {row["household"].partition(" ")[2] for row in told["rows"]} >= {
        each.case for each in found.past
    }


@settings(max_examples=examples(15), deadline=None)
@given(st.sampled_from(("2021-04-01", "2022-07-01", "2030-01-01")), fen)
def test_a_version_from_a_later_day_leaves_the_past_alone(
    tmp_path_factory: pytest.TempPathFactory, day: str, value: str
) -> None:
    """The cases of the tiny law are of March 2021 and before."""
    made = tmp_path_factory.mktemp("law")
    version = f"[[figure.line.version]]\nfrom = {day}\nvalue = {value}\nannounced = {day}\n"
    more = version + 'status = "published"\ncite = { article = "1" }\n'
    found = compared(made, tiny.POLICY, tiny.POLICY + more)
    assert [each.what for each in found.changes] == ["figure.line"]
    assert found.past == ()


RAISED = tiny.POLICY.replace("value = 120.50", "value = 121.50")


def test_what_was_answered_and_what_is(tmp_path: Path) -> None:
    found = compared(tmp_path, tiny.POLICY, RAISED)
    assert found.to_dict()["past"][1] == {
        "case": "补助 / 没有收入",
        "month": "2021-03",
        "benefit": "help",
        "before": "eligible 121.00",
        "after": "eligible 122.00",
    }


def test_a_month_that_has_not_ended_is_not_past(tmp_path: Path) -> None:
    assert compared(tmp_path / "a", tiny.POLICY, RAISED, today=20210331).past == ()
    assert compared(tmp_path / "b", tiny.POLICY, RAISED, today=20210401).past != ()


def test_a_case_is_decided_as_known_on_its_own_day(tmp_path: Path) -> None:
    early = tiny.CASES.replace("month = ", "known = 2020-12-31\nmonth = ", 1)
    early = early.replace("expect.help = 121 }", "expect.help = 100 }")
    found = compared(tmp_path, tiny.POLICY, RAISED, early)
    assert found.changes
    assert found.past == ()


FACT = """
[fact.remote]
label = { zh = "边远", en = "remote" }
entity = "household"
type = "bool"
[[benefit.help.require]]
id = "near"
when = "not remote"
because = { zh = "不在边远村", en = "not remote" }
cite = { article = "4" }
"""
SAID = tiny.CASES.replace("stock = 0\n", "stock = 0\nremote = true\n")


def test_a_fact_that_the_old_law_does_not_know_is_left_out_and_told(tmp_path: Path) -> None:
    found = compared(tmp_path, tiny.POLICY, tiny.POLICY + FACT, SAID)
    assert [each.what for each in found.changes] == ["fact.remote", "benefit.help.require.near"]
    first = found.past[0].to_dict()
    assert (first["before"], first["after"]) == ("eligible 100.00", "not_eligible")
    assert {each.code for each in found.findings} == {"WR512"}
    assert dict(found.findings[0].details)["facts"] == "remote"


def test_a_case_that_the_old_law_cannot_read_is_told(tmp_path: Path) -> None:
    narrow = tiny.POLICY.replace("max = 150", "max = 79")
    found = compared(tmp_path, narrow, tiny.POLICY)
    told = [each for each in found.findings if each.code == "WR513"]
    assert [dict(each.details)["got"] for each in told] == ["老人津贴 / 八十岁"]
    assert found.past == ()


def test_a_benefit_that_is_gone_and_a_month_that_is_not_covered(tmp_path: Path) -> None:
    start = tiny.POLICY.index("[benefit.unknown_aid]")
    cases = tiny.CASES[: tiny.CASES.index("[[case]]")]
    gone = compared(tmp_path / "a", tiny.POLICY, tiny.POLICY[:start], cases)
    assert {(str(each.before[0]), str(each.after[0])) for each in gone.past} == {
        ("undetermined at_least 0.00", "not_in_force")
    }
    late = tiny.POLICY.replace("covers_from = 2020-01-01", "covers_from = 2021-01-01")
    refused = compared(tmp_path / "b", tiny.POLICY, late)
    assert {(each.month.text, each.after[0].status) for each in refused.past} == {
        ("2020-12", "not_covered")
    }
    assert compared(tmp_path / "c", late, tiny.POLICY).past == ()  # nobody was answered before


def test_cases_that_are_wrong_are_told_beside_what_changes(tmp_path: Path) -> None:
    wrong = tiny.CASES.replace('fails = ["poor"]', 'fails = ["gone"]')
    found = compared(tmp_path, tiny.POLICY, RAISED, wrong)
    assert "WR317" in {each.code for each in found.findings}
    assert found.past
    assert found.changes


CIRCLE = """
[[circle]]
id = "near"
label = { zh = "边缘", en = "near" }
when = "together < line * {times}"
cite = {{ article = "7" }}
"""


def test_the_circle_is_told_like_a_benefit(tmp_path: Path) -> None:
    old, new = (
        tiny.POLICY + CIRCLE.replace("{times}", str(times)).replace("{{", "{").replace("}}", "}")
        for times in (0, 2)
    )
    found = compared(tmp_path, old, new)
    assert {each.benefit for each in found.past} == {"circle"}
    assert {(str(each.before[0]), str(each.after[0])) for each in found.past} == {("none", "near")}


def test_a_benefit_that_is_new_is_told_where_something_is_due(tmp_path: Path) -> None:
    more = """
[benefit.meal]
label = { zh = "助餐", en = "meals" }
payee = "member"
amount = "9元"
rounding = { step = "1", direction = "up" }
cite = { article = "8" }
[[benefit.meal.require]]
id = "eighty"
when = "age >= 80"
because = { zh = "八十岁以上", en = "eighty or over" }
cite = { article = "8" }
"""
    found = compared(tmp_path, tiny.POLICY, tiny.POLICY + more)
    assert [each.to_dict() for each in found.past] == [
        {
            "case": "老人津贴 / 八十岁",
            "month": "2021-03",
            "benefit": "meal",
            "before": "a not_in_force",
            "after": "a eligible 9.00",
        }
    ]


def test_the_months_of_a_story_are_asked_one_after_the_other(tmp_path: Path) -> None:
    """The story's line of 2021 is known from 15 February; from April on another pay is known."""
    raised = tiny.LAW.replace("value = 120.50", "value = 121.50")
    old, new = (
        tiny.bench_of(tmp_path / name, tiny.STORY).root
        for name, text in (("old", tiny.LAW), ("new", raised))
    )
    (new / "tiny" / "law.toml").write_text(raised, encoding="utf-8")
    library = read_library(new)

    def found(today: int) -> list[tuple[str, str, str]]:
        with opened(str(old), new) as before:
            made = compare(before, library, ["tiny"], [new / "tiny" / "cases"], today)
        assert {each.case for each in made.past} <= {"迟公布，又晚知"}
        return [(each.month.text, str(each.before[0]), str(each.after[0])) for each in made.past]

    assert found(TODAY) == [
        ("2021-01", "eligible 121.00", "eligible 122.00"),
        ("2021-02", "eligible 121.00", "eligible 122.00"),
        ("2021-03", "eligible 121.00", "eligible 122.00"),
        ("2021-04", "eligible 60.00", "eligible 61.00"),
    ]
    assert [month for month, _, _ in found(20210315)] == ["2021-01", "2021-02"]
    # a change of the story states what the law did not know
    (old / "tiny" / "law.toml").write_text(
        tiny.LAW.replace("max = 100000\n\n[fact.age]", "max = 60\n\n[fact.age]"), encoding="utf-8"
    )
    with opened(str(old), new) as before:
        made = compare(before, library, ["tiny"], [new / "tiny" / "cases"], TODAY)
    assert ([each.code for each in made.findings], made.past) == (["WR513"], ())
