"""What the command writes.

Answers to standard output, findings to standard error, in the form that was asked for.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from welfare_rules.basics.harmless import json_line, json_text, plain
from welfare_rules.basics.harmless import lines as harmless_lines
from welfare_rules.basics.text import Lang, Words

if TYPE_CHECKING:
    from welfare_rules.findings import Finding

STDOUT = "-"  # the name of standard output among outputs
# In a workflow command these would end the message or the property.
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def forgiving_streams() -> None:
    """Makes the output show characters that it cannot encode by their number, and either take all
    that is written or fail.
    """
    _stand_ins()
    for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr)):
        raw = isinstance(getattr(stream, "buffer", None), io.RawIOBase)
        if isinstance(stream, io.TextIOWrapper):
            if raw:
                setattr(sys, name, _buffered(stream.fileno(), stream.encoding))
            else:
                stream.reconfigure(errors="backslashreplace")


def _stand_ins() -> None:
    """Puts something in the place of streams that were closed before the start. Whoever reads there
    or writes an answer fails; findings that nobody wants go nowhere. No file that is opened later
    gets their numbers, by which it would be taken for them.
    """
    if sys.stdin is None:
        _open_as(0, os.O_WRONLY)
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, "r", closefd=False)), "utf-8")
    if sys.stdout is None:
        _open_as(1, os.O_RDONLY)
        sys.stdout = _buffered(1, "utf-8")
    if sys.stderr is None:
        _open_as(2, os.O_WRONLY)
        sys.stderr = _buffered(2, "utf-8")


def _open_as(number: int, flags: int) -> None:
    opened = os.open(os.devnull, flags)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def _buffered(number: int, encoding: str) -> TextIO:
    """A stream with a buffer. Of one without (`python -u`, PYTHONUNBUFFERED) Python passes over in
    silence what a full disk does not take of a text.
    """
    stream = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
    shown = stream.isatty()
    return io.TextIOWrapper(stream, encoding, "backslashreplace", line_buffering=shown)


class _ToOutput:
    """Gives trouble with standard output the name that it has among outputs."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = STDOUT


TO_OUTPUT = _ToOutput()  # entered for every line, so that it is made once


def write(text: str, *, err: bool = False) -> None:
    """Text for a person; signs that would steer the terminal are shown by their numbers."""
    echo(harmless_lines(text.removesuffix("\n")), err=err)


def echo(text: str, *, err: bool = False) -> None:
    """A text as it is, which is safe already."""
    with nullcontext() if err else TO_OUTPUT:
        click.echo(text, err=err)


def write_lines(told: Iterable[str]) -> None:
    """Lines for a person; a line break inside one is shown by its number like other such signs."""
    write("\n".join(map(plain, told)))


def by_town(told: Iterable[tuple[str, Iterable[str]]], nothing: str) -> Iterator[str]:
    """Lines for an office, under the names of its towns as they come; `nothing` where none come."""
    before: str | None = None
    for town, lines in told:
        if town != before and town:
            yield town
        before = town
        yield from lines
    if before is None:
        yield nothing


def write_bytes(data: bytes) -> None:
    """Bytes to standard output as they are, whatever the code page of the terminal; as text where
    a program has put a stream of texts in its place.
    """
    with TO_OUTPUT:
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(data.decode("utf-8"))
        else:
            buffer.write(data)


def write_source(text: str) -> None:
    """Text that a program reads, such as code: in UTF-8 where it goes into a file."""
    if sys.stdout.isatty():
        write(text)
    else:
        write_bytes(harmless_lines(text.removesuffix("\n") + "\n").encode())


def headed(columns: Mapping[str, Words], lang: Lang) -> tuple[str, ...]:
    """The head of a table in CSV: the names of its columns, in Chinese what they are called."""
    return tuple(each.say(lang) for each in columns.values())


def write_json(value: Any, *, err: bool = False) -> None:
    """JSON as the contract writes it; in plain ASCII where the stream cannot take it otherwise."""
    echo(_json_for(sys.stderr if err else sys.stdout, value), err=err)


def write_json_lines(values: Iterable[Any]) -> None:
    """JSON lines, one value a line, each written as soon as it is there."""
    for each in values:
        write_at_once(json_bytes(each) + b"\n")


def json_bytes(value: Any) -> bytes:
    """A value in JSON on one line, as standard output takes it."""
    return _encoded(sys.stdout, value, json_line)


def write_at_once(data: bytes) -> None:
    """Bytes to standard output, where whoever reads it has them at once."""
    write_bytes(data)
    with TO_OUTPUT:
        sys.stdout.flush()


def write_json_list(values: Iterable[Any]) -> None:
    """A list as `write_json` writes it. Of each entry only its text is kept, and nothing is written
    before all are there.
    """
    indented = partial(json_text, line="\n  ")
    kept = [_encoded(sys.stdout, each, indented) for each in values]
    for place, each in enumerate(kept):
        write_bytes((b",\n  " if place else b"[\n  ") + each)
    write_bytes(b"\n]\n" if kept else b"[]\n")


def _json_for(stream: Any, value: Any) -> str:
    text = json_text(value)
    return text if _can_be_shown(stream, text) else json_text(value, ascii_only=True)


def _encoded(stream: Any, value: Any, written: Callable[..., str]) -> bytes:
    """The bytes of JSON for a stream, as it is `written`."""
    try:
        return written(value).encode(_encoding(stream))
    except UnicodeEncodeError:
        return written(value, ascii_only=True).encode("ascii")


def _can_be_shown(stream: Any, text: str) -> bool:
    try:
        text.encode(_encoding(stream))
    except UnicodeEncodeError:
        return False
    return True


def _encoding(stream: Any) -> str:
    """What JSON is written in: in a file, of another encoding than UTF-8, plain ASCII."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if encoding == "utf-8":  # as it is usually spelt: this is asked for every line
        return encoding
    as_it_is = codecs.lookup(encoding).name == "utf-8" or stream.isatty()
    return encoding if as_it_is else "ascii"


# What the library calls by the names of its arguments, and the command line by its options.
_OPTIONS = {
    "jurisdiction": "--in",
    "month": "--month",
    "first": "--from",
    "last": "--to",
    "known": "--known",
    "today": "--today",
    "within": "--within",
    "vary": "--vary",
    "promise": "--promise",
    "benefit": "--benefit",
    "payee": "--payee",
    "at_least": "--at-least",
    "engine": "--engine",
    "benefits": "--benefits",
    "policies": "--policies",
    "sign_with": "--sign-with",
    "verify_with": "--verify-with",
}


def _in_options(each: Finding) -> Finding:
    """A finding on an argument, at the option that gave it."""
    place = each.place
    option = None if place.line or place.path else _OPTIONS.get(place.file)
    return each if option is None else replace(each, place=replace(place, file=option))


def write_findings(told: Iterable[Finding], form: str, lang: Lang) -> None:
    """All findings to standard error.

    One a line, or one JSON list, or annotations for a pull request.
    """
    found = [_in_options(each) for each in told]
    if form == "json":
        write_json([each.to_dict(lang) for each in found], err=True)
        return
    lines = [annotation(each, lang) if form == "github" else each.line(lang) for each in found]
    if lines:
        click.echo("\n".join(map(plain, lines)), err=True)


def annotation(each: Finding, lang: Lang) -> str:
    """A finding as a workflow command, which the service shows beside the line."""
    place = each.place
    where: dict[str, str | int] = {"file": place.file}
    if place.line:
        where |= {"line": place.line, "col": place.column}
    where["title"] = each.code
    properties = ",".join(
        f"{key}={_escaped(str(value), _IN_PROPERTY)}" for key, value in where.items()
    )
    message = f"{place.path}: {each.message(lang)}" if place.path else each.message(lang)
    return f"::{each.severity} {properties}::{_escaped(message, _IN_TEXT)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)


def is_there(name: str) -> bool:
    """Whether there is a file or folder of this name."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name too long, or with a null in it
        return False
