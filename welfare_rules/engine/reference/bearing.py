"""What the steps of a program have to do with each other and with the comparisons in them: what a
comparison that cannot be said leaves open, and what stands only behind something settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from welfare_rules.engine.reference.values import bits_set
from welfare_rules.language import nodes as n
from welfare_rules.language.looking import Condition, looks
from welfare_rules.language.types import Entity
from welfare_rules.program import program as core
from welfare_rules.program.case import Place
from welfare_rules.program.program import Program, Step

Ends = tuple[str, ...]
"""The steps that are asked for: a condition, and an amount where there is one."""


class Way(NamedTuple):
    """A step by its place, which another one names or in which a comparison stands; whether for all
    members, and where that matters while the step that looks at it is open.
    """

    step: int
    of_all: bool
    where: tuple[Condition, ...]


class Bearing:
    """The tables of one program, each made when it is first needed.

    Steps are named by their places, sets of them are bits. A comparison is known by an object of
    its own; one of another formula than the program's may be looked at by any step.
    """

    def __init__(
        self, program: Program, place: Mapping[str, int], comparisons: Mapping[object, n.Node]
    ) -> None:
        self.program = program
        self.place = place
        self.of_household = tuple(each.entity is Entity.HOUSEHOLD for each in program.steps)
        self._known = frozenset(comparisons)
        self._by_node: dict[int, object] = {id(node): each for each, node in comparisons.items()}

    def comparison(self, node: n.Node) -> object:
        """The object by which a comparison of the program is known."""
        return self._by_node[id(node)]

    def touching(self, comparison: object) -> int:
        """The steps that look at a comparison, directly or by other steps."""
        return self._touching.get(comparison, -1)

    def standing(self, comparison: object) -> Set[int]:
        """The steps in whose formulas a comparison stands."""
        return self._standing.get(comparison, frozenset())

    def ways_to(self, comparison: object) -> Sequence[Way]:
        """The steps in whose formulas a comparison stands, and where it matters to them."""
        return self._ways_to.get(comparison, ())

    def within(self, comparison: object) -> int:
        """The steps in whose own formulas a comparison stands."""
        return self._within.get(comparison, -1)

    @cached_property
    def _within(self) -> dict[object, int]:
        return {each: sum(1 << place for place in found) for each, found in self._standing.items()}

    def knows(self, comparison: object) -> bool:
        """Whether a comparison is of the program."""
        return comparison in self._known

    def compared(self, steps: int) -> dict[object, None]:
        """The comparisons that stand in the formulas of some steps."""
        return dict.fromkeys(each for step in bits_set(steps) for each in self._compared[step])

    def below(self, ends: Ends) -> int:
        """The steps that some steps are worked out from."""
        found = self._below.get(ends)
        return self._bits_below(ends) if found is None else found

    @cached_property
    def _below(self) -> dict[Ends, int]:
        """Of every benefit and circle."""
        ends: list[Ends] = [(each.step,) for each in self.program.circles]
        ends.extend(each.ends for each in self.program.benefits)
        return {each: self._bits_below(each) for each in ends}

    def _bits_below(self, ends: Ends) -> int:
        found = 0
        for each in ends:
            found |= self._below_each[self.place[each]]
        return found

    @cached_property
    def _below_each(self) -> list[int]:
        """Of each step those that it is worked out from, itself among them."""
        found: list[int] = []
        for step, ways in zip(self.program.steps, self.ways, strict=True):
            own = 1 << self.place[step.id]
            for way in ways:  # a step stands behind all that it names
                own |= found[way.step]
            found.append(own)
        return found

    @cached_property
    def _touching(self) -> dict[object, int]:
        found = dict.fromkeys(self._by_node.values(), 0)
        below: list[set[object]] = []  # of each step, which stands behind all that it names
        for place, compared in enumerate(self._compared):
            own = set(compared)
            own.update(*(below[other] for other, _ in self._named[place]))
            below.append(own)
            for comparison in own:
                found[comparison] |= 1 << place
        return found

    @cached_property
    def _standing(self) -> dict[object, set[int]]:
        found: dict[object, set[int]] = {}
        for place, compared in enumerate(self._compared):
            for comparison in compared:
                found.setdefault(comparison, set()).add(place)
        return found

    @cached_property
    def _compared(self) -> tuple[tuple[object, ...], ...]:
        """The comparisons in the formulas of each step."""
        known = self._by_node
        return tuple(
            tuple(known[id(part)] for part, _ in _parts(step) if id(part) in known)
            for step in self.program.steps
        )

    @cached_property
    def ways(self) -> tuple[tuple[Way, ...], ...]:
        """Of each step those that its formula names, and where they matter while it is open."""
        return self._all_ways[0]

    @cached_property
    def _ways_to(self) -> dict[object, list[Way]]:
        return self._all_ways[1]

    @cached_property
    def _all_ways(self) -> tuple[tuple[tuple[Way, ...], ...], dict[object, list[Way]]]:
        """Of each step the ways to those that it names, and the ways to each comparison."""
        named: list[tuple[Way, ...]] = []
        compared: dict[object, list[Way]] = {}
        for place, step in enumerate(self.program.steps):
            ways: list[Way] = []
            for look in () if step.node is None else looks(step.node):
                name = core.named_step(look.part)
                if name is not None:
                    ways.append(Way(self.place[name], look.of_all, look.where))
                elif id(look.part) in self._by_node:
                    way = Way(place, look.of_all, look.where)
                    compared.setdefault(self._by_node[id(look.part)], []).append(way)
            named.append(tuple(ways))
        return tuple(named), compared

    @cached_property
    def resting(self) -> list[frozenset[tuple[Entity, str]]]:
        """For each step the facts that it rests on."""
        found: list[frozenset[tuple[Entity, str]]] = []
        for place, step in enumerate(self.program.steps):  # each stands behind what it names
            own = set[tuple[Entity, str]]()
            for part, _ in _parts(step):
                fact = fact_of(part)
                if fact is not None:
                    own.add(fact)
            own.update(*(found[other] for other, _ in self._named[place]))
            found.append(frozenset(own))
        return found

    def resting_on(self, places: Iterable[Place], payees: Iterable[int]) -> Mapping[int, Set[int]]:
        """For each of some payees the steps that rest on any of some facts of one or another."""
        anybody, own = set[int](), {payee: set[int]() for payee in payees}
        for payee, column in places:
            theirs, of_all = self.resting_on_each[column]
            anybody |= of_all
            own[payee] |= theirs
        return {payee: anybody.union(theirs) for payee, theirs in own.items()}

    @cached_property
    def resting_on_each(self) -> list[tuple[frozenset[int], frozenset[int]]]:
        """For each fact the steps that rest on it for whom it is, and those for everybody."""
        columns = {(fact.entity, fact.id): fact.column for fact in self.program.facts}
        found = [(set[int](), set[int]()) for _ in columns]
        own, everybody = list[frozenset[int]](), list[frozenset[int]]()
        for place, step in enumerate(self.program.steps):  # each stands behind what it names
            alone, of_any = set[int](), set[int]()
            for part, of_all in _parts(step):
                fact = fact_of(part)
                if fact is not None:
                    whole = of_all or fact[0] is Entity.HOUSEHOLD
                    (of_any if whole else alone).add(columns[fact])
            for other, of_all in self._named[place]:
                (of_any if of_all else alone).update(own[other])
                of_any.update(everybody[other])
            own.append(frozenset(alone))
            everybody.append(frozenset(of_any))
            for some, at in ((alone, 0), (of_any, 1)):
                for column in some:
                    found[column][at].add(place)
        return [(frozenset(theirs), frozenset(of_all)) for theirs, of_all in found]

    @cached_property
    def _named(self) -> tuple[tuple[tuple[int, bool], ...], ...]:
        """Of each step those that it names, each with whether for all members."""
        return tuple(
            tuple(
                (self.place[name], of_all)
                for part, of_all in _parts(step)
                if (name := core.named_step(part)) is not None
            )
            for step in self.program.steps
        )


def fact_of(node: n.Node) -> tuple[Entity, str] | None:
    """The fact that a node looks at by itself; None where it looks at none."""
    match node:
        case n.FactRef():
            return node.entity, node.id
        case n.Receives():
            return Entity.MEMBER, node.fact
        case _:
            return None


def _parts(step: Step) -> Iterator[tuple[n.Node, bool]]:
    """All parts of the formulas of a step, each with whether it is worked out for all members."""
    for formula in (step.node, step.confirmed):
        if formula is not None:
            parts = n.walk(formula)
            within = {
                id(inner)
                for each in parts
                if isinstance(each, n.AGGREGATES)
                for inner in n.walk(each)
            }
            yield from ((each, id(each) in within) for each in parts)
