"""What becomes of the household of a case or a story: each change as a history writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from welfare_rules.cases.drawn import FACT_PATH, Drawn
from welfare_rules.cases.models import ChangeForm
from welfare_rules.cases.wording import Wording
from welfare_rules.document.source import Origin
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.findings import finding, nearest
from welfare_rules.language.types import Entity

FIXED = ("id", "members")  # what no change can set


class Changing:
    """Changes of drawn households; complaints gather with those of the wording."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.found = words.found

    def rows(
        self, forms: Sequence[ChangeForm], origin: Origin, drawn: Drawn
    ) -> Iterator[tuple[int, Mapping[str, Any], Origin]]:
        """Each change in the order of its days: its place among the forms, itself as a history
        writes it, and where it stands. The household is drawn further by each.
        """
        for place, change in sorted(
            enumerate(forms), key=lambda each: (each[1].from_, each[1].learned or each[1].from_)
        ):
            at = origin.child("change", place)
            yield place, _row(change, self._set(change, at, drawn)), at

    def _set(self, change: ChangeForm, at: Origin, drawn: Drawn) -> dict[str, Any]:
        """What a change makes of the household, by the paths of a history.

        The household is drawn further.
        """
        said: dict[str, Any] = {}
        named = self.words.named(change.set, Entity.HOUSEHOLD, at.child("set"))
        for fact, (value, word) in named.items():
            here = at.child("set", word)
            if fact in FIXED:
                self.found.append(finding("WR402", here.place(key=True), got=word))
            elif isinstance(value, Mapping) and fact not in self.words.household_facts:
                said.update(self._member(word, cast(Mapping[str, Any], value), here, drawn))
            else:
                drawn.household[fact] = said[fact] = value
                drawn.places["", fact] = here
        for place, name in enumerate(change.without):
            if drawn.members.pop(name, None) is None:
                hint = nearest(name, drawn.members)
                self.found.append(
                    finding("WR317", at.place("without", place), got=name, nearest=hint)
                )
            said[f"members[{name}]"] = None
        for place, path in enumerate(change.unknown):
            said.update(self._forget(path, at.child("unknown", place), drawn))
        if not (change.set or change.without or change.unknown):
            self.found.append(finding("WR111", at.place(), want="set / without / unknown"))
        return said

    def _member(
        self, name: str, facts: Mapping[str, Any], at: Origin, drawn: Drawn
    ) -> Iterable[tuple[str, Any]]:
        """What a member becomes.

        Who is not of the household yet joins it, with what is so of everyone.
        """
        new = name not in drawn.members
        named = self.words.named(facts, Entity.MEMBER, at)
        facts = {fact: value for fact, (value, _) in named.items()}
        if new and not self.words.belonging <= set(facts):
            self.found.append(
                finding("WR317", at.place(key=True), got=name, nearest=nearest(name, drawn.members))
            )
            return
        if "id" in facts:
            self.found.append(finding("WR402", at.place("id", key=True), got="id"))
            return
        person = drawn.members.setdefault(name, dict(drawn.everyone))
        person.update(facts)
        drawn.places.update(
            {
                (name, fact): at.child(named[fact][1]) if fact in named else at
                for fact in (person if new else facts)
            }
        )
        if new:
            yield f"members[{name}]", dict(person)
        else:
            yield from ((f"members[{name}].{key}", value) for key, value in facts.items())

    def _forget(self, path: str, at: Origin, drawn: Drawn) -> Iterable[tuple[str, Any]]:
        """A fact that becomes unknown: `vehicles`, `members[a].wage`, or `a.wage`."""
        match = FACT_PATH.fullmatch(path)
        member, word = (
            (match.group(1) or match.group(2) or "", match.group(3)) if match else ("", path)
        )
        fact = self.words.labels.fact(word, Entity.MEMBER if member else Entity.HOUSEHOLD)
        if member in drawn.members and fact in self.words.member_facts:
            drawn.members[member][fact] = dict(SAID_UNKNOWN)
            drawn.places[member, fact] = at
            yield f"members[{member}].{fact}", dict(SAID_UNKNOWN)
        elif not member and fact in self.words.household_facts and fact not in FIXED:
            drawn.household[fact] = dict(SAID_UNKNOWN)
            drawn.places["", fact] = at
            yield fact, dict(SAID_UNKNOWN)
        else:
            known = self.words.paths(drawn.members)
            self.found.append(finding("WR402", at.place(), got=path, nearest=nearest(path, known)))


def _row(change: ChangeForm, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A change as a history writes it."""
    return {
        "from": change.from_,
        "learned": change.learned or change.from_,
        "source": change.source,
        "set": dict(said),
    }
