"""Figures of a day, and transitional clauses: versions of a figure that apply only to some cases,
such as applications from a day on.

For everybody else the version that would otherwise be in force runs on. In a program such a figure,
and every share of it, is a value of the case: the first branch whose conditions hold, else the one
that is for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from welfare_rules.basics.numbers import Number, simplest
from welfare_rules.language.nodes import DerivedRef, FigureRef, If, Node, both, transform
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Figure, FigureVersion
from welfare_rules.law.validity import candidates, overtaken
from welfare_rules.program.day import unverified
from welfare_rules.program.program import FigureInForce, Step, StepName, figure_key, figure_step


@dataclass(frozen=True, slots=True)
class Branch:
    """What a figure comes to where all conditions hold: its version, or behind a share the chain of
    versions down to a value. The value is None while it is open.
    """

    conditions: tuple[Node, ...]
    chain: tuple[FigureVersion, ...]
    value: Number | None


def branches(law: Law, key: str, day: int, known: int) -> tuple[Branch, ...]:
    """The branches of a figure on a day as known on another, the first to be tried first; the last
    one is for all cases.

    A version that is a share of another figure has the branches of that figure: who comes under a
    transitional version of the one has the share of that version too.
    """
    figure = law.figures[key]
    made: list[Branch] = []
    for version in candidates(figure.versions, day, known):
        if version.dropped:
            break
        conditions = () if version.only_for is None else (version.only_for.node,)
        chain = (_confirmed(figure, version, day, known),)
        share = version.share
        if share is None:
            made.append(Branch(conditions, chain, version.value))
        else:  # a checked law has no circle of shares
            for each in branches(law, version.of, day, known):
                value = None if each.value is None else simplest(share * each.value)
                conditions_of_both = (*conditions, *each.conditions)
                made.append(Branch(conditions_of_both, (*chain, *each.chain), value))
        if version.only_for is None:
            return tuple(made)
    return (*made, Branch((), (), None))


def figure_in_force(law: Law, key: str, day: int, known: int) -> FigureInForce:
    """The figure for those cases to which no transitional version applies."""
    general = branches(law, key, day, known)[-1]
    return FigureInForce(law.figures[key], general.value, general.chain)


def _confirmed(figure: Figure, version: FigureVersion, day: int, known: int) -> FigureVersion:
    """The version; unverified where a layer above announced another later that it does not name."""
    if version.depth == 0 or not overtaken(version, figure.versions, day, known):
        return version
    return unverified(version)


def figures_of_day(law: Law, day: int, known: int) -> tuple[dict[str, FigureInForce], list[Step]]:
    """The figures of a day as known on another, by their keys, and steps for those of them that
    depend on the case.
    """
    general: dict[str, FigureInForce] = {}
    special: dict[str, FigureInForce] = {}
    steps: list[Step] = []
    for figure in law.figures.values():
        *choices, last = branches(law, figure.id, day, known)
        general[figure.id] = FigureInForce(figure, last.value, last.chain)
        if not choices:
            continue
        node: Node = FigureRef(id=figure.id, type=figure.type)
        for place, branch in reversed(list(enumerate(choices))):
            key = figure_key(figure.id, place)
            special[key] = FigureInForce(figure, branch.value, branch.chain, key)
            node = If(
                test=both(*branch.conditions),
                yes=FigureRef(id=key, type=figure.type),
                no=node,
                type=figure.type,
            )
        steps.append(
            Step(figure_step(figure.id), Entity.HOUSEHOLD, figure.type, node, figure.label)
        )
    return general | special, steps


def stand_ins(figures: Iterable[FigureInForce]) -> dict[str, Node]:
    """What stands in place of the figures of a program that depend on the case."""
    return {
        each.id: DerivedRef(id=figure_step(each.id), type=each.figure.type, entity=Entity.HOUSEHOLD)
        for each in figures
        if each.key
    }


def rewritten(node: Node, instead: Mapping[str, Node]) -> Node:
    """The formula with figures that depend on the case read from their steps."""

    def read(each: Node) -> Node:
        if isinstance(each, FigureRef) and each.id in instead:
            return replace(instead[each.id], at=each.at)
        return each

    return transform(node, read)


def as_plain_figures(node: Node) -> Node:
    """The formula with figures that depend on the case written as figures again."""

    def read(each: Node) -> Node:
        if isinstance(each, DerivedRef) and StepName.of(each.id).part == "figure":
            return FigureRef(id=StepName.of(each.id).owner, type=each.type, at=each.at)
        return each

    return transform(node, read)
