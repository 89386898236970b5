"""The schemas of cases, tables, histories and ledgers, by the vocabulary of a law."""

from __future__ import annotations

import re

from welfare_rules.basics.days import FIRST_YEAR, LAST_YEAR
from welfare_rules.basics.text import MARKS
from welfare_rules.facts.labels import MEMBERS, Labels
from welfare_rules.facts.values import MOST_LETTERS, MOST_OF_MONEY
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.law.terms import JUDGE_WORDS
from welfare_rules.schemas import values
from welfare_rules.schemas.values import Schema
from welfare_rules.tables.headings import OF_A_YEAR, PER_YEAR

_ID: Schema = {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS}
_MEMBER = r"members\[[^\[\]]{1,200}\]"


def case(law: Law) -> Schema:
    """A household in one month."""
    household, member = _case(law)
    return household | {"$defs": {"Member": member}}


def _case(law: Law) -> tuple[Schema, Schema]:
    household = _entity(law, Entity.HOUSEHOLD)
    household["properties"][MEMBERS] = {
        "type": "array",
        "items": {"$ref": "#/$defs/Member"},
        "maxItems": MOST_MEMBERS,
    }
    household["required"].append(MEMBERS)
    return household, _entity(law, Entity.MEMBER)


def _entity(law: Law, entity: Entity) -> Schema:
    """The facts by their ids; by their labels too, for which an editor offers nothing."""
    labels = Labels.of(law)
    own = [each for each in law.facts if each.entity is entity]
    by_label = {each: word for word, each in labels.facts[entity].items() if word != each}
    twice = [{"required": [each, word]} for each, word in by_label.items()]
    return {
        "title": "家庭" if entity is Entity.HOUSEHOLD else "成员",
        "type": "object",
        "properties": {"id": _ID} | {each.id: _described(law, labels, each) for each in own},
        "patternProperties": {
            f"^{re.escape(by_label[each.id])}$": values.fact(law, labels, each)
            for each in own
            if each.id in by_label
        },
        "required": ["id"],
        "additionalProperties": False,
        **({"not": {"anyOf": twice}} if twice else {}),
    }


def _described(law: Law, labels: Labels, each: Fact) -> Schema:
    """What an editor shows beside it: the names, and who can say the fact."""
    said = [] if each.judged_by is None else [JUDGE_WORDS[each.judged_by]]
    whose = MARKS["zh"].listed(one.zh for one in (*said, *each.registers))
    text = f"{each.label.en}（{whose}）" if whose else each.label.en
    return values.fact(law, labels, each) | {"title": each.label.zh, "description": text}


def history(law: Law) -> Schema:
    """The first known state of a household and every change since."""
    household, member = _case(law)
    joining = {key: value for key, value in member.items() if key != "required"}
    labels = Labels.of(law)
    paths: Schema = {f"^{_MEMBER}$": {"anyOf": [{"$ref": "#/$defs/Joining"}, {"type": "null"}]}}
    for each in law.facts:
        words = [word for word, one in labels.facts[each.entity].items() if one == each.id]
        start = "" if each.entity is Entity.HOUSEHOLD else rf"{_MEMBER}\."
        paths[f"^{start}(?:{'|'.join(map(re.escape, words))})$"] = values.fact(law, labels, each)
    change: Schema = {
        "type": "object",
        "properties": {
            "from": values.day(),
            "learned": values.day(),
            "source": {"type": "string"},
            "set": {"type": "object", "patternProperties": paths, "additionalProperties": False},
        },
        "required": ["from", "learned", "set"],
        "additionalProperties": False,
    }
    return {
        "title": "历史",
        "type": "object",
        "properties": {
            "case": {"$ref": "#/$defs/Household"},
            "learned": {"anyOf": [values.day(), {"type": "null"}]},
            "changes": {"type": "array", "items": change},
        },
        "required": ["case"],
        "additionalProperties": False,
        "$defs": {"Household": household, "Member": member, "Joining": joining},
    }


def ledger(law: Law) -> Schema:
    """What was paid."""
    payment: Schema = {
        "type": "object",
        "properties": {
            "month": values.month(FIRST_YEAR, LAST_YEAR),
            "benefit": values.benefit(Labels.of(law)),
            "payee": {"type": "string"},
            "amount": {"anyOf": values.money(-MOST_OF_MONEY, MOST_OF_MONEY)},
            "decided": {"anyOf": [values.day(), {"type": "null"}]},
        },
        "required": ["month", "benefit", "payee", "amount"],
        "additionalProperties": False,
    }
    return {"title": "发放台账", "type": "array", "items": payment}


def table(law: Law) -> Schema:
    """The tables of households and members, each as a dict of columns of the same length."""
    return {
        "title": "家庭表和成员表",
        "type": "object",
        "properties": {
            "households": _columns(law, Entity.HOUSEHOLD),
            "members": _columns(law, Entity.MEMBER),
        },
        "required": ["households"],
        "additionalProperties": False,
    }


def _columns(law: Law, entity: Entity) -> Schema:
    labels = Labels.of(law)
    words = labels.facts[entity]
    own = {each.id: each for each in law.facts if each.entity is entity}
    needed = ["id"] if entity is Entity.HOUSEHOLD else ["household", "id"]
    unknown: Schema = {"type": "array", "items": {"enum": [*words]}}
    columns: Schema = {
        **{name: values.cell(law, labels, own[fact]) for name, fact in words.items()},
        **{
            name + (PER_YEAR if name in own else OF_A_YEAR): values.cell(
                law, labels, own[fact], per_year=True
            )
            for name, fact in words.items()
            if own[fact].flow
        },
        "unknown": {"anyOf": [unknown, {"type": "null"}]},
        **({"town": {"type": ["string", "null"]}} if entity is Entity.HOUSEHOLD else {}),
        **dict.fromkeys(needed, _ID),
    }
    return {
        "title": "家庭" if entity is Entity.HOUSEHOLD else "成员",
        "type": "object",
        "properties": {name: {"type": "array", "items": cell} for name, cell in columns.items()},
        "required": needed,
        "additionalProperties": False,
    }
