"""Why nothing changes: in place of a page of zeros."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.days import LAST_YEAR, Month, day_parts, day_text, year_of
from welfare_rules.basics.text import Words
from welfare_rules.findings import RequestError
from welfare_rules.impact.comparison import Comparison
from welfare_rules.impact.words import WORDS
from welfare_rules.program.validity import ChangePoints
from welfare_rules.rules import CompiledLaw, Rules

Reason = Literal[
    "no_household", "same_rules", "not_in_force", "announced_later", "nobody_concerned"
]
MOST_MONTHS = 60  # later months that are looked at


@dataclass(frozen=True, slots=True)
class Why:
    """The reason why nothing changes, in a word for programs and in words for people."""

    reason: Reason
    said: Words

    def to_dict(self) -> dict[str, str]:
        return {"reason": self.reason, "said_zh": self.said.zh, "said_en": self.said.en}


def why_nothing(before: Rules, after: Rules, told: Comparison) -> Why:
    """Why none of the households that were decided is decided otherwise.

    Rules that decide alike in this month may differ in a later one, or as known on a later day;
    where they differ now, nobody of this population is concerned.
    """
    if not told.households.whole:
        return Why("no_household", WORDS["no_household"])
    if before.digest != after.digest or before.month != after.month:
        return Why("nobody_concerned", _nobody(told))
    when = _in_force(before, after)
    if when is not None:
        month = after.month.text
        return Why("not_in_force", WORDS.words("not_in_force", month=month, later=when.text))
    day = _announced(before, after)
    if day is not None:
        known = day_text(max(before.known, after.known))
        return Why(
            "announced_later", WORDS.words("announced_later", day=day_text(day), known=known)
        )
    return Why("same_rules", WORDS["same_rules"])


def _nobody(told: Comparison) -> Words:
    undecided = told.households.counts["undetermined"]
    key = "nobody_concerned" if not undecided else "nobody_but_open"
    return WORDS.words(key, households=str(told.households.whole), open=str(undecided))


def _law(rules: Rules) -> CompiledLaw:
    law = rules.program.law
    return CompiledLaw(law, rules.reader, ChangePoints.of(law), {})


def _in_force(before: Rules, after: Rules) -> Month | None:
    """The first later month in which the two differ, each as known on its day."""
    one, other = _law(before), _law(after)
    turns = {*one.change_points.turns, *other.change_points.turns}
    later = sorted(day for day in turns if after.month.last < day and year_of(day) <= LAST_YEAR)
    months = dict.fromkeys(Month.of(*day_parts(day)[:2]) for day in later)
    for month in list(months)[:MOST_MONTHS]:
        sides = _pair(one, other, month, before.known, after.known)
        if sides is not None and sides[0].digest != sides[1].digest:
            return month
    return None


def _announced(before: Rules, after: Rules) -> int | None:
    """The first later day of knowledge on which the two laws differ in this month; of one law, on
    which the month is decided otherwise than now.
    """
    one, other = _law(before), _law(after)
    alike = one.law is other.law
    for day in _later(one, other, max(before.known, after.known)):
        sides = _pair(one, other, after.month, day, day)
        if sides is None:
            continue
        if sides[0].digest != (after if alike else sides[1]).digest:
            return day
    return None


def _later(one: CompiledLaw, other: CompiledLaw, known: int) -> Iterator[int]:
    days = {*one.change_points.announcements, *other.change_points.announcements}
    return iter(sorted(day for day in days if day > known)[:MOST_MONTHS])


def _pair(
    one: CompiledLaw, other: CompiledLaw, month: Month, known: int, then: int
) -> tuple[Rules, Rules] | None:
    try:
        return one.at(month.text, day_text(known)), other.at(month.text, day_text(then))
    except RequestError:  # a month outside the law
        return None
