"""Functions of one whole number `t`: quotients of polynomials with exact coefficients.

Almost all are straight lines. Where a function changes its sign among whole numbers is worked out,
not sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest
from math import comb
from typing import NamedTuple

from welfare_rules.basics.numbers import Number, simplest

MOST_DEGREE = 24  # of a numerator or denominator; what is higher is not followed

Coefficients = tuple[Number, ...]  # of 1, t, t², …; the last is not 0, and there is at least one
ONE: Coefficients = (1,)


class TooCurved(Exception):
    """A function whose polynomials have a higher degree than is followed."""


class Span(NamedTuple):
    """The whole numbers from `first` to `last`, both of them in it."""

    first: int
    last: int

    def common(self, other: Span) -> Span:
        """What is in both.

        >>> Span(0, 5).common(Span(3, 9))
        Span(first=3, last=5)
        """
        if other.first <= self.first and self.last <= other.last:
            return self
        return Span(max(self.first, other.first), min(self.last, other.last))


class Form(NamedTuple):
    """A function of `t`. Its denominator is above 0 wherever it is looked at.

    >>> half = Form((3, Fraction(1, 2)))
    >>> half.at(4), half.slope, half.constant
    (5, Fraction(1, 2), None)
    """

    numerator: Coefficients
    denominator: Coefficients = ONE

    def at(self, t: int) -> Number:
        """The value at a whole number."""
        value = _at(self.numerator, t)
        if self.denominator is ONE or self.denominator == ONE:
            return simplest(value)
        return simplest(Fraction(value) / _at(self.denominator, t))

    @property
    def constant(self) -> Number | None:
        """The value where it is the same everywhere, else None."""
        straight = len(self.numerator) == 1 and self.denominator == ONE
        return self.numerator[0] if straight else None

    @property
    def slope(self) -> Number | None:
        """By how much it rises when `t` rises by 1; None where that is not the same everywhere."""
        if self.denominator != ONE or len(self.numerator) > 2:
            return None
        return self.numerator[1] if len(self.numerator) == 2 else 0

    def plus(self, other: Form) -> Form:
        """The sum of both."""
        if self.denominator == other.denominator:
            return made(_sum(self.numerator, other.numerator), self.denominator)
        return made(
            _sum(
                _product(self.numerator, other.denominator),
                _product(other.numerator, self.denominator),
            ),
            _product(self.denominator, other.denominator),
        )

    def minus(self, other: Form) -> Form:
        """The difference of both."""
        if self.denominator == other.denominator:
            pairs = zip_longest(self.numerator, other.numerator, fillvalue=0)
            return made([a - b for a, b in pairs], self.denominator)
        return self.plus(other.times(MINUS_ONE))

    def times(self, other: Form) -> Form:
        """The product of both."""
        return made(
            _product(self.numerator, other.numerator), _product(self.denominator, other.denominator)
        )

    def over(self, other: Form) -> Form:
        """The quotient, where the other is above 0."""
        return made(
            _product(self.numerator, other.denominator), _product(self.denominator, other.numerator)
        )

    def raised(self, by: Number) -> Form:
        """The same function, higher by so much everywhere."""
        return self.plus(Form((by,)))

    def sign(self, t: int, within: Span) -> tuple[int, Span]:
        """-1, 0 or 1 at `t`, and the whole numbers around it within which that stays so.

        >>> Form((-10, 3)).sign(2, Span(0, 100))
        (-1, Span(first=0, last=3))
        >>> Form((2, -3, 1)).sign(5, Span(-9, 9)), Form((2, -3, 1)).sign(2, Span(-9, 9))
        ((1, Span(first=3, last=9)), (0, Span(first=1, last=2)))
        """
        return _sign(self.numerator, t, within)


MINUS_ONE = Form((-1,))
ZERO = Form((0,))
T = Form((0, 1))


def made(numerator: Sequence[Number], denominator: Coefficients = ONE) -> Form:
    """A form with these coefficients, in its shortest spelling.

    Raises TooCurved where they are too many.

    >>> made([4, 2, 0], (2,)) == Form((2, 1))
    True
    """
    above = _short(numerator)
    if denominator is ONE or denominator == ONE:
        return _checked(Form(above))
    if above == (0,):
        return ZERO
    below = _short(denominator)
    if len(below) == 1:
        return _checked(Form(tuple([simplest(Fraction(each) / below[0]) for each in above])))
    scale = below[-1]
    if scale < 0 or scale != 1:
        scale = abs(scale)
        above = tuple([simplest(Fraction(each) / scale) for each in above])
        below = tuple([simplest(Fraction(each) / scale) for each in below])
    return _checked(Form(above, below))


def _checked(form: Form) -> Form:
    if max(len(form.numerator), len(form.denominator)) > MOST_DEGREE + 1:
        raise TooCurved
    return form


def _short(coefficients: Sequence[Number]) -> Coefficients:
    count = len(coefficients)
    while count > 1 and coefficients[count - 1] == 0:
        count -= 1
    return tuple(coefficients[:count])


def _at(coefficients: Coefficients, t: int) -> Number:
    value: Number = 0
    for each in reversed(coefficients):
        value = value * t + each
    return value


def _sum(one: Coefficients, other: Coefficients) -> list[Number]:
    return [a + b for a, b in zip_longest(one, other, fillvalue=0)]


def _product(one: Coefficients, other: Coefficients) -> Coefficients:
    if other == ONE:
        return one
    if one == ONE:
        return other
    found: list[Number] = [0] * (len(one) + len(other) - 1)
    for place, a in enumerate(one):
        for further, b in enumerate(other):
            found[place + further] += a * b
    return tuple(found)


def _sign(coefficients: Coefficients, t: int, within: Span) -> tuple[int, Span]:
    value = _at(coefficients, t)
    sign = (value > 0) - (value < 0)
    match len(coefficients):
        case 1:
            return sign, within
        case 2:
            return sign, _beside_root(coefficients, sign, t, within)
        case _:
            first, last = t, t
            for low, high in _monotone(coefficients, within):
                if high < t:
                    continue
                last = _last_like(coefficients, sign, max(low, t), high)
                if last < high:
                    break
            for low, high in reversed(_monotone(coefficients, within)):
                if low > t:
                    continue
                first = _first_like(coefficients, sign, low, min(high, t))
                if first > low:
                    break
            return sign, Span(first, last)


def _beside_root(line: Coefficients, sign: int, t: int, within: Span) -> Span:
    """The whole numbers on the side of a line's root on which `t` lies."""
    if sign == 0:
        return Span(t, t)
    root = -Fraction(line[0]) / line[1]
    if t < root:
        return Span(within.first, min(within.last, root.__ceil__() - 1))
    return Span(max(within.first, root.__floor__() + 1), within.last)


def _monotone(coefficients: Coefficients, within: Span) -> list[Span]:
    """Spans that together are all of it, on each of which the polynomial only rises or falls.

    By the differences of neighbours and not by the derivative: what it does between two whole
    numbers does not matter.
    """
    rise = _short(_difference(coefficients))
    spans: list[Span] = []
    t = within.first
    while t < within.last:
        _, here = _sign(rise, t, Span(t, within.last - 1))
        spans.append(Span(t, here.last + 1))
        t = here.last + 1
    return spans or [within]


def _difference(coefficients: Coefficients) -> Sequence[Number]:
    """The coefficients of f(t + 1) - f(t)."""
    found: list[Number] = [0] * (len(coefficients) - 1)
    for place, each in enumerate(coefficients):
        for lower in range(place):
            found[lower] += each * comb(place, lower)
    return found


def _last_like(coefficients: Coefficients, sign: int, low: int, high: int) -> int:
    """The last whole number of a monotone span with the sign of its first; before it if none."""
    if _has(coefficients, low, sign) is False:
        return low - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _has(coefficients, middle, sign) else (low, middle - 1)
    return low


def _first_like(coefficients: Coefficients, sign: int, low: int, high: int) -> int:
    if _has(coefficients, high, sign) is False:
        return high + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _has(coefficients, middle, sign) else (middle + 1, high)
    return high


def _has(coefficients: Coefficients, t: int, sign: int) -> bool:
    value = _at(coefficients, t)
    return (value > 0) - (value < 0) == sign
