"""A case in canonical form.

Exact numbers back to the words of a case file, so that reading them again gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from welfare_rules.facts.writing import Code, code_text, fact_value
from welfare_rules.findings import CaseError, Place, finding
from welfare_rules.history.unknown import place_of, unknown_at
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Values
from welfare_rules.rules import Rules


def written_case(law: Law, case: Case, code: Code = code_text) -> dict[str, Any]:
    """Every fact that is known and not merely presumed, money as texts with two decimals.

    A flow per month where that is exact.
    """
    facts = _written(law, case, HOUSEHOLD, case.household, code)
    members = [
        {"id": name, **_written(law, case, place, case.members[place], code)}
        for place, name in enumerate(case.member_ids)
    ]
    return {"id": case.id, **facts, "members": members}


def _written(law: Law, case: Case, whose: int, values: Values, code: Code) -> dict[str, Any]:
    entity = Entity.HOUSEHOLD if whose == HOUSEHOLD else Entity.MEMBER
    columns = {fact.id: fact.column for fact in law.facts if fact.entity is entity}
    made: dict[str, Any] = {}
    for fact in law.facts:
        value = values[fact.column]
        if fact.entity is not entity or value is None or (whose, fact.column) in case.presumed:
            continue
        if fact.type.kind is Kind.BENEFITS:
            made[fact.id] = sorted(case.receiving[whose])
        elif not _stands_for_nothing(fact, value, values, columns):
            made[fact.id] = fact_value(fact, value, law.choices, code)
    return made


def _stands_for_nothing(fact: Fact, value: int, values: Values, columns: Mapping[str, int]) -> bool:
    """Whether the value is the one that is filled in where a fact does not matter."""
    if fact.ignored_when is None or fact.ignored_when[0] not in columns:
        return False
    ignoring, code = fact.ignored_when
    return values[columns[ignoring]] == code and value == fact.kept(fact.low)


def said_unknown(law: Law, case: Case) -> tuple[str, ...]:
    """The paths of the facts that are said to be unknown, in the order of the case.

    A receipt names them: of a fact that is only left out something may be presumed.
    """
    places = sorted(case.said_unknown)
    return tuple(case.path(whose, law.facts[column].id) for whose, column in places)


def read_again(rules: Rules, facts: Mapping[str, Any], unknown: tuple[str, ...], name: str) -> Case:
    """The case of canonical facts; raises CaseError where the vocabulary has become another, or a
    fact is unknown that nobody has.
    """
    case = rules.read(facts, name)
    found = [(path, place_of(rules.reader, case, path)) for path in unknown]
    if strange := [path for path, place in found if place is None]:
        raise CaseError(finding("WR402", Place(name, path="unknown"), got=each) for each in strange)
    return unknown_at(rules.reader.law, case, [place for _, place in found if place is not None])
