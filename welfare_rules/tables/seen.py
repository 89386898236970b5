"""What NumPy makes of a column of Arrow: numbers, values each once, ids as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from welfare_rules.tables.coded import Coded, Typed, once_each
from welfare_rules.tables.memory import DAYS, NUMBERS, OFFSETS, SHORT, TRUTHS, VIEWS, Memory
from welfare_rules.tables.texts import LONGEST, Texts, plain_texts

Array = NDArray[Any]
_EXACT = frozenset("csilCSIg")
"""Numbers that 64 bits with a sign, or the longer binary numbers, hold as they are."""
_WORD = 8  # bytes
_LONG = np.uint64(SHORT + 1)
"""What stands for a text that is too long for a view, with its place behind it."""
_DECIMAL = re.compile(r"d:[0-9]+,([0-2])(,128)?")  # of at most two decimals


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A column of Arrow; `some` makes Python values of some rows."""

    array: Any
    memory: Memory
    some: Callable[[Sequence[int]], list[object]]

    @classmethod
    def of(cls, array: Any, some: Callable[[Sequence[int]], list[object]]) -> Seen:
        """A column as NumPy sees it."""
        return cls(array, Memory.of(array), some)

    def typed(self) -> Typed | None:
        """Numbers or days; None for a column of anything else."""
        memory = self.memory
        if memory.of_dictionary:
            return None
        decimal = _DECIMAL.fullmatch(memory.form)
        if decimal is not None:
            values = _binary(memory.decimals(), int(decimal[1]))
        elif memory.form == DAYS:
            values = memory.numbers().astype("datetime64[D]")
        elif memory.form in _EXACT:
            values = memory.numbers()
        else:
            return None
        return Typed(values, memory.there, self.some)

    def coded(self) -> Coded | None:
        """Each value once, with the places of all; None where that is no quicker."""
        memory = self.memory
        if memory.of_dictionary:
            return Coded(_words_of(self.array).to_pylist(), memory.numbers()).but(memory.there)
        if memory.form == TRUTHS:
            return Coded((False, True), memory.truths().view(np.uint8)).but(memory.there)
        if memory.form in NUMBERS and memory.form != DAYS:
            values = memory.numbers()
            first, codes = once_each([values.view(f"u{values.itemsize}")])
            return Coded(values[first].tolist(), codes).but(memory.there)
        if memory.form == VIEWS:
            return self._of_views(*memory.views())
        found = memory.texts() if memory.form in OFFSETS else None
        if found is None or int(found[2].max(initial=0)) > LONGEST:
            return None
        words, sizes = Texts.in_bytes(*found).words.T, found[2]
        if memory.there is not None:
            sizes = np.where(memory.there, sizes, -1)
        keys = (sizes.view(np.uint64), *words)
        first, codes = once_each(keys)
        return Coded([_sized(each) for each in _rows(keys, first)], codes)

    def _of_views(self, upper: Array, lower: Array) -> Coded | None:
        """The same of texts of which the short ones stand in two numbers; the others are looked at
        apart, and their places stand for them.
        """
        sizes = upper.astype(np.int32)
        rows = np.flatnonzero(sizes > SHORT)
        long = _long(self.array, rows) if len(rows) else None
        if len(rows) and long is None:
            return None
        if long is not None:
            upper, lower = upper.copy(), lower.copy()
            upper[rows], lower[rows] = _LONG, long.codes
        keys = (upper, lower)
        first, codes = once_each(keys)
        known = () if long is None else long.values
        return Coded([_of_view(each, known) for each in _rows(keys, first)], codes)

    def texts(self) -> tuple[Texts, Array] | None:
        """Texts, and which of them are plain (`plain_texts`); None where there are none."""
        memory = self.memory
        if memory.of_dictionary:
            words = _words_of(self.array)
            known = Seen.of(words, lambda _: []).texts()
            if known is None or not len(words):
                return None
            codes = memory.numbers()
            if memory.there is not None:
                codes = np.where(memory.there, codes, 0)
            texts, plain = (each[codes] for each in (known[0].words, known[1]))
            plain = plain if memory.there is None else plain & memory.there
            return Texts(texts), plain
        found = _in_bytes(self.array, memory)
        return None if found is None else plain_texts(*found)


def _rows(keys: Sequence[Array], rows: Array) -> list[bytes]:
    """Some rows of numbers of 64 bits as bytes."""
    return [each.tobytes() for each in np.column_stack([each[rows] for each in keys])]


def _of_view(view: bytes, long: Sequence[Any]) -> Any:
    """The text that stands in a view, or for whose place among the long ones it stands."""
    size = int.from_bytes(view[:4], "little", signed=True)
    if size > SHORT:
        return long[int.from_bytes(view[8:], "little")]
    return None if size < 0 else view[4 : 4 + size].decode(errors="replace")


def _sized(key: bytes) -> str | None:
    """The text behind its size; None where that is less than nothing."""
    size = int.from_bytes(key[:_WORD], "little", signed=True)
    return None if size < 0 else key[_WORD : _WORD + size].decode(errors="replace")


def _long(array: Any, rows: Array) -> Coded | None:
    """The texts of some rows, which do not stand in their views."""
    arrow = _arrow()
    some = array.take(arrow.Array(rows)).cast(arrow.DataType.large_utf8())
    return Seen.of(some, lambda _: []).coded()


def _in_bytes(array: Any, memory: Memory) -> tuple[Array, Array, Array] | None:
    if memory.form == VIEWS:
        return Memory.of(array.cast(_arrow().DataType.large_utf8())).texts()
    return memory.texts() if memory.form in OFFSETS else None


def _binary(halves: Array, decimals: int) -> Array:
    """Decimal numbers as the binary numbers that are the nearest; NaN for those of many digits."""
    lower, upper = halves[:, 0], halves[:, 1]
    short = upper == lower >> 63
    return np.where(short, lower / 10**decimals, np.nan)


def _arrow() -> Any:
    return import_module("arro3.core")


def _words_of(array: Any) -> Any:
    """The values of a dictionary."""
    return _arrow().dictionary_dictionary(array)
