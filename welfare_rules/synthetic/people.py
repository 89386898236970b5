"""Draws the households of a made-up county, one after the other.

The same seed gives the same households on every machine, and a shorter run the first of a longer.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_rules.synthetic.county import County, HouseholdKind, Step, Template, When
from welfare_rules.synthetic.draws import Chance, below, birth, picked


@dataclass(frozen=True, slots=True)
class Drawn:
    """A household and its members, each with the texts of its row."""

    number: int
    kind: str
    row: Sequence[str]
    members: Sequence[tuple[str, int, Sequence[str]]]  # the role, the age, the row


def households(county: County, seed: int, count: int) -> Iterator[Drawn]:
    """So many made-up households.

    >>> from welfare_rules.synthetic.reading import read
    >>> county = read("binhai-2021")
    >>> first, second = households(county, 7, 2)
    >>> [(role, age) for role, age, _ in first.members] == [
    ...     (role, age) for role, age, _ in next(households(county, 7, 1)).members]
    True
    """
    chance = random.Random(seed).random
    kind = picked([each.weight for each in county.kinds])
    births = {age: birth(age, county.month.first) for age in range(_oldest(county) + 1)}
    blank = [each.plain for each in county.columns]
    for number in range(1, count + 1):
        chosen = county.kinds[kind(chance)]
        row = list(blank)
        _fill(row, chosen.steps, 0, 0, chance)
        members = list(_members(county, chosen, row, births, chance))
        yield Drawn(number, chosen.id, row, members)


def _oldest(county: County) -> int:
    return max(each.age[1] for kind in county.kinds for each in kind.members)


def _members(
    county: County,
    kind: HouseholdKind,
    household: Sequence[str],
    births: dict[int, tuple[int, int]],
    chance: Chance,
) -> Iterator[tuple[str, int, Sequence[str]]]:
    """Those who live in a household; who would be too young or too old for his place is not there,
    nor whoever's age is told by one who is not.
    """
    ages: list[int | None] = []
    for each in kind.members:
        age = _age(each, ages, chance)
        ages.append(age)
        if age is None:
            continue
        first, last = births[age]
        born = first + below(chance, last - first + 1)
        row = [*household, *each.row]
        row[county.born] = date.fromordinal(born).isoformat()
        _fill(row, each.steps, age, born, chance)
        yield each.role, age, row


def _age(each: Template, ages: Sequence[int | None], chance: Chance) -> int | None:
    if each.chance < 1 and chance() >= each.chance:
        return None
    low, high = each.age
    if each.than < 0:
        return low + below(chance, high - low + 1)
    other = ages[each.than]
    if other is None:
        return None
    first, last = each.years
    age = other + first + below(chance, last - first + 1)
    return age if low <= age <= high else None


def _fill(row: list[str], steps: Sequence[Step], age: int, born: int, chance: Chance) -> None:
    for step in steps:
        for way in step.ways:
            when = way.when
            if (when.age is None or when.age[0] <= age <= when.age[1]) and (
                not when.tests or all(row[place] in among for place, among in when.tests)
            ):
                row[step.place] = way.draw(chance, born)
                break


def is_one(when: When, kind: str, role: str, age: int, row: Sequence[str]) -> bool:
    """Whether a condition holds for a member (or, without role, for a household)."""
    return (
        (not when.kinds or kind in when.kinds)
        and (not when.roles or role in when.roles)
        and (when.age is None or when.age[0] <= age <= when.age[1])
        and all(row[place] in among for place, among in when.tests)
    )
