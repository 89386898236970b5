"""Alerts: what an event means for a household, as far as a person should look at it.

An alert stops nothing and enrols nobody. It says what changed and who said it, which clause is
concerned, and what would follow in money and from which month, if it is confirmed. What the source
says is held beside what was on record: both outcomes are worked out, and while they are not settled
payment stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from welfare_rules.alerts.hits import Hit, Speaking, Turned, hits
from welfare_rules.alerts.looks import Look, Moment, look_at_event, look_at_month
from welfare_rules.alerts.sentences import AlertWords, said_of_alert
from welfare_rules.basics.canonical import digest_of
from welfare_rules.basics.days import LAST, Month, day_text, shift
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Outcome
from welfare_rules.events.event import Event
from welfare_rules.events.identity import Grade
from welfare_rules.history.facts import History
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Disposition, Turn
from welfare_rules.rules import CompiledLaw

Step = Literal["stop", "reduce", "grant", "raise"]
_STEPS: Mapping[Turn, Step] = {"lost": "stop", "less": "reduce", "gained": "grant", "more": "raise"}
_FIRST: Sequence[Step] = ("stop", "reduce", "grant", "raise")
_STALE = 366  # days after the period of which it tells


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would follow if an alert is confirmed.

    `monthly` is what is paid each month more, or less (below 0), in fen, of the rights of which
    both amounts are certain; None where there is no such right.
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

    `match` says how well the event agrees with the person (1 where only the record brought it up,
    and then `event` is None), `proposes` is None unless all of it agrees and is certain. `by` is
    the last day on which it should be looked at, None where nothing says so. `month` is the first
    in which its watch speaks.
    """

    id: str
    watch: str
    kind: Disposition
    case: str
    person: str | None
    benefits: tuple[str, ...]
    match: Grade
    event: tuple[str, str] | None
    proposes: Proposal | None
    contested: tuple[str, ...]
    urgent: bool
    by: int | None
    month: Month
    words: AlertWords

    @property
    def said(self) -> Words:
        """All that it says as one sentence, in both languages."""
        return self.words.whole

    def to_dict(self) -> dict[str, Any]:
        """Its fields as JSON gives them: `contested` are paths on which sources differ, `month` is
        the first in which it speaks, `parts` has what it says part by part.
        """
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
            "month": self.month.text,
            "said_zh": (said := self.said).zh,
            "said_en": said.en,
            "parts": self.words.to_dict(),
        }


def alerts_of_event(
    policy: CompiledLaw, history: History, event: Event, person: str, match: Grade
) -> tuple[Alert, ...]:
    """What should be looked at since an event was heard of, in the order of the law.

    `history` is that of the household before it. The months from the one in which it happened are
    looked at, each by the law known on the day on which it was heard of; the first in which a watch
    speaks of somebody counts. Raises CaseError where the event sets what is no value of a fact.
    """
    return alerts_of(look_at_event(policy, history, event, person, match), policy.law)


def alerts_of_month(
    policy: CompiledLaw, history: History, month: Month, known: int = LAST
) -> tuple[Alert, ...]:
    """What should be looked at since a month began, without any event: an age that is reached, a
    certificate that has run out, a check that is due.

    The household is held against itself in the month before, both as known on a day.

    >>> import welfare_rules as wr
    >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-08-20", "division": "999999"}
    >>> from welfare_rules.history.facts import read_history
    >>> known = read_history({"case": {"id": "h", "members": [one]}})
    >>> [each.watch for each in alerts_of_month(wr.load("cn/model"), known, Month.of(2021, 8))]
    ['eighty']
    """
    return alerts_of(look_at_month(policy, history, month, known), policy.law)


def alerts_of(look: Look, law: Law, speaking: Speaking | None = None) -> tuple[Alert, ...]:
    """What the watches of a law say of a household before and after, in the order of the law.

    `speaking` finds those whose conditions hold, as in `hits`.
    """
    return alerts_of_hits(look, law, ((each, _hits(each, law, speaking)) for each in look.moments))


def _hits(moment: Moment, law: Law, speaking: Speaking | None) -> Iterator[Hit]:
    return hits(moment.before, moment.after, moment.changed, law, speaking)


def alerts_of_hits(
    look: Look, law: Law, found: Iterable[tuple[Moment, Iterable[Hit]]]
) -> tuple[Alert, ...]:
    """The alerts of what was found of a look, month by month: the first of each watch and person
    counts.
    """
    made: dict[tuple[str, str], Alert] = {}
    for moment, of_moment in found:
        for hit in of_moment:
            key = hit.watch.id, hit.person
            if key not in made:
                made[key] = _alert(look, moment, hit)
    order = {each.id: place for place, each in enumerate(law.watches)}
    return tuple(sorted(made.values(), key=lambda each: (order[each.watch], each.person or "")))


def _alert(look: Look, moment: Moment, hit: Hit) -> Alert:
    event, watch = look.event, hit.watch
    month = moment.after.rules.month
    contested = tuple(each.path for each in moment.conflicts)
    covers = None if event is None else event.covers
    doubts = {
        "uncertain": not hit.certain,
        "another_period": covers is not None and shift(covers.last, _STALE) < look.heard,
        "match": look.match != 1,
    }
    certain = not contested and True not in doubts.values()
    brought = ("month", month.text) if event is None else event.key
    proposal = _proposal(hit, month) if certain else None
    return Alert(
        id=digest_of([watch.id, look.case, hit.person, *brought])[7:23],
        watch=watch.id,
        kind=watch.disposition,
        case=look.case,
        person=hit.person or None,
        benefits=tuple(dict.fromkeys(each.benefit for each in hit.turned)),
        match=look.match,
        event=None if event is None else event.key,
        proposes=proposal,
        contested=contested,
        urgent=watch.urgent,
        by=None if watch.within_days is None else shift(look.heard, watch.within_days),
        month=month,
        words=said_of_alert(
            look,
            moment,
            hit,
            monthly=_monthly(hit.turned),
            doubts=[key for key, holds in doubts.items() if holds],
        ),
    )


def _proposal(hit: Hit, month: Month) -> Proposal | None:
    """What would follow; None where no right turned in a way that can be said. A right that could
    not be said before counts only where there is no other.
    """
    certain = [each for each in hit.turned if _known(each.before) and _known(each.after)]
    steps = {_STEPS[each.turn] for each in certain or hit.turned if each.turn in _STEPS}
    if not steps:
        return None
    return Proposal(next(each for each in _FIRST if each in steps), month, _monthly(hit.turned))


def _known(outcome: Outcome | None) -> bool:
    return outcome is None or (outcome.entitled is not None and isinstance(outcome.due, int))


def _monthly(turned: Sequence[Turned]) -> int | None:
    """What is paid each month more than before, in fen, of rights whose amounts are certain; None
    where there is none.
    """
    sums: list[int] = []
    for each in turned:
        said = [one for one in (each.before, each.after) if one is not None]
        monthly = all(one.benefit.per == "month" and not one.benefit.service for one in said)
        before, after = (0 if one is None else one.due for one in (each.before, each.after))
        if monthly and isinstance(before, int) and isinstance(after, int):
            sums.append(after - before)
    return sum(sums) if sums else None
