"""Ages, months and days counted over real dates by dateutil.

The fast engines count over whole numbers YYYYMMDD (`basics.days`, `engine.integer`). The reference
engine counts here, so that their arithmetic is held against one that shares nothing with it.
"""

from __future__ import annotations

import datetime

from dateutil.relativedelta import relativedelta

from welfare_rules.basics.days import date_of


def completed_years(start: int, end: int) -> int:
    """The years that are complete between two days; below 0 where the second comes first.

    A year of 29 February is complete on 1 March of a common year, where dateutil says 28 February.

    >>> completed_years(20000229, 20010228), completed_years(20000229, 20010301)
    (0, 1)
    >>> completed_years(19410910, 20210909)
    79
    """
    first, last = date_of(start), date_of(end)
    years = last.year - first.year
    return years if _anniversary(first, years) <= last else years - 1


def _anniversary(day: datetime.date, years: int) -> datetime.date:
    """The day on which so many years since a day are complete."""
    if (day.month, day.day) != (2, 29):
        return day.replace(year=day.year + years)
    found = day + relativedelta(years=years)
    return found if found.day == day.day else found + relativedelta(days=1)


def calendar_months(start: int, end: int) -> int:
    """How many calendar months the second day's month lies after the first day's.

    >>> calendar_months(20210131, 20210201)
    1
    """
    apart = relativedelta(date_of(end).replace(day=1), date_of(start).replace(day=1))
    return apart.years * 12 + apart.months


def days_between(start: int, end: int) -> int:
    """Whole days from the first day to the second.

    >>> days_between(20240228, 20240301)
    2
    """
    return (date_of(end) - date_of(start)).days
