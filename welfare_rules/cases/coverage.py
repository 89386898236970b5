"""What of the law the cases exercise: requirements both ways, rows, exclusions, supplements, exemptions, steps, circles, branches, figures.

A part of the law counts as exercised when a stated expectation rests on it. What no month of the jurisdiction can reach is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import welfare_rules.api as api
from welfare_rules.cases.reach import months_of, reachable
from welfare_rules.cases.run import Ran
from welfare_rules.engine.outcome import Outcome
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.values import Scene
from welfare_rules.engine.working import Work
from welfare_rules.findings import Place
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import AGGREGATES, Node, children
from welfare_rules.language.types import Entity
from welfare_rules.program import families
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.core import Program, base_step
from welfare_rules.program.elaborate import countable
from welfare_rules.program.law import Clause, Figure, FigureVersion, Formula, Law

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
        return tuple(sorted(found, key=lambda each: (each.place.file, each.place.line, each.place.column, each.kind, each.aspect)))

    @property
    def percent(self) -> float:
        return 100.0 if not self.items else 100.0 * (len(self.items) - len(self.missing)) / len(self.items)


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
                benefit.period.first <= month <= benefit.period.last and clause.period.first <= month <= clause.period.last
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
    """The figures that a formula names, or that one of these is a share of; others are only floors, which `check` looks at."""
    named = {each.id for _, formula, _ in formulas(law) for each in n.walk(formula.node) if isinstance(each, n.FigureRef)}
    while True:
        more = {version.of for each in named for version in law.figures[each].versions if version.of} - named
        if not more:
            return (law.figures[each] for each in law.figures if each in named)
        named |= more


def clause_items(benefit: str, clause: Clause) -> Iterable[Item]:
    return (Item(clause.kind, f"{benefit}.{clause.id}", clause.origin.place(), aspect) for aspect in ASPECTS[clause.kind])


def figure_item(figure: str, version: FigureVersion) -> Item:
    return Item("figure", figure, version.origin.place(), str(version.period.first))


def branch_item(formula: Formula, node: Node, way: str) -> Item:
    place = formula.origin.source.place_inside(formula.origin.path, node.at[0])
    return Item("branch", formula.text[slice(*node.at)][:30], place, way)


def _branches(formula: Formula) -> list[n.If]:
    return [each for each in n.walk(formula.node) if isinstance(each, n.If)]


def formulas(law: Law) -> Iterable[tuple[str, Formula, Entity]]:
    """Every formula that can have branches, with the step it belongs to and whose it is."""
    for derived in law.derived.values():
        yield from ((derived.id, version.formula, derived.entity) for version in derived.versions)
    for benefit in law.benefits:
        for formula in (benefit.amount, benefit.share_of, benefit.base, benefit.month):
            if formula is not None:
                yield base_step(benefit.id), formula, benefit.payee
        for clause in benefit.clauses:
            entity = Entity.MEMBER if clause.kind == "supplement" else benefit.payee
            yield from ((base_step(benefit.id), each, entity) for each in (clause.when, clause.value) if each is not None)
    for circle in law.circles:
        yield f"circle/{circle.id}", circle.when, Entity.HOUSEHOLD
    for exemption in law.exemptions:
        for formula in (exemption.when, exemption.deduct, exemption.cap, exemption.share):
            if formula is not None:
                yield countable(exemption.income), formula, Entity.MEMBER


# --- what a case saw ---


@dataclass(frozen=True, slots=True)
class Touched:
    """The steps that a case's expectations rest on; None when something was open, so that any of them may matter."""

    steps: frozenset[str] | None


class Observer:
    """Marks what cases saw. Keeps for each program what has to be worked out for it once."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self._branches: dict[int, tuple[Program, list[tuple[Item, Item, str, bool, Work]]]] = {}
        self._exemptions: dict[int, tuple[Program, list[tuple[Item, str, Work, Work]]]] = {}

    def see(self, ran: Ran) -> Touched:
        if ran.rules is None or ran.scene is None:
            return Touched(frozenset())
        judge, scene = ran.rules.judge, ran.scene
        touched = touched_steps(judge.program, scene)
        name = f"{ran.case.place}"
        for outcome in ran.outcomes:
            self._outcome(judge, scene, outcome, name)
        if ran.looked_at_circle:
            self._circle(judge, scene, name)
        used = 0
        for memo in scene.memo:
            for value in memo:
                used |= value[2] if value is not None else 0
        for kind, place, _ in judge.workings.tokens.of(used):
            if kind == "figure":
                for version in judge.workings.tokens.figures[place].chain:
                    self._mark(figure_item(_owner(judge.program.law, version, judge.workings.tokens.figures[place].id), version), name)
        self._see_exemptions(judge, scene, touched, name)
        self._see_branches(judge, scene, touched, name)
        unsettled = any(each.missing_facts or each.missing_figures or None in each.truths for each in ran.outcomes)
        return Touched(None if unsettled else touched)

    def _mark(self, item: Item, name: str) -> None:
        cases = self.coverage.items.get(item)
        if cases is not None and (not cases or cases[-1] != name):
            cases.append(name)

    def _circle(self, judge: Reference, scene: Scene, name: str) -> None:
        """The first circle that holds, or that only an open figure keeps from holding."""
        for each in judge.program.circles:
            low, high, _, missing = judge.workings.value(scene, each.step, HOUSEHOLD)
            if low == high == 0:
                continue
            if low == 1 or not judge.missing(scene, missing)[0]:
                self._mark(Item("circle", each.circle.id, each.circle.origin.place(), "hit"), name)
            return

    def _outcome(self, judge: Reference, scene: Scene, outcome: Outcome, name: str) -> None:
        benefit, payee = outcome.benefit, outcome.payee
        base = judge.workings.value(scene, benefit.base, payee)[1] == 1
        only_figures = bool(outcome.missing_figures) and not outcome.missing_facts
        for rule, truth in zip(benefit.reasons, outcome.truths, strict=True):
            kind = rule.clause.kind
            if truth is None and only_figures:  # as far as the figures that nobody found allow
                for aspect in ASPECTS[kind]:
                    self._mark_clause(benefit.id, rule.clause, aspect, name)
            elif kind == "require" and truth is not None:
                self._mark_clause(benefit.id, rule.clause, "true" if truth else "false", name)
            elif (kind == "exclude" and truth is False) or (kind in ("row", "step") and truth and base):
                self._mark_clause(benefit.id, rule.clause, "hit", name)
        if base:
            for rule in benefit.supplements:
                for member in range(len(scene.case.members)):
                    memo = scene.memo[member][judge.workings.place[rule.step]]
                    if memo is not None and memo[0] == 1:
                        self._mark_clause(benefit.id, rule.clause, "hit", name)

    def _mark_clause(self, benefit: str, clause: Clause, aspect: str, name: str) -> None:
        self._mark(Item(clause.kind, f"{benefit}.{clause.id}", clause.origin.place(), aspect), name)

    def _see_exemptions(self, judge: Reference, scene: Scene, touched: frozenset[str], name: str) -> None:
        for item, step, before, after in self._exempting(judge):
            if step in touched and any(_apart(before(scene, member), after(scene, member)) for member in range(len(scene.case.members))):
                self._mark(item, name)

    def _exempting(self, judge: Reference) -> Sequence[tuple[Item, str, Work, Work]]:
        key = id(judge.program)
        if key not in self._exemptions:
            made: list[tuple[Item, str, Work, Work]] = []
            for income in judge.program.law.incomes:
                applied = judge.program.exemptions.get(countable(income.id), ())
                works = [judge.workings.work(families.countable_income(income, applied[:count])) for count in range(len(applied) + 1)]
                for place, each in enumerate(applied):
                    made.append(
                        (Item("exemption", each.id, each.origin.place(), "hit"), countable(income.id), works[place], works[place + 1])
                    )
            self._exemptions[key] = (judge.program, made)
        return self._exemptions[key][1]

    def _see_branches(self, judge: Reference, scene: Scene, touched: frozenset[str], name: str) -> None:
        for yes, no, step, of_member, test in self._branching(judge):
            if step not in touched or (self.coverage.items.get(yes) and self.coverage.items.get(no)):
                continue
            for payee in range(len(scene.case.members)) if of_member else (HOUSEHOLD,):
                low, high, _, _ = test(scene, payee)
                if low == high:
                    self._mark(yes if low else no, name)

    def _branching(self, judge: Reference) -> Sequence[tuple[Item, Item, str, bool, Work]]:
        key = id(judge.program)
        if key not in self._branches:
            program, made = judge.program, list[tuple[Item, Item, str, bool, Work]]()
            alive = {id(each) for step in program.steps if step.node is not None for each in n.walk(step.node)}
            for step, formula, entity in formulas(program.law):
                for node, of_member in scoped(formula.node, entity is Entity.MEMBER):
                    if isinstance(node, n.If) and id(node) in alive:
                        items = branch_item(formula, node, "true"), branch_item(formula, node, "false")
                        made.append((*items, step, of_member, judge.workings.work(node.test)))
            self._branches[key] = (program, made)
        return self._branches[key][1]


def _apart(one: tuple[object, object, int, int], other: tuple[object, object, int, int]) -> bool:
    return one[0] != other[0] or one[1] != other[1]


def _owner(law: Law, version: FigureVersion, asked: str) -> str:
    """The figure that a version belongs to: a share's chain goes through several."""
    if any(each is version for each in law.figures[asked].versions):
        return asked
    return next((each.id for each in law.figures.values() if any(one is version for one in each.versions)), asked)


def scoped(node: Node, of_member: bool) -> Iterable[tuple[Node, bool]]:
    """Every operation of a formula, and whether it is worked out for a member: below an aggregate all are."""
    yield node, of_member
    for child in children(node):
        yield from scoped(child, of_member or isinstance(node, AGGREGATES))


def touched_steps(program: Program, scene: Scene) -> frozenset[str]:
    return frozenset(step.id for place, step in enumerate(program.steps) if any(memo[place] is not None for memo in scene.memo))


def observe(runs: Iterable[Ran], policies: Mapping[str, api.Policy]) -> Coverage:
    """The coverage of cases that were run."""
    coverage = start(policy.law for policy in policies.values())
    observer = Observer(coverage)
    for ran in runs:
        observer.see(ran)
    return coverage
