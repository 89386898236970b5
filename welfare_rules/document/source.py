"""A policy file as text.

Read once, with its places. Encoding and TOML trouble become findings that say what to type instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import tomli

from welfare_rules.basics.canonical import digest_of
from welfare_rules.basics.decimals import as_written, spelling
from welfare_rules.basics.reading import opened
from welfare_rules.basics.text import Words
from welfare_rules.document import spans
from welfare_rules.document.syntax import syntax_finding
from welfare_rules.findings import Finding, Place, finding, system_words

MOST_BYTES = 4_000_000


@dataclass(frozen=True)
class Source:
    """Name and text of one file.

    Positions are worked out only when something has to be shown, and then once.
    """

    name: str
    text: str = field(repr=False)

    @cached_property
    def spans(self) -> spans.Spans:
        return spans.scan(self.text)

    @cached_property
    def digest(self) -> str:
        """The digest of what a file says: its values, not its layout, comments or order of keys."""
        values, _ = read_toml(self)
        return digest_of(_plain(values))

    def place(self, path: spans.Path, *, key: bool = False) -> Place:
        """Where the value at this path stands, or its key.

        The nearest thing that exists when the path does not.
        """
        found = self.spans
        start, _ = found.nearest(path, key=key)
        return Place(self.name, *found.line_column(start))

    def place_inside(self, path: spans.Path, index: int) -> Place:
        """Where the index-th character of the string at this path stands."""
        found = self.spans
        return Place(self.name, *found.line_column(found.inside(path, index)))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in which file something is laid down."""

    source: Source
    path: spans.Path

    def place(self, *more: str | int, key: bool = False) -> Place:
        return self.source.place((*self.path, *more), key=key)

    def child(self, *more: str | int) -> Origin:
        return Origin(self.source, (*self.path, *more))


def source_of(name: str, text: str) -> Source:
    r"""A text that is not read from a disk, without a byte-order mark and with plain line ends.

    >>> source_of("a.toml", "\ufeffx = 1\r\n").text
    'x = 1\n'
    """
    return Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n"))


def read_text(path: Path, name: str) -> tuple[Source | None, list[Finding]]:
    """The text of a file, without a byte-order mark and with plain line ends.

    Or what keeps it from being read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return None, [finding("WR106", Place(name, 1, 1), limit=MOST_BYTES)]
        with opened(path) as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return None, [finding("WR101", Place(name, 1, 1), why=system_words(error))]
    if len(data) > MOST_BYTES:  # of what has no size, such as a pipe
        return None, [finding("WR106", Place(name, 1, 1), limit=MOST_BYTES)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [finding("WR105", Place(name, line, 1), found=guess_encoding(data))]
    return source_of(name, text), []


def guess_encoding(data: bytes) -> str:
    """What a text that is not UTF-8 may be: a Chinese code page, or what Windows calls Unicode."""
    for encoding in ("gb18030", "utf-16"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "binary"


def read_toml(source: Source) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """The values of the file, decimals exact.

    Or the syntax error, with the full-width character or bare key that made it.
    """
    try:
        return tomli.loads(source.text, parse_float=as_written), []
    except tomli.TOMLDecodeError as error:
        return None, [syntax_finding(source.name, source.text, error)]
    except RecursionError:
        return None, [finding("WR108", Place(source.name, 1, 1))]
    except ValueError:  # an integer of thousands of digits
        return None, [
            finding(
                "WR102", Place(source.name, 1, 1), why=Words("一个数太长", "a number is too long")
            )
        ]


def _plain(value: object) -> Any:
    """TOML values as JSON; a date or decimal is told from a text of the same letters."""
    if isinstance(value, Mapping):
        return {
            str(key): _plain(each) for key, each in cast(Mapping[object, object], value).items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in cast(list[object], value)]
    if isinstance(value, Decimal):
        return {"decimal": spelling(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value
