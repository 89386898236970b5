"""Two independent workings of the page, over rationals and over integers, give the same for every
household.
"""

from datetime import date
from random import Random

from hypothesis import given, settings

from tests.support.effort import examples

from .examples import family, row, worked_out_twice
from .households import ALL_MONTHS, known_days_of, random_situation, situations
from .plain import Case


@given(situations())
@settings(max_examples=examples(60), deadline=None)
def test_both_agree_on_households_that_shrink(situation: tuple[Case, str, date]) -> None:
    worked_out_twice(*situation)


def test_both_agree_on_random_households() -> None:
    rng = Random(20240301)
    for _ in range(1000):
        worked_out_twice(*random_situation(rng))


def test_every_month_has_known_days_on_which_a_standard_is_known() -> None:
    assert (ALL_MONTHS[0], ALL_MONTHS[-1], len(ALL_MONTHS)) == ("2019-07", "2026-06", 84)
    for month in ALL_MONTHS:
        for known in known_days_of(month):
            assert row("dibao", family(), month=month, known=known)[0] == "eligible"
