"""The typed trees that formulas become: one small frozen class for each operation.

A class declares its operands as fields of type `Node` or `tuple[Node, ...]`; `children`, `walk` and
`transform` follow them. What else there is to an operation stands in `operations.py`.

Numbers are exact: money in fen, rates as fractions, dates as the whole number YYYYMMDD, choices as
their place in their list. `at` is where the operation stands in its formula; it takes no part in
equality, so layout never changes a program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from itertools import islice
from operator import attrgetter
from typing import Any, Literal, cast

from welfare_rules.basics.comparison import Comparison
from welfare_rules.language.types import BOOL, INT, MONEY, MONTHS, Entity, Type

Span = tuple[int, int]
Direction = Literal["half-up", "half-even", "up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    type: Type
    at: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Const(Node):
    value: int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRef(Node):
    """A fact of the case.

    A flow of money is kept per twelve months, so that a yearly total stays exact.
    """

    id: str
    entity: Entity
    flow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRef(Node):
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRef(Node):
    id: str
    entity: Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitled(Node):
    """True when the payee is entitled to the benefit, after its exclusions."""

    id: str
    entity: Entity
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Node):
    """The rounded amount of a benefit.

    `gross` before its exclusions, else after them; 0 for who is not entitled.
    """

    id: str
    entity: Entity
    gross: bool = False
    type: Type = MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Node):
    """The first or the last day of the month that is decided."""

    which: Literal["month_start", "month_end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Binary):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sub(Binary):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mul(Binary):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Div(Binary):
    """Exact quotient. The compiler has proved that the divisor is above 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Binary):
    op: Comparison
    type: Type = BOOL

    @property
    def of_itself(self) -> bool | None:
        """What a comparison of a formula with itself says, whatever that is; None of another.

        >>> rooms = FactRef(id="rooms", entity=Entity.HOUSEHOLD, type=INT)
        >>> Compare(left=rooms, right=rooms, op=Comparison.LESS).of_itself
        False
        """
        return self.op.holds(0, 0) if self.left == self.right else None


@dataclass(frozen=True, slots=True, kw_only=True)
class In(Node):
    item: Node
    values: tuple[int | Fraction, ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    part: Node
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Node):
    parts: tuple[Node, ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Node):
    parts: tuple[Node, ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class If(Node):
    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Least(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Greatest(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Node):
    """Rounds to a multiple of `step` (fen for money).

    Ties of half-up go up, as 0.005 yuan becomes 0.01.
    """

    part: Node
    step: Fraction
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Years(Node):
    """Completed years between two days.

    Who was born on 29 February completes a year on 1 March of a common year.
    """

    start: Node
    end: Node
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMonths(Node):
    """How many calendar months the second day's month lies after the first day's."""

    start: Node
    end: Node
    type: Type = MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Node):
    """How many days the second day lies after the first; below 0 when it lies before it."""

    start: Node
    end: Node
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class Receives(Node):
    """Whether the member is recorded as being paid this benefit at present."""

    fact: str
    benefit: str
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Node):
    """Sum of a member's value over the members for whom the condition holds."""

    value: Node
    among: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Node):
    among: Node
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class Exists(Node):
    among: Node
    type: Type = BOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Largest(Node):
    """The largest value among the members for whom the condition holds; 0 when there is none."""

    value: Node
    among: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Smallest(Node):
    value: Node
    among: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumed(Node):
    """Of some facts of the household or of a member, as bits by their columns, those presumed."""

    entity: Entity
    columns: int
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class Union(Node):
    """All that is in any of some sets."""

    parts: tuple[Node, ...]
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionOf(Node):
    """All that is in the sets of the members."""

    value: Node
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOf(Node):
    """The set of the first member for whom the condition holds, who is known to be there."""

    value: Node
    among: Node
    type: Type = INT


@dataclass(frozen=True, slots=True, kw_only=True)
class Surely(Node):
    """Whether a condition holds whatever the unknown may be: it is always settled itself."""

    part: Node
    type: Type = BOOL


NODE_CLASSES: tuple[type[Node], ...] = (
    Const,
    FactRef,
    FigureRef,
    DerivedRef,
    Entitled,
    Amount,
    Clock,
    Add,
    Sub,
    Mul,
    Div,
    Compare,
    In,
    Not,
    And,
    Or,
    If,
    Least,
    Greatest,
    Rounded,
    Years,
    CalendarMonths,
    Days,
    Receives,
    Total,
    Count,
    Exists,
    Largest,
    Smallest,
)
SET_CLASSES: tuple[type[Node], ...] = (Presumed, Union, UnionOf, FirstOf, Surely)
"""Of what values rest on: no operations of the language, but formulas that `provenance` and
`unconfirmed` make.
"""
# The fields of each class that hold operands, in the order in which they are written.
OPERANDS: dict[type[Node], tuple[str, ...]] = {
    each: tuple(one.name for one in fields(each) if one.type in ("Node", "tuple[Node, ...]"))
    for each in (*NODE_CLASSES, *SET_CLASSES)
}
# The classes whose operands are a list, which stands alone.
_LISTS = frozenset(
    each for each in OPERANDS if any(one.type == "tuple[Node, ...]" for one in fields(each))
)
# The fields of each class that its canonical spelling has: all but the place in the text.
SPELT: dict[type[Node], tuple[str, ...]] = {
    each: tuple(one.name for one in fields(each) if one.name != "at")
    for each in (*NODE_CLASSES, *SET_CLASSES)
}
AGGREGATES: tuple[type[Node], ...] = (Total, Count, Exists, Largest, Smallest, UnionOf, FirstOf)


def _reader(made: type[Node]) -> Callable[[Node], tuple[Node, ...]]:
    """How the operands of a class are read; trees are walked often, so this is settled once."""
    names = OPERANDS[made]
    assert made not in _LISTS or len(names) == 1, made
    if made in _LISTS or len(names) > 1:
        return attrgetter(*names)
    for name in names:
        return lambda node: (getattr(node, name),)
    return lambda node: ()


_READERS: dict[type[Node], Callable[[Node], tuple[Node, ...]]] = {
    each: _reader(each) for each in (*NODE_CLASSES, *SET_CLASSES)
}


def children(node: Node) -> tuple[Node, ...]:
    """The operands of a node, in the order in which they are written.

    >>> children(Not(part=TRUE)) == (TRUE,)
    True
    """
    return _READERS[type(node)](node)


def walk(node: Node) -> list[Node]:
    """The node and everything below it, each before its operands.

    >>> [type(each).__name__ for each in walk(And(parts=(TRUE, Not(part=FALSE))))]
    ['And', 'Const', 'Not', 'Const']
    """
    found: list[Node] = []
    open_nodes = [node]
    while open_nodes:
        each = open_nodes.pop()
        found.append(each)
        operands = _READERS[type(each)](each)
        if operands:  # many have none
            open_nodes.extend(operands[::-1])
    return found


def with_operands(node: Node, operands: Sequence[Node]) -> Node:
    """The node with these operands in place of its own; the node itself if they are its own.

    >>> with_operands(Not(part=TRUE), [FALSE]) == Not(part=FALSE)
    True
    """
    if all(one is other for one, other in zip(operands, children(node), strict=True)):
        return node
    left = iter(operands)
    changed: dict[str, Any] = {}
    for name in OPERANDS[type(node)]:
        value: Node | tuple[Node, ...] = getattr(node, name)
        several = isinstance(value, tuple)
        changed[name] = tuple(islice(left, len(value))) if several else next(left)
    return replace(node, **changed)


def made(
    each: type[Node], operands: Sequence[Node], *, at: Span = (0, 0), type: Type | None = None
) -> Node:
    """A node of a class with these operands; the type is that of the class, if it has one.

    >>> made(And, [TRUE, FALSE]) == And(parts=(TRUE, FALSE))
    True
    """
    names = OPERANDS[each]
    listed = each in _LISTS
    given = {names[0]: tuple(operands)} if listed else dict(zip(names, operands, strict=True))
    build = cast(Callable[..., Node], each)
    return build(**given, at=at) if type is None else build(**given, at=at, type=type)


def transform(
    node: Node, function: Callable[[Node], Node], into: Callable[[Node], bool] | None = None
) -> Node:
    """The tree that results when `function` is applied to every node, operands first.

    Where `into` is given, the operands of a node for which it is false are left as they are (the
    node itself is not). A part in which nothing changes is returned as the same object.

    >>> tree = And(parts=(FALSE, Not(part=FALSE)))
    >>> transform(tree, lambda each: TRUE if each == FALSE else each) == And(
    ...     parts=(TRUE, Not(part=TRUE))
    ... )
    True
    >>> transform(tree, lambda each: each) is tree
    True
    """
    made: list[Node] = []
    left: list[tuple[Node, bool]] = [(node, False)]  # whether its operands have been made
    while left:
        each, ready = left.pop()
        operands = children(each) if ready or into is None or into(each) else ()
        if ready:
            place = len(made) - len(operands)
            made[place:] = [function(with_operands(each, made[place:]))]
        elif operands:
            left.append((each, True))
            left.extend((one, False) for one in reversed(operands))
        else:
            made.append(function(each))
    return made[0]


def only_facts(node: Node) -> bool:
    """Whether a condition rests on facts of the household and fixed values alone.

    A figure that applies under such a condition cannot come to rest on itself.
    """
    return not any(isinstance(each, (DerivedRef, FigureRef, *AGGREGATES)) for each in walk(node))


def spell(node: Node) -> str:
    """One canonical spelling of a tree.

    The same for every layout and language of the same formula. Digests are made of it.
    """
    said: list[str] = []
    left: list[Node | str] = [node]
    while left:
        each = left.pop()
        if isinstance(each, str):
            said.append(each)
        else:
            left.extend(reversed(_pieces(each)))
    return "".join(said)


def _pieces(node: Node) -> list[Node | str]:
    """The spelling of a node, its operands as they are."""
    pieces: list[Node | str] = [f"({type(node).__name__}"]
    for name in SPELT[type(node)]:
        value = getattr(node, name)
        pieces.append(" ")
        if isinstance(value, Node):
            pieces.append(value)
        elif isinstance(value, tuple):
            pieces.append("[")
            for place, item in enumerate(cast(tuple[object, ...], value)):
                pieces.append(" " if place else "")
                pieces.append(item if isinstance(item, Node) else str(item))
            pieces.append("]")
        elif isinstance(value, Type):
            pieces.append(value.kind + (f":{value.choice}" if value.choice else ""))
        else:
            pieces.append(str(value))
    pieces.append(")")
    return pieces


def both(*parts: Node) -> Node:
    """All of these conditions as one; none at all is true."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, And):
            flat.extend(part.parts)
        elif part != TRUE:
            flat.append(part)
    if not flat:
        return TRUE
    return flat[0] if len(flat) == 1 else And(parts=tuple(flat))


TRUE = Const(value=1, type=BOOL)
FALSE = Const(value=0, type=BOOL)
NOTHING = Const(value=0, type=MONEY)
