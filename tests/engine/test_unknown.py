"""Unknown is not zero and not false.

What is said while facts are missing holds for whatever they turn out to be.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case
from tests.support.effort import examples
from tests.support.gaps import places, without
from tests.support.laws import county, document, written
from welfare_rules.basics.days import day_text
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")


def within(unsure: wr.Answer, sure: wr.Answer) -> list[object]:
    """Where a full answer lies outside what was said before: nowhere."""
    wrong: list[object] = []
    if unsure.circle is not None and unsure.circle != sure.circle:
        wrong.append(("circle", unsure.circle, sure.circle))
    for said, found in zip(unsure.benefits, sure.benefits, strict=True):
        amount = found.amount if found.amount is not None else Decimal(0)
        if said.status != "undetermined" and said.status != found.status:
            wrong.append((said, found))
        if (
            said.at_least is not None
            and found.at_least is not None
            and found.at_least < said.at_least
        ):
            wrong.append((said, found))
        if said.at_most is not None and (found.at_most is None or amount > said.at_most):
            wrong.append((said, found))
        if said.amount is not None and said.amount != found.amount:
            wrong.append((said, found))
    return wrong


@settings(max_examples=examples(60))
@given(situations(), st.data())
def test_the_full_answer_lies_within_what_was_said(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    gone = data.draw(st.lists(st.sampled_from(places(case)), min_size=1, max_size=6, unique=True))
    rules = MODEL.at(month, known)
    assert within(rules.determine(without(case, gone)), rules.determine(case)) == []


@settings(max_examples=examples(20))
@given(situations(), st.data())
def test_whole_households_of_unknowns(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    gone = data.draw(st.lists(st.sampled_from(places(case)), min_size=20, unique=True))
    rules = MODEL.at(month, known)
    assert within(rules.determine(without(case, gone)), rules.determine(case)) == []


@settings(max_examples=examples(20))
@given(situations(), st.data())
def test_the_same_where_figures_are_open(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, _, _ = situation
    gone = data.draw(st.lists(st.sampled_from(places(case)), min_size=1, max_size=6, unique=True))
    rules = BINHAI.at("2021-08", "2026-01-01")
    assert within(rules.determine(without(case, gone)), rules.determine(case)) == []


def values_of(fact: Fact) -> list[object]:
    """Every value of a fact that has only a few."""
    if fact.type.kind is Kind.BOOL:
        return [True, False]
    if fact.type.kind is Kind.CHOICE:
        return [each.id for each in MODEL.law.choices[fact.type.choice].values]
    return (
        list(range(int(fact.low), int(fact.high) + 1))
        if fact.type.kind is Kind.INT and fact.high < 10
        else []
    )


def filled(case: Case, place: int, key: str, value: object) -> Case:
    made: dict[str, Any] = {**case, "members": [dict(member) for member in case["members"]]}
    (made if place < 0 else made["members"][place])[key] = value
    return made


FEW = {(fact.entity.value, fact.id): values_of(fact) for fact in MODEL.law.facts if values_of(fact)}


@settings(max_examples=examples(60))
@given(situations(), st.data())
def test_one_missing_fact_is_decided_exactly_when_it_does_not_matter(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    """Of a fact with few values every completion is tried.

    What all of them agree on is said, and the fact is missing where they differ.
    """
    case, month, known = situation
    few = [
        (place, key)
        for place, key in places(case)
        if ("household" if place < 0 else "member", key) in FEW
    ]
    place, key = data.draw(st.sampled_from(few))
    rules = MODEL.at(month, known)
    unsure = rules.determine(without(case, [(place, key)]))
    sure = [
        rules.determine(filled(case, place, key, value))
        for value in FEW["household" if place < 0 else "member", key]
    ]
    for said, *found in zip(unsure.benefits, *(each.benefits for each in sure), strict=True):
        statuses, amounts = {each.status for each in found}, {each.amount for each in found}
        expected = statuses.pop() if len(statuses) == 1 else "undetermined"
        assert said.status == expected, (said, key)
        assert bool(said.missing_facts) == (
            len({each.status for each in found}) > 1 or len(amounts) > 1
        ), (said, key)
        if len(amounts) == 1 and said.status != "undetermined":
            assert said.amount in amounts


@settings(max_examples=examples(8))
@given(situations(), st.data())
def test_a_day_of_birth_is_missing_exactly_when_some_day_makes_a_difference(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    """Every age up to 110 is tried; bounds are the least and the most that any of them comes to."""
    case, month, known = situation
    place = data.draw(st.integers(0, len(case["members"]) - 1))
    if "death_date" in case["members"][place]:  # else some of the days would be behind it
        case = without(case, [(place, "death_date")])
    rules = MODEL.at(month, known)
    unsure = rules.determine(without(case, [(place, "birth_date")]))
    months = [wr.Month.of_text(month).after(-12 * each) for each in range(-1, 110)]
    latest = max(known.isoformat(), day_text(wr.Month.of_text(month).last))  # nobody is born later
    days = [day_text(day) for each in months for day in (each.first, each.day(15))]
    days = [day for day in days if day <= latest]
    sure = [rules.determine(filled(case, place, "birth_date", day)) for day in days]
    for said, *found in zip(unsure.benefits, *(each.benefits for each in sure), strict=True):
        statuses, amounts = {each.status for each in found}, {each.amount or 0 for each in found}
        assert bool(said.missing_facts) == (len(statuses) > 1 or len(amounts) > 1), said
        if said.at_most is not None and said.missing_facts:
            assert (said.at_least, said.at_most) == (min(amounts), max(amounts)), said


@settings(max_examples=examples(25))
@given(situations(), st.data())
def test_asked_in_another_order_the_model_county_answers_alike(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    gone = data.draw(st.lists(st.sampled_from(places(case)), min_size=1, max_size=4, unique=True))
    rules = MODEL.at(month, known)
    read = rules.read(without(case, gone))
    asked = [(each, payee) for each in rules.program.benefits for payee in each.payees(read)]
    first = rules.reference.evaluate(read, rules.month)
    one = {(each.id, payee): first.outcome(each, payee) for each, payee in asked}
    second = rules.reference.evaluate(read, rules.month)
    for each, payee in reversed(asked):
        assert second.outcome(each, payee) == one[each.id, payee]


@pytest.mark.parametrize("engine", ["native", "reference", "durable"])
def test_a_household_of_which_nothing_is_known_but_its_members(engine: str) -> None:
    answer = MODEL.at("2021-08", "2021-12-31").determine(
        {"id": "h", "members": [{"id": "p1"}]}, engine=engine
    )
    assert {each.status for each in answer.benefits} <= {"undetermined", "not_eligible"}
    assert answer.circle is None
    assert answer.total is None


def test_a_fact_that_cannot_matter_is_not_missing() -> None:
    """A household with a car has no dibao, whatever its income."""
    case = {"id": "h", "vehicles": 1, "members": [{"id": "p1"}]}
    dibao = MODEL.at("2021-08", "2021-12-31").determine(case)["dibao"]
    assert (dibao.status, dibao.amount, dibao.missing_facts) == (
        "not_eligible",
        Decimal("0.00"),
        (),
    )


MANY = tuple(f"n{place}" for place in range(9))  # more unknown facts than are tried one by one
EXCLUDED_FOR_CERTAIN = (
    "covers_from = 2020-01-01\n"
    + "".join(
        f'[fact.{each}]\nlabel = {{ zh = "数{each}", en = "{each}" }}\n'
        'entity = "household"\ntype = "int"\nmin = 0\nmax = 9\n'
        for each in MANY
    )
    + f"""[benefit.b]
label = {{ zh = "待遇", en = "benefit" }}
payee = "household"
starts = "not stated"
amount = "min(100元, 1元 * n0 * n1 + 2元 * n2)"
rounding = {{ step = "0.01", direction = "half-up", cite = {{ article = "1" }} }}
cite = {{ article = "1" }}
[[benefit.b.require]]
id = "enough"
when = "{" + ".join(MANY)} > 40"
because = {{ zh = "足够", en = "enough" }}
cite = {{ article = "1" }}
[[benefit.b.exclude]]
id = "over"
with = "month_start > 2000-01-01"
keep = "other"
because = {{ zh = "不再", en = "no more" }}
cite = {{ article = "1" }}
"""
)


@pytest.mark.parametrize("known", [0, 1, 9])
def test_a_sum_is_the_same_before_and_after_anything_else_is_asked(
    known: int, tmp_path: Path
) -> None:
    """Code that works behind a requirement nobody can decide says no more than the judge."""
    law = document(place=county()) + EXCLUDED_FOR_CERTAIN
    rules = wr.load("c", written(tmp_path, {"c/law.toml": law})).at("2021-03", "2021-12-31")
    case = {"id": "h", "members": [], **dict.fromkeys(MANY[:known], 5)}
    judged = rules.determine(case, engine="reference")
    answer = rules.determine(case)
    before, statuses = answer.total, [each.status for each in answer]
    assert (before, answer.total) == (judged.total, judged.total)
    assert statuses == [each.status for each in judged]
