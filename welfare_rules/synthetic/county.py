"""A made-up county as it is drawn: kinds of households, and for each member what is drawn when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words
from welfare_rules.document.source import Source
from welfare_rules.language.types import Entity, Type
from welfare_rules.synthetic.draws import Draw


@dataclass(frozen=True, slots=True)
class Column:
    """A fact, or a helper that only other draws look at; `kept` columns stand in the files."""

    id: str
    entity: Entity
    kept: bool
    type: Type | None  # of a fact
    plain: str  # what it is where nothing is drawn


@dataclass(frozen=True, slots=True)
class When:
    """Which members, or households, something is for; an empty set is all of them."""

    kinds: frozenset[str]
    roles: frozenset[str]
    age: tuple[int, int] | None
    tests: tuple[tuple[int, frozenset[str]], ...]  # a place in the row, and what may stand there


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a column is drawn: whom it is for, and how."""

    when: When
    draw: Draw


@dataclass(frozen=True, slots=True)
class Step:
    """How one column is drawn: the first way that holds. `place` is that in the row."""

    place: int
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One member of a kind of household.

    `than` is the place of the member than whom he or she is so many `years` older, or -1. `row` is
    what stands in the columns before anything is drawn.
    """

    role: str
    age: tuple[int, int]
    than: int
    years: tuple[int, int]
    chance: float
    row: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class HouseholdKind:
    """A kind of household: its weight among all, its steps, its members."""

    id: str
    label: Words
    weight: float
    steps: tuple[Step, ...]
    members: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A published number and what is to be held against it (`models.TargetForm`)."""

    id: str
    label: Words
    published: float
    within: float
    counts: str
    when: When
    benefit: str
    months: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class County:
    """A made-up county, ready to be drawn.

    A household's row has the columns of households; that of a member the same and then those of
    members, so that a member's draws may look at the household.
    """

    id: str
    label: Words
    source: Source
    jurisdiction: str
    month: Month
    households: int
    born: int  # the place of the day of birth in a member's row
    columns: Sequence[Column]
    members: Sequence[Column]
    kinds: Sequence[HouseholdKind]
    targets: Sequence[Target]

    @property
    def facts(self) -> Mapping[Entity, tuple[int, ...]]:
        """The places in a row of what stands in the files, of households and of members."""
        whole = len(self.columns)
        return {
            Entity.HOUSEHOLD: tuple(n for n, each in enumerate(self.columns) if each.kept),
            Entity.MEMBER: tuple(n for n, each in enumerate(self.members, whole) if each.kept),
        }

    def places(self, entity: Entity) -> Mapping[str, int]:
        """Where each column stands in a row; a household's facts are in those of members too, but
        for those that members have themselves.
        """
        made = {each.id: place for place, each in enumerate(self.columns)}
        if entity is Entity.MEMBER:
            made |= {each.id: place for place, each in enumerate(self.members, len(self.columns))}
        return made
