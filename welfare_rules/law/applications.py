"""Where benefits are applied for, and which of them a short sheet tells of first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from welfare_rules.document.models import ApplicationDoc
from welfare_rules.document.source import Origin
from welfare_rules.findings import nearest_id
from welfare_rules.law import layers
from welfare_rules.law.dating import among_versions, dating
from welfare_rules.law.layers import Layered, Merging, PayableLayers, payable_labels
from welfare_rules.law.model import Application
from welfare_rules.law.reading import Typing, words

Paid = Mapping[str, PayableLayers]


def applications(typing: Typing, paid: Paid) -> tuple[Application, ...]:
    """Every way to apply in all its versions; a deeper layer's come first, being the nearer."""
    entries = cast(Iterable[Layered[ApplicationDoc]], layers.listed(typing.merging, "application"))
    made: list[Application] = []
    for group in layers.grouped(entries, lambda each: each.id):
        versions = [_application(typing, each, paid) for each in group]
        among_versions(typing.merging, group, versions, "application")
        made.extend(versions)
    return tuple(sorted(made, key=lambda each: -each.depth))  # stable: as in the files of a layer


def _application(typing: Typing, entry: Layered[ApplicationDoc], paid: Paid) -> Application:
    item, origin = entry.item, entry.origin
    for key in ("office", "benefits"):
        if not getattr(item, key) and not item.drop:
            typing.merging.say("WR111", origin, key=True, want=key)
    _known(typing.merging, origin, "benefits", item.benefits, paid)
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
            _known(merging, Origin(document.source, ("jurisdiction",)), "first", found, paid)
    return found


def _known(merging: Merging, origin: Origin, key: str, names: Sequence[str], paid: Paid) -> None:
    """Tells each name that is no benefit's, with the nearest that is."""
    for place, name in enumerate(names):
        if name not in paid:
            close = nearest_id(name, payable_labels(paid))
            merging.say("WR317", origin, key, place, got=name, nearest=close)
