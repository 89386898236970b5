"""Changing one thing in a formula.

A comparison, a number, a part of `and` or `or`, a value of a list, a sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.values import shifted

_BESIDE: dict[n.Comparison, n.Comparison] = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
}
LEAST_RATE = Fraction(1, 10000)  # a hundredth of a percentage point


class Variant(NamedTuple):
    """A formula with one thing changed: where in its text, what was done, and the new tree."""

    at: n.Span
    what: str
    node: Node


def variants(node: Node) -> Iterable[Variant]:
    """Every formula that differs from this one in one place."""
    yield from _own(node)
    operands = n.children(node)
    for place, operand in enumerate(operands):
        for at, what, new in variants(operand):
            changed = n.with_operands(node, (*operands[:place], new, *operands[place + 1 :]))
            yield Variant(at, what, changed)


def _own(node: Node) -> Iterable[Variant]:
    match node:
        case n.Compare():
            yield Variant(
                node.at, f"{node.op} -> {_BESIDE[node.op]}", replace(node, op=_BESIDE[node.op])
            )
        case n.Const():
            for shown, value in moved(node.value, node.type):
                yield Variant(node.at, shown, replace(node, value=value))
        case n.In() if len(node.values) > 1:
            for place, value in enumerate(node.values):
                yield Variant(
                    node.at,
                    f"without {value}",
                    replace(node, values=(*node.values[:place], *node.values[place + 1 :])),
                )
        case n.And() | n.Or():
            for place in range(len(node.parts)):
                rest = (*node.parts[:place], *node.parts[place + 1 :])
                dropped = node.parts[place].at
                yield Variant(
                    dropped, "dropped", rest[0] if len(rest) == 1 else replace(node, parts=rest)
                )
        case n.Not():
            yield Variant(node.at, "not dropped", node.part)
        case n.If():
            yield Variant(node.at, "always the first branch", node.yes)
            yield Variant(node.at, "always the second branch", node.no)
        case n.Add():
            yield Variant(
                node.at,
                "+ -> -",
                n.Sub(left=node.left, right=node.right, type=node.type, at=node.at),
            )
        case n.Sub():
            yield Variant(
                node.at,
                "- -> +",
                n.Add(left=node.left, right=node.right, type=node.type, at=node.at),
            )
        case n.Least():
            yield Variant(
                node.at, "min -> max", n.Greatest(parts=node.parts, type=node.type, at=node.at)
            )
        case n.Greatest():
            yield Variant(
                node.at, "max -> min", n.Least(parts=node.parts, type=node.type, at=node.at)
            )
        case n.Rounded():
            for direction in other_directions(node.direction):
                yield Variant(
                    node.at, f"{node.direction} -> {direction}", replace(node, direction=direction)
                )
        case _:
            pass


def moved(value: int | Fraction, kind: Type) -> Iterable[tuple[str, int | Fraction]]:
    """A number one unit to either side.

    A fen, a person, a month, a day, a hundredth of a percentage point.
    """
    match kind.kind:
        case Kind.MONEY | Kind.INT | Kind.MONTHS:
            yield from ((f"{shown(each, kind)}", each) for each in (value + 1, value - 1))
        case Kind.RATE:
            yield from (
                (f"{shown(each, kind)}", each) for each in (value + LEAST_RATE, value - LEAST_RATE)
            )
        case Kind.DATE:
            yield from (
                (f"{each}", each) for each in (shifted(int(value), 1), shifted(int(value), -1))
            )
        case _:
            pass


def shown(value: int | Fraction, kind: Type) -> str:
    exact = Decimal(value.numerator) / value.denominator
    if kind.kind is Kind.MONEY:
        return f"{exact / 100:.2f}"
    return f"{exact:.4f}" if kind.kind is Kind.RATE else str(value)


def other_directions(direction: n.Direction) -> tuple[n.Direction, ...]:
    every: tuple[n.Direction, ...] = ("half-up", "up", "down")
    return tuple(each for each in every if each != direction)


def whole(node: Node, step: Fraction, figures: Any) -> bool:
    """Whether a formula's value is always a multiple of `step` (fen).

    Then rounding to it changes nothing.
    """
    match node:
        case n.Const():
            return node.value % step == 0
        case n.FigureRef():
            return node.type.kind is Kind.MONEY and all(
                each.value is not None and each.value % step == 0
                for each in figures[node.id].versions
            )
        case n.Add() | n.Sub():
            return whole(node.left, step, figures) and whole(node.right, step, figures)
        case n.Least() | n.Greatest():
            return all(whole(each, step, figures) for each in node.parts)
        case n.If():
            return whole(node.yes, step, figures) and whole(node.no, step, figures)
        case n.Mul():
            one, other = (
                (node.left, node.right)
                if node.left.type.kind is Kind.MONEY
                else (node.right, node.left)
            )
            return whole(one, step, figures) and other.type.kind in (Kind.INT, Kind.MONTHS)
        case n.Rounded():
            return node.step % step == 0
        case n.FactRef():
            return node.type.kind is Kind.MONEY and not node.flow and step == 1
        case _:
            return False
