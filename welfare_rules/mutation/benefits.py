"""The mutants of a benefit.

Its formulas, period and rounding, each of its clauses, and the values of neighbouring ones
exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from welfare_rules.language.nodes import FigureRef, Mul, Node
from welfare_rules.law.model import Benefit, Clause, Law, Rounding
from welfare_rules.law.terms import Formula, Period
from welfare_rules.mutation.formulas import other_directions, whole
from welfare_rules.mutation.mutant import (
    Affects,
    Mutant,
    in_force,
    mutant_id,
    of_formula,
    of_period,
    with_item,
    without_item,
)
from welfare_rules.program.program import clause_step, gross_step, net_step


def of_benefit(law: Law, place: int, benefit: Benefit) -> Iterable[Mutant]:
    name = f"benefit.{benefit.id}"
    gross = (gross_step(benefit.id), net_step(benefit.id))
    affects = Affects(gross, periods=(benefit.period,))

    def put(**changes: Any) -> Law:
        return replace(law, benefits=with_item(law.benefits, place, replace(benefit, **changes)))

    for part in ("amount", "share_of", "base", "month", "supplement_for"):
        formula: Formula | None = getattr(benefit, part)
        if formula is not None:
            yield from of_formula(f"{name}.{part}", formula, _setter(put, part), affects)
    yield from of_period(
        law, name, benefit.origin, benefit.period, lambda period: put(period=period)
    )
    if benefit.rounding is not None:
        for what, rounding in _roundings(law, benefit, benefit.rounding):
            place_of = benefit.origin.place("rounding")
            yield Mutant(
                mutant_id(benefit.origin, f"{name}.rounding", what),
                place_of,
                partial(put, rounding=rounding),
                affects,
            )
    for at, clause in enumerate(benefit.clauses):
        yield from _of_clause(law, benefit, at, clause, put)
    yield from _swapped(law, benefit, put, affects)


def _setter(put: Callable[..., Law], part: str) -> Callable[[Formula], Law]:
    return lambda formula: put(**{part: formula})


def _roundings(law: Law, benefit: Benefit, rounding: Rounding) -> Iterable[tuple[str, Rounding]]:
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


def _of_clause(
    law: Law, benefit: Benefit, at: int, clause: Clause, put: Callable[..., Law]
) -> Iterable[Mutant]:
    name = f"benefit.{benefit.id}.{clause.kind}.{clause.id}"
    steps = (clause_step(benefit.id, clause.kind, clause.id), gross_step(benefit.id))
    affects = Affects(steps, periods=(benefit.period, clause.period))
    first, last = (
        max(clause.period.first, benefit.period.first),
        min(clause.period.last, benefit.period.last),
    )
    if not in_force(law, Period(first, last)):
        return

    def change(**changes: Any) -> Law:
        return put(clauses=with_item(benefit.clauses, at, replace(clause, **changes)))

    without = partial(put, clauses=without_item(benefit.clauses, at))
    yield Mutant(
        mutant_id(clause.origin, name, "dropped"), clause.origin.place("id"), without, affects
    )
    for part in ("when", "value"):
        formula: Formula | None = getattr(clause, part)
        if formula is not None:
            yield from of_formula(f"{name}.{part}", formula, _setter(change, part), affects)
    if clause.keep_higher:
        what = mutant_id(clause.origin, name, "keep higher -> other")
        yield Mutant(what, clause.origin.place("keep"), partial(change, keep_higher=False), affects)
    yield from of_period(
        law, name, clause.origin, clause.period, lambda period: change(period=period)
    )


def _swapped(
    law: Law, benefit: Benefit, put: Callable[..., Law], affects: Affects
) -> Iterable[Mutant]:
    """The values of two rows (steps, supplements) that stand one after the other, exchanged."""
    for kind in ("row", "step", "supplement"):
        places = [
            at
            for at, each in enumerate(benefit.clauses)
            if each.kind == kind and each.value is not None
        ]
        for one, other in pairwise(places):
            first, second = benefit.clauses[one], benefit.clauses[other]
            if first.value is None or second.value is None or _same_value(law, first, second):
                continue
            clauses = with_item(
                benefit.clauses, one, replace(first, value=second.value, is_share=second.is_share)
            )
            clauses = with_item(
                clauses, other, replace(second, value=first.value, is_share=first.is_share)
            )
            what = mutant_id(
                first.origin,
                f"benefit.{benefit.id}.{kind}.{first.id}",
                f"value exchanged with that of {second.id}",
            )
            yield Mutant(what, first.origin.place("id"), partial(put, clauses=clauses), affects)


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
