"""The rows of two tables as cases, household after household, and the address of all that is wrong.

What a fact may be is the case reader's to say: a row becomes what a case file would have, and is
read by it. A household of which any row is wrong is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from welfare_rules.basics.days import NoSuchDay, day_of_text
from welfare_rules.facts.doubts import doubts
from welfare_rules.facts.forms import IDENTITY
from welfare_rules.facts.labels import MEMBERS, Labels
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.findings import (
    CaseError,
    Finding,
    Place,
    TableError,
    errors_of,
    finding,
    nearest,
)
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.program.case import Case
from welfare_rules.tables.cells import NotRead
from welfare_rules.tables.headings import Heading, Headings, headings_of
from welfare_rules.tables.mapping import Mapped, TableMap
from welfare_rules.tables.table import Spotted, Table

ReadCase = Callable[[Mapping[str, Any]], Case]
SUMS = frozenset({"合计", "总计", "小计", "共计", "总和", "total", "sum"})
_IDENTITY_NUMBER = re.compile(
    r"[1-9][0-9]{5}((?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9])[0-9]{3}[0-9Xx]"
)
_OLD_NUMBER = re.compile(r"[1-9][0-9]{5}([0-9]{2}[01][0-9][0-3][0-9])[0-9]{3}")
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
    """The tables of households and members with their headings; `spotted` takes what is wrong."""

    law: Law
    labels: Labels
    mapped: Mapped
    households: Table
    members: Table | None
    head: Headings
    member_head: Headings
    spotted: Callable[[Table, Spotted], None]

    def rows(self, read: ReadCase) -> Iterator[HouseholdRow]:
        """The households in their order. Raises TableError for what no row can make good."""
        people = self._people()
        again = self._repeated()
        known: set[str] = set()
        for each in _Rows(self, self.households, self.head, self.mapped.households):
            known.add(each.id)
            own = people.get(each.id, [])
            if each.id in again:
                at = self.households.place(each.row, self._id_place)
                self._spot(each.row, finding("WR445", at, got=each.id), self._id_head)
                each.bad = True
            yield self._household(each, own, read)
        for name, own in people.items():
            if name not in known and self.members is not None:
                for one in own:
                    self._no_household(one)

    def _household(self, row: _Row, own: Sequence[_Row], read: ReadCase) -> HouseholdRow:
        made = HouseholdRow(row.row, row.id, row.town, len(own), None)
        if row.bad or any(each.bad for each in own):
            return made
        facts = {IDENTITY: row.id, **row.facts}
        facts[MEMBERS] = [{IDENTITY: each.id, **each.facts} for each in own]
        try:
            case = read(facts)
        except CaseError as error:
            for each in error.findings:
                self._place(each, row, own)
            return made
        for each in doubts(self.law, case):
            self._place(each, row, own)
        return replace(made, case=case)

    def _people(self) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        if self.members is not None:
            for each in _Rows(self, self.members, self.member_head, self.mapped.members):
                found.setdefault(each.household, []).append(each)
        return found

    def _repeated(self) -> frozenset[str]:
        """The ids of more than one household: whose members are whose, nobody knows."""
        seen: set[str] = set()
        again: set[str] = set()
        column = self.head.of("id")
        assert column is not None, "headings without an id are refused"
        for batch in self.households.batches():
            for cell in batch.columns[column.place]:
                name = column.told(cell)
                if isinstance(name, str):
                    (again if name in seen else seen).add(name)
        return frozenset(again)

    @property
    def _id_place(self) -> int:
        column = self.head.of("id")
        return 0 if column is None else column.place

    @property
    def _id_head(self) -> str:
        return self.head.head_of("id")

    def _no_household(self, row: _Row) -> None:
        column = self.member_head.of("household")
        if self.members is None or column is None or row.bad:
            return
        at = self.members.place(row.row, column.place)
        told = finding("WR446", at, got=row.household)
        self.spotted(self.members, Spotted(told, row.row, column.head))

    def _spot(self, row: int, told: Finding, head: str = "") -> None:
        self.spotted(self.households, Spotted(told, row, head))

    def _place(self, each: Finding, row: _Row, own: Sequence[_Row]) -> None:
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
        told = replace(each, place=where)
        self.spotted(table, Spotted(told, at.row, "" if column is None else column.head))


@dataclass(slots=True)
class _Row:
    """One row as it was read: what a case would have, and whether anything in it is wrong."""

    row: int
    id: str = ""
    household: str = ""
    town: str = ""
    bad: bool = False
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class _Rows:
    """The rows of a table as what a case would have. Texts that come again are read once."""

    pair: Pair
    table: Table
    head: Headings
    mapping: TableMap
    memory: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])

    def __iter__(self) -> Iterator[_Row]:
        columns = self.head.columns
        first = columns[0].place if columns else 0
        for batch in self.table.batches():
            told = [self._told(each, batch.columns[each.place]) for each in columns]
            begins = batch.columns[first]
            for place, values in enumerate(zip(*told, strict=True)):
                row = _Row(batch.rows[place])
                if self._is_sum(begins[place], row):
                    continue
                for column, value in zip(columns, values, strict=True):
                    if value is not None:
                        self._put(row, column, value)
                self._needed(row)
                yield row

    def _told(self, column: Heading, cells: Sequence[object]) -> list[Any]:
        known, told = self.memory.setdefault(column.place, {}), column.told
        made: list[Any] = []
        for cell in cells:
            if type(cell) is str:
                value = known.get(cell, known)
                if value is known:
                    value = known[cell] = told(cell)
                made.append(value)
            else:
                made.append(None if cell is None else told(cell))
        return made

    def _put(self, row: _Row, column: Heading, value: Any) -> None:
        if isinstance(value, NotRead):
            self._wrong(row, column, finding(value.code, self._at(row, column), **value.details))
            return
        match column.role:
            case "fact":
                if column.fact in row.facts:
                    other = self._other(column)
                    told = finding("WR456", self._at(row, column), got=column.head, other=other)
                    self._wrong(row, column, told)
                row.facts[column.fact] = {"per_year": value} if column.per_year else value
            case "unknown":
                self._unknown(row, column, value)
            case "id":
                row.id = value
                self._no_number(row, column)
            case "household":
                row.household = value
            case "town":
                row.town = value

    def _unknown(self, row: _Row, column: Heading, names: Sequence[str]) -> None:
        """Notes the facts that are said to be unknown; columns of facts stand before."""
        entity = Entity.HOUSEHOLD if self.table is self.pair.households else Entity.MEMBER
        words = self.pair.labels.facts[entity]
        for name in names:
            fact = words.get(name)
            if fact is None:
                near = nearest(name[:60], words)
                told = finding("WR402", self._at(row, column), got=name[:60], nearest=near)
                self._wrong(row, column, told)
            elif fact in row.facts:
                told = finding("WR454", self._at(row, column), got=name)
                self._wrong(row, column, told)
            else:
                row.facts[fact] = dict(SAID_UNKNOWN)

    def _no_number(self, row: _Row, column: Heading) -> None:
        """Refuses the whole table where members are called by their ID numbers."""
        of_member = self.table is self.pair.members
        if of_member and not self.mapping.id_numbers and looks_like_id_number(row.id):
            raise TableError([finding("WR444", self._at(row, column))])

    def _needed(self, row: _Row) -> None:
        for column in self.head.columns:
            missing = (column.role == "id" and not row.id) or (
                column.role == "household" and not row.household
            )
            if missing and not row.bad:
                self._wrong(row, column, finding("WR409", self._at(row, column), want=column.head))

    def _is_sum(self, cell: object, row: _Row) -> bool:
        """Whether a row is a sum of others: told, and never read as a household."""
        text = cell.strip().lower() if isinstance(cell, str) else ""
        skipped = isinstance(cell, str) and cell.strip() in self.mapping.skip
        if not skipped and text.replace(" ", "").replace("\u3000", "") not in SUMS:
            return False
        code = "WR457" if skipped else "WR451"
        told = finding(code, self.table.place_of_row(row.row), got=str(cell).strip()[:40])
        self.pair.spotted(self.table, Spotted(told, row.row))
        return True

    def _other(self, column: Heading) -> str:
        return next(
            each.head
            for each in self.head.columns
            if each.fact == column.fact and each.per_year is not column.per_year
        )

    def _at(self, row: _Row, column: Heading) -> Place:
        return self.table.place(row.row, column.place)

    def _wrong(self, row: _Row, column: Heading, told: Finding) -> None:
        row.bad = True
        self.pair.spotted(self.table, Spotted(told, row.row, column.head))


def looks_like_id_number(text: str) -> bool:
    """Whether a text may be an ID number: of 18 digits, or of 15 as they once were, with a day.

    >>> looks_like_id_number("32092219500101102X"), looks_like_id_number("320922500101102")
    (True, True)
    >>> looks_like_id_number("000000000000000001"), looks_like_id_number("h1")
    (False, False)
    """
    new, old = _IDENTITY_NUMBER.fullmatch(text), _OLD_NUMBER.fullmatch(text)
    day = new[1] if new else f"19{old[1]}" if old else None
    if day is None:
        return False
    try:
        day_of_text(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    except (NoSuchDay, ValueError):
        return False
    return True


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
    head, member_head = _unknown_last(head), _unknown_last(member_head)
    return Pair(law, labels, mapped, households, members, head, member_head, spotted)


def _unknown_last(head: Headings) -> Headings:
    """The column `unknown` behind those of facts, which it must not contradict."""
    return Headings(tuple(sorted(head.columns, key=lambda each: each.role == "unknown")))
