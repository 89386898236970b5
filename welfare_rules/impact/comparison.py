"""Holds two sides of each household against each other, and adds up.

Everything is told of the same population, grouped by what it was before. What cannot be decided on
one of the sides is counted apart, with bounds, and never as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from welfare_rules.impact.rights import (
    MOVES,
    NONE,
    UNSAID,
    Bound,
    Household,
    Move,
    Payable,
    Right,
    by_amount,
    move,
)

By = Literal["circle", "town", "size"]
GROUPS: tuple[By, ...] = ("circle", "town", "size")
LARGEST = 5  # members from which on households are one group


@dataclass(slots=True)
class Open:
    """What cannot be decided: how many, and the bounds of what is due on each side in fen."""

    count: int = 0
    before: tuple[Bound, Bound] = (0, 0)
    after: tuple[Bound, Bound] = (0, 0)

    def add(self, before: tuple[Bound, Bound], after: tuple[Bound, Bound]) -> None:
        """Counts one."""
        self.count += 1
        self.before = _plus(self.before, before)
        self.after = _plus(self.after, after)

    def join(self, other: Open) -> None:
        """Counts what another one counted."""
        self.count += other.count
        self.before = _plus(self.before, other.before)
        self.after = _plus(self.after, other.after)

    @property
    def difference(self) -> tuple[Bound, Bound]:
        """The bounds of the difference, where each side may be anywhere between its own."""
        (low, high), (least, most) = self.before, self.after
        return (
            None if least is None or high is None else least - high,
            None if most is None or low is None else most - low,
        )


@dataclass(slots=True)
class Sums:
    """So many of each move, and what is decided of them, before and after, in fen. `paid` counts
    those to whom anything is or may be due on either side.
    """

    counts: dict[Move, int] = field(default_factory=lambda: dict.fromkeys(MOVES, 0))
    before: int = 0
    after: int = 0
    paid: int = 0
    open: Open = field(default_factory=Open)

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def whole(self) -> int:
        """How many there are in all."""
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        """How many are decided otherwise."""
        return self.whole - self.counts["same"] - self.counts["undetermined"]

    def add(self, became: Move, due: Due) -> None:
        """Counts one: what became of it, and what is due to it."""
        self.counts[became] += 1
        self.before += due.before
        self.after += due.after
        self.paid += due.paid
        if due.open:
            self.open.add(due.low, due.high)

    def join(self, other: Sums) -> None:
        """Counts what another one counted."""
        for became, count in other.counts.items():
            self.counts[became] += count
        self.before += other.before
        self.after += other.after
        self.paid += other.paid
        self.open.join(other.open)


@dataclass(slots=True)
class Due:
    """What is due to one household, or payee, on both sides: the sums of what is decided on both in
    fen, and the bounds of the rest (`low` before, `high` after).
    """

    before: int = 0
    after: int = 0
    open: bool = False
    low: tuple[Bound, Bound] = (0, 0)
    high: tuple[Bound, Bound] = (0, 0)

    @property
    def paid(self) -> bool:
        """Whether anything is or may be due."""
        return self.open or bool(self.before or self.after)

    @property
    def became(self) -> Move:
        """What becomes of the sum."""
        return "undetermined" if self.open else by_amount(self.before, self.after)

    def add(self, before: Right, after: Right) -> None:
        """Adds a right."""
        if before.settled and after.settled:
            self.before += before.low or 0
            self.after += after.low or 0
        else:
            self.open = True
            self.low = _plus(self.low, (before.low, before.high))
            self.high = _plus(self.high, (after.low, after.high))


@dataclass(frozen=True, slots=True)
class Turn:
    """One right of a household that changes."""

    benefit: str
    payee: str
    became: Move
    before: Right
    after: Right

    @property
    def sides(self) -> tuple[Right, Right]:
        return self.before, self.after


@dataclass(frozen=True, slots=True)
class Row:
    """One household of which something changes, as the named list has it, with what is due to it
    each month.
    """

    id: str
    town: str
    size: int
    circles: tuple[str, str]
    due: Due
    turns: tuple[Turn, ...]

    def of_other(self, id_: str, town: str, payees: Mapping[str, str]) -> Row:
        """The same of a household that is alike but for its names: its members' by these."""
        turns = self.turns
        if any(name != other for name, other in payees.items()):
            turns = tuple(
                [
                    Turn(each.benefit, payees.get(each.payee, ""), each.became, *each.sides)
                    for each in turns
                ]
            )
        return Row(id_, town, self.size, self.circles, self.due, turns)

    @property
    def difference(self) -> int | None:
        """By how much the monthly total changes; None while that cannot be said."""
        return None if self.due.open else self.due.after - self.due.before


@dataclass(slots=True)
class Comparison:
    """A population on both sides of a change, added up while it is gone through.

    `benefits` counts payees, `households` and `groups` households by their monthly total; `once` is
    what is paid otherwise than monthly. `circles` has how many households were in one and are in
    another. `rows` are those of which anything changes.

    >>> told = Comparison({})
    >>> told.add("h1", "", ["p1"], Household("dibao", {}), Household("none", {}))
    >>> told.circles, [each.id for each in told.rows]
    ({('dibao', 'none'): 1}, ['h1'])
    """

    payable: Mapping[str, Payable]
    benefits: dict[str, Sums] = field(default_factory=dict[str, Sums])
    households: Sums = field(default_factory=Sums)
    once: Sums = field(default_factory=Sums)
    groups: dict[By, dict[str, Sums]] = field(default_factory=dict[By, dict[str, Sums]])
    circles: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    rows: list[Row] = field(default_factory=list[Row])
    members: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        for each in self.payable:
            self.benefits.setdefault(each, Sums())
        for by in GROUPS:
            self.groups.setdefault(by, {})

    def add(
        self, id_: str, town: str, members: Sequence[str], before: Household, after: Household
    ) -> None:
        """Adds one household as it was and as it is."""
        size = len(members)
        self.members += size
        monthly, single = Due(), Due()
        turns = self._rights(size, before, after, monthly, single)
        circles = before.circle or UNSAID, after.circle or UNSAID
        self.circles[circles] = self.circles.get(circles, 0) + 1
        keys = {"circle": circles[0], "town": town, "size": size_group(size)}
        self.households.add(monthly.became, monthly)
        self.once.add(single.became, single)
        for by in GROUPS:
            self.groups[by].setdefault(keys[by], Sums()).add(monthly.became, monthly)
        if turns or circles[0] != circles[1]:
            self.rows.append(Row(id_, town, size, circles, monthly, turns))

    def add_alike(self, one: Comparison, id_: str, town: str, payees: Mapping[str, str]) -> None:
        """Adds a household that is alike but for its names to the only one that another comparison
        counts; `payees` has its members by those of that one.
        """
        self.members += one.members
        self.households.join(one.households)
        self.once.join(one.once)
        for benefit, sums in one.benefits.items():
            self.benefits[benefit].join(sums)
        for circles, count in one.circles.items():
            self.circles[circles] = self.circles.get(circles, 0) + count
        for by in GROUPS:
            for key, sums in one.groups[by].items():
                self.groups[by].setdefault(town if by == "town" else key, Sums()).join(sums)
        self.rows += [each.of_other(id_, town, payees) for each in one.rows]

    def _rights(
        self, size: int, before: Household, after: Household, monthly: Due, single: Due
    ) -> tuple[Turn, ...]:
        """Counts each right, adds it to what is due, and returns those that change."""
        turns: list[Turn] = []
        counted: dict[str, int] = {}
        for key in dict.fromkeys((*before.rights, *after.rights)):
            known = self.payable.get(key[0])
            if known is None:  # of a benefit that is left aside
                continue
            one, other = before.rights.get(key, NONE), after.rights.get(key, NONE)
            became, due = move(one, other), Due()
            due.add(one, other)
            self.benefits[key[0]].add(became, due)
            counted[key[0]] = counted.get(key[0], 0) + 1
            if not known.service:
                (monthly if known.monthly else single).add(one, other)
            if became != "same" and one != other:
                turns.append(Turn(*key, became, one, other))
        for each in self.payable.values():
            payees = 1 if each.of_household else size
            self.benefits[each.id].counts["same"] += payees - counted.get(each.id, 0)
        return tuple(turns)

    @property
    def nothing(self) -> bool:
        """Whether nothing that is decided changes."""
        return not self.rows


def _plus(one: tuple[Bound, Bound], other: tuple[Bound, Bound]) -> tuple[Bound, Bound]:
    return (
        None if one[0] is None or other[0] is None else one[0] + other[0],
        None if one[1] is None or other[1] is None else one[1] + other[1],
    )


def size_group(size: int) -> str:
    """The group of households of so many members.

    >>> size_group(2), size_group(9)
    ('2', '5+')
    """
    return str(size) if size < LARGEST else f"{LARGEST}+"
