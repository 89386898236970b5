"""Which fact is to run through which values, read as people write them."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import PydanticCustomError

from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.curves.forms import Span
from welfare_rules.curves.sweep import Varied
from welfare_rules.facts.values import fen_of
from welfare_rules.findings import Finding, Place, RequestError, finding, nearest
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case

NUMBERS = (Kind.MONEY, Kind.INT, Kind.MONTHS)  # kinds of facts that can run through a range
MOST_VALUES = 10**9
VARY = Place("vary")

_PATH = re.compile(r"(?:members\[([^\[\]]{1,200})\]\.)?([^\[\].]{1,100})")


def fact_at(law: Law, case: Case, path: str) -> tuple[int, Fact]:
    """Whose fact a path such as `members[p1].wage` names, and which; by its id or its label.

    Raises RequestError with the nearest path that there is.
    """
    match = _PATH.fullmatch(path)
    member, name = (None, path) if match is None else match.groups()
    entity = Entity.HOUSEHOLD if member is None else Entity.MEMBER
    facts = [each for each in law.facts if each.entity is entity]
    fact = next((each for each in facts if name in (each.id, each.label.zh, each.label.en)), None)
    if match is not None and fact is not None and (member is None or member in case.member_ids):
        return (HOUSEHOLD if member is None else case.member_ids.index(member)), fact
    there = [
        *(each.id for each in law.facts if each.entity is Entity.HOUSEHOLD),
        *(
            f"members[{who}].{each.id}"
            for who in case.member_ids[:20]
            for each in law.facts
            if each.entity is Entity.MEMBER
        ),
    ]
    raise RequestError([finding("WR520", VARY, got=path[:200], nearest=nearest(path, there))])


def value_of(fact: Fact, value: Any) -> int | None:
    """A value of a fact of numbers as it is measured: yuan as fen, others as whole numbers.

    None where it is no such value.
    """
    try:
        if fact.type.kind is Kind.MONEY:
            return fen_of(value)
        if isinstance(value, str):
            return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    except PydanticCustomError:
        return None


def varied(law: Law, case: Case, path: str, first: Any, last: Any) -> Varied:
    """The fact that a path names with the range that it runs through; yuan for money.

    Raises RequestError with all findings.
    """
    payee, fact = fact_at(law, case, path)
    if fact.type.kind not in NUMBERS:
        raise RequestError([finding("WR521", VARY, got=path[:200])])
    found: list[Finding] = []
    ends: list[int] = []
    low, high = int(fact.low), int(fact.high)
    text = yuan_text if fact.type.kind is Kind.MONEY else str
    within = text(low), text(high)
    for key, value in (("first", first), ("last", last)):
        made = value_of(fact, value)
        if made is None or not low <= made <= high:
            said = f"{value}"[:60]
            found.append(finding("WR522", Place(key), got=said, low=within[0], high=within[1]))
        else:
            ends.append(made)
    if not found and not (ends[0] <= ends[1] and ends[1] - ends[0] < MOST_VALUES):
        found.append(finding("WR523", Place("last"), first=f"{first}"[:60], last=f"{last}"[:60]))
    if found:
        raise RequestError(found)
    return Varied(fact, payee, Span(*ends))


def too_much(why: Words) -> RequestError:
    """What is raised where a curve cannot be drawn, with the reason."""
    return RequestError([finding("WR524", VARY, why=why)])
