"""What runs on from month to month: however far back it began, whether it can be said or not, and
without deciding the months before again and again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple
from tests.support.laws import county, document, written
from welfare_rules.basics.days import Month
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.rules import Rules

MODEL = wr.load("cn/model")
TODAY = 20260101
WAGES = (600, 1600, {"per_year": 19200}, "600.00", {"unknown": True})


def wage(first: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"from": first, "learned": first, "set": {"members[p1].wage": value, **more}}


def phase_out(changes: list[dict[str, Any]], first: Month, last: Month) -> list[str]:
    history = read_history({"case": couple(), "changes": changes})
    return [
        str(each["dibao_phase_out"].amount) for each in timeline(MODEL, history, first, last, TODAY)
    ]


def test_what_was_due_long_ago_runs_on_too() -> None:
    """Dibao until September 2019 (2 x 670 - 600 + 20 %); the phase-out begins two years later."""
    changes = [wage("2019-10-01", 1600), wage("2021-10-01", 1600, phase_out_since="2021-10-01")]
    last = timeline(
        MODEL,
        read_history({"case": couple(), "changes": []}),
        Month.of(2019, 9),
        Month.of(2019, 9),
        TODAY,
    )[0]["dibao"].amount
    assert phase_out(changes, Month.of(2021, 10), Month.of(2021, 10)) == [str(last)]


@st.composite
def wages(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Wages of the head that change, also to unknown, and a phase-out that begins with one."""
    months = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=5)))
    out = draw(st.sampled_from(months))
    made: list[dict[str, Any]] = []
    for each in months:
        first = f"{Month.of(2019, 8).after(each).text}-01"
        more = {"phase_out_since": first} if each == out else {}
        made.append(wage(first, draw(st.sampled_from(WAGES)), **more))
    return made


@settings(max_examples=examples(6), deadline=None)
@given(changes=wages(), start=st.integers(0, 48))
def test_where_a_timeline_begins_changes_nothing(changes: list[dict[str, Any]], start: int) -> None:
    history = read_history({"case": couple(), "changes": changes})
    first, last = Month.of(2019, 7), Month.of(2023, 8)
    whole = timeline(MODEL, history, first, last, TODAY)
    late = timeline(MODEL, history, first.after(start), last, TODAY)
    assert [each.to_dict() for each in late] == [each.to_dict() for each in whole[start:]]


@settings(max_examples=examples(6), deadline=None)
@given(changes=wages())
def test_a_wage_that_is_unknown_only_opens_what_a_known_one_decides(
    changes: list[dict[str, Any]],
) -> None:
    """Whatever the wage is that is not known, what it comes to lies between the bounds."""
    unknown = [each for each in changes if each["set"]["members[p1].wage"] == {"unknown": True}]
    months = Month.of(2019, 8), Month.of(2023, 8)
    wide = timeline(MODEL, read_history({"case": couple(), "changes": changes}), *months, TODAY)
    for value in (0, 600, 900, 1600, 2500):
        known = [
            {**each, "set": {**each["set"], "members[p1].wage": value}} if each in unknown else each
            for each in changes
        ]
        history = read_history({"case": couple(), "changes": known})
        for one, other in zip(wide, timeline(MODEL, history, *months, TODAY), strict=True):
            for key in ("dibao", "dibao_phase_out"):
                amount, low, high = other[key].amount, one[key].at_least, one[key].at_most
                assert amount is None or low is None or low <= amount
                assert amount is None or high is None or amount <= high


GROWING = (
    document(place=county(more='division = "999997"\ncovers_from = 2020-01-01'))
    + """
[fact.paid_before]
label = { zh = "上次金额", en = "paid before" }
entity = "household"
type = "money"
min = 0
max = KEEPS
presumed = 0
FLOW

[benefit.help]
label = { zh = "补助", en = "help" }
payee = "household"
amount = "100元 + 上次金额"
rounding = { step = "0.01", direction = "half-up" }
[[benefit.help.require]]
id = "all"
when = "上次金额 >= 0元"
because = { zh = "都有", en = "everybody has it" }

[[carry]]
id = "last"
fact = "paid_before"
benefit = "help"
"""
)


def growing(folder: Path, keeps: int = 1000000, *, flow: bool = False) -> wr.Policy:
    text = GROWING.replace("KEEPS", str(keeps)).replace("FLOW", "flow = true" if flow else "")
    return wr.load("small", written(folder, {"small/rules.toml": text}))


@pytest.mark.parametrize("flow", [False, True])
@pytest.mark.parametrize("start", [1, 3, 15, 26])
def test_a_benefit_that_grows_by_what_ran_on_grows_from_the_first_month(
    tmp_path: Path, flow: bool, start: int
) -> None:
    """100 yuan in January 2020, and 100 more every month: a flow takes the amount of a month."""
    first = Month.of(2020, 1).after(start)
    history = read_history({"case": {"id": "h", "members": []}})
    answers = timeline(growing(tmp_path, flow=flow), history, first, first.after(1), TODAY)
    assert [each["help"].amount for each in answers] == [100 * (start + 1), 100 * (start + 2)]


def test_an_amount_that_the_fact_cannot_have_is_unknown(tmp_path: Path) -> None:
    history = read_history({"case": {"id": "h", "members": []}})
    months = Month.of(2020, 1), Month.of(2020, 5)
    answers = timeline(growing(tmp_path, keeps=250), history, *months, TODAY)
    assert [each["help"].status for each in answers] == ["eligible"] * 5
    assert [each["help"].amount for each in answers] == [100, 200, 300, None, None]
    assert [each["help"].at_most for each in answers[3:]] == [350, 350]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The months that are decided from now on."""
    months: list[str] = []
    determine = Rules.determine

    def count(self: Rules, *args: Any, **more: Any) -> wr.Answer:
        months.append(self.month.text)
        return determine(self, *args, **more)

    monkeypatch.setattr(Rules, "determine", count)
    return months


@pytest.mark.parametrize("count", [6, 24, 48])
def test_a_month_is_decided_once_however_long_the_timeline(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    rise = wage("2021-10-01", 1600, phase_out_since="2021-10-01")
    history = read_history({"case": couple(), "changes": [rise]})
    months = counted(monkeypatch)
    timeline(MODEL, history, Month.of(2019, 8), Month.of(2019, 8).after(count - 1), TODAY)
    assert len(months) <= count + 1  # the month before, which has dibao


def test_a_settlement_decides_so_many_months_as_it_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the months are at most about twice the work, though each looks back on what ran on."""
    rise = wage("2019-08-10", 1600, phase_out_since="2021-10-01")
    history = read_history({"case": couple(), "changes": [rise]})

    def rows(count: int) -> list[dict[str, Any]]:
        return [
            {
                "month": Month.of(2021, 10).after(each).text,
                "benefit": "dibao_phase_out",
                "payee": "h1",
                "amount": "500.00",
                "decided": f"{Month.of(2021, 10).after(each).text}-05",
            }
            for each in range(count)
        ]

    sizes: list[int] = []
    for count in (12, 24):
        months = counted(monkeypatch)
        MODEL.settle(history, rows(count), known="2025-12-31")
        sizes.append(len(months))
        monkeypatch.undo()
    assert sizes[1] <= 2 * sizes[0] + 12


def test_what_runs_on_fills_a_fact_of_which_nothing_is_presumed(tmp_path: Path) -> None:
    """In the first month it is unknown, and what was due then can only be bounded; a month later it
    is known where a right of a known amount has ended the question.
    """
    text = GROWING.replace("KEEPS", "1000000").replace("FLOW", "").replace("presumed = 0\n", "")
    text = text.replace('amount = "100元 + 上次金额"', 'amount = "min(100元, 200元 + 上次金额)"')
    policy = wr.load("small", written(tmp_path, {"small/rules.toml": text}))
    history = read_history({"case": {"id": "h", "members": []}})
    months = timeline(policy, history, Month.of(2020, 1), Month.of(2020, 3), TODAY)
    assert [str(each["help"].amount) for each in months] == ["100.00"] * 3
    assert months[0].evaluation.case.household[0] is None
    assert [each.evaluation.case.household[0] for each in months[1:]] == [100_00, 100_00]
