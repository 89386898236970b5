"""Coverage: which parts of the law the cases exercise.

Parts are requirements (holding and not), rows, exclusions, supplements, exemptions, steps, circles,
branches and figures.

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
from welfare_rules.engine.reference import Evaluation, Prepared, Reference
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Clause, FigureVersion, countable
from welfare_rules.program import lowering
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import FigureInForce, Program, StepName, base_step
from welfare_rules.program.transition import rewritten, stand_ins

Branching = tuple[Item, Item, str, bool, Prepared, tuple[tuple[Prepared, bool], ...]]


@dataclass(frozen=True, slots=True)
class Touched:
    """The steps that a case's expectations rest on.

    None when something was open, so that any of them may matter.
    """

    steps: frozenset[str] | None


class Observer:
    """Marks what cases saw. Keeps for each program what has to be worked out for it once."""

    def __init__(
        self, coverage: Coverage, watches: Mapping[str, Sequence[Item]] | None = None
    ) -> None:
        self.coverage = coverage
        self._watches = watches or {}  # of each jurisdiction
        self._branches: dict[int, tuple[Program, list[Branching]]] = {}
        self._figures: dict[int, tuple[Program, dict[str, tuple[str, ...]]]] = {}
        self._exemptions: dict[int, tuple[Program, list[tuple[Item, str, Prepared, Prepared]]]] = {}

    @classmethod
    def of(cls, policies: Mapping[str, api.Policy]) -> Observer:
        """One that has seen nothing yet of these laws."""
        watches = {
            jurisdiction: tuple(
                Item("watch", each.id, each.origin.place(), "hit") for each in policy.law.watches
            )
            for jurisdiction, policy in policies.items()
        }
        return cls(start(policy.law for policy in policies.values()), watches)

    def see(self, ran: Ran) -> Touched:
        """Marks what a case saw that was run; of watches those of which it expects an alert."""
        if ran.case.watched is not None and ran.passed:
            shown = {each.watch for each in ran.case.watched.expect}
            for item in self._watches.get(ran.case.jurisdiction, ()):
                if item.id in shown:
                    self._mark(item, f"{ran.case.place}")
        if ran.rules is None or ran.evaluation is None:
            return Touched(frozenset())
        reference, evaluation = ran.rules.reference, ran.evaluation
        program = evaluation.program
        touched = evaluation.worked_out()
        name = f"{ran.case.place}"
        for outcome in ran.outcomes:
            self._outcome(evaluation, outcome, name)
        if ran.looked_at_circle:
            self._circle(evaluation, name)
        asked = [program.figures[each.id] for each in ran.case.expect.figures]
        for figure in (*asked, *self._named(program, touched)):
            for version in figure.chain:
                self._mark(figure_item(_owner(program.law, version, figure.id), version), name)
        self._see_exemptions(reference, evaluation, touched, name)
        self._see_branches(reference, evaluation, touched, name)
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

    def _circle(self, evaluation: Evaluation, name: str) -> None:
        """The first circle that holds, or that only an open figure keeps from holding."""
        for each in evaluation.program.circles:
            value = evaluation.step(each.step, HOUSEHOLD)
            if value.truth is False:
                continue
            if value.truth or not evaluation.missing_facts(value.missing):
                self._mark(Item("circle", each.circle.id, each.circle.origin.place(), "hit"), name)
            return

    def _outcome(self, evaluation: Evaluation, outcome: Outcome, name: str) -> None:
        benefit, payee = outcome.benefit, outcome.payee
        base = evaluation.step(benefit.qualified, payee).truth is not False
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
                for member in range(len(evaluation.case.members)):
                    value = evaluation.so_far(rule.step, member)
                    if value is not None and value.truth:
                        self._mark_clause(benefit.id, rule.clause, "hit", name)

    def _mark_clause(self, benefit: str, clause: Clause, aspect: str, name: str) -> None:
        self._mark(Item(clause.kind, f"{benefit}.{clause.id}", clause.origin.place(), aspect), name)

    def _see_exemptions(
        self, reference: Reference, evaluation: Evaluation, touched: frozenset[str], name: str
    ) -> None:
        for item, step, before, after in self._exempting(reference):
            if step in touched and any(
                before(evaluation, member).ends != after(evaluation, member).ends
                for member in range(len(evaluation.case.members))
            ):
                self._mark(item, name)

    def _exempting(self, reference: Reference) -> Sequence[tuple[Item, str, Prepared, Prepared]]:
        key = id(reference.program)
        if key not in self._exemptions:
            made: list[tuple[Item, str, Prepared, Prepared]] = []
            ready = _preparing(reference)
            for income in reference.program.law.incomes:
                applied = reference.program.exemptions.get(countable(income.id), ())
                counted = [
                    ready(lowering.countable_income(income, applied[:count]))
                    for count in range(len(applied) + 1)
                ]
                for place, each in enumerate(applied):
                    made.append(
                        (
                            Item("exemption", each.id, each.origin.place(), "hit"),
                            countable(income.id),
                            counted[place],
                            counted[place + 1],
                        )
                    )
            self._exemptions[key] = (reference.program, made)
        return self._exemptions[key][1]

    def _see_branches(
        self, reference: Reference, evaluation: Evaluation, touched: frozenset[str], name: str
    ) -> None:
        for yes, no, step, of_member, test, before in self._branching(reference):
            if step not in touched or (
                self.coverage.items.get(yes) and self.coverage.items.get(no)
            ):
                continue
            parts = StepName.of(step)
            due = parts.owner if parts.part == "gross" else ""
            for payee in range(len(evaluation.case.members)) if of_member else (HOUSEHOLD,):
                if due and evaluation.step(base_step(due), payee).truth is False:
                    continue
                if any(ready(evaluation, payee).truth is not truth for ready, truth in before):
                    continue
                found = test(evaluation, payee)
                if found.truth is not None:
                    self._mark(yes if found.truth else no, name)
                elif not evaluation.missing_facts(found.missing):
                    for item in (yes, no):  # as far as the figures that nobody found allow
                        self._mark(item, name)

    def _branching(self, reference: Reference) -> Sequence[Branching]:
        key = id(reference.program)
        if key not in self._branches:
            program, made = reference.program, list[Branching]()
            written = (step.as_written or step.node for step in program.steps)
            alive = {id(each) for node in written if node is not None for each in n.walk(node)}
            ready = _preparing(reference)
            for step, formula, entity in formulas(program.law):
                for node, of_member, tests in scoped(formula.node, entity is Entity.MEMBER):
                    if id(node) in alive:
                        items = (
                            branch_item(formula, node, "true"),
                            branch_item(formula, node, "false"),
                        )
                        before = tuple((ready(test), bool(truth)) for test, truth in tests)
                        made.append((*items, step, of_member, ready(node.test), before))
            self._branches[key] = (program, made)
        return self._branches[key][1]


def _preparing(reference: Reference) -> Callable[[n.Node], Prepared]:
    """Makes formulas of the law ready, in which a figure may be a value of the case."""
    instead = stand_ins(reference.program.figures.values())
    return lambda node: reference.formula(rewritten(node, instead) if instead else node)


def _owner(law: Law, version: FigureVersion, asked: str) -> str:
    """The figure that a version belongs to: a share's chain goes through several."""
    if any(each is version for each in law.figures[asked].versions):
        return asked
    return next(
        (each.id for each in law.figures.values() if any(one is version for one in each.versions)),
        asked,
    )


def observe(runs: Iterable[Ran], policies: Mapping[str, api.Policy]) -> Coverage:
    """The coverage of cases that were run."""
    observer = Observer.of(policies)
    for ran in runs:
        observer.see(ran)
    return observer.coverage
