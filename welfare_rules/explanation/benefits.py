"""Benefits for the explanation.

Payees decided alike in one group, with conditions, rows, exclusions, and how the amount came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from welfare_rules.answer.large import told
from welfare_rules.answer.questions import whom_to_ask
from welfare_rules.basics import interval
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import rounded
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.conditions import DEEP, decide
from welfare_rules.explanation.derivation import (
    EVERYONE,
    Amounts,
    Case,
    Condition,
    Extra,
    Group,
    Leaf,
    Missing,
    RowAmount,
)
from welfare_rules.explanation.mentions import Gathered, of_household
from welfare_rules.language import nodes as n
from welfare_rules.language.types import MONEY, Entity
from welfare_rules.law.model import Benefit
from welfare_rules.program import program as core
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import BenefitInForce, Rule

MOST_SHOWN = 12
"""So many persons are worked out one by one; the rest are named with their results, or counted."""


class Grouping:
    """Makes the groups of one answer.

    `provisional` has the benefits and payees whose answer is; `shown` gathers whom it speaks of.
    """

    __slots__ = ("gathered", "law", "numbers", "provisional", "shown")

    def __init__(
        self, numbers: Numbers, gathered: Gathered, provisional: frozenset[tuple[str, int]]
    ) -> None:
        self.numbers = numbers
        self.gathered = gathered
        self.provisional = provisional
        self.law = numbers.program.law
        self.shown: dict[int, None] = {}

    def groups(self, benefit: BenefitInForce, outcomes: Sequence[Outcome]) -> Iterable[Group]:
        """One group for each payee who is or may be paid.

        Those who are denied for the same reasons together.
        """
        alike: dict[object, list[Outcome]] = {}
        for each in outcomes:
            denied = each.entitled is False and _fails(benefit, each)
            reasons = each.truths[: len(benefit.requires) + len(benefit.rows)]
            alike.setdefault(("denied", reasons) if denied else each.payee, []).append(each)
        whole = 0
        brief: dict[object, list[Outcome]] = {}
        for key, found in alike.items():
            if isinstance(key, tuple):
                yield self._denied(benefit, found)
            elif whole < MOST_SHOWN:
                whole += 1
                yield self._single(benefit, found[0])
            else:
                brief.setdefault((found[0].entitled, found[0].due), []).extend(found)
        for found in brief.values():
            yield self._group(benefit, found, brief=True)

    def _group(
        self,
        benefit: BenefitInForce,
        found: Sequence[Outcome],
        conditions: Sequence[Condition] = (),
        no_row: Sequence[Condition] = (),
        excludes: Sequence[Condition] = (),
        amounts: Amounts | None = None,
        *,
        brief: bool = False,
    ) -> Group:
        first = found[0]
        facts = (missed(self.numbers, name, is_fact=True) for name in told(first.missing_facts))
        figures = (missed(self.numbers, name, is_fact=False) for name in first.missing_figures)
        payees = tuple(each.payee for each in found)
        return Group(
            benefit,
            payees,
            first,
            any((benefit.id, each) in self.provisional for each in payees),
            tuple(conditions),
            tuple(no_row),
            tuple(excludes),
            amounts,
            (*facts, *figures),
            brief,
        )

    def _denied(self, benefit: BenefitInForce, found: Sequence[Outcome]) -> Group:
        """What failed with its numbers.

        What holds or cannot be said is only named. Rows are only named where a requirement fails
        too.
        """
        payees = [each.payee for each in found]
        required, rows, _ = _truths(benefit, found[0])
        conditions = [
            self._condition(rule, holds, payees if holds is False else ())
            for rule, holds in zip(benefit.requires, required, strict=True)
        ]
        no_row: list[Condition] = []
        if _none_applies(rows):
            no_row = [
                self._condition(rule, False, () if False in required else payees)
                for rule in benefit.rows
            ]
        return self._group(benefit, found, conditions, no_row)

    def _single(self, benefit: BenefitInForce, outcome: Outcome) -> Group:
        """One payee, every condition with its numbers."""
        payee = outcome.payee
        if payee != HOUSEHOLD:
            self.shown[payee] = None
        required, rows, excluded = _truths(benefit, outcome)
        conditions = [
            self._condition(rule, holds, (payee,))
            for rule, holds in zip(benefit.requires, required, strict=True)
        ]
        excludes = [
            self._exclusion(rule, holds, payee)
            for rule, holds in zip(benefit.excludes, excluded, strict=True)
        ]
        no_row = (
            [self._condition(rule, False, (payee,)) for rule in benefit.rows]
            if _none_applies(rows)
            else []
        )
        amounts = None
        if False not in required and not no_row:
            amounts = self._amounts(benefit, payee, list(zip(benefit.rows, rows, strict=True)))
        return self._group(benefit, (outcome,), conditions, no_row, excludes, amounts)

    # --- conditions ---

    def _condition(
        self, rule: Rule, holds: bool | None, payees: Sequence[int], deep: int = DEEP
    ) -> Condition:
        """A clause with what decided it for each of these payees (for none: it is only named)."""
        node = self.numbers.step(rule.step).node
        if not payees or node is None:
            return Condition(rule, holds, ())
        # a name that holds is the whole reason
        if holds and len(payees) == 1 and type(node) is n.DerivedRef:
            leaf = Leaf(node, HOUSEHOLD if of_household(node) else payees[0], False, True, None)
            self.gathered.steps.add(node.id)
            return Condition(rule, holds, (Case(payees[0], True, (leaf,)),))
        asked = (HOUSEHOLD,) if of_household(node) else payees[:MOST_SHOWN]
        cases = tuple([decide(self.numbers, node, each, deep) for each in asked])
        for each in cases:
            self.gathered.leaves(each.leaves)
        return Condition(
            rule, holds, cases, 0 if len(cases) < MOST_SHOWN else len(payees) - len(cases)
        )

    def _exclusion(self, rule: Rule, holds: bool | None, payee: int) -> Condition:
        """An exclusion is asked of who would else be paid.

        What is said of it is whether that which excludes is there.
        """
        node = self.numbers.step(rule.step).node
        if holds or not isinstance(node, n.Not) or not isinstance(node.part, n.And):
            return Condition(rule, holds, ())
        case = decide(self.numbers, n.both(*node.part.parts[1:]), payee)
        self.gathered.leaves(case.leaves)
        return Condition(rule, False if case.holds else holds, (case,))

    # --- amounts ---

    def _amounts(
        self, benefit: BenefitInForce, payee: int, rows: Sequence[tuple[Rule, bool | None]]
    ) -> Amounts:
        law, node = self.law.benefit(benefit.id), self.numbers.step(benefit.gross).node
        due = node.yes if isinstance(node, n.If) and isinstance(node.yes, n.Rounded) else None
        whole = due.part.parts[-1] if due is not None and isinstance(due.part, n.Greatest) else None
        applying = [
            RowAmount(
                self._condition(rule, holds, (payee,)),
                None if benefit.service else self._row_value(rule, law),
            )
            for rule, holds in rows
            if holds is not False
        ]
        others = [
            self._condition(rule, False, (payee,), deep=1) for rule, holds in rows if holds is False
        ]
        formula = self.numbers.now(law.amount.node) if law.amount is not None and not rows else None
        for each in (formula, *(row.value for row in applying)):
            if each is not None:
                self.gathered.formula(each)
        extras, counted = self._extras(benefit, law, whole)
        gross = self.numbers.of_step(benefit.gross, payee).ends
        return Amounts(
            payee, formula, tuple(applying), tuple(others), extras, counted, whole, due, gross
        )

    def _extras(
        self, benefit: BenefitInForce, law: Benefit, whole: n.Node | None
    ) -> tuple[tuple[Extra, ...], tuple[tuple[int, Interval], ...]]:
        """Each supplement with the members who have it, and what supplements come to for each of
        these members.
        """
        if (
            not benefit.supplements
            or not isinstance(whole, n.Add)
            or not isinstance(whole.right, n.Total)
        ):
            return (), ()
        self.gathered.formula(whole.right.among)
        meant = [member for member, _ in self.numbers.among(whole.right.among)]
        found: list[Extra] = []
        for rule in benefit.supplements:
            truths = [(each, self.numbers.of_step(rule.step, each).truth) for each in meant]
            members = tuple(each for each, truth in truths if truth is not False)
            if members:
                value = self._row_value(rule, law)
                self.gathered.formula(value)
                settled = all(truth is not None for _, truth in truths)
                found.append(
                    Extra(self._condition(rule, True if settled else None, members), value, members)
                )
        values = [
            (each, self.numbers.of_step(core.part_step(benefit.id, "supplement"), each).ends)
            for each in meant
        ]
        return tuple(found), tuple((each, value) for each, value in values if value != (0, 0))

    def _row_value(self, rule: Rule, benefit: Benefit) -> n.Node:
        """What a row, step or supplement gives.

        Its amount, or its share of what the benefit is a share of.
        """
        clause = rule.clause
        value = clause.value.node if clause.value is not None else n.NOTHING
        base = benefit.base or benefit.share_of
        whole = (
            n.Mul(left=base.node, right=value, type=MONEY)
            if clause.is_share and base is not None
            else value
        )
        return self.numbers.now(whole)


Truths = tuple[bool | None, ...]


def _truths(benefit: BenefitInForce, outcome: Outcome) -> tuple[Truths, Truths, Truths]:
    """Whether requirements, rows and exclusions hold.

    Of an exclusion: whether it leaves the benefit alone.
    """
    count, with_rows = len(benefit.requires), len(benefit.requires) + len(benefit.rows)
    return outcome.truths[:count], outcome.truths[count:with_rows], outcome.truths[with_rows:]


def _none_applies(rows: Truths) -> bool:
    return bool(rows) and all(each is False for each in rows)


def _fails(benefit: BenefitInForce, outcome: Outcome) -> bool:
    """Whether a requirement fails or every row does.

    Else an exclusion denies, or one thing or another whatever the unknown is.
    """
    required, rows, _ = _truths(benefit, outcome)
    return False in required or _none_applies(rows)


def missed(
    numbers: Numbers,
    name: str,
    *,
    is_fact: bool,
    decides: tuple[tuple[BenefitInForce, int], ...] = (),
) -> Missing:
    """A missing fact (named as an answer names it), figure or formula."""
    if not is_fact:
        figure = numbers.program.figures.get(name)
        if figure is not None:
            return Missing("missing_figure", figure.figure.label, name, HOUSEHOLD, decides)
        return Missing("missing_formula", numbers.step(name).label, name, HOUSEHOLD, decides)
    payee, key = HOUSEHOLD, name
    if name.startswith("members["):  # as Case.path writes it
        member, _, key = name[len("members[") :].rpartition("].")
        everyone = member == "*" and member not in numbers.case.member_ids
        payee = EVERYONE if everyone else numbers.case.member_ids.index(member)
    entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
    facts = (each for each in numbers.program.facts if (each.id, each.entity) == (key, entity))
    fact = next(facts, None)
    if fact is None:
        return Missing("missing_fact", Words("", ""), key, payee, decides)
    people = range(len(numbers.case.members)) if payee == EVERYONE else (payee,)
    said_unknown = all((each, fact.column) in numbers.case.said_unknown for each in people)
    kind = "unknown_fact" if said_unknown else "missing_fact"
    whom = whom_to_ask(fact.judged_by, fact.registers)
    return Missing(kind, fact.label, key, payee, decides, whom)


def stages(
    numbers: Numbers, amounts: Amounts, due: n.Rounded
) -> tuple[Interval, Interval, Interval]:
    """An amount as it is reckoned, never below zero, and rounded."""
    whole = amounts.whole if amounts.whole is not None else due.part
    raw = numbers.of(whole, amounts.payee).ends
    before = interval.greatest([(0, 0), raw]) if raw[0] is None or raw[0] < 0 else raw
    after = amounts.gross
    if None in after or after[0] != after[1]:  # the conditions may be open although the sum is not
        after = interval.monotone(lambda each: rounded(each, due.step, due.direction), before)
    return raw, before, after
