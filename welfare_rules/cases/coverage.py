"""What of the law the cases exercise: requirements both ways, rows, exclusions, supplements,
exemptions, steps, circles, branches, figures.

A part of the law counts as exercised when a stated expectation rests on it. What no month of the
jurisdiction can reach is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import welfare_rules.api as api
from welfare_rules.cases.items import (
    ASPECTS,
    HIT,
    Coverage,
    Item,
    branch_item,
    figure_item,
    formulas,
    scoped,
    start,
)
from welfare_rules.cases.run import Ran
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference.evaluation import Scene
from welfare_rules.engine.reference.interpreter import Work
from welfare_rules.engine.reference.reference import Reference
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Clause, FigureVersion, Law, countable
from welfare_rules.program import lowering
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import FigureInForce, Program, base_step
from welfare_rules.program.transition import rewritten, stand_ins

Branching = tuple[Item, Item, str, bool, Work, tuple[tuple[Work, int], ...]]


@dataclass(frozen=True, slots=True)
class Touched:
    """The steps that a case's expectations rest on.

    None when something was open, so that any of them may matter.
    """

    steps: frozenset[str] | None


class Observer:
    """Marks what cases saw. Keeps for each program what has to be worked out for it once."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self._branches: dict[int, tuple[Program, list[Branching]]] = {}
        self._figures: dict[int, tuple[Program, dict[str, tuple[str, ...]]]] = {}
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
        asked = [judge.program.figures[each.id] for each in ran.case.expect.figures]
        for figure in (*asked, *self._named(judge.program, touched)):
            for version in figure.chain:
                self._mark(
                    figure_item(_owner(judge.program.law, version, figure.id), version), name
                )
        self._see_exemptions(judge, scene, touched, name)
        self._see_branches(judge, scene, touched, name)
        unsettled = any(
            each.missing_facts or each.missing_figures or None in each.truths
            for each in ran.outcomes
        )
        return Touched(None if unsettled else touched)

    def _named(self, program: Program, touched: frozenset[str]) -> Iterable[FigureInForce]:
        """The figures that formulas name which were worked out, each once."""
        key = id(program)
        if key not in self._figures:
            made = {
                step.id: tuple(
                    each.id for each in n.walk(step.node) if isinstance(each, n.FigureRef)
                )
                for step in program.steps
                if step.node
            }
            self._figures[key] = (program, made)
        names = self._figures[key][1]
        return (
            program.figures[each]
            for each in dict.fromkeys(each for step in touched for each in names.get(step, ()))
        )

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
        base = judge.workings.value(scene, benefit.qualified, payee)[1] == 1
        only_figures = bool(outcome.missing_figures) and not outcome.missing_facts
        for rule, truth in zip(benefit.reasons, outcome.truths, strict=True):
            kind = rule.clause.kind
            if truth is None and only_figures:  # as far as the figures that nobody found allow
                for aspect in ASPECTS.get(kind, HIT):
                    self._mark_clause(benefit.id, rule.clause, aspect, name)
            elif kind == "require" and truth is not None:
                self._mark_clause(benefit.id, rule.clause, "true" if truth else "false", name)
            elif (kind == "exclude" and truth is False) or (
                kind in ("row", "step") and truth and base
            ):
                self._mark_clause(benefit.id, rule.clause, "hit", name)
        if base:
            for rule in benefit.supplements:
                for member in range(len(scene.case.members)):
                    memo = scene.memo[member][judge.workings.place[rule.step]]
                    if memo is not None and memo[0] == 1:
                        self._mark_clause(benefit.id, rule.clause, "hit", name)

    def _mark_clause(self, benefit: str, clause: Clause, aspect: str, name: str) -> None:
        self._mark(Item(clause.kind, f"{benefit}.{clause.id}", clause.origin.place(), aspect), name)

    def _see_exemptions(
        self, judge: Reference, scene: Scene, touched: frozenset[str], name: str
    ) -> None:
        for item, step, before, after in self._exempting(judge):
            if step in touched and any(
                _apart(before(scene, member), after(scene, member))
                for member in range(len(scene.case.members))
            ):
                self._mark(item, name)

    def _exempting(self, judge: Reference) -> Sequence[tuple[Item, str, Work, Work]]:
        key = id(judge.program)
        if key not in self._exemptions:
            made: list[tuple[Item, str, Work, Work]] = []
            work = _worker(judge)
            for income in judge.program.law.incomes:
                applied = judge.program.exemptions.get(countable(income.id), ())
                works = [
                    work(lowering.countable_income(income, applied[:count]))
                    for count in range(len(applied) + 1)
                ]
                for place, each in enumerate(applied):
                    made.append(
                        (
                            Item("exemption", each.id, each.origin.place(), "hit"),
                            countable(income.id),
                            works[place],
                            works[place + 1],
                        )
                    )
            self._exemptions[key] = (judge.program, made)
        return self._exemptions[key][1]

    def _see_branches(
        self, judge: Reference, scene: Scene, touched: frozenset[str], name: str
    ) -> None:
        for yes, no, step, of_member, test, before in self._branching(judge):
            if step not in touched or (
                self.coverage.items.get(yes) and self.coverage.items.get(no)
            ):
                continue
            due = step.removesuffix("!gross") if step.endswith("!gross") else ""
            for payee in range(len(scene.case.members)) if of_member else (HOUSEHOLD,):
                if due and judge.workings.value(scene, base_step(due), payee)[1] == 0:
                    continue
                if any(work(scene, payee)[0 if truth else 1] != truth for work, truth in before):
                    continue
                low, high, _, _ = test(scene, payee)
                if low == high:
                    self._mark(yes if low else no, name)

    def _branching(self, judge: Reference) -> Sequence[Branching]:
        key = id(judge.program)
        if key not in self._branches:
            program, made = judge.program, list[Branching]()
            written = (step.as_written or step.node for step in program.steps)
            alive = {id(each) for node in written if node is not None for each in n.walk(node)}
            work = _worker(judge)
            for step, formula, entity in formulas(program.law):
                for node, of_member, tests in scoped(formula.node, entity is Entity.MEMBER):
                    if id(node) in alive:
                        items = (
                            branch_item(formula, node, "true"),
                            branch_item(formula, node, "false"),
                        )
                        before = tuple((work(test), truth) for test, truth in tests)
                        made.append((*items, step, of_member, work(node.test), before))
            self._branches[key] = (program, made)
        return self._branches[key][1]


def _worker(judge: Reference) -> Callable[[n.Node], Work]:
    """Makes the working of a formula of the law, in which a figure may be a value of the case."""
    instead = stand_ins(judge.program.figures.values())
    return lambda node: judge.workings.work(rewritten(node, instead) if instead else node)


def _apart(one: tuple[object, object, int, int], other: tuple[object, object, int, int]) -> bool:
    return one[0] != other[0] or one[1] != other[1]


def _owner(law: Law, version: FigureVersion, asked: str) -> str:
    """The figure that a version belongs to: a share's chain goes through several."""
    if any(each is version for each in law.figures[asked].versions):
        return asked
    return next(
        (each.id for each in law.figures.values() if any(one is version for one in each.versions)),
        asked,
    )


def touched_steps(program: Program, scene: Scene) -> frozenset[str]:
    return frozenset(
        step.id
        for place, step in enumerate(program.steps)
        if any(memo[place] is not None for memo in scene.memo.values())
    )


def observe(runs: Iterable[Ran], policies: Mapping[str, api.Policy]) -> Coverage:
    """The coverage of cases that were run."""
    coverage = start(policy.law for policy in policies.values())
    observer = Observer(coverage)
    for ran in runs:
        observer.see(ran)
    return coverage
