"""What the cells of a column mean, as numbers: each text, number or day of it is asked once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from welfare_rules.basics.once import Once
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.law.model import Fact
from welfare_rules.runs.typed import ASKED, may_be_plain, plainly
from welfare_rules.tables.coded import Typed
from welfare_rules.tables.headings import Heading

NOTHING, ODD = -(1 << 62), -(1 << 62) + 1
"""What stands for a cell that says nothing, and for one that is not plain."""
KEPT = 1 << 16  # cells of a column whose meaning is kept
_HASHED = frozenset({str, int, float, bool, datetime.date})
Meaning = Callable[[Any], int]
"""The number that a cell means, or `NOTHING`, or `ODD`."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What the cells of a column mean. In the rows of `nothing` nothing is said, those of `odd` are
    among them; None where there are none such.
    """

    values: Array
    nothing: Array | None = None
    odd: Array | None = None

    @classmethod
    def of(cls, numbers: Array, kind: np.dtype[Any]) -> Said:
        """What numbers say, among which `NOTHING` and `ODD` may be."""
        nothing = numbers <= ODD
        if not nothing.any():
            return cls(numbers.astype(kind))
        odd = numbers == ODD
        values = np.where(nothing, 0, numbers).astype(kind)
        return cls(values, nothing, odd if odd.any() else None)

    @classmethod
    def none(cls, count: int) -> Said:
        """Nothing, of so many rows."""
        return cls(_all(np.int8(0), count), _all(np.True_, count))

    def at(self, codes: Array) -> Said:
        """What is said in rows by the places of their values."""
        if len(self.values) == 1:
            return self._each(lambda part: _all(part[0], len(codes)))
        return self._each(lambda part: part[codes])

    def only(self, there: Array) -> Said:
        """What is said in all rows of which some are there, in those; in the others nothing."""
        nothing = ~there
        if self.nothing is not None:
            nothing[there] = self.nothing
        values = _spread(self.values, there)
        return Said(values, nothing, None if self.odd is None else _spread(self.odd, there))

    def _each(self, made: Callable[[Array], Array]) -> Said:
        parts = (None if each is None else made(each) for each in (self.nothing, self.odd))
        return Said(made(self.values), *parts)


def _all(value: Any, count: int) -> Array:
    """The same in so many rows, kept once."""
    return np.broadcast_to(value, count)


def _spread(values: Array, there: Array) -> Array:
    made = np.zeros(len(there), values.dtype)
    made[there] = values
    return made


def joined_said(parts: Sequence[Said | Array], kind: np.dtype[Any]) -> Said:
    """What is said in some rows and those behind them, of which there are some; numbers are not
    looked at yet.
    """
    if not any(isinstance(each, Said) for each in parts):
        return Said.of(np.concatenate(cast("Sequence[Array]", parts)), kind)
    made = [each if isinstance(each, Said) else Said.of(each, kind) for each in parts]
    if len(made) == 1:
        return made[0]
    values = one_behind_other([each.values for each in made])
    return Said(
        values,
        _masks([(each.nothing, len(each.values)) for each in made]),
        _masks([(each.odd, len(each.values)) for each in made]),
    )


def _masks(parts: Sequence[tuple[Array | None, int]]) -> Array | None:
    """The masks of some rows one behind the other; None where none has any row."""
    if all(each is None for each, _ in parts):
        return None
    return one_behind_other(
        [np.broadcast_to(np.False_, count) if each is None else each for each, count in parts]
    )


def one_behind_other(parts: Sequence[Array]) -> Array:
    """Arrays one behind the other; of one value it is kept once, as it is in them."""
    if all(len(each) and each.strides == (0,) and each[0] == parts[0][0] for each in parts):
        return np.broadcast_to(parts[0][0], sum(map(len, parts)))
    return np.concatenate(parts)


@dataclass(slots=True)
class Meanings:
    """What the cells of a table mean, as far as it is known; of a file all cells are texts."""

    of_file: bool
    known: dict[tuple[int, type], Once[int]] = field(
        default_factory=dict[tuple[int, type], Once[int]]
    )

    def said(
        self,
        heading: Heading,
        cells: Sequence[object],
        meaning: Meaning,
        kind: np.dtype[Any],
        fact: Fact | None = None,
    ) -> Said | Array:
        """What the cells of a column mean: of Arrow as it is, else as numbers."""
        of_arrow = getattr(cells, "seen", None)
        if of_arrow is None:
            return self._numbers(heading, cells, meaning)
        seen = of_arrow()
        typed: Typed | None = None if fact is None else seen.typed()
        if fact is not None and typed is not None and may_be_plain(fact, heading, typed.values):
            return self._typed(heading, typed, meaning, kind, fact)
        coded = seen.coded()
        if coded is None:
            return self._numbers(heading, cells, meaning)
        return Said.of(self._numbers(heading, coded.values, meaning), kind).at(coded.codes)

    def _typed(
        self, heading: Heading, typed: Typed, meaning: Meaning, kind: np.dtype[Any], fact: Fact
    ) -> Said:
        """The same of numbers and days that have a type."""
        there = typed.there
        values = typed.values if there is None else typed.values[there]
        if not len(values):
            return Said.none(len(typed.values))
        one = bool((values == values[0]).all())
        made = plainly(fact, heading.per_year, values[:1] if one else values)
        asked = np.flatnonzero(made == ASKED)
        if len(asked):
            rows = asked if there is None else np.flatnonzero(there)[asked]
            known = Once(meaning, KEPT)
            made[asked] = [known[each] for each in typed.told(rows.tolist())]
        said = Said.of(made, kind) if len(asked) else Said(made.astype(kind))
        if one:
            said = said.at(values)
        return said if there is None else said.only(there)

    def _numbers(self, heading: Heading, cells: Sequence[object], meaning: Meaning) -> Array:
        """What each of some cells means, asked once of its own kind: 1, 1.0 and yes are not the
        same.
        """
        kinds: set[type] = {str} if self.of_file else set(map(type, cells))
        kinds.discard(type(None))
        if not kinds <= _HASHED:
            return np.fromiter(map(meaning, cells), np.int64, len(cells))
        known = {kind: self._kept(heading, kind, meaning) for kind in kinds or {str}}
        if len(known) == 1:
            (found,) = known.values()
            return np.fromiter(map(found.__getitem__, cells), np.int64, len(cells))
        known[type(None)] = next(iter(known.values()))
        return np.fromiter((known[type(each)][each] for each in cells), np.int64, len(cells))

    def _kept(self, heading: Heading, kind: type, meaning: Meaning) -> Once[int]:
        """The meanings of the cells of a column, of one kind."""
        if (heading.place, kind) not in self.known:
            self.known[heading.place, kind] = Once(meaning, KEPT)
        return self.known[heading.place, kind]
