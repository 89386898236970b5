"""One way of drawing a value: a function of a source of chance and a day of birth to a text.

Only `random()` of the source is asked, whose sequence is the same in every version of Python. What
comes out is a whole number of fen, a day or a word, never a binary number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate

from welfare_rules.basics.days import date_of, years_before
from welfare_rules.basics.money import yuan_text

Chance = Callable[[], float]
"""A number from 0 to below 1."""
Draw = Callable[[Chance, int], str]
"""A value as tables have it; the second is the day of birth (an ordinal), 0 of a household."""
NOTHING = ""
YES, NO = "true", "false"


def always(text: str) -> Draw:
    """Always this value.

    >>> always("none")(lambda: 0.5, 0)
    'none'
    """
    return lambda chance, born: text


def below(chance: Chance, count: int) -> int:
    """A whole number from 0 to below another, each as likely."""
    return min(int(chance() * count), count - 1)


def among(values: Sequence[str], weights: Sequence[float]) -> Draw:
    """One of the values, as often as its weight says.

    >>> draw = among(("a", "b", "c"), (1, 0, 3))
    >>> draw(lambda: 0.2, 0), draw(lambda: 0.25, 0)
    ('a', 'c')
    """
    place = picked(weights)
    return lambda chance, born: values[place(chance)]


def picked(weights: Sequence[float]) -> Callable[[Chance], int]:
    """A place in a list, as often as its weight says; never one without weight."""
    ends = list(accumulate(weights))
    last = max(place for place, weight in enumerate(weights) if weight > 0)
    return lambda chance: min(bisect_right(ends, chance() * ends[-1]), last)


def with_chance(share: float) -> Draw:
    """Yes, in such a share of all cases."""
    return lambda chance, born: YES if chance() < share else NO


def spread(points: Sequence[int], step: int, written: Callable[[int], str]) -> Draw:
    """A whole number between neighbouring points, as likely between any two of them, in steps.

    >>> draw = spread((0, 1000, 5000), 100, yuan_text)
    >>> draw(iter((0.1, 0.5)).__next__, 0), draw(iter((0.5, 0.99)).__next__, 0)
    ('5.00', '50.00')
    """
    pieces = len(points) - 1

    def draw(chance: Chance, born: int) -> str:
        place = below(chance, pieces)
        low, high = points[place], points[place + 1]
        found = low + below(chance, high - low + 1)
        return written(min(max((found + step // 2) // step * step, points[0]), points[-1]))

    return draw


def days_ago(first: int, last: int, before: int) -> Draw:
    """A day so many days before another, not before the birth.

    >>> draw = days_ago(1, 10, date(2021, 8, 1).toordinal())
    >>> draw(lambda: 0.0, 0), draw(lambda: 0.99, date(2021, 7, 30).toordinal())
    ('2021-07-31', '2021-07-30')
    """

    def draw(chance: Chance, born: int) -> str:
        day = before - first - below(chance, last - first + 1)
        return date.fromordinal(max(day, born)).isoformat()

    return draw


def at_age(first: int, last: int, before: int) -> Draw:
    """The day on which a person was so many years old; nothing where that is still to come.

    >>> draw = at_age(18, 18, date(2021, 8, 1).toordinal())
    >>> draw(lambda: 0.0, date(2000, 8, 1).toordinal()), draw(lambda: 0.0, 737000)
    ('2018-08-01', '')
    """

    def draw(chance: Chance, born: int) -> str:
        birth = date.fromordinal(born)
        year = birth.year + first + below(chance, last - first + 1)
        day = date(year, birth.month, min(birth.day, 28)).toordinal() + below(chance, 365)
        return date.fromordinal(day).isoformat() if day < before else NOTHING

    return draw


def seldom_said(draw: Draw, unsaid: float) -> Draw:
    """What another draws, but nothing in such a share of all cases."""
    if unsaid >= 1:
        return always(NOTHING)
    if unsaid <= 0:
        return draw
    return lambda chance, born: NOTHING if chance() < unsaid else draw(chance, born)


def birth(age: int, first: int) -> tuple[int, int]:
    """The ordinals of the first and the last day of birth with which a person is so old on a day.

    >>> [date.fromordinal(each).isoformat() for each in birth(18, 20210801)]
    ['2002-08-02', '2003-08-01']
    """
    earliest = date_of(years_before(first, age + 1)).toordinal() + 1
    return earliest, date_of(years_before(first, age)).toordinal()


def number(value: int) -> str:
    """A whole number as tables have it."""
    return str(value)


def money(fen: int) -> str:
    """An amount as tables have it, in yuan."""
    return yuan_text(fen)
