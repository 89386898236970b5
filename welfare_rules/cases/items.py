"""What there is to be seen in a law.

Every requirement, row, exclusion, supplement, exemption, step, circle, branch and figure version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from welfare_rules.findings import Place
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import AGGREGATES, Node, children
from welfare_rules.language.types import Entity
from welfare_rules.law.elaborate import countable
from welfare_rules.law.model import Clause, Figure, FigureVersion, Law
from welfare_rules.law.months import months_of, reachable
from welfare_rules.law.terms import Formula
from welfare_rules.program.program import base_step, gross_step

ASPECTS: dict[str, tuple[str, ...]] = {
    "require": ("true", "false"),
    "row": ("hit",),
    "step": ("hit",),
    "supplement": ("hit",),
    "exclude": ("hit",),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be seen: a part of the law, where it stands, and what is to be seen of it."""

    kind: str
    id: str
    place: Place
    aspect: str


@dataclass(slots=True)
class Coverage:
    """All items, and for each the cases in which it was seen."""

    items: dict[Item, list[str]] = field(default_factory=dict[Item, list[str]])

    @property
    def missing(self) -> tuple[Item, ...]:
        found = [each for each, cases in self.items.items() if not cases]
        return tuple(
            sorted(
                found,
                key=lambda each: (
                    each.place.file,
                    each.place.line,
                    each.place.column,
                    each.kind,
                    each.aspect,
                ),
            )
        )

    @property
    def percent(self) -> float:
        return (
            100.0
            if not self.items
            else 100.0 * (len(self.items) - len(self.missing)) / len(self.items)
        )


def start(laws: Iterable[Law]) -> Coverage:
    """Everything that could be seen in these laws."""
    coverage = Coverage()
    for law in laws:
        for item in _items(law):
            coverage.items.setdefault(item, [])
    return coverage


def _items(law: Law) -> Iterable[Item]:
    months = months_of(law)
    for benefit in law.benefits:
        for clause in benefit.clauses:
            if any(
                benefit.period.first <= month <= benefit.period.last
                and clause.period.first <= month <= clause.period.last
                for month in months
            ):
                yield from clause_items(benefit.id, clause)
    for exemption in law.exemptions:
        if any(exemption.period.first <= month <= exemption.period.last for month in months):
            yield Item("exemption", exemption.id, exemption.origin.place(), "hit")
    for circle in law.circles:
        if any(circle.period.first <= month <= circle.period.last for month in months):
            yield Item("circle", circle.id, circle.origin.place(), "hit")
    for figure in deciding_figures(law):
        for version in figure.versions:
            if reachable(law, figure, version):
                yield figure_item(figure.id, version)
    for _, formula, _ in formulas(law):
        for each in _branches(formula):
            yield from (branch_item(formula, each, way) for way in ("true", "false"))


def deciding_figures(law: Law) -> Iterable[Figure]:
    """The figures that a formula names, or that one of these is a share of.

    Others are only floors, which `check` looks at.
    """
    named = {
        each.id
        for _, formula, _ in formulas(law)
        for each in n.walk(formula.node)
        if isinstance(each, n.FigureRef)
    }
    while True:
        more = {
            version.of for each in named for version in law.figures[each].versions if version.of
        } - named
        if not more:
            return (law.figures[each] for each in law.figures if each in named)
        named |= more


def clause_items(benefit: str, clause: Clause) -> Iterable[Item]:
    return (
        Item(clause.kind, f"{benefit}.{clause.id}", clause.origin.place(), aspect)
        for aspect in ASPECTS[clause.kind]
    )


def figure_item(figure: str, version: FigureVersion) -> Item:
    return Item("figure", figure, version.origin.place(), str(version.period.first))


def branch_item(formula: Formula, node: Node, way: str) -> Item:
    place = formula.origin.source.place_inside(formula.origin.path, node.at[0])
    return Item("branch", formula.text[slice(*node.at)][:30], place, way)


def _branches(formula: Formula) -> list[n.If]:
    return [each for each in n.walk(formula.node) if isinstance(each, n.If)]


def formulas(law: Law) -> Iterable[tuple[str, Formula, Entity]]:
    """Every formula, with the step it belongs to and whose it is.

    Amounts belong to the gross step, and count once something is due.
    """
    for derived in law.derived.values():
        yield from ((derived.id, version.formula, derived.entity) for version in derived.versions)
    for benefit in law.benefits:
        for formula in (benefit.amount, benefit.share_of, benefit.base):
            if formula is not None:
                yield gross_step(benefit.id), formula, benefit.payee
        if benefit.month is not None:
            yield base_step(benefit.id), benefit.month, benefit.payee
        for clause in benefit.clauses:
            entity = Entity.MEMBER if clause.kind == "supplement" else benefit.payee
            if clause.when is not None:
                yield base_step(benefit.id), clause.when, entity
            if clause.value is not None:
                yield gross_step(benefit.id), clause.value, entity
    for circle in law.circles:
        yield f"circle/{circle.id}", circle.when, Entity.HOUSEHOLD
    for exemption in law.exemptions:
        for formula in (exemption.when, exemption.deduct, exemption.cap, exemption.share):
            if formula is not None:
                yield countable(exemption.income), formula, Entity.MEMBER


Tests = tuple[tuple[Node, int], ...]


def scoped(node: Node, of_member: bool, tests: Tests = ()) -> Iterable[tuple[n.If, bool, Tests]]:
    """Every `if` of a formula, whether it is worked out for a member (below an aggregate all are),
    and the tests that lead to it.
    """
    if isinstance(node, n.If):
        yield node, of_member, tests
        yield from scoped(node.test, of_member, tests)
        yield from scoped(node.yes, of_member, (*tests, (node.test, 1)))
        yield from scoped(node.no, of_member, (*tests, (node.test, 0)))
        return
    inside = of_member or isinstance(node, AGGREGATES)
    for child in children(node):
        yield from scoped(child, inside, () if inside and not of_member else tests)
