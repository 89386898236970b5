"""Households made for two laws, where no case shows what a change of law does.

They are drawn by a fixed chance from the lines of either law, so the same edit always shows the
same households.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from welfare_rules.answer.answer import Answer
from welfare_rules.api import Policy
from welfare_rules.basics.days import FIRST, Month, month_of
from welfare_rules.changes.law import Change
from welfare_rules.changes.past import (
    Past,
    alike,
    as_the_old_reads,
    differing,
    held_against,
    may_differ,
)
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer
from welfare_rules.testing.case_file import case_files

DRAWN = 150  # households for each of the two laws, in a month, at most
MONTHS = 4  # in which changes begin, the last ones
MEMBERS = (1, 3)
MOST_OPEN: Final = 10
MOST_MADE: Final = 600
HOUSEHOLD = "造"  # and a number: the name of a household in its case file


@dataclass(frozen=True, slots=True)
class Made:
    """What two laws answer otherwise of households made for a month, and a case file of them."""

    answers: tuple[Past, ...]
    case_file: str

    def to_dict(self) -> dict[str, Any]:
        answers = [each.to_dict() | {"jurisdiction": each.jurisdiction} for each in self.answers]
        return {"answers": answers, "case_file": self.case_file}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of one jurisdiction households are made for: two laws, the changes between them, and the
    benefits that a case has shown to be answered otherwise.
    """

    old: Policy
    new: Policy
    changes: Sequence[Change]
    shown: Sequence[str]


def made(asked: Sequence[Asked], today: int) -> Iterator[Made]:
    """For each month in which a change begins households for the benefits that no case has shown to
    be answered otherwise. Where there are many such months there are fewer households for each.
    """
    months = sum(len(_months(each.changes, today)) for each in asked)
    drawn = min(DRAWN, MOST_MADE // (2 * months or 1)) or 1
    for each in asked:
        yield from _of_a_jurisdiction(each, today, drawn)


def _of_a_jurisdiction(asked: Asked, today: int, drawn: int) -> Iterator[Made]:
    changes, seen, opened = asked.changes, set(asked.shown), Counter[str]()
    known = max(today, *(each.announced for each in changes), FIRST)
    for month in _months(changes, today):
        try:
            sides = asked.old.at(month, known), asked.new.at(month, known)
        except RequestError:
            continue
        yield from _of_a_month(asked, sides, drawn, seen, opened)


def _months(changes: Sequence[Change], today: int) -> list[Month]:
    """The months that are the first to be decided by a change; this one where no day is said."""
    found: set[Month] = set()
    for each in changes:
        month = month_of(today if each.first == FIRST else each.first)
        found.add(month if month.first >= each.first else month.after(1))
    return sorted(found, key=lambda each: each.first)[-MONTHS:]


def _of_a_month(
    asked: Asked, sides: tuple[Rules, Rules], drawn: int, seen: set[str], opened: Counter[str]
) -> Iterator[Made]:
    """The households of a month. In `opened` is counted of how many households a benefit that none
    has shown is undetermined by both laws: of those it is soon no more looked for.
    """
    before, after = sides
    possible = may_differ(before, after)
    answers: list[Past] = []
    chosen: list[tuple[str, str, Case]] = []
    wanted = _wanted(possible, seen, opened)
    for read, case in _households(asked, sides, drawn) if wanted else ():
        answered = before.determine(read), after.determine(case)
        if _shows(*answered, wanted, opened):
            name = f"{HOUSEHOLD} {len(chosen) + 1}"
            where = name, asked.new.jurisdiction, after.month
            found = tuple(differing(where, *answered, possible))
            seen.update(each.benefit for each in found)
            answers.extend(found)
            chosen.append((name, "", case))
        wanted = _wanted(possible, seen, opened)
        if not wanted:
            break
    if chosen:
        yield Made(tuple(answers), case_files(after, chosen))


def _wanted(possible: frozenset[str], seen: set[str], opened: Counter[str]) -> frozenset[str]:
    return frozenset(each for each in possible - seen if opened[each] < MOST_OPEN)


def _shows(one: Answer, other: Answer, wanted: frozenset[str], opened: Counter[str]) -> bool:
    """Whether two answers differ in anything wanted; what is open in both is counted."""
    shown = False
    for benefit, _, pairs in held_against(one, other, wanted):
        if not all(alike(*pair) for pair in pairs):
            shown = True
        elif any(side.status == "undetermined" for pair in pairs for side in pair):
            opened[benefit] += 1
    return shown


def _households(
    asked: Asked, sides: tuple[Rules, Rules], drawn: int
) -> Iterator[tuple[Case, Case]]:
    """Households as either law reads them, so many for each law, the small ones first."""
    old, new = asked.old, asked.new
    as_it_is = (old.law.facts, old.law.choices) == (new.law.facts, new.law.choices)
    drawers = [Drawer.of(each) for each in (sides if as_it_is else sides[1:])]
    random = Random(1)
    cases = [each.household(random.randrange, MEMBERS) for each in drawers for _ in range(drawn)]
    for case in sorted(cases, key=lambda each: len(each.members)):
        try:
            read = case if as_it_is else as_the_old_reads(case, old, new, sides[0], "made")[0]
            yield read, case
        except CaseError:
            continue
