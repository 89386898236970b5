"""Decides a benefit with unknown facts by trying each possibility in turn.

Working a formula out over ranges forgets that two of its parts rest on the same unknown fact.
Splitting that fact's range, or an undecided comparison, into its possibilities remembers it: what
all of them agree on is decided, and a fact on which nothing turns is not missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from welfare_rules.basics import interval
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import shift
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.reference.bearing import Way
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.engine.reference.state import (
    Open,
    OpenComparison,
    Ranges,
    RangeSplit,
    State,
    Supposed,
)
from welfare_rules.engine.reference.values import ends
from welfare_rules.engine.reference.verdicts import Branch, Seen, Verdict, agreed
from welfare_rules.language.nodes import Least
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
        self.ends = (condition,) if amount is None else (condition, amount)
        self.budget = most_tried(len(state.case.members))

    @cached_property
    def compared(self) -> Iterable[object]:
        """The comparisons that stand in what is asked for, or below it."""
        bearing = self.interpreter.bearing
        return bearing.compared(bearing.below(self.ends))

    def verdict(self) -> Verdict:
        """The verdict that all possibilities agree on; at once where it is settled or hopeless."""
        first = self._look(self.state)
        if first.settled or self.interpreter.layout.count_facts(first.missing) > FEW_FACTS:
            return first
        self.seen = Seen(first)
        found = self._split(self.state, {}, {}, ())
        if found is None or self.seen.everything:
            return first
        # a split may rest on more than what it splits: on what is nothing to this verdict
        return replace(found, missing=found.missing & first.missing)

    def _look(self, state: State) -> Verdict:
        low, high, _, missing = self.interpreter.value(state, self.condition, self.payee)
        entitled = None if low != high else bool(low)
        if self.amount is None:
            return Verdict(entitled, 0, 0, missing)
        if entitled is False:
            return Verdict(False, 0, 0, 0)
        least, most, _, lacking = self.interpreter.value(state, self.amount, self.payee)
        return Verdict(entitled, least, most, lacking | (missing if entitled is None else 0))

    def _split(
        self, state: State, ranges: Ranges, supposed: Supposed, way: tuple[Branch, ...]
    ) -> Verdict | None:
        """What all possibilities of a state agree on; None where none of them can be."""
        here = self._look(state)
        choice = end = None
        if here.settled:
            end = replace(here, by=(here.entitled, here.low))
        elif self.budget <= 0 or self.state.spent:
            end = here
        else:
            choice = self._choose(state, here.missing, ranges)
        if choice is None:
            end = end or self._unsplit(here)
            self.seen.add(end, way)
            return end
        bits, branches, split = choice
        said: list[Verdict] = []  # of the branches that can be
        for more_ranges, more_supposed in branches:
            self.budget -= 1
            other = state.narrowed({**ranges, **more_ranges}, {**supposed, **more_supposed})
            if self._contradicts(other, next(iter(more_supposed), None)):
                continue
            on = (*way, Branch(here, bits, tuple(said)))
            each = self._split(other, other.ranges, other.supposed or {}, on)
            if self.seen.everything:
                return here
            if each is not None:
                said.append(each)
        return agreed(here, said, bits, split) if said else None

    def _contradicts(self, state: State, newest: OpenComparison | None) -> bool:
        """Whether one thing that is supposed cannot be, as the rest of what is supposed says; what
        is supposed last could not be said before.
        """
        work = self.interpreter.comparison
        return any(
            work(key[0])(state, key[1])[0] != holds
            for key, holds in (state.supposed or {}).items()
            if key != newest
        )

    def _unsplit(self, here: Verdict) -> Verdict:
        """A verdict where there is nothing to split."""
        if self.interpreter.layout.count_facts(here.missing):
            return here
        # only a figure that nobody found would say more
        return replace(here, by=(here.entitled, here.low, here.high, here.missing))

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

        The payee's own and the household's before all others. Supposed is only what a value that
        is open here looks at: behind one that is settled either way it would decide nothing.
        """
        whose = [payee for payee, _ in self.interpreter.layout.rows(missing)]
        own = tuple(dict.fromkeys((self.payee, HOUSEHOLD)))
        near = [own, *((each,) for each in whose if each not in own)]
        far = ((each,) for each in range(len(state.case.members)) if each not in (*own, *whose))
        first: tuple[int, OpenComparison] | None = None
        for groups in (near, far):
            if groups is far and first is not None and HOUSEHOLD not in whose:
                # a member's comparison cuts a fact of that member or of the household: nothing that
                # is missing here
                break
            for key, (bits, cut) in self._undecided(state, missing, groups):
                parts = None if cut is None else self._parts(key[1], cut, ranges)
                if parts is None and first is not None:
                    continue
                if self._is_looked_at(state, missing, key):
                    if parts is not None:
                        return _narrowing(bits, parts)
                    first = bits, key
        if first is None:
            return None
        bits, key = first
        return bits, [({}, {key: True}), ({}, {key: False})], (key, *self._bearing(state, key))

    def _is_looked_at(self, state: State, missing: int, key: OpenComparison) -> bool:
        """Whether something that a set leaves open here looks at a comparison, on a way from what
        is decided down to it on which nothing is settled.
        """
        comparison, whose = key
        bearing, of_household = self.interpreter.bearing, self.interpreter.bearing.of_household
        touching, standing = bearing.touching(comparison), bearing.ways_to(comparison)
        people = range(len(state.case.members))
        waiting: list[tuple[int, int]] = []
        seen: set[tuple[int, int]] = set()

        def reach(step: int, payee: int, way: Way | None = None, by: int = HOUSEHOLD) -> None:
            """Goes on to a step that is open, where it matters to the one that looks at it."""
            whose = HOUSEHOLD if of_household[step] else state.like.get(payee, payee)
            if (step, whose) in seen:
                return
            value = state.memo[whose][step] or state.inherited(step, whose)
            if value is not None and not value[3] & missing:
                return
            if way is not None and way.where and not self._matters(state, way, by, payee):
                return
            if value is not None or self.interpreter.value_at(state, step, whose)[3] & missing:
                seen.add((step, whose))
                waiting.append((step, whose))

        for each in self.ends:
            reach(self.interpreter.place[each], self.payee)
        while waiting:
            step, payee = waiting.pop()
            for way in standing:
                here = way.step == step and (way.of_all or payee == whose)
                if here and self._matters(state, way, payee, whose):
                    return True
            for way in bearing.ways[step]:
                if touching >> way.step & 1:
                    for each in people if way.of_all else (payee,):
                        reach(way.step, each, way, payee)
        return False

    def _matters(self, state: State, way: Way, payee: int, member: int) -> bool:
        """Whether a step or a comparison matters to the formula that looks at it for a member."""
        for each in way.where:
            whose = member if each.of_all else payee
            part = self.interpreter.work(each.part)(state, whose)
            if each.whole is None:
                if part[0] == part[1] != each.truth:
                    return False
            else:
                whole = self.interpreter.work(each.whole)(state, whose)
                least = isinstance(each.whole, Least)
                sign = Comparison.LESS if least else Comparison.GREATER
                if interval.compare(sign, ends(part), ends(whole)) is False:
                    return False
        return True

    def _undecided(
        self, state: State, missing: int, groups: Iterable[tuple[int, ...]]
    ) -> Iterator[tuple[OpenComparison, Open]]:
        """The comparisons below this benefit that cannot be said, one group of payees after the
        other, each in the order of the program: whatever else was looked at before makes no
        difference.
        """
        order = self.interpreter.order
        for payees in groups:
            found = state.undecided(missing, payees, self.compared)
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
        parts = parts_of(fact, low, high, at, op)
        return None if parts is None else [{(payee, column): part} for part in parts]


def most_tried(members: int) -> int:
    """As many evaluations as a benefit and payee may take in a household of so many members."""
    return max(8, MOST_TRIED * 10 // max(10, members))


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


def parts_of(
    fact: Fact, low: Number, high: Number, at: Number, op: Comparison
) -> list[Range] | None:
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
