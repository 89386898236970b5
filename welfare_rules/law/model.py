"""The law of one jurisdiction, all versions of it.

Merged, typed and immutable. A month and a knowledge day make a program of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from welfare_rules.document.source import Origin
from welfare_rules.language.names import ChoiceList, Names
from welfare_rules.language.nodes import Direction
from welfare_rules.language.types import Entity, Type
from welfare_rules.law.terms import Citation, Formula, Instrument, Number, Period, Status, Words


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the case, as the vocabulary declares it. Bounds in fen, whole numbers or days."""

    id: str
    entity: Entity
    type: Type
    label: Words
    flow: bool
    low: Number
    high: Number
    presumed: Number | None
    ignored_when: tuple[str, int] | None
    agency: str
    column: int
    past: bool = False
    not_before: str = ""
    event: bool = False
    starts: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureVersion:
    """One version of a figure. Either a value, or a share of another figure."""

    period: Period
    value: Number | None
    share: Fraction | None
    of: str
    status: Status
    source: Citation | None
    document: str
    depth: int
    origin: Origin
    note: str = ""
    only_for: Formula | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another source says of a figure; nobody has decided between the two."""

    value: Number | None
    source: Citation
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the law with all its versions, the oldest first.

    `low` and `high` are known even while it is open.
    """

    id: str
    type: Type
    label: Words
    low: Number | None
    high: Number | None
    per: str
    floor: str
    review_by: int
    versions: tuple[FigureVersion, ...]
    origin: Origin
    set_by: str = ""
    note: str = ""
    jump: Number | None = None
    conflicts: tuple[Conflict, ...] = ()
    source: Citation | None = None

    def version(self, day: int, known: int) -> FigureVersion | None:
        """The version in force on a day as known on another: the deepest layer, the latest day, the
        latest announced.

        A version that applies only to some cases is none for all of them.
        """
        holding = [
            each
            for each in self.versions
            if each.only_for is None and each.period.holds(day, known)
        ]
        return max(
            holding,
            key=lambda each: (each.depth, each.period.first, each.period.announced),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class DerivedVersion:
    period: Period
    formula: Formula
    status: Status
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Derived:
    id: str
    entity: Entity
    type: Type
    label: Words
    versions: tuple[DerivedVersion, ...]
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True)
class Income:
    id: str
    label: Words
    period: Period
    value: Formula
    source: Citation | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Exemption:
    id: str
    income: str
    label: Words
    period: Period
    when: Formula | None
    deduct: Formula | None
    cap: Formula | None
    share: Formula | None
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


ClauseKind = Literal["require", "row", "supplement", "exclude", "step"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement, row, supplement, exclusion or step of a benefit.

    `when` is the condition (for an exclusion: what excludes); `value` the amount or, with
    `is_share`, a share.
    """

    id: str
    kind: ClauseKind
    because: Words
    period: Period
    when: Formula | None
    value: Formula | None
    is_share: bool
    keep_higher: bool
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rounding:
    step: Fraction
    direction: Direction
    status: Status
    source: Citation | None = None


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit with the clauses of all its periods. `month` and `base` belong to a phase-out."""

    id: str
    label: Words
    payee: Entity
    service: bool
    period: Period
    amount: Formula | None
    share_of: Formula | None
    base: Formula | None
    month: Formula | None
    hit: str
    gaps: bool
    supplement_for: Formula | None
    rounding: Rounding | None
    starts: str
    clauses: tuple[Clause, ...]
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""
    review: Words | None = None
    review_months: Formula | None = None
    monotone: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    id: str
    label: Words
    period: Period
    when: Formula
    status: Status
    source: Citation | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Carry:
    """After a month in which a benefit was due, the fact is its amount, unless the history says
    otherwise.
    """

    id: str
    fact: str
    benefit: str
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Recovery:
    """How what was paid too much is taken back: not at all, against arrears, or withheld from later
    payments in parts.

    It concerns overpayments of `benefits` that have no other causes than `causes`; empty means all.
    Of every later payment of a benefit in `withhold` at most `share` is withheld, and at least
    `keep` stays. Both are formulas of the household.
    """

    id: str
    label: Words
    period: Period
    benefits: tuple[str, ...]
    causes: tuple[str, ...]
    waived: bool
    set_off: bool
    withhold: tuple[str, ...]
    share: Formula | None
    keep: Formula | None
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """Everything that binds in one jurisdiction, from the nation down."""

    jurisdiction: str
    name: Words
    division: int | None
    covers_from: int
    names: Names
    facts: tuple[Fact, ...]
    choices: Mapping[str, ChoiceList]
    figures: Mapping[str, Figure]
    derived: Mapping[str, Derived]
    incomes: tuple[Income, ...]
    exemptions: tuple[Exemption, ...]
    benefits: tuple[Benefit, ...]
    circles: tuple[Circle, ...]
    documents: Mapping[str, Words]
    carries: tuple[Carry, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    instruments: tuple[Instrument, ...] = ()
