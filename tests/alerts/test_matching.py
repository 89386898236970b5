"""The rules engine and the judge find the same watches, whatever changed and whatever is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from welfare_rules.alerts.hits import THE_HOUSEHOLD, spoken
from welfare_rules.alerts.matching import Matching
from welfare_rules.engine.durable import matcher
from welfare_rules.findings import EngineMissing
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Watch
from welfare_rules.program.day import watches_of_day
from welfare_rules.seen import Seen
from welfare_rules.testing import households

try:
    matcher.load_engine()
except EngineMissing as missing:
    pytest.skip(str(missing), allow_module_level=True)

RULES = wr.load("cn/jiangsu/yancheng/binhai").at("2024-03", known="2026-01-31")
LAW = RULES.program.law
WATCHES = watches_of_day(LAW, RULES.month.first, RULES.known)
MATCHING = Matching(RULES, WATCHES)
WATCHED = sorted({each for watch in WATCHES for each in watch.facts})


def seen(case: Any) -> Seen:
    return Seen(RULES, RULES.read(dict(case)))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Seen, Seen, frozenset[tuple[str, str]]]:
    """Two states of a household of the same members, and some facts that are said to be changed."""
    one, other = (dict(draw(households(RULES, unknown=2, members=(2, 2)))) for _ in range(2))
    ids = [each["id"] for each in one["members"]]
    other["members"] = [{**each, "id": id} for each, id in zip(other["members"], ids, strict=True)]
    of_member = {each.id for each in LAW.facts if each.entity is Entity.MEMBER}
    named = draw(st.sets(st.sampled_from(WATCHED), min_size=1, max_size=3))
    who = draw(st.sampled_from(ids))
    changed = {(who if each in of_member else THE_HOUSEHOLD, each) for each in named}
    return seen(one), seen(other), frozenset(changed)


def same(told: tuple[Seen, Seen, Any], matching: Matching, watches: Sequence[Watch]) -> bool:
    return [*matching.spoken(*told, watches)] == [*spoken(*told, watches)]


@settings(max_examples=examples(20), deadline=None)
@given(changes())
def test_both_find_the_same_watches(told: tuple[Seen, Seen, Any]) -> None:
    assert same(told, MATCHING, WATCHES)
    assert MATCHING.faults == 0


@settings(max_examples=examples(2), deadline=None)
@given(changes())
def test_a_hundred_watches_are_cut_into_as_many_rulesets_as_it_needs(
    told: tuple[Seen, Seen, Any],
) -> None:
    many = tuple(replace(each, id=f"{each.id}-{copy}") for copy in range(4) for each in WATCHES)
    assert len(many) > 100
    assert same(told, Matching(RULES, many), many)


@settings(max_examples=examples(2), deadline=None)
@given(changes())
def test_other_months_other_watches_and_none_told_are_left_to_the_judge(
    told: tuple[Seen, Seen, Any],
) -> None:
    before, after, changed = told
    fewer = WATCHES[1:]
    assert [*MATCHING.spoken(before, after, changed, fewer)] == [*spoken(*told, fewer)]
    assert [*MATCHING.spoken(before, after, None, WATCHES)] == [
        *spoken(before, after, None, WATCHES)
    ]


def test_a_fault_of_the_rules_engine_costs_no_alert(monkeypatch: pytest.MonkeyPatch) -> None:
    person = {"id": "p1", "relation": "head", "disability_kind": "physical", "employee_pension": 0}
    person["receiving"] = ["disability_nursing_subsidy"]
    one, other = (
        seen({"id": "h", "members": [{**person, "employee_pension": paid}]}) for paid in (0, 2000)
    )
    told = one, other, frozenset({("p1", "employee_pension")})
    matching = Matching(RULES, WATCHES)

    def falter(*_: object) -> frozenset[str]:
        raise matcher.EngineFault("it faltered")

    monkeypatch.setattr(matcher.Matcher, "fired", falter)
    found = [*matching.spoken(*told, WATCHES)]
    assert found == [*spoken(*told, WATCHES)]
    assert "pension-beside-subsidies" in {each[0].id for each in found}
    assert matching.faults > 0
