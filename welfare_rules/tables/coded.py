"""Columns in which the same values come again: each value once, and for every row its place.

Of many households most rows say what others say too. What is made of a value for a file is made
once then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


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

    def at(self, rows: Array) -> Coded:
        """The column of some rows."""
        return Coded(self.values, self.codes[rows])


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
