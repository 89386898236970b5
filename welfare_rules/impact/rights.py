"""What the members of one household are due on one side of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.law.terms import Per
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import BenefitInForce

Bound = int | None
"""A bound in fen; None where there is none."""
UNSAID = "undetermined"
Move = Literal["enter", "leave", "more", "less", "same", "undetermined"]
MOVES: tuple[Move, ...] = ("enter", "leave", "more", "less", "same", "undetermined")


@dataclass(frozen=True, slots=True)
class Right:
    """One benefit for one payee: whether there is a right (None: it cannot be said), what is due in
    fen (None: it cannot be said, or the benefit is a service), and its bounds.
    """

    entitled: bool | None
    amount: int | None
    low: Bound
    high: Bound

    @property
    def settled(self) -> bool:
        """Whether nothing about it is open."""
        return self.entitled is not None and self.low == self.high and self.low is not None


NONE = Right(False, 0, 0, 0)
SERVICE = Right(True, None, 0, 0)
OPEN_SERVICE = Right(None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class Payable:
    """A benefit of either side: what it is called, how it is paid, whether it is a service."""

    id: str
    label: Words
    per: Per
    service: bool
    of_household: bool

    @property
    def monthly(self) -> bool:
        """Whether it is money that takes part in the monthly total."""
        return self.per == "month" and not self.service


@dataclass(frozen=True, slots=True)
class Household:
    """A household on one side: its circle (None: it cannot be said), and the rights that somebody
    has or may have, by benefit and payee. What is not named is no right.
    """

    circle: str | None
    rights: Mapping[tuple[str, str], Right]


def household_of(member_ids: Sequence[str], decision: Decision) -> Household:
    """What a household with these members is due by a decision."""
    rights: dict[tuple[str, str], Right] = {}
    for each in decision.dues:
        if each.entitled is not False:
            payee = "" if each.payee == HOUSEHOLD else member_ids[each.payee]
            rights[each.benefit.id, payee] = right_of(each)
    return Household(decision.circle, rights)


def right_of(outcome: Outcome) -> Right:
    """The right that somebody has or may have by an outcome."""
    if outcome.benefit.service:
        return SERVICE if outcome.entitled else OPEN_SERVICE
    low, high = bounds_of(outcome.due)
    return Right(
        outcome.entitled,
        outcome.due if isinstance(outcome.due, int) else None,
        None if low is None else low.__floor__(),
        None if high is None else high.__ceil__(),
    )


def payable(benefits: Iterable[BenefitInForce]) -> Mapping[str, Payable]:
    """The benefits of one side by their ids."""
    return {
        each.id: Payable(
            each.id, each.label, each.per, each.service, each.payee.value == "household"
        )
        for each in benefits
    }


def move(before: Right, after: Right) -> Move:
    """What becomes of one right.

    >>> move(NONE, Right(True, 5, 5, 5)), move(Right(True, 5, 5, 5), Right(True, 4, 4, 4))
    ('enter', 'less')
    """
    if not (before.settled and after.settled):
        return "undetermined"
    if before.entitled != after.entitled:
        return "enter" if after.entitled else "leave"
    return by_amount(before.low or 0, after.low or 0)


def by_amount(before: int, after: int) -> Move:
    """Whether an amount is more, less, or the same."""
    return "same" if before == after else "more" if after > before else "less"
