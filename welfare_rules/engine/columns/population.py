"""The facts of many households in columns: exact whole numbers, as a `Case` keeps them.

The members of all households stand in one list, household after household.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from welfare_rules.engine.columns.kinds import Array, Kind, dtype_of, kind_of
from welfare_rules.engine.integer.lowering import MOST_MEMBERS
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Values
from welfare_rules.program.program import Program

KNOWN, PRESUMED, UNKNOWN, SAID_UNKNOWN = range(4)
"""How a value is known: said, presumed since nothing was said, not known, or said to be unknown."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One fact of every household, or of every member.

    `gaps` says of each row how the value is known (`KNOWN` …); None where all are said. What stands
    in `values` where a fact is unknown is any value within its bounds.
    """

    values: Array
    gaps: Array | None = None

    @property
    def unknown(self) -> Array | None:
        """The rows of which the fact is unknown; None where it is known of all."""
        if self.gaps is None:
            return None
        found = self.gaps >= UNKNOWN
        return found if found.any() else None

    def at(self, rows: Array | slice) -> Column:
        """The column of some rows."""
        return Column(self.values[rows], None if self.gaps is None else self.gaps[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Many households. `offsets` says where the members of each begin, and where the last end.

    `household` and `members` are columns by the places of facts in the vocabulary; `receiving` says
    for a benefit which members are recorded as being paid it, none where it is not named.
    """

    ids: Sequence[str]
    member_ids: Sequence[str]
    offsets: Array
    household: Mapping[int, Column]
    members: Mapping[int, Column]
    receiving: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def column(self, entity: Entity, place: int) -> Column:
        """The column of a fact."""
        return (self.members if entity is Entity.MEMBER else self.household)[place]

    def of(self, rows: Array) -> Population:
        """Some of the households, in the order of their rows."""
        every = [(Entity.HOUSEHOLD, place) for place in self.household]
        made, people = self._of(rows, [*every, *((Entity.MEMBER, each) for each in self.members)])
        return replace(made, ids=_at(self.ids, rows), member_ids=_at(self.member_ids, people))

    def facts_of(self, rows: Array, looked: Iterable[tuple[Entity, int]]) -> Population:
        """The same of some facts alone, without ids."""
        return self._of(rows, looked)[0]

    def _of(self, rows: Array, looked: Iterable[tuple[Entity, int]]) -> tuple[Population, Array]:
        first, last = self.offsets[rows], self.offsets[rows + 1]
        offsets = np.concatenate(([0], np.cumsum(last - first)))
        people = people_of(first, offsets)
        columns: tuple[dict[int, Column], dict[int, Column]] = ({}, {})
        for entity, place in looked:
            of_member = entity is Entity.MEMBER
            columns[of_member][place] = self.column(entity, place).at(people if of_member else rows)
        received = {benefit: each[people] for benefit, each in self.receiving.items()}
        return Population((), (), offsets, *columns, received), people

    def names(self, people: Array) -> list[str]:
        """The ids of some members."""
        return [*_at(self.member_ids, people)]

    def case(self, row: int, facts: Sequence[Fact]) -> Case:
        """One household as a case."""
        first, last = int(self.offsets[row]), int(self.offsets[row + 1])
        presumed: set[tuple[int, int]] = set()
        unknown: set[str] = set()
        said: set[tuple[int, int]] = set()

        def values(columns: Mapping[int, Column], at: int, payee: int) -> Values:
            made: list[int | None] = [None] * len(facts)
            for place, column in columns.items():
                gap = KNOWN if column.gaps is None else int(column.gaps[at])
                if gap < UNKNOWN:
                    made[place] = column.values[at : at + 1].tolist()[0]
                else:
                    unknown.add(facts[place].id)
                if gap == PRESUMED:
                    presumed.add((payee, place))
                elif gap == SAID_UNKNOWN:
                    said.add((payee, place))
            return tuple(made)

        household = values(self.household, row, HOUSEHOLD)
        members = tuple(values(self.members, at, at - first) for at in range(first, last))
        receiving = tuple(
            frozenset(benefit for benefit, paid in self.receiving.items() if paid[at])
            for at in range(first, last)
        )
        gaps = frozenset(presumed), frozenset(unknown), frozenset(said)
        return Case(
            self.ids[row], household, tuple(self.member_ids[first:last]), members, receiving, *gaps
        )


def _at(ids: Sequence[str], rows: Array) -> Sequence[str]:
    """The ids of some rows; what keeps them otherwise than one by one tells them all at once."""
    at = getattr(ids, "at", None)
    return [*map(ids.__getitem__, rows.tolist())] if at is None else at(rows)


def people_of(first: Array, offsets: Array) -> Array:
    """The places of the members of some households, the first of whom stands where `first` says;
    `offsets` are their own.
    """
    sizes: Array = np.diff(offsets)
    places: Array = np.arange(int(offsets[-1]))
    return places + np.repeat(first - offsets[:-1], sizes)


def joined_populations(one: Population, other: Population) -> Population:
    """The households of one population and then those of another."""

    def both(left: Mapping[int, Column], right: Mapping[int, Column]) -> dict[int, Column]:
        return {place: _joined(each, right[place]) for place, each in left.items()}

    def received(name: str) -> Array:
        parts = ((each.receiving.get(name), len(each.member_ids)) for each in (one, other))
        return np.concatenate(
            [np.zeros(count, np.bool_) if paid is None else paid for paid, count in parts]
        )

    return Population(
        [*one.ids, *other.ids],
        [*one.member_ids, *other.member_ids],
        np.concatenate((one.offsets, other.offsets[1:] + one.offsets[-1])),
        both(one.household, other.household),
        both(one.members, other.members),
        {name: received(name) for name in {*one.receiving, *other.receiving}},
    )


def _joined(one: Column, other: Column) -> Column:
    values = np.concatenate((one.values, other.values))
    if one.gaps is None and other.gaps is None:
        return Column(values)
    gaps = [
        np.zeros(len(each.values), np.uint8) if each.gaps is None else each.gaps
        for each in (one, other)
    ]
    return Column(values, np.concatenate(gaps))


def population_of(
    program: Program,
    ids: Sequence[str],
    member_ids: Sequence[str],
    offsets: Array,
    household: Mapping[int, Column],
    members: Mapping[int, Column],
    receiving: Mapping[str, Array],
) -> Population:
    """A population for a program: every fact has a column, of the kind that its bounds need.

    A fact without a column is unknown of everybody. Raises ValueError where columns differ in
    length, a value lies beyond the bounds of its fact, or a household has too many members.
    """
    sizes = np.diff(offsets)
    if len(ids) != len(sizes) or offsets[0] != 0 or offsets[-1] != len(member_ids):
        raise ValueError("offsets begin with 0 and end with the number of members")
    if len(sizes) and (sizes.min() < 0 or sizes.max() > MOST_MEMBERS):
        raise ValueError(f"a household has at most {MOST_MEMBERS} members")
    made: tuple[dict[int, Column], dict[int, Column]] = ({}, {})
    for fact in program.facts:
        of_member = fact.entity is Entity.MEMBER
        given = (members if of_member else household).get(fact.column)
        rows = len(member_ids) if of_member else len(ids)
        made[of_member][fact.column] = _fitted(fact, given, rows)
    if any(len(each) != len(member_ids) for each in receiving.values()):
        raise ValueError("what is recorded as paid has a row for each member")
    paid = {benefit: each.astype(np.bool_) for benefit, each in receiving.items()}
    return Population(ids, member_ids, offsets.astype(np.intp), *made, paid)


def kind_of_fact(fact: Fact) -> Kind:
    """The kind of array that holds every value that a case may have of a fact."""
    low, high = fact.reach
    return "truth" if fact.type == BOOL else kind_of(fact.kept(low), fact.kept(high))


def _fitted(fact: Fact, given: Column | None, rows: int) -> Column:
    """A column in the kind of its fact, proved to lie within its bounds where it is known."""
    dtype = dtype_of(kind_of_fact(fact))
    low, high = (fact.kept(each) for each in fact.reach)
    if given is None:
        return Column(np.full(rows, low, dtype), np.full(rows, UNKNOWN, np.uint8))
    if len(given.values) != rows or (given.gaps is not None and len(given.gaps) != rows):
        raise ValueError(f"{fact.id}: {len(given.values)} values for {rows} rows")
    values, unknown = given.values, given.unknown
    if unknown is not None:
        values = np.where(unknown, np.array(low, values.dtype), values)
    if rows and not (low <= values.min() and values.max() <= high):
        raise ValueError(f"{fact.id}: a value beyond its bounds, {low} to {high}")
    return Column(values.astype(dtype, copy=False), given.gaps)


def population_of_cases(program: Program, cases: Iterable[Case]) -> Population:
    """The population of cases that were read for the vocabulary of a program."""
    found = list(cases)
    people = [row for case in found for row in case.members]
    paid = [each for case in found for each in case.receiving]
    sizes = [len(case.members) for case in found]
    offsets = np.concatenate(([0], np.cumsum(np.array(sizes, np.intp)))).astype(np.intp)
    gaps = _gaps(program, found, offsets)
    columns: tuple[dict[int, Column], dict[int, Column]] = ({}, {})
    for fact in program.facts:
        of_member = fact.entity is Entity.MEMBER
        rows = people if of_member else [case.household for case in found]
        columns[of_member][fact.column] = _column(fact, rows, gaps.get(fact.column, {}))
    return Population(
        [case.id for case in found],
        [each for case in found for each in case.member_ids],
        offsets,
        *columns,
        {
            benefit: np.array([benefit in each for each in paid], np.bool_)
            for benefit in set[str]().union(*paid)
        },
    )


def _gaps(
    program: Program, cases: Sequence[Case], offsets: Array
) -> Mapping[int, Mapping[int, int]]:
    """By column and row, what is presumed and what is said to be unknown."""
    found: dict[int, dict[int, int]] = {}
    for row, case in enumerate(cases):
        for places, how in ((case.presumed, PRESUMED), (case.said_unknown, SAID_UNKNOWN)):
            for payee, column in places:
                at = row if payee == HOUSEHOLD else int(offsets[row]) + payee
                found.setdefault(column, {})[at] = how
    return found


def _column(fact: Fact, rows: Sequence[Values], gaps: Mapping[int, int]) -> Column:
    place, low = fact.column, fact.kept(fact.reach[0])
    given = [row[place] for row in rows]
    values = np.array([low if each is None else each for each in given], _dtype(fact))
    if not gaps and None not in given:
        return Column(values)
    marks = np.array([UNKNOWN if each is None else KNOWN for each in given], np.uint8)
    for row, how in gaps.items():
        marks[row] = how
    return Column(values, marks)


def _dtype(fact: Fact) -> np.dtype[np.generic]:
    return dtype_of(kind_of_fact(fact))
