"""A case as programs read it.

Exact whole numbers in the order of the vocabulary, with what is unknown and what is presumed.
"""

from __future__ import annotations

from dataclasses import dataclass

Values = tuple[int | None, ...]
HOUSEHOLD = -1  # the place of the household among its members


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

    def payee_id(self, payee: int) -> str:
        return self.id if payee == HOUSEHOLD else self.member_ids[payee]
