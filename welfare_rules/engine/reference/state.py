"""The state of one evaluation: facts of a case, assumptions, and values found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import Month
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.reference.bearing import Bearing
from welfare_rules.engine.reference.values import BitLayout, Value
from welfare_rules.program.case import Case, first_alike

# of facts that are unknown or narrowed, by payee and column
Ranges = dict[tuple[int, int], tuple[Number, Number]]
# a comparison, known by an object of its own, and the payee for whom it is made
OpenComparison = tuple[object, int]
Supposed = dict[OpenComparison, bool]
# a fact's column, whether it is the household's, and the comparison that cuts its range
RangeSplit = tuple[int, bool, Number, Comparison]
# what an undecided comparison rests on, and where it cuts a fact's range
Open = tuple[int, RangeSplit | None]

# states that suppose something, times the members of the case, that one decision may take
MOST_SUPPOSED = 160_000
MOST_STATES = 10_000  # the same for a small household, in which every state is cheap
MOST_WORKED = 1_000_000  # operations that one decision works out anew because something is supposed
MOST_KEPT = 64  # states that suppose something, kept for when the same is supposed again


class Memo(dict[int, list[Value | None]]):
    """The values found so far: a row for each payee, a place for each step, made on first use."""

    __slots__ = ("steps",)

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps

    def __missing__(self, payee: int) -> list[Value | None]:
        row = self[payee] = [None] * self.steps
        return row


class State:
    """Everything that one evaluation of one case knows and has found.

    A state that supposes something takes every value on which that has no bearing from the states
    `above` it, which suppose less; the last of them is its `base`, which supposes nothing.
    """

    __slots__ = (
        "above",
        "base",
        "bearing",
        "branches",
        "budget",
        "case",
        "household",
        "layout",
        "left",
        "like",
        "memo",
        "month",
        "open",
        "ranges",
        "rests_on",
        "sets",
        "strange",
        "supposed",
    )

    def __init__(
        self,
        case: Case,
        month: Month,
        steps: int,
        layout: BitLayout,
        bearing: Bearing,
        base: State | None = None,
    ) -> None:
        self.case = case
        self.month = month
        self.layout = layout
        self.household: Sequence[int | None] = case.household
        self.memo = Memo(steps)
        self.ranges: Ranges = {}
        self.supposed: Supposed | None = None
        self.open: dict[int, dict[object, Open]] = {}  # for each payee, by the comparison
        self.strange: dict[int, dict[object, None]] = {}  # those of them that are not the program's
        self.rests_on: dict[int, int] = {}  # all that the open comparisons of a payee rest on
        self.base = base
        # nearest first, each with the facts that are narrowed since, and the steps that look at a
        # comparison which is supposed since, directly or not
        self.above: tuple[tuple[State, int, int], ...] = ()
        # of a crowd of whom the same is said the first one, for whom alone values are worked out
        self.like = first_alike(case) if base is None else {}
        self.bearing = bearing
        self.budget = min(MOST_STATES, MOST_SUPPOSED // max(1, len(case.members)))
        self.left = MOST_WORKED
        self.sets: dict[int, int] = {}  # of what values rest on, each kept once however many do
        self.branches: dict[tuple[frozenset[Any], frozenset[Any]], State] = {}

    @property
    def spent(self) -> bool:
        """Whether this decision has supposed as much as it may."""
        return self.budget <= 0 or self.left <= 0

    def narrowed(self, ranges: Ranges, supposed: Supposed) -> State:
        """The same case with some facts narrowed to a part of their range.

        Some comparisons may be supposed to hold or not.

        Whoever supposes the same is given the same state, with what has been worked out.
        """
        base = self if self.base is None else self.base
        key = frozenset(ranges.items()), frozenset(supposed.items())
        other = base.branches.get(key)
        if other is None:
            given = self.case, self.month, self.memo.steps, self.layout, self.bearing
            other = State(*given, base)
            other.ranges, other.supposed = ranges, supposed
            other.above = self._above(ranges, supposed)
            base.budget -= 1
            if len(base.branches) < MOST_KEPT:
                base.branches[key] = other
        return other

    def inherited(self, place: int, payee: int) -> Value | None:
        """The value found above, where nothing that is supposed since has a bearing on it: one that
        is settled there is so whatever is supposed.
        """
        for state, changed, touched in self.above:
            found = state.memo[payee][place]
            if found is not None:
                missing = found[3]
                if missing and (missing & changed or touched >> place & 1):
                    return None
                return found
        return None

    def _above(self, ranges: Ranges, supposed: Supposed) -> tuple[tuple[State, int, int], ...]:
        """This state and those above it, as a state that supposes so much more sees them."""
        changed = touched = 0
        for (payee, column), each in ranges.items():
            if self.ranges.get((payee, column)) != each:
                changed |= self.layout.fact(payee, column)
        for key in supposed.keys() - (self.supposed or {}).keys():
            touched |= self.bearing.touching(key[0])
        further = ((one, since | changed, by | touched) for one, since, by in self.above)
        return (self, changed, touched), *further

    def take(self, other: State, steps: Mapping[int, Set[int]]) -> None:
        """Takes what was found of nearly the same case, but for what those steps came to, for each
        payee, that rest on what differs.
        """
        stands = self.bearing.standing
        for payee, row in other.memo.items():
            resting, taken = steps[payee], [*row]
            for place in resting:
                taken[place] = None
            self.memo[payee] = taken
            for comparison, (missing, cut) in other.open.get(payee, {}).items():
                if not stands(comparison) <= resting:
                    self.leave_open((comparison, payee), missing, cut)

    def leave_open(self, key: OpenComparison, missing: int, cut: RangeSplit | None) -> None:
        """Remembers a comparison that cannot be said."""
        comparison, payee = key
        self.open.setdefault(payee, {})[comparison] = (missing, cut)
        if not self.bearing.knows(comparison):
            self.strange.setdefault(payee, {})[comparison] = None
        self.rests_on[payee] = self.rests_on.get(payee, 0) | missing

    def left_open(self, key: OpenComparison) -> int:
        """The set of what a comparison rests on; everything (-1) where it was not looked at."""
        comparison, payee = key
        found = self.open.get(payee, {}).get(comparison)
        return -1 if found is None else found[0]

    def undecided(
        self, missing: int, payees: Iterable[int], among: Iterable[object]
    ) -> Iterator[tuple[OpenComparison, Open]]:
        """The comparisons of these payees that cannot be said and rest on something of a set:
        `among` some of the program, and all of other formulas.

        They are those found here, and those found above that were not looked at again.
        """
        within = self.bearing.within
        for payee in payees:
            for state, changed, touched in ((self, 0, 0), *self.above):
                if state.rests_on.get(payee, 0) & missing:
                    found = state.open[payee]
                    for comparison in chain(among, state.strange.get(payee, ())):
                        each = found.get(comparison)
                        if each is None or not each[0] & missing:
                            continue
                        if not (each[0] & changed or within(comparison) & touched):
                            yield (comparison, payee), each
