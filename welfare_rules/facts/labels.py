"""Cases in the words of staff: Chinese labels of facts, choices and benefits, to their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from welfare_rules.findings import Finding, Place, finding
from welfare_rules.findings.validation import KeyPath, path_text
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law

MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Named:
    """A case in ids: its facts, where a label stood in place of an id, and what stood twice."""

    data: Mapping[str, Any]
    written: Mapping[str, str]  # the path of a fact in ids: as the case writes it
    twice: tuple[Finding, ...] = ()

    def place(self, place: Place) -> Place:
        """A place in the words of the case."""
        path = place.path
        for end in (end for end in range(len(path), 0, -1) if path[end:][:1] in ("", ".", "[")):
            if path[:end] in self.written:
                return Place(place.file, path=self.written[path[:end]] + path[end:])
        return place


@dataclass(frozen=True, slots=True)
class Labels:
    """The ids that the words of one law stand for; an id stands for itself."""

    facts: Mapping[Entity, Mapping[str, str]]
    values: Mapping[str, Mapping[str, str]]  # of a fact whose values are named
    benefits: Mapping[str, str]
    figures: Mapping[str, str]
    derived: Mapping[str, str]

    @staticmethod
    def of(law: Law) -> Labels:
        benefits = _ids((each.id, each.label.zh) for each in law.benefits)
        facts = {
            entity: _ids((each.id, each.label.zh) for each in law.facts if each.entity is entity)
            for entity in Entity
        }
        lists = {
            key: _ids((one.id, one.zh) for one in each.values) for key, each in law.choices.items()
        }
        values: dict[str, Mapping[str, str]] = {
            each.id: lists[each.type.choice] for each in law.facts if each.type.kind is Kind.CHOICE
        }
        values |= {each.id: benefits for each in law.facts if each.type.kind is Kind.BENEFITS}
        return Labels(
            facts,
            values,
            benefits,
            _ids((each.id, each.label.zh) for each in law.figures.values()),
            _ids((each.id, each.label.zh) for each in law.derived.values()),
        )

    def fact(self, word: str, entity: Entity) -> str:
        """The id of a fact that is written by its id or label; a word that is none as it is."""
        return self.facts[entity].get(word, word)

    def path(self, path: str) -> str:
        """The path of a fact, such as `members[p1].工资性收入`, with the id of the fact."""
        owner, dot, word = path.rpartition(".")
        return owner + dot + self.fact(word, Entity.MEMBER if dot else Entity.HOUSEHOLD)

    def value(self, fact: str, value: Any) -> Any:
        """A value with the ids of what it names: a choice, or the benefits of a list."""
        words = self.values.get(fact)
        if words is None:
            return value
        if isinstance(value, str):
            return words.get(value, value)
        if isinstance(value, (list, tuple, set, frozenset)):
            several = cast(Iterable[object], value)
            return [words.get(each, each) if isinstance(each, str) else each for each in several]
        return value

    def case(self, data: Mapping[str, Any], name: str) -> Named:
        """A case in ids; what is no fact, choice or benefit stays as it is."""
        made = _Making(self, name)
        household = made.facts(data, Entity.HOUSEHOLD, ())
        people: object = household.get(MEMBERS)
        if isinstance(people, (list, tuple)):
            household[MEMBERS] = [
                made.facts(cast(Mapping[str, Any], each), Entity.MEMBER, (MEMBERS, place))
                if isinstance(each, Mapping)
                else each
                for place, each in enumerate(cast(Sequence[object], people))
            ]
        return Named(household, made.written, tuple(made.twice))

    def of_one(self, data: Mapping[str, Any], entity: Entity, name: str, at: KeyPath = ()) -> Named:
        """The facts of a household without its members, or of one member, in ids."""
        made = _Making(self, name)
        return Named(made.facts(data, entity, at), made.written, tuple(made.twice))


def _ids(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The ids by every word for them; an id goes before a label of the same letters."""
    pairs = list(named)
    return {zh: each for each, zh in pairs if zh} | {each: each for each, _ in pairs}


@dataclass(slots=True)
class _Making:
    labels: Labels
    name: str
    written: dict[str, str] = field(default_factory=dict[str, str])
    twice: list[Finding] = field(default_factory=list[Finding])

    def facts(self, data: Mapping[str, Any], entity: Entity, at: KeyPath) -> dict[str, Any]:
        made: dict[str, Any] = {}
        words: dict[str, str] = {}
        for word, value in data.items():
            fact = self.labels.fact(word, entity)
            plain = self.labels.value(fact, value)
            if fact in made:
                place = Place(self.name, path=path_text((*at, word)))
                self.twice.append(finding("WR416", place, got=word, other=words[fact]))
            if fact != word or plain != value:
                self.written[path_text((*at, fact))] = path_text((*at, word))
            made[fact], words[fact] = plain, word
        return made
