"""What somebody decided of alerts, and what is on record since.

What the event of a confirmed alert says is put on record of its household, so that later decisions
rest on it. Where that cannot be, since the law has other words now or the record is full, the alert
stays open, and whoever decides is told what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from welfare_rules.basics.canonical import canonical
from welfare_rules.basics.text import Words, listed
from welfare_rules.caseload.catalogue import REFUSALS, STATES
from welfare_rules.caseload.store import AlertState, Caseload, KeptAlert
from welfare_rules.events.event import EventReader
from welfare_rules.findings import CaseError, Finding, Place, RequestError, finding
from welfare_rules.history.facts import MOST_CHANGES
from welfare_rules.law.law import Law
from welfare_rules.rules import CompiledLaw


@dataclass(slots=True)
class _Record:
    """What is on record of a household, how many facts change in it, and which changes are there.

    `adds` says whether there are changes that it was not read with.
    """

    history: dict[str, Any]
    count: int
    changes: set[bytes]
    adds: bool = False

    @classmethod
    def of(cls, history: dict[str, Any]) -> Self:
        """That of a history as it is kept."""
        changes: list[Any] = history.setdefault("changes", [])
        return cls(history, sum(len(each["set"]) for each in changes), {*map(canonical, changes)})


@dataclass(frozen=True, slots=True)
class Records:
    """The records of households while alerts are confirmed, each read once and written once. To be
    used inside a step.
    """

    caseload: Caseload
    law: Law
    reader: EventReader
    records: dict[str, _Record] = field(default_factory=dict[str, _Record])

    @classmethod
    def of(cls, caseload: Caseload, policy: CompiledLaw) -> Self:
        """Those of a caseload, with events in the words of a policy."""
        return cls(caseload, policy.law, EventReader.of(policy.law))

    def confirm(self, alert: KeptAlert) -> Words | None:
        """Puts what the event of an alert says beside what is on record, to be written later; or
        says why that cannot be.
        """
        if alert.event is None:  # the month alone brought it: all of it is on record
            return None
        kept = self.caseload.at(alert.event)
        assert kept.person is not None
        try:
            event = self.reader.read(kept.told)
        except CaseError as error:
            return REFUSALS.words("words", facts=listed(map(_said, error.findings)))
        change = event.change(self.law, kept.person)
        record = self.records.get(alert.household)
        if record is None:
            record = _Record.of(self.caseload.history(alert.household))
            self.records[alert.household] = record
        written = canonical(change)
        if written in record.changes:  # another alert of the event has put it there
            return None
        if record.count + len(change["set"]) > MOST_CHANGES:
            return REFUSALS.words("full", limit=f"{MOST_CHANGES:,}")
        record.history["changes"].append(change)
        record.changes.add(written)
        record.count, record.adds = record.count + len(change["set"]), True
        return None

    def write(self) -> None:
        """Writes the records to which anything was added."""
        for household, record in self.records.items():
            if record.adds:
                self.caseload.put_history(household, record.history)


def decide(
    caseload: Caseload, policy: CompiledLaw, alert: str, state: AlertState, because: str, day: int
) -> KeptAlert:
    """Puts down what somebody decided of an alert, and why; and on record what is confirmed.

    Raises RequestError for an alert that is not open or that cannot be confirmed, and where no
    reason is given.
    """
    place = Place("alert")
    if not because.strip():
        raise RequestError([finding("WR480", place)])
    with caseload.step():
        kept, records = caseload.alert(alert), Records.of(caseload, policy)
        why = not_open(kept)
        if kept is not None and why is None and state == "confirmed":
            why = records.confirm(kept)
        if why is not None:
            raise RequestError([finding("WR479", place, got=alert[:40], why=why)])
        records.write()
        return caseload.put_decision(alert, state, because.strip(), day)


def not_open(alert: KeptAlert | None) -> Words | None:
    """Why nobody can decide of an alert; None where it is open."""
    if alert is None:
        return REFUSALS["none"]
    return None if alert.state == "open" else STATES[alert.state]


def _said(wrong: Finding) -> Words:
    """What is wrong with an event, where in it."""
    path, told = wrong.place.path, wrong.without_hint()
    return Words(f"{path}：{told.message('zh')}", f"{path}: {told.message('en')}")
