"""A household in one month with what is decided of it, and what any formula comes to for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from welfare_rules.answer.starts import Starts
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.contract import Outcome, dues_of
from welfare_rules.engine.reference import Evaluation
from welfare_rules.law.terms import Formula
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules

Right = tuple[str, int]  # a benefit and the place of its payee


@dataclass(frozen=True, slots=True)
class Part:
    """The outcomes of some benefits, and the evaluation that they were worked out by; None where
    another engine had them.
    """

    rights: Mapping[Right, Outcome]
    evaluation: Evaluation | None = None


@dataclass(frozen=True, eq=False)
class Seen:
    """A household in the month of some rules. `benefits` are those looked at; empty means all.

    `parts` are what was decided so far, by the benefits that were asked, each by itself: what may
    be tried of what is unknown is limited, and is not spent on others.
    """

    rules: Rules
    case: Case
    benefits: frozenset[str] = frozenset()
    parts: dict[frozenset[str], Part] = field(
        default_factory=dict[frozenset[str], Part], repr=False
    )

    @cached_property
    def outcomes(self) -> Mapping[Right, Outcome]:
        """The outcomes of the benefits looked at, by benefit and payee."""
        return self.rights(self.benefits)

    def rights(
        self, benefits: frozenset[str], beside: Seen | None = None
    ) -> Mapping[Right, Outcome]:
        """The same of some benefits (empty: of all); no other is worked out for them.

        From what was decided of them `beside` it, in nearly the same case, whatever rests on
        nothing that differs is taken.
        """
        part = self.parts.get(benefits)
        if part is None:
            part = self.parts[benefits] = self._part(benefits, beside)
        return part.rights

    def _part(self, benefits: frozenset[str], beside: Seen | None) -> Part:
        if not benefits:
            return Part(_by_right(self.rules.determine(self.case).decision.dues))
        rests_on = self.rules.compiled.dependencies
        facts = (rests_on[each].facts for each in benefits if each in rests_on)
        if all(map(self.case.unknown.isdisjoint, facts)):
            return Part(_by_right(dues_of(self.rules.determine(self.case).decision, benefits)))
        near = None if beside is None else beside.parts.get(benefits)
        evaluation = self.rules.reference.evaluate(
            self.case, self.rules.month, beside=near and near.evaluation
        )
        outcomes = (
            outcome
            for benefit in self.rules.program.benefits
            if benefit.id in benefits
            for outcome in evaluation.outcomes_of(benefit)
        )
        starts = Starts.of(self.rules.program, self.case, self.rules.month)
        return Part(_by_right(map(starts.applied, outcomes)), evaluation)

    def value(self, formula: Formula, payee: int) -> Number | None:
        """The value of a formula stated beside the rules; None where it cannot be said."""
        return self.rules.compiled.condition(formula)(self.evaluation, payee).value

    @cached_property
    def evaluation(self) -> Evaluation:
        """The reference engine's evaluation of the household, to be asked for values."""
        made = (each.evaluation for each in self.parts.values() if each.evaluation is not None)
        return next(made, None) or self.rules.reference.evaluate(self.case, self.rules.month)


def _by_right(outcomes: Iterable[Outcome]) -> Mapping[Right, Outcome]:
    return {(each.benefit.id, each.payee): each for each in outcomes}
