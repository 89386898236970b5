"""The calendar of the library, whole numbers throughout, against dateutil's over real dates."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from welfare_rules.basics.days import (
    Month,
    calendar_months,
    completed_years,
    day_index,
    day_number,
    days_between,
)
from welfare_rules.engine.reference import calendar

FIRST, LAST = date(1901, 1, 1), date(2199, 12, 31)
LEAP_DAYS = [date(year, 2, 29) for year in range(1904, 2197, 4) if year != 2100]
many = settings(max_examples=examples(3000))


def days() -> st.SearchStrategy[date]:
    """Any day, the turns of months and the last days of February more often than others."""
    anywhere = st.dates(FIRST + timedelta(days=3), LAST - timedelta(days=3))
    turns = st.builds(
        lambda day, step: day.replace(day=1) + timedelta(days=step), anywhere, st.integers(-2, 1)
    )
    leaps = st.builds(
        lambda day, step: day + timedelta(days=step), st.sampled_from(LEAP_DAYS), st.integers(-1, 1)
    )
    return st.one_of(anywhere, turns, leaps)


def anniversaries() -> st.SearchStrategy[tuple[date, date]]:
    """A day, and one around the day on which some years of it are complete; or any two."""
    near = st.builds(
        lambda day, years, step: (
            day,
            min(day + relativedelta(years=years) + timedelta(days=step), LAST),
        ),
        days(),
        st.integers(0, 110),
        st.integers(-1, 1),
    )
    return st.one_of(near, st.tuples(days(), days())).filter(lambda two: two[0] <= two[1])


@many
@example((date(2000, 2, 29), date(2001, 2, 28)))
@example((date(2000, 2, 29), date(2004, 2, 28)))
@given(anniversaries())
def test_completed_years_are_those_of_dateutil_but_for_one_day(two: tuple[date, date]) -> None:
    """Who is born on 29 February completes a year of a common year on 1 March.

    Dateutil has it on 28 February already.
    """
    born, day = two
    early = (born.month, born.day, day.month, day.day) == (2, 29, 2, 28) and (
        day + timedelta(days=1)
    ).month == 3
    assert (
        completed_years(day_number(born), day_number(day)) == relativedelta(day, born).years - early
    )


@many
@given(days(), days())
def test_calendar_months_are_those_between_the_first_days(one: date, other: date) -> None:
    between = relativedelta(other.replace(day=1), one.replace(day=1))
    assert (
        calendar_months(day_number(one), day_number(other)) == between.years * 12 + between.months
    )


@many
@given(st.dates(), st.dates())
def test_the_number_of_a_day_counts_all_days_of_the_calendar(one: date, other: date) -> None:
    apart = (other - one).days
    assert day_index(day_number(other)) - day_index(day_number(one)) == apart
    assert days_between(day_number(one), day_number(other)) == apart


@many
@given(days(), st.integers(-1200, 1200))
def test_a_month_so_many_months_later_is_that_of_dateutil(day: date, count: int) -> None:
    first = day.replace(day=1) + relativedelta(months=count)
    last = first + relativedelta(day=31)
    month = Month.of(day.year, day.month).after(count)
    assert (month.text, month.first, month.last) == (
        f"{first:%Y-%m}",
        day_number(first),
        day_number(last),
    )


def test_the_calendar_of_the_fast_engines_shares_nothing_with_its_judge() -> None:
    code = (
        "import sys, welfare_rules, welfare_rules.basics.days, welfare_rules.engine.integer.lowering; "
        "print('dateutil' in sys.modules)"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == "False\n"


EVER = st.one_of(days(), st.dates()).map(day_number)


@many
@example(10101, 99991231)
@example(99991231, 10101)
@example(20000229, 20010228)
@example(20010301, 20000229)
@given(EVER, EVER)
def test_the_reference_engine_counts_as_the_fast_ones_whichever_day_is_first(
    start: int, end: int
) -> None:
    assert calendar.completed_years(start, end) == completed_years(start, end)
    assert calendar.calendar_months(start, end) == calendar_months(start, end)
    assert calendar.days_between(start, end) == days_between(start, end)
