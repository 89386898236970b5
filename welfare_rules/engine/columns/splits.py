"""What to split next where something cannot be said: as the reference engine chooses it.

First a presumed value apart from all others, then the fact with the fewest values, then the range
of a fact at what it is compared with, then any comparison that is supposed to hold and not to hold.
Everything here is chosen for many states at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

import numpy as np

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import Month
from welfare_rules.basics.money import MONTHS_OF_A_FLOW
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.columns.bounded import FIGURE, FIRST
from welfare_rules.engine.columns.gaps import NO_SLOT, Slots
from welfare_rules.engine.columns.kinds import Array, filled_in
from welfare_rules.engine.columns.open_ways import OpenWays
from welfare_rules.engine.columns.possible import CLOSED
from welfare_rules.engine.columns.supposing import LeftOpen
from welfare_rules.engine.integer.expressions import Compared
from welfare_rules.engine.reference.case_splitting import SMALL_RANGE, parts_of
from welfare_rules.engine.reference.day_cuts import CutBy, cut_at
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD

Parts = tuple[tuple[int, int], ...]
"""The parts of the range of a fact, in which they are all of it."""
NONE: Parts = ()


@dataclass(frozen=True, slots=True, eq=False)
class Cutting:
    """A comparison of the law: its node, what of a fact it cuts and how it was lowered; and whether
    it may cut a fact on its other side instead, which is left to the reference engine.
    """

    node: n.Node
    by: CutBy
    column: int
    compared: Compared
    other_too: bool


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """States that are not settled: a row each.

    `home` is the household, `payee` whom it is about, `missing` the set of gaps, `figures` what
    nobody has found. Of each gap `low` and `high` are the ends of its range, and `narrowed` says
    that this is a part of it.
    """

    home: Array
    payee: Array
    missing: Array
    figures: Array
    low: Array
    high: Array
    narrowed: Array

    def __len__(self) -> int:
        return len(self.home)


@dataclass(slots=True, eq=False)
class Branches:
    """What states are split into: `state` of each branch, in rising order, and what holds there.

    Either the gap in `slot` lies from `low` to `high`, or the comparison `number` of `payee` is
    supposed (`truth`).
    """

    state: Array
    slot: Array
    low: Array
    high: Array
    number: Array
    payee: Array
    truth: Array


@dataclass(slots=True)
class _Made:
    """Branches while they are put together."""

    columns: list[tuple[Array, ...]] = field(default_factory=list[tuple[Array, ...]])

    def narrowed(self, state: Array, slot: Array, low: Array, high: Array) -> None:
        nothing = np.full(len(state), -1)
        self.columns.append((state, slot, low, high, nothing, nothing, nothing))

    def supposed(self, state: Array, number: Array, payee: Array) -> None:
        nowhere = np.full(len(state), NO_SLOT)
        for truth in (1, 0):
            held = np.full(len(state), truth)
            self.columns.append((state, nowhere, nowhere, nowhere, number, payee, held))


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """Chooses the splits of one month."""

    facts: Sequence[Fact]
    cuttings: Mapping[int, Cutting]
    slots: Slots
    month: Month
    parts: dict[object, Parts | None] = field(default_factory=dict[object, Parts | None])

    def branches(
        self,
        states: States,
        left: Callable[[Array], Sequence[tuple[LeftOpen, Array, Array]]],
        ways: OpenWays,
    ) -> tuple[Branches, tuple[Array, Array], Array]:
        """The branches of all states; for each what its split rests on, facts and what nobody has
        found, 0 where it has none, and whether it cannot be told how the reference engine would
        split it. `left` tells the comparisons that cannot be said in some states, with the state
        and payee of each of their rows; of these only those are supposed to which an open way of
        the state leads. Where a fact is split they are not asked for.
        """
        made = _Made()
        bits = np.zeros(len(states), states.missing.dtype)
        words = np.zeros_like(states.figures)
        failed = np.zeros(len(states), np.bool_)
        waiting = self._apart(states, made, bits)
        waiting = self._closed(states, waiting, made, bits)
        if waiting.any():
            found = left(np.flatnonzero(waiting))
            self._compared(states, waiting, found, ways, made, (bits, words), failed)
        empty = tuple(np.zeros(0, np.int64) for _ in range(7))
        joined = [np.concatenate(each) for each in zip(empty, *made.columns, strict=True)]
        order = np.argsort(joined[0], kind="stable")
        return Branches(*(each[order] for each in joined)), (bits, words), failed

    # --- facts ---

    def _lacking(self, states: States) -> Array:
        """For each state which gaps are missing."""
        places = np.arange(self.slots.column.shape[1], dtype=states.missing.dtype)
        lacking = states.missing[:, None] >> (places + FIRST) & 1
        return lacking.astype(np.bool_) & (self.slots.column[states.home] >= 0)

    def _apart(self, states: States, made: _Made, bits: Array) -> Array:
        """Presumed values apart from all others; where there is none the states wait."""
        column = self.slots.column[states.home]
        alone = np.array(
            [each.presumed is not None and each.apart(each.presumed) for each in self.facts]
        )
        there = self._lacking(states) & ~states.narrowed & alone[column]
        rows, slot = self._first(there, self.slots.rank[states.home])
        if len(rows):
            places: list[int] = column[rows, slot].tolist()
            facts = [self.facts[each] for each in places]
            presumed = _kept(facts, lambda fact: fact.presumed)
            made.narrowed(rows, slot, presumed, presumed)
            low, high = _kept(facts, lambda fact: fact.low), _kept(facts, lambda fact: fact.high)
            made.narrowed(rows, slot, low, high)
            self._rests(bits, rows, slot)
        return np.logical_not(there.any(axis=1))

    def _closed(self, states: States, waiting: Array, made: _Made, bits: Array) -> Array:
        """Facts of a few values, each by itself."""
        column = self.slots.column[states.home]
        closed = np.array([each.type.kind in CLOSED for each in self.facts])
        count = states.high - states.low + 1
        there = self._lacking(states) & closed[column] & (count > 1) & (count <= SMALL_RANGE)
        there &= waiting[:, None]
        order = count * (1 + column.shape[1]) + self.slots.rank[states.home]
        rows, slot = self._first(there, order)
        if len(rows):
            many = count[rows, slot]
            which = np.repeat(np.arange(len(rows)), many)
            value = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
            value = value + states.low[rows, slot][which]
            made.narrowed(rows[which], slot[which], value, value)
            self._rests(bits, rows, slot)
        return waiting & np.logical_not(there.any(axis=1))

    def _first(self, there: Array, order: Array) -> tuple[Array, Array]:
        """The rows in which there is any gap, and the place of the first in an order."""
        rows = np.flatnonzero(there.any(axis=1))
        last = np.iinfo(np.int64).max
        return rows, np.where(there[rows], order[rows], last).argmin(axis=1)

    def _rests(self, bits: Array, rows: Array, slot: Array) -> None:
        bits[rows] = np.left_shift(np.array(1 << FIRST, bits.dtype), slot.astype(bits.dtype))

    # --- comparisons ---

    def _compared(
        self,
        states: States,
        waiting: Array,
        left: Sequence[tuple[LeftOpen, Array, Array]],
        ways: OpenWays,
        made: _Made,
        rests: tuple[Array, Array],
        failed: Array,
    ) -> None:
        """Comparisons that cut a range before those that can only be supposed; one's own, then the
        household's, then those of whom something is missing, in the order of the law.
        """
        found: list[tuple[Array, ...]] = []
        cuts: list[Parts] = [NONE]
        for each, state, payee in left:
            there = np.not_equal(each.missing & states.missing[state] & ~FIGURE, 0)
            there = there.astype(np.bool_) | filled_in(each.figures & states.figures[state])
            chosen = np.flatnonzero(waiting[state] & there)
            if not len(chosen):
                continue
            row, whose, missing = state[chosen], payee[chosen], each.missing[chosen]
            failed[row[np.not_equal(missing & FIGURE, 0)]] = True
            slot, place = self._cuts(states, each, chosen, row, whose, cuts, failed)
            number = np.full(len(chosen), each.number)
            found.append((row, whose, number, missing, slot, place, each.figures[chosen]))
        if not found:
            return
        together = [np.concatenate(each) for each in zip(*found, strict=True)]
        some = np.flatnonzero(ways.lead_to(together[0], together[2], together[1]))
        row, whose, number, missing, slot, place, figures = (each[some] for each in together)
        order = np.lexsort((number, self._nearness(states, row, whose), place == 0, row))
        first = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
        rests[0][row[first]], rests[1][row[first]] = missing[first], figures[first]
        supposed = first[place[first] == 0]
        made.supposed(row[supposed], number[supposed], whose[supposed])
        cut = first[place[first] > 0]
        if len(cut):
            sizes = np.array([len(each) for each in cuts])[place[cut]]
            which = np.repeat(cut, sizes)
            ends = np.array([one for at in cut.tolist() for one in cuts[int(place[at])]], np.int64)
            made.narrowed(row[which], slot[which], ends[:, 0], ends[:, 1])

    def _nearness(self, states: States, row: Array, whose: Array) -> Array:
        """How near those whom comparisons are about are to whom a state is about."""
        home = states.home[row]
        among = self._lacking(states)[row] & (self.slots.payee[home] == whose[:, None])
        far = np.where(among.any(axis=1), 2, 2 + (1 << 32)) + whose
        own = (whose == states.payee[row]) | (whose == HOUSEHOLD)
        return np.where(own, 0, far)

    def _cuts(
        self,
        states: States,
        left: LeftOpen,
        chosen: Array,
        row: Array,
        whose: Array,
        cuts: list[Parts],
        failed: Array,
    ) -> tuple[Array, Array]:
        """For some rows of a comparison which gap it cuts, and the place of its parts among all
        cuts: 0 where it cuts nothing.
        """
        slot, place = np.full(len(chosen), NO_SLOT), np.zeros(len(chosen), np.intp)
        cutting = self.cuttings.get(left.number)
        if cutting is None:
            return slot, place
        lacking = (self.slots.column[states.home[row]] >= 0).any(axis=1)
        if left.own is None:
            failed[row[lacking]] = True
            return slot, place
        fact = self.facts[cutting.column]
        of_household = fact.entity is Entity.HOUSEHOLD
        about = np.full(len(whose), HOUSEHOLD) if of_household else whose
        slot = self.slots.at(states.home[row], about, cutting.column)
        there = slot != NO_SLOT
        if left.other is not None:
            there &= np.equal(left.other[0][chosen], left.other[1][chosen]).astype(np.bool_)
        if cutting.other_too:
            failed[row[lacking & ~there]] = True
        at = np.flatnonzero(there)
        if not len(at):
            return slot, place
        other = np.zeros(len(at), np.int64) if left.other is None else left.other[0][chosen[at]]
        keys = [
            each.tolist()
            for each in (
                states.low[row[at], slot[at]],
                states.high[row[at], slot[at]],
                other,
                left.own[0][chosen[at]],
                left.own[1][chosen[at]],
            )
        ]
        for here, (low, high, than, *own) in zip(at.tolist(), zip(*keys, strict=True), strict=True):
            parts = self._parts(cutting, low, high, than, (own[0], own[1]))
            if parts is None:
                failed[row[here]] = True
            elif parts:
                place[here] = len(cuts)
                cuts.append(parts)
        return slot, place

    def _parts(
        self, cutting: Cutting, low: int, high: int, than: int, own: tuple[int, int]
    ) -> Parts | None:
        """The parts into which a comparison cuts a range; none where it cuts nothing off, None
        where they would end between two values that a case can have.
        """
        by, lowered = cutting.by, cutting.compared
        if by.count is None or by.op.orders:
            own = (0, 0)  # makes no difference
        key = lowered.number, low, high, than, own
        if key not in self.parts:
            fact = self.facts[cutting.column]
            scale = MONTHS_OF_A_FLOW if fact.flow else 1
            ends = Fraction(low, scale), Fraction(high, scale)
            at, op = self._limit(cutting, ends, Fraction(than, lowered.other_below), own)
            found = [] if at is None else parts_of(fact, *ends, at, op) or []
            scaled = [(Fraction(one) * scale, Fraction(two) * scale) for one, two in found]
            whole = all(end.denominator == 1 for part in scaled for end in part)
            self.parts[key] = tuple((int(a), int(b)) for a, b in scaled) if whole else None
        return self.parts[key]

    def _limit(
        self,
        cutting: Cutting,
        ends: tuple[Fraction, Fraction],
        than: Fraction,
        own: tuple[int, int],
    ) -> tuple[Number | None, Comparison]:
        """Where a comparison cuts a range, and how; None where it cuts nothing off."""
        by = cutting.by
        if isinstance(cutting.node, n.In):
            inside = [each for each in cutting.node.values if ends[0] <= each <= ends[1]]
            return (min(inside) if inside else None), by.op
        if by.count is None:
            return than, by.op
        fact, below = self.facts[cutting.column], cutting.compared.own_below
        counted = Fraction(own[0], below), Fraction(own[1], below)
        reach, count, month = (int(fact.low), int(fact.high)), by.count.of, self.month
        day = cut_at(partial(count, month), reach, counted, by.op, than)
        return day, Comparison.AT_LEAST


def _kept(facts: Sequence[Fact], end: Callable[[Fact], Number | None]) -> Array:
    """A value of each fact as cases keep it; 0 where there is none."""
    return np.array([each.kept(end(each) or 0) for each in facts], np.int64)
