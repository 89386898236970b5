"""Conditions that no household meets together: what they ask of one and the same value.

Conditions are taken apart, through the steps that they name, into what they ask of single values:
comparisons, lists, truths. Where every way of meeting them asks of some value what it cannot be,
that is the reason. Sums, counts and the like over members are taken as they are, and no more ways
than `WAYS_TRIED` are tried: what is found is so, but what is so need not be found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.numbers import Number
from welfare_rules.language.nodes import (
    And,
    Compare,
    DerivedRef,
    Entitled,
    FigureRef,
    If,
    In,
    Node,
    Not,
    Or,
    spell,
)
from welfare_rules.program.program import Program, step_of
from welfare_rules.testing.possible import Possibilities, Possible

WAYS_TRIED = 400

Need = tuple[Node, bool]
"""A condition, and whether it should hold."""
Way = tuple[Need, ...]
Ways = tuple[Way, ...]
"""Conditions of which one list must be met as a whole."""
End = tuple[Number, bool]
"""Where a range ends, and whether that number itself is left out."""
_SIGNS: Mapping[Comparison, frozenset[Number]] = {
    each: frozenset(sign for sign in (-1, 0, 1) if each.test(sign, 0)) for each in Comparison
}
_ORDER = frozenset[Number]((-1, 0, 1))  # how one value stands to another


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one value: to be among some and not among others, and between two ends.

    Of what it must be a whole multiple is `step`; `by` are the conditions that ask it.
    """

    among: frozenset[Number] | None
    low: End | None = None
    high: End | None = None
    without: frozenset[Number] = frozenset()
    step: Number | None = None
    by: Way = ()

    @classmethod
    def of(cls, possible: Possible) -> Self:
        """What is asked of a value before any condition is."""
        if possible.open:
            return cls(None)
        low, high = possible.bounds
        ends = None if low is None else (low, False), None if high is None else (high, False)
        return cls(possible.values, *ends, step=possible.step)

    @property
    def nothing(self) -> bool:
        """Whether no value is left."""
        if self.among is not None:
            return not any(self._fits(each) for each in self.among)
        if self.low is None or self.high is None:
            return False
        (low, above), (high, below) = self.low, self.high
        return low > high or (low == high and (above or below or low in self.without))

    def _fits(self, value: Number) -> bool:
        if value in self.without:
            return False
        if self.low is not None and (value < self.low[0] or (value == self.low[0] and self.low[1])):
            return False
        return (
            self.high is None
            or value < self.high[0]
            or (value == self.high[0] and not self.high[1])
        )

    def compared(self, op: Comparison, value: Number, need: Need) -> Asked:
        """With a comparison more."""
        by = (*self.by, need)
        match op:
            case Comparison.EQUAL:
                return self.listed(frozenset({value}), need)
            case Comparison.NOT_EQUAL:
                return replace(self, without=self.without | {value}, by=by)
            case Comparison.GREATER | Comparison.AT_LEAST:
                end = self._end(value, op is Comparison.GREATER, 1)
                higher = self.low is None or end > self.low
                return replace(self, low=end if higher else self.low, by=by)
            case _:
                end = self._end(value, op is Comparison.LESS, -1)
                lower = self.high is None or (end[0], not end[1]) < (self.high[0], not self.high[1])
                return replace(self, high=end if lower else self.high, by=by)

    def _end(self, value: Number, beyond: bool, way: int) -> End:
        """The first value of its kind from there on, upwards (1) or downwards (-1)."""
        if not self.step:
            return value, beyond
        count = way * math.ceil(way * value / self.step)
        if beyond and count * self.step == value:
            count += way
        return count * self.step, False

    def listed(self, values: frozenset[Number], need: Need) -> Asked:
        """With a list more, of which it is one."""
        among = values if self.among is None else self.among & values
        return replace(self, among=among, by=(*self.by, need))

    def unlisted(self, values: frozenset[Number], need: Need) -> Asked:
        """With a list more, of which it is none."""
        return replace(self, without=self.without | values, by=(*self.by, need))


@dataclass(eq=False, slots=True)
class Contradictions:
    """Finds what of some conditions of one payee cannot be so together."""

    program: Program
    possible: Possibilities
    _spelt: dict[int, tuple[Node, str]] = field(default_factory=dict[int, tuple[Node, str]])
    _left: int = 0

    def among(self, needs: Sequence[Need]) -> tuple[Need, ...]:
        """The conditions, as formulas write them, that stand against one another; none where no
        contradiction is found.
        """
        self._left = WAYS_TRIED
        return tuple(dict.fromkeys(self._tried(needs, (), {}) or ()))

    def _tried(
        self, needs: Sequence[Need], choices: Sequence[Ways], asked: Mapping[str, Asked]
    ) -> list[Need] | None:
        """Why these conditions cannot be met, and of each choice one way; None where they may be
        for all that is found.
        """
        left, asked, choices = list(needs), dict(asked), list(choices)
        while left:
            node, wanted = left.pop()
            match node:
                case Not(part=part):
                    left.append((part, not wanted))
                case And(parts=parts) | Or(parts=parts):
                    if isinstance(node, And) is wanted:
                        left.extend((each, wanted) for each in parts)
                    else:
                        choices.append(tuple(((each, wanted),) for each in parts))
                case If(test=test, yes=yes, no=no):
                    ways = ((test, True), (yes, wanted)), ((test, False), (no, wanted))
                    alike = (((yes, wanted), (no, wanted)),)  # where the test cannot be said
                    choices.append(ways + (alike if self.possible.of(test).open else ()))
                case DerivedRef() | Entitled() if (step := self._formula(node)) is not None:
                    left.append((step, wanted))
                case _:
                    name, now = self._asked((node, wanted), asked)
                    if now.nothing:
                        return list(now.by)
                    asked[name] = now
        if not choices:
            return None
        first = min(choices, key=len)
        others = [each for each in choices if each is not first]
        against: list[Need] = []
        for way in first:
            self._left -= 1
            found = self._tried(way, others, asked) if self._left > 0 else None
            if found is None:
                return None
            against += found
        return against

    def _formula(self, node: DerivedRef | Entitled) -> Node | None:
        return self.program.step(step_of(node)).node

    def _asked(self, need: Need, asked: Mapping[str, Asked]) -> tuple[str, Asked]:
        """The value of which a condition asks something, and what is asked of it then."""
        node, wanted = need
        if not self.possible.of(node).can(wanted):
            return "", Asked(frozenset(), by=(need,))
        if isinstance(node, In):
            name, now = self._value(node.item, asked)
            values = frozenset(node.values)
            return name, now.listed(values, need) if wanted else now.unlisted(values, need)
        if not isinstance(node, Compare):
            name, now = self._value(node, asked)
            return name, now.listed(frozenset({int(wanted)}), need)
        op = node.op if wanted else node.op.negated
        for item, other, sign in ((node.left, node.right, op), (node.right, node.left, op.swapped)):
            value = self._bound(other, sign)
            if value is not None:
                name, now = self._value(item, asked)
                return name, now.compared(sign, value, need)
        left, right = self._name(node.left), self._name(node.right)
        if left > right:
            left, right, op = right, left, op.swapped
        name = f"{left} {right}"
        return name, asked.get(name, Asked(_ORDER)).listed(_SIGNS[op], need)

    def _bound(self, node: Node, op: Comparison) -> Number | None:
        """The number that a comparison with a value is one with; None where there is no such one.

        With a figure that nobody found that is its declared bound: only beyond is it said.
        """
        found = self.possible.of(node)
        if not isinstance(node, FigureRef) or not found.open:
            return found.only
        low, high = found.bounds
        match op:
            case Comparison.LESS | Comparison.AT_MOST:
                return low
            case Comparison.GREATER | Comparison.AT_LEAST:
                return high
            case _:
                return None

    def _value(self, node: Node, asked: Mapping[str, Asked]) -> tuple[str, Asked]:
        name = self._name(node)
        found = asked.get(name)
        return name, Asked.of(self.possible.of(node)) if found is None else found

    def _name(self, node: Node) -> str:
        """One name for a value, however many steps pass it on."""
        while isinstance(node, DerivedRef) and isinstance(self._formula(node), DerivedRef):
            node = self._formula(node) or node
        found = self._spelt.get(id(node))
        if found is None:
            found = self._spelt[id(node)] = (node, spell(node))
        return found[1]
