"""Facts, choices and benefits by their Chinese labels: the same case, the same complaints."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.support.effort import examples
from welfare_rules.findings import CaseError
from welfare_rules.language.types import Entity, Kind

MODEL = wr.load("cn/model")
RULES = MODEL.at("2021-08", known="2021-12-31")
ZH = {
    entity: {each.id: each for each in MODEL.law.facts if each.entity is entity}
    for entity in Entity
}
BENEFITS = {each.id: each.label.zh for each in MODEL.law.benefits}


def in_labels(data: dict[str, Any], entity: Entity, pick: Any) -> dict[str, Any]:
    """The facts with those that `pick` says written in Chinese, keys and values."""
    made: dict[str, Any] = {}
    for key, value in data.items():
        fact = ZH[entity].get(key)
        if fact is None or not pick():
            made[key] = value
        else:
            made[fact.label.zh] = said(fact, value)
    return made


def said(fact: Any, value: Any) -> Any:
    if fact.type.kind is Kind.CHOICE and isinstance(value, str):
        return next(e.zh for e in MODEL.law.choices[fact.type.choice].values if e.id == value)
    if fact.type.kind is Kind.BENEFITS and isinstance(value, (list, tuple)):
        return [BENEFITS[each] for each in value]
    return value


@settings(max_examples=examples(60))
@given(situations(), st.randoms(use_true_random=False))
def test_a_case_in_labels_is_the_same_case(
    situation: tuple[dict[str, Any], str, date], rng: Any
) -> None:
    plain, month, known = situation
    plain = json.loads(json.dumps(plain, default=str))

    def pick() -> bool:
        return rng.random() < 0.6

    case = in_labels(plain, Entity.HOUSEHOLD, pick)
    case["members"] = [in_labels(each, Entity.MEMBER, pick) for each in plain["members"]]
    rules = MODEL.at(month, known)
    assert rules.read(json.dumps(case)) == rules.read(json.dumps(plain))


@pytest.mark.parametrize(
    ("facts", "code", "path", "near"),
    [
        ({"户主关系": "户主"}, "WR402", "members[0].户主关系", "与户主关系"),
        ({"编号": "p2"}, "WR402", "members[0].编号", "id"),
        ({"与户主关系": "户住"}, "WR405", "members[0].与户主关系", "户主"),
        ({"relation": "户住"}, "WR405", "members[0].relation", "户主"),
        ({"工资性收入": "1200元"}, "WR404", "members[0].工资性收入", ""),
        ({"在领待遇": ["最低生活保证"]}, "WR317", "members[0].在领待遇", "最低生活保障"),
        ({"wage": 1, "工资性收入": 1}, "WR416", "members[0].工资性收入", ""),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_case(
    facts: dict[str, Any], code: str, path: str, near: str
) -> None:
    with pytest.raises(CaseError) as caught:
        RULES.read({"id": "h", "members": [{"id": "p1", **facts}]})
    (found,) = caught.value.findings
    assert (found.code, found.place.path, found.detail("nearest")) == (code, path, near)


def test_a_history_and_a_ledger_in_labels_settle_alike() -> None:
    def settled(words: tuple[str, ...]) -> Any:
        wage, relation, head, grade, kind, physical, benefit = words
        one = {"id": "p1", relation: head, kind: physical, grade: 2, wage: 0}
        history = {
            "case": {"id": "h1", "members": [one]},
            "changes": [
                {
                    "from": "2021-09-10",
                    "learned": "2021-12-03",
                    "source": "残联",
                    "set": {
                        f"members[p1].{grade}": 3,
                        "members[p2]": {relation: head, kind: physical},
                    },
                }
            ],
        }
        paid = [{"month": "2021-10", "benefit": benefit, "payee": "p1", "amount": "130.00"}]
        return MODEL.settle(history, paid, "2021-08", "2021-11", known="2021-12-31").to_dict()

    ids = settled(
        (
            "wage",
            "relation",
            "head",
            "disability_grade",
            "disability_kind",
            "physical",
            "disability_nursing_subsidy",
        )
    )
    zh = settled(
        ("工资性收入", "与户主关系", "户主", "残疾等级", "残疾类别", "肢体", "重度残疾人护理补贴")
    )
    assert zh == ids
    assert any(each["causes"] for each in ids["lines"])


def test_sources_that_differ_by_word_alone_do_not_contradict_each_other() -> None:
    history = {
        "case": {"id": "h1", "members": [{"id": "p1", "relation": "head"}]},
        "changes": [
            {
                "from": "2021-09-10",
                "learned": "2021-12-03",
                "source": source,
                "set": {f"members[p1].{key}": value},
            }
            for source, key, value in (
                ("残联", "残疾类别", "肢体"),
                ("乡镇", "disability_kind", "physical"),
            )
        ],
    }
    found = MODEL.settle(history, [], "2021-10", "2021-10", known="2021-12-31")
    assert "WR423" not in {each.code for each in found.findings}
