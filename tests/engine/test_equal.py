"""Engines equal to one another.

Status, amount, every reason, and the whole answer; and nothing left unsaid by the durable engine.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.households import situations
from oracle.plain import Case

import welfare_rules as wr
from welfare_rules.engine.contract import EngineMissing
from welfare_rules.engine.durable.durable import Durable
from welfare_rules.engine.durable.matcher import EngineFault
from welfare_rules.engine.reference.interpreter import Interpreter

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")


def said(answer: wr.Answer) -> dict[str, object]:
    made = answer.to_dict()
    made.pop("engine")
    return made


@settings(max_examples=examples(100))
@given(situations())
def test_native_equals_reference_to_the_last_reason(situation: tuple[Case, str, date]) -> None:
    case, month, known = situation
    rules = MODEL.at(month, known)
    assert said(rules.determine(case, engine="native")) == said(
        rules.determine(case, engine="reference")
    )


@settings(max_examples=examples(60))
@given(
    situations(),
    st.sampled_from(["2020-08", "2021-06", "2021-08", "2022-11", "2023-05", "2025-02"]),
)
def test_native_equals_reference_where_figures_are_open(
    situation: tuple[Case, str, date], month: str
) -> None:
    case, _, _ = situation
    rules = BINHAI.at(month, "2026-01-01")
    assert said(rules.determine(case, engine="native")) == said(
        rules.determine(case, engine="reference")
    )


@settings(max_examples=examples(60))
@given(
    situations(),
    st.sampled_from(["2020-03", "2021-09", "2022-10", "2023-03"]),
    st.sampled_from([MODEL, BINHAI]),
)
def test_amounts_alone_are_those_of_the_whole_decision(
    situation: tuple[Case, str, date], month: str, policy: wr.Policy
) -> None:
    case, _, _ = situation
    rules = policy.at(month, "2026-01-01")
    read = rules.read(case)
    decision = rules.engine("native").decide(read, rules.month)
    for one, other in zip(
        decision.dues, rules.reference.decide(read, rules.month).outcomes, strict=True
    ):
        assert replace(one, truths=()) == replace(other, truths=())


@settings(max_examples=examples(40))
@given(situations())
def test_durable_equals_reference_and_matches_every_condition_itself(
    situation: tuple[Case, str, date],
) -> None:
    case, month, known = situation
    rules = MODEL.at(month, known)
    try:
        engine = rules.engine("durable")
    except EngineMissing as missing:
        pytest.skip(str(missing))
    assert isinstance(engine, Durable)
    read = rules.read(case)
    matched, judged = engine.matched(read, rules.month), rules.reference.decide(read, rules.month)
    assert (matched.circle, matched.outcomes) == (judged.circle, judged.outcomes)


def test_a_fault_of_the_rules_engine_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = MODEL.at("2021-08", "2021-12-31")
    try:
        engine = rules.engine("durable")
    except EngineMissing as missing:
        pytest.skip(str(missing))
    case = {"id": "h", "members": []}
    monkeypatch.setattr(
        engine, "matched", lambda case, month: (_ for _ in ()).throw(EngineFault("planted"))
    )
    assert (
        rules.determine(case, engine=engine).to_dict()["benefits"]
        == rules.determine(case, engine="reference").to_dict()["benefits"]
    )


def test_the_working_of_one_more_formula_changes_nothing_of_those_that_are_shared() -> None:
    interpreter = Interpreter(MODEL.at("2021-08", "2021-12-31").program)
    before = copied(vars(interpreter))
    for step in interpreter.program.steps:
        if step.node is not None:
            interpreter.work(deepcopy(step.node))
    assert copied(vars(interpreter)) == before


def copied(fields: dict[str, object]) -> dict[str, object]:
    return {name: dict(each) if isinstance(each, dict) else each for name, each in fields.items()}
