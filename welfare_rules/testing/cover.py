"""A small set of households that shows every rule of a month both ways.

What no household can show is told first, with its reason. The others are worked out: from a plain
household the conditions that stand in the way of a goal are turned, one fact after the other, each
to a value on the line or beside it. What that does not reach is looked for among households drawn
by a fixed chance, and from the nearest of these; what is still not reached is said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from welfare_rules.basics.text import LANGUAGES, MARKS, Words
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.phrasebook import Names
from welfare_rules.language.nodes import Not
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer
from welfare_rules.testing.case_file import case_files
from welfare_rules.testing.distance import Looked
from welfare_rules.testing.goals import Goal, goals_of
from welfare_rules.testing.impossible import Impossible, resting_on
from welfare_rules.testing.possible import Possibilities
from welfare_rules.testing.search import Search

DRAWN = 300  # households drawn for what was not worked out
NEAREST = 3  # of these, from which a goal is looked for
NAMED = 3  # conditions in a sentence


@dataclass(frozen=True, slots=True)
class Unreached:
    """A goal that no household was found for, and why. `never` where no household shows it."""

    goal: Goal
    why: Words
    never: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """The households that show everything, what each shows, and what none of them does."""

    rules: Rules
    cases: tuple[Case, ...]
    shows: tuple[tuple[Goal, ...], ...]
    unreached: tuple[Unreached, ...]

    def case_file(self) -> str:
        """All of them as a case file, with what is expected left to the reviewer."""
        named = [
            (f"覆盖 {place}", "；".join(_title(each) for each in shown[:6]), case)
            for place, (case, shown) in enumerate(zip(self.cases, self.shows, strict=True), 1)
        ]
        return case_files(self.rules, named)


def cover(rules: Rules) -> tuple[Mapping[str, Any], ...]:
    """Households, as case files write them, that show every rule of a month both ways.

    `covering` says besides what each shows, and what cannot be shown.
    """
    found = covering(rules)
    drawer = Drawer.of(rules)
    return tuple(drawer.written(each) for each in found.cases)


def covering(rules: Rules) -> Cover:
    """The households that cover the rules of a month, and what they do not show with the reason."""
    impossible = Impossible.of(rules)
    asked = [(each, impossible.narrowed(each)) for each in goals_of(rules.program)]
    search = Search.of(rules, [each for _, each in asked if isinstance(each, Goal)])
    looked = [search.look(search.plain(count)) for count in (1, 2)]
    for goal in search.goals:
        if goal not in search.found:
            any(search.reach(goal, start) for start in looked)
    random = Random(1)
    for _ in range(DRAWN if search.missing else 0):
        looked.append(search.look(search.drawer.household(random.randrange, (1, 4))))
    nearest: dict[Goal, Looked] = {}
    for goal in search.missing:
        order = sorted(looked, key=lambda each: each.distance(goal).far)
        nearest[goal] = order[0]
        if goal not in search.found:  # with another goal
            any(search.reach(goal, start) for start in order[:NEAREST])
    chosen = _few(search.shown)
    gone = [
        Unreached(goal, found, never=True)
        if isinstance(found, Words)
        else Unreached(goal, _why(impossible.possible, nearest[found], found), never=False)
        for goal, found in asked
        if isinstance(found, Words) or found not in search.found
    ]
    return Cover(
        rules,
        tuple(case for case, _ in chosen),
        tuple(tuple(each for each in search.goals if each in shown) for _, shown in chosen),
        tuple(gone),
    )


def _few(shown: Sequence[tuple[Case, frozenset[Goal]]]) -> list[tuple[Case, frozenset[Goal]]]:
    """As few of the households as show together what all of them show."""
    left = {goal for _, goals in shown for goal in goals}
    chosen: list[tuple[Case, frozenset[Goal]]] = []
    while left:
        best = max(shown, key=lambda each: (len(each[1] & left), -len(each[0].members)))
        chosen.append(best)
        left -= best[1]
    return chosen


def _why(possible: Possibilities, nearest: Looked, goal: Goal) -> Words:
    """What stood in the way of the household that came nearest to a goal."""
    leaves = nearest.distance(goal).leaves
    figures = sorted({name for each in leaves for name in nearest.open_figures(each)})
    if figures:
        return resting_on(figures)
    said: list[str] = []
    for lang in LANGUAGES:
        words = Renderer(Names(possible.rules.program.law, lang), None)
        conditions = [
            words.formula(each.node if each.wanted else Not(part=each.node))
            for each in leaves
            if each.rounding is None
        ]
        said.append(MARKS[lang].clauses(conditions[:NAMED]))
    if not said[0]:
        return Words("试到的金额都不这样取整", "no amount that was tried is rounded so")
    zh, en = said
    why = Words(f"最接近的家庭还差：{zh}", f"the nearest household still lacks: {en}")
    figures = {name for each in leaves for name in possible.of(each.node).open}
    if figures:
        resting = resting_on(figures)
        return Words(f"{why.zh}（{resting.zh}）", f"{why.en} ({resting.en})")
    return why


def _title(goal: Goal) -> str:
    return f"{goal.name} {goal.way.zh}"
