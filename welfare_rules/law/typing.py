"""What the formulas and clauses of a jurisdiction are typed with.

Everything wrong is gathered on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

from welfare_rules.document.models import Dated, FormulaVersionDoc
from welfare_rules.document.parts import Cite
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.findings import finding
from welfare_rules.language.check import formula
from welfare_rules.language.names import Names
from welfare_rules.language.types import Entity, Type
from welfare_rules.law.layers import Merging
from welfare_rules.law.terms import FIRST, LAST, Citation, Formula, Period, Status
from welfare_rules.law.values import day_number
from welfare_rules.law.vocabulary import citation


@dataclass
class Typing:
    """What formulas are typed with, and what is found wrong on the way."""

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
            self.merging.found.append(finding(each.code, place, **dict(each.details)))
        return None if node is None else Formula(node, text, where)

    def status(self, item: Dated | FormulaVersionDoc, inherited: Status = "published") -> Status:
        return item.status or inherited

    def source(
        self, cite: Cite | None, document: Document, origin: Origin, name: str
    ) -> Citation | None:
        if cite is None:
            self.merging.say("WR312", origin, key=True, got=name)
        return citation(cite, document)

    def period(
        self,
        item: Dated | FormulaVersionDoc,
        document: Document,
        origin: Origin,
        *,
        by_document: bool,
    ) -> Period:
        """The days of a clause: its own, or those of its document."""
        first, last = item.from_, item.last_day
        head = document.content.document
        if first is not None and last is not None and last < first:
            self.merging.say("WR304", origin, "last_day", first=first, then=last)
        start, end = FIRST, LAST
        if by_document:
            until = head.prolonged_until or head.valid_until
            start, end = day_number(head.in_force), day_number(until) if until else LAST
        announced = day_number(item.announced) if item.announced else FIRST
        return Period(
            day_number(first) if first else start, day_number(last) if last else end, announced
        )
