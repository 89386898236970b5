"""What is declared of an operation of the formula language, and the rules that declarations use.

How operands are typed, how an operation is written, its range from the ranges of its operands, the
slips that mutation makes in it. The operations themselves stand in `operations.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Literal, NamedTuple

from welfare_rules.basics import interval, numbers
from welfare_rules.basics.interval import Interval
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node
from welfare_rules.language.types import Type

MOST_MEMBERS = 200
"""As many members as a case may have."""

Counted = Literal["years", "persons", "days"]


@dataclass(frozen=True, slots=True)
class NoEntry:
    """The reason why an operation has no entry in a table."""

    why: str


# --- how operands are typed ---


@dataclass(frozen=True, slots=True)
class Fixed:
    """Operands of these types; the last one is that of all further operands.

    `of_members`: the operands are formulas of a member, as in an aggregate.
    """

    types: tuple[Type, ...]
    of_members: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """Operands of one type, which is the result's, after operands of fixed types."""

    before: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands; the type of the result follows from theirs, or is None when they do not fit."""

    result: Callable[[Type, Type], Type | None]


@dataclass(frozen=True, slots=True)
class OverMembers:
    """A number of a member, whose type is the type of the result, and a condition of a member."""


class Own(Enum):
    """Operands that are typed as no others are; the checker has a method for each."""

    COMPARISON = "comparison"
    MEMBERSHIP = "membership"
    ROUNDING = "rounding"
    RECEIVING = "receiving"
    PAYMENT = "payment"


TypeRule = Fixed | Alike | Arithmetic | OverMembers | Own


# --- how an operation is written ---


class Example(NamedTuple):
    """A formula in both languages, and its value as the formula of a value of its type."""

    zh: str
    en: str
    value: str


Build = Callable[[Sequence[Node], n.Span], Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way in which an operation is written: a sign, a word between operands, a function.

    `fewest` and `most` count the operands. `build` makes the node of them where the node is not
    simply the class of the operation with these operands.
    """

    en: str
    zh: str
    rule: TypeRule
    fewest: int
    most: int
    example: Example
    function: bool = True
    build: Build | None = None


# --- what else is declared of an operation ---


RangeRule = Callable[[Any, Sequence[Interval]], Interval]
"""The range of a node's value, from the node and the ranges of its operands in their order."""

Slip = tuple[n.Span, str, Node]
"""A node with one thing changed: where in the text, what was done, and the new node."""

Slips = Callable[[Any], Iterable[Slip]]
"""The slips of a node itself; those of its operands are their own."""

UnitRule = Counted | Literal["operands", "name", "type"]
"""What a whole number is counted in: this; what its operands are counted in; what the named value
is counted in; nothing but what its type says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """All that is declared of one operation.

    `phrases` are keys of the catalogue of phrases.
    """

    node: type[Node]
    forms: tuple[Form, ...] | NoEntry
    range: RangeRule | NoEntry
    phrases: tuple[str, ...] | NoEntry
    unit: UnitRule
    slips: Slips | NoEntry


# --- ranges ---


def any_truth(node: Node, of: Sequence[Interval]) -> Interval:
    return interval.UNKNOWN_TRUTH


def compared(node: n.Compare, of: Sequence[Interval]) -> Interval:
    return interval.TRUTH[interval.compare(node.op, of[0], of[1])]


def listed(node: n.In, of: Sequence[Interval]) -> Interval:
    low, high = of[0]
    inside = [
        each
        for each in node.values
        if (low is None or low <= each) and (high is None or each <= high)
    ]
    if not inside:
        return interval.TRUTH[False]
    return interval.TRUTH[True if interval.settled((low, high)) else None]


def _clipped(one: Interval) -> Interval:
    """The range of a condition, of which nothing may be known."""
    return 0 if one[0] is None else one[0], 1 if one[1] is None else one[1]


def opposite(node: n.Not, of: Sequence[Interval]) -> Interval:
    return interval.subtract((1, 1), _clipped(of[0]))


def all_true(node: n.And, of: Sequence[Interval]) -> Interval:
    return interval.least([_clipped(each) for each in of])


def one_true(node: n.Or, of: Sequence[Interval]) -> Interval:
    return interval.greatest([_clipped(each) for each in of])


def rounded(node: n.Rounded, of: Sequence[Interval]) -> Interval:
    return interval.monotone(lambda each: numbers.rounded(each, node.step, node.direction), of[0])


def between(count: Callable[[int, int], int]) -> RangeRule:
    """Of a count that grows with the second day and falls with the first."""

    def between(node: Node, of: Sequence[Interval]) -> Interval:
        (low, high), (other_low, other_high) = of
        return (
            None if high is None or other_low is None else count(int(high), int(other_low)),
            None if low is None or other_high is None else count(int(low), int(other_high)),
        )

    return between


def total(node: n.Total, of: Sequence[Interval]) -> Interval:
    return interval.hull(((0, 0), interval.multiply(of[0], (0, MOST_MEMBERS))))


def one_of_members(node: Node, of: Sequence[Interval]) -> Interval:
    """A value of some member, or 0 where there is none."""
    return interval.hull(((0, 0), of[0]))


# --- slips ---

_DIRECTIONS: tuple[n.Direction, ...] = ("half-up", "up", "down")


def other_directions(direction: n.Direction) -> tuple[n.Direction, ...]:
    """The directions of rounding that could stand in place of this one."""
    return tuple(each for each in _DIRECTIONS if each != direction)


def other_sign(node: n.Compare) -> Iterable[Slip]:
    op = node.op.neighbour
    yield node.at, f"{node.op} -> {op}", replace(node, op=op)


def one_value_less(node: n.In) -> Iterable[Slip]:
    if len(node.values) > 1:
        for place, value in enumerate(node.values):
            rest = (*node.values[:place], *node.values[place + 1 :])
            yield node.at, f"without {value}", replace(node, values=rest)


def one_part_less(node: n.And | n.Or) -> Iterable[Slip]:
    for place, part in enumerate(node.parts):
        rest = (*node.parts[:place], *node.parts[place + 1 :])
        yield part.at, "dropped", rest[0] if len(rest) == 1 else replace(node, parts=rest)


def one_branch(node: n.If) -> Iterable[Slip]:
    yield node.at, "always the first branch", node.yes
    yield node.at, "always the second branch", node.no


def other_direction(node: n.Rounded) -> Iterable[Slip]:
    for direction in other_directions(node.direction):
        yield node.at, f"{node.direction} -> {direction}", replace(node, direction=direction)


def becomes(what: str, other: type[Node]) -> Slips:
    """Another operation with the same operands."""

    def becomes(node: Node) -> Iterable[Slip]:
        yield node.at, what, n.made(other, n.children(node), at=node.at, type=node.type)

    return becomes


def exchanged(node: Node) -> Iterable[Slip]:
    one, other = n.children(node)
    yield node.at, "operands exchanged", n.with_operands(node, (other, one))
