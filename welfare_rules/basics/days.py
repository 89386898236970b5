"""Days, months and periods of the calendar.

A day is the whole number YYYYMMDD. So days are compared as numbers, fit into every engine, and
completed years are one subtraction. Nothing outside this file takes such a number apart or puts one
together. Every day is one of the calendar from 1 January 1 to 31 December 9999.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from welfare_rules.basics.numbers import Number

FIRST, LAST = 1_01_01, 9999_12_31  # they also stand for "always" and "never", for an open end
EARLIEST, LATEST = 1900_01_01, 2199_12_31  # dates of facts, unless a vocabulary says otherwise
FIRST_YEAR, LAST_YEAR = 1901, 2199  # months that can be asked for

# Digits are those of ASCII: a full-width one looks right, and would be read as if it were.
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class NoSuchDay(ValueError):
    """A text has the form of a day, and the calendar has no such day."""


# --- parts and texts of a day ---


def day_parts(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month.

    >>> day_parts(20240229)
    (2024, 2, 29)
    """
    return day // 10000, day // 100 % 100, day % 100


def year_of(day: int) -> int:
    """The year of a day.

    >>> year_of(20240229)
    2024
    """
    return day // 10000


def day_of_parts(year: int, month: int, day: int) -> int:
    """A day of its parts; of arrays of these an array.

    >>> day_of_parts(2024, 2, 29)
    20240229
    """
    return year * 10000 + month * 100 + day


def day_number(date: datetime.date) -> int:
    """A date as a day.

    >>> day_number(datetime.date(2024, 2, 29))
    20240229
    """
    return day_of_parts(date.year, date.month, date.day)


def date_of(day: Number) -> datetime.date:
    """A day as a date.

    >>> date_of(20240229)
    datetime.date(2024, 2, 29)
    """
    return datetime.date(*day_parts(int(day)))


def day_text(day: Number) -> str:
    """A day as YYYY-MM-DD.

    >>> day_text(20240229), day_text(FIRST)
    ('2024-02-29', '0001-01-01')
    """
    digits = f"{int(day):08d}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def is_day_text(text: str) -> bool:
    """Whether a text has the form YYYY-MM-DD; the calendar need not have the day.

    >>> is_day_text("2023-02-29"), is_day_text("2024-2-29")
    (True, False)
    """
    return _DAY.fullmatch(text) is not None


def day_of_text(text: str) -> int:
    """The day that is written as YYYY-MM-DD.

    Raises NoSuchDay for a day that the calendar does not have, else ValueError.

    >>> day_of_text("2024-02-29")
    20240229
    >>> day_of_text("2023-02-29")
    Traceback (most recent call last):
    welfare_rules.basics.days.NoSuchDay: 2023-02-29
    """
    if _DAY.fullmatch(text) is None:
        raise ValueError(text)
    try:
        return day_number(datetime.date.fromisoformat(text))
    except ValueError:
        raise NoSuchDay(text) from None


# --- counting ---


def shift(day: int, by: int) -> int:
    """The day so many days later, or earlier when `by` is below 0; FIRST and LAST at the ends.

    >>> shift(20240228, 1), shift(20240301, -2), shift(LAST, 1) == LAST
    (20240229, 20240228, True)
    """
    ordinal = date_of(day).toordinal() + by
    return day_number(
        datetime.date.fromordinal(min(max(ordinal, 1), datetime.date.max.toordinal()))
    )


def every_day(first: int, last: int) -> Iterable[int]:
    """Every day from the first to the last, both included; none when the last is before the first.

    >>> list(every_day(20240228, 20240301))
    [20240228, 20240229, 20240301]
    """
    for start in month_starts(first, last):
        yield from range(max(start, first), min(month_of(start).last, last) + 1)


def days_between(start: int, end: int) -> int:
    """How many days the end is after the start; below 0 when it is before it.

    >>> days_between(20240228, 20240301), days_between(20240301, 20240228)
    (2, -2)
    """
    return date_of(end).toordinal() - date_of(start).toordinal()


def completed_years(start: int, end: int) -> int:
    """Years completed from one day to another, as an age is counted.

    Of 29 February a year is completed on 1 March of a common year.

    >>> completed_years(20000229, 20180228), completed_years(20000229, 20180301)
    (17, 18)
    """
    return (end - start) // 10000


def years_before(end: int, years: int) -> int:
    """The latest day of which so many years are completed on `end`; FIRST outside the calendar.

    >>> years_before(20180301, 18), years_before(20240229, 3), years_before(20240229, 3000) == FIRST
    (20000301, 20210228, True)
    """
    year, month, day = day_parts(end)
    if not 1 <= year - years <= 9999:
        return FIRST
    return Month.of(year - years, month).day(day)


def is_anniversary(start: int, day: int) -> bool:
    """Whether a year of the start is completed on exactly this day.

    >>> is_anniversary(20000510, 20180510), is_anniversary(20000229, 20180301)
    (True, True)
    >>> is_anniversary(20000510, 20180511), is_anniversary(20000510, 20000510)
    (False, False)
    """
    return start < day and completed_years(start, day) > completed_years(start, shift(day, -1))


def calendar_months(start: int, end: int) -> int:
    """How many calendar months the month of the end is after that of the start.

    >>> calendar_months(20210831, 20210901), calendar_months(20210901, 20200930)
    (1, -12)
    """
    return month_index(end) - month_index(start)


def month_index(day: int) -> int:
    """The month of a day as a number that grows by 1 each month: year * 12 + month.

    >>> month_index(20240229), month_index(20240301)
    (24290, 24291)
    """
    return day // 10000 * 12 + day // 100 % 100


def day_index(day: int) -> int:
    """The day as a number that grows by 1 each day: days after 29 February of the year 0.

    Only floor divisions of whole numbers, so that engines can print the same sum. The year is taken
    to begin in March: its last day is then the leap day.

    >>> day_index(20240301) - day_index(20240228)
    2
    """
    months = month_index(day) - 3  # since March of the year 0
    leap_days = months // 48 - months // 1200 + months // 4800
    return months // 12 * 365 + leap_days + (months % 12 * 153 + 2) // 5 + day % 100


# --- months ---


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month with its first and its last day.

    >>> Month.of(2024, 2)
    Month(text='2024-02', first=20240201, last=20240229)
    """

    text: str
    """The month as YYYY-MM."""
    first: int
    """Its first day as the whole number YYYYMMDD."""
    last: int
    """Its last day as the whole number YYYYMMDD."""

    @staticmethod
    def of(year: int, number: int) -> Month:
        """The month of a year, 1 to 12.

        >>> Month.of(2100, 2).last
        21000228
        """
        leap = number == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        start = year * 10000 + number * 100
        return Month(f"{year:04d}-{number:02d}", start + 1, start + _LENGTHS[number - 1] + leap)

    @staticmethod
    def of_text(text: str) -> Month:
        """The month that is written as YYYY-MM.

        Raises ValueError for another form or a month that the calendar does not have.

        >>> Month.of_text("2024-02").first
        20240201
        """
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError(text)
        year, number = map(int, match.groups())
        if not 1 <= number <= 12 or not year:
            raise ValueError(text)
        return Month.of(year, number)

    @property
    def year(self) -> int:
        """The year.

        >>> Month.of(2024, 2).year
        2024
        """
        return self.first // 10000

    @property
    def number(self) -> int:
        """The number of the month in its year, from 1.

        >>> Month.of(2024, 2).number
        2
        """
        return self.first // 100 % 100

    def day(self, number: int) -> int:
        """A day of the month by its number; the last day where the month is shorter.

        >>> Month.of(2024, 2).day(5), Month.of(2024, 2).day(31)
        (20240205, 20240229)
        """
        return min(self.first + number - 1, self.last)

    def after(self, count: int) -> Month:
        """The month so many months later, or earlier when `count` is below 0.

        >>> Month.of(2024, 2).after(-2).text
        '2023-12'
        """
        index = month_index(self.first) - 1 + count
        return Month.of(index // 12, index % 12 + 1)


def month_of(day: int) -> Month:
    """The month in which a day lies.

    >>> month_of(20240229).text
    '2024-02'
    """
    year, number, _ = day_parts(day)
    return Month.of(year, number)


def every_month(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from the first to the last, both included; none when the last is before it.

    >>> [each.text for each in every_month(Month.of(2023, 12), Month.of(2024, 2))]
    ['2023-12', '2024-01', '2024-02']
    """
    count = calendar_months(first.first, last.first)
    return tuple(first.after(each) for each in range(count + 1))


def month_starts(first: int, last: int) -> tuple[int, ...]:
    """The first days of the months from that of one day to that of another, both included.

    >>> month_starts(20231231, 20240201)
    (20231201, 20240101, 20240201)
    """
    return tuple(
        each // 12 * 10000 + (each % 12 + 1) * 100 + 1
        for each in range(month_index(first) - 1, month_index(last))
    )


# --- periods ---


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day on which a rule is in force, and the day from which it is known.

    >>> rule = Period(20210701, 20220630, announced=20210901)
    >>> rule.holds(20210801, known=20211231), rule.holds(20210801, known=20210831)
    (True, False)
    """

    first: int = FIRST
    last: int = LAST
    announced: int = FIRST
    # (day, last): the last day as far as was known before that day, the earliest first
    earlier: tuple[tuple[int, int], ...] = ()

    def last_known(self, known: int) -> int:
        """The last day as far as is known on another day.

        >>> prolonged = Period(20210701, 20240630, earlier=((20220601, 20220630),))
        >>> prolonged.last_known(20220531), prolonged.last_known(20220601)
        (20220630, 20240630)
        """
        return next((last for day, last in self.earlier if known < day), self.last)

    def holds(self, day: int, known: int) -> bool:
        """Whether the rule is in force on a day, as far as is known on another day.

        >>> Period(20210701).holds(20210701, LAST)
        True
        """
        if self.announced > known or day < self.first:
            return False
        return day <= (self.last_known(known) if self.earlier else self.last)

    @property
    def turns(self) -> tuple[int, ...]:
        """The days on which it begins, and on which it has ended as far as is known on any day.

        >>> Period(20210701, 20240630, earlier=((20220601, 20220630),)).turns
        (20210701, 20240701, 20220701)
        """
        ends = (self.last, *(last for _, last in self.earlier))
        return (self.first, *(shift(each, 1) for each in ends if each < LAST))

    def contains(self, day: int) -> bool:
        """Whether the rule is in force on a day, whenever it was announced.

        >>> Period(20210701, 20220630).contains(20220701)
        False
        """
        return self.first <= day <= self.last

    def encloses(self, other: Period) -> bool:
        """Whether the rule is in force on every day of another period.

        >>> period = Period(20210701)
        >>> period.encloses(Period(20220101, 20221231)), period.encloses(Period())
        (True, False)
        """
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether two periods share a day.

        >>> Period(20210701, 20220630).overlaps(Period(20220630))
        True
        >>> Period(20210701, 20220630).overlaps(Period(20220701))
        False
        """
        return self.first <= other.last and other.first <= self.last
