"""What an alert says: what changed, who said it, what would follow, by which clause, and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from welfare_rules.alerts.catalogue import SAID
from welfare_rules.alerts.hits import THE_HOUSEHOLD, Hit, Turned
from welfare_rules.alerts.looks import Look, Moment, Stated, fact_of, stated
from welfare_rules.answer.questions import fact_words
from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words, aside, listed
from welfare_rules.engine.contract import Outcome
from welfare_rules.events.event import Event
from welfare_rules.facts.writing import fact_value
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Clause, Fact
from welfare_rules.law.terms import DISPOSITION_WORDS, TURN_WORDS, Citation
from welfare_rules.seen import Seen

NOTHING = Words("", "")
_MARKS = Words("；", "; ")
_STOP = Words("。", ".")


@dataclass(frozen=True, slots=True)
class AlertWords:
    """What an alert says, part by part; a part that says nothing is empty.

    What it is about, what changed and who said it, what would follow if it is confirmed, what is
    not clear, the clause that is concerned, and what is to be done.
    """

    situation: Words
    changed: Words
    follows: Words
    doubts: Words
    clause: Words
    disposition: Words

    @property
    def whole(self) -> Words:
        """All of it as one sentence."""
        cited = NOTHING if self.clause == NOTHING else SAID.words("clause", document=self.clause)
        parts = (self.situation, self.changed, self.follows, self.doubts, self.disposition, cited)
        made = _joined(parts)
        return Words(made.zh + _STOP.zh, made.en + _STOP.en)

    def to_dict(self) -> dict[str, dict[str, str]]:
        """Each part in `zh` and `en`."""
        parts = ("situation", "changed", "follows", "doubts", "clause")
        return {each: {"zh": (said := getattr(self, each)).zh, "en": said.en} for each in parts}


def said_of_alert(
    look: Look, moment: Moment, hit: Hit, *, monthly: int | None, doubts: Sequence[str]
) -> AlertWords:
    """The words of an alert, in both languages.

    `monthly` is what is paid each month more in all (fen), `doubts` are keys of the sentences.
    """
    law, source = moment.after.rules.program.law, hit.watch.source
    torn = [
        SAID.words("contested", label=fact_words(law, each.path), source="、".join(each.sources))
        for each in moment.conflicts
    ]
    return AlertWords(
        hit.watch.label,
        _changed(look, moment),
        _follows(moment, hit, monthly),
        _joined([*torn, *(SAID[key] for key in doubts)]),
        NOTHING if source is None else _cited(source),
        DISPOSITION_WORDS[hit.watch.disposition],
    )


def _joined(parts: Iterable[Words]) -> Words:
    """Parts of a sentence, those that say nothing left out."""
    said = [each for each in parts if each != NOTHING]
    return Words(_MARKS.zh.join(each.zh for each in said), _MARKS.en.join(each.en for each in said))


def _changed(look: Look, moment: Moment) -> Words:
    """Which facts are not what they were, who said so and of which period."""
    event = look.event
    if event is None:
        return SAID.words("month", month=moment.after.rules.month.text)
    facts = [*_changes(moment)]
    if not facts:
        return NOTHING
    received, covers = day_text(event.received), _covers(event)
    return SAID.words(
        "changed", source=event.source, received=received, facts=listed(facts), covers=covers
    )


def _follows(moment: Moment, hit: Hit, monthly: int | None) -> Words:
    """What would follow, in money and from which month."""
    if not hit.turned:
        return NOTHING
    sum_ = NOTHING
    if monthly and sum(1 for each in hit.turned if _paid_monthly(each)) > 1:
        key = "sum_more" if monthly > 0 else "sum_less"
        sum_ = SAID.words(key, amount=yuan_text(abs(monthly)))
    rights = listed(_right(moment.after, each) for each in hit.turned)
    return SAID.words("if_confirmed", month=moment.after.rules.month.text, rights=rights, sum=sum_)


def _cited(source: Citation) -> Words:
    words = Words(source.document, source.document)
    return aside(words, source.article) if source.article else words


def _changes(moment: Moment) -> Iterator[Words]:
    """Every fact that is not what it was, with both values."""
    law = moment.after.rules.program.law
    for person, name in sorted(moment.changed or ()):
        fact = fact_of(law, person, name)
        was, now = (
            _value(law, fact, stated(each.case, fact, person))
            for each in (moment.before, moment.after)
        )
        yield SAID.words("fact", label=fact.label.both(fact.id), before=was, after=now)


def _value(law: Law, fact: Fact, value: Stated) -> Words:
    """The value of a fact, for people."""
    match value:
        case None:
            return SAID["nothing"]
        case "unknown":
            return SAID["unknown"]
        case frozenset():
            labels = [law.benefit(each).label.both(each) for each in sorted(value)]
            return listed(labels) if labels else SAID["none"]
        case _:
            pass
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


def _covers(event: Event) -> Words:
    """The period that an event speaks of; without one it is so from the day on which it was."""
    if event.covers is None:
        return SAID.words("since", day=day_text(event.occurred))
    first, last = day_text(event.covers.first), day_text(event.covers.last)
    return SAID.words("covers", first=first, last=last)


def _right(after: Seen, turned: Turned) -> Words:
    """A right, whose it is, how it turned, the amounts before and after, and what decides it."""
    benefit = after.rules.program.law.benefit(turned.benefit)
    label = benefit.label.both(benefit.id)
    if turned.payee != THE_HOUSEHOLD:
        label = aside(label, turned.payee)
    amounts = because = NOTHING
    outcomes = [each for each in (turned.before, turned.after) if each is not None]
    if not any(each.benefit.service for each in outcomes):
        amounts = SAID.words("amounts", before=_due(turned.before), after=_due(turned.after))
    found = None if turned.after is None else _deciding(after, turned.after)
    if isinstance(found, str):
        because = SAID[found]
    elif found is not None:
        key, clause = found
        cited = (
            NOTHING
            if clause.source is None
            else SAID.words("of_clause", document=_cited(clause.source))
        )
        because = SAID.words(key, because=clause.because, cited=cited)
    return SAID.words(
        "right", label=label, turn=TURN_WORDS[turned.turn], amounts=amounts, because=because
    )


def _deciding(
    after: Seen, outcome: Outcome
) -> tuple[Literal["fails", "excludes", "applies"], Clause] | Literal["no_row"] | None:
    """The clause that decides a right: the first requirement that fails or exclusion that holds,
    else the first row that applies. None where it cannot be said, or where it needs no row.
    """
    if outcome.entitled is None:
        return None
    told = after.evaluation.outcome(outcome.benefit, outcome.payee)
    for rule, truth in zip(told.benefit.reasons, told.truths, strict=True):
        kind = rule.clause.kind
        if not outcome.entitled and kind == "require" and truth is False:
            return "fails", rule.clause
        if not outcome.entitled and kind == "exclude" and truth is False:
            return "excludes", rule.clause
        if outcome.entitled and kind in ("row", "step") and truth:
            return "applies", rule.clause
    return None if outcome.entitled or outcome.not_begun else "no_row"


def _paid_monthly(turned: Turned) -> bool:
    return any(
        each is not None and each.benefit.per == "month" for each in (turned.before, turned.after)
    )


def _due(outcome: Outcome | None) -> Words:
    if outcome is None:
        return SAID["none"]
    if not isinstance(outcome.due, int):
        return SAID["unsaid"]
    return SAID.words("yuan", amount=yuan_text(outcome.due))
