"""What the law's example households receive each month as their income rises, as it is drawn.

Every turn and every step down is that of the exact curve (`Rules.curve`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from welfare_rules.basics.days import Month, day_text, year_of
from welfare_rules.basics.money import FEN, fen_of, yuan_text
from welfare_rules.basics.numbers import rounded
from welfare_rules.basics.text import Words
from welfare_rules.curves.curve import Curve as Exact
from welfare_rules.curves.curve import CurvePiece
from welfare_rules.findings import RequestError
from welfare_rules.language.nodes import FactRef
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Example, Fact, Income, countable
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.transition import Branch, branches
from welfare_rules.register.handbook.words import w
from welfare_rules.rules import Rules

AGE = 40  # of a member of whom no example says another
SIZES = (1, 2, 3, 4)  # of the households that are drawn where a law has no examples
FARTHEST = 5_000_000  # fen a month; where nothing changes any more long before
MOST_CLIFFS = 6
LEAST = 100  # fen; a smaller fall is not marked


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
    """A household over an amount, mostly an income of its own: `income` says which.

    `undetermined` are the monthly benefits that a figure which nobody found leaves open.
    """

    key: str
    size: int
    label: Words
    income: Words
    points: tuple[Point, ...]
    cliffs: tuple[Cliff, ...]
    undetermined: tuple[str, ...]
    adds: bool = True  # whether what is varied is income, which benefits come on top of
    axis: Words | None = None  # what stands below; else the income of the household
    # of the figures that are not the same for all households the values that this one comes under
    apart: tuple[tuple[str, Branch], ...] = ()


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
    made = (_curve(rules, each, *chosen) for each in examples(rules.program.law))
    return tuple(each for each in made if each is not None)


def _curve(rules: Rules, example: Example, income: Income, fact: Fact) -> Curve | None:
    """The curve of an example up to a little beyond the income from which nothing changes any more.

    None where it cannot be followed.
    """
    case = rules.read(household(rules.program.law, example, rules.month.first))
    path = case.path(0, fact.id)
    try:
        found = rules.curve(case, path, 0, yuan_text(min(FARTHEST, int(fact.high))))
    except RequestError:
        return None
    turn = fen_of(found.pieces[-1].first) if len(found.pieces) > 1 else 100_000
    end = int(rounded(Fraction(turn) * 11 / 10, 100 * FEN, "up"))
    key, size = f"home-{example.id}", len(case.members)
    made = drawn(found, key, size, example.label, income.label, end, adds=True)
    return replace(made, apart=tuple(_apart(rules, case)))


def _apart(rules: Rules, case: Case) -> Iterator[tuple[str, Branch]]:
    """Of each figure that has values for some cases alone the one for this case."""
    evaluation = rules.reference.evaluate(case, rules.month)
    program = rules.program
    for step in program.steps:
        if step.name.part != "figure" or step.id not in program.needed:
            continue
        for each in branches(program.law, step.name.owner, rules.month.first, rules.known):
            if all(evaluation.formula(node, HOUSEHOLD).value == 1 for node in each.conditions):
                yield step.name.owner, each
                break


def drawn(
    found: Exact,
    key: str,
    size: int,
    label: Words,
    income: Words,
    end: int | None = None,
    *,
    adds: bool,
    axis: Words | None = None,
) -> Curve:
    """A curve as it is drawn, up to `end` (fen): what is paid monthly at both ends of each piece.

    `adds` says that the fact is income, which benefits come on top of.
    """
    points: list[Point] = []
    cliffs: list[Cliff] = []
    for piece in found.pieces:
        first, last = int(fen_of(piece.first)), int(fen_of(piece.last))
        if end is not None and first > end:
            break
        here = [_point(piece, 0, first), _point(piece, 1, last)]
        if end is not None and last > end:  # the last piece, on which nothing changes
            here[1] = replace(here[1], income=end)
        if points and any(each.at == piece.first for each in found.jumps):
            cliff = Cliff(points[-1], here[0])
            if cliff.drop > LEAST:
                cliffs.append(cliff)
        points += here if last > first else here[:1]
    biggest = sorted(cliffs, key=lambda each: -each.drop)[:MOST_CLIFFS]
    lines = [line for piece in found.pieces for line in piece.lines if line.per == "month"]
    undetermined = dict.fromkeys(each.benefit for each in lines if None in each.amounts)
    return Curve(
        key,
        size,
        label,
        income,
        tuple(points),
        tuple(sorted(biggest, key=lambda each: each.low.income)),
        tuple(undetermined),
        adds,
        axis,
    )


def _point(piece: CurvePiece, end: int, value: int) -> Point:
    """One end of a piece; only what is paid each month is a line over income."""
    paid: dict[str, int] = {}
    for line in piece.lines:
        amount = line.amounts[end]
        if line.per == "month" and amount:
            paid[line.benefit] = paid.get(line.benefit, 0) + int(fen_of(amount))
    return Point(value, tuple(paid.items()), piece.circle)
