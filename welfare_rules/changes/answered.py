"""An answer as far as two laws are compared by it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

from welfare_rules.answer.answer import Answer
from welfare_rules.answer.starts import started
from welfare_rules.engine.contract import Decided, Decision, Outcome, dues_of
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program
from welfare_rules.rules import Rules

CIRCLE = "circle"  # stands among the ids of benefits for the household's circle
PLAIN = "reference"  # what few cases ask need not be compiled first


@dataclass(frozen=True, slots=True)
class Answered:
    """What a law answers a case: the circle, and all that is due, worked out once, without the
    reasons.
    """

    program: Program
    case: Case
    decision: Decision

    @classmethod
    def of(cls, answer: Answer) -> Self:
        decision = answer.decision
        return cls(answer.program, answer.case, Decided(decision.circle, decision.dues))

    @property
    def circle(self) -> str | None:
        return self.decision.circle

    def but_for(self, rules: Rules, engine: str, names: Collection[str]) -> Answered:
        """What other rules answer the same case, which decide nothing but `names` otherwise: these
        alone are decided.
        """
        program, month = rules.program, rules.month
        if engine == PLAIN:
            evaluation = rules.reference.evaluate(self.case, month)
            circle = evaluation.circle() if CIRCLE in names else self.circle
            asked = [each for each in program.benefits if each.id in names]
            found = [each for benefit in asked for each in evaluation.outcomes_of(benefit)]
            decided = started(program, self.case, month, Decided(circle, tuple(found))).dues
        else:
            decision = rules.determine(self.case, engine).decision
            circle = decision.circle if CIRCLE in names else self.circle
            decided = dues_of(decision, names)
        here, there = _by_benefit(self.decision.dues), _by_benefit(decided)
        dues = [
            each if benefit.id in names else replace(each, benefit=benefit)
            for benefit in program.benefits
            for each in (there if benefit.id in names else here).get(benefit.id, ())
        ]
        return Answered(program, self.case, Decided(circle, tuple(dues)))


def _by_benefit(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for each in outcomes:
        found.setdefault(each.benefit.id, []).append(each)
    return found
