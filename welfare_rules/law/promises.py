"""What a law promises: what should hold of every household, and what somebody has reviewed.

What each kind of promise needs, and what it may say besides, stands in one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from welfare_rules.basics.days import LAST, Month, day_number
from welfare_rules.basics.text import Words
from welfare_rules.document.models import PromiseDoc, RefutedDoc
from welfare_rules.document.parts import FactValue
from welfare_rules.document.source import Origin
from welfare_rules.findings import nearest_id
from welfare_rules.language.names import ChoiceList
from welfare_rules.language.types import BOOL, MONEY, Entity, Kind
from welfare_rules.law.dating import dating, every_version
from welfare_rules.law.layers import Layered
from welfare_rules.law.model import Fact, Promise, Refutation, Stated
from welfare_rules.law.reading import Typing, citation, words, written
from welfare_rules.law.terms import PromiseKind
from welfare_rules.law.values import plain

_EVERY = ("benefits", "when")
_CHANGED = ("facts", "figures", "who", "set", "adds", "most", "always", "entity")
KEYS: Mapping[PromiseKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "never negative": ((), ()),
    "more income": ((), ("facts", "who")),
    "more need": ((), ("set", "adds", "who")),
    "only one": (("benefits",), ()),
    "order": ((), ()),
    "unnamed facts": ((), ()),
    "higher figure": (("figures",), ()),
    "no cliff": (("most",), ("facts", "who")),
    "bounds": ((), ()),
    "always": (("always",), ("entity",)),
}
"""For each kind the keys that it needs, and those that it may have beside `_EVERY`."""


def promises(
    typing: Typing,
    vocabulary: tuple[Fact, ...],
    lists: Mapping[str, ChoiceList],
    benefits: Sequence[str],
    figures: Sequence[str],
) -> tuple[Promise, ...]:
    """The promises in the order in which they are first made, each in all its versions."""
    reader = _Reader(typing, vocabulary, lists, benefits, figures)
    return tuple(every_version(typing.merging, "promise", reader.promise))


class _Reader:
    """Reads promises by the names of a jurisdiction; what is wrong is gathered with the merging."""

    def __init__(
        self,
        typing: Typing,
        vocabulary: tuple[Fact, ...],
        lists: Mapping[str, ChoiceList],
        benefits: Sequence[str],
        figures: Sequence[str],
    ) -> None:
        self.typing = typing
        self.say = typing.merging.say
        self.lists = lists
        self.facts = {(each.id, each.entity): each for each in vocabulary}
        self.labels = {each.label.zh: each.id for each in vocabulary}
        self.known: Mapping[str, Mapping[str, object]] = {
            "benefits": dict.fromkeys(benefits),
            "facts": {each.id: each.label for each in vocabulary},
            "figures": dict.fromkeys(figures),
        }

    def promise(self, entry: Layered[PromiseDoc]) -> Promise | None:
        """One version of a promise; None where it does not say what it promises."""
        item, origin = entry.item, entry.origin
        if not item.drop:
            for want in ("label", "kind"):
                if getattr(item, want) is None:
                    self.say("WR111", origin, key=True, want=want)
            if item.kind is None:
                return None
            self._keys(item, item.kind, origin)
        self._references(item, origin)
        formula = self.typing.formula
        entity = Entity(item.entity or "household")
        return Promise(
            **dating(self.typing.merging, entry, "with its document"),
            id=item.id,
            label=words(item.label),
            about=item.kind or "always",
            benefits=item.benefits,
            facts=item.facts,
            figures=item.figures,
            when=formula(item.when, origin, Entity.HOUSEHOLD, BOOL, "when"),
            who=formula(item.who, origin, Entity.MEMBER, BOOL, "who"),
            sets=self._stated(item.set, origin, "set", [Entity.MEMBER, Entity.HOUSEHOLD]),
            adds=self._stated(item.adds, origin, "adds", [Entity.MEMBER]) if item.adds else None,
            most=formula(item.most, origin, Entity.HOUSEHOLD, MONEY, "most"),
            always=formula(item.always, origin, entity, BOOL, "always"),
            entity=entity,
            refuted=self._refuted(item, origin),
            status=self.typing.status(item, entry.document),
            # many promises follow from several articles and are stated by none
            source=citation(item.cite, entry.document),
            origin=origin,
            note=item.note or "",
        )

    def _keys(self, item: PromiseDoc, kind: PromiseKind, origin: Origin) -> None:
        """Tells the keys that a promise of its kind lacks, and those that it has no use for."""
        needed, allowed = KEYS[kind]
        for want in needed:
            if not getattr(item, want):
                self.say("WR111", origin, key=True, want=want)
        for key in _CHANGED:
            if getattr(item, key) and key not in (*needed, *allowed):
                why = Words(
                    f"kind 为 {kind} 的承诺不写 {key}", f"a promise of {kind!r} has no {key}"
                )
                self.say("WR119", origin, key, key=True, why=why)
        if kind == "more need" and bool(item.set) == bool(item.adds):
            why = Words("set 和 adds 写一个", "write either set or adds")
            self.say("WR119", origin, key=True, why=why)
        if kind == "only one" and len(set(item.benefits)) == 1:
            why = Words("至少写两项待遇", "write two benefits at least")
            self.say("WR119", origin, "benefits", why=why)

    def _references(self, item: PromiseDoc, origin: Origin) -> None:
        """Tells benefits, facts and figures that do not exist, and facts that cannot be more."""
        for key, known in self.known.items():
            self.typing.merging.refer(origin, key, getattr(item, key), known)
        for place, name in enumerate(item.facts):
            of_member = self.facts.get((name, Entity.MEMBER))
            if name in self.known["facts"] and (of_member is None or of_member.type != MONEY):
                why = Words("应为成员的金额事项", "a fact of members that is money is meant")
                self.say("WR119", origin, "facts", place, why=why)

    def _stated(
        self, given: Mapping[str, FactValue], origin: Origin, key: str, entities: Sequence[Entity]
    ) -> Stated:
        """Facts and what they are, by ids and exact values: all of one entity of these."""
        made: list[tuple[str, Any]] = []
        left = list(entities)
        for name, value in given.items():
            fact_id = name if name in self.known["facts"] else self.labels.get(name, "")
            found = [self.facts[fact_id, each] for each in left if (fact_id, each) in self.facts]
            if not fact_id:
                near = nearest_id(name, self.known["facts"])
                self.say("WR317", origin, key, name, key=True, got=name, nearest=near)
                continue
            if not found:
                why = Words("事项要么都是成员的，要么都是家庭的", "facts of one entity only")
                self.say("WR119", origin, key, name, key=True, why=why)
                continue
            left = [each for each in left if (fact_id, each) in self.facts]
            exact = self._value(found[0], value, origin.child(key, name))
            if exact is not None:
                made.append((fact_id, exact))
        return tuple(made)

    def _value(self, fact: Fact, value: FactValue, origin: Origin) -> Any:
        kind = fact.type.kind
        if kind is Kind.CHOICE:
            among = self.lists[fact.type.choice]
            code = among.code(str(value))
            if code is None:
                near = nearest_id(str(value), {each.id: each for each in among.values})
                self.say("WR317", origin, got=str(value), nearest=near)
            return code
        exact = written(self.typing.merging, value, kind, origin)
        if exact is not None and fact.apart(exact):
            got, low, high = (plain(fact.type, each) for each in (exact, fact.low, fact.high))
            self.say("WR323", origin, got=got, low=low, high=high, since=Words("", ""))
        return exact

    def _refuted(self, item: PromiseDoc, origin: Origin) -> Refutation | None:
        """The household for which a promise does not hold; it and the reason go together."""
        found: RefutedDoc | None = item.refuted
        if found is None or item.refuted_because is None:
            if found is not None or item.refuted_because is not None:
                why = Words(
                    "refuted_because 与 refuted 要一起写", "refuted_because goes with refuted"
                )
                self.say("WR119", origin, key=True, why=why)
            return None
        year, month = (int(each) for each in found.month.split("-"))
        return Refutation(
            words(item.refuted_because),
            Month.of(year, month).first,
            day_number(found.known) if found.known else LAST,
            found.case,
            found.change,
            origin.child("refuted"),
        )
