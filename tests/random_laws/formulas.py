"""Parsed formulas worked out over fractions, one function a kind of node; nothing is unknown here.

Truths are 0 and 1, money is fen, days are YYYYMMDD, choices the place in their list.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Protocol

Value = Fraction


class Scope(Protocol):
    """Whom a formula speaks of, and where its names have their values."""

    @property
    def members(self) -> Iterable[Scope]: ...

    def fact(self, id: str, entity: str) -> Value: ...

    def figure(self, id: str) -> Value: ...

    def derived(self, id: str, entity: str) -> Value: ...

    def entitled(self, id: str, entity: str) -> bool: ...

    def amount(self, id: str, entity: str, gross: bool) -> Value: ...

    def receives(self, fact: str, benefit: str) -> bool: ...

    def clock(self, which: str) -> Value: ...

    def note(self, effect: str) -> None: ...


def value(node: Any, scope: Scope) -> Value:
    """What a formula comes to."""
    return NODES[type(node).__name__](node, scope)


def holds(node: Any, scope: Scope) -> bool:
    """Whether a condition holds."""
    return value(node, scope) == 1


def date(day: Value) -> datetime.date:
    whole = int(day)
    return datetime.date(whole // 10000, whole // 100 % 100, whole % 100)


def rounded(amount: Value, step: Fraction, direction: str) -> Value:
    """To a multiple of a step; half a step goes up, or to the even multiple."""
    steps = amount / step
    down = math.floor(steps)
    rest = steps - down
    half = Fraction(1, 2)
    up = {
        "up": rest > 0,
        "down": False,
        "half-up": rest >= half,
        "half-even": rest > half or (rest == half and down % 2 == 1),
    }[direction]
    return (down + up) * step


def years(start: Value, end: Value) -> int:
    """Completed years; who was born on 29 February completes one on 1 March of a common year."""
    one, other = date(start), date(end)
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


def calendar_months(start: Value, end: Value) -> int:
    one, other = date(start), date(end)
    return (other.year - one.year) * 12 + other.month - one.month


SIGNS: dict[str, Callable[[Value, Value], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _among(node: Any, scope: Scope) -> list[Scope]:
    return [each for each in scope.members if holds(node.among, each)]


def _values_among(node: Any, scope: Scope) -> list[Value]:
    return [value(node.value, each) for each in _among(node, scope)]


def _compare(node: Any, scope: Scope) -> bool:
    left, right = value(node.left, scope), value(node.right, scope)
    if left == right:
        scope.note("comparison: at its threshold")
    elif left.denominator == right.denominator == abs(left.numerator - right.numerator) == 1:
        scope.note("comparison: one fen, day or one beside it")
    return SIGNS[str(node.op.value)](left, right)


def _if(node: Any, scope: Scope) -> Value:
    return value(node.yes if holds(node.test, scope) else node.no, scope)


def _times(node: Any, scope: Scope) -> Value:
    return value(node.left, scope) * value(node.right, scope)


NODES: dict[str, Callable[[Any, Scope], Any]] = {
    "Const": lambda n, s: Fraction(n.value),
    "FactRef": lambda n, s: s.fact(n.id, str(n.entity)),
    "FigureRef": lambda n, s: s.figure(n.id),
    "DerivedRef": lambda n, s: s.derived(n.id, str(n.entity)),
    "Entitled": lambda n, s: Fraction(s.entitled(n.id, str(n.entity))),
    "Amount": lambda n, s: s.amount(n.id, str(n.entity), n.gross),
    "Receives": lambda n, s: Fraction(s.receives(n.fact, n.benefit)),
    "Clock": lambda n, s: s.clock(n.which),
    "Add": lambda n, s: value(n.left, s) + value(n.right, s),
    "Sub": lambda n, s: value(n.left, s) - value(n.right, s),
    "Mul": _times,
    "Div": lambda n, s: value(n.left, s) / value(n.right, s),
    "Compare": lambda n, s: Fraction(_compare(n, s)),
    "In": lambda n, s: Fraction(value(n.item, s) in [Fraction(each) for each in n.values]),
    "Not": lambda n, s: 1 - value(n.part, s),
    "And": lambda n, s: Fraction(all(holds(each, s) for each in n.parts)),
    "Or": lambda n, s: Fraction(any(holds(each, s) for each in n.parts)),
    "If": _if,
    "Least": lambda n, s: min(value(each, s) for each in n.parts),
    "Greatest": lambda n, s: max(value(each, s) for each in n.parts),
    "Rounded": lambda n, s: rounded(value(n.part, s), n.step, n.direction),
    "Years": lambda n, s: Fraction(years(value(n.start, s), value(n.end, s))),
    "CalendarMonths": lambda n, s: Fraction(calendar_months(value(n.start, s), value(n.end, s))),
    "Days": lambda n, s: Fraction((date(value(n.end, s)) - date(value(n.start, s))).days),
    "Total": lambda n, s: sum(_values_among(n, s), Fraction(0)),
    "Count": lambda n, s: Fraction(len(_among(n, s))),
    "Exists": lambda n, s: Fraction(bool(_among(n, s))),
    "Largest": lambda n, s: max(_values_among(n, s), default=Fraction(0)),
    "Smallest": lambda n, s: min(_values_among(n, s), default=Fraction(0)),
}
