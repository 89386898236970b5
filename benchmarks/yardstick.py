"""The hand-written function as the yardstick of the native engine.

The same household, the same months, proved equal.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

import welfare_rules as wr
from benchmarks import handwritten
from tests.oracle.households import random_case
from tests.support.households import household, person
from welfare_rules.engine.native.native import Native
from welfare_rules.program.resolve import narrowed

# the hand-written function wants every fact, used or not
WHOLE = {"disability_grade": 4, "child_choice": "child_allowance"}
CASE: dict[str, Any] = household(
    person(
        "p1", "head", "1980-01-01", employed=True, wage="1200.00", employment_cost="100.00", **WHOLE
    ),
    person(
        "p2", "spouse", "1981-01-01", disability_kind="physical", **{**WHOLE, "disability_grade": 2}
    ),
    person("p3", "child", "2010-01-01", full_time_student=True, **WHOLE),
)


def hand(case: dict[str, Any], month: str, known: str) -> Callable[[], object]:
    """The hand-written decision of a case that has been read, for one month."""
    determine = handwritten.prepare(month, datetime.date.fromisoformat(known))
    read = handwritten.read(case)
    return lambda: determine(read)


def same_benefits(rules: wr.Rules) -> Native:
    """The native engine for the benefits that the hand-written function knows, so that both do the
    same work.
    """
    known = {"dibao", "dibao_phase_out", *handwritten.PERSONAL}
    benefits = tuple(each for each in rules.program.benefits if each.id in known)
    return Native(narrowed(rules.program, benefits, rules.program.circles), rules.reference)


def equal_on(rules: wr.Rules, random: Random, count: int) -> bool:
    """Whether the engine and the hand-written function decide alike on so many households at the
    thresholds.
    """
    known = datetime.date(2021, 12, 31)
    determine = handwritten.prepare(rules.month.text, known)
    for _ in range(count):
        case = random_case(random, rules.month.text, known)
        answer = rules.determine(case)
        got = {
            (each.benefit.id, answer.case.payee_id(each.payee)): (
                "eligible" if each.entitled else "not_eligible",
                each.due,
            )
            for each in answer.decision.outcomes
        }
        read = handwritten.read(case)
        said = determine(read)
        if said[0] != answer.circle or any(
            got.get(key) != row for key, row in handwritten.benefits(read, said).items()
        ):
            return False
    return True
