"""What an answer says once for a household of many members.

In full, the reasons and the missing facts of each benefit of each of 200 members come to ten
megabytes, of which hardly any two are different.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from welfare_rules.engine.reference import MissingFacts
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.written.records import DeterminationDict

MOST_IN_FULL = 20
"""Of more members than this an answer says once what is the same for several of them."""
MOST_TOLD_OF_EACH = 20
"""As many facts as it names of a benefit of each of so many members."""


def told(missing: Sequence[str]) -> tuple[str, ...]:
    """The facts that an answer names of those that an outcome lacks."""
    return missing.told if isinstance(missing, MissingFacts) else tuple(missing)


def told_of(case: Case, payee: int, missing: Sequence[str]) -> tuple[str, ...]:
    """The same for a payee: fewer where the household has many members."""
    if (
        payee == HOUSEHOLD
        or len(case.members) <= MOST_IN_FULL
        or not isinstance(missing, MissingFacts)
    ):
        return told(missing)
    return missing.at_most(MOST_TOLD_OF_EACH)


class Written(Protocol):
    """One benefit for one payee, as an answer has it."""

    @property
    def benefit(self) -> str: ...
    @property
    def payee(self) -> str: ...
    @property
    def reasons(self) -> tuple[Any, ...]: ...
    def to_dict(self) -> DeterminationDict: ...


def written(case: Case, benefits: Iterable[Written]) -> list[DeterminationDict]:
    """Every benefit as the contract writes it; of many members the reasons once where they are the
    same, and then with whom (`reasons_of`).
    """
    if len(case.members) <= MOST_IN_FULL:
        return [each.to_dict() for each in benefits]
    first: dict[tuple[str, tuple[Any, ...]], str] = {}
    made: list[DeterminationDict] = []
    for each in benefits:
        payee = first.setdefault((each.benefit, each.reasons), each.payee)
        one = each.to_dict()
        if payee != each.payee:
            one["reasons"], one["reasons_of"] = [], payee
        made.append(one)
    return made
