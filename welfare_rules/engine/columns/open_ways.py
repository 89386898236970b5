"""Which comparisons lie on an open way: on one from what is decided down to them, over the steps
that name each other, on which nothing is settled.

Only by these is anything split; behind something settled they would decide nothing. It is what the
reference engine asks of one comparison, asked here of many states at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import people_of
from welfare_rules.engine.columns.supposing import Supposed
from welfare_rules.engine.columns.unfound import empty
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.reference.bearing import Ends, Way
from welfare_rules.engine.reference.values import bits_set
from welfare_rules.language.looking import Condition
from welfare_rules.program.case import HOUSEHOLD

Conditions = Mapping[str, Mapping[int, Condition]]
"""Under what conditions parts of the formula of each step matter, by numbers of their own."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A way with its conditions by their numbers: those of who looks, and those of each member."""

    step: int
    of_all: bool
    outer: tuple[int, ...]
    inner: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Who names whom. Steps are known by their places; each stands behind all that it names.

    Of each goal, one thing that is decided, `ends` are the steps that are asked for. Of each
    comparison `standing` are the steps in whose formulas it stands, and `touching` as bits those
    that look at it, directly or not.
    """

    of_household: Sequence[bool]
    names: Sequence[Sequence[Numbered]]
    ends: Sequence[Sequence[int]]
    standing: Sequence[Sequence[Numbered]]
    touching: Sequence[int]


def ways_of(reference: Reference, ends: Iterable[Ends]) -> tuple[Ways, Conditions]:
    """The ways of a program to all comparisons, from the steps that are asked for; and their
    conditions.
    """
    bearing, steps = reference.bearing, reference.program.steps
    comparisons = [bearing.comparison(each) for each in reference.comparisons]
    conditions: dict[str, dict[int, Condition]] = {}
    numbers: dict[tuple[object, ...], int] = {}

    def numbered(looking: int, way: Way) -> Numbered:
        outer, inner = list[int](), list[int]()
        for each in way.where:
            key = looking, id(each.part), each.of_all, each.truth, id(each.whole)
            number = numbers.setdefault(key, len(numbers))
            conditions.setdefault(steps[looking].id, {})[number] = each
            (inner if each.of_all else outer).append(number)
        return Numbered(way.step, way.of_all, tuple(outer), tuple(inner))

    ways = Ways(
        bearing.of_household,
        [[numbered(place, way) for way in found] for place, found in enumerate(bearing.ways)],
        [[bearing.place[step] for step in each] for each in ends],
        [[numbered(way.step, way) for way in bearing.ways_to(each)] for each in comparisons],
        [bearing.touching(each) for each in comparisons],
    )
    return ways, conditions


@dataclass(frozen=True, slots=True, eq=False)
class OpenWays:
    """The open ways of states: of each its goal, whom it is about, what is missing of it, and its
    row among all that were worked out, of which `supposed` tells what was missing of each step. The
    members of these begin where `begin` says.
    """

    ways: Ways
    goal: Array
    payee: Array
    missing: Array
    figures: Array
    row: Array
    begin: Array
    supposed: Supposed

    def lead_to(self, state: Array, number: Array, whose: Array) -> Array:
        """For comparisons by their numbers, each in a state and of whom, whether a way of that
        state leads to it.
        """
        states, of = np.unique(state, return_inverse=True)
        return _Walk(self, states).lead_to(of, number, whose)


@dataclass(slots=True, eq=False)
class _Walk:
    """A walk down the open ways of some states."""

    all: OpenWays
    states: Array
    row: Array = field(init=False)
    begin: Array = field(init=False)
    home: Array = field(init=False)
    people: Array = field(init=False)

    def __post_init__(self) -> None:
        self.row = self.all.row[self.states]
        members = np.diff(self.all.begin)[self.row]
        self.begin = np.concatenate(([0], np.cumsum(members)))
        self.home = np.repeat(np.arange(len(self.row)), members)
        self.people = people_of(self.all.begin[self.row], self.begin)

    def lead_to(self, state: Array, number: Array, whose: Array) -> Array:
        """For comparisons, each in a state and of whom, whether a way leads to it."""
        ways, found = self.all.ways, np.zeros(len(number), np.bool_)
        numbers: list[int] = np.unique(number).tolist()
        reached = self._reached(numbers)
        for each in numbers:
            rows = np.flatnonzero(number == each)
            for way in ways.standing[each]:
                if way.step in reached:
                    of_household = ways.of_household[way.step] and not way.of_all
                    there = self._along(reached[way.step], way.step, way)
                    some = rows[(whose[rows] == HOUSEHOLD) == of_household]
                    at = state[some] if of_household else self.begin[state[some]] + whose[some]
                    found[some] |= there[at]
        return found

    def _reached(self, numbers: Iterable[int]) -> dict[int, Array]:
        """The steps that look at some comparisons and lie on an open way, each with where it does:
        in which states, or for which members of these.
        """
        ways, found = self.all.ways, self._ends()
        touching = 0
        for each in numbers:
            touching |= ways.touching[each]
        for place in reversed(bits_set(touching)):
            here = found.pop(place, None)
            if here is None or not (here := self._open(here, place)).any():
                continue
            found[place] = here
            for way in ways.names[place]:
                if touching >> way.step & 1:
                    there = self._along(here, place, way)
                    if ways.of_household[way.step] and (way.of_all or not ways.of_household[place]):
                        there = self._any(there)
                    found[way.step] = there | found.get(way.step, False)
        return found

    def _ends(self) -> dict[int, Array]:
        """The steps that are asked for, and for whom."""
        found: dict[int, Array] = {}
        goal = self.all.goal[self.states]
        goals: list[int] = np.unique(goal).tolist()
        for each in goals:
            rows = np.flatnonzero(goal == each)
            for place in self.all.ways.ends[each]:
                of_household = self.all.ways.of_household[place]
                at = rows if of_household else self.begin[rows] + self.all.payee[self.states[rows]]
                if place not in found:
                    count = len(self.states) if of_household else len(self.people)
                    found[place] = np.zeros(count, np.bool_)
                found[place][at] = True
        return found

    def _open(self, here: Array, place: int) -> Array:
        """Where of those who come to a step anything is missing of it that is missing of what is
        decided.
        """
        some = np.flatnonzero(here)
        if self.all.ways.of_household[place]:
            rows, states = self.row[some], self.states[some]
        else:
            rows, states = self.people[some], self.states[self.home[some]]
        missing = self.all.supposed.missing.get(place)
        figures = self.all.supposed.figures.get(place, ())
        open_ = np.zeros(len(some), np.bool_)
        if missing is not None:
            open_ |= np.not_equal(missing[rows] & self.all.missing[states], 0).astype(np.bool_)
        for word, each in enumerate(figures):
            if not empty(each):
                turns_on = self.all.figures[states, word]
                open_ |= np.not_equal(known.take(each, rows) & turns_on, 0)
        found = np.zeros(len(here), np.bool_)
        found[some] = open_
        return found

    def _along(self, here: Array, place: int, way: Numbered) -> Array:
        """Where a step that is reached looks along a way: in its own rows, or for each member."""
        of_household, may_hold = self.all.ways.of_household[place], self.all.supposed.may_hold
        for each in way.outer:
            here = here & may_hold(each)[self.row if of_household else self.people]
        if way.of_all:
            here = (here if of_household else self._any(here))[self.home]
            for each in way.inner:
                here = here & may_hold(each)[self.people]
        return here

    def _any(self, of_members: Array) -> Array:
        """Whether anything holds of any member of each state."""
        running = np.concatenate(([0], np.cumsum(of_members)))
        return running[self.begin[1:]] > running[self.begin[:-1]]
