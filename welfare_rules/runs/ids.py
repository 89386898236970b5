"""The ids of a column: plain ones all at once, each other cell by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from welfare_rules.basics.id_number import looks_like_id_number
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.facts.values import MOST_LETTERS
from welfare_rules.findings import writable
from welfare_rules.tables.cells import Told
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.rows import SUMS, is_no_data
from welfare_rules.tables.texts import Texts, plain_texts_of


@dataclass(frozen=True, slots=True, eq=False)
class Ids:
    """The cells of a column of ids: those that are plain as texts, the others by their rows."""

    texts: Texts
    plain: Array
    others: Mapping[int, object]

    @classmethod
    def of(cls, cells: Sequence[object]) -> Ids:
        """The ids in some cells."""
        seen = getattr(cells, "seen", None)
        texts, plain = (None if seen is None else seen().texts()) or plain_texts_of(cells)
        rows: list[int] = np.flatnonzero(~plain).tolist()
        some: Any = getattr(cells, "some", None)
        found = some(rows) if some and rows else [cells[each] for each in rows]
        return cls(texts, plain, dict(zip(rows, found, strict=True)))

    def no_data(self, mapping: TableMap, titles: Collection[str]) -> list[int]:
        """The rows that are sums of others, or headings again, where these ids come first."""
        found = [
            row
            for row, cell in self.others.items()
            if type(cell) is str and is_no_data(cell, mapping, titles)
        ]
        words = {each for each in (*titles, *mapping.skip, *SUMS) if each.isascii()}
        likely: list[int] = self.texts.like(words).tolist()  # no other is plain
        found += [each for each in likely if is_no_data(self.texts[each], mapping, titles)]
        return found

    def read(self, told: Told) -> tuple[Texts, list[int]]:
        """All as texts, and the rows of those that are no usual ones, of which nothing is kept."""
        odd: list[int] = []
        known: dict[int, str] = {}
        for row, cell in self.others.items():
            value = told(cell)
            usual = isinstance(value, str) and 0 < len(value) <= MOST_LETTERS
            if usual and writable(value) == value and Texts.holds(value):
                known[row] = value
            else:
                odd.append(row)
        return self.texts.put([*known], [*known.values()]) if known else self.texts, odd


def numbers_among(texts: Texts) -> list[int]:
    """The rows of ids that look like ID numbers."""
    some: list[int] = np.flatnonzero(texts.begins_with_digits()).tolist()
    return [row for row in some if looks_like_id_number(texts[row])]
