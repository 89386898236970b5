"""The adapter to durable-rules: it answers as plain Python does, or it faults, and a fault never
colours what follows.

Rule of use: a test that needs the engine asks for the fixture `engine`, and is skipped with the
reason without it.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import cast
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from welfare_rules.engine.durable import matcher as adapter
from welfare_rules.engine.durable.conditions import (
    BOUND,
    MAX_TERMS,
    CompareFields,
    Op,
    name_hash,
    terms_of,
)
from welfare_rules.engine.durable.matcher import (
    All,
    AnyOf,
    Clause,
    Compare,
    Condition,
    Has,
    Matcher,
    holds,
)
from welfare_rules.engine.durable.matcher import EngineFault as Fault
from welfare_rules.engine.durable.matcher import EngineMissing as Missing

Fact = dict[str, int]
# Words of the engine's own, two names that share one 32-bit hash, and text that JSON must escape.
FIELDS = ("年龄", "income", "sid", "id", "t", "$and", "f0", "vflwifzd", "lmsxiysw", 'a "b"', "x.y")
CONSTANTS = (0, 1, -1, 59, 60, 63200, 63201, 2**53, -(2**53), BOUND - 1, 1 - BOUND)
OPS: tuple[Op, ...] = ("lt", "le", "gt", "ge", "eq", "ne")
CALLS = ("assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact")

fields = st.sampled_from(FIELDS)
tests = st.one_of(
    st.builds(Compare, st.sampled_from(OPS), fields, st.sampled_from(CONSTANTS)),
    st.builds(CompareFields, st.sampled_from(OPS), fields, fields),
    st.builds(Has, fields),
)


def groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(All, some), st.builds(AnyOf, some))


conditions: st.SearchStrategy[Condition] = st.recursive(tests, groups, max_leaves=8)
few_or_many = st.one_of(
    st.lists(conditions, min_size=1, max_size=8), st.lists(conditions, min_size=50, max_size=60)
)
edges = sorted(
    {value + step for value in CONSTANTS for step in (-1, 0, 1) if abs(value + step) < BOUND}
)
facts: st.SearchStrategy[Fact] = st.dictionaries(
    fields, st.sampled_from(edges), max_size=len(FIELDS)
)
free = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="session")
def engine() -> ModuleType:
    try:
        return adapter.load_engine()
    except Missing as error:
        pytest.skip(str(error))


def named(*whens: Condition) -> list[Clause]:
    return [Clause(str(number), when) for number, when in enumerate(whens)]


def plainly(clauses: list[Clause], fact: Fact) -> frozenset[str]:
    return frozenset(clause.name for clause in clauses if holds(clause.when, fact))


@given(conditions, facts)
@free
def test_alternatives_mean_what_the_condition_means(when: Condition, fact: Fact) -> None:
    assert holds(when, fact) == any(
        all(holds(test, fact) for test in term) for term in terms_of(when)
    )


@given(few_or_many, st.lists(facts, min_size=1, max_size=12))
@settings(free, max_examples=examples(60))
def test_engine_agrees_with_plain_python(
    engine: ModuleType, whens: list[Condition], some: list[Fact]
) -> None:
    clauses = named(*whens)
    with Matcher("m", clauses) as matcher:
        assert [matcher.fired(fact) for fact in some] == [plainly(clauses, fact) for fact in some]


@given(few_or_many, st.lists(facts, min_size=2, max_size=6))
@settings(free, max_examples=examples(30))
def test_no_fact_leaves_anything_for_the_next(
    engine: ModuleType, whens: list[Condition], some: list[Fact]
) -> None:
    clauses = named(*whens)
    with Matcher("used", clauses) as used:
        for fact in some + some[::-1]:
            with Matcher("fresh", clauses) as fresh:
                assert used.fired(fact) == fresh.fired(fact)


@pytest.mark.parametrize("count", [0, 1, 55, 56, 57, 64, 65, 112, 113, 300])
def test_any_number_of_clauses_may_hold_at_once(engine: ModuleType, count: int) -> None:
    with Matcher("m", named(*(Compare("ge", "x", number) for number in range(count)))) as matcher:
        assert matcher.fired({"x": count}) == set(map(str, range(count)))
        assert matcher.fired({"x": -1}) == frozenset()
    with Matcher("one condition under many names", named(*[Has("x")] * count)) as matcher:
        assert len(matcher.fired({"x": 0})) == count


def test_a_wide_condition_is_spread_over_rulesets(engine: ModuleType) -> None:
    wide = All(
        tuple(AnyOf((Compare("eq", f"f{n}", 1), Compare("eq", f"g{n}", 1))) for n in range(9))
    )
    assert len(terms_of(wide)) == MAX_TERMS
    # what another alternative covers is left out
    assert len(terms_of(All(wide.parts[:1] * 2))) == 2
    everything = {f"{letter}{n}": 1 for letter in "fg" for n in range(9)}
    with Matcher("m", [Clause("wide", wide), Clause("wide", Has("other"))]) as matcher:
        assert matcher.fired(everything) == matcher.fired({**everything, "f3": 0}) == {"wide"}
        assert matcher.fired({**everything, "f3": 0, "g3": 0}) == frozenset()
        assert matcher.fired({"other": 0}) == {"wide"}


def test_more_fields_than_one_fact_may_have(engine: ModuleType) -> None:
    clauses = named(
        *(All(tuple(Compare("ge", f"{n}:{k}", k) for k in range(100))) for n in range(5))
    )
    fact = {f"{n}:{k}": k for n in range(5) for k in range(100)}
    with Matcher("m", clauses) as matcher:
        assert matcher.fired(fact) == set("01234")
        assert matcher.fired({**fact, "3:99": 98}) == set("0124")


deep: Condition = Has("x")
for _ in range(2000):
    deep = All((deep,))
REFUSED: list[tuple[Condition, str]] = [
    (All(()), "without parts"),
    (All((Has("x"), AnyOf(()))), "without parts"),
    (All(tuple(AnyOf((Has(f"a{n}"), Has(f"b{n}"))) for n in range(10))), "512"),
    (AnyOf(tuple(Compare("eq", "x", n) for n in range(MAX_TERMS + 1))), "512"),
    (deep, "nested"),
    (Compare("le", "x", BOUND), "bits"),
    (Compare("le", "x", -(10**5000)), "bits"),
    (Compare("le", "x", cast(int, 0.5)), "whole"),
    (Compare(cast(Op, "<="), "x", 1), "<="),
    (CompareFields(cast(Op, "like"), "x", "y"), "like"),
    (All(tuple(Has(f"x{n}") for n in range(241))), "240 fields"),
]


@pytest.mark.parametrize(("when", "words"), REFUSED)
def test_refusals_name_the_clause(when: Condition, words: str) -> None:
    with pytest.raises(ValueError, match=f"policy: clause 'bad': .*{words}"):
        Matcher("policy", [Clause("good", Has("x")), Clause("bad", when)])


def test_fields_of_one_hash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert name_hash("vflwifzd") == name_hash("lmsxiysw")
    monkeypatch.setattr(adapter, "name_hash", Mock(return_value=7))
    with pytest.raises(ValueError, match="32-bit hash"):
        Matcher("m", named(Has("x"), Has("y")))


def test_absent_fields_never_match(engine: ModuleType) -> None:
    with Matcher(
        "m",
        named(*(test for op in OPS for test in (Compare(op, "x", 0), CompareFields(op, "x", "y")))),
    ) as m:
        for _ in range(300):
            assert (
                m.fired({})
                == m.fired({"y": 1})
                == m.fired(cast(Fact, {"x": None, "y": 1}))
                == frozenset()
            )
            assert m.fired({"x": -1}) == {"0", "2", "10"}


def test_numbers_beyond_the_engine_fault_and_plain_python_has_them(engine: ModuleType) -> None:
    clauses = named(
        Compare("eq", "x", BOUND - 1), Compare("le", "x", 1 - BOUND), Compare("ge", "x", 2**53 + 1)
    )
    with Matcher("m", clauses) as matcher:
        for big in (BOUND, -BOUND, 2**64, 10**5000):
            with pytest.raises(Fault, match="too large"):
                matcher.fired({"x": big})
            assert holds(Compare("eq", "x", big), {"x": big})
            for value in (BOUND - 1, 1 - BOUND, 2**53, 2**53 + 1):
                assert matcher.fired({"x": value, "unread": big}) == plainly(clauses, {"x": value})


def test_only_whole_numbers(engine: ModuleType) -> None:
    with Matcher("m", named(Compare("eq", "x", True), Compare("eq", "x", 0))) as matcher:
        assert matcher.fired({"x": True}) == matcher.fired({"x": 1}) == {"0"}
        for odd in (1.0, "1", [1]):
            with pytest.raises(TypeError, match="whole"):
                matcher.fired({"x": cast(int, odd)})


THREE = named(Compare("le", "x", 1), Compare("ge", "x", 1), Compare("ge", "x", 2))
BROKEN: list[tuple[str, Mock, type[BaseException]]] = [
    *((call, Mock(side_effect=RuntimeError("error code: 303")), Fault) for call in CALLS),
    *((call, Mock(side_effect=KeyboardInterrupt()), KeyboardInterrupt) for call in CALLS),
    *(
        (call, Mock(return_value=(status, 1)), Fault)
        for call in ("assert_fact", "retract_fact")
        for status in (1, 2)
    ),
    *((call, Mock(return_value=None), Fault) for call in CALLS),
    ("start_action_for_state", Mock(return_value=("", "nonsense")), Fault),
    (
        "complete_and_start_action",
        Mock(return_value='{"r0":{"m":{"id":"c","sid":"0","t":1,"f0":1}}}'),
        Fault,
    ),
]


@pytest.mark.parametrize(("call", "fake", "error"), BROKEN)
def test_a_fault_is_raised_and_forgotten(
    engine: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    fake: Mock,
    error: type[BaseException],
) -> None:
    for warm in (False, True):
        with Matcher("m", THREE) as matcher:
            if warm:
                assert matcher.fired({"x": 0}) == {"0"}
            for _ in range(3):
                with monkeypatch.context() as patch:
                    patch.setattr(engine, call, fake)
                    with pytest.raises(error):
                        matcher.fired({"x": 1})
                assert matcher.fired({"x": 2}) == {"1", "2"}


@pytest.mark.parametrize("forgery", ['"f0":1 "f0":2', '"r1" "r0"', '"r1" "r9"', '"zz" "r2"'])
def test_an_activation_must_be_ours(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch, forgery: str
) -> None:
    finish = engine.complete_and_start_action

    def forge(*given: int) -> str | None:
        real, forged = forgery.split()
        return str(finish(*given) or "").replace(real, forged) or None

    with Matcher("m", THREE) as matcher:
        monkeypatch.setattr(engine, "complete_and_start_action", forge)
        with pytest.raises(Fault):
            matcher.fired({"x": 1})


def test_a_ruleset_that_only_faults_is_shut(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, never = Mock(side_effect=engine.create_ruleset), Mock()
    monkeypatch.setattr(engine, "create_ruleset", build)
    monkeypatch.setattr(engine, "delete_state", never)  # kills the process where no action has run
    monkeypatch.setattr(engine, "assert_fact", Mock(return_value=(1, 0)))
    with Matcher("m", named(Has("x"))) as matcher:
        for _ in range(40):
            with pytest.raises(Fault):
                matcher.fired({"x": 1})
    assert (build.call_count, never.call_count) == (16, 0)


def test_close_deletes_the_state_first_where_there_is_one(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Mock()
    for name in ("delete_state", "delete_ruleset"):
        monkeypatch.setattr(engine, name, getattr(watch, name))
    Matcher("never used", named(Has("x"))).close()
    assert watch.mock_calls == []
    with Matcher("used", named(Has("x"))) as matcher:
        matcher.fired({"x": 1})
    matcher.close()
    assert [name for name, _, _ in watch.mock_calls] == ["delete_state", "delete_ruleset"]
    with pytest.raises(Fault, match="used is closed"):
        matcher.fired({"x": 1})


def test_threads_share_a_matcher_and_its_rulesets(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, hand_in = Mock(side_effect=engine.create_ruleset), engine.assert_fact

    def slowly(*given: object) -> object:
        time.sleep(0.0001)  # lets another thread in, half-way through a fact
        return hand_in(*given)

    monkeypatch.setattr(engine, "create_ruleset", build)
    monkeypatch.setattr(engine, "assert_fact", slowly)
    clauses = named(*(Compare("le", f"x{n % 7}", n) for n in range(60)))
    some = [{f"x{n}": (n * k) % 61 for n in range(7)} for k in range(200)]
    with Matcher("m", clauses) as matcher, ThreadPoolExecutor(6) as pool:
        assert list(pool.map(matcher.fired, some)) == [plainly(clauses, fact) for fact in some]
    assert build.call_count == 2


def assert_names_the_remedy(error: Missing) -> None:
    assert error.words.en in str(error)
    assert str(error) == str(pickle.loads(pickle.dumps(error)))
    for text in (error.words.en, error.words.zh):
        assert all(
            word in text for word in ("pip install", "CPPFLAGS=", "PyEval_CallObject", "3.13")
        )
    assert "C compiler and the Python headers" in error.words.en
    assert "C 编译器和 Python 头文件" in error.words.zh


@pytest.mark.parametrize(
    ("found", "why"), [(None, "no module"), (ModuleType("other"), "has no create_ruleset")]
)
def test_a_missing_engine_names_the_remedy(
    monkeypatch: pytest.MonkeyPatch, found: object, why: str
) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", found)
    with pytest.raises(Missing, match=why) as caught:
        Matcher("m", named(Has("x")))
    assert_names_the_remedy(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="this loader has no flags to set")
@pytest.mark.parametrize("mended", [False, True])
def test_a_broken_build_is_tried_once_more_lazily(
    monkeypatch: pytest.MonkeyPatch, mended: bool
) -> None:
    module = Mock(unsafe=True)  # which has every function one asks for
    flags: list[int] = []

    def broken(name: str) -> ModuleType:
        flags.append(sys.getdlopenflags())
        if mended and len(flags) == 2:
            return module
        raise ImportError("undefined symbol: PyEval_CallObject")

    before = sys.getdlopenflags()
    monkeypatch.setattr(importlib, "import_module", broken)
    if mended:
        assert adapter.load_engine() is module
    else:
        with pytest.raises(Missing, match="undefined symbol") as caught:
            adapter.load_engine()
        assert_names_the_remedy(caught.value)
    assert [each & os.RTLD_LAZY for each in flags] == [before & os.RTLD_LAZY, os.RTLD_LAZY]
    assert sys.getdlopenflags() == before
