"""What the rest of the library may ask of the reference engine, held against the answers themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case
from tests.support.effort import examples
from welfare_rules.basics.known import Known
from welfare_rules.program.case import HOUSEHOLD

MODEL = wr.load("cn/model")


@st.composite
def gaps(draw: st.DrawFn) -> tuple[Case, str, date]:
    """A household of which some facts of the first person are not known."""
    case, month, known = draw(situations())
    person: dict[str, Any] = case["members"][0]
    for name in draw(st.sets(st.sampled_from(sorted(person)), max_size=3)) - {"id", "relation"}:
        del person[name]
    return case, month, known


@settings(max_examples=examples(40))
@given(gaps())
def test_a_known_value_is_what_answers_are_made_of(situation: tuple[Case, str, date]) -> None:
    case, month, known = situation
    rules = MODEL.at(month, known)
    read = rules.read(case)
    answer = rules.determine(read, "reference")
    evaluation = rules.reference.evaluate(read, rules.month)
    for outcome, written in zip(
        sorted(answer.decision.outcomes, key=lambda each: each.payee), answer.benefits, strict=True
    ):
        benefit, payee = outcome.benefit, outcome.payee
        assert evaluation.outcome(benefit, payee) == outcome
        rests_on = evaluation.rests_on(benefit, payee)
        unconfirmed = [each for each in evaluation.figures(rests_on) if each.provisional]
        assert written.provisional == bool(unconfirmed or evaluation.rules(rests_on))
        presumed = [
            read.path(whose, fact.id)
            for fact, payees in evaluation.facts(rests_on)
            for whose in payees
        ]
        assert sorted(presumed) == list(written.presumed_facts)
    assert evaluation.circle() == answer.circle


@settings(max_examples=examples(40))
@given(gaps())
def test_a_settled_value_misses_nothing_and_an_open_one_says_what(
    situation: tuple[Case, str, date],
) -> None:
    case, month, known = situation
    rules = MODEL.at(month, known)
    evaluation = rules.reference.evaluate(rules.read(case), rules.month)
    assert evaluation.worked_out() == frozenset()
    for step in rules.program.steps:
        payees = (HOUSEHOLD,) if step.entity == "household" else range(len(case["members"]))
        for payee in payees:
            value = evaluation.step(step.id, payee)
            assert evaluation.so_far(step.id, payee) == value
            if step.node is not None:
                assert evaluation.formula(step.node, payee).ends == value.ends
                assert rules.reference.formula(step.node)(evaluation, payee).ends == value.ends
            missing = (
                *evaluation.missing_facts(value.missing),
                *evaluation.missing_figures(value.missing),
            )
            assert bool(missing) is not value.settled
    assert evaluation.worked_out() == {step.id for step in rules.program.steps}


def test_what_is_decided_already_is_taken_as_it_is_given() -> None:
    rules = MODEL.at("2021-08", "2021-12-31")
    read = rules.read({"id": "h", "members": []})
    benefit = next(each for each in rules.program.benefits if each.payee == "household")
    outcome = rules.reference.evaluate(read, rules.month).outcome(benefit, HOUSEHOLD)
    told = rules.reference.evaluate(read, rules.month, [outcome])
    assert told.so_far(benefit.entitled, HOUSEHOLD) == Known(0, 0, 0, 0)
    assert told.so_far(benefit.reasons[0].step, HOUSEHOLD) is None


@settings(max_examples=examples(40))
@given(gaps(), gaps(), st.data())
def test_what_is_taken_from_nearly_the_same_case_is_what_it_comes_to(
    situation: tuple[Case, str, date], other: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    near: Case = {**case, "members": [dict(each) for each in case["members"]]}
    theirs = {**near["members"][0], **other[0]["members"][0]}
    for name in data.draw(st.sets(st.sampled_from(sorted(theirs)), max_size=2)):
        if name not in ("id", "relation"):
            near["members"][0][name] = theirs[name]
    area = data.draw(st.sampled_from((case, other[0]))).get("area")
    near |= {} if area is None else {"area": area}
    rules = MODEL.at(month, known)
    try:
        first, second = rules.read(case), rules.read(near)
    except wr.CaseError:  # such as a death before a birth
        return
    beside = rules.reference.evaluate(first, rules.month)
    for benefit in rules.program.benefits[:: data.draw(st.sampled_from((1, 3)))]:
        beside.outcomes_of(benefit)
    alone = rules.reference.evaluate(second, rules.month)
    taken = rules.reference.evaluate(second, rules.month, beside=beside)
    assert taken.outcomes() == alone.outcomes()
    assert taken.circle() == alone.circle()
    for step in rules.program.steps:
        for payee in (HOUSEHOLD,) if step.entity == "household" else range(len(case["members"])):
            assert taken.step(step.id, payee) == alone.step(step.id, payee)
