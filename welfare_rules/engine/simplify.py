"""Steps that only repeat another step are left out, and whoever named them names that other step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, cast

from welfare_rules.language.nodes import Amount, And, DerivedRef, Entitled, Node, Or
from welfare_rules.program import core
from welfare_rules.program.core import Step


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
    return _name(node)


def _name(node: Node) -> str | None:
    match node:
        case DerivedRef():
            return node.id
        case Entitled():
            return core.entitled_step(node.id)
        case Amount():
            return core.gross_step(node.id) if node.gross else core.net_step(node.id)
        case _:
            return None


def _renamed(node: Node, same_as: Mapping[str, str]) -> Node:
    name = _name(node)
    if name is not None:
        other = same_as.get(name)
        if other is None:
            return node
        return DerivedRef(id=other, type=node.type, entity=cast(DerivedRef, node).entity, at=node.at)
    changed: dict[str, Any] = {}
    for each in fields(node):
        value: Any = getattr(node, each.name)
        if isinstance(value, Node):
            changed[each.name] = _renamed(value, same_as)
        elif isinstance(value, tuple) and each.name == "parts":
            changed[each.name] = tuple(_renamed(item, same_as) for item in cast(tuple[Node, ...], value))
    return replace(node, **changed) if changed else node
