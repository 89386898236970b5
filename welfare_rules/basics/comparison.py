"""The six comparisons of two values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Comparison(StrEnum):
    """One of six comparisons; as a string it is its sign in formulas.

    >>> Comparison("<="), str(Comparison.NOT_EQUAL)
    (<Comparison.AT_MOST: '<='>, '!=')
    """

    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    EQUAL = "=="
    NOT_EQUAL = "!="

    @property
    def shown(self) -> str:
        """The sign that a person reads.

        >>> [each.shown for each in Comparison]
        ['<', '≤', '>', '≥', '=', '≠']
        """
        return _SHOWN[self]

    @property
    def test(self) -> Callable[[Any, Any], bool]:
        """The function that compares two values.

        >>> Comparison.AT_MOST.test(2, 2)
        True
        """
        return _TESTS[self]

    def holds(self, left: Any, right: Any) -> bool:
        """Whether the comparison holds of two values.

        >>> Comparison.LESS.holds(2, 2)
        False
        """
        return _TESTS[self](left, right)

    @property
    def swapped(self) -> Comparison:
        """What holds of (b, a) exactly when this holds of (a, b).

        >>> Comparison.AT_MOST.swapped
        <Comparison.AT_LEAST: '>='>
        """
        return _SWAPPED[self]

    @property
    def negated(self) -> Comparison:
        """What holds exactly when this does not.

        >>> Comparison.AT_MOST.negated
        <Comparison.GREATER: '>'>
        """
        return _NEGATED[self]

    @property
    def neighbour(self) -> Comparison:
        """What differs from it at equal values alone; of (in)equality its negation.

        >>> Comparison.AT_MOST.neighbour, Comparison.EQUAL.neighbour
        (<Comparison.LESS: '<'>, <Comparison.NOT_EQUAL: '!='>)
        """
        return _NEIGHBOUR[self]

    @property
    def orders(self) -> bool:
        """Whether it needs values that have an order, and not only equality.

        >>> Comparison.LESS.orders, Comparison.EQUAL.orders
        (True, False)
        """
        return self not in (Comparison.EQUAL, Comparison.NOT_EQUAL)


_LT, _LE, _GT, _GE, _EQ, _NE = Comparison
_SHOWN = {_LT: "<", _LE: "≤", _GT: ">", _GE: "≥", _EQ: "=", _NE: "≠"}
_SWAPPED = {_LT: _GT, _LE: _GE, _GT: _LT, _GE: _LE, _EQ: _EQ, _NE: _NE}
_NEGATED = {_LT: _GE, _LE: _GT, _GT: _LE, _GE: _LT, _EQ: _NE, _NE: _EQ}
_NEIGHBOUR = {_LT: _LE, _LE: _LT, _GT: _GE, _GE: _GT, _EQ: _NE, _NE: _EQ}
_TESTS: dict[Comparison, Callable[[Any, Any], bool]] = {
    _LT: operator.lt,
    _LE: operator.le,
    _GT: operator.gt,
    _GE: operator.ge,
    _EQ: operator.eq,
    _NE: operator.ne,
}
