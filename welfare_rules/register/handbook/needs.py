"""The needs of one member that raise most what the sample household receives.

They are found by trying every fact of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from welfare_rules.basics.days import Month, year_of
from welfare_rules.basics.text import Words
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact, Law
from welfare_rules.register.handbook.words import w

AGES = (85, 6)  # of a member who is old, or a child
MOST, MOST_OF_FACT = 4, 2  # needs that are drawn, and those of one fact
Changes = Mapping[int, int]  # values by the column of their fact


@dataclass(frozen=True, slots=True)
class Need:
    """One fact of a member otherwise than nothing, with the facts that come to count by it."""

    fact: str
    label: Words
    changes: Changes


def needs(law: Law, day: int) -> Iterable[Need]:
    """Everything that a single fact of a member may be, other than zero, no or none."""
    for fact in law.facts:
        if (
            fact.entity is not Entity.MEMBER
            or fact.presumed is not None
            or fact.ignored_when is not None
        ):
            continue
        for value, words in _values(law, fact, day):
            label = w("fact_is", fact=fact.label, value=words)
            more = {each: int(each.low) for each in law.facts if _wakes(each, fact, value)}
            for each, low in more.items():
                if each.type.kind is not Kind.CHOICE:
                    label = w("and_fact", need=label, fact=each.label, value=low)
            yield Need(
                fact.id,
                label,
                {fact.column: value, **{each.column: low for each, low in more.items()}},
            )


def _values(law: Law, fact: Fact, day: int) -> Iterable[tuple[int, Words]]:
    match fact.type.kind:
        case Kind.BOOL:
            yield 1, w("yes")
        case Kind.CHOICE:
            for place, each in enumerate(law.choices[fact.type.choice].values):
                if each.id != "none":
                    yield place, Words(each.zh, each.en)
        case Kind.DATE if fact.past:
            for age in AGES:
                year = year_of(day) - age
                yield Month.of(year, 1).first, w("year", year=year)
        case _:
            return


def _wakes(fact: Fact, other: Fact, value: int) -> bool:
    """Whether a fact counts once the other has this value, and did not count before."""
    ignored = fact.ignored_when
    return (
        fact.entity is Entity.MEMBER
        and ignored is not None
        and ignored[0] == other.id
        and ignored[1] != value
    )


def strongest(found: Iterable[Need], gain: Callable[[Need], int]) -> list[Need]:
    """What raises the payments most, the strongest first.

    Needs that come to the same are one picture.
    """
    chosen: dict[int, Need] = {}
    for more, each in sorted(((gain(each), each) for each in found), key=lambda pair: -pair[0]):
        of_fact = sum(one.fact == each.fact for one in chosen.values())
        if more > 0 and more not in chosen and of_fact < MOST_OF_FACT:
            chosen[more] = each
    return list(chosen.values())[:MOST]
