"""Ranges of rows that follow one another, such as the members of households.

Where each begins is told by its offset, with the end of the last one behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from welfare_rules.engine.columns.kinds import Array


def ragged(first: Array, count: Array) -> tuple[Array, Array, Array]:
    """Ranges one after the other: where each begins, of which range each place is, and the place.

    >>> [each.tolist() for each in ragged(np.array([5, 9]), np.array([2, 1]))]
    [[0, 2, 3], [0, 0, 1], [5, 6, 9]]
    """
    begin = np.concatenate(([0], np.cumsum(count)))
    which = np.repeat(np.arange(len(count)), count)
    return begin, which, np.arange(len(which)) - begin[which] + first[which]


def range_of(offsets: Array, places: Array) -> Array:
    """The range in which each place lies: of a member's row his household.

    >>> range_of(np.array([0, 2, 3]), np.array([0, 1, 2])).tolist()
    [0, 0, 1]
    """
    found: Array = np.searchsorted(offsets, places, "right") - 1
    return found


def sums_of(values: Array, offsets: Array) -> Array:
    """The sums of values by their ranges: of members' by their households.

    >>> sums_of(np.array([5, 6, 9]), np.array([0, 2, 2, 3])).tolist()
    [11, 0, 9]
    """
    kind = np.dtype(np.int64) if values.dtype.itemsize < 8 else values.dtype  # room for sums
    running = np.concatenate((np.zeros(1, kind), np.cumsum(values, dtype=kind)))
    made: Array = running[offsets[1:]] - running[offsets[:-1]]
    return made


def at_once(sizes: Array, most: int, longest: int | None = None) -> Iterator[tuple[int, int]]:
    """Which of many things are worked out at once, by their sizes: from one place to another, as
    many as come to so much together and at least one; no more than `longest`.

    >>> [*at_once(np.array([1, 2, 9, 1, 1]), 3)]
    [(0, 2), (2, 3), (3, 5)]
    """
    taken = np.cumsum(sizes)
    first = before = 0
    while first < len(taken):
        last = max(first + 1, int(np.searchsorted(taken, before + most, "right")))
        last = last if longest is None else min(last, first + longest)
        yield first, last
        first, before = last, int(taken[last - 1])
