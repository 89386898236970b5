"""How many households are decided at once: as many as fit, whatever they are like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

MOST_AT_ONCE = 100_000
"""What is decided at once of households in which every member may lack every fact grows with the
square of their members: the sum of these squares of a block, but for its last household.
"""

Item = TypeVar("Item")


def at_once(items: Iterator[Item], people: Callable[[Item], int], most: int) -> list[Item]:
    """The next households that are decided at once, at most so many; none when there are no more.

    `people` says how many members one has.
    """
    found: list[Item] = []
    squares = 0
    for item in islice(items, most):
        found.append(item)
        squares += people(item) ** 2
        if squares > MOST_AT_ONCE:
            break
    return found
