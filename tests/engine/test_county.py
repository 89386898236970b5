"""Every engine against the independent transcription of the model county's page."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings

import welfare_rules as wr
from tests.oracle import county
from tests.oracle.households import random_case, random_situation, situations
from tests.oracle.plain import Case
from tests.support.effort import examples
from tests.support.engines import ENGINES, usable

MODEL = wr.load("cn/model")


def rules(month: str, known: date) -> wr.Rules:
    return MODEL.at(month, known)


def status(entitled: bool | None) -> str:
    return "undetermined" if entitled is None else "eligible" if entitled else "not_eligible"


def differences(case: Case, month: str, known: date, engine: str) -> dict[object, object]:
    """What an engine says otherwise than the page: nothing."""
    expected = county.determine(case, month, known)
    answer = rules(month, known).determine(case, engine=engine)
    got = {
        (each.benefit.id, answer.case.payee_id(each.payee)): (
            status(each.entitled),
            each.due if isinstance(each.due, int) else None,
        )
        for each in answer.decision.outcomes
    }
    wrong: dict[object, object] = {
        key: (row, got.get(key))
        for key, row in expected["benefits"].items()
        if key[0] in county.ISSUE_2 and got.get(key) != row
    }
    if answer.circle != expected["circle"]:
        wrong["circle"] = (expected["circle"], answer.circle)
    return wrong


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_says_what_the_page_says(engine: str) -> None:
    usable(engine)

    @settings(max_examples=examples(60 if engine == "durable" else 150))
    @given(situations())
    def check(situation: tuple[Case, str, date]) -> None:
        assert differences(*situation, engine) == {}

    check()


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 2, 3))]
)
def test_thousands_of_households_at_the_thresholds(seed: int) -> None:
    random = Random(seed)
    for _ in range(examples(750)):
        situation = random_situation(random)
        assert differences(*situation, "native") == {}


def test_a_random_case_is_complete_enough_for_the_native_engine() -> None:
    """Otherwise the comparison above would only compare the reference engine with the page."""
    random = Random(7)
    handed_over = 0
    for _ in range(50):
        case = random_case(random, "2024-03")
        one = rules("2024-03", date(2026, 1, 1))
        handed_over += not one.read(case).unknown.isdisjoint(one.engine("native").needed)  # type: ignore[attr-defined]
    assert handed_over == 0
