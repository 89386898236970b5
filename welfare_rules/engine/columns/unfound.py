"""Values that rest on figures or formulas that nobody has found: made, and what is missing of them.

Sets of what nobody has found are the bits of several words, each a number for all rows or an array;
so are conditions, such as where a value has no end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from welfare_rules.engine.columns import bounded, known
from welfare_rules.engine.columns.bounded import FIGURE, Unfound, Value
from welfare_rules.engine.columns.kinds import BITS, Array
from welfare_rules.engine.integer.form import NO_END


def hole(
    number: int, low: Value, high: Value, no_low: Value, no_high: Value, words: int
) -> Unfound:
    """One of the holes, with its ends."""
    figures = [0] * words
    figures[number // BITS] = 1 << number % BITS
    return Unfound(low, high, 0, tuple(figures), no_low, no_high)


def figures_at(value: Value, words: int, rows: Array) -> Array:
    """The holes on which a value rests in some rows, a row of words each."""
    return words_at(value.figures if isinstance(value, Unfound) else (0,) * words, rows)


def words_at(figures: Sequence[Value], rows: Array) -> Array:
    """Sets of several words in some rows, a row of words each."""
    made = np.zeros((len(rows), len(figures)), np.int64)
    for place, each in enumerate(figures):
        made[:, place] = known.take(each, rows)
    return made


def amounts(value: Value) -> tuple[Value, Value, Value]:
    """The bounds of an amount, `NO_END` below or above 0 where it has none, and what is missing of
    facts.
    """
    low, high, missing = bounded.triple(value)
    if isinstance(value, Unfound):
        if not empty(value.no_low):
            low = known.where(value.no_low, np.int64(-NO_END), low)
        if not empty(value.no_high):
            high = known.where(value.no_high, np.int64(NO_END), high)
    return low, high, missing


def without_holes(*parts: Value) -> bool:
    """Whether none of some values rests on any."""
    return not any(isinstance(each, Unfound) for each in parts)


def alike(parts: Iterable[Value]) -> list[Unfound]:
    """Values alike, each with its holes."""
    given = [*parts]
    words = next(len(each.figures) for each in given if isinstance(each, Unfound))
    return [
        each if isinstance(each, Unfound) else Unfound(*bounded.triple(each), (0,) * words)
        for each in given
    ]


def empty(mask: Value) -> bool:
    """Whether a set or condition is empty in all rows, as far as that is seen at once."""
    return isinstance(mask, (int, bool)) and not mask


def any_of(*masks: Value) -> Value:
    """A condition that holds where any of some does; a set of all that is in any of some."""
    some = [each for each in masks if not empty(each)]
    return reduce(lambda one, other: one | other, some) if some else masks[0]


def within(rows: Value, mask: Value) -> Value:
    """A set or condition in some rows, nothing in all others."""
    return mask if empty(mask) else mask * np.asarray(rows)


def without(mask: Value, rows: Value) -> Value:
    """Some rows without those of a condition."""
    return rows if empty(mask) else rows & np.logical_not(mask)


def sets_of(parts: Sequence[Unfound]) -> tuple[Value, list[Value]]:
    """All that is missing of some values, and their holes."""
    missing = any_of(*(each.missing for each in parts))
    return missing, [any_of(*each) for each in zip(*(one.figures for one in parts), strict=True)]


def number_of(
    low: Value,
    high: Value,
    sets: tuple[Value, Sequence[Value]],
    no_low: Value = False,
    no_high: Value = False,
) -> Value:
    """A number: once its bounds meet nothing is missing any more."""
    open_ = any_of(np.not_equal(low, high), no_low, no_high)
    missing, figures = sets
    if not np.any(open_) and empty(missing):
        return low
    lacking = missing if empty(missing) else missing * open_ | missing & FIGURE
    return Unfound(
        low, high, lacking, tuple(within(open_, each) for each in figures), no_low, no_high
    )


def truth_of(low: Value, high: Value, sets: tuple[Value, Sequence[Value]]) -> Value:
    """A condition: once it is settled nothing is missing any more."""
    open_ = np.not_equal(low, high)
    if not np.any(open_):
        return low
    missing, figures = sets
    return Unfound(
        low, high, within(open_, missing), tuple(within(open_, each) for each in figures)
    )
