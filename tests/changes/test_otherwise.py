"""Which benefits two laws may decide otherwise: of all others every household is told the same."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.changes.test_past import compared
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.changes.answered import Answered
from welfare_rules.changes.past import may_differ
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.program.otherwise import Otherwise
from welfare_rules.program.program import BenefitInForce
from welfare_rules.samples.drawing import Drawer

POLICIES = [wr.load(each) for each in ("cn/model", "cn/jiangsu/yancheng/binhai")]
MONTHS = st.sampled_from(["2021-03", "2021-06", "2021-07", "2021-10", "2022-02", "2024-03"])
DAYS = st.sampled_from(["2021-06-30", "2021-12-31", "2026-01-01"])


@settings(max_examples=examples(12), deadline=None)
@given(st.sampled_from(POLICIES), MONTHS, MONTHS, DAYS, st.integers(0, 2**32))
def test_all_else_is_decided_alike(
    policy: wr.Policy, month: str, other_month: str, known: str, seed: int
) -> None:
    """Both laws are asked in one month, whatever month they are of."""
    one, other = policy.at(month, known), policy.at(other_month, known)
    otherwise = Otherwise.of(one.program, other.program)
    random = Random(seed)
    for unknown in (0, 3):
        case = Drawer.of(one).household(random.randrange, (1, 3), unknown=unknown)
        before, after = (each.reference.decide(case, one.month) for each in (one, other))
        sides = [
            {(each.benefit.id, each.payee): (each.entitled, each.due) for each in side.outcomes}
            for side in (before, after)
        ]
        for key in sides[0].keys() | sides[1].keys():
            assert key[0] in otherwise.benefits or sides[0][key] == sides[1][key], key
        if not otherwise.circles:
            assert before.circle == after.circle


@settings(max_examples=examples(12), deadline=None)
@given(st.sampled_from(POLICIES), MONTHS, MONTHS, DAYS, st.integers(0, 2**32))
@pytest.mark.parametrize("engine", ["reference", "native"])
def test_what_is_decided_alike_is_taken_from_the_other_law(
    engine: str, policy: wr.Policy, month: str, other_month: str, known: str, seed: int
) -> None:
    """All else is as it is when the law is asked for everything."""
    one, there = policy.at(month, known), policy.at(other_month, known)
    other = replace(there, month=one.month)
    names = may_differ(one, other)
    random = Random(seed)
    for unknown in (0, 3):
        case = Drawer.of(one).household(random.randrange, (1, 3), unknown=unknown)
        said = Answered.of(one.determine(case, engine)).but_for(other, engine, names)
        whole = Answered.of(other.determine(case, engine))
        assert said.program is whole.program
        assert said.circle == whole.circle
        assert [(e.benefit, e.payee, e.entitled, e.due) for e in said.decision.dues] == [
            (e.benefit, e.payee, e.entitled, e.due) for e in whole.decision.dues
        ]


def test_the_new_law_is_asked_for_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the aid without a figure and the allowance for the old are what they were."""
    asked = Counter[str]()

    def counting(self: Evaluation, benefit: BenefitInForce) -> list[Outcome]:
        asked[benefit.id] += 1
        return outcomes_of(self, benefit)

    outcomes_of = Evaluation.outcomes_of
    changed = tiny.POLICY.replace("value = 120.50", "value = 121.50")
    monkeypatch.setattr(Evaluation, "outcomes_of", counting)
    assert compared(tmp_path, tiny.POLICY, changed).past
    assert asked["help"] > asked["old"] == asked["unknown_aid"] > 0


def test_words_alone_decide_nothing_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No case is decided, and no household is made, where labels, reasons and sources change."""
    words = re.sub(r'\ben = "', 'en = "so called ', tiny.POLICY).replace(
        'article = "', 'article = "1'
    )
    monkeypatch.setattr(wr.Rules, "determine", None)
    found = compared(tmp_path, tiny.POLICY, words, tiny.BASES)
    assert found.changes
    assert (found.past, found.made) == ((), ())
