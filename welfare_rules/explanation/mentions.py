"""The names of steps and figures that stand in what an explanation shows, gathered formula by
formula.
"""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.explanation.derivation import Leaf
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity

Needs = dict[str, tuple[frozenset[str], frozenset[str]]]
"""What the formula of each step names, as far as it was asked: the same for every case."""


class Gathered:
    """What has been named so far."""

    __slots__ = ("_needs", "_seen", "figures", "steps")

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._seen: dict[int, n.Node] = {}
        self.steps: set[str] = set()
        self.figures: set[str] = set()

    def formula(self, node: n.Node) -> None:
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if type(each) is n.DerivedRef:
                self.steps.add(each.id)
            elif type(each) is n.FigureRef:
                self.figures.add(each.id)
            else:
                waiting += n.children(each)

    def step(self, name: str, node: n.Node) -> None:
        """What the formula of a step names."""
        known = self._needs.get(name)
        if known is None:
            alone = Gathered({})
            alone.formula(node)
            known = self._needs[name] = frozenset(alone.steps), frozenset(alone.figures)
        self.steps |= known[0]
        self.figures |= known[1]

    def leaves(self, leaves: Iterable[Leaf]) -> None:
        """What the parts of a condition name; a followed name is explained where it stands."""
        for leaf in leaves:
            if leaf.because:
                self.leaves(leaf.because)
            elif id(leaf.node) not in self._seen:
                self._seen[id(leaf.node)] = leaf.node
                self.formula(leaf.node)


def of_household(node: n.Node) -> bool:
    """Whether a condition is plainly the household's own: it reads the same for every member."""
    while isinstance(node, n.Not):
        node = node.part
    return (
        isinstance(node, n.DerivedRef | n.Entitled | n.FactRef) and node.entity is Entity.HOUSEHOLD
    )


def same_for_all(node: n.Node) -> bool:
    """Whether a formula gives the same for every member."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if getattr(each, "entity", None) is Entity.MEMBER or isinstance(each, n.Receives):
            return False
        if not isinstance(each, n.AGGREGATES):
            waiting += n.children(each)
    return True
