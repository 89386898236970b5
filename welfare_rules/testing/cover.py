"""A small set of households that shows every rule of a month both ways.

They are worked out: from a plain household the comparisons that stand in the way of a goal are
turned, one fact after the other, each to a value on the line or beside it. What that does not reach
is looked for among households drawn by a fixed chance; what is still not reached is said, with the
reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from welfare_rules.basics.text import LANGUAGES, MARKS, Lang, Words
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.phrasebook import Names
from welfare_rules.language.nodes import Compare, FigureRef, Node, walk
from welfare_rules.language.types import Entity, Kind
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.program.program import references
from welfare_rules.promises.others import added
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer
from welfare_rules.samples.lines import Columns, Line
from welfare_rules.samples.plain import value_at
from welfare_rules.testing.case_file import case_files
from welfare_rules.testing.goals import FARTHEST, Distance, Goal, Ruler, goals_of

STEPS = 7  # facts turned one after the other, at most
MEMBERS = 4  # of a household that is worked out
UNEVEN = (1, 25, 33, 50, 67, 75, 100, 200, 250, 500)  # fen
DRAWN = 300  # households drawn for what was not worked out


@dataclass(frozen=True, slots=True)
class Unreached:
    """A goal that no household was found for, and why."""

    goal: Goal
    why: Words


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
    goals = list(goals_of(rules.program))
    search = _Search(rules)
    start = [search.drawer.plain.case(count) for count in (1, 2)]
    for case in start:
        search.look(case, goals)
    for goal in goals:
        if goal not in search.by_goal:
            for case in start:
                if search.reach(goal, case, goals):
                    break
    random = Random(1)
    for _ in range(DRAWN):
        if len(search.by_goal) == len(goals):
            break
        search.look(search.drawer.household(random.randrange, (1, 4)), goals)
    for goal in goals:  # from the nearest household that was drawn
        if goal not in search.by_goal and goal in search.nearest:
            search.reach(goal, search.nearest[goal][1], goals)
    chosen = _few(search.shown)
    return Cover(
        rules,
        tuple(case for case, _ in chosen),
        tuple(tuple(each for each in goals if each in shown) for _, shown in chosen),
        tuple(Unreached(each, _why(search, each)) for each in goals if each not in search.by_goal),
    )


@dataclass(eq=False)
class _Search:
    """Looks for households of the goals that none has shown yet."""

    rules: Rules
    drawer: Drawer = field(init=False)
    columns: Columns = field(init=False)
    ruler: Ruler = field(init=False)
    by_goal: dict[Goal, Case] = field(default_factory=dict[Goal, Case])
    nearest: dict[Goal, tuple[int, Case]] = field(default_factory=dict[Goal, tuple[int, Case]])
    shown: list[tuple[Case, frozenset[Goal]]] = field(
        default_factory=list[tuple[Case, frozenset[Goal]]]
    )

    def __post_init__(self) -> None:
        self.drawer = Drawer.of(self.rules)
        self.columns = Columns.of(self.rules.program)
        self.ruler = Ruler(self.rules)

    def look(self, case: Case, goals: Sequence[Goal]) -> None:
        """Keeps a household if it shows a goal that none has shown, and what it shows."""
        evaluation = self.ruler.evaluation(case)
        new: set[Goal] = set()
        for goal in goals:
            if goal in self.by_goal:
                continue
            far = self.ruler.distance(goal, evaluation).far
            if far == 0:
                new.add(goal)
            elif far < self.nearest.get(goal, (FARTHEST, case))[0]:
                self.nearest[goal] = far, case
        if new:
            seen = (each for each in goals if each in self.by_goal)
            also = {each for each in seen if self.ruler.distance(each, evaluation).far == 0}
            self.by_goal |= dict.fromkeys(new, case)
            self.shown.append((case, frozenset(new | also)))

    def reach(self, goal: Goal, case: Case, goals: Sequence[Goal]) -> bool:
        """Turns one fact after the other, each so that fewest comparisons stand in the way."""
        here = self._far(goal, case)
        for _ in range(STEPS):
            if here.far == 0:
                self.look(case, goals)
                return True
            best: tuple[Distance, Case] | None = None
            for other in self._turned(here, case):
                found = self._far(goal, other)
                if best is None or found.far < best[0].far:
                    best = found, other
                if found.far == 0 or found.far <= here.far - 4:
                    break
            if best is None or best[0].far >= here.far:
                return False
            here, case = best
        return False

    def _far(self, goal: Goal, case: Case) -> Distance:
        return self.ruler.distance(goal, self.ruler.evaluation(case))

    def _turned(self, here: Distance, case: Case) -> Iterator[Case]:
        """The household with one fact on which the comparisons rest of another value, and with a
        member more.
        """
        for leaf in here.leaves[:4]:
            for place in self._places(leaf, here.payee, case):
                for value in self._values(leaf, here.payee, place, case):
                    if value != value_at(case, place):
                        yield case.but({place: value})
        if len(case.members) < MEMBERS:
            plain = self.drawer.plain
            presumed = frozenset(
                fact.column
                for fact in plain.facts
                if fact.entity is Entity.MEMBER
                and fact.presumed is not None
                and plain.member[fact.column] == fact.kept(fact.presumed)
            )
            yield added(case, plain.member, presumed)

    def _places(self, leaf: Node, payee: int, case: Case) -> Iterator[Place]:
        facts = self.rules.program.facts
        for column in sorted(self.columns.below([leaf])):
            if facts[column].type.kind is Kind.BENEFITS:
                continue
            if facts[column].entity is Entity.HOUSEHOLD:
                yield HOUSEHOLD, column
            elif payee != HOUSEHOLD:
                yield payee, column
            else:
                yield from ((each, column) for each in range(len(case.members)))

    def _values(self, leaf: Node, payee: int, place: Place, case: Case) -> Sequence[int]:
        fact = self.rules.program.facts[place[1]]
        match fact.type.kind:
            case Kind.BOOL:
                return (0, 1)
            case Kind.CHOICE:
                return range(int(fact.low), int(fact.high) + 1)
            case Kind.CODE:
                home = self.rules.program.law.division or int(fact.low)
                return (home, home - 1 if home > fact.low else home + 1)
            case _:
                pass
        if fact.type.kind is Kind.MONEY and isinstance(leaf, Compare):
            entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
            none: frozenset[int] = frozenset()
            line = Line("", entity, leaf.left, leaf.right, none, none)
            return self.drawer.solver.turns(line, case, payee, place)
        found = list(self.drawer.values[place[1]])
        if fact.type.kind is Kind.MONEY:  # an amount between two steps of its rounding
            here = value_at(case, place) or 0
            found += [here + fact.kept(each) for each in UNEVEN]
        return [each for each in found if fact.kept(fact.low) <= each <= fact.kept(fact.high)]


def _few(shown: Sequence[tuple[Case, frozenset[Goal]]]) -> list[tuple[Case, frozenset[Goal]]]:
    """As few of the households as show together what all of them show."""
    left = {goal for _, goals in shown for goal in goals}
    chosen: list[tuple[Case, frozenset[Goal]]] = []
    while left:
        best = max(shown, key=lambda each: (len(each[1] & left), -len(each[0].members)))
        chosen.append(best)
        left -= best[1]
    return chosen


def _why(search: _Search, goal: Goal) -> Words:
    """Why no household was found for a goal: what stood in the way of the nearest one."""
    rules = search.rules
    case = search.nearest[goal][1] if goal in search.nearest else search.drawer.plain.case(1)
    here = search.ruler.distance(goal, search.ruler.evaluation(case))
    open_figures = sorted(_open_figures(rules, here.leaves))
    if open_figures:
        named = ", ".join(open_figures[:5])
        return Words(f"所依的数值没有找到：{named}", f"it rests on figures that are open: {named}")
    if here.far == 1:
        return Words("试到的金额都不这样取整", "no amount that was tried is rounded so")
    fixed = [each for each in here.leaves if not search.columns.below([each])]
    said: dict[Lang, str] = {}
    for lang in LANGUAGES:
        words = Renderer(Names(rules.program.law, lang), None)
        said[lang] = MARKS[lang].clauses(words.formula(leaf) for leaf in (fixed or here.leaves)[:3])
    if fixed:
        return Words(f"这个月固定如此：{said['zh']}", f"fixed in this month: {said['en']}")
    return Words(
        f"最接近的家庭还差：{said['zh']}", f"the nearest household still lacks: {said['en']}"
    )


def _open_figures(rules: Rules, leaves: Sequence[Node]) -> set[str]:
    program = rules.program
    names = program.below([name for leaf in leaves for name in references(leaf)])
    below = [*leaves, *(node for name in names if (node := program.by_id[name].node) is not None)]
    figures = {each.id for node in below for each in walk(node) if isinstance(each, FigureRef)}
    return {
        each for each in figures if each in program.figures and program.figures[each].value is None
    }


def _title(goal: Goal) -> str:
    return f"{goal.name} {goal.way.zh}"
