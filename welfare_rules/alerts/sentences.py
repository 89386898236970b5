"""What an alert says: what changed, who said it, what would follow, by which clause, and doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from welfare_rules.alerts.catalogue import SAID
from welfare_rules.alerts.hits import THE_HOUSEHOLD, Changed, Turned
from welfare_rules.answer.questions import fact_words
from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words, aside, listed
from welfare_rules.engine.contract import Outcome
from welfare_rules.events.event import Event
from welfare_rules.facts.writing import fact_value
from welfare_rules.history.facts import Conflict
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact, Watch
from welfare_rules.law.terms import DISPOSITION_WORDS, TURN_WORDS
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.seen import Seen

_MARKS = Words("；", "; ")
_STOP = Words("。", ".")


@dataclass(frozen=True, slots=True)
class Told:
    """What the words of an alert are made of. `doubts` are keys of the sentences."""

    watch: Watch
    event: Event
    before: Seen
    after: Seen
    changed: Changed
    turned: Sequence[Turned]
    contested: Sequence[Conflict]
    doubts: Sequence[str]


def said_of_alert(told: Told) -> Words:
    """The words of an alert, in both languages."""
    parts = [*_parts(told)]
    return Words(
        _MARKS.zh.join(each.zh for each in parts) + _STOP.zh,
        _MARKS.en.join(each.en for each in parts) + _STOP.en,
    )


def _parts(told: Told) -> Iterator[Words]:
    watch, event, law = told.watch, told.event, told.after.rules.program.law
    yield watch.label
    facts = [*_changes(told)]
    if facts:
        received = day_text(event.received)
        yield SAID.words(
            "changed",
            source=event.source,
            received=received,
            facts=listed(facts),
            covers=_covers(event),
        )
    if told.turned:
        rights = listed(_right(law, each) for each in told.turned)
        yield SAID.words("if_confirmed", month=told.after.rules.month.text, rights=rights)
    for each in told.contested:
        yield SAID.words("contested", label=_label(law, each.path), source="、".join(each.sources))
    for key in told.doubts:
        yield SAID[key]
    yield DISPOSITION_WORDS[watch.disposition]
    if watch.source is not None:
        cited = watch.source
        words = Words(cited.document, cited.document)
        if cited.article:
            words = aside(words, cited.article)
        yield SAID.words("clause", document=words)


def _changes(told: Told) -> Iterator[Words]:
    """Every fact that is not what it was, with both values."""
    law = told.after.rules.program.law
    for person, name in sorted(told.changed):
        entity = Entity.HOUSEHOLD if person == THE_HOUSEHOLD else Entity.MEMBER
        fact = next(each for each in law.facts if (each.id, each.entity) == (name, entity))
        was, now = (_value(law, fact, seen.case, person) for seen in (told.before, told.after))
        if was != now:
            yield SAID.words("fact", label=fact.label.both(fact.id), before=was, after=now)


def _value(law: Law, fact: Fact, case: Case, person: str) -> Words:
    """The value of a fact in a case, for people."""
    if person != THE_HOUSEHOLD and person not in case.member_ids:
        return SAID["nothing"]
    whose = HOUSEHOLD if person == THE_HOUSEHOLD else case.member_ids.index(person)
    values = case.household if whose == HOUSEHOLD else case.members[whose]
    value = values[fact.column]
    if value is None or (whose, fact.column) in case.presumed:
        return SAID["nothing"]
    match fact.type.kind:
        case Kind.CHOICE:
            chosen = law.choices[fact.type.choice].values[value]
            return Words(chosen.zh, chosen.en)
        case Kind.BOOL:
            return SAID["yes" if value else "no"]
        case _:
            written: Any = fact_value(fact, value, law.choices)
    if isinstance(written, Mapping):
        return SAID.words("per_year", amount=cast(Mapping[str, str], written)["per_year"])
    unit = "yuan" if fact.type.kind is Kind.MONEY else "plain"
    return SAID.words(unit, amount=str(written))


def _label(law: Law, path: str) -> Words:
    return Words(fact_words(law, path, "zh"), fact_words(law, path, "en"))


def _covers(event: Event) -> Words:
    if event.covers is None:
        return Words("", "")
    first, last = day_text(event.covers.first), day_text(event.covers.last)
    return SAID.words("covers", first=first, last=last)


def _right(law: Law, turned: Turned) -> Words:
    """A right, whose it is, how it turned, and the amounts before and after."""
    benefit = law.benefit(turned.benefit)
    label = benefit.label.both(benefit.id)
    if turned.payee != THE_HOUSEHOLD:
        label = aside(label, turned.payee)
    amounts = Words("", "")
    outcomes = [each for each in (turned.before, turned.after) if each is not None]
    if not any(each.benefit.service for each in outcomes):
        amounts = SAID.words("amounts", before=_due(turned.before), after=_due(turned.after))
    return SAID.words("right", label=label, turn=TURN_WORDS[turned.turn], amounts=amounts)


def _due(outcome: Outcome | None) -> Words:
    if outcome is None:
        return SAID["none"]
    if not isinstance(outcome.due, int):
        return SAID["unsaid"]
    return SAID.words("yuan", amount=yuan_text(outcome.due))
