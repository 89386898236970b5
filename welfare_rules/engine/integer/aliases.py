"""Steps that only repeat another step are left out, and whoever named them names that other step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from welfare_rules.language.nodes import OPERANDS, And, DerivedRef, Node, Or
from welfare_rules.program.program import Step, named_step


def simplified(steps: Mapping[str, Step]) -> tuple[dict[str, Step], dict[str, str]]:
    """The steps that say something of their own, and for every other the one that it repeats."""
    kept: dict[str, Step] = {}
    same_as: dict[str, str] = {}
    for step in steps.values():  # each stands behind what it names
        node = None if step.node is None else _renamed(step.node, same_as)
        target = None if node is None else _target(node)
        if target is not None and steps[target].entity is step.entity:
            same_as[step.id] = target
        else:
            kept[step.id] = replace(step, node=node)
    return kept, same_as


def _target(node: Node) -> str | None:
    if isinstance(node, (And, Or)) and len(node.parts) == 1:
        return _target(node.parts[0])
    return named_step(node)


def _renamed(node: Node, same_as: Mapping[str, str]) -> Node:
    name = named_step(node)
    if name is not None:
        other = same_as.get(name)
        if other is None:
            return node
        return DerivedRef(
            id=other, type=node.type, entity=cast(DerivedRef, node).entity, at=node.at
        )
    changed: dict[str, Any] = {}
    for each in OPERANDS[type(node)]:
        value: Node | tuple[Node, ...] = getattr(node, each)
        if isinstance(value, tuple):
            made = tuple([_renamed(item, same_as) for item in value])
            if any(one is not other for one, other in zip(made, value, strict=True)):
                changed[each] = made
        elif (other := _renamed(value, same_as)) is not value:
            changed[each] = other
    return replace(node, **changed) if changed else node
