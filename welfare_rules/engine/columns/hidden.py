"""The operations of printed code over values of which some are hidden.

A value is a pair: what `known` works with, and the rows in which that means nothing because it
rests on an unknown fact or an open figure (None: nowhere). A value that is no pair is known. What
is not hidden in the end would be the same whatever the facts turned out to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.kinds import Array, Kind

Value = Any
"""A pair of what `known` calls a value and its hidden rows; or the first alone."""

OPEN = (0, True)
"""A value that needs a figure or formula that nobody has found."""


def pair(value: Value) -> tuple[Value, Value]:
    """A value with its hidden rows."""
    return cast(tuple[Value, Value], value) if isinstance(value, tuple) else (value, None)


def some(*hidden: Value) -> Value:
    """The rows that are hidden in any of these."""
    found: Value = None
    for each in hidden:
        if each is not None:
            found = each if found is None else found | each
    return found


def _where(rows: Value, hidden: Value) -> Value:
    """Those of hidden rows that are among others."""
    return None if hidden is None else rows & hidden


def _plain(work: Callable[..., Value]) -> Callable[..., Value]:
    """An operation that is hidden wherever an operand is."""

    def worked(left: Value, right: Value, *kind: Kind) -> Value:
        (one, hidden), (other, concealed) = pair(left), pair(right)
        return work(one, other, *kind), some(hidden, concealed)

    return worked


def _quotient(work: Callable[..., Value]) -> Callable[..., Value]:
    """The same for a division: a divisor that is hidden may be anything, and is never 0."""

    def worked(left: Value, right: Value, kind: Kind) -> Value:
        (one, hidden), (other, concealed) = pair(left), pair(right)
        if concealed is not None:
            other = np.maximum(other, 1)
        return work(one, other, kind), some(hidden, concealed)

    return worked


add, subtract, multiply = _plain(known.add), _plain(known.subtract), _plain(known.multiply)
less, at_most = _plain(known.less), _plain(known.at_most)
more, at_least = _plain(known.more), _plain(known.at_least)
equal, unequal = _plain(known.equal), _plain(known.unequal)
floor_divide, rest = _quotient(known.floor_divide), _quotient(known.rest)
half_even = _quotient(known.half_even)


def least(kind: Kind, *parts: Value) -> Value:
    values, hidden = zip(*map(pair, parts), strict=True)
    return known.least(kind, *values), some(*hidden)


def greatest(kind: Kind, *parts: Value) -> Value:
    values, hidden = zip(*map(pair, parts), strict=True)
    return known.greatest(kind, *values), some(*hidden)


def one_of(item: Value, *values: int) -> Value:
    value, hidden = pair(item)
    return known.one_of(value, *values), hidden


def both(*parts: Value) -> Value:
    """One part that fails settles it, wherever it stands."""
    values, hidden = zip(*map(pair, parts), strict=True)
    anywhere = some(*hidden)
    if anywhere is None:
        return known.both(*values), None
    held = known.both(*(a if b is None else a | b for a, b in zip(values, hidden, strict=True)))
    return held, held & anywhere


def either(*parts: Value) -> Value:
    """One part that holds settles it, wherever it stands."""
    values, hidden = zip(*map(pair, parts), strict=True)
    anywhere = some(*hidden)
    if anywhere is None:
        return known.either(*values), None
    held = known.either(
        *(a if b is None else a & np.logical_not(b) for a, b in zip(values, hidden, strict=True))
    )
    return held, np.logical_not(held) & anywhere


def negated(part: Value) -> Value:
    value, hidden = pair(part)
    return known.negated(value), hidden


def choose(test: Value, yes: Value, no: Value, kind: Kind) -> Value:
    """Hidden where the test is, or the value that it chooses."""
    (held, hidden), (one, of_yes), (other, of_no) = pair(test), pair(yes), pair(no)
    concealed = None
    if of_yes is not None or of_no is not None:
        concealed = np.where(held, of_yes is not None and of_yes, of_no is not None and of_no)
    return known.choose(held, one, other, kind), some(hidden, concealed)


def narrowed(value: Value, kind: Kind) -> Value:
    number, hidden = pair(value)
    return known.narrowed(number, kind), hidden


# --- rows ---


def rows_of(test: Value, count: int) -> Array:
    """The rows where a test holds, or where it may."""
    held, hidden = pair(test)
    return known.rows_of(held if hidden is None else held | hidden, count)


def take(value: Value, rows: Value) -> Value:
    (found, hidden), (chosen, _) = pair(value), pair(rows)  # which rows there are is never hidden
    return known.take(found, chosen), known.take(hidden, chosen)


def put(
    value: Value, rows: Array, otherwise: Value, count: int, kind: Kind, test: Value = True
) -> Value:
    """A column of which some rows have a value. Where the test is hidden, so is what is not right
    either way.
    """
    (found, hidden), (other, concealed) = pair(value), pair(otherwise)
    unsure = known.take(pair(test)[1], rows)
    made = known.put(found, rows, other, count, kind)
    if unsure is not None:
        hidden = some(hidden, unsure & some(np.not_equal(found, other), concealed))
    if hidden is None and concealed is None:
        return made, None
    inside = False if hidden is None else hidden
    return made, known.put(inside, rows, concealed is not None and concealed, count, "truth")


# --- over the members of each household ---


def _gathered(value: Value, among: Value, bounds: Array) -> tuple[Value, Value, Value]:
    """The values, who is among them, and in which households anything of that is hidden."""
    (found, concealed), (held, hidden) = pair(value), pair(among)
    unsure = some(hidden, _where(held, concealed))
    return found, held, None if unsure is None else known.exists(unsure, bounds)


def total(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    found, held, unsure = _gathered(value, among, bounds)
    return known.total(found, held, bounds, kind), unsure


def count(among: Value, bounds: Array) -> Value:
    _, held, unsure = _gathered(0, among, bounds)
    return known.count(held, bounds), unsure


def exists(among: Value, bounds: Array) -> Value:
    """One member for whom it holds settles it."""
    held, hidden = pair(among)
    if hidden is None:
        return known.exists(held, bounds), None
    found = known.exists(held & np.logical_not(hidden), bounds)
    return found, known.exists(hidden, bounds) & np.logical_not(found)


def largest(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    found, held, unsure = _gathered(value, among, bounds)
    return known.largest(found, held, bounds, kind), unsure


def smallest(value: Value, among: Value, bounds: Array, kind: Kind) -> Value:
    found, held, unsure = _gathered(value, among, bounds)
    return known.smallest(found, held, bounds, kind), unsure


# --- what is decided ---


def first(tests: Sequence[Value], count: int) -> Value:
    """The place of the first test that holds; hidden where one before it is."""
    found: Value = np.full(count, -1, np.int16)
    unsure: Value = np.zeros(count, np.bool_)
    for place in reversed(range(len(tests))):
        held, hidden = pair(tests[place])
        found = np.where(held, np.int16(place), found)
        unsure = unsure & np.logical_not(held)
        if hidden is not None:
            unsure = unsure | hidden
    return found, unsure


def due(entitled: Value, amount: Value) -> tuple[Value, Value, Value]:
    """Who is entitled, to how much, and where that is hidden."""
    (held, hidden), (found, concealed) = pair(entitled), pair(amount)
    return held, found, some(hidden, _where(held, concealed))


def reasons(*truths: Value) -> tuple[tuple[Value, ...], Value]:
    """Truths, and where one of them is hidden."""
    pairs = [pair(each) for each in truths]
    return tuple(held for held, _ in pairs), some(*(hidden for _, hidden in pairs))
