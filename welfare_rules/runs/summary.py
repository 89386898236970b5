"""What a run comes to: how many households in which circle, who has a right to what, how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.money import yuan_text
from welfare_rules.engine.contract import NO_CIRCLE, Outcome, status_of
from welfare_rules.program.program import BenefitInForce

UNSAID = "undetermined"


@dataclass(slots=True)
class Sums:
    """One benefit: how many payees have which status, and what they are due in fen.

    `amount` adds up what is decided, `least` and `most` everything; `open` counts the payees
    without an upper bound.
    """

    service: bool
    statuses: Counter[str] = field(default_factory=Counter[str])
    amount: int = 0
    least: int = 0
    most: int = 0
    open: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts one payee."""
        self.statuses[outcome.status] += 1
        if self.service:
            return
        if isinstance(outcome.due, int):
            self.amount += outcome.due
            self.least += outcome.due
            self.most += outcome.due
            return
        low, high = bounds_of(outcome.due)
        self.least += 0 if low is None else low.__floor__()
        self.most += 0 if high is None else high.__ceil__()
        self.open += high is None

    def plus(self, other: Sums) -> None:
        """Adds what was counted elsewhere."""
        self.statuses.update(other.statuses)
        self.amount += other.amount
        self.least += other.least
        self.most += other.most
        self.open += other.open

    def to_dict(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            status_of(each): self.statuses[status_of(each)] for each in (True, False, None)
        }
        most = None if self.open else yuan_text(self.most)
        sums = yuan_text(self.amount), yuan_text(self.least), most
        shown = (None,) * 3 if self.service else sums
        return made | dict(zip(("amount", "at_least", "at_most"), shown, strict=True))


@dataclass(slots=True)
class Summary:
    """One month of a run, counted while it goes on."""

    circles: dict[str, int]
    benefits: dict[str, Sums]
    total: int = 0  # what is decided of all monthly benefits, in fen
    households: int = 0
    members: int = 0
    refused: int = 0

    @classmethod
    def of(cls, circles: Iterable[str], benefits: Sequence[BenefitInForce]) -> Summary:
        """The empty summary of the circles and benefits of a month."""
        return cls(
            dict.fromkeys((*circles, NO_CIRCLE, UNSAID), 0),
            {each.id: Sums(each.service) for each in benefits},
        )

    def add(self, circle: str | None, outcomes: Iterable[Outcome]) -> None:
        """Counts one household that was decided."""
        self.circles[UNSAID if circle is None else circle] += 1
        for each in outcomes:
            sums = self.benefits.get(each.benefit.id)
            if sums is not None:
                sums.add(each)
            if each.benefit.per == "month":
                self.total += each.due if isinstance(each.due, int) else 0

    def to_dict(self) -> dict[str, Any]:
        """The summary in the form of the contract; `households` counts the refused too."""
        return {
            "households": self.households,
            "members": self.members,
            "refused": self.refused,
            "circles": dict(self.circles),
            "total": yuan_text(self.total),
            "benefits": {name: each.to_dict() for name, each in self.benefits.items()},
        }


Summaries = Mapping[str, Summary]
"""The summary of each month, by its text."""


def summaries_dict(found: Summaries) -> dict[str, Any]:
    """The summary of one month, or of several by their months."""
    if len(found) == 1:
        return next(iter(found.values())).to_dict()
    return {"months": {month: each.to_dict() for month, each in found.items()}}
