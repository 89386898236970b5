"""Decides a benefit with unknown facts by trying each possibility in turn.

Working a formula out over ranges forgets that two of its parts rest on the same unknown fact.
Splitting that fact's range, or an undecided comparison, into its possibilities remembers it: what
all of them agree on is decided, and a fact on which nothing turns is not missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import shift
from welfare_rules.basics.interval import settled
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.engine.reference.state import (
    Open,
    OpenComparison,
    Ranges,
    RangeSplit,
    State,
    Supposed,
)
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import CROWD, HOUSEHOLD

# with more unknown facts than these in play, supposing would take long and settle little
FEW_FACTS = CROWD - 1  # so that no comparison of a crowd's members but the payee's is supposed
MOST_TRIED = 160  # evaluations a benefit and payee, for a household of up to ten
SMALL_RANGE = 12  # a fact of so few values is tried value by value

Range = tuple[Number, Number]
# the facts on which a split rests, its branches, and what it is
Split = tuple[int, list[tuple[Ranges, Supposed]], object]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a condition and an amount, and the bits of what is missing.

    `by` is the canonical decision tree of the verdict: two verdicts with equal trees are equal
    whatever the facts turn out to be. A verdict that was not followed to its end equals no other.
    """

    entitled: bool | None
    low: Number | None
    high: Number | None
    missing: int
    by: object = field(default_factory=object, compare=False)

    @property
    def settled(self) -> bool:
        return self.entitled is not None and settled((self.low, self.high))


class CaseSplitter:
    """One attempt to settle one benefit for one payee, with a bound on the work it may take."""

    def __init__(
        self, interpreter: Interpreter, state: State, condition: str, amount: str | None, payee: int
    ) -> None:
        self.interpreter = interpreter
        self.state = state
        self.condition = condition
        self.amount = amount
        self.payee = payee
        self.below = interpreter.below(condition, amount)
        self.budget = max(8, MOST_TRIED * 10 // max(10, len(state.case.members)))

    def verdict(self) -> Verdict:
        """The verdict that all possibilities agree on; at once where it is settled or hopeless."""
        first, _ = self._look(self.state)
        if first.settled or self.interpreter.layout.count_facts(first.missing) > FEW_FACTS:
            return first
        found = self._split(self.state, {}, {})
        # a split may rest on more than what it splits: on what is nothing to this verdict
        return replace(found, missing=found.missing & first.missing)

    def _look(self, state: State) -> tuple[Verdict, int]:
        low, high, _, missing = self.interpreter.value(state, self.condition, self.payee)
        entitled = None if low != high else bool(low)
        if self.amount is None:
            return Verdict(entitled, 0, 0, missing), missing
        if entitled is False:
            return Verdict(False, 0, 0, 0), 0
        least, most, _, lacking = self.interpreter.value(state, self.amount, self.payee)
        missing = lacking | (missing if entitled is None else 0)
        return Verdict(entitled, least, most, missing), missing

    def _split(self, state: State, ranges: Ranges, supposed: Supposed) -> Verdict:
        here, missing = self._look(state)
        if here.settled:
            return replace(here, by=(here.entitled, here.low))
        if self.budget <= 0 or self.state.spent:
            return here
        choice = self._choose(state, missing, ranges)
        # only a figure that nobody found would say more
        if choice is None and not self.interpreter.layout.count_facts(missing):
            return replace(here, by=(here.entitled, here.low, here.high, here.missing))
        if choice is None:
            return here
        bits, branches, split = choice
        said: list[Verdict] = []
        for more_ranges, more_supposed in branches:
            self.budget -= 1
            other = state.narrowed({**ranges, **more_ranges}, {**supposed, **more_supposed})
            said.append(self._split(other, other.ranges, other.supposed or {}))
        return _agreed(here, said, bits, split)

    def _choose(self, state: State, missing: int, ranges: Ranges) -> Split | None:
        """What to split next.

        A presumed value that lies apart from all others first, then the smallest closed range, then
        a fact at a threshold, then any undecided comparison.
        """
        best: tuple[int, int, int] | None = None
        layout, facts = self.interpreter.layout, self.interpreter.program.facts
        for payee, column in layout.facts_in(missing):
            fact = facts[column]
            alone = fact.presumed
            if alone is not None and (payee, column) not in ranges and fact.apart(alone):
                parts: list[Ranges] = [
                    {(payee, column): (alone, alone)},
                    {(payee, column): (fact.low, fact.high)},
                ]
                return _narrowing(layout.fact(payee, column), parts)
            low, high = ranges.get((payee, column), fact.reach)
            count = int(high - low) + 1
            closed = (
                fact.type.kind in (Kind.BOOL, Kind.CHOICE, Kind.INT, Kind.MONTHS)
                and 1 < count <= SMALL_RANGE
            )
            if closed and (best is None or count < best[0]):
                best = (count, column, payee)
        if best is not None:
            count, column, payee = best
            low = ranges.get((payee, column), facts[column].reach)[0]
            bit = layout.fact(payee, column)
            return _narrowing(
                bit, [{(payee, column): (low + each, low + each)} for each in range(count)]
            )
        return self._comparison(state, missing, ranges)

    def _comparison(self, state: State, missing: int, ranges: Ranges) -> Split | None:
        """One that cuts the range of a fact before one that can only be supposed.

        The payee's own and the household's before all others.
        """
        whose = [payee for payee, _ in self.interpreter.layout.rows(missing)]
        near = dict.fromkeys((self.payee, HOUSEHOLD, *whose))
        first: tuple[int, OpenComparison] | None = None
        for payees in (near, (each for each in range(len(state.case.members)) if each not in near)):
            if payees is not near and first is not None and HOUSEHOLD not in whose:
                # a member's comparison cuts a fact of that member or of the household: nothing that
                # is missing here
                break
            for key, (bits, cut) in self._undecided(state, missing, payees):
                parts = None if cut is None else self._parts(key[1], cut, ranges)
                if parts is not None:
                    return _narrowing(bits, parts)
                first = first or (bits, key)
        if first is None:
            return None
        bits, key = first
        return bits, [({}, {key: True}), ({}, {key: False})], (key, *self._bearing(state, key))

    def _undecided(
        self, state: State, missing: int, payees: Iterable[int]
    ) -> Iterator[tuple[OpenComparison, Open]]:
        """The comparisons below this benefit that cannot be said, payee after payee in the order of
        the program: whatever else was looked at before makes no difference.
        """
        touching, order = self.interpreter.touching, self.interpreter.order
        for payee in payees:
            found = [
                each
                for each in state.undecided(missing, (payee,))
                if touching(each[0][0]) & self.below
            ]
            yield from sorted(found, key=lambda each: order.get(each[0][0], len(order)))

    def _bearing(self, state: State, key: OpenComparison) -> list[object]:
        """What is supposed already and has a bearing on a comparison.

        It is not the same one where that differs.
        """
        rests_on = self.state.left_open(key)
        ranges = [
            each
            for each in state.ranges.items()
            if rests_on & self.interpreter.layout.fact(*each[0])
        ]
        return [
            *ranges,
            *(
                each
                for each in (state.supposed or {}).items()
                if rests_on & self.state.left_open(each[0])
            ),
        ]

    def _parts(self, payee: int, cut: RangeSplit, ranges: Ranges) -> list[Ranges] | None:
        """The parts into which a comparison cuts what is left of the range of a fact."""
        column, of_household, at, op = cut
        payee = HOUSEHOLD if of_household else payee
        fact = self.interpreter.program.facts[column]
        low, high = ranges.get((payee, column), fact.reach)
        parts = _cut(fact, low, high, at, op)
        return None if parts is None else [{(payee, column): part} for part in parts]


def _narrowing(bits: int, parts: list[Ranges]) -> Split:
    """A split of the range of a fact: the same wherever the parts are."""
    return bits, [(part, {}) for part in parts], tuple(tuple(part.items()) for part in parts)


def _beside(fact: Fact, at: Number, by: int) -> Number:
    """The value right below (-1) or above (1) a threshold.

    Of a date it is a day of the calendar. A flow is any fraction: it has the threshold itself.
    Other facts are whole numbers, and a threshold may lie between two of them.
    """
    if fact.type.kind is Kind.DATE:
        return shift(int(at), by)
    if fact.flow:
        return at
    return at.__ceil__() - 1 if by < 0 else at.__floor__() + 1


def _cut(fact: Fact, low: Number, high: Number, at: Number, op: Comparison) -> list[Range] | None:
    """The parts of a fact's range on both sides of a threshold, which together are all of it.

    None where the threshold cuts nothing off.
    """
    if not low <= at <= high or low == high:
        return None
    below, above = _beside(fact, at, -1), _beside(fact, at, 1)
    there = fact.flow or at.__floor__() == at  # whether the fact can have the threshold's value
    match op:
        case Comparison.EQUAL | Comparison.NOT_EQUAL:
            parts = [(low, below), *([(at, at)] if there else []), (above, high)]
        case Comparison.LESS | Comparison.AT_LEAST:
            parts = [(low, below), (at if there else above, high)]
        case _:
            parts = [(low, at if there else below), (above, high)]
    made = [
        part
        for part in parts
        if part[0] <= part[1]
        and (part[0] < part[1] or part != (at, at) or not op.orders or not fact.flow)
    ]
    return made if len(made) > 1 and all(part != (low, high) for part in made) else None


def _agreed(here: Verdict, said: list[Verdict], bits: int, split: object) -> Verdict:
    """The verdict that holds in every branch, with all that is missing in any of them.

    What was split on is missing too, unless it makes no difference.

    Branches that leave the same open may still differ: it may be what decides once the rest is
    known.
    """
    entitled = said[0].entitled if all(each.entitled == said[0].entitled for each in said) else None
    ranges, highs = [each.low for each in said], [each.high for each in said]
    low = (
        None
        if any(each is None for each in ranges)
        else min(each for each in ranges if each is not None)
    )
    high = (
        None
        if any(each is None for each in highs)
        else max(each for each in highs if each is not None)
    )
    if here.low is not None and (low is None or here.low > low):
        low = here.low
    if here.high is not None and (high is None or here.high < high):
        high = here.high
    missing = 0
    for each in said:
        missing |= each.missing
    by = said[0].by
    if any(each.by != by or each != said[0] for each in said):
        missing |= bits
        by = (split, *(each.by for each in said))
    # Where the branches contradict what is said before them no household is like that, and whatever
    # they agree on may be said of it.
    return Verdict(here.entitled if entitled is None else entitled, low, high, missing, by)
