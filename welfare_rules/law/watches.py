"""What a law watches for: changes that somebody should look at, and what then follows."""

from __future__ import annotations

from collections.abc import Mapping

from welfare_rules.basics.text import Words
from welfare_rules.document.models import WatchDoc
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.law.dating import dating, every_version
from welfare_rules.law.layers import Layered, PayableLayers, payable_labels
from welfare_rules.law.model import Fact, Watch
from welfare_rules.law.reading import Typing, words


def watches(
    typing: Typing, vocabulary: tuple[Fact, ...], paid: Mapping[str, PayableLayers]
) -> tuple[Watch, ...]:
    """Every watch in all its versions, in the order of the files; what they name exists."""
    facts = {fact.id: fact.label for fact in vocabulary}
    return tuple(
        every_version(typing.merging, "watch", lambda each: _watch(typing, each, facts, paid))
    )


def _watch(
    typing: Typing,
    entry: Layered[WatchDoc],
    facts: Mapping[str, Words],
    paid: Mapping[str, PayableLayers],
) -> Watch:
    item, origin, say = entry.item, entry.origin, typing.merging.say
    if not item.drop:
        for want in ("label", "kind"):
            if getattr(item, want) is None:
                say("WR111", origin, key=True, want=want)
        if item.when is None and not item.turns:
            why = Words("when 和 turns 至少写一个", "write when or turns, or both")
            say("WR119", origin, key=True, why=why)
        if item.benefits and not item.turns:
            why = Words("benefits 要与 turns 一起写", "benefits goes with turns")
            say("WR119", origin, "benefits", key=True, why=why)
    typing.merging.refer(origin, "facts", item.facts, facts)
    typing.merging.refer(origin, "benefits", item.benefits, payable_labels(paid))
    entity = Entity(item.entity or "member")
    return Watch(
        **dating(typing.merging, entry, "with its document"),
        id=item.id,
        label=words(item.label),
        disposition=item.kind or "核查",
        entity=entity,
        facts=item.facts,
        was=typing.formula(item.was, origin, entity, BOOL, "was"),
        when=typing.formula(item.when, origin, entity, BOOL, "when"),
        benefits=item.benefits,
        turns=item.turns,
        urgent=item.urgent,
        within_days=item.within_days,
        status=typing.status(item, entry.document),
        source=typing.source_unless_dropped(entry, item.id),
        origin=origin,
        note=item.note or "",
    )
