"""Conditions in generated code: Python's own truth; `and` and `or` look no further than they must."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from welfare_rules.engine.native.code import OPEN, Code, Coder, alike, constant
from welfare_rules.language import nodes as n

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class CodedTruths(Coder):
    def on_Compare(self, node: n.Compare) -> Code:
        left, right = self.emit(node.left), self.emit(node.right)
        for one, other, side in ((node.left, right, "left"), (node.right, left, "right")):
            if isinstance(one, n.FigureRef) and self.program.figures[one.id].value is None:
                return self._against_open(node, one, other, side) if other.text != OPEN else other
        if OPEN in (left.text, right.text):
            return Code(OPEN)
        (one_text, other_text), _, _ = alike((left, right))
        if left.const is not None and right.const is not None:
            return Code(str(_COMPARE[node.op](left.const, right.const)))
        return Code(f"({one_text} {node.op} {other_text})")

    def _against_open(self, node: n.Compare, figure: n.FigureRef, other: Code, side: str) -> Code:
        """Against an open figure.

        Decided by its declared bounds where they suffice, else handed over.
        """
        bounds = self.program.figures[figure.id].figure
        sure: list[tuple[str, str]] = []
        op = (
            node.op
            if side == "right"
            else {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(node.op, node.op)
        )
        low, high = bounds.low, bounds.high

        def test(sign: str, bound: int | Fraction) -> str:
            (text, limit), _, _ = alike((other, constant(bound)))
            return f"{text} {sign} {limit}"

        if op in ("<", "<=") and low is not None:
            sure.append(("True", test(op, low)))
        if op in ("<", "<=") and high is not None:
            sure.append(("False", test(">=" if op == "<" else ">", high)))
        if op in (">", ">=") and high is not None:
            sure.append(("True", test(op, high)))
        if op in (">", ">=") and low is not None:
            sure.append(("False", test("<=" if op == ">" else "<", low)))
        text = OPEN
        for said, when in reversed(sure):
            text = f"({said} if {when} else {text})"
        return Code(text)

    def on_In(self, node: n.In) -> Code:
        item = self.emit(node.item)
        if item.text == OPEN:
            return item
        whole = [Fraction(value) * item.den for value in node.values]
        values = [str(value.numerator) for value in whole if value.denominator == 1]
        if item.dyn:
            tests = " or ".join(f"{item.text} == {value}*{item.dyn}" for value in values)
            return Code(f"({tests})" if values else "False")
        if len(values) == 1:
            return Code(f"({item.text} == {values[0]})")
        return Code(f"({item.text} in ({', '.join(values)},))" if values else "False")

    def on_Not(self, node: n.Not) -> Code:
        part = self.emit(node.part).text
        if part == OPEN:
            return Code(OPEN)
        swap = {"True": "False", "1": "False", "False": "True", "0": "True"}
        return Code(swap.get(part, f"(not {part})"))

    def on_And(self, node: n.And) -> Code:
        return self._junction(
            node.parts, "and", stops=("False", "0"), skips=("True", "1"), empty="True"
        )

    def on_Or(self, node: n.Or) -> Code:
        return self._junction(
            node.parts, "or", stops=("True", "1"), skips=("False", "0"), empty="False"
        )

    def _junction(
        self,
        parts: Sequence[n.Node],
        word: str,
        stops: tuple[str, ...],
        skips: tuple[str, ...],
        empty: str,
    ) -> Code:
        texts = [text for part in parts if (text := self.emit(part).text) not in skips]
        for text in texts:
            if text in stops:
                return Code(stops[0])
        if not texts:
            return Code(empty)
        # what stands before it might have settled the matter; what stands behind it cannot any more
        if texts[0] == OPEN:
            return Code(OPEN)
        return Code(texts[0] if len(texts) == 1 else f"({f' {word} '.join(texts)})")

    def on_If(self, node: n.If) -> Code:
        test = self.emit(node.test).text
        if test in ("True", "1", "False", "0"):
            return self.emit(node.yes if test in ("True", "1") else node.no)
        yes, no = self.emit(node.yes), self.emit(node.no)
        if test == OPEN or yes.text == no.text == OPEN:
            return Code(OPEN)
        if yes.text == OPEN or no.text == OPEN:  # an open branch has any denominator
            whole = no if yes.text == OPEN else yes
            yes, no = (
                replace(each, den=whole.den, dyn=whole.dyn) if each.text == OPEN else each
                for each in (yes, no)
            )
        (one, other), den, dyn = alike((yes, no))
        return Code(f"({one} if {test} else {other})", den, dyn)
