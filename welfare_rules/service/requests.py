"""What may be asked, and its answer: a function of policies and a request, without a transport.

`ACTIONS` is the only list of requests. Both transports, the description in OpenAPI and the tests
read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from welfare_rules import __version__
from welfare_rules.api import Policy
from welfare_rules.basics.text import Lang, Words
from welfare_rules.findings import (
    Finding,
    FindingsError,
    Place,
    PolicyError,
    RequestError,
    check_language,
    finding,
    in_order,
    nearest,
    shortened,
)
from welfare_rules.loading import parse_day, parse_month
from welfare_rules.service.policies import Policies
from welfare_rules.service.problems import Response, language_of, problem, problem_of

Type = Literal["string", "object", "array", "integer", "boolean"]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a request may say: its JSON type, the schema that has more of it (by its name
    in OpenAPI), whether it must be said, and what it means.
    """

    type: Type
    said: str
    needed: bool = True
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose keys are there and of their types; what stands in them is not looked at yet.

    `stamp` says by which law and by which version of the library it is answered.
    """

    policies: Policies
    values: Mapping[str, Any]
    lang: Lang
    stamp: Mapping[str, str]

    def policy(self) -> Policy:
        return self.policies.of(self.values["jurisdiction"])


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of request; `looks` where nothing of a household is sent, so that HTTP gets it, and
    `long` where many months are worked on, so that it may take seconds.
    """

    said: str
    keys: Mapping[str, Key]
    run: Callable[[Asked], Any]
    answer: Mapping[str, Any]
    looks: bool = False
    long: bool = False


def respond(policies: Policies, do: str, request: object) -> Response:
    """The status and the body that answer a request; a body of a refusal is a problem.

    Never raises but for an interrupt or a lack of memory, whatever the request holds.

    >>> from welfare_rules.service.policies import read_policies
    >>> status, body = respond(read_policies(), "determine", {"jurisdiction": "cn/modle"})
    >>> status, [each["code"] for each in body["findings"]]
    (400, ['WR409', 'WR409'])
    """
    said = cast(Mapping[str, Any], request if isinstance(request, Mapping) else {})
    lang = language_of(said.get("lang"))
    try:
        action = ACTIONS.get(do)
        if action is None:
            want, near = ", ".join(ACTIONS), nearest(do, ACTIONS)
            place, got = Place("do"), shortened(do)
            return problem(
                "unknown", [finding("WR541", place, got=got, want=want, nearest=near)], lang
            )
        return 200, action.run(_asked(policies, action, cast(object, request), lang))
    except Exception as error:
        return problem_of(error, lang)


def _asked(policies: Policies, action: Action, request: object, lang: Lang) -> Asked:
    """The request with every key looked at. Raises RequestError with all that is wrong."""
    if not isinstance(request, Mapping):
        place = Place("request", path="$")
        want = Words("一个 JSON 对象", "a JSON object")
        got = type(request).__name__
        raise RequestError([finding("WR403", place, want=want, got=got)])
    given = {
        str(key): value
        for key, value in cast(Mapping[object, Any], request).items()
        if value is not None
    }
    found: list[Finding] = []
    for name in given:
        if name not in action.keys:
            near = nearest(name, action.keys)
            place = Place(shortened(name) or "request")
            found.append(finding("WR540", place, got=shortened(name), nearest=near))
    for name, key in action.keys.items():
        if name not in given:
            if key.needed:
                found.append(finding("WR409", Place(name), want=name))
        elif not isinstance(given[name], _TYPES[key.type]):
            want, got = _WORDS[key.type], type(given[name]).__name__
            found.append(finding("WR403", Place(name), want=want, got=got))
    if found:
        raise RequestError(found)
    if "lang" in given:
        check_language(given["lang"])
    stamp = {"library_version": __version__}
    digest = policies.digests.get(given.get("jurisdiction", ""))
    if digest is not None:
        stamp["law_digest"] = digest
    return Asked(policies, given, lang, stamp)


_TYPES: Mapping[Type, type | tuple[type, ...]] = {
    "string": str,
    "object": Mapping,
    "array": list,
    "integer": int,
    "boolean": bool,
}
_WORDS: Mapping[Type, Words] = {
    "string": Words("文字", "a text"),
    "object": Words("一个对象", "an object"),
    "array": Words("一个列表", "a list"),
    "integer": Words("整数", "a whole number"),
    "boolean": Words("true 或 false", "true or false"),
}


def _together(*steps: Callable[[], Made]) -> tuple[Made, ...]:
    """What the steps give; raises what is wrong with all of them at once."""
    made: list[Made] = []
    wrong: list[FindingsError] = []
    for step in steps:
        try:
            made.append(step())
        except FindingsError as error:
            wrong.append(error)
    if not wrong:
        return tuple(made)
    kind = PolicyError if all(isinstance(each, PolicyError) for each in wrong) else RequestError
    raise kind(one for each in wrong for one in each.findings)


# --- what is asked of a household ---


def _determine(asked: Asked) -> Any:
    answer = _answer(asked)
    return {**answer.to_dict(), **_doubtful(asked, [answer]), **asked.stamp}


def _explain(asked: Asked) -> Any:
    answer = _answer(asked)
    return {
        "answer": answer.to_dict(),
        "explanation": answer.explain(asked.lang),
        "derivation": answer.derivation(asked.lang),
        **_doubtful(asked, [answer]),
        **asked.stamp,
    }


def _answer(asked: Asked) -> Any:
    values = asked.values
    policy, month, known = _together(
        asked.policy, lambda: parse_month(values["month"]), lambda: parse_day(values.get("known"))
    )
    return cast(Policy, policy).at(cast(Any, month), cast(int, known)).determine(values["case"])


def _timeline(asked: Asked) -> Any:
    policy, first, last, known = _of_months(asked)
    answers = policy.timeline(asked.values["history"], first, last, known)
    return [
        {**each.to_dict(), **_doubtful(asked, [each], "case.members"), **asked.stamp}
        for each in answers
    ]


def _settle(asked: Asked) -> Any:
    values = asked.values
    policy, first, last, known = _of_months(asked)
    found = policy.settle(values["history"], values["ledger"], first, last, known)
    plan = {"plan": policy.plan(values["history"], found).to_dict()} if values.get("plan") else {}
    return {**found.to_dict(), **plan, **_warnings(asked, found.findings), **asked.stamp}


def _of_months(asked: Asked) -> tuple[Policy, Any, Any, int]:
    values = asked.values
    policy, first, last, known = _together(
        asked.policy,
        lambda: parse_month(values["from"], "first") if "from" in values else None,
        lambda: parse_month(values["to"], "last") if "to" in values else None,
        lambda: parse_day(values.get("known")),
    )
    return cast(Policy, policy), first, last, cast(int, known)


def _next(asked: Asked) -> Any:
    values = asked.values
    policy, month, known = _together(
        asked.policy, lambda: parse_month(values["month"]), lambda: parse_day(values.get("known"))
    )
    within = {"within": values["within"]} if "within" in values else {}
    found = cast(Policy, policy).upcoming(
        values["case"], cast(Any, month), known=cast(int, known), **within
    )
    return {**found.to_dict(asked.lang), **_doubtful(asked, [found.now]), **asked.stamp}


def _doubtful(asked: Asked, answers: list[Any], path: str = "members") -> dict[str, Any]:
    """What a person should look at in a case that was decided, where there is something."""
    from welfare_rules.facts.doubts import doubts, values_of_one

    return _warnings(
        asked,
        in_order(
            one
            for each in answers
            for one in doubts(values_of_one(each.program.law), each.case, "case", path)
        ),
    )


def _warnings(asked: Asked, found: tuple[Finding, ...]) -> dict[str, Any]:
    return {"findings": [each.to_dict(asked.lang) for each in found]} if found else {}


# --- what is asked of a law ---


def _jurisdictions(asked: Asked) -> Any:
    return list(asked.policies.jurisdictions)


def _names(asked: Asked) -> Any:
    return [each.to_dict() for each in asked.policy().names()]


def _benefits(asked: Asked) -> Any:
    return [each.to_dict() for each in asked.policy().benefits.values()]


# --- the list ---

_JURISDICTION = Key("string", "its folder below the policies, such as cn/model")
_KNOWN = Key("string", "YYYY-MM-DD: the day whose knowledge counts; default: today", needed=False)
_LANG = Key("string", "zh or en: the language of words and findings", needed=False)
_COMMON = {"jurisdiction": _JURISDICTION, "known": _KNOWN, "lang": _LANG}
_ONE = {
    "case": Key("object", "the household", schema="Case"),
    "month": Key("string", "YYYY-MM: the month that is decided"),
}
_HISTORY = {"history": Key("object", "what was so from which day", schema="History")}


def _bounds(*, needed: bool) -> dict[str, Key]:
    return {
        "from": Key("string", "YYYY-MM: the first month", needed=needed),
        "to": Key("string", "YYYY-MM: the last month", needed=needed),
    }


def _ref(name: str) -> Mapping[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


ACTIONS: Mapping[str, Action] = {
    "determine": Action(
        "The answer for one household in one month.",
        {**_ONE, **_COMMON},
        _determine,
        _ref("Answer"),
    ),
    "explain": Action(
        "The answer with its whole derivation, in words and as data.",
        {**_ONE, **_COMMON},
        _explain,
        _ref("Explanation"),
    ),
    "settle": Action(
        "What is owed and what was paid too much, month by month, and why.",
        {
            **_HISTORY,
            "ledger": Key("array", "what was paid", schema="Ledger"),
            **_bounds(needed=False),
            "plan": Key("boolean", "also how overpayments are taken back", needed=False),
            **_COMMON,
        },
        _settle,
        _ref("Settlement"),
        long=True,
    ),
    "timeline": Action(
        "The answer of every month of a history.",
        {**_HISTORY, **_bounds(needed=True), **_COMMON},
        _timeline,
        {"type": "array", "items": _ref("Answer")},
        long=True,
    ),
    "next": Action(
        "What changes by itself in the months to come.",
        {
            **_ONE,
            "within": Key("integer", "how many months are looked at; default: 24", needed=False),
            **_COMMON,
        },
        _next,
        _ref("Upcoming"),
        long=True,
    ),
    "jurisdictions": Action(
        "The jurisdictions that there are.",
        {"lang": _LANG},
        _jurisdictions,
        {"type": "array", "items": {"type": "string"}},
        looks=True,
    ),
    "names": Action(
        "Every word that a formula of a law may use.",
        {"jurisdiction": _JURISDICTION, "lang": _LANG},
        _names,
        {"type": "array", "items": _ref("Name")},
        looks=True,
    ),
    "benefits": Action(
        "The benefits that there ever are, with the facts and figures they rest on.",
        {"jurisdiction": _JURISDICTION, "lang": _LANG},
        _benefits,
        {"type": "array", "items": _ref("Benefit")},
        looks=True,
    ),
}
