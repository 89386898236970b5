"""Documents of a chain of jurisdictions laid over each other.

A parent's rule is replaced only by a child that says so, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from welfare_rules.basics.days import FIRST, LAST, Period, day_number
from welfare_rules.document.models import Dated, DerivedDoc, FigureDoc, Payable
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding, nearest_id

Item = TypeVar("Item")
DatedItem = TypeVar("DatedItem", bound=Dated)


@dataclass(frozen=True, slots=True)
class Layered(Generic[Item]):
    """Something a document lays down, its place, and the depth of its layer (0: the nation)."""

    item: Item
    origin: Origin
    document: Document
    depth: int

    def days(self, by_document: bool) -> Period:
        """The days on which a dated clause holds: its own, else those of its document, or all."""
        head = self.document.content.document
        first = getattr(self.item, "from_", None) or (head.in_force if by_document else None)
        last = getattr(self.item, "last_day", None) or (
            (head.prolonged_until or head.valid_until) if by_document else None
        )
        return Period(day_number(first) if first else FIRST, day_number(last) if last else LAST)


@dataclass
class Merging:
    """The documents of one jurisdiction from the nation down, and what is found wrong while they
    are merged.
    """

    layers: Sequence[Sequence[Document]]
    found: list[Finding] = field(default_factory=list[Finding])

    def documents(self) -> Iterable[tuple[int, Document]]:
        for depth, documents in enumerate(self.layers):
            for document in documents:
                yield depth, document

    def say(
        self, code: str, origin: Origin, *path: str | int, key: bool = False, **details: object
    ) -> None:
        self.found.append(finding(code, origin.place(*path, key=key), **details))


def clauses(
    merging: Merging,
    entries: Iterable[Layered[DatedItem]],
    name: Callable[[DatedItem], str],
    what: str,
    by_document: bool = False,
) -> list[Layered[DatedItem]]:
    """Entries of one list over all layers, in order; a replacing entry stands where the replaced
    one stood.

    With `by_document` an entry without days of its own holds as long as its document.
    """
    kept: list[Layered[DatedItem]] = []
    for entry in entries:
        same = [each for each in kept if name(each.item) == name(entry.item)]
        replaces = entry.item.replaces
        if replaces is not None:
            gone = [each for each in same if each.document.id == replaces]
            if not gone:
                merging.say("WR302", entry.origin, "replaces", got=replaces, what=name(entry.item))
                continue
            place = kept.index(gone[0])
            kept = [each for each in kept if each not in gone]
            if not getattr(entry.item, "drop", False):
                kept.insert(place, entry)
            continue
        clash = next(
            (each for each in same if each.days(by_document).overlaps(entry.days(by_document))),
            None,
        )
        if clash is None:
            kept.append(entry)
        elif clash.depth < entry.depth:
            merging.say("WR301", entry.origin, "id", got=name(entry.item), other=clash.document.id)
        else:
            merging.say("WR321", entry.origin, "id", what=what, got=name(entry.item))
    return kept


def by_name(
    merging: Merging, section: str, defines: Callable[[Any], bool]
) -> Iterable[tuple[str, Layered[Any], bool]]:
    """The entries of a section from the nation down, each with whether it is a definition.

    Within a layer definitions come first, in whatever order its files are read: what adds to a
    thing needs the thing.
    """
    for depth, documents in enumerate(merging.layers):
        found = [
            (
                key,
                Layered(item, Origin(document.source, (section, key)), document, depth),
                defines(item),
            )
            for document in documents
            for key, item in getattr(document.content, section).items()
        ]
        yield from sorted(found, key=lambda each: not each[2])


def _labels(made: Mapping[str, FigureLayers | DerivedLayers]) -> dict[str, object]:
    return {key: each.head.item.label for key, each in made.items()}


@dataclass
class FigureLayers:
    id: str
    head: Layered[FigureDoc]
    parts: list[Layered[FigureDoc]]


def figures(merging: Merging) -> dict[str, FigureLayers]:
    """Figures with the parts of each layer: the head once, versions from anywhere below it."""
    made: dict[str, FigureLayers] = {}
    for key, entry, defines in by_name(
        merging, "figure", lambda item: item.label is not None or item.type is not None
    ):
        if key in made and defines:
            merging.say("WR314", entry.origin, key=True, got=key, other=made[key].head.document.id)
        elif key in made:
            made[key].parts.append(entry)
        elif defines:
            made[key] = FigureLayers(key, entry, [entry])
        else:
            merging.say(
                "WR313",
                entry.origin,
                key=True,
                got=key,
                layer=entry.document.jurisdiction,
                nearest=nearest_id(key, _labels(made)),
            )
    return made


@dataclass
class DerivedLayers:
    id: str
    head: Layered[DerivedDoc]
    parts: list[Layered[DerivedDoc]]


def derived(merging: Merging) -> dict[str, DerivedLayers]:
    """Named formulas: a layer may add versions of other periods, or replace the formula altogether
    and say so.
    """
    made: dict[str, DerivedLayers] = {}
    for key, entry, defines in by_name(merging, "derived", lambda item: item.label is not None):
        replaces, before = entry.item.replaces, made.get(key)
        if replaces is not None:
            if before is None or replaces not in {each.document.id for each in before.parts}:
                merging.say("WR302", entry.origin, "replaces", got=replaces, what=key)
            else:
                made[key] = DerivedLayers(key, entry if defines else before.head, [entry])
        elif before is None and defines:
            made[key] = DerivedLayers(key, entry, [entry])
        elif before is None:
            merging.say(
                "WR313",
                entry.origin,
                key=True,
                got=key,
                layer=entry.document.jurisdiction,
                nearest=nearest_id(key, _labels(made)),
            )
        elif defines:
            code = "WR301" if before.head.depth < entry.depth else "WR314"
            merging.say(code, entry.origin, key=True, got=key, other=before.head.document.id)
        else:
            before.parts.append(entry)
    return made


HEAD_KEYS = (
    "label",
    "payee",
    "rounding",
    "starts",
    "payable",
    "review",
    "review_months",
    "service",
    "amount",
    "hit",
    "of",
    "gaps",
    "supplement_for",
    "base",
    "month",
    "from_",
    "last_day",
    "cite",
    "status",
    "note",
    "monotone",
)
HeadValue = Layered[object]


@dataclass
class PayableLayers:
    """A benefit over all layers.

    Each key of its head from the layer that last stated it, and its clauses by list.
    """

    id: str
    section: str
    first: Layered[Payable]
    head: dict[str, HeadValue]
    parts: list[Layered[Payable]]


def payable_labels(made: Mapping[str, PayableLayers]) -> dict[str, object]:
    """What each benefit is called, in the file's own words."""
    return {
        key: each.head["label"].item if "label" in each.head else None for key, each in made.items()
    }


def payables(merging: Merging, section: str) -> dict[str, PayableLayers]:
    """Benefits (or phase-outs).

    A layer may add clauses; a key that is already stated needs `replaces`.
    """
    made: dict[str, PayableLayers] = {}
    for key, entry, defines in by_name(merging, section, lambda item: item.label is not None):
        if key not in made and not defines:
            merging.say(
                "WR313",
                entry.origin,
                key=True,
                got=key,
                layer=entry.document.jurisdiction,
                nearest=nearest_id(key, payable_labels(made)),
            )
            continue
        _add(merging, made.setdefault(key, PayableLayers(key, section, entry, {}, [])), entry)
    return made


def _add(merging: Merging, benefit: PayableLayers, entry: Layered[Payable]) -> None:
    item = entry.item
    if item.replaces is not None and item.replaces not in {
        each.document.id for each in benefit.parts
    }:
        merging.say("WR302", entry.origin, "replaces", got=item.replaces, what=benefit.id)
        return
    states_head = item.label is not None or item.replaces is not None
    for key in HEAD_KEYS:
        value = getattr(item, key, None)
        if key == "status" and states_head:
            value = entry.document.status(item.status)
        if value is None:
            continue
        before = benefit.head.get(key)
        if before is not None and item.replaces is None:
            shown = {"from_": "from"}.get(key, key)
            merging.say(
                "WR301", entry.origin, shown, got=f"{benefit.id}.{shown}", other=before.document.id
            )
            continue
        benefit.head[key] = Layered(
            value, entry.origin.child({"from_": "from"}.get(key, key)), entry.document, entry.depth
        )
    # a child that gives another kind of amount does away with the parent's kind
    if item.replaces is not None:
        amount, hit = getattr(item, "amount", None), getattr(item, "hit", None)
        if hit is not None and amount is None:
            benefit.head.pop("amount", None)
        elif amount is not None and hit is None:
            benefit.head.pop("hit", None)
    benefit.parts.append(entry)


def entries(benefit: PayableLayers, field_name: str) -> Iterable[Layered[Dated]]:
    """The clauses of one list of a benefit (`require`, `row`, …) from all its layers."""
    for part in benefit.parts:
        for place, clause in enumerate(getattr(part.item, field_name, ())):
            yield Layered(clause, part.origin.child(field_name, place), part.document, part.depth)


def listed(merging: Merging, section: str) -> Iterable[Layered[Dated]]:
    """The entries of a top-level list (`income`, `exemption`, `circle`) from all layers."""
    for depth, document in merging.documents():
        for place, item in enumerate(getattr(document.content, section)):
            yield Layered(item, Origin(document.source, (section, place)), document, depth)
