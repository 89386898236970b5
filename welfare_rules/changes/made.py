"""Households made for two laws, where no case shows what a change of law does.

They are drawn by a fixed chance from the lines of either law, so the same edit always shows the
same households.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from welfare_rules.api import Policy
from welfare_rules.basics.days import FIRST, Month, month_of
from welfare_rules.changes.law import Change
from welfare_rules.changes.past import Past, as_the_old_reads, differing, may_differ
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer
from welfare_rules.testing.case_file import case_files

DRAWN = 150  # households for each of the two laws, in a month
MONTHS = 4  # in which changes begin, the last ones
MEMBERS = (1, 3)
HOUSEHOLD = "造"  # and a number: the name of a household in its case file


@dataclass(frozen=True, slots=True)
class Made:
    """What two laws answer otherwise of households made for a month, and a case file of them."""

    answers: tuple[Past, ...]
    case_file: str

    def to_dict(self) -> dict[str, Any]:
        answers = [each.to_dict() | {"jurisdiction": each.jurisdiction} for each in self.answers]
        return {"answers": answers, "case_file": self.case_file}


def made(
    old: Policy, new: Policy, changes: Iterable[Change], shown: Iterable[str], today: int
) -> Iterator[Made]:
    """For each month in which a change begins households for the benefits that no case has shown to
    be answered otherwise; `shown` are the benefits that one has.
    """
    changes, seen = tuple(changes), set(shown)
    known = max(today, *(each.announced for each in changes), FIRST)
    for month in _months(changes, today):
        try:
            sides = old.at(month, known), new.at(month, known)
        except RequestError:
            continue
        yield from _of_a_month(old, new, sides, seen)


def _months(changes: Sequence[Change], today: int) -> list[Month]:
    """The months that are the first to be decided by a change; this one where no day is said."""
    found: set[Month] = set()
    for each in changes:
        month = month_of(today if each.first == FIRST else each.first)
        found.add(month if month.first >= each.first else month.after(1))
    return sorted(found, key=lambda each: each.first)[-MONTHS:]


def _of_a_month(
    old: Policy, new: Policy, sides: tuple[Rules, Rules], seen: set[str]
) -> Iterator[Made]:
    before, after = sides
    possible = may_differ(before, after)
    if possible <= seen:
        return
    answers: list[Past] = []
    chosen: list[tuple[str, str, Case]] = []
    for asked, case in _households(old, new, sides):
        name = f"{HOUSEHOLD} {len(chosen) + 1}"
        where = name, new.jurisdiction, after.month
        answered = before.determine(asked), after.determine(case)
        found = tuple(differing(where, *answered, possible))
        if {each.benefit for each in found} - seen:
            seen.update(each.benefit for each in found)
            answers.extend(found)
            chosen.append((name, "", case))
            if possible <= seen:
                break
    if chosen:
        yield Made(tuple(answers), case_files(after, chosen))


def _households(
    old: Policy, new: Policy, sides: tuple[Rules, Rules]
) -> Iterator[tuple[Case, Case]]:
    """Households as either law reads them, the small ones first."""
    alike = (old.law.facts, old.law.choices) == (new.law.facts, new.law.choices)
    drawers = [Drawer.of(each) for each in (sides if alike else sides[1:])]
    random = Random(1)
    cases = [each.household(random.randrange, MEMBERS) for each in drawers for _ in range(DRAWN)]
    for case in sorted(cases, key=lambda each: len(each.members)):
        try:
            yield as_the_old_reads(case, old, new, sides[0], "made")[0], case
        except CaseError:
            continue
