"""The interpreter: a program made into functions, and the values of its steps in a state.

What the operations come to stands in `operations`; here a step is worked out once a state, is taken
from a state that supposes less, or from another member of whom the same is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from welfare_rules.basics.days import Month
from welfare_rules.engine.reference.bearing import Bearing, Ends
from welfare_rules.engine.reference.operations import Computation, Operations
from welfare_rules.engine.reference.state import State
from welfare_rules.engine.reference.values import BitLayout, Value, bits_set
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.program import program as core
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Program, Step

Sizes = tuple[list[tuple[int, int]], list[tuple[int, int]]]
"""For each fact and each comparison how many operations: once, of a member's fact for this member,
and once for each member.
"""


def _places(program: Program) -> dict[str, int]:
    """The place of each step among those of a program, by its id.

    A part of a benefit that only names another step of the same payee (who is entitled where
    nothing excludes, what is due where nothing is set off) is worked out with it, in its place.
    """
    found: dict[str, int] = {}
    for place, step in enumerate(program.steps):
        named = None
        if step.name.part and step.status == "published" and step.node is not None:
            named = core.named_step(step.node)
        same = named is not None and program.steps[found[named]].entity is step.entity
        found[step.id] = found[named] if named is not None and same else place
    return found


class Interpreter:
    """A program made into functions, step by step.

    Immutable once made; holds nothing of any case.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.layout = BitLayout(program)
        self.place = _places(program)
        self.operations = Operations(program, self.layout, self._named)
        self.work = self.operations.work
        self.order = self.operations.order
        self.steps: tuple[Computation, ...] = tuple(self._step(step) for step in program.steps)
        self.operations.complete = True
        self.bearing = Bearing(program, self.place, self.operations.comparisons)
        self._of_household = self.bearing.of_household

    def state(self, case: Case, month: Month) -> State:
        """A new state, in which nothing is worked out or supposed yet."""
        return State(case, month, len(self.steps), self.layout, self.bearing)

    @cached_property
    def comparisons(self) -> tuple[n.Node, ...]:
        """The comparisons of the program in their order."""
        return tuple(self.operations.comparisons.values())

    def comparison(self, comparison: object) -> Computation:
        """The function that works a comparison of the program out."""
        return self.work(self.operations.comparisons[comparison])

    def compared_below(self, ends: Ends) -> frozenset[int]:
        """The comparisons that some steps are worked out from, by their places."""
        compared = self.bearing.compared(self.bearing.below(ends))
        return frozenset(self.order[each] for each in compared)

    def sizes_below(self, ends: Ends) -> Sizes:
        """How many of the operations that some steps are worked out from rest on each fact, and on
        each comparison.
        """
        below = frozenset(bits_set(self.bearing.below(ends)))
        facts: list[tuple[int, int]] = []
        for theirs, of_all in self.bearing.resting_on_each:
            once, each = self._size(of_all & below)
            facts.append((once + sum(self._size((theirs - of_all) & below)), each))
        touching = self.bearing.touching
        comparisons = [
            self._size(below.intersection(bits_set(touching(each))))
            for each in self.operations.comparisons
        ]
        return facts, comparisons

    def _size(self, places: Iterable[int]) -> tuple[int, int]:
        """How many operations some steps take that are worked out once or once for each member."""
        sizes = [0, 0]
        for place in places:
            sizes[not self._of_household[place]] += self._sizes[place]
        return sizes[0], sizes[1]

    def value(self, state: State, step: str, payee: int) -> Value:
        """The value of a step for a payee; worked out once in a state."""
        return self.value_at(state, self.place[step], payee)

    def value_at(self, state: State, place: int, payee: int) -> Value:
        """The value of the step in a place for a payee."""
        if self._of_household[place]:
            payee = HOUSEHOLD
        found = state.memo[payee][place]
        return found if found is not None else self._found(state, place, payee)

    def _found(self, state: State, place: int, payee: int) -> Value:
        if state.base is not None:
            inherited = state.inherited(place, payee)
            if inherited is not None:
                state.memo[payee][place] = inherited
                return inherited
            state.base.left -= self._sizes[place]
        if payee in state.like:
            low, high, used, missing = self._of_another(state, place, state.like[payee], payee)
        else:
            low, high, used, missing = self.steps[place](state, payee)
        sets = state.sets
        if missing:
            missing = sets.setdefault(missing, missing)
        found = low, high, sets.setdefault(used, used), missing
        state.memo[payee][place] = found
        return found

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        """How many operations each step takes."""
        return tuple(
            1 if each.node is None else len(n.walk(each.node)) for each in self.program.steps
        )

    def _of_another(self, state: State, place: int, like: int, payee: int) -> Value:
        """The value for a member as it was worked out for another of whom the same is said."""
        low, high, used, missing = state.memo[like][place] or self._found(state, place, like)
        exchanged = state.layout.exchanged
        return low, high, exchanged(used, like, payee), exchanged(missing, like, payee)

    def _step(self, step: Step) -> Computation:
        bit = self.operations.rule_bits.get(step.id, 0)
        if step.node is None:
            low, high = (0, 1) if step.type == n.BOOL else (None, None)
            return lambda state, payee: (low, high, 0, bit)
        work = self.work(step.node)
        if not bit:
            return work
        sure = None if step.confirmed is None else self.work(step.confirmed)

        def unpublished(state: State, payee: int) -> Value:
            low, high, used, missing = work(state, payee)
            if (
                sure is not None
                and low is not None
                and low == high
                and sure(state, payee)[:2] == (low, low)
            ):
                return low, high, used, missing  # what is not confirmed makes no difference here
            return low, high, used | bit, missing

        return unpublished

    def _named(self, step: str, entity: Entity) -> Computation:
        """The function that looks a step up by its name."""
        place = self.place[step]
        of_household = entity is Entity.HOUSEHOLD

        def look(state: State, payee: int) -> Value:
            if of_household:
                payee = HOUSEHOLD
            found = state.memo[payee][place]
            return found if found is not None else self._found(state, place, payee)

        return look
