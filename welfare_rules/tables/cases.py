"""The rows of two tables as cases, household after household, and the address of all that is wrong.

What a fact may be is the case reader's to say: a row becomes what a case file would have, and is
read by it. A household of which any row is wrong is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from welfare_rules.facts.doubts import OnlyOne, doubts, values_of_one
from welfare_rules.facts.forms import IDENTITY
from welfare_rules.facts.labels import MEMBERS, Labels
from welfare_rules.findings import CaseError, Finding, TableError, errors_of, finding
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.program.case import Case
from welfare_rules.tables.gathering import Home, gathered
from welfare_rules.tables.headings import Headings, headings_of
from welfare_rules.tables.mapping import Mapped, TableMap
from welfare_rules.tables.rows import Row, Rows, shown
from welfare_rules.tables.table import Spotted, Table

ReadCase = Callable[[Mapping[str, Any]], Case]
_NO_ID = "-"  # what has none, and is refused, is read with this
_MEMBER = re.compile(r"members\[([0-9]+)\]\.?(.*)")


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household of a table: its row, its id and town, and its case, None where it is refused.

    `people` counts its rows in the table of members.
    """

    row: int
    id: str
    town: str
    people: int
    case: Case | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The tables of households and members with their headings; `spotted` takes what is wrong.

    `only_one` are the values that one member of each household has.
    """

    only_one: tuple[OnlyOne, ...]
    labels: Labels
    mapped: Mapped
    households: Table
    members: Table | None
    head: Headings
    member_head: Headings
    spotted: Callable[[Table, Spotted], None]

    def rows(self, read: ReadCase, parts: int = 1) -> Iterator[HouseholdRow]:
        """The households in their order, gathered in so many parts.

        Raises TableError for what no row can make good.
        """
        homes = self._read(self.households, self.head, self.mapped.households, Entity.HOUSEHOLD)
        people: Iterable[Row] = ()
        if self.members is not None:
            people = self._read(self.members, self.member_head, self.mapped.members, Entity.MEMBER)
        for each in gathered(homes, people, self._no_household, parts):
            yield self._household(each, read)

    def _read(
        self, table: Table, head: Headings, mapping: TableMap, entity: Entity
    ) -> Iterable[Row]:
        return Rows(table, head, mapping, entity, self.labels, self.spotted)

    def _household(self, home: Home, read: ReadCase) -> HouseholdRow:
        row, own = home.row, home.people
        made = HouseholdRow(row.row, row.id, row.town, len(own), None)
        if home.again:
            self._repeated(row)
            return made
        bad = row.bad or any(each.bad for each in own)
        facts = {IDENTITY: row.id or _NO_ID, **row.facts}
        facts[MEMBERS] = [
            {IDENTITY: each.id or f"{_NO_ID}{place}", **each.facts}
            for place, each in enumerate(own)
        ]
        try:
            case = read(facts)
        except CaseError as error:
            for each in error.findings:
                self._place(each, row, own)
            return made
        if bad:
            return made
        for each in doubts(self.only_one, case):
            self._place(each, row, own)
        return replace(made, case=case)

    def _repeated(self, row: Row) -> None:
        """Tells that a household is named twice: whose members are whose, nobody knows."""
        column = self.head.of("id")
        if column is not None and not row.bad:
            told = finding("WR445", self.households.place(row.row, column.place), got=shown(row.id))
            self.spotted(self.households, Spotted(told, row.row, column.head))

    def _no_household(self, people: Iterable[Row]) -> None:
        """Tells of members whose household is not there."""
        column = self.member_head.of("household")
        if self.members is None or column is None:
            return
        for each in people:
            if not each.bad:
                at = self.members.place(each.row, column.place)
                told = finding("WR446", at, got=shown(each.household))
                self.spotted(self.members, Spotted(told, each.row, column.head))

    def _place(self, each: Finding, row: Row, own: Sequence[Row]) -> None:
        """A finding of a case, at the cell or row that it is about."""
        match = _MEMBER.fullmatch(each.place.path)
        table, head, at = self.households, self.head, row
        path = each.place.path
        if match is not None and self.members is not None:
            table, head, at = self.members, self.member_head, own[int(match[1])]
            path = match[2]
        column = next((one for one in head.columns if path in (one.fact, one.role)), None)
        where = table.place_of_row(at.row)
        if column is not None:
            where = table.place(at.row, column.place)
        details = tuple(
            (name, shown(value) if isinstance(value, str) else value)
            for name, value in each.details
        )
        told = replace(each, place=where, details=details)
        self.spotted(table, Spotted(told, at.row, "" if column is None else column.head))


def pair_of(
    law: Law,
    labels: Labels,
    mapped: Mapped,
    households: Table,
    members: Table | None,
    spotted: Callable[[Table, Spotted], None],
) -> Pair:
    """The two tables with the meaning of their headings.

    Raises TableError with everything that is wrong with the headings.
    """
    head, found = headings_of(households, Entity.HOUSEHOLD, law, labels, mapped.households)
    member_head = Headings(())
    if members is not None:
        member_head, more = headings_of(members, Entity.MEMBER, law, labels, mapped.members)
        found = (*found, *more)
    if errors_of(found):
        raise TableError(found)
    for table in filter(None, (households, members)):
        for each in table.told:
            spotted(table, each)
    head, member_head = _unknown_last(head), _unknown_last(member_head)
    return Pair(values_of_one(law), labels, mapped, households, members, head, member_head, spotted)


def _unknown_last(head: Headings) -> Headings:
    """The column `unknown` behind those of facts, which it must not contradict."""
    return Headings(tuple(sorted(head.columns, key=lambda each: each.role == "unknown")))
