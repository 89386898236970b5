"""The papers that applications need: lists that name benefits and the facts that a paper shows."""

from __future__ import annotations

from collections.abc import Mapping

from welfare_rules.basics.text import Words
from welfare_rules.document.models import PaperDoc
from welfare_rules.law.dating import dating, every_version
from welfare_rules.law.layers import Layered, PayableLayers, payable_labels
from welfare_rules.law.model import Fact, Paper
from welfare_rules.law.reading import Typing, words


def papers(
    typing: Typing, vocabulary: tuple[Fact, ...], paid: Mapping[str, PayableLayers]
) -> tuple[Paper, ...]:
    """Every paper in all its versions, in the order of the files; what they name exists."""
    facts = {fact.id: fact.label for fact in vocabulary}
    return tuple(
        every_version(typing.merging, "paper", lambda each: _paper(typing, each, facts, paid))
    )


def _paper(
    typing: Typing,
    entry: Layered[PaperDoc],
    facts: Mapping[str, Words],
    paid: Mapping[str, PayableLayers],
) -> Paper:
    item, origin = entry.item, entry.origin
    if not item.drop:
        for key in ("label", "benefits"):
            if not getattr(item, key):
                typing.merging.say("WR111", origin, key=True, want=key)
    typing.merging.refer(origin, "benefits", item.benefits, payable_labels(paid))
    typing.merging.refer(origin, "shows", item.shows, facts)
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
