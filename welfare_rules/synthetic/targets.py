"""What came out, beside what the bureau published: a line for each target, hit or missed.

What the households themselves show is counted over all of them. What depends on the law is decided
for the first few thousand, which are drawn like all others; where a right cannot be decided, the
number lies between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from welfare_rules.api import load
from welfare_rules.language.types import Entity, Kind
from welfare_rules.synthetic.county import Column, County, Target
from welfare_rules.synthetic.draws import NOTHING, YES
from welfare_rules.synthetic.people import Drawn, is_one

if TYPE_CHECKING:
    from pathlib import Path

    from welfare_rules.answer.answer import Answer

DECIDED = 400  # households of which the law is asked
_RATIOS = ("amount a person", "persons a household")


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and what came out: what was published for as many households as were drawn, and the
    bounds of what was found. `of` is how many households it was counted over.
    """

    target: Target
    wanted: float
    low: float
    high: float
    of: int

    @property
    def hit(self) -> bool:
        """Whether something between the bounds is near enough to what was published."""
        slack = self.wanted * self.target.within
        return self.low <= self.wanted + slack and self.high >= self.wanted - slack

    def to_dict(self) -> dict[str, Any]:
        """As the manifest has it."""
        return {
            "id": self.target.id,
            "published": self.target.published,
            "wanted": round(self.wanted, 2),
            "at_least": round(self.low, 2),
            "at_most": round(self.high, 2),
            "within": self.target.within,
            "hit": self.hit,
            "households": self.of,
            "source": self.target.source,
        }


@dataclass(slots=True)
class Counting:
    """Counts while households are drawn, and keeps the first of them for the law."""

    county: County
    counts: dict[str, int] = field(default_factory=dict[str, int])
    first: list[Drawn] = field(default_factory=list[Drawn])
    households: int = 0

    def add(self, each: Drawn) -> None:
        self.households += 1
        if len(self.first) < DECIDED:
            self.first.append(each)
        for target in self.county.targets:
            if target.counts == "households":
                found = int(is_one(target.when, each.kind, "", 0, each.row))
            elif target.counts == "members":
                found = sum(
                    is_one(target.when, each.kind, role, age, row)
                    for role, age, row in each.members
                )
            else:
                continue
            self.counts[target.id] = self.counts.get(target.id, 0) + found

    def measured(self, policies: str | Path | None = None) -> tuple[Measured, ...]:
        """What came out, target by target. Raises what loading the law raises."""
        decided = _decided(self.county, self.first, policies)
        return tuple(self._measured(each, decided) for each in self.county.targets)

    def _measured(self, target: Target, decided: Mapping[str, Sequence[Answer]]) -> Measured:
        share = self.households / self.county.households
        if target.benefit == "":
            found = float(self.counts.get(target.id, 0))
            return Measured(target, target.published * share, found, found, self.households)
        of, ratio = len(self.first), target.counts in _RATIOS
        bounds = [_bounds(target, decided[month]) for month in target.months]
        scale = 1 if ratio or not of else self.households / of
        low, high = (sum(each) / len(bounds) * scale for each in zip(*bounds, strict=True))
        wanted = target.published * (1 if ratio else share)
        return Measured(target, wanted, low, high, of)


def _decided(
    county: County, first: Sequence[Drawn], policies: str | Path | None
) -> Mapping[str, Sequence[Answer]]:
    """The answers of each month that a target asks for."""
    months = dict.fromkeys(month for each in county.targets for month in each.months)
    if not months:
        return {}
    policy = load(county.jurisdiction, policies)
    cases = [case_of(county, each) for each in first]
    made: dict[str, Sequence[Answer]] = {}
    for month in months:
        rules = policy.at(month)
        made[month] = [rules.determine(each) for each in cases]
    return made


def case_of(county: County, each: Drawn) -> dict[str, Any]:
    """A household as a case.

    >>> from welfare_rules.synthetic.people import households
    >>> from welfare_rules.synthetic.reading import read
    >>> county = read("binhai-2021")
    >>> case = case_of(county, next(households(county, 7, 1)))
    >>> case["members"][0]["relation"]
    'head'
    """
    facts = county.facts
    whole = (*county.columns, *county.members)
    return {
        "id": "h1",
        **_facts(whole, each.row, facts[Entity.HOUSEHOLD]),
        "members": [
            {"id": f"p{place}", **_facts(whole, row, facts[Entity.MEMBER])}
            for place, (_, _, row) in enumerate(each.members, 1)
        ],
    }


def _facts(columns: Sequence[Column], row: Sequence[str], places: Iterable[int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for place in places:
        column, text = columns[place], row[place]
        if column.type is None or text == NOTHING:
            continue
        match column.type.kind:
            case Kind.BOOL:
                made[column.id] = text == YES
            case Kind.INT | Kind.MONTHS:
                made[column.id] = int(text)
            case Kind.BENEFITS:
                made[column.id] = text.split(";")
            case _:
                made[column.id] = text
    return made


def _bounds(target: Target, answers: Sequence[Answer]) -> tuple[float, float]:
    """At least and at most of what a target counts, over the answers of one month."""
    sure, may = _Sum(), _Sum()
    for answer in answers:
        size = len(answer.case.members)
        for each in answer.benefits:
            if each.benefit != target.benefit or each.status == "not_eligible":
                continue
            if each.status == "eligible":
                sure.add(size, each.amount)
            may.add(size, each.amount)
    match target.counts:
        case "payees":
            return sure.payees, may.payees
        case "persons":
            return sure.persons, may.persons
        case "amount":
            return float(sure.amount), float(may.amount)
        case "amount a person":  # of those of whom it is sure
            found = float(sure.amount) / sure.persons if sure.persons else 0.0
            return found, found
        case _:
            found = sure.persons / sure.payees if sure.payees else 0.0
            return found, found


@dataclass(slots=True)
class _Sum:
    payees: int = 0
    persons: int = 0
    amount: Decimal = Decimal(0)

    def add(self, persons: int, amount: Decimal | None) -> None:
        self.payees += 1
        self.persons += persons
        self.amount += amount or 0
