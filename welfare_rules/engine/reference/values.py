"""Values inside the reference engine: (low, high, used, missing).

Outside the engines a value is a `Known`. Exact values have one object as both ends. `used` and
`missing` are sets kept as the bits of one whole number: figures, unpublished rules, presumed facts;
unknown facts and open figures. `BitLayout` has the meaning of each bit.
"""

from __future__ import annotations

from typing import Any

from welfare_rules.basics import interval
from welfare_rules.basics.numbers import Number
from welfare_rules.program.program import FigureInForce, Program, Step

Value = tuple[Any, Any, int, int]  # the ends are numbers, or None where a range is open


def exact(value: Number, used: int = 0) -> Value:
    """A value that is known exactly."""
    return value, value, used, 0


def truth(value: bool | None, used: int, missing: int) -> Value:
    """A truth as a value: 1, 0, or between them where it cannot be said."""
    if value is None:
        return 0, 1, used, missing
    return (1, 1, used, 0) if value else (0, 0, used, 0)


def truth_of(value: Value) -> bool | None:
    """The truth of a value: None where it cannot be said."""
    return bool(value[0]) if value[0] == value[1] else None


def known(low: Number | None, high: Number | None, used: int, missing: int) -> Value:
    """A value of which this much is known; once both ends meet nothing is missing any more."""
    if low is not None and low == high:
        return low, low, used, 0
    return low, high, used, missing


def ends(value: Value) -> interval.Interval:
    """The lowest and the highest of a value."""
    return value[0], value[1]


class BitLayout:
    """Which bit stands for what.

    First the figures, then the rules that are unconfirmed or have no formula, then household and
    member facts, whole bytes for each of them.
    """

    __slots__ = ("bytes_each", "facts", "figures", "first_fact", "steps", "unconfirmed")

    def __init__(self, program: Program) -> None:
        self.figures: tuple[FigureInForce, ...] = tuple(program.figures.values())
        self.steps: tuple[Step, ...] = tuple(
            step for step in program.steps if step.status != "published" or step.node is None
        )
        self.first_fact = len(self.figures) + len(self.steps)
        self.facts = program.facts
        # of all rules, and of the figures that no published document confirms
        self.unconfirmed = (1 << self.first_fact) - (1 << len(self.figures))
        for place, figure in enumerate(self.figures):
            self.unconfirmed |= figure.provisional << place
        self.bytes_each = -(-len(self.facts) // 8)

    def fact(self, payee: int, column: int) -> int:
        """The set of one fact of one payee."""
        return 1 << (self.first_fact + (payee + 1) * self.bytes_each * 8 + column)

    def row(self, bits: int, payee: int) -> int:
        """The columns of a payee's facts in a set, as bits."""
        width = self.bytes_each * 8
        return bits >> self.first_fact + (payee + 1) * width & (1 << width) - 1

    def exchanged(self, bits: int, one: int, other: int) -> int:
        """A set in which two payees have changed places."""
        width = self.bytes_each * 8
        first, second = (self.first_fact + (each + 1) * width for each in (one, other))
        differing = self.row(bits, one) ^ self.row(bits, other)
        return bits ^ differing << first ^ differing << second

    def place_of(self, fact: int) -> tuple[int, int]:
        """The payee and the column of a set of one fact."""
        place, width = fact.bit_length() - 1 - self.first_fact, self.bytes_each * 8
        return place // width - 1, place % width

    def only_rules(self, bits: int) -> int:
        """The figures and rules of a set, without its facts."""
        return bits & ((1 << self.first_fact) - 1)

    def only_facts(self, bits: int) -> int:
        """The facts of a set, without its figures and rules."""
        return bits >> self.first_fact << self.first_fact

    def count_facts(self, bits: int) -> int:
        """How many facts are in a set."""
        return (bits >> self.first_fact).bit_count()

    def rows(self, bits: int) -> list[tuple[int, bytes]]:
        """The facts of a set, as the bits of one row for each payee that has any.

        What is alike for many payees is read once.
        """
        facts, width = bits >> self.first_fact, self.bytes_each
        count = -(-facts.bit_length() // (8 * width)) if facts else 0
        raw, nothing = facts.to_bytes(count * width, "little"), bytes(width)
        rows = ((place - 1, raw[place * width : (place + 1) * width]) for place in range(count))
        return [(payee, row) for payee, row in rows if row != nothing]

    def facts_in(self, bits: int) -> list[tuple[int, int]]:
        """The facts of a set by payee and column."""
        return [
            (payee, column)
            for payee, row in self.rows(bits)
            for column in bits_set(int.from_bytes(row, "little"))
        ]


def bits_set(bits: int) -> list[int]:
    """The places of the bits that are set, lowest first."""
    found: list[int] = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
