"""Arithmetic in generated code.

A quotient is kept as numerator and denominator, so nothing is ever rounded early.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from welfare_rules.basics.interval import rounded
from welfare_rules.engine.native.code import OPEN, Code, Coder, alike, constant, scaled
from welfare_rules.language import nodes as n


class CodedNumbers(Coder):
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
            factor, den = (
                one.const.numerator // common,
                one.const.denominator * (other.den // common),
            )
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
            text = (
                left.text
                if right.const.denominator == 1
                else f"({left.text}*{right.const.denominator})"
            )
            return Code(text, left.den * right.const.numerator, left.dyn)
        # (a / (da*xa)) / (b / (db*xb)) is a*db*xb / (da*xa*b); b is proved above 0
        top = "*".join(
            each
            for each in (left.text, "" if right.den == 1 else str(right.den), right.dyn)
            if each
        )
        return Code(f"({top})", left.den, "*".join(each for each in (left.dyn, right.text) if each))

    def on_Least(self, node: n.Least) -> Code:
        return self._extreme(node.parts, "min", "<")

    def on_Greatest(self, node: n.Greatest) -> Code:
        return self._extreme(node.parts, "max", ">")

    def _extreme(self, parts: Sequence[n.Node], function: str, sign: str) -> Code:
        if (
            function == "max"
            and parts[0] == n.NOTHING
            and any(self.never_below_zero(part) for part in parts[1:])
        ):
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
                return Code(
                    f"({name} if ({name} := {texts[moving]}) {sign} {bound} else {bound})", den
                )
        return Code(f"{function}({', '.join(texts)})", den, dyn)

    def _highest(self, parts: Sequence[n.Node]) -> Code | None:
        """The highest of fixed amounts that each have a condition.

        The first that holds, from the highest down, without a call.
        """
        found: list[tuple[Fraction, str]] = []
        for part in parts:
            if part == n.NOTHING:
                continue
            if not isinstance(part, n.If):
                return None
            yes, no, test = (
                self.emit(part.yes).const,
                self.emit(part.no).const,
                self.emit(part.test).text,
            )
            if yes is None or yes < 0 or no != 0 or test in (OPEN, "True", "False", "0", "1"):
                return None
            found.append((yes, test))
        if len(found) < 2:
            return None
        texts, den, _ = alike([constant(yes) for yes, _ in found])
        falling = sorted(
            zip((yes for yes, _ in found), texts, (test for _, test in found), strict=True),
            key=lambda each: -each[0],
        )
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
        return Code(
            f"({places})" if step.numerator == 1 else f"(({places})*{step.numerator})",
            step.denominator,
        )

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
