"""What an answer still has to ask, of whom, and where it could be looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.marked import fact, nation, written
from welfare_rules.checks.checks import check_state
from welfare_rules.document.library import read_library
from welfare_rules.law.elaborate import build_law
from welfare_rules.receipts.receipt import write_receipt

BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
RULES = BINHAI.at("2021-08", known="2021-12-31")
BARE = {"id": "h", "members": [{"id": "a].b", "birth_date": "1950-01-01"}, {"id": "c"}]}


def test_what_is_asked_is_what_is_missing_each_once() -> None:
    answer = RULES.determine(BARE)
    missing = {name for each in answer for name in each.missing_facts}
    asked = [each.fact for each in answer.to_ask]
    assert set(asked) == missing
    assert len(asked) == len(missing) > 20
    assert {each.judged_by for each in answer.to_ask} == {
        "register",
        "applicant",
        "visit",
        "officer",
    }
    assert answer.to_dict()["to_ask"] == [each.to_dict() for each in answer.to_ask]


def test_a_register_is_named_and_of_nobody_nothing_is_asked() -> None:
    grade = {each.fact: each for each in RULES.determine(BARE).to_ask}["members[c].disability_kind"]
    assert (grade.judged_by, [each.zh for each in grade.registers]) == (
        "register",
        ["残疾人证（残联）"],
    )
    nobody = RULES.determine({"id": "h", "members": []})
    assert all(not each.fact.startswith("members[") for each in nobody.to_ask)


def test_a_receipt_does_not_rest_on_whom_to_ask() -> None:
    receipt = write_receipt(RULES.determine(BARE))
    assert "to_ask" not in receipt["answer"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_explanation_says_from_whom_a_fact_is_to_be_had(lang: str) -> None:
    text = RULES.determine(BARE).explain("zh" if lang == "zh" else "en")
    assert {"zh": "取自入户调查", "en": "to be had from a visit to the home"}[lang] in text


def test_every_fact_that_ships_says_who_can_say_it() -> None:
    facts = BINHAI.law.facts
    assert [each.id for each in facts if each.judged_by is None] == []
    assert [each.id for each in facts if each.judged_by == "register" and not each.registers] == []


@pytest.mark.parametrize(
    ("line", "line_told"),
    [
        ("", "[fact.extra]"),
        ('judged_by = "register"', 'judged_by = "register"'),
        ('judged_by = "visit"', None),
    ],
)
def test_a_fact_that_nobody_can_say_is_told(
    tmp_path: Path, line: str, line_told: str | None
) -> None:
    file = written(tmp_path, nation(fact('type = "bool"', *([line] if line else []))))
    law, _ = build_law(read_library(file), "cn")
    lines = (file / "cn" / "nation.toml").read_text(encoding="utf-8").splitlines()
    told = [
        lines[each.place.line - 1]
        for each in check_state({"cn": law}, 2026_01_01)
        if each.code == "WR351" and dict(each.details)["name"].en == "new"
    ]
    assert told == ([] if line_told is None else [line_told])
