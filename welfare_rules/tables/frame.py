"""A table that was made: named columns in blocks, given on by the Arrow stream interface, to pandas
and Polars, or as a dict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, Literal, cast

from welfare_rules.basics.harmless import field as csv_field
from welfare_rules.basics.money import decimal_yuan, yuan_text
from welfare_rules.basics.once import Once
from welfare_rules.tables.table import Cells, listed

Kind = Literal["text", "texts", "truth", "money", "number"]
"""What a column holds: a text, a list of texts, yes or no, whole fen, a whole number. Of any but
lists None says that there is none."""
Money = Literal["yuan", "fen"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns with their kinds, and rows in blocks. Money is given out in yuan, or in fen.

    >>> made = Frame({"id": "text", "due": "money"}, "yuan", [[["h1"], [7300]]])
    >>> made.to_pydict()
    {'id': ['h1'], 'due': [Decimal('73.00')]}
    """

    kinds: Mapping[str, Kind]
    """What each column holds, by its name."""
    money: Money = "yuan"
    """Whether money is given out in yuan or in fen."""
    blocks: list[Sequence[Cells]] = field(default_factory=list[Sequence[Cells]], repr=False)
    """The rows, block by block, each a list of cells for every column."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self.kinds)

    def __len__(self) -> int:
        return sum(len(block[0]) for block in self.blocks)

    def column(self, name: str) -> list[Any]:
        """One column as Python values."""
        place, kind = self.columns.index(name), self.kinds[name]
        made: list[Any] = []
        for block in self.blocks:
            cells = block[place]
            told = getattr(cells, "told", None)
            if told is None or kind == "texts":  # of which each row has a list of its own
                made.extend(self._given(kind, cell) for cell in listed(cells))
            else:
                made.extend(told([self._given(kind, each) for each in cast(Any, cells).values]))
        return made

    def to_pydict(self) -> dict[str, list[Any]]:
        """The columns as lists: money as Decimal in yuan, or whole fen."""
        return {name: self.column(name) for name in self.kinds}

    def _given(self, kind: Kind, cell: Any) -> Any:
        if kind == "texts":
            return list(cell)
        return (
            decimal_yuan(cell)
            if kind == "money" and self.money == "yuan" and cell is not None
            else cell
        )

    def lines(self) -> Iterator[str]:
        """Row after row as lines of CSV. What is made of a value is made once in each block."""
        for block in self.blocks:
            if all(hasattr(cells, "codes") for cells in block):
                from welfare_rules.tables.coded import lines

                texts = [
                    [self._csv(kind, each) for each in cast(Any, cells).values]
                    for kind, cells in zip(self.kinds.values(), block, strict=True)
                ]
                yield from lines(cast(Any, block), texts)
            else:
                columns = [
                    map(Once(partial(self._csv, kind)).__getitem__, listed(cells))
                    for kind, cells in zip(self.kinds.values(), block, strict=True)
                ]
                yield from map(",".join, zip(*columns, strict=True))

    def _csv(self, kind: Kind, cell: Any) -> str:
        written = self._written(kind, cell)
        return "" if written is None else csv_field(str(flat(written)))

    def _written(self, kind: Kind, cell: Any) -> Any:
        in_yuan = kind == "money" and self.money == "yuan"
        return yuan_text(cell) if in_yuan and cell is not None else cell

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Row after row as text files have them: money as text in its unit, None where empty."""
        in_yuan = self.money == "yuan"
        for block in self.blocks:
            texts = [
                [None if cell is None else yuan_text(cell) for cell in listed(cells)]
                if kind == "money" and in_yuan
                else listed(cells)
                for kind, cells in zip(self.kinds.values(), block, strict=True)
            ]
            yield from zip(*texts, strict=True)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as an Arrow stream. Raises EngineMissing where Arrow is not installed."""
        from welfare_rules.tables.arrow import stream_of

        return stream_of(self).__arrow_c_stream__(requested_schema)

    def to_polars(self) -> Any:
        """The rows as a DataFrame of Polars."""
        return import_module("polars").DataFrame(self)

    def to_pandas(self) -> Any:
        """The rows as a DataFrame of pandas."""
        return import_module("pandas").DataFrame(self.to_pydict())


def flat(value: Any) -> Any:
    """A cell of a text file: a list is one text, yes and no are words that are read again.

    >>> flat(("a", "b")), flat(True), flat(None)
    ('a;b', 'true', None)
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(cast("Sequence[str]", value)) if isinstance(value, (tuple, list)) else value
