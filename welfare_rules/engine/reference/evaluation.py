"""Values of the reference engine: what is known of a number, what it rests on, and what is missing
for more.

A value is (low, high, used, missing). Exact values have one object as both ends. `used` and
`missing` are sets of tokens kept as the bits of one whole number: figures, unpublished rules,
presumed facts; unknown facts and open figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from welfare_rules.basics import interval
from welfare_rules.basics.days import Month
from welfare_rules.law.terms import Number
from welfare_rules.program.case import Case
from welfare_rules.program.program import FigureInForce, Program, Step

Value = tuple[Any, Any, int, int]  # the ends are numbers, or None where a range is open
Lows = dict[tuple[int, int], tuple[Number, Number]]
# a comparison, known by an object of its own, and the payee for whom it is made
Atom = tuple[object, int]
Supposed = dict[Atom, bool]
# a fact's column, whether it is the household's, and the comparison that cuts its range
Cut = tuple[int, bool, Number, str]
# what an undecided comparison rests on, and where it cuts a fact's range
Open = tuple[int, Cut | None]

# scenes that suppose something, times the members of the case, that one decision may take
MOST_SUPPOSED = 160_000
MOST_KEPT = 64  # scenes that suppose something, kept for whoever supposes the same


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
    """Which bit stands for what.

    First the figures, then the rules, then household and member facts, whole bytes for each of
    them.
    """

    __slots__ = ("bytes_each", "facts", "figures", "first_fact", "steps")

    def __init__(self, program: Program) -> None:
        self.figures: tuple[FigureInForce, ...] = tuple(program.figures.values())
        self.steps: tuple[Step, ...] = tuple(
            step for step in program.steps if step.status != "published" or step.node is None
        )
        self.first_fact = len(self.figures) + len(self.steps)
        self.facts = program.facts
        self.bytes_each = -(-len(self.facts) // 8)

    def fact(self, payee: int, column: int) -> int:
        return 1 << (self.first_fact + (payee + 1) * self.bytes_each * 8 + column)

    def only_rules(self, bits: int) -> int:
        """The figures and rules of a set, without its facts."""
        return bits & ((1 << self.first_fact) - 1)

    def count_facts(self, bits: int) -> int:
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

    def of(self, bits: int) -> list[tuple[str, int, int]]:
        """The tokens of a set: ("figure", place, 0), ("step", place, 0) or ("fact", column, payee)."""
        count = len(self.figures)
        found = [
            ("figure", place, 0) if place < count else ("step", place - count, 0)
            for place in places(self.only_rules(bits))
        ]
        for payee, row in self.rows(bits):
            found.extend(
                ("fact", column, payee) for column in places(int.from_bytes(row, "little"))
            )
        return found


def places(bits: int) -> list[int]:
    """The places of the bits that are set, lowest first."""
    return [place for place, bit in enumerate(reversed(f"{bits:b}")) if bit == "1"]


class Memo(dict[int, list[Value | None]]):
    """The values found so far.

    For each payee a row with a place for each step, made when it is first looked at.
    """

    __slots__ = ("steps",)

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps

    def __missing__(self, payee: int) -> list[Value | None]:
        row = self[payee] = [None] * self.steps
        return row


class Scene:
    """One evaluation of one case: its facts, the month, what is supposed for the sake of argument,
    and the values found so far.

    A scene that supposes something takes from its `base`, which supposes nothing, every value on
    which that has no bearing.
    """

    __slots__ = (
        "base",
        "case",
        "changed",
        "household",
        "kin",
        "left",
        "lows",
        "memo",
        "month",
        "names",
        "open",
        "rests_on",
        "supposed",
        "tokens",
    )

    def __init__(
        self, case: Case, month: Month, steps: int, tokens: Tokens, base: Scene | None = None
    ) -> None:
        self.case = case
        self.month = month
        self.tokens = tokens
        self.household: Sequence[int | None] = case.household
        self.memo = Memo(steps)
        self.lows: Lows = {}
        self.supposed: Supposed | None = None
        self.open: dict[int, dict[object, Open]] = {}  # for each payee, by the comparison
        self.rests_on: dict[int, int] = {}  # all that the open comparisons of a payee rest on
        self.base = base
        self.changed = 0  # the facts of which more is supposed than the base knows
        self.left = MOST_SUPPOSED // max(1, len(case.members))
        self.kin: dict[tuple[frozenset[Any], frozenset[Any]], Scene] = {}
        self.names: dict[tuple[int, bytes], tuple[str, ...]] = {}

    def narrowed(self, lows: Lows, supposed: Supposed, changed: int) -> Scene:
        """The same case with some facts narrowed to a part of their range, and some comparisons
        supposed to hold or not.

        `changed` are the facts on which these rest. Whoever supposes the same is given the same
        scene, with what has been worked out.
        """
        base = self if self.base is None else self.base
        key = frozenset(lows.items()), frozenset(supposed.items())
        other = base.kin.get(key)
        if other is None:
            other = Scene(self.case, self.month, self.memo.steps, self.tokens, base)
            other.lows, other.supposed, other.changed = lows, supposed, self.changed | changed
            base.left -= 1
            if len(base.kin) < MOST_KEPT:
                base.kin[key] = other
        return other

    def inherited(self, place: int, payee: int) -> Value | None:
        """The value of the base, where nothing that is supposed has a bearing on it."""
        if self.base is None:
            return None
        found = self.base.memo[payee][place]
        return None if found is None or found[3] & self.changed else found

    def leave_open(self, key: Atom, missing: int, cut: Cut | None) -> None:
        """Remembers a comparison that cannot be said."""
        atom, payee = key
        self.open.setdefault(payee, {})[atom] = (missing, cut)
        self.rests_on[payee] = self.rests_on.get(payee, 0) | missing

    def left_open(self, key: Atom) -> int:
        """What a comparison rests on.

        Anything, for all that can be said here, where it was not looked at.
        """
        atom, payee = key
        found = self.open.get(payee, {}).get(atom)
        return -1 if found is None else found[0]

    def undecided(self, missing: int, payees: Iterable[int]) -> Iterator[tuple[Atom, Open]]:
        """The comparisons of these payees that cannot be said and rest on something of a set.

        They are those found here, and those of the base that were not looked at again.
        """
        for payee in payees:
            if self.rests_on.get(payee, 0) & missing:
                for atom, each in self.open[payee].items():
                    if each[0] & missing:
                        yield (atom, payee), each
            if self.base is not None and self.base.rests_on.get(payee, 0) & missing:
                for atom, each in self.base.open[payee].items():
                    if each[0] & missing and not each[0] & self.changed:
                        yield (atom, payee), each
