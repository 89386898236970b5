"""Drops steps that only repeat another step, renames their uses, and says the rest shorter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from welfare_rules.language.nodes import And, DerivedRef, Node, Not, Or, both, transform
from welfare_rules.program.program import Step, absorbed, named_step


def simplified(
    steps: Mapping[str, Step], *, alike: bool = True
) -> tuple[dict[str, Step], dict[str, str]]:
    """The steps that say something of their own, and for every other the one that it repeats.

    Unless `alike` all are kept, with the parts of their formulas as they stand and as they are said
    shorter.
    """
    kept: dict[str, Step] = {}
    same_as: dict[str, str] = {}
    if not alike:
        both_ways = {
            step.id: replace(step, node=_beside(step.node, _absorbed(step.node, steps)))
            for step in steps.values()
        }
        return both_ways, same_as
    for step in steps.values():  # each stands behind what it names
        node = None if step.node is None else _renamed(step.node, same_as)
        target = None if node is None else _target(node)
        if target is not None and steps[target].entity is step.entity:
            same_as[step.id] = target
        else:
            kept[step.id] = replace(step, node=_absorbed(node, kept))
    return kept, same_as


def _absorbed(node: Node | None, steps: Mapping[str, Step]) -> Node | None:
    """`a and not (a and b)` said as `a and not b`."""
    if not isinstance(node, And):
        return node
    parts = absorbed(node, steps)
    return And(parts=tuple(Not(part=both(*rest)) if rest else part for part, rest in parts))


def _beside(node: Node | None, shorter: Node | None) -> Node | None:
    """A condition as it stands, beside the same said shorter."""
    if not isinstance(node, And) or not isinstance(shorter, And):
        return node
    more = [each for each in shorter.parts if not any(each is other for other in node.parts)]
    return And(parts=(*node.parts, *more))


def _target(node: Node) -> str | None:
    if isinstance(node, (And, Or)) and len(node.parts) == 1:
        return _target(node.parts[0])
    return named_step(node)


def _renamed(node: Node, same_as: Mapping[str, str]) -> Node:
    """The formula with every name of a step that repeats another replaced by that other's."""

    def instead(each: Node) -> Node:
        other = same_as.get(named_step(each) or "")
        if other is None:
            return each
        entity = cast(DerivedRef, each).entity  # references to steps alone have a name
        return DerivedRef(id=other, type=each.type, entity=entity, at=each.at)

    return transform(node, instead)
