"""What there is to be seen in a law.

Every requirement, row, exclusion, supplement, exemption, step, circle, branch and figure version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from welfare_rules.findings import Place
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import AGGREGATES, Node, children
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Figure, FigureVersion
from welfare_rules.law.months import formula_reachable, months_of, reachable
from welfare_rules.law.terms import Formula
from welfare_rules.program.lowering import step_of
from welfare_rules.program.program import base_step, gross_step

HIT = ("hit",)
ASPECTS: dict[str, tuple[str, ...]] = {"require": ("true", "false")}
"""What is to be seen of a rule of some kind, where that is not only that it applied."""


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
    deciding = {each.id for each in deciding_figures(law)}
    for rule in law.rules("coverage"):
        if isinstance(rule.item, FigureVersion):
            if rule.id in deciding and reachable(law, rule, months):
                yield figure_item(rule.id, rule.item)
        elif not getattr(rule.item, "dropped", False) and reachable(law, rule, months):
            yield from rule_items(rule)
    for _, formula, _ in formulas(law, months):
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


def rule_items(rule: LawRule) -> Iterable[Item]:
    """What is to be seen of a rule; a clause is named with its benefit."""
    name = f"{rule.owner}.{rule.id}" if rule.owner else rule.id
    place = rule.origin.place()
    return (Item(rule.kind, name, place, each) for each in ASPECTS.get(rule.kind, HIT))


def figure_item(figure: str, version: FigureVersion) -> Item:
    return Item("figure", figure, version.origin.place(), str(version.period.first))


def branch_item(formula: Formula, node: Node, way: str) -> Item:
    place = formula.origin.source.place_inside(formula.origin.path, node.at[0])
    return Item("branch", formula.text[slice(*node.at)][:30], place, way)


def _branches(formula: Formula) -> list[n.If]:
    return [each for each in n.walk(formula.node) if isinstance(each, n.If)]


def formulas(
    law: Law, months: Sequence[int] | None = None
) -> Iterable[tuple[str, Formula, Entity]]:
    """Every formula whose branches are to be seen, with the step that works it out and for whom.

    Amounts belong to the gross step, and count once something is due. With `months` those alone
    that are in force in one of them.
    """
    for each in law.formulas("branches"):
        if months is not None and not formula_reachable(law, each, months):
            continue
        step = step_of(each.rule)
        benefit = each.rule.owner or (each.rule.id if each.rule.kind == "benefit" else "")
        if benefit:
            step = (base_step if each.role in ("when", "month") else gross_step)(benefit)
        yield step, each.formula, each.entity


Tests = tuple[tuple[Node, int], ...]


def scoped(node: Node, of_member: bool, tests: Tests = ()) -> Iterable[tuple[n.If, bool, Tests]]:
    """Every `if` of a formula, whether it is evaluated per member, and the tests above it.

    Below an aggregate everything is evaluated per member.
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
