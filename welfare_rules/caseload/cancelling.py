"""Which events count no more, since their source corrected or withdrew them, and which do again.

What is withdrawn is as if it had never been said: what it had corrected, withdrawn or overtaken
counts again. What is corrected has handed its place on: what it took the place of stays without it.
"""

from __future__ import annotations

from collections.abc import Set

from welfare_rules.caseload.store import Caseload, Kept
from welfare_rules.events.event import Event, EventReader

_DEEPEST = 20  # withdrawals of withdrawals that are followed


def is_cancelled(caseload: Caseload, reader: EventReader, source: str, id: str) -> bool:
    """Whether an event counts no more, heard of or not."""
    return any(
        not is_withdrawn(caseload, reader, reader.kept(each.told))
        for each in caseload.cancelling(source, id)
    )


def is_withdrawn(caseload: Caseload, reader: EventReader, event: Event, depth: int = 1) -> bool:
    """Whether an event is as if it had never been said."""
    if depth > _DEEPEST:
        return False
    said = (reader.kept(each.told) for each in caseload.cancelling(*event.key))
    return any(
        bool(each.withdraws) and not is_withdrawn(caseload, reader, each, depth + 1)
        for each in said
    )


def cancel(caseload: Caseload, reader: EventReader, kept: Kept) -> int:
    """Has an event that was settled count no more, and what counts again without it be settled
    anew; says how many alerts were taken back. To be used inside a step.
    """
    if kept.state in ("waiting", "failed"):  # its turn comes, and it is seen then
        return 0
    withdrawn = caseload.withdraw(kept.place)
    if kept.state == "withdrawn":
        return withdrawn
    caseload.mark(kept.place, "withdrawn")  # of nobody, as where it came after what cancels it
    event = reader.kept(kept.told)
    again, facts = list[int](), list[Set[str]]()
    for each in caseload.said_before(event.source, kept):
        said = reader.kept(each.told).facts.keys()
        if said <= event.facts.keys() and not any(said <= later for later in facts):
            again.append(each.place)
            facts.append(said)
            if said == event.facts.keys():  # it overtook all before it
                break
    undone = caseload.named(event.source, event.cancels) if event.cancels else None
    if undone is not None and not is_cancelled(caseload, reader, event.source, event.cancels):
        again.append(undone.place)
    caseload.wait_again(again)
    return withdrawn
