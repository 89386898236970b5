"""Rights start in the month that their benefit says, whoever asks: a determination, a timeline, a
case. What is presumed, known and unknown of the day, over random days.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.laws import county, document, written
from welfare_rules.answer.starts import Starts
from welfare_rules.basics.days import Month
from welfare_rules.history.timeline import timeline
from welfare_rules.history.unknown import unknown_at
from welfare_rules.program.case import HOUSEHOLD

BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
KNOWN = "2021-12-31"
DAYS = st.dates(date(2021, 1, 1), date(2021, 12, 1))
MONTHS = st.integers(0, 5).map(lambda count: Month.of(2021, 7).after(count))


def case(**more: Any) -> dict[str, Any]:
    one: dict[str, Any] = {
        "id": "p1",
        "relation": "head",
        "birth_date": "1980-03-01",
        "disability_kind": "hearing",
        "disability_grade": 1,
        "supporter": "able",
        "work_injury_nursing_fee": 0,
        "aged_nursing_subsidy": 0,
        "receiving": [],
    }
    return {"id": "h1", "division": "320922", "members": [one], **more}


def allowance(month: Month, facts: dict[str, Any]) -> Any:
    return BINHAI.at(month, KNOWN).determine(facts)["disability_nursing_subsidy"]


@given(DAYS, MONTHS)
def test_a_right_by_application_begins_in_the_month_of_that_day(day: date, month: Month) -> None:
    made = allowance(month, case(applied_on=day.isoformat()))
    begun = month.first >= Month.of(day.year, day.month).first
    assert made.status == ("eligible" if begun else "not_eligible")
    assert str(made.amount) == ("130.00" if begun else "0.00")
    assert [each.holds for each in made.reasons if each.rule == "starts"] == [False][begun:]
    assert not {"applied_on", "members[p1].receiving"} & set(made.presumed_facts)


@given(MONTHS)
def test_a_day_left_out_is_presumed_and_said(month: Month) -> None:
    made = allowance(month, case())
    assert (made.status, "applied_on" in made.presumed_facts) == ("eligible", True)
    text = BINHAI.at(month, KNOWN).determine(case()).explain("zh")
    assert "申请日未填写，推定由此起发的待遇已经起发" in text


@given(MONTHS, st.sampled_from(("native", "reference")))
def test_an_unknown_day_leaves_both_open(month: Month, engine: str) -> None:
    rules = BINHAI.at(month, KNOWN)
    column = rules.program.starting["month of application"]
    read = unknown_at(BINHAI.law, rules.read(case()), [(HOUSEHOLD, column)])
    made = rules.determine(read, engine)["disability_nursing_subsidy"]
    assert (made.status, made.missing_facts) == ("undetermined", ("applied_on",))
    assert (str(made.at_least), str(made.at_most)) == ("0.00", "130.00")
    assert (made.reasons[0].rule, made.reasons[0].holds) == ("starts", None)
    assert "是否已经起发不能确定" in rules.determine(read, engine).explain("zh")


AID = """
[fact.asked_on]
label = { zh = "申请日", en = "day of application" }
entity = "household"
type = "date"
starts = "month of application"

[fact.rooms]
label = { zh = "间数", en = "rooms" }
entity = "household"
type = "int"
min = 0
max = 9

[benefit.aid]
label = { zh = "补助", en = "aid" }
payee = "household"
starts = "month of application"
amount = "if(rooms > 3, 5元, 2元)"
rounding = { step = "0.01", direction = "half-up", cite = { article = "1" } }
cite = { article = "1" }
"""


@pytest.mark.parametrize("engine", ["native", "reference", "columns"])
def test_an_unknown_day_is_missing_beside_what_an_engine_lacks(tmp_path: Path, engine: str) -> None:
    law = document(place=county(more="covers_from = 2020-01-01")) + AID
    rules = wr.load("c", written(tmp_path, {"c/law.toml": law})).at("2021-03", "2021-12-31")
    made = rules.determine({"id": "h", "asked_on": {"unknown": True}, "members": []}, engine)["aid"]
    assert (str(made.at_least), str(made.at_most)) == ("0.00", "5.00")
    assert made.missing_facts == ("asked_on", "rooms")
    found = rules.run({"id": ["h"], "unknown": ["asked_on"]}, {"household": [], "id": []})
    assert found.households.column("missing_facts") == [["asked_on", "rooms"]]


@given(DAYS, MONTHS)
def test_what_is_paid_already_has_begun(day: date, month: Month) -> None:
    facts = case(applied_on=day.isoformat())
    facts["members"][0]["receiving"] = ["disability_nursing_subsidy"]
    assert allowance(month, facts).status == "eligible"
    rules = BINHAI.at(month, KNOWN)
    read = rules.read(case(applied_on=day.isoformat()))
    running = {("disability_nursing_subsidy", "p1"): True}
    made = rules.determine(read, starts=Starts.of(rules.program, read, month, running))
    assert made["disability_nursing_subsidy"].status == "eligible"


@given(DAYS, MONTHS)
def test_a_timeline_says_the_same_as_a_determination(day: date, month: Month) -> None:
    facts = case(applied_on=day.isoformat(), decided_on=day.isoformat())
    (told,) = timeline(BINHAI, wr.read_history({"case": facts}), month, month, 20211231)
    asked = BINHAI.at(month, KNOWN).determine(facts)
    assert told.to_dict() == asked.to_dict()


def test_a_right_that_has_not_begun_says_from_which_month() -> None:
    answer = BINHAI.at("2021-08", KNOWN).determine(case(applied_on="2021-09-30"))
    assert "还没有到起发的月份：自申请的当月起发给，即 2021-09 起" in answer.explain("zh")
    assert "paid from the month of application, which is 2021-09" in answer.explain("en")
