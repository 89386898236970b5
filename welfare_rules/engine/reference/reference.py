"""The reference engine: the plain meaning of a program.

It knows unknown facts, open figures and bounds.

Every other engine is held equal to it, and hands over to it what it cannot decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference.bearing import Bearing, Ends
from welfare_rules.engine.reference.evaluation import Evaluation, Prepared
from welfare_rules.engine.reference.interpreter import Interpreter, Sizes
from welfare_rules.language.nodes import Node
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program


@dataclass(frozen=True, slots=True)
class ReferenceDecision:
    """A decision in full, with the evaluation that made it."""

    circle: str | None
    outcomes: tuple[Outcome, ...]
    evaluation: Evaluation = field(compare=False, repr=False)

    @property
    def dues(self) -> tuple[Outcome, ...]:
        return self.outcomes


class Reference:
    """Decides any case, complete or not.

    A status is decided whenever every possibility agrees; else the answer says which facts and
    figures would settle it. Holds nothing of any case, and may be shared between threads.
    """

    name = "reference"

    def __init__(self, program: Program) -> None:
        self.program = program
        self._interpreter = Interpreter(program)
        self.layout = self._interpreter.layout

    def __reduce__(self) -> tuple[type[Reference], tuple[Program]]:
        return Reference, (self.program,)

    def decide(self, case: Case, month: Month) -> ReferenceDecision:
        """The circle and every benefit for everyone who may be paid it."""
        evaluation = self.evaluate(case, month)
        return ReferenceDecision(evaluation.circle(), evaluation.outcomes(), evaluation)

    def evaluate(
        self,
        case: Case,
        month: Month,
        decided: Iterable[Outcome] = (),
        beside: Evaluation | None = None,
    ) -> Evaluation:
        """A new evaluation of a case, in which nothing is worked out yet.

        `decided` are outcomes that are known already: of them those that are settled are put into
        it without what they rest on, to be asked only for the amounts of other benefits. From an
        evaluation `beside` it, of nearly the same case by the same program, it takes whatever rests
        on nothing that differs.
        """
        evaluation = Evaluation(self._interpreter, case, month)
        if beside is not None and beside.month == month and beside.program is self.program:
            evaluation.take(beside)
        for each in decided:
            if each.entitled is not None and isinstance(each.due, int):
                evaluation.put(each.benefit.entitled, each.payee, int(each.entitled))
                evaluation.put(each.benefit.net, each.payee, each.due)
        return evaluation

    @property
    def comparisons(self) -> tuple[Node, ...]:
        """The comparisons of the program in the order in which they are split."""
        return self._interpreter.comparisons

    def compared_below(self, ends: Ends) -> frozenset[int]:
        """The comparisons from which some steps are worked out, by their places."""
        return self._interpreter.compared_below(ends)

    def sizes_below(self, ends: Ends) -> Sizes:
        """How many of the operations of some steps rest on each fact, and on each comparison."""
        return self._interpreter.sizes_below(ends)

    @property
    def bearing(self) -> Bearing:
        """What the steps of the program have to do with each other."""
        return self._interpreter.bearing

    def formula(self, node: Node) -> Prepared:
        """Prepares a formula once, for many evaluations: `ready(evaluation, payee)`."""
        return Evaluation.prepare(self._interpreter, node)
