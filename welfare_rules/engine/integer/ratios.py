"""Exact fractions over integer nodes: a numerator, a fixed denominator, perhaps a changing one.

Nothing is rounded before the law says so: sums are brought to one denominator, comparisons multiply
across, and rounding is one whole division. Denominators are always above 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.numbers import rounded as rounded_value
from welfare_rules.engine.integer import folding
from welfare_rules.engine.integer.expressions import Expr, Open, Whole
from welfare_rules.engine.integer.folding import OPEN, whole
from welfare_rules.language.nodes import Direction


@dataclass(frozen=True, slots=True)
class Ratio:
    """`top` over `fixed` times the product of `changing`. A condition is a ratio over 1."""

    top: Expr
    fixed: int = 1
    changing: tuple[Expr, ...] = ()

    @property
    def open(self) -> bool:
        return isinstance(self.top, Open)

    @property
    def holed(self) -> bool:
        """Whether it rests on what nobody has found."""
        return self.top.holed or any(each.holed for each in self.changing)

    @property
    def size(self) -> int:
        """How many operations it is written with."""
        return self.top.size + sum(each.size for each in self.changing)

    @property
    def constant(self) -> Fraction | None:
        """The value where it is known beforehand."""
        if isinstance(self.top, Whole) and not self.changing:
            return Fraction(self.top.value, self.fixed)
        return None


UNKNOWN = Ratio(OPEN)


def constant(value: int | Fraction) -> Ratio:
    exact = Fraction(value)
    return Ratio(whole(exact.numerator), exact.denominator)


def alike(ratios: Sequence[Ratio]) -> tuple[list[Expr], int, tuple[Expr, ...]]:
    """The numerators over one common denominator, and that denominator."""
    fixed = math.lcm(*(each.fixed for each in ratios))
    changing: list[Expr] = []
    for each in ratios:  # a denominator that one of them has twice, all have twice
        changing.extend(_without(each.changing, changing))
    tops: list[Expr] = []
    for each in ratios:
        top = folding.times(each.top, whole(fixed // each.fixed))
        for one in _without(changing, each.changing):
            top = folding.scaled(top, one)
        tops.append(top)
    return tops, fixed, tuple(changing)


def _without(some: Sequence[Expr], others: Sequence[Expr]) -> list[Expr]:
    """Some denominators without those that others have, each as often as they have it."""
    left = list(others)
    found: list[Expr] = []
    for one in some:
        place = next((at for at, other in enumerate(left) if other is one), None)
        if place is None:
            found.append(one)
        else:
            del left[place]
    return found


def _over(tops: Sequence[Ratio], join: Callable[[Sequence[Expr]], Expr]) -> Ratio:
    numerators, fixed, changing = alike(tops)
    return _kept(join(numerators), fixed, changing)


def _kept(top: Expr, fixed: int, changing: tuple[Expr, ...]) -> Ratio:
    """Nothing over anything is nothing over one; a constant loses what it has in common with it."""
    if isinstance(top, Whole) and not changing:
        return constant(Fraction(top.value, fixed))
    return Ratio(top, fixed, changing)


def add(left: Ratio, right: Ratio) -> Ratio:
    if left.constant == 0:
        return right
    if right.constant == 0:
        return left
    return _over((left, right), lambda tops: folding.plus(tops[0], tops[1]))


def subtract(left: Ratio, right: Ratio) -> Ratio:
    if right.constant == 0:
        return left
    return _over((left, right), lambda tops: folding.minus(tops[0], tops[1]))


def multiply(left: Ratio, right: Ratio) -> Ratio:
    """The product of two numbers of the law."""
    times = folding.product if left.holed or right.holed else folding.times
    for one, other in ((left, right), (right, left)):
        factor = one.constant
        if factor is None:
            continue
        if factor == 0:
            return constant(0)
        common = math.gcd(factor.numerator, other.fixed)
        top = times(other.top, whole(factor.numerator // common))
        return _kept(top, factor.denominator * (other.fixed // common), other.changing)
    top = times(left.top, right.top)
    return Ratio(top, left.fixed * right.fixed, (*left.changing, *right.changing))


def divide(left: Ratio, right: Ratio, *, within_bounds: bool = False) -> Ratio:
    """The exact quotient by something that the checks have proved to be above 0; also where it is
    known `within_bounds` only, the denominator is known then.
    """
    if left.open or right.open:
        return UNKNOWN
    divisor = right.constant
    if divisor is not None and divisor > 0:
        return multiply(left, constant(1 / divisor))
    # (a / (f*x)) / (b / (g*y)) is a*g*y / (f*x*b)
    top = folding.times(left.top, whole(right.fixed))
    for each in right.changing:
        top = folding.scaled(top, each)
    if within_bounds:
        below = folding.bottom(right.top)
        return Ratio(folding.top(top, right.top), left.fixed, (*left.changing, below))
    return Ratio(top, left.fixed, (*left.changing, right.top))


def extreme(parts: Sequence[Ratio], join: Callable[[Sequence[Expr]], Expr]) -> Ratio:
    """The least or the greatest of some numbers."""
    if any(each.open for each in parts):
        return UNKNOWN
    return _over(parts, join)


def choose(test: Expr, yes: Ratio, no: Ratio) -> Ratio:
    """One of two numbers. An open branch has any denominator."""
    known = folding.settled(test)
    if known is not None:
        return yes if known else no
    if yes.open and not no.open:
        yes = replace(yes, fixed=no.fixed, changing=no.changing)
    if no.open and not yes.open:
        no = replace(no, fixed=yes.fixed, changing=yes.changing)
    return _over((yes, no), lambda tops: folding.choose(test, tops[0], tops[1]))


def compare(sign: Comparison, left: Ratio, right: Ratio) -> Expr:
    """A comparison, multiplied across."""
    if left.open or right.open:
        return OPEN
    (one, other), _, _ = alike((left, right))
    return folding.test(sign, one, other)


def one_of(item: Ratio, values: Sequence[int | Fraction], *, whole_number: bool) -> Expr:
    """Whether a number is one of some constants.

    Of what may lie between whole numbers no constants follow one another, and none is left out that
    it never is: no engine is to need less than others.
    """
    if item.open:
        return OPEN
    if item.changing:
        return folding.either([compare(Comparison.EQUAL, item, constant(each)) for each in values])
    scaled = [Fraction(each) * item.fixed for each in values]
    if whole_number and item.fixed == 1:
        there = [each.numerator for each in scaled if each.denominator == 1]
        if there or not scaled:
            return folding.one_of(item.top, there)
    by = 2 * math.lcm(*(each.denominator for each in scaled))
    whole_values = [int(each * by) for each in scaled]
    return folding.one_of(folding.times(item.top, whole(by)), whole_values)


def rounded(part: Ratio, step: Fraction, direction: Direction) -> Ratio:
    """To a multiple of a step. Ties of half-up go up."""
    if part.open:
        return UNKNOWN
    if part.constant is not None:
        return constant(rounded_value(part.constant, step, direction))
    top = folding.times(part.top, whole(step.denominator))
    bottom = whole(part.fixed * step.numerator)
    divisor: Expr = bottom
    for each in part.changing:
        divisor = folding.times(divisor, each)
    if folding.is_one(divisor):
        return _kept(folding.times(top, whole(step.numerator)), step.denominator, ())
    match direction:
        case "up":
            places = folding.minus(
                folding.ZERO, folding.floor_div(folding.minus(folding.ZERO, top), divisor)
            )
        case "down":
            places = folding.floor_div(top, divisor)
        case "half-up":
            twice = folding.plus(folding.times(top, whole(2)), divisor)
            places = folding.floor_div(twice, folding.times(divisor, whole(2)))
        case _:
            places = folding.half_even(top, divisor)
    return _kept(folding.times(places, whole(step.numerator)), step.denominator, ())
