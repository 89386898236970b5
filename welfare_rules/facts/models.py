"""Pydantic models made from a vocabulary.

Each fact becomes a field whose value is read exactly or refused with words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    create_model,
)

from welfare_rules.basics.text import MARKS
from welfare_rules.facts.values import MOST_LETTERS, reader_of
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.names import ChoiceList
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact, Law
from welfare_rules.law.terms import JUDGE_WORDS

Identity = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MOST_LETTERS)]


class CaseModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def case_models(law: Law) -> type[CaseModel]:
    """The model of a whole case: household facts, and members with theirs."""
    member = _model("Member", law, Entity.MEMBER, {})
    members: dict[str, Any] = {
        "members": (Annotated[list[member], Field(max_length=MOST_MEMBERS)], ...)
    }  # type: ignore[valid-type]
    return _model("Household", law, Entity.HOUSEHOLD, members)


def _described(fact: Fact) -> str:
    """What an editor shows: the English name, and who can say the fact."""
    said = [] if fact.judged_by is None else [JUDGE_WORDS[fact.judged_by]]
    whose = MARKS["zh"].listed(each.zh for each in (*said, *fact.registers))
    return f"{fact.label.en}（{whose}）" if whose else fact.label.en


def _model(name: str, law: Law, entity: Entity, more: Mapping[str, Any]) -> type[CaseModel]:
    fields: dict[str, Any] = {"id": (Identity, ...)}
    benefits = frozenset(each.id for each in law.benefits)
    for fact in law.facts:
        if fact.entity is entity:
            choices = law.choices.get(fact.type.choice)
            described = Field(None, title=fact.label.zh, description=_described(fact))
            kind = Annotated[
                Any,
                BeforeValidator(reader_of(fact, choices, benefits)),
                WithJsonSchema(json_schema(fact, choices)),
            ]
            fields[fact.id] = (kind, described)
    return create_model(name, __base__=CaseModel, **fields, **more)


def json_schema(fact: Fact, choices: ChoiceList | None) -> dict[str, Any]:
    """The JSON Schema of one fact, for editors and forms."""
    yuan: dict[str, Any] = {
        "anyOf": [
            {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"},
            {"type": "number", "minimum": 0, "multipleOf": 0.01},
        ]
    }
    match fact.type.kind:
        case Kind.MONEY if fact.flow:
            per_year = {
                "type": "object",
                "properties": {"per_year": yuan},
                "required": ["per_year"],
                "additionalProperties": False,
            }
            made: dict[str, Any] = {"anyOf": [*yuan["anyOf"], per_year]}
        case Kind.MONEY:
            made = yuan
        case Kind.BOOL:
            made = {"type": "boolean"}
        case Kind.DATE:
            made = {"type": "string", "format": "date"}
        case Kind.CHOICE if choices is not None:
            made = {"enum": [each.id for each in choices.values]}
        case Kind.BENEFITS:
            made = {"type": "array", "items": {"type": "string"}}
        case Kind.CODE:
            made = {"type": "string", "pattern": "^[1-9][0-9]{5}$"}
        case _:
            made = {"type": "integer", "minimum": int(fact.low), "maximum": int(fact.high)}
    return {"anyOf": [*made.get("anyOf", [made]), dict(_UNKNOWN), {"type": "null"}]}


_UNKNOWN: Mapping[str, Any] = {
    "type": "object",
    "properties": {"unknown": {"const": True}},
    "required": ["unknown"],
    "additionalProperties": False,
}
