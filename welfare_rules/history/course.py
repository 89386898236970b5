"""A history as known on one day, in an order in which a month is quickly asked what holds in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from welfare_rules.basics.days import Month, month_of
from welfare_rules.history.facts import Change, Events, History, day_of, last_words

_NEVER = 10**9  # after every day


@dataclass(frozen=True, slots=True)
class Course:
    """The changes known on `known`, without one of them if `without` says so.

    A fact holds on the month's first day, one of `events.dated` already in the month in which it
    changes. Of an event that happens once (`events.single`), such as a death, each source's last
    word counts, for all months: it replaces what that source said before.

    >>> from welfare_rules.history.facts import read_history
    >>> said = [{"from": f"2021-0{n}-01", "learned": "2021-01-01", "set": {"n": n}} for n in (1, 2)]
    >>> history = read_history({"case": {"id": "h", "members": []}, "changes": said})
    >>> course = Course(history, 20211231, Events())
    >>> [each.value for each in course.holding(Month.of(2021, 2))]
    [1, 2]
    >>> [each.value for each in course.standing(Month.of(2021, 2))]
    [2]
    """

    history: History
    known: int
    events: Events
    without: Change | None = None
    _lasting: tuple[Change, ...] = field(init=False, repr=False)  # in order of days
    _firsts: tuple[int, ...] = field(init=False, repr=False)
    # the first day of a month from which each is overtaken
    _ends: tuple[int, ...] = field(init=False, repr=False)
    _single: tuple[tuple[Change, ...], ...] = field(init=False, repr=False)
    _days: tuple[int, ...] = field(init=False, repr=False)  # on which anything may begin or end

    def __post_init__(self) -> None:
        lasting: list[Change] = []
        single: dict[str, dict[str, Change]] = {}
        for each in self.history.ordered:
            if each.learned > self.known or each is self.without:
                continue
            if each.fact not in self.events.single:
                lasting.append(each)
                continue
            words = single.setdefault(each.path, {})
            before = words.get(each.source)
            if before is None or before.order <= each.order:
                words[each.source] = each
        object.__setattr__(self, "_lasting", tuple(lasting))
        object.__setattr__(self, "_firsts", tuple(each.first for each in lasting))
        object.__setattr__(self, "_ends", tuple(_ends(lasting, self.events)))
        object.__setattr__(self, "_single", tuple(tuple(each.values()) for each in single.values()))
        named = (each.day for words in self._single for each in words)
        object.__setattr__(self, "_days", tuple(sorted({*self._firsts, *self._ends, *named})))

    def turns_between(self, earlier: Month, later: Month) -> bool:
        """Whether other changes may hold, or stand, in a later month than in an earlier one."""
        return bisect_right(self._days, earlier.first) != bisect_right(self._days, later.last)

    def holding(self, month: Month) -> tuple[Change, ...]:
        """The changes that hold in a month, in order of days."""
        begun = bisect_right(self._firsts, month.first)
        return (*self._lasting[:begun], *self._inside(begun, month), *self._events(month))

    def standing(self, month: Month) -> tuple[Change, ...]:
        """Those that hold in a month and are not overtaken by a later word on the same fact.

        The facts of the month and the conflicts of sources are the same with these alone. Whoever
        joins or leaves is kept: what was said of a person meanwhile turns on it.
        """
        begun, first = bisect_right(self._firsts, month.first), month.first
        standing = [
            each
            for each, end in zip(self._lasting[:begun], self._ends, strict=False)
            if end > first
        ]
        return (*standing, *self._inside(begun, month), *self._events(month))

    def _inside(self, begun: int, month: Month) -> Iterable[Change]:
        """What changes inside a month and already counts in it."""
        until = bisect_right(self._firsts, month.last)
        return (each for each in self._lasting[begun:until] if each.fact in self.events.dated)

    def _events(self, month: Month) -> Iterable[Change]:
        return (each for words in self._single for each in _of_one_event(words, month))


def _ends(changes: list[Change], events: Events) -> Iterable[int]:
    """The first day of a month from which each of some changes is overtaken.

    By a word on the same fact from a later day; or, for good, by one that the same source said
    later of the same day.
    """
    days: dict[str, tuple[int, int]] = {}  # of each path the earliest day met, and the next one
    said: dict[tuple[str, int, str], int] = {}  # when each source spoke last of a path and a day
    ends: list[int] = []
    for each in reversed(changes):
        day, after = days.get(each.path, (each.first, _NEVER))
        if day != each.first:
            day, after = each.first, day
        days[each.path] = day, after
        if each.whole:
            ends.append(_NEVER)
        elif said.setdefault((each.path, day, each.source), each.learned) > each.learned:
            ends.append(day)
        else:
            dated = each.fact in events.dated and after != _NEVER
            ends.append(month_of(after).first if dated else after)
    return reversed(ends)


def _of_one_event(words: Iterable[Change], month: Month) -> list[Change]:
    """What the sources say of one event, in the order of learning.

    While they differ nothing is said of the months before the first day that one of them names.
    """
    said = last_words(words)
    differ = len({each.spelled for each in said}) > 1
    if differ or day_of(said[0].value) is None:
        return said if min(each.day for each in said) <= month.last else []
    return said
