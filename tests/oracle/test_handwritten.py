"""Two independent workings of the page, rationals and integers, give the same for every household."""

from datetime import date
from random import Random

from hypothesis import given, settings

from benchmarks.handwritten import benefits, prepare, read

from .county import ISSUE_2, determine
from .examples import family, row
from .households import ALL_MONTHS, known_days_of, random_situation, situations
from .plain import Case


@given(situations())
@settings(max_examples=60, deadline=None)
def test_handwritten_rules_give_the_same(situation: tuple[Case, str, date]) -> None:
    assert_same(*situation)


def test_handwritten_rules_give_the_same_on_random_cases() -> None:
    rng = Random(20240301)
    for _ in range(400):
        assert_same(*random_situation(rng))


def assert_same(case: Case, month: str, known: date) -> None:
    """The same rows and the same circle from the page and from the handwritten rules."""
    answer = determine(case, month, known)
    facts = read(case)
    decision = prepare(month, known)(facts)
    wanted = {key: status for key, status in answer["benefits"].items() if key[0] in ISSUE_2}
    assert (decision[0], benefits(facts, decision)) == (answer["circle"], wanted)


def test_every_month_has_known_days_on_which_a_standard_is_known() -> None:
    assert (ALL_MONTHS[0], ALL_MONTHS[-1], len(ALL_MONTHS)) == ("2019-07", "2026-06", 84)
    for month in ALL_MONTHS:
        for known in known_days_of(month):
            assert row("dibao", family(), month=month, known=known)[0] == "eligible"
