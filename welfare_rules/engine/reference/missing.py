"""Facts that are missing or presumed, named only when they are looked at.

In a large household of whom little is known every outcome lacks thousands of facts. Kept by name
for each payee they would fill the memory, and written out nobody could read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast, overload

from welfare_rules.engine.reference.values import BitLayout, bits_set
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program

MOST_TOLD = 50
"""As many facts as an answer names of one benefit and payee. Of more, a fact that all members lack
is told once as `members[*].wage`, and of the others the first ones of the case.
"""


class Naming:
    """The names of the facts of one case, and what is found while they are looked up."""

    __slots__ = ("_everybody", "_rows", "_told", "_whole", "case", "layout")

    def __init__(self, layout: BitLayout, case: Case) -> None:
        self.layout = layout
        self.case = case
        self._rows: dict[tuple[int, int], tuple[str, ...]] = {}  # many sets have the same
        self._told: dict[tuple[int, int], tuple[str, ...]] = {}
        self._everybody: dict[int, tuple[int, tuple[str, ...]]] = {}  # by their columns
        self._whole = 0  # the first fact of every member

    def names(self, bits: int) -> list[str]:
        """The facts of a set by their paths, in the order of the case."""
        found: list[str] = []
        for payee, row in self.layout.rows(bits):
            found.extend(self._of_one(payee, int.from_bytes(row, "little")))
        return found

    def _of_one(self, payee: int, row: int) -> tuple[str, ...]:
        """The facts of one payee by their paths, by the bits of their columns."""
        names = self._rows.get((payee, row))
        if names is None:
            names = tuple([self._path(payee, column) for column in bits_set(row)])
            self._rows[payee, row] = names
        return names

    def told(self, bits: int, most: int) -> tuple[str, ...]:
        """At most so many of them, in the order of their names."""
        found = self._told.get((bits, most))
        if found is None:
            found = self._told[bits, most] = self._chosen(bits, most)
        return found

    def _chosen(self, bits: int, most: int) -> tuple[str, ...]:
        if self.layout.count_facts(bits) <= most:
            return tuple(sorted(self.names(bits)))
        everybodys, names = self._of_everybody(bits)
        found = list(names)
        rest = self.layout.only_facts(bits) ^ everybodys
        while rest and len(found) < most:
            payee, _ = self.layout.place_of(rest & -rest)
            row = self.layout.row(rest, payee)
            found.extend(self._of_one(payee, row))
            rest ^= row * self.layout.fact(payee, 0)
        return tuple(sorted(found[:most]))

    def _of_everybody(self, bits: int) -> tuple[int, tuple[str, ...]]:
        """Of a set the facts that it has of all members, and their names; of one or two members
        none, who are named themselves.
        """
        last = len(self.case.members) - 1
        if last < 2:
            return 0, ()
        columns = self.layout.row(bits, 0) & self.layout.row(bits, last)
        found = self._all_of(columns)
        if bits & found[0] != found[0]:  # somebody between has not all that the ends have
            for payee in range(1, last):
                columns &= self.layout.row(bits, payee)
            found = self._all_of(columns)
        return found

    def _all_of(self, columns: int) -> tuple[int, tuple[str, ...]]:
        """Some facts, at most as many as are told, of all members."""
        found = self._everybody.get(columns)
        if found is None:
            told, layout = bits_set(columns)[:MOST_TOLD], self.layout
            row = sum(1 << column for column in told)
            people = range(len(self.case.members))
            self._whole = self._whole or sum(layout.fact(payee, 0) for payee in people)
            everybodys = row * self._whole
            names = tuple(f"members[*].{layout.facts[column].id}" for column in told)
            found = self._everybody[columns] = everybodys, names
        return found

    def _path(self, payee: int, column: int) -> str:
        return self.case.path(payee, self.layout.facts[column].id)


class MissingFacts(Sequence[str]):
    """Facts of a case by their paths, `members[p1].wage`, in order; equal to a tuple of them."""

    __slots__ = ("_naming", "_told", "bits")

    def __init__(self, naming: Naming, bits: int) -> None:
        self._naming = naming
        self._told: tuple[str, ...] | None = None
        self.bits = bits

    @classmethod
    def of(cls, program: Program, case: Case, places: Iterable[tuple[int, int]]) -> MissingFacts:
        """Facts by payee and column."""
        return cls.none(BitLayout(program), case).plus(places)

    @classmethod
    def none(cls, layout: BitLayout, case: Case) -> MissingFacts:
        """No fact of a case, by the layout of its program."""
        return cls(Naming(layout, case), 0)

    @classmethod
    def named(cls, program: Program, case: Case, paths: Sequence[str]) -> MissingFacts:
        """Facts by their paths, each of which is one of the case."""
        places = {
            case.path(payee, fact.id): (payee, fact.column)
            for fact in program.facts
            for payee in (case.payees(fact.entity) if paths else ())
        }
        return cls.of(program, case, [places[each] for each in paths])

    def plus(self, places: Iterable[tuple[int, int]]) -> MissingFacts:
        """With more facts, by payee and column."""
        bits = self.bits
        for payee, column in places:
            bits |= self._naming.layout.fact(payee, column)
        return MissingFacts(self._naming, bits)

    def with_facts(self, facts: int) -> MissingFacts:
        """With a set of more facts, as `facts` has it."""
        return MissingFacts(self._naming, self.bits | facts << self._naming.layout.first_fact)

    @property
    def facts(self) -> int:
        """The facts as bits, without what else a set may have: whole bytes for the household and
        for each member, a bit a fact.
        """
        return self.bits >> self._naming.layout.first_fact

    def exchanged(self, one: int, other: int) -> MissingFacts:
        """The same with two members in each other's place."""
        bits = self._naming.layout.exchanged(self.bits, one, other)
        return MissingFacts(self._naming, bits)

    def under(self, case: Case, namings: dict[BitLayout, Naming]) -> MissingFacts:
        """The same facts of the same case under other names; `namings` are what these are looked
        up in, and are added to.
        """
        layout = self._naming.layout
        naming = namings.get(layout)
        if naming is None:
            naming = namings[layout] = Naming(layout, case)
        return MissingFacts(naming, self.bits)

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(sorted(self._naming.names(self.bits)))

    @property
    def told(self) -> tuple[str, ...]:
        """Those that an answer names."""
        if self._told is None:
            self._told = self.at_most(MOST_TOLD)
        return self._told

    def at_most(self, most: int) -> tuple[str, ...]:
        """So many of them: what all members lack by one name, then the first of the case."""
        return self._naming.told(self.bits, most) if self.bits else ()

    def __len__(self) -> int:
        return self._naming.layout.count_facts(self.bits)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self.names[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, MissingFacts) and other._naming is self._naming:
            return self.bits == other.bits
        return isinstance(other, (tuple, MissingFacts)) and self.names == tuple(
            cast(Sequence[str], other)
        )

    def __hash__(self) -> int:
        return hash(self.names)

    def __repr__(self) -> str:
        return repr(self.names)
