"""What came out, beside what the bureau published: a line for each target, hit or missed.

What the households themselves show is counted over all of them. What depends on the law is decided
for the first few thousand, which are drawn like all others, by a run over their table; where a
right cannot be decided, the number lies between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from welfare_rules.api import load
from welfare_rules.language.types import Entity
from welfare_rules.synthetic.county import County, Target
from welfare_rules.synthetic.people import Drawn, is_one

if TYPE_CHECKING:
    from pathlib import Path

    from welfare_rules.runs.result import RunResult

DECIDED = 400  # households of which the law is asked
_RATIOS = ("amount a person", "persons a household")


@dataclass(frozen=True, slots=True)
class _Row:
    """What a benefit came to for one payee: the members of the household, status, yuan."""

    size: int
    status: str
    amount: Decimal | None


_Columns = dict[str, list[str]]
_Decided = Mapping[tuple[str, str], Sequence[_Row]]
"""By month and benefit what it came to for each payee."""


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

    def _measured(self, target: Target, decided: _Decided) -> Measured:
        share = self.households / self.county.households
        if target.benefit == "":
            found = float(self.counts.get(target.id, 0))
            return Measured(target, target.published * share, found, found, self.households)
        of, ratio = len(self.first), target.counts in _RATIOS
        months = [_bounds(target, decided[month, target.benefit]) for month in target.months]
        bounds = [each for each in months if each is not None] or [(0.0, 0.0)]
        scale = 1 if ratio or not of else self.households / of
        low, high = (sum(each) / len(bounds) * scale for each in zip(*bounds, strict=True))
        wanted = target.published * (1 if ratio else share)
        return Measured(target, wanted, low, high, of)


def _decided(county: County, first: Sequence[Drawn], policies: str | Path | None) -> _Decided:
    """What every benefit and month that a target asks for came to."""
    asked: dict[str, dict[str, None]] = {}
    for target in county.targets:
        for month in target.months:
            asked.setdefault(month, {})[target.benefit] = None
    if not asked:
        return {}
    policy = load(county.jurisdiction, policies)
    homes, people = _tables(county, first)
    sizes = {_name(each): len(each.members) for each in first}
    made: dict[tuple[str, str], Sequence[_Row]] = {}
    for month, benefits in asked.items():
        rules = policy.at(month)
        there = {each.id for each in rules.program.benefits}
        result = rules.run(homes, people, [each for each in benefits if each in there])
        for benefit in benefits:
            made[month, benefit] = _rows(result, benefit, sizes)
    return made


def _tables(county: County, first: Sequence[Drawn]) -> tuple[_Columns, _Columns]:
    """The households and their members as the columns of two tables."""
    facts, names = county.facts, [each.id for each in (*county.columns, *county.members)]
    homes: _Columns = {"id": [_name(each) for each in first]}
    for place in facts[Entity.HOUSEHOLD]:
        homes[names[place]] = [each.row[place] for each in first]
    rows = [(_name(each), at, row) for each in first for at, (*_, row) in enumerate(each.members)]
    people: _Columns = {"household": [home for home, _, _ in rows]}
    people["id"] = [f"p{at}" for _, at, _ in rows]
    for place in facts[Entity.MEMBER]:
        people[names[place]] = [row[place] for _, _, row in rows]
    return homes, people


def _name(each: Drawn) -> str:
    return str(each.number)


def _rows(result: RunResult, benefit: str, sizes: Mapping[str, int]) -> Sequence[_Row]:
    """What a benefit came to, payee by payee; nothing where it is not in force."""
    for frame, home in ((result.households, "id"), (result.members, "household")):
        if f"{benefit}.status" in frame.columns:
            told = (frame.column(f"{benefit}.{part}") for part in ("status", "amount"))
            cells = zip(frame.column(home), *told, strict=True)
            return [_Row(sizes[name], status, amount) for name, status, amount in cells]
    return ()


def _bounds(target: Target, rows: Iterable[_Row]) -> tuple[float, float] | None:
    """At least and at most of what a target counts, over the payees of one month; None for a mean
    of nobody.
    """
    sure, may = _Sum(), _Sum()
    for each in rows:
        if each.status == "not_eligible":
            continue
        if each.status == "eligible":
            sure.add(each.size, each.amount)
        may.add(each.size, each.amount)
    match target.counts:
        case "payees":
            return sure.payees, may.payees
        case "persons":
            return sure.persons, may.persons
        case "amount":
            return float(sure.amount), float(may.amount)
        case _ if not sure.payees:
            return None
        case "amount a person":  # of those of whom it is sure
            found = float(sure.amount) / sure.persons
            return found, found
        case _:
            found = sure.persons / sure.payees
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
