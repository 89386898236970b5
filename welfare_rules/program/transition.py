"""Transitional clauses: a version of a figure that applies only to some cases, such as applications
from a day on.

For everybody else the version that would otherwise be in force runs on. In a program such a figure
is a value of the case: the first version whose condition holds, else the one that applies to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from welfare_rules.language.nodes import DerivedRef, FigureRef, If, Node, transform
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Figure, FigureVersion, Law
from welfare_rules.law.validity import candidates
from welfare_rules.program.program import FigureInForce, Step, StepName, figure_key, figure_step


def conditional(figure: Figure, day: int, known: int) -> list[FigureVersion]:
    """The conditional versions in force that come before the general one, the first to be tried
    first.

    Of one day the special rule comes before the general one, whenever each was announced.
    """

    return [each for each in candidates(figure.versions, day, known) if each.only_for is not None]


def transitions(
    law: Law, figures: dict[str, FigureInForce], day: int, known: int
) -> tuple[dict[str, Node], list[Step]]:
    """Steps for the figures that depend on the case, and what stands in their place in formulas."""
    steps: list[Step] = []
    for figure in law.figures.values():
        choices = conditional(figure, day, known)
        if not choices:
            continue
        node: Node = FigureRef(id=figure.id, type=figure.type)
        for place, version in reversed(list(enumerate(choices))):
            key = figure_key(figure.id, place)
            figures[key] = FigureInForce(figure, version.value, (version,), key)
            if version.only_for is not None:
                node = If(
                    test=version.only_for.node,
                    yes=FigureRef(id=key, type=figure.type),
                    no=node,
                    type=figure.type,
                )
        steps.append(
            Step(figure_step(figure.id), Entity.HOUSEHOLD, figure.type, node, figure.label)
        )
    return stand_ins(figures.values()), steps


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
