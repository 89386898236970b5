"""The operations of printed code over values that are all known.

A value is an array with a row a household or member, or one number that all have. `kind` says how
wide the numbers of a result are; ranges prove that every number on the way fits it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from welfare_rules.engine.columns.kinds import Array, Kind, dtype_of

Value = Any
"""An array, or one number or truth for all rows."""


def add(left: Value, right: Value, kind: Kind) -> Value:
    return np.add(left, right, dtype=dtype_of(kind))


def subtract(left: Value, right: Value, kind: Kind) -> Value:
    return np.subtract(left, right, dtype=dtype_of(kind))


def multiply(left: Value, right: Value, kind: Kind) -> Value:
    return np.multiply(left, right, dtype=dtype_of(kind))


scaled = multiply


def top(left: Value, right: Value, kind: Kind) -> Value:
    """The numerator of an exact quotient."""
    return left


def bottom(part: Value, kind: Kind) -> Value:
    """The denominator of exact quotients by a number."""
    return part


def floor_divide(left: Value, right: Value, kind: Kind) -> Value:
    return np.floor_divide(left, right, dtype=dtype_of(kind))


def rest(left: Value, right: Value, kind: Kind) -> Value:
    return np.remainder(left, right, dtype=dtype_of(kind))


def half_even(left: Value, right: Value, kind: Kind) -> Value:
    """The nearest whole quotient, of two as near the even one."""
    quotient, left_over = floor_divide(left, right, kind), rest(left, right, kind)
    other = subtract(right, left_over, kind)  # compared so that nothing is doubled
    odd = np.equal(rest(quotient, 2, kind), 1)
    more = np.greater(left_over, other) | (np.equal(left_over, other) & odd)
    return add(quotient, more, kind)


def least(kind: Kind, *parts: Value) -> Value:
    return _extreme(np.minimum, kind, parts)


def greatest(kind: Kind, *parts: Value) -> Value:
    return _extreme(np.maximum, kind, parts)


def _extreme(pick: Callable[..., Value], kind: Kind, parts: Sequence[Value]) -> Value:
    found = parts[0]
    for each in parts[1:]:
        found = pick(found, each, dtype=dtype_of(kind))
    return found


less, at_most = np.less, np.less_equal
more, at_least = np.greater, np.greater_equal
equal, unequal = np.equal, np.not_equal


def one_of(item: Value, *values: int) -> Value:
    """Whether a number is one of some constants; those that follow one another are one range."""
    found: Value = False
    for low, high in runs(values):
        held = item == low if low == high else (item >= low) & (item <= high)
        found = held if found is False else found | held
    return found


def runs(values: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of constants that follow one another, in rising order.

    >>> runs((1, 2, 3, 7))
    [(1, 3), (7, 7)]
    """
    found: list[tuple[int, int]] = []
    for each in values:
        if found and each == found[-1][1] + 1:
            found[-1] = found[-1][0], each
        else:
            found.append((each, each))
    return found


def rising(work: Callable[[Value], Value], of: Value) -> Value:
    """What never falls as a value grows."""
    return work(of)


def both(*parts: Value) -> Value:
    found = parts[0]
    for each in parts[1:]:
        found = found & each
    return found


def either(*parts: Value) -> Value:
    found = parts[0]
    for each in parts[1:]:
        found = found | each
    return found


negated = np.logical_not


def choose(test: Value, yes: Value, no: Value, kind: Kind) -> Value:
    """One value where a test holds, another where it does not."""
    if isinstance(yes, int) and isinstance(no, int) and (yes, no) == (1, 0):
        return test if kind == "truth" else _array(test).view(np.int8)
    if kind not in ("truth", "exact"):  # arithmetic is several times quicker than a choice
        if isinstance(no, int) and no == 0:
            return multiply(yes, test, kind)
        if isinstance(yes, int) and yes == 0:
            return multiply(no, negated(test), kind)
        if isinstance(yes, int) and isinstance(no, int):
            apart = subtract(of_kind(yes, kind), of_kind(no, kind), kind)  # comes round, and back
            return add(multiply(apart, test, kind), no, kind)
    return cast(Array, np.where(test, of_kind(yes, kind), of_kind(no, kind)))


def where(test: Value, yes: Value, no: Value) -> Value:
    """One value where a test holds, another where it does not, of whatever kinds they are."""
    return cast(Array, np.where(test, yes, no))


def of_kind(value: Value, kind: Kind) -> Value:
    """A value as an array of a kind, where it is one number."""
    return _array(value) if isinstance(value, np.ndarray) else np.array(value, dtype_of(kind))


def _array(value: Value) -> Array:
    return np.asarray(value)


def narrowed(value: Value, kind: Kind) -> Value:
    """Python integers that are proved to fit a narrower kind."""
    return _array(value).astype(dtype_of(kind))


# --- rows ---


def spread(value: Value, count: int) -> Array:
    """A value as an array with so many rows."""
    found = _array(value)
    return found if found.ndim else np.broadcast_to(found, count)


def rows_of(test: Value, count: int) -> Array:
    """The rows where a test holds."""
    return np.flatnonzero(spread(test, count))


def take(value: Value, rows: Array) -> Value:
    """The values of some rows; what is the same for all stays one number."""
    if not isinstance(value, np.ndarray):
        return value
    found = _array(cast(Array, value))
    return found.take(rows) if found.ndim else found


def put(
    value: Value, rows: Array, otherwise: Value, count: int, kind: Kind, test: Value = True
) -> Array:
    """A column of which some rows have a value, and all others what they have otherwise.

    `rows` are those where the test holds.
    """
    made = np.full(count, otherwise, dtype_of(kind))
    made[rows] = value
    return made


# --- over the members of each household; `bounds` says where they begin and end ---


def total(value: Value, among: Value, bounds: Array, kind: Kind) -> Array:
    """The sum of each household.

    It is the difference of two running sums. These may leave 64 bits and come round again, which
    differences do not notice.
    """
    dtype, count = dtype_of(kind), int(bounds[-1])
    running = np.empty(count + 1, dtype)
    running[0] = 0
    if among is not True:
        value = value_among(value, among, kind)
    running[1:] = value  # widened first: sums of what is widened on the way are slow
    np.cumsum(running[1:], out=running[1:])
    ends = running.take(bounds)
    return ends[1:] - ends[:-1]


def value_among(value: Value, among: Value, kind: Kind) -> Value:
    """A value where a condition holds, and 0 elsewhere: as narrow as it is, at most of a kind."""
    found = _array(value)
    if not found.ndim or kind == "exact" or found.dtype == np.bool_:
        return choose(among, value, 0, kind)
    return np.multiply(found, among)


def count(among: Value, bounds: Array) -> Array:
    return total(among, True, bounds, "i32")  # among all: who is not is 0


def exists(among: Value, bounds: Array) -> Array:
    return count(among, bounds) > 0


def largest(value: Value, among: Value, bounds: Array, kind: Kind) -> Array:
    return _furthest(np.maximum, value, among, bounds, kind)


def smallest(value: Value, among: Value, bounds: Array, kind: Kind) -> Array:
    return _furthest(np.minimum, value, among, bounds, kind)


def _furthest(pick: np.ufunc, value: Value, among: Value, bounds: Array, kind: Kind) -> Array:
    """The extreme value of each household; of no members at all it is 0."""
    made = np.zeros(len(bounds) - 1, dtype_of(kind))
    rows = rows_of(among, int(bounds[-1]))
    inside = np.searchsorted(rows, bounds)  # the segments of those who are among them
    some = np.flatnonzero(inside[1:] > inside[:-1])
    if len(some):
        found = spread(value, int(bounds[-1])).take(rows)
        made[some] = pick.reduceat(found, inside[:-1].take(some))
    return made


# --- what is decided ---


def first(tests: Sequence[Value], count: int) -> Array:
    """The place of the first test that holds, -1 where none does."""
    found: Value = np.full(count, -1, np.int16)
    for place in reversed(range(len(tests))):
        found = np.where(tests[place], np.int16(place), found)
    return found


def due(entitled: Value, amount: Value) -> tuple[Value, Value]:
    """Who is entitled, and to how much."""
    return entitled, amount


def reasons(*truths: Value) -> Sequence[Value]:
    """The truths of a benefit."""
    return truths
