"""What is doubtful in a case that can be read: a household without a head, or with two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from welfare_rules.basics.text import Words
from welfare_rules.findings import Finding, Place, finding
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.program.case import Case


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """A value of a fact of members that one member of each household has, by its code."""

    fact: Fact
    code: int
    words: Words


def values_of_one(law: Law) -> tuple[OnlyOne, ...]:
    """The values of a law that one member of each household has, such as that of its head."""
    return tuple(
        OnlyOne(fact, code, Words(value.zh, value.en))
        for fact in law.facts
        if fact.entity is Entity.MEMBER and fact.type.kind is Kind.CHOICE
        for code, value in enumerate(law.choices[fact.type.choice].values)
        if value.one
    )


def doubts(
    values: Iterable[OnlyOne], case: Case, name: str = "case", path: str = "members"
) -> Iterable[Finding]:
    """Warnings of a case: how many members have a value that one member of each household has.

    `values` are those of the law, `path` is where its members stand in the file `name`. Nothing is
    said while a member of whom it is not known may be that one.
    """
    for each in values:
        said = [member[each.fact.column] for member in case.members]
        count = said.count(each.code)
        if count > 1 or (count == 0 and None not in said):
            place = Place(name, path=path)
            yield finding("WR417", place, value=each.words, fact=each.fact.label, count=count)
