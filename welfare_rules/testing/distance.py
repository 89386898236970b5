"""How far a household is from what it should show: how many conditions stand in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from welfare_rules.basics.known import Known
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.reference import Evaluation
from welfare_rules.language.nodes import And, DerivedRef, Entitled, Exists, If, Node, Not, Or
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import step_of
from welfare_rules.rules import Rules
from welfare_rules.testing.contradictions import Need
from welfare_rules.testing.goals import Goal, Rounding

FARTHEST = 99
Prepared = Callable[[Evaluation, int], Known]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition that stands in the way, whether it should hold, and for whom; or an amount that
    should be rounded as `rounding` says.
    """

    node: Node
    wanted: bool
    payee: int
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a household is from a goal: twice as far as conditions stand in the way, and one for
    an amount that is not rounded so. `leaves` are those conditions, of several ways that are
    equally far those of all.
    """

    far: int
    leaves: tuple[Leaf, ...]


_HERE = Distance(0, ())


class Ruler:
    """Says how far households are from goals; each formula is made ready once."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._ready: dict[int, tuple[Node, Prepared]] = {}

    def look(self, case: Case) -> Looked:
        """A household, to be asked how far it is."""
        return Looked(self, case, self.rules.reference.evaluate(case, self.rules.month))

    def prepared(self, node: Node) -> Prepared:
        found = self._ready.get(id(node))
        if found is None:
            found = self._ready[id(node)] = (node, self.rules.reference.formula(node))
        return found[1]


@dataclass(slots=True, eq=False)
class Looked:
    """A household that is looked at: what stands in the way of a step is found once."""

    ruler: Ruler
    case: Case
    evaluation: Evaluation
    _steps: dict[tuple[str, bool, int], Distance] = field(
        default_factory=dict[tuple[str, bool, int], Distance]
    )

    def value(self, node: Node, payee: int) -> Number | None:
        """The value of a formula for a payee; None where it cannot be said."""
        return self.ruler.prepared(node)(self.evaluation, payee).value

    def meets(self, leaf: Leaf) -> bool:
        """Whether a condition is as it is wanted, or an amount is rounded so."""
        found = self.value(leaf.node, leaf.payee)
        if leaf.rounding is None:
            return found == int(leaf.wanted)
        return found is not None and leaf.rounding.of(found)

    def open_figures(self, leaf: Leaf) -> Sequence[str]:
        """The figures that nobody found for want of which it cannot be said."""
        found = self.ruler.prepared(leaf.node)(self.evaluation, leaf.payee)
        return () if found.settled else self.evaluation.missing_figures(found.missing)

    def distance(self, goal: Goal) -> Distance:
        """How far the household is from a goal, for the payee that comes nearest."""
        best = Distance(FARTHEST, ())
        for payee in goal.payees(self.case):
            base = self._all(goal.needs, payee)
            found = base if goal.rounding is None else self._amounts(goal.rounding, base, payee)
            if found.far < best.far:
                best = found
            if best.far == 0:
                break
        return best

    def _amounts(self, sought: Rounding, base: Distance, payee: int) -> Distance:
        """How far the nearest amounts are from being due and rounded so."""
        exact = self.value(sought.node.part, payee)
        if base.far == 0 and exact is not None and sought.of(exact):
            return _HERE
        ways = [
            (self._all(way, payee), Distance(1, (Leaf(amount, True, payee, sought),)))
            for way, amount in sought.amounts
        ]
        return _joined([base, _nearest([_joined(each) for each in ways])])

    def _all(self, needs: Sequence[Need], payee: int) -> Distance:
        return _joined([self._far(*each, payee) for each in needs])

    def _far(self, node: Node, wanted: bool, payee: int) -> Distance:
        """How far a condition is from being what is wanted, by the nearest ways."""
        if self.value(node, payee) == int(wanted):
            return _HERE
        match node:
            case Not(part=part):
                return self._far(part, not wanted, payee)
            case And(parts=parts) | Or(parts=parts):
                every = [self._far(each, wanted, payee) for each in parts]
                return _joined(every) if isinstance(node, And) is wanted else _nearest(every)
            case If(test=test, yes=yes, no=no):
                ways = (((test, True), (yes, wanted)), ((test, False), (no, wanted)))
                return _nearest([self._all(each, payee) for each in ways])
            case Exists(among=among):
                members = range(len(self.case.members))
                every = [self._far(among, wanted, each) for each in members]
                return _nearest(every) if wanted else _joined(every)
            case DerivedRef() | Entitled():
                return self._of_step(node, wanted, payee)
            case _:
                return Distance(2, (Leaf(node, wanted, payee),))

    def _of_step(self, node: DerivedRef | Entitled, wanted: bool, payee: int) -> Distance:
        step = self.ruler.rules.program.by_id[step_of(node)]
        if step.node is None:
            return Distance(2, (Leaf(node, wanted, payee),))
        if step.entity is Entity.HOUSEHOLD:
            payee = HOUSEHOLD
        key = (step.id, wanted, payee)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._far(step.node, wanted, payee)
        return found


def _joined(parts: Sequence[Distance]) -> Distance:
    """All of these ways together."""
    away = [each for each in parts if each.far]
    if len(away) < 2:
        return away[0] if away else _HERE
    leaves = dict.fromkeys(leaf for each in away for leaf in each.leaves)
    return Distance(sum(each.far for each in away), tuple(leaves))


def _nearest(ways: Sequence[Distance]) -> Distance:
    """The nearest of these ways; all of them where several are."""
    if not ways:  # of no member nothing is so
        return Distance(FARTHEST, ())
    far = min(each.far for each in ways)
    near = [each for each in ways if each.far == far]
    leaves = dict.fromkeys(leaf for each in near for leaf in each.leaves)
    return Distance(far, tuple(leaves))
