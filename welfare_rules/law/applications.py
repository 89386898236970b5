"""Where benefits are applied for, and which of them a short sheet tells of first."""

from __future__ import annotations

from collections.abc import Mapping

from welfare_rules.document.models import ApplicationDoc
from welfare_rules.document.source import Origin
from welfare_rules.law.dating import dating, every_version
from welfare_rules.law.layers import Layered, Merging, PayableLayers, payable_labels
from welfare_rules.law.model import Application
from welfare_rules.law.reading import Typing, words

Paid = Mapping[str, PayableLayers]


def applications(typing: Typing, paid: Paid) -> tuple[Application, ...]:
    """Every way to apply in all its versions; a deeper layer's come first, being the nearer."""
    made = every_version(
        typing.merging, "application", lambda each: _application(typing, each, paid)
    )
    return tuple(sorted(made, key=lambda each: -each.depth))  # stable: as in the files of a layer


def _application(typing: Typing, entry: Layered[ApplicationDoc], paid: Paid) -> Application:
    item, origin = entry.item, entry.origin
    for key in ("office", "benefits"):
        if not getattr(item, key) and not item.drop:
            typing.merging.say("WR111", origin, key=True, want=key)
    typing.merging.refer(origin, "benefits", item.benefits, payable_labels(paid))
    return Application(
        **dating(typing.merging, entry, "with its document"),
        id=item.id,
        benefits=item.benefits,
        office=words(item.office),
        time=words(item.time) if item.time else None,
        status=typing.status(item, entry.document),
        source=typing.source_unless_dropped(entry, item.id),
        origin=origin,
        note=item.note or "",
    )


def first_of(merging: Merging, paid: Paid) -> tuple[str, ...]:
    """The benefits that a short sheet tells of first: as the deepest layer says that says any."""
    found: tuple[str, ...] = ()
    for _, document in merging.documents():
        head = document.content.jurisdiction
        if head is not None and head.first:
            found = head.first
            where = Origin(document.source, ("jurisdiction",))
            merging.refer(where, "first", found, payable_labels(paid))
    return found
