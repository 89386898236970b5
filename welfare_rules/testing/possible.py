"""What values the formulas of a program can have at all, whatever the household.

Less is known of a value than the rules say, never more: what is left out here no household has.
Figures that nobody found leave values unknown; what rests on one is known only where it does not
matter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from welfare_rules.basics import interval
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.interval import OPEN, Interval
from welfare_rules.basics.money import MONTHS_OF_A_FLOW
from welfare_rules.basics.numbers import Number, rounded, simplest
from welfare_rules.language import nodes as n
from welfare_rules.language.declaration import NoEntry
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.program import named_step
from welfare_rules.rules import Rules

TOLD_APART = 64  # of a value that are told apart, and remainders of a rounding
WHOLE = (Kind.BOOL, Kind.INT, Kind.MONTHS, Kind.CHOICE, Kind.DATE)
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Possible:
    """What a value can be: within `bounds`, one of `values` where these are few, and a whole
    multiple of `step` (0 is nothing else than 0, None any number).

    It is `known` of some household at least; `open` are the ids of figures that nobody found and
    for which it may not be.
    """

    bounds: Interval
    values: frozenset[Number] | None = None
    step: Number | None = None
    known: bool = True
    open: frozenset[str] = NOBODY

    @property
    def only(self) -> Number | None:
        """The value that every household has; None where there is no such one."""
        if self.open or self.values is None or len(self.values) != 1:
            return None
        return next(iter(self.values))

    def can(self, truth: bool) -> bool:
        """Whether a condition can be known to hold, or not to."""
        return self.values is None or int(truth) in self.values

    def some(self, step: Number) -> Iterable[Number] | None:
        """Values among which each is found that a rounding to multiples of a step can tell apart;
        None of very many.
        """
        if not self.known:
            return ()
        if self.values is not None or self.step is None:
            return self.values
        shared = greatest_part(self.step, step)
        count = 2 * step / shared  # half-even tells odd multiples from even ones
        return (shared * each for each in range(1, int(count) + 1)) if count <= TOLD_APART else None


def greatest_part(one: Number, other: Number) -> Number:
    """The greatest number of which both are whole multiples; of 0 and another that other one.

    >>> greatest_part(12, 18), greatest_part(Fraction(1, 2), Fraction(1, 3)), greatest_part(0, 5)
    (6, Fraction(1, 6), 5)
    """
    one, other = Fraction(one), Fraction(other)
    top = math.gcd(one.numerator * other.denominator, other.numerator * one.denominator)
    return simplest(Fraction(top, one.denominator * other.denominator))


def _of_values(values: Iterable[Number]) -> Possible:
    """One of these, and of many what they have in common."""
    found = frozenset(values)
    step: Number = 0
    for each in found:
        step = greatest_part(step, each)
    bounds = interval.hull([(each, each) for each in found])
    return Possible(bounds, found if len(found) <= TOLD_APART else None, step, bool(found))


class Possibilities:
    """What the formulas of the rules of a month can come to; each is worked out once."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.facts = {(fact.entity, fact.id): fact for fact in rules.program.facts}
        self._nodes: dict[int, tuple[n.Node, Possible]] = {}
        self._steps: dict[str, Possible] = {}
        for step in rules.program.steps:  # each stands behind what it rests on
            if step.node is not None:
                self._steps[step.id] = self.of(step.node)
            elif step.type.kind is Kind.BOOL:
                self._steps[step.id] = _unknown_truth(step.id)
            else:
                self._steps[step.id] = Possible(OPEN, None, None, False, frozenset({step.id}))

    def of(self, node: n.Node) -> Possible:
        """What a formula can come to."""
        found = self._nodes.get(id(node))
        if found is None:
            found = self._nodes[id(node)] = (node, self._made(node))
        return found[1]

    def _made(self, node: n.Node) -> Possible:
        match node:
            case n.Const(value=value):
                return _of_values([value])
            case n.Clock(which=which):
                month = self.rules.month
                return _of_values([month.first if which == "month_start" else month.last])
            case n.FigureRef():
                return self._figure(node)
            case n.FactRef():
                return self._fact(self.facts[node.entity, node.id])
            case n.Receives():
                return _of_values([0, 1])
            case _:
                pass
        named = named_step(node)
        if named is not None:
            return self._steps[named]
        parts = [self.of(each) for each in n.children(node)]
        made = self._joined(node, parts)
        if made.known and made.values is not None and not made.open:
            return made
        rule = OPERATIONS[type(node)].range
        assert not isinstance(rule, NoEntry), node
        bounds = rule(node, [each.bounds for each in parts])
        return replace(made, bounds=bounds)

    def _figure(self, node: n.FigureRef) -> Possible:
        figure = self.rules.program.figures[node.id]
        if figure.value is not None:
            return _of_values([figure.value])
        if node.type.kind is Kind.BOOL:
            return _unknown_truth(figure.id)
        bounds = (figure.figure.low, figure.figure.high)
        if interval.settled(bounds) and bounds[0] is not None:
            return _of_values([bounds[0]])
        return Possible(bounds, None, None, False, frozenset({figure.id}))

    def _fact(self, fact: Fact) -> Possible:
        low, high = fact.reach
        if fact.past and fact.presumed is None:
            high = min(high, max(self.rules.known, self.rules.month.last))
        step: Number = Fraction(1, MONTHS_OF_A_FLOW) if fact.flow else 1
        if fact.type.kind is Kind.RATE:
            return Possible((low, high))
        if not fact.flow and high - low < TOLD_APART:
            return _of_values(range(int(low), int(high) + 1))
        return Possible((low, high), None, step)

    # --- operations ---

    def _joined(self, node: n.Node, parts: Sequence[Possible]) -> Possible:
        unknown = frozenset[str]().union(*(each.open for each in parts))
        match node:
            case n.And() | n.Or():
                every, one = (1, 0) if isinstance(node, n.And) else (0, 1)
                found = {every} if all(each.can(bool(every)) for each in parts) else set[int]()
                found |= {one} if any(each.can(bool(one)) for each in parts) else set()
                return _truth(found, unknown)
            case n.Not():
                return _truth({1 - each for each in (0, 1) if parts[0].can(bool(each))}, unknown)
            case n.Exists():  # of no member nothing is so
                return _truth({0, *([1] if parts[0].can(True) else [])}, unknown)
            case n.Compare():
                return _truth(self._compared(node, parts), unknown)
            case n.In():
                return _truth(_listed(node, parts[0]), unknown)
            case n.If():
                return _chosen(parts, unknown)
            case n.Least() | n.Greatest():
                return _extreme(node, parts, unknown)
            case n.Total():
                amount = parts[0]
                return Possible(OPEN, None, amount.step if amount.known else 0, True, unknown)
            case n.Largest() | n.Smallest():
                return replace(_either([_of_values([0]), parts[0]]), open=unknown)
            case n.Mul() | n.Div():
                return replace(_scaled(node, parts), open=unknown)
            case _:
                pass
        match node:
            case n.Add():
                made = _sum(lambda one, other: one + other, parts)
            case n.Sub():
                made = _sum(lambda one, other: one - other, parts)
            case n.Rounded(step=step, direction=way) if parts[0].known and parts[0].values:
                made = _of_values(rounded(each, step, way) for each in parts[0].values)
            case n.Rounded(step=step):
                made = Possible(OPEN, None, step)
            case _:
                made = Possible(OPEN, None, 1 if node.type.kind in WHOLE else None)
        return replace(made, open=unknown)

    def _compared(self, node: n.Compare, parts: Sequence[Possible]) -> set[int]:
        left, right = parts
        found: set[int] = set()
        if left.known and right.known:
            pairs = _pairs(parts)
            if pairs is not None:
                found |= {int(node.op.test(*each)) for each in pairs}
            else:
                said = interval.compare(node.op, left.bounds, right.bounds)
                found |= {0, 1} if said is None else {int(said)}
        if not left.open and not right.open:
            return found
        if self._is_open(node.right) and not left.open:
            return found | _beyond(node.op, left.bounds, right.bounds)
        if self._is_open(node.left) and not right.open:
            return found | _beyond(node.op.swapped, right.bounds, left.bounds)
        said = interval.compare(node.op, left.bounds, right.bounds)
        return found | ({0, 1} if said is None else {int(said)})

    def _is_open(self, node: n.Node) -> bool:
        """Whether a formula is nothing but a figure that nobody found."""
        return isinstance(node, n.FigureRef) and self.rules.program.figures[node.id].value is None


def _truth(values: Iterable[int], unknown: frozenset[str]) -> Possible:
    found = frozenset[Number](values)
    bounds = interval.UNKNOWN_TRUTH if unknown or len(found) != 1 else (min(found), max(found))
    return Possible(bounds, found, 1, bool(found), unknown)


def _unknown_truth(name: str) -> Possible:
    return _truth((), frozenset({name}))


def _beyond(op: Comparison, left: Interval, figure: Interval) -> set[int]:
    """What a comparison with a figure that nobody found can be: only beyond its bounds is it said.

    >>> _beyond(Comparison.LESS, (0, 100), (50, None)), _beyond(Comparison.LESS, (0, 9), (None, 5))
    ({1}, {0})
    """
    return {value for value, each in ((1, op), (0, op.negated)) if _sure(each, left, figure)}


def _sure(op: Comparison, left: Interval, figure: Interval) -> bool:
    match op:
        case Comparison.LESS | Comparison.AT_MOST:
            (least, _), (bound, _) = left, figure
        case Comparison.GREATER | Comparison.AT_LEAST:
            (_, least), (_, bound) = left, figure
        case Comparison.EQUAL:
            return interval.settled(figure)
        case _:
            return any(_sure(each, left, figure) for each in (Comparison.LESS, Comparison.GREATER))
    return bound is not None and (least is None or op.test(least, bound))


def _listed(node: n.In, item: Possible) -> set[int]:
    if item.known and item.values is not None and not item.open:
        return {int(each in node.values) for each in item.values}
    low, high = item.bounds
    inside = any(
        (low is None or low <= each) and (high is None or each <= high) for each in node.values
    )
    return {0, 1} if inside else {0}


def _pairs(parts: Sequence[Possible]) -> list[tuple[Number, ...]] | None:
    """All combinations of the values of operands, where they are few."""
    values = [each.values for each in parts]
    if any(each is None for each in values):
        return None
    found = [each for each in values if each is not None]
    if math.prod(len(each) for each in found) > TOLD_APART**2:
        return None
    return list(product(*found))


def _each(join: Callable[[Number, Number], Number], parts: Sequence[Possible]) -> Possible | None:
    pairs = _pairs(parts)
    return None if pairs is None else _of_values(simplest(join(*each)) for each in pairs)


def _sum(join: Callable[[Number, Number], Number], parts: Sequence[Possible]) -> Possible:
    if not all(each.known for each in parts):
        return Possible(OPEN, None, None, False)
    return _each(join, parts) or Possible(OPEN, None, _shared(parts))


def _shared(parts: Iterable[Possible]) -> Number | None:
    """Of what all values of these, and their sums, are whole multiples."""
    step: Number = 0
    for each in parts:
        if each.step is None:
            return None
        step = greatest_part(step, each.step)
    return step


def _scaled(node: n.Mul | n.Div, parts: Sequence[Possible]) -> Possible:
    """A product or a quotient: known where both parts are, or one is 0."""
    one, other = parts
    if isinstance(node, n.Div):
        if not one.known or not other.known:
            return Possible(OPEN, None, 0, _can_be_nothing(one))
        if other.values is None or 0 in other.values:
            return Possible(OPEN)
        inverse = _of_values(1 / Fraction(each) for each in other.values)
        return _product(one, inverse)
    if not one.known or not other.known:
        return Possible(OPEN, None, 0, _can_be_nothing(one) or _can_be_nothing(other))
    return _product(one, other)


def _can_be_nothing(one: Possible) -> bool:
    """Whether 0 can be among the values that are known."""
    if not one.known:
        return False
    if one.values is not None:
        return 0 in one.values
    return interval.compare(Comparison.EQUAL, one.bounds, (0, 0)) is not False


def _product(one: Possible, other: Possible) -> Possible:
    made = _each(lambda left, right: left * right, (one, other))
    if made is not None:
        return made
    if one.step is None or other.step is None:
        return Possible(OPEN)
    return Possible(OPEN, None, simplest(Fraction(one.step) * other.step))


def _either(parts: Iterable[Possible]) -> Possible:
    """A value of one of these."""
    known = [each for each in parts if each.known]
    if not known:
        return Possible(OPEN, None, None, False)
    if all(each.values is not None for each in known):
        return _of_values(one for each in known for one in each.values or ())
    return Possible(OPEN, None, _shared(known))


def _chosen(parts: Sequence[Possible], unknown: frozenset[str]) -> Possible:
    test, yes, no = parts
    some = [each for each, value in ((yes, 1), (no, 0)) if test.open or test.can(bool(value))]
    return replace(_either(some), open=unknown)


def _extreme(
    node: n.Least | n.Greatest, parts: Sequence[Possible], unknown: frozenset[str]
) -> Possible:
    """A value of one of the parts; none below the lowest of each, or above the highest."""
    found = _either(parts)
    if found.values is None or unknown:
        return replace(found, open=unknown)
    values = [each.values or frozenset[Number]() for each in parts]
    if isinstance(node, n.Greatest):
        least = max(min(each) for each in values)
        return _of_values(each for each in found.values if each >= least)
    most = min(max(each) for each in values)
    return _of_values(each for each in found.values if each <= most)
