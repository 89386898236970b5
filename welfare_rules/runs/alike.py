"""Households of which much is unknown and that are alike: what is decided of one holds for all.

Of a register that says next to nothing of anybody hardly two households are different.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from welfare_rules.engine.columns.gaps import LARGE
from welfare_rules.engine.columns.kinds import Array, mixed
from welfare_rules.engine.columns.population import UNKNOWN, Column, Population, people_of
from welfare_rules.engine.columns.ranges import ragged, sums_of
from welfare_rules.language.types import Entity
from welfare_rules.tables.places import Places

STRANGE = "]*"
"""Signs of an id by which the order of the paths of a household's facts may not be that of ids."""


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """A few households that stand for all: `homes` says for each household, and `people` for each
    member, in whose row of the few it is decided.
    """

    few: Population
    homes: Array
    people: Array

    def of(self, entity: Entity) -> Array:
        """The rows of the few in which each household, or each member, is decided."""
        return self.people if entity is Entity.MEMBER else self.homes


def alike_of(population: Population) -> Alike | None:
    """The households of a population of which one is decided for all that are alike; None where
    no two are.
    """
    numbers = numbers_of(population)
    chosen = np.flatnonzero(numbers)
    first = np.arange(len(population))
    first[chosen] = chosen[Places.of(numbers[chosen]).same]
    again = np.flatnonzero(first != np.arange(len(population)))
    again = again[_same(population, again, first[again])]
    if not len(again):
        return None
    homes = np.arange(len(population))
    kept = np.ones(len(population), np.bool_)
    homes[again], kept[again] = first[again], False
    rows = np.flatnonzero(kept)
    homes = np.searchsorted(rows, homes)
    few = population.of(rows)
    people = people_of(few.offsets[:-1][homes], population.offsets)
    return Alike(few, homes, people)


def numbers_of(population: Population) -> Array:
    """A number for each household, which is the same of those that are alike and of few others; 0
    for one of which little is unknown, or that has strange ids.
    """
    made = np.zeros(len(population), np.uint64)
    chosen = np.flatnonzero(_unknown(population) > LARGE)
    if len(chosen) < 2:
        return made
    begin, home, people = _members(population, chosen)
    numbers = np.arange(len(people)).astype(np.uint64) - begin[home].astype(np.uint64)
    for each in _of_members(population):
        numbers = _mixed(numbers, each.at(people))
    of_homes = sums_of(numbers, begin)
    for each in population.household.values():
        of_homes = _mixed(of_homes, each.at(chosen))
    of_homes = _mixed(of_homes, Column(np.diff(begin)))
    names = population.names(people)
    strange = np.array([any(sign in each for sign in STRANGE) for each in names], np.int64)
    made[chosen] = np.where(sums_of(strange, begin) > 0, 0, of_homes | np.uint64(1))
    return made


def _same(population: Population, homes: Array, others: Array) -> Array:
    """Whether of some households the same is said as of as many others."""
    sizes = np.diff(population.offsets)
    same = sizes[homes] == sizes[others]
    for each in population.household.values():
        same &= _alike(each.at(homes), each.at(others))
    homes, others = homes[same], others[same]
    begin, _, left = _members(population, homes)
    *_, right = _members(population, others)
    differ = np.zeros(len(left), np.int64)
    for each in _of_members(population):
        differ |= ~_alike(each.at(left), each.at(right))
    same[np.flatnonzero(same)] = sums_of(differ, begin) == 0
    return same


def _members(population: Population, homes: Array) -> tuple[Array, Array, Array]:
    """The members of some households: where those of each begin, whose each is, and his row."""
    return ragged(population.offsets[homes], np.diff(population.offsets)[homes])


def _of_members(population: Population) -> list[Column]:
    """All that is said of members."""
    return [*population.members.values(), *map(Column, population.receiving.values())]


def _unknown(population: Population) -> Array:
    """How many facts of each household are unknown."""
    of_members = np.zeros(int(population.offsets[-1]), np.int64)
    of_homes = np.zeros(len(population), np.int64)
    for columns, counts in ((population.members, of_members), (population.household, of_homes)):
        for each in columns.values():
            if each.gaps is not None:
                counts += each.gaps >= UNKNOWN
    return of_homes + sums_of(of_members, population.offsets)


def _mixed(numbers: Array, column: Column) -> Array:
    """Numbers with what a column says."""
    keys = [numbers]
    if column.values.dtype != np.object_:
        unknown = column.unknown
        keys.append(column.values if unknown is None else np.where(unknown, 0, column.values))
    if column.gaps is not None:
        keys.append(column.gaps)
    return mixed(keys)


def _alike(one: Column, other: Column) -> Array:
    """The rows in which two columns say the same."""
    same = np.equal(one.values, other.values).astype(np.bool_)
    if one.gaps is None or other.gaps is None:
        return same
    return (one.gaps == other.gaps) & (same | (one.gaps >= UNKNOWN))
