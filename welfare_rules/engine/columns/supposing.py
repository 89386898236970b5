"""What is supposed of comparisons in rows, and what cannot be said of them there.

`compared` and `of_step` stand beside the operations of `bounded`: printed code calls them with
every comparison and every step of the law. What is supposed counts only where the bounds do not say
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.bounded import Unfound, Value, triple
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.unfound import any_of, empty, words_at

Condition = tuple[bool, Callable[[], Value]]
"""Whether it is one for each member, and what works it out."""


@dataclass(frozen=True, slots=True, eq=False)
class LeftOpen:
    """A comparison in the rows where it cannot be said: of households, or of members.

    With what it rests on there, facts and what nobody has found, and the bounds of what it compares
    and with what.
    """

    number: int
    of_member: bool
    rows: Array
    missing: Array
    figures: Array
    own: tuple[Array, Array] | None
    other: tuple[Array, Array] | None

    def at(self, places: Array) -> LeftOpen:
        """In some of these rows."""
        own, other = (
            None if each is None else (each[0][places], each[1][places])
            for each in (self.own, self.other)
        )
        rests = self.missing[places], self.figures[places]
        return LeftOpen(self.number, self.of_member, self.rows[places], *rests, own, other)


@dataclass(slots=True, eq=False)
class Supposed:
    """For comparisons by their numbers the rows in which one is supposed, and whether it holds.

    `left` are those that cannot be said, `missing` is what is missing of each step in its rows, and
    `figures` what nobody has found of that, in so many `words`; `conditions` are those of its
    formula, for members or for households: all these are filled while printed code runs. `held` are
    the conditions that were asked for.
    """

    households: int
    people: int
    truths: Mapping[int, tuple[Array, Array]]
    words: int = 0
    against: list[tuple[bool, Array]] = field(default_factory=list[tuple[bool, Array]])
    left: list[LeftOpen] = field(default_factory=list[LeftOpen])
    missing: dict[int, Array] = field(default_factory=dict[int, Array])
    figures: dict[int, Sequence[Value]] = field(default_factory=dict[int, Sequence[Value]])
    conditions: dict[int, Condition] = field(default_factory=dict[int, Condition])
    held: dict[int, Array] = field(default_factory=dict[int, Array])

    def may_hold(self, condition: int) -> Array:
        """In which rows a condition holds or may hold."""
        if condition not in self.held:
            of_member, work = self.conditions[condition]
            count = self.people if of_member else self.households
            self.held[condition] = known.spread(triple(work())[1], count)
        return self.held[condition]


def compared(
    supposed: Supposed, number: int, of_member: bool, value: Value, own: Value, other: Value
) -> Value:
    """The value of a comparison, as it is supposed where it cannot be said."""
    surely, perhaps, missing = triple(value)
    if surely is perhaps and number not in supposed.truths:
        return value
    count = supposed.people if of_member else supposed.households
    low, high, missing = (known.spread(each, count) for each in (surely, perhaps, missing))
    figures = value.figures if isinstance(value, Unfound) else (0,) * supposed.words
    unsure = np.not_equal(low, high)
    given = supposed.truths.get(number)
    if given is not None:
        rows, truths = given
        there = unsure[rows]
        otherwise = rows[~there & (high[rows] != truths)]
        if len(otherwise):
            supposed.against.append((of_member, otherwise))
        rows = rows[there]
        low, high, missing = low.copy(), high.copy(), missing.copy()
        low[rows] = high[rows] = truths[there]
        missing[rows] = 0
        figures = tuple(each if empty(each) else _none_of(each, rows, count) for each in figures)
        unsure[rows] = False
    rows = np.flatnonzero(unsure)
    if len(rows):
        sides = [_bounds(each, rows, count) for each in (own, other)]
        rests = missing[rows], words_at(figures, rows)
        supposed.left.append(LeftOpen(number, of_member, rows, *rests, *sides))
    if isinstance(value, Unfound):
        return Unfound(low, high, missing, figures)
    return low, high, missing


def of_step(
    supposed: Supposed,
    number: int,
    of_member: bool,
    value: Value,
    conditions: Mapping[int, Condition],
) -> Value:
    """The value of a step; what is missing of it is told, or of any number that it is made of."""
    supposed.conditions.update(conditions)
    missing = triple(value)[2]
    if not (isinstance(missing, int) and missing == 0):
        count = supposed.people if of_member else supposed.households
        missing = known.spread(missing, count)
        found = supposed.missing.get(number)
        supposed.missing[number] = missing if found is None else found | missing
    if isinstance(value, Unfound):
        before = supposed.figures.get(number)
        both = None if before is None else zip(before, value.figures, strict=True)
        supposed.figures[number] = value.figures if both is None else [any_of(*e) for e in both]
    return value


def _none_of(words: Value, rows: Array, count: int) -> Array:
    """Sets that are empty in some rows."""
    made = known.spread(words, count).copy()
    made[rows] = 0
    return made


def _bounds(value: Value, rows: Array, count: int) -> tuple[Array, Array] | None:
    """The bounds of a value in some rows; None where it was not asked for."""
    if value is None:
        return None
    low, high, _ = triple(value)
    if isinstance(value, Unfound):  # without an end it is not known: its bounds do not meet
        high = known.where(np.asarray(value.no_low) | value.no_high, low + 1, high)
    return known.spread(low, count)[rows], known.spread(high, count)[rows]
