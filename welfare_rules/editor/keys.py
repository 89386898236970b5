"""The keys that a table of a policy file may have, as its models say."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from welfare_rules.document import models
from welfare_rules.document.parts import Formula, Reference
from welfare_rules.document.schema import policy_schema

Schema = Mapping[str, Any]
_SCHEMA: Schema = policy_schema()  # the same for every law


def keys(path: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """The keys that may stand in the table of a header, each with what it is called and means.

    >>> keys(("figure", "dibao_standard", "version"))["announced"][0]
    '公布日期'
    """
    found: dict[str, tuple[str, str]] = {}
    for each in _at(path):
        for key, value in cast(Mapping[str, Any], each.get("properties", {})).items():
            found.setdefault(key, (value.get("title", key), value.get("description", "")))
    return found


def free(path: Sequence[str]) -> bool:
    """Whether the names in the table of a path are free, such as the ids of figures."""
    return any(next(_free(each), None) is not None for each in _at(path))


def _at(path: Sequence[str]) -> list[Schema]:
    """The schemas that hold at a path; a list has those of its entries."""
    here = [*_resolved(_SCHEMA)]
    for step in path:
        next_: list[Schema] = []
        for each in here:
            own = each.get("properties", {}).get(step)
            for inner in _free(each) if own is None else (own,):
                next_ += _resolved(inner)
        here = next_
    return here


def _free(schema: Schema) -> Iterator[Schema]:
    """The schemas of what stands under a free name."""
    yield from schema.get("patternProperties", {}).values()
    if isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]


def _resolved(schema: Schema) -> Iterator[Schema]:
    """A schema without references and choices: each of what it may be, of a list its entries."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        yield from _resolved(_SCHEMA["$defs"][name])
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _resolved(each)
    elif schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        yield from _resolved(schema["items"])
    else:
        yield schema


def _inside(annotation: Any) -> Iterator[Any]:
    yield annotation
    if annotation not in (Formula, Reference):
        for each in typing.get_args(annotation):
            yield from _inside(each)


def _naming_keys() -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for model in vars(models).values():
        if isinstance(model, type) and issubclass(model, BaseModel):
            hints = typing.get_type_hints(model, include_extras=True)
            for name, field in model.model_fields.items():
                inside = [*_inside(hints.get(name))]
                if Formula in inside or Reference in inside:
                    key = field.alias or name
                    found[key] = found.get(key, False) or Formula in inside
    return found


NAMING_KEYS: Mapping[str, bool] = _naming_keys()
"""The keys whose text names things of the law: True for formulas, False for single names."""
