"""Round numbers for the axes of drawings."""

from __future__ import annotations


def round_axis(high: int, most: int = 6) -> tuple[int, int]:
    """A round step of an axis and its end, both in fen, with at most so many steps.

    A step is 1, 2 or 5 times a power of ten, and never below 10 yuan.

    >>> round_axis(81500), round_axis(81500, 2), round_axis(0)
    ((20000, 100000), (50000, 100000), (1000, 0))
    """
    step = 1000
    for each in (n * 10**power for power in range(3, 14) for n in (1, 2, 5)):
        step = each
        if high <= each * most:
            break
    return step, -(-high // step) * step
