"""The names a formula may use.

What each word stands for, by id or by Chinese label. Nothing undeclared is ever an input.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from welfare_rules.basics.nearest import Hint, closest
from welfare_rules.language.operations import FUNCTIONS
from welfare_rules.language.types import Entity, Type
from welfare_rules.language.words import BUILT_IN

ALIKE = 0.45  # how much a word of a formula must be like the one that is offered for it
What = Literal["fact", "figure", "derived", "benefit"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared name. `entity` says whose it is; a figure is nobody's."""

    id: str
    what: What
    type: Type
    zh: str
    en: str
    entity: Entity | None = None
    flow: bool = False
    both: bool = False  # household and member each have one; a formula means that of its own scope


@dataclass(frozen=True, slots=True)
class ChoiceValue:
    """A value of a list; of `one` each household has exactly one member."""

    id: str
    zh: str
    en: str
    one: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A closed list. A value is kept as its place in the list."""

    id: str
    values: tuple[ChoiceValue, ...]

    def code(self, word: str) -> int | None:
        for place, value in enumerate(self.values):
            if word in (value.id, value.zh):
                return place
        return None


@dataclass(frozen=True, slots=True)
class Names:
    """All the words of one jurisdiction's law.

    Several symbols of one word are an ambiguity that only its use reports.
    """

    symbols: Mapping[str, Symbol]
    choices: Mapping[str, ChoiceList]
    home_division: int | None = None
    by_word: Mapping[str, tuple[Symbol, ...]] = field(default_factory=dict[str, tuple[Symbol, ...]])

    @staticmethod
    def of(
        symbols: Iterable[Symbol], choices: Mapping[str, ChoiceList], home_division: int | None
    ) -> Names:
        by_id: dict[str, Symbol] = {}
        by_word: dict[str, tuple[Symbol, ...]] = {}
        for symbol in symbols:
            by_id[symbol.id] = symbol
            for word in {symbol.id, symbol.zh}:
                by_word[word] = (*by_word.get(word, ()), symbol)
        return Names(by_id, choices, home_division, by_word)

    def nearest(self, word: str, *, only: What | None = None) -> Hint:
        """What looks for the declared word most like this one, for the hint of a diagnostic."""

        def words() -> Iterable[str]:
            for each, found in self.by_word.items():
                if only is None or any(one.what == only for one in found):
                    yield each
            if only is None:
                yield from (*BUILT_IN, *FUNCTIONS)

        return lambda: closest(word, words(), ALIKE)
