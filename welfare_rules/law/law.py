"""The law of one jurisdiction: all versions of every rule, merged, and the one walk over them.

`Law` has `rules()` and `formulas()`, which go through everything that `SECTIONS` registers: whoever
looks at every rule alike (days on which something changes, coverage, mutants, the register, checks)
reads this walk and no list of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from welfare_rules.basics.days import Period
from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.language.names import ChoiceList, Names
from welfare_rules.language.types import Entity
from welfare_rules.law.model import (
    Amendment,
    Application,
    Benefit,
    Carry,
    Circle,
    Clause,
    Derived,
    DerivedVersion,
    Example,
    Exemption,
    Fact,
    Figure,
    FigureVersion,
    Income,
    Paper,
    Promise,
    Recovery,
    Rounding,
    Watch,
)
from welfare_rules.law.sections import SECTIONS, Part, Section, Use
from welfare_rules.law.terms import Citation, Formula, Instrument, Status
from welfare_rules.law.validity import Dated


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
    watches: tuple[Watch, ...] = ()
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
    | Watch
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
            if isinstance(each, (Derived, Promise, Watch)):
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
