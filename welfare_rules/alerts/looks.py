"""A household before and after: around an event, or from one month to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from welfare_rules.alerts.hits import THE_HOUSEHOLD, Changed
from welfare_rules.basics.days import LAST, LAST_YEAR, Month, every_month, month_of
from welfare_rules.events.event import Event
from welfare_rules.events.identity import Grade
from welfare_rules.history.facts import Change, Conflict, History, read_history
from welfare_rules.history.timeline import LAST_MONTH, Reading
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
class Sights:
    """What was seen so far of the households of one law, for whoever is looked at again: what is on
    record around the next event is read and decided once.

    `seen` are households by their program, month and state, and then by the day of knowledge, on
    which no decision rests but by its program. `states` are those states, equal ones once.
    """

    policy: CompiledLaw
    states: dict[Case, Case] = field(default_factory=dict[Case, Case])
    seen: dict[tuple[int, int, int], dict[int, Seen]] = field(
        default_factory=dict[tuple[int, int, int], dict[int, Seen]]
    )
    rules: dict[tuple[int, int], Rules] = field(default_factory=dict[tuple[int, int], Rules])
    months: dict[tuple[int, int], Sequence[Rules]] = field(
        default_factory=dict[tuple[int, int], Sequence[Rules]]
    )
    readings: dict[int, tuple[History, Reading]] = field(
        default_factory=dict[int, tuple[History, Reading]]
    )

    def at(self, month: Month, known: int) -> Rules:
        """The rules of a month as known on a day."""
        key = month.first, known
        found = self.rules.get(key)
        if found is None:
            found = self.rules[key] = self.policy.at(month, known)
        return found

    def since(self, first: Month, heard: int) -> Sequence[Rules]:
        """The rules of the months that are looked at of what is so from a month on and was heard of
        on a day.
        """
        key = first.first, heard
        found = self.months.get(key)
        if found is None:
            months = _months(self.policy, first, heard)
            found = self.months[key] = [self.at(each, heard) for each in months]
        return found

    def reading(self, history: History) -> Reading:
        """The reading of a history."""
        found = self.readings.get(id(history))  # kept beside it, so that no other has its place
        if found is None:
            found = self.readings[id(history)] = history, Reading(self.policy, history)
        return found[1]

    def state(self, rules: Rules, reading: Reading) -> Case | None:
        """The state of a household in the month of some rules; None while it is not known."""
        case = reading.case(rules, rules.known)
        return None if case is None else self.states.setdefault(case, case)

    def see(self, rules: Rules, case: Case) -> Seen:
        """A household in the month of some rules, in one of the states."""
        known = self.seen.setdefault((id(rules.compiled), rules.month.first, id(case)), {})
        found = known.get(rules.known)
        if found is None:
            alike = next(iter(known.values()), None)  # with what is decided of it so far
            found = Seen(rules, case) if alike is None else replace(alike, rules=rules)
            known[rules.known] = found
        return found


@dataclass(frozen=True, slots=True)
class Moment:
    """A household on both sides of a change: whose facts are not the same (None where nobody told
    of a change), and those on which sources differ then.

    `rules` and `states` are those of the two sides, which are seen when they are asked for.
    """

    sights: Sights = field(repr=False, compare=False)
    rules: tuple[Rules, Rules]
    states: tuple[Case, Case]
    changed: Changed | None = None
    conflicts: tuple[Conflict, ...] = ()

    @property
    def before(self) -> Seen:
        return self.sights.see(self.rules[0], self.states[0])

    @property
    def after(self) -> Seen:
        return self.sights.see(self.rules[1], self.states[1])


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
    sights = Sights(policy) if sights is None else sights
    law, recorded = policy.law, sights.reading(history)
    history = recorded.history  # in ids
    change, place = event.change(law, person), len(history.changes)
    nobody_else = {"members": [{"id": each} for each in sorted(history.people)]}
    said = tuple(
        replace(each, place=place + each.place)
        for each in read_history({"case": nobody_else, "changes": [change]}).changes
    )
    heard = event.received
    if not said:  # the law has no words any more for what it says
        return Look(str(history.case.get("id")), (), heard, event, match)
    settled = Reading(policy, _settled_by(history, said))
    beside = settled  # nobody else has said anything
    if history.changes:
        beside = Reading(policy, replace(history, changes=(*history.changes, *said)))
    told = {(each.member or THE_HOUSEHOLD, each.fact) for each in said}
    facts = [(person, fact_of(law, person, name)) for person, name in told]
    moments: list[Moment] = []
    readings = (recorded, settled) if beside is settled else (recorded, settled, beside)
    courses = [each.course(heard) for each in readings]
    states: tuple[Case, Case] | None = None
    changed, torn = frozenset[tuple[str, str]](), tuple[Conflict, ...]()
    last: Month | None = None
    for rules in sights.since(month_of(min(each.first for each in said)), heard):
        month = rules.month
        if last is None or any(each.turns_between(last, month) for each in courses):
            states = None
            if recorded.standing(month, heard) != settled.standing(month, heard):
                states = _both(sights.state(rules, recorded), sights.state(rules, settled))
            if states is not None:
                changed = frozenset(
                    (who, fact.id) for who, fact in facts if _differs(*states, fact, who)
                )
                torn = beside.conflicts(month, heard)
        last = month
        if states is not None and changed:  # else nothing is to be looked at
            moments.append(Moment(sights, (rules, rules), states, changed, torn))
    return Look(str(history.case.get("id")), tuple(moments), heard, event, match)


def look_at_month(
    policy: CompiledLaw,
    history: History,
    month: Month,
    known: int = LAST,
    sights: Sights | None = None,
) -> Look:
    """A household in the month before and in a month, as known on a day. `sights` are those of
    others, and are added to.
    """
    sights = Sights(policy) if sights is None else sights
    reading, earlier = Reading(policy, history), month.after(-1)
    moments: tuple[Moment, ...] = ()
    if earlier.first >= policy.law.covers_from:
        rules = sights.at(earlier, known), sights.at(month, known)
        states = _both(*(sights.state(each, reading) for each in rules))
        if states is not None:
            torn = reading.conflicts(month, known)
            moments = (Moment(sights, rules, states, None, torn),)
    return Look(str(history.case.get("id")), moments, min(max(known, month.first), month.last))


def _months(policy: CompiledLaw, first: Month, heard: int) -> Iterator[Month]:
    """The months that are looked at of what is so from a month on."""
    now = month_of(heard)
    covered = month_of(max(policy.law.covers_from, now.after(-MOST_BACK).first))
    first = max(first, covered, key=lambda each: each.first)
    last = max(now, first, key=lambda each: each.first)
    if last.year <= LAST_YEAR:  # of later months nothing can be asked
        ahead = min(last.after(AHEAD), LAST_MONTH, key=lambda each: each.first)
        yield from every_month(first, ahead)


def _both(one: Case | None, other: Case | None) -> tuple[Case, Case] | None:
    """Both states of a household; None where it is not known in one of them."""
    return None if one is None or other is None else (one, other)


def _differs(before: Case, after: Case, fact: Fact, person: str) -> bool:
    return stated(before, fact, person) != stated(after, fact, person)


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


def _settled_by(history: History, said: Sequence[Change]) -> History:
    """The history if a source is right: what else is said of its facts from its day on is gone."""
    paths = {each.path: each.first for each in said}
    kept = [
        each for each in history.changes if each.path not in paths or each.first < paths[each.path]
    ]
    return replace(history, changes=(*kept, *said))
