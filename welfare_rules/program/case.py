"""A case as programs read it.

Exact whole numbers in the order of the vocabulary, with what is unknown and what is presumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from welfare_rules.language.types import Entity

Values = tuple[int | None, ...]
Place = tuple[int, int]
"""A payee and a column: one fact of one household."""
HOUSEHOLD = -1  # the place of the household among its members
CROWD = 9  # fewer members of whom the same is said are looked at one by one


@dataclass(frozen=True, slots=True)
class Case:
    """One household in one state. Money in fen, flows in fen per twelve months, days as YYYYMMDD,
    choices as places in their list.

    `household` and each of `members` have one value for every fact of the vocabulary (None where it
    is unknown or belongs to the other entity). `receiving` keeps for each member the ids of the
    benefits that he or she is recorded as being paid. Places of facts are pairs of payee and
    column: those `presumed`, and those `said_unknown`, of which nothing may be presumed.
    """

    id: str
    household: Values
    member_ids: tuple[str, ...]
    members: tuple[Values, ...]
    receiving: tuple[frozenset[str], ...]
    presumed: frozenset[tuple[int, int]]
    unknown: frozenset[str]
    said_unknown: frozenset[tuple[int, int]] = frozenset()

    def path(self, payee: int, fact: str) -> str:
        """How an answer names a fact: `members[p1].wage`, or `area` for the household."""
        return fact if payee == HOUSEHOLD else f"members[{self.member_ids[payee]}].{fact}"

    def payees(self, entity: Entity) -> range:
        """The household alone by its place, or each member by theirs."""
        return range(HOUSEHOLD, 0) if entity is Entity.HOUSEHOLD else range(len(self.members))

    def but(self, special: Mapping[Place, int | None]) -> Self:
        """The case with some facts of other values, in the form in which a case keeps them.

        What was presumed of them, or said to be unknown, is so no more.

        >>> none = frozenset[tuple[int, int]]()
        >>> case = Case("h", (5,), (), (), (), frozenset({(HOUSEHOLD, 0)}), frozenset(), none)
        >>> other = case.but({(HOUSEHOLD, 0): 7})
        >>> other.household, other.presumed
        ((7,), frozenset())
        """
        rows = [list(self.household), *(list(row) for row in self.members)]
        for (payee, column), value in special.items():
            rows[payee + 1][column] = value
        return replace(
            self,
            household=tuple(rows[0]),
            members=tuple(tuple(row) for row in rows[1:]),
            presumed=self.presumed.difference(special),
            said_unknown=self.said_unknown.difference(special),
        )

    def payee_id(self, payee: int) -> str:
        return self.id if payee == HOUSEHOLD else self.member_ids[payee]


def differing(one: Case, other: Case) -> frozenset[Place] | None:
    """The facts of which two cases do not say the same; None where not the same people are there,
    or not the same is being paid to them.
    """
    if (one.member_ids, one.receiving) != (other.member_ids, other.receiving):
        return None
    places = (one.presumed ^ other.presumed) | (one.said_unknown ^ other.said_unknown)
    rows = zip((one.household, *one.members), (other.household, *other.members), strict=True)
    values = (
        (payee, column)
        for payee, (was, now) in enumerate(rows, HOUSEHOLD)
        if was != now
        for column, (value, another) in enumerate(zip(was, now, strict=True))
        if value != another
    )
    return places.union(values)


def first_alike(case: Case) -> dict[int, int]:
    """For each member of a crowd of whom the same is said the first of them, for whom all of them
    may be looked at: no law asks for their order.

    >>> rows = (None, 7), *((None, 5),) * CROWD
    >>> paid = (frozenset[str](),) * len(rows)
    >>> nothing = frozenset[tuple[int, int]]()
    >>> case = Case("h", (1, None), tuple("abcdefghij"), rows, paid, nothing, frozenset())
    >>> first_alike(case)
    {2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1}
    """
    if len(case.members) < CROWD:
        return {}
    return {
        payee: first
        for first, *others in groups_alike(case)
        if 1 + len(others) >= CROWD
        for payee in others
    }


def groups_alike(case: Case) -> list[list[int]]:
    """The members of a case by their places, those of whom the same is said together."""
    apart: dict[int, list[tuple[int, bool]]] = {}
    for places, presumed in ((case.presumed, True), (case.said_unknown, False)):
        for payee, column in places:
            apart.setdefault(payee, []).append((column, presumed))
    alike: dict[object, list[int]] = {}
    for payee, row in enumerate(case.members):
        key = row, case.receiving[payee], frozenset(apart.get(payee, ()))
        alike.setdefault(key, []).append(payee)
    return list(alike.values())
