"""What the outcomes of a complete case rest on, by generated code.

An evaluation of the reference engine says it as well, for the price of interpreting everything
again. Only where it turns on an open figure the reference engine is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from welfare_rules.basics.days import Month
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.native.code import compiled, days_of, function_of, source_of
from welfare_rules.engine.native.hidden import HIDDEN, Unknown, facts_of
from welfare_rules.engine.native.printer import sources_source
from welfare_rules.engine.reference import (
    Evaluation,
    Grounds,
    MissingFacts,
    Naming,
    Reference,
    Rests,
)
from welfare_rules.program.case import Case, first_alike
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.provenance import FACTS, UNCONFIRMED, provenance_of

Sets = tuple[Sequence[Any], Sequence[Sequence[Any]]]
"""Of each benefit of the household, and of each of members for every member: the set (and 1), or
that it is hidden."""


class Sources:
    """The generated code of one program, made when it is first needed."""

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference

    def of(self, case: Case, month: Month) -> Grounds:
        """What the outcomes of a case rest on of which every fact is known that is looked at."""
        if first_alike(case):  # of a crowd the reference engine looks at one alone
            return self.reference.evaluate(case, month)
        given = *facts_of(case), *days_of(month), *self._presumed(case)
        try:
            sets: Sets = self._plain(*given)
        except Unknown:
            sets = self._careful(*given)
        return Worked(self, case, month, sets)

    def _presumed(self, case: Case) -> tuple[int, list[int], range]:
        """What is presumed of the household, of each member, and where the bits of each begin."""
        width = self.reference.layout.bytes_each * 8
        rows = [0] * (len(case.members) + 1)
        for payee, column in case.presumed:
            rows[payee + 1] |= FACTS << column
        return rows[0], rows[1:], range(width, width * len(rows), width)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each benefit among those of its kind of payee."""
        return {each.benefit.id: each.place for each in self._lowered.outputs()}

    @cached_property
    def _lowered(self) -> IntegerProgram:
        made = provenance_of(self.program)
        return lowered(made.program, made.asked)

    @cached_property
    def source(self) -> str:
        """The text of the function; nothing where every case needs an open figure."""
        return source_of(self._lowered, sources_source)

    @cached_property
    def _plain(self) -> Callable[..., Any]:
        return compiled(self.source, "sources") or self._careful

    @cached_property
    def _careful(self) -> Callable[..., Any]:
        return function_of(sources_source(self._lowered, careful=True), "sources")


class Worked:
    """What the generated function returned for a case."""

    __slots__ = ("_evaluation", "_naming", "_of_household", "_of_members", "case", "month", "of")

    def __init__(self, of: Sources, case: Case, month: Month, sets: Sets) -> None:
        self.of = of
        self.case = case
        self.month = month
        self._of_household, self._of_members = sets
        self._naming = Naming(of.reference.layout, case)
        self._evaluation: Evaluation | None = None  # where something is hidden

    @property
    def evaluated(self) -> bool:
        """Whether the reference engine has been asked for what is hidden."""
        return self._evaluation is not None

    def rests(self, benefit: BenefitInForce, payee: int) -> Rests:
        """What the outcome of a benefit for a payee rests on."""
        place = self.of.place[benefit.id]
        row = self._of_household[place] if payee < 0 else self._of_members[place][payee]
        bits = row if row is HIDDEN else row[0]
        if bits is HIDDEN:
            if self._evaluation is None:
                self._evaluation = self.of.reference.evaluate(self.case, self.month)
            return self._evaluation.rests(benefit, payee)
        facts = bits // FACTS << self.of.reference.layout.first_fact
        return Rests(bool(bits & UNCONFIRMED.value), MissingFacts(self._naming, facts))
