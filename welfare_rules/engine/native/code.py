"""A number in generated code.

An expression for the numerator, a fixed denominator, perhaps a changing one that is known to be
above 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from welfare_rules.language import nodes as n
from welfare_rules.program.program import Program

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


def depth_of(text: str) -> int:
    """How deep its brackets go."""
    deepest = depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def bare(text: str) -> str:
    """Without the outer brackets when they hold the whole expression."""
    if not text.startswith("("):
        return text
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return (
                text[1:-1] if place == len(text) - 1 and ":=" not in text.split("(", 2)[1] else text
            )
    return text


class Coder(Protocol):
    """Whoever can make the expression of any node: the parts ask it for their operands."""

    program: Program

    def emit(self, node: n.Node) -> Code: ...

    def never_below_zero(self, node: n.Node) -> bool: ...

    def temporary(self) -> str: ...
