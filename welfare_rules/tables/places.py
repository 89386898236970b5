"""Where numbers stand that were made of texts: found again all at once, as a dict finds one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
NOWHERE = -1
_TIMES = np.uint64(0x9E37_79B9_7F4A_7C15)
"""By what a number is multiplied for its slot in the next table, which is another one then."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Numbers of 64 bits, each with a slot in one of some tables: whatever finds the slot of the
    first table taken by another number has one in the second, and so on. Of numbers that are the
    same one stands for all: `same` says for each at which place.

    >>> some = Places.of(np.array([7, 9, 7], np.uint64))
    >>> some.same.tolist(), some.at(np.array([9, 8, 7], np.uint64)).tolist()
    ([2, 1, 2], [1, -1, 2])
    """

    numbers: Array
    same: Array
    tables: tuple[Array, ...]

    @classmethod
    def of(cls, numbers: Array) -> Places:
        """Numbers with their places."""
        tables: list[Array] = []
        same = rows = np.arange(len(numbers), dtype=np.int32)
        mixed = numbers
        while len(rows):
            table = np.full(1 << len(rows).bit_length(), NOWHERE, np.int32)
            slots = _slots(mixed, table)
            table[slots] = rows
            found = table[slots]
            if not tables:
                same = found
            else:
                same[rows] = found
            tables.append(table)
            taken = np.flatnonzero(numbers[found] != numbers[rows])
            rows, mixed = rows[taken], mixed[taken] * _TIMES
        return cls(numbers, same, tuple(tables))

    def at(self, numbers: Array) -> Array:
        """The place of each of some numbers, `NOWHERE` where it is none of these."""
        made = np.full(len(numbers), NOWHERE, np.int32)
        rows, left, mixed = np.arange(len(numbers)), numbers, numbers
        for table in self.tables:
            found = table[_slots(mixed, table)]
            there = (found != NOWHERE) & (self.numbers[found] == left)
            made[rows[there]] = found[there]
            taken = np.flatnonzero((found != NOWHERE) & ~there)
            rows, left, mixed = rows[taken], left[taken], mixed[taken] * _TIMES
        return made


def _slots(mixed: Array, table: Array) -> Array:
    """The slot of each number, by its upper bits."""
    return (mixed >> np.uint64(65 - len(table).bit_length())).view(np.int64)
