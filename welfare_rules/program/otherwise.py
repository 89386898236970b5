"""Which benefits two programs may decide otherwise: what they are made of is held against each
other, and not what is written about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.program import BenefitInForce, FigureInForce, Program
from welfare_rules.program.resolve import facts_of, figures_of


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
    return _otherwise(
        {each.id: _benefit(one, each) for each in one.benefits},
        {each.id: _benefit(other, each) for each in other.benefits},
    )


def circles_otherwise(one: Program, other: Program) -> bool:
    """Whether two programs may say that a household is of another circle."""
    return _circles(one) != _circles(other)


def _otherwise(one: Mapping[str, object], other: Mapping[str, object]) -> frozenset[str]:
    return frozenset(each for each in one.keys() | other.keys() if one.get(each) != other.get(each))


def _benefit(program: Program, benefit: BenefitInForce) -> object:
    own = benefit.payee, benefit.service, benefit.per, benefit.starts
    return own, benefit.ends, _made_of(program, benefit.ends)


def _circles(program: Program) -> object:
    circles = [(each.circle.id, each.step) for each in program.circles]
    return circles, _made_of(program, [step for _, step in circles])


def _made_of(program: Program, ends: Sequence[str]) -> object:
    """All that some steps rest on, as far as it decides anything."""
    steps = [program.by_id[each] for each in sorted(program.below(ends))]
    named = facts_of(steps)
    named |= {each.ignored_when[0] for each in program.law.facts if each.ignored_when is not None}
    facts = [each for each in program.law.facts if each.id in named or each.starts]
    lists = {each.type.choice for each in (*facts, *steps) if each.type.kind is Kind.CHOICE}
    return (
        program.law.division,
        [(each.id, each.entity, each.type, each.node) for each in steps],
        _by_name(figures_of(steps), lambda key: _figure(program.figures[key])),
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
