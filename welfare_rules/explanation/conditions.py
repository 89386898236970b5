"""Why a condition holds or does not: the parts of it that decided, each with how far off it is."""

from __future__ import annotations

from welfare_rules.basics import interval
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import FIRST, LAST, days_between
from welfare_rules.basics.numbers import Number
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.derivation import Case, Gap, Leaf
from welfare_rules.language import nodes as n
from welfare_rules.language.types import ORDERED, Entity, Kind
from welfare_rules.program.case import HOUSEHOLD

DEEP = 3
"""How many names in a row are followed from a failed condition to what made them fail."""

Seen = tuple[bool | None, tuple[Leaf, ...]]
_FIXED = frozenset({n.Const, n.FigureRef, n.Clock})
_MONEY, _HOUSEHOLD = Kind.MONEY, Entity.HOUSEHOLD


def decide(numbers: Numbers, node: n.Node, payee: int, deep: int = DEEP) -> Case:
    """The parts that decided a condition for a payee.

    Names are followed so far when they fail or cannot be said.
    """
    holds, leaves = _look(numbers, node, payee, False, deep)
    return Case(payee, holds, leaves)


def chosen(numbers: Numbers, node: n.If, payee: int) -> Case:
    """Which branch is taken, and what of the test decided it, put so that it holds."""
    return _chosen(numbers, node, payee, 0)


def _chosen(numbers: Numbers, node: n.If, payee: int, deep: int) -> Case:
    test, leaves = _look(numbers, node.test, payee, False, deep)
    if test is False:
        _, leaves = _look(numbers, node.test, payee, True, deep)
    return Case(payee, test, leaves)


def _look(numbers: Numbers, node: n.Node, payee: int, negate: bool, deep: int) -> Seen:
    if type(node) is n.Compare:
        return _compared(numbers, node, payee, negate)
    if type(node) is n.And:
        return _junction(numbers, node.parts, payee, negate, deep, negate)
    if type(node) is n.Or:
        return _junction(numbers, node.parts, payee, negate, deep, not negate)
    if type(node) is n.Not:
        return _look(numbers, node.part, payee, not negate, deep)
    if type(node) is n.If:
        test = _chosen(numbers, node, payee, deep)
        if test.holds is not None:
            holds, leaves = _look(numbers, node.yes if test.holds else node.no, payee, negate, deep)
            return holds, test.leaves + leaves
    return _named(numbers, node, payee, negate, deep)


def _named(numbers: Numbers, node: n.Node, payee: int, negate: bool, deep: int) -> Seen:
    """A name or another condition that is not taken apart.

    A name that fails is followed to what made it fail.
    """
    truth = numbers.truth(node, payee)
    holds = None if truth is None else truth is not negate
    if getattr(node, "entity", None) is _HOUSEHOLD:
        payee = HOUSEHOLD
    because: tuple[Leaf, ...] = ()
    if deep and holds is not True and isinstance(node, n.DerivedRef):
        inner = numbers.step(node.id).node
        if inner is not None:
            # what makes the name true or false, whichever is asked for
            _, because = _look(numbers, inner, payee, False, deep - 1)
    return holds, (Leaf(node, payee, negate, holds, None, because),)


def _junction(
    numbers: Numbers, parts: tuple[n.Node, ...], payee: int, negate: bool, deep: int, settles: bool
) -> Seen:
    """`and` is settled by what is false, all of it; `or` by the first that is true."""
    found: list[Leaf] = []
    unknown: list[Leaf] = []
    others: list[Leaf] = []
    for part in parts:
        holds, leaves = _look(numbers, part, payee, negate, deep)
        if holds is settles:
            if settles:
                return True, leaves
            found += leaves
        elif holds is None:
            unknown += leaves
        else:
            others += leaves
    if found:
        return settles, tuple(found)
    return (None, tuple(unknown)) if unknown else (not settles, tuple(others))


def _compared(numbers: Numbers, node: n.Compare, payee: int, negate: bool) -> Seen:
    left, right = numbers.of(node.left, payee), numbers.of(node.right, payee)
    op = node.op.negated if negate else node.op
    one, other = left.value, right.value
    if one is None or other is None:
        return (holds := interval.compare(op, left.ends, right.ends)), (
            Leaf(node, payee, negate, holds, None),
        )
    holds = op.holds(one, other)
    gap: Gap | None = None
    if not holds:
        gap = _gap(numbers, node, op, one, other, payee)
    elif node.left.type.kind is _MONEY and op.orders:
        gap = Gap("margin", "yuan", abs(one - other))
    return holds, (Leaf(node, payee, negate, holds, gap),)


def _gap(
    numbers: Numbers, node: n.Compare, op: Comparison, left: Number, right: Number, payee: int
) -> Gap | None:
    """How far a comparison that fails is from holding."""
    if node.left.type.kind not in ORDERED or op is Comparison.NOT_EQUAL:
        return None
    if numbers.never(node.left, payee) or numbers.ignored(node.left, payee):
        return None
    # then it is the other side that is too high or too low
    if type(node.left) in _FIXED and type(node.right) not in _FIXED:
        op, left, right = op.swapped, right, left
    unit = numbers.unit_of_two(node.left, node.right)
    of_days = node.left.type.kind is Kind.DATE
    if not of_days:
        size: Number = abs(left - right)
    elif {left, right} & {FIRST, LAST}:
        return None
    else:
        size = abs(days_between(int(left), int(right)))
    if size == 0:
        return Gap("equal_less" if op is Comparison.LESS else "equal_more", unit, size)
    if of_days or op is Comparison.EQUAL:
        return Gap("apart", unit, size)
    return Gap("above" if op in (Comparison.LESS, Comparison.AT_MOST) else "below", unit, size)
