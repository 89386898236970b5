"""`Known`: what is known of a value while facts are missing.

It has the lowest and highest value, what these rest on, and what is missing for more.

The reference engine is asked for values and answers with `Known`. Everything outside the engines
reads a value through it.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, Self

from welfare_rules.basics.interval import Interval, settled
from welfare_rules.basics.numbers import Number


class Provenance(Protocol):
    """An immutable set of what a value rests on, or of what is missing for it.

    Two of one evaluation can be joined with `|`. What is in it is the evaluation's to say:
    `Evaluation.figures(provenance)`, `.facts(provenance)`, `.rules(provenance)`.
    """

    def __or__(self, other: Self, /) -> Self: ...


class Known(NamedTuple):
    """The lowest and the highest that a value may be; None where there is no bound.

    Money is fen, a truth is 0 or 1, a day is YYYYMMDD. `rests_on` are figures, unconfirmed rules
    and presumed facts that took part; `missing` are the unknown facts and open figures that would
    narrow it, empty once the value is settled. (A named tuple and no dataclass: an explanation asks
    for some hundreds, and they are made more than twice as fast.)

    >>> income = Known(100, 250, frozenset({"wage"}), frozenset({"other_income"}))
    >>> income.settled, income.value, income.ends
    (False, None, (100, 250))
    >>> sum_of_two = Known(730, 730, income.rests_on | frozenset({"dibao_standard"}), frozenset())
    >>> sum_of_two.value, sorted(sum_of_two.rests_on)
    (730, ['dibao_standard', 'wage'])
    """

    low: Number | None
    high: Number | None
    rests_on: Provenance
    missing: Provenance

    @property
    def settled(self) -> bool:
        """Whether the value is known exactly."""
        return settled((self.low, self.high))

    @property
    def value(self) -> Number | None:
        """The exact value; None while it is not settled."""
        return self.low if self.settled else None

    @property
    def truth(self) -> bool | None:
        """The value of a condition: True, False, or None while it cannot be said.

        >>> Known(0, 1, frozenset(), frozenset({"wage"})).truth is None
        True
        >>> Known(1, 1, frozenset(), frozenset()).truth
        True
        """
        return bool(self.low) if self.settled else None

    @property
    def ends(self) -> Interval:
        """The lowest and the highest value as a pair, for interval arithmetic."""
        return self.low, self.high
