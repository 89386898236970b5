"""What is paid in the month of the handbook, as far as figures alone decide it.

Where a figure has a value for some cases alone (`only_for`), each value stands with its condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from welfare_rules.basics.html import Html, both, joined, tag
from welfare_rules.basics.numbers import Number, rounded
from welfare_rules.checks.health import constant
from welfare_rules.language import nodes as n
from welfare_rules.language.types import MONEY
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit, Clause, Figure
from welfare_rules.law.terms import PER_WORDS, Status
from welfare_rules.program.program import BenefitInForce
from welfare_rules.program.transition import Branch
from welfare_rules.register.handbook.context import Page, conditions, least
from welfare_rules.register.handbook.words import w

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Variant:
    """The law for the cases that come under some conditions; without conditions for all others."""

    conditions: tuple[n.Node, ...]
    law: Law


def variants(page: Page, nodes: Iterable[n.Node]) -> Sequence[Variant]:
    """The cases that the figures of some formulas tell apart; one where they tell none apart."""
    law = page.program.law
    keys = dict.fromkeys(
        each.id for node in nodes for each in n.walk(node) if isinstance(each, n.FigureRef)
    )
    found = {key: page.branches(key) for key in keys}
    apart = dict.fromkeys(each.conditions for made in found.values() for each in made[:-1])
    if not apart:
        return (Variant((), law),)
    return [
        Variant(
            case,
            replace(
                law,
                figures={
                    **law.figures,
                    **{key: _only(law.figures[key], case, made) for key, made in found.items()},
                },
            ),
        )
        for case in (*apart, ())
    ]


def _only(figure: Figure, case: tuple[n.Node, ...], made: Sequence[Branch]) -> Figure:
    """The figure with that value alone which it has in a case."""
    branch = next((each for each in made if each.conditions == case), made[-1])
    if not branch.chain:
        return replace(figure, versions=())
    version = replace(branch.chain[0], only_for=None, value=branch.value, share=None, of="")
    return replace(figure, versions=(version,))


def by_case(
    page: Page,
    nodes: Iterable[n.Node],
    worked: Callable[[Law], Value],
    shown: Callable[[Value], Html],
) -> Html:
    """What is worked out for each case, with its conditions where it is not the same for all."""
    found = [(each.conditions, worked(each.law)) for each in variants(page, nodes)]
    if all(value == found[0][1] for _, value in found):
        return shown(found[0][1])
    return joined(
        [
            tag("span", shown(value), " ", conditions(page, case), cls="case")
            for case, value in found
        ],
        " ",
    )


# --- figures ---


def figure_value(page: Page, key: str) -> Html:
    """The value of a figure this month, or its values with whom they are for."""
    figure = page.program.law.figures[key]
    node = n.FigureRef(id=key, type=figure.type)
    return by_case(
        page,
        [node],
        lambda law: constant(law, node, page.day, page.known),
        lambda value: (
            open_badge() if value is None else tag("strong", page.value(figure.type, value))
        ),
    )


def open_badge() -> Html:
    """That a figure is open."""
    return tag("span", both(w("open")), cls="badge open")


def standing(page: Page, nodes: Iterable[n.Node]) -> Html:
    """How far the figures of some formulas are confirmed: a mark of the least, if not published."""
    found: set[Status] = {
        version.status
        for node in nodes
        for each in n.walk(node)
        if isinstance(each, n.FigureRef)
        for branch in page.branches(each.id)
        for version in branch.chain
    }
    return least(found)


# --- benefits ---


def amounts(page: Page, benefit: BenefitInForce) -> Html:
    """How often and how much: the fixed amounts of the month, or that a formula is worked out."""
    if benefit.service:
        return both(w("service"))
    declared = page.declared(benefit)
    nodes = paid_by(page, benefit)
    none = w("not_known" if _open(page, nodes) else "by_formula")
    said = by_case(
        page,
        nodes,
        lambda law: _range(page, law, benefit, declared),
        lambda ends: both(none) if ends is None else _ends(page, ends),
    )
    return joined([both(PER_WORDS[benefit.per]), " ", said])


def paid_by(page: Page, benefit: BenefitInForce) -> list[n.Node]:
    """The formulas of which the amounts of a benefit are made."""
    declared = page.declared(benefit)
    return [node for clause in _paying(benefit, declared) for node in _nodes(declared, clause)]


def _paying(benefit: BenefitInForce, declared: Benefit) -> list[Clause | None]:
    if declared.month is not None:
        return []
    return [None] if declared.amount is not None else [each.clause for each in benefit.rows]


def _nodes(benefit: Benefit, clause: Clause | None) -> list[n.Node]:
    formulas = (
        (benefit.amount,)
        if clause is None
        else (clause.value, (benefit.base or benefit.share_of) if clause.is_share else None)
    )
    return [each.node for each in formulas if each is not None]


def _range(
    page: Page, law: Law, benefit: BenefitInForce, declared: Benefit
) -> tuple[Number, Number] | None:
    found = [_worked(page, law, declared, each) for each in _paying(benefit, declared)]
    known = sorted(each for each in found if each is not None)
    return (known[0], known[-1]) if known else None


def _open(page: Page, nodes: Iterable[n.Node]) -> bool:
    """Whether formulas name a figure without a value."""
    names = {each.id for node in nodes for each in n.walk(node) if isinstance(each, n.FigureRef)}
    return any(each.value is None for name in names for each in page.branches(name))


def _ends(page: Page, ends: tuple[Number, Number]) -> Html:
    if ends[0] == ends[1]:
        return page.value(MONEY, ends[0])
    low, high = (page.zh.wording.money(each, unit=False) for each in ends)
    return joined([f"{low}–{high} ", both(w("yuan"))])


def row_value(page: Page, benefit: Benefit, clause: Clause) -> Html:
    """What a row or a supplement pays this month, where figures alone decide it."""
    nodes = _nodes(benefit, clause)
    missing = _open(page, nodes)
    return by_case(
        page,
        nodes,
        lambda law: _worked(page, law, benefit, clause),
        lambda value: (
            tag("strong", page.value(MONEY, value), cls="amount")
            if value is not None
            else open_badge()
            if missing
            else both(w("by_formula"))
        ),
    )


def _worked(page: Page, law: Law, benefit: Benefit, clause: Clause | None) -> Number | None:
    """What a row pays, or the benefit itself without one; None where a case decides."""
    first, *others = _nodes(benefit, clause)
    value = constant(law, first, page.day, page.known)
    for each in others:
        base = constant(law, each, page.day, page.known)
        value = None if base is None or value is None else Fraction(base) * value
    if value is None or (clause is not None and clause.kind == "supplement"):
        return value  # of supplements only the sum is rounded
    rounding = benefit.rounding
    return value if rounding is None else rounded(max(value, 0), rounding.step, rounding.direction)
