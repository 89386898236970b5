"""The native engine: a program as one generated Python function over whole numbers, for complete cases.

Where a fact is unknown, or an open figure would have to be known, the whole case is handed to the reference engine. Nothing is
interpreted while a case is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from welfare_rules.engine.outcome import NO_CIRCLE, Decision, Outcome
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.source import UNUSABLE, decide_source, reasons_source
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case, Month, Values
from welfare_rules.program.core import BenefitInForce, Program
from welfare_rules.program.resolve import facts_of

Due = int | None  # fen, or None for who is not entitled
Raw = tuple[int, Sequence[Due], Sequence[Sequence[Due]]]
Truths = Sequence[Any]
Arguments = tuple[Values, tuple[Values, ...], tuple[frozenset[str], ...], int, int, int]


class OpenFigure(Exception):
    """A figure that nobody found would have to be known."""


def _open() -> int:
    raise OpenFigure


def _half_even(top: int, bottom: int) -> int:
    """The nearest whole quotient; of two as near, the even one."""
    whole, rest = divmod(top, bottom)
    return whole + (2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1))


class NativeDecision:
    """What the generated function returned; outcomes with their reasons are made of it when they are looked at."""

    __slots__ = ("case", "engine", "month", "raw")

    def __init__(self, engine: Native, raw: Raw, case: Case, month: Month) -> None:
        self.engine = engine
        self.raw = raw
        self.case = case
        self.month = month

    @property
    def circle(self) -> str | None:
        place = self.raw[0]
        return NO_CIRCLE if place < 0 else self.engine.program.circles[place].circle.id

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        _, of_household, of_members = self.raw
        try:
            household_truths, member_truths = self.engine.reasons(self.case, self.month)
        except OpenFigure:  # what is due is clear, but not whether every condition holds
            return self.engine.judge.decide(self.case, self.month).outcomes
        households = iter(zip(of_household, household_truths, strict=True))
        members = iter(zip(of_members, member_truths, strict=True))
        made: list[Outcome] = []
        for benefit in self.engine.program.benefits:
            if benefit.payee is Entity.HOUSEHOLD:
                made.append(_outcome(benefit, HOUSEHOLD, *next(households)))
            else:
                made.extend(_outcome(benefit, payee, *each) for payee, each in enumerate(zip(*next(members), strict=True)))
        return tuple(made)


def _outcome(benefit: BenefitInForce, payee: int, due: Due, truths: Truths) -> Outcome:
    amount = 0 if due is None else due
    return Outcome(benefit, payee, due is not None, amount, amount, tuple(bool(each) for each in truths))


class Native:
    """Decides complete cases by generated code and hands all others to the reference engine."""

    name = "native"

    def __init__(self, program: Program, judge: Reference) -> None:
        self.program = program
        self.judge = judge
        self.source = decide_source(program)
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)
        self._decide = _compiled(self.source, "decide")
        reasons = reasons_source(program)
        self.reasons_source = reasons
        self._reasons = _compiled(reasons, "reasons")

    def decide(self, case: Case, month: Month) -> Decision:
        function = self._decide
        if function is None or self._reasons is None or not case.unknown.isdisjoint(self.needed):
            return self.judge.decide(case, month)
        try:
            return NativeDecision(self, function(*_arguments(case, month)), case, month)
        except OpenFigure:
            return self.judge.decide(case, month)

    def reasons(self, case: Case, month: Month) -> tuple[Sequence[Truths], Sequence[Sequence[Truths]]]:
        """The truths behind a decision, benefit by benefit; raises OpenFigure where one of them cannot be said without the judge."""
        function = self._reasons
        if function is None:
            raise OpenFigure
        return function(*_arguments(case, month))


def _arguments(case: Case, month: Month) -> Arguments:
    first = month.first
    return case.household, case.members, case.receiving, first, month.last, first // 10000 * 12 + first // 100 % 100


def _compiled(source: str, name: str) -> Callable[..., Any] | None:
    if source == UNUSABLE:
        return None
    space: dict[str, Any] = {"_open": _open, "_half_even": _half_even}
    exec(compile(source, "<program>", "exec"), space)  # the source is made of numbers and our own names only
    return space[name]
