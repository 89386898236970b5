"""Benefits that promises and watches name, beside the days on which they should be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from welfare_rules.basics.days import LAST
from welfare_rules.checks.stretches import days_beside
from welfare_rules.findings import Place
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Benefit, Promise, Watch

Idle = tuple[LawRule, Place, str]
"""A rule, where it names a benefit, and the name."""


def idle(
    law: Law,
    kind: type[Promise] | type[Watch],
    counts: Callable[[LawRule, Benefit, int], bool] | None = None,
) -> Iterator[tuple[Idle, bool]]:
    """The benefits that rules of a kind name and that do not count in any month of the rule, and
    whether they are there in one of them at least. A rule that is never made names none.

    A benefit counts on a day on which it is paid; with `counts` only where that holds as well.
    """
    for rule in law.rules():
        if not isinstance(rule.item, kind):
            continue
        for place, name in enumerate(rule.item.benefits):
            benefit = law.benefit(name)
            days = days_beside(law, rule, benefit)
            there = [day for day in days if benefit.lives(day, LAST)]
            if days and not any(counts is None or counts(rule, benefit, day) for day in there):
                yield (rule, rule.origin.place("benefits", place), name), bool(there)
