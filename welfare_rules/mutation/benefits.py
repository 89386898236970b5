"""The mutants that only a benefit has: its rounding, and values of neighbouring rows exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from welfare_rules.language.declaration import other_directions
from welfare_rules.language.nodes import FigureRef, Mul, Node
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Benefit, Clause, Rounding
from welfare_rules.law.months import reachable
from welfare_rules.mutation.formulas import whole
from welfare_rules.mutation.mutant import Affects, Mutant, mutant_id


def roundings(law: Law, benefit: Benefit, rounding: Rounding) -> Iterable[tuple[str, Rounding]]:
    """Another direction, or a step ten times as large.

    Not where every amount is whole in both anyhow.
    """
    parts = _amounts(benefit)
    for direction in other_directions(rounding.direction):
        if not all(whole(each, rounding.step, law.figures) for each in parts):
            yield f"{rounding.direction} -> {direction}", replace(rounding, direction=direction)
    wider = rounding.step * 10
    if not all(whole(each, wider, law.figures) for each in parts):
        yield (
            f"step {float(rounding.step) / 100} -> {float(wider) / 100}",
            replace(rounding, step=wider),
        )


def _amounts(benefit: Benefit) -> list[Node]:
    """The formulas that an amount is added together from."""
    found = [benefit.amount.node] if benefit.amount is not None else []
    for each in benefit.clauses:
        if each.kind in ("row", "step", "supplement") and each.value is not None:
            base = benefit.base or benefit.share_of
            found.append(
                each.value.node
                if not each.is_share or base is None
                else _share(base.node, each.value.node)
            )
    return found


def _share(base: Node, share: Node) -> Node:
    return Mul(left=base, right=share, type=base.type)


def exchanged(
    law: Law, benefit: Benefit, affects: Affects, months: Sequence[int]
) -> Iterable[Mutant]:
    """The values of two rows (steps, supplements) that stand one after the other, exchanged."""
    for kind in ("row", "step", "supplement"):
        rules = [
            (each, each.item)
            for each in law.rules("mutation")
            if each.head is benefit and each.kind == kind and isinstance(each.item, Clause)
        ]
        rules = [
            each for each in rules if each[1].value is not None and reachable(law, each[0], months)
        ]
        for (one, first), (other, second) in pairwise(rules):
            if first.id != second.id and not _same_value(law, first, second):
                what = mutant_id(
                    first.origin, one.name, f"value exchanged with that of {second.id}"
                )
                make = partial(_exchange, law, one, other, first, second)
                yield Mutant(what, first.origin.place("id"), make, affects)


def _exchange(law: Law, one: LawRule, other: LawRule, first: Clause, second: Clause) -> Law:
    changed = law.amended(one, value=second.value, is_share=second.is_share)
    return changed.amended(other, value=first.value, is_share=first.is_share)


def _same_value(law: Law, first: Clause, second: Clause) -> bool:
    """Whether two clauses give the same whatever the month.

    One formula, or two figures of the same versions.
    """
    if first.value is None or second.value is None or first.is_share != second.is_share:
        return False
    one, other = first.value.node, second.value.node
    if isinstance(one, FigureRef) and isinstance(other, FigureRef):
        versions = [
            [
                (each.period, each.value, each.share, each.of)
                for each in law.figures[node.id].versions
            ]
            for node in (one, other)
        ]
        return one == other or (versions[0] == versions[1] and bool(versions[0]))
    return one == other
