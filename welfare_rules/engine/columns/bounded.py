"""The operations of printed code over values of which some are known only within bounds.

A value is a triple: the lowest and the highest that it may be, and what is missing where these
differ; or it is known, and no triple. What is missing is a set kept as the bits of one whole
number: the unknown facts of the household as `gaps` numbers them, and `FIGURE` for what is not told
here, of which the bounds mean nothing. Bounds and what is missing are those of the reference
engine, before it tries any possibility. For figures that nobody has found see `holes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, cast

import numpy as np

from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.kinds import Array, Kind

Value = Any
"""A triple of lowest, highest and what is missing; or what `known` calls a value."""

FIGURE = 1
FIRST = 1  # the bit of the first fact
OPEN = (False, True, FIGURE)
"""A value that is not told here: too long to be written out, or a sum of quotients."""


@dataclass(frozen=True, slots=True, eq=False)
class Unfound:
    """A value that rests on figures or formulas that nobody has found: a triple with these, as the
    bits of several words. Where it has `no_low` or `no_high` that bound means nothing.
    """

    low: Value
    high: Value
    missing: Value
    figures: tuple[Value, ...]
    no_low: Value = False
    no_high: Value = False


def triple(value: Value) -> tuple[Value, Value, Value]:
    """The bounds of a value and what is missing of facts."""
    if isinstance(value, Unfound):
        return value.low, value.high, value.missing
    if isinstance(value, tuple):
        return cast(tuple[Value, Value, Value], value)
    return value, value, 0


def _all_known(*parts: Value) -> bool:
    return not any(isinstance(each, tuple) for each in parts)


def _joined(*missing: Value) -> Value:
    """Everything that is in any of these sets."""
    some = [each for each in missing if not (isinstance(each, int) and each == 0)]
    return reduce(lambda one, other: one | other, some) if some else 0


def _where(rows: Value, missing: Value) -> Value:
    """A set in some rows, nothing in all others."""
    if isinstance(missing, int) and missing == 0:
        return 0
    return missing * np.asarray(rows)


def _number(low: Value, high: Value, missing: Value) -> Value:
    """A number: once its bounds meet no fact is missing any more."""
    if isinstance(missing, int) and missing == 0:
        return low, high, 0
    return low, high, missing * np.not_equal(low, high) | missing & FIGURE


def _truth(low: Value, high: Value, missing: Value) -> Value:
    return low, high, _where(np.not_equal(low, high), missing)


# --- numbers ---


def add(left: Value, right: Value, kind: Kind) -> Value:
    if _all_known(left, right):
        return known.add(left, right, kind)
    (a, b, lacking), (c, d, other) = triple(left), triple(right)
    return known.add(a, c, kind), known.add(b, d, kind), _joined(lacking, other)


def subtract(left: Value, right: Value, kind: Kind) -> Value:
    if _all_known(left, right):
        return known.subtract(left, right, kind)
    (a, b, lacking), (c, d, other) = triple(left), triple(right)
    return known.subtract(a, d, kind), known.subtract(b, c, kind), _joined(lacking, other)


def multiply(left: Value, right: Value, kind: Kind) -> Value:
    if _all_known(left, right):
        return known.multiply(left, right, kind)
    return _combined(known.multiply, left, right, kind)


scaled = multiply


def top(left: Value, right: Value, kind: Kind) -> Value:
    """The numerator of an exact quotient, whose ends come of the ends of both numbers."""
    return multiply(left, right, kind) if isinstance(right, tuple) else left


def bottom(part: Value, kind: Kind) -> Value:
    """The denominator of exact quotients by a number: where that is not known its ends together."""
    if _all_known(part):
        return part
    low, high, _ = triple(part)
    return known.multiply(low, high, kind)


def _combined(work: Callable[..., Value], left: Value, right: Value, kind: Kind) -> Value:
    """An operation whose lowest and highest come of the ends of its operands."""
    (a, b, lacking), (c, d, other) = triple(left), triple(right)
    tops = (a,) if a is b else (a, b)
    found = [work(top, each, kind) for top in tops for each in ((c,) if c is d else (c, d))]
    low, high = reduce(np.minimum, found), reduce(np.maximum, found)
    return _number(low, high, _joined(lacking, other))


def _quotient(work: Callable[..., Value]) -> Callable[..., Value]:
    def worked(left: Value, right: Value, kind: Kind) -> Value:
        if _all_known(left, right):
            return work(left, right, kind)
        return _combined(work, left, right, kind)

    return worked


floor_divide, half_even = _quotient(known.floor_divide), _quotient(known.half_even)


def rest(left: Value, right: Value, kind: Kind) -> Value:
    """What a quotient leaves is anything below the divisor, unless the quotient is known."""
    if _all_known(left, right):
        return known.rest(left, right, kind)
    low, high, missing = triple(left)
    sure, found = np.equal(low, high), known.rest(low, right, kind)
    below = known.subtract(right, 1, kind)
    return _number(known.where(sure, found, 0), known.where(sure, found, below), missing)


def rising(work: Callable[[Value], Value], of: Value) -> Value:
    """What never falls as a value grows."""
    if _all_known(of):
        return work(of)
    low, high, missing = triple(of)
    return _number(work(low), work(high), missing)


def least(kind: Kind, *parts: Value) -> Value:
    """A part that can no longer be the least is not missed."""
    if _all_known(*parts):
        return known.least(kind, *parts)
    lows, highs, missing = zip(*map(triple, parts), strict=True)
    low, high = known.least(kind, *lows), known.least(kind, *highs)
    reach = [_reaching(np.less(a, high), m) for a, m in zip(lows, missing, strict=True)]
    return _number(low, high, _joined(*reach))


def greatest(kind: Kind, *parts: Value) -> Value:
    """A part that can no longer be the greatest is not missed."""
    if _all_known(*parts):
        return known.greatest(kind, *parts)
    lows, highs, missing = zip(*map(triple, parts), strict=True)
    low, high = known.greatest(kind, *lows), known.greatest(kind, *highs)
    reach = [_reaching(np.greater(b, low), m) for b, m in zip(highs, missing, strict=True)]
    return _number(low, high, _joined(*reach))


def _reaching(rows: Value, missing: Value) -> Value:
    return _joined(_where(rows, missing), missing & FIGURE)


def narrowed(value: Value, kind: Kind) -> Value:
    if _all_known(value):
        return known.narrowed(value, kind)
    low, high, missing = triple(value)
    return known.narrowed(low, kind), known.narrowed(high, kind), missing


# --- conditions ---


def _compared(test: Callable[..., Value], *, rises: bool) -> Callable[..., Value]:
    """A comparison that holds of all values, of none, or of some; `rises` with its right side."""

    def compared(left: Value, right: Value) -> Value:
        if _all_known(left, right):
            return test(left, right)
        (a, b, lacking), (c, d, other) = triple(left), triple(right)
        surely, perhaps = (test(b, c), test(a, d)) if rises else (test(a, d), test(b, c))
        missing = _joined(lacking, other)
        return _truth(*_unless_open(surely, perhaps, missing), missing)

    return compared


def _unless_open(low: Value, high: Value, missing: Value) -> tuple[Value, Value]:
    """A condition on something open is not settled, whatever its bounds."""
    is_open = np.not_equal(missing & FIGURE, 0)
    return low & np.logical_not(is_open), high | is_open


less, at_most = _compared(known.less, rises=True), _compared(known.at_most, rises=True)
more, at_least = _compared(known.more, rises=False), _compared(known.at_least, rises=False)


def equal(left: Value, right: Value) -> Value:
    if _all_known(left, right):
        return known.equal(left, right)
    (a, b, lacking), (c, d, other) = triple(left), triple(right)
    surely = np.equal(a, b) & np.equal(c, d) & np.equal(a, c)
    perhaps = np.less_equal(a, d) & np.less_equal(c, b)
    missing = _joined(lacking, other)
    return _truth(*_unless_open(surely, perhaps, missing), missing)


def unequal(left: Value, right: Value) -> Value:
    return negated(equal(left, right))


def one_of(item: Value, *values: int) -> Value:
    """Whether a number is one of some constants: all within its bounds are, or some."""
    if _all_known(item):
        return known.one_of(item, *values)
    low, high, missing = triple(item)
    surely: Value = False
    perhaps: Value = False
    for first, last in known.runs(values):
        surely = surely | (np.greater_equal(low, first) & np.less_equal(high, last))
        perhaps = perhaps | (np.greater_equal(high, first) & np.less_equal(low, last))
    return _truth(*_unless_open(surely, perhaps, missing), missing)


def both(*parts: Value) -> Value:
    """One part that fails settles it, wherever it stands."""
    return _junction(known.both, parts)


def either(*parts: Value) -> Value:
    """One part that holds settles it, wherever it stands."""
    return _junction(known.either, parts)


def _junction(work: Callable[..., Value], parts: Sequence[Value]) -> Value:
    if _all_known(*parts):
        return work(*parts)
    lows, highs, missing = zip(*map(triple, parts), strict=True)
    return _truth(work(*lows), work(*highs), _joined(*missing))


def negated(part: Value) -> Value:
    if _all_known(part):
        return known.negated(part)
    low, high, missing = triple(part)
    return known.negated(high), known.negated(low), missing


def surely(part: Value) -> Value:
    """Whether it holds whatever may be."""
    low, _, missing = triple(part)
    means_nothing = np.not_equal(missing & FIGURE, 0)
    if not np.any(means_nothing):
        return low
    return low & np.logical_not(means_nothing), low | means_nothing, means_nothing * FIGURE


def choose(test: Value, yes: Value, no: Value, kind: Kind) -> Value:
    """Where the test is not settled, whatever either branch may be."""
    if _all_known(test, yes, no):
        return known.choose(test, yes, no, kind)
    surely, perhaps, missing = triple(test)
    (a, b, of_yes), (c, d, of_no) = triple(yes), triple(no)
    low, high = known.choose(surely, a, c, kind), known.choose(surely, b, d, kind)
    if surely is not perhaps:
        unsure = np.not_equal(surely, perhaps)
        low = known.where(unsure, known.least(kind, a, c), low)
        high = known.where(unsure, known.greatest(kind, b, d), high)
    lacking = _where(perhaps, of_yes), _where(np.logical_not(surely), of_no)
    return _number(low, high, _joined(missing, *lacking))


# --- rows ---


def rows_of(test: Value, count: int) -> Array:
    """The rows where a test holds, or where it may."""
    return known.rows_of(triple(test)[1], count)


def take(value: Value, rows: Value) -> Value:
    if _all_known(value):
        return known.take(value, rows)
    return tuple(known.take(each, rows) for each in value)


def put(
    value: Value, rows: Array, otherwise: Value, count: int, kind: Kind, test: Value = True
) -> Value:
    """A column of which some rows have a value, or where the test is not settled perhaps."""
    if _all_known(value, otherwise, test):
        return known.put(value, rows, otherwise, count, kind)
    (low, high, missing), (a, b, lacking) = triple(value), triple(otherwise)
    surely, perhaps, unsaid = triple(take(test, rows))
    if surely is not perhaps:
        unsure = np.not_equal(surely, perhaps)
        low = known.where(unsure, np.minimum(low, a), low)
        high = known.where(unsure, np.maximum(high, b), high)
        low, high, missing = _number(low, high, _joined(missing, unsaid, _where(unsure, lacking)))
    return (
        known.put(low, rows, a, count, kind),
        known.put(high, rows, b, count, kind),
        _put_set(missing, rows, lacking, count),
    )


def _put_set(missing: Value, rows: Array, otherwise: Value, count: int) -> Value:
    made = np.full(count, otherwise, np.asarray(missing | otherwise).dtype)
    made[rows] = missing
    return made


# --- over the members of each household ---


def _gathered(low: Value, high: Value, missing: Value, among: Value, bounds: Array) -> Value:
    """A number of each household, with what is missing of those who are or may be among them."""
    _, perhaps, unsaid = triple(among)
    lacking = _joined(_where(perhaps, missing), unsaid)
    return _number(low, high, _any(lacking, bounds))


def _any(missing: Value, bounds: Array) -> Value:
    """What is missing of any member of each household."""
    if isinstance(missing, int):
        return missing if missing == 0 else known.where(np.diff(bounds) > 0, missing, 0)
    made = np.zeros(len(bounds) - 1, missing.dtype)
    some = np.flatnonzero(np.diff(bounds))
    if len(some):
        spread = known.spread(missing, int(bounds[-1]))
        made[some] = np.bitwise_or.reduceat(spread, bounds[:-1].take(some))
    return made


def total(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    """Whoever is perhaps among them counts for nothing or for what he or she may have."""
    if _all_known(value, among):
        return known.total(value, among, bounds, kind)
    low, high, missing = triple(value)
    surely, perhaps, _ = triple(among)
    if surely is not perhaps:
        unsure = np.not_equal(surely, perhaps)
        low = known.where(unsure, np.minimum(low, 0), low)
        high = known.where(unsure, np.maximum(high, 0), high)
    least_, most = (known.total(each, perhaps, bounds, kind) for each in (low, high))
    return _gathered(least_, most, missing, among, bounds)


def count(among: Value, bounds: Array) -> Value:
    if _all_known(among):
        return known.count(among, bounds)
    surely, perhaps, missing = triple(among)
    found = known.count(surely, bounds), known.count(perhaps, bounds)
    return _number(*found, _any(missing, bounds))


def exists(among: Value, bounds: Array) -> Value:
    """One member for whom it holds settles it."""
    if _all_known(among):
        return known.exists(among, bounds)
    surely, perhaps, missing = triple(among)
    found = known.exists(surely, bounds), known.exists(perhaps, bounds)
    return _truth(*found, _any(missing, bounds))


def largest(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    if _all_known(value, among):
        return known.largest(value, among, bounds, kind)
    low, high, missing = triple(value)
    surely, perhaps, _ = triple(among)
    somebody = known.exists(surely, bounds)
    # while it may be nobody, nothing is possible as well
    lowest = np.minimum(known.smallest(low, perhaps, bounds, kind), 0)
    highest = known.largest(high, perhaps, bounds, kind)
    least_ = known.where(somebody, known.largest(low, surely, bounds, kind), lowest)
    most = known.where(somebody, highest, np.maximum(highest, 0))
    return _gathered(least_, most, missing, among, bounds)


def smallest(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    if _all_known(value, among):
        return known.smallest(value, among, bounds, kind)
    low, high, missing = triple(value)
    surely, perhaps, _ = triple(among)
    somebody = known.exists(surely, bounds)
    lowest = known.smallest(low, perhaps, bounds, kind)
    highest = np.maximum(known.largest(high, perhaps, bounds, kind), 0)
    least_ = known.where(somebody, lowest, np.minimum(lowest, 0))
    most = known.where(somebody, known.smallest(high, surely, bounds, kind), highest)
    return _gathered(least_, most, missing, among, bounds)


# --- what is decided ---


def first(tests: Sequence[Value], count: int) -> Sequence[Value]:
    """The tests of circles themselves: which is the first is said once each is settled."""
    return tests


def due(entitled: Value, amount: Value) -> tuple[Value, Value]:
    return entitled, amount


def reasons(*truths: Value) -> Sequence[Value]:
    return truths
