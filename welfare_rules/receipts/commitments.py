"""Replaces names by commitments, so that a receipt can be shown without the names.

It is still the same receipt.

A commitment is the SHA-256 of a name together with a long random salt of its own. Whoever has salt
and name can prove that they belong together; whoever has neither can find nothing out by trying
names, however few there are. One salt for each name, so that showing one of them tells nothing of
the others.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from welfare_rules.basics.canonical import canonical
from welfare_rules.facts.writing import code_text
from welfare_rules.language.nodes import Const, In, walk
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.program.case import Case, Values

NameKind = Literal["household", "member", "code"]
SIGN = "#"  # a commitment begins with it; no code does
SALT_BYTES = 32
_PURPOSE = "welfare-receipt/1 name"


@dataclass(frozen=True, slots=True)
class Name:
    """One identifying text with its salt and its commitment: what a masked receipt leaves out."""

    kind: NameKind
    value: str
    salt: str
    commitment: str

    def to_dict(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "commitment": self.commitment,
            "value": self.value,
            "salt": self.salt,
        }


def commitment(kind: str, value: str, salt: str) -> str:
    return SIGN + hashlib.sha256(canonical([_PURPOSE, kind, salt, value])).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(SALT_BYTES)


@dataclass
class Names:
    """The names of one case, each committed to once."""

    salt: Callable[[], str] = new_salt
    made: dict[tuple[str, str], Name] = field(default_factory=dict[tuple[str, str], Name])

    def of(self, kind: NameKind, value: str) -> str:
        key = kind, value
        if key not in self.made:
            salt = self.salt()
            self.made[key] = Name(kind, value, salt, commitment(kind, value, salt))
        return self.made[key].commitment

    @property
    def listed(self) -> tuple[Name, ...]:
        return tuple(sorted(self.made.values(), key=lambda each: each.commitment))


def committed_case(case: Case, names: Names) -> Case:
    """The case with ids replaced by commitments."""
    members = tuple(names.of("member", each) for each in case.member_ids)
    return replace(case, id=names.of("household", case.id), member_ids=members)


def named_codes(law: Law) -> frozenset[int]:
    """The codes that a law itself names.

    Its own division, and those in its formulas. They tell no more than the law does.
    """
    found: set[int] = set() if law.division is None else {law.division}
    for each in law.formulas():
        for node in walk(each.formula.node):
            if isinstance(node, Const) and node.type.kind is Kind.CODE:
                found.add(int(node.value))
            elif isinstance(node, In) and node.item.type.kind is Kind.CODE:
                found.update(int(each) for each in node.values)
    return frozenset(found)


def hidden_codes(law: Law, case: Case) -> Case:
    """The case with 1, 2, … in place of the codes that the law does not name: no code is so small,
    and the language can only ask whether codes are equal.
    """
    named = named_codes(law)
    stands: dict[int, int] = {}

    def hidden(values: Values, entity: Entity) -> Values:
        made = list(values)
        for fact in law.facts:
            value = values[fact.column] if fact.entity is entity else None
            if fact.type.kind is Kind.CODE and value is not None and value not in named:
                made[fact.column] = stands.setdefault(value, len(stands) + 1)
        return tuple(made)

    return replace(
        case,
        household=hidden(case.household, Entity.HOUSEHOLD),
        members=tuple(hidden(each, Entity.MEMBER) for each in case.members),
    )


def code_writer(law: Law, names: Names) -> Callable[[int], str]:
    """How a receipt writes codes: those that the law names as they are, others by commitment."""
    named = named_codes(law)
    return lambda code: code_text(code) if code in named else names.of("code", code_text(code))


def with_codes(law: Law, facts: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The facts with a code in place of every commitment to one.

    It is the true one where it is shown, else one that the law does not name.

    The language can only ask whether codes are equal, so any code that no formula names decides as
    the true one does; equal ones stay equal, and different ones different.
    """
    taken = set(named_codes(law)) | {int(each) for each in values.values() if each.isdecimal()}
    free = (code for code in range(100000, 1000000) if code not in taken)
    chosen = dict(values)
    codes = {fact.id for fact in law.facts if fact.type.kind is Kind.CODE}
    of_members = {
        fact.id
        for fact in law.facts
        if fact.type.kind is Kind.CODE and fact.entity is Entity.MEMBER
    }

    def told(part: Mapping[str, Any], ids: Iterable[str]) -> dict[str, Any]:
        made = dict(part)
        for key in ids:
            value = made.get(key)
            if isinstance(value, str) and value.startswith(SIGN):
                if value not in chosen:
                    chosen[value] = code_text(next(free))
                made[key] = chosen[value]
        return made

    made = told(facts, codes)
    members = made.get("members")
    if isinstance(members, list):
        each_of = cast(list[object], members)
        made["members"] = [
            told(cast(Mapping[str, Any], each), of_members) if isinstance(each, Mapping) else each
            for each in each_of
        ]
    return made
