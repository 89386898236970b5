"""Nodes of integer programs: whole numbers and truths, each with the range it is proved to lie in.

A truth is the whole number 0 or 1. `low` and `high` are None where nothing is proved; they hold for
every case whose facts lie within the bounds that the vocabulary declares. Nodes are made by the
functions of `folding`, never directly, so that a range is never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.comparison import Comparison
from welfare_rules.language.types import Entity

Day = Literal["month_start", "month_end", "month_index"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Expr:
    """A whole number, or with `truth` a condition.

    `depth` is how deep its operands go, `size` how many they are: one that stands in two places is
    written twice and counts twice. `holed`: it rests on something that nobody has found. Where that
    has no ends the range tells only how wide its numbers are.
    """

    low: int | None = None
    high: int | None = None
    truth: bool = False
    depth: int = 1
    size: int = 1
    holed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Whole(Expr):
    """A constant."""

    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Fact(Expr):
    """A fact of the household, or of the member whose loop it stands in, as the case keeps it."""

    entity: Entity
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Receives(Expr):
    """Whether the member of the loop is recorded as being paid a benefit."""

    benefit: str
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Clock(Expr):
    """First or last day of the month that is decided, or its number (year * 12 + month)."""

    day: Day


@dataclass(frozen=True, slots=True, eq=False)
class Name(Expr):
    """The value of an earlier assignment or aggregate. `of_member`: one for each member."""

    id: str
    of_member: bool


@dataclass(frozen=True, slots=True, eq=False)
class Open(Expr):
    """A value that needs an open figure or formula: the case is handed over."""


@dataclass(frozen=True, slots=True, eq=False)
class Hole(Expr):
    """A figure or formula that nobody has found, by its number, while values are known within
    bounds only. Its range are its ends, and of one that has `no_low` or `no_high` another number in
    its place.
    """

    number: int
    no_low: bool
    no_high: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pair(Expr):
    """An operation on two whole numbers."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Plus(Pair):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Minus(Pair):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Times(Pair):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Scaled(Times):
    """A numerator brought to a common denominator: times one that is not the same for everybody."""


@dataclass(frozen=True, slots=True, eq=False)
class Product(Times):
    """A product of the law of which a factor rests on something that nobody has found: unless its
    ends are known to be above 0 it has none.
    """


@dataclass(frozen=True, slots=True, eq=False)
class FloorDiv(Pair):
    """The quotient rounded down. The divisor is always above 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Mod(Pair):
    """What the quotient rounded down leaves; never below 0. The divisor is always above 0."""


@dataclass(frozen=True, slots=True, eq=False)
class HalfEven(Pair):
    """The nearest whole quotient, of two as near the even one. The divisor is always above 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Top(Pair):
    """The numerator of the exact quotient of two numbers, over their `Bottom`: `left` itself, or
    while the divisor is known within bounds only what it comes to over the product of these.
    """


@dataclass(frozen=True, slots=True, eq=False)
class Bottom(Expr):
    """The denominator of quotients by `part`, which is always above 0: `part` itself, or while that
    is known within bounds only their product. So it is known itself.
    """

    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Test(Pair):
    """A comparison."""

    sign: Comparison


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Expr):
    """Whether a number is one of some constants."""

    item: Expr
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compared(Expr):
    """The condition `part`, which comes of the comparison of that number and may be supposed while
    it cannot be said; with `of_member` for each member by itself, else for the household.

    `own` over `own_below` is what it compares, `other` over `other_below` with what; None where
    that is not asked for, or its denominator changes.
    """

    part: Expr
    number: int
    of_member: bool
    own: Expr | None = None
    own_below: int = 1
    other: Expr | None = None
    other_below: int = 1

    @property
    def sides(self) -> tuple[Expr | None, Expr | None]:
        """What is asked for beside it."""
        return self.own, self.other


@dataclass(frozen=True, slots=True, eq=False)
class OfStep(Expr):
    """The value `part` of the step `number`, of which it is told beside the results what is missing
    of it; with `of_member` for each member by itself, else for the household.

    Beside it stand conditions of parts of its formula, each with its number and whether it is one
    for each member.
    """

    part: Expr
    number: int
    of_member: bool
    conditions: tuple[tuple[int, bool, Expr], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Several(Expr):
    """An operation on two or more operands."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Least(Several):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Greatest(Several):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Both(Several):
    """All conditions hold. Those behind the first that fails are not looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Either(Several):
    """Some condition holds. Those behind the first that holds are not looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Negated(Expr):
    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Surely(Expr):
    """Whether `part` is known to hold, which is always settled."""

    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Choose(Expr):
    """`yes` where the test holds, else `no`; the other one is not looked at."""

    test: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Presumed(Expr):
    """Of some facts of the household or the member of the loop, as bits by their columns, those
    that are presumed: bits by payee and column.
    """

    entity: Entity
    columns: int


@dataclass(frozen=True, slots=True, eq=False)
class Union(Several):
    """All bits that any of some sets has."""


@dataclass(frozen=True, slots=True, eq=False)
class Rising(Expr):
    """`part`, of which is known that it never falls as `of`, the one thing it rests on, grows."""

    part: Expr
    of: Expr


def operands(expr: Expr) -> tuple[Expr, ...]:
    """The operands of a node, in the order in which they are looked at."""
    match expr:
        case Pair():
            return expr.left, expr.right
        case Several():
            return expr.parts
        case Choose():
            return expr.test, expr.yes, expr.no
        case OneOf():
            return (expr.item,)
        case Negated() | Surely() | Rising() | Compared() | Bottom():
            return (expr.part,)
        case OfStep():
            return expr.part, *(each for _, _, each in expr.conditions)
        case _:
            return ()


def walk(expr: Expr) -> list[Expr]:
    """The node and everything below it."""
    found: list[Expr] = []
    waiting = [expr]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting.extend(reversed(operands(each)))
    return found
