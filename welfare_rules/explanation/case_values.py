"""The numbers of one case in one month, as the reference engine works them out, for any formula of
its program.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from welfare_rules.basics.days import Month
from welfare_rules.engine.reference.evaluation import Scene, Value, exact
from welfare_rules.engine.reference.interpreter import Work
from welfare_rules.engine.reference.reference import Reference, truth_of
from welfare_rules.explanation.wording import Unit
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.terms import FIRST, LAST, Number
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Step, step_of
from welfare_rules.program.transition import rewritten, stand_ins

_OF_KIND: dict[Kind, Unit] = {
    Kind.MONEY: "yuan",
    Kind.MONTHS: "months",
    Kind.RATE: "percent",
    Kind.DATE: "days",
}
_INT, _HOUSEHOLD = Kind.INT, Entity.HOUSEHOLD
_RECKONED: dict[type[n.Node], Callable[[Any, Any], Number]] = {
    n.Add: operator.add, n.Sub: operator.sub, n.Mul: operator.mul, n.Div: Fraction,
}  # fmt: skip
_OF_YEARS = frozenset({Kind.INT, Kind.MONTHS})
FAR = 1000
"""No case has so many years or months; a number beyond may come of a day that stands for "never" or "always"."""


class Numbers:
    """Looks values up for one explanation.

    Each once for a payee, each operation of a formula compiled once.
    """

    __slots__ = (
        "_facts",
        "_figures",
        "_instead",
        "_kept",
        "_memo",
        "_now",
        "_place",
        "_units",
        "_values",
        "_works",
        "case",
        "ignorable",
        "judge",
        "month",
        "program",
        "scene",
        "steps",
        "workings",
    )

    def __init__(
        self, judge: Reference, case: Case, month: Month, scene: Scene | None = None
    ) -> None:
        self.judge = judge
        self.program = judge.program
        self.workings = judge.workings
        self.case = case
        self.month = month
        self.scene = judge.scene(case, month) if scene is None else scene
        self.steps = self.program.steps
        self._memo = self.scene.memo
        self._place = self.workings.place
        # those of the household last
        self._values: list[dict[int, Value]] = [{} for _ in range(len(case.members) + 1)]
        self._facts: list[dict[str, Value]] = [{} for _ in self._values]
        self._kept: list[n.Node] = []  # so that their ids stay their own
        self._figures: dict[str, Value] = {}
        self._works: dict[int, tuple[n.Node, Work]] = {}
        self._units: dict[str, Unit] = {}
        self._now: dict[int, tuple[n.Node, n.Node]] = {}
        self._instead = stand_ins(self.program.figures.values())
        columns = self.workings.columns
        self.ignorable = {
            fact.id: (columns[fact.entity, fact.ignored_when[0]], fact.ignored_when[1])
            for fact in self.program.facts if fact.ignored_when is not None
        }  # fmt: skip

    def step(self, name: str) -> Step:
        return self.steps[self._place[name]]

    def of(self, node: n.Node, payee: int) -> Value:
        """The value of a formula for a payee: (lowest, highest, what it rests on, what is missing)."""
        if type(node) is n.DerivedRef:
            memo = self._memo[HOUSEHOLD if node.entity is _HOUSEHOLD else payee]
            return memo[self._place[node.id]] or self.workings.value(self.scene, node.id, payee)
        if type(node) is n.FactRef:
            whose_facts = HOUSEHOLD if node.entity is _HOUSEHOLD else payee
            return self._facts[whose_facts].get(node.id) or self._fact(node, whose_facts)
        if type(node) is n.FigureRef:
            return self._figures.get(node.id) or self._figure(node)
        known = self._values[payee].get(id(node))
        if known is None:
            how = _READ.get(type(node))
            known = how(self, node, payee) if how is not None else None
            if known is None:
                known = self._worked(node, payee)
            self._values[payee][id(node)] = known
            self._kept.append(node)
        return known

    # What is plainly there is read, not compiled: figures in force, facts given, arithmetic between
    # known numbers.

    def _figure(self, node: n.FigureRef) -> Value:
        value = self.program.figures[node.id].value
        found = self._figures[node.id] = (
            exact(value) if value is not None else self._worked(node, HOUSEHOLD)
        )
        return found

    def _fact(self, node: n.FactRef, payee: int) -> Value:
        facts = self.case.household if payee == HOUSEHOLD else self.case.members[payee]
        raw = facts[self.workings.columns[node.entity, node.id]]
        if raw is None:
            known = self._worked(node, payee)
        else:
            known = exact(
                raw if not node.flow else raw // 12 if raw % 12 == 0 else Fraction(raw, 12)
            )
        self._facts[payee][node.id] = known
        return known

    def _step(self, node: n.Entitled | n.Amount, payee: int) -> Value:
        return self.workings.value(self.scene, step_of(node), payee)

    def _reckoned(self, node: n.Binary, payee: int) -> Value | None:
        left, right = self.of(node.left, payee), self.of(node.right, payee)
        if left[0] is None or right[0] is None or left[0] != left[1] or right[0] != right[1]:
            return None
        return exact(_RECKONED[type(node)](left[0], right[0]))

    def _in(self, node: n.In, payee: int) -> Value | None:
        item = self.of(node.item, payee)
        return None if item[0] is None or item[0] != item[1] else exact(int(item[0] in node.values))

    def _chosen(self, node: n.If, payee: int) -> Value | None:
        test = self.of(node.test, payee)
        return None if test[0] != test[1] else self.of(node.yes if test[0] else node.no, payee)

    def _extreme(self, node: n.Least | n.Greatest, payee: int) -> Value | None:
        found = [self.of(part, payee) for part in node.parts]
        lows = [low for low, high, _, _ in found if low is not None and low == high]
        return (
            exact((min if type(node) is n.Least else max)(lows))
            if len(lows) == len(found)
            else None
        )

    def _total(self, node: n.Total, payee: int) -> Value | None:
        total: Number = 0
        for member in self.members():
            test = self.of(node.among, member)
            if test[1] == 0:
                continue
            low, high, _, _ = self.of(node.value, member)
            if test[0] == 0 or low is None or low != high:
                return None
            total += low
        return exact(total)

    def _worked(self, node: n.Node, payee: int) -> Value:
        work = self._works.get(id(node))
        if work is None:
            work = self._works[id(node)] = (node, self.workings.work(node))
        return work[1](self.scene, payee)

    def now(self, node: n.Node) -> n.Node:
        """A formula of the law as the program reads it.

        Figures that depend on the case are values of their own there.
        """
        if not self._instead:
            return node
        known = self._now.get(id(node))
        if known is None:
            known = self._now[id(node)] = (node, rewritten(node, self._instead))
        return known[1]

    def truth(self, node: n.Node, payee: int) -> bool | None:
        return truth_of(self.of(node, payee))

    def of_step(self, name: str, payee: int) -> Value:
        return self.workings.value(self.scene, name, payee)

    def hit(self, benefit: str) -> str:
        """The hit policy of a benefit's table."""
        return self.program.law.benefit(benefit).hit or "first"

    def members(self) -> range:
        return range(len(self.case.members))

    def among(self, node: n.Node) -> list[tuple[int, bool | None]]:
        """The members for whom a condition holds or may hold, each with which of the two."""
        truths = [(each, self.truth(node, each)) for each in self.members()]
        return [(each, truth) for each, truth in truths if truth is not False]

    # --- values that say nothing ---

    def ignored(self, node: n.Node, payee: int) -> bool:
        """Whether this is a fact that does not count, as the vocabulary says, because of another
        one.
        """
        if type(node) is not n.FactRef or node.id not in self.ignorable:
            return False
        column, value = self.ignorable[node.id]
        facts = self.case.household if node.entity is Entity.HOUSEHOLD else self.case.members[payee]
        return facts[column] == value

    def never(self, node: n.Node, payee: int) -> bool:
        """Whether a number of years or months is counted from or to a day that stands for "never"
        or "always".
        """
        if node.type.kind not in _OF_YEARS:
            return False
        low = self.of(node, payee)[0]
        return low is not None and not -FAR < low < FAR and self._from_never(node, payee)

    def _from_never(self, node: n.Node, payee: int) -> bool:
        match node:
            case n.Years() | n.CalendarMonths():
                return any(
                    self.of(each, payee)[0] in (FIRST, LAST) for each in (node.start, node.end)
                )
            case n.Add() | n.Sub():
                return self._from_never(node.left, payee) or self._from_never(node.right, payee)
            case n.DerivedRef():
                inner = self.step(node.id).node
                return inner is not None and self._from_never(inner, whose(node, payee))
            case _:
                return False

    # --- units ---

    def unit(self, node: n.Node) -> Unit:
        """What a difference of two such values is counted in.

        A whole number may be years, persons, or only a number.
        """
        kind = node.type.kind
        if kind is not _INT:
            return _OF_KIND.get(kind, "plain")
        match node:
            case n.Years():
                return "years"
            case n.Count():
                return "persons"
            case n.Add() | n.Sub():
                return self.unit_of_two(node.left, node.right)
            case n.DerivedRef():
                if node.id not in self._units:
                    inner = self.step(node.id).node
                    self._units[node.id] = "plain" if inner is None else self.unit(inner)
                return self._units[node.id]
            case _:
                return "plain"

    def unit_of_two(self, left: n.Node, right: n.Node) -> Unit:
        """Of two sides, the unit of the one that has one."""
        one = self.unit(left)
        return one if one != "plain" else self.unit(right)


def whose(node: n.Node, payee: int) -> int:
    """Whom a reference speaks of: what is the household's is the same for every member."""
    return HOUSEHOLD if getattr(node, "entity", None) is Entity.HOUSEHOLD else payee


_READ: dict[type[n.Node], Callable[[Numbers, Any, int], Value | None]] = {
    n.Entitled: Numbers._step,  # pyright: ignore[reportPrivateUsage]
    n.Amount: Numbers._step,  # pyright: ignore[reportPrivateUsage]
    n.If: Numbers._chosen,  # pyright: ignore[reportPrivateUsage]
    n.Least: Numbers._extreme,  # pyright: ignore[reportPrivateUsage]
    n.Greatest: Numbers._extreme,  # pyright: ignore[reportPrivateUsage]
    n.Total: Numbers._total,  # pyright: ignore[reportPrivateUsage]
    n.In: Numbers._in,  # pyright: ignore[reportPrivateUsage]
    **dict.fromkeys(_RECKONED, Numbers._reckoned),  # pyright: ignore[reportPrivateUsage]
}
