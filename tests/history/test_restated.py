"""Facts that are stated again: another day of one event, the same amount in another spelling, a
person who has left.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import UNDETERMINED
from welfare_rules.history.facts import read_history
from welfare_rules.history.normalise import spelled
from welfare_rules.history.timeline import timeline

MODEL = wr.load("cn/model")
FIRST, LAST = Month.of(2021, 7), Month.of(2022, 2)
DEATH = "members[p2].death_date"
DAYS = st.dates(datetime.date(2021, 7, 1), datetime.date(2022, 2, 20)).map(str)


def answers(changes: list[dict[str, Any]], known: int) -> list[dict[str, Any]]:
    history = read_history({"case": couple(), "changes": changes})
    return [each.to_dict() for each in timeline(MODEL, history, FIRST, LAST, known)]


def death(day: str, learned: str, first: str = "", source: str = "police") -> dict[str, Any]:
    return {"from": first or day, "learned": learned, "source": source, "set": {DEATH: day}}


@settings(max_examples=examples(25), deadline=None)
@given(days=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4), known=DAYS)
def test_a_death_that_is_stated_again_is_what_was_stated_last(
    days: list[tuple[str, str]], known: str
) -> None:
    """Whatever was said before, and from whatever day it was registered, as known on every day."""
    learned = [f"2021-{month:02d}-05" for month in range(7, 12)]
    said = [death(day, when, first) for (day, first), when in zip(days, learned, strict=False)]
    at = int(known.replace("-", ""))
    heard = [each for each in said if each["learned"] <= known]
    last = [death(heard[-1]["set"][DEATH], heard[-1]["learned"])] if heard else []
    assert answers(said, at) == answers(last, at)
    assert answers(said[::-1], at) == answers(last, at)


@settings(max_examples=examples(15), deadline=None)
@given(one=DAYS, other=DAYS)
def test_sources_that_differ_on_the_day_leave_it_open_from_the_first_of_them(
    one: str, other: str
) -> None:
    both = [death(one, "2022-03-01", source="police"), death(other, "2022-03-02", source="village")]
    made = answers(both, 20220601)
    alone = answers([], 20220601)
    for each, without in zip(made, alone, strict=True):
        missing = {path for one in each["benefits"] for path in one["missing_facts"]}
        if one == other:
            assert DEATH not in missing
        elif each["month"] < min(one, other)[:7]:
            assert each == without
        else:
            assert DEATH in missing
    agreed = [*both, death(one, "2022-04-01", source="village")]
    assert answers(agreed, 20220601) == answers([death(one, "2022-03-01")], 20220601)


def test_a_death_that_is_taken_back_never_was() -> None:
    said = [death("2021-09-28", "2021-10-04"), death("none", "2021-12-01", "2021-12-01")]
    made = answers(said, 20220601)
    assert [each["total"] for each in made] == [each["total"] for each in answers([], 20220601)]


AMOUNTS = st.integers(0, 99_999_999)


@given(fen=AMOUNTS, other=AMOUNTS)
def test_amounts_are_the_same_however_they_are_spelt(fen: int, other: int) -> None:
    yuan = Decimal(fen).scaleb(-2)
    year = {"per_year": yuan * 12}
    ways: list[Any] = [yuan, str(yuan), f"{yuan:.2f}", yuan.normalize(), f"+{yuan}", year]
    ways += [{"per_year": f"{yuan * 12:.2f}"}, f" {yuan} "]
    if fen % 100 == 0:
        ways += [fen // 100, float(fen // 100), str(fen // 100)]
    assert len({spelled(each) for each in ways}) == 1
    assert (spelled(Decimal(other).scaleb(-2)) == spelled(yuan)) == (fen == other)


def test_other_values_stay_apart() -> None:
    values: list[Any] = [
        None,
        True,
        1,
        "none",
        "2021-09-01",
        "NaN",
        {"unknown": True},
        {"per_year": "x"},
        ["dibao"],
        [],
    ]
    assert len({spelled(each) for each in values}) == len(values)
    assert spelled(datetime.date(2021, 9, 1)) == spelled("2021-09-01")
    assert spelled(["tekun", "dibao", "dibao"]) == spelled(("dibao", "tekun"))


@settings(max_examples=examples(15), deadline=None)
@given(spelling=st.integers(0, 3), row=st.integers(0, 3))
def test_the_spelling_of_amounts_changes_no_settlement(spelling: int, row: int) -> None:
    def settled(wage: Any, amount: Any) -> dict[str, Any]:
        changes = [
            {"from": "2021-08-10", "learned": "2021-08-12", "source": name, "set": each}
            for name, each in (
                ("tax", {"members[p1].wage": 810}),
                ("office", {"members[p1].wage": wage}),
            )
        ]
        ledger = [{"month": "2021-09", "benefit": "dibao", "payee": "h1", "amount": amount}]
        found = MODEL.settle({"case": couple(), "changes": changes}, ledger, known="2022-01-10")
        assert [each.code for each in found.findings] == []
        return found.to_dict()

    ways: list[Any] = [810, "810", "810.00", {"per_year": "9720.00"}]
    amounts: list[Any] = [810, "810", "810.00", Decimal("8.1E2")]
    assert settled(ways[spelling], amounts[row]) == settled(810, 810)


def test_who_left_has_no_due_and_takes_no_part_in_sums() -> None:
    """Before the day it is decided; a benefit of the household goes on without the person."""
    changes = [{"from": "2021-09-10", "learned": "2021-12-01", "set": {"members[p2]": None}}]
    ledger = [
        {
            "month": f"2021-{month:02d}",
            "benefit": "disability_nursing_subsidy",
            "payee": "p2",
            "amount": "130.00",
        }
        for month in (9, 10)
    ]
    found = MODEL.settle({"case": couple(), "changes": changes}, ledger, known="2022-01-10")
    lines = {
        (each.month.text, each.benefit): each
        for each in found.lines
        if each.benefit in ("disability_nursing_subsidy", "dibao")
    }
    assert lines["2021-09", "disability_nursing_subsidy"].due_fen == 13000
    gone = lines["2021-10", "disability_nursing_subsidy"]
    assert (gone.due_fen, gone.arrears_fen, gone.recovery_fen) == (UNDETERMINED,) * 3
    assert ("missing_fact", "members[p2]") in {(each.kind, each.what) for each in gone.causes}
    assert lines["2021-10", "dibao"].due_fen == 13000  # 730 - 600
    back = [
        *changes,
        {
            "from": "2021-10-01",
            "learned": "2021-12-02",
            "set": {"members[p2]": couple()["members"][1]},
        },
    ]
    again = MODEL.settle({"case": couple(), "changes": back}, ledger, known="2022-01-10")
    assert all(each.determined for each in again.lines if each.payee == "p2" and each.paid_fen)
