"""What the headings of a table mean: facts by id or label, and the few that are no facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from welfare_rules.basics.nearest import closest
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import Finding, finding, shortened
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.tables.cells import BLANKS, Told, identity, names_in, said, teller
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.table import Table

Role = Literal["id", "household", "fact", "unknown", "town"]
PER_YEAR, OF_A_YEAR = ".per_year", "（年）"
MONTH = "month"  # of results; it takes no part in reading
OTHERS: Mapping[Entity, Mapping[str, Role]] = MappingProxyType(
    {
        Entity.HOUSEHOLD: {
            "id": "id",
            "家庭编号": "id",
            "户编号": "id",
            "编号": "id",
            "unknown": "unknown",
            "未知": "unknown",
            "town": "town",
            "乡镇": "town",
        },
        Entity.MEMBER: {
            "id": "id",
            "成员编号": "id",
            "编号": "id",
            "household": "household",
            "家庭编号": "household",
            "户编号": "household",
            "unknown": "unknown",
            "未知": "unknown",
        },
    }
)
"""The columns that are no facts, by every word for them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its place in the table, what it is, and what makes values of its cells."""

    place: int
    head: str
    role: Role
    told: Told
    fact: str = ""
    per_year: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a table that are read."""

    columns: tuple[Heading, ...]

    def of(self, role: Role) -> Heading | None:
        """The column of a role that only one has; None where there is none."""
        return next((each for each in self.columns if each.role == role), None)

    def head_of(self, key: str) -> str:
        """The heading of a fact, or of the id; empty where it has no column."""
        return next((each.head for each in self.columns if key in (each.fact, each.role)), "")

    @property
    def titles(self) -> frozenset[str]:
        """What stands in the first column of a row that is one of headings again."""
        if not self.columns:
            return frozenset()
        first = self.columns[0]
        words = (
            word for roles in OTHERS.values() for word, role in roles.items() if role == first.role
        )
        return frozenset({first.head.strip(BLANKS), *words})


@dataclass(slots=True)
class _Naming:
    table: Table
    entity: Entity
    labels: Labels
    facts: Mapping[str, Fact]
    mapping: TableMap
    found: list[Finding] = field(default_factory=list[Finding])
    taken: dict[tuple[str, str, bool], str] = field(
        default_factory=dict[tuple[str, str, bool], str]
    )

    def headings(self) -> Headings:
        made = [
            heading
            for place, head in enumerate(self.table.heads)
            if (heading := self.heading(place, head)) is not None
        ]
        needed = ("id",) if self.entity is Entity.HOUSEHOLD else ("id", "household")
        for role in needed:
            if not any(each.role == role for each in made):
                self.found.append(finding("WR442", self.table.place(self._row, 0), want=role))
        return Headings(tuple(made))

    def heading(self, place: int, head: str) -> Heading | None:
        written = head.strip(BLANKS)
        word = self.mapping.columns.get(written, written)
        if not written or written in self.mapping.ignore:
            return None
        role = OTHERS[self.entity].get(word)
        if role is not None and word not in self.facts:
            return self._once(Heading(place, head, role, _READ[role]))
        per_year = word.endswith((PER_YEAR, OF_A_YEAR))
        base = word.removesuffix(PER_YEAR).removesuffix(OF_A_YEAR) if per_year else word
        fact = self.facts.get(self.labels.fact(base, self.entity))
        if fact is None or (per_year and not fact.flow):
            self._unknown(place, word)
            return None
        told = self.mapping.teller(fact, written, teller(fact.type.kind))
        return self._once(Heading(place, head, "fact", told, fact.id, per_year))

    @property
    def _row(self) -> int:
        return self.mapping.header if self.table.counted != "memory" else 0

    def _unknown(self, place: int, word: str) -> None:
        words = (*self.labels.facts[self.entity], *OTHERS[self.entity])
        at = self.table.place(self._row, place)
        near = lambda: closest(word[:60], words)  # noqa: E731
        self.found.append(finding("WR440", at, got=shortened(word, 60), nearest=near))

    def _once(self, heading: Heading) -> Heading | None:
        key = heading.role, heading.fact, heading.per_year
        if key in self.taken:
            at = self.table.place(self._row, heading.place)
            other = self.taken[key]
            self.found.append(finding("WR416", at, got=heading.head, other=other))
            return None
        self.taken[key] = heading.head
        return heading


_READ: Mapping[Role, Told] = {
    "id": identity,
    "household": identity,
    "unknown": names_in,
    "town": identity,
    "fact": said,
}


def headings_of(
    table: Table, entity: Entity, law: Law, labels: Labels, mapping: TableMap
) -> tuple[Headings, tuple[Finding, ...]]:
    """What the columns of a table are, and what is wrong with its headings."""
    facts = {each.id: each for each in law.facts if each.entity is entity}
    naming = _Naming(table, entity, labels, facts, mapping)
    return naming.headings(), tuple(naming.found)
