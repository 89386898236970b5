"""A crowd of whom the same is said is decided once, and each of it as if alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case
from tests.support.effort import examples
from tests.support.gaps import places, without
from welfare_rules.comparison.upcoming import upcoming
from welfare_rules.engine.reference import state
from welfare_rules.program.case import CROWD

MODEL = wr.load("cn/model")


def crowd(case: Case, member: dict[str, Any], count: int) -> Case:
    """A household with so many more members, all like one of it."""
    more = [{**member, "id": f"like{place}"} for place in range(count)]
    return {**case, "members": [*case["members"], *more]}


def said(answer: wr.Answer) -> dict[str, object]:
    return answer.to_dict()


@settings(max_examples=examples(30))
@given(situations(), st.data())
def test_each_of_a_crowd_is_decided_as_if_looked_at_alone(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    gone = st.lists(st.sampled_from(places(case)), min_size=0, max_size=6, unique=True)
    case = without(case, data.draw(gone))
    many = crowd(case, data.draw(st.sampled_from(case["members"])), CROWD + 2)
    rules = MODEL.at(month, known)
    together = said(rules.determine(many, engine="reference"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(state, "first_alike", lambda _: {})
        alone = said(rules.determine(many, engine="reference"))
    assert together == alone


@settings(max_examples=examples(10))
@given(situations())
def test_what_comes_to_each_of_a_crowd_has_the_causes_that_it_would_have_alone(
    situation: tuple[Case, str, date],
) -> None:
    case, month, known = situation
    few = crowd({**case, "members": case["members"][:1]}, {}, CROWD)
    first = upcoming(MODEL, few, month, 3, str(known)).to_dict()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("welfare_rules.comparison.compare.first_alike", lambda _: {})
        assert upcoming(MODEL, few, month, 3, str(known)).to_dict() == first
