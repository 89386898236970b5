"""Some households that follow one another: what printed code is given of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from welfare_rules.basics.once import Once
from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.gaps import LARGE, SMALL, Gaps, Lacking, Looked, Slots
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import Population, people_of
from welfare_rules.engine.columns.trials import Trials
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact

BLOCK = 16_384
"""Households worked out at once: so many that their columns stay in the cache of a processor."""
WIDE = 2 * BLOCK
"""The same where threads work beside one another: each operation is longer, so that they seldom
wait for the interpreter, which only one has at a time, and still in the cache of its processor.
"""

Given = Sequence[Any]
"""The arguments of printed code but for the days."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Households from `first` to `last` of a population. `households` and `members` are the rows of
    results that are theirs.
    """

    population: Population
    first: int
    last: int
    households: Array | slice
    members: Array | slice

    def __len__(self) -> int:
        return self.last - self.first

    def rows(self, entity: Entity) -> Array | slice:
        """The rows of results."""
        return self.members if entity is Entity.MEMBER else self.households

    def numbered(self, entity: Entity, rows: Array) -> Array:
        """Those rows of results that stand at some places of the block."""
        own = self.rows(entity)
        return rows + own.start if isinstance(own, slice) else own[rows]

    def part(self, entity: Entity) -> slice:
        """The rows of the population."""
        if entity is Entity.HOUSEHOLD:
            return slice(self.first, self.last)
        offsets = self.population.offsets
        return slice(int(offsets[self.first]), int(offsets[self.last]))

    def count(self, entity: Entity) -> int:
        """How many households, or members, there are."""
        part = self.part(entity)
        return part.stop - part.start

    @property
    def bounds(self) -> Array:
        """Where the members of each household begin in the block."""
        found = self.population.offsets[self.first : self.last + 1]
        return found - found[0]

    @property
    def home(self) -> Array:
        """The household of each member."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def alone(self) -> Population:
        """The block as a population."""
        some = self.population
        one, other = self.part(Entity.HOUSEHOLD), self.part(Entity.MEMBER)
        return Population(
            some.ids[one],
            some.member_ids[other],
            self.bounds,
            {place: each.at(one) for place, each in some.household.items()},
            {place: each.at(other) for place, each in some.members.items()},
            {benefit: each[other] for benefit, each in some.receiving.items()},
        )

    def plain(self, facts: Iterable[Looked]) -> Given:
        """For plain arithmetic: every fact as it stands."""
        columns: dict[Entity, dict[int, Any]] = {Entity.HOUSEHOLD: {}, Entity.MEMBER: {}}
        for entity, place in facts:
            column = self.population.column(entity, place)
            columns[entity][place] = column.values[self.part(entity)]
        people = self.part(Entity.MEMBER)
        paid = _paid(self.population, lambda recorded: recorded[people], people.stop - people.start)
        facts_, members = columns.values()
        return facts_, members, paid, self.home, self.bounds

    def bounded(self, looked: Iterable[Looked], facts: Sequence[Fact], gaps: Gaps) -> Given:
        """With bounds: what is unknown between the least and the most that it may be."""
        columns: dict[Entity, dict[int, Any]] = {Entity.HOUSEHOLD: {}, Entity.MEMBER: {}}
        for entity, place in looked:
            values = self.population.column(entity, place).values[self.part(entity)]
            missing = gaps.sets.get((entity, place))
            if missing is not None:
                unknown = np.not_equal(missing, 0).astype(np.bool_)
                low, high = (
                    np.where(unknown, np.array(facts[place].kept(end), values.dtype), values)
                    for end in facts[place].reach
                )
                values = low, high, missing
            columns[entity][place] = values
        people = self.part(Entity.MEMBER)
        plain = _paid(
            self.population, lambda recorded: recorded[people], people.stop - people.start
        )

        def paid(benefit: str, column: int) -> Any:
            recorded, missing = plain(benefit, column), gaps.sets.get((Entity.MEMBER, column))
            if missing is None:
                return recorded
            unknown = np.not_equal(missing, 0).astype(np.bool_)
            return recorded & ~unknown, recorded | unknown, missing

        return *columns.values(), paid, self.home, self.bounds


def tried(some: Population, homes: Array, gaps: Gaps, trials: Trials) -> tuple[Given, Array]:
    """For plain arithmetic over the rows of trials, and where the members of each begin."""
    chosen = homes[trials.home]
    first = some.offsets[:-1][chosen]
    sizes = np.diff(some.offsets)[chosen]
    begin = np.concatenate(([0], np.cumsum(sizes)))
    people = people_of(first, begin)
    row, gap, value = trials.filled
    order = np.argsort(gaps.column[gap], kind="stable")
    row, gap, value = row[order], gap[order], value[order]
    of = gaps.column[gap]

    def column(entity: Entity, place: int) -> Any:
        of_member = entity is Entity.MEMBER
        made = some.column(entity, place).values.take(people if of_member else chosen)
        part = slice(*np.searchsorted(of, [place, place + 1]))
        if part.start < part.stop:
            at = begin[row[part]] + gaps.payee[gap[part]] if of_member else row[part]
            made[at] = value[part]
        return made

    return _lazily(some, column, chosen, people, begin)


def filled(
    some: Population, homes: Array, slots: Slots, ends: tuple[Array, Array], kind: np.dtype[Any]
) -> tuple[Given, Array]:
    """With bounds, over rows of households: each gap between two ends, which are known of each; and
    where the members of each row begin.
    """
    first = some.offsets[:-1][homes]
    sizes = np.diff(some.offsets)[homes]
    begin = np.concatenate(([0], np.cumsum(sizes)))
    people = people_of(first, begin)
    payee, of = slots.payee[homes], slots.column[homes]

    def column(entity: Entity, place: int) -> Any:
        of_member = entity is Entity.MEMBER
        made: Any = some.column(entity, place).values.take(people if of_member else homes)
        row, slot = np.nonzero(of == place)
        if len(row):
            at = begin[row] + payee[row, slot] if of_member else row
            low, high = (each[row, slot] for each in ends)
            made[at] = low
            unknown = np.flatnonzero(low != high)
            if len(unknown):
                most, missing = made.copy(), np.zeros(len(made), kind)
                most[at] = high
                missing[at[unknown]] = np.left_shift(
                    np.array(1 << FIRST, kind), slot[unknown].astype(kind)
                )
                made = made, most, missing
        return made

    return _lazily(some, column, homes, people, begin)


def _lazily(
    some: Population,
    column: Callable[[Entity, int], Any],
    homes: Array,
    people: Array,
    begin: Array,
) -> tuple[Given, Array]:
    """What is given of rows of households, with columns that are made when they are looked at."""
    paid = _paid(some, lambda recorded: recorded.take(people), len(people))
    home = np.repeat(np.arange(len(homes)), np.diff(begin))
    facts_, members = (
        Once(partial(column, entity)) for entity in (Entity.HOUSEHOLD, Entity.MEMBER)
    )
    return (facts_, members, paid, home, begin), begin


def _paid(
    population: Population, chosen: Callable[[Array], Array], count: int
) -> Callable[[str, int], Array]:
    """Whether each member of some rows is recorded as being paid a benefit."""

    def paid(benefit: str, _: int) -> Array:
        recorded = population.receiving.get(benefit)
        return np.zeros(count, np.bool_) if recorded is None else chosen(recorded)

    return paid


def blocks_of(
    population: Population,
    rows: Array | None = None,
    offsets: Array | None = None,
    threads: int = 1,
) -> list[Block]:
    """A population in blocks; with `rows` it is some of a larger one, whose members begin where
    `offsets` says.
    """
    size = BLOCK if threads == 1 else min(WIDE, max(BLOCK, -(-len(population) // (2 * threads))))
    people = None
    if rows is not None and offsets is not None:
        people = people_of(offsets[rows], population.offsets)
    made: list[Block] = []
    for first in range(0, len(population), size):
        last = min(first + size, len(population))
        households = slice(first, last)
        members = slice(*population.offsets[[first, last]].tolist())
        made.append(
            Block(
                population,
                first,
                last,
                households if rows is None else rows[households],
                members if people is None else people[members],
            )
        )
    return made


def groups_of(chosen: Array, lacking: Lacking) -> Iterator[Array]:
    """The rows of chosen households, those together whose sets of gaps are equally wide; those that
    lack the same facts follow one another, so that in a block few facts are unknown of anybody.
    """
    for least, most in ((0, SMALL), (SMALL + 1, LARGE), (LARGE + 1, None)):
        some = chosen & (lacking.count >= least)
        rows = np.flatnonzero(some if most is None else some & (lacking.count <= most))
        if len(rows):
            yield rows[np.lexsort((lacking.pattern[rows], lacking.count[rows]))]
