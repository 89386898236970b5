"""Small questions about formulas.

Their opposite, whether they are a single name, the parts of a sum.
"""

from __future__ import annotations

from welfare_rules.language import nodes as n

PLAIN: frozenset[type[n.Node]] = frozenset(
    {n.Const, n.FactRef, n.FigureRef, n.DerivedRef, n.Amount, n.Clock}
)
NAMED = PLAIN - {n.Const}
"""What is said as a name."""


def negated(node: n.Node) -> n.Node:
    """The condition that holds exactly when this one does not."""
    match node:
        case n.Compare():
            return n.Compare(op=node.op.negated, left=node.left, right=node.right, at=node.at)
        case n.Not():
            return node.part
        case _:
            return n.Not(part=node, at=node.at)


def is_plain(node: n.Node) -> bool:
    """Whether a formula is a single name or number, so that no result needs to stand behind it."""
    return type(node) in PLAIN


def addends(node: n.Node) -> list[n.Node]:
    """The parts of a chain of sums, from left to right."""
    found: list[n.Node] = []
    while isinstance(node, n.Add):
        found.append(node.right)
        node = node.left
    found.append(node)
    found.reverse()
    return found
