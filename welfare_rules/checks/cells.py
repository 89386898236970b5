"""Combinations of values: which ones are worth trying, and what a condition says in one of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from welfare_rules.basics.days import days_between, shift
from welfare_rules.basics.numbers import Number
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node, spell

Cell = Mapping[str, Number]


def conjuncts(node: Node) -> Iterable[Node]:
    """The conditions that must hold together."""
    if isinstance(node, n.And):
        for part in node.parts:
            yield from conjuncts(part)
    else:
        yield node


def around(turns: Sequence[Number], whole: bool) -> set[Number]:
    """Each turn, what comes right before and after it, and what lies between two of them.

    Money of a case is whole fen.
    """
    step = 1 if whole else Fraction(1, 1000)
    found: set[Number] = {turn + by for turn in turns for by in (-step, 0, step)}
    for one, other in itertools.pairwise(turns):
        middle = Fraction(one + other) / 2
        found.add(math.floor(middle) if whole else middle)
    return found


def days_around(turns: Sequence[Number]) -> set[Number]:
    """`around` for days: neighbours and midpoints of the days, valid calendar days only."""
    days = [int(each) for each in turns]
    found: set[Number] = {shift(day, by) for day in days for by in (-1, 0, 1)}
    for one, other in itertools.pairwise(days):
        found.add(shift(one, days_between(one, other) // 2))
    return found


def pair_of(node: n.Compare) -> str:
    """How a comparison of two things is named in a combination."""
    return f"{spell(node.left)} ? {spell(node.right)}"


def truth_in(node: Node, cell: Cell) -> bool:
    """Whether a condition holds in a combination."""
    match node:
        case n.And():
            return all(truth_in(part, cell) for part in node.parts)
        case n.Or():
            return any(truth_in(part, cell) for part in node.parts)
        case n.Not():
            return not truth_in(node.part, cell)
        case n.Const():
            return bool(node.value)
        case n.In():
            return cell[spell(node.item)] in node.values
        case n.Compare(left=left, right=right):
            if isinstance(right, n.Const):
                return node.op.holds(
                    cell[spell(left)] if not isinstance(left, n.Const) else left.value, right.value
                )
            if isinstance(left, n.Const):
                return node.op.holds(left.value, cell[spell(right)])
            return node.op.holds(cell[pair_of(node)], 0)
        case _:
            return bool(cell[spell(node)])
