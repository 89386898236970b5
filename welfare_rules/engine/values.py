"""Values of the reference engine: what is known of a number, what it rests on, and what is missing for more.

A value is (low, high, used, missing). Exact values have one object as both ends. `used` and `missing` are sets of tokens kept as the
bits of one whole number: figures, unpublished rules, presumed facts; unknown facts and open figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from welfare_rules.language import interval
from welfare_rules.program.case import HOUSEHOLD, Case, Month
from welfare_rules.program.core import FigureInForce, Program, Step
from welfare_rules.program.law import Number

Value = tuple[Any, Any, int, int]  # the ends are numbers, or None where a range is open


def exact(value: Number, used: int = 0) -> Value:
    return value, value, used, 0


def truth(value: bool | None, used: int, missing: int) -> Value:
    if value is None:
        return 0, 1, used, missing
    return (1, 1, used, 0) if value else (0, 0, used, 0)


def known(low: Number | None, high: Number | None, used: int, missing: int) -> Value:
    """A value of which this much is known; once both ends meet nothing is missing any more."""
    if low is not None and low == high:
        return low, low, used, 0
    return low, high, used, missing


def ends(value: Value) -> interval.Interval:
    return value[0], value[1]


class Tokens:
    """Which bit stands for what: first the figures, then the rules, then household and member facts."""

    __slots__ = ("facts", "figures", "first_fact", "steps")

    def __init__(self, program: Program) -> None:
        self.figures: tuple[FigureInForce, ...] = tuple(program.figures.values())
        self.steps: tuple[Step, ...] = tuple(step for step in program.steps if step.status != "published" or step.node is None)
        self.first_fact = len(self.figures) + len(self.steps)
        self.facts = program.facts

    def fact(self, payee: int, column: int) -> int:
        return 1 << (self.first_fact + (payee + 1) * len(self.facts) + column)

    def of(self, bits: int) -> list[tuple[str, int, int]]:
        """The tokens of a set: ("figure", place, 0), ("step", place, 0) or ("fact", column, payee)."""
        found: list[tuple[str, int, int]] = []
        place = 0
        while bits:
            skip = (bits & -bits).bit_length() - 1
            place += skip
            bits >>= skip + 1
            if place < len(self.figures):
                found.append(("figure", place, 0))
            elif place < self.first_fact:
                found.append(("step", place - len(self.figures), 0))
            else:
                payee, column = divmod(place - self.first_fact, len(self.facts))
                found.append(("fact", column, payee - 1))
            place += 1
        return found


class Scene:
    """One evaluation of one case: its facts, the month, what is supposed for the sake of argument, and the values found so far."""

    __slots__ = ("case", "household", "lows", "memo", "month", "open", "supposed", "tokens")

    def __init__(self, case: Case, month: Month, steps: int, tokens: Tokens) -> None:
        self.case = case
        self.month = month
        self.tokens = tokens
        self.household: Sequence[int | None] = case.household
        self.memo: list[list[Value | None]] = [[None] * steps for _ in range(len(case.members) + 1)]  # the household's values last
        self.lows: dict[tuple[int, int], tuple[Number, Number]] = {}
        self.supposed: dict[tuple[int, int], bool] | None = None
        self.open: dict[tuple[int, int], tuple[int, tuple[int, bool, Number, str] | None]] = {}

    def narrowed(self, lows: dict[tuple[int, int], tuple[Number, Number]], supposed: dict[tuple[int, int], bool]) -> Scene:
        """The same case with some facts narrowed to a part of their range, and some comparisons supposed to hold or not."""
        other = Scene(self.case, self.month, len(self.memo[0]), self.tokens)
        other.lows, other.supposed = lows, supposed
        return other


HOME = HOUSEHOLD
