"""The law of one jurisdiction: all versions of every rule, merged, typed and immutable.

First what a law is made of, one class a kind of thing. Then `Law`, with `rules()` and `formulas()`,
the one walk over everything that `SECTIONS` registers: whoever looks at every rule alike (days on
which something changes, coverage, mutants, the register, checks) reads this walk and no list of its
own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

from welfare_rules.basics.days import Period
from welfare_rules.basics.money import flow_of_month
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.language.names import ChoiceList, Names
from welfare_rules.language.nodes import Direction
from welfare_rules.language.types import Entity, Type
from welfare_rules.law.sections import SECTIONS, ClauseKind, Part, Section, Use
from welfare_rules.law.terms import (
    PER,
    Citation,
    Formula,
    Instrument,
    Judge,
    Payable,
    Per,
    PromiseKind,
    Status,
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


@dataclass(frozen=True, slots=True)
class Law:
    """Everything that binds in one jurisdiction, from the nation down.

    `first` are the benefits that a short sheet tells of before all others, in their order.
    """

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
    papers: tuple[Paper, ...] = ()
    promises: tuple[Promise, ...] = ()
    applications: tuple[Application, ...] = ()
    first: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    instruments: tuple[Instrument, ...] = ()

    def rules(self, use: Use | None = None) -> Iterator[LawRule]:
        """Every rule of the law with all its versions, in the order of `SECTIONS`.

        With `use` those alone that take part in it.

        >>> import welfare_rules as wr
        >>> rules = list(wr.load("cn").law.rules())
        >>> next(each.name for each in rules if each.owner == "dibao" and each.kind == "require")
        'benefit.dibao.require.income-below-standard'
        """
        return (
            each
            for each in _walk(self, SECTIONS, (), None)
            if use is None or use not in each.section.absent
        )

    def formulas(self, use: Use | None = None) -> Iterator[RuleFormula]:
        """Every formula of every rule; with `use` those alone that take part in it."""
        for rule in self.rules(use):
            yield from rule.formulas(use)

    def benefit(self, name: str) -> Benefit:
        """The benefit with an id; raises KeyError where there is none."""
        for each in self.benefits:
            if each.id == name:
                return each
        raise KeyError(name)

    def amended(self, rule: LawRule, **changes: object) -> Law:
        """The law with a rule of its own changed: `law.amended(rule, period=Period(20240701))`."""
        return cast(Law, _put(self, rule.path, replace(cast(Any, rule.item), **changes)))

    def without(self, rule: LawRule) -> Law:
        """The law without one of its rules; raises ValueError for one that formulas name."""
        if rule.section.named:
            raise ValueError(rule.name)
        return cast(Law, _put(self, rule.path, None))


# --- the walk ---

Item = (
    FigureVersion
    | DerivedVersion
    | Income
    | Exemption
    | Benefit
    | Rounding
    | Amendment
    | Clause
    | Circle
    | Carry
    | Recovery
    | Paper
    | Promise
    | Application
)


@dataclass(frozen=True, slots=True)
class LawRule:
    """One rule of a law in one version: a value, a formula, a benefit, a clause, …

    `head` is the figure, derived value or benefit that it belongs to; `path` leads to it from the
    law. When it holds and since when it is known is its `period`, for every kind of rule alike.
    """

    section: Section
    item: Item
    head: Figure | Derived | Benefit | None
    path: tuple[str | int, ...]
    beside: tuple[Any, ...] = field(default=(), compare=False, repr=False)  # it and others like it

    @property
    def kind(self) -> str:
        return self.section.kind

    @property
    def id(self) -> str:
        """The id that the file gives it; of a version that of its figure or derived value."""
        if isinstance(self.item, (FigureVersion, DerivedVersion)):
            return self.head.id if self.head is not None else ""
        return "" if isinstance(self.item, Rounding) else self.item.id

    @property
    def owner(self) -> str:
        """The id of the benefit that it is a part of, else ""."""
        return self.head.id if isinstance(self.head, Benefit) else ""

    @property
    def title(self) -> str:
        """What all versions of it are named: `benefit.dibao.require.income-below-standard`."""
        above = ("benefit", self.owner) if self.owner else ()
        income = self.item.income if isinstance(self.item, Exemption) else ""
        return ".".join(each for each in (*above, self.kind, income, self.id) if each)

    @property
    def name(self) -> str:
        """How it is named among all rules: its title, and which version it is.

        A version is named with its first day: `figure.dibao_standard@20210701`, with `#2` the
        second of that day; the first version of anything but a figure without, so that it is named
        alike in every law that has it.
        """
        if not isinstance(self.item, Dated):
            return self.title
        if isinstance(self.head, (Figure, Derived)):
            versions, place = self.head.versions, int(self.path[-1])
        else:
            own = _name_of(self.item)
            versions = [each for each in self.beside if _name_of(each) == own]
            place = next(place for place, each in enumerate(versions) if each is self.item)
        if place == 0 and not isinstance(self.head, Figure):
            return self.title
        first = self.period.first
        same = sum(each.period.first == first for each in versions[:place])
        return f"{self.title}@{first}" + (f"#{same + 1}" if same else "")

    @property
    def label(self) -> Words:
        if isinstance(self.item, Clause):
            return self.item.because
        if isinstance(self.item, (FigureVersion, DerivedVersion, Rounding, Amendment)):
            return self.head.label if self.head is not None else Words("", "")
        return Words(self.id, self.id) if isinstance(self.item, Carry) else self.item.label

    @property
    def period(self) -> Period:
        """When it holds by itself; a clause holds only while its benefit does (`periods`)."""
        if isinstance(self.item, Rounding):
            return self.head.period if isinstance(self.head, Benefit) else Period()
        return self.item.period

    @property
    def dated(self) -> tuple[Period, ...]:
        """The periods at whose ends something may change: its own, and a life that it states."""
        life = self.item.life if isinstance(self.item, Amendment) else None
        return (self.period,) if life is None else (self.period, life)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that must all hold for it to bind: its benefit's, and its own."""
        own = self.period
        return (self.head.span, own) if isinstance(self.head, Benefit) else (own,)

    @property
    def status(self) -> Status:
        return "published" if isinstance(self.item, (Income, Carry)) else self.item.status

    @property
    def source(self) -> Citation | None:
        return self.item.source

    @property
    def origin(self) -> Origin:
        """Where it stands in a file."""
        if isinstance(self.item, DerivedVersion):
            return self.item.formula.origin
        if isinstance(self.item, Rounding):
            assert self.head is not None
            return self.head.origin.child("rounding")
        return self.item.origin

    def formulas(self, use: Use | None = None) -> Iterator[RuleFormula]:
        """Its formulas that are written, in the order of the section's parts."""
        for part in self.section.parts:
            formula: Formula | None = getattr(self.item, part.role)
            if formula is not None and (use is None or use not in part.absent):
                yield RuleFormula(self, part, formula)


@dataclass(frozen=True, slots=True)
class RuleFormula:
    """A formula of a rule, and the part that it plays there."""

    rule: LawRule
    part: Part
    formula: Formula

    @property
    def role(self) -> str:
        return self.part.role

    @property
    def name(self) -> str:
        """The rule's name and the role: `exemption.wage.employment-cost.deduct`."""
        return self.rule.name if self.part.whole else f"{self.rule.name}.{self.part.role}"

    @property
    def entity(self) -> Entity:
        """For whom it is worked out."""
        if self.part.entity is not None:
            return self.part.entity
        for each in (self.rule.item, self.rule.head):
            if isinstance(each, Benefit):
                return each.payee
            if isinstance(each, (Derived, Promise)):
                return each.entity
        raise AssertionError(self.name)  # a part without an entity stands in a benefit or a formula


def _walk(
    thing: object, sections: tuple[Section, ...], path: tuple[str | int, ...], head: Benefit | None
) -> Iterator[LawRule]:
    for section in sections:
        held: Any = getattr(thing, section.attribute)
        beside = cast(tuple[Any, ...], held) if isinstance(held, tuple) else ()
        for at, item in _items(held):
            place = (*path, section.attribute, *at)
            if section.versions:
                for number, version in enumerate(item.versions):
                    yield LawRule(section, version, item, (*place, "versions", number))
            elif not isinstance(item, Clause) or item.kind == section.kind:
                yield LawRule(section, item, head, place, beside)
                if isinstance(item, Benefit):
                    yield from _walk(item, section.inner, place, item)


def _name_of(item: Any) -> tuple[object, ...]:
    return (getattr(item, "kind", ""), getattr(item, "income", ""), item.id)


def _items(held: Any) -> Iterable[tuple[tuple[str | int, ...], Any]]:
    """What an attribute holds, each with the way to it: a mapping, a tuple, one thing or none."""
    if isinstance(held, Mapping):
        return (((key,), each) for key, each in cast(Mapping[str, Any], held).items())
    if isinstance(held, tuple):
        return (((at,), each) for at, each in enumerate(cast(tuple[Any, ...], held)))
    return () if held is None else (((), held),)


def _put(thing: Any, path: tuple[str | int, ...], item: object) -> object:
    """A copy with `item` at the end of a path; without what is there if `item` is None."""
    if not path:
        return item
    step, rest = path[0], path[1:]
    if isinstance(thing, Mapping):
        held = cast(Mapping[str | int, Any], thing)
        return {**held, step: _put(held[step], rest, item)}
    if isinstance(thing, tuple):
        row, at = cast(tuple[Any, ...], thing), int(step)
        made = () if item is None and not rest else (_put(row[at], rest, item),)
        return (*row[:at], *made, *row[at + 1 :])
    return replace(thing, **{str(step): _put(getattr(thing, str(step)), rest, item)})
