"""Of many households those for whom a month may bring something by itself, found all at once.

Whoever is left out here has no alert of the month; of the others `alerts_of_month` says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from welfare_rules.alerts.hits import benefits_of
from welfare_rules.alerts.sieve import Sieve, Sought
from welfare_rules.basics.days import Month
from welfare_rules.program.case import Case
from welfare_rules.program.day import watches_of_day
from welfare_rules.rules import CompiledLaw


@dataclass(frozen=True, slots=True)
class MonthComes:
    """What a month may bring by itself: the watches that name no fact, over the two months."""

    sieve: Sieve
    benefits: frozenset[str]
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
        rules = policy.at(earlier, known), policy.at(month, known)
        programs = rules[0].program, rules[1].program
        sieve = Sieve.of(watches, programs, engine)
        return cls(sieve, benefits_of(rules, watches), earlier, month)

    def may_concern(self, cases: Sequence[Case]) -> Iterator[bool]:
        """Of each household whether a watch may speak of it."""
        count = len(cases)
        months, watches = (self.earlier, self.month), [self.sieve.watches] * count
        sought = Sought(months, range(count), watches, [self.benefits] * count)
        for sifted in self.sieve.sifted(cases, cases, [sought]):
            yield from (bool(each.watches) for each in sifted)
