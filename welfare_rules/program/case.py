"""A case as programs read it: exact whole numbers in the order of the vocabulary, with what is unknown and what is presumed."""

from __future__ import annotations

from dataclasses import dataclass

Values = tuple[int | None, ...]
HOUSEHOLD = -1  # the place of the household among its members


@dataclass(frozen=True, slots=True)
class Case:
    """One household in one state. Money in fen, flows in fen per twelve months, days as YYYYMMDD, choices as places in their list.

    `household` and each of `members` have one value for every fact of the vocabulary (None where it is unknown or belongs to the
    other entity). `receiving` keeps for each member the ids of the benefits that he or she is recorded as being paid.
    """

    id: str
    household: Values
    member_ids: tuple[str, ...]
    members: tuple[Values, ...]
    receiving: tuple[frozenset[str], ...]
    presumed: frozenset[tuple[int, int]]
    unknown: frozenset[str]

    def path(self, payee: int, fact: str) -> str:
        """How an answer names a fact: `members[p1].wage`, or `area` for the household."""
        return fact if payee == HOUSEHOLD else f"members[{self.member_ids[payee]}].{fact}"

    def payee_id(self, payee: int) -> str:
        return self.id if payee == HOUSEHOLD else self.member_ids[payee]


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month with its first and last day as whole numbers.

    >>> Month.of(2024, 2)
    Month(text='2024-02', first=20240201, last=20240229)
    """

    text: str
    first: int
    last: int

    @staticmethod
    def of(year: int, month: int) -> Month:
        days = (31, 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        start = year * 10000 + month * 100
        return Month(f"{year:04d}-{month:02d}", start + 1, start + days[month - 1])

    def after(self, count: int) -> Month:
        """The month so many months later."""
        index = self.first // 10000 * 12 + self.first // 100 % 100 - 1 + count
        return Month.of(index // 12, index % 12 + 1)


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from the first to the last, both of them too."""
    made = [first]
    while made[-1].first < last.first:
        made.append(made[-1].after(1))
    return tuple(made)
