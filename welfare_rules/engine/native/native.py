"""The native engine: one generated Python function over whole numbers, for complete cases.

Where a fact is unknown the whole case is handed to the reference engine, and where an open figure
would have to be known, the benefits that rest on it. Nothing is interpreted while a case is
decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from welfare_rules.basics.days import Month, month_index
from welfare_rules.engine.contract import NO_CIRCLE, Decision, Outcome
from welfare_rules.engine.integer.folding import nearest_even
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.native.printer import decide_source, reasons_source
from welfare_rules.engine.reference import Evaluation, Reference
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case, Values
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import ends_of, facts_of, narrowed, rests_on_open

Due = int | None  # fen, or None for who is not entitled
Raw = tuple[int, Sequence[Due], Sequence[Sequence[Due]]]
Truths = Sequence[Any]
Arguments = tuple[Values, tuple[Values, ...], tuple[frozenset[str], ...], int, int, int]


class OpenFigure(Exception):
    """A figure that nobody found would have to be known."""


def _open() -> int:
    raise OpenFigure


class NativeDecision:
    """What the generated function returned.

    Outcomes with their reasons are made of it when they are looked at.
    """

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
    def dues(self) -> tuple[Outcome, ...]:
        _, of_household, of_members = self.raw
        return tuple(_outcomes(self.engine.program, of_household, of_members, None, None))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        _, of_household, of_members = self.raw
        try:
            household_truths, member_truths = self.engine.reasons(self.case, self.month)
        except OpenFigure:  # what is due is clear, but not whether every condition holds
            return self.engine.settled(self.case, self.month).outcomes
        return tuple(
            _outcomes(
                self.engine.program, of_household, of_members, household_truths, member_truths
            )
        )


class PartlyOpen:
    """A decision of which some benefits rest on a figure that nobody found.

    Those are the reference engine's, worked out when they are looked at.
    """

    __slots__ = ("engine", "evaluation", "made")

    def __init__(self, engine: Native, made: Decision, evaluation: Evaluation) -> None:
        self.engine = engine  # of the whole program
        self.made = made  # what the rest of it decided
        self.evaluation = evaluation

    @property
    def circle(self) -> str | None:
        return self.made.circle if self.engine.circles_closed else self.evaluation.circle()

    @property
    def dues(self) -> tuple[Outcome, ...]:
        evaluation = self.evaluation
        closed = [each for each in self.made.dues if each.benefit.id in self.engine.closed_benefits]
        return self._with_open(
            closed, self.engine.reference.evaluate(evaluation.case, evaluation.month, closed)
        )

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self._with_open(self.made.outcomes, self.evaluation)

    def _with_open(self, closed: Sequence[Outcome], evaluation: Evaluation) -> tuple[Outcome, ...]:
        made: dict[str, list[Outcome]] = {}
        for each in closed:
            made.setdefault(each.benefit.id, []).append(each)
        found: list[Outcome] = []
        for benefit in self.engine.program.benefits:
            if benefit.id in self.engine.closed_benefits:
                found.extend(made.get(benefit.id, ()))
            else:
                found.extend(
                    evaluation.outcome(benefit, payee) for payee in benefit.payees(evaluation.case)
                )
        return tuple(found)


def _outcomes(
    program: Program,
    of_household: Sequence[Due],
    of_members: Sequence[Sequence[Due]],
    household_truths: Sequence[Truths] | None,
    member_truths: Sequence[Sequence[Truths]] | None,
) -> Iterator[Outcome]:
    """Each benefit for each payee; without truths, for whoever asks for amounts alone."""
    household = member = 0
    for benefit in program.benefits:
        if benefit.payee is Entity.HOUSEHOLD:
            truths = () if household_truths is None else household_truths[household]
            yield _outcome(benefit, HOUSEHOLD, of_household[household], truths)
            household += 1
        else:
            for payee, due in enumerate(of_members[member]):
                yield _outcome(
                    benefit,
                    payee,
                    due,
                    () if member_truths is None else member_truths[member][payee],
                )
            member += 1


def _outcome(benefit: BenefitInForce, payee: int, due: Due, truths: Truths) -> Outcome:
    amount = 0 if due is None else due
    return Outcome(benefit, payee, due is not None, amount, tuple(bool(each) for each in truths))


class Native:
    """Decides complete cases by generated code, others by the reference engine.

    Where a benefit needs a figure that nobody found, that benefit alone is the reference engine's:
    the others are decided by code that is generated without it.
    """

    name = "native"

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference
        dues, reasons = lowered(program, "dues"), lowered(program, "reasons")
        self.source = _source(dues, decide_source)
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)
        self._decide = _compiled(self.source, "decide")
        self.reasons_source = _source(reasons, reasons_source)
        self._reasons = _compiled(self.reasons_source, "reasons")

    def decide(self, case: Case, month: Month) -> Decision:
        if not case.unknown.isdisjoint(self.needed):
            return self.reference.decide(case, month)
        if self._reasons is None:
            return self.settled(case, month)
        try:
            return NativeDecision(self, self.raw(case, month), case, month)
        except OpenFigure:
            return self.settled(case, month)

    def raw(self, case: Case, month: Month) -> Raw:
        """What the generated function returns for a complete case.

        Raises OpenFigure where a figure that is open would have to be known.
        """
        if self._decide is None:
            raise OpenFigure
        return self._decide(*_arguments(case, month))

    def reasons(
        self, case: Case, month: Month
    ) -> tuple[Sequence[Truths], Sequence[Sequence[Truths]]]:
        """The truths behind a decision, benefit by benefit.

        Raises OpenFigure where one of them cannot be said without the reference engine.
        """
        function = self._reasons
        if function is None:
            raise OpenFigure
        return function(*_arguments(case, month))

    def settled(self, case: Case, month: Month) -> Decision:
        """The decision where an open figure has to be known.

        By the reference engine, or by it only for the benefits that rest on one.
        """
        closed = self._without_open
        if closed is None:
            return self.reference.decide(case, month)
        return PartlyOpen(self, closed.decide(case, month), self.reference.evaluate(case, month))

    @cached_property
    def closed_benefits(self) -> frozenset[str]:
        """The benefits that rest on no open figure, directly or indirectly."""
        program = self.program
        return frozenset(each.id for each in program.benefits if not self._open(ends_of(each)))

    @cached_property
    def circles_closed(self) -> bool:
        return not self._open(each.step for each in self.program.circles)

    def _open(self, names: Iterable[str]) -> bool:
        return rests_on_open(self.program, names)

    @cached_property
    def _without_open(self) -> Native | None:
        """An engine for the benefits that rest on no open figure.

        None where that is none or all of them.
        """
        program = self.program
        benefits = tuple(each for each in program.benefits if each.id in self.closed_benefits)
        circles = program.circles if self.circles_closed else ()
        if not benefits or (len(benefits) == len(program.benefits) and self.circles_closed):
            return None
        return Native(narrowed(program, benefits, circles), self.reference)


def _arguments(case: Case, month: Month) -> Arguments:
    first = month.first
    return (case.household, case.members, case.receiving, first, month.last, month_index(first))


def _source(program: IntegerProgram, printed: Callable[[IntegerProgram], str]) -> str:
    """The text of the function, or nothing where every case needs an open figure."""
    return "" if program.always_open else printed(program)


def _compiled(source: str, name: str) -> Callable[..., Any] | None:
    if not source:
        return None
    space: dict[str, Any] = {"_open": _open, "_half_even": nearest_even}
    # the source is made of numbers and our own names only
    exec(compile(source, "<program>", "exec"), space)
    return space[name]
