"""Where a finding stands in a text, and the edit that would mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from welfare_rules.basics.text import Lang
from welfare_rules.editor.catalogue import SAID
from welfare_rules.findings import Finding
from welfare_rules.language.words import look_alike

FULL_WIDTH = ("WR103", "WR202")
_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[\w.-]+|\S')


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit of a text: what it is called, what takes the place of what, and what it mends."""

    title: str
    start: int
    end: int
    text: str
    finding: Finding


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and column, which count from 1 as findings have them.

    >>> offset_of("a\\n低保 = 1", 2, 3)
    4
    """
    start = 0
    for _ in range(line - 1):
        end = text.find("\n", start)
        if end < 0:
            return len(text)
        start = end + 1
    end = text.find("\n", start)
    return min(start + max(column, 1) - 1, len(text) if end < 0 else end)


def span(text: str, found: Finding) -> tuple[int, int]:
    """What a finding is about: from its place to the end of the word or string there."""
    start = offset_of(text, found.place.line, found.place.column)
    if found.code in FULL_WIDTH:
        return start, min(start + 1, len(text))
    got = found.detail("got")
    if got and "…" not in got and text.startswith(got, start) and "\n" not in got:
        return start, start + len(got)
    match = _PIECE.match(text, start)
    return (start, match.end()) if match is not None else (start, min(start + 1, len(text)))


def fixes(text: str, found: Iterable[Finding], lang: Lang) -> Iterator[Fix]:
    """The edits that would mend findings of a text, where one is sure enough to be offered."""
    for each in found:
        made = _fix(text, each, lang)
        if made is not None:
            yield made


def _fix(text: str, found: Finding, lang: Lang) -> Fix | None:
    start, end = span(text, found)
    got = found.detail("got")
    if found.code in FULL_WIDTH:
        sign = text[start:end]
        meant = look_alike(sign) if sign else None
        if meant is None or sign != got:
            return None
        title = SAID.say(lang, "half_width" if meant else "remove", name=meant)
        return Fix(title, start, end, meant, found)
    near = found.detail("nearest")
    if not near or not got:
        return None
    for at in (start, start + 1):  # a value stands in its quotes
        if text.startswith(got, at):
            title = SAID.say(lang, "replace", name=near)
            return Fix(title, at, at + len(got), near, found)
    return None


def half_width(text: str, found: Sequence[Finding]) -> tuple[tuple[int, int, str], ...]:
    """All edits of full-width signs that findings tell of, as start, end and what stands then."""
    made = (
        (each.start, each.end, each.text)
        for each in fixes(text, found, "en")
        if each.finding.code in FULL_WIDTH
    )
    return tuple(sorted(set(made)))
