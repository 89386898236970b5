"""The lines of a program: what it compares, on which facts that rests, and where a fact meets it.

A line is the difference of two values that a formula compares, or of which it takes the larger or
the smaller. A fact lies on it where the difference is nothing, or turns from below to above.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from welfare_rules.basics.days import days_between, shift
from welfare_rules.basics.numbers import Number
from welfare_rules.language.nodes import (
    Compare,
    Const,
    FactRef,
    Greatest,
    In,
    Least,
    Node,
    Receives,
    walk,
)
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.program.program import Program, references
from welfare_rules.rules import Rules

_ORDERED = (Kind.MONEY, Kind.INT, Kind.MONTHS, Kind.RATE, Kind.DATE)


@dataclass(frozen=True, slots=True)
class Line:
    """Two values that are compared, for whom, in which step; `facts` are the columns they rest on.

    `direct` are those that the formula names by itself.
    """

    step: str
    entity: Entity
    left: Node
    right: Node
    facts: frozenset[int]
    direct: frozenset[int]


def lines_of(program: Program) -> tuple[Line, ...]:
    """The lines of everything on which a benefit or a circle rests, in the program's order."""
    columns = Columns.of(program)
    made: list[Line] = []
    for step in program.steps:
        if step.id not in program.needed or step.node is None:
            continue
        for node in walk(step.node):
            for left, right in _compared(node):
                pair = (left, right)
                facts = columns.below(pair)
                if facts:
                    made.append(
                        Line(step.id, step.entity, left, right, facts, columns.direct(pair))
                    )
    return tuple(made)


def _compared(node: Node) -> Iterable[tuple[Node, Node]]:
    match node:
        case Compare(left=left, right=right) if left.type.kind in _ORDERED:
            yield left, right
        case In(item=item) if item.type.kind in _ORDERED:
            for value in node.values:
                yield item, Const(value=value, type=item.type)
        case Greatest() | Least():
            first, *others = node.parts
            for each in others:
                yield first, each
        case _:
            pass


@dataclass(frozen=True, slots=True)
class Columns:
    """On which facts, by their columns, the steps of a program rest."""

    by_step: Mapping[str, frozenset[int]]
    by_fact: Mapping[tuple[str, Entity], int]

    @classmethod
    def of(cls, program: Program) -> Self:
        by_fact = {(fact.id, fact.entity): fact.column for fact in program.facts}
        made: dict[str, frozenset[int]] = {}
        for step in program.steps:  # each stands behind what it rests on
            found: set[int] = set()
            if step.node is not None:
                found |= _named(step.node, by_fact)
                for name in references(step.node):
                    found |= made.get(name, frozenset())
            made[step.id] = frozenset(found)
        return cls(made, by_fact)

    def direct(self, nodes: Iterable[Node]) -> frozenset[int]:
        """The facts that formulas name."""
        return frozenset(column for each in nodes for column in _named(each, self.by_fact))

    def below(self, nodes: Iterable[Node]) -> frozenset[int]:
        """The facts on which formulas rest, by way of whatever they name."""
        found: set[int] = set()
        for each in nodes:
            found |= _named(each, self.by_fact)
            for name in references(each):
                found |= self.by_step.get(name, frozenset())
        return frozenset(found)


def _named(node: Node, by_fact: Mapping[tuple[str, Entity], int]) -> set[int]:
    found: set[int] = set()
    for each in walk(node):
        if isinstance(each, FactRef):
            found.add(by_fact[each.id, each.entity])
        elif isinstance(each, Receives):
            found |= {by_fact[key] for key in by_fact if key[0] == each.fact}
    return found


class Solver:
    """Finds where a fact of a household comes to a line, by the reference engine's own values."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.lines = lines_of(rules.program)

    def difference(self, line: Line, case: Case, payee: int) -> Number | None:
        """By how much the left value is above the right one; None where one is not known."""
        return self._prepared(line)(case, payee)

    def _prepared(self, line: Line) -> Callable[[Case, int], Number | None]:
        reference, month = self.rules.reference, self.rules.month
        left, right = reference.formula(line.left), reference.formula(line.right)

        def difference(case: Case, payee: int) -> Number | None:
            evaluation = reference.evaluate(case, month)
            one, other = left(evaluation, payee).value, right(evaluation, payee).value
            return None if one is None or other is None else one - other

        return difference

    def turns(self, line: Line, case: Case, payee: int, place: Place) -> tuple[int, ...]:
        """The values of a fact on a line and just beside it: where it turns from one side to
        another. None where it does not turn between the fact's bounds.
        """
        fact = self.rules.program.facts[place[1]]
        count, value = ladder(fact)
        difference = self._prepared(line)

        def at(rung: int) -> Number | None:
            return difference(case.but({place: value(rung)}), payee)

        turn = _turn(at, count)
        if turn is None:
            return ()
        step = fact.kept(1) if fact.flow else 1
        near = {turn + by for by in (-step, -1, 0, 1, step)}
        return tuple(value(each) for each in sorted(near) if 0 <= each < count)

    def places(self, line: Line, case: Case, payee: int) -> list[Place]:
        """The facts of money of a case on which a line rests: the household's, and whose it is."""
        facts = self.rules.program.facts
        made: list[Place] = []
        for column in sorted(line.facts):
            fact = facts[column]
            if fact.type.kind is not Kind.MONEY:
                continue
            if fact.entity is Entity.HOUSEHOLD:
                made.append((HOUSEHOLD, column))
            elif payee != HOUSEHOLD:
                made.append((payee, column))
            else:
                made.extend((each, column) for each in range(len(case.members)))
        return made


def _turn(at: Callable[[int], Number | None], count: int) -> int | None:
    """The first place at which a difference is no longer on the side on which it begins.

    Between two places of different sides it is looked for where a straight line through both would
    come to nothing, and in the middle whenever that has not narrowed them by half.
    """
    low, high = 0, count - 1
    below, above = at(low), at(high)
    if below is None or above is None or _side(below) == _side(above):
        return None
    straight = True
    while high - low > 1:
        middle = (low + high) // 2
        if straight and below != above:
            middle = min(
                max(low + math.ceil((high - low) * -below / (above - below)), low + 1), high - 1
            )
        found, width = at(middle), high - low
        if found is None:
            return None
        if _side(found) == _side(below):
            low, below = middle, found
            if straight and high - low > 1:  # the turn is often the very next place
                beyond = at(low + 1)
                if beyond is not None and _side(beyond) != _side(below):
                    return low + 1
        else:
            high, above = middle, found
        straight = (high - low) * 2 <= width
    return high


def _side(difference: Number) -> int:
    return (difference > 0) - (difference < 0)


def ladder(fact: Fact) -> tuple[int, Callable[[int], int]]:
    """How many values a fact of numbers or days has within its bounds, and each by its place."""
    if fact.type.kind is Kind.DATE:
        first, last = int(fact.low), int(fact.high)
        return days_between(first, last) + 1, lambda rung: shift(first, rung)
    low, high = fact.kept(fact.low), fact.kept(fact.high)
    return high - low + 1, lambda rung: low + rung


def marks(solver: Solver, case: Case) -> Mapping[int, tuple[int, ...]]:
    """For each fact the values on and beside the lines to which it comes by itself, in a household.

    Of money only where the formula that compares names it: where it comes to a line together with
    others depends on the household (`Solver.turns`).
    """
    found: dict[int, set[int]] = {}
    for line in solver.lines:
        for column in line.facts:
            fact = solver.rules.program.facts[column]
            if fact.type.kind is Kind.MONEY and column not in line.direct:
                continue
            if fact.type.kind not in (Kind.MONEY, Kind.INT, Kind.DATE):
                continue
            payee = HOUSEHOLD if line.entity is Entity.HOUSEHOLD else 0
            whose = HOUSEHOLD if fact.entity is Entity.HOUSEHOLD else 0
            found.setdefault(column, set()).update(solver.turns(line, case, payee, (whose, column)))
    return {column: tuple(sorted(values)) for column, values in found.items()}
