"""What generated code is given in place of a fact that is unknown.

A hidden value may be passed on and reckoned with, and what comes of it is hidden as well. It
refuses to decide anything: whatever code comes to without it, it would come to whatever the fact
turned out to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NoReturn, Self

from welfare_rules.program.case import Case
from welfare_rules.program.program import Program


class Unknown(Exception):
    """A fact that is unknown, or a figure that nobody found, would have to be known."""


class Hidden:
    """A value that nobody knows.

    >>> (HIDDEN + 1) * 2 is HIDDEN, (3 < HIDDEN) is HIDDEN, HIDDEN & False, HIDDEN | True
    (True, True, False, True)
    >>> max(0, HIDDEN)
    Traceback (most recent call last):
    welfare_rules.engine.native.hidden.Unknown
    """

    __slots__ = ()

    def _hidden(self, *_: object) -> Self:
        return self

    def _refuse(self, *_: object) -> NoReturn:
        raise Unknown

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _hidden  # type: ignore[assignment]
    __neg__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _hidden

    def __and__(self, other: Any) -> Any:
        return self if other is self or other else False

    def __or__(self, other: Any) -> Any:
        return self if other is self or not other else True

    __rand__, __ror__ = __and__, __or__
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _hidden
    __bool__ = __contains__ = __hash__ = __iter__ = __index__ = _refuse
    __divmod__ = __rdivmod__ = _refuse


HIDDEN: Final[Any] = Hidden()


def in_(item: Any, values: Any) -> Any:
    """Whether an item is one of some values; hidden where either is."""
    return HIDDEN if item is HIDDEN or values is HIDDEN else item in values


def joined(*sets: Any) -> Any:
    """All bits that any of some sets has; hidden where one of them is."""
    found = 0
    for each in sets:
        if each is HIDDEN:
            return HIDDEN
        found |= each
    return found


Row = Sequence[Any]
Facts = tuple[Row, Sequence[Row], Sequence[Any]]
"""Of a case: the values of the household, those of each member, and what each one receives."""


def facts_of(case: Case) -> Facts:
    """The facts of a case of which everything is known that is looked at."""
    return case.household, case.members, case.receiving


def hiding(program: Program, case: Case) -> Facts:
    """The facts of a case, each that is unknown hidden."""
    column = program.receiving
    members = [_hiding(each) for each in case.members]
    receiving = [
        HIDDEN if column is not None and each[column] is HIDDEN else paid
        for each, paid in zip(members, case.receiving, strict=True)
    ]
    return _hiding(case.household), members, receiving


def _hiding(row: Row) -> Row:
    return [HIDDEN if each is None else each for each in row]
