"""What comes by itself.

The right months with the right reasons, and no other month in which anything changes.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple, household, person
from welfare_rules.basics.days import Month
from welfare_rules.cli.main import main
from welfare_rules.comparison.compare import same
from welfare_rules.comparison.sentences import compare_words
from welfare_rules.comparison.upcoming import Upcoming, upcoming
from welfare_rules.findings import CaseError, RequestError

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "docs" / "examples" / "household.json"
MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
KNOWN = "2026-01-01"


def changes(
    found: Upcoming, benefit: str, payee: str = "h1"
) -> dict[str, tuple[str | None, str | None]]:
    """The months in which a benefit's amount changes, with the amounts before and after."""
    made: dict[str, tuple[str | None, str | None]] = {}
    for month in found.to_dict()["changes"]:
        for each in month["benefits"]:
            if (each["benefit"], each["payee"]) == (benefit, payee):
                made[month["month"]] = each["before"]["amount"], each["after"]["amount"]
    return made


def causes(found: Upcoming, month: str, benefit: str) -> list[dict[str, Any]]:
    for each in found.to_dict()["changes"]:
        if each["month"] == month:
            return next(one["causes"] for one in each["benefits"] if one["benefit"] == benefit)
    raise AssertionError(f"nothing changes in {month}")


def run(*words: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(
        main, list(words), input=stdin, env={"LANG": "C", "LC_ALL": None, "LANGUAGE": None}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


# --- birthdays ---


@pytest.mark.parametrize(
    ("born", "benefit", "month", "day", "before", "after", "facts"),
    [
        # 14: no supplement for minors any more
        ("2008-02-20", "dibao", "2022-03", "2022-02-20", "1533.00", "1460.00", {}),
        # 18: counts no longer
        ("2004-02-29", "dibao", "2022-03", "2022-03-01", "1460.00", "730.00", {"dependent": False}),
        # 16: able to work
        ("2006-02-20", "tekun", "2022-03", "2022-02-20", "1300.00", "0.00", {"supporter": "none"}),
        # 60: no ability to work
        ("1962-02-20", "tekun", "2022-03", "2022-02-20", "0.00", "1300.00", {"supporter": "none"}),
        # 70, on the first day of the month itself
        ("1952-03-01", "dibao", "2022-03", "2022-03-01", "1460.00", "1533.00", {}),
        # 80, on the last day of the month
        ("1942-03-31", "old_age_allowance", "2022-03", "2022-03-31", "0.00", "50.00", {}),
        ("1932-03-10", "old_age_allowance", "2022-03", "2022-03-10", "50.00", "100.00", {}),
        ("1922-03-10", "old_age_allowance", "2022-03", "2022-03-10", "100.00", "300.00", {}),
    ],
)
def test_a_birthday(
    born: str, benefit: str, month: str, day: str, before: str, after: str, facts: dict[str, Any]
) -> None:
    """At 730 yuan in the winter of 2021; nothing else changes in these six months."""
    relation = "child" if born > "2000" else "parent"
    case = household(person("p1", "head", "1985-06-01"), person("p2", relation, born, **facts))
    found = upcoming(MODEL, case, "2021-12", 6, "2022-01-31")
    payee = "h1" if benefit == "dibao" else "p2"
    assert changes(found, benefit, payee) == {month: (before, after)}
    made = causes(found, month, benefit)
    assert [(each["kind"], each["day"], each["member"]) for each in made] == [("date", day, "p2")]
    assert made[0]["facts"] == {"birth_date": born}
    for words in (
        f"自 p2 的出生日期起至 {day} 满 ",
        f"years since date of birth of p2 are completed on {day}",
    ):
        assert any(
            words in each
            for lang in ("zh", "en")
            for change in found.to_dict(lang)["changes"]
            for each in change["sentences"]
        )


def test_a_birthday_on_which_nothing_turns_is_not_told() -> None:
    """The child becomes 12 in the month in which the standard is raised."""
    case = household(person("p1", "head", "1985-06-01"), person("p2", "child", "2009-07-01"))
    found = upcoming(MODEL, case, "2021-06", 2, KNOWN)
    assert {each["kind"] for each in causes(found, "2021-07", "dibao")} == {"figure"}


# --- the first month of a right ---


@pytest.mark.parametrize(
    ("decided", "month"),
    [("2021-08-02", "2021-09"), ("2021-08-31", "2021-09"), ("2021-09-01", "2021-10")],
)
def test_a_right_begins_by_itself_in_the_month_after_the_decision(decided: str, month: str) -> None:
    """`determine` says what the conditions give.

    `next`, like a timeline, from which month it is paid.
    """
    people = (
        person("p1", "head", "1980-03-01", division="320922"),
        person("p2", "spouse", "1981-03-01", division="320922"),
    )
    case = household(*people, division="320922", applied_on="2021-08-01", decided_on=decided)
    found = upcoming(BINHAI, case, "2021-08", 2, "2021-12-31")
    assert changes(found, "dibao") == {month: ("0.00", "1460.00")}
    made = causes(found, month, "dibao")
    assert made == [
        {"kind": "start", "what": "month after decision", "fact": "decided_on", "day": decided}
    ]
    months = BINHAI.timeline({"case": case}, "2021-08", "2021-10", "2021-12-31")
    assert [each["dibao"].amount for each in months] == [
        0 if each.month.text < month else 1460 for each in months
    ]
    zh, en = (
        [
            each
            for change in found.to_dict(lang)["changes"]
            for each in change["sentences"]
            if f"{decided}" in each
        ]
        for lang in ("zh", "en")
    )
    assert any("1460 元（原：还没有起发），因为自决定的次月起发给（" in each for each in zh)
    assert any(
        "(before: not begun yet), because it is paid from the month after the decision (" in each
        for each in en
    )


# --- other days ---


def test_the_end_of_a_certificate() -> None:
    case = couple()
    case["members"][1]["disability_certificate_until"] = "2021-10-15"
    found = upcoming(MODEL, case, "2021-08", 6, KNOWN)
    assert changes(found, "disability_nursing_subsidy", "p2") == {"2021-11": ("130.00", "0.00")}
    (made,) = causes(found, "2021-11", "disability_nursing_subsidy")
    assert made["facts"] == {"disability_certificate_until": "2021-10-15"}
    assert (made["kind"], made["what"], made["member"], made["day"]) == (
        "date",
        "certificate_valid",
        "p2",
        "2021-10-16",
    )
    (change,) = (
        each
        for month in found.changes
        for each in month.changes
        if each.benefit == "disability_nursing_subsidy"
    )
    rules = [each.to_dict() for each in change.rules]
    assert [(each["before"], each["after"], set(each["because"])) for each in rules] == [
        (True, False, {"zh", "en"})
    ]


def test_the_steps_of_a_phase_out() -> None:
    case = household(
        person("p1", "head", "1980-03-01", employed=True, wage="900.00"),
        phase_out_since="2021-03-10",
        last_dibao_amount="300.01",
    )
    found = upcoming(MODEL, case, "2021-02", 12, KNOWN)
    assert changes(found, "dibao_phase_out") == {
        "2021-03": ("0.00", "300.01"),
        "2021-06": ("300.01", "150.01"),
        "2021-09": ("150.01", "0.00"),
    }
    assert [
        (each["day"], each["facts"]) for each in causes(found, "2021-06", "dibao_phase_out")
    ] == [("2021-06-01", {"phase_out_since": "2021-03-10"})]


def test_a_figure_that_is_already_announced() -> None:
    found = upcoming(MODEL, couple(), "2022-05", 6, "2022-06-20")
    # 2 x 760 - 600 + 20 % of 760
    assert changes(found, "dibao") == {"2022-07": ("1006.00", "1072.00")}
    (figure,) = causes(found, "2022-07", "dibao")
    assert (figure["before"]["value"], figure["after"]["value"], figure["after"]["announced"]) == (
        "730.00",
        "760.00",
        "2022-06-20",
    )
    assert changes(upcoming(MODEL, couple(), "2022-05", 6, "2022-06-19"), "dibao") == {}
    assert changes(upcoming(MODEL, couple(), "2022-05", 6, "2022-08-10"), "dibao") == {
        "2022-07": ("1006.00", "1083.00")
    }


def test_a_rule_that_ends() -> None:
    case = household(person("p1", "head", "1970-03-01", resident_pension_central="200.00"))
    found = upcoming(MODEL, case, "2025-10", 6, KNOWN)
    assert changes(found, "dibao") == {"2026-01": ("784.00", "584.00")}
    (law,) = causes(found, "2026-01", "dibao")
    assert [(each["rule"], each["begins"], each["day"]) for each in law["rules"]] == [
        ("central-basic-pension", False, "2026-01-01")
    ]
    assert any(
        "不再适用" in each for month in found.to_dict()["changes"] for each in month["sentences"]
    )


def test_the_circle_changes_with_its_causes() -> None:
    case = household(person("p1", "head", "1961-11-20", supporter="none"))
    (found,) = (
        each
        for each in upcoming(MODEL, case, "2021-10", 3, KNOWN).to_dict()["changes"]
        if each["circle"]["causes"]
    )
    assert (found["month"], found["circle"]["before"], found["circle"]["after"]) == (
        "2021-12",
        "dibao",
        "tekun",
    )
    assert [each["day"] for each in found["circle"]["causes"]] == ["2021-11-20"]


def test_while_facts_and_figures_are_missing() -> None:
    case = {"id": "h1", "members": [{"id": "p1", "relation": "head", "birth_date": "1941-12-05"}]}
    found = upcoming(BINHAI, case, "2021-09", 24, KNOWN)
    made = {each["month"]: each for each in found.to_dict()["changes"]}
    allowance = next(
        each for each in made["2021-12"]["benefits"] if each["benefit"] == "old_age_allowance"
    )
    assert (allowance["before"]["status"], allowance["after"]["status"]) == (
        "not_eligible",
        "undetermined",
    )
    earlier = upcoming(BINHAI, case, "2015-11", 6, KNOWN).to_dict()["changes"]
    made = {each["month"]: each for each in earlier}
    begun = next(
        each
        for each in made["2016-01"]["benefits"]
        if each["benefit"] == "disability_nursing_subsidy"
    )
    assert begun["before"] is None
    assert {each["kind"] for each in begun["causes"]} == {"law"}
    assert "没有这项规定" in " ".join(made["2016-01"]["sentences"])


# --- reviews ---


def test_the_review_calendar() -> None:
    """Article 31 of the measures of 2021.

    Once a year, every half-year where income is unstable; counted from the decision.
    """
    unsaid = upcoming(MODEL, couple(decided_on="2021-01-20"), "2021-08", 24, KNOWN).reviews
    assert [(each.benefit, each.every, each.due) for each in unsaid] == [("dibao", None, ())]
    assert unsaid[0].words.en.startswith("reviewed once a year")
    (half,) = upcoming(MODEL, couple(income_unstable=True), "2021-08", 24, KNOWN).reviews
    assert (half.every, [each.text for each in half.due]) == (
        6,
        ["2022-01", "2022-07", "2023-01", "2023-07"],
    )
    idle = household(
        person("p1", "head", "1980-03-01"), decided_on="2021-08-31", income_unstable=False
    )
    (yearly,) = upcoming(MODEL, idle, "2021-08", 24, KNOWN).reviews
    assert (yearly.every, [each.text for each in yearly.due]) == (12, ["2022-08", "2023-08"])
    (open_day,) = upcoming(MODEL, {**idle, "decided_on": None}, "2021-08", 24, KNOWN).reviews
    assert (open_day.every, open_day.due) == (12, ())
    (earlier,) = upcoming(MODEL, {**idle, "decided_on": "2020-01-20"}, "2021-06", 24, KNOWN).reviews
    assert (earlier.every, earlier.due) == (None, ())  # the measures were not in force yet


# --- in general ---


dates = st.sampled_from(
    [
        "1921-09-01",
        "1931-08-31",
        "1941-09-30",
        "1951-10-01",
        "1961-11-20",
        "1980-02-29",
        "2003-09-01",
        "2005-12-31",
        "2008-01-15",
    ]
)


@settings(max_examples=examples(25), deadline=None)
@example(
    born=["1921-09-01", "2008-01-15"],
    until=None,
    wage=2000,
    since="2021-08-20",
    supporter=None,
    known="2021-08-31",
)
@given(
    born=st.lists(dates, min_size=1, max_size=3),
    until=st.sampled_from([None, "2021-10-15", "2022-06-30"]),
    wage=st.sampled_from([0, 700, 900, 2000]),
    since=st.sampled_from([None, "2021-08-20"]),
    supporter=st.sampled_from(["none", "able", None]),
    known=st.sampled_from(["2021-08-31", KNOWN]),
)
def test_between_two_reported_months_nothing_changes_and_in_them_something_does(
    born: list[str],
    until: str | None,
    wage: int,
    since: str | None,
    supporter: str | None,
    known: str,
) -> None:
    people = [
        person(
            f"p{place}",
            "head" if place == 0 else "child" if day > "2000" else "parent",
            day,
            supporter=supporter,
            disability_kind="mental" if place == 0 else "none",
            disability_grade=2,
            disability_certificate_until=until,
            wage=wage if place == 0 else 0,
            employed=wage > 0,
            dependent=place != 1,
        )
        for place, day in enumerate(born)
    ]
    case = household(*people, phase_out_since=since, last_dibao_amount="200.00")
    found = upcoming(MODEL, case, "2021-08", 24, known)
    reported = {each.after.month.text: each for each in found.changes}
    before = found.now
    for month in (Month.of(2021, 8).after(count) for count in range(1, 25)):
        after = MODEL.at(month, known).determine(case)
        assert same(before, after) is (month.text not in reported)
        sides = [
            (
                each.circle,
                [(one.benefit, one.payee, one.status, one.amount) for one in each.benefits],
            )
            for each in (before, after)
        ]
        assert sides[0] == sides[1] or month.text in reported
        if month.text in reported:
            made = reported[month.text]
            assert all(change.causes for change in made.changes), made.to_dict()
            assert all(compare_words(made.before, made.after, lang) for lang in ("zh", "en"))
        before = after
    assert found.last.text == "2023-08"


def test_the_engines_name_the_same_changes_of_an_answer() -> None:
    for one, other in itertools.pairwise(("reference", "native")):
        sides = [
            [
                MODEL.at(month, KNOWN).determine(CASE.read_bytes(), engine)
                for month in ("2023-08", "2023-09")
            ]
            for engine in (one, other)
        ]
        assert compare_words(*sides[0]) == compare_words(*sides[1]) != ()


def test_what_cannot_be_asked() -> None:
    for within in (1200, -1, True, "3"):
        with pytest.raises(RequestError, match=r"within.*WR515"):
            upcoming(MODEL, couple(), "2021-08", within, KNOWN)  # type: ignore[arg-type]
    with pytest.raises(RequestError, match="WR503"):
        upcoming(MODEL, couple(), "2011-08", 1, KNOWN)
    with pytest.raises(CaseError, match="WR402"):
        upcoming(MODEL, couple(pigs=1), "2021-08", 1, KNOWN)
    assert upcoming(MODEL, couple(), "2199-10", 24, KNOWN).last.text == "2199-12"
    assert upcoming(MODEL, couple(), "2021-08", 0, KNOWN).changes == ()


# --- the command ---


MONTH = ("--in", "cn/model", "--month", "2021-08", "--known", KNOWN)


@pytest.mark.slow
def test_next_on_the_command_line() -> None:
    made = json.loads(run("next", str(CASE), *MONTH, "--format", "json").stdout)
    assert (made["case"], made["month"], made["until"], made["known"]) == (
        "h1",
        "2021-08",
        "2023-08",
        KNOWN,
    )
    dibao = {
        each["month"]
        for each in made["changes"]
        if any(one["benefit"] == "dibao" for one in each["benefits"])
    }
    assert dibao == {"2022-07", "2023-07"}
    made = json.loads(
        run(
            "next", "-", *MONTH, "--within", "25", "--format", "json", stdin=CASE.read_bytes()
        ).stdout
    )
    assert made["changes"][-1]["month"] == "2023-09"
    zh = run("next", str(CASE), *MONTH, "--within", "25", "--lang", "zh")
    assert (
        "最低生活保障：自 2023 年 9 月起 1424 元而非 1503 元，因为自 p3 的出生日期起至 2023-08-14 满 14 周年"
        in zh.stdout
    )
    assert "复核" in zh.stdout
    assert (
        "Nothing changes by itself up to 2021-08."
        in run("next", str(CASE), *MONTH, "--within", "0").stdout
    )


def test_people_with_the_same_change_are_told_in_one_sentence() -> None:
    case = household(
        *(
            person(
                f"p{place}",
                "head" if place == 1 else "spouse",
                "1980-01-01",
                disability_kind="physical",
                disability_grade=2,
            )
            for place in (1, 2)
        )
    )
    before, after = (
        MODEL.at("2021-08", known).determine(case) for known in ("2021-08-31", "2021-12-31")
    )
    (sentence,) = (
        each for each in compare_words(before, after) if each.startswith("困难残疾人生活补贴")
    )
    assert sentence.startswith(
        "困难残疾人生活补贴（p1、p2）：2021 年 8 月 255.50 元而非 245 元，因为 2021-09-15 公布的"
    )


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (
            ["next", "nothing.json", "--in", "cn/nowhere", "--month", "2021-13", "--known", "soon"],
            {"WR414", "WR501", "WR502", "WR504"},
        ),
        (["next", str(CASE), "--in", "cn/model", "--month", "2011-01"], {"WR503"}),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(words: list[str], codes: set[str]) -> None:
    result = run(*words, "--format", "json")
    assert result.exit_code == 2
    assert {each["code"] for each in json.loads(result.stderr)} == codes


def test_a_case_that_cannot_be_read() -> None:
    result = run(
        "next",
        "-",
        *MONTH,
        "--format",
        "json",
        stdin=b'{"id": "h1", "members": [{"id": "p1", "wage": -1}]}',
    )
    assert result.exit_code == 2
    assert json.loads(result.stderr)[0]["path"] == "members[0].wage"
    assert run("next", str(CASE), *MONTH, "--within", "1200").exit_code == 2
