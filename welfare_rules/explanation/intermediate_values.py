"""Derived values that an explanation rests on, each once, in the order in which they are needed.

Incomes with every exemption.
"""

from __future__ import annotations

from collections.abc import Sequence

from welfare_rules.basics import interval
from welfare_rules.basics.interval import Interval
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.conditions import chosen, decide
from welfare_rules.explanation.derivation import Case, Counted, Exempted, Working
from welfare_rules.explanation.mentions import Gathered
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Exemption, Income, countable
from welfare_rules.law.terms import Formula
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Step


def workings(
    numbers: Numbers, gathered: Gathered, shown: Sequence[int], known: int
) -> tuple[Working, ...]:
    """Every derived value named by what is shown, and by these in turn.

    Steps stand behind what they need, so one way back is enough.
    """
    incomes = {
        countable(each.id): each
        for each in numbers.program.law.incomes
        if each.period.holds(numbers.month.first, known)
    }
    left_out = len(numbers.case.members) - len(shown)
    made: list[Working] = []
    for step in reversed(numbers.program.steps):
        if step.id not in gathered.steps or (step.entity is Entity.MEMBER and not shown):
            continue
        payees = (HOUSEHOLD,) if step.entity is Entity.HOUSEHOLD else tuple(shown)
        more = 0 if step.entity is Entity.HOUSEHOLD else left_out
        if step.node is None:
            made.append(Working(step, payees))
        elif not step.name.is_derived:
            # a part of a benefit, which is explained there
            gathered.step(step.id, step.node)
        elif step.id in incomes:
            counted = _incomes(numbers, gathered, step, incomes[step.id], payees)
            if counted:
                made.append(Working(step, payees, incomes=counted, left_out=more))
        else:
            gathered.step(step.id, step.node)
            cases: tuple[Case, ...] = ()
            if step.type.kind is Kind.BOOL:
                cases = tuple(decide(numbers, step.node, each, deep=0) for each in payees)
            elif isinstance(step.node, n.If):
                cases = tuple(chosen(numbers, step.node, each) for each in payees)
            made.append(Working(step, payees, cases, left_out=more))
    made.reverse()
    return tuple(made)


def _incomes(
    numbers: Numbers, gathered: Gathered, step: Step, income: Income, payees: Sequence[int]
) -> tuple[Counted, ...]:
    """The income of each member who has or may have any of it."""
    found: list[Counted] = []
    formula = numbers.now(income.value.node)
    for member in payees:
        start = numbers.of(formula, member)
        if start.value == 0:
            continue
        gathered.formula(formula)
        left = start.ends
        exempted: list[Exempted] = []
        for exemption in numbers.program.exemptions[step.id]:
            made = _exempted(numbers, gathered, exemption, member, left)
            left = made.left
            exempted.append(made)
        found.append(
            Counted(member, income, formula, tuple(exempted), numbers.of_step(step.id, member).ends)
        )
    return tuple(found)


def _exempted(
    numbers: Numbers, gathered: Gathered, exemption: Exemption, member: int, before: Interval
) -> Exempted:
    """One exemption as the income family defines it.

    A sum, up to its cap, never below 0; then a share of what is left.
    """

    def of(formula: Formula | None) -> Interval | None:
        if formula is None:
            return None
        node = numbers.now(formula.node)
        gathered.formula(node)
        return numbers.of(node, member).ends

    case = None
    if exemption.when is not None:
        case = decide(numbers, numbers.now(exemption.when.node), member, deep=0)
        gathered.leaves(case.leaves)
    if case is not None and case.holds is False:
        return Exempted(exemption, case, None, None, None, None, before)
    declared, cap, share = of(exemption.deduct), of(exemption.cap), of(exemption.share)
    after, taken = before, None
    if declared is not None:
        deducted = declared if cap is None else interval.least([declared, cap])
        after = interval.greatest([(0, 0), interval.subtract(after, deducted)])
        taken = deducted
    if share is not None:
        after = interval.multiply(after, interval.subtract((1, 1), share))
    if case is not None and case.holds is None:
        after = interval.hull((before, after))
    return Exempted(exemption, case, declared, cap, taken, share, after)
