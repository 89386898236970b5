"""Exact numbers: whole numbers and fractions, never binary floats."""

from __future__ import annotations

from fractions import Fraction

Number = int | Fraction


def simplest(value: Number) -> Number:
    """The value as an int where it is whole.

    >>> simplest(Fraction(6, 2)), simplest(Fraction(1, 3))
    (3, Fraction(1, 3))
    """
    return value if isinstance(value, int) or value.denominator != 1 else value.numerator


def quotient(value: int, divisor: int) -> Number:
    """The exact quotient of two whole numbers.

    >>> quotient(24, 12), quotient(25, 12)
    (2, Fraction(25, 12))
    """
    whole, rest = divmod(value, divisor)
    return Fraction(value, divisor) if rest else whole


def rounded(value: Number, step: Number, direction: str) -> Number:
    """The value rounded to a multiple of `step`: `up`, `down`, `half-up` or `half-even`.

    Ties of half-up go up: half a step becomes a step, minus half a step becomes 0.

    >>> rounded(Fraction(5, 2), 1, "half-up"), rounded(Fraction(5, 2), 1, "half-even")
    (3, 2)
    >>> rounded(-7, 5, "up"), rounded(-7, 5, "down")
    (-5, -10)
    """
    # in whole numbers, since fractions take ten times as long
    divisor = value.denominator * step.numerator
    whole, rest = divmod(value.numerator * step.denominator, divisor)
    match direction:
        case "up":
            whole += rest > 0
        case "half-up":
            whole += 2 * rest >= divisor
        case "half-even":
            whole += 2 * rest > divisor or (2 * rest == divisor and whole % 2 == 1)
        case _:
            pass
    return simplest(whole * step)


def percent_text(value: Number) -> str:
    """A share as percent, rounded to a tenth of a percent.

    >>> percent_text(Fraction(7, 20)), percent_text(Fraction(1, 3))
    ('35%', '33.3%')
    """
    tenths = round(Fraction(value) * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
