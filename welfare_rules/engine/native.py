"""The native engine: a program as one generated Python function over whole numbers, for complete cases.

Where a fact is unknown, or an open figure would have to be known, the whole case is handed to the reference engine. Nothing is
interpreted while a case is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from welfare_rules.engine.outcome import NO_CIRCLE, Decision, Outcome
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.source import UNUSABLE, generate
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case, Month
from welfare_rules.program.core import BenefitInForce, Program
from welfare_rules.program.resolve import facts_of

Row = tuple[Any, Any, tuple[Any, ...]]  # entitled, amount in fen, truths of the reasons
Raw = tuple[int, Sequence[Row], Sequence[Sequence[Row]]]


class OpenFigure(Exception):
    """A figure that nobody found would have to be known."""


def _open() -> int:
    raise OpenFigure


def _half_even(top: int, bottom: int) -> int:
    """The nearest whole quotient; of two as near, the even one."""
    whole, rest = divmod(top, bottom)
    return whole + (2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1))


@dataclass(frozen=True, slots=True)
class NativeDecision:
    """What the generated function returned; outcomes are made of it when they are looked at."""

    engine: Native
    raw: Raw

    @property
    def circle(self) -> str | None:
        place = self.raw[0]
        return NO_CIRCLE if place < 0 else self.engine.program.circles[place].circle.id

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        _, of_household, of_members = self.raw
        made: list[Outcome] = []
        next_household, next_members = iter(of_household), iter(of_members)
        for benefit in self.engine.program.benefits:
            if benefit.payee is Entity.HOUSEHOLD:
                made.append(_outcome(benefit, HOUSEHOLD, next(next_household)))
            else:
                made.extend(_outcome(benefit, payee, row) for payee, row in enumerate(next(next_members)))
        return tuple(made)


def _outcome(benefit: BenefitInForce, payee: int, row: Row) -> Outcome:
    entitled, amount, truths = row
    return Outcome(benefit, payee, bool(entitled), amount, amount, tuple(bool(each) for each in truths))


class Native:
    """Decides complete cases by generated code and hands all others to the reference engine."""

    name = "native"

    def __init__(self, program: Program, judge: Reference) -> None:
        self.program = program
        self.judge = judge
        self.source = generate(program)
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)
        self._function: Callable[..., Raw] | None = None
        if self.source != UNUSABLE:
            space: dict[str, Any] = {"_open": _open, "_half_even": _half_even}
            exec(compile(self.source, "<program>", "exec"), space)  # the source is made of numbers and our own names only
            self._function = space["decide"]

    def decide(self, case: Case, month: Month) -> Decision:
        function = self._function
        if function is None or not case.unknown.isdisjoint(self.needed):
            return self.judge.decide(case, month)
        first = month.first
        try:
            raw = function(case.household, case.members, case.receiving, first, month.last, first // 10000 * 12 + first // 100 % 100)
        except OpenFigure:
            return self.judge.decide(case, month)
        return NativeDecision(self, raw)
