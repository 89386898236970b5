"""Facts that are said to be unknown: nothing is presumed of them, whatever is presumed else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.findings import CaseError
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact

MODEL = wr.load("cn/model")
RULES = MODEL.at("2021-08", known="2021-12-31")
FACTS = tuple(MODEL.law.facts)
PRESUMED = tuple(each for each in FACTS if each.presumed is not None)


def couple(*unknown: Fact, value: Any = SAID_UNKNOWN) -> dict[str, Any]:
    """Two persons of whom little is given, with some facts of the household and of `p2`."""
    household: dict[str, Any] = {"id": "h1"}
    member: dict[str, Any] = {"id": "p2", "relation": "spouse"}
    for fact in unknown:
        (household if fact.entity is Entity.HOUSEHOLD else member)[fact.id] = value
    return {**household, "members": [{"id": "p1", "relation": "head"}, member]}


def path_of(fact: Fact) -> str:
    return fact.id if fact.entity is Entity.HOUSEHOLD else f"members[p2].{fact.id}"


def listed(answer: wr.Answer, key: str) -> set[str]:
    return {path for each in answer.benefits for path in getattr(each, key)}


@pytest.mark.parametrize("fact", PRESUMED, ids=path_of)
def test_nothing_is_presumed_of_a_fact_that_is_said_to_be_unknown(fact: Fact) -> None:
    """Left out and null are presumed alike; said to be unknown it is unknown."""
    path = path_of(fact)
    left_out = RULES.determine(couple())
    assert RULES.determine(couple(fact, value=None)).to_dict() == left_out.to_dict()
    case = RULES.read(couple(fact))
    assert path not in listed(RULES.determine(case), "presumed_facts")
    place = (-1 if fact.entity is Entity.HOUSEHOLD else 1), fact.column
    assert case.said_unknown == {place}
    assert fact.id in case.unknown


@pytest.mark.parametrize("value", [{"unknown": False}, {"unknown": True, "x": 1}, {"unkown": True}])
@pytest.mark.parametrize("fact", FACTS, ids=path_of)
def test_anything_like_it_is_refused_where_it_stands(fact: Fact, value: Any) -> None:
    with pytest.raises(CaseError) as caught:
        RULES.read(couple(fact, value=value))
    (found,) = caught.value.findings
    assert found.code in ("WR403", "WR404")
    assert found.place.path.endswith(fact.id)


@pytest.mark.parametrize("key", ["id", "members"])
def test_what_is_no_fact_cannot_be_unknown(key: str) -> None:
    with pytest.raises(CaseError):
        RULES.read({**couple(), key: dict(SAID_UNKNOWN)})


@settings(max_examples=examples(40), deadline=None)
@given(unknown=st.sets(st.sampled_from(FACTS), max_size=6).map(tuple))
def test_engines_agree_and_the_bounds_hold_what_is_left_out(unknown: tuple[Fact, ...]) -> None:
    """What is presumed is one of the values that an unknown fact may have."""
    case = couple(*unknown)
    there = RULES.determine(case, "reference")
    native = RULES.determine(case).to_dict()
    assert {**native, "engine": "reference"} == there.to_dict()
    for wide, narrow in zip(there.benefits, RULES.determine(couple()).benefits, strict=True):
        if wide.at_least is not None and narrow.at_least is not None:
            assert wide.at_least <= narrow.at_least
        if wide.at_most is not None and narrow.at_most is not None:
            assert wide.at_most >= narrow.at_most


def test_the_answer_and_the_explanation_name_it() -> None:
    case = couple()
    case["members"][1]["death_date"] = dict(SAID_UNKNOWN)
    answer = RULES.determine(case)
    assert "members[p2].death_date" in listed(answer, "missing_facts")
    lines = [each for each in answer.explain("en").splitlines() if "date of death" in each]
    assert any("p2" in each and "unknown" in each for each in lines)


def test_a_fact_that_does_not_matter_is_not_missing() -> None:
    """The grade of a disability that there is none of."""
    case = couple()
    case["members"][1] |= {"disability_kind": "none", "disability_grade": dict(SAID_UNKNOWN)}
    assert RULES.read(case).said_unknown == frozenset()


def test_the_schema_of_a_case_has_it() -> None:
    made = wr.schema("case", "cn/model")
    unknown = {
        "type": "object",
        "properties": {"unknown": {"const": True}},
        "required": ["unknown"],
        "additionalProperties": False,
    }
    assert unknown in made["properties"]["area"]["anyOf"]
    assert unknown in made["$defs"]["Member"]["properties"]["wage"]["anyOf"]
    assert unknown in made["$defs"]["Member"]["properties"]["receiving"]["anyOf"]
