"""What was met of possibilities says when no further one changes a verdict; then no more are looked
at."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.engine.test_columns import without_words
from tests.oracle.households import random_case
from tests.random_laws import generator
from tests.random_laws.trying import trials
from tests.support.effort import examples
from tests.support.gaps import places, without
from welfare_rules.engine.reference import case_splitting
from welfare_rules.program.case import Case

np = pytest.importorskip("numpy")

from welfare_rules.engine.columns import careful, splits, splitting  # noqa: E402
from welfare_rules.engine.columns.agreed import Depth, Level, Seen, Verdicts  # noqa: E402
from welfare_rules.engine.columns.columns import Columns  # noqa: E402
from welfare_rules.engine.columns.population import population_of_cases  # noqa: E402

LAWS = [
    wr.load(place).at("2021-08", known="2021-12-31")
    for place in ("cn/model", "cn/jiangsu/yancheng/binhai")
]


class Both:
    """Splits cells with what was met, and whole, and counts what is looked at in either way."""

    def __init__(self) -> None:
        self.looked = {True: 0, False: 0}
        self.differ = list[object]()
        self.ended_early = False
        self.split = splitting._split  # pyright: ignore[reportPrivateUsage]

    def __call__(self, splitter: Any, cells: Any, met: Any, *rest: Any) -> Any:
        self.ended_early = True
        said = self.split(splitter, cells, met, *rest)
        if met is not None:
            self.ended_early = False
            whole, _ = self.split(splitter, cells, None, *rest)
            self.differ.extend(differing(said[0], whole))
        return said

    def depth(self, level: Level, seen: Seen) -> Depth:
        self.looked[self.ended_early] += len(level.cell)
        return Depth(level, seen)


def differing(one: Verdicts, other: Verdicts) -> list[object]:
    """The cells of which two say otherwise, where both are sure."""
    sure = one.sure & other.sure
    rows: list[object] = []
    for name in ("entitled", "low", "high", "missing", "figures"):
        apart = np.not_equal(getattr(one, name), getattr(other, name))
        apart = apart.any(axis=1) if apart.ndim > 1 else apart
        rows.extend((name, row) for row in np.flatnonzero(apart & sure).tolist())
    return rows


def looked_at(rules: wr.Rules, cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> Both:
    both = Both()
    with monkeypatch.context() as watched:
        watched.setattr(splitting, "_split", both)
        watched.setattr(splitting, "Depth", both.depth)
        watched.setattr(careful, "FEWEST", 1)
        engine = Columns(rules.program, rules.reference)
        engine.run(population_of_cases(rules.program, cases), rules.month)
    return both


def with_gaps(rules: wr.Rules, random: Random, count: int) -> list[Case]:
    """Households that lack some facts by chance, or some of everybody."""
    cases: list[Case] = []
    for _ in range(count):
        whole = random_case(random, "2021-08", date(2021, 12, 31))
        found = places(whole)
        gone = random.sample(found, min(random.randint(1, 9), len(found)))
        if random.random() < 0.4:
            gone = [each for each in found if each[1] in {key for _, key in gone[:4]}]
        cases.append(rules.read(without(whole, gone)))
    return cases


@settings(
    max_examples=examples(12),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.integers(0, 2**32),
    st.sampled_from(LAWS),
    st.sampled_from([160, 60, 25, 12]),
    st.sampled_from([3, 1, 0]),
)
def test_what_was_met_says_what_all_possibilities_say(
    monkeypatch: pytest.MonkeyPatch, seed: int, rules: wr.Rules, most: int, rounds: int
) -> None:
    """Also where far more would have to be tried than may be."""
    monkeypatch.setattr(case_splitting, "MOST_TRIED", most)
    monkeypatch.setattr(careful, "ROUNDS", rounds)
    both = looked_at(rules, with_gaps(rules, Random(seed), 6), monkeypatch)
    assert both.differ == []


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.sampled_from([160, 25, 12]))
def test_what_was_met_in_random_laws_says_what_all_possibilities_say(
    monkeypatch: pytest.MonkeyPatch, seed: int, most: int
) -> None:
    monkeypatch.setattr(case_splitting, "MOST_TRIED", most)
    monkeypatch.setattr(careful, "ROUNDS", 0)
    for made in trials(seed):
        for month, known_on, whole in made.situations(2, 4):
            rules = made.compared.rules(month, known_on)
            some, _ = generator.with_gaps(made.random, made.law, whole)
            both = looked_at(rules, [rules.read(dict(some))], monkeypatch)
            assert both.differ == []


@pytest.mark.parametrize(("rules", "most_members"), [*zip(LAWS, (3, 2), strict=True)])
def test_most_possibilities_are_not_looked_at_once_nothing_more_can_change(
    rules: wr.Rules, most_members: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = without_words(rules, range(8, 26), most_members)
    both = looked_at(rules, cases, monkeypatch)
    assert both.differ == []
    assert both.looked[True] * 5 < both.looked[False] * 4


def test_comparisons_are_sought_only_where_no_fact_is_split(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And once in the first states, for what they rest on."""
    sought, states = list[int](), list[int]()
    work = splitting._Work  # pyright: ignore[reportPrivateUsage]
    left, branches = work._left, splits.Chooser.branches  # pyright: ignore[reportPrivateUsage]

    def found(self: Any, goal: Any, row: Any, begin: Any, supposed: Any, chosen: Any) -> Any:
        sought.append(len(chosen))
        return left(self, goal, row, begin, supposed, chosen)

    def chosen(self: Any, some: Any, *rest: Any) -> Any:
        states.append(len(some))
        return branches(self, some, *rest)

    monkeypatch.setattr(work, "_left", found)
    monkeypatch.setattr(splits.Chooser, "branches", chosen)
    looked_at(LAWS[0], without_words(LAWS[0], range(8, 26), 3), monkeypatch)
    assert 0 < sum(sought) * 4 < sum(states) * 3
