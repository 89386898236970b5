"""The households that the handbook draws: their names and facts, which must exist."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.document.source import Origin
from welfare_rules.findings import nearest_id
from welfare_rules.language.types import Entity
from welfare_rules.law.layers import Merging
from welfare_rules.law.model import Example, Fact
from welfare_rules.law.reading import words


def examples(merging: Merging, vocabulary: Iterable[Fact]) -> tuple[Example, ...]:
    """Every example, the nation's first; each id is said once, and every fact is known."""
    labels = {
        entity: {each.id: each.label for each in vocabulary if each.entity is entity}
        for entity in (Entity.HOUSEHOLD, Entity.MEMBER)
    }
    made: dict[str, Example] = {}
    for _, document in merging.documents():
        for place, item in enumerate(document.content.example):
            origin = Origin(document.source, ("example", place))
            if item.id in made:
                merging.say("WR321", origin, "id", what="example", got=item.id)
            sides = [
                (Entity.HOUSEHOLD, item.household, origin.child("household")),
                *(
                    (Entity.MEMBER, each, origin.child("members").child(number))
                    for number, each in enumerate(item.members)
                ),
            ]
            for entity, said, where in sides:
                for key in said:
                    if key not in labels[entity]:
                        near = nearest_id(key, labels[entity])
                        merging.say("WR317", where, key, key=True, got=key, nearest=near)
            made[item.id] = Example(item.id, words(item.label), item.household, item.members)
    return tuple(made.values())
