"""A comparison as data: the report that every form is written from.

With a least number that may be told, small numbers are empty, and so are those from which they
could be worked out (`hiding`); their paths stand under `hidden`, and households are not listed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any

from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import NO_CIRCLE
from welfare_rules.impact.comparison import GROUPS, UNSAID, By, Comparison, Row, Sums, Turn
from welfare_rules.impact.hiding import Sum, hidden
from welfare_rules.impact.rights import MOVES, Bound, Move, Right
from welfare_rules.impact.run import Impact, both_sides
from welfare_rules.impact.words import WORDS
from welfare_rules.program.program import Program
from welfare_rules.rules import Rules
from welfare_rules.tables.sources import TableInput

OF_HOUSEHOLDS: tuple[Move, ...] = ("more", "less", "same", "undetermined")
_AMOUNTS = ("before", "after", "difference", "at_least", "at_most")
Path = tuple[str, ...]


def compare_runs(
    before: Rules,
    after: Rules,
    households: TableInput,
    members: TableInput | None = None,
    benefits: Sequence[str] | None = None,
    *,
    at_least: int | None = None,
    mapping: str | PathLike[str] | Mapping[str, Any] | None = None,
    engine: str | None = None,
) -> ImpactReport:
    """What changes for the households of two tables (`Rules.run`) between two sides: rules of
    another month, of another day of knowledge, or of other policies.

    With `benefits` (ids or labels) those alone are counted; with `at_least` numbers below it are
    hidden, and what would give them away. A household that either side cannot read is left out,
    counted as refused, and told in `impact.findings` of the report. Raises TableError for tables
    that cannot be read, RequestError for a benefit that is not there.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> people = {"household": ["h1"], "id": ["p1"], "birth_date": ["1940-05-01"]}
    >>> people |= {"relation": ["head"], "division": ["999999"]}
    >>> sides = policy.at("2020-04"), policy.at("2020-05")
    >>> report = wr.compare_runs(*sides, {"id": ["h1"]}, people)
    >>> report.to_dict()["benefits"]["old_age_allowance"]["enter"]
    1
    """
    found = both_sides(before, after, households, members, benefits, mapping=mapping, engine=engine)
    return ImpactReport(found, at_least)


class Counted(ABC):
    """A comparison as data, and the words for it; below `least` no number of payees or households
    is told.
    """

    least: int | None

    @property
    @abstractmethod
    def comparison(self) -> Comparison:
        """What was counted."""

    @property
    @abstractmethod
    def circle_labels(self) -> Mapping[str, Words]:
        """The circles by their ids, from the inside out, and the place outside."""

    def about(self) -> dict[str, Any]:
        """What the report says beside what was counted."""
        return {}

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The report as JSON has it: amounts are yuan, those of `total` a month."""
        if self.least is not None:
            return self.sums
        return {**self.sums, "rows": [_row(each) for each in self.rows]}

    @cached_property
    def sums(self) -> Mapping[str, Any]:
        """The report without the households by name."""
        told = self.comparison
        made: dict[str, Any] = {
            "benefits": {key: self._benefit(key, each) for key, each in told.benefits.items()},
            "households": {move: told.households.counts[move] for move in OF_HOUSEHOLDS},
            "total": _amounts(told.households),
            "once": _amounts(told.once),
            "circles": self._circles(),
            "groups": {by: {key: _group(each) for key, each in self.groups(by)} for by in GROUPS},
            "population": {
                "households": told.households.whole,
                "members": told.members,
                "refused": told.refused,
            },
            **self.about(),
        }
        if self.least is None:
            return made
        gone = sorted(self._hidden(self.least))
        for path in gone:
            _empty(made, path)
        return made | {"hidden": [".".join(path) for path in gone]}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The households that change, those that lose most first; none where small numbers are
        hidden.
        """
        if self.least is not None:
            return ()
        return tuple(
            sorted(
                self.comparison.rows,
                key=lambda each: (each.difference is None, each.difference or 0),
            )
        )

    def groups(self, by: By) -> Iterable[tuple[str, Sums]]:
        """The groups of one kind, in their order."""
        found = self.comparison.groups[by]
        if by == "circle":
            order = [*self.circle_labels, UNSAID]
            return sorted(found.items(), key=lambda each: order.index(each[0]))
        return sorted(found.items(), key=lambda each: each[0])

    # --- words ---

    def group_label(self, by: By, key: str) -> Words:
        """What a group is called."""
        match by:
            case "circle":
                return self.circle_labels.get(key, WORDS["undetermined"])
            case "town":
                return Words(key, key) if key else WORDS["no_town"]
            case _:
                return WORDS.words("persons", size=key)

    def benefit_label(self, key: str) -> Words:
        """What a benefit is called."""
        return self.comparison.payable[key].label

    # --- parts ---

    def _benefit(self, key: str, sums: Sums) -> dict[str, Any]:
        counts = {move: sums.counts[move] for move in MOVES}
        known = self.comparison.payable[key]
        amounts = dict.fromkeys(_AMOUNTS) if known.service else _amounts(sums)
        return counts | amounts | {"per": "service" if known.service else known.per}

    def _circles(self) -> dict[str, dict[str, int]]:
        made = {key: {"before": 0, "after": 0} for key in (*self.circle_labels, UNSAID)}
        for (before, after), count in self.comparison.circles.items():
            made[before]["before"] += count
            made[after]["after"] += count
        return made

    # --- small numbers ---

    def _hidden(self, least: int) -> Iterable[Path]:
        """The paths of what must not be shown."""
        told, circles = self.comparison, self._circles()
        counts: dict[Path, int] = {}
        sums: list[Sum[Path]] = []
        for key, each in told.benefits.items():
            moves = _put(counts, ("benefits", key), {move: each.counts[move] for move in MOVES})
            sums.append((("payees", key), *moves))
        whole: Path = ("population", "households")
        of_all = {move: told.households.counts[move] for move in OF_HOUSEHOLDS}
        sums.append((whole, *_put(counts, ("households",), of_all)))
        for by in GROUPS:
            rows: list[Path] = []
            for key, each in told.groups[by].items():
                at = ("groups", by, key)
                rows += _put(counts, at, {"households": each.whole})
                moves = _put(counts, at, {move: each.counts[move] for move in OF_HOUSEHOLDS})
                sums.append((rows[-1], *moves))
            sums.append((whole, *rows))
            sums += [
                (("households", move), *(("groups", by, key, move) for key in told.groups[by]))
                for move in OF_HOUSEHOLDS
            ]
        after = {key: each["after"] for key, each in circles.items()}
        sums.append((whole, *(_put(counts, ("circles",), after))))
        gone = hidden(counts, sums, least)
        for path in gone:
            if path[0] == "circles":
                yield (*path, "after")
                continue
            yield path
            if path[:2] == ("groups", "circle") and path[3] == "households":
                yield ("circles", path[2], "before")
        yield from self._hidden_amounts(least)

    def _hidden_amounts(self, least: int) -> Iterable[Path]:
        """The amounts that must not be shown: those of a few, and those that give them away."""
        told = self.comparison
        counts: dict[Path, int] = {
            ("total",): _behind(told.households),
            ("once",): _behind(told.once),
        }
        for key, each in told.benefits.items():
            counts["benefits", key] = 0 if told.payable[key].service else _behind(each)
        sums: list[Sum[Path]] = [
            (
                (total,),
                *(
                    ("benefits", key)
                    for key, each in told.payable.items()
                    if each.monthly == monthly
                ),
            )
            for total, monthly in (("total", True), ("once", False))
        ]
        for by in GROUPS:
            paths = {("groups", by, key): _behind(each) for key, each in told.groups[by].items()}
            counts |= paths
            sums.append((("total",), *paths))
        for path in hidden(counts, sums, least):
            yield from ((*path, amount) for amount in _AMOUNTS)


@dataclass(frozen=True)
class ImpactReport(Counted):
    """What a change does, as data and with the words for it. `least` is the smallest number of
    payees or households that is told, or None.
    """

    impact: Impact
    """What the change does, as data."""
    least: int | None = None
    """The smallest number of payees or households that is told; None for every number."""

    @property
    def comparison(self) -> Comparison:
        """The two runs against each other, household by household."""
        return self.impact.comparison

    @property
    def circle_labels(self) -> Mapping[str, Words]:
        """The circles of both sides by their ids, from the inside out, and the place outside."""
        return self._circle_labels

    @cached_property
    def _circle_labels(self) -> Mapping[str, Words]:
        return labels_of_circles((self.impact.before.program, self.impact.after.program))

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it: amounts are yuan, those of `total` a month."""
        return dict(self.data)

    def about(self) -> dict[str, Any]:
        """What was compared, and why nothing changes where nothing does."""
        return {
            "why_nothing": None if self.impact.why is None else self.impact.why.to_dict(),
            "sides": [_side(each) for each in (self.impact.before, self.impact.after)],
        }


def labels_of_circles(sides: Iterable[Program]) -> Mapping[str, Words]:
    """The circles of some programs by their ids, from the inside out, and the place outside."""
    made: dict[str, Words] = {}
    for program in sides:
        for each in program.circles:
            made.setdefault(each.circle.id, each.circle.label)
    return made | {NO_CIRCLE: WORDS["no_circle"]}


def _behind(sums: Sums) -> int:
    """How many stand behind amounts: the fewest of those who are paid, who change, who are open."""
    several = (sums.paid, sums.changed, sums.counts["undetermined"])
    return min((each for each in several if each), default=0)


def _put(counts: dict[Path, int], at: Path, some: Mapping[Any, int]) -> tuple[Path, ...]:
    paths = {(*at, str(key)): count for key, count in some.items()}
    counts |= paths
    return tuple(paths)


def _empty(made: dict[str, Any], path: Path) -> None:
    there: Any = made
    for each in path[:-1]:
        there = there[each]
    there[path[-1]] = None


def _amounts(sums: Sums) -> dict[str, Any]:
    """What is decided, and the bounds of the difference with what is not."""
    low, high = sums.open.difference
    return {
        "before": yuan_text(sums.before),
        "after": yuan_text(sums.after),
        "difference": yuan_text(sums.difference),
        "at_least": None if low is None else yuan_text(sums.difference + low),
        "at_most": None if high is None else yuan_text(sums.difference + high),
    }


def _group(sums: Sums) -> dict[str, Any]:
    counts = {move: sums.counts[move] for move in OF_HOUSEHOLDS}
    return {"households": sums.whole, **counts, **_amounts(sums)}


def _side(rules: Rules) -> dict[str, str]:
    return {
        "jurisdiction": rules.program.law.jurisdiction,
        "month": rules.month.text,
        "known": day_text(rules.known),
        "policy_digest": rules.digest,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "household": row.id,
        "town": row.town or None,
        "circle": {"before": row.circles[0], "after": row.circles[1]},
        "total": {
            "before": None if row.due.open else yuan_text(row.due.before),
            "after": None if row.due.open else yuan_text(row.due.after),
            "difference": _yuan(row.difference),
        },
        "changes": [_turn(each) for each in row.turns],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "benefit": turn.benefit,
        "payee": turn.payee or None,
        "change": turn.became,
        "before": right_data(turn.before),
        "after": right_data(turn.after),
    }


def right_data(right: Right) -> dict[str, Any]:
    """A right as the report has it: its status, its amount, its bounds."""
    status = {True: "eligible", False: "not_eligible", None: "undetermined"}[right.entitled]
    return {
        "status": status,
        "amount": _yuan(right.amount),
        "at_least": _yuan(right.low),
        "at_most": _yuan(right.high),
    }


def _yuan(fen: Bound) -> str | None:
    return None if fen is None else yuan_text(fen)
