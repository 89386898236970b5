"""Refusals as data: what is wrong with a request, in the form of RFC 9457.

A problem has a `type` that never changes, a `title`, a `status` and the `findings`, whose codes
stand in docs/errors.md.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from welfare_rules.basics.text import LANGUAGES, Lang, Words
from welfare_rules.findings import (
    CaseError,
    EngineMissing,
    Finding,
    FindingsError,
    Place,
    PolicyError,
    RequestError,
    finding,
    in_order,
)

_log = logging.getLogger("welfare_rules.service")

Kind = Literal[
    "case",
    "request",
    "size",
    "policies",
    "unknown",
    "method",
    "slow",
    "time",
    "busy",
    "token",
    "host",
    "fault",
]
Response = tuple[int, Any]
"""A status as HTTP has it, and a body that JSON can hold."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of refusal: its status, and what it is called."""

    status: int
    title: Words


SORTS: dict[Kind, Sort] = {
    "case": Sort(422, Words("案例、历史或台账不能用", "case, history or ledger cannot be used")),
    "request": Sort(400, Words("请求不对", "the request is wrong")),
    "size": Sort(413, Words("请求太大", "the request is too large")),
    "policies": Sort(503, Words("政策文件不能用", "the policy files cannot be used")),
    "unknown": Sort(404, Words("没有这种请求", "there is no such request")),
    "method": Sort(405, Words("请求的方法不对", "the method is wrong")),
    "slow": Sort(408, Words("请求来得太慢", "the request came too slowly")),
    "time": Sort(503, Words("没有按时算完", "it was not done in time")),
    "busy": Sort(503, Words("现在请求太多", "there are too many requests now")),
    "token": Sort(401, Words("没有权限", "access is refused")),
    "host": Sort(403, Words("不接受这个来处的请求", "requests from there are not taken")),
    "fault": Sort(500, Words("程序内部错误", "internal error")),
}
DEFAULT: Lang = "zh"


def problem(kind: Kind, found: Iterable[Finding], lang: Lang = DEFAULT) -> Response:
    """A refusal of a kind with its findings.

    >>> status, body = problem("request", [finding("WR540", Place("caes"), got="caes")], "en")
    >>> status, body["type"], body["findings"][0]["message"]
    (400, 'urn:welfare-rules:problem:request', "a request has no key 'caes'")
    """
    sort = SORTS[kind]
    return sort.status, {
        "type": f"urn:welfare-rules:problem:{kind}",
        "title": sort.title.say(lang),
        "status": sort.status,
        "findings": [_as_asked(each).to_dict(lang) for each in in_order(found)],
    }


def problem_of(error: Exception, lang: Lang = DEFAULT) -> Response:
    """What an exception comes to. Of one that nobody foresaw only its kind and the line of code
    are told and logged: its words may hold what a case says.
    """
    match error:
        case CaseError():
            return problem("case", error.findings, lang)
        case RequestError():
            return problem("request", error.findings, lang)
        case PolicyError() | EngineMissing():
            return problem("policies", error.findings, lang)
        case FindingsError():
            return problem("case", error.findings, lang)
        case RecursionError():
            return problem("case", [finding("WR413", Place("request", path="$"))], lang)
        case _:
            return problem("fault", [_fault(error)], lang)


def language_of(given: object) -> Lang:
    """The language that a request asks for; the first one where it asks for none that there is."""
    return given if given in LANGUAGES else DEFAULT


# What the library calls by the names of its arguments, and requests by their keys.
_KEYS = {"first": "from", "last": "to", "--within": "within"}


def _as_asked(each: Finding) -> Finding:
    key = _KEYS.get(each.place.file)
    return each if key is None else replace(each, place=replace(each.place, file=key))


def _fault(error: Exception) -> Finding:
    steps = traceback.extract_tb(error.__traceback__)
    where = f"{Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else "?"
    what = f"{type(error).__name__} ({where})"
    _log.error("internal error: %s", what)
    text = Words(
        "程序内部错误，请连同请求一起报告：{what}",
        "internal error, please report it together with the request: {what}",
    )
    return finding("WR508", Place("request"), text=text.fill(what=what))
