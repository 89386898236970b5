"""A run as a head of office reads it: by town, by the size of households, by distance to a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from welfare_rules.basics.money import FEN, yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.language.nodes import Compare, Node, Sub, walk
from welfare_rules.language.types import MONEY, Entity, Kind
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Program, Step

TOWN, SIZE, LINE = "town", "size", "line"
OVERVIEW = ("month", "by", "group", "households", "members", "receiving", "total")
BANDS = tuple(each * FEN for each in (-1000, -500, -200, -100, 0, 100, 200, 500, 1000))
"""Where the bands of a distance to a line end, in fen."""
MOST_OF_A_SIZE = 6  # members from which households are one group


@dataclass(slots=True)
class Group:
    """Some households: how many, of how many people, how many receive anything, and how much is
    decided each month, in fen.
    """

    households: int = 0
    members: int = 0
    receiving: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class LineOf:
    """A requirement that compares two amounts of a household: what is met below or above it."""

    name: str
    benefit: str
    label: Words
    below: Node
    line: Node

    def distance(self, evaluation: Evaluation) -> int | None:
        """How far a household is above the line in fen, rounded down; None while it is open."""
        value, line = (evaluation.formula(each, HOUSEHOLD) for each in (self.below, self.line))
        if value.value is None or line.value is None:
            return None
        return (value.value - line.value).__floor__()


def lines_of(program: Program) -> tuple[LineOf, ...]:
    """The lines of a program: requirements of household benefits that compare two amounts."""
    found: list[LineOf] = []
    for benefit in program.benefits:
        if benefit.payee is not Entity.HOUSEHOLD or benefit.service:
            continue
        for rule in benefit.requires:
            node = program.by_id[rule.step].node
            for each in () if node is None else walk(node):
                if isinstance(each, Compare) and _amounts(each):
                    low, high = each.left, each.right
                    name = f"{benefit.id}.{rule.clause.id}"
                    found.append(LineOf(name, benefit.id, rule.clause.because, low, high))
                    break
    return tuple(found)


def lines_as_steps(
    lines: Iterable[LineOf],
) -> tuple[list[Step], dict[str, list[str]], list[tuple[str, int]]]:
    """For each line a step, how far a household is above it; these steps by their benefits; and
    where each line stands there.
    """
    steps: list[Step] = []
    asked: dict[str, list[str]] = {}
    places: list[tuple[str, int]] = []
    for line in lines:
        above = Sub(left=line.below, right=line.line, type=MONEY)
        name = f"{LINE}:{line.name}"
        steps.append(Step(name, Entity.HOUSEHOLD, MONEY, above, line.label))
        own = asked.setdefault(line.benefit, [])
        places.append((line.benefit, len(own)))
        own.append(name)
    return steps, asked, places


def _amounts(node: Compare) -> bool:
    return node.left.type.kind is Kind.MONEY and node.right.type.kind is Kind.MONEY


@dataclass(slots=True)
class Overview:
    """The groups of one month, gathered while the run goes on."""

    lines: tuple[LineOf, ...]
    groups: dict[tuple[str, str], Group] = field(default_factory=dict[tuple[str, str], Group])

    def add(
        self, outcomes: Iterable[Outcome], people: int, town: str, above: Iterable[int | None]
    ) -> None:
        """Puts a household into its groups; `above` says how far it is above each line."""
        monthly = [each for each in outcomes if each.benefit.per == "month"]
        total = sum(each.due for each in monthly if isinstance(each.due, int))
        receives = any(each.entitled for each in monthly)
        size = f"{people}" if people < MOST_OF_A_SIZE else f"{MOST_OF_A_SIZE}+"
        places = [(TOWN, town)] if town else []
        places.append((SIZE, size))
        for line, distance in zip(self.lines, above, strict=True):
            places.append((f"{LINE}:{line.name}", band_of(distance)))
        for place in places:
            group = self.group(*place)
            group.households += 1
            group.members += people
            group.receiving += receives
            group.total += total

    def group(self, by: str, name: str) -> Group:
        """The group of that kind and name."""
        found = self.groups.get((by, name))
        if found is None:
            found = self.groups[by, name] = Group()
        return found

    @staticmethod
    def bands() -> Sequence[str]:
        """The names of the bands by how many of `BANDS` a distance is not below; last, while it is
        open.
        """
        return _BANDS

    def rows(self, month: str) -> Iterator[tuple[Any, ...]]:
        """The groups as rows of a table, those of one kind together."""
        order = {name: place for place, name in enumerate(_BANDS)}
        for (by, name), each in sorted(
            self.groups.items(), key=lambda one: (one[0][0], order.get(one[0][1], -1), one[0][1])
        ):
            counts = each.households, each.members, each.receiving
            yield month, by, name, *counts, yuan_text(each.total)


UNSAID = "?"


def band_of(distance: int | None) -> str:
    """The band of a distance above a line, in yuan; below it is less than 0.

    >>> band_of(-25_00), band_of(0), band_of(2_000_00), band_of(-5_000_00), band_of(None)
    ('-100 … 0', '0 … 100', '1000 …', '… -1000', '?')
    """
    if distance is None:
        return UNSAID
    return _BANDS[next((at for at, end in enumerate(BANDS) if distance < end), len(BANDS))]


def _bands() -> tuple[str, ...]:
    yuan = [f"{each // FEN}" for each in BANDS]
    inner = [f"{low} … {high}" for low, high in pairwise(yuan)]
    return (f"… {yuan[0]}", *inner, f"{yuan[-1]} …", UNSAID)


_BANDS = _bands()
