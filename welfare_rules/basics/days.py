"""Calendar months as whole numbers."""

from __future__ import annotations

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
