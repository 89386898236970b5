"""Rights that run: a review does not interrupt them, and days that differ are all looked at."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import Due, Undetermined
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline

BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
FIRST, LAST, KNOWN = Month.of(2021, 3), Month.of(2022, 5), 20230101
DAYS = st.dates(datetime.date(2021, 2, 1), datetime.date(2022, 6, 28))


def case(**facts: Any) -> dict[str, Any]:
    """In dibao, and in both subsidies for the disabled."""
    one = person(
        "p1",
        "head",
        "1980-03-01",
        division="320922",
        disability_kind="physical",
        disability_grade=2,
    )
    return household(one, division="320922", **facts)


def dues(
    changes: list[dict[str, Any]], first: Month = FIRST, **facts: Any
) -> list[dict[tuple[str, str], Due]]:
    """What is due each month; what is paid once is due whenever it is applied for."""
    history = read_history({"case": case(**facts), "changes": changes})
    return [
        {
            key: due
            for key, due in each.dues_fen.items()
            if key not in {(one.benefit, one.payee) for one in each.benefits if one.per == "once"}
        }
        for each in timeline(BINHAI, history, first, LAST, KNOWN)
    ]


def said(fact: str, day: datetime.date, source: str = "office", first: str = "") -> dict[str, Any]:
    from_ = first or str(day)
    return {"from": from_, "learned": str(day), "source": source, "set": {fact: str(day)}}


@settings(max_examples=examples(20), deadline=None)
@given(
    reviews=st.lists(st.tuples(st.sampled_from(["decided_on", "applied_on"]), DAYS), max_size=4),
    start=st.integers(0, 14),
)
def test_a_review_changes_no_due(reviews: list[tuple[str, datetime.date]], start: int) -> None:
    """The right began before the first month; wherever the timeline begins."""
    changes = [said(*each) for each in reviews]
    assert dues(changes, FIRST.after(start)) == dues([], FIRST.after(start))


@settings(max_examples=examples(20), deadline=None)
@given(one=DAYS, other=DAYS)
def test_days_that_differ_are_all_looked_at(one: datetime.date, other: datetime.date) -> None:
    first = str(min(one, other))
    both = [said("decided_on", one, "a", first), said("decided_on", other, "b", first)]
    early = datetime.date(2035, 1, 1)
    made = dues(both, decided_on=str(early))
    alone = [
        dues([said("decided_on", day, first=first)], decided_on=str(early)) for day in (one, other)
    ]
    for together, left, right in zip(made, *alone, strict=True):
        key = ("dibao", "h1")
        same = left[key] == right[key]
        assert together[key] == left[key] if same else isinstance(together[key], Undetermined)


def test_what_is_received_has_begun() -> None:
    late = case(decided_on="2021-12-10")
    late["members"][0]["receiving"] = ["dibao"]
    history = read_history({"case": late})
    (answer,) = timeline(BINHAI, history, Month.of(2021, 8), Month.of(2021, 8), KNOWN)
    assert answer["dibao"].status == "eligible"


def test_a_day_that_is_unknown_leaves_it_open_and_is_named() -> None:
    (answer,) = timeline(
        BINHAI,
        read_history({"case": case(decided_on={"unknown": True})}),
        Month.of(2021, 8),
        Month.of(2021, 8),
        KNOWN,
    )
    assert (answer["dibao"].status, answer["dibao"].amount) == ("undetermined", None)
    assert "decided_on" in answer["dibao"].missing_facts
    assert (answer["dibao"].at_least, answer["dibao"].at_most) == (0, 730)


def test_a_right_of_which_nothing_can_be_said_perhaps_runs_on_after_a_review() -> None:
    """The supplement's share was found by nobody: in the month of the review it is as open as before,
    not nothing.
    """
    review = [said("decided_on", datetime.date(2021, 3, 1))]
    for after, before in zip(dues(review), dues([]), strict=True):
        assert after == before
        assert isinstance(before["dibao_supplement", "p1"], Undetermined)
