"""The description of the service in OpenAPI 3.1, made from the list of requests and from the
schemas of the library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from welfare_rules import __version__
from welfare_rules.law.law import Law
from welfare_rules.schemas.catalogue import schema_of
from welfare_rules.service.problems import SORTS, Kind
from welfare_rules.service.requests import ACTIONS, Action, Key

Schema = dict[str, Any]

_HERE = "#/components/schemas/"
_WORDS: Schema = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}


def openapi(law: Law) -> Schema:
    """The description; cases, histories and ledgers by the vocabulary of a law.

    >>> from welfare_rules import load
    >>> openapi(load("cn").law)["openapi"]
    '3.1.0'
    """
    components = _components(law)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "welfare-rules",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": f"Facts as {law.jurisdiction} knows them; ask for another jurisdiction "
            "with ?in=. Amounts are yuan as text.",
        },
        "paths": {
            **{f"/v1/{name}": _path(name, action) for name, action in ACTIONS.items()},
            "/openapi.json": {"get": _described()},
            "/health": {"get": _health()},
        },
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _path(name: str, action: Action) -> Schema:
    described: Schema = {"operationId": name, "summary": action.said}
    refused: tuple[Kind, ...] = ("request", "token", "host", "policies", "fault")
    if action.looks:
        described["parameters"] = [
            {
                "name": "in" if key == "jurisdiction" else key,
                "in": "query",
                "required": each.needed,
                "description": each.said,
                "schema": _value(each),
            }
            for key, each in action.keys.items()
        ]
    else:
        refused = (*refused, "case", "size", "slow")
        body = _json({"$ref": f"{_HERE}{_request(name)}"})
        described["requestBody"] = {"required": True, "content": body}
    described["responses"] = {
        "200": {"description": action.said, "content": _json(dict(action.answer))},
        **_refusals(refused),
    }
    return {"get" if action.looks else "post": described}


def _described() -> Schema:
    place = {"name": "in", "in": "query", "description": "a jurisdiction", "schema": _TEXT}
    answered = {"description": "This description.", "content": _json({"type": "object"})}
    return {
        "operationId": "openapi",
        "parameters": [place],
        "responses": {"200": answered, **_refusals(("request", "token", "host", "policies"))},
    }


def _health() -> Schema:
    content = _json({"$ref": f"{_HERE}Health"})
    return {
        "operationId": "health",
        "security": [],
        "responses": {
            "200": {"description": "It answers.", "content": content},
            "503": {"description": "No policy can be used.", "content": content},
        },
    }


def _refusals(kinds: tuple[Kind, ...]) -> Schema:
    said: dict[str, list[str]] = {}
    for kind in kinds:
        said.setdefault(str(SORTS[kind].status), []).append(SORTS[kind].title.en)
    problem = {"application/problem+json": {"schema": {"$ref": f"{_HERE}Problem"}}}
    return {
        status: {"description": "; ".join(titles), "content": problem}
        for status, titles in sorted(said.items())
    }


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _request(name: str) -> str:
    return f"{name.capitalize()}Request"


def _value(key: Key) -> Schema:
    return {"$ref": f"{_HERE}{key.schema}"} if key.schema else {"type": key.type}


def _components(law: Law) -> Schema:
    """Every schema by its name: those of the library, those of requests, and what is around."""
    made: Schema = {}
    for name, schema in (
        ("Case", "case"),
        ("History", "history"),
        ("Ledger", "ledger"),
        ("Decision", "answer"),
        ("Derivation", "derivation"),
        ("Settled", "settlement"),
        ("Finding", "finding"),
    ):
        _hoist(made, name, schema_of(schema, lambda: law))
    findings: Schema = {"type": "array", "items": {"$ref": f"{_HERE}Finding"}}
    stamp: Schema = {"library_version": _TEXT, "law_digest": _TEXT, "findings": findings}
    made["Answer"] = _more(made["Decision"], stamp)
    made["Settlement"] = _more(made["Settled"], {**stamp, "plan": {"type": "object"}})
    explained: Schema = {
        "answer": {"$ref": f"{_HERE}Decision"},
        "explanation": _TEXT,
        "derivation": {"$ref": f"{_HERE}Derivation"},
    }
    made["Explanation"] = _more(_object(explained), stamp)
    made["Upcoming"] = _more(
        _object(
            {
                **dict.fromkeys(("case", "jurisdiction", "known", "month", "until"), _TEXT),
                "circle": _TEXT_OR_NULL,
                "changes": _OBJECTS,
                "reviews": _OBJECTS,
            }
        ),
        stamp,
    )
    made["Name"] = _object(
        {
            **dict.fromkeys(("id", "sort"), _TEXT),
            "words": _TEXTS,
            "label": _WORDS,
            **dict.fromkeys(("type", "of"), _TEXT_OR_NULL),
        }
    )
    made["Benefit"] = _object(
        {
            **dict.fromkeys(("id", "payee", "per"), _TEXT),
            "label": _WORDS,
            **dict.fromkeys(("first", "last"), _TEXT_OR_NULL),
            **dict.fromkeys(("facts", "figures"), _TEXTS),
        }
    )
    made["Problem"] = _object(
        {
            "type": {"enum": [f"urn:welfare-rules:problem:{each}" for each in SORTS]},
            "title": _TEXT,
            "status": {"type": "integer"},
            "findings": findings,
        }
    )
    refused = {"refused": findings, "refused_at": _TEXT_OR_NULL, "troubles": findings}
    health = {"status": {"enum": ["ok", "stale", "down"]}}
    made["Health"] = _more(
        _object(health),
        {
            **dict.fromkeys(("library_version", "policies_digest", "since"), _TEXT),
            "jurisdictions": _TEXTS,
            **refused,
        },
    )
    for name, action in ACTIONS.items():
        if not action.looks:
            made[_request(name)] = {
                "type": "object",
                "properties": {
                    key: {**_value(each), "description": each.said}
                    for key, each in action.keys.items()
                },
                "required": [key for key, each in action.keys.items() if each.needed],
                "additionalProperties": False,
            }
    return made


def _object(properties: Schema) -> Schema:
    """An object that has all of these."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _more(schema: Schema, properties: Schema) -> Schema:
    """The object with these besides, which may be left out."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def _hoist(components: Schema, name: str, schema: Schema) -> None:
    """Puts a schema among the components, and what it defines for itself beside it.

    What two schemas define under one name is named after the second one there, if it differs.
    """
    inner = schema.pop("$defs", {})
    schema.pop("$schema", None)
    schema.pop("$comment", None)
    names: dict[str, str] = {}
    for each, part in inner.items():
        own = each if components.get(each, part) == part else f"{name}{each}"
        names[f"#/$defs/{each}"] = f"{_HERE}{own}"
    for each, part in (*inner.items(), ("", schema)):
        where = names[f"#/$defs/{each}"].removeprefix(_HERE) if each else name
        components[where] = _renamed(part, names.get)


def _renamed(schema: Any, name: Callable[[str], str | None]) -> Any:
    if isinstance(schema, Mapping):
        held = cast(Mapping[str, Any], schema)
        return {
            key: name(each) or each
            if key == "$ref" and isinstance(each, str)
            else _renamed(each, name)
            for key, each in held.items()
        }
    if isinstance(schema, list):
        return [_renamed(each, name) for each in cast(list[Any], schema)]
    return schema
