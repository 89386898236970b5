"""Alerts: what an event means for a household, as far as a person should look at it.

An alert stops nothing and enrols nobody. It says what changed and who said it, which clause is
concerned, and what would follow in money and from which month, if it is confirmed. What the source
says is held beside what was on record: both outcomes are worked out, and while they are not settled
payment stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from welfare_rules.alerts.hits import THE_HOUSEHOLD, Changed, Hit, Turned, hits
from welfare_rules.alerts.sentences import Told, said_of_alert
from welfare_rules.basics.canonical import digest_of
from welfare_rules.basics.days import Month, day_text, every_month, month_of, shift
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.events.event import Event
from welfare_rules.events.identity import Grade
from welfare_rules.history.facts import Change, History, read_history
from welfare_rules.history.timeline import Reading
from welfare_rules.law.terms import Disposition, Turn
from welfare_rules.rules import CompiledLaw
from welfare_rules.seen import Seen

Step = Literal["stop", "reduce", "grant", "raise"]
_STEPS: Mapping[Turn, Step] = {"lost": "stop", "less": "reduce", "gained": "grant", "more": "raise"}
_FIRST: Sequence[Step] = ("stop", "reduce", "grant", "raise")
AHEAD = 3
"""As many months after the one in which it was heard of are looked at for what follows."""
MOST_BACK = 36
"""As many months before the one in which it was heard of."""
_STALE = 366  # days after the period of which it tells


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would follow if an alert is confirmed.

    `monthly` is what is paid each month more, or less (below 0), in fen; None where it cannot be
    said or nothing of it is paid monthly.
    """

    if_confirmed: Step
    first: Month
    monthly_fen: int | None

    def to_dict(self) -> dict[str, Any]:
        """The keys `if_confirmed`, `from` (a month) and `monthly` (yuan as text)."""
        monthly = None if self.monthly_fen is None else yuan_text(self.monthly_fen)
        return {"if_confirmed": self.if_confirmed, "from": self.first.text, "monthly": monthly}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a person should look at; `person` is None where it is about the household.

    `match` says how well the event agrees with the person (None where no event brought it up),
    `proposes` is None unless all of it agrees and is certain. `by` is the last day on which it
    should be looked at, None where nothing says so.
    """

    id: str
    watch: str
    kind: Disposition
    case: str
    person: str | None
    benefits: tuple[str, ...]
    match: Grade | None
    event: tuple[str, str] | None
    proposes: Proposal | None
    contested: tuple[str, ...]
    urgent: bool
    by: int | None
    said: Words

    def to_dict(self) -> dict[str, Any]:
        """The keys of the contract's alert, and `contested`: paths on which sources differ."""
        return {
            "alert": self.id,
            "watch": self.watch,
            "kind": self.kind,
            "case": self.case,
            "person": self.person,
            "benefits": list(self.benefits),
            "match": self.match,
            "event": None if self.event is None else list(self.event),
            "proposes": None if self.proposes is None else self.proposes.to_dict(),
            "contested": list(self.contested),
            "urgent": self.urgent,
            "by": None if self.by is None else day_text(self.by),
            "said_zh": self.said.zh,
            "said_en": self.said.en,
        }


def alerts_of_event(
    policy: CompiledLaw, history: History, event: Event, person: str, match: Grade
) -> tuple[Alert, ...]:
    """What should be looked at since an event was heard of, in the order of the law.

    `history` is that of the household before it. The months from the one in which it happened are
    looked at, each by the law known on the day on which it was heard of; the first in which a watch
    speaks of somebody counts. Raises CaseError where the event sets what is no value of a fact.
    """
    found = _Look(policy, history, event, person)
    made: dict[tuple[str, str], Alert] = {}
    for month in found.months():
        before, after = found.before(month), found.after(month)
        if before is None or after is None:
            continue
        for hit in hits(before, after, found.changed):
            key = hit.watch.id, hit.person
            if key not in made:
                made[key] = _alert(found, before, after, hit, match)
    order = {each.id: place for place, each in enumerate(policy.law.watches)}
    return tuple(sorted(made.values(), key=lambda each: (order[each.watch], each.person or "")))


class _Look:
    """One event held against the history of a household."""

    def __init__(self, policy: CompiledLaw, history: History, event: Event, person: str) -> None:
        self.policy, self.event = policy, event
        self.case = str(history.case.get("id"))
        change = event.change(policy.law, person)
        place = len(history.changes)
        self.said = tuple(
            replace(each, place=place + each.place)
            for each in read_history({"case": history.case, "changes": [change]}).changes
        )
        self.reading = Reading(policy, history)
        self.then = Reading(policy, _settled_by(history, self.said))
        self.beside = Reading(policy, replace(history, changes=(*history.changes, *self.said)))
        self.changed: Changed = frozenset(
            (each.member or THE_HOUSEHOLD, each.fact) for each in self.said
        )

    def months(self) -> Iterator[Month]:
        """The months that are looked at."""
        first = month_of(min(each.first for each in self.said))
        heard = month_of(self.event.received)
        covered = month_of(max(self.policy.law.covers_from, heard.after(-MOST_BACK).first))
        first = max(first, covered, key=lambda each: each.first)
        last = max(heard, first, key=lambda each: each.first).after(AHEAD)
        yield from every_month(first, last)

    def before(self, month: Month) -> Seen | None:
        """The household as it was on record."""
        return self._seen(self.reading, month)

    def after(self, month: Month) -> Seen | None:
        """The household if what the source says is so."""
        return self._seen(self.then, month)

    def _seen(self, reading: Reading, month: Month) -> Seen | None:
        rules = self.policy.at(month, self.event.received)
        case = reading.case(rules, self.event.received)
        return None if case is None else Seen(rules, case)


def _settled_by(history: History, said: Sequence[Change]) -> History:
    """The history if a source is right: what else is said of its facts from its day on is gone."""
    paths = {each.path: each.first for each in said}
    kept = [
        each for each in history.changes if each.path not in paths or each.first < paths[each.path]
    ]
    return replace(history, changes=(*kept, *said))


def _alert(look: _Look, before: Seen, after: Seen, hit: Hit, match: Grade) -> Alert:
    event, watch = look.event, hit.watch
    month = after.rules.month
    conflicts = look.beside.conflicts(month, event.received)
    contested = tuple(each.path for each in conflicts)
    stale = event.covers is not None and shift(event.covers.last, _STALE) < event.received
    certain = hit.certain and match == 1 and not contested and not stale
    benefits = tuple(dict.fromkeys(each.benefit for each in hit.turned))
    return Alert(
        id=digest_of([watch.id, look.case, hit.person, *event.key])[7:23],
        watch=watch.id,
        kind=watch.disposition,
        case=look.case,
        person=hit.person or None,
        benefits=benefits,
        match=match,
        event=event.key,
        proposes=_proposal(hit, month) if certain else None,
        contested=contested,
        urgent=watch.urgent,
        by=None if watch.within_days is None else shift(event.received, watch.within_days),
        said=said_of_alert(
            Told(
                watch=watch,
                event=event,
                before=before,
                after=after,
                changed=look.changed,
                turned=hit.turned,
                contested=conflicts,
                doubts=_doubts(hit, match, stale=stale),
            )
        ),
    )


def _doubts(hit: Hit, match: Grade, *, stale: bool) -> tuple[str, ...]:
    """Why nothing is proposed, by the keys of the sentences."""
    doubts = {"uncertain": not hit.certain, "another_period": stale, "match": match != 1}
    return tuple(key for key, holds in doubts.items() if holds)


def _proposal(hit: Hit, month: Month) -> Proposal | None:
    """What would follow; None where no right turned in a way that can be said."""
    steps = {_STEPS[each.turn] for each in hit.turned if each.turn in _STEPS}
    if not steps:
        return None
    return Proposal(next(each for each in _FIRST if each in steps), month, _monthly(hit.turned))


def _monthly(turned: Sequence[Turned]) -> int | None:
    """What is paid each month more than before, in fen; None where that cannot be said."""
    total = 0
    paid = False
    for each in turned:
        for outcome, sign in ((each.after, 1), (each.before, -1)):
            if outcome is None or outcome.benefit.per != "month":
                continue
            if not isinstance(outcome.due, int):
                return None
            total, paid = total + sign * outcome.due, True
    return total if paid else None
