"""Of many households those of whom a watch may speak, found all at once.

The conditions of watches are decided beside the benefits that they look at, by the engine for many
households, before a change and after it. Of whom is left out here no watch speaks; of the others
`hits` says which does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from welfare_rules.alerts.hits import is_asked, speaks, turned_rights
from welfare_rules.answer.starts import decided_many
from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import Decision, Engine, Outcome
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.registry import maker_of
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import Formula
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program, facts_in, figures_in, part_step
from welfare_rules.program.resolve import Asked, asking
from welfare_rules.seen import Right

_WAS, _WHEN = "was", "when"
Rights = Mapping[Right, Outcome]


@dataclass(frozen=True, slots=True)
class Side:
    """An engine for households on one side of a change, over a condition of each watch that has one
    there, and the benefits that they look at.

    `rests_on` are the facts that a condition looks at, None where an open figure plays a part.
    """

    engine: Engine
    rests_on: Mapping[str, frozenset[str] | None]

    @classmethod
    def of(cls, program: Program, watches: Sequence[Watch], part: str, engine: str) -> Self:
        """That of a program. Raises EngineMissing."""
        asked = [
            Asked(part_step(each.id, part), each.entity, formula, each.label)
            for each in watches
            if (formula := _condition(each, part)) is not None
        ]
        benefits = {name for each in watches if each.turns for name in each.benefits}
        if any(each.turns and not each.benefits for each in watches):
            benefits |= {each.id for each in program.benefits}
        made = asking(program, asked, benefits)
        maker = maker_of(engine)
        assert maker is not None
        rests_on = {each.id: _facts_below(made, each.id) for each in asked}
        return cls(maker(made, Reference(made)), rests_on)

    def said(self, watch: Watch, part: str, rights: Rights, who: int, case: Case) -> bool | None:
        """Whether a condition of a watch holds of somebody; None where whoever evaluates it by
        itself may be less sure.
        """
        step = part_step(watch.id, part)
        found = rights[step, who].entitled
        facts = self.rests_on[step]
        return found if found or (facts is not None and case.unknown.isdisjoint(facts)) else None


@dataclass(frozen=True, slots=True)
class Sifted:
    """A household around a change: the watches that may speak of it, in their order, and the rights
    that they look at, before and after.
    """

    watches: tuple[Watch, ...]
    before: Rights
    after: Rights


@dataclass(frozen=True, slots=True)
class Sieve:
    """Watches, compiled for many households before a change and after it."""

    watches: tuple[Watch, ...]
    before: Side
    after: Side

    @classmethod
    def of(cls, watches: Sequence[Watch], before: Program, after: Program, engine: str) -> Self:
        """Those for the programs of the two sides. Raises EngineMissing."""
        sides = (Side.of(before, watches, _WAS, engine), Side.of(after, watches, _WHEN, engine))
        return cls(tuple(watches), *sides)

    def sifted(
        self, before: Sequence[Case], after: Sequence[Case], months: tuple[Month, Month]
    ) -> Iterator[Sifted]:
        """What is left of each household; `months` are those of the two sides."""
        decided = zip(
            decided_many(self.before.engine, before, months[0]),
            decided_many(self.after.engine, after, months[1]),
            strict=True,
        )
        for one, other, decisions in zip(before, after, decided, strict=True):
            was, now = (_rights(each) for each in decisions)
            paid = tuple(
                {right: each for right, each in rights.items() if right[0] not in side.rests_on}
                for side, rights in ((self.before, was), (self.after, now))
            )
            turned = [*turned_rights(one, paid[0], other, paid[1])]
            watches = tuple(
                each
                for each in self.watches
                if is_asked(each, turned)
                and any(
                    self._may_hold(each, (one, other), (was, now), who)
                    for who in other.payees(each.entity)
                )
            )
            yield Sifted(watches, *paid)

    def _may_hold(
        self, watch: Watch, cases: tuple[Case, Case], rights: tuple[Rights, Rights], who: int
    ) -> bool:
        """Whether a watch may speak of somebody, who has the same place on both sides."""
        said = [
            side.said(watch, part, right, who, case)
            for side, part, right, case in zip(
                (self.before, self.after), (_WAS, _WHEN), rights, cases, strict=True
            )
            if _condition(watch, part) is not None
        ]
        return speaks(watch, said)


def _facts_below(program: Program, name: str) -> frozenset[str] | None:
    """The facts that a step rests on; None where something open plays a part."""
    below = program.below([name])
    nodes = [node for each in below if (node := program.step(each).node) is not None]
    figures = (program.figures[each] for each in figures_in(nodes))
    if len(nodes) < len(below) or any(each.value is None for each in figures):
        return None
    return facts_in(nodes)


def _condition(watch: Watch, part: str) -> Formula | None:
    return watch.was if part == _WAS else watch.when


def _rights(decision: Decision) -> Rights:
    return {(each.benefit.id, each.payee): each for each in decision.dues}
