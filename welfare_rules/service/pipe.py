"""Requests over lines of JSON, for whoever cannot open a port.

A request is one line, `{"id": 1, "do": "determine", …}` with the keys of that request; its answer
is one line, in the order of the requests: `{"id": 1, "status": 200, "answer": …}`, or with a
`problem` in the place of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from welfare_rules.basics.text import Lang, Words
from welfare_rules.facts.json_text import MOST_CHARACTERS, parse_json
from welfare_rules.findings import Finding, FindingsError, Place, finding
from welfare_rules.service.policies import Policies
from welfare_rules.service.problems import DEFAULT, Kind, Response, language_of, problem
from welfare_rules.service.requests import ACTIONS, respond

MOST_KEPT: Final = 10_000
MOST_OF_A_LINE: Final = 200
_PLACE = Place("request", path="$")


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line asks for, under its own name; or what is `wrong` with it, and of which kind."""

    name: str | int | None = None
    do: str = ""
    request: Mapping[str, Any] | None = None
    lang: Lang = DEFAULT
    wrong: tuple[Finding, ...] = ()
    kind: Kind = "request"


def serve_lines(
    policies: Policies,
    requests: BinaryIO,
    written: Callable[[Any], bytes],
    write: Callable[[bytes], None],
) -> None:
    """Answers every line until there are no more; lines with nothing on them are passed over.

    Whatever stands in a line, the next one is answered too. `written` makes JSON of a value. What
    many lines are answered alike is written once.
    """
    kept: dict[Hashable, bytes] = {}
    for line in _lines(requests):
        if line is not None and not line.strip():
            continue
        made = kept.get(line)
        if made is None:
            asked = _too_long() if line is None else _read(line)
            short = line is not None and len(line) <= MOST_OF_A_LINE  # nothing long is kept
            key = _answered_alike(asked) if short else None
            end = None if key is None else kept.get(key)
            if end is None:
                status, body = _answered(policies, asked)
                what = b"answer" if status == 200 else b"problem"
                end = b', "status": %d, "%s": %s}\n' % (status, what, written(body))
                _keep(kept, key, end)
            made = b'{"id": ' + written(asked.name) + end
            if asked.request is None and short:
                _keep(kept, line, made)
        write(made)


def _keep(kept: dict[Hashable, bytes], key: Hashable | None, made: bytes) -> None:
    if key is not None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = made


def answer_line(policies: Policies, line: bytes) -> Mapping[str, Any]:
    """The answer to one line, ready for JSON.

    >>> from welfare_rules.service.policies import read_policies
    >>> answer_line(read_policies(), b'{"id": 7, "do": "jurisdictions"}')["answer"][0]
    'cn'
    """
    asked = _read(line)
    status, body = _answered(policies, asked)
    return {"id": asked.name, "status": status, "answer" if status == 200 else "problem": body}


def _answered(policies: Policies, asked: _Line) -> Response:
    if asked.request is None:
        return problem(asked.kind, asked.wrong, asked.lang)
    return respond(policies, asked.do, asked.request)


def _answered_alike(asked: _Line) -> Hashable | None:
    """What all lines have in common that are answered alike, but for their names: the same is wrong
    with them, or they ask the same of the law alone.
    """
    if asked.request is None:
        return asked.kind, asked.lang, asked.wrong
    action = ACTIONS.get(asked.do)
    if action is None or not action.looks:
        return None
    said = tuple((key, asked.request.get(key)) for key in action.keys)
    texts = all(isinstance(each, (str, type(None))) for _, each in said)
    return (asked.do, said) if texts and asked.request.keys() <= action.keys.keys() else None


def _too_long() -> _Line:
    bytes_ = Words("字节", "bytes")
    found = finding("WR412", _PLACE, what=bytes_, limit=MOST_CHARACTERS)
    return _Line(wrong=(found,), kind="size")


def _read(line: bytes) -> _Line:
    try:
        read = parse_json(line, "request")
    except FindingsError as error:
        return _Line(wrong=error.findings)
    if not isinstance(read, dict):
        want, got = Words("一个 JSON 对象", "a JSON object"), type(read).__name__
        return _Line(wrong=(finding("WR403", _PLACE, want=want, got=got),))
    request = cast(dict[str, Any], read)
    name, do = request.pop("id", None), request.pop("do", None)
    lang = language_of(request.get("lang"))
    wrong: list[Finding] = []
    if not isinstance(name, (str, int, type(None))):
        want = Words("文字或整数", "a text or a whole number")
        wrong.append(finding("WR403", Place("id"), want=want, got=type(name).__name__))
        name = None
    if do is None:
        wrong.append(finding("WR409", Place("do"), want="do"))
    elif not isinstance(do, str):
        want = Words("文字", "a text")
        wrong.append(finding("WR403", Place("do"), want=want, got=type(do).__name__))
    if wrong or not isinstance(do, str):
        return _Line(name, lang=lang, wrong=tuple(wrong))
    return _Line(name, do, request, lang)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long, whose rest is passed over."""
    while line := stream.readline(MOST_CHARACTERS + 2):
        if len(line) <= MOST_CHARACTERS or (
            line.endswith(b"\n") and len(line) <= MOST_CHARACTERS + 1
        ):
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(1 << 20)):
            pass
        yield None
