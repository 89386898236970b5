"""A program as terms over the facts of any household of a size.

Two worlds of one household, before a change and after it, share every term that the change cannot
move. Roundings are bounds: what is rounded lies within a step of what it is made of, and of two
roundings of one rule the greater has the greater value. That is less than a rounding is, so what is
proved of it is proved; what is not is tried on a household of whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import Month, day_parts, days_between
from welfare_rules.basics.numbers import rounded
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.moving import Moving
from welfare_rules.program.program import Program, named_step
from welfare_rules.proofs.solver import z3
from welfare_rules.proofs.terms import (
    Bool,
    Num,
    add,
    all_of,
    any_of,
    choose,
    is_known,
    minus,
    negated,
    over,
    real,
    same,
    times,
    truth,
)

Place = tuple[int, str]  # a payee and the id of a fact


class NotEncoded(Exception):
    """A formula that this encoding has no words for."""


@dataclass
class Facts:
    """The facts of a household of a size: a term for each, made when it is first asked for."""

    program: Program
    month: Month
    known: int
    size: int
    exact: bool = False  # roundings and amounts as whole numbers, not as bounds
    terms: dict[Place, Any] = field(default_factory=dict[Place, Any])
    paid: dict[tuple[int, str], Any] = field(default_factory=dict[tuple[int, str], Any])
    figures: dict[str, Any] = field(default_factory=dict[str, Any])
    limits: list[Any] = field(default_factory=list[Any])  # what holds of every household
    roundings: dict[tuple[int, Fraction, str], tuple[Any, Any]] = field(
        default_factory=dict[tuple[int, Fraction, str], tuple[Any, Any]]
    )  # by the term that is rounded, which is kept with it

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], Fact]:
        return {(each.entity, each.id): each for each in self.program.facts}

    def fact(self, payee: int, name: str) -> Fact:
        entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
        return self.by_id[entity, name]

    def term(self, payee: int, name: str) -> Any:
        """The term of a fact, as it is measured; of a flow fen a month."""
        found = self.terms.get((payee, name))
        if found is None:
            found = self.terms[payee, name] = self.new(payee, name, "")
        return found

    def new(self, payee: int, name: str, mark: str) -> Any:
        """Another term for a fact, with the limits that the vocabulary sets."""
        fact = self.fact(payee, name)
        label = f"{name}{mark}@{payee}"
        if fact.type.kind is Kind.BOOL:
            return z3.Bool(label)
        low, high = fact.reach
        if fact.type.kind is Kind.MONEY:
            term = z3.ToReal(z3.Int(label)) / fact.kept(1) if self.exact else z3.Real(label)
            self.limits.append(z3.And(term >= real(low), term <= real(high)))
            return term
        whole = z3.Int(label)
        self.limits.append(z3.And(whole >= int(low), whole <= int(high)))
        if fact.type.kind is Kind.DATE:
            month, day = whole / 100 % 100, whole % 100
            self.limits.append(z3.And(month >= 1, month <= 12, day >= 1, day <= 31))
            if fact.past:
                self.limits.append(whole <= max(self.known, self.month.last))
        return z3.ToReal(whole)

    def receives(self, payee: int, benefit: str) -> Any:
        """Whether a member is recorded as being paid a benefit."""
        return self.paid.setdefault((payee, benefit), z3.Bool(f"receives {benefit}@{payee}"))

    def figure(self, program: Program, key: str) -> Any:
        """The value of a figure; a term within its bounds where nobody found it."""
        figure = program.figures[key]
        truth_value = figure.figure.type.kind is Kind.BOOL
        if figure.value is not None:
            return bool(figure.value) if truth_value else figure.value
        if truth_value:
            return self.figures.setdefault(key, z3.Bool(f"figure {key}"))
        found = self.figures.get(key)
        if found is None:
            found = self.figures[key] = z3.Real(f"figure {key}")
            low, high = figure.figure.low, figure.figure.high
            self.limits += [] if low is None else [found >= real(low)]
            self.limits += [] if high is None else [found <= real(high)]
        return found

    def rounding(self, part: Any, node: n.Rounded) -> Any:
        """A term for what a number is rounded to: within a step of it; of the same the same."""
        key = (part.get_id(), node.step, node.direction)
        found = self.roundings.get(key)
        if found is not None:
            return found[1]
        made = z3.Real(f"rounded {len(self.roundings) + 1}")
        self.roundings[key] = (part, made)
        half = node.step / 2
        below, above = {"up": (Fraction(0), node.step), "down": (-node.step, Fraction(0))}.get(
            node.direction, (-half, half)
        )
        self.limits.append(z3.And(made >= part + real(below), made <= part + real(above)))
        self.limits.append(z3.Implies(part == 0, made == 0))
        return made

    def coherent(self) -> list[Any]:
        """What cases must not contradict, as far as these facts are asked for: one head, and days
        in their order.
        """
        found: list[Any] = []
        dated = [each for each in self.program.facts if each.not_before]
        for payee in (HOUSEHOLD, *range(self.size)):
            entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
            for fact in dated:
                first = (payee, fact.not_before)
                if fact.entity is entity and {(payee, fact.id), first} <= self.terms.keys():
                    found.append(self.terms[payee, fact.id] >= self.terms[first])
        for fact in self.program.facts:
            if fact.entity is not Entity.MEMBER or not fact.type.choice:
                continue
            for value, each in enumerate(self.program.law.choices[fact.type.choice].values):
                if each.one and any((one, fact.id) in self.terms for one in range(self.size)):
                    has = [self.term(one, fact.id) == value for one in range(self.size)]
                    found.append(z3.PbEq([(one, 1) for one in has], 1))
        return found


@dataclass
class World:
    """One state of the household: the terms of all steps in it.

    `changed` are facts and figures that are otherwise than in `base`; `members` are the places of
    those who belong to it.
    """

    facts: Facts
    members: range
    base: World | None = None
    changed: Mapping[Place, Any] = field(default_factory=dict[Place, Any])
    figures: Mapping[str, Any] = field(default_factory=dict[str, Any])
    steps: dict[tuple[str, int], Any] = field(default_factory=dict[tuple[str, int], Any])
    rounded: dict[tuple[int, int], tuple[Num, Any]] = field(
        default_factory=dict[tuple[int, int], tuple[Num, Any]]
    )
    law: Program | None = None  # another program than that of the facts

    @property
    def program(self) -> Program:
        return self.law or self.facts.program

    def work_out(self, names: Iterable[str]) -> None:
        """Makes the terms of steps and of all that they rest on, in their order."""
        for step in self.program.in_order(self.program.below(names)):
            places = (HOUSEHOLD,) if step.entity is Entity.HOUSEHOLD else self.members
            for payee in places:
                self.step(step.id, payee)

    def step(self, name: str, payee: int) -> Any:
        """The term of a step for a payee."""
        step = self.program.step(name)
        place = (name, HOUSEHOLD if step.entity is Entity.HOUSEHOLD else payee)
        found = self.steps.get(place)
        if found is None:
            if self.base is not None and not self.moves(*place):
                found = self.base.step(*place)
            elif step.node is None:
                label = f"nobody found {name}@{place[1]}"
                found = z3.Bool(label) if step.type == n.BOOL else z3.Real(label)
            else:
                found = self.of(step.node, place[1])
            self.steps[place] = found
        return found

    def moves(self, name: str, payee: int) -> bool:
        """Whether a step can differ from what it is in the base."""
        return self._moving.step(name, payee)

    @cached_property
    def _moving(self) -> Moving:
        return Moving(self.program, self.members, self._differs)

    def _differs(self, node: n.Node, payee: int) -> bool | None:
        """Whether a node is what is changed; None where its operands say so."""
        if self.base is None or payee not in (HOUSEHOLD, *self.base.members):
            return True
        match node:
            case n.FactRef():
                whose = HOUSEHOLD if node.entity is Entity.HOUSEHOLD else payee
                return (whose, node.id) in self.changed
            case n.FigureRef():
                return node.id in self.figures
            case _ if isinstance(node, n.AGGREGATES) and self.members != self.base.members:
                return True
            case _:
                return None

    # --- nodes ---

    def of(self, node: n.Node, payee: int) -> Any:
        """The term of a formula for a payee."""
        return self._methods[type(node)](node, payee)

    @cached_property
    def _methods(self) -> Mapping[type[n.Node], Callable[[Any, int], Any]]:
        return {each: getattr(self, f"on_{each.__name__}") for each in n.NODE_CLASSES}

    def on_Const(self, node: n.Const, payee: int) -> Any:
        return bool(node.value) if node.type == n.BOOL else node.value

    def on_Clock(self, node: n.Clock, payee: int) -> Num:
        month = self.facts.month
        return month.first if node.which == "month_start" else month.last

    def on_FigureRef(self, node: n.FigureRef, payee: int) -> Any:
        changed = self.figures.get(node.id)
        return self.facts.figure(self.program, node.id) if changed is None else changed

    def on_FactRef(self, node: n.FactRef, payee: int) -> Any:
        whose = HOUSEHOLD if node.entity is Entity.HOUSEHOLD else payee
        changed = self.changed.get((whose, node.id))
        return self.facts.term(whose, node.id) if changed is None else changed

    def on_Receives(self, node: n.Receives, payee: int) -> Bool:
        return self.facts.receives(payee, node.benefit)

    def _named(self, node: n.Node, payee: int) -> Any:
        name = named_step(node)
        assert name is not None
        return self.step(name, payee)

    on_DerivedRef = on_Entitled = on_Amount = _named

    def on_Add(self, node: n.Add, payee: int) -> Num:
        return add([self.of(node.left, payee), self.of(node.right, payee)])

    def on_Sub(self, node: n.Sub, payee: int) -> Num:
        return add([self.of(node.left, payee), minus(self.of(node.right, payee))])

    def on_Mul(self, node: n.Mul, payee: int) -> Num:
        return times(self.of(node.left, payee), self.of(node.right, payee))

    def on_Div(self, node: n.Div, payee: int) -> Num:
        return over(self.of(node.left, payee), self.of(node.right, payee))

    def on_Least(self, node: n.Least, payee: int) -> Num:
        return _extreme([self.of(part, payee) for part in node.parts], Comparison.LESS)

    def on_Greatest(self, node: n.Greatest, payee: int) -> Num:
        return _extreme([self.of(part, payee) for part in node.parts], Comparison.GREATER)

    def on_Rounded(self, node: n.Rounded, payee: int) -> Num:
        part = self.of(node.part, payee)
        if is_known(part):
            return rounded(part, node.step, node.direction)
        if self.facts.exact:
            return _rounded(part, node)
        made = self.facts.rounding(part, node)
        twin = None if self.base is None else self.base.rounded.get((id(node), payee))
        if twin is not None and not same(twin[1], made):
            self.facts.limits.append(z3.Implies(real(twin[0]) <= part, twin[1] <= made))
            self.facts.limits.append(z3.Implies(real(twin[0]) >= part, twin[1] >= made))
        self.rounded[id(node), payee] = (part, made)
        return made

    def on_Years(self, node: n.Years, payee: int) -> Num:
        start, end = self.of(node.start, payee), self.of(node.end, payee)
        # the difference of two days YYYYMMDD has the completed years before its last four places
        lived = add([end, minus(start)])
        return lived // 10_000 if is_known(lived) else z3.ToReal(z3.ToInt(lived / 10_000))

    def on_CalendarMonths(self, node: n.CalendarMonths, payee: int) -> Num:
        start, end = self.of(node.start, payee), self.of(node.end, payee)
        return add([_months(end), minus(_months(start))])

    def on_Days(self, node: n.Days, payee: int) -> Num:
        start, end = self.of(node.start, payee), self.of(node.end, payee)
        if is_known(start) and is_known(end):
            return days_between(int(start), int(end))
        raise NotEncoded("days between two days")

    def on_Compare(self, node: n.Compare, payee: int) -> Bool:
        return compared(node.op, self.of(node.left, payee), self.of(node.right, payee))

    def on_In(self, node: n.In, payee: int) -> Bool:
        item = self.of(node.item, payee)
        return any_of(compared(Comparison.EQUAL, item, each) for each in node.values)

    def on_Not(self, node: n.Not, payee: int) -> Bool:
        return negated(self.of(node.part, payee))

    def on_And(self, node: n.And, payee: int) -> Bool:
        return all_of(self.of(part, payee) for part in node.parts)

    def on_Or(self, node: n.Or, payee: int) -> Bool:
        return any_of(self.of(part, payee) for part in node.parts)

    def on_If(self, node: n.If, payee: int) -> Any:
        test = self.of(node.test, payee)
        if isinstance(test, bool):
            return self.of(node.yes if test else node.no, payee)
        return choose(test, self.of(node.yes, payee), self.of(node.no, payee))

    # --- over the members ---

    def on_Total(self, node: n.Total, payee: int) -> Num:
        return add(
            choose(self.of(node.among, each), self.of(node.value, each), 0) for each in self.members
        )

    def on_Count(self, node: n.Count, payee: int) -> Num:
        return add(choose(self.of(node.among, each), 1, 0) for each in self.members)

    def on_Exists(self, node: n.Exists, payee: int) -> Bool:
        return any_of(self.of(node.among, each) for each in self.members)

    def on_Largest(self, node: n.Largest, payee: int) -> Num:
        return self._extreme_among(node.value, node.among, Comparison.GREATER)

    def on_Smallest(self, node: n.Smallest, payee: int) -> Num:
        return self._extreme_among(node.value, node.among, Comparison.LESS)

    def _extreme_among(self, value: n.Node, among: n.Node, better: Comparison) -> Num:
        """The extreme value among those for whom the condition holds; 0 when there is nobody."""
        best: Num = 0
        there: Bool = False
        for each in self.members:
            counts, here = self.of(among, each), self.of(value, each)
            first = all_of([counts, any_of([negated(there), compared(better, here, best)])])
            best = choose(first, here, best)
            there = any_of([there, counts])
        return best


def compared(op: Comparison, left: Any, right: Any) -> Bool:
    """A comparison of two terms, decided where both are known or alike."""
    plain = (bool, int, Fraction)
    if isinstance(left, plain) and isinstance(right, plain):
        return op.holds(left, right)
    if same(left, right):
        return op.holds(0, 0)
    if isinstance(left, (bool, z3.BoolRef)):
        equal = truth(left) == truth(right)
        return equal if op is Comparison.EQUAL else z3.Not(equal)
    return op.holds(real(left), real(right))


def _extreme(parts: Sequence[Num], better: Comparison) -> Num:
    best = parts[0]
    for each in parts[1:]:
        best = choose(compared(better, each, best), each, best)
    return best


def _months(day: Num) -> Num:
    """The number of a day's month since the year 0."""
    if is_known(day):
        year, month, _ = day_parts(int(day))
        return year * 12 + month - 1
    whole = z3.ToInt(day)
    return z3.ToReal(whole / 10_000 * 12 + whole / 100 % 100 - 1)


def _rounded(value: Any, node: n.Rounded) -> Any:
    """A rounding as it is: a whole number of steps."""
    steps = value / real(node.step)
    match node.direction:
        case "up":
            whole = -z3.ToReal(z3.ToInt(-steps))
        case "down":
            whole = z3.ToReal(z3.ToInt(steps))
        case "half-up":
            whole = z3.ToReal(z3.ToInt(steps + real(Fraction(1, 2))))
        case _:
            down = z3.ToInt(steps)
            rest, half = steps - z3.ToReal(down), real(Fraction(1, 2))
            up = z3.Or(rest > half, z3.And(rest == half, down % 2 == 1))
            whole = z3.ToReal(z3.If(up, down + 1, down))
    return whole * real(node.step)
