"""What is laid down otherwise in one of two laws, clause by clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from welfare_rules.basics.days import FIRST, LAST, day_text
from welfare_rules.basics.text import MARKS, Words
from welfare_rules.changes.catalogue import KEYS, SAID
from welfare_rules.changes.speech import Speech, alike, day
from welfare_rules.changes.things import Thing, things
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit
from welfare_rules.law.validity import in_force

Kind = Literal["added", "removed", "changed"]
Pair = tuple[Thing | None, Thing | None]
"""A thing as it was and as it is; None where it is there on the other side alone."""
_UNSAID = (SAID["nothing"], PHRASES["always"])
"""What is not told of something that is there on one side alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a law lays down otherwise.

    `what` names it, `first` is the day from which it holds, `announced` that of its announcement
    (each FIRST where there is none). `said` tells in words what it was and what it is, `where` is
    the layer that lays it down.
    """

    what: str
    kind: Kind
    first: int
    announced: int
    said: Words
    jurisdiction: str
    where: Words

    def to_dict(self) -> dict[str, Any]:
        said = SAID.words("placed", place=self.where, said=self.said)
        return {
            "what": self.what,
            "kind": self.kind,
            "from": _day(self.first),
            "announced": _day(self.announced),
            "said_zh": said.zh,
            "said_en": said.en,
        }


def _day(number: int) -> str | None:
    return None if number == FIRST else day_text(number)


@dataclass(frozen=True, slots=True)
class Side:
    """A law, and which of its layers is looked at (None: it has no files there)."""

    law: Law
    depth: int | None


def changes(jurisdiction: str, old: Side, new: Side) -> tuple[Change, ...]:
    """What one layer of a jurisdiction lays down otherwise, in the order of the new law.

    What layers above lay down is left out, as far as it says by itself where it belongs: facts and
    heads of figures come with every layer.
    """
    found = _Comparison(jurisdiction, old, new)
    return tuple(found.all())


class _Comparison:
    def __init__(self, jurisdiction: str, old: Side, new: Side) -> None:
        self.jurisdiction = jurisdiction
        self.sides = old, new
        speech = Speech(old.law, alike(old.law, new.law)), Speech(new.law)
        self.everything = tuple(
            tuple(things(side.law, each)) for side, each in zip(self.sides, speech, strict=True)
        )
        # the names of which a version, of whatever layer, tells that they are there
        self.versioned = {
            each.title for side in self.everything for each in side if each.version is not None
        }
        self.where = new.law.name if new.depth is not None else old.law.name
        self.benefits = tuple({each.id for each in side.law.benefits} for side in self.sides)

    def all(self) -> Iterator[Change]:
        old, new = (self._own(at) for at in (0, 1))
        titles = dict.fromkeys((*new, *old))
        for title in titles:
            before, after = old.get(title, ()), new.get(title, ())
            if any(each.part for each in (*before, *after)):
                before, after = self._parts(before, 1), self._parts(after, 0)
            yield from self._versions(title, before, after)
        yield from self._orders()

    def _own(self, at: int) -> dict[str, tuple[Thing, ...]]:
        """The things of the layer by their titles, those without a day whatever their layer."""
        side, made = self.sides[at], dict[str, list[Thing]]()
        for each in self.everything[at]:
            if each.version is not None and each.version.depth != side.depth:
                continue
            if each.title.startswith("jurisdiction.") and side.depth is None:
                continue
            made.setdefault(each.title, []).append(each)
        return {title: tuple(found) for title, found in made.items()}

    def _parts(self, found: Sequence[Thing], other: int) -> tuple[Thing, ...]:
        """Without what a benefit states of itself, where only one law has the benefit."""
        return tuple(each for each in found if not each.part or each.owner in self.benefits[other])

    def _versions(self, title: str, old: Sequence[Thing], new: Sequence[Thing]) -> Iterator[Change]:
        heads = _heads(old, new, title in self.versioned)
        for one, other in (*heads, *_matched(_dated(old), _dated(new))):
            if one is None or other is None:
                yield self._changed_whole(one, other)
            elif one.aspects != other.aspects:
                yield self._changed(one, other)

    # --- how it is told ---

    def _change(self, thing: Thing, kind: Kind, said: Words) -> Change:
        what = thing.what
        first, last = thing.first, thing.last
        way = ("from_to" if last < LAST else "from") if first > FIRST else "always"
        if way == "always" and last < LAST:
            way = "to"
        told = SAID.words(way, what=what, said=said, first=day(first), last=day(last))
        return Change(
            thing.title, kind, first, thing.announced, told, self.jurisdiction, self.where
        )

    def _changed_whole(self, old: Thing | None, new: Thing | None) -> Change:
        """A version that is there on one side alone, beside what is the law there on the other."""
        if new is not None:
            said = _turned(self._says(self._instead(new, 0)), self._says(new, 1))
            return self._change(new, "added", said)
        assert old is not None
        said = _turned(self._says(old, 0), self._says(self._instead(old, 1)))
        return self._change(old, "removed", said)

    def _instead(self, thing: Thing, at: int) -> Thing | None:
        """What is the law in another law on the day from which a version holds."""
        if thing.version is None:
            return None
        beside = [
            each
            for each in self.everything[at]
            if each.title == thing.title and each.version is not None
        ]
        versions = [each.version for each in beside if each.version is not None]
        found = in_force(versions, thing.first, LAST)
        return next((each for each in beside if each.version is found), None)

    def _says(self, thing: Thing | None, at: int | None = None) -> Words:
        """All that a thing says; of a benefit its keys with it."""
        if thing is None:
            return SAID["nothing"]
        if _dropped(thing):
            return SAID["dropped"]
        said = [
            _keyed(each.key, each.said)
            for each in thing.content
            if each.key not in ("label", "because") and each.said not in _UNSAID
        ]
        if at is not None and thing.title == f"benefit.{thing.owner}":
            parts = [
                each
                for each in self.everything[at]
                if each.owner == thing.owner and each.part and each.aspects[0].said not in _UNSAID
            ]
            said += [_keyed(each.title.rpartition(".")[2], each.aspects[0].said) for each in parts]
        if not said:
            return thing.what
        return _clauses(said)

    def _changed(self, old: Thing, new: Thing) -> Change:
        keys = dict.fromkeys(each.key for each in (*new.aspects, *old.aspects))
        said: list[Words] = []
        gone = [_dropped(each) for each in (old, new)]
        if gone[0] != gone[1]:
            said.append(_turned(self._says(old), self._says(new)))
        for key in keys:
            one, other = old.aspect(key), new.aspect(key)
            if one == other or (gone[0] != gone[1] and one in (*old.content, None)):
                continue
            before, now = (SAID["nothing"] if each is None else each.said for each in (one, other))
            said.append(_keyed(key, _turned(before, now)))
        return self._change(new, "changed", _clauses(said))

    # --- orders that mean something ---

    def _orders(self) -> Iterator[Change]:
        """Lists of which the first that holds counts, in another order."""
        old, new = (side.law for side in self.sides)
        there = {each.id: each for each in old.benefits}
        for benefit in new.benefits:
            if benefit.id in there:
                for kind in ("row", "step"):
                    yield from self._order(
                        f"benefit.{benefit.id}.{kind}",
                        SAID.words(f"{kind}s", benefit=benefit.label),
                        _rows(there[benefit.id], kind),
                        _rows(benefit, kind),
                    )
        for income in dict.fromkeys(each.income for each in new.exemptions):
            label = next((each.label for each in new.incomes if each.id == income), None)
            yield from self._order(
                f"exemption.{income}",
                SAID.words("exemptions", name=label or Words(income, income)),
                [each for each in old.exemptions if each.income == income],
                [each for each in new.exemptions if each.income == income],
            )
        yield from self._order("circle", SAID["circles"], old.circles, new.circles)
        yield from self._order("recovery", SAID["recoveries"], old.recoveries, new.recoveries)

    def _order(
        self, what: str, words: Words, old: Sequence[Any], new: Sequence[Any]
    ) -> Iterator[Change]:
        own = [
            list(dict.fromkeys(each.id for each in held if each.depth == side.depth))
            for held, side in zip((old, new), self.sides, strict=True)
        ]
        before, now = (
            [each for each in names if each in other]
            for names, other in ((own[0], own[1]), (own[1], own[0]))
        )
        if before != now:
            turned = _keyed("order", _turned(_names(before), _names(now)))
            told = SAID.words("always", what=words, said=turned)
            yield Change(what, "changed", FIRST, FIRST, told, self.jurisdiction, self.where)


def _rows(benefit: Benefit, kind: str) -> Sequence[Any]:
    """The rows of a table of which the first counts, or the stages of a phase-out."""
    hits = {benefit.hit, *(each.hit for each in benefit.amendments)}
    if kind == "row" and "first" not in hits:
        return ()
    return [each for each in benefit.clauses if each.kind == kind]


def _dropped(thing: Thing) -> bool:
    return thing.version is not None and thing.version.dropped


def _turned(before: Words, now: Words) -> Words:
    """What was said, and what is."""
    if before == now:
        return SAID.words("same", said=now)
    return SAID.words("turned", before=before, now=now)


def _keyed(key: str, said: Words) -> Words:
    """What an aspect says behind its name, where it needs one."""
    return SAID.words("always", what=KEYS[key], said=said) if key else said


def _clauses(said: Sequence[Words]) -> Words:
    return Words(
        MARKS["zh"].clauses(each.zh for each in said), MARKS["en"].clauses(each.en for each in said)
    )


def _names(ids: Sequence[str]) -> Words:
    return Words(MARKS["zh"].listed(ids), MARKS["en"].listed(ids))


def _heads(old: Sequence[Thing], new: Sequence[Thing], versioned: bool) -> Iterable[Pair]:
    """What of a name stands without a day; on one side alone where no version tells of it."""
    one, other = (
        next((each for each in side if each.version is None), None) for side in (old, new)
    )
    alone = one is None or other is None
    if (one or other) and not (alone and versioned):
        yield one, other


def _dated(found: Sequence[Thing]) -> list[Thing]:
    return [each for each in found if each.version is not None]


def _matched(old: Sequence[Thing], new: Sequence[Thing]) -> Iterable[Pair]:
    """The versions of one name on both sides in pairs: those that are alike, then those of one day,
    then those that say the same, then the rest in their order; one that is left over stands alone.
    """
    left = list(old)
    pairs: dict[int, Thing] = {}
    for likeness in _LIKENESS:
        for place, each in enumerate(new):
            if place in pairs:
                continue
            key = likeness(each)
            found = next((one for one in left if likeness(one) == key), None)
            if found is not None:
                pairs[place] = found
                left.remove(found)
    rest = [place for place in range(len(new)) if place not in pairs]
    if len(rest) == len(left):
        pairs |= zip(rest, left, strict=True)
        left = []
    yield from ((pairs.get(place), each) for place, each in enumerate(new))
    yield from ((each, None) for each in left)


def _content(thing: Thing) -> object:
    return None if thing.version is None else (thing.version.dropped, thing.content)


def _conditional(thing: Thing) -> bool:
    return thing.version is not None and thing.version.only_for is not None


_LIKENESS: tuple[Callable[[Thing], object], ...] = (
    lambda thing: (thing.part, thing.aspects, _dropped(thing)),
    lambda thing: (thing.part, thing.first, thing.announced, _conditional(thing)),
    lambda thing: (thing.part, thing.first, _conditional(thing)),
    lambda thing: (thing.part, _content(thing)),
)
