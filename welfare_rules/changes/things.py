"""What a law lays down, thing by thing, each with what it says.

Every version of every rule comes from the one walk over a law's rules; beside them stand what is no
rule: documents, facts, closed lists, the heads of figures and derived values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from welfare_rules.basics.days import FIRST, LAST, Period
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words, aside, listed
from welfare_rules.changes.catalogue import KEYS, SAID, WORDS
from welfare_rules.changes.speech import Speech, day, period, status, text, word, words, yes
from welfare_rules.language.types import RATE, Kind, Type
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import (
    GROUPS,
    Amendment,
    Application,
    Benefit,
    Carry,
    Circle,
    Clause,
    DerivedVersion,
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
from welfare_rules.law.months import base_of
from welfare_rules.law.terms import (
    DISPOSITION_WORDS,
    JUDGE_WORDS,
    PER,
    PER_WORDS,
    PROMISE_WORDS,
    TURN_WORDS,
    Citation,
    Instrument,
    Judge,
)
from welfare_rules.law.validity import Dated
from welfare_rules.law.values import plain

DATES = ("first", "last", "earlier", "announced", "only_for", "corrects", "replaces")
"""Aspects that say when something holds, not what it says."""
STANDING = ("status", "source")
"""Aspects that say how well founded it is."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One part of what a thing says: `value` is compared, `said` is read.

    The key is one of `KEYS`; where a thing says one thing alone, it is "" and needs no name.
    """

    key: str
    value: object
    said: Words = field(compare=False)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a law lays down, in one version.

    `title` names it whatever the version, `what` in words. `version` says when it is the law;
    without one it holds always. It holds from `first` on and is known from `announced` on, with the
    benefit that it belongs to. A `part` of a benefit comes and goes with it.
    """

    title: str
    what: Words
    aspects: tuple[Aspect, ...]
    version: Dated | None = None
    first: int = FIRST
    announced: int = FIRST
    owner: str = ""
    part: bool = False

    def aspect(self, key: str) -> Aspect | None:
        return next((each for each in self.aspects if each.key == key), None)

    @property
    def content(self) -> tuple[Aspect, ...]:
        """The aspects that say what it says."""
        return tuple(each for each in self.aspects if each.key not in (*DATES, *STANDING))

    @property
    def last(self) -> int:
        return LAST if self.version is None else self.version.period.last


def things(law: Law, speech: Speech) -> Iterator[Thing]:
    """Everything that a law lays down, those of layers above with it."""
    yield _jurisdiction(law, speech)
    for instrument in law.instruments:
        yield _document(instrument)
    for key, choice in law.choices.items():
        values = tuple((each.id, each.zh, each.en) for each in choice.values)
        said = listed(Words(each.zh, each.en).both(each.id) for each in choice.values)
        # their order means nothing
        aspects = (Aspect("values", frozenset(values), said),)
        yield Thing(f"choice.{key}", SAID.words("choice", name=key), aspects)
    for fact in law.facts:
        yield _fact(law, fact, speech)
    for figure in law.figures.values():
        yield _figure(figure, speech)
    for derived in law.derived.values():
        what = words(derived.label)
        kind = f"{derived.type.kind} {derived.type.choice}"
        aspects = (
            Aspect("label", derived.label, what),
            Aspect("type", kind, derived.type.words()),
            Aspect("entity", derived.entity, word(str(derived.entity))),
        )
        yield Thing(f"derived.{derived.id}", what, aspects)
    for rule in law.rules():
        if isinstance(rule.item, Benefit):
            yield from _benefit(rule.item, speech)
        elif not isinstance(rule.item, Rounding):  # a key of its benefit
            yield _of_rule(rule, speech)


def _of_rule(rule: LawRule, speech: Speech) -> Thing:
    item: Any = rule.item
    benefit = rule.head if isinstance(rule.head, Benefit) else None
    own: Period = item.period
    lives = (own,) if benefit is None else (own, benefit.period)
    title = rule.title
    if isinstance(item, Amendment):
        title = f"benefit.{rule.owner}.{item.group}"
    aspects: Iterable[Aspect] = () if item.dropped else _says(item, speech, rule)
    return Thing(
        title,
        _what(rule),
        (*aspects, *_dates(item, speech), *_standing(rule, speech)),
        item,
        max(each.first for each in lives),
        max(each.announced for each in lives),
        rule.owner,
    )


def _what(rule: LawRule) -> Words:
    """What a rule is called: a figure by its label, a requirement by its benefit and its words."""
    item, label = rule.item, rule.label.both(rule.id)
    if isinstance(item, (FigureVersion, DerivedVersion)):
        return label
    if isinstance(item, Amendment):
        return SAID.words("key", benefit=label, name=KEYS[item.group])
    name = label
    if isinstance(item, Clause) and isinstance(rule.head, Benefit) and not item.because.zh:
        beside = [
            each for each in rule.head.clauses if (each.kind, each.id) == (item.kind, item.id)
        ]
        name = next((each.because for each in beside if each.because.zh), label)
    if isinstance(rule.head, Benefit):
        return SAID.words(rule.kind, benefit=words(rule.head.label), name=name)
    return SAID.words(rule.kind, name=name)


def _dates(item: Dated, speech: Speech) -> Iterator[Aspect]:
    held = item.period
    yield Aspect("first", held.first, day(held.first))
    yield Aspect("last", held.last, day(held.last))
    yield Aspect("announced", held.announced, day(held.announced))
    if held.earlier:
        yield Aspect("earlier", held.earlier, listed(day(known) for known, _ in held.earlier))
    if item.only_for is not None:
        yield _formula("only_for", item.only_for, speech)
    if item.corrects is not None:
        corrected = item.corrects
        said = day(corrected.announced) if corrected.announced else words(None)
        yield Aspect("corrects", (corrected.announced, corrected.first), said)
    if item.replaces:
        yield Aspect("replaces", frozenset(item.replaces), listed(map(text, item.replaces)))


def _standing(rule: LawRule, speech: Speech) -> Iterator[Aspect]:
    if not isinstance(rule.item, (Income, Carry)):
        yield Aspect("status", rule.status, status(rule.status))
    yield _source(rule.source, speech)


def _source(source: Citation | None, speech: Speech) -> Aspect:
    return Aspect("source", speech.cites(source), speech.cited(source, quoted=True))


def _formula(key: str, formula: Any, speech: Speech) -> Aspect:
    return Aspect(key, speech.meaning(formula), speech.formula(formula))


# --- what each kind of rule says ---


@singledispatch
def _says(item: Any, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    raise TypeError(item)  # a kind of rule that nobody taught to speak


@_says.register
def _(item: FigureVersion, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    assert isinstance(rule.head, Figure)
    value = item.value, item.share, item.of
    yield Aspect("", value, speech.version(rule.head.type, item))


@_says.register
def _(item: DerivedVersion, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    yield _formula("", item.formula, speech)


@_says.register
def _(item: Income, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    yield _formula("", item.value, speech)
    yield Aspect("label", item.label, words(item.label))


@_says.register
def _(item: Exemption, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    for key in ("when", "deduct", "cap", "share"):
        if getattr(item, key) is not None:
            yield _formula(key, getattr(item, key), speech)
    yield Aspect("label", item.label, words(item.label))


@_says.register
def _(item: Clause, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    alone = item.value is None and item.kind in ("require", "exclude")
    if item.when is not None:
        yield _formula("" if alone else "condition", item.when, speech)
    if item.value is not None:
        yield _formula("value", item.value, speech)
    if item.kind == "exclude":
        kept = "higher" if item.keep_higher else "other"
        yield Aspect("keep", kept, word(kept))
    yield Aspect("because", item.because, words(item.because))


@_says.register
def _(item: Amendment, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    yield _key(item, item.group, speech)


@_says.register
def _(item: Circle, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    yield _formula("", item.when, speech)
    yield Aspect("label", item.label, words(item.label))


@_says.register
def _(item: Carry, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    for key in ("fact", "benefit", "only_with"):
        name: str = getattr(item, key)
        yield Aspect(key, name, speech.name(name))


@_says.register
def _(item: Recovery, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    for key in ("benefits", "withhold"):
        names: tuple[str, ...] = getattr(item, key)
        yield Aspect(key, frozenset(names), listed(map(speech.name, names)) if names else text(""))
    yield Aspect("causes", frozenset(item.causes), text(", ".join(item.causes)))
    yield Aspect("waived", item.waived, yes(item.waived))
    yield Aspect("set_off", item.set_off, yes(item.set_off))
    yield _formula("withheld_share", item.share, speech)
    yield _formula("withheld_keep", item.keep, speech)
    yield Aspect("label", item.label, words(item.label))


@_says.register
def _(item: Paper, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    for key, names in (("needed_for", item.benefits), ("shows", item.shows)):
        yield Aspect(key, frozenset(names), listed(map(speech.name, names)) if names else text(""))
    yield Aspect("label", item.label, words(item.label))


@_says.register
def _(item: Promise, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    yield Aspect("kind", item.about, PROMISE_WORDS[item.about])
    for key in ("benefits", "facts", "figures"):
        names: tuple[str, ...] = getattr(item, key)
        said = listed(map(speech.name, names)) if names else text("")
        yield Aspect(f"promised_{key}", frozenset(names), said)
    for key in ("when", "who", "most", "always"):
        yield _formula(f"promised_{key}", getattr(item, key), speech)
    for key, stated in (("sets", item.sets), ("adds", item.adds or ())):
        facts = frozenset((name, _written(speech.law, name, value)) for name, value in stated)
        yield Aspect(key, facts, text(", ".join(" = ".join(each) for each in sorted(facts))))
    yield Aspect("entity", item.entity, word(str(item.entity)))
    reviewed = None if item.refuted is None else item.refuted.because
    yield Aspect("refuted", reviewed, words(reviewed))
    yield Aspect("label", item.label, words(item.label))


@_says.register
def _(item: Application, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    names = listed(map(speech.name, item.benefits)) if item.benefits else text("")
    yield Aspect("needed_for", frozenset(item.benefits), names)
    yield Aspect("office", item.office, words(item.office))
    yield Aspect("time", item.time, words(item.time))


# --- benefits ---


def _benefit(benefit: Benefit, speech: Speech) -> Iterator[Thing]:
    """A benefit, and what its definition states of each group of its keys."""
    what = words(benefit.label)
    first, known = benefit.period.first, benefit.period.announced
    base = base_of(benefit)
    aspects = (
        Aspect("label", benefit.label, what),
        Aspect("payee", benefit.payee, word(str(benefit.payee))),
        Aspect("status", benefit.status, status(benefit.status)),
        _source(benefit.source, speech),
    )
    title = f"benefit.{benefit.id}"
    yield Thing(title, what, aspects, base, first, known, benefit.id)
    for group in GROUPS:
        name = SAID.words("key", benefit=what, name=KEYS[group])
        said = [_key(benefit, group, speech)]
        if group == "life":
            said.append(Aspect("announced", known, day(known)))
        if group == "rounding" and benefit.rounding is not None:
            rounding = benefit.rounding
            said.append(Aspect("status", rounding.status, status(rounding.status)))
            said.append(_source(rounding.source, speech))
        yield Thing(
            f"{title}.{group}", name, tuple(said), base, first, known, benefit.id, part=True
        )


def _key(held: Benefit | Amendment, group: str, speech: Speech) -> Aspect:
    """What a benefit, or what amends it, says of a group of keys."""
    match group:
        case "life":
            life = held.period if isinstance(held, Benefit) else held.life
            if life is None:
                return Aspect("", None, text(""))
            return Aspect("", (life.first, life.last), period(life.first, life.last))
        case "amount":
            return _amount(held, speech)
        case "rounding":
            rounding = held.rounding
            value = None if rounding is None else (rounding.step, rounding.direction)
            return Aspect("", value, speech.rounding(rounding))
        case "payable":
            return Aspect("", held.payable, PER_WORDS[PER[held.payable]])
        case "review":
            return Aspect("", held.review, words(held.review))
        case "starts" | "monotone":
            name: str = getattr(held, group)
            return Aspect("", name, word(name))
        case _:
            (field,) = GROUPS[group]
            return _formula("", getattr(held, field), speech)


def _amount(held: Benefit | Amendment, speech: Speech) -> Aspect:
    value = held.service, held.hit, held.gaps, speech.meaning(held.amount)
    if held.service:
        return Aspect("", value, WORDS["service"])
    if held.hit:
        said = WORDS.words("table", hit=WORDS[held.hit])
        gaps = WORDS["gaps"] if held.gaps else Words("", "")
        return Aspect("", value, Words(said.zh + gaps.zh, said.en + gaps.en))
    return Aspect("", value, speech.formula(held.amount))


# --- what is no rule ---


def _jurisdiction(law: Law, speech: Speech) -> Thing:
    division = "" if law.division is None else f"{law.division:06d}"
    aspects = (
        Aspect("label", law.name, words(law.name)),
        Aspect("division", division, text(division)),
        Aspect("covers_from", law.covers_from, day(law.covers_from)),
        Aspect(
            "first_benefits",
            law.first,
            listed(map(speech.name, law.first)) if law.first else text(""),
        ),
    )
    name = aside(words(law.name), law.jurisdiction)
    return Thing(f"jurisdiction.{law.jurisdiction}", SAID.words("jurisdiction", name=name), aspects)


def _document(each: Instrument) -> Thing:
    title = each.title.both(each.id)
    issuer = None if each.issuer is None else words(each.issuer)
    aspects = (
        Aspect("label", each.title, title),
        Aspect("number", each.number, text(each.number)),
        Aspect("issuer", each.issuer, words(issuer)),
        Aspect("issued", each.issued, day(each.issued) if each.issued else words(None)),
        Aspect("in_force", each.in_force, day(each.in_force)),
        Aspect("until", each.until, day(each.until)),
        Aspect("replaced_by", each.replaced_by, text(each.replaced_by)),
    )
    name = Words(f"《{title.zh}》", f"“{title.en}”")
    what = SAID.words("document", name=name)
    return Thing(f"document.{each.id}", what, aspects, None, each.in_force, each.announced)


def _fact(law: Law, fact: Fact, speech: Speech) -> Thing:
    what = words(fact.label)
    kind = f"{fact.type.kind} {fact.type.choice}"
    ignored: tuple[str, str] | None = None
    if fact.ignored_when is not None:
        other, code = fact.ignored_when
        ignored = other, _value_of(law, other, code)
    aspects = (
        Aspect("label", fact.label, what),
        Aspect("type", kind, fact.type.words()),
        Aspect("flow", fact.flow, yes(fact.flow)),
        *_bounds(fact.low, fact.high, fact.type, speech),
        _presumed(fact, speech),
        Aspect("ignored_when", ignored, text("" if ignored is None else " = ".join(ignored))),
        Aspect("event", fact.event, yes(fact.event)),
        Aspect("starts_by", fact.starts, word(fact.starts)),
        Aspect("past", fact.past, yes(fact.past)),
        Aspect("not_before", fact.not_before, speech.name(fact.not_before)),
        Aspect("judged_by", fact.judged_by, _judge(fact.judged_by)),
        Aspect("registers", fact.registers, listed(fact.registers)),
    )
    entity = f".{fact.entity}"
    twice = sum(each.id == fact.id for each in law.facts) > 1
    title = f"fact.{fact.id}{entity if twice else ''}"
    return Thing(title, SAID.words("fact", name=what), aspects)


def _judge(judge: Judge | None) -> Words:
    return words(None if judge is None else JUDGE_WORDS[judge])


def _bounds(low: Any, high: Any, kind: Type, speech: Speech) -> Iterator[Aspect]:
    """What lies between bounds; true and false, and a closed list, have none of their own."""
    if kind.kind not in (Kind.BOOL, Kind.CHOICE):
        yield Aspect("low", low, speech.number(kind, low))
        yield Aspect("high", high, speech.number(kind, high))


def _presumed(fact: Fact, speech: Speech) -> Aspect:
    value: object = fact.presumed
    if fact.type.choice and fact.presumed is not None:
        value = speech.law.choices[fact.type.choice].values[int(fact.presumed)].id
    return Aspect("presumed", value, speech.number(fact.type, fact.presumed))


def _value_of(law: Law, fact: str, code: int) -> str:
    """A value of a fact as a file writes it."""
    choice = next((each.type.choice for each in law.facts if each.id == fact), "")
    return law.choices[choice].values[code].id if choice else str(code)


@_says.register
def _(item: Watch, speech: Speech, rule: LawRule) -> Iterable[Aspect]:
    yield Aspect("disposition", item.disposition, DISPOSITION_WORDS[item.disposition])
    for key, names in (("watched_facts", item.facts), ("watched_benefits", item.benefits)):
        yield Aspect(key, frozenset(names), listed(map(speech.name, names)) if names else text(""))
    turns = frozenset(item.turns)
    yield Aspect("turns", turns, listed(TURN_WORDS[each] for each in item.turns))
    for key in ("was", "when"):
        yield _formula(f"watched_{key}", getattr(item, key), speech)
    yield Aspect("watched_entity", item.entity, word(str(item.entity)))
    yield Aspect("urgent", item.urgent, yes(item.urgent))
    yield Aspect("within_days", item.within_days, text(str(item.within_days or "")))
    yield Aspect("label", item.label, words(item.label))


def _written(law: Law, fact: str, value: Number) -> str:
    """What a fact is said to be, as a file writes it."""
    kind = next(each.type for each in law.facts if each.id == fact)
    return _value_of(law, fact, int(value)) if kind.choice else plain(kind, value)


def _figure(figure: Figure, speech: Speech) -> Thing:
    what = words(figure.label)
    months = str(figure.review_by) if figure.review_by else ""
    conflicts: list[tuple[object, ...]] = []
    said: list[Words] = []
    for each in figure.conflicts:
        conflicts.append((each.value, speech.cites(each.source)))
        where = speech.cited(each.source, quoted=False)
        value = speech.number(figure.type, each.value)
        said.append(Words(f"{where.zh} {value.zh}", f"{where.en} {value.en}"))
    aspects = (
        Aspect("label", figure.label, what),
        Aspect("type", figure.type.kind, figure.type.words()),
        Aspect("per", figure.per, words(figure.per)),
        Aspect("set_by", figure.set_by, words(figure.set_by)),
        *_bounds(figure.low, figure.high, figure.type, speech),
        Aspect("floor", figure.floor, speech.name(figure.floor)),
        Aspect("review_by", months, text(months)),
        Aspect("jump", figure.jump, speech.number(RATE, figure.jump)),
        Aspect("conflicts", tuple(conflicts), listed(said) if said else words(None)),
    )
    return Thing(f"figure.{figure.id}", what, aspects)
