"""What of an integer program does not fit a fixed number of bits, by the ranges that are proved."""

from __future__ import annotations

import math
from dataclasses import dataclass

from welfare_rules.engine.integer.expressions import Expr, Open, walk
from welfare_rules.engine.integer.form import IntegerProgram


@dataclass(frozen=True, slots=True)
class Wide:
    """A value that may not fit: the step, aggregate or benefit it belongs to, and its range."""

    name: str
    low: int | None
    high: int | None

    @property
    def size(self) -> float:
        """The largest magnitude that it may have; without end where nothing is proved."""
        if self.low is None or self.high is None:
            return math.inf
        return max(-self.low, self.high)


class TooWide(ValueError):
    """An integer program cannot be printed for so many bits; `wide` names what does not fit."""

    def __init__(self, bits: int, wide: tuple[Wide, ...]) -> None:
        super().__init__(f"{len(wide)} values may not fit {bits} bits, the first in {wide[0].name}")
        self.bits = bits
        self.wide = wide


def too_wide(program: IntegerProgram, bits: int = 64) -> tuple[Wide, ...]:
    """For each named value the widest thing in it that may not fit a signed number of `bits`."""
    found: dict[str, Wide] = {}
    for name, expr in program.expressions():
        for each in walk(expr):
            made = Wide(name, each.low, each.high)
            if not _fits(each, bits) and (name not in found or made.size > found[name].size):
                found[name] = made
    return tuple(found.values())


def require_width(program: IntegerProgram, bits: int = 64) -> None:
    """Refuses a program of which something may not fit: raises TooWide with all of it."""
    wide = too_wide(program, bits)
    if wide:
        raise TooWide(bits, wide)


def _fits(expr: Expr, bits: int) -> bool:
    if isinstance(expr, Open):
        return True
    if expr.low is None or expr.high is None:
        return False
    return -(1 << bits - 1) <= expr.low and expr.high < 1 << bits - 1
