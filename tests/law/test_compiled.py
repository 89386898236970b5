"""What months share: one program where all of the law is the same, and a digest that is worked out
only for whoever looks at it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.basics.days import Month
from welfare_rules.cases.run import run_case
from welfare_rules.cases.suite import make_bench
from welfare_rules.program.resolve import resolve
from welfare_rules.program.seal import Seal

SPARE = """
[figure.spare]
label = { zh = "备用", en = "spare" }
type = "money"
[[figure.spare.version]]
from = 2020-01-01
value = 5
announced = 2020-01-01
status = "published"
[[figure.spare.version]]
from = 2021-06-01
value = 6
announced = 2020-01-01
status = "published"
"""
months = st.builds(Month.of, st.integers(2020, 2023), st.integers(1, 12))
days = st.sampled_from((20200101, 20210101, 20210615, 20221231))


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> wr.Policy:
    """A law with a figure on which nothing rests."""
    file = tiny.written(tmp_path_factory.mktemp("law"), tiny.CASES, tiny.POLICY + SPARE)
    return wr.load("tiny", tiny.root(file))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(months, days), min_size=2, max_size=6))
def test_a_month_is_decided_by_the_program_of_its_own_law(
    policy: wr.Policy, asked: list[tuple[Month, int]]
) -> None:
    """Also in a figure that no benefit needs, whatever months were asked before."""
    afresh = wr.Policy.of(policy.law)
    for month, known in asked:
        shared, own = afresh.at(month, known).program, resolve(policy.law, month.first, known)
        assert (shared.law, shared.figures, shared.steps) == (own.law, own.figures, own.steps)
        assert shared.digest == own.digest


@settings(max_examples=examples(60), deadline=None)
@given(months, months, days, days)
def test_two_seals_are_equal_where_their_digests_are(
    policy: wr.Policy, one: Month, other: Month, known: int, later: int
) -> None:
    afresh = wr.Policy.of(policy.law)
    here, there = policy.at(one, known).program, afresh.at(other, later).program
    assert (here.seal == there.seal) is (here.digest == there.digest)


def test_no_case_is_decided_by_way_of_a_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A digest takes as long as all else that makes a program."""

    def nobody(self: Seal) -> str:
        raise AssertionError(self)

    bench = make_bench([], tiny.root(tiny.written(tmp_path, tiny.CASES)))
    monkeypatch.setattr(Seal, "__call__", nobody)
    assert bench.cases
    for each in bench.cases:
        assert run_case(each, bench.policies[each.jurisdiction]).passed
