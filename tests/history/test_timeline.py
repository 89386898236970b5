"""Months one after another.

Each with its facts, its law and what was known, and what the policy lets run on.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple, household, person
from welfare_rules.basics.days import Month
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
TODAY = 20260101


def amounts(answers: tuple[wr.Answer, ...], *key: str) -> dict[str, Decimal | None]:
    return {each.month.text: each[key if len(key) > 1 else key[0]].amount for each in answers}  # type: ignore[index]


def test_the_same_months_asked_later_answer_otherwise() -> None:
    """S is 730 from 2021-07-01 but was announced on 2021-09-15.

    Until then 700 is what is known (2 x 700 - 600 + 20 % of 700).
    """
    history = read_history({"case": couple(), "changes": []})
    before = timeline(MODEL, history, Month.of(2021, 6), Month.of(2021, 8), 20210914)
    after = timeline(MODEL, history, Month.of(2021, 6), Month.of(2021, 8), 20210915)
    assert list(amounts(before, "dibao").values()) == [Decimal("940.00")] * 3
    assert list(amounts(after, "dibao").values()) == [
        Decimal("940.00"),
        Decimal("1006.00"),
        Decimal("1006.00"),
    ]


def test_a_change_inside_a_month_counts_from_the_next_and_not_before_it_is_known() -> None:
    change = {
        "from": "2021-09-10",
        "learned": "2021-12-03",
        "source": "disability federation",
        "set": {"members[p2].disability_grade": 3},
    }
    history = read_history({"case": couple(), "changes": [change]})
    months = Month.of(2021, 9), Month.of(2021, 11)
    grade_2, grade_3 = Decimal("255.50"), Decimal("182.50")  # 35 % and 25 % of 730
    assert (
        list(
            amounts(
                timeline(MODEL, history, *months, 20211202), "disability_living_subsidy", "p2"
            ).values()
        )
        == [grade_2] * 3
    )
    assert list(
        amounts(
            timeline(MODEL, history, *months, 20211203), "disability_living_subsidy", "p2"
        ).values()
    ) == [grade_2, grade_3, grade_3]


def test_the_month_of_death_is_still_paid() -> None:
    """Worked example 34's kin: a death on 10 September, learned two months later."""
    change = {
        "from": "2021-09-10",
        "learned": "2021-11-20",
        "source": "police",
        "set": {"members[p2].death_date": "2021-09-10"},
    }
    history = read_history({"case": couple(), "changes": [change]})
    answers = timeline(MODEL, history, Month.of(2021, 8), Month.of(2021, 10), TODAY)
    assert list(amounts(answers, "disability_nursing_subsidy", "p2").values()) == [
        Decimal("130.00"),
        Decimal("130.00"),
        Decimal("0.00"),
    ]


def test_a_right_begins_as_its_policy_says() -> None:
    """Worked example 37: applied 2021-06-30, decided 2021-08-05, in dibao, grade 2: the living
    subsidy counts from the month of application (235 at 670, then 256 twice at 730), dibao
    from the month after the decision.
    """
    case = household(
        person(
            "p1",
            "head",
            "1980-03-01",
            division="320922",
            disability_kind="physical",
            disability_grade=2,
        ),
        division="320922",
        applied_on="2021-06-30",
        decided_on="2021-08-05",
    )
    answers = timeline(
        BINHAI, read_history({"case": case}), Month.of(2021, 5), Month.of(2021, 9), TODAY
    )
    living = amounts(answers, "disability_living_subsidy", "p1")
    assert list(living.values()) == [
        Decimal(each) for each in ("0.00", "235.00", "256.00", "256.00", "256.00")
    ]
    assert sum(each for each in list(living.values())[1:4] if each is not None) == Decimal("747.00")
    assert [each["dibao"].status for each in answers] == ["not_eligible"] * 4 + ["eligible"]
    assert next(reason.rule for reason in answers[0]["dibao"].reasons) == "starts"


def test_an_employee_pension_ends_the_full_tier_from_the_next_month() -> None:
    """Worked example 34.

    Visual grade 1 outside dibao, an employee pension of 1800 from May 2021: the 100 % tier stops
    with June.
    """
    blind = person(
        "p1",
        "head",
        "1980-03-01",
        division="320922",
        disability_kind="visual",
        disability_grade=1,
        other_income="3000.00",
    )
    case = household(
        blind,
        person("p2", "spouse", "1981-03-01", division="320922"),
        division="320922",
        applied_on="2020-01-01",
    )
    change = {
        "from": "2021-05-10",
        "learned": "2021-05-10",
        "source": "social insurance",
        "set": {"members[p1].employee_pension": "1800.00"},
    }
    answers = timeline(
        BINHAI,
        read_history({"case": case, "changes": [change]}),
        Month.of(2021, 5),
        Month.of(2021, 8),
        TODAY,
    )
    assert list(amounts(answers, "disability_living_subsidy", "p1").values()) == [
        Decimal("670.00"),
        *[Decimal("0.00")] * 3,
    ]


def test_the_last_dibao_amount_runs_on_into_the_phase_out() -> None:
    """In dibao with 1006 until September.

    The wage rises to 1500 (below 1.5 x 730 x 2 = 2190): 1006 for three months, 503 for three.
    """
    rise = {
        "from": "2021-10-01",
        "learned": "2021-10-01",
        "set": {"members[p1].wage": "1500.00", "phase_out_since": "2021-10-01"},
    }
    answers = timeline(
        MODEL,
        read_history({"case": couple(), "changes": [rise]}),
        Month.of(2021, 9),
        Month.of(2022, 4),
        TODAY,
    )
    paid = [each["dibao_phase_out"].amount for each in answers]
    assert paid == [
        Decimal(each)
        for each in ("0.00", "1006.00", "1006.00", "1006.00", "503.00", "503.00", "503.00", "0.00")
    ]


def test_what_runs_on_does_not_depend_on_where_the_timeline_begins() -> None:
    rise = {
        "from": "2021-10-01",
        "learned": "2021-10-01",
        "set": {"members[p1].wage": "1500.00", "phase_out_since": "2021-10-01"},
    }
    history = read_history({"case": couple(), "changes": [rise]})
    whole = timeline(MODEL, history, Month.of(2021, 6), Month.of(2022, 4), TODAY)
    late = timeline(MODEL, history, Month.of(2022, 1), Month.of(2022, 4), TODAY)
    assert [each.to_dict() for each in whole[-4:]] == [each.to_dict() for each in late]


def test_sources_that_disagree_make_a_fact_unknown_until_one_gives_way() -> None:
    def grade(source: str, value: int, learned: str) -> dict[str, object]:
        return {
            "from": "2021-09-01",
            "learned": learned,
            "source": source,
            "set": {"members[p2].disability_grade": value},
        }

    history = read_history(
        {
            "case": couple(),
            "changes": [
                grade("a", 3, "2021-09-05"),
                grade("b", 2, "2021-09-06"),
                grade("a", 2, "2021-10-20"),
            ],
        }
    )
    assert [each.code for each in history.findings] == []  # they agree in the end
    torn = timeline(MODEL, history, Month.of(2021, 9), Month.of(2021, 9), 20211001)[0][
        "disability_living_subsidy", "p2"
    ]
    assert (torn.amount, torn.missing_facts) == (None, ("members[p2].disability_grade",))
    agreed = timeline(MODEL, history, Month.of(2021, 9), Month.of(2021, 9), 20211021)[0][
        "disability_living_subsidy", "p2"
    ]
    assert agreed.amount == Decimal("255.50")


def test_a_conflict_that_stands_is_told() -> None:
    both = [
        {
            "from": "2021-09-01",
            "learned": f"2021-09-0{day}",
            "source": source,
            "set": {"members[p2].death_date": value},
        }
        for day, source, value in ((5, "police", "2021-09-01"), (6, "village", "none"))
    ]
    history = read_history({"case": couple(), "changes": both})
    assert [each.code for each in history.findings] == ["WR423"]
    answer = timeline(MODEL, history, Month.of(2021, 10), Month.of(2021, 10), TODAY)[0]
    assert answer["dibao"].missing_facts == ("members[p2].death_date",)  # not presumed to be alive


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            [{"from": "2021-09-01", "learned": "2021-09-01", "set": {"members[p9].wage": 1}}],
            "WR421",
        ),
        ([{"from": "2021-09-01", "learned": "2021-09-01", "set": {"members[p1].a.b": 1}}], "WR420"),
        ([{"from": "2021-9-1", "learned": "2021-09-01", "set": {}}], "WR407"),
        ([{"learned": "2021-09-01", "set": {}}], "WR409"),
        ([{"from": "2021-09-01", "learned": "2021-09-01", "sett": {}}], "WR402"),
    ],
)
def test_a_history_that_cannot_be_read(changes: list[dict[str, object]], code: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_history({"case": couple(), "changes": changes})
    assert code in {each.code for each in caught.value.findings}


def test_a_wrong_value_is_found_when_its_month_is_read() -> None:
    change = {"from": "2021-09-01", "learned": "2021-09-01", "set": {"members[p1].wage": "-1.00"}}
    with pytest.raises(CaseError):
        timeline(
            MODEL,
            read_history({"case": couple(), "changes": [change]}),
            Month.of(2021, 9),
            Month.of(2021, 9),
            TODAY,
        )


def test_months_out_of_order_or_outside_the_law() -> None:
    history = read_history({"case": couple()})
    with pytest.raises(RequestError):
        timeline(MODEL, history, Month.of(2021, 9), Month.of(2021, 8), TODAY)
    with pytest.raises(RequestError):
        timeline(MODEL, history, Month.of(2019, 5), Month.of(2019, 8), TODAY)


@settings(max_examples=examples(25))
@given(st.integers(0, 60), st.sampled_from([20210714, 20210920, 20220801, 20220815, TODAY]))
def test_a_month_of_a_timeline_is_the_month_alone(start: int, known: int) -> None:
    """With facts that do not change and nothing that runs on, a timeline is its months decided one
    by one.
    """
    first = Month.of(2019, 7).after(start)
    answers = timeline(MODEL, read_history({"case": couple()}), first, first.after(3), known)
    assert [each.to_dict() for each in answers] == [
        MODEL.at(each.month, known).determine(couple()).to_dict() for each in answers
    ]
