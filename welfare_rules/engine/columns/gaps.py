"""The unknown facts of households, numbered within each, and sets of them as bits of one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import range_of
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD

Looked = tuple[Entity, int]
"""A fact that is looked at: whose it is, and its place in the vocabulary."""

NO_SLOT = -1
BITS = 62  # of a pattern; of more facts some have the same one
SMALL, LARGE = 7 - FIRST, 63 - FIRST
"""Gaps of a household whose sets fit 8 bits, and 64; sets of more are Python integers."""


def looked_at(facts: Iterable[Looked], vocabulary: Sequence[Fact]) -> frozenset[Looked]:
    """Those of some facts that may have more than one value."""
    return frozenset(each for each in facts if _moves(vocabulary[each[1]]))


def _moves(fact: Fact) -> bool:
    return fact.type.kind is Kind.BENEFITS or fact.reach[0] != fact.reach[1]


@dataclass(frozen=True, slots=True, eq=False)
class Lacking:
    """How many facts that are looked at are unknown of each household, and which: households that
    lack the same facts have the same `pattern`.
    """

    count: Array
    pattern: Array


def lacking_of(population: Population, facts: Iterable[Looked]) -> Lacking:
    """What is unknown of each household."""
    count, pattern = np.zeros(len(population), np.int32), np.zeros(len(population), np.int64)
    for number, (entity, place) in enumerate(sorted(facts)):
        unknown = population.column(entity, place).unknown
        if unknown is not None:
            rows = np.flatnonzero(unknown)
            if entity is Entity.MEMBER:
                rows = range_of(population.offsets, rows)
            np.add.at(count, rows, 1)
            pattern[rows] |= 1 << number % BITS
    return Lacking(count, pattern)


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """The unknown facts of some households that follow one another.

    `offsets` says where those of each household begin. Of each gap `home` is the household, `payee`
    the place of whom it is about, `column` the fact, `number` its bit in sets from `FIRST` on. The
    bits of a household's gaps follow one another; where sets are wide there is one for every fact,
    as `MissingFacts.facts` has them.
    """

    offsets: Array
    home: Array
    payee: Array
    column: Array
    number: Array
    sets: Mapping[Looked, Array]
    """For each fact that is unknown of somebody a set a row: of that gap, or of nothing."""

    @property
    def kind(self) -> np.dtype[np.generic]:
        """What sets are kept as."""
        return next((each.dtype for each in self.sets.values()), np.dtype(np.int8))


def bytes_each(facts: int) -> int:
    """How many bytes of a wide set each payee has, of so many facts in all."""
    return -(-facts // 8)


def gaps_of(population: Population, looked: Iterable[Looked], facts: int) -> Gaps:
    """The gaps of all households of a population, each in the order of those facts that are looked
    at, of so many in all.
    """
    found: list[tuple[Looked, Array, Array]] = []  # the fact, rows, households
    home = np.repeat(np.arange(len(population)), np.diff(population.offsets))
    for fact in sorted(looked):
        unknown = population.column(*fact).unknown
        if unknown is not None:
            rows = np.flatnonzero(unknown)
            found.append((fact, rows, home[rows] if fact[0] is Entity.MEMBER else rows))
    nobody = np.zeros(0, np.intp)
    homes = np.concatenate([nobody, *(each for _, _, each in found)])
    payees = np.concatenate([nobody, *(_payees(population, *each) for each in found)])
    columns = np.repeat([place for (_, place), _, _ in found], [len(rows) for _, rows, _ in found])
    columns = columns.astype(np.intp)
    order = np.argsort(homes, kind="stable")
    offsets = np.searchsorted(homes[order], np.arange(len(population) + 1))
    numbers = np.empty(len(order), np.intp)
    numbers[order] = np.arange(len(order)) - offsets[homes[order]]
    most = int(numbers.max(initial=0)) + 1
    if most > LARGE:
        numbers = (payees + 1) * 8 * bytes_each(facts) + columns
    sets: dict[Looked, Array] = {}
    done = 0
    for fact, rows, _ in found:
        own = numbers[done : done + len(rows)]
        done += len(rows)
        count = len(home) if fact[0] is Entity.MEMBER else len(population)
        made = np.zeros(count, _kind_of_sets(most))
        made[rows] = bits_of(own, most)
        sets[fact] = made
    return Gaps(offsets, homes[order], payees[order], columns[order], numbers[order], sets)


def _payees(population: Population, looked: Looked, rows: Array, homes: Array) -> Array:
    if looked[0] is Entity.HOUSEHOLD:
        return np.full(len(rows), HOUSEHOLD, np.intp)
    return rows - population.offsets[homes]


def _kind_of_sets(most: int) -> np.dtype[np.generic]:
    """The narrowest numbers for sets of so many gaps, and one bit more."""
    return np.dtype(np.int8 if most <= SMALL else np.int64 if most <= LARGE else np.object_)


def bits_of(numbers: Array, most: int) -> Array:
    """For each gap the set of it alone."""
    kind = _kind_of_sets(most)
    if kind == np.object_:
        return np.array([1 << FIRST + int(each) for each in numbers], np.object_)
    return np.left_shift(np.array(1 << FIRST, kind), numbers.astype(kind))


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """The gaps of households, a row a household: those of each stand in the first places.

    `rank` is their order by payee and fact; of a place without a gap `column` is -1.
    """

    payee: Array
    column: Array
    rank: Array

    def at(self, homes: Array, payee: Array, column: int) -> Array:
        """The place of a fact of some payees among the gaps of their households, or `NO_SLOT`."""
        found = (self.column[homes] == column) & (self.payee[homes] == payee[:, None])
        return np.where(found.any(axis=1), found.argmax(axis=1), NO_SLOT)


def slots_of(gaps: Gaps, households: int) -> Slots:
    """The gaps of each household in a row."""
    count = np.diff(gaps.offsets)
    width = int(count.max(initial=1))
    shape = households, max(1, width)
    payee, column, rank = np.full(shape, HOUSEHOLD), np.full(shape, -1), np.zeros(shape, np.int64)
    payee[gaps.home, gaps.number] = gaps.payee
    column[gaps.home, gaps.number] = gaps.column
    order = np.lexsort((gaps.column, gaps.payee, gaps.home))
    rank[gaps.home[order], gaps.number[order]] = (
        np.arange(len(order)) - gaps.offsets[gaps.home[order]]
    )
    return Slots(payee, column, rank)


def counts_of(sets: Array) -> Array:
    """How many gaps are in each set."""
    if sets.dtype == np.object_:
        return np.array([int(each).bit_count() for each in sets], np.intp)
    return np.bitwise_count(sets)
