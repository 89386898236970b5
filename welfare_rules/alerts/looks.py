"""A household before and after: around an event, or from one month to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from welfare_rules.alerts.hits import THE_HOUSEHOLD, Changed
from welfare_rules.basics.days import LAST, Month, every_month, month_of
from welfare_rules.events.event import Event
from welfare_rules.events.identity import Grade
from welfare_rules.history.facts import Change, Conflict, History, read_history
from welfare_rules.history.timeline import Reading
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.rules import CompiledLaw, Rules
from welfare_rules.seen import Seen

AHEAD = 3
"""As many months after the one in which it was heard of are looked at for what follows."""
MOST_BACK = 36
"""As many months before the one in which it was heard of."""


Stated = int | frozenset[str] | Literal["unknown"] | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A household on both sides of a change: whose facts are not the same (None where nobody told
    of a change), and those on which sources differ then.
    """

    before: Seen
    after: Seen
    changed: Changed | None = None
    conflicts: tuple[Conflict, ...] = ()


Sights = dict[tuple[int, int, int, Case], Seen]
"""Households seen so far, by their program, month, day of knowledge and state: whoever is looked at
again, such as what is on record around the next event, is decided once.
"""


@dataclass(frozen=True, slots=True)
class Look:
    """What watches are held against. `heard` is the day on which it was heard of.

    Without an event nothing changed but the month; nobody but who is on record is meant then.
    """

    case: str
    moments: tuple[Moment, ...]
    heard: int
    event: Event | None = None
    match: Grade = 1


def look_at_event(
    policy: CompiledLaw,
    history: History,
    event: Event,
    person: str,
    match: Grade,
    sights: Sights | None = None,
) -> Look:
    """A household as it is on record, and as it is if what an event says is so, month by month.

    `history` is that before the event. The months from the one in which it happened are looked at,
    each by the law known on the day on which it was heard of. `sights` are those of other events,
    and are added to. Raises CaseError where the event sets what is no value of a fact.
    """
    sights = {} if sights is None else sights
    recorded = Reading(policy, history)
    history = recorded.history  # in ids
    change, place = event.change(policy.law, person), len(history.changes)
    nobody_else = {"members": [{"id": each} for each in sorted(history.people)]}
    said = tuple(
        replace(each, place=place + each.place)
        for each in read_history({"case": nobody_else, "changes": [change]}).changes
    )
    heard = event.received
    settled = Reading(policy, _settled_by(history, said))
    beside = settled  # nobody else has said anything
    if history.changes:
        beside = Reading(policy, replace(history, changes=(*history.changes, *said)))
    told = {(each.member or THE_HOUSEHOLD, each.fact) for each in said}
    moments: list[Moment] = []
    for month in _months(policy, said, heard):
        rules = policy.at(month, heard)
        before, after = (_seen(rules, each, sights) for each in (recorded, settled))
        if before is None or after is None:
            continue
        changed = frozenset(each for each in told if _differs(policy.law, before, after, *each))
        if changed:  # in months to which it makes no difference nothing is to be looked at
            moments.append(Moment(before, after, changed, beside.conflicts(month, heard)))
    return Look(str(history.case.get("id")), tuple(moments), heard, event, match)


def look_at_month(policy: CompiledLaw, history: History, month: Month, known: int = LAST) -> Look:
    """A household in the month before and in a month, as known on a day."""
    reading, earlier = Reading(policy, history), month.after(-1)
    moments: tuple[Moment, ...] = ()
    if earlier.first >= policy.law.covers_from:
        before, after = (_seen(policy.at(each, known), reading, {}) for each in (earlier, month))
        if before is not None and after is not None:
            moments = (Moment(before, after, None, reading.conflicts(month, known)),)
    return Look(str(history.case.get("id")), moments, min(max(known, month.first), month.last))


def _months(policy: CompiledLaw, said: Sequence[Change], heard: int) -> Iterator[Month]:
    """The months that are looked at."""
    first, now = month_of(min(each.first for each in said)), month_of(heard)
    covered = month_of(max(policy.law.covers_from, now.after(-MOST_BACK).first))
    first = max(first, covered, key=lambda each: each.first)
    last = max(now, first, key=lambda each: each.first).after(AHEAD)
    yield from every_month(first, last)


def _differs(law: Law, before: Seen, after: Seen, person: str, name: str) -> bool:
    fact = fact_of(law, person, name)
    one, other = (stated(each.case, fact, person) for each in (before, after))
    return one != other


def fact_of(law: Law, person: str, name: str) -> Fact:
    """A fact of somebody, or of the household, by its id."""
    entity = Entity.HOUSEHOLD if person == THE_HOUSEHOLD else Entity.MEMBER
    return next(each for each in law.facts if (each.id, each.entity) == (name, entity))


def stated(case: Case, fact: Fact, person: str) -> Stated:
    """What a case says of a fact of somebody; None where it says nothing."""
    if person != THE_HOUSEHOLD and person not in case.member_ids:
        return None
    whose = HOUSEHOLD if person == THE_HOUSEHOLD else case.member_ids.index(person)
    if fact.type.kind is Kind.BENEFITS:
        return case.receiving[whose]
    if (whose, fact.column) in case.said_unknown:
        return "unknown"
    values = case.household if whose == HOUSEHOLD else case.members[whose]
    return None if (whose, fact.column) in case.presumed else values[fact.column]


def _seen(rules: Rules, reading: Reading, sights: Sights) -> Seen | None:
    case = reading.case(rules, rules.known)
    if case is None:
        return None
    key = id(rules.compiled), rules.month.first, rules.known, case  # kept as long as the policy
    found = sights.get(key)
    if found is None:
        found = sights[key] = Seen(rules, case)
    return found


def _settled_by(history: History, said: Sequence[Change]) -> History:
    """The history if a source is right: what else is said of its facts from its day on is gone."""
    paths = {each.path: each.first for each in said}
    kept = [
        each for each in history.changes if each.path not in paths or each.first < paths[each.path]
    ]
    return replace(history, changes=(*kept, *said))
