"""The durable engine: conditions matched by durable-rules, as an independent opinion.

Conditions are requirements, rows, exclusions and circles.

What conditions look at (sums over members, ages, amounts) is worked out first, as exact whole
numbers, and put to the rules engine as one flat fact a payee. Conclusions of one stratum enter the
facts of the next. Amounts follow from the conclusions. A case with an unknown fact, or one at which
the rules engine falters, is decided by the reference engine.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import cast

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import Decided, Decision
from welfare_rules.engine.durable.conditions import (
    COMPARISONS,
    All,
    AnyOf,
    Clause,
    Compare,
    CompareFields,
    Condition,
    Op,
    terms_of,
)
from welfare_rules.engine.durable.matcher import EngineFault, Matcher, load_engine
from welfare_rules.engine.reference import Evaluation, Prepared, Reference
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program, Step, references
from welfare_rules.program.resolve import facts_of

_OPS: dict[Comparison, Op] = {comparison: op for op, comparison in COMPARISONS.items()}
ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Field:
    """One or two numbers that conditions look at.

    Two are brought to one denominator, which keeps their order.
    """

    names: tuple[str, ...]
    values: tuple[Prepared, ...]

    def numbers(self, evaluation: Evaluation, payee: int) -> Mapping[str, int]:
        """The numbers by their names; none where one of them cannot be said."""
        values = [value(evaluation, payee).value for value in self.values]
        if None in values:
            return {}
        numbers = [Fraction(cast(int, value)) for value in values]
        common = lcm(*(number.denominator for number in numbers))
        return dict(zip(self.names, (int(number * common) for number in numbers), strict=True))


@dataclass(frozen=True, slots=True)
class Stratum:
    """Conditions of one entity that rest on nothing but lower strata."""

    entity: Entity
    steps: Mapping[str, frozenset[str]]  # each condition with the fields that it looks at
    fields: tuple[Field, ...]
    matcher: Matcher


class Durable:
    """Decides complete cases by matching.

    Raises EngineMissing when durable-rules cannot be loaded here.
    """

    name = "durable"

    def __init__(self, program: Program, reference: Reference) -> None:
        load_engine()
        self.program = program
        self.reference = reference
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)
        self.strata: tuple[Stratum, ...] = tuple(self._strata())
        weakref.finalize(self, _close, [stratum.matcher for stratum in self.strata])

    def decide(self, case: Case, month: Month) -> Decision:
        """The decision; a fault of the rules engine costs time, never an answer."""
        if not case.unknown.isdisjoint(self.needed):
            return self.reference.decide(case, month)
        try:
            return self.matched(case, month)
        except EngineFault:
            return self.reference.decide(case, month)

    def matched(self, case: Case, month: Month) -> Decision:
        """The decision with every condition matched by the rules engine; raises EngineFault."""
        evaluation = self.reference.evaluate(case, month)
        for stratum in self.strata:
            for payee in case.payees(stratum.entity):
                self._match(evaluation, stratum, payee)
        return Decided(evaluation.circle(), evaluation.outcomes())

    def _match(self, evaluation: Evaluation, stratum: Stratum, payee: int) -> None:
        fact: dict[str, int] = {ALWAYS: 1}
        for field in stratum.fields:  # what is unknown is left to the reference engine
            fact.update(field.numbers(evaluation, payee))
        fired = stratum.matcher.fired(fact)
        for step, looked_at in stratum.steps.items():
            if not looked_at <= fact.keys():
                continue
            evaluation.put(step, payee, int(step in fired))

    def _strata(self) -> Iterable[Stratum]:
        levels: dict[str, int] = {}
        conditions: dict[tuple[int, Entity], list[Step]] = {}
        for step in self.program.steps:
            below = (
                [
                    levels[name] + is_condition(self.program.step(name))
                    for name in references(step.node)
                ]
                if step.node is not None
                else []
            )
            levels[step.id] = max(below, default=0)
            if is_condition(step) and step.id in self.program.needed and step.node is not None:
                conditions.setdefault((levels[step.id], step.entity), []).append(step)
        for (level, entity), steps in sorted(
            conditions.items(), key=lambda each: (each[0][0], each[0][1].value)
        ):
            compiler = Conditions(self.reference)
            conditions_of = {
                step.id: compiler.clause(step.node) for step in steps if step.node is not None
            }
            clauses = [Clause(name, condition) for name, condition in conditions_of.items()]
            looked_at = {name: fields_in(condition) for name, condition in conditions_of.items()}
            matcher = Matcher(f"{self.program.digest[7:23]}.{level}.{entity.value}", clauses)
            yield Stratum(entity, looked_at, tuple(compiler.fields.values()), matcher)


def _close(matchers: Iterable[Matcher]) -> None:
    """Gives the rules engine's memory back, which Python knows nothing of."""
    for matcher in matchers:
        matcher.close()


def is_condition(step: Step) -> bool:
    """Clauses of benefits and circles.

    What the policy calls a condition. Other truths are worked out beforehand.
    """
    return step.name.is_condition


def fields_in(condition: Condition) -> frozenset[str]:
    """The fields that a condition looks at."""
    match condition:
        case All(parts) | AnyOf(parts):
            return frozenset[str]().union(*(fields_in(part) for part in parts))
        case Compare(field=field):
            return frozenset({field})
        case CompareFields(left=left, right=right):
            return frozenset({left, right})
        case _:
            return frozenset({condition.field})


class Conditions:
    """Formulas as conditions over fields.

    Negation is pushed down to the comparisons, since the rules engine has none to be trusted.
    """

    def __init__(self, reference: Reference, prefix: str = "") -> None:
        self.reference = reference
        self.prefix = prefix
        self.fields: dict[str, Field] = {}

    def clause(self, node: n.Node) -> Condition:
        """The condition; one with too many alternatives is evaluated beforehand as a whole."""
        made = self.condition(node, True)
        try:
            terms_of(made)
        except ValueError:
            return self.truth(node, True)
        return made

    def condition(self, node: n.Node, wanted: bool) -> Condition:
        match node:
            case n.And() | n.Or():
                parts = tuple(self.condition(part, wanted) for part in node.parts)
                return All(parts) if isinstance(node, n.And) == wanted else AnyOf(parts)
            case n.Not():
                return self.condition(node.part, not wanted)
            case n.Compare():
                return self.comparison(node, wanted)
            case n.In() if node.item.type.whole and all(
                isinstance(each, int) for each in node.values
            ):
                field = self.field((node.item,))[0]
                tests = tuple(
                    Compare("eq" if wanted else "ne", field, int(each)) for each in node.values
                )
                return AnyOf(tests) if wanted else All(tests)
            case n.Const():
                return Compare("eq", ALWAYS, int(bool(node.value) == wanted))
            case _:
                return self.truth(node, wanted)

    def truth(self, node: n.Node, wanted: bool) -> Condition:
        return Compare("eq", self.field((node,))[0], int(wanted))

    def comparison(self, node: n.Compare, wanted: bool) -> Condition:
        op = _OPS[node.op if wanted else node.op.negated]
        if (
            isinstance(node.right, n.Const)
            and node.left.type.whole
            and isinstance(node.right.value, int)
        ):
            return Compare(op, self.field((node.left,))[0], node.right.value)
        left, right = self.field((node.left, node.right))
        return CompareFields(op, left, right)

    def field(self, nodes: tuple[n.Node, ...]) -> tuple[str, ...]:
        """Names of the fields with these values, made once for the whole stratum."""
        key = " | ".join(n.spell(node) for node in nodes)
        if key not in self.fields:
            names = tuple(f"{self.prefix}{len(self.fields)}.{place}" for place in range(len(nodes)))
            self.fields[key] = Field(names, tuple(self.reference.formula(node) for node in nodes))
        return self.fields[key].names
