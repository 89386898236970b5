"""Curves against the rules, decided value by value: of random laws and of the county that ships."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.curves.holding import some_varied, traced, untold, wrong
from tests.oracle.households import random_situation
from tests.random_laws import generator
from tests.random_laws.trying import trials
from tests.support.effort import examples
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules

SEEDS = st.integers(0, 10**9)
CASE: dict[str, Any] = json.loads(Path("docs/examples/household.json").read_text("utf-8"))


def faults(random: Random, rules: Rules, case: Case) -> list[object]:
    """What is wrong with a curve of the case over some fact: nothing."""
    near = random.random() < 0.5
    width = random.choice((3, 60, 300)) if near else random.choice((1000, 100_000, 600_000))
    varied = some_varied(random, rules, case, width)
    if varied is None:
        return []
    found = traced(rules, case, varied)
    values = {
        value
        for each in found.pieces[:40]
        for value in (*each.span, random.randint(each.span.first, each.span.last))
    }
    return wrong(rules, case, found, sorted(values)) + (untold(rules, case, found) if near else [])


@settings(max_examples=examples(20))
@given(SEEDS)
def test_curves_of_random_laws_say_what_the_rules_say(seed: int) -> None:
    """Complete cases and such with unknown facts: statuses, amounts, circles, ends and jumps."""
    for made in trials(seed):
        for place in range(6):
            month, known = generator.random_month(made.random), generator.random_day(made.random)
            case = generator.random_case(made.random, made.law)
            if place % 3 == 0:
                case, _ = generator.with_gaps(made.random, made.law, case)
            rules = made.compared.rules(month, known)
            assert faults(made.random, rules, rules.read(case)) == []


@settings(max_examples=examples(30))
@given(SEEDS)
def test_curves_of_the_model_county_say_what_the_rules_say(seed: int) -> None:
    random = Random(seed)
    case, month, known = random_situation(random)
    if random.random() < 0.5:
        for member in case["members"][:1]:
            for key in random.sample(sorted(set(member) - {"id"}), 2):
                del member[key]
    rules = wr.load("cn/model").at(month, known=known)
    assert faults(random, rules, rules.read(case)) == []


def rules_of_the_example() -> wr.Rules:
    return wr.load("cn/model").at("2021-08", known="2021-12-31")


def test_a_jump_is_told_at_its_first_fen() -> None:
    rules = rules_of_the_example()
    curve = rules.curve(CASE, "members[p1].wage", 0, 3000)
    jump = next(each for each in curve.jumps if each.benefit == "dibao")

    def paid(wage: object) -> object:
        first, *others = CASE["members"]
        return rules.determine({**CASE, "members": [{**first, "wage": wage}, *others]})[
            "dibao"
        ].amount

    assert paid(jump.at) == jump.after
    assert paid(jump.at - Decimal("0.01")) == jump.before


@pytest.mark.parametrize(
    ("vary", "first", "last", "code"),
    [
        ("members[p1].wge", 0, 10, "WR520"),
        ("members[nobody].wage", 0, 10, "WR520"),
        ("members[p1", 0, 10, "WR520"),
        ("members[p1].birth_date", 0, 10, "WR521"),
        ("members[p1].wage", "1.234", 10, "WR522"),
        ("members[p1].wage", 0, "10元", "WR522"),
        ("members[p1].wage", -1, 10, "WR522"),
        ("members[p1].wage", 10, 9, "WR523"),
    ],
)
def test_what_cannot_be_followed_is_a_finding(
    vary: str, first: object, last: object, code: str
) -> None:
    with pytest.raises(wr.RequestError) as refused:
        rules_of_the_example().curve(CASE, vary, first, last)
    assert [each.code for each in refused.value.findings] == [code]


def test_the_nearest_fact_is_offered_and_both_ends_are_told_at_once() -> None:
    rules = rules_of_the_example()
    with pytest.raises(wr.RequestError, match=r"members\[p1\]\.wage'\?"):
        rules.curve(CASE, "members[p1].wge", 0, 10)
    with pytest.raises(wr.RequestError) as refused:
        rules.curve(CASE, "members[p1].wage", "a", "b")
    assert [each.place.file for each in refused.value.findings] == ["first", "last"]
