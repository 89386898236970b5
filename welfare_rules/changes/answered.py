"""An answer as far as two laws are compared by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from welfare_rules.answer.answer import Answer
from welfare_rules.engine.contract import Decided, Decision
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program


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
