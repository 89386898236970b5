"""Formulas with one thing changed.

What can be changed in an operation is declared with it (`language/operations.py`); numbers are
changed here, those of formulas like those of figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from welfare_rules.basics.days import shift
from welfare_rules.basics.decimals import decimal_text
from welfare_rules.basics.money import FEN
from welfare_rules.language import nodes as n
from welfare_rules.language.declaration import NoEntry
from welfare_rules.language.nodes import Node
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.language.types import Kind, Type

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
    """The slips of a node itself, as its operation declares them; a number is moved."""
    if isinstance(node, n.Const):
        for text, value in moved(node.value, node.type):
            yield Variant(node.at, text, replace(node, value=value))
    slips = OPERATIONS[type(node)].slips
    if not isinstance(slips, NoEntry):
        yield from (Variant(*each) for each in slips(node))


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
            yield from ((f"{each}", each) for each in (shift(int(value), 1), shift(int(value), -1)))
        case _:
            pass


def shown(value: int | Fraction, kind: Type) -> str:
    if kind.kind is Kind.MONEY:
        return decimal_text(Fraction(value) / FEN, 2)
    return decimal_text(value, 4) if kind.kind is Kind.RATE else str(value)


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
