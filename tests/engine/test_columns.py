"""Many households in columns: what the reference engine decides of each, whoever stands beside it."""

from __future__ import annotations

import gc
import importlib.util
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import groupby, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.engine.test_integer_form import FACT_VALUES, FACTS, MEANINGS, Meaning
from tests.oracle.households import random_case, situations
from tests.oracle.plain import Case as PlainCase
from tests.random_laws import generator
from tests.random_laws.trying import trials
from tests.support.effort import examples
from tests.support.gaps import places, without
from tests.support.laws import county, document, written
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import Due, Undetermined, bounds_of
from welfare_rules.basics.interval import divide
from welfare_rules.engine import registry
from welfare_rules.engine.contract import Decision, Wanted
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer import folding
from welfare_rules.engine.integer.form import Assign, IntegerProgram, Output, Phase
from welfare_rules.engine.reference import Evaluation, Reference, state
from welfare_rules.engine.reference.case_splitting import MOST_TRIED, SMALL_RANGE
from welfare_rules.findings import EngineMissing
from welfare_rules.language.types import Entity, Kind
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program

np = pytest.importorskip("numpy")

from welfare_rules.engine.columns import bounded, careful, holes, known, splitting  # noqa: E402
from welfare_rules.engine.columns import columns as module  # noqa: E402
from welfare_rules.engine.columns.agreed import Depth, Level, Seen  # noqa: E402
from welfare_rules.engine.columns.columns import Columns  # noqa: E402
from welfare_rules.engine.columns.population import (  # noqa: E402
    Column,
    Population,
    population_of,
    population_of_cases,
)
from welfare_rules.engine.columns.printer import decide_source  # noqa: E402
from welfare_rules.engine.columns.results import BenefitColumns, Results  # noqa: E402

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
AUGUST = MODEL.at("2021-08", known="2021-12-31")


def engine_of(rules: wr.Rules) -> Columns:
    engine = rules.engine("columns")
    assert isinstance(engine, Columns)
    return engine


def refuted(rules: wr.Rules, cases: Sequence[Case], threads: int = 1) -> list[object]:
    """Where the columns of some households say something else than the reference engine: nowhere."""
    engine, population = engine_of(rules), population_of_cases(rules.program, cases)
    dues = engine.run(population, rules.month, threads=threads)
    whole = engine.run(population, rules.month, reasons=True, threads=threads)
    wrong: list[object] = []
    for row, case in enumerate(cases):
        judged = rules.reference.decide(case, rules.month)
        for results in (dues, whole):
            if results.circle(row) != judged.circle:
                wrong.append(("circle", row, results.circle(row), judged.circle))
            found = zip(results.outcomes(row), judged.outcomes, strict=True)
            for one, other in found:
                if results is dues:
                    one, other = replace(one, truths=()), replace(other, truths=())
                if one != other:
                    wrong.append((row, one, other))
    for row, decision in enumerate(whole.decisions()):
        if decision.outcomes != whole.outcomes(row) or decision.circle != whole.circle(row):
            wrong.append(("one after the other", row))
    wrong.extend(
        refuted_columns(whole, [rules.reference.decide(each, rules.month) for each in cases])
    )
    return wrong


def refuted_columns(results: Results, judged: Sequence[Decision]) -> Iterator[object]:
    """Where a column by itself says something else than the decisions of its rows: nowhere."""
    for name, columns in results.benefits.items():
        outcomes = [each for one in judged for each in one.outcomes if each.benefit.id == name]
        status = {None: -1, False: 0, True: 1}
        yield from (
            each
            for each in (
                (
                    "status",
                    name,
                    columns.status.tolist(),
                    [status[each.entitled] for each in outcomes],
                ),
                (
                    "unsettled",
                    name,
                    columns.unsettled,
                    [row for row, each in enumerate(outcomes) if not each.settled],
                ),
                ("bounds", name, bounds_in(columns), [rounded_out(each.due) for each in outcomes]),
                ("worth", name, columns.worth, [each.worth for each in outcomes]),
            )
            if each[2] != each[3]
        )
        for place, held in enumerate(columns.truths or ()):
            fails = [row for row, each in enumerate(outcomes) if each.truths[place] is False]
            if np.flatnonzero(np.logical_not(held)).tolist() != fails:
                yield "fails", name, place, fails
        for row, outcome in enumerate(outcomes):
            missing = tuple(columns.missing_facts(row)), columns.missing_figures(row)
            if missing != (tuple(outcome.missing_facts), outcome.missing_figures):
                yield "missing", name, row, missing


def bounds_in(columns: BenefitColumns) -> list[tuple[int | None, int | None]]:
    found = columns.bounds
    rows = zip(
        *(each.tolist() for each in (found.least, found.most, found.no_least, found.no_most)),
        strict=True,
    )
    return [
        (None if no_least else least, None if no_most else most)
        for least, most, no_least, no_most in rows
    ]


def rounded_out(due: Due) -> tuple[int | None, int | None]:
    low, high = bounds_of(due)
    return None if low is None else low.__floor__(), None if high is None else high.__ceil__()


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(situations(), min_size=1, max_size=7),
    st.sampled_from(["2020-03", "2021-06", "2021-09", "2022-10", "2023-03", "2025-03"]),
    st.sampled_from(["model", "binhai"]),
    st.integers(1, 3),
    st.data(),
)
def test_columns_say_of_each_household_what_the_reference_says(
    monkeypatch: pytest.MonkeyPatch,
    found: list[tuple[PlainCase, str, date]],
    month: str,
    place: str,
    block: int,
    data: st.DataObject,
) -> None:
    """Some of them complete, some without facts, one without members, over blocks of a few; however
    much is tried before the reference engine is asked.
    """
    monkeypatch.setattr(module, "BLOCK", block)
    monkeypatch.setattr(careful, "ROUNDS", data.draw(st.sampled_from([6, 6, 1, 0])))
    monkeypatch.setattr(careful, "ROWS", data.draw(st.sampled_from([16_384, 5])))
    monkeypatch.setattr(careful, "MOST_PEOPLE", data.draw(st.sampled_from([131_072, 9])))
    monkeypatch.setattr(careful, "MOST_OF_ONE", data.draw(st.sampled_from([400_000, 60])))
    monkeypatch.setattr(careful, "FEWEST", data.draw(st.sampled_from([1, 1, 40])))
    monkeypatch.setattr(careful, "SQUARES", data.draw(st.sampled_from([16_384, 9, 1])))
    monkeypatch.setattr(splitting, "ROWS", data.draw(st.sampled_from([8192, 5])))
    rules = (MODEL if place == "model" else BINHAI).at(month, "2026-01-01")
    cases = [rules.read({"id": "nobody", "members": []})]
    for case, _, _ in found:
        gone = st.lists(st.sampled_from(places(case)), max_size=4, unique=True)
        cases.append(rules.read(without(case, data.draw(gone))))
    assert refuted(rules, cases, threads=block) == []


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.sampled_from([6, 0]))
def test_columns_of_random_laws_say_what_the_reference_says(
    monkeypatch: pytest.MonkeyPatch, seed: int, rounds: int
) -> None:
    """Of what trials leave open, or where nothing is tried of all, what possibilities agree on."""
    monkeypatch.setattr(careful, "ROUNDS", rounds)
    monkeypatch.setattr(careful, "FEWEST", 1)
    for made in trials(seed):
        drawn = made.situations(2, 6)
        for (month, known_on), found in groupby(drawn, lambda each: each[:2]):
            rules, cases = made.compared.rules(month, known_on), list[Case]()
            for _, _, whole in found:
                some, _ = generator.with_gaps(made.random, made.law, whole)
                cases.extend((rules.read(dict(whole)), rules.read(dict(some))))
            assert refuted(rules, cases) == []


def test_what_bounds_and_trials_settle_costs_no_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each person of a household lacks a fact of few values, a day or an income."""
    whole = random_case(Random(1), "2021-08", date(2021, 12, 31))
    lacking = ["disability_grade", "birth_date", "self_care_items_failed", "education"]
    cases = [AUGUST.read(without(whole, [(0, name)])) for name in lacking]
    judged = [AUGUST.reference.decide(case, AUGUST.month) for case in cases]
    population = population_of_cases(AUGUST.program, cases)
    with monkeypatch.context() as counting:
        counting.setattr(AUGUST.reference, "evaluate", None)
        results = engine_of(AUGUST).run(population, AUGUST.month, reasons=True)
    for row, decision in enumerate(judged):
        assert results.outcomes(row) == decision.outcomes
    assert any(not each.settled for each in results.outcomes(1))


def test_of_large_households_no_more_is_tried_at_once_than_memory_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are tried each by itself, or not at all; small ones many at a time."""
    monkeypatch.setattr(careful, "MOST_PEOPLE", 700)
    monkeypatch.setattr(careful, "MOST_OF_ONE", 4_000)
    cases: list[Case] = []
    for seed in range(40):
        whole = random_case(Random(seed), "2021-08", date(2021, 12, 31))
        people = whole["members"] * (1 + seed % 9)
        named = [{**each, "id": f"p{place}"} for place, each in enumerate(people)]
        gone = [(place, "disability_grade") for place in range(len(named))]
        cases.append(AUGUST.read(without({**whole, "members": named}, gone)))
    worked, tried = list[tuple[int, int]](), careful.tried

    def noted(some: Population, homes: Any, *rest: Any) -> Any:
        given, begin = tried(some, homes, *rest)
        worked.append((len(homes), int(begin[-1])))
        return given, begin

    monkeypatch.setattr(careful, "tried", noted)
    assert refuted(AUGUST, cases) == []
    assert all(people <= (700 if homes > 1 else 4_000) for homes, people in worked)
    assert any(homes > 1 for homes, _ in worked)
    assert any(people > 700 for _, people in worked)


def test_of_what_is_supposed_nothing_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even what only a search for circles would find: it is large, and they are few."""
    cases: list[Case] = []
    for seed in range(20):
        whole = random_case(Random(seed), "2021-08", date(2021, 12, 31))
        cases.append(AUGUST.read(without(whole, [(seed % len(whole["members"]), "wage")])))
    population, engine = population_of_cases(AUGUST.program, cases), engine_of(AUGUST)
    monkeypatch.setattr(careful, "FEWEST", 1)
    made = list[weakref.ref[Any]]()

    class Noted(splitting.Supposed):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            made.append(weakref.ref(self))

    monkeypatch.setattr(splitting, "Supposed", Noted)
    gc.disable()
    try:
        engine.run(population, AUGUST.month, reasons=True)
        assert made
        assert all(each() is None for each in made)
    finally:
        gc.enable()


def test_what_possibilities_agree_on_costs_no_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each household lacks an income, on which several conditions turn, and the amounts of children
    in difficulty that are divided by members who may count or not.
    """
    cases: list[Case] = []
    for seed in range(40):
        whole = random_case(Random(seed), "2021-08", date(2021, 12, 31))
        name = ("wage", "other_income", "employee_pension", "support_received")[seed % 4]
        cases.append(AUGUST.read(without(whole, [(seed % len(whole["members"]), name)])))
    population = population_of_cases(AUGUST.program, cases)
    judged = [AUGUST.reference.decide(case, AUGUST.month) for case in cases]
    engine = engine_of(AUGUST)
    with monkeypatch.context() as counting:
        counting.setattr(careful, "FEWEST", 10**6)
        left = engine.run(population, AUGUST.month, reasons=True)
        assert any(each.referred for each in left.benefits.values())
    with monkeypatch.context() as counting:
        counting.setattr(careful, "FEWEST", 1)
        counting.setattr(AUGUST.reference, "evaluate", None)
        results = engine.run(population, AUGUST.month, reasons=True)
    for row, decision in enumerate(judged):
        assert results.outcomes(row) == decision.outcomes


def without_words(rules: wr.Rules, seeds: range, most: int) -> list[Case]:
    """Households of so many members at most of whom no fact in words is known."""
    words = [
        each.id
        for each in rules.program.facts
        if each.entity is Entity.MEMBER and each.type.kind is Kind.CHOICE
    ]
    cases: list[Case] = []
    for seed in seeds:
        whole = random_case(Random(seed), "2021-08", date(2021, 12, 31))
        if 0 < (members := len(whole["members"])) <= most:
            gone = [(member, word) for member in range(members) for word in words]
            cases.append(rules.read(without(whole, gone)))
    return cases


@pytest.mark.parametrize(("law", "most_members"), [(MODEL, 5), (BINHAI, 4)])
def test_households_without_any_fact_in_words_cost_no_reference(
    law: wr.Policy, most_members: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the reference engine would never reach is neither looked at nor counted as its work."""
    rules = law.at("2021-08", known="2021-12-31")
    cases = without_words(rules, range(8, 26), most_members)
    judged = [rules.reference.decide(case, rules.month) for case in cases]
    monkeypatch.setattr(careful, "FEWEST", 1)
    monkeypatch.setattr(rules.reference, "evaluate", None)
    most = list[int]()

    def counted(level: Level, seen: Seen) -> Depth:
        most.append(int(np.bincount(level.cell).max()))
        return Depth(level, seen)

    monkeypatch.setattr(splitting, "Depth", counted)
    population = population_of_cases(rules.program, cases)
    results = engine_of(rules).run(population, rules.month, reasons=True)
    for row, decision in enumerate(judged):
        assert results.outcomes(row) == decision.outcomes
    assert MOST_TRIED // 2 < max(most) <= MOST_TRIED + SMALL_RANGE


@pytest.mark.parametrize("operations", [2_000, 10_000, 50_000])
def test_a_household_for_which_there_is_no_time_is_the_reference_engines(
    operations: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = without_words(AUGUST, range(30), 4)
    for each in (state, splitting):
        monkeypatch.setattr(each, "MOST_WORKED", operations)
    monkeypatch.setattr(careful, "FEWEST", 1)
    assert refuted(AUGUST, cases) == []


def test_what_turns_on_figures_that_nobody_found_costs_no_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of Binhai some hundred figures are open: amounts without an end, conditions that they settle
    or leave open, and comparisons that are supposed.
    """
    rules = BINHAI.at("2021-08", "2023-12-31")
    drawn = (random_case(Random(seed), "2021-08", date(2023, 12, 31)) for seed in range(40))
    cases = [rules.read(each) for each in drawn]
    judged = [rules.reference.decide(case, rules.month) for case in cases]
    with monkeypatch.context() as counting:
        counting.setattr(rules.reference, "evaluate", None)
        results = engine_of(rules).run(
            population_of_cases(rules.program, cases), rules.month, reasons=True
        )
    for row, decision in enumerate(judged):
        assert results.outcomes(row) == decision.outcomes
        assert results.circle(row) == decision.circle
    unsaid = [each for one in judged for each in one.outcomes if each.missing_figures]
    assert len(unsaid) > 500
    assert any(each.due == Undetermined(0, None) for each in unsaid)


def test_households_of_which_the_same_is_known_are_judged_once_under_their_own_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However they differ in what no rule looks at."""
    monkeypatch.setattr(careful, "ROUNDS", 0)
    whole = random_case(Random(1), "2021-08", date(2021, 12, 31))
    some = without(whole, [(0, "birth_date"), (0, "wage")])
    named = [{**each, "id": f"other {each['id']}", "sex": "male"} for each in some["members"]]
    cases = [AUGUST.read(some), AUGUST.read({**some, "id": "other", "members": named})]
    evaluate, asked = AUGUST.reference.evaluate, list[str]()

    def noted(case: Case, month: Month) -> Evaluation:
        asked.append(case.id)
        return evaluate(case, month)

    with monkeypatch.context() as counting:
        counting.setattr(AUGUST.reference, "evaluate", noted)
        population = population_of_cases(AUGUST.program, cases)
        results = engine_of(AUGUST).run(population, AUGUST.month)
    assert asked == [cases[0].id]
    told = {path for each in results.outcomes(1) for path in each.missing_facts}
    assert any(path.startswith("members[other ") for path in told)
    assert refuted(AUGUST, cases) == []


def with_doubts(program: Program, random: Random) -> Program:
    """The program, of which some steps and figures are not confirmed any more."""
    share = random.choice((0.01, 0.03, 0.1))
    steps = tuple(
        replace(each, status="unverified") if random.random() < share else each
        for each in program.steps
    )
    figures = {
        key: replace(
            each,
            chain=tuple(
                replace(one, status="secondary" if random.random() < share else "published")
                for one in each.chain
            ),
        )
        for key, each in program.figures.items()
    }
    return replace(program, steps=steps, figures=figures)


def refuted_doubts(program: Program, cases: Sequence[Case], month: Month) -> list[object]:
    """Of whom columns say otherwise than the reference engine that an answer is provisional."""
    reference, population = Reference(program), population_of_cases(program, cases)
    names = [each.id for each in program.benefits]
    said = Columns(program, reference).provisional(population, month, names)
    wrong: list[object] = []
    for benefit in program.benefits:
        rows: list[bool] = []
        for case in cases:
            evaluation = reference.evaluate(case, month)
            for payee in benefit.payees(case):
                rows.append(evaluation.provisional(evaluation.rests_on(benefit, payee)))
        if said[benefit.id].tolist() != rows:
            wrong.append((benefit.id, said[benefit.id].tolist(), rows))
    return wrong


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(situations(), min_size=1, max_size=2),
    st.sampled_from(["2021-09", "2023-03"]),
    st.integers(0, 2**32),
    st.data(),
)
def test_what_is_provisional_is_what_the_reference_says(
    found: list[tuple[PlainCase, str, date]], month: str, seed: int, data: st.DataObject
) -> None:
    rules, cases = BINHAI.at(month, "2026-01-01"), list[Case]()
    for case, _, _ in found:
        gone = data.draw(st.lists(st.sampled_from(places(case)), max_size=3, unique=True))
        cases.extend((rules.read(case), rules.read(without(case, gone))))
    for program in (rules.program, with_doubts(rules.program, Random(seed))):
        assert refuted_doubts(program, cases, rules.month) == []


@settings(max_examples=examples(15))
@given(st.integers(0, 10**9))
def test_what_is_provisional_of_random_laws_is_what_the_reference_says(seed: int) -> None:
    for made in trials(seed):
        drawn = made.situations(2, 4)
        for (month, known_on), found in groupby(drawn, lambda each: each[:2]):
            rules, cases = made.compared.rules(month, known_on), list[Case]()
            for _, _, whole in found:
                some, _ = generator.with_gaps(made.random, made.law, whole)
                cases.extend((rules.read(dict(whole)), rules.read(dict(some))))
            program = with_doubts(rules.program, made.random)
            assert refuted_doubts(program, cases, rules.month) == []


NOTHING_TIMES = """
[figure.rate]
label = { zh = "比率", en = "rate" }
type = "rate"
[[figure.rate.version]]
from = 2020-01-01
value = 0
announced = 2020-01-01
status = "published"
cite = { article = "1" }
[fact.pay]
label = { zh = "收入", en = "pay" }
entity = "household"
type = "money"
min = 0
max = 1000
[derived.counted]
label = { zh = "计入收入", en = "counted income" }
entity = "household"
type = "money"
formula = "max(0, pay - 5元)"
cite = { article = "2" }
[benefit.help]
label = { zh = "补助", en = "help" }
payee = "household"
amount = "counted * rate"
rounding = { step = "1", direction = "up" }
cite = { article = "3" }
"""


def test_nothing_times_what_is_unknown_rests_on_nothing_else(tmp_path: Path) -> None:
    """So it is not provisional; times what is known it is."""
    text = document("t.nothing", ("小县办法", "Rules of a small county"), place=county())
    root = written(tmp_path, {"small/rules.toml": text + NOTHING_TIMES})
    rules = wr.load("small", root).at("2021-08", "2021-12-31")
    program = replace(
        rules.program,
        steps=tuple(
            replace(each, status="unverified") if each.id == "counted" else each
            for each in rules.program.steps
        ),
    )
    cases = [rules.read({"id": "h", "members": [], **pay}) for pay in ({}, {"pay": "9"})]
    assert refuted_doubts(program, cases, rules.month) == []
    said = Columns(program, Reference(program)).provisional(
        population_of_cases(program, cases), rules.month, ["help"]
    )
    assert said["help"].tolist() == [False, True]


def test_what_is_provisional_of_all_alike_costs_no_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = random_case(Random(1), "2021-08", date(2021, 12, 31))
    population = population_of_cases(AUGUST.program, [AUGUST.read(whole)])
    monkeypatch.setattr(AUGUST.reference, "evaluate", None)
    names = [each.id for each in AUGUST.program.benefits]
    said = engine_of(AUGUST).provisional(population, AUGUST.month, names)
    assert said["dibao"].tolist() == [True]


# --- arithmetic ---


@settings(max_examples=examples(100))
@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=2).map(sorted),
    st.lists(st.integers(1, 1000), min_size=2, max_size=2).map(sorted),
    st.booleans(),
)
def test_bounds_of_a_quotient_are_those_of_fractions(
    ends: list[int], divisor: list[int], known_divisor: bool
) -> None:
    """Over one denominator that is known, whatever is known of the divisor."""
    low, high = (np.array([each]) for each in ends)
    least, most = (np.array([each]) for each in divisor)
    top: Any = (low, high, np.not_equal(low, high) * 2)
    by: Any = least if known_divisor else (least, most, np.not_equal(least, most) * 4)
    made, below = bounded.top(top, by, "i64"), bounded.bottom(by, "i64")
    assert not isinstance(below, tuple)
    found = tuple(Fraction(int(each[0]), int(below[0])) for each in made[:2])
    reach = (divisor[0], divisor[0]) if known_divisor else (divisor[0], divisor[1])
    assert found == divide((ends[0], ends[1]), reach)


def worked_out(expr: e.Expr, rows: Sequence[tuple[int, ...]], gaps: Any = None) -> Any:
    """An expression over facts of the household, printed and run over all rows at once."""
    benefit = AUGUST.program.benefits[0]
    name = e.Name("s0", False, low=expr.low, high=expr.high)
    household = Phase((), (), (), (), (), (Assign(name, expr),))
    program = IntegerProgram((household,), (Output(benefit, 0, folding.TRUE, name, ()),), ())
    space: dict[str, Any] = dict(vars(known if gaps is None else bounded))
    exec(decide_source(program), space)
    facts: dict[int, Any] = {}
    for place, (low, high) in enumerate(FACTS):
        kind = "i64" if high > 100 else "i8"
        values = np.array([row[place] for row in rows], known.dtype_of(kind))
        if gaps is not None and low < high:
            ends = (np.where(gaps[place], end, values).astype(values.dtype) for end in (low, high))
            values = *ends, np.where(gaps[place], 1 << bounded.FIRST + place, 0)
        facts[place] = values
    home, bounds = np.zeros(0, np.intp), np.zeros(len(rows) + 1, np.intp)
    _, ((_, amount),), _ = space["decide"](facts, {}, None, home, bounds, 0, 0, 0)
    spread = [np.broadcast_to(each, len(rows)).tolist() for each in bounded.triple(amount)]
    return spread[0] if gaps is None else list(zip(*spread, strict=True))


@settings(max_examples=examples(400))
@given(MEANINGS, st.lists(FACT_VALUES, min_size=1, max_size=8))
def test_printed_arithmetic_is_exact_however_large_its_numbers(
    meaning: Meaning, rows: list[tuple[int, ...]]
) -> None:
    """Within 8 bits, within 64, and far beyond."""
    expr, plain = meaning
    assert worked_out(expr, rows) == [plain(row) for row in rows]


@settings(max_examples=examples(200))
@given(MEANINGS, st.lists(FACT_VALUES, min_size=1, max_size=6), st.data())
def test_bounds_hold_whatever_is_unknown_turns_out_to_be(
    meaning: Meaning, rows: list[tuple[int, ...]], data: st.DataObject
) -> None:
    """And what is not missing changes nothing."""
    expr, plain = meaning
    gap = st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)).map(np.array)
    gaps = [data.draw(gap) for _ in FACTS]
    others = data.draw(FACT_VALUES)
    for place, (row, found) in enumerate(zip(rows, worked_out(expr, rows, gaps), strict=True)):
        low, high, missing = found
        whole = tuple(
            other if gap[place] else own for own, other, gap in zip(row, others, gaps, strict=True)
        )
        assert low <= plain(row) <= high
        assert low <= plain(whole) <= high
        assert bool(missing) == (low < high)
        changed = tuple(
            other if gap[place] and not missing >> at + bounded.FIRST & 1 else own
            for at, (own, other, gap) in enumerate(zip(row, others, gaps, strict=True))
        )
        assert plain(changed) == plain(row)


def test_numbers_beyond_64_bits_are_python_integers() -> None:
    """So that the properties above do not pass because no number is ever that large."""
    fact = e.Fact(AUGUST.program.facts[0].entity, 2, low=FACTS[2][0], high=FACTS[2][1])
    product: e.Expr = fact
    for _ in range(4):
        product = folding.times(product, fact)
    assert worked_out(product, [(0, 0, 10**6, 3)]) == [10**30]
    half = folding.floor_div(product, folding.whole(10**24))
    assert worked_out(folding.plus(half, fact), [(0, 0, 10**6, 3)]) == [2 * 10**6]


@pytest.mark.parametrize("how", ["largest", "smallest", "total"])
def test_members_are_gathered_household_by_household(how: str) -> None:
    """Households without members, and without any who counts, come to 0."""
    bounds, among = np.array([0, 0, 3, 4, 4, 6]), np.array([1, 0, 1, 0, 1, 1], np.bool_)
    values = np.array([-5, 100, -7, 100, 2**62, 2**62 - 1])
    found = getattr(known, how)(values, among, bounds, "i64").tolist()
    wanted = {
        "largest": [0, -5, 0, 0, 2**62],
        "smallest": [0, -7, 0, 0, 2**62 - 1],
        "total": [0, -12, 0, 0, 2**63 - 1],
    }
    assert found == wanted[how]


# --- populations ---


@settings(max_examples=examples(30))
@given(st.lists(situations(), max_size=4), st.data())
def test_a_population_keeps_every_case_as_it_was_read(
    found: list[tuple[PlainCase, str, date]], data: st.DataObject
) -> None:
    cases = [AUGUST.read({"id": "nobody", "members": []})]
    for case, _, _ in found:
        gone = st.lists(st.sampled_from(places(case)), max_size=9, unique=True)
        cases.append(AUGUST.read(without(case, data.draw(gone))))
    facts = AUGUST.program.facts
    population = population_of_cases(AUGUST.program, cases)
    assert [population.case(row, facts) for row in range(len(cases))] == cases
    rows = data.draw(st.lists(st.integers(0, len(cases) - 1), max_size=6))
    some = population.of(np.array(rows, np.intp))
    assert [some.case(row, facts) for row in range(len(rows))] == [cases[row] for row in rows]


def saidcolumns(**changed: Any) -> Population:
    """Two households with three members, of whom nothing is known but what is given."""
    given: dict[str, Any] = {
        "ids": ["a", "b"],
        "member_ids": ["p", "q", "r"],
        "offsets": np.array([0, 2, 3]),
        "household": {},
        "members": {},
        "receiving": {},
    }
    return population_of(AUGUST.program, **{**given, **changed})


def test_facts_without_a_column_are_unknown() -> None:
    population = saidcolumns()
    facts = AUGUST.program.facts
    assert population.case(0, facts).unknown == {fact.id for fact in facts}
    assert refuted(AUGUST, [population.case(row, facts) for row in range(2)]) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"offsets": np.array([0, 2])}, "offsets"),
        ({"offsets": np.array([0, 2, 4])}, "offsets"),
        ({"offsets": np.array([0, 4, 3])}, "members"),
        ({"receiving": {"dibao": np.array([True])}}, "paid"),
        ({"household": {1: Column(np.array([1, 2, 3]))}}, "3 values for 2 rows"),
        ({"household": {1: Column(np.array([1, -1]))}}, "beyond its bounds"),
        ({"household": {1: Column(np.array([1, 2**63 - 1]))}}, "beyond its bounds"),
    ],
)
def test_columns_that_could_not_be_worked_out_exactly_are_refused(
    changed: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        saidcolumns(**changed)


def test_clauses_that_were_not_asked_for_are_not_made_up() -> None:
    engine, population = engine_of(AUGUST), saidcolumns()
    with pytest.raises(ValueError, match="not asked for"):
        engine.run(population, AUGUST.month).benefits["dibao"].failed(0)


def test_status_amount_and_failed_clauses_are_columns() -> None:
    poor = {"id": "p", "relation": "head", "birth_date": "1950-03-01"}
    cases = [
        AUGUST.read({"id": "nobody", "members": []}),
        AUGUST.read({"id": "unknown", "members": [poor]}),
    ]
    results = engine_of(AUGUST).run(
        population_of_cases(AUGUST.program, cases), AUGUST.month, reasons=True
    )
    dibao = results.benefits["dibao"]
    assert (dibao.status.tolist(), dibao.amount is not None) == ([0, -1], True)
    judged = AUGUST.reference.decide(cases[0], AUGUST.month)
    failed = [
        rule.clause.id
        for outcome in judged.outcomes
        if outcome.benefit.id == "dibao"
        for rule, holds in zip(outcome.benefit.reasons, outcome.truths, strict=True)
        if holds is False
    ]
    assert failed
    assert list(dibao.failed(0)) == failed


def test_without_numpy_the_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "numpy" else find(name)
    )
    make = registry.maker_of("columns")
    assert make is not None
    with pytest.raises(EngineMissing, match=r"welfare-rules\[columns\]"):
        make(AUGUST.program, AUGUST.reference)


def test_a_household_of_which_too_much_is_unknown_is_the_reference_engines() -> None:
    """Nothing is tried of thousands of gaps: of two hundred people that took gigabytes."""
    rules = wr.load("cn/model").at("2021-08", "2021-12-31")
    case = {"id": "h", "members": [{"id": f"p{place}"} for place in range(20)]}
    said = [rules.determine(case, engine=each).digest for each in ("columns", "reference")]
    assert said[0] == said[1]


def test_what_holds_of_anybody_is_looked_at_for_each_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A truth of the household within a formula of members, in a crowd of households."""
    ages = '[fact.age]\nlabel = { zh = "年龄", en = "age" }\nentity = "member"\ntype = "int"\nmin = 0\nmax = 120\n'
    aid = (
        '[benefit.aid]\nlabel = { zh = "补助", en = "aid" }\npayee = "member"\nstarts = "not stated"\n'
        'amount = "if(any(true, age > 60), 5元, 2元) + 1元 * count(age > 60)"\n'
        'rounding = { step = "0.01", direction = "half-up", cite = { article = "1" } }\ncite = { article = "1" }\n'
        '[[benefit.aid.require]]\nid = "young"\nwhen = "age < 20 and any(true, age > 60)"\n'
        'because = { zh = "年轻", en = "young" }\ncite = { article = "1" }\n'
    )
    law = document(place=county(more="covers_from = 2020-01-01")) + ages + aid
    rules = wr.load("c", written(tmp_path, {"c/law.toml": law})).at("2021-03", "2021-12-31")
    homes = [(70, 10), (10,), (61, 70, 19, 20), (), (60, 5)]
    cases = [
        rules.read(
            {
                "id": f"h{place}",
                "members": [{"id": f"p{at}", "age": age} for at, age in enumerate(ages)],
            }
        )
        for place, ages in enumerate(homes)
    ]
    columns, reference = engine_of(rules), rules.reference
    found = [
        [each.due for each in decision.outcomes]
        for decision in columns.decide_many(cases, rules.month)
    ]
    judged = [reference.decide(case, rules.month).outcomes for case in cases]
    assert found == [[each.due for each in outcomes] for outcomes in judged]
    monkeypatch.setattr("welfare_rules.engine.columns.columns.BLOCK", 2)  # over several blocks
    wanted = [
        Wanted(rules.month, rows, [frozenset({"aid"})] * len(rows), outcomes)
        for rows in ([0, 1, 2, 3, 4], [1, 4], [3], [])
        for outcomes in (False, True)
    ]
    for each, worths in zip(wanted, columns.worths(cases, wanted), strict=True):
        told = [
            [worths.outcome(row, "aid", payee) for payee in range(len(homes[place]))]
            for row, place in enumerate(each.places)
        ]
        due = [[one.due for one in dues] for dues in told]
        assert due == [found[place] for place in each.places]
        assert [*worths.of["aid"]] == [one.worth for dues in told for one in dues]
    assert found[:3] == [[0, 600], [0], [0, 0, 700, 0]]


def test_a_truth_that_a_formula_states_is_a_truth(tmp_path: Path) -> None:
    """Beside one that is worked out, and one that turns on a figure that nobody has found, where it
    is unknown which of them counts.
    """
    facts = "".join(
        f'[fact.{id}]\nlabel = {{ zh = "{zh}", en = "{id}" }}\nentity = "household"\ntype = "bool"\n'
        for id, zh in zip("abc", "甲乙丙", strict=True)
    )
    aid = (
        '[derived.other]\nlabel = { zh = "非甲", en = "not a" }\nentity = "household"\ntype = "bool"\n'
        'formula = "if(a, false, true)"\ncite = { article = "1" }\n'
        '[figure.line]\nlabel = { zh = "标准", en = "line" }\ntype = "money"\nmin = 0\ncite = { article = "1" }\n'
        '[benefit.aid]\nlabel = { zh = "补助", en = "aid" }\npayee = "household"\nstarts = "not stated"\n'
        'amount = "5元"\nrounding = { step = "0.01", direction = "half-up", cite = { article = "1" } }\n'
        'cite = { article = "1" }\n[[benefit.aid.require]]\nid = "needed"\n'
        'when = "if(c, b and other, a and b and other) or if(c, a and if(b, a, line > 5元), b)"\n'
        'because = { zh = "需", en = "must" }\ncite = { article = "1" }\n'
    )
    law = document(place=county(more="covers_from = 2020-01-01")) + facts + aid
    rules = wr.load("c", written(tmp_path, {"c/law.toml": law})).at("2021-03", "2021-12-31")
    cases: list[Case] = []
    for said in product((True, False, None), repeat=3):
        given = {id: each for id, each in zip("abc", said, strict=True) if each is not None}
        cases.append(rules.read({"id": "h", "members": [{"id": "p"}], **given}))
    assert refuted(rules, cases) == []


@pytest.mark.parametrize("engine", ["native", "columns", "reference"])
def test_a_quotient_times_itself_is_divided_twice(tmp_path: Path, engine: str) -> None:
    """Beside what is not divided at all."""
    law = document(place=county(more="covers_from = 2020-01-01")) + (
        '[fact.rooms]\nlabel = { zh = "间数", en = "rooms" }\nentity = "household"\ntype = "int"\nmin = 1\nmax = 9\n'
        '[derived.part]\nlabel = { zh = "份", en = "part" }\nentity = "household"\ntype = "rate"\n'
        'formula = "1 / rooms"\ncite = { article = "1" }\n'
        '[benefit.aid]\nlabel = { zh = "补助", en = "aid" }\npayee = "household"\nstarts = "not stated"\n'
        'amount = "100元 - 360元 * part * part"\ncite = { article = "1" }\n'
        'rounding = { step = "0.01", direction = "half-up", cite = { article = "1" } }\n'
    )
    rules = wr.load("c", written(tmp_path, {"c/law.toml": law})).at("2021-03", "2021-12-31")
    made = rules.determine({"id": "h", "rooms": 3, "members": []}, engine)
    assert str(made["aid"].amount) == "60.00"


def test_an_open_figure_among_numbers_beyond_64_bits_stays_exact() -> None:
    value = bounded.Unfound(10**30, 10**31, 0, (1,), no_high=True)
    made = holes.multiply(value, 3, "exact")
    assert (made.low, made.high, made.no_low, made.no_high) == (3 * 10**30, 3 * 10**31, False, True)
