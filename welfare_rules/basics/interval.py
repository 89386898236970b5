"""Arithmetic on intervals: a lowest and a highest value, either may be open (None).

Used to prove at compile time that a divisor is above 0, and by the reference engine while facts are
unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import cast

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.numbers import Number, simplest

Interval = tuple[Number | None, Number | None]

OPEN: Interval = (None, None)
UNKNOWN_TRUTH: Interval = (0, 1)
TRUTH = {True: cast(Interval, (1, 1)), False: cast(Interval, (0, 0)), None: UNKNOWN_TRUTH}


def exact(value: Number) -> Interval:
    """The interval of a value that is known.

    >>> exact(3)
    (3, 3)
    """
    return value, value


def settled(interval: Interval) -> bool:
    """Whether the interval is a single number.

    >>> settled((5, 5)), settled((5, 6)), settled((None, None))
    (True, False, False)
    """
    return interval[0] is not None and interval[0] == interval[1]


def add(one: Interval, other: Interval) -> Interval:
    """All sums.

    >>> add((1, 2), (10, None))
    (11, None)
    """
    return (
        None if one[0] is None or other[0] is None else one[0] + other[0],
        None if one[1] is None or other[1] is None else one[1] + other[1],
    )


def subtract(one: Interval, other: Interval) -> Interval:
    """All differences.

    >>> subtract((10, 12), (1, 5))
    (5, 11)
    """
    return (
        None if one[0] is None or other[1] is None else one[0] - other[1],
        None if one[1] is None or other[0] is None else one[1] - other[0],
    )


def multiply(one: Interval, other: Interval) -> Interval:
    """All products; an open end times anything but 0 is open.

    >>> multiply((-1, 2), (3, 4)), multiply((0, 0), (None, None))
    ((-4, 8), (0, 0))
    """
    if one == (0, 0) or other == (0, 0):
        return 0, 0
    if None in one or None in other:
        return _multiply_open(one, other)
    low, high = cast(tuple[Number, Number], one)
    least, most = cast(tuple[Number, Number], other)
    if least >= 0 and (low >= 0 or least == most):  # as most are; two products do
        return simplest(low * least), simplest(high * most)
    ends = [cast(Number, left) * cast(Number, right) for left in one for right in other]
    return min(ends), max(ends)


def _multiply_open(one: Interval, other: Interval) -> Interval:
    low_one, low_other = one[0], other[0]
    if low_one is None or low_other is None or low_one < 0 or low_other < 0:
        return OPEN
    return low_one * low_other, None if one[1] is None or other[1] is None else one[1] * other[1]


def divide(one: Interval, other: Interval) -> Interval:
    """All quotients by something proved above 0; open where that is not proved.

    >>> divide((6, 12), (2, 3)), divide((6, 12), (0, 3))
    ((2, 6), (None, None))
    """
    low, high = other
    if low is None or low <= 0:
        return OPEN
    inverse: Interval = (0 if high is None else Fraction(1) / high, Fraction(1) / low)
    return multiply(one, inverse)


def hull(parts: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all of these; of none, exactly 0.

    >>> hull([(1, 2), (5, None)]), hull([])
    ((1, None), (0, 0))
    """
    found = list(parts)
    if not found:
        return 0, 0
    lows, highs = [each[0] for each in found], [each[1] for each in found]
    return (
        None if None in lows else min(cast(list[Number], lows)),
        None if None in highs else max(cast(list[Number], highs)),
    )


def least(parts: Iterable[Interval]) -> Interval:
    """What the least of some values may be.

    >>> least([(1, 9), (4, 6)])
    (1, 6)
    """
    found = list(parts)
    lows, highs = [each[0] for each in found], [each[1] for each in found if each[1] is not None]
    return (None if None in lows else min(cast(list[Number], lows)), min(highs) if highs else None)


def greatest(parts: Iterable[Interval]) -> Interval:
    """What the greatest of some values may be.

    >>> greatest([(1, 9), (4, 6)])
    (4, 9)
    """
    found = list(parts)
    lows, highs = [each[0] for each in found if each[0] is not None], [each[1] for each in found]
    return (max(lows) if lows else None, None if None in highs else max(cast(list[Number], highs)))


def monotone(function: Callable[[Number], Number], one: Interval) -> Interval:
    """All values of a function that never falls, such as rounding.

    >>> monotone(lambda value: value // 10, (15, None))
    (1, None)
    """
    return (
        None if one[0] is None else function(one[0]),
        None if one[1] is None else function(one[1]),
    )


def compare(comparison: Comparison, one: Interval, other: Interval) -> bool | None:
    """Whether a comparison holds of all values of two intervals, of none (False), or neither.

    >>> compare(Comparison.LESS, (0, 5), (6, None)), compare(Comparison.EQUAL, (0, 5), (5, 6))
    (True, None)
    """
    (low, high), (other_low, other_high) = one, other
    match comparison:
        case Comparison.LESS:
            if high is not None and other_low is not None and high < other_low:
                return True
            fails = low is not None and other_high is not None and low >= other_high
            return False if fails else None
        case Comparison.AT_MOST:
            if high is not None and other_low is not None and high <= other_low:
                return True
            fails = low is not None and other_high is not None and low > other_high
            return False if fails else None
        case Comparison.EQUAL:
            if settled(one) and one == other:
                return True
            apart = compare(Comparison.LESS, one, other) or compare(Comparison.LESS, other, one)
            return False if apart else None
        case Comparison.GREATER | Comparison.AT_LEAST:
            return compare(comparison.swapped, other, one)
        case _:
            same = compare(comparison.negated, one, other)
            return None if same is None else not same
