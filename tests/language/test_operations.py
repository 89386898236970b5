"""Every operation of the formula language has its entry in every table, or a written reason."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.copies import with_file
from tests.support.effort import examples
from welfare_rules.checks.bounds import Bounds
from welfare_rules.engine import registry
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.mentions import Gathered
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.findings import EngineMissing
from welfare_rules.language import declaration as d
from welfare_rules.language import nodes as n
from welfare_rules.language.check import formula
from welfare_rules.language.declaration import Form, NoEntry, Operation
from welfare_rules.language.operations import FUNCTIONS, OPERATIONS, OPERATORS
from welfare_rules.language.types import BOOL, DATE, INT, Entity, Kind, Type

DOCS = Path(__file__).resolve().parents[2] / "docs"
LANGUAGE = {
    name: (DOCS / name).read_text(encoding="utf-8") for name in ("language.md", "language.zh.md")
}
NAMES = wr.load("cn/model").at("2021-08", "2021-12-31").program.law.names


def forms_of(operation: Operation) -> tuple[Form, ...]:
    return () if isinstance(operation.forms, NoEntry) else operation.forms


FORMS = [(each, form) for each in OPERATIONS.values() for form in forms_of(each)]


def row(form: Form) -> str:
    """The line of the table of examples, the same in docs/language.md and language.zh.md."""
    example = form.example
    return f"| `{example.zh}` | `{example.en}` | {example.value} |"


def lacking(operation: Operation, visitors: Mapping[str, type | str]) -> Iterable[str]:
    """The tables in which an operation has neither an entry nor a reason for none."""
    name = operation.node.__name__
    for column in ("forms", "range", "phrases", "unit", "slips"):
        entry = getattr(operation, column)
        if entry is None or entry == () or (isinstance(entry, NoEntry) and not entry.why):
            yield column
    for engine, visitor in visitors.items():
        if not (visitor if isinstance(visitor, str) else hasattr(visitor, f"on_{name}")):
            yield f"engine {engine}"
    # where the table has a reason for none, whoever reads it knows the operation by itself
    if isinstance(operation.range, NoEntry) and not hasattr(Bounds, f"on_{name}"):
        yield "bounds"
    own = hasattr(Renderer, f"_on_{name}")
    if isinstance(operation.phrases, NoEntry) and not own:
        yield "explanation"
    if not isinstance(operation.phrases, NoEntry):
        for key in operation.phrases:
            if key not in PHRASES.entries:
                yield f"phrase {key}"
    for form in forms_of(operation):
        for name, page in LANGUAGE.items():
            if row(form) not in page:
                yield f"docs/{name}: {row(form)}"


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda each: each.node.__name__)
def test_every_operation_is_in_every_table(operation: Operation) -> None:
    assert list(lacking(operation, registry.visitors())) == []


def test_every_node_class_is_an_operation() -> None:
    declared = {
        each
        for each in vars(n).values()
        if inspect.isclass(each) and issubclass(each, n.Node) and each not in (n.Node, n.Binary)
    }
    assert declared - {*n.SET_CLASSES} == set(n.NODE_CLASSES) == set(OPERATIONS)


def test_every_engine_of_the_registry_shows_its_methods_or_says_why_it_has_none() -> None:
    assert set(registry.visitors()) == set(registry.ENGINES)
    assert any(not isinstance(each, str) for each in registry.visitors().values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange(n.Node):
    """An operation that nothing knows."""


def test_an_operation_that_is_missing_somewhere_is_found() -> None:
    strange = Operation(
        node=Strange,
        forms=(),
        range=NoEntry(""),
        phrases=("strange",),
        unit="type",
        slips=NoEntry("none is known"),
    )
    assert set(lacking(strange, registry.visitors())) == {
        "forms",
        "range",
        "bounds",
        "engine reference",
        "engine native",
        "phrase strange",
    }
    unsaid = Operation(
        node=Strange,
        forms=NoEntry("not written"),
        range=lambda node, of: (0, 1),
        phrases=NoEntry("not said"),
        unit="type",
        slips=NoEntry(""),
    )
    assert set(lacking(unsaid, {"later": Strange})) == {"slips", "engine later", "explanation"}


# --- examples ---


def parsed(text: str) -> n.Node:
    node, wrong = formula(text, NAMES, Entity.HOUSEHOLD, None)
    assert [each.code for each in wrong] == [], text
    assert node is not None
    return node


@pytest.mark.parametrize(("operation", "form"), FORMS, ids=lambda each: getattr(each, "en", ""))
def test_an_example_has_its_operation_and_is_one_tree_in_both_languages(
    operation: Operation, form: Form
) -> None:
    zh, en = parsed(form.example.zh), parsed(form.example.en)
    assert n.spell(zh) == n.spell(en)
    assert any(type(each) is operation.node for each in n.walk(zh))
    assert form.zh in form.example.zh
    assert form.en in form.example.en
    words = FUNCTIONS if form.function else OPERATORS
    assert words[form.zh] == words[form.en] == (operation.node, form)


AS_AMOUNT = {
    Kind.BOOL: "如果({}, 1元, 0元)",
    Kind.MONEY: "{}",
    Kind.INT: "1元 * ({})",
    Kind.MONTHS: "1元 * ({})",
    Kind.RATE: "1元 * ({})",
}
HEAD = """format = "welfare-policy/2"
[document]
id = "cn.model.examples"
title = { zh = "例子", en = "examples" }
in_force = 2020-01-01
"""
CASE: dict[str, Any] = {
    "id": "h",
    "dwellings": 3,
    "vehicles": 1,
    "financial_assets": "1500",
    "applied_on": "2021-08-12",
    "members": [{"id": "a", "birth_date": "1950-03-01"}, {"id": "b", "birth_date": "2012-02-29"}],
}


def test_every_engine_works_the_examples_out_in_both_languages(tmp_path: Path) -> None:
    text, amounts = HEAD, dict[str, Decimal]()
    for place, (_, form) in enumerate(FORMS):
        for lang in ("zh", "en"):
            written = getattr(form.example, lang)
            amount = AS_AMOUNT[parsed(written).type.kind].format(written)
            key = f"example_{place}_{lang}"
            text += (
                f'[benefit.{key}]\nlabel = {{ zh = "例{place}{lang}", en = "{key}" }}\n'
                f'payee = "household"\namount = "{amount}"\ncite = {{ article = "1" }}\n'
                'rounding = { step = "0.01", direction = "half-up", cite = { article = "1" } }\n'
            )
            value = form.example.value
            amounts[key] = Decimal({"true": "1", "false": "0"}.get(value, value))
    root = with_file(tmp_path, "cn/model/examples.toml", text)
    rules = wr.load("cn/model", root).at("2021-08", "2021-12-31")
    for engine in registry.ENGINES:
        try:
            answer = rules.determine(CASE, engine=engine)
        except EngineMissing:
            continue
        assert {key: answer[key].amount for key in amounts} == amounts, engine


# --- ranges, slips, mentions ---

SAMPLES = {
    each: next(one for one in n.walk(parsed(form.example.zh)) if type(one) is each.node)
    for each, form in reversed(FORMS)
}
WITH_OPERANDS = [each for each, node in SAMPLES.items() if n.children(node)]


def points(kind: Type) -> st.SearchStrategy[int | Fraction]:
    if kind == BOOL:
        return st.integers(0, 1)
    if kind == DATE:
        days = st.dates(date(1890, 1, 1), date(2110, 12, 31))
        return days.map(lambda day: day.year * 10000 + day.month * 100 + day.day)
    return st.integers(-20, 20) if kind == INT else st.fractions(-20, 20, max_denominator=4)


@settings(max_examples=examples(30))
@given(st.data())
@pytest.mark.parametrize("operation", WITH_OPERANDS, ids=lambda each: each.node.__name__)
def test_more_that_is_known_of_operands_never_contradicts_less(
    operation: Operation, data: st.DataObject
) -> None:
    node, rule = SAMPLES[operation], operation.range
    assert not isinstance(rule, NoEntry)
    inner, outer = [], []
    for operand in n.children(node):
        found = sorted(data.draw(st.lists(points(operand.type), min_size=4, max_size=4)))
        inner.append((found[1], found[2]))
        outer.append(
            (
                data.draw(st.sampled_from((found[0], None))),
                data.draw(st.sampled_from((found[3], None))),
            )
        )
    (low, high), (least, most) = rule(node, inner), rule(node, outer)
    assert least is None or (low is not None and least <= low)
    assert most is None or (high is not None and high <= most)
    if node.type == BOOL:
        assert (low, high) in ((0, 0), (1, 1), (0, 1))


GATHERED = (*n.AGGREGATES, n.Receives)  # whose value is not settled by its operands


@settings(max_examples=examples(30))
@given(st.data())
@pytest.mark.parametrize("operation", WITH_OPERANDS, ids=lambda each: each.node.__name__)
def test_operands_that_are_known_make_a_result_that_is_known(
    operation: Operation, data: st.DataObject
) -> None:
    """Of a branch either value is known, and of members, who may be none, that of one, of all, or 0."""
    node, rule = SAMPLES[operation], operation.range
    assert not isinstance(rule, NoEntry)
    values = [data.draw(points(each.type)) for each in n.children(node)]
    if operation.node is n.Div and values[1] <= 0:
        return
    low, high = rule(node, [(each, each) for each in values])
    if isinstance(node, n.If):
        assert (low, high) == (min(values[1:]), max(values[1:]))
    elif not isinstance(node, GATHERED):
        assert low == high
        assert low is not None
    elif isinstance(node, (n.Total, n.Largest, n.Smallest)):
        most = d.MOST_MEMBERS if isinstance(node, n.Total) else 1
        assert (low, high) == (min(0, values[0] * most), max(0, values[0] * most))


def test_nothing_known_of_a_condition_is_either_truth() -> None:
    unknown = (None, None)
    assert d.opposite(n.Not(part=n.TRUE), [unknown]) == (0, 1)
    assert d.all_true(n.And(parts=()), [unknown, (1, 1)]) == (0, 1)
    assert d.one_true(n.Or(parts=()), [unknown, (0, 0)]) == (0, 1)
    assert d.all_true(n.And(parts=()), [unknown, (0, 0)]) == (0, 0)
    assert d.one_true(n.Or(parts=()), [unknown, (1, 1)]) == (1, 1)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=4), st.integers(-5, 5), st.integers(0, 6))
def test_a_value_in_a_list_is_known_as_far_as_its_bounds_tell(
    values: list[int], low: int, more: int
) -> None:
    node = n.In(item=n.FigureRef(id="value", type=INT), values=tuple(sorted(set(values))))
    high = low + more
    found = d.listed(node, [(low, high)])
    inside = [each in values for each in range(low, high + 1)]
    assert found == (int(all(inside) and len(inside) == 1), int(any(inside)))
    assert d.listed(node, [(low, None)]) == (0, int(max(values) >= low))
    assert d.listed(node, [(None, high)]) == (0, int(min(values) <= high))


@pytest.mark.parametrize("operation", SAMPLES, ids=lambda each: each.node.__name__)
def test_a_slip_is_another_formula_of_the_same_type(operation: Operation) -> None:
    node = SAMPLES[operation]
    if isinstance(operation.slips, NoEntry):
        return
    found = list(operation.slips(node))
    assert found
    for _, what, other in found:
        assert what
        assert other != node
        assert other.type == node.type


@pytest.mark.parametrize("operation", WITH_OPERANDS, ids=lambda each: each.node.__name__)
def test_values_below_an_operation_are_mentioned(operation: Operation) -> None:
    node = SAMPLES[operation]
    names = [f"value{place}" for place, _ in enumerate(n.children(node))]
    below = [
        n.DerivedRef(id=name, type=operand.type, entity=Entity.HOUSEHOLD)
        for name, operand in zip(names, n.children(node), strict=True)
    ]
    gathered = Gathered({})
    gathered.formula(n.with_operands(node, below))
    assert gathered.steps == set(names)


@pytest.mark.parametrize("operation", WITH_OPERANDS, ids=lambda each: each.node.__name__)
def test_what_does_not_change_stays_the_same_object(operation: Operation) -> None:
    node = SAMPLES[operation]
    assert n.transform(node, lambda each: each) is node
    last = n.children(node)[-1]
    marked = n.FigureRef(id="marked", type=last.type)
    changed = n.transform(node, lambda each: marked if each is last else each)
    assert n.children(changed)[-1] is marked
    kept = n.children(node)[:-1]
    assert all(one is other for one, other in zip(n.children(changed), kept, strict=False))
    assert (
        n.transform(node, lambda each: marked if each is last else each, lambda each: False) is node
    )
