"""Which values of a program can be otherwise when something in a case or in the law is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from welfare_rules.language.nodes import AGGREGATES, Node, children
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Program, named_step

Leaf = Callable[[Node, int], bool | None]
"""Whether a node by itself is otherwise for a payee; None where its operands say so."""


@dataclass(slots=True)
class Moving:
    """Says of steps and formulas whether they can rest on what changes, for a payee.

    `leaf` says what changes; `members` are those over whom sums and counts go. What is found is
    kept: a program's formulas live as long as it does.
    """

    program: Program
    members: range
    leaf: Leaf
    _steps: dict[tuple[str, int], bool] = field(default_factory=dict[tuple[str, int], bool])
    _nodes: dict[tuple[int, int], bool] = field(default_factory=dict[tuple[int, int], bool])

    def step(self, name: str, payee: int) -> bool:
        """Whether a step can be otherwise."""
        step = self.program.step(name)
        place = (name, HOUSEHOLD if step.entity is Entity.HOUSEHOLD else payee)
        found = self._steps.get(place)
        if found is None:
            found = step.node is not None and self.node(step.node, place[1])
            self._steps[place] = found
        return found

    def node(self, node: Node, payee: int) -> bool:
        """Whether a formula of the program can be otherwise."""
        key = (id(node), payee)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._look(node, payee)
        return found

    def _look(self, node: Node, payee: int) -> bool:
        said = self.leaf(node, payee)
        if said is not None:
            return said
        name = named_step(node)
        if name is not None:
            return self.step(name, payee)
        everyone = self.members if isinstance(node, AGGREGATES) else (payee,)
        return any(self.node(part, each) for part in children(node) for each in everyone)
