"""Documents of a chain of jurisdictions laid over each other.

A parent's rule is replaced only by a child that says so, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from welfare_rules.document.models import Dated, DerivedDoc, FigureDoc, Payable
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding, nearest_id
from welfare_rules.law import short_tables
from welfare_rules.law.model import GROUPS

Item = TypeVar("Item")
DatedItem = TypeVar("DatedItem", bound=Dated)


@dataclass(frozen=True, slots=True)
class Layered(Generic[Item]):
    """Something a document lays down, its place, and the depth of its layer (0: the nation)."""

    item: Item
    origin: Origin
    document: Document
    depth: int


@dataclass
class Merging:
    """The documents of one jurisdiction from the nation down, and what is found wrong while they
    are merged.

    `unannounced` are the ids of those that date something and of which nobody knows when they were
    made known.
    """

    layers: Sequence[Sequence[Document]]
    found: list[Finding] = field(default_factory=list[Finding])
    unannounced: set[str] = field(default_factory=set[str])
    _replacing: dict[str, list[Document]] = field(init=False)

    def __post_init__(self) -> None:
        self._replacing = {}
        for _, each in self.documents():
            for name in dict.fromkeys(replaced_documents(each.content.document.replaces)):
                self._replacing.setdefault(name, []).append(each)

    def documents(self) -> Iterable[tuple[int, Document]]:
        for depth, documents in enumerate(self.layers):
            for document in documents:
                yield depth, document

    def replacing(self, document: str) -> list[Document]:
        """The documents that take the place of another as a whole, in the order of the law."""
        return self._replacing.get(document, [])

    def say(
        self, code: str, origin: Origin, *path: str | int, key: bool = False, **details: object
    ) -> None:
        self.found.append(finding(code, origin.place(*path, key=key), **details))

    def refer(
        self, origin: Origin, key: str, names: Iterable[str], known: Mapping[str, object]
    ) -> None:
        """Says of each name of a list that there is nothing of that name, with the nearest."""
        for place, name in enumerate(names):
            if name not in known:
                near = nearest_id(name, known)
                self.say("WR317", origin, key, place, got=name, nearest=near)


def by_file_day(documents: Iterable[Document]) -> list[Document]:
    """The documents of one layer in the order of their days, then of their ids, whatever the files
    are called.
    """
    return sorted(documents, key=lambda each: (each.content.document.in_force, each.id))


def grouped(
    entries: Iterable[Layered[DatedItem]], name: Callable[[DatedItem], str]
) -> list[list[Layered[DatedItem]]]:
    """The versions of each name, in the order in which the names are first defined: a replacement
    keeps the place of what it replaces, whichever document is the older.
    """
    groups: dict[str, list[Layered[DatedItem]]] = {}
    places: dict[str, int] = {}
    every = [*entries]
    for place, entry in enumerate(every):
        groups.setdefault(name(entry.item), []).append(entry)
        if entry.item.replaces is None:
            places.setdefault(name(entry.item), place)
    return [groups[each] for each in sorted(groups, key=lambda each: places.get(each, len(every)))]


def by_name(
    merging: Merging, section: str, defines: Callable[[Any], bool]
) -> Iterable[tuple[str, Layered[Any], bool]]:
    """The entries of a section from the nation down, each with whether it is a definition.

    Within a layer definitions come first, in whatever order its files are read: what adds to a
    thing needs the thing.
    """
    for depth, documents in enumerate(merging.layers):
        found = [
            (key, Layered(item, origin, document, depth), defines(item))
            for document in documents
            for key, item, origin in _items(document, section)
        ]
        yield from sorted(found, key=lambda each: not each[2])


def _items(document: Document, section: str) -> Iterable[tuple[str, Any, Origin]]:
    """The entries of a section of one document; small tables bring figures with them."""
    for key, item in getattr(document.content, section).items():
        yield key, item, Origin(document.source, (section, key))
    if section == "figure":
        yield from short_tables.figures_of(document)


def _undefined(
    merging: Merging, entry: Layered[Any], key: str, there: Mapping[str, object]
) -> None:
    """Tells an entry that adds to what no document defines; `there` are the labels of what is."""
    near, layer = nearest_id(key, there), entry.document.jurisdiction
    merging.say("WR313", entry.origin, key=True, got=key, layer=layer, nearest=near)


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
            _undefined(merging, entry, key, _labels(made))
    return made


@dataclass
class DerivedLayers:
    id: str
    head: Layered[DerivedDoc]
    parts: list[Layered[DerivedDoc]]


def derived(merging: Merging) -> dict[str, DerivedLayers]:
    """Named formulas: a layer may add versions, or replace the formula and say so.

    Each part keeps its document, so that what a child replaces comes back when the child's ends.
    """
    made: dict[str, DerivedLayers] = {}
    for key, entry, defines in by_name(merging, "derived", lambda item: item.label is not None):
        replaces, before = entry.item.replaces, made.get(key)
        if replaces is not None:
            if _replaced(merging, entry, replaces, key, () if before is None else before.parts):
                assert before is not None
                before.parts.append(entry)
        elif before is None and defines:
            made[key] = DerivedLayers(key, entry, [entry])
        elif before is None:
            _undefined(merging, entry, key, _labels(made))
        elif defines:
            code = "WR301" if before.head.depth < entry.depth else "WR314"
            merging.say(code, entry.origin, key=True, got=key, other=before.head.document.id)
        else:
            before.parts.append(entry)
    return made


def _replaced(
    merging: Merging,
    entry: Layered[Any],
    replaces: str | tuple[str, ...],
    what: str,
    parts: Iterable[Layered[Any]],
) -> bool:
    """Whether all that an entry replaces is there among the parts before it."""
    there = {each.document.id for each in parts}
    missing = [each for each in replaced_documents(replaces) if each not in there]
    for each in missing:
        merging.say("WR302", entry.origin, "replaces", got=each, what=what)
    return not missing


def replaced_documents(replaces: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """The documents that a `replaces` names: none, one or several."""
    if replaces is None:
        return ()
    return (replaces,) if isinstance(replaces, str) else replaces


# The keys of a benefit, as files write them, by the name under which they are one rule: whoever
# replaces one of a name replaces them together.
KEYS: Mapping[str, tuple[str, ...]] = {
    **GROUPS,
    "life": ("begins", "ends"),
    "of": ("of",),  # supplements are shares of it too, beside whatever amount
}
# What a benefit is, rather than a rule about it: stated where it is defined, for all days.
DEFINING = ("label", "payee")


@dataclass
class KeyLayers:
    """The keys of one name as one document states them."""

    name: str
    part: Layered[Payable]
    keys: tuple[str, ...]

    def value(self, key: str) -> Any:
        return getattr(self.part.item, key, None) if key in self.keys else None

    def origin(self, key: str) -> Origin:
        return self.part.origin.child(key)


@dataclass
class PayableLayers:
    """A benefit over all layers: each name of its keys with all its versions, its clauses by list.

    `first` defines it.
    """

    id: str
    section: str
    first: Layered[Payable]
    keys: dict[str, list[KeyLayers]]
    parts: list[Layered[Payable]]


def payable_labels(made: Mapping[str, PayableLayers]) -> dict[str, object]:
    """What each benefit is called, in the file's own words."""
    return {key: each.first.item.label for key, each in made.items()}


def payables(merging: Merging, section: str) -> dict[str, PayableLayers]:
    """Benefits (or phase-outs).

    A layer may add clauses; a key that is already stated needs `replaces`.
    """
    made: dict[str, PayableLayers] = {}
    for key, entry, defines in by_name(merging, section, lambda item: item.label is not None):
        if key not in made and not defines:
            if entry.item.payee is not None and entry.item.replaces is None:
                merging.say("WR111", entry.origin, key=True, want="label", about=key)
            else:
                _undefined(merging, entry, key, payable_labels(made))
            continue
        _add(merging, made.setdefault(key, PayableLayers(key, section, entry, {}, [])), entry)
    return made


def _add(merging: Merging, benefit: PayableLayers, entry: Layered[Payable]) -> None:
    item = entry.item
    if item.replaces is not None and not _replaced(
        merging, entry, item.replaces, benefit.id, benefit.parts
    ):
        return
    benefit.parts.append(entry)
    for key in DEFINING:
        if benefit.first is not entry and getattr(item, key, None) is not None:
            merging.say(
                "WR301",
                entry.origin,
                key,
                got=f"{benefit.id}.{key}",
                other=benefit.first.document.id,
            )
    for name, keys in KEYS.items():
        stated = tuple(key for key in keys if getattr(item, key, None) is not None)
        if not stated:
            continue
        versions = benefit.keys.setdefault(name, [])
        if versions and item.replaces is None and item.corrects is None:
            other = versions[-1].part.document.id
            merging.say(
                "WR301", entry.origin, stated[0], got=f"{benefit.id}.{stated[0]}", other=other
            )
            continue
        versions.append(KeyLayers(name, entry, stated))


def entries(benefit: PayableLayers, field_name: str) -> Iterable[Layered[Dated]]:
    """The clauses of one list of a benefit (`require`, `row`, …) from all its layers."""
    for part in benefit.parts:
        for place, clause in enumerate(getattr(part.item, field_name, ())):
            yield Layered(clause, part.origin.child(field_name, place), part.document, part.depth)
        table = getattr(part.item, short_tables.KEY, None) if field_name == "row" else None
        if table is not None:
            for place, row in enumerate(short_tables.rows_of(benefit.id, table)):
                origin = part.origin.child(short_tables.KEY, "rows", place)
                yield Layered(row, origin, part.document, part.depth)


def listed(merging: Merging, section: str) -> Iterable[Layered[Dated]]:
    """The entries of a top-level list (`income`, `exemption`, `circle`) from all layers."""
    for depth, document in merging.documents():
        for place, item in enumerate(getattr(document.content, section)):
            yield Layered(item, Origin(document.source, (section, place)), document, depth)
