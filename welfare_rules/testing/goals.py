"""What a set of households should show of the rules of a month: every requirement, row, supplement,
exclusion, exemption, circle, branch and rounding, both ways.

A goal is a list of conditions that one payee must meet together; how far a household is from it is
the number of comparisons that stand in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.known import Known
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.cases.items import scoped
from welfare_rules.engine.reference import Evaluation
from welfare_rules.language.nodes import (
    NOTHING,
    And,
    Compare,
    DerivedRef,
    Entitled,
    If,
    Node,
    Not,
    Or,
    Rounded,
)
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.law.model import countable
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program, base_step, part_step, step_of
from welfare_rules.rules import Rules

FARTHEST = 99
Prepared = Callable[[Evaluation, int], Known]
Need = tuple[Node, bool]
"""A condition, and whether it should hold."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing to be shown: `name` and `way` say what, `needs` must all be so for one payee.

    `rounds` is the amount that should be rounded up (1), down (-1) or not at all (0).
    """

    name: str
    way: Words
    entity: Entity
    needs: tuple[Need, ...]
    rounds: tuple[Rounded, int] | None = None

    def payees(self, case: Case) -> range:
        return case.payees(self.entity)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a household is from a goal: how many comparisons stand in the way, and which."""

    far: int
    payee: int
    leaves: tuple[Node, ...]


def goals_of(program: Program) -> Iterator[Goal]:
    """All goals of a program, in its order."""
    for benefit in program.benefits:
        yield from _of_benefit(program, benefit)
    yield from _of_exemptions(program)
    for place, each in enumerate(program.circles):
        before = [(_named(one.step, Entity.HOUSEHOLD), False) for one in program.circles[:place]]
        here = (_named(each.step, Entity.HOUSEHOLD), True)
        yield Goal(each.step, _HOLDS, Entity.HOUSEHOLD, (here, *before))
    yield from _of_branches(program)


_HOLDS, _FAILS = Words("成立", "holds"), Words("不成立", "does not hold")
_ALONE = Words("只有它不成立", "it alone does not hold")
_UP, _DOWN = Words("进位", "rounded up"), Words("舍去", "rounded down")
_EXACT = Words("不用取整", "exact before rounding")


def _of_benefit(program: Program, benefit: BenefitInForce) -> Iterator[Goal]:
    payee = benefit.payee
    base = _named(base_step(benefit.id), payee)
    required = _named(part_step(benefit.id, "required"), payee)
    for rule in benefit.requires:
        others = [(_named(each.step, payee), True) for each in benefit.requires if each is not rule]
        yield Goal(rule.step, _HOLDS, payee, ((base, True),))
        yield Goal(rule.step, _ALONE, payee, ((_named(rule.step, payee), False), *others))
    for rule in benefit.rows:
        row = _named(rule.step, payee)
        yield Goal(rule.step, _HOLDS, payee, ((base, True), (row, True)))
        yield Goal(rule.step, _FAILS, payee, ((required, True), (row, False)))
    for rule in benefit.supplements:
        for way, wanted in ((_HOLDS, True), (_FAILS, False)):
            needs = ((_named(rule.step, Entity.MEMBER), wanted), (base, True))
            yield Goal(rule.step, way, Entity.MEMBER, needs)
    for rule in benefit.excludes:
        free = _named(rule.step, payee)
        yield Goal(rule.step, _HOLDS, payee, ((free, False),))
        yield Goal(rule.step, _FAILS, payee, ((base, True), (free, True)))
    match program.step(benefit.gross).node:
        case If(yes=Rounded() as rounded) if not benefit.service:
            ways = {"up": (1, 0), "down": (-1, 0)}.get(rounded.direction, (1, -1))
            for side in ways:
                way = {1: _UP, -1: _DOWN, 0: _EXACT}[side]
                needs = ((base, True),)
                yield Goal(f"{benefit.id}/rounding", way, payee, needs, (rounded, side))
        case _:
            pass


def _of_exemptions(program: Program) -> Iterator[Goal]:
    values = {countable(each.id): each.value.node for each in program.law.incomes}
    for income, exemptions in program.exemptions.items():
        there = Compare(op=Comparison.GREATER, left=values[income], right=NOTHING)
        for each in exemptions:
            name = f"{income}/{each.id}"
            if each.when is None:
                yield Goal(name, _HOLDS, Entity.MEMBER, ((there, True),))
                continue
            for way, wanted in ((_HOLDS, True), (_FAILS, False)):
                needs = ((there, True), (each.when.node, wanted))
                yield Goal(name, way, Entity.MEMBER, needs)


def _of_branches(program: Program) -> Iterator[Goal]:
    """Both ways of every `if` that a formula of the law writes, where it is worked out."""
    for step in program.steps:
        if step.node is None or step.id not in program.needed or step.name.part:
            continue
        if step.id in program.exemptions:  # an `if` of an exemption has goals of its own
            continue
        for found, of_member, above in scoped(step.node, step.entity is Entity.MEMBER):
            entity = Entity.MEMBER if of_member else Entity.HOUSEHOLD
            inside = tuple((test, bool(wanted)) for test, wanted in above)
            for way, wanted in ((_HOLDS, True), (_FAILS, False)):
                yield Goal(f"{step.id}/if", way, entity, ((found.test, wanted), *inside))


def _named(step: str, entity: Entity) -> Node:
    return DerivedRef(id=step, type=BOOL, entity=entity)


# --- how far ---


class Ruler:
    """Says how far households are from goals; each formula is made ready once."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._ready: dict[int, tuple[Node, Prepared]] = {}

    def evaluation(self, case: Case) -> Evaluation:
        return self.rules.reference.evaluate(case, self.rules.month)

    def value(self, node: Node, evaluation: Evaluation, payee: int) -> Number | None:
        """The value of a formula for a payee; None where it cannot be said."""
        found = self._ready.get(id(node))
        if found is None:
            found = self._ready[id(node)] = (node, self.rules.reference.formula(node))
        return found[1](evaluation, payee).value

    def distance(self, goal: Goal, evaluation: Evaluation) -> Distance:
        """How far a household is from a goal, for the payee that comes nearest."""
        best: Distance | None = None
        for payee in goal.payees(evaluation.case):
            leaves: list[Node] = []
            for node, wanted in goal.needs:
                leaves += self._in_the_way(node, wanted, evaluation, payee)
            far = 2 * len(leaves)
            if not leaves and goal.rounds and not self._rounds(goal.rounds, evaluation, payee):
                far, leaves = 1, [goal.rounds[0].part]
            if best is None or far < best.far:
                best = Distance(far, payee, tuple(leaves))
            if far == 0:
                break
        return best or Distance(FARTHEST, HOUSEHOLD, ())

    def _rounds(self, wanted: tuple[Rounded, int], evaluation: Evaluation, payee: int) -> bool:
        node, side = wanted
        exact, rounded = (self.value(each, evaluation, payee) for each in (node.part, node))
        if exact is None or rounded is None:
            return False
        return (rounded > exact) - (rounded < exact) == side and (side != 0 or exact > 0)

    def _in_the_way(
        self, node: Node, wanted: bool, evaluation: Evaluation, payee: int
    ) -> Sequence[Node]:
        """The comparisons that keep a condition from being what is wanted, the fewest of them."""
        if self.value(node, evaluation, payee) == int(wanted):
            return ()
        match node:
            case Not(part=part):
                return self._in_the_way(part, not wanted, evaluation, payee)
            case And(parts=parts) | Or(parts=parts):
                every = [self._in_the_way(each, wanted, evaluation, payee) for each in parts]
                if isinstance(node, And) is wanted:
                    return [leaf for each in every for leaf in each]
                return min(every, key=len)
            case DerivedRef() | Entitled():
                step = evaluation.program.by_id[step_of(node)]
                of_member = step.entity is Entity.MEMBER
                if step.node is None or (payee != HOUSEHOLD) != of_member:
                    return (node,)
                return self._in_the_way(step.node, wanted, evaluation, payee) or (node,)
            case _:
                return (node,)
