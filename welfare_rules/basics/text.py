"""A text in Chinese and English: its words, the marks of each language, catalogues of sentences.

`Words` is one text in both languages. A `Catalogue` names such texts by keys, and its sentences
have holes with names (`{amount}`). A `Typography` knows how one language sets text together:
colons, brackets, lists. Only this file asks which language it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages.

    >>> Words("低保", "subsistence allowance").say("en")
    'subsistence allowance'
    """

    zh: str
    """The text in Chinese."""
    en: str
    """The text in English."""

    def say(self, lang: Lang) -> str:
        """The text in a language."""
        return self.zh if lang == "zh" else self.en

    def to_dict(self) -> dict[str, str]:
        """As JSON has it.

        >>> Words("低保", "dibao").to_dict()
        {'zh': '低保', 'en': 'dibao'}
        """
        return {"zh": self.zh, "en": self.en}

    def both(self, otherwise: str) -> Words:
        """The same text with `otherwise` (an id) in a language that is missing.

        >>> Words("低保", "").both("dibao")
        Words(zh='低保', en='dibao')
        """
        return Words(self.zh or otherwise, self.en or otherwise)

    def fill(self, /, **holes: object) -> Words:
        """The text with its holes filled; a hole filled with Words gets those of its language.

        >>> Words("缺{what}", "no {what}").fill(what=Words("工资", "wage"))
        Words(zh='缺工资', en='no wage')
        """
        return Words(filled(self.zh, "zh", holes), filled(self.en, "en", holes))


Hole = str | Words
"""What fills a hole of a sentence: one text for both languages, or the words of each."""


def hole(value: object) -> Hole:
    """A value as it fills a hole: words as they are, anything else as its text."""
    return value if isinstance(value, Words) else str(value)


@dataclass(frozen=True, slots=True)
class Count:
    """A number as it is written, and whether English takes the singular after it.

    >>> "{count} {count:month|months}".format(count=Count.of(1))
    '1 month'
    >>> "{count} {count:month|months}".format(count=Count("1.50", one=False))
    '1.50 months'
    """

    text: str
    one: bool

    @staticmethod
    def of(number: int) -> Count:
        return Count(str(number), number == 1)

    def __format__(self, forms: str) -> str:
        if not forms:
            return self.text
        singular, _, plural = forms.partition("|")
        return singular if self.one else plural


def filled(template: str, lang: Lang, holes: Mapping[str, object]) -> str:
    """A sentence of one language with its holes filled.

    >>> filled("{who} has {what}", "en", {"who": "p1", "what": Words("工资", "a wage")})
    'p1 has a wage'
    """
    return template.format_map(
        {key: hole.say(lang) if isinstance(hole, Words) else hole for key, hole in holes.items()}
    )


class Catalogue:
    """Sentences in both languages by key, their holes named.

    `uneven` has the keys whose languages need not have the same holes, each with the reason.

    >>> notes = Catalogue({"paid": Words("已发 {amount} 元", "{amount} yuan paid")})
    >>> notes.say("en", "paid", amount="730.00")
    '730.00 yuan paid'
    """

    __slots__ = ("_templates", "entries", "uneven")

    def __init__(
        self, entries: Mapping[str, Words], uneven: Mapping[str, str] | None = None
    ) -> None:
        self.entries = entries
        self.uneven: Mapping[str, str] = uneven or {}
        self._templates: dict[Lang, dict[str, str]] = {
            lang: {key: words.say(lang) for key, words in entries.items()} for lang in LANGUAGES
        }

    def __getitem__(self, key: str) -> Words:
        return self.entries[key]

    def say(self, lang: Lang, key: str, /, **holes: object) -> str:
        """One sentence in one language; raises KeyError for a key or hole that is missing."""
        return filled(self._templates[lang][key], lang, holes)

    def words(self, key: str, /, **holes: object) -> Words:
        """One sentence in both languages."""
        return self.entries[key].fill(**holes)

    def templates(self, lang: Lang) -> Mapping[str, str]:
        """All sentences of one language, for callers that fill many of them."""
        return self._templates[lang]

    def faults(self) -> tuple[str, ...]:
        """Keys that lack a language, or whose languages have other holes without a reason.

        >>> Catalogue({"a": Words("{n} 人", "nobody"), "b": Words("无", "")}).faults()
        ('a', 'b')
        """
        return tuple(
            key
            for key, words in self.entries.items()
            if bool(words.zh) != bool(words.en)
            or (holes_of(words.zh) != holes_of(words.en)) != (key in self.uneven)
        )


def holes_of(template: str) -> frozenset[str]:
    """Names of the holes of a sentence.

    >>> sorted(holes_of("{what}: {count:month|months}"))
    ['count', 'what']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@dataclass(frozen=True, slots=True)
class Typography:
    """The marks of one language and how text is set together with them.

    >>> MARKS["en"].aside("wage", "p1"), MARKS["zh"].aside("工资", "p1")
    ('wage (p1)', '工资（p1）')
    """

    comma: str
    colon: str
    between: str
    """Between the entries of a list."""
    semicolon: str
    opening: str
    closing: str
    before_bracket: str
    before_title: str
    after_title: str
    before_article: str
    """Between a document and its article."""
    indent: str

    def listed(self, parts: Iterable[str]) -> str:
        """`one, two, three`."""
        return self.between.join(parts)

    def clauses(self, parts: Iterable[str]) -> str:
        """`one; two; three`."""
        return self.semicolon.join(parts)

    def labelled(self, label: str, text: str) -> str:
        """`label: text`."""
        return f"{label}{self.colon}{text}"

    def bracketed(self, text: str) -> str:
        """`(text)`."""
        return f"{self.opening}{text}{self.closing}"

    def aside(self, text: str, note: str) -> str:
        """`text (note)`."""
        return f"{text}{self.before_bracket}{self.opening}{note}{self.closing}"

    def brackets(self, text: str) -> str:
        """The text with the brackets of this language instead of ASCII ones.

        >>> MARKS["zh"].brackets("(1)")
        '（1）'
        """
        return text.replace("(", self.opening).replace(")", self.closing)

    def titled(self, title: str) -> str:
        """The title of a document in the marks of this language."""
        return f"{self.before_title}{title}{self.after_title}"

    def tightened(self, text: str) -> str:
        """The text without spaces beside full-width brackets, which are wide enough.

        >>> MARKS["zh"].tightened("甲（1） + 乙"), MARKS["en"].tightened("a (1) + b")
        ('甲（1）+ 乙', 'a (1) + b')
        """
        if self.before_bracket or ("） " not in text and " （" not in text):
            return text
        return text.replace("） ", "）").replace(" （", "（")


MARKS: Mapping[Lang, Typography] = {
    "zh": Typography(
        comma="，",
        colon="：",
        between="、",
        semicolon="；",
        opening="（",
        closing="）",
        before_bracket="",
        before_title="《",
        after_title="》",
        before_article="",
        indent="　　",
    ),
    "en": Typography(
        comma=", ",
        colon=": ",
        between=", ",
        semicolon="; ",
        opening="(",
        closing=")",
        before_bracket=" ",
        before_title="",
        after_title="",
        before_article=", ",
        indent="    ",
    ),
}


def listed(texts: Iterable[Words]) -> Words:
    """Several texts as one list in each language.

    >>> listed([Words("甲", "a"), Words("乙", "b")])
    Words(zh='甲、乙', en='a, b')
    """
    known = tuple(texts)
    return Words(
        MARKS["zh"].listed(each.zh for each in known), MARKS["en"].listed(each.en for each in known)
    )


def labelled(label: Words, text: Words) -> Words:
    """`label: text` in both languages.

    >>> labelled(Words("原因", "why"), Words("未知", "unknown"))
    Words(zh='原因：未知', en='why: unknown')
    """
    return Words(MARKS["zh"].labelled(label.zh, text.zh), MARKS["en"].labelled(label.en, text.en))


def aside(text: Words, note: str) -> Words:
    """A text with a note in the brackets of each language.

    >>> aside(Words("工资", "wage"), "p1")
    Words(zh='工资（p1）', en='wage (p1)')
    """
    return Words(MARKS["zh"].aside(text.zh, note), MARKS["en"].aside(text.en, note))


def chinese_title(title: str) -> str:
    """The Chinese title of a document, in the marks that it keeps in every language.

    >>> chinese_title("社会救助暂行办法")
    '《社会救助暂行办法》'
    """
    return MARKS["zh"].titled(title)


def spaced(left: str, right: str) -> str:
    """Two texts with a space between them; a full-width bracket needs none after it.

    >>> spaced("甲（1）", "= 1"), spaced("甲", "= 1")
    ('甲（1）= 1', '甲 = 1')
    """
    return f"{left}{right}" if left[-1] == "）" else f"{left} {right}"
