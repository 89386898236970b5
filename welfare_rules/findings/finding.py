"""What a check found, where, and how it reads in Chinese and English.

A finding is a code with details; words are made only at the edge.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from welfare_rules.findings.catalogue import CATALOGUE, Entry

Lang = Literal["zh", "en"]
Severity = Literal["error", "warning", "notice"]


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
    details: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return self._entry.severity

    @property
    def _entry(self) -> Entry:
        return CATALOGUE[self.code]

    def message(self, lang: Lang = "en") -> str:
        """The sentence, in the language asked for; details are set in as they stand."""
        template = self._entry.zh if lang == "zh" else self._entry.en
        details = dict(self.details)
        hint = details.pop("nearest", "")
        text = template.format(**details)
        if hint:
            text += f"；是否指“{hint}”？" if lang == "zh" else f"; did you mean {hint!r}?"
        return text

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
    def sort_key(self) -> tuple[str, int, int, str, str, tuple[tuple[str, str], ...]]:
        return (
            self.place.file,
            self.place.line,
            self.place.column,
            self.place.path,
            self.code,
            self.details,
        )


def finding(code: str, place: Place, **details: object) -> Finding:
    """A finding of this code; raises KeyError for a code that the catalogue does not have."""
    if code not in CATALOGUE:
        raise KeyError(code)
    where = Place(writable(place.file), place.line, place.column, writable(place.path))
    return Finding(
        code,
        where,
        tuple(
            (key, writable(str(value)))
            for key, value in sorted(details.items())
            if key != "nearest" or value
        ),
    )


def writable(text: str) -> str:
    r"""The text with half characters spelt out. JSON may hold one (`"\ud800"`), a file name too; no
    encoding can write it.

    >>> writable("h\ud800")
    'h\\ud800'
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(value: object, most: int = 40) -> str:
    """A written value as a message can hold it. Of a whole number of 4,300 digits Python makes no
    decimal text at all.

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
