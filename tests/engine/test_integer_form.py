"""The integer form is fit for columns: a second reader of it, over whole lists of households.

It works every node out for many rows at once, knows no statement but those of the form, and holds
each value against the range that is proved of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case as PlainCase
from tests.support.effort import examples
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import Month, month_index
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer import folding
from welfare_rules.engine.integer.folding import nearest_even
from welfare_rules.engine.integer.form import Aggregate, Assign, Guarded, IntegerProgram, Statement
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.integer.widths import TooWide, require_width, too_wide
from welfare_rules.engine.native.hidden import Unknown
from welfare_rules.engine.native.native import Native
from welfare_rules.language.types import Entity
from welfare_rules.program.case import Case

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")


@dataclass
class Columns:
    """Many households of one month, their members in one list; values are kept by name and row."""

    cases: Sequence[Case]
    month: Month
    names: dict[str, dict[int, int]] = field(default_factory=dict)
    open_in: set[int] = field(default_factory=set)  # households that need an open figure

    def __post_init__(self) -> None:
        self.homes = [place for place, case in enumerate(self.cases) for _ in case.members]
        self.rows = [row for case in self.cases for row in case.members]
        self.paid = [paid for case in self.cases for paid in case.receiving]

    def run(self, program: IntegerProgram) -> None:
        households, members = range(len(self.cases)), range(len(self.rows))
        for phase in program.phases:
            self.block(phase.members, members, of_member=True)
            for gathered in phase.aggregates:
                self.names[gathered.name.id] = self.segments(gathered, members)
            for output in phase.outputs:
                self.output(output.benefit.id, output.entitled, output.amount, members, True)
            self.block(phase.household, households, of_member=False)
        for output in program.household:
            self.output(output.benefit.id, output.entitled, output.amount, households, False)
        self.circle = dict.fromkeys(households, -1)
        left: Sequence[int] = households
        for place, each in enumerate(program.circles):
            held = self.of(each.test, left, of_member=False)
            self.circle.update(
                (row, place) for row, inside in zip(left, held, strict=True) if inside
            )
            left = [row for row, inside in zip(left, held, strict=True) if not inside]

    def output(
        self, key: str, entitled: e.Expr, amount: e.Expr, rows: Sequence[int], of_member: bool
    ) -> None:
        held = self.of(entitled, rows, of_member=of_member)
        paid = [row for row, due in zip(rows, held, strict=True) if due]
        amounts = dict(zip(paid, self.of(amount, paid, of_member=of_member), strict=True))
        self.names[f"due {key}"] = amounts

    def block(self, statements: Sequence[Statement], rows: Sequence[int], of_member: bool) -> None:
        for each in statements:
            if isinstance(each, Guarded):
                for one in each.otherwise:
                    self.assign(one, rows, of_member)
                held = self.of(each.test, rows, of_member=of_member)
                inside = [row for row, holds in zip(rows, held, strict=True) if holds]
                for one in each.body:
                    self.assign(one, inside, of_member)
            else:
                self.assign(each, rows, of_member)

    def assign(self, assign: Assign, rows: Sequence[int], of_member: bool) -> None:
        made = dict(zip(rows, self.of(assign.value, rows, of_member=of_member), strict=True))
        self.names.setdefault(assign.name.id, {}).update(made)

    def segments(self, gathered: Aggregate, rows: Sequence[int]) -> dict[int, int]:
        """The aggregate of every household: members in segments, one a household."""
        held = self.of(gathered.among, rows, of_member=True)
        inside = [row for row, holds in zip(rows, held, strict=True) if holds]
        value = e.Whole(1) if gathered.value is None else gathered.value
        found: dict[int, list[int]] = {home: [] for home in range(len(self.cases))}
        for row, each in zip(inside, self.of(value, inside, of_member=True), strict=True):
            found[self.homes[row]].append(each)
        how: dict[str, Callable[[list[int]], int]] = {
            "total": sum,
            "count": len,
            "exists": bool,
            "largest": lambda values: max(values, default=0),
            "smallest": lambda values: min(values, default=0),
        }
        return {home: how[gathered.how](values) for home, values in found.items()}

    def of(self, expr: e.Expr, rows: Sequence[int], *, of_member: bool) -> list[int]:
        """The value of an expression for each of these rows, each within the proved range."""
        found = self._of(expr, rows, of_member)
        if not isinstance(expr, (e.Open, e.Whole)):
            for row, value in zip(rows, found, strict=True):
                if (self.homes[row] if of_member else row) not in self.open_in:
                    assert expr.low is not None
                    assert expr.high is not None
                    assert expr.low <= value <= expr.high, (expr, value)
        return found

    def _of(self, expr: e.Expr, rows: Sequence[int], of_member: bool) -> list[int]:
        def part(each: e.Expr, where: Sequence[int] = rows) -> list[int]:
            return self.of(each, where, of_member=of_member)

        home = self.homes if of_member else range(len(self.cases))
        match expr:
            case e.Whole():
                return [expr.value] * len(rows)
            case e.Fact() if expr.entity is Entity.MEMBER:
                return [self.rows[row][expr.column] for row in rows]  # type: ignore[misc]
            case e.Fact():
                return [self.cases[home[row]].household[expr.column] for row in rows]  # type: ignore[misc]
            case e.Receives():
                return [expr.benefit in self.paid[row] for row in rows]
            case e.Clock():
                first = self.month.first
                index = month_index(first)
                days = {"month_start": first, "month_end": self.month.last, "month_index": index}
                return [days[expr.day]] * len(rows)
            case e.Name():
                values = self.names[expr.id]
                return [values[row if expr.of_member else home[row]] for row in rows]
            case e.Open():
                self.open_in.update(home[row] for row in rows)
                return [0] * len(rows)
            case e.Choose():
                tests = part(expr.test)
                yes = [row for row, holds in zip(rows, tests, strict=True) if holds]
                no = [row for row, holds in zip(rows, tests, strict=True) if not holds]
                made = dict(
                    zip([*yes, *no], [*part(expr.yes, yes), *part(expr.no, no)], strict=True)
                )
                return [made[row] for row in rows]
            case e.Both() | e.Either():
                stops = isinstance(expr, e.Either)
                left, made = list(rows), dict.fromkeys(rows, not stops)
                for each in expr.parts:
                    held = part(each, left)
                    made.update(
                        (row, stops)
                        for row, holds in zip(left, held, strict=True)
                        if holds == stops
                    )
                    left = [row for row, holds in zip(left, held, strict=True) if holds != stops]
                return [made[row] for row in rows]
            case e.Rising():
                return part(expr.part)
            case e.Negated():
                return [not each for each in part(expr.part)]
            case e.OneOf():
                return [each in expr.values for each in part(expr.item)]
            case e.Least() | e.Greatest():
                pick = min if isinstance(expr, e.Least) else max
                return [pick(each) for each in zip(*map(part, expr.parts), strict=True)]
            case e.Pair():
                count = arithmetic(expr)
                return [count(a, b) for a, b in zip(part(expr.left), part(expr.right), strict=True)]
            case _:
                raise AssertionError(type(expr))


def arithmetic(expr: e.Pair) -> Callable[[int, int], int]:
    """The plain meaning of an operation on two numbers."""
    match expr:
        case e.Test():
            return expr.sign.test
        case e.HalfEven():
            return nearest_even
        case _:
            plain: dict[type, Callable[[int, int], int]] = {
                e.Plus: lambda a, b: a + b,
                e.Minus: lambda a, b: a - b,
                e.Times: lambda a, b: a * b,
                e.Scaled: lambda a, b: a * b,
                e.FloorDiv: lambda a, b: a // b,
                e.Mod: lambda a, b: a % b,
            }
            return plain[type(expr)]


@settings(max_examples=examples(40))
@given(
    st.lists(situations(), min_size=1, max_size=6),
    st.sampled_from(["2020-03", "2021-09", "2022-10", "2025-03"]),
    st.sampled_from(["cn/model", "cn/jiangsu/yancheng/binhai"]),
)
def test_read_by_columns_the_form_gives_what_native_gives(
    found: list[tuple[PlainCase, str, date]], month: str, place: str
) -> None:
    rules = (MODEL if place == "cn/model" else BINHAI).at(month, "2026-01-01")
    program = lowered(rules.program, "dues")
    native = rules.engine("native")
    assert isinstance(native, Native)
    cases = [rules.read(case) for case, _, _ in found]
    complete = [each for each in cases if native.complete(each)]
    columns = Columns(complete, rules.month)
    columns.run(program)
    row = 0
    for home, case in enumerate(complete):
        rows = range(row, row + len(case.members))
        row += len(case.members)
        try:
            circle, of_household, of_members = native.raw(case, rules.month)
        except Unknown:
            assert program.always_open or home in columns.open_in
            continue
        if home in columns.open_in:
            continue  # a column looks at members behind the first that settles the matter
        assert circle == columns.circle[home]
        for output in program.outputs():
            due = columns.names[f"due {output.benefit.id}"]
            if output.benefit.payee is Entity.HOUSEHOLD:
                assert of_household[output.place] == due.get(home)
            else:
                assert list(of_members[output.place]) == [due.get(each) for each in rows]


@pytest.mark.parametrize("policy", [MODEL, BINHAI], ids=["model", "binhai"])
@pytest.mark.parametrize("month", ["2020-03", "2021-09", "2025-03"])
def test_the_law_that_ships_fits_64_bits(policy: wr.Policy, month: str) -> None:
    program = policy.at(month, "2026-01-01").program
    for wanted in ("dues", "reasons"):
        require_width(lowered(program, wanted), 64)


def test_what_does_not_fit_is_refused_by_name() -> None:
    program = lowered(MODEL.at("2021-08", "2021-12-31").program, "dues")
    wide = too_wide(program, 32)
    assert wide
    assert all(
        each.low is None or each.low < -(2**31) or (each.high or 0) >= 2**31 for each in wide
    )
    with pytest.raises(TooWide) as refused:
        require_width(program, 32)
    assert refused.value.wide == wide
    widest = max(int(each.size) for each in too_wide(program, 2))
    assert not too_wide(program, widest.bit_length() + 1)


# --- the functions that make nodes ---

Meaning = tuple[e.Expr, Callable[[Sequence[int]], int]]
FACTS = [(-7, 12), (0, 1), (-(10**6), 10**6), (3, 3)]


def fact(place: int) -> Meaning:
    low, high = FACTS[place]
    return e.Fact(Entity.HOUSEHOLD, place, low=low, high=high), lambda case: case[place]


def constant(value: int) -> Meaning:
    return folding.whole(value), lambda case: value


def joined(parts: tuple[Meaning, Meaning], how: str) -> Meaning:
    (one, a), (other, b) = parts
    made = {
        "plus": folding.plus(one, other),
        "minus": folding.minus(one, other),
        "times": folding.times(one, other),
        "least": folding.least((one, other)),
        "greatest": folding.greatest((one, other)),
    }[how]
    plain: dict[str, Callable[[int, int], int]] = {
        "plus": lambda x, y: x + y,
        "minus": lambda x, y: x - y,
        "times": lambda x, y: x * y,
        "least": min,
        "greatest": max,
    }
    return made, lambda case: plain[how](a(case), b(case))


def divided(part: Meaning, by: int, how: str) -> Meaning:
    one, a = part
    if how == "mod":
        return folding.mod(one, by), lambda case: a(case) % by
    if how == "half_even":
        return folding.half_even(one, folding.whole(by)), lambda case: nearest_even(a(case), by)
    return folding.floor_div(one, folding.whole(by)), lambda case: a(case) // by


def by_a_fact(part: Meaning, how: str) -> Meaning:
    """Divided by a fact that is at least 3."""
    (one, a), (other, b) = part, fact(3)
    if how == "half_even":
        return folding.half_even(one, other), lambda case: nearest_even(a(case), b(case))
    return folding.floor_div(one, other), lambda case: a(case) // b(case)


def chosen(parts: tuple[Meaning, Meaning, Meaning, Meaning], sign: Comparison) -> Meaning:
    (one, a), (other, b), (yes, c), (no, d) = parts
    test = folding.test(sign, one, other)
    made = folding.choose(folding.negated(folding.negated(test)), yes, no)
    return made, lambda case: c(case) if sign.holds(a(case), b(case)) else d(case)


def conditional(parts: tuple[Meaning, Meaning, Meaning], values: list[int], both: bool) -> Meaning:
    (one, a), (other, b), (third, c) = parts
    tests = [
        folding.one_of(one, values),
        folding.test(Comparison.LESS, one, other),
        folding.test(Comparison.AT_LEAST, other, third),
    ]
    made = folding.both(tests) if both else folding.either(tests)
    join = all if both else any
    return folding.choose(made, folding.ONE, folding.ZERO), lambda case: int(
        join((a(case) in values, a(case) < b(case), b(case) >= c(case)))
    )


def highest(parts: list[tuple[Meaning, int]]) -> Meaning:
    """The highest of fixed amounts that each have a condition."""
    made = [
        folding.choose(
            folding.test(Comparison.GREATER, one, folding.ZERO), folding.whole(value), folding.ZERO
        )
        for (one, _), value in parts
    ]
    return folding.greatest([folding.ZERO, *made]), lambda case: max(
        0, *(value if a(case) > 0 else 0 for (_, a), value in parts)
    )


MEANINGS: st.SearchStrategy[Meaning] = st.recursive(
    st.one_of(
        st.integers(0, len(FACTS) - 1).map(fact),
        st.integers(-20, 20).map(constant),
        st.integers(-(10**7), 10**7).map(constant),
    ),
    lambda parts: st.one_of(
        st.builds(
            joined,
            st.tuples(parts, parts),
            st.sampled_from(["plus", "minus", "times", "least", "greatest"]),
        ),
        st.builds(divided, parts, st.integers(1, 20), st.sampled_from(["mod", "half_even", "div"])),
        st.builds(by_a_fact, parts, st.sampled_from(["half_even", "div"])),
        st.builds(chosen, st.tuples(parts, parts, parts, parts), st.sampled_from(list(Comparison))),
        st.builds(
            conditional,
            st.tuples(parts, parts, parts),
            st.lists(st.integers(-9, 9), max_size=3),
            st.booleans(),
        ),
        st.builds(highest, st.lists(st.tuples(parts, st.integers(0, 9)), min_size=1, max_size=3)),
    ),
    max_leaves=12,
)
FACT_VALUES = st.tuples(*(st.integers(low, high) for low, high in FACTS))


@settings(max_examples=examples(400))
@given(MEANINGS, st.lists(FACT_VALUES, min_size=1, max_size=8))
def test_folding_changes_no_value_and_every_value_lies_in_its_range(
    meaning: Meaning, values: list[tuple[int, ...]]
) -> None:
    expr, plain = meaning
    cases = [Case("h", row, (), (), (), frozenset(), frozenset()) for row in values]
    columns = Columns(cases, Month.of(2021, 8))
    assert columns.of(expr, range(len(cases)), of_member=False) == [plain(row) for row in values]
