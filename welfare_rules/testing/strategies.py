"""Strategies of hypothesis: households and histories for the rules of a month or of a policy.

A search that makes its choices smaller makes a household plainer: fewer members, fewer special
facts, values that come first. So a counterexample is a household that a person can read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from welfare_rules.api import Policy, loads
from welfare_rules.basics.days import Month, day_text, shift
from welfare_rules.loading import parse_month
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.promises.others import written_change
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer, Pick, members_allowed
from welfare_rules.samples.small_laws import small_law

Household = dict[str, Any]
History = dict[str, Any]
SOURCES = ("本人", "公安", "残联", "人社")


def households(
    rules: Rules, unknown: int = 0, members: tuple[int, int] = (1, 6)
) -> st.SearchStrategy[Household]:
    """Households as case files write them, of so many members, at most so many facts unknown.

    Raises ValueError for numbers of members that no household has.

    >>> import welfare_rules as wr
    >>> from hypothesis import given
    >>> rules = wr.load("cn/model").at("2024-03")
    >>> @given(households(rules, members=(1, 3)))
    ... def test_that_nobody_has_too_many_members(case):
    ...     assert len(case["members"]) <= 3
    """
    bounds = members_allowed(members)
    drawer = Drawer.of(rules)

    @st.composite
    def made(draw: Callable[[st.SearchStrategy[int]], int]) -> Household:
        return drawer.written(drawer.household(_pick(draw), bounds, unknown))

    return made()


def histories(
    policy: Policy, first: str | Month, last: str | Month, members: tuple[int, int] = (1, 4)
) -> st.SearchStrategy[History]:
    """Histories of households over the months from the first to the last: up to six changes, each
    from a day, learned on it or later.

    Raises RequestError for months that the policy has no law for.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5)
    ... @given(histories(policy, "2021-01", "2021-06"))
    ... def test_every_month_has_an_answer(history):
    ...     assert len(list(policy.timeline(history, "2021-01", "2021-06"))) == 6
    """
    bounds = members_allowed(members)
    start, end = (each if isinstance(each, Month) else parse_month(each) for each in (first, last))
    drawer = Drawer.of(policy.at(start))
    days = [shift(month.first, by) for month in _months(start, end) for by in (0, 9, 27)]

    @st.composite
    def made(draw: Callable[[st.SearchStrategy[int]], int]) -> History:
        pick = _pick(draw)
        case = drawer.household(pick, bounds)
        changes: list[dict[str, Any]] = []
        for _ in range(pick(7)):
            day = days[pick(len(days))]
            payee = pick(len(case.members) + 1) - 1
            special = drawer.special(pick, HOUSEHOLD if payee < 0 else payee)
            some = dict(list(special.items())[: 1 + pick(3)])
            changes.append(
                {
                    "from": day_text(day),
                    "learned": day_text(shift(day, (0, 0, 5, 40, 100)[pick(5)])),
                    "source": SOURCES[pick(len(SOURCES))],
                    "set": written_change(drawer.rules, case, some),
                }
            )
        return {
            "case": drawer.written(case),
            "changes": sorted(changes, key=lambda each: each["learned"]),
        }

    return made()


def policies() -> st.SearchStrategy[Policy]:
    """Small valid laws of one or two layers, with figures that are announced late and corrected,
    exemptions, requirements, rows, exclusions, replacements and drops.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, deadline=None)
    ... @given(policies())
    ... def test_every_policy_has_a_benefit(policy):
    ...     assert policy.benefits
    """

    @st.composite
    def made(draw: Callable[[st.SearchStrategy[int]], int]) -> Policy:
        return loads(small_law(_pick(draw)))

    return made()


def _pick(draw: Callable[[st.SearchStrategy[int]], int]) -> Pick:
    """The small decision of drawing, made by a search."""
    known: dict[int, st.SearchStrategy[int]] = {}

    def pick(below: int) -> int:
        if below <= 1:
            return 0
        strategy = known.get(below)
        if strategy is None:
            strategy = known[below] = st.integers(0, below - 1)
        return draw(strategy)

    return pick


def _months(first: Month, last: Month) -> list[Month]:
    made = [first]
    while made[-1].first < last.first:
        made.append(made[-1].after(1))
    return made
