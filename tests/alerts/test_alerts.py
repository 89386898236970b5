"""An alert says what `determine` says, proposes only what is sure, and never decides anything."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.alerts.alerts import Alert, alerts_of_event, alerts_of_month
from welfare_rules.alerts.hits import THE_HOUSEHOLD, hits, may_turn, turn_of, turns
from welfare_rules.basics.days import Month, month_of
from welfare_rules.events.event import Event, read_event
from welfare_rules.history.facts import History, read_history
from welfare_rules.law.model import Watch
from welfare_rules.seen import Seen
from welfare_rules.testing import households

POLICY = wr.load("cn/model")
RULES = POLICY.at("2021-08", known="2021-12-31")
PERSON = person("p1", "head", "1960-05-01", disability_kind="physical", disability_grade=1)


def event(**more: Any) -> Event:
    told: dict[str, Any] = {
        "source": "残联",
        "id": "1",
        "type": "grade",
        "time": "2021-08-10",
        "received": "2021-09-14",
        "person": {"name": "张三", "birth_date": "1960-05-01"},
        "set": {"disability_grade": 4},
    }
    return read_event(told | more, POLICY.law)


def history(*changes: dict[str, Any], **more: Any) -> History:
    return read_history({"case": household(PERSON | more), "changes": [*changes]})


def alerts(
    told: Event, known: History | None = None, match: Any = 1, policy: wr.Policy = POLICY
) -> dict[str, Alert]:
    found = alerts_of_event(policy, known or history(), told, "p1", match)
    return {each.watch: each for each in found}


@settings(max_examples=examples(25), deadline=None)
@given(households(RULES, unknown=3), households(RULES, unknown=3))
def test_what_turned_is_what_two_determinations_say(one: Any, other: Any) -> None:
    before, after = (Seen(RULES, RULES.read(dict(each))) for each in (one, other))
    was, now = RULES.determine(dict(one)), RULES.determine(dict(other))
    told = {(each.benefit, each.payee or None): each.turn for each in turns(before, after)}
    for answer, ids in ((was, before.case), (now, after.case)):
        for each in answer:
            payee = None if each.payee == ids.id else each.payee
            pair = [
                next((x for x in said if (x.benefit, x.payee) == (each.benefit, whose)), None)
                for said, whose in ((was, payee or before.case.id), (now, payee or after.case.id))
            ]
            if None in pair or "service" in {one.per for one in pair if one is not None}:
                continue
            a, b = (one.amount if one is not None else None for one in pair)
            turn = told.get((each.benefit, payee))
            if a is None or b is None:
                assert turn in ((None,) if a is b else ("doubtful", "possible", "gained", "lost"))
            else:
                assert turn == (None if a == b else turn)
                assert (turn in ("more", "gained")) == (b > a)
                assert (turn in ("less", "lost")) == (b < a)
                assert (turn == "lost") == (a > 0 == b)
    assert [*turns(before, before)] == []


WATCHES = [each for each in POLICY.law.watches if each.turns]


@settings(max_examples=examples(25), deadline=None)
@given(
    households(RULES, unknown=2, members=(1, 3)),
    households(RULES, unknown=2, members=(1, 3)),
    st.sampled_from(WATCHES),
    st.randoms(use_true_random=False),
)
def test_what_may_turn_is_all_that_turns(
    one: Any, other: Any, watch: Watch, chance: random.Random
) -> None:
    """Of a household of which a fact is said as of another one: no right is left out that a watch
    looks at, and what is worked out beside the other side is what it comes to by itself.
    """
    made = {**one, "members": [dict(each) for each in one["members"]]}
    for state, theirs in ((made, other), (made["members"][0], other["members"][0])):
        for name in chance.sample([*theirs], 1):
            if name not in ("id", "relation", "members"):
                state[name] = theirs[name]
    cases = [RULES.read(dict(each)) for each in (one, made)]
    before, after = (Seen(RULES, each) for each in cases)
    benefits = may_turn(before, after, [watch])
    told = [*turns(before, after, benefits)] if benefits else []
    assert [(each.benefit, each.payee, each.turn) for each in told] == [
        (each.benefit, each.payee, each.turn)
        for each in turns(Seen(RULES, cases[0]), Seen(RULES, cases[1]))
        if not watch.benefits or each.benefit in watch.benefits
    ]


@settings(max_examples=examples(25), deadline=None)
@given(households(RULES, unknown=2, members=(1, 3)), st.sampled_from(range(1, 5)))
def test_what_is_on_record_already_alerts_nobody(case: Any, grade: int) -> None:
    """A change that changes nothing turns nothing; a watch of the month alone needs no change."""
    made = dict(case)
    person = {**made["members"][0], "disability_kind": "physical", "disability_grade": grade}
    made["members"] = [person, *made["members"][1:]]
    told = event(set={"disability_grade": grade}, received="2021-08-14")
    found = alerts_of_event(POLICY, read_history({"case": made}), told, str(person["id"]), 1)
    assert [each for each in found if each.benefits] == []


def test_a_lesser_grade_proposes_the_stop_and_the_money() -> None:
    found = alerts(event())["disability-changed"]
    assert found.proposes is not None
    assert found.proposes.to_dict()["if_confirmed"] in ("stop", "reduce")
    assert found.proposes.first.text == "2021-09"
    known = "2021-09-14"
    amounts = [
        POLICY.at("2021-09", known=known).determine(household(PERSON | more))
        for more in ({}, {"disability_grade": 4})
    ]
    differences = [
        answer[name, "p1"].amount for answer in amounts for name in sorted(found.benefits)
    ]
    half = len(found.benefits)
    assert None not in differences
    total = sum(differences[half:]) - sum(differences[:half])  # type: ignore[arg-type]
    assert found.proposes.to_dict()["monthly"] == f"{total:.2f}"
    assert (found.case, found.person, found.match) == ("h1", "p1", 1)
    assert found.said.zh.startswith("残疾类别、等级或残疾证变化")


@pytest.mark.parametrize("match", [2, 3])
def test_only_full_agreement_proposes_anything(match: int) -> None:
    found = alerts(event(), match=match)["disability-changed"]
    assert found.proposes is None
    assert "核实是不是本人" in found.said.zh


def test_where_sources_differ_nothing_is_proposed_and_both_are_named() -> None:
    said = {"from": "2021-08-10", "learned": "2021-08-12", "source": "本人"}
    known = history({**said, "set": {"members[p1].disability_grade": 1}})
    found = alerts(event(), known)["disability-changed"]
    assert found.contested == ("members[p1].disability_grade",)
    assert found.proposes is None
    assert "本人、残联" in found.said.zh
    # what is on record stays as it was
    assert (
        POLICY.timeline(known, "2021-09", "2021-09", "2021-09-14")[0][
            "disability_nursing_subsidy", "p1"
        ].status
        == "eligible"
    )


def test_a_condition_that_cannot_be_said_is_looked_at_and_proposes_nothing() -> None:
    told = event(set={"work_injury_nursing_fee": {"unknown": True}})
    found = alerts(told, history(receiving=["disability_nursing_subsidy"]))
    assert found["work-injury-overlap"].proposes is None
    assert "还不能确定" in found["work-injury-overlap"].said.zh


def test_what_is_told_of_a_year_ago_is_only_looked_into() -> None:
    told = event(set={"employee_pension": {"per_year": "48000"}}, covers="2019")
    assert all(each.proposes is None for each in alerts(told).values())
    now = event(set={"employee_pension": {"per_year": "48000"}}, covers="2021")
    assert alerts(now)["income-rose"].proposes is not None


def test_a_month_that_goes_by_is_enough_for_a_watch_of_no_fact() -> None:
    child = {"id": "c", "relation": "child", "division": "999999", "birth_date": "1941-08-20"}
    one, other = (
        Seen(rules, rules.read({"id": "h", "members": [child]}))
        for rules in (POLICY.at(month, known="2021-12-31") for month in ("2021-07", "2021-08"))
    )
    found = {each.watch.id: each for each in hits(one, other)}
    assert [
        each.turn for each in found["eighty"].turned if each.benefit == "old_age_allowance"
    ] == ["gained"]
    assert all(not each.watch.facts for each in found.values())
    told = read_history({"case": {"id": "h", "members": [child]}})
    month = {each.watch: each for each in alerts_of_month(POLICY, told, Month.of(2021, 8))}
    assert month.keys() == found.keys()
    eighty = month["eighty"]
    assert (eighty.event, eighty.match, eighty.person) == (None, 1, "c")
    assert eighty.proposes is not None
    assert (eighty.proposes.if_confirmed, eighty.proposes.first.text) == ("grant", "2021-08")
    assert "没有人告知变化" in eighty.said.zh
    assert alerts_of_month(POLICY, told, Month.of(2021, 11)) == ()
    first = month_of(POLICY.law.covers_from)  # before it there is no law to hold it against
    first = first if first.first == POLICY.law.covers_from else first.after(1)
    assert alerts_of_month(POLICY, told, first) == ()


def test_it_says_who_said_what_from_when_and_which_clause_and_money_follow() -> None:
    said = alerts(event(set={"death_date": "2021-08-09"}))["death"].said
    told = "残联 2021-09-14 告知：死亡日期由 没有记录 变为 2021-08-09（自 2021-08-10 起）"
    assert told in said.zh
    assert "如经核实，自 2021-09 起" in said.zh
    for words in said.zh, said.en:
        assert "150.00" in words  # the nursing subsidy
        assert "关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见" in words
    assert "不满足“本月首日已经出生并且在世”" in said.zh
    assert "was born and alive" in said.en
    less = alerts(event())["disability-changed"].said
    assert "各档都不适用，合计每月减少" in less.zh
    assert "yuan a month less" in less.en


def test_who_joins_had_nothing_before_and_who_leaves_has_nothing_after() -> None:
    alone = {"id": "h", "members": [PERSON]}
    two = {"id": "h", "members": [PERSON, {**PERSON, "id": "p2", "relation": "spouse"}]}
    one, other = (Seen(RULES, RULES.read(each)) for each in (alone, two))
    joined = {each.payee for each in turns(one, other)} - {THE_HOUSEHOLD, "p1"}
    assert joined == {"p2"}
    assert {each.turn for each in turns(one, other) if each.payee == "p2"} <= {"gained", "possible"}
    assert {each.turn for each in turns(other, one) if each.payee == "p2"} <= {"lost", "doubtful"}
    assert turn_of(None, None) is None
