"""Plain households: every fact is known and nothing special is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from welfare_rules.basics.days import Month, year_of
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Place, Values
from welfare_rules.rules import Rules

ADULT = 30  # years before the month, of a date that may not lie in the future


@dataclass(frozen=True, slots=True)
class Plain:
    """What is plain for the rules of a month: a household's values and a member's, by column.

    Money is nothing, conditions do not hold, a choice is the first of its list, a date that lies in
    the past that of an adult; what may be presumed is presumed.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2024-03")
    >>> plain = Plain.of(rules)
    >>> rules.determine(plain.case(1))["dibao"].status
    'eligible'
    """

    facts: tuple[Fact, ...]
    household: Values
    member: Values
    # of facts that only one member has as it is plain, by column, the values that others have
    others: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(cls, rules: Rules) -> Self:
        values = {fact.column: _plain(fact, rules) for fact in rules.program.facts}
        household, member = (
            tuple(
                values[fact.column] if fact.entity is entity else None
                for fact in rules.program.facts
            )
            for entity in (Entity.HOUSEHOLD, Entity.MEMBER)
        )
        others: dict[int, tuple[int, ...]] = {}
        for fact in rules.program.facts:
            if fact.entity is Entity.MEMBER and fact.type.choice:
                choices = rules.program.law.choices[fact.type.choice].values
                if choices[values[fact.column]].one:
                    left = (place for place, each in enumerate(choices) if not each.one)
                    others[fact.column] = tuple(left)
        return cls(rules.program.facts, household, member, others)

    def usual(self, place: Place) -> int | None:
        """The plain value of a fact of the household, or of a member: not all are its head."""
        payee, column = place
        others = self.others.get(column) if payee > 0 else None
        if others:
            return others[(payee - 1) % len(others)]
        return (self.household if payee == HOUSEHOLD else self.member)[column]

    def columns(self, entity: Entity) -> tuple[int, ...]:
        """The columns of the facts of a household, or of a member."""
        return tuple(each.column for each in self.facts if each.entity is entity)

    def case(self, members: int, special: Mapping[Place, int] | None = None) -> Case:
        """A household of so many members in which only some facts are special."""
        return case_of([self.household, *[self.member] * members], self.facts, special or {})


def case_of(rows: Sequence[Values], facts: Sequence[Fact], special: Mapping[Place, int]) -> Case:
    """A case of rows of values, the household's first, with some of them replaced.

    What has the value that is presumed of it counts as presumed.
    """
    made = [list(row) for row in rows]
    for (payee, column), value in special.items():
        made[payee + 1][column] = value
    presumed = {
        (payee, fact.column)
        for payee, row in enumerate(made, HOUSEHOLD)
        for fact in facts
        if fact.presumed is not None
        and (fact.entity is Entity.HOUSEHOLD) == (payee == HOUSEHOLD)
        and row[fact.column] == fact.kept(fact.presumed)
    }
    return Case(
        id="h1",
        household=tuple(made[0]),
        member_ids=tuple(f"p{place}" for place in range(1, len(made))),
        members=tuple(tuple(row) for row in made[1:]),
        receiving=(frozenset[str](),) * (len(made) - 1),
        presumed=frozenset(presumed),
        unknown=frozenset(),
    )


def value_at(case: Case, place: Place) -> int | None:
    """The value of a fact of a case."""
    payee, column = place
    return (case.household if payee == HOUSEHOLD else case.members[payee])[column]


def _plain(fact: Fact, rules: Rules) -> int:
    if fact.presumed is not None:
        return fact.kept(fact.presumed)
    match fact.type.kind:
        case Kind.DATE:
            first = rules.month.first
            day = Month.of(year_of(first) - ADULT, 1).first if fact.past else first
            return int(min(max(day, fact.low), fact.high))
        case Kind.CODE:
            return rules.program.law.division or int(fact.low)
        case _:
            return fact.kept(min(max(0, fact.low), fact.high))
