"""The numbers of one case in one month, as the reference engine works them out, for any formula of
its program.
"""

from __future__ import annotations

from typing import cast

from welfare_rules.basics.days import FIRST, LAST
from welfare_rules.basics.known import Known
from welfare_rules.engine.reference import Evaluation
from welfare_rules.explanation.wording import Unit
from welfare_rules.language import nodes as n
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.language.types import Entity, Kind
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Step, step_of
from welfare_rules.program.transition import rewritten, stand_ins

_OF_KIND: dict[Kind, Unit] = {
    Kind.MONEY: "yuan",
    Kind.MONTHS: "months",
    Kind.RATE: "percent",
    Kind.DATE: "days",
}
_INT, _HOUSEHOLD = Kind.INT, Entity.HOUSEHOLD
_OF_YEARS = frozenset({Kind.INT, Kind.MONTHS})
FAR = 1000
"""No case has so many years or months: a number beyond comes of a day that stands for "never"."""


class Numbers:
    """Looks values up for one explanation: each once for a payee.

    They are asked of an evaluation by the reference engine; nothing is worked out here.
    """

    __slots__ = (
        "_instead",
        "_named",
        "_now",
        "_units",
        "_values",
        "case",
        "evaluation",
        "ignorable",
        "month",
        "program",
    )

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.program = evaluation.program
        self.case = evaluation.case
        self.month = evaluation.month
        # those of the household last
        self._values: list[dict[int, Known]] = [{} for _ in range(len(self.case.members) + 1)]
        # of facts, figures and steps, which share one space of names
        self._named: list[dict[str, Known]] = [{} for _ in self._values]
        self._units: dict[str, Unit] = {}
        self._now: dict[int, tuple[n.Node, n.Node]] = {}
        self._instead = stand_ins(self.program.figures.values())
        columns = {(fact.entity, fact.id): fact.column for fact in self.program.facts}
        self.ignorable = {
            fact.id: (columns[fact.entity, fact.ignored_when[0]], fact.ignored_when[1])
            for fact in self.program.facts
            if fact.ignored_when is not None
        }

    def step(self, name: str) -> Step:
        return self.program.by_id[name]

    def of(self, node: n.Node, payee: int) -> Known:
        """The value of a formula for a payee."""
        if type(node) is n.DerivedRef:
            return self.of_step(node.id, HOUSEHOLD if node.entity is _HOUSEHOLD else payee)
        if type(node) is n.FactRef:
            return self._of_name(node, HOUSEHOLD if node.entity is _HOUSEHOLD else payee)
        if type(node) is n.FigureRef:
            return self._of_name(node, HOUSEHOLD)
        known = self._values[payee].get(id(node))
        if known is None:
            known = self._values[payee][id(node)] = self.evaluation.formula(node, payee)
        return known

    def _of_name(self, node: n.FactRef | n.FigureRef, payee: int) -> Known:
        known = self._named[payee].get(node.id)
        if known is None:
            known = self._named[payee][node.id] = self.evaluation.formula(node, payee)
        return known

    def of_step(self, name: str, payee: int) -> Known:
        """The value of a step for a payee."""
        known = self._named[payee].get(name)
        if known is None:
            known = self._named[payee][name] = self.evaluation.step(name, payee)
        return known

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
        return self.of(node, payee).truth

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
        low = self.of(node, payee).low
        return low is not None and not -FAR < low < FAR and self._from_never(node, payee)

    def _from_never(self, node: n.Node, payee: int) -> bool:
        match node:
            case n.Add() | n.Sub():
                return self._from_never(node.left, payee) or self._from_never(node.right, payee)
            case n.DerivedRef():
                inner = self.step(node.id).node
                return inner is not None and self._from_never(inner, whose(node, payee))
            case _:  # whatever counts from one day to another
                return any(
                    each.type.kind is Kind.DATE and self.of(each, payee).low in (FIRST, LAST)
                    for each in n.children(node)
                )

    # --- units ---

    def unit(self, node: n.Node) -> Unit:
        """What a difference of two such values is counted in.

        A whole number may be years, persons, or only a number.
        """
        kind = node.type.kind
        if kind is not _INT:
            return _OF_KIND.get(kind, "plain")
        match OPERATIONS[type(node)].unit:
            case "type":
                return "plain"
            case "operands":
                left, right = n.children(node)
                return self.unit_of_two(left, right)
            case "name":
                name = step_of(cast(n.DerivedRef, node))
                if name not in self._units:
                    inner = self.step(name).node
                    self._units[name] = "plain" if inner is None else self.unit(inner)
                return self._units[name]
            case unit:
                return unit

    def unit_of_two(self, left: n.Node, right: n.Node) -> Unit:
        """Of two sides, the unit of the one that has one."""
        one = self.unit(left)
        return one if one != "plain" else self.unit(right)


def whose(node: n.Node, payee: int) -> int:
    """Whom a reference speaks of: what is the household's is the same for every member."""
    return HOUSEHOLD if getattr(node, "entity", None) is Entity.HOUSEHOLD else payee
