"""Which benefits two programs may decide otherwise: what they are made of is held against each
other, and not what is written about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.program import (
    BenefitInForce,
    FigureInForce,
    Program,
    facts_in,
    figures_in,
    references,
)


def decided_otherwise(one: Program, other: Program) -> frozenset[str]:
    """The benefits, by their ids, to which two programs may say that somebody has another right, or
    to another amount; those of one program alone are among them.

    Words, sources, and what no published document confirms make no difference.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> months = "2021-06", "2021-07", "2021-08"
    >>> june, july, august = (policy.at(each, known="2021-12-31").program for each in months)
    >>> sorted(decided_otherwise(july, august)), "dibao" in decided_otherwise(june, july)
    (['price_subsidy'], True)
    """
    sides = (
        {each.id: parts.benefit(each) for each in parts.program.benefits}
        for parts in (_Parts.of(one), _Parts.of(other))
    )
    return _otherwise(*sides)


def circles_otherwise(one: Program, other: Program) -> bool:
    """Whether two programs may say that a household is of another circle."""
    return _Parts.of(one).circles() != _Parts.of(other).circles()


def _otherwise(one: Mapping[str, object], other: Mapping[str, object]) -> frozenset[str]:
    return frozenset(each for each in one.keys() | other.keys() if one.get(each) != other.get(each))


@dataclass(frozen=True, slots=True)
class _Parts:
    """A program, and for each of its steps what its formula names, looked up once for all benefits
    that rest on it: other steps, facts and figures.
    """

    program: Program
    named: Mapping[str, Sequence[str]]
    facts: Mapping[str, frozenset[str]]
    figures: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, program: Program) -> Self:
        nodes = {each.id: each.node for each in program.steps if each.node is not None}
        return cls(
            program,
            {key: references(node) for key, node in nodes.items()},
            {key: facts_in([node]) for key, node in nodes.items()},
            {key: figures_in([node]) for key, node in nodes.items()},
        )

    def benefit(self, benefit: BenefitInForce) -> object:
        own = benefit.payee, benefit.service, benefit.per, benefit.starts
        return own, benefit.ends, self._made_of(benefit.ends)

    def circles(self) -> object:
        circles = [(each.circle.id, each.step) for each in self.program.circles]
        return circles, self._made_of([step for _, step in circles])

    def _below(self, ends: Iterable[str]) -> list[str]:
        left, found = [*ends], set[str]()
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left.extend(self.named.get(name, ()))
        return sorted(found)

    def _made_of(self, ends: Iterable[str]) -> object:
        """All that some steps rest on, as far as it decides anything."""
        program, below = self.program, self._below(ends)
        steps = [program.by_id[each] for each in below]
        nothing = frozenset[str]()
        named = nothing.union(*(self.facts.get(each, nothing) for each in below))
        figures = nothing.union(*(self.figures.get(each, nothing) for each in below))
        named |= {
            each.ignored_when[0] for each in program.law.facts if each.ignored_when is not None
        }
        facts = [each for each in program.law.facts if each.id in named or each.starts]
        lists = {each.type.choice for each in (*facts, *steps) if each.type.kind is Kind.CHOICE}
        return (
            program.law.division,
            [(each.id, each.entity, each.type, each.node) for each in steps],
            _by_name(figures, lambda key: _figure(program.figures[key])),
            [(each.id, each.entity, each.type, each.flow, *_kept(each)) for each in facts],
            _by_name(lists, lambda key: [each.id for each in program.law.choices[key].values]),
        )


def _kept(fact: Fact) -> Sequence[object]:
    return fact.low, fact.high, fact.presumed, fact.ignored_when, fact.starts


def _figure(found: FigureInForce) -> object:
    figure = found.figure
    return figure.type, figure.low, figure.high, found.value


def _by_name(names: Iterable[str], told: Callable[[str], object]) -> Mapping[str, object]:
    return {each: told(each) for each in names}
