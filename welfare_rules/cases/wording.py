"""The words in which a case file says the facts of a household, and where a wrong one is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from welfare_rules.cases.drawn import Drawn
from welfare_rules.document.source import Origin
from welfare_rules.facts.reader import CaseReader
from welfare_rules.findings import CaseError, Finding, Place, finding
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.program.case import Case


class Wording:
    """The facts of a law by their ids and labels; complaints gather in `found`."""

    def __init__(self, law: Law, reader: CaseReader) -> None:
        self.law = law
        self.reader = reader
        self.labels = reader.labels
        self.found: list[Finding] = []
        self.member_facts = {each.id for each in law.facts if each.entity is Entity.MEMBER}
        self.household_facts = {
            each.id for each in law.facts if each.entity is Entity.HOUSEHOLD
        } | {"id"}
        # A new member says how he or she belongs to the household; without that it is a misspelt
        # id.
        self.belonging = {
            each.id for each in law.facts if each.entity is Entity.MEMBER and each.id == "relation"
        }

    def paths(self, members: Iterable[str]) -> list[str]:
        """Every fact that may be named, by its ids and labels."""
        own = self.labels.facts[Entity.MEMBER]
        return [
            *self.labels.facts[Entity.HOUSEHOLD],
            *(f"{member}.{word}" for member in members for word in own),
        ]

    def named(
        self, given: Mapping[str, Any], entity: Entity, at: Origin
    ) -> dict[str, tuple[Any, str]]:
        """Facts by their ids, each with its value and the word under which it is written."""
        made: dict[str, tuple[Any, str]] = {}
        for word, value in given.items():
            fact = self.labels.fact(word, entity)
            if fact in made:
                place = at.place(word, key=True)
                self.found.append(finding("WR416", place, got=word, other=made[fact][1]))
            made[fact] = self.labels.value(fact, value), word
        return made

    def read(self, drawn: Drawn, latest: int, origin: Origin) -> Case | None:
        """The case in exact numbers; each complaint is told where the fact is written."""
        try:
            return self.reader.read(drawn.data, latest)
        except CaseError as error:
            names = list(drawn.members)
            self.found.extend(
                Finding(each.code, _moved(each.place, drawn, names, origin), each.details)
                for each in error.findings
            )
            return None


_INDEXED = re.compile(r"members\[(\d+)\](?:\.([^.\[\]]+))?.*", re.DOTALL)


def _moved(place: Place, drawn: Drawn, names: Sequence[str], origin: Origin) -> Place:
    """A path inside the case to the line of the file where that fact is written."""
    match = _INDEXED.fullmatch(place.path)
    member, fact = (
        (names[int(match.group(1))], match.group(2) or "")
        if match
        else ("", place.path.split(".")[0])
    )
    found = drawn.places.get((member, fact))
    return origin.place("name") if found is None else found.place()
