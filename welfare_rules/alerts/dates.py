"""Of many households those for whom a month may bring something by itself, found all at once.

Whoever is left out here has no alert of the month; of the others `alerts_of_month` says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from welfare_rules.alerts.sieve import Sieve
from welfare_rules.basics.days import Month
from welfare_rules.program.case import Case
from welfare_rules.program.day import watches_of_day
from welfare_rules.rules import CompiledLaw


@dataclass(frozen=True, slots=True)
class MonthComes:
    """What a month may bring by itself: the watches that name no fact, over the two months."""

    sieve: Sieve
    earlier: Month
    month: Month

    @classmethod
    def of(cls, policy: CompiledLaw, month: Month, known: int, engine: str) -> Self | None:
        """That of a month; None where the law does not reach the month before, or watches nothing.

        Raises RequestError for a month outside the law, EngineMissing.
        """
        earlier = month.after(-1)
        if earlier.first < policy.law.covers_from:
            return None
        watched = watches_of_day(policy.law, month.first, known)
        watches = [each for each in watched if not each.facts]
        if not watches:
            return None
        programs = policy.at(earlier, known).program, policy.at(month, known).program
        return cls(Sieve.of(watches, programs, (engine, engine)), earlier, month)

    def may_concern(self, cases: Sequence[Case]) -> Iterator[bool]:
        """Of each household whether a watch may speak of it."""
        wanted = [((self.earlier, self.month), range(len(cases)))]
        for sifted in self.sieve.sifted(cases, cases, wanted):
            yield from (bool(each.watches) for each in sifted)
