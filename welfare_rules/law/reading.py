"""What a document writes to what a law holds: words, citations, values, formulas, periods.

Everything that is wrong is gathered on the way, at its place in the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.document.models import Dated, FormulaVersionDoc
from welfare_rules.document.parts import Cite
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.findings import finding, nearest, shortened
from welfare_rules.language.check import formula
from welfare_rules.language.names import Names
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.law.layers import Layered, Merging
from welfare_rules.law.terms import Citation, Formula, Status
from welfare_rules.law.values import NotAValue, Written, WrongKind, number


def words(text: object) -> Words:
    """The words of a text in both languages; empty where it is not written."""
    return Words(getattr(text, "zh", ""), getattr(text, "en", ""))


def texts(merging: Merging) -> dict[str, Words]:
    """The named texts of all layers, each by its id and by its Chinese; a child may add its own.

    An id or a Chinese text that stands for two things is told.
    """
    made: dict[str, Words] = {}
    defined_in: dict[str, str] = {}
    for _, document in merging.documents():
        for key, item in document.content.text.items():
            for word in dict.fromkeys((key, item.zh)):
                if word in made:
                    origin = Origin(document.source, ("text", key))
                    merging.say("WR314", origin, key=True, got=word, other=defined_in[word])
                    continue
                made[word], defined_in[word] = words(item), document.id
    return made


def named_text(
    merging: Merging, name: str | None, among: Mapping[str, Words], origin: Origin, key: str
) -> Words | None:
    """The text that a key names by its id or its Chinese; a finding where there is none."""
    if name is None or name in among:
        return None if name is None else among[name]
    merging.say("WR317", origin, key, got=name, nearest=nearest(name, among))
    return None


def citation(cite: Cite | None, document: Document) -> Citation | None:
    """The citation that a file writes; without a document it is of the file's own."""
    if cite is None:
        return None
    return Citation(
        cite.document or document.content.document.title.zh,
        cite.article or "",
        cite.quote or "",
        cite.url or "",
        cite.checked or "",
    )


def written(
    merging: Merging, value: Written, kind: Kind, origin: Origin, *path: str | int
) -> Number | None:
    """The exact number of a written value, or a finding where it stands."""
    try:
        return number(value, kind)
    except NotAValue as error:
        merging.say("WR116", origin, *path, got=_shown(value), why=error.words)
    except WrongKind:
        merging.say("WR112", origin, *path, want=_form(kind, value), got=_shown(value))
    return None


def _shown(value: Written) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{shortened(value)}"'
    return value.isoformat() if isinstance(value, datetime.date) else shortened(value)


def _form(kind: Kind, value: Written) -> Words:
    """What is to be written; quotes around a number are a mistake of their own."""
    made = Type(kind).words()
    if kind in (Kind.MONEY, Kind.INT, Kind.MONTHS) and isinstance(value, str):
        return Words(
            f"{made.zh}（只写数字，不加引号和单位）",
            f"{made.en} (digits alone, no quotes, no unit)",
        )
    return made


@dataclass
class Typing:
    """Types formulas with the names of a jurisdiction and gathers what is wrong."""

    merging: Merging
    names: Names

    def formula(
        self, text: str | None, origin: Origin, scope: Entity, want: Type | None, *path: str | int
    ) -> Formula | None:
        """The typed formula at a place of a file; None where it is not written or not right."""
        if text is None:
            return None
        where = origin.child(*path)
        node, wrong = formula(text, self.names, scope, want)
        for each in wrong:
            place = where.source.place_inside(where.path, each.start)
            details = {"nearest": each.hint, **dict(each.details)}
            self.merging.found.append(finding(each.code, place, **details))
        return None if node is None else Formula(node, text, where)

    def status(self, item: Dated | FormulaVersionDoc, document: Document) -> Status:
        """How far a rule is confirmed: its own `status`, its document's, or else published."""
        return document.status(item.status) or "published"

    def source(
        self, cite: Cite | None, document: Document, origin: Origin, name: str
    ) -> Citation | None:
        if cite is None:
            self.merging.say("WR312", origin, key=True, got=name)
        return citation(cite, document)

    def source_unless_dropped(self, entry: Layered[Any], name: str) -> Citation | None:
        """The source of an entry, which only one that drops something may leave out."""
        item, document = entry.item, entry.document
        if item.drop:
            return citation(item.cite, document)
        return self.source(item.cite, document, entry.origin, name)
