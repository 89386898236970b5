"""Combinations of values: which ones are worth trying, and what a condition says in one of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


class Cells:
    """Every combination of the values of some things, and sets of them as the bits of a number.

    A condition is looked at once for every value of what it names, not once for every combination.
    """

    def __init__(self, ranges: Mapping[str, Sequence[Number]]) -> None:
        self.ranges = dict(ranges)
        self.count = math.prod(len(each) for each in ranges.values())
        self.all = (1 << self.count) - 1
        self.strides: dict[str, int] = {}
        left = self.count
        for name, values in self.ranges.items():
            left //= len(values)
            self.strides[name] = left  # the last one changes with every combination

    def at(self, places: int) -> Iterator[Cell]:
        """The combinations of a set, in their order."""
        while places:
            lowest = places & -places
            place = lowest.bit_length() - 1
            yield {
                name: values[place // self.strides[name] % len(values)]
                for name, values in self.ranges.items()
            }
            places ^= lowest

    def holds(self, node: Node) -> int:
        """The combinations in which a condition holds, as `truth_in` says it of each."""
        match node:
            case n.And():
                held = self.all
                for part in node.parts:
                    held &= self.holds(part)
                return held
            case n.Or():
                held = 0
                for part in node.parts:
                    held |= self.holds(part)
                return held
            case n.Not():
                return self.all ^ self.holds(node.part)
            case n.Const():
                return self.all if node.value else 0
            case n.In():
                return self._where(spell(node.item), lambda value: value in node.values)
            case n.Compare(left=left, right=right):
                op = node.op
                if isinstance(left, n.Const) and isinstance(right, n.Const):
                    return self.all if op.holds(left.value, right.value) else 0
                if isinstance(right, n.Const):
                    return self._where(spell(left), lambda value: op.holds(value, right.value))
                if isinstance(left, n.Const):
                    return self._where(spell(right), lambda value: op.holds(left.value, value))
                return self._where(pair_of(node), lambda value: op.holds(value, 0))
            case _:
                return self._where(spell(node), bool)

    def _where(self, name: str, holds: Callable[[Number], bool]) -> int:
        """The combinations in which a thing has a value of which something holds."""
        stride, values = self.strides[name], self.ranges[name]
        one, period = (1 << stride) - 1, stride * len(values)
        made = sum(one << place * stride for place, each in enumerate(values) if holds(each))
        return made * (self.all // ((1 << period) - 1))
