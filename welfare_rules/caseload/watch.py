"""Events into a caseload: taken in once, matched, held against what is on record, told.

Events are taken in, and settled, some at a time in steps that hold as a whole or not at all, so
that a process may be ended anywhere: what was taken in is settled by whoever comes next, once, and
comes to the same alerts. How many are settled together makes no difference to what comes of them.
What an event says is put on record when somebody confirms an alert of it, and never by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from welfare_rules.alerts.blocks import Blocks
from welfare_rules.caseload.ahead import Ahead, looked_ahead
from welfare_rules.caseload.cancelling import cancel, is_cancelled, is_withdrawn
from welfare_rules.caseload.store import MOST_ALIKE, Caseload, Kept
from welfare_rules.events.event import Event, EventReader, Line
from welfare_rules.events.identity import shown
from welfare_rules.findings import CaseError, Finding, FindingsError, Place, finding
from welfare_rules.rules import CompiledLaw
from welfare_rules.runs.run import usual_engine

AT_ONCE = 1000
"""Events that are written together: a process that is ended does no more than so many again."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an event: the alerts that it raised and that it took back, and what is to be
    told of it.
    """

    event: tuple[str, str]
    raised: int
    withdrawn: int
    findings: tuple[Finding, ...] = ()


def take_in(caseload: Caseload, lines: Iterable[Line]) -> Iterator[Finding]:
    """Takes events in, each once, and tells what is wrong with any of them."""
    waiting = iter(lines)
    while some := list(islice(waiting, AT_ONCE)):
        told: list[Finding] = []
        with caseload.step():
            for line in some:
                told.extend(line.findings)
                event = line.event
                if event is not None and caseload.receive(event, line.text) == "other":
                    told.append(finding("WR476", line.place, source=event.source, id=event.id))
        yield from told


def settle_all(caseload: Caseload, policy: CompiledLaw) -> Iterator[Settled]:
    """Settles every event that waits, in the order in which they were heard of.

    An event at which the program fails stops no other: it is told, and tried again the next time.
    """
    reader, blocks = EventReader.of(policy.law), Blocks(policy, usual_engine())
    with caseload.step():
        caseload.try_again()
    while True:
        some: list[Settled] = []
        with caseload.step():  # another process that settles looks for what is left behind it
            waiting = caseload.waiting(AT_ONCE)
            ahead = looked_ahead(caseload, blocks, reader, waiting)
            for kept, each in zip(waiting, ahead, strict=True):
                try:
                    with caseload.part():
                        some.append(_settle(caseload, blocks, reader, kept, each))
                except (sqlite3.Error, FindingsError):
                    raise
                except Exception as error:
                    caseload.mark(kept.place, "failed")
                    some.append(_failed(each.event, error))
        if not waiting:
            return
        yield from some


def _failed(event: Event, error: Exception) -> Settled:
    """What is told of an event at which the program failed."""
    why = f"{type(error).__name__}: {str(error)[:200]}"
    told = finding("WR484", Place(f"{event.source}/{event.id}"), what=why)
    return Settled(event.key, 0, 0, (told,))


def _settle(
    caseload: Caseload, blocks: Blocks, reader: EventReader, kept: Kept, ahead: Ahead
) -> Settled:
    event, found = ahead.event, ahead.found
    place = Place(f"{event.source}/{event.id}")
    gone = is_cancelled(caseload, reader, *event.key)  # what cancels it came first
    withdrawn, told = 0, list[Finding]()
    if event.cancels and not (gone and is_withdrawn(caseload, reader, event)):
        earlier = caseload.named(event.source, event.cancels)
        if earlier is None:
            told.append(finding("WR477", place, source=event.source, id=event.cancels))
        else:
            told.extend(
                finding("WR481", place, alert=each.id)
                for each in caseload.alerts_of(earlier.place)
                if each.state == "confirmed"
            )
            withdrawn += cancel(caseload, reader, earlier)
    if gone:
        caseload.mark(kept.place, "withdrawn")
        return Settled(event.key, 0, withdrawn, tuple(told))
    if event.withdraws:
        caseload.mark(kept.place, "seen")
        return Settled(event.key, 0, withdrawn, tuple(told))
    if len(found) != 1:
        caseload.mark(kept.place, "several" if found else "nobody")
        code = "WR475" if found else "WR474"
        count = f"{MOST_ALIKE}+" if len(found) >= MOST_ALIKE else len(found)
        told.append(finding(code, place, count=count, who=shown(event.person)))
        return Settled(event.key, 0, withdrawn, tuple(told))
    who = found[0]
    caseload.mark(kept.place, "seen", who.household, who.person, who.grade)
    for other in caseload.said_by(event.source, who.household, who.person, kept):
        said = reader.kept(other.told)
        if (other.received, other.place) > (kept.received, kept.place):
            if event.facts.keys() <= said.facts.keys():  # it came late, and is overtaken
                return Settled(event.key, 0, withdrawn, tuple(told))
        elif said.facts.keys() <= event.facts.keys():
            withdrawn += caseload.withdraw(other.place)
    if ahead.same:
        return Settled(event.key, 0, withdrawn, tuple(told))
    try:
        alerts = ahead.alerts(blocks)
    except CaseError as error:
        return Settled(event.key, 0, withdrawn, (*told, *error.findings))
    for each in alerts:
        caseload.raise_alert(each, kept.place)
    return Settled(event.key, len(alerts), withdrawn, tuple(told))
