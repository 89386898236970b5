"""What is due: an exact amount in whole fen, or that it cannot be said.

The second is no number. Nothing can be added to it, and it is neither true nor false, so that no
sum, difference or `or 0` makes nothing of what somebody may be owed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from welfare_rules.basics.interval import add, settled
from welfare_rules.basics.money import decimal_yuan, yuan_text
from welfare_rules.basics.numbers import Number


@dataclass(frozen=True, slots=True)
class Undetermined:
    """An amount that cannot be said; its bounds, None without one.

    >>> unsaid = Undetermined(0, 5000)
    >>> unsaid.at_most
    Decimal('50.00')
    >>> unsaid or 0
    Traceback (most recent call last):
    TypeError: what cannot be said is neither true nor false
    """

    at_least_fen: Number | None = None
    """The lower bound in fen; None without one."""
    at_most_fen: Number | None = None
    """The upper bound in fen; None without one."""

    @property
    def at_least(self) -> Decimal | None:
        """What it is at least, in yuan, rounded down to a fen.

        >>> Undetermined(5000).at_least
        Decimal('50.00')
        """
        fen = self.at_least_fen
        return None if fen is None else decimal_yuan(Fraction(fen).__floor__())

    @property
    def at_most(self) -> Decimal | None:
        """What it is at most, in yuan, rounded up to a fen.

        >>> Undetermined(0, 5000).at_most
        Decimal('50.00')
        """
        fen = self.at_most_fen
        return None if fen is None else decimal_yuan(Fraction(fen).__ceil__())

    def __bool__(self) -> NoReturn:
        raise TypeError("what cannot be said is neither true nor false")


Due = int | Undetermined
"""Whole fen, or that it cannot be said. `isinstance(due, int)` asks which."""

UNDETERMINED = Undetermined()


def due_of(entitled: bool | None, low: Number | None, high: Number | None) -> Due:
    """What is due where so much is known of a right and of its amount.

    >>> due_of(True, 5000, 5000), due_of(None, 5000, 5000)
    (5000, Undetermined(at_least_fen=5000, at_most_fen=5000))
    """
    if entitled is None or low is None or not settled((low, high)):
        return Undetermined(low, high)
    return int(low)


def without_bounds(due: Due) -> Due:
    """The same without bounds: of two amounts that cannot be said neither is more than the other.

    >>> without_bounds(5000), without_bounds(Undetermined(0, 100))
    (5000, Undetermined(at_least_fen=None, at_most_fen=None))
    """
    return due if isinstance(due, int) else UNDETERMINED


def bounds_of(due: Due) -> tuple[Number | None, Number | None]:
    """The least and the most that is due, None without a bound; of an exact amount itself twice.

    >>> bounds_of(5000), bounds_of(Undetermined(0, None))
    ((5000, 5000), (0, None))
    """
    return (due, due) if isinstance(due, int) else (due.at_least_fen, due.at_most_fen)


def sum_of(dues: Iterable[Due]) -> Due:
    """The sum of what is due; while a part cannot be said, neither can the sum.

    >>> sum_of([5000, 100]), sum_of([5000, Undetermined(0, 100)]), sum_of([])
    (5100, Undetermined(at_least_fen=5000, at_most_fen=5100), 0)
    """
    exact, unsaid = 0, list[Undetermined]()
    for each in dues:
        if isinstance(each, int):
            exact += each
        else:
            unsaid.append(each)
    if not unsaid:
        return exact
    bounds = exact, exact
    for each in unsaid:
        bounds = add(bounds, (each.at_least_fen, each.at_most_fen))
    return Undetermined(*bounds)


def added(dues: Iterable[Due]) -> int:
    """The sum of those parts that can be said. Whoever asks for it says so beside the sum.

    >>> added([5000, Undetermined(0, 100)])
    5000
    """
    return sum(each for each in dues if isinstance(each, int))


def due_in_yuan(due: Due) -> Decimal | Undetermined:
    """An amount in yuan, or that it cannot be said.

    >>> due_in_yuan(78350)
    Decimal('783.50')
    """
    return decimal_yuan(due) if isinstance(due, int) else due


def due_text(due: Due) -> str | None:
    """An amount as yuan with two decimals; None for one that cannot be said.

    >>> due_text(78350), due_text(UNDETERMINED)
    ('783.50', None)
    """
    return yuan_text(due) if isinstance(due, int) else None
