"""What came out, beside what the bureau published: a line for each target, hit or missed.

What the households themselves show is counted over all of them. What depends on the law is decided
for the first few hundred, which are drawn like all others, by a run over their table; where a
right cannot be decided, the number lies between two bounds. So few households differ by chance from
what they are drawn from: by how much is told beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt
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
    """What a benefit came to for one payee: the household, its members, status, yuan."""

    home: str
    size: int
    status: str
    amount: Decimal | None


_Columns = dict[str, list[str]]
_Decided = Mapping[tuple[str, str], Sequence[_Row]]
"""By month and benefit what it came to for each payee."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and what came out: what was published for as many households as were drawn, and the
    bounds of what was found. `of` is how many households it was counted over; `chance` is how far
    off so few are by chance (two standard errors: nineteen times of twenty it is less).
    """

    target: Target
    wanted: float
    low: float
    high: float
    of: int
    chance: float

    @property
    def hit(self) -> bool:
        """Whether something between the bounds is near enough to what was published."""
        return self._near(self.wanted * self.target.within)

    @property
    def by_chance(self) -> bool:
        """Whether it is no hit, but no further off than so few households are by chance."""
        return not self.hit and self._near(self.wanted * self.target.within + self.chance)

    def _near(self, slack: float) -> bool:
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
            "chance": round(self.chance, 2),
            "hit": self.hit,
            "by_chance": self.by_chance,
            "households": self.of,
            "source": self.target.source,
        }


@dataclass(slots=True)
class Counting:
    """Counts while households are drawn, and keeps the first of them for the law."""

    county: County
    counts: dict[str, int] = field(default_factory=dict[str, int])
    squares: dict[str, int] = field(default_factory=dict[str, int])
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
            self.squares[target.id] = self.squares.get(target.id, 0) + found**2

    def measured(self, policies: str | Path | None = None) -> tuple[Measured, ...]:
        """What came out, target by target. Raises what loading the law raises."""
        decided = _decided(self.county, self.first, policies)
        return tuple(self._measured(each, decided) for each in self.county.targets)

    def _measured(self, target: Target, decided: _Decided) -> Measured:
        share = self.households / self.county.households
        if target.benefit == "":
            found = float(self.counts.get(target.id, 0))
            squares = float(self.squares.get(target.id, 0))
            chance = 2 * _error(found, squares, self.households)
            return Measured(target, target.published * share, found, found, self.households, chance)
        of, ratio = len(self.first), target.counts in _RATIOS
        months = [_bounds(target, decided[month, target.benefit], of) for month in target.months]
        bounds = [each for each in months if each is not None] or [(0.0, 0.0, 0.0)]
        scale = 1 if ratio or not of else self.households / of
        low, high, error = (sum(each) / len(bounds) * scale for each in zip(*bounds, strict=True))
        wanted = target.published * (1 if ratio else share)
        return Measured(target, wanted, low, high, of, 2 * error)


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
            return [_Row(name, sizes[name], status, amount) for name, status, amount in cells]
    return ()


def _bounds(target: Target, rows: Iterable[_Row], of: int) -> tuple[float, float, float] | None:
    """At least and at most of what a target counts, over the payees of one month, and the standard
    error of a count over so many households; None for a mean of nobody.
    """
    sure, may = _Sums(), _Sums()
    for each in rows:
        if each.status == "not_eligible":
            continue
        if each.status == "eligible":
            sure.add(each)
        may.add(each)
    match target.counts:
        case "payees" | "persons" | "amount" as what:
            one, other = (list(getattr(each, what).values()) for each in (sure, may))
            squares = sum(each * each for each in other)
            return sum(one), sum(other), _error(sum(other), squares, of)
        case _ if not sure.payees:
            return None
        case "amount a person":  # of those of whom it is sure
            return _mean(sure.amount, sure.persons, of)
        case _:
            return _mean(sure.persons, sure.payees, of)


def _mean(above: _ByHome, below: _ByHome, of: int) -> tuple[float, float, float]:
    """A ratio of two sums over so many households, twice, and its standard error."""
    whole = sum(below.values())
    found = sum(above.values()) / whole
    rest = [above[home] - found * below[home] for home in below]
    return found, found, _error(sum(rest), sum(each * each for each in rest), of) / whole


def _error(total: float, squares: float, of: int) -> float:
    """The standard error of a sum over so many households, by the sum of the squares of its parts.

    >>> round(_error(50, 50, 100), 1), _error(3, 9, 1)
    (5.0, 0.0)
    """
    if of < 2:
        return 0.0
    return sqrt(max(0.0, squares - total * total / of) * of / (of - 1))


_ByHome = dict[str, float]


@dataclass(slots=True)
class _Sums:
    """What households come to, each by its name."""

    payees: _ByHome = field(default_factory=dict[str, float])
    persons: _ByHome = field(default_factory=dict[str, float])
    amount: _ByHome = field(default_factory=dict[str, float])

    def add(self, row: _Row) -> None:
        for sums, more in (
            (self.payees, 1.0),
            (self.persons, float(row.size)),
            (self.amount, float(row.amount or 0)),
        ):
            sums[row.home] = sums.get(row.home, 0.0) + more
