"""How far one household is above each line of a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from welfare_rules.basics.days import Month
from welfare_rules.engine.native.asked import Asked
from welfare_rules.engine.reference import Evaluation
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import with_steps
from welfare_rules.runs.overview import LineOf, lines_as_steps


@dataclass(frozen=True, slots=True)
class Distances:
    """The lines, how they are worked out, and for each the benefit that it is asked by and its
    place there.
    """

    lines: Sequence[LineOf]
    asked: Asked
    places: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, program: Program, lines: Sequence[LineOf]) -> Distances:
        """The lines as steps of the program."""
        steps, asked, places = lines_as_steps(lines)
        return cls(lines, Asked(with_steps(program, steps), asked), places)

    def above(self, case: Case, month: Month, evaluation: Evaluation) -> list[int | None]:
        """How far a household is above each line, in fen rounded down; None while that is open.

        Where something is unknown the evaluation says it, the reference engine's of that household.
        """
        found = self.asked.values(case, month)
        if found is None:
            return [each.distance(evaluation) for each in self.lines]
        return [found[benefit][place].__floor__() for benefit, place in self.places]
