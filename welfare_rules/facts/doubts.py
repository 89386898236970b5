"""What is doubtful in a case that can be read: a household without a head, or with two."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.text import Words
from welfare_rules.findings import Finding, Place, finding
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.program.case import Case


def doubts(law: Law, case: Case, name: str = "case", path: str = "members") -> Iterable[Finding]:
    """Warnings of a case: how many members have a value that one member of each household has.

    `path` is where its members stand in the file `name`.
    Nothing is said while a member of whom it is not known may be that one.
    """
    for fact in law.facts:
        if fact.entity is not Entity.MEMBER or fact.type.kind is not Kind.CHOICE:
            continue
        said = [each[fact.column] for each in case.members]
        for code, value in enumerate(law.choices[fact.type.choice].values):
            if not value.one:
                continue
            count = said.count(code)
            if count > 1 or (count == 0 and None not in said):
                words = Words(value.zh, value.en)
                yield finding(
                    "WR417", Place(name, path=path), value=words, fact=fact.label, count=count
                )
