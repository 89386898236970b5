"""How values, names and sources read in one language: yuan, percent, days, months, choices.

Values are exact always; a rounded number never stands alone. The sentences around them are in
`phrases`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from welfare_rules.basics.days import FIRST, LAST, day_text
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.money import yuan_of, yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import MARKS, Count, Lang, Typography, Words, chinese_title, spaced
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.language.names import ChoiceList
from welfare_rules.language.nodes import Direction
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.terms import Citation

Unit = Literal["yuan", "percent", "years", "months", "persons", "days", "plain"]
_MONEY, _BOOL, _DATE, _CHOICE, _RATE, _MONTHS, _BENEFITS = (
    Kind.MONEY,
    Kind.BOOL,
    Kind.DATE,
    Kind.CHOICE,
    Kind.RATE,
    Kind.MONTHS,
    Kind.BENEFITS,
)
FIRST_CODE = 100000  # division codes have six digits
_WITHOUT_RANGE = frozenset({Kind.BOOL, Kind.CHOICE, Kind.DATE, Kind.CODE, Kind.BENEFITS})
MOST_DECIMALS = 6
"""A fraction that needs more decimals is written out beside its rounded value."""


def decimals(value: Number, least: int) -> tuple[str, bool]:
    """A number with at least so many decimals, and whether that is its exact value (else it is
    rounded half up to two).
    """
    numerator, denominator = (
        (value, 1) if isinstance(value, int) else (value.numerator, value.denominator)
    )
    places = least
    while denominator != 1 and 10**places % denominator and places < MOST_DECIMALS:
        places += 1
    scaled = numerator * 10**places
    exact = scaled % denominator == 0
    if not exact:
        places = 2
        scaled = (2 * numerator * 100 + denominator) // (2 * denominator) * denominator
    whole = abs(scaled // denominator)
    sign = "-" if scaled < 0 else ""
    if not places:
        return f"{sign}{whole}", exact
    return f"{sign}{whole // 10**places}.{whole % 10**places:0{places}d}", exact


@dataclass(frozen=True, slots=True)
class Wording:
    """One language: its phrases and marks, and how values, names and sources are written in it.

    `choices` are the texts of each closed list by place, `titles` those of documents by their
    Chinese title.
    """

    lang: Lang
    phrases: Mapping[str, str]
    marks: Typography
    choices: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]

    @staticmethod
    def of(lang: Lang, choices: Mapping[str, ChoiceList], documents: Iterable[Words]) -> Wording:
        return Wording(
            lang,
            PHRASES.templates(lang),
            MARKS[lang],
            {
                key: tuple(Words(one.zh, one.en).both(one.id).say(lang) for one in each.values)
                for key, each in choices.items()
            },
            {each.zh: _title(each).say(lang) for each in documents},
        )

    def label(self, words: Words, otherwise: str = "") -> str:
        """A name in this language; where its file gives none, in the other, else its id."""
        return words.say(self.lang) or words.zh or words.en or otherwise

    def names(self, ids: Sequence[str], most: int, cut: str = "and_more") -> str:
        """Persons by their ids, or other names; beyond `most`, only how many more there are."""
        if len(ids) <= most:
            return self.marks.listed(ids)
        return self.phrases[cut].format(names=self.marks.listed(ids[:most]), count=len(ids) - most)

    # --- values ---

    def money(self, fen: Number, *, unit: bool = True) -> str:
        """Fen as yuan with two decimals, and the exact fraction where decimals cannot say it."""
        if type(fen) is not int and fen.denominator == 1:
            fen = fen.numerator
        text = yuan_text(fen) if type(fen) is int else self._exactly(yuan_of(fen), 2)
        return spaced(text, self.phrases["yuan"]) if unit else text

    def rate(self, value: Number) -> str:
        """A rate as percent."""
        text, exact = decimals(value * 100, 0)
        return f"{text}%" if exact else self.marks.aside(f"{text}%", str(Fraction(value)))

    def _exactly(self, value: Number, least: int) -> str:
        text, exact = decimals(value, least)
        return text if exact else self.marks.aside(text, str(value))

    def day(self, day: Number) -> str:
        """A day; those that no month reaches stand for "never" and "always"."""
        return (
            day_text(day)
            if FIRST < day < LAST
            else self.phrases["never" if day == LAST else "always"]
        )

    def counted(self, value: Number, unit: Unit) -> str:
        """A difference with its unit in words."""
        match unit:
            case "yuan":
                return self.money(value)
            case "percent":
                return self.rate(value)
            case "plain":
                return self._exactly(value, 0)
            case _:
                count = Count(self._exactly(value, 0), one=value == 1)
                return self.phrases[unit].format(count=count)

    def number(self, kind: Type, value: Number, *, unit: bool = True) -> str:
        """An exact value of any type."""
        which = kind.kind
        if which is _MONEY:
            return self.money(value, unit=unit)
        if which is _BOOL:
            return self.phrases["yes" if value else "no"]
        if which is _DATE:
            return self.day(value)
        if which is _CHOICE:
            return self.choices[kind.choice][int(value)]
        if which is _RATE:
            return self.rate(value)
        if which is _MONTHS and unit:
            return self.counted(value, "months")
        if which is _BENEFITS:
            return self.phrases["none"]
        if which is Kind.CODE and value < FIRST_CODE:  # stands for one that is hidden
            return f"C{value}"
        return str(value) if type(value) is int else self._exactly(value, 0)

    def value(self, kind: Type, value: Interval, *, unit: bool = True) -> str:
        """What is known of a value: the number, a range, or that it is unknown."""
        low, high = value
        if low is not None and (low is high or low == high):
            return self.number(kind, low, unit=unit)
        if kind.kind in _WITHOUT_RANGE:
            return self.phrases["unknown"]
        return self.range(kind, low, high)

    def range(self, kind: Type, low: Number | None, high: Number | None) -> str:
        """`at least … , at most …`, as far as either is known."""
        parts = [
            self.phrases[word].format(value=self.number(kind, end))
            for word, end in (("at_least", low), ("at_most", high))
            if end is not None
        ]
        return self.marks.comma.join(parts) or self.phrases["unknown"]

    def rounding(self, kind: Type, step: Number, direction: Direction) -> str:
        """A way of rounding: `up to a multiple of 1.00 yuan`."""
        return self.phrases[direction].format(step=self.number(kind, step))

    # --- sources ---

    def title(self, document: str) -> str:
        """A document's name; in English its English title where its own file states one."""
        return self.titles.get(document) or chinese_title(document)

    def article(self, article: str) -> str:
        """`9` and `13(1)` read as articles; anything else is the name of a section."""
        if not article:
            return ""
        if article[0].isdigit() and article.isascii():
            number, bracket, part = article.partition("(")
            return self.phrases["article"].format(
                number=number, part=self.marks.brackets(bracket + part)
            )
        return f"“{article}”"

    def cited(self, source: Citation) -> str:
        """Document and article of a source, without the words quoted."""
        title, article = self.title(source.document), self.article(source.article)
        return f"{title}{self.marks.before_article}{article}" if article else title


def _title(document: Words) -> Words:
    """The title of a document; in English the Chinese one where its file states no English one."""
    title = chinese_title(document.zh)
    return Words(title, document.en).both(title)
