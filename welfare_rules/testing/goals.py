"""What a set of households should show of the rules of a month: every requirement, row, supplement,
exclusion, exemption, circle, branch and rounding, both ways.

A goal is a list of conditions that one payee must meet together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.numbers import Number, rounded
from welfare_rules.basics.text import Words
from welfare_rules.cases.items import scoped
from welfare_rules.language.nodes import (
    NOTHING,
    Compare,
    DerivedRef,
    Greatest,
    If,
    Least,
    Node,
    Rounded,
)
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.law.model import countable
from welfare_rules.program.case import Case
from welfare_rules.program.program import BenefitInForce, Program, base_step, part_step
from welfare_rules.testing.contradictions import Way

APART = 32  # of one benefit, each under conditions of its own


@dataclass(frozen=True, slots=True, eq=False)
class Rounding:
    """An amount that should be rounded up (1), down (-1) or not at all (0).

    `amounts` are those of which it is one, each with the conditions under which it is.
    """

    node: Rounded
    side: int
    amounts: tuple[tuple[Way, Node], ...]

    def of(self, amount: Number) -> bool:
        """Whether an amount is rounded so; one that is exact already has to be above 0."""
        to = rounded(amount, self.node.step, self.node.direction)
        return (to > amount) - (to < amount) == self.side and (self.side != 0 or amount > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """One thing to be shown: `name` and `way` say what, `needs` must all be so for one payee."""

    name: str
    way: Words
    entity: Entity
    needs: Way
    rounding: Rounding | None = None

    def payees(self, case: Case) -> range:
        return case.payees(self.entity)


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
        case If(yes=Rounded() as node) if not benefit.service:
            amounts = _amounts(node.part)
            ways = {"up": (1, 0), "down": (-1, 0)}.get(node.direction, (1, -1))
            for side in ways:
                way = {1: _UP, -1: _DOWN, 0: _EXACT}[side]
                sought = Rounding(node, side, amounts)
                yield Goal(f"{benefit.id}/rounding", way, payee, ((base, True),), sought)
        case _:
            pass


def _amounts(node: Node) -> tuple[tuple[Way, Node], ...]:
    """What an amount is chosen from, each with the conditions under which it may be it."""
    found: list[tuple[Way, Node]] = []
    left: list[tuple[Way, Node]] = [((), node)]
    while left:
        way, each = left.pop()
        match each:
            case If(test=test, yes=yes, no=no):
                left += [((*way, (test, False)), no), ((*way, (test, True)), yes)]
            case Greatest(parts=parts) | Least(parts=parts):
                left += [(way, part) for part in reversed(parts)]
            case _:
                found.append((way, each))
        if len(found) + len(left) > APART:
            return (((), node),)
    return tuple(found)


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
