"""Which benefits two laws may decide otherwise: of all others every household is told the same."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.changes.test_past import compared
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.program.otherwise import Otherwise
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
