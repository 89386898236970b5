"""Gaps and overlaps of tables, found by trying every combination of the values at which one of their conditions can turn.

A condition compares something with fixed values, or two things with each other. Each something is tried at its thresholds, between them
and beyond them; two things are tried as less, equal and greater. What is found is a true witness unless the things hang together in a
way that this does not see; in such a case nothing is said.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from welfare_rules.findings import Finding, finding
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node, spell
from welfare_rules.language.types import Kind
from welfare_rules.program.bounds import Bounds
from welfare_rules.program.health import constant
from welfare_rules.program.law import Benefit, Clause, Law
from welfare_rules.program.terms import LAST, Number
from welfare_rules.program.values import day_number, plain

MOST_CELLS = 20_000
DEEPEST = 12

Cell = Mapping[str, Number]


def check_tables(law: Law) -> Iterable[Finding]:
    """Every period of every table whose hit policy forbids overlaps (`unique`) or gaps (`unique` and `first`)."""
    for benefit in law.benefits:
        rows = [each for each in benefit.clauses if each.kind == "row"]
        if benefit.hit not in ("unique", "first") or not rows or benefit.month is not None:
            continue
        days = sorted({max(benefit.period.first, each.period.first) for each in benefit.clauses} | {benefit.period.first})
        said: set[str] = set()
        for day in days:
            if day > benefit.period.last:
                continue
            in_force = [each for each in benefit.clauses if each.period.holds(day, LAST)]
            for each in _check(law, benefit, in_force, day):
                if each.code not in said:
                    said.add(each.code)
                    yield each


def _check(law: Law, benefit: Benefit, clauses: Sequence[Clause], day: int) -> Iterable[Finding]:
    rows = [each for each in clauses if each.kind == "row" and each.when is not None]
    requires = [each for each in clauses if each.kind == "require" and each.when is not None]
    table = _Table(law, day)
    row_nodes = [table.plain(each.when.node, DEEPEST) for each in rows if each.when is not None]
    require_nodes = [table.plain(each.when.node, DEEPEST) for each in requires if each.when is not None]
    for node in (*row_nodes, *require_nodes):
        table.gather(node)
    if not rows or table.hangs_together or table.cells() > MOST_CELLS:
        return
    gap = overlap = False
    for cell in table.every():
        held = [place for place, node in enumerate(row_nodes) if _truth(node, cell)]
        if len(held) == 1 or not all(_truth(node, cell) for node in require_nodes):
            continue
        if len(held) > 1 and benefit.hit == "unique" and not overlap:
            overlap = True
            first, second = rows[held[0]], rows[held[1]]
            yield finding("WR309", second.origin.place("when"), first=first.id, second=second.id, where=table.describe(cell))
        if not held and not benefit.gaps and not gap:
            gap = True
            yield finding("WR310", rows[-1].origin.place("when"), where=table.describe(cell))
        if gap and (overlap or benefit.hit == "first"):
            return


@dataclass
class _Thing:
    """Something that conditions look at, and the values at which they turn."""

    node: Node
    turns: set[Number] = field(default_factory=set[Number])


class _Table:
    def __init__(self, law: Law, day: int) -> None:
        self.law = law
        self.day = day
        self.bounds = Bounds(law)
        self.things: dict[str, _Thing] = {}
        self.pairs: dict[str, tuple[Node, Node]] = {}

    def plain(self, node: Node, depth: int) -> Node:
        """The condition with derived facts written out and what figures and numbers come to on the day."""
        match node:
            case n.FigureRef() | n.Mul() | n.Add() | n.Sub() if (value := constant(self.law, node, self.day)) is not None:
                return n.Const(value=value, type=node.type)
            case n.DerivedRef() if depth > 0 and node.type.kind is Kind.BOOL and node.id in self.law.derived:
                version = next((each for each in self.law.derived[node.id].versions if each.period.holds(self.day, LAST)), None)
                return node if version is None else self.plain(version.formula.node, depth - 1)
            case n.And():
                return n.And(parts=tuple(self.plain(part, depth) for part in node.parts))
            case n.Or():
                return n.Or(parts=tuple(self.plain(part, depth) for part in node.parts))
            case n.Not():
                return n.Not(part=self.plain(node.part, depth))
            case n.Compare():
                return n.Compare(op=node.op, left=self.plain(node.left, depth), right=self.plain(node.right, depth))
            case n.In():
                return n.In(item=self.plain(node.item, depth), values=node.values)
            case n.Mul() | n.Add() | n.Sub():
                return type(node)(left=self.plain(node.left, depth), right=self.plain(node.right, depth), type=node.type)
            case _:
                return node

    def gather(self, node: Node) -> None:
        match node:
            case n.And() | n.Or():
                for part in node.parts:
                    self.gather(part)
            case n.Not():
                self.gather(node.part)
            case n.Compare(left=left, right=right):
                if isinstance(right, n.Const):
                    self.thing(left).turns.add(right.value)
                elif isinstance(left, n.Const):
                    self.thing(right).turns.add(left.value)
                else:
                    self.pairs[_pair(node)] = (left, right)
            case n.In():
                self.thing(node.item).turns.update(node.values)
            case n.Const():
                pass
            case _:
                self.thing(node)

    def thing(self, node: Node) -> _Thing:
        return self.things.setdefault(spell(node), _Thing(node))

    @property
    def hangs_together(self) -> bool:
        """Whether one thing stands in two comparisons with others: then not every combination can happen."""
        sides = [spell(side) for pair in self.pairs.values() for side in pair]
        return len(sides) != len(set(sides)) or any(side in self.things for side in sides)

    def values(self, thing: _Thing) -> list[Number]:
        kind = thing.node.type.kind
        if kind is Kind.BOOL:
            return [0, 1]
        if kind is Kind.CHOICE:
            return list(range(len(self.law.choices[thing.node.type.choice].values)))
        low, high = self.bounds.of(thing.node)
        turns = sorted(thing.turns)
        whole = kind in (Kind.INT, Kind.MONTHS, Kind.CODE) or (isinstance(thing.node, n.FactRef) and not thing.node.flow)
        found = _days_around(turns) if kind is Kind.DATE else _around(turns, whole)
        return sorted(each for each in found if (low is None or each >= low) and (high is None or each <= high))

    def cells(self) -> int:
        return math.prod([*(max(1, len(self.values(each))) for each in self.things.values()), 3 ** len(self.pairs)])

    def every(self) -> Iterable[Cell]:
        names = [*self.things, *self.pairs]
        ranges: list[Sequence[Number]] = [self.values(each) or [0] for each in self.things.values()]
        ranges.extend([-1, 0, 1] for _ in self.pairs)
        for combination in itertools.product(*ranges):
            yield dict(zip(names, combination, strict=True))

    def describe(self, cell: Cell) -> str:
        """The combination in words of the file: ids and values."""
        parts: list[str] = []
        for name, value in cell.items():
            if name in self.pairs:
                left, right = self.pairs[name]
                parts.append(f"{_name(left)} {'=' if value == 0 else '<' if value < 0 else '>'} {_name(right)}")
                continue
            node = self.things[name].node
            parts.append(f"{_name(node)} = {self._shown(node, value)}")
        return ", ".join(parts)

    def _shown(self, node: Node, value: Number) -> str:
        kind = node.type.kind
        if kind is Kind.BOOL:
            return "true" if value else "false"
        if kind is Kind.CHOICE:
            return self.law.choices[node.type.choice].values[int(value)].id
        return plain(node.type, value) + ("元" if kind is Kind.MONEY else "")


def _around(turns: Sequence[Number], whole: bool) -> set[Number]:
    """Each turn, what comes right before and after it, and what lies between two of them; money of a case is whole fen."""
    step = 1 if whole else Fraction(1, 1000)
    found: set[Number] = {turn + by for turn in turns for by in (-step, 0, step)}
    for one, other in itertools.pairwise(turns):
        middle = Fraction(one + other) / 2
        found.add(math.floor(middle) if whole else middle)
    return found


def _days_around(turns: Sequence[Number]) -> set[Number]:
    """The same of days: every one stands in the calendar."""
    days = [datetime.date(int(each) // 10000, int(each) // 100 % 100, int(each) % 100).toordinal() for each in turns]
    found = {day + by for day in days for by in (-1, 0, 1)} | {(one + other) // 2 for one, other in itertools.pairwise(days)}
    return {day_number(datetime.date.fromordinal(each)) for each in found if 1 <= each <= datetime.date.max.toordinal()}


def _name(node: Node) -> str:
    if isinstance(node, (n.FactRef, n.DerivedRef, n.FigureRef, n.Entitled, n.Amount)):
        return node.id
    return type(node).__name__.lower()


def _pair(node: n.Compare) -> str:
    return f"{spell(node.left)} ? {spell(node.right)}"


def _truth(node: Node, cell: Cell) -> bool:
    match node:
        case n.And():
            return all(_truth(part, cell) for part in node.parts)
        case n.Or():
            return any(_truth(part, cell) for part in node.parts)
        case n.Not():
            return not _truth(node.part, cell)
        case n.Const():
            return bool(node.value)
        case n.In():
            return cell[spell(node.item)] in node.values
        case n.Compare(left=left, right=right):
            if isinstance(right, n.Const):
                return _compare(node.op, cell[spell(left)] if not isinstance(left, n.Const) else left.value, right.value)
            if isinstance(left, n.Const):
                return _compare(node.op, left.value, cell[spell(right)])
            return _compare(node.op, cell[_pair(node)], 0)
        case _:
            return bool(cell[spell(node)])


def _compare(op: str, left: Number, right: Number) -> bool:
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "==":
            return left == right
        case _:
            return left != right
