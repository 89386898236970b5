"""What is known of a condition and an amount, and what several possibilities say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from welfare_rules.basics.interval import settled
from welfare_rules.basics.numbers import Number


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a condition and an amount, and the bits of what is missing.

    `by` is the canonical decision tree of the verdict: two verdicts with equal trees are equal
    whatever the facts turn out to be. A verdict that was not followed to its end equals no other.
    """

    entitled: bool | None
    low: Number | None
    high: Number | None
    missing: int
    by: object = field(default_factory=object, compare=False)

    @property
    def settled(self) -> bool:
        return self.entitled is not None and settled((self.low, self.high))

    @property
    def single(self) -> bool:
        """Whether all that was followed comes to one and the same."""
        return self.by == (self.entitled, self.low)


def agreed(here: Verdict, said: Sequence[Verdict], bits: int, split: object) -> Verdict:
    """The verdict that holds in every branch, with all that is missing in any of them.

    What was split on is missing too, unless it makes no difference.

    Branches that leave the same open may still differ: it may be what decides once the rest is
    known.
    """
    entitled = said[0].entitled if all(each.entitled == said[0].entitled for each in said) else None
    low, high = _lowest(each.low for each in said), _highest(each.high for each in said)
    if here.low is not None and (low is None or here.low > low):
        low = here.low
    if here.high is not None and (high is None or here.high < high):
        high = here.high
    missing = 0
    for each in said:
        missing |= each.missing
    by = said[0].by
    if any(each.by != by or each != said[0] for each in said):
        missing |= bits
        by = (split, *(each.by for each in said))
    return Verdict(here.entitled if entitled is None else entitled, low, high, missing, by)


def _lowest(ends: Iterable[Number | None]) -> Number | None:
    """The lowest of some ends; None where one of them is open."""
    found = [*ends]
    numbers = [each for each in found if each is not None]
    return min(numbers) if len(numbers) == len(found) else None


def _highest(ends: Iterable[Number | None]) -> Number | None:
    """The highest of some ends; None where one of them is open."""
    found = [*ends]
    numbers = [each for each in found if each is not None]
    return max(numbers) if len(numbers) == len(found) else None


class Branch(NamedTuple):
    """One possibility of a split: what was said before the split, what it rests on, and what the
    possibilities before this one came to.
    """

    here: Verdict
    bits: int
    before: tuple[Verdict, ...]


class Seen:
    """What the possibilities that were followed to their end leave of a first verdict.

    Once both answers, both ends of the amount and everything missing have been met among them, no
    further one can change it: the first verdict is the last one.
    """

    __slots__ = ("_first", "_high", "_low", "_missing", "_no", "_yes")

    def __init__(self, first: Verdict) -> None:
        self._first = first
        self._yes = self._no = first.entitled is not None
        self._low = self._high = False  # whether an end has been met
        self._missing = 0

    @property
    def everything(self) -> bool:
        """Whether the first verdict is the last one."""
        return (
            self._yes
            and self._no
            and self._low
            and self._high
            and not self._first.missing & ~self._missing
        )

    def add(self, end: Verdict, way: Iterable[Branch]) -> None:
        """One possibility, and the branches that led to it.

        What contradicts something that was settled before it belongs to no household, and nothing
        is made of it.
        """
        low, high, missing = end.low, end.high, end.missing
        for here, bits, before in way:
            if here.entitled not in (None, end.entitled):
                return
            if here.low is not None and (low is None or here.low > low):
                low = here.low
            if here.high is not None and (high is None or here.high < high):
                high = here.high
            if any(each.single and each.by != end.by for each in before):
                missing |= bits
        self._yes |= end.entitled is not False
        self._no |= end.entitled is not True
        self._low |= low == self._first.low
        self._high |= high == self._first.high
        self._missing |= missing
