"""Formulas to Python expressions over whole numbers. A quotient is kept as numerator and denominator, so nothing is ever rounded early.

Every method gives a `Code`: an expression for the numerator, a fixed denominator, and perhaps a changing one that is known to be above 0.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from welfare_rules.language import nodes as n
from welfare_rules.language.interval import rounded
from welfare_rules.language.types import Entity
from welfare_rules.program import core
from welfare_rules.program.core import Program

OPEN = "_open()"  # raises: the case is handed to the reference engine


@dataclass(frozen=True, slots=True)
class Code:
    """`text` over `den` times `dyn`; `const` when the value is known while compiling."""

    text: str
    den: int = 1
    dyn: str = ""
    const: Fraction | None = None


def constant(value: int | Fraction) -> Code:
    exact = Fraction(value)
    text = str(exact.numerator) if exact >= 0 else f"({exact.numerator})"
    return Code(text, exact.denominator, "", exact)


def scaled(code: Code, factor: int) -> str:
    if factor == 1:
        return code.text
    if code.const is not None:
        return constant(code.const.numerator * factor).text
    return f"{code.text}*{factor}"


def alike(codes: Sequence[Code]) -> tuple[list[str], int, str]:
    """Numerators over one common denominator."""
    den = math.lcm(*(code.den for code in codes))
    dyns = list(dict.fromkeys(code.dyn for code in codes if code.dyn))
    if not dyns:
        return [scaled(code, den // code.den) for code in codes], den, ""
    texts: list[str] = []
    for code in codes:
        others = "".join(f"*{dyn}" for dyn in dyns if dyn != code.dyn)
        texts.append(f"{scaled(code, den // code.den)}{others}")
    return texts, den, "*".join(dyns)


class Emitter:
    """Makes expressions for one program. `name` gives the variable that holds a step, an aggregate or a fact where it is used."""

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
        """Whether a value is never negative by the declared bounds, so that saying so again costs nothing."""
        match node:
            case n.FactRef():
                fact = next(each for each in self.program.facts if (each.entity, each.id) == (node.entity, node.id))
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

    # --- arithmetic ---

    def on_Add(self, node: n.Add) -> Code:
        return self._sum(node, "+")

    def on_Sub(self, node: n.Sub) -> Code:
        return self._sum(node, "-")

    def _sum(self, node: n.Binary, sign: str) -> Code:
        left, right = self.emit(node.left), self.emit(node.right)
        if OPEN in (left.text, right.text):
            return Code(OPEN)
        if left.const is not None and right.const is not None:
            return constant(left.const + right.const if sign == "+" else left.const - right.const)
        if right.const == 0:
            return left
        if left.const == 0 and sign == "+":
            return right
        (one, other), den, dyn = alike((left, right))
        return Code(f"({one} {sign} {other})", den, dyn)

    def on_Mul(self, node: n.Mul) -> Code:
        left, right = self.emit(node.left), self.emit(node.right)
        for one, other in ((left, right), (right, left)):
            if one.const is None:
                continue
            if other.const is not None:
                return constant(one.const * other.const)
            if one.const == 0:
                return constant(0)
            if other.text == OPEN:
                return other
            common = math.gcd(abs(one.const.numerator), other.den)
            factor, den = one.const.numerator // common, one.const.denominator * (other.den // common)
            return Code(other.text if factor == 1 else f"({other.text}*{factor})", den, other.dyn)
        if OPEN in (left.text, right.text):
            return Code(OPEN)
        dyn = "*".join(each for each in (left.dyn, right.dyn) if each)
        return Code(f"({left.text}*{right.text})", left.den * right.den, dyn)

    def on_Div(self, node: n.Div) -> Code:
        left, right = self.emit(node.left), self.emit(node.right)
        if OPEN in (left.text, right.text):
            return Code(OPEN)
        if right.const is not None and right.const > 0:
            if left.const is not None:
                return constant(left.const / right.const)
            text = left.text if right.const.denominator == 1 else f"({left.text}*{right.const.denominator})"
            return Code(text, left.den * right.const.numerator, left.dyn)
        # (a / (da*xa)) / (b / (db*xb)) is a*db*xb / (da*xa*b); b is proved above 0
        top = "*".join(each for each in (left.text, "" if right.den == 1 else str(right.den), right.dyn) if each)
        return Code(f"({top})", left.den, "*".join(each for each in (left.dyn, right.text) if each))

    def on_Least(self, node: n.Least) -> Code:
        return self._extreme(node.parts, "min", "<")

    def on_Greatest(self, node: n.Greatest) -> Code:
        return self._extreme(node.parts, "max", ">")

    def _extreme(self, parts: Sequence[n.Node], function: str, sign: str) -> Code:
        if function == "max" and parts[0] == n.NOTHING and any(self.never_below_zero(part) for part in parts[1:]):
            parts = parts[1:]  # what is never negative need not be held at 0
        if function == "max" and (chained := self._highest(parts)) is not None:
            return chained
        codes = [self.emit(part) for part in parts]
        if any(code.text == OPEN for code in codes):
            return Code(OPEN)
        fixed = [code.const for code in codes if code.const is not None]
        pick = min if function == "min" else max
        if len(fixed) > 1 or len(fixed) == len(codes):
            best = constant(pick(fixed))
            codes = [best, *(code for code in codes if code.const is None)]
        if len(codes) == 1:
            return codes[0]
        texts, den, dyn = alike(codes)
        if len(texts) == 2 and not dyn:  # the usual "not below 0", without a call
            moving = next((place for place, code in enumerate(codes) if code.const is None), 0)
            bound, name = texts[1 - moving], self.temporary()
            if codes[1 - moving].const is not None:
                return Code(f"({name} if ({name} := {texts[moving]}) {sign} {bound} else {bound})", den)
        return Code(f"{function}({', '.join(texts)})", den, dyn)

    def _highest(self, parts: Sequence[n.Node]) -> Code | None:
        """The highest of fixed amounts that each have a condition: the first that holds, from the highest down, without a call."""
        found: list[tuple[Fraction, str]] = []
        for part in parts:
            if part == n.NOTHING:
                continue
            if not isinstance(part, n.If):
                return None
            yes, no, test = self.emit(part.yes).const, self.emit(part.no).const, self.emit(part.test).text
            if yes is None or yes < 0 or no != 0 or test in (OPEN, "True", "False", "0", "1"):
                return None
            found.append((yes, test))
        if len(found) < 2:
            return None
        texts, den, _ = alike([constant(yes) for yes, _ in found])
        falling = sorted(zip((yes for yes, _ in found), texts, (test for _, test in found), strict=True), key=lambda each: -each[0])
        return Code(f"({''.join(f'{text} if {test} else ' for _, text, test in falling)}0)", den)

    def on_Rounded(self, node: n.Rounded) -> Code:
        part, step = self.emit(node.part), node.step
        if part.text == OPEN:
            return part
        if part.const is not None:
            return constant(rounded(part.const, step, node.direction))
        top = scaled(part, step.denominator)
        bottom = part.den * step.numerator
        if part.dyn:
            divisor, twice = f"({bottom}*{part.dyn})", f"(2*{bottom}*{part.dyn})"
        else:
            divisor, twice = str(bottom), str(2 * bottom)
        match node.direction:
            case "up":
                places = top if divisor == "1" else f"-(-({top})//{divisor})"
            case "down":
                places = top if divisor == "1" else f"({top})//{divisor}"
            case "half-up":
                places = top if divisor == "1" else f"(2*({top}) + {divisor})//{twice}"
            case _:
                places = f"_half_even({top}, {divisor})"
        return Code(f"({places})" if step.numerator == 1 else f"(({places})*{step.numerator})", step.denominator)

    def on_Years(self, node: n.Years) -> Code:
        start, end = self.emit(node.start), self.emit(node.end)
        if OPEN in (start.text, end.text):
            return Code(OPEN)
        return Code(f"(({end.text} - {start.text})//10000)")

    def on_CalendarMonths(self, node: n.CalendarMonths) -> Code:
        start, end = self._month_index(node.start), self._month_index(node.end)
        return Code(OPEN if OPEN in (start, end) else f"({end} - {start})")

    def _month_index(self, node: n.Node) -> str:
        if isinstance(node, n.Clock):
            return "month_index"
        code = self.emit(node)
        if code.text == OPEN:
            return OPEN
        return f"({code.text}//10000*12 + {code.text}//100%100)"

    # --- conditions: Python's own truth; `and` and `or` look no further than they must ---

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
        """Against an open figure: decided by its declared bounds where they suffice, else handed over."""
        bounds = self.program.figures[figure.id].figure
        sure: list[tuple[str, str]] = []
        op = node.op if side == "right" else {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(node.op, node.op)
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
        return self._junction(node.parts, "and", stops=("False", "0"), skips=("True", "1"), empty="True")

    def on_Or(self, node: n.Or) -> Code:
        return self._junction(node.parts, "or", stops=("True", "1"), skips=("False", "0"), empty="False")

    def _junction(self, parts: Sequence[n.Node], word: str, stops: tuple[str, ...], skips: tuple[str, ...], empty: str) -> Code:
        texts = [text for part in parts if (text := self.emit(part).text) not in skips]
        for text in texts:
            if text in stops:
                return Code(stops[0])
        if not texts:
            return Code(empty)
        if texts[0] == OPEN:  # what stands before it might have settled the matter; what stands behind it cannot any more
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
            yes, no = (replace(each, den=whole.den, dyn=whole.dyn) if each.text == OPEN else each for each in (yes, no))
        (one, other), den, dyn = alike((yes, no))
        return Code(f"({one} if {test} else {other})", den, dyn)

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


_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def is_member(node: n.FactRef | n.Receives) -> bool:
    return isinstance(node, n.Receives) or node.entity is Entity.MEMBER
