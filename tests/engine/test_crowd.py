"""Large households.

An answer within a bounded amount of work, and as honest when that bound is reached as before it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case
from tests.support.effort import examples
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.money import per_month
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.engine.reference import state as states
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.engine.reference.state import Ranges, State, Supposed
from welfare_rules.program.case import HOUSEHOLD

MODEL = wr.load("cn/model")
MARCH = MODEL.at("2024-03", "2026-01-01")
PRESUMED = {fact.id for fact in MODEL.law.facts if fact.presumed is not None}
patched = settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def crowd(people: int) -> Case:
    return {"id": "h", "members": [{"id": f"p{place}"} for place in range(people)]}


@pytest.mark.slow
def test_no_household_takes_more_suppositions_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[State] = []
    narrowed = State.narrowed
    monkeypatch.setattr(State, "narrowed", lambda *given: made.append(narrowed(*given)) or made[-1])
    MARCH.determine(crowd(200), engine="reference").to_dict()
    # the last one may still be split to its end
    assert 0 < len({id(each) for each in made}) <= states.MOST_SUPPOSED / 200 + 8


@pytest.mark.parametrize("people", [201, 1_000, 10_000])
def test_more_members_than_a_case_may_have_are_refused(people: int) -> None:
    with pytest.raises(wr.CaseError, match="WR412"):
        MARCH.determine(crowd(people))


@st.composite
def gaps(draw: Any) -> tuple[Case, Case, str, date]:
    """A case, the same case with facts left out, a month and a known day."""
    case, month, known = draw(situations())
    keys = [(-1, key) for key in case if key not in ("id", "members") and key not in PRESUMED]
    keys += [
        (place, key)
        for place, member in enumerate(case["members"])
        for key in member
        if key != "id" and key not in PRESUMED
    ]
    gone = set(draw(st.lists(st.sampled_from(keys), min_size=1, max_size=12, unique=True)))
    left: dict[str, Any] = {key: value for key, value in case.items() if (-1, key) not in gone}
    left["members"] = [
        {key: value for key, value in each.items() if (place, key) not in gone}
        for place, each in enumerate(case["members"])
    ]
    return case, left, month, known


def filled(case: Case, left: Case, paths: tuple[str, ...]) -> Case:
    """What is missing by an answer's own account, given; nothing else."""
    made: dict[str, Any] = {**left, "members": [dict(each) for each in left["members"]]}
    for path in paths:
        if path.startswith("members["):
            place = [each["id"] for each in case["members"]].index(
                path[len("members[") : path.rindex("].")]
            )
            fact = path.rpartition(".")[2]
            if fact in case["members"][place]:
                made["members"][place][fact] = case["members"][place][fact]
        elif path in case:
            made[path] = case[path]
    return made


def outcomes(case: Case, month: str, known: date) -> tuple[Outcome, ...]:
    return MODEL.at(month, known).determine(case, engine="reference").decision.outcomes


@patched
@given(gaps(), st.sampled_from([0, 1, 20]))
def test_at_the_bound_nothing_wrong_is_said_and_no_missing_fact_is_lost(
    monkeypatch: pytest.MonkeyPatch, situation: tuple[Case, Case, str, date], bound: int
) -> None:
    """Who gives exactly the facts that an answer names has a decided answer, and it is the one that
    was within the bounds.
    """
    case, left, month, known = situation
    monkeypatch.setattr(states, "MOST_SUPPOSED", bound)
    for place, (said, sure) in enumerate(
        zip(outcomes(left, month, known), outcomes(case, month, known), strict=True)
    ):
        assert said.entitled in (None, sure.entitled)
        low, high = bounds_of(said.due)
        least, most = bounds_of(sure.due)
        assert low is None or (least is not None and low <= least)
        assert high is None or (most is not None and high >= most)
        if not said.settled:
            given_now = outcomes(filled(case, left, said.missing_facts), month, known)[place]
            assert (given_now.entitled, given_now.due) == (sure.entitled, sure.due), said


def holds_of(full: State, interpreter: Interpreter, supposing: State) -> bool:
    """Whether what a state supposes is so in a complete case."""
    for (payee, column), (low, high) in supposing.ranges.items():
        fact = interpreter.program.facts[column]
        raw = full.household[column] if payee == HOUSEHOLD else full.case.members[payee][column]
        if raw is None or not low <= (per_month(raw) if fact.flow else raw) <= high:
            return False
    for (comparison, payee), said in (supposing.supposed or {}).items():
        work = interpreter.work(interpreter.operations.comparisons[comparison])
        if work(full, payee)[:2] != (said, said):
            return False
    return True


@settings(patched, max_examples=examples(40))
@given(gaps())
def test_what_a_supposition_takes_over_is_true_and_as_narrow_as_what_it_would_work_out(
    monkeypatch: pytest.MonkeyPatch, situation: tuple[Case, Case, str, date]
) -> None:
    """Where it is true. Where suppositions contradict each other, anything may be said."""
    case, left, month, known = situation
    rules, made = MODEL.at(month, known), dict[int, State]()
    narrowed = State.narrowed

    def noted(state: State, ranges: Ranges, supposed: Supposed) -> State:
        found = narrowed(state, ranges, supposed)
        return made.setdefault(id(found), found)

    interpreter = Interpreter(rules.program)
    with monkeypatch.context() as noting:
        noting.setattr(State, "narrowed", noted)
        evaluation = Evaluation(interpreter, rules.read(left), rules.month)
        _ = evaluation.circle(), evaluation.outcomes()
    full = interpreter.state(rules.read(case), rules.month)
    names = {place: name for name, place in interpreter.place.items()}
    for state in made.values():
        if not holds_of(full, interpreter, state):
            continue
        alone = interpreter.state(state.case, state.month)
        alone.ranges, alone.supposed = state.ranges, state.supposed
        for payee, row in state.memo.items():
            for place, value in enumerate(row):
                if value is None:
                    continue
                true = interpreter.value(full, names[place], payee)[0]
                least, most, *_ = interpreter.value(alone, names[place], payee)
                assert value[0] is None or value[0] <= true, names[place]
                assert value[1] is None or true <= value[1], names[place]
                assert least is None or least <= value[0], names[place]
                assert most is None or value[1] <= most, names[place]
