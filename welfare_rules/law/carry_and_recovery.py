"""What runs on from month to month, and how what was paid too much is taken back.

Lists that name benefits and facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from welfare_rules.basics.text import Words
from welfare_rules.document.models import CarryDoc, RecoveryDoc
from welfare_rules.findings import nearest_id
from welfare_rules.language.types import MONEY, RATE, Entity
from welfare_rules.law import layers
from welfare_rules.law.dating import among_versions, dating, every_version
from welfare_rules.law.layers import Layered, Merging, PayableLayers, payable_labels
from welfare_rules.law.model import Carry, Fact, Recovery
from welfare_rules.law.reading import Typing, citation, words


def carries(
    merging: Merging, vocabulary: tuple[Fact, ...], paid: Mapping[str, PayableLayers]
) -> tuple[Carry, ...]:
    """What runs on from month to month, in all its versions; facts and benefits it names exist."""
    entries = cast(Iterable[Layered[CarryDoc]], layers.listed(merging, "carry"))
    facts = {fact.id: fact.label for fact in vocabulary}
    made: list[Carry] = []
    for group in layers.grouped(entries, lambda each: each.id):
        kept = [each for each in group if _can_run_on(merging, each, vocabulary, facts, paid)]
        versions = [_carry(merging, each, paid) for each in kept]
        among_versions(merging, kept, versions, "carry", group)
        made.extend(versions)
    return tuple(made)


def _can_run_on(
    merging: Merging,
    entry: Layered[CarryDoc],
    vocabulary: tuple[Fact, ...],
    facts: Mapping[str, object],
    paid: Mapping[str, PayableLayers],
) -> bool:
    """Whether the facts and the benefit of a carry exist and are of one kind; tells where not."""
    item, origin = entry.item, entry.origin
    benefits = payable_labels(paid)
    named = (
        ("fact", item.fact, facts),
        ("benefit", item.benefit, benefits),
        ("only_with", item.only_with, facts),
    )
    unknown = [
        (key, name, known) for key, name, known in named if name is not None and name not in known
    ]
    for key, name, known in unknown:
        merging.say("WR317", origin, key, got=name, nearest=nearest_id(name, known))
    if unknown:
        return False
    payee = paid[item.benefit].first.item.payee
    fact = next((each for each in vocabulary if each.id == item.fact), None)
    if fact is not None and (fact.type != MONEY or fact.entity != payee):
        words = Words(
            "金额只能延续成金额事项，家庭的待遇对家庭、成员的对成员",
            "an amount runs on as a fact of money of the same payee: household or member",
        )
        merging.say("WR119", origin, "fact", why=words)
        return False
    return True


def _carry(merging: Merging, entry: Layered[CarryDoc], paid: Mapping[str, PayableLayers]) -> Carry:
    """One version of what runs on; it lives with its benefit where its document defines that."""
    item, document = entry.item, entry.document
    defines = paid[item.benefit].first.document is document
    return Carry(
        **dating(merging, entry, "with its benefit" if defines else "with its document"),
        id=item.id,
        fact=item.fact,
        benefit=item.benefit,
        only_with=item.only_with or "",
        source=citation(item.cite, document),
        origin=entry.origin,
    )


def recoveries(typing: Typing, paid: Mapping[str, PayableLayers]) -> tuple[Recovery, ...]:
    """The ways of recovery in their order.

    A deeper layer's come first, because they are the nearer rule.
    """
    made = every_version(typing.merging, "recovery", lambda each: _recovery(typing, each, paid))
    made.sort(key=lambda each: -each.depth)  # stable: the order of the files within a layer
    return tuple(made)


def _recovery(
    typing: Typing, entry: Layered[RecoveryDoc], paid: Mapping[str, PayableLayers]
) -> Recovery:
    item, origin, say = entry.item, entry.origin, typing.merging.say
    if item.label is None and not item.drop:
        say("WR111", origin, key=True, want="label")
    for key in ("benefits", "withhold"):
        typing.merging.refer(origin, key, getattr(item, key), payable_labels(paid))
    if item.waived and (item.set_off or item.withhold):
        say(
            "WR119",
            origin,
            key=True,
            why=Words(
                "waived 不能与 set_off、withhold 同写",
                "waived goes with neither set_off nor withhold",
            ),
        )
    if item.withhold and item.share is None and item.keep is None:
        say(
            "WR119",
            origin,
            key=True,
            why=Words("withhold 要写明 share 或 keep", "withhold needs share or keep"),
        )
    if not item.withhold and (item.share is not None or item.keep is not None):
        say(
            "WR119",
            origin,
            key=True,
            why=Words("share、keep 要与 withhold 一起写", "share and keep go with withhold"),
        )
    return Recovery(
        **dating(typing.merging, entry, "with its document"),
        id=item.id,
        label=words(item.label),
        benefits=item.benefits,
        causes=item.causes,
        waived=item.waived,
        set_off=item.set_off,
        withhold=item.withhold,
        share=typing.formula(item.share, origin, Entity.HOUSEHOLD, RATE, "share"),
        keep=typing.formula(item.keep, origin, Entity.HOUSEHOLD, MONEY, "keep"),
        status=typing.status(item, entry.document),
        source=typing.source_unless_dropped(entry, item.id),
        origin=origin,
        note=item.note or "",
    )
