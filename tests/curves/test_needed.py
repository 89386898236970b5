"""What would have to change: it gives what it says, and nothing nearer does."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import random_situation
from tests.random_laws import generator
from tests.random_laws.trying import trials
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.answer.answer import Answer

SEEDS = st.integers(0, 10**9)
NEAR = 40  # values beside the present one that are looked at one by one


def with_value(case: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The case with one fact given, as anybody would edit it."""
    if not path.startswith("members["):
        return {**case, path: value}
    who, fact = path.removeprefix("members[").split("].")
    people = [{**each, fact: value} if each["id"] == who else each for each in case["members"]]
    return {**case, "members": people}


def unmet(answer: Answer, benefit: str, payee: str, enough: object) -> bool:
    said = answer[benefit, payee]
    if said.status != "eligible":
        return True
    return enough is not None and (said.amount is None or said.amount < enough)


def faults(random: Random, rules: wr.Rules, case: dict[str, Any]) -> list[object]:
    """Changes that do not give what they say, or that are farther than need be: none."""
    answer = rules.determine(case)
    asked = [each for each in answer if each.status == "not_eligible"]
    if not asked:
        return []
    refused = random.choice(asked)
    wrong: list[object] = []
    for each in rules.change(case, refused.benefit, refused.payee, any_fact=True):
        moved = rules.determine(with_value(case, each.fact, each.needed))
        if unmet(moved, refused.benefit, refused.payee, None):
            wrong.append(("does not give it", refused, each))
        elif moved[refused.benefit, refused.payee].amount != each.gives:
            wrong.append(("gives something else", refused, each))
        if each.minimal and isinstance(each.now, int) and isinstance(each.needed, int):
            distance = min(abs(each.needed - each.now), NEAR)
            for step in range(-distance + 1, distance):
                try:
                    nearer = rules.determine(with_value(case, each.fact, each.now + step))
                except wr.CaseError:
                    continue
                if not unmet(nearer, refused.benefit, refused.payee, None):
                    wrong.append(("nearer", refused, each, each.now + step))
    return wrong


@settings(max_examples=examples(20))
@given(SEEDS)
def test_changes_in_random_laws_give_what_they_say(seed: int) -> None:
    for made in trials(seed):
        for _ in range(4):
            month, known = generator.random_month(made.random), generator.random_day(made.random)
            case = generator.random_case(made.random, made.law)
            assert faults(made.random, made.compared.rules(month, known), case) == []


@settings(max_examples=examples(10))
@given(SEEDS)
def test_changes_in_the_model_county_give_what_they_say(seed: int) -> None:
    random = Random(seed)
    case, month, known = random_situation(random)
    assert faults(random, wr.load("cn/model").at(month, known=known), case) == []


CASE: dict[str, Any] = {
    "id": "h1",
    "members": [{"id": "p1", "relation": "head", "birth_date": "1950-03-05", "division": "999999"}],
}


def test_what_nobody_can_change_is_offered_only_when_asked() -> None:
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    usual = rules.change(CASE, "old_age_allowance", "p1")
    asked = rules.change(CASE, "old_age_allowance", "p1", any_fact=True)
    assert "members[p1].birth_date" not in [each.fact for each in usual]
    birth = next(each for each in asked if each.fact == "members[p1].birth_date")
    assert (birth.needed, birth.at, birth.minimal) == ("1941-08-31", "most", False)


@pytest.mark.parametrize(
    ("benefit", "payee", "at_least", "code"),
    [
        ("dibo", None, None, "WR525"),
        ("dibao", "nobody", None, "WR525"),
        ("dibao", None, "many", "WR522"),
        ("dibao", None, "-0.01", "WR522"),
    ],
)
def test_what_cannot_be_asked_is_a_finding(
    benefit: str, payee: str | None, at_least: str | None, code: str
) -> None:
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    with pytest.raises(wr.RequestError) as refused:
        rules.change(CASE, benefit, payee, at_least=at_least)
    assert [each.code for each in refused.value.findings] == [code]


@pytest.mark.parametrize("benefit", ["old_age_allowance", "高龄津贴"])
def test_a_benefit_is_named_by_its_id_or_its_label(benefit: str) -> None:
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    asked = rules.change(CASE, "old_age_allowance", "p1", any_fact=True)
    assert asked == rules.change(CASE, benefit, any_fact=True) != ()
    two = {**CASE, "members": [*CASE["members"], {"id": "p2"}]}
    with pytest.raises(wr.RequestError) as refused:
        rules.change(two, benefit)
    (found,) = refused.value.findings
    assert (found.code, found.detail("want")) == ("WR532", "p1, p2")


def test_members_of_whom_the_same_is_said_are_told_the_same() -> None:
    """They are followed once; a change of each is decided here by itself."""
    rules = wr.load("cn/model").at("2021-08", "2021-12-31")
    children = (person(each, "child", "2012-03-01", other_income=800) for each in "abc")
    case = household(person("head", "head", "1980-01-01", wage=1000), *children)
    found = rules.change(case, "dibao")
    by_child = [
        [
            (each.fact.partition(".")[2], each.needed, each.gives)
            for each in found
            if f"[{one}]" in each.fact
        ]
        for one in "abc"
    ]
    assert by_child[0]
    assert by_child[0] == by_child[1] == by_child[2]
    for each in found[:8]:
        assert (
            rules.determine(with_value(case, each.fact, each.needed))["dibao"].amount == each.gives
        )
