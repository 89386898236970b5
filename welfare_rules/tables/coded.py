"""Columns in which the same values come again: each value once, and for every row its place.

Of many households most rows say what others say too. What is made of a value for a file is made
once then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from welfare_rules.tables.places import Places
from welfare_rules.tables.texts import mixed

Array = NDArray[Any]


FEW = 16
"""Different values of a column of texts that are looked for one after the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column: `values`, each once, and the place of its value for every row.

    >>> Coded(("yes", None), np.array([0, 1, 0])).tolist()
    ['yes', None, 'yes']
    """

    values: Sequence[Any]
    codes: Array

    def __len__(self) -> int:
        return len(self.codes)

    def tolist(self) -> list[Any]:
        """The cells row by row."""
        return self.told(self.values)

    def told(self, values: Sequence[Any]) -> list[Any]:
        """The cells row by row, with other values in the places of its own."""
        return list(map(values.__getitem__, self.codes.tolist()))

    def but(self, there: Array | None) -> Coded:
        """The column with None in all rows but these; None where all are there."""
        if there is None:
            return self
        codes = np.where(there, self.codes.astype(np.intp), len(self.values))
        return Coded([*self.values, None], codes)

    def at(self, rows: Array | slice) -> Coded:
        """The column of some rows."""
        return Coded(self.values, self.codes[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Typed:
    """Numbers or days of a column as NumPy has them (days as `datetime64[D]`).

    `there` are the rows that have a value, None where all have one; `told` makes Python values of
    those in some rows.
    """

    values: Array
    there: Array | None
    told: Callable[[Sequence[int]], Sequence[Any]]


def alike(value: object, count: int) -> Coded:
    """A column that is the same in all rows.

    >>> alike("2021-08", 2).tolist()
    ['2021-08', '2021-08']
    """
    return Coded((value,), np.zeros(count, np.int8))


def listed_once(cells: Sequence[Any]) -> Coded:
    """A column of which every cell is another one, such as ids."""
    return Coded(cells, np.arange(len(cells)))


def joined(columns: Sequence[Coded]) -> Coded:
    """Columns one after the other.

    >>> joined([alike("a", 1), alike("b", 2)]).tolist()
    ['a', 'b', 'b']
    """
    values: list[Any] = []
    codes: list[Array] = []
    for each in columns:
        codes.append(each.codes.astype(np.intp) + len(values))
        values.extend(each.values)
    return Coded(values, np.concatenate(codes))


def numbers(given: Array, absent: Array | None = None) -> Coded:
    """A column of whole numbers; None in the rows where there is none.

    >>> numbers(np.array([5, 0, 5]), np.array([False, True, False])).tolist()
    [5, None, 5]
    """
    found, codes = np.unique(given, return_inverse=True)
    if absent is None or not absent.any():
        return Coded(found.tolist(), codes)
    codes[absent] = len(found)
    return Coded([*found.tolist(), None], codes)


def told(cells: Iterable[Hashable]) -> Coded:
    """A column of any cells.

    >>> told(["a", "b", "a"]).codes.tolist()
    [0, 1, 0]
    """
    places: dict[Hashable, int] = {}
    codes = np.array([places.setdefault(each, len(places)) for each in cells], np.intp)
    return Coded(list(places), codes)


def once_each(keys: Sequence[Array]) -> tuple[Array, Array]:
    """One row of each value, and for every row the place of its value among these; rows have the
    same value where their numbers without a sign in each of some columns are the same.

    >>> rows, codes = once_each([np.array([5, 5, 5], np.uint64), np.array([1, 2, 1], np.uint64)])
    >>> rows[codes].tolist()
    [0, 1, 0]
    """
    keys = [np.ascontiguousarray(each) for each in keys]
    return _of_few(keys) or _of_many(keys)


def _of_few(keys: Sequence[Array]) -> tuple[Array, Array] | None:
    """The same one value after the other; None where there are more than a few."""
    count = len(keys[0])
    codes, left = np.zeros(count, np.uint8), np.ones(count, np.bool_)
    first: list[int] = []
    while left.any():
        if len(first) == FEW:
            return None
        row = int(left.argmax())
        alike = keys[0] == keys[0][row]
        for each in keys[1:]:
            alike &= each == each[row]
        if not first and alike.all():
            codes = np.broadcast_to(np.uint8(0), count)
        elif first:
            codes += alike.view(np.uint8) * np.uint8(len(first))
        left ^= alike
        first.append(row)
    return np.array(first, np.intp), codes


def _of_many(keys: Sequence[Array]) -> tuple[Array, Array]:
    """The same all at once."""
    wide = [each.astype(np.uint64, copy=False) for each in keys]
    same = Places.of(mixed(wide)).same
    if any((each[same] != each).any() for each in keys):  # two of one number
        table = np.column_stack(keys)
        _, first, codes = np.unique(table, axis=0, return_index=True, return_inverse=True)
        return first, codes
    there = np.zeros(len(same), np.bool_)
    there[same] = True
    first = np.flatnonzero(there)
    place = np.empty(len(same), np.intp)
    place[first] = np.arange(len(first))
    return first, place[same]


def sparse(usual: Hashable, others: Iterable[tuple[int, Hashable]], count: int) -> Coded:
    """A column that is as usual but for some rows.

    >>> sparse("", [(1, "x")], 3).tolist()
    ['', 'x', '']
    """
    places: dict[Hashable, int] = {usual: 0}
    codes = np.zeros(count, np.intp)
    for row, value in others:
        codes[row] = places.setdefault(value, len(places))
    return Coded(list(places), codes)


def chosen(truths: Sequence[Array], made: Callable[[tuple[int, ...]], Any], count: int) -> Coded:
    """A column whose values are made of the places of those conditions that hold in a row.

    >>> chosen([np.array([True, False])], lambda places: places, 2).tolist()
    [(0,), ()]
    """
    codes, patterns = np.zeros(count, np.int64), list[tuple[int, ...]]([()])
    for place, each in enumerate(truths):
        found, codes = np.unique(codes * 2 + each, return_inverse=True)
        there: list[int] = found.tolist()
        patterns = [(*patterns[code // 2], *(place,) * (code % 2)) for code in there]
    return Coded([made(each) for each in patterns], codes)


COUNTED = 1 << 20  # places of which each is looked at, instead of putting them in order


def lines(columns: Sequence[Coded], texts: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of columns as lines with commas: of each column the texts in the places of its
    values. Columns beside one another that say the same of many rows are written together.

    >>> list(lines([alike("a", 2), Coded((1, 2), np.array([0, 1]))], [["a"], ["1", "2"]]))
    ['a,1', 'a,2']
    """
    pieces: list[list[str]] = []
    waiting: list[tuple[Coded, Sequence[str]]] = []
    for each, own in zip(columns, texts, strict=True):
        if _possible([*waiting, (each, own)]) > max(COUNTED, 8 * len(each)):
            pieces.append(_together(waiting))
            waiting = []
        waiting.append((each, own))
    pieces.append(_together(waiting))
    return map(",".join, zip(*(each for each in pieces if each), strict=True))


def _possible(columns: Sequence[tuple[Coded, Sequence[str]]]) -> int:
    """How many lines there may be; columns with the same places have no more together."""
    return prod(len(each.values) for each in _once(columns))


def _once(columns: Sequence[tuple[Coded, Sequence[str]]]) -> list[Coded]:
    return list({id(each.codes): each for each, _ in columns}.values())


def _together(columns: Sequence[tuple[Coded, Sequence[str]]]) -> list[str]:
    """Some columns as one of texts, each of which is made once."""
    if not columns:
        return []
    if len(columns) == 1:
        return columns[0][0].told(columns[0][1])
    key: Array = np.zeros(len(columns[0][0]), np.int64)
    for each in _once(columns):
        key = key * len(each.values) + each.codes
    first, codes = _distinct(key, _possible(columns))
    parts = [each.at(first).told(texts) for each, texts in columns]
    return Coded(list(map(",".join, zip(*parts, strict=True))), codes).tolist()


def _distinct(key: Array, possible: int) -> tuple[Array, Array]:
    """One row of each value of a key, and for every row the place of its own among them."""
    if possible > COUNTED:
        _, first, codes = np.unique(key, return_index=True, return_inverse=True)
        return first, codes
    row = np.full(possible, -1, np.int64)
    row[key] = np.arange(len(key))
    there = np.flatnonzero(row >= 0)
    place = np.zeros(possible, np.int64)
    place[there] = np.arange(len(there))
    return row[there], place[key]
