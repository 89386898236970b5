"""Looks for a household that shows a goal: the conditions that stand in the way are turned.

From a household the nearest ones are tried first: those in which one fact more is on the line, or
just beside it, so that a condition which stood in the way is as it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Self

from welfare_rules.language.nodes import Compare
from welfare_rules.language.types import Entity, Kind
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.promises.others import added
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer
from welfare_rules.samples.lines import Columns, Line
from welfare_rules.samples.plain import value_at
from welfare_rules.testing.distance import Leaf, Looked, Ruler
from welfare_rules.testing.goals import Goal

MEMBERS = 4  # of a household that is worked out
LOOKED_AT = 150  # households of which it is asked how far they are, for one goal
LEAVES = 6  # conditions in the way that are turned
UNEVEN = (1, 25, 33, 50, 67, 75, 100, 200, 250, 500)  # fen
OF_A_YEAR = (1, 7)  # fen that no month comes to


@dataclass(eq=False)
class Search:
    """Looks for households of the goals that none has shown yet, and keeps those that do."""

    rules: Rules
    goals: Sequence[Goal]
    drawer: Drawer
    columns: Columns
    ruler: Ruler
    shown: list[tuple[Case, frozenset[Goal]]] = field(
        default_factory=list[tuple[Case, frozenset[Goal]]]
    )
    found: set[Goal] = field(default_factory=set[Goal])

    @classmethod
    def of(cls, rules: Rules, goals: Sequence[Goal]) -> Self:
        """For goals of the rules of a month, of which none is shown yet."""
        return cls(rules, goals, Drawer.of(rules), Columns.of(rules.program), Ruler(rules))

    @property
    def missing(self) -> list[Goal]:
        """The goals that no household has shown so far."""
        return [each for each in self.goals if each not in self.found]

    def plain(self, members: int) -> Case:
        """A household of which nothing special is so, with only one of those of whom there is
        one.
        """
        plain = self.drawer.plain
        special = {
            (place, column): value
            for column in plain.others
            for place in range(1, members)
            if (value := plain.usual((place, column))) is not None
        }
        return plain.case(members, special)

    def look(self, case: Case) -> Looked:
        """Keeps a household if it shows a goal that none has shown."""
        looked = self.ruler.look(case)
        new = {each for each in self.missing if looked.distance(each).far == 0}
        if new:
            also = {each for each in self.found if looked.distance(each).far == 0}
            self.found |= new
            self.shown.append((case, frozenset(new | also)))
        return looked

    def reach(self, goal: Goal, start: Looked) -> bool:
        """Turns one fact after the other until the goal is shown; whether it was."""
        here = start.distance(goal)
        waiting = [(here.far, 0, self._turned(here.leaves, start))]
        seen: set[object] = set()
        count = 0
        while waiting:
            far, place, turned = heappop(waiting)
            for payee, other in turned:
                there = other.distance(goal)
                count += 1
                if there.far == 0:
                    self.look(other.case)
                    return True
                if count == LOOKED_AT:
                    return False
                kind = there.leaves, len(other.case.members), payee
                if there.far <= far and kind not in seen:
                    seen.add(kind)
                    heappush(waiting, (there.far, count, self._turned(there.leaves, other)))
                    if there.far < far - 1:  # the others after it
                        heappush(waiting, (far, place, turned))
                        break
        return False

    # --- the next households ---

    def _turned(self, leaves: Sequence[Leaf], looked: Looked) -> Iterator[tuple[int, Looked]]:
        """The household with one fact of another value, by which a condition is as it should be,
        or with a member more; and whose fact it is.
        """
        case = looked.case
        for leaf in leaves[:LEAVES]:
            for place in self._places(leaf, case):
                for value in self._values(leaf, place, case):
                    if value != value_at(case, place) and self._agrees(case, place, value):
                        other = self.ruler.look(case.but({place: value}))
                        if other.meets(leaf):
                            yield place[0], other
        if len(case.members) < MEMBERS:
            yield len(case.members), self.ruler.look(self._with_one_more(case))

    def _with_one_more(self, case: Case) -> Case:
        plain = self.drawer.plain
        place = len(case.members)
        row = tuple(plain.usual((place, column)) for column in range(len(plain.member)))
        presumed = frozenset(
            fact.column
            for fact in plain.facts
            if fact.entity is Entity.MEMBER
            and fact.presumed is not None
            and fact.column not in plain.others
            and plain.member[fact.column] == fact.kept(fact.presumed)
        )
        return added(case, row, presumed)

    def _places(self, leaf: Leaf, case: Case) -> Iterator[Place]:
        facts = self.rules.program.facts
        for column in sorted(self.columns.below([leaf.node])):
            if facts[column].type.kind is Kind.BENEFITS:
                continue
            if facts[column].entity is Entity.HOUSEHOLD:
                yield HOUSEHOLD, column
            elif leaf.payee != HOUSEHOLD:
                yield leaf.payee, column
            else:
                yield from ((each, column) for each in range(len(case.members)))

    def _values(self, leaf: Leaf, place: Place, case: Case) -> Sequence[int]:
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
        node = leaf.node
        if fact.type.kind is Kind.MONEY and isinstance(node, Compare):
            entity = Entity.HOUSEHOLD if leaf.payee == HOUSEHOLD else Entity.MEMBER
            none: frozenset[int] = frozenset()
            line = Line("", entity, node.left, node.right, none, none)
            return self.drawer.solver.turns(line, case, leaf.payee, place)
        found = list(self.drawer.values[place[1]])
        if fact.type.kind is Kind.MONEY:  # an amount between two steps of its rounding
            here = value_at(case, place) or 0
            found += [here + fact.kept(each) for each in UNEVEN]
            found += [here + each for each in OF_A_YEAR]
        return [each for each in found if fact.kept(fact.low) <= each <= fact.kept(fact.high)]

    # --- households that contradict themselves ---

    def _agrees(self, case: Case, place: Place, value: int) -> bool:
        """Whether a value goes with the rest of the household: days in their order, none that
        nobody can know yet, and one of those of whom there is one.
        """
        payee, column = place
        facts = self.rules.program.facts
        fact = facts[column]
        if column in self.drawer.plain.others:
            return payee != 0 and value in self.drawer.plain.others[column]
        if fact.type.kind is not Kind.DATE or value == fact.presumed:
            return True
        if fact.past and value > self.rules.month.last:
            return False
        for other in facts:
            if other.entity is fact.entity:
                day = value_at(case, (payee, other.column))
                if day is None or day == other.presumed:
                    continue
                if (other.id == fact.not_before and value < day) or (
                    other.not_before == fact.id and day < value
                ):
                    return False
        return True
