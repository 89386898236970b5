"""Which benefits two programs may decide otherwise: what they are made of is held against each
other, and not what is written about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from welfare_rules.language.nodes import FactRef, FigureRef, Node, Receives, walk
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.program import BenefitInForce, FigureInForce, Program, named_step


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What two programs may decide otherwise: benefits, by their ids, to which somebody may have
    another right or to another amount, those of one program alone among them; and whether a
    household may be of another circle.

    Words, sources, and what no published document confirms make no difference.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> months = "2021-06", "2021-07", "2021-08"
    >>> june, july, august = (policy.at(each, known="2021-12-31").program for each in months)
    >>> sorted(Otherwise.of(july, august).benefits)
    ['price_subsidy']
    >>> "dibao" in Otherwise.of(june, july).benefits
    True
    """

    benefits: frozenset[str]
    circles: bool

    @classmethod
    def of(cls, one: Program, other: Program) -> Self:
        sides = _Parts.of(one), _Parts.of(other)
        made = _made_otherwise(one, other)
        before, after = ({each.id: each for each in side.benefits} for side in (one, other))
        alike = {
            each
            for each in before.keys() & after.keys()
            if _own(before[each]) == _own(after[each])
            and _rests_alike(sides, made, before[each].ends)
        }
        circles = [[(each.circle.id, each.step) for each in side.circles] for side in (one, other)]
        same = circles[0] == circles[1] and _rests_alike(
            sides, made, [step for _, step in circles[0]]
        )
        return cls(frozenset(before.keys() | after.keys()) - alike, not same)


def _own(benefit: BenefitInForce) -> object:
    return benefit.payee, benefit.service, benefit.per, benefit.starts, benefit.ends


def _made_otherwise(one: Program, other: Program) -> frozenset[str]:
    """The steps that are made otherwise in themselves, or are there in one program alone."""

    def differs(step: str) -> bool:
        before, after = one.by_id[step], other.by_id[step]
        here = before.entity, before.type, before.node
        return here != (after.entity, after.type, after.node)

    both = one.by_id.keys() & other.by_id.keys()
    return frozenset(
        (one.by_id.keys() ^ other.by_id.keys()) | {each for each in both if differs(each)}
    )


def _rests_alike(sides: tuple[_Parts, _Parts], made: frozenset[str], ends: Iterable[str]) -> bool:
    """Whether all that some steps of both programs rest on is alike, as far as it decides anything:
    where no step is made otherwise both rest on the same ones.
    """
    one, other = sides
    below = one.below(ends)
    return made.isdisjoint(below) and one.looked_at(below) == other.looked_at(below)


class _Names(NamedTuple):
    """What a formula names: other steps, facts and figures."""

    steps: Sequence[str]
    facts: frozenset[str]
    figures: frozenset[str]

    @classmethod
    def of(cls, formula: Node) -> Self:
        parts = walk(formula)
        steps = [name for each in parts if (name := named_step(each)) is not None]
        facts = frozenset(
            each.id if isinstance(each, FactRef) else each.fact
            for each in parts
            if isinstance(each, (FactRef, Receives))
        )
        return cls(
            steps, facts, frozenset(each.id for each in parts if isinstance(each, FigureRef))
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A program, and for each of its steps what its formula names, looked up once for all benefits
    that rest on it.
    """

    program: Program
    named: Mapping[str, _Names]

    @classmethod
    def of(cls, program: Program) -> Self:
        steps = program.steps
        return cls(program, {e.id: _Names.of(e.node) for e in steps if e.node is not None})

    def below(self, ends: Iterable[str]) -> frozenset[str]:
        left, found = [*ends], set[str]()
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                if name in self.named:
                    left.extend(self.named[name].steps)
        return frozenset(found)

    def looked_at(self, below: Collection[str]) -> object:
        """The facts and figures that some steps look at, as far as they decide anything."""
        program = self.program
        steps = [program.by_id[each] for each in below]
        names = [self.named[each] for each in below if each in self.named]
        figures = {figure for each in names for figure in each.figures}
        named = {fact for each in names for fact in each.facts}
        named |= {
            each.ignored_when[0] for each in program.law.facts if each.ignored_when is not None
        }
        facts = [each for each in program.law.facts if each.id in named or each.starts]
        lists = {each.type.choice for each in (*facts, *steps) if each.type.kind is Kind.CHOICE}
        return (
            program.law.division,
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
