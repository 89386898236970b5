"""From a case that expects alerts to a household that watches can be held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.alerts.looks import Look, look_at_event, look_at_month
from welfare_rules.basics.days import Month, day_number, month_of
from welfare_rules.cases.changed import Changing
from welfare_rules.cases.drawn import Drawn
from welfare_rules.cases.models import CaseForm, ChangeForm, EventForm, HouseholdForm
from welfare_rules.cases.watches.expected import AlertExpected, AlertReader
from welfare_rules.cases.wording import Wording
from welfare_rules.document.source import Origin
from welfare_rules.events.event import Event, EventReader
from welfare_rules.events.identity import Grade
from welfare_rules.findings import CaseError, Finding, FindingsError, Place, finding, nearest
from welfare_rules.history.facts import History, read_history
from welfare_rules.language.types import Entity
from welfare_rules.rules import CompiledLaw

_SOMEBODY = {"name": "?", "birth_date": "1900-01-01"}  # a case says who is meant, and how surely


@dataclass(frozen=True, slots=True)
class Watched:
    """A household and what is told of it, with the alerts that should come of it.

    Without an event it is held against itself in the month before.
    """

    history: History
    event: Event | None
    person: str
    match: Grade
    month: Month
    known: int
    expect: tuple[AlertExpected, ...]
    origin: Origin

    def look(self, policy: CompiledLaw) -> Look:
        """What the watches of a law are held against. Raises CaseError."""
        if self.event is None:
            return look_at_month(policy, self.history, self.month, self.known)
        return look_at_event(policy, self.history, self.event, self.person, self.match)


@dataclass(frozen=True, slots=True)
class Telling:
    """The changes and the event of a case, with those of its series where it has none of its own.

    Each part of an event is of the case or else of the series.
    """

    changes: Sequence[ChangeForm] = ()
    changes_at: Origin | None = None
    event: Mapping[str, Any] = field(default_factory=dict[str, Any])
    event_at: Mapping[str, Origin] = field(default_factory=dict[str, Origin])

    @staticmethod
    def of(forms: Sequence[HouseholdForm], origins: Sequence[Origin]) -> Telling:
        """What the forms of a case tell, the nearest last."""
        changes: Sequence[ChangeForm] = ()
        changes_at: Origin | None = None
        event: dict[str, Any] = {}
        event_at: dict[str, Origin] = {}
        for form, origin in zip(forms, origins, strict=True):
            if not isinstance(form, CaseForm):
                continue
            if form.change:
                changes, changes_at = form.change, origin
            if form.event is not None:
                said = form.event.model_fields_set
                event |= {key: getattr(form.event, key) for key in said}
                event_at |= dict.fromkeys((*said, ""), origin.child("event"))
        return Telling(changes, changes_at, event, event_at)

    @property
    def month(self) -> str | None:
        """The month of the event, for a case that states none."""
        time = self.event.get("time")
        return None if time is None else month_of(day_number(time)).text

    @property
    def place(self) -> Place | None:
        """Where it begins, where anything is told."""
        if "" in self.event_at:
            return self.event_at[""].place()
        return None if self.changes_at is None else self.changes_at.place("change")


class WatchedBuilder:
    """Builds what a case that expects alerts is held against.

    Complaints gather with those of the wording.
    """

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.found = words.found

    def read(
        self,
        told: Telling,
        alerts: tuple[Any, Origin] | None,
        drawn: Drawn,
        month: Month,
        known: int,
        latest: int,
    ) -> Watched | None:
        """What is watched; None for a case that expects no alerts, and where something is wrong.

        The household is drawn further.
        """
        if alerts is None:
            if told.place is not None:
                self.found.append(finding("WR111", told.place, want="expect.alerts"))
            return None
        before = len(self.found)
        written = drawn.data
        changes: list[Mapping[str, Any]] = [{}] * len(told.changes)
        if told.changes_at is not None:
            changing = Changing(self.words)
            for place, row, at in changing.rows(told.changes, told.changes_at, drawn):
                changes[place] = row
                self.words.read(drawn, latest, at)
        wanted = AlertReader(self.words.law, self.words.labels, drawn.members)
        expect = wanted.read(*alerts)
        self.found.extend(wanted.found)
        event, who = None, ""
        if told.event_at:
            who = self._who(told, drawn)
            event = self._event(told, who, drawn, latest)
        if len(self.found) > before:
            return None
        try:
            history = read_history({"case": written, "changes": changes})
        except FindingsError as error:
            place = told.place or alerts[1].place()
            self.found.extend(Finding(each.code, place, each.details) for each in error.findings)
            return None
        match = told.event.get("match", EventForm().match)
        return Watched(history, event, who, match, month, known, expect, alerts[1])

    def _who(self, told: Telling, drawn: Drawn) -> str:
        who = told.event.get("who")
        if who is None and len(drawn.members) == 1:
            return next(iter(drawn.members))
        if who is None:
            self.found.append(finding("WR111", told.event_at[""].place(), want="who"))
        elif who not in drawn.members:
            place, hint = told.event_at["who"].place("who"), nearest(who, drawn.members)
            self.found.append(finding("WR317", place, got=who, nearest=hint))
        return who or ""

    def _event(self, told: Telling, who: str, drawn: Drawn, latest: int) -> Event | None:
        given = EventForm.model_construct(**told.event)
        if given.time is None:
            self.found.append(finding("WR111", told.event_at[""].place(), want="time"))
            return None
        data = {
            "source": given.source,
            "id": "1",
            "type": "case",
            "time": given.time,
            "received": given.received or given.time,
            "person": _SOMEBODY,
            "set": dict(given.set),
            "covers": given.covers,
        }
        try:
            event = EventReader.of(self.words.law).read(data)
        except CaseError as error:
            self.found.extend(
                Finding(each.code, self._place(told, each.place.path), each.details)
                for each in error.findings
            )
            return None
        self._drawn(told, event, who, drawn, latest)
        return event

    def _drawn(self, told: Telling, event: Event, who: str, drawn: Drawn, latest: int) -> None:
        """Reads the household as the event says that it is, to see that its values are some."""
        labels, written = self.words.labels, dict[str, str]()
        for word in EventForm.model_construct(**told.event).set:
            written[labels.fact(labels.fact(word, Entity.MEMBER), Entity.HOUSEHOLD)] = word
        for fact, value in event.facts.items():
            whose = who if fact in self.words.member_facts else ""
            facts = drawn.members.get(whose) if whose else drawn.household
            if facts is not None:
                facts[fact] = value
                drawn.places[whose, fact] = told.event_at["set"].child("set", written[fact])
        self.words.read(drawn, latest, told.event_at[""])

    def _place(self, told: Telling, path: str) -> Place:
        """A path inside an event to the line of the file where that is written."""
        keys = path.split(".")
        origin = told.event_at.get(keys[0], told.event_at[""])
        return origin.place(*keys, key=len(keys) > 1)
