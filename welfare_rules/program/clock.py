"""Where a program looks at the month: the questions by whose answers alone two months differ for a
household of whom the same is said in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from welfare_rules.language.nodes import AGGREGATES, Clock, Compare, In, Node, children
from welfare_rules.language.types import Entity
from welfare_rules.program.program import Program, named_step


@dataclass(frozen=True, slots=True)
class Question:
    """A comparison that looks at the month, asked of the household or of each member."""

    node: Node
    entity: Entity


Questions = tuple[Question, ...] | None
"""None where a value itself goes with the month, such as a number of months, uncompared."""


@dataclass(frozen=True, slots=True)
class ByTheMonth:
    """The questions of a program, step by step.

    >>> import welfare_rules as wr
    >>> program = wr.load("cn/model").at("2021-08", known="2021-12-31").program
    >>> found = ByTheMonth.of(program)
    >>> found.below(["age"])  # itself goes with the month
    >>> [type(each.node).__name__ for each in found.below(["child_insurance/require/under-18"])]
    ['Compare']
    """

    program: Program
    questions: dict[str, Questions]

    @classmethod
    def of(cls, program: Program) -> Self:
        """Those of a program."""
        made = cls(program, {})
        for step in program.steps:  # each stands behind what it names
            made.questions[step.id] = (
                () if step.node is None else made.of_formula(step.node, step.entity)
            )
        return made

    def of_formula(self, formula: Node, entity: Entity) -> Questions:
        """The questions of a formula itself, for a payee of a kind."""
        found = [*self._within(formula, entity)]
        asked = {id(each.node): each for each in found if each is not None}
        return None if None in found else tuple(asked.values())

    def is_carried(self, name: str) -> bool:
        """Whether the value of a step itself goes with the month."""
        return self.questions[name] is None

    def below(self, names: Iterable[str]) -> Questions:
        """All questions of some steps and of what they rest on."""
        asked = [*names]
        if any(map(self.is_carried, asked)):
            return None
        found = (self.questions[each] for each in sorted(self.program.below(asked)))
        return tuple(each for some in found for each in some or ())

    def _within(self, formula: Node, entity: Entity) -> Iterator[Question | None]:
        """The nearest comparison around each look at the month; None where there is none."""
        left: list[tuple[Node, Entity, Question | None]] = [(formula, entity, None)]
        while left:
            node, whose, around = left.pop()
            if isinstance(node, (Compare, In)):
                around = Question(node, whose)
            name = named_step(node)
            if isinstance(node, Clock) or (name and self.is_carried(name)):
                yield around
            whose = Entity.MEMBER if isinstance(node, AGGREGATES) else whose
            left.extend((each, whose, around) for each in children(node))
