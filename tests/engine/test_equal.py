"""Engines equal to one another.

Status, amount, every reason, and the whole answer; and nothing left unsaid by the durable engine.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case
from tests.support.careful import unfounded
from tests.support.effort import examples
from tests.support.engines import ENGINES, usable
from tests.support.gaps import places, without
from welfare_rules.engine.contract import Decided, Decision, Engine
from welfare_rules.engine.durable.durable import Durable
from welfare_rules.engine.durable.matcher import EngineFault
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.program.program import Program

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")


def said(answer: wr.Answer) -> dict[str, object]:
    made = answer.to_dict()
    made.pop("engine")
    return made


OTHERS = [name for name in ENGINES if name != "reference"]


def refuted(engine: str | Engine, rules: wr.Rules, case: Case) -> bool:
    """Whether an engine answers otherwise than the reference engine, to the last reason."""
    found, true = rules.determine(case, engine=engine), rules.determine(case, engine="reference")
    return said(found) != said(true) or found.digest != true.digest


@pytest.mark.parametrize("engine", OTHERS)
def test_every_engine_decides_the_first_household_as_the_reference_does(engine: str) -> None:
    """At once, before the properties below look for a household that is easier to read."""
    usable(engine)
    rules = MODEL.at("2021-08", "2021-12-31")
    assert not refuted(engine, rules, {"id": "h", "members": [{"id": "p"}]})


@pytest.mark.parametrize("engine", OTHERS)
def test_every_engine_equals_reference_to_the_last_reason(engine: str) -> None:
    usable(engine)

    @settings(max_examples=examples(25 if engine == "durable" else 100))
    @given(situations())
    def check(situation: tuple[Case, str, date]) -> None:
        case, month, known = situation
        assert not refuted(engine, MODEL.at(month, known), case)

    check()


@pytest.mark.parametrize("engine", OTHERS)
def test_every_engine_equals_reference_where_figures_are_open(engine: str) -> None:
    usable(engine)
    months = ["2020-08", "2021-06", "2021-08", "2022-11", "2023-05", "2025-02"]

    @settings(max_examples=examples(15 if engine == "durable" else 60))
    @given(situations(), st.sampled_from(months))
    def check(situation: tuple[Case, str, date], month: str) -> None:
        assert not refuted(engine, BINHAI.at(month, "2026-01-01"), situation[0])

    check()


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize("policy", [MODEL, BINHAI], ids=["model", "binhai"])
def test_every_engine_equals_reference_where_facts_are_unknown(
    engine: str, policy: wr.Policy
) -> None:
    """To the last reason, bound, missing fact and presumption; Binhai's figures are open as well."""
    usable(engine)

    @settings(max_examples=examples(15 if engine == "durable" else 60))
    @given(situations(), st.data())
    def check(situation: tuple[Case, str, date], data: st.DataObject) -> None:
        case, month, known = situation
        gone = st.lists(st.sampled_from(places(case)), min_size=1, max_size=8, unique=True)
        unsaid = without(case, data.draw(gone))
        assert not refuted(engine, policy.at(month, known), unsaid)

    check()


@pytest.mark.parametrize("policy", [MODEL, BINHAI], ids=["model", "binhai"])
def test_careful_code_says_nothing_that_the_reference_does_not(policy: wr.Policy) -> None:
    """Each amount, truth and circle by itself: what is hidden beside it makes nothing right."""
    seen = 0

    @settings(max_examples=examples(60))
    @given(situations(), st.data())
    def check(situation: tuple[Case, str, date], data: st.DataObject) -> None:
        nonlocal seen
        case, month, known = situation
        gone = st.lists(st.sampled_from(places(case)), min_size=1, max_size=4, unique=True)
        rules = policy.at(month, known)
        wrong, clear = unfounded(rules, rules.read(without(case, data.draw(gone))))
        assert wrong == []
        seen += clear

    check()
    assert seen > 100


@dataclass(frozen=True)
class Shy:
    """Says of everything that it cannot be said."""

    program: Program
    name: str = "shy"

    def decide(self, case: object, month: object) -> Decision:
        return Decided(None, ())


def test_an_engine_that_says_nothing_is_refuted_at_the_first_household() -> None:
    rules = MODEL.at("2021-08", "2021-12-31")
    assert refuted(Shy(rules.program), rules, {"id": "h", "members": [{"id": "p"}]})


@settings(max_examples=examples(60))
@given(
    situations(),
    st.sampled_from(["2020-03", "2021-09", "2022-10", "2023-03"]),
    st.sampled_from([MODEL, BINHAI]),
    st.data(),
)
def test_amounts_alone_are_those_of_the_whole_decision(
    situation: tuple[Case, str, date], month: str, policy: wr.Policy, data: st.DataObject
) -> None:
    case, _, _ = situation
    rules = policy.at(month, "2026-01-01")
    gone = data.draw(st.lists(st.sampled_from(places(case)), max_size=3, unique=True))
    read = rules.read(without(case, gone))
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
    usable("durable")
    engine = rules.engine("durable")
    assert isinstance(engine, Durable)
    read = rules.read(case)
    matched, judged = engine.matched(read, rules.month), rules.reference.decide(read, rules.month)
    assert (matched.circle, matched.outcomes) == (judged.circle, judged.outcomes)


def test_a_fault_of_the_rules_engine_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = MODEL.at("2021-08", "2021-12-31")
    usable("durable")
    engine = rules.engine("durable")
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
    before = copied(vars(interpreter)), copied(vars(interpreter.operations))
    for step in interpreter.program.steps:
        if step.node is not None:
            interpreter.work(deepcopy(step.node))
    assert (copied(vars(interpreter)), copied(vars(interpreter.operations))) == before


def copied(fields: dict[str, object]) -> dict[str, object]:
    return {name: dict(each) if isinstance(each, dict) else each for name, each in fields.items()}
