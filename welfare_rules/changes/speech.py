"""What the parts of a law say, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from welfare_rules.basics.days import FIRST, LAST, day_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import LANGUAGES, Lang, Words, spaced
from welfare_rules.changes.catalogue import SAID, WORDS
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.phrasebook import Names
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.language.nodes import Const, In, Node, spell, transform
from welfare_rules.language.types import MONEY, RATE, Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.model import FigureVersion, Rounding
from welfare_rules.law.terms import Citation, Formula, Status

Codes = Mapping[str, Mapping[int, int]]
"""For each closed list the code under which another law knows a value."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What two laws call otherwise and is the same: a value of a closed list wherever it stands in
    the list, and a document that has another title.
    """

    codes: Codes = field(default_factory=dict[str, Mapping[int, int]])
    titles: Mapping[str, str] = field(default_factory=dict[str, str])


class Speech:
    """Says the parts of one law, with the names that they have in it.

    `alike` says what they are called in the law that it is held against.
    """

    def __init__(self, law: Law, alike: Alike | None = None) -> None:
        self.law = law
        alike = alike or Alike()
        self.codes, self.titles = alike.codes, alike.titles
        self._say: Mapping[Lang, Renderer] = {
            lang: Renderer(Names(law, lang), None) for lang in LANGUAGES
        }

    def _both(self, say: Callable[[Renderer], str]) -> Words:
        return Words(say(self._say["zh"]), say(self._say["en"]))

    def formula(self, formula: Formula | None) -> Words:
        """A formula with the names of what it speaks of; "nothing" where there is none."""
        if formula is None:
            return SAID["nothing"]
        return self._both(lambda each: each.formula(formula.node))

    def meaning(self, formula: Formula | None) -> str:
        """What a formula means, whatever its layout and language."""
        return "" if formula is None else spell(transform(formula.node, self._recoded))

    def _recoded(self, node: Node) -> Node:
        match node:
            case Const(type=Type(kind=Kind.CHOICE, choice=choice)) if choice in self.codes:
                return Const(value=self.codes[choice][int(node.value)], type=node.type)
            case In(item=Node(type=Type(kind=Kind.CHOICE, choice=choice))) if choice in self.codes:
                values = tuple(self.codes[choice][int(each)] for each in node.values)
                return In(item=node.item, values=values)
            case _:
                return node

    def number(self, kind: Type, value: Number | None) -> Words:
        """A value of any type, money without decimals that are 0."""
        if value is None:
            return SAID["nothing"]
        if kind == MONEY and Fraction(value).denominator == 1:
            text = yuan_text(int(value)).removesuffix(".00")
            return Words(*(spaced(text, PHRASES["yuan"].say(lang)) for lang in LANGUAGES))
        return self._both(lambda each: each.wording.number(kind, value))

    def version(self, kind: Type, version: FigureVersion) -> Words:
        """The value of a version of a figure, or the share of another that it is."""
        if version.share is not None:
            share, of = self.number(RATE, version.share), self.name(version.of)
            return SAID.words("share", share=share, of=of)
        return self.number(kind, version.value)

    def rounding(self, rounding: Rounding | None) -> Words:
        if rounding is None:
            return SAID["nothing"]
        step, way = rounding.step, rounding.direction
        return self._both(lambda each: each.wording.rounding(MONEY, step, way))

    def name(self, name: str) -> Words:
        """What something that formulas name is called; "nothing" where none is named."""
        found = self.law.names.symbols.get(name)
        return Words(found.zh, found.en).both(name) if found is not None else text(name)

    def cites(self, source: Citation | None) -> object:
        """Document, article and quote of a source, under the title that its document has now."""
        if source is None:
            return None
        title = self.titles.get(source.document, source.document)
        return title, source.article, source.quote

    def cited(self, source: Citation | None, *, quoted: bool) -> Words:
        """Document and article of a source, `quoted` with the words that it quotes."""
        if source is None:
            return SAID["nothing"]
        where = self._both(lambda each: each.wording.cited(source))
        quote = f"“{source.quote}”" if quoted and source.quote else ""
        return Words(f"{where.zh}{quote}", f"{where.en} {quote}".rstrip())


def day(number: int) -> Words:
    """A day; "no limit" for one that no month reaches."""
    return text(day_text(number)) if FIRST < number < LAST else PHRASES["always"]


def period(first: int, last: int) -> Words:
    """A first and a last day; "no limit" where there is neither."""
    if first == FIRST and last == LAST:
        return PHRASES["always"]
    return WORDS.words("period", first=day(first), last=day(last))


def text(said: str) -> Words:
    """A text that reads alike in both languages; "nothing" for an empty one."""
    return Words(said, said) if said else SAID["nothing"]


def words(said: Words | None) -> Words:
    """Words of a file; "nothing" where it has none."""
    if said is None or not (said.zh or said.en):
        return SAID["nothing"]
    return said.both(said.zh or said.en)


def yes(truth: bool) -> Words:
    return PHRASES["yes" if truth else "no"]


def word(said: str) -> Words:
    """A word of the file format in both languages; "nothing" where it is not written."""
    if not said:
        return SAID["nothing"]
    return WORDS.entries.get(said) or PHRASES.entries.get(said) or Words(said, said)


def status(said: Status) -> Words:
    return PHRASES[said]


def alike(old: Law, new: Law) -> Alike:
    """What the old law calls otherwise than the new one."""
    titles = {
        each.zh: new.documents[key].zh
        for key, each in old.documents.items()
        if key in new.documents
    }
    return Alike(_codes(old, new), titles)


def _codes(old: Law, new: Law) -> Codes:
    """For each closed list that both laws have, the code in the new one of each value of the old.

    A value that is no more has a code that no value has.
    """
    made: dict[str, dict[int, int]] = {}
    for key, there in old.choices.items():
        if key in new.choices and new.choices[key].values != there.values:
            places = {each.id: place for place, each in enumerate(new.choices[key].values)}
            made[key] = {
                place: places.get(each.id, -1 - place) for place, each in enumerate(there.values)
            }
    return made
