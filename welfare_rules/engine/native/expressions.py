"""Formulas to Python expressions over whole numbers.

What they name, and what is gathered; sums and conditions are parts of their own.
"""

from __future__ import annotations

from collections.abc import Callable

from welfare_rules.engine.native.code import OPEN, Code, constant
from welfare_rules.engine.native.coded_numbers import CodedNumbers
from welfare_rules.engine.native.coded_truths import CodedTruths
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.program import program as core
from welfare_rules.program.program import Program


class Emitter(CodedNumbers, CodedTruths):
    """Makes expressions for one program.

    `name` gives the variable that holds a step, an aggregate or a fact where it is used.
    """

    def __init__(
        self,
        program: Program,
        step: Callable[[str], Code],
        fact: Callable[[n.FactRef | n.Receives], str],
        gathered: Callable[[n.Node], Code],
    ) -> None:
        self.program = program
        self.step = step
        self.fact = fact
        self.gathered = gathered
        self.temporaries = 0

    def emit(self, node: n.Node) -> Code:
        return getattr(self, f"on_{type(node).__name__}")(node)

    def never_below_zero(self, node: n.Node) -> bool:
        """Whether a value is never negative by the declared bounds, so that saying so again costs
        nothing.
        """
        match node:
            case n.FactRef():
                fact = next(
                    each
                    for each in self.program.facts
                    if (each.entity, each.id) == (node.entity, node.id)
                )
                return fact.low >= 0
            case n.Const():
                return node.value >= 0
            case n.FigureRef():
                value = self.program.figures[node.id].value
                return value is not None and value >= 0
            case n.Greatest():
                return any(self.never_below_zero(part) for part in node.parts)
            case n.Add() | n.Mul():
                return self.never_below_zero(node.left) and self.never_below_zero(node.right)
            case n.If():
                return self.never_below_zero(node.yes) and self.never_below_zero(node.no)
            case n.Amount():
                return True
            case _:
                return False

    def temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    # --- what formulas name ---

    def on_Const(self, node: n.Const) -> Code:
        return constant(node.value)

    def on_Clock(self, node: n.Clock) -> Code:
        return Code("first" if node.which == "month_start" else "last")

    def on_FactRef(self, node: n.FactRef) -> Code:
        return Code(self.fact(node), 12 if node.flow else 1)

    def on_FigureRef(self, node: n.FigureRef) -> Code:
        figure = self.program.figures[node.id]
        return Code(OPEN) if figure.value is None else constant(figure.value)

    def on_DerivedRef(self, node: n.DerivedRef) -> Code:
        return self.step(node.id)

    def on_Entitled(self, node: n.Entitled) -> Code:
        return self.step(core.entitled_step(node.id))

    def on_Amount(self, node: n.Amount) -> Code:
        return self.step(core.gross_step(node.id) if node.gross else core.net_step(node.id))

    def on_Receives(self, node: n.Receives) -> Code:
        return Code(f"({node.benefit!r} in {self.fact(node)})")

    # --- aggregates are gathered in the loop over the members ---

    def on_Total(self, node: n.Total) -> Code:
        return self.gathered(node)

    def on_Count(self, node: n.Count) -> Code:
        return self.gathered(node)

    def on_Exists(self, node: n.Exists) -> Code:
        return self.gathered(node)

    def on_Largest(self, node: n.Largest) -> Code:
        return self.gathered(node)

    def on_Smallest(self, node: n.Smallest) -> Code:
        return self.gathered(node)


def is_member(node: n.FactRef | n.Receives) -> bool:
    return isinstance(node, n.Receives) or node.entity is Entity.MEMBER
