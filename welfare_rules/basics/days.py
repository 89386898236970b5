"""Calendar months as whole numbers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month with its first and last day as whole numbers.

    >>> Month.of(2024, 2)
    Month(text='2024-02', first=20240201, last=20240229)
    """

    text: str
    first: int
    last: int

    @staticmethod
    def of(year: int, month: int) -> Month:
        days = (
            31,
            29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28,
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        )
        start = year * 10000 + month * 100
        return Month(f"{year:04d}-{month:02d}", start + 1, start + days[month - 1])

    def after(self, count: int) -> Month:
        """The month so many months later."""
        index = self.first // 10000 * 12 + self.first // 100 % 100 - 1 + count
        return Month.of(index // 12, index % 12 + 1)


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from the first to the last, both of them too."""
    made = [first]
    while made[-1].first < last.first:
        made.append(made[-1].after(1))
    return tuple(made)


def days_between(start: int, end: int) -> int:
    """How many days the end is after the start; below 0 when it is before it.

    >>> days_between(20240228, 20240301), days_between(20240301, 20240228)
    (2, -2)
    """
    dates = (datetime.date(each // 10000, each // 100 % 100, each % 100) for each in (start, end))
    first, last = dates
    return (last - first).days


def day_index(day: int) -> int:
    """How many days a day YYYYMMDD is after 29 February of the year 0.

    Only floor divisions of whole numbers, so that engines can print the same sum. The year is taken
    to begin in March: its last day is then the leap day.

    >>> day_index(20240301) - day_index(20240228)
    2
    """
    months = day // 10000 * 12 + day // 100 % 100 - 3  # since March of the year 0
    leap_days = months // 48 - months // 1200 + months // 4800
    return months // 12 * 365 + leap_days + (months % 12 * 153 + 2) // 5 + day % 100
