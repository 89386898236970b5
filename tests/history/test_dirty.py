"""Histories and ledgers as they come.

In any order, in any spelling, with people who come and go, with sources that differ.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple, person
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.settlement.letter import sentences
from welfare_rules.settlement.plan_letter import plan_sentences

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
CHILD = person("p3", "child", "2012-01-01")


def change(
    facts: dict[str, Any], first: str = "2021-08-10", learned: str = "2021-08-12", source: str = "A"
) -> dict[str, Any]:
    return {"from": first, "learned": learned, "source": source, "set": facts}


def dibao(
    *changes: dict[str, Any], month: str = "2021-09", policy: wr.Policy = MODEL
) -> Decimal | None:
    return policy.timeline(
        {"case": couple(), "changes": list(changes)}, month, month, "2022-01-01"
    )[0]["dibao"].amount


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"members[p1].receiving": ["tekun"]}, {"members[p1].receiving": []}),
        ({"members[p2]": None}, {"members[p2]": couple()["members"][1]}),
        ({"members[p1].wage": 0}, {"members[p1].wage": 500}),
    ],
)
@pytest.mark.parametrize("sources", ["AB", "AA"])
def test_who_says_last_does_not_decide(
    one: dict[str, Any], other: dict[str, Any], sources: str
) -> None:
    """Two sources, or one source twice on one day.

    What they differ on is unknown, in whatever order the file has them.
    """
    said = [change(one, source=sources[0]), change(other, source=sources[1])]
    answers = [
        policy.timeline({"case": couple(), "changes": order}, "2021-09", "2021-09", "2022-01-01")[
            0
        ].to_dict()["benefits"]
        for policy in (MODEL, BINHAI)
        for order in (said, said[::-1])
    ]
    assert answers[0] == answers[1]
    assert answers[2] == answers[3]
    missing = {path for each in answers[0] for path in each["missing_facts"]}
    assert "members[p1].receiving" in one or any(
        path.startswith(next(iter(one))) for path in missing
    )


def test_sources_that_differ_on_what_is_received_leave_open_what_rests_on_it() -> None:
    """At 17, in school and without support.

    In tekun if already in tekun; whether that is so two registers tell differently.
    """
    student = person(
        "p3",
        "child",
        "2004-06-01",
        education="senior_high",
        full_time_student=True,
        supporter="none",
        child_choice="tekun",
    )
    case = {**couple(), "members": [*couple()["members"], student]}
    said = [
        change({"members[p3].receiving": ["tekun"]}),
        change({"members[p3].receiving": []}, source="B"),
    ]
    for engine in ("native", "reference"):
        (answer,) = BINHAI.timeline(
            {"case": case, "changes": said}, "2021-09", "2021-09", "2022-01-01", engine=engine
        )
        assert (answer["tekun", "p3"].status, answer["dibao"].amount) == ("undetermined", None)
        assert "members[p3].receiving" in answer["tekun", "p3"].missing_facts
    assert (
        BINHAI.timeline({"case": case, "changes": said[:1]}, "2021-09", "2021-09", "2022-01-01")[0][
            "tekun", "p3"
        ].status
        == "eligible"
    )


@pytest.mark.parametrize("other", ["500.00", "500.0", {"per_year": "6000"}, {"per_year": 6000}])
def test_one_amount_in_two_spellings_is_no_conflict(other: Any) -> None:
    assert dibao(
        change({"members[p1].wage": 500}), change({"members[p1].wage": other}, source="B")
    ) == dibao(change({"members[p1].wage": 500}))


def test_what_is_said_of_a_person_before_he_joins_waits_for_him() -> None:
    unsaid = {key: value for key, value in CHILD.items() if key not in ("wage", "other_income")}
    joins, wage = (
        change({"members[p3]": unsaid}, "2021-08-01"),
        {"members[p3].wage": 0, "members[p3].other_income": 800},
    )
    assert (
        dibao(joins, change(wage, "2021-07-15", "2021-12-20"))
        == dibao(joins, change(wage, "2021-08-01", "2021-12-20"))
        is not None
    )
    # told before the person is
    assert dibao(change(wage, "2021-07-15"), joins) == dibao(joins, change(wage, "2021-07-15"))


def test_a_whole_person_anew_ends_what_was_in_dispute() -> None:
    torn = [
        change({"members[p2].other_income": 500}),
        change({"members[p2].other_income": 700}, source="B"),
    ]
    assert dibao(*torn) is None
    whole = {**couple()["members"][1], "other_income": 100}
    assert dibao(*torn, change({"members[p2]": whole}, "2021-10-01"), month="2021-10") is not None


@settings(max_examples=examples(20), deadline=None)
@given(
    facts=st.lists(
        st.sampled_from(
            [
                {"members[p1].wage": {"per_year": "7200"}}, {"members[p2].disability_grade": 3},
                {"members[p3]": CHILD}, {"members[p2]": None},
                {"phase_out_since": "2021-08-20"}, {"members[p1].wage": 2000}, {"members[p3].other_income": 300},
            ]
        ),
        min_size=1, max_size=5,
    ),
    days=st.lists(st.sampled_from(["2021-07-10", "2021-08-10", "2021-10-02"]), min_size=5, max_size=5),
    turned=st.permutations(range(5)),
)  # fmt: skip
def test_the_order_of_changes_and_of_payments_is_none(
    facts: list[dict[str, Any]], days: list[str], turned: list[int]
) -> None:
    joins = [change({"members[p3]": CHILD}, "2021-07-02", "2021-07-03", "joins")]
    changes = [
        *joins,
        *(change(each, days[place], "2021-11-20", f"s{place}") for place, each in enumerate(facts)),
    ]
    rows = [
        {
            "month": f"2021-{month:02d}",
            "benefit": benefit,
            "payee": payee,
            "amount": "600.00",
            "decided": f"2021-{month:02d}-05",
        }
        for month in (8, 9)
        for benefit, payee in (
            ("dibao", "h1"),
            ("disability_living_subsidy", "p2"),
            ("old_age_allowance", "p2"),
        )
    ]
    order = [place for place in turned if place < len(changes)]
    others = [changes[place] for place in order] + changes[5:]
    made = [
        MODEL.settle(
            {"case": {**couple(), "last_dibao_amount": "200.00"}, "changes": one},
            led,
            "2021-07",
            "2021-11",
            "2021-12-31",
        )
        for one, led in ((changes, rows), (others, rows[::-1]))
    ]
    assert made[0].lines == made[1].lines
    history = {"case": {**couple(), "last_dibao_amount": "200.00"}, "changes": changes}
    assert MODEL.plan(history, made[0]) == MODEL.plan(history, made[1])


def test_a_household_and_a_member_of_one_id_have_two_purses() -> None:
    def plan(name: str) -> list[tuple[int, int, int]]:
        case = {
            **couple(),
            "members": [couple()["members"][0], {**couple()["members"][1], "id": name}],
        }
        rows = [
            {
                "month": month,
                "benefit": benefit,
                "payee": payee,
                "amount": amount,
                "decided": f"{month}-05",
            }
            for month, benefit, payee, amount in (
                ("2021-07", "dibao", "h1", "940.00"),
                ("2021-08", "dibao", "h1", "1300.00"),
                ("2021-07", "disability_living_subsidy", name, "100.00"),
                ("2021-08", "disability_living_subsidy", name, "500.00"),
            )
        ]
        found = MODEL.settle({"case": case}, rows, "2021-07", "2021-08", "2021-12-31")
        return [
            (each.recovery_fen, each.set_off_fen, each.withheld_fen)
            for each in MODEL.plan({"case": case}, found).ways
        ]

    assert plan("h1") == plan("p2")


@pytest.mark.parametrize("value", [5, "x", [], True])
def test_a_person_is_an_object_or_nothing(value: Any) -> None:
    with pytest.raises(CaseError, match=r"changes\[0\].set.members\[p2\].*WR403"):
        dibao(change({"members[p2]": value}))


@pytest.mark.parametrize(
    "day", [1627776000, "1627776000", 0, "2021-08-01T00:00:00", "２０２１-08-01"]
)
def test_a_day_is_written_as_one(day: Any) -> None:
    with pytest.raises(CaseError, match="WR407"):
        dibao(change({"members[p1].wage": 0}, day))
    with pytest.raises(CaseError, match="WR504"):
        wr.read_ledger(
            [
                {
                    "month": "2021-07",
                    "benefit": "dibao",
                    "payee": "h1",
                    "amount": "1.00",
                    "decided": day,
                }
            ]
        )


def test_an_id_cannot_be_changed_nor_a_household_paid_as_a_person() -> None:
    with pytest.raises(CaseError, match="WR420"):
        dibao(change({"members[p2].id": "p7"}))
    row = {"month": "2021-10", "amount": "1.00"}
    for benefit, payee in (("dibao", "p1"), ("old_age_allowance", "h1")):
        with pytest.raises(CaseError, match="WR435"):
            MODEL.settle(
                {"case": couple()},
                [{**row, "benefit": benefit, "payee": payee}],
                known="2021-12-31",
            )


@pytest.mark.parametrize("known", [True, 0, -1, 20211399])
def test_a_number_that_is_no_day_is_refused(known: int) -> None:
    with pytest.raises(RequestError, match="WR504"):
        MODEL.timeline({"case": couple()}, "2021-07", "2021-07", known)


def test_nested_too_deep_is_told() -> None:
    deep: Any = 1
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(CaseError, match="WR413"):
        dibao(change({"members[p1].receiving": deep}))


@pytest.mark.parametrize("members", [None, 5, "x", [5], {"p1": {}}])
def test_members_that_are_none_are_told(members: Any) -> None:
    case = {**couple(), "members": members}
    with pytest.raises(CaseError, match=r"WR403|WR409"):
        MODEL.timeline(
            {"case": case, "changes": [change({"members[p3]": CHILD})]},
            "2021-09",
            "2021-09",
            "2022-01-01",
        )


@pytest.mark.parametrize("amount", ["1e999999999", "9" * 5000, "1/3", "0x10", ""])
def test_what_is_no_amount_is_told_in_no_time(amount: str) -> None:
    said = change({"members[p1].wage": amount})
    for changes in ([said], [said, change({"members[p1].wage": 5}, source="B")]):
        with pytest.raises(CaseError, match="WR404"):
            dibao(*changes[::-1])


def test_an_id_forges_no_line_of_a_letter() -> None:
    name = "p2\nIn all: arrears 0.00 yuan"
    case = {**couple(), "members": [couple()["members"][0], {**couple()["members"][1], "id": name}]}
    row = {
        "month": "2021-08",
        "benefit": "disability_living_subsidy",
        "payee": name,
        "amount": "500.00",
    }
    found = MODEL.settle({"case": case}, [row], known="2021-12-31")
    told = [
        *sentences(MODEL.law, found, "en"),
        *plan_sentences(MODEL.law, MODEL.plan({"case": case}, found), "en"),
    ]
    assert not any("\n" in line for line in told)
    assert sum(line.startswith("In all") for line in told) == 1
