"""The native engine: one generated Python function over whole numbers.

What is unknown costs only where it matters. Where a fact that is unknown or a figure that is open
would have to be known, *careful* code is run, which goes on with a hidden value; what is hidden in
the end is the reference engine's. Nothing is interpreted while the rest is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import NO_CIRCLE, Decision, Outcome
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.native.code import compiled, days_of, function_of, source_of
from welfare_rules.engine.native.hidden import HIDDEN, Facts, Unknown, facts_of, hiding
from welfare_rules.engine.native.printer import decide_source, reasons_source
from welfare_rules.engine.native.sources import Sources
from welfare_rules.engine.reference import Evaluation, Grounds, Reference
from welfare_rules.language.types import Entity
from welfare_rules.program import resolve
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program

Due = int | None  # fen, or None for who is not entitled
Raw = tuple[int, Sequence[Due], Sequence[Sequence[Due]]]
Truths = Sequence[Any]
Reasons = tuple[Sequence[Truths], Sequence[Sequence[Truths]]]
Cell = tuple[BenefitInForce, int, Due, Truths]


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
        return _circle(self.engine.program, self.raw)

    @property
    def dues(self) -> tuple[Outcome, ...]:
        return tuple(_outcome(*each) for each in cells_of(self.engine.program, self.raw, None))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        try:
            reasons = self.engine.reasons(self.case, self.month)
        except Unknown:  # what is due is clear, but not whether every condition holds
            return self.engine.carefully(self.case, self.month).outcomes
        return tuple(_outcome(*each) for each in cells_of(self.engine.program, self.raw, reasons))

    @property
    def grounds(self) -> Grounds:
        """What the outcomes rest on."""
        return self.engine.sources.of(self.case, self.month)


class CarefulDecision:
    """What careful code returned. What is hidden there is the reference engine's, worked out when
    it is first looked at.

    What is clear it need not look at: it would find it settled at once, without trying anything.
    The rest it decides in its own order, the circle first, since what it may try is limited.
    """

    __slots__ = ("_evaluation", "_outcomes", "_ring", "case", "engine", "facts", "month", "raw")

    def __init__(self, engine: Native, raw: Raw, case: Case, month: Month, facts: Facts) -> None:
        self.engine = engine
        self.raw = raw
        self.case = case
        self.month = month
        self.facts = facts  # of the case, those that are unknown hidden
        self._evaluation: Evaluation | None = None
        self._ring: tuple[str | None] | None = None
        self._outcomes: tuple[Outcome, ...] | None = None

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation by the reference engine of all that is hidden."""
        if self._evaluation is None:
            self._evaluation = self.engine.reference.evaluate(self.case, self.month)
        return self._evaluation

    @property
    def grounds(self) -> Grounds:
        """What the outcomes rest on; of facts that are unknown the reference engine says it."""
        if self._evaluation is None and self.engine.complete(self.case):
            return self.engine.sources.of(self.case, self.month)
        return self.evaluation

    @property
    def circle(self) -> str | None:
        if self.raw[0] is not HIDDEN:
            return _circle(self.engine.program, self.raw)
        if self._ring is None:
            self._ring = (self.evaluation.circle(),)
        return self._ring[0]

    @property
    def dues(self) -> tuple[Outcome, ...]:
        if self._outcomes is not None:
            return self._outcomes
        cells = [*cells_of(self.engine.program, self.raw, None)]
        if not all(map(_is_clear, cells)) and not self.engine.complete(self.case):
            return self.outcomes
        return self._among(cells, cells)

    def dues_of(self, benefits: Collection[str]) -> tuple[Outcome, ...]:
        """The outcomes of some benefits alone, without the reasons of what is clear."""
        cells = [*cells_of(self.engine.program, self.raw, None)]
        return self._among(cells, [each for each in cells if each[0].id in benefits])

    def _among(self, cells: Sequence[Cell], wanted: Sequence[Cell]) -> tuple[Outcome, ...]:
        """The outcomes of some cells; where the case is complete, what is clear of all of them need
        not be worked out again for what is hidden.
        """
        rest: Evaluation | None = None
        if self.engine.complete(self.case) and not all(map(_is_clear, wanted)):
            clear = [_outcome(*each) for each in cells if _is_clear(each)]
            rest = self.engine.reference.evaluate(self.case, self.month, clear)
        return tuple(_clear_or_else(wanted, self, rest))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        if self._outcomes is None:
            reasons = self.engine.careful_reasons(self.facts, self.month)
            cells = [*cells_of(self.engine.program, self.raw, reasons)]
            if not all(map(_is_clear, cells)):
                _ = self.circle
            self._outcomes = tuple(_clear_or_else(cells, self))
        return self._outcomes


def _circle(program: Program, raw: Raw) -> str:
    return NO_CIRCLE if raw[0] < 0 else program.circles[raw[0]].circle.id


def cells_of(program: Program, raw: Raw, reasons: Reasons | None) -> Iterator[Cell]:
    """Each benefit for each payee; without truths, for whoever asks for amounts alone."""
    _, of_household, of_members = raw
    household = member = 0
    for benefit in program.benefits:
        if benefit.payee is Entity.HOUSEHOLD:
            truths = () if reasons is None else reasons[0][household]
            yield benefit, HOUSEHOLD, of_household[household], truths
            household += 1
        else:
            for payee, due in enumerate(of_members[member]):
                yield benefit, payee, due, () if reasons is None else reasons[1][member][payee]
            member += 1


def _outcome(benefit: BenefitInForce, payee: int, due: Due, truths: Truths) -> Outcome:
    amount = 0 if due is None else due
    return Outcome(benefit, payee, due is not None, amount, tuple(bool(each) for each in truths))


def _is_clear(cell: Cell) -> bool:
    """Whether nothing of a cell is hidden."""
    _, _, due, truths = cell
    return not (due is HIDDEN or truths is HIDDEN or any(each is HIDDEN for each in truths))


def _clear_or_else(
    cells: Iterable[Cell], behind: CarefulDecision, evaluation: Evaluation | None = None
) -> Iterator[Outcome]:
    """The outcomes of cells, those with anything hidden by the reference engine."""
    for each in cells:
        if _is_clear(each):
            yield _outcome(*each)
        else:
            yield (evaluation or behind.evaluation).outcome(each[0], each[1])


class Native:
    """Decides cases by generated code, and by the reference engine what rests on something unknown.

    Careful code is generated when it is first needed.
    """

    name = "native"

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference
        self._dues = lowered(program, "dues")
        self.source = source_of(self._dues, decide_source)
        self.needed = resolve.facts_of(step for step in program.steps if step.id in program.needed)
        self._decide = compiled(self.source, "decide")
        self.sources = Sources(program, reference)

    def decide(self, case: Case, month: Month) -> Decision:
        if not self.complete(case):
            return self.carefully(case, month)
        try:
            return NativeDecision(self, self.raw(case, month), case, month)
        except Unknown:
            return self.carefully(case, month)

    def complete(self, case: Case) -> bool:
        """Whether every fact is known on which something rests."""
        return case.unknown.isdisjoint(self.needed)

    def raw(self, case: Case, month: Month) -> Raw:
        """What the generated function returns for a complete case.

        Raises Unknown where a figure that is open would have to be known.
        """
        if self._decide is None:
            raise Unknown
        return self._decide(*facts_of(case), *days_of(month))

    def reasons(self, case: Case, month: Month) -> Reasons:
        """The truths behind the decision of a complete case, benefit by benefit.

        Raises Unknown where one of them rests on a figure that is open.
        """
        if self._reasons is None:
            raise Unknown
        return self._reasons(*facts_of(case), *days_of(month))

    @cached_property
    def _told(self) -> IntegerProgram:
        """The form that has reasons too, which nobody needs who asks what is due."""
        return lowered(self.program, "reasons")

    @cached_property
    def reasons_source(self) -> str:
        """The text of the function that says the reasons."""
        return source_of(self._told, reasons_source)

    @cached_property
    def _reasons(self) -> Callable[..., Any] | None:
        return compiled(self.reasons_source, "reasons")

    def carefully(self, case: Case, month: Month) -> CarefulDecision:
        """The decision where something is unknown that would perhaps have to be known."""
        facts = hiding(self.program, case)
        raw = self._careful(*facts, *days_of(month))
        return CarefulDecision(self, raw, case, month, facts)

    def careful_reasons(self, facts: Facts, month: Month) -> Reasons:
        """The truths behind such a decision, hidden where they cannot be said."""
        return self._careful_reasons(*facts, *days_of(month))

    @cached_property
    def _careful(self) -> Callable[..., Any]:
        return function_of(decide_source(self._dues, careful=True), "decide")

    @cached_property
    def _careful_reasons(self) -> Callable[..., Any]:
        return function_of(reasons_source(self._told, careful=True), "reasons")
