"""The papers that applications need: lists that name benefits and the facts that a paper shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from welfare_rules.basics.text import Words
from welfare_rules.document.models import PaperDoc
from welfare_rules.findings import nearest_id
from welfare_rules.law import layers
from welfare_rules.law.dating import among_versions, dating
from welfare_rules.law.layers import Layered, PayableLayers, payable_labels
from welfare_rules.law.model import Fact, Paper
from welfare_rules.law.reading import Typing, words


def papers(
    typing: Typing, vocabulary: tuple[Fact, ...], paid: Mapping[str, PayableLayers]
) -> tuple[Paper, ...]:
    """Every paper in all its versions, in the order of the files; what they name exists."""
    entries = cast(Iterable[Layered[PaperDoc]], layers.listed(typing.merging, "paper"))
    facts = {fact.id: fact.label for fact in vocabulary}
    made: list[Paper] = []
    for group in layers.grouped(entries, lambda each: each.id):
        versions = [_paper(typing, each, facts, paid) for each in group]
        among_versions(typing.merging, group, versions, "paper")
        made.extend(versions)
    return tuple(made)


def _paper(
    typing: Typing,
    entry: Layered[PaperDoc],
    facts: Mapping[str, Words],
    paid: Mapping[str, PayableLayers],
) -> Paper:
    item, origin, say = entry.item, entry.origin, typing.merging.say
    if not item.drop:
        for key in ("label", "benefits"):
            if not getattr(item, key):
                say("WR111", origin, key=True, want=key)
    for key, known in (("benefits", payable_labels(paid)), ("shows", facts)):
        for place, name in enumerate(getattr(item, key)):
            if name not in known:
                say("WR317", origin, key, place, got=name, nearest=nearest_id(name, known))
    return Paper(
        **dating(typing.merging, entry, "with its document"),
        id=item.id,
        label=words(item.label),
        benefits=item.benefits,
        shows=item.shows,
        status=typing.status(item, entry.document),
        source=typing.source_unless_dropped(entry, item.id),
        origin=origin,
        note=item.note or "",
    )
