"""How the facts of one entity are read: by every word for them, into columns of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from welfare_rules.facts.labels import MEMBERS, Labels
from welfare_rules.facts.values import Read, reader_of
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact

IDENTITY = "id"
IN_CHINESE = MappingProxyType({"编号": IDENTITY, "成员": MEMBERS, "家庭成员": MEMBERS})
"""What who writes a case in Chinese calls the keys that are no facts: told, not read."""


Word = tuple[int, Read, bool]
"""An id or a label of a fact: its column, its reader, and whether it is the label."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A fact that does not matter while another has a value, and what stands for it then."""

    other: int
    value: int
    nothing: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that nobody can know of before it comes (`past`), or that is not before another."""

    column: int
    presumed: int | None
    past: bool
    start: int | None


@dataclass(frozen=True, slots=True)
class Form:
    """The facts that a household, or a member, may state.

    `unsaid` has a value for each column of the vocabulary of which nothing is said: what is
    presumed, else None. `keys` are those that are no facts.
    """

    keys: frozenset[str]
    words: Mapping[str, Word]
    ids: Mapping[int, str]
    columns: frozenset[int]
    presumed: frozenset[int]
    unsaid: tuple[int | None, ...]
    ignored: Mapping[int, Ignored]
    dated: tuple[Dated, ...]

    @staticmethod
    def of(law: Law, labels: Labels, entity: Entity) -> Form:
        """The form of one entity by the vocabulary of a law."""
        own = {each.id: each for each in law.facts if each.entity is entity}
        of_lists: dict[str, Read] = {}  # facts of one list are read alike
        readers: dict[str, Read] = {}
        for each in own.values():
            named = each.type.choice
            read = of_lists.get(named) if named else None
            readers[each.id] = read or reader_of(each, law.choices.get(named), labels)
            if named:
                of_lists[named] = readers[each.id]
        words = {
            word: (own[fact].column, readers[fact], word != fact)
            for word, fact in labels.facts[entity].items()
        }
        unsaid: list[int | None] = [None] * len(law.facts)
        presumed = {each.column: each for each in own.values() if _is_presumed(each)}
        for column, fact in presumed.items():
            unsaid[column] = 0 if fact.presumed is None else fact.kept(fact.presumed)
        return Form(
            frozenset({IDENTITY, MEMBERS} if entity is Entity.HOUSEHOLD else {IDENTITY}),
            words,
            {each.column: each.id for each in own.values()},
            frozenset(each.column for each in own.values()),
            frozenset(presumed),
            tuple(unsaid),
            {each.column: made for each in own.values() if (made := _ignored(each, own))},
            tuple(made for each in own.values() if (made := _dated(each, own))),
        )


def _is_presumed(fact: Fact) -> bool:
    """Whether something is presumed where nothing is said: of what is received, nothing."""
    return fact.presumed is not None or fact.type.kind is Kind.BENEFITS


def _ignored(fact: Fact, own: Mapping[str, Fact]) -> Ignored | None:
    if fact.ignored_when is None:
        return None
    other, value = fact.ignored_when
    return Ignored(own[other].column, value, fact.kept(fact.low))


def _dated(fact: Fact, own: Mapping[str, Fact]) -> Dated | None:
    if not (fact.past or fact.not_before):
        return None
    start = own[fact.not_before] if fact.not_before else None
    presumed = None if fact.presumed is None else int(fact.presumed)
    return Dated(fact.column, presumed, fact.past, None if start is None else start.column)
