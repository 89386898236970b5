"""Benefits that exclude one another: who of a ring is paid.

A benefit that keeps the higher of two payments gives way to one that is not lower. Where the other
says the same of it, two equal payments would both give way, and nobody would be paid. So benefits
of one payee that lead round to themselves by what excludes them are settled together: the highest
is paid, and of equal ones the one that stands first in the order of the law.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.graph import reached
from welfare_rules.basics.text import Words
from welfare_rules.language.nodes import (
    FALSE,
    NOTHING,
    TRUE,
    Amount,
    And,
    Compare,
    Const,
    DerivedRef,
    Greatest,
    Node,
    Not,
    Or,
    both,
    walk,
)
from welfare_rules.language.types import BOOL, MONEY, Entity
from welfare_rules.law.law import Law
from welfare_rules.program.program import (
    BenefitInForce,
    Rule,
    Step,
    StepName,
    clause_step,
    closure,
    entitled_step,
    net_step,
    part_step,
)

Edges = Mapping[str, Collection[str]]


def gives_way(node: Node, keep_higher: bool, payee: Entity, benefit: str) -> Node:
    """Whether a benefit would give way to what excludes it, whatever that gives way to itself.

    To a condition where it holds, to an amount where there is any; where the higher one is kept, to
    an amount that is not lower.
    """
    if node.type != MONEY:
        return node
    something = Compare(op=Comparison.GREATER, left=node, right=NOTHING)
    if not keep_higher:
        return something
    own = Amount(id=benefit, entity=payee, gross=True)
    return both(something, Compare(op=Comparison.AT_LEAST, left=node, right=own))


def named_amounts(
    node: Node, formulas: Mapping[str, Sequence[Node]], payee: Entity | None = None
) -> frozenset[str]:
    """The benefits whose amounts before exclusions a formula names, by itself or by derived values.

    With `payee` those alone that are paid to it.
    """
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        for each in walk(waiting.pop()):
            if isinstance(each, Amount) and each.gross and payee in (None, each.entity):
                found.add(each.id)
            elif isinstance(each, DerivedRef) and each.id not in seen:
                seen.add(each.id)
                if StepName.of(each.id).is_derived:
                    waiting.extend(formulas.get(each.id, ()))
    return frozenset(found)


def derived_formulas(law: Law) -> dict[str, list[Node]]:
    """The formulas of every derived value, all versions at once, by its name."""
    return {
        key: [version.formula.node for version in each.versions]
        for key, each in law.derived.items()
    }


def rings(edges: Edges) -> list[tuple[str, ...]]:
    """The sets of names that lead round to one another, in the order of the names.

    >>> rings({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]})
    [('b', 'c')]
    """
    back: dict[str, list[str]] = {name: [] for name in edges}
    for name, named in edges.items():
        for each in named:
            back.setdefault(each, []).append(name)
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for name in edges:
        if name in done:
            continue
        ring = reached(edges, [name]) & reached(back, [name])
        done |= ring
        if len(ring) > 1:
            found.append(tuple(each for each in edges if each in ring))
    return found


def exclusions(law: Law) -> dict[str, dict[str, frozenset[str]]]:
    """What each exclusion names of benefits of the same payee, all versions at once: by benefit
    and by the step of the exclusion.
    """
    formulas = derived_formulas(law)
    named: dict[str, dict[str, frozenset[str]]] = {}
    for each in law.benefits:
        for clause in each.clauses:
            if clause.kind == "exclude" and clause.when is not None:
                step = clause_step(each.id, clause.kind, clause.id)
                found = named_amounts(clause.when.node, formulas, each.payee)
                held = named.setdefault(each.id, {})
                held[step] = held.get(step, frozenset()) | found
    return named


def settled(
    benefits: Sequence[BenefitInForce], steps: Sequence[Step]
) -> tuple[tuple[BenefitInForce, ...], list[Step]]:
    """The benefits and steps of a program in which of every ring somebody is paid."""
    formulas = {step.id: (step.node,) for step in steps if step.node is not None}
    edges = {
        each.id: [
            name
            for rule in each.excludes
            if rule.clause.when is not None
            for name in named_amounts(rule.clause.when.node, formulas, each.payee)
        ]
        for each in benefits
    }
    found = rings(edges)
    if not found:
        return tuple(benefits), list(steps)
    by_id = {each.id: each for each in benefits}
    busy = {end(name) for ring in found for name in ring for end in (entitled_step, net_step)}
    instead: dict[str, Node] = {}
    more: list[Step] = []
    ring_of: dict[str, _Ring] = {}
    for ring in found:
        made = _Ring.of(tuple(by_id[name] for name in ring), formulas, steps, busy)
        instead |= made.conditions()
        more.extend(made.helpers())
        ring_of |= dict.fromkeys(ring, made)
    return (
        tuple(
            replace(each, ring=ring_of[each.id].names, one_of_ring=ring_of[each.id].plain)
            if each.id in ring_of
            else each
            for each in benefits
        ),
        [*(replace(step, node=instead.get(step.id, step.node)) for step in steps), *more],
    )


@dataclass(frozen=True, slots=True)
class _Ring:
    """The benefits of one ring, in the order of the law."""

    members: tuple[BenefitInForce, ...]
    named: Mapping[str, frozenset[str]]
    """By the exclusions for which a benefit belongs to the ring: whom of the ring each names."""
    payable: Mapping[str, Node]
    """Whether there is something to be paid, and nothing outside the ring excludes it."""
    plain: bool
    """Whether every exclusion of the ring keeps the higher of whole payments: then exactly one of
    the ring is paid. Else whoever gives way to nobody is, and where all would give way the highest.
    """

    @staticmethod
    def of(
        members: tuple[BenefitInForce, ...],
        formulas: Mapping[str, Sequence[Node]],
        steps: Sequence[Step],
        busy: Collection[str],
    ) -> _Ring:
        ids, payee = {each.id for each in members}, members[0].payee
        rules = [
            (rule, named_amounts(rule.clause.when.node, formulas, payee) & ids)
            for each in members
            for rule in each.excludes
            if rule.clause.when is not None
        ]
        named = {rule.step: found for rule, found in rules if found}
        return _Ring(
            members,
            named,
            {each.id: _payable(each, named, steps, busy) for each in members},
            all(rule.clause.keep_higher and _is_payment(rule) for rule, found in rules if found),
        )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.members)

    def conditions(self) -> dict[str, Node]:
        """What the exclusions of the ring come to, by step: true where they do not exclude."""
        return {
            rule.step: Not(part=both(_qualifies(each), self._excludes(each, rule)))
            for each in self.members
            for rule in self._rules(each)
        }

    def helpers(self) -> Iterable[Step]:
        """Who would give way, and who is kept because all would."""
        if self.plain:
            return
        for each in self.members:
            gives = Or(parts=(FALSE, *(self._raw(each, rule) for rule in self._rules(each))))
            node = both(_qualifies(each), gives)
            yield Step(part_step(each.id, "gives-way"), each.payee, BOOL, node, each.label)
        for each in self.members:
            others = (
                Or(parts=(Not(part=self.payable[one.id]), _named(one, "gives-way")))
                for one in self.members
            )
            first = (Not(part=self._before(one, each)) for one in self.members if one is not each)
            node = And(parts=(*others, *first))
            label = Words(f"{each.label.zh}仍予保留", f"{each.label.en} is kept")
            yield Step(part_step(each.id, "kept"), each.payee, BOOL, node, label)

    def _excludes(self, benefit: BenefitInForce, rule: Rule) -> Node:
        if not self.plain:
            kept = _named(benefit, "kept")
            return both(self._raw(benefit, rule), Not(part=kept))
        named = self.named[rule.step]
        rules = self._rules(benefit)
        if rule is rules[0]:  # those that no exclusion of its own names
            own = frozenset[str]().union(*(self.named[each.step] for each in rules))
            named |= {each.id for each in self.members if each is not benefit} - own
        before = [self._before(each, benefit) for each in self.members if each.id in named]
        return before[0] if len(before) == 1 else Or(parts=tuple(before))

    def _raw(self, benefit: BenefitInForce, rule: Rule) -> Node:
        assert rule.clause.when is not None
        return gives_way(rule.clause.when.node, rule.clause.keep_higher, benefit.payee, benefit.id)

    def _rules(self, benefit: BenefitInForce) -> list[Rule]:
        """The exclusions by which a benefit belongs to the ring."""
        return [each for each in benefit.excludes if each.step in self.named]

    def _before(self, one: BenefitInForce, other: BenefitInForce) -> Node:
        """Whether one of two is the one to be paid: the higher, of equal ones the first."""
        first = self.members.index(one) < self.members.index(other)
        higher = Compare(
            op=Comparison.AT_LEAST if first else Comparison.GREATER,
            left=_gross(one),
            right=_gross(other),
        )
        return both(higher, self.payable[one.id])


def _payable(
    benefit: BenefitInForce, of_ring: Collection[str], steps: Sequence[Step], busy: Collection[str]
) -> Node:
    """Whether there is something to be paid, and no exclusion but those of the ring forbids it."""
    outside = [
        DerivedRef(id=rule.step, type=BOOL, entity=benefit.payee)
        for rule in benefit.excludes
        if rule.step not in of_ring and closure(steps, [rule.step]).isdisjoint(busy)
    ]
    return both(Compare(op=Comparison.GREATER, left=_gross(benefit), right=NOTHING), *outside)


def _is_payment(rule: Rule) -> bool:
    """Whether what excludes is another payment as it is, or the greatest of several."""
    node = rule.clause.when.node if rule.clause.when is not None else TRUE
    parts = node.parts if isinstance(node, Greatest) else (node,)
    return all(
        (isinstance(each, Amount) and each.gross) or (isinstance(each, Const) and each.value == 0)
        for each in parts
    )


def _qualifies(benefit: BenefitInForce) -> Node:
    return DerivedRef(id=benefit.qualified, type=BOOL, entity=benefit.payee)


def _named(benefit: BenefitInForce, part: str) -> Node:
    return DerivedRef(id=part_step(benefit.id, part), type=BOOL, entity=benefit.payee)


def _gross(benefit: BenefitInForce) -> Node:
    return Amount(id=benefit.id, entity=benefit.payee, gross=True)
