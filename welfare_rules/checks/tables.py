"""Finds gaps and overlaps of tables by trying every combination of turning points.

A condition compares something with fixed values, or two things with each other. Each something is
tried at its thresholds, between them and beyond them; two things are tried as less, equal and
greater. What is found is a true witness unless the things hang together in a way that this does not
see; in such a case nothing is said.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from welfare_rules.basics.days import LAST, month_of
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Hole, Words
from welfare_rules.checks.bounds import Bounds
from welfare_rules.checks.cells import (
    Cell,
    Cells,
    around,
    conjuncts,
    days_around,
    pair_of,
    truth_in,
)
from welfare_rules.checks.health import constant
from welfare_rules.checks.stretches import months, since, versions_under
from welfare_rules.checks.witness import possible
from welfare_rules.findings import Finding, finding
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node, spell
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit, Clause, Figure
from welfare_rules.law.validity import candidates
from welfare_rules.law.values import plain
from welfare_rules.program.day import benefit_of_day, formula_of_day

MOST_CELLS = 20_000
MOST_CASES = 32  # that transitional versions tell apart
MOST_LOOKS = 50_000
"""Rows of all tables of a law, each counted on every stretch and in every case that is tried. What
comes after that many is told not to have been looked at (WR340).
"""
MOST_WITNESSES = 500  # combinations that are tried to be true of somebody
DEEPEST = 12
# what stands for something else on another day
_OF_A_DAY = (n.FigureRef, n.DerivedRef, n.Clock)
# the operations whose operands a condition is made of; others are looked at as a whole
_TAKEN_APART = (n.And, n.Or, n.Not, n.Compare, n.In, n.Mul, n.Add, n.Sub)


def check_tables(law: Law) -> Iterable[Finding]:
    """Checks each table for overlaps (`unique`) and gaps (`unique`, `first`), on every stretch that
    a row, a requirement, a key, a formula or a figure under them opens.

    What is so on several stretches is told once, with the month from which on it is.
    """
    looks = 0
    for benefit in law.benefits:
        if not any(each.kind == "row" for each in benefit.clauses):
            continue
        conditions = [
            each.when.node
            for each in benefit.clauses
            if each.kind in ("row", "require") and each.when is not None
        ]
        days = months(law, nodes=conditions, benefits=[benefit])
        days = [day for day in days if benefit.lives(day, LAST)]
        figures = _figures_under(law, conditions)
        said: set[str] = set()
        kept = _Kept()
        for day in days:
            there = benefit_of_day(benefit, day)
            if there.hit not in ("unique", "first") or there.month is not None:
                continue
            for case in for_each_case(law, figures, day):
                looks += len(there.clauses)
                if looks > MOST_LOOKS:
                    found = _unsure(benefit, _rows(benefit), "…", since(day, days[0]))
                else:
                    found = _check(case, there, day, since(day, days[0]), kept)
                for each in found:
                    if each.code not in said:
                        said.add(each.code)
                        yield each
            if looks > MOST_LOOKS:
                break


def for_each_case(law: Law, figures: Iterable[Figure], day: int) -> Iterable[Law]:
    """The law on a day for each of the cases that transitional versions of figures tell apart."""
    chosen: list[list[Figure]] = []
    for figure in figures:
        found = candidates(figure.versions, day, LAST)
        if any(each.only_for is not None for each in found):
            chosen.append(
                [replace(figure, versions=(replace(each, only_for=None),)) for each in found]
            )
    if math.prod(len(each) for each in chosen) > MOST_CASES:
        chosen = []
    if not chosen:
        yield law
        return
    for together in itertools.product(*chosen):
        yield replace(law, figures={**law.figures, **{each.id: each for each in together}})


def _figures_under(law: Law, nodes: Iterable[Node]) -> list[Figure]:
    read = {id(each) for each in versions_under(law, nodes)}
    return [each for each in law.figures.values() if any(id(one) in read for one in each.versions)]


def _rows(benefit: Benefit) -> list[Clause]:
    return [each for each in benefit.clauses if each.kind == "row" and each.when is not None]


def _unsure(
    benefit: Benefit, rows: Sequence[Clause], where: Hole, from_then: Words
) -> Iterable[Finding]:
    """What says that nothing certain can be said of a table."""
    name = benefit.label.both(benefit.id)
    yield finding("WR340", rows[-1].origin.place("when"), name=name, where=where, since=from_then)


def _check(
    law: Law, benefit: Benefit, day: int, from_then: Words, kept: _Kept
) -> Iterable[Finding]:
    rows = _rows(benefit)
    requires = [
        each.when.node
        for each in benefit.clauses
        if each.kind == "require" and each.when is not None
    ]
    if not rows:
        return
    table = _Table(law, day, kept)
    row_nodes = [table.written_out(each.when.node) for each in rows if each.when is not None]
    parts = [one for each in requires for one in conjuncts(table.written_out(each))]
    require_nodes = table.bearing(parts, row_nodes) if parts else []
    for node in (*row_nodes, *require_nodes):
        table.gather(node)
    sure = not table.hangs_together and table.cells() <= MOST_CELLS
    # the rows alone: what they leave out or say twice, a condition that hangs together with them
    # may exclude
    if not sure:
        table, require_nodes = _Table(law, day, kept), []
        for node in row_nodes:
            table.gather(node)
    free = not table.hangs_together and table.cells() <= MOST_CELLS
    found = (
        list(_witnesses(table, benefit, rows, row_nodes, require_nodes, from_then)) if free else []
    )
    yield from (each for each, certain in found if certain and sure)
    doubtful = [dict(each.details)["where"] for each, certain in found if not (certain and sure)]
    if doubtful or not free:
        yield from _unsure(benefit, rows, doubtful[0] if doubtful else "…", from_then)


def _witnesses(
    table: _Table,
    benefit: Benefit,
    rows: Sequence[Clause],
    row_nodes: Sequence[Node],
    require_nodes: Sequence[Node],
    from_then: Words,
) -> Iterable[tuple[Finding, bool]]:
    """The first gap and the first overlap, each with whether somebody can be like that.

    Others only where there is no such one.
    """
    cells = table.every()
    once = twice = 0
    for node in row_nodes:
        held = table.holds(node, cells)
        twice |= once & held
        once |= held
    meant = cells.all
    for node in require_nodes:
        meant &= table.holds(node, cells)
    wanted = {"WR310": 0 if benefit.gaps else meant & ~once}
    wanted["WR309"] = meant & twice if benefit.hit == "unique" else 0
    for code, places in sorted(wanted.items(), key=lambda each: each[1] & -each[1]):
        true = doubtful = None
        for cell in itertools.islice(cells.at(places), MOST_WITNESSES):
            true = _true_of_somebody(table, cell, row_nodes, require_nodes)
            doubtful = doubtful or cell
            if true is not None:
                break
        if doubtful is None:
            continue
        cell = doubtful if true is None else true
        held = [place for place, node in enumerate(row_nodes) if truth_in(node, cell)]
        where = table.describe(cell)
        if code == "WR310":
            place = rows[-1].origin.place("when")
            yield finding(code, place, where=where, since=from_then), true is not None
            continue
        first, second = rows[held[0]], rows[held[1]]
        yield (
            finding(
                code,
                second.origin.place("when"),
                first=first.id,
                second=second.id,
                where=where,
                since=from_then,
            ),
            true is not None,
        )


def _true_of_somebody(
    table: _Table, cell: Cell, row_nodes: Sequence[Node], require_nodes: Sequence[Node]
) -> Cell | None:
    """The combination made true of somebody for whom the same rows hold; None where it cannot."""
    true = table.possible(cell)
    if true is None or true is cell:
        return true
    same = all(truth_in(node, cell) == truth_in(node, true) for node in row_nodes)
    return true if same and all(truth_in(node, true) for node in require_nodes) else None


# what a condition looks at: a thing with the values at which it turns, or a pair of things
_Look = tuple[str, Node, tuple[Number, ...]] | tuple[str, Node, Node]


@dataclass
class _Kept:
    """What the stretches of one benefit have in common, so that it is worked out once.

    Nodes are kept beside what came of them, so that no other takes their place in memory.
    """

    written: dict[int, tuple[Node, Node]] = field(default_factory=dict[int, tuple[Node, Node]])
    looks: dict[int, tuple[Node, tuple[_Look, ...]]] = field(
        default_factory=dict[int, tuple[Node, tuple[_Look, ...]]]
    )
    cells: Cells = field(default_factory=lambda: Cells({}))
    held: dict[int, tuple[Node, int]] = field(default_factory=dict[int, tuple[Node, int]])
    bounds: Bounds | None = None

    def bounds_of(self, law: Law) -> Bounds:
        if self.bounds is None or self.bounds.law is not law:
            self.bounds = Bounds(law)
        return self.bounds


@dataclass
class _Thing:
    """Something that conditions look at, and the values at which they turn."""

    node: Node
    turns: set[Number] = field(default_factory=set[Number])


class _Table:
    def __init__(self, law: Law, day: int, kept: _Kept) -> None:
        self.law = law
        self.day = day
        self.kept = kept
        self.bounds = kept.bounds_of(law)
        self.things: dict[str, _Thing] = {}
        self.pairs: dict[str, tuple[Node, Node]] = {}

    def written_out(self, node: Node) -> Node:
        """`plain`, worked out once for a condition that says the same on every day."""
        found = self.kept.written.get(id(node))
        if found is not None:
            return found[1]
        made = self.plain(node, DEEPEST)
        if not any(isinstance(each, _OF_A_DAY) for each in n.walk(node)):
            self.kept.written[id(node)] = node, made
        return made

    def plain(self, node: Node, depth: int) -> Node:
        """The condition with derived facts expanded and figures replaced by the day's values."""

        def written_out(each: Node) -> Node:
            match each:
                case n.FigureRef() | n.Mul() | n.Add() | n.Sub():
                    value = constant(self.law, each, self.day)
                    return each if value is None else n.Const(value=value, type=each.type)
                case n.DerivedRef() if depth > 0 and each.type.kind is Kind.BOOL:
                    formula = self.formula(each.id)
                    return each if formula is None else self.plain(formula, depth - 1)
                # a date is compared with this month, whichever it is
                case n.Compare(left=left, right=right) if not (
                    isinstance(left, n.Const) or isinstance(right, n.Const)
                ):
                    return n.with_operands(each, [self.dated(left), self.dated(right)])
                case _:
                    return each

        return n.transform(node, written_out, lambda each: isinstance(each, _TAKEN_APART))

    def formula(self, name: str) -> Node | None:
        """The formula of a derived value on the day of the check, if there is one."""
        if name not in self.law.derived:
            return None
        version = formula_of_day(self.law.derived[name], self.day, LAST)
        return None if version is None else version.formula.node

    def dated(self, node: Node) -> Node:
        """The first or last day of the month as it is on the day of the check."""
        if not isinstance(node, n.Clock):
            return node
        month = month_of(self.day)
        return n.Const(
            value=month.last if node.which == "month_end" else month.first, type=node.type
        )

    def bearing(self, conditions: Sequence[Node], rows: Sequence[Node]) -> list[Node]:
        """The conditions that share a fact with the rows, or with another one that does.

        The rest hold or fail whatever row applies.
        """
        left = [(each, self.rests_on(each)) for each in conditions]
        reached = {name for row in rows for name in self.rests_on(row)}
        while more := [each for each in left if each[1] & reached]:
            left = [each for each in left if not each[1] & reached]
            reached |= {name for _, names in more for name in names}
        apart = {id(each) for each, _ in left}
        return [each for each in conditions if id(each) not in apart]

    def rests_on(self, node: Node) -> frozenset[str]:
        """The facts, rights and payments under a formula, through all that it names."""
        found: set[str] = set()
        waiting, seen = [node], set[str]()
        while waiting:
            for each in n.walk(waiting.pop()):
                match each:
                    case n.FactRef():
                        found.add(f"{each.entity} {each.id}")
                    case n.DerivedRef() if each.id in self.law.derived:
                        if each.id not in seen:
                            seen.add(each.id)
                            waiting.extend(
                                version.formula.node
                                for version in self.law.derived[each.id].versions
                            )
                    case n.DerivedRef() | n.Entitled() | n.Amount() | n.Receives():
                        found.add(spell(each))
                    case _:
                        pass
        return frozenset(found)

    def gather(self, node: Node) -> None:
        """Takes up all that a condition looks at."""
        found = self.kept.looks.get(id(node))
        if found is None:
            found = self.kept.looks[id(node)] = node, tuple(_looks(node))
        for name, one, other in found[1]:
            if isinstance(other, tuple):
                self.things.setdefault(name, _Thing(one)).turns.update(other)
            else:
                self.pairs[name] = one, other

    @property
    def hangs_together(self) -> bool:
        """Whether one thing stands in two comparisons with others.

        Then not every combination can happen.
        """
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
        whole = kind in (Kind.INT, Kind.MONTHS, Kind.CODE) or (
            isinstance(thing.node, n.FactRef) and not thing.node.flow
        )
        found = days_around(turns) if kind is Kind.DATE else around(turns, whole)
        return sorted(
            each
            for each in found
            if (low is None or each >= low) and (high is None or each <= high)
        )

    def cells(self) -> int:
        return math.prod(
            [
                *(max(1, len(self.values(each))) for each in self.things.values()),
                3 ** len(self.pairs),
            ]
        )

    def possible(self, cell: Cell) -> Cell | None:
        """The combination made true of somebody, where its things are not free of each other."""
        things = {name: each.node for name, each in self.things.items()}
        sides = [self.rests_on(side) for pair in self.pairs.values() for side in pair]
        if any(self.rests_on(node) & side for node in things.values() for side in sides):
            return None
        return possible(self.law, self.day, self.dated, things, self.rests_on, cell)

    def every(self) -> Cells:
        """Every combination of the values at which the things turn."""
        ranges: dict[str, Sequence[Number]] = {
            name: self.values(each) or [0] for name, each in self.things.items()
        }
        ranges.update((name, [-1, 0, 1]) for name in self.pairs)
        if ranges != self.kept.cells.ranges or [*ranges] != [*self.kept.cells.ranges]:
            self.kept.cells, self.kept.held = Cells(ranges), {}
        return self.kept.cells

    def holds(self, node: Node, cells: Cells) -> int:
        """In which combinations a condition holds."""
        found = self.kept.held.get(id(node))
        if found is None:
            found = self.kept.held[id(node)] = node, cells.holds(node)
        return found[1]

    def describe(self, cell: Cell) -> Words:
        """The combination in words: labels in Chinese, ids in English, and values."""
        zh: list[str] = []
        en: list[str] = []
        for name, value in cell.items():
            if name in self.pairs:
                left, right = self.pairs[name]
                sign = "=" if value == 0 else "<" if value < 0 else ">"
                zh.append(f"{self._label(left)} {sign} {self._label(right)}")
                en.append(f"{_name(left)} {sign} {_name(right)}")
                continue
            node = self.things[name].node
            shown = self._shown(node, value)
            zh.append(f"{self._label(node)} = {shown.zh}")
            en.append(f"{_name(node)} = {shown.en}")
        return Words("、".join(zh), ", ".join(en))

    def _label(self, node: Node) -> str:
        """What a node is called in Chinese, where it is one name."""
        symbol = self.law.names.symbols.get(_name(node))
        return _name(node) if symbol is None or not symbol.zh else symbol.zh

    def _shown(self, node: Node, value: Number) -> Words:
        kind = node.type.kind
        if kind is Kind.BOOL:
            return Words("是", "true") if value else Words("否", "false")
        if kind is Kind.CHOICE:
            choice = self.law.choices[node.type.choice].values[int(value)]
            return Words(choice.zh, choice.id)
        shown = plain(node.type, value)
        return Words(f"{shown} 元", f"{shown}元") if kind is Kind.MONEY else Words(shown, shown)


def _looks(node: Node) -> Iterable[_Look]:
    match node:
        case n.And() | n.Or():
            for part in node.parts:
                yield from _looks(part)
        case n.Not():
            yield from _looks(node.part)
        case n.Compare(left=left, right=right):
            if isinstance(right, n.Const):
                yield spell(left), left, (right.value,)
            elif isinstance(left, n.Const):
                yield spell(right), right, (left.value,)
            else:
                yield pair_of(node), left, right
        case n.In():
            yield spell(node.item), node.item, node.values
        case n.Const():
            pass
        case _:
            yield spell(node), node, ()


def _name(node: Node) -> str:
    if isinstance(node, (n.FactRef, n.DerivedRef, n.FigureRef, n.Entitled, n.Amount)):
        return node.id
    return type(node).__name__.lower()
