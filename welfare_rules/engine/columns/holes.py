"""The operations of printed code where figures or formulas of the law were never found.

Each of these is a hole: it lies between the ends that the law declares, and may have none. What
rests on any is `Unfound`, which tells the holes beside its bounds, and where it has none; these are
the bounds of the reference engine, before it tries any possibility. All other values are what
`bounded` calls values, and so is what turns out to be known whatever the holes may be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import DTypeLike

from welfare_rules.engine.columns import bounded, known
from welfare_rules.engine.columns.bounded import FIGURE, OPEN, Unfound, Value
from welfare_rules.engine.columns.kinds import Array, Kind
from welfare_rules.engine.columns.unfound import (
    alike,
    any_of,
    empty,
    hole,
    number_of,
    sets_of,
    truth_of,
    within,
    without,
    without_holes,
)

__all__ = ["OPEN", "hole"]


# --- numbers ---


def add(left: Value, right: Value, kind: Kind) -> Value:
    if without_holes(left, right):
        return bounded.add(left, right, kind)
    a, b = both_ = alike((left, right))
    return number_of(
        known.add(a.low, b.low, kind),
        known.add(a.high, b.high, kind),
        sets_of(both_),
        any_of(a.no_low, b.no_low),
        any_of(a.no_high, b.no_high),
    )


def subtract(left: Value, right: Value, kind: Kind) -> Value:
    if without_holes(left, right):
        return bounded.subtract(left, right, kind)
    a, b = both_ = alike((left, right))
    return number_of(
        known.subtract(a.low, b.high, kind),
        known.subtract(a.high, b.low, kind),
        sets_of(both_),
        any_of(a.no_low, b.no_high),
        any_of(a.no_high, b.no_low),
    )


def multiply(left: Value, right: Value, kind: Kind) -> Value:
    """A number brought to another denominator, which is known and above 0."""
    if without_holes(left, right):
        return bounded.multiply(left, right, kind)
    a, b = both_ = alike((left, right))
    found = _ends(known.multiply, a, b, kind)
    return number_of(
        *found, sets_of(both_), any_of(a.no_low, b.no_low), any_of(a.no_high, b.no_high)
    )


scaled = multiply


def _ends(
    work: Callable[..., Value], left: Unfound, right: Unfound, kind: Kind
) -> tuple[Value, Value]:
    """The lowest and the highest that an operation comes to at the ends of its operands."""
    tops = (left.low,) if left.low is left.high else (left.low, left.high)
    others = (right.low,) if right.low is right.high else (right.low, right.high)
    found = [work(top, each, kind) for top in tops for each in others]
    return known.least(kind, *found), known.greatest(kind, *found)


def product(left: Value, right: Value, kind: Kind) -> Value:
    """A product of the law. Nothing times anything is nothing; else, where an end is not there, the
    other is not either unless both factors are known to be no less than 0.
    """
    if without_holes(left, right):
        return bounded.multiply(left, right, kind)
    a, b = both_ = alike((left, right))
    low, high = _ends(known.multiply, a, b, kind)
    no_end = any_of(a.no_low, a.no_high, b.no_low, b.no_high)
    if empty(no_end):
        return number_of(low, high, sets_of(both_))
    no_end = without(any_of(_is_nothing(a), _is_nothing(b)), no_end)
    no_low = no_end & any_of(a.no_low, b.no_low, np.less(a.low, 0), np.less(b.low, 0))
    low = known.where(no_end, known.multiply(a.low, b.low, kind), low)
    return number_of(low, high, sets_of(both_), no_low, no_end)


def _is_nothing(value: Unfound) -> Value:
    """Where a number is known to be 0."""
    ends = np.equal(value.low, 0) & np.equal(value.high, 0)
    return without(any_of(value.no_low, value.no_high), ends)


def top(left: Value, right: Value, kind: Kind) -> Value:
    """The numerator of an exact quotient by something above 0; of what that comes to by something
    without an end the reference engine says it.
    """
    if without_holes(left, right):
        return bounded.top(left, right, kind)
    if isinstance(right, Unfound):
        return product(left, _with_ends(right), kind)
    return product(left, right if isinstance(right, tuple) else 1, kind)


def _with_ends(value: Unfound) -> Unfound:
    """A value that means nothing where it has not both ends."""
    no_end = any_of(value.no_low, value.no_high)
    if empty(no_end):
        return value
    missing = any_of(value.missing, np.asarray(no_end, np.int8) * FIGURE)
    return Unfound(value.low, value.high, missing, value.figures)


def bottom(part: Value, kind: Kind) -> Value:
    """The denominator of exact quotients by a number: where that is not known its ends together."""
    if not isinstance(part, Unfound):
        return bounded.bottom(part, kind)
    return known.multiply(part.low, part.high, kind)


def _quotient(work: Callable[..., Value], plain: Callable[..., Value]) -> Callable[..., Value]:
    def worked(left: Value, right: Value, kind: Kind) -> Value:
        if without_holes(left, right):
            return plain(left, right, kind)
        a, b = both_ = alike((left, right))
        return number_of(*_ends(work, a, b, kind), sets_of(both_), a.no_low, a.no_high)

    return worked


floor_divide = _quotient(known.floor_divide, bounded.floor_divide)
half_even = _quotient(known.half_even, bounded.half_even)
rest, rising = bounded.rest, bounded.rising  # of days, which are never holes


def least(kind: Kind, *parts: Value) -> Value:
    """A part that can no longer be the least is not missed."""
    if without_holes(*parts):
        return bounded.least(kind, *parts)
    found = alike(parts)
    low = known.least(kind, *(each.low for each in found))
    high, no_high = _nearest(known.least, kind, [(each.high, each.no_high) for each in found])
    reach = [any_of(np.less(each.low, high), each.no_low, no_high) for each in found]
    no_low = any_of(*(each.no_low for each in found))
    return number_of(low, high, _reaching(found, reach), no_low, no_high)


def greatest(kind: Kind, *parts: Value) -> Value:
    """A part that can no longer be the greatest is not missed."""
    if without_holes(*parts):
        return bounded.greatest(kind, *parts)
    found = alike(parts)
    high = known.greatest(kind, *(each.high for each in found))
    low, no_low = _nearest(known.greatest, kind, [(each.low, each.no_low) for each in found])
    reach = [any_of(np.greater(each.high, low), each.no_high, no_low) for each in found]
    no_high = any_of(*(each.no_high for each in found))
    return number_of(low, high, _reaching(found, reach), no_low, no_high)


def _nearest(
    pick: Callable[..., Value], kind: Kind, ends: Sequence[tuple[Value, Value]]
) -> tuple[Value, Value]:
    """The extreme one of those ends that are there, and where none is."""
    found, none = ends[0]
    for end, missing in ends[1:]:
        both_ = pick(kind, found, end)
        if not empty(missing):
            both_ = known.where(missing, known.of_kind(found, kind), both_)
        if not empty(none):
            both_ = known.where(none, known.of_kind(end, kind), both_)
        found, none = both_, _both_of(none, missing)
    return found, none


def _both_of(one: Value, other: Value) -> Value:
    return False if empty(one) or empty(other) else one & other


def _reaching(parts: Sequence[Unfound], rows: Sequence[Value]) -> tuple[Value, list[Value]]:
    """What is missing of some values, each in those rows where it reaches to the extreme one; what
    is missing altogether is so in all rows.
    """
    reached = [
        Unfound(
            each.low,
            each.high,
            any_of(within(there, each.missing), each.missing & FIGURE),
            tuple(within(there, one) for one in each.figures),
        )
        for each, there in zip(parts, rows, strict=True)
    ]
    return sets_of(reached)


def narrowed(value: Value, kind: Kind) -> Value:
    if not isinstance(value, Unfound):
        return bounded.narrowed(value, kind)
    ends = known.narrowed(value.low, kind), known.narrowed(value.high, kind)
    return Unfound(*ends, value.missing, value.figures, value.no_low, value.no_high)


# --- conditions ---


def _compared(
    test: Callable[..., Value], plain: Callable[..., Value], *, rises: bool
) -> Callable[..., Value]:
    """A comparison that holds of all values, of none, or of some; `rises` with its right side."""

    def compared(left: Value, right: Value) -> Value:
        if without_holes(left, right):
            return plain(left, right)
        a, b = both_ = alike((left, right))
        one, other = (a, b) if rises else (b, a)  # which is to be the lesser one
        near = test(a.high, b.low) if rises else test(a.low, b.high)
        far = test(a.low, b.high) if rises else test(a.high, b.low)
        surely = without(any_of(one.no_high, other.no_low), near)
        return _settled(surely, any_of(far, one.no_low, other.no_high), sets_of(both_))

    return compared


def _settled(surely: Value, perhaps: Value, sets: tuple[Value, Sequence[Value]]) -> Value:
    """A condition, which is not settled by what means nothing."""
    missing = sets[0]
    if not empty(missing):
        means_nothing = np.not_equal(missing & FIGURE, 0)
        surely, perhaps = without(means_nothing, surely), perhaps | means_nothing
    return truth_of(surely, perhaps, sets)


less = _compared(known.less, bounded.less, rises=True)
at_most = _compared(known.at_most, bounded.at_most, rises=True)
more = _compared(known.more, bounded.more, rises=False)
at_least = _compared(known.at_least, bounded.at_least, rises=False)


def equal(left: Value, right: Value) -> Value:
    if without_holes(left, right):
        return bounded.equal(left, right)
    a, b = both_ = alike((left, right))
    same = np.equal(a.low, a.high) & np.equal(b.low, b.high) & np.equal(a.low, b.low)
    surely = without(any_of(a.no_low, a.no_high, b.no_low, b.no_high), same)
    upwards = any_of(np.less_equal(a.low, b.high), a.no_low, b.no_high)
    downwards = any_of(np.less_equal(b.low, a.high), b.no_low, a.no_high)
    return _settled(surely, upwards & downwards, sets_of(both_))


def unequal(left: Value, right: Value) -> Value:
    return negated(equal(left, right))


def one_of(item: Value, *values: int) -> Value:
    """Whether a number is one of some constants: all within its bounds are, or some."""
    if not isinstance(item, Unfound):
        return bounded.one_of(item, *values)
    surely: Value = False
    perhaps: Value = False
    for first_, last in known.runs(values):
        surely = surely | (np.greater_equal(item.low, first_) & np.less_equal(item.high, last))
        perhaps = perhaps | (np.greater_equal(item.high, first_) & np.less_equal(item.low, last))
    no_end = any_of(item.no_low, item.no_high)
    return _settled(without(no_end, surely), any_of(perhaps, no_end), sets_of([item]))


def both(*parts: Value) -> Value:
    """One part that fails settles it, wherever it stands."""
    return bounded.both(*parts) if without_holes(*parts) else _junction(known.both, parts)


def either(*parts: Value) -> Value:
    """One part that holds settles it, wherever it stands."""
    return bounded.either(*parts) if without_holes(*parts) else _junction(known.either, parts)


def _junction(work: Callable[..., Value], parts: Sequence[Value]) -> Value:
    found = alike(parts)
    low, high = work(*(each.low for each in found)), work(*(each.high for each in found))
    return truth_of(low, high, sets_of(found))


def negated(part: Value) -> Value:
    if not isinstance(part, Unfound):
        return bounded.negated(part)
    low, high = known.negated(part.high), known.negated(part.low)
    return Unfound(low, high, part.missing, part.figures)


def choose(test: Value, yes: Value, no: Value, kind: Kind) -> Value:
    """Where the test is not settled, whatever either branch may be."""
    if without_holes(test, yes, no):
        return bounded.choose(test, yes, no, kind)
    asked, one, other = alike((test, yes, no))
    surely, perhaps = asked.low, asked.high
    may_fail = np.logical_not(surely)

    def either_way(of_yes: Value, of_no: Value) -> Value:
        return any_of(within(perhaps, of_yes), within(may_fail, of_no))

    low, high = (
        known.choose(surely, *each, kind) for each in ((one.low, other.low), (one.high, other.high))
    )
    if surely is not perhaps:
        unsure = np.not_equal(surely, perhaps)
        low = known.where(unsure, known.least(kind, one.low, other.low), low)
        high = known.where(unsure, known.greatest(kind, one.high, other.high), high)
    missing = any_of(asked.missing, either_way(one.missing, other.missing))
    words = zip(asked.figures, one.figures, other.figures, strict=True)
    figures = [any_of(of_test, either_way(*branches)) for of_test, *branches in words]
    ends = either_way(one.no_low, other.no_low), either_way(one.no_high, other.no_high)
    return number_of(low, high, (missing, figures), *ends)


# --- rows ---


rows_of = bounded.rows_of


def take(value: Value, rows: Value) -> Value:
    if not isinstance(value, Unfound):
        return bounded.take(value, rows)
    return _each(value, lambda part: known.take(part, rows))


def _each(value: Unfound, work: Callable[[Value], Value]) -> Unfound:
    """A value of other rows."""
    low, high, missing, no_low, no_high = (
        work(each) for each in (value.low, value.high, value.missing, value.no_low, value.no_high)
    )
    return Unfound(low, high, missing, tuple(map(work, value.figures)), no_low, no_high)


def put(
    value: Value, rows: Array, otherwise: Value, count: int, kind: Kind, test: Value = True
) -> Value:
    """A column of which some rows have a value, or where the test is not settled perhaps."""
    if without_holes(value, otherwise, test):
        return bounded.put(value, rows, otherwise, count, kind, test)
    inside = choose(take(test, rows), value, otherwise, kind)
    if not isinstance(inside, Unfound):
        return bounded.put(inside, rows, otherwise, count, kind)
    made, other = alike((inside, otherwise))

    def column(part: Value, beside: Value, kind: DTypeLike) -> Array:
        made = np.full(count, beside, kind)
        made[rows] = part
        return made

    return Unfound(
        known.put(made.low, rows, other.low, count, kind),
        known.put(made.high, rows, other.high, count, kind),
        column(made.missing, other.missing, np.asarray(made.missing).dtype),
        tuple(column(*each, np.int64) for each in zip(made.figures, other.figures, strict=True)),
        column(made.no_low, other.no_low, np.bool_),
        column(made.no_high, other.no_high, np.bool_),
    )


# --- over the members of each household ---


def _gathered(low: Value, high: Value, value: Unfound, among: Unfound, bounds: Array) -> Value:
    """A number of each household, with what is missing of those who are or may be among them."""
    perhaps = among.high
    missing = any_of(within(perhaps, value.missing), among.missing)
    figures = [
        any_of(within(perhaps, own), unsaid)
        for own, unsaid in zip(value.figures, among.figures, strict=True)
    ]
    no_low, no_high = (
        _anyone(within(perhaps, one), bounds) for one in (value.no_low, value.no_high)
    )
    sets = _anyone(missing, bounds), [_anyone(each, bounds) for each in figures]
    return number_of(low, high, sets, no_low, no_high)


def _anyone(mask: Value, bounds: Array) -> Value:
    """What is in the sets of any members of each household, or of whom a condition holds."""
    if empty(mask):
        return mask
    found = known.spread(mask, int(bounds[-1]))
    made = np.zeros(len(bounds) - 1, found.dtype)
    some = np.flatnonzero(np.diff(bounds))
    if len(some):
        made[some] = np.bitwise_or.reduceat(found, bounds[:-1].take(some))
    return made


def total(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    """Whoever is perhaps among them counts for nothing or for what he or she may have."""
    if without_holes(value, among):
        return bounded.total(value, among, bounds, kind)
    own, there = alike((value, among))
    low, high = own.low, own.high
    if there.low is not there.high:
        unsure = np.not_equal(there.low, there.high)
        low = known.where(unsure, known.least(kind, low, 0), low)
        high = known.where(unsure, known.greatest(kind, high, 0), high)
    low, high = (known.total(each, there.high, bounds, kind) for each in (low, high))
    return _gathered(low, high, own, there, bounds)


def count(among: Value, bounds: Array) -> Value:
    if not isinstance(among, Unfound):
        return bounded.count(among, bounds)
    found = known.count(among.low, bounds), known.count(among.high, bounds)
    return number_of(*found, _of_any(among, bounds))


def exists(among: Value, bounds: Array) -> Value:
    """One member for whom it holds settles it."""
    if not isinstance(among, Unfound):
        return bounded.exists(among, bounds)
    found = known.exists(among.low, bounds), known.exists(among.high, bounds)
    return truth_of(*found, _of_any(among, bounds))


def _of_any(among: Unfound, bounds: Array) -> tuple[Value, list[Value]]:
    """What is missing of any member."""
    return _anyone(among.missing, bounds), [_anyone(each, bounds) for each in among.figures]


def largest(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    return _furthest(bounded.largest, value, among, bounds, kind)


def smallest(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    return _furthest(bounded.smallest, value, among, bounds, kind)


def _furthest(
    work: Callable[..., Value], value: Value, among: Value, bounds: Array, kind: Kind
) -> Value:
    """The extreme one of what members have; of what has no ends the reference engine says it."""
    if without_holes(value, among):
        return work(value, among, bounds, kind)
    own, there = alike((value, among))
    low, high, _ = bounded.triple(
        work((own.low, own.high, 0), (there.low, there.high, 0), bounds, kind)
    )
    return _gathered(low, high, _with_ends(own), there, bounds)


# --- what is decided ---

surely, first, due, reasons = bounded.surely, bounded.first, bounded.due, bounded.reasons
