"""What a check found, where, and how it reads in Chinese and English.

A finding is a code with details; words are made only at the edge.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from welfare_rules.basics.text import Hole, Lang, Words
from welfare_rules.findings.catalogue import CATALOGUE, SENTENCES, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    A file with line and column (from 1, in characters), or a path inside a case
    (`members[1].wage`).
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.path:
            return f"{self.file}:{self.path}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with a stable code; equal findings are one finding."""

    code: str
    place: Place
    details: tuple[tuple[str, Hole], ...] = ()

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.code].severity

    def message(self, lang: Lang = "en") -> str:
        """The sentence, in the language asked for; details are set in as they stand."""
        details = dict(self.details)
        hint = details.pop("nearest", "")
        text = SENTENCES.say(lang, self.code, **details)
        return text + SENTENCES.say(lang, "nearest", name=hint) if hint else text

    def detail(self, key: str) -> str:
        """One detail that reads alike in both languages; empty where the finding has none."""
        value = dict(self.details).get(key, "")
        return value if isinstance(value, str) else value.zh

    def line(self, lang: Lang = "en") -> str:
        """`file:line:column: error WR123: text`, the form that editors and other tools read."""
        return f"{self.place}: {self.severity} {self.code}: {self.message(lang)}"

    def to_dict(self, lang: Lang = "en") -> dict[str, str | int | None]:
        place = self.place
        made: dict[str, str | int | None] = {
            "file": place.file,
            "line": place.line or None,
            "column": place.column or None,
            "severity": self.severity,
            "code": self.code,
            "message": self.message(lang),
        }
        if place.path:
            made["path"] = place.path
        return made

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, tuple[tuple[str, str, str], ...]]:
        return (
            self.place.file,
            self.place.line,
            self.place.column,
            self.place.path,
            self.code,
            tuple((key, *_both(value)) for key, value in self.details),
        )


def _both(value: Hole) -> tuple[str, str]:
    return (value, value) if isinstance(value, str) else (value.zh, value.en)


def finding(code: str, place: Place, **details: object) -> Finding:
    """A finding of this code; raises KeyError for a code that the catalogue does not have."""
    if code not in CATALOGUE:
        raise KeyError(code)
    where = Place(writable(place.file), place.line, place.column, writable(place.path))
    return Finding(
        code,
        where,
        tuple(
            (key, _detail(value))
            for key, value in sorted(details.items())
            if key != "nearest" or value
        ),
    )


def _detail(value: object) -> Hole:
    if isinstance(value, Words):
        return Words(writable(value.zh), writable(value.en))
    return writable(str(value))


def writable(text: str) -> str:
    r"""The text with lone surrogates spelt out, so that every encoding can write it.

    JSON may hold one (`"\ud800"`), a file name too.

    >>> writable("h\ud800")
    'h\\ud800'
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(value: object, most: int = 40) -> str:
    """A written value, cut to what a message can hold.

    Of a whole number of 4,300 digits Python makes no decimal text at all.

    >>> shortened(16**9999)
    '0x1000000000000000000000000000000000000…'
    """
    text = hex(value) if isinstance(value, int) and value.bit_length() > 14_000 else str(value)
    return writable(text if len(text) <= most else text[: most - 1] + "…")


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, or nothing: what a diagnostic offers as the way out."""
    names = sorted(set(known))
    folded = {candidate.casefold(): candidate for candidate in names}
    if name.casefold() in folded:
        return folded[name.casefold()]
    close = difflib.get_close_matches(name, names, 1, 0.55)
    return close[0] if close else ""


def nearest_id(got: str, known: Mapping[str, object]) -> str:
    """The id that a name comes nearest to, by the ids and by their labels in both languages.

    Nothing where none is near. A label is anything with `zh` and `en`.

    >>> from welfare_rules.language.names import ChoiceValue
    >>> nearest_id("城镇户口", {"urban": ChoiceValue("urban", "城镇户口居民", "urban")})
    'urban'
    """
    ids: dict[str, str] = {}
    for each, label in known.items():
        for name in (each, getattr(label, "zh", ""), getattr(label, "en", "")):
            if name:
                ids.setdefault(name, each)
    return ids.get(nearest(got, ids), "")


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding once, by file, line and column: the order in which a person mends them."""
    return tuple(sorted(set(found), key=lambda each: each.sort_key))


def errors_of(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.severity == "error")


class FindingsError(ValueError):
    """Base of the errors that carry findings: all of them, in the order of their places."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = in_order(found)
        super().__init__("\n".join(each.line("en") for each in self.findings))

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        return (type(self), (self.findings,))


class PolicyError(FindingsError):
    """The policy files cannot be used as they stand.

    `findings` has everything that is wrong with them.
    """


class CaseError(FindingsError):
    """A case cannot be read; `findings` has everything that is wrong with it, by its path."""


class RequestError(FindingsError):
    """What was asked for does not exist: a jurisdiction, a month, a day, an engine."""


Details = Mapping[str, object]
