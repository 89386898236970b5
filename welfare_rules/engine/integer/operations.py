"""One formula as integer arithmetic: for each operation of the language the ratio it comes to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import FIRST, LAST, month_index
from welfare_rules.basics.money import MONTHS_OF_A_FLOW
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.integer import folding, ratios
from welfare_rules.engine.integer.expressions import (
    Clock,
    Compared,
    Day,
    Expr,
    Fact,
    Open,
    Presumed,
    Receives,
)
from welfare_rules.engine.integer.folding import OPEN, whole
from welfare_rules.engine.integer.ratios import UNKNOWN, Ratio
from welfare_rules.language import nodes as n
from welfare_rules.language.looking import Condition
from welfare_rules.language.types import BOOL, Entity, Type
from welfare_rules.law import model as law
from welfare_rules.program import program as core
from welfare_rules.program.program import Program

Side = Literal["left", "right"]

MOST_OPERATIONS = 5000
"""As many operations as one expression may come to when quotients of quotients are brought to one
denominator. What comes to more is left to the reference engine.
"""


@dataclass(slots=True)
class Numbered:
    """The comparisons of a program that may be supposed: for each by the identity of its node its
    number, and which of its sides is asked for beside it. `said` are those that were lowered.

    Steps have numbers too, by their ids: what is missing of them is told. So have the conditions
    under which parts of their formulas matter.
    """

    by_node: Mapping[int, tuple[int, Side | None]]
    steps: Mapping[str, int]
    conditions: Mapping[str, Mapping[int, Condition]]
    said: set[int] = field(default_factory=set[int])


class Operations:
    """Lowers formulas of one program; `step` and `aggregate` give what was lowered already.

    With `numbered` a comparison is marked by its number, for each member while `of_member` holds.
    `within_bounds` quotients are exact whatever is known of the divisor, and what nobody has found
    lies between its ends.
    """

    def __init__(
        self,
        program: Program,
        step: Callable[[str], Ratio],
        aggregate: Callable[[n.Node], Ratio],
        numbered: Numbered | None = None,
        *,
        within_bounds: bool = False,
    ) -> None:
        self.program = program
        self.step = step
        self.aggregate = aggregate
        self.numbered = numbered
        self.within_bounds = within_bounds
        self.of_member = False
        self.facts = {(fact.entity, fact.id): fact for fact in program.facts}
        self.holes = {each: at for at, each in enumerate(unfound(program) if within_bounds else ())}

    def ratio(self, node: n.Node) -> Ratio:
        """What a formula comes to; open where it would be too long to be written out."""
        made: Ratio = getattr(self, f"on_{type(node).__name__}")(node)
        return UNKNOWN if made.size > MOST_OPERATIONS else made

    def truth(self, node: n.Node) -> Expr:
        """What a condition comes to."""
        return self.ratio(node).top

    def condition(self, condition: Condition) -> Expr:
        """What may hold where a part of a formula matters to it."""
        if condition.whole is None:
            made = self.truth(condition.part)
            return made if condition.truth else folding.negated(made)
        least = isinstance(condition.whole, n.Least)
        sign = Comparison.LESS if least else Comparison.GREATER
        return ratios.compare(sign, self.ratio(condition.part), self.ratio(condition.whole))

    # --- what formulas name ---

    def on_Const(self, node: n.Const) -> Ratio:
        if node.type == BOOL:
            return Ratio(folding.truth(bool(node.value)))
        return ratios.constant(node.value)

    def on_Clock(self, node: n.Clock) -> Ratio:
        return Ratio(clock(node.which))

    def on_FactRef(self, node: n.FactRef) -> Ratio:
        fact = self.facts[node.entity, node.id]
        return Ratio(fact_expr(fact), MONTHS_OF_A_FLOW if node.flow else 1)

    def on_FigureRef(self, node: n.FigureRef) -> Ratio:
        found = self.program.figures[node.id]
        if found.value is None:
            return self.hole(node.id, node.type, found.figure.low, found.figure.high)
        return self.on_Const(n.Const(value=found.value, type=node.type))

    def hole(self, name: str, kind: Type, low: Number | None, high: Number | None) -> Ratio:
        """A figure or formula that nobody has found; open unless bounds are asked for."""
        if name not in self.holes:
            return UNKNOWN
        below = math.lcm(*(each.denominator for each in (low, high) if each is not None))
        ends = [None if each is None else int(each * below) for each in (low, high)]
        return Ratio(folding.hole(self.holes[name], *ends, truth=kind == BOOL), below)

    def on_DerivedRef(self, node: n.DerivedRef) -> Ratio:
        return self.step(node.id)

    def on_Entitled(self, node: n.Entitled) -> Ratio:
        return self.step(core.entitled_step(node.id))

    def on_Amount(self, node: n.Amount) -> Ratio:
        return self.step(core.step_of(node))

    def on_Receives(self, node: n.Receives) -> Ratio:
        column = self.facts[Entity.MEMBER, node.fact].column
        made = Receives(node.benefit, column, low=0, high=1, truth=True)
        return Ratio(self._marked(node, made))

    # --- over the members ---

    def on_Total(self, node: n.Total) -> Ratio:
        return self.aggregate(node)

    def on_Count(self, node: n.Count) -> Ratio:
        return self.aggregate(node)

    def on_Exists(self, node: n.Exists) -> Ratio:
        return self.aggregate(node)

    def on_Largest(self, node: n.Largest) -> Ratio:
        return self.aggregate(node)

    def on_Smallest(self, node: n.Smallest) -> Ratio:
        return self.aggregate(node)

    def on_UnionOf(self, node: n.UnionOf) -> Ratio:
        return self.aggregate(node)

    def on_FirstOf(self, node: n.FirstOf) -> Ratio:
        return self.aggregate(node)

    # --- sets ---

    def on_Presumed(self, node: n.Presumed) -> Ratio:
        return Ratio(Presumed(node.entity, node.columns))

    def on_Union(self, node: n.Union) -> Ratio:
        return Ratio(folding.union(self._truths(node.parts)))

    # --- numbers ---

    def on_Add(self, node: n.Add) -> Ratio:
        return ratios.add(self.ratio(node.left), self.ratio(node.right))

    def on_Sub(self, node: n.Sub) -> Ratio:
        return ratios.subtract(self.ratio(node.left), self.ratio(node.right))

    def on_Mul(self, node: n.Mul) -> Ratio:
        return ratios.multiply(self.ratio(node.left), self.ratio(node.right))

    def on_Div(self, node: n.Div) -> Ratio:
        left, right = self.ratio(node.left), self.ratio(node.right)
        return ratios.divide(left, right, within_bounds=self.within_bounds)

    def on_Least(self, node: n.Least) -> Ratio:
        return ratios.extreme([self.ratio(part) for part in node.parts], folding.least)

    def on_Greatest(self, node: n.Greatest) -> Ratio:
        return ratios.extreme([self.ratio(part) for part in node.parts], folding.greatest)

    def on_Rounded(self, node: n.Rounded) -> Ratio:
        return ratios.rounded(self.ratio(node.part), node.step, node.direction)

    def on_Years(self, node: n.Years) -> Ratio:
        """A day is the number YYYYMMDD, so completed years are the difference over 10000."""
        start, end = self.truth(node.start), self.truth(node.end)
        if start.holed or end.holed:
            return UNKNOWN
        return Ratio(folding.floor_div(folding.minus(end, start), whole(10000)))

    def on_CalendarMonths(self, node: n.CalendarMonths) -> Ratio:
        start, end = self._month_index(node.start), self._month_index(node.end)
        return UNKNOWN if start.holed or end.holed else Ratio(folding.minus(end, start))

    def on_Days(self, node: n.Days) -> Ratio:
        start, end = self._day_index(node.start), self._day_index(node.end)
        return UNKNOWN if start.holed or end.holed else Ratio(folding.minus(end, start))

    def _day_index(self, node: n.Node) -> Expr:
        """The sum of `basics.days.day_index`."""
        day = self.truth(node)
        index = clock("month_index") if isinstance(node, n.Clock) else _months(day)
        months = folding.minus(index, whole(3))
        counted = folding.times(folding.floor_div(months, whole(12)), whole(365))
        counted = folding.plus(counted, folding.floor_div(months, whole(48)))
        counted = folding.minus(counted, folding.floor_div(months, whole(1200)))
        counted = folding.plus(counted, folding.floor_div(months, whole(4800)))
        of_year = folding.plus(folding.times(folding.mod(months, 12), whole(153)), whole(2))
        counted = folding.plus(counted, folding.floor_div(of_year, whole(5)))
        counted = folding.plus(counted, folding.mod(day, 100))
        return counted if isinstance(node, n.Clock) else folding.rising(counted, day)

    def _month_index(self, node: n.Node) -> Expr:
        """Year * 12 + month of a day YYYYMMDD."""
        if isinstance(node, n.Clock):
            return clock("month_index")
        day = self.truth(node)
        return folding.rising(_months(day), day)

    # --- conditions ---

    def on_Compare(self, node: n.Compare) -> Ratio:
        left, right = self.ratio(node.left), self.ratio(node.right)
        if not right.open and (figure := self._open_figure(node.left)) is not None:
            return Ratio(self._against_open(node.op.swapped, right, figure))
        if not left.open and (figure := self._open_figure(node.right)) is not None:
            return Ratio(self._against_open(node.op, left, figure))
        return Ratio(self._marked(node, ratios.compare(node.op, left, right), left, right))

    def _marked(
        self, node: n.Node, made: Expr, left: Ratio | None = None, right: Ratio | None = None
    ) -> Expr:
        """A condition with the number of its comparison, where these are numbered."""
        found = None if self.numbered is None else self.numbered.by_node.get(id(node))
        if self.numbered is None or found is None or isinstance(made, Open):
            return made
        number, side = found
        self.numbered.said.add(number)
        if folding.settled(made) is not None:
            return made
        own, other = (left, right) if side == "left" else (right, left)
        if side is None or own is None or own.changing or (other is not None and other.changing):
            return Compared(made, number, self.of_member, **folding.condition(made))
        made_of: dict[str, Any] = {"own": own.top, "own_below": own.fixed}
        if other is not None:
            made_of.update(other=other.top, other_below=other.fixed)
        return Compared(made, number, self.of_member, **made_of, **folding.condition(made))

    def _open_figure(self, node: n.Node) -> law.Figure | None:
        if not isinstance(node, n.FigureRef):
            return None
        found = self.program.figures[node.id]
        return found.figure if found.value is None and not self.within_bounds else None

    def _against_open(self, sign: Comparison, value: Ratio, figure: law.Figure) -> Expr:
        """A value against an open figure: decided by its declared bounds where they suffice."""
        if not sign.orders:
            return OPEN
        rising = sign in (Comparison.LESS, Comparison.AT_MOST)
        nearest, furthest = (figure.low, figure.high) if rising else (figure.high, figure.low)
        made: Expr = OPEN
        if furthest is not None:
            fails = ratios.compare(sign.negated, value, ratios.constant(furthest))
            made = folding.choose(fails, folding.FALSE, made)
        if nearest is not None:
            holds = ratios.compare(sign, value, ratios.constant(nearest))
            made = folding.choose(holds, folding.TRUE, made)
        return made

    def on_In(self, node: n.In) -> Ratio:
        item = self.ratio(node.item)
        made = ratios.one_of(item, node.values, whole_number=node.item.type.whole)
        return Ratio(self._marked(node, made, item))

    def on_Not(self, node: n.Not) -> Ratio:
        return Ratio(folding.negated(self.truth(node.part)))

    def on_Surely(self, node: n.Surely) -> Ratio:
        part = self.truth(node.part)
        return Ratio(folding.surely(part) if self.within_bounds else part)

    def on_And(self, node: n.And) -> Ratio:
        return Ratio(folding.both(self._truths(node.parts)))

    def on_Or(self, node: n.Or) -> Ratio:
        return Ratio(folding.either(self._truths(node.parts)))

    def _truths(self, parts: Sequence[n.Node]) -> list[Expr]:
        return [self.truth(part) for part in parts]

    def on_If(self, node: n.If) -> Ratio:
        test = self.truth(node.test)
        known = folding.settled(test)
        if known is not None:
            return self.ratio(node.yes if known else node.no)
        if isinstance(test, Open):
            return UNKNOWN
        return ratios.choose(test, self.ratio(node.yes), self.ratio(node.no))


def unfound(program: Program) -> Mapping[str, str]:
    """The figures and formulas of a program that nobody has found, in its order, with their ids."""
    figures = {name: each.id for name, each in program.figures.items() if each.value is None}
    return {**figures, **{each.id: each.id for each in program.steps if each.node is None}}


def _months(day: Expr) -> Expr:
    years = folding.times(folding.floor_div(day, whole(10000)), whole(12))
    return folding.plus(years, folding.mod(folding.floor_div(day, whole(100)), 100))


def clock(day: Day) -> Clock:
    """A day of the month that is decided, or its number."""
    if day == "month_index":
        return Clock(day, low=month_index(FIRST), high=month_index(LAST))
    return Clock(day, low=FIRST, high=LAST)


def fact_expr(fact: law.Fact) -> Fact:
    """A fact as the case keeps it, within its declared bounds or what is presumed of it."""
    low, high = fact.reach
    return Fact(
        fact.entity, fact.column, low=fact.kept(low), high=fact.kept(high), truth=fact.type == BOOL
    )
