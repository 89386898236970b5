"""What is worked out of many waiting events before they are settled one after the other.

Who is meant, whether all of it is on record, and which alerts it raises rest on the record of its
household alone, which no event changes: so it is found for a block of events at once. What other
events make of it (corrected, withdrawn, overtaken) is seen when its turn comes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from welfare_rules.alerts.alerts import Alert, alerts_of
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.looks import Look, Sights, look_at_event
from welfare_rules.caseload.cancelling import is_cancelled
from welfare_rules.caseload.plain import says_the_same
from welfare_rules.caseload.store import Caseload, Kept
from welfare_rules.events.event import Event, EventReader
from welfare_rules.events.identity import Found
from welfare_rules.findings import CaseError, FindingsError
from welfare_rules.history.facts import History, read_history

Record = tuple[Mapping[str, Any], "History | None"]
"""What is on record of a household, as it is kept and as it is read where it was."""


@dataclass(slots=True)
class Ahead:
    """An event that waits: all who may be meant by it, and what follows from it for the one who is.

    `same` says that all of it is on record. `look` is what watches are held against, or why there
    is none; `made` are the alerts, None where these must be worked out by themselves.
    """

    event: Event
    found: tuple[Found, ...]
    same: bool = False
    look: Look | Exception | None = None
    made: tuple[Alert, ...] | None = None

    def alerts(self, blocks: Blocks) -> tuple[Alert, ...]:
        """The alerts that it raises. Raises CaseError, and whatever the program failed by."""
        if isinstance(self.look, Exception):
            raise self.look
        if self.made is not None or self.look is None:
            return self.made or ()
        return alerts_of(self.look, blocks.policy.law)


def looked_ahead(
    caseload: Caseload, blocks: Blocks, reader: EventReader, waiting: Sequence[Kept]
) -> list[Ahead]:
    """What is worked out of each of some events, in their order."""
    sights, records = Sights(blocks.policy), dict[str, Record]()
    ahead = [_one(caseload, reader, each, sights, records) for each in waiting]
    told = [(each, each.look) for each in ahead if isinstance(each.look, Look)]
    try:
        made = [*blocks.alerts([look for _, look in told])]
    except (sqlite3.Error, FindingsError):
        raise
    except Exception:  # one of them is at fault, and stops no other: each by itself then
        return ahead
    for (each, _), alerts in zip(told, made, strict=True):
        each.made = alerts
    return ahead


def _one(
    caseload: Caseload, reader: EventReader, kept: Kept, sights: Sights, records: dict[str, Record]
) -> Ahead:
    """What is worked out of one event. `records` are those of households so far, as they are kept
    and as they are read, and are added to.
    """
    event = reader.kept(kept.told)
    made = Ahead(event, () if event.withdraws else caseload.people_like(event.person))
    if len(made.found) != 1 or is_cancelled(caseload, reader, *event.key):
        return made
    (who,) = made.found
    record, history = records.get(who.household) or (caseload.history(who.household), None)
    try:
        made.same = says_the_same(record, who.person, event, reader.facts)
        if not made.same:
            history = history or read_history(record)
            made.look = look_at_event(sights.policy, history, event, who.person, who.grade, sights)
    except CaseError as error:
        made.look = error
    except (sqlite3.Error, FindingsError):
        raise
    except Exception as error:  # told when its turn comes
        made.look = error
    records[who.household] = record, history
    return made
