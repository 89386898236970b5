"""What the law's example households receive each month as their income rises.

Worked out by the engine; steps down are found to the fen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from welfare_rules.basics.days import Month, day_text, year_of
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.interval import settled
from welfare_rules.basics.money import FEN, flow_of_month, yuan_text
from welfare_rules.basics.numbers import Number, rounded
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import NO_CIRCLE
from welfare_rules.engine.reference import Evaluation, evaluation_behind
from welfare_rules.language.nodes import FactRef
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Example, Fact, Income, Law, countable
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce
from welfare_rules.register.handbook.words import w
from welfare_rules.rules import Rules

AGE = 40  # of a member of whom no example says another
SIZES = (1, 2, 3, 4)  # of the households that are drawn where a law has no examples
POINTS = 48  # of income on a curve
FARTHEST = 5_000_000  # fen a month; where nothing changes any more long before
MOST_CLIFFS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """Income of the household in fen a month, what each benefit pays, and the circle."""

    income: int
    paid: tuple[tuple[str, int], ...]
    circle: str | None

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.paid)


@dataclass(frozen=True, slots=True)
class Cliff:
    """One more fen of income, and benefits fall by more than a yuan."""

    low: Point
    high: Point

    @property
    def drop(self) -> int:
        return self.low.total - self.high.total


@dataclass(frozen=True, slots=True)
class Curve:
    """An example household over its income, with the kind of income that was varied.

    `undetermined` are the monthly benefits that a figure which nobody found leaves open.
    """

    key: str
    size: int
    label: Words
    income: Words
    points: tuple[Point, ...]
    cliffs: tuple[Cliff, ...]
    undetermined: tuple[str, ...]


def examples(law: Law) -> tuple[Example, ...]:
    """The households to draw: those of the law, else some of grown persons."""
    nothing: Mapping[str, Any] = {}
    return law.examples or tuple(
        Example(f"persons-{size}", w("persons", count=size), nothing, (nothing,) * size)
        for size in SIZES
    )


def household(law: Law, example: Example, day: int) -> dict[str, Any]:
    """An example as a case. What it does not say is zero, no, or none.

    What is presumed or does not count is left to the vocabulary.
    """
    people = [
        {"id": f"p{place + 1}", **_said(law, Entity.MEMBER, place, day, said)}
        for place, said in enumerate(example.members)
    ]
    own = _said(law, Entity.HOUSEHOLD, 0, day, example.household)
    return {"id": example.id, **own, "members": people}


def _said(
    law: Law, entity: Entity, place: int, day: int, said: Mapping[str, Any]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for fact in law.facts:
        if fact.entity is not entity:
            continue
        if fact.id in said:
            value: Any = said[fact.id]
            ago = fact.type.kind is Kind.DATE and isinstance(value, int)
            made[fact.id] = _years_ago(day, value) if ago else value
        elif fact.presumed is None and fact.ignored_when is None:
            value = _nothing(law, fact, place, day)
            if value is not None:
                made[fact.id] = value
    return made


def _years_ago(day: int, years: int) -> str:
    return day_text(Month.of(year_of(day) - years, 1).first)


def _nothing(law: Law, fact: Fact, place: int, day: int) -> Any:
    """The first member is the first of a list that has no `none`, the others are the second."""
    match fact.type.kind:
        case Kind.BOOL:
            return False
        case Kind.CHOICE:
            values = [each.id for each in law.choices[fact.type.choice].values]
            return "none" if "none" in values else values[min(place, 1, len(values) - 1)]
        case Kind.MONEY:
            return yuan_text(max(fact.low, 0))
        case Kind.INT | Kind.MONTHS:
            return max(int(fact.low), 0)
        case Kind.DATE:
            return _years_ago(day, AGE if fact.past else 0)
        case Kind.CODE:
            return None if law.division is None else str(law.division)
        case Kind.RATE:
            return str(max(fact.low, 0))
        case _:
            return []


def income_fact(rules: Rules) -> tuple[Income, Fact] | None:
    """A kind of income that is simply a fact, counted in full this month if there is one."""
    law = rules.program.law
    facts = {each.id: each for each in law.facts if each.entity is Entity.MEMBER}
    plain = [
        (each, facts[each.value.node.id])
        for each in law.incomes
        if isinstance(each.value.node, FactRef)
        and each.value.node.flow
        and each.period.holds(rules.month.first, rules.known)
    ]
    whole = [each for each in plain if not rules.program.exemptions.get(countable(each[0].id))]
    return next(iter(whole or plain), None)


def curves(rules: Rules) -> tuple[Curve, ...]:
    """One curve for each household; none where the vocabulary has no income to vary."""
    chosen = income_fact(rules)
    if chosen is None:
        return ()
    return tuple(_curve(rules, each, *chosen) for each in examples(rules.program.law))


def _curve(rules: Rules, example: Example, income: Income, fact: Fact) -> Curve:
    case = rules.read(household(rules.program.law, example, rules.month.first))
    engine = _Engine(rules)
    seen: dict[int, Point] = {}

    def at(fen: int) -> Point:
        if fen not in seen:
            seen[fen] = engine.point(fen, _earning(case, fact, fen))
        return seen[fen]

    end = _end(at)
    step = max(end // POINTS, 1)
    grid = [at(each) for each in range(0, end + 1, step)]
    least = max(
        [
            200,
            *(
                2 * int(each.rounding.step)
                for each in rules.program.benefits
                if each.rounding is not None
            ),
        ]
    )
    cliffs: list[Cliff] = []
    turns: list[Point] = []
    for one, other in pairwise(grid):
        if _lost(one, other) > least:
            found = _cliff(at, one, other)
            turns += [found.low, found.high]
            if found.drop > least:
                cliffs.append(found)
        if one.circle != other.circle:
            turns += _turn(at, one, other)
    points = {each.income: each for each in (*grid, *turns)}
    biggest = sorted(
        sorted(cliffs, key=lambda each: -each.drop)[:MOST_CLIFFS], key=lambda each: each.low.income
    )
    return Curve(
        f"home-{example.id}",
        len(case.members),
        example.label,
        income.label,
        tuple(points[key] for key in sorted(points)),
        tuple(biggest),
        tuple(engine.undetermined),
    )


def _earning(case: Case, fact: Fact, fen: int) -> Case:
    """The case with an income of so many fen a month of its first member."""
    first, *others = case.members
    earning = tuple(
        flow_of_month(fen) if column == fact.column else value for column, value in enumerate(first)
    )
    return replace(case, members=(earning, *others))


class _Engine:
    """Works out points.

    Where a figure is open, the reference engine is asked for bounds alone, not for what is missing:
    a picture needs no reasons.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.native = rules.engine("native")
        self.complete = True
        self.undetermined: dict[str, None] = {}

    def point(self, income: int, case: Case) -> Point:
        if self.complete:
            decision = self.native.decide(case, self.rules.month)
            self.complete = evaluation_behind(decision) is None
            if self.complete:
                found = [(each.benefit, *bounds_of(each.due)) for each in decision.dues]
                return Point(income, self._paid(found), decision.circle)
        evaluation = self.rules.reference.evaluate(case, self.rules.month)
        bounds = [
            (benefit, *evaluation.step(benefit.net, payee).ends)
            for benefit in self.rules.program.benefits
            if benefit.per == "month"
            for payee in benefit.payees(case)
        ]
        return Point(income, self._paid(bounds), self._circle(evaluation))

    def _paid(
        self, found: Iterable[tuple[BenefitInForce, Number | None, Number | None]]
    ) -> tuple[tuple[str, int], ...]:
        paid: dict[str, int] = {}
        for benefit, low, high in found:
            if benefit.per != "month":  # what is paid once or in one month is no line over income
                continue
            if low is None or not settled((low, high)):
                self.undetermined[benefit.id] = None
            elif low:
                paid[benefit.id] = paid.get(benefit.id, 0) + int(low)
        return tuple(paid.items())

    def _circle(self, evaluation: Evaluation) -> str | None:
        for each in self.rules.program.circles:
            holds = evaluation.step(each.step, HOUSEHOLD).truth
            if holds is None:
                return None
            if holds:
                return each.circle.id
        return NO_CIRCLE


def _end(at: Callable[[int], Point]) -> int:
    """A little beyond the income from which nothing changes any more."""
    tried = [0]
    while tried[-1] < FARTHEST:
        tried.append(tried[-1] * 5 // 4 + 5000)
    last = at(tried[-1])
    changing = [
        place
        for place, fen in enumerate(tried)
        if (at(fen).paid, at(fen).circle) != (last.paid, last.circle)
    ]
    turn = tried[changing[-1] + 1] if changing else 100_000
    return int(rounded(Fraction(turn * 11, 10), 100 * FEN, "up"))


def _lost(one: Point, other: Point) -> int:
    """By how much benefits fall beyond what the income rose."""
    return one.total - other.total - (other.income - one.income)


def _cliff(at: Callable[[int], Point], one: Point, other: Point) -> Cliff:
    """The single fen between two incomes at which most is lost."""
    while other.income - one.income > 1:
        middle = at((one.income + other.income) // 2)
        one, other = (
            (one, middle) if _lost(one, middle) >= _lost(middle, other) else (middle, other)
        )
    return Cliff(one, other)


def _turn(at: Callable[[int], Point], one: Point, other: Point) -> list[Point]:
    """The two incomes, a fen apart, between which the circle changes."""
    while other.income - one.income > 1:
        middle = at((one.income + other.income) // 2)
        one, other = (middle, other) if middle.circle == one.circle else (one, middle)
    return [one, other]
