"""An answer is a mapping that does not change, works out what is read once, and can be sent on."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.support.effort import examples
from tests.support.gaps import places, without
from tests.support.households import couple, household, person

CASE = Path(__file__).parents[2] / "docs" / "examples" / "household.json"
MODEL = wr.load("cn/model")
RULES = MODEL.at("2021-08", known="2021-12-31")
CASES: dict[str, Any] = {
    "complete": couple(),
    "incomplete": {"id": "h", "members": [{"id": "a", "relation": "head"}]},
    "nobody": household(),
    "example": json.loads(CASE.read_bytes()),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("engine", ["native", "reference"])
def test_an_answer_that_was_sent_on_says_the_same(name: str, engine: str) -> None:
    answer = RULES.determine(CASES[name], engine)
    again = pickle.loads(pickle.dumps(answer))
    assert again.to_dict() == answer.to_dict()
    assert again.dues_fen == answer.dues_fen
    assert again.digest == answer.digest
    for lang in ("zh", "en"):
        assert again.explain(lang) == answer.explain(lang)


def covered(answer: wr.Answer) -> dict[str, Any]:
    """What a digest covers, as docs/api.md lists it."""
    keys = ("case", "month", "jurisdiction", "known", "policy_digest", "circle", "total", "once")
    written: dict[str, Any] = {**answer.to_dict()}
    return {key: written[key] for key in (*keys, "benefits")}


@settings(max_examples=examples(40))
@given(situations(), st.data())
def test_two_digests_are_equal_exactly_where_two_answers_say_the_same(
    situation: tuple[dict[str, Any], str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    gone = st.lists(st.sampled_from(places(case)), max_size=3, unique=True)
    cases = case, without(case, data.draw(gone)), {**case, "id": f"{case['id']}2"}
    answers = [
        MODEL.at(month, day).determine(each) for each in cases for day in (known, "2026-01-01")
    ]
    for one, other in combinations(answers, 2):
        assert (one.digest == other.digest) == (covered(one) == covered(other))


def test_policies_and_rules_can_be_sent_on() -> None:
    policy = pickle.loads(pickle.dumps(MODEL))
    assert policy.digest == MODEL.digest
    assert type(policy) is wr.Policy
    rules = pickle.loads(pickle.dumps(RULES))
    assert (rules == RULES, hash(rules)) == (True, hash(RULES))
    for case in CASES.values():
        assert rules.determine(case).to_dict() == RULES.determine(case).to_dict()


@pytest.mark.parametrize("name", CASES)
def test_an_answer_reads_like_a_mapping(name: str) -> None:
    answer = RULES.determine(CASES[name])
    assert len(answer) == len(answer.benefits) == len(answer.keys()) == len([*answer])
    for key, each in zip(answer.keys(), answer.benefits, strict=True):
        assert (each.benefit, each.payee) == key
        assert answer[key] is answer.get(key) is each
        assert key in answer
        assert key[0] in answer
    assert "nothing" not in answer
    assert ("dibao", "nobody") not in answer
    assert answer.get("nothing") is None
    with pytest.raises(KeyError, match="no such benefit"):
        answer["nothing"]


def test_what_is_read_again_is_the_same_thing() -> None:
    answer = RULES.determine(couple())
    assert answer["dibao"] is answer["dibao"]
    assert answer.benefits[0] is answer.benefits[0]


CHANGES: dict[str, Callable[[Any], None]] = {
    "a field": lambda answer: setattr(answer, "engine", "x"),
    "a new one": lambda answer: setattr(answer, "note", "x"),
    "taken away": lambda answer: delattr(answer, "case"),
    "a benefit": lambda answer: setattr(answer["dibao"], "amount", Decimal(1)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_answer_does_not_change(name: str) -> None:
    with pytest.raises(AttributeError):
        CHANGES[name](RULES.determine(couple()))


def test_a_member_named_alone_is_enough_where_one_is_paid() -> None:
    one = household(person("a", "head", "1930-01-01"))
    assert RULES.determine(one)["old_age_allowance"].payee == "a"
