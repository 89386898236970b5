"""What a law is made of, one class a kind of thing: frozen, typed, with all its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from welfare_rules.basics.days import Period
from welfare_rules.basics.money import flow_of_month
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.language.nodes import Direction
from welfare_rules.language.types import Entity, Type
from welfare_rules.law.sections import ClauseKind
from welfare_rules.law.terms import (
    PER,
    Citation,
    Disposition,
    Formula,
    Judge,
    Payable,
    Per,
    PromiseKind,
    Status,
    Turn,
)
from welfare_rules.law.validity import Dated, candidates, in_force


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the case, as the vocabulary declares it. Bounds in fen, whole numbers or days.

    `judged_by` says who can say it, `registers` where it is kept or can be checked.
    """

    id: str
    entity: Entity
    type: Type
    label: Words
    flow: bool
    low: Number
    high: Number
    presumed: Number | None
    ignored_when: tuple[str, int] | None
    column: int
    judged_by: Judge | None = None
    registers: tuple[Words, ...] = ()
    origin: Origin | None = None
    past: bool = False
    not_before: str = ""
    event: bool = False
    fixed: bool = False  # nobody can change it
    protected: bool = False  # ethnicity, faith and the like: nobody is watched for it
    starts: str = ""
    note: str = ""

    @property
    def reach(self) -> tuple[Number, Number]:
        """The lowest and the highest value that a case may have, that which is presumed included:
        a date may be "none", a day before or after all others.
        """
        if self.presumed is None:
            return self.low, self.high
        return min(self.low, self.presumed), max(self.high, self.presumed)

    def apart(self, value: Number) -> bool:
        """Whether a value lies outside the bounds, as only a presumed one may."""
        return not self.low <= value <= self.high

    def kept(self, value: Number) -> int:
        """A value of the fact as a case keeps it: of a flow, that of twelve months."""
        return flow_of_month(int(value)) if self.flow else int(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureVersion(Dated):
    """One version of a figure. Either a value, or a share of another figure."""

    value: Number | None
    share: Fraction | None
    of: str
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""
    whom: Words | None = None  # for which households, where a version lays down a value for each


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
    per: Words | None
    floor: str
    review_by: int
    versions: tuple[FigureVersion, ...]
    origin: Origin
    set_by: Words | None = None
    note: str = ""
    jump: Number | None = None
    conflicts: tuple[Conflict, ...] = ()
    source: Citation | None = None

    def version(self, day: int, known: int) -> FigureVersion | None:
        """The version in force on a day as known on another, for all cases."""
        return in_force(self.versions, day, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedVersion(Dated):
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


OWN_INCOME = "own_countable_income"  # the sum that the income family defines (docs/format.md)


def countable(income: str) -> str:
    """The name of what counts of an income.

    >>> countable("wage")
    'countable_wage'
    """
    return f"countable_{income}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Income(Dated):
    id: str
    label: Words
    value: Formula
    source: Citation | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption(Dated):
    id: str
    income: str
    label: Words
    when: Formula | None
    deduct: Formula | None
    cap: Formula | None
    share: Formula | None
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Dated):
    """One requirement, row, supplement, exclusion or step of a benefit.

    `when` is the condition (for an exclusion: what excludes); `value` the amount or, with
    `is_share`, a share.
    """

    id: str
    kind: ClauseKind
    because: Words
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Dated):
    """Keys of a benefit that are one rule under one name (`group`), as a later document has them.

    A key that it leaves out is not stated any more: an amount takes the place of a table.
    """

    group: str
    life: Period | None = None
    service: bool = False
    amount: Formula | None = None
    share_of: Formula | None = None
    hit: str = ""
    gaps: bool = False
    base: Formula | None = None
    month: Formula | None = None
    supplement_for: Formula | None = None
    rounding: Rounding | None = None
    starts: str = ""
    payable: Payable = "monthly"
    review: Words | None = None
    review_months: Formula | None = None
    monotone: str = ""
    status: Status
    source: Citation | None
    origin: Origin

    @property
    def id(self) -> str:
        return self.group


# The fields of a benefit that are one rule under one name.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "life": ("life",),
    "amount": ("service", "amount", "hit", "gaps"),
    "of": ("share_of",),
    "rounding": ("rounding",),
    "starts": ("starts",),
    "payable": ("payable",),
    "review": ("review",),
    "review_months": ("review_months",),
    "supplement_for": ("supplement_for",),
    "base": ("base",),
    "month": ("month",),
    "monotone": ("monotone",),
}


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit with all versions of its clauses. `month` and `base` belong to a phase-out.

    Its keys are those of the document that defines it, for all days; `amendments` are what later
    documents make of them. One of the group "life" that is dropped does without the benefit.
    """

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
    payable: Payable = "monthly"
    document: str = ""
    depth: int = 0
    amendments: tuple[Amendment, ...] = ()

    @property
    def per(self) -> Per:
        """How it is paid, as answers write it."""
        return "service" if self.service else PER[self.payable]

    @property
    def span(self) -> Period:
        """From the first to the last day of its life, whatever a later document made of it."""
        lives = [self.period, *(each.life for each in self.amendments if each.life is not None)]
        return Period(
            min(each.first for each in lives),
            max(each.last for each in lives),
            min(each.announced for each in lives),
        )

    def life(self, day: int, known: int) -> Period | None:
        """Its life as the law has it on a day as known on another; None where a layer below that
        which defines it does without it.
        """
        amendments = [each for each in self.amendments if each.group == "life"]
        found = candidates(amendments, day, known) if amendments else ()
        if not found:
            return self.period
        return None if found[0].dropped else found[0].life or self.period

    def lives(self, day: int, known: int) -> bool:
        """Whether there is the benefit on a day as known on another."""
        life = self.life(day, known)
        return life is not None and life.holds(day, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle(Dated):
    id: str
    label: Words
    when: Formula
    status: Status
    source: Citation | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry(Dated):
    """After a month in which a benefit was due, the fact is its amount, unless the history says
    otherwise.
    """

    id: str
    fact: str
    benefit: str
    only_with: str
    source: Citation | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery(Dated):
    """How what was paid too much is taken back: not at all, against arrears, or withheld from later
    payments in parts.

    It concerns overpayments of `benefits` that have no other causes than `causes`; empty means all.
    Of every later payment of a benefit in `withhold` at most `share` is withheld, and at least
    `keep` stays. Both are formulas of the household.
    """

    id: str
    label: Words
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Dated):
    """A paper that an application for any of `benefits` needs.

    It shows the facts in `shows`: where they are known, or a register keeps them, nobody need
    bring it. One that shows none (a proof of identity, a letter of authority) is always needed.
    """

    id: str
    label: Words
    benefits: tuple[str, ...]
    shows: tuple[str, ...]
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


Stated = tuple[tuple[str, Number], ...]
"""Facts by their ids and what they are: money in fen, choices as places in their list."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """A household for which a promise does not hold, and why that is the law and no mistake.

    `case` is the household as case files write it, `change` what makes another of it: paths of
    facts, new members and figures, with their values. `month` is the first day of its month.
    """

    because: Words
    month: int
    known: int
    case: Mapping[str, Any]
    change: Mapping[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Dated):
    """What should hold of every household, whatever its facts. `about` says what it is about.

    It speaks of `benefits` (empty means all), of households for whom `when` holds and of members
    for whom `who` does. A fact of `facts` or a figure of `figures` becomes more, facts become what
    `sets` says, a member is added of whom `adds` is true (None: no member is). `most` is the
    largest fall of what a household has that it allows, `always` the formula that holds. A promise
    that is `refuted` does not hold, and somebody has reviewed that.
    """

    id: str
    label: Words
    about: PromiseKind
    benefits: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    when: Formula | None = None
    who: Formula | None = None
    sets: Stated = ()
    adds: Stated | None = None
    most: Formula | None = None
    always: Formula | None = None
    entity: Entity = Entity.HOUSEHOLD
    refuted: Refutation | None = None
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch(Dated):
    """A change that somebody should look at, and what then follows.

    It looks at a household, or at each of its members (`entity`), when one of `facts` changes; with
    no facts named at every change, and when months go by. `was` holds before the change and `when`
    after it, and a right to one of `benefits` (empty means all) goes one of the ways of `turns`
    (empty: whatever becomes of it). `within_days` counts from the day on which it was heard of.
    """

    id: str
    label: Words
    disposition: Disposition
    entity: Entity
    facts: tuple[str, ...]
    was: Formula | None
    when: Formula | None
    benefits: tuple[str, ...]
    turns: tuple[Turn, ...]
    urgent: bool
    within_days: int | None
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Dated):
    """Where some benefits are applied for, and how long it may take.

    It decides nothing: who applies at another office is due the same.
    """

    id: str
    benefits: tuple[str, ...]
    office: Words
    time: Words | None
    status: Status
    source: Citation | None
    origin: Origin
    note: str = ""

    @property
    def label(self) -> Words:
        """What it is called by: the office."""
        return self.office


@dataclass(frozen=True, slots=True)
class Example:
    """A household that the handbook draws, with what a case would say of it.

    What is not said is zero, no or none; a number for a date is so many years ago. The first member
    has all the income.
    """

    id: str
    label: Words
    household: Mapping[str, Any]
    members: tuple[Mapping[str, Any], ...]
