"""Requests over lines of JSON, for whoever cannot open a port.

A request is one line, `{"id": 1, "do": "determine", …}` with the keys of that request; its answer
is one line, in the order of the requests: `{"id": 1, "status": 200, "answer": …}`, or with a
`problem` in the place of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, cast

from welfare_rules.basics.text import Words
from welfare_rules.facts.json_text import MOST_CHARACTERS, parse_json
from welfare_rules.findings import Finding, FindingsError, Place, finding
from welfare_rules.service.policies import Policies
from welfare_rules.service.problems import Response, language_of, problem
from welfare_rules.service.requests import respond

_PLACE = Place("request", path="$")


def serve_lines(
    policies: Policies, requests: BinaryIO, write: Callable[[Mapping[str, Any]], None]
) -> None:
    """Answers every line until there are no more; lines with nothing on them are passed over.

    Whatever stands in a line, the next one is answered too.
    """
    for line in _lines(requests):
        if line is None:
            bytes_ = Words("字节", "bytes")
            too_long = finding("WR412", _PLACE, what=bytes_, limit=MOST_CHARACTERS)
            write(_written(None, problem("size", [too_long])))
        elif line.strip():
            write(answer_line(policies, line))


def answer_line(policies: Policies, line: bytes) -> Mapping[str, Any]:
    """The answer to one line, ready for JSON.

    >>> from welfare_rules.service.policies import read_policies
    >>> answer_line(read_policies(), b'{"id": 7, "do": "jurisdictions"}')["answer"][0]
    'cn'
    """
    try:
        read = parse_json(line, "request")
    except FindingsError as error:
        return _written(None, problem("request", error.findings))
    if not isinstance(read, dict):
        want, got = Words("一个 JSON 对象", "a JSON object"), type(read).__name__
        return _written(None, problem("request", [finding("WR403", _PLACE, want=want, got=got)]))
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
        return _written(name, problem("request", wrong, lang))
    return _written(name, respond(policies, do, request))


def _written(name: object, response: Response) -> Mapping[str, Any]:
    status, body = response
    return {"id": name, "status": status, "answer" if status == 200 else "problem": body}


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
