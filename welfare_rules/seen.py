"""A household in one month with what is decided of it, and what any formula comes to for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from welfare_rules.basics.numbers import Number
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.law.terms import Formula
from welfare_rules.program.case import Case
from welfare_rules.program.transition import rewritten, stand_ins
from welfare_rules.rules import Rules

Right = tuple[str, int]  # a benefit and the place of its payee


@dataclass(frozen=True, eq=False)
class Seen:
    """A household in the month of some rules. `benefits` are those looked at; empty means all."""

    rules: Rules
    case: Case
    benefits: frozenset[str] = frozenset()

    @cached_property
    def outcomes(self) -> Mapping[Right, Outcome]:
        """The outcomes of the benefits looked at, by benefit and payee."""
        found = self.rules.determine(self.case).decision.dues
        return {
            (each.benefit.id, each.payee): each
            for each in found
            if not self.benefits or each.benefit.id in self.benefits
        }

    def value(self, formula: Formula, payee: int) -> Number | None:
        """The value of a formula stated beside the rules; None where it cannot be said."""
        node = rewritten(formula.node, stand_ins(self.rules.program.figures.values()))
        return self.evaluation.formula(node, payee).value

    @cached_property
    def evaluation(self) -> Evaluation:
        """The reference engine's evaluation of the household."""
        return self.rules.reference.evaluate(self.case, self.rules.month)
