"""The columns engine: printed NumPy over blocks of households, the rest by the reference engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from types import ModuleType
from typing import Any

import numpy as np

from welfare_rules.basics.days import Month, month_index
from welfare_rules.engine.columns import hidden, known
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import Population, population_of_cases
from welfare_rules.engine.columns.printer import decide_source, has_open, reasons_source
from welfare_rules.engine.columns.results import BenefitColumns, Results, empty_results
from welfare_rules.engine.contract import Decided, Decision, Outcome
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.reference import MissingFacts, Reference
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import facts_of, figures_of

BLOCK = 8192
"""Households worked out at once: so many that their columns stay in the cache of a processor."""

Printed = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the program, the facts that it looks at, and its code in both algebras."""

    program: IntegerProgram
    source: str
    facts: frozenset[tuple[Entity, int]]
    open: bool
    plain: Printed
    careful: Printed


class Columns:
    """Decides many complete households by printed NumPy, all others with the reference engine.

    `run` takes a population and gives columns; `decide` and `decide_many` take cases.
    """

    name = "columns"

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference
        self.dues = _form(lowered(program, "dues"), decide_source, "decide")
        self.reasons = _form(lowered(program, "reasons"), reasons_source, "reasons_of")
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)

    def decide(self, case: Case, month: Month) -> Decision:
        return next(iter(self.decide_many([case], month)))

    def decide_many(self, cases: Iterable[Case], month: Month) -> Iterator[Decision]:
        """The decisions of many cases in their order, a block at a time."""
        waiting = iter(cases)
        while block := list(islice(waiting, BLOCK)):
            results = self.run(population_of_cases(self.program, block), month, reasons=True)
            for row in range(len(block)):
                yield Decided(results.circle(row), results.outcomes(row))

    def run(
        self, population: Population, month: Month, *, reasons: bool = False, threads: int = 1
    ) -> Results:
        """What is due to everyone in a population, and with `reasons` which clauses hold.

        Households of which everything is known are plain arithmetic. The others are worked out
        again with what is unknown hidden, and only those of which anything stays hidden are the
        reference engine's.
        """
        forms = (self.dues, self.reasons) if reasons else (self.dues,)
        block_by_block = _Run(self, forms, month, threads)
        incomplete = _incomplete(population, forms)
        if incomplete.all() or any(form.open for form in forms):
            return block_by_block.carefully(population)
        results = block_by_block.plainly(population)
        rows = np.flatnonzero(incomplete)
        if len(rows):
            results.replace(rows, block_by_block.carefully(population.of(rows)))
        return results

    def provisional(self, population: Population, month: Month, benefit: str) -> Array:
        """Of whom the answer about a benefit rests on what no published document confirms.

        Where nothing of that kind lies below the benefit that is nobody. Else the reference engine
        is asked for each payee, since it alone knows what an answer rests on.
        """
        found = next(each for each in self.program.benefits if each.id == benefit)
        of_member = found.payee is Entity.MEMBER
        rows = int(population.offsets[-1]) if of_member else len(population)
        made = np.zeros(rows, np.bool_)
        if not self._unconfirmed_below(found):
            return made
        for row in range(len(population)):
            case = population.case(row, self.program.facts)
            evaluation = self.reference.evaluate(case, month)
            first = int(population.offsets[row]) if of_member else row - HOUSEHOLD
            for payee in found.payees(case):
                rests_on = evaluation.rests_on(found, payee)
                made[first + payee] = evaluation.provisional(rests_on)
        return made

    def _unconfirmed_below(self, benefit: BenefitInForce) -> bool:
        """Whether a rule or figure that is not published lies below a benefit."""
        ends = [benefit.entitled] if benefit.service else [benefit.entitled, benefit.net]
        steps = [self.program.by_id[name] for name in self.program.below(ends)]
        figures = (self.program.figures[each] for each in figures_of(steps))
        return any(step.status != "published" or step.node is None for step in steps) or any(
            each.provisional for each in figures
        )


@dataclass(slots=True)
class _Run:
    """One month that is decided for some households, block by block.

    `alike` are the decisions of the reference engine by all that is known of a household but names.
    """

    engine: Columns
    forms: tuple[Form, ...]
    month: Month
    threads: int
    alike: dict[Case, tuple[str | None, tuple[Outcome, ...]]] = field(
        default_factory=dict[Case, tuple[str | None, tuple[Outcome, ...]]]
    )

    def plainly(self, population: Population) -> Results:
        """By plain arithmetic, as if everything were known."""
        results = self._empty(population)
        self._over(population, lambda block: self._work(block, results, careful=False))
        return results

    def carefully(self, population: Population) -> Results:
        """With what is unknown hidden; what stays hidden is decided by the reference engine."""
        results = self._empty(population)
        found = self._over(population, lambda block: self._work(block, results, careful=True))
        waiting: dict[int, list[_Cell]] = {}
        for cell in (each for cells in found for each in cells):
            waiting.setdefault(cell.household, []).append(cell)
        for row, cells in waiting.items():
            self._refer(population.case(row, self.engine.program.facts), row, cells, results)
        return results

    def _empty(self, population: Population) -> Results:
        reasons = self.engine.reasons in self.forms
        dues = self.engine.dues.program
        return empty_results(self.engine.program, dues, population.offsets, reasons=reasons)

    def _over(
        self, population: Population, work: Callable[[_Block], list[_Cell]]
    ) -> list[list[_Cell]]:
        blocks = [
            _Block(population, first, min(first + BLOCK, len(population)))
            for first in range(0, len(population), BLOCK)
        ]
        if self.threads == 1:
            return [work(each) for each in blocks]
        with ThreadPoolExecutor(self.threads) as pool:
            return [*pool.map(work, blocks)]

    # --- a block ---

    def _work(self, block: _Block, results: Results, *, careful: bool) -> list[_Cell]:
        """Writes what is decided of a block, and says of which cells anything is hidden."""
        found: list[_Cell] = []
        for form in self.forms:
            printed = form.careful if careful else form.plain
            given = block.given(form.facts, careful=careful)
            days = self.month.first, self.month.last, month_index(self.month.first)
            made = printed(*given, *days)
            if form is self.engine.dues:
                circle, *made = made
                circle, unsure = hidden.pair(circle)
                results.circles[block.households] = circle
                found.extend(
                    _Cell(row, None, row) for row in block.hidden(unsure, Entity.HOUSEHOLD)
                )
            for entity, values in zip((Entity.HOUSEHOLD, Entity.MEMBER), made, strict=True):
                rows = block.rows(entity)
                of_entity = (each for each in self.engine.program.benefits if each.payee is entity)
                for benefit, value in zip(of_entity, values, strict=True):
                    columns = results.benefits[benefit.id]
                    *cell, unsure = value
                    if form is self.engine.dues:
                        columns.write(rows, *cell)
                    else:
                        columns.write_truths(rows, *cell)
                    for row in block.hidden(unsure, entity):
                        found.append(_Cell(block.household_of(entity, row), columns, row))
        return found

    # --- what is handed over ---

    def _refer(self, case: Case, row: int, cells: Iterable[_Cell], results: Results) -> None:
        """Puts down the reference engine's decision of what is hidden of a household.

        Where figures alone are unknown those benefits are decided by themselves. Where facts are,
        all are: how narrow the bounds become may turn on what was tried before.
        """
        reference, month = self.engine.reference, self.month
        if case.unknown.isdisjoint(self.engine.needed):
            evaluation, first = reference.evaluate(case, month), int(results.offsets[row])
            for cell in cells:
                if cell.columns is None:
                    results.put_circle(row, evaluation.circle())
                elif cell.row not in cell.columns.referred:
                    benefit = cell.columns.benefit
                    payee = cell.row - first if benefit.payee is Entity.MEMBER else HOUSEHOLD
                    cell.columns.refer(cell.row, evaluation.outcome(benefit, payee))
            return
        unnamed = replace(case, id="", member_ids=("",) * len(case.members))
        if unnamed not in self.alike:
            decision = reference.decide(case, month)
            self.alike[unnamed] = decision.circle, decision.outcomes
        circle, outcomes = self.alike[unnamed]
        results.put(row, circle, (_under(case, each) for each in outcomes))


def _under(case: Case, outcome: Outcome) -> Outcome:
    """The outcome of a household as that of one of which the same is known, by its own names."""
    missing = outcome.missing_facts
    if not isinstance(missing, MissingFacts):
        return outcome
    return replace(outcome, missing_facts=missing.under(case))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A benefit for one row of its columns, or with no columns the circle of a household."""

    household: int
    columns: BenefitColumns | None
    row: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Some households that follow one another in a population."""

    population: Population
    first: int
    last: int

    @property
    def households(self) -> slice:
        return slice(self.first, self.last)

    @property
    def members(self) -> slice:
        offsets = self.population.offsets
        return slice(int(offsets[self.first]), int(offsets[self.last]))

    def rows(self, entity: Entity) -> slice:
        return self.members if entity is Entity.MEMBER else self.households

    def household_of(self, entity: Entity, row: int) -> int:
        if entity is Entity.HOUSEHOLD:
            return row
        return int(np.searchsorted(self.population.offsets, row, "right")) - 1

    def hidden(self, unsure: Any, entity: Entity) -> list[int]:
        """The rows of the population that are hidden in this block."""
        if unsure is None:
            return []
        rows = self.rows(entity)
        found = np.flatnonzero(np.broadcast_to(unsure, rows.stop - rows.start))
        return (found + rows.start).tolist()

    def given(self, facts: Iterable[tuple[Entity, int]], *, careful: bool) -> Sequence[Any]:
        """The arguments of printed code but for the days."""
        columns: dict[Entity, dict[int, Any]] = {Entity.HOUSEHOLD: {}, Entity.MEMBER: {}}
        for entity, place in facts:
            column = self.population.column(entity, place).at(self.rows(entity))
            values = (column.values, column.unknown) if careful else column.values
            columns[entity][place] = values
        bounds = self.population.offsets[self.first : self.last + 1]
        bounds = bounds - bounds[0]
        home = np.repeat(np.arange(self.last - self.first), np.diff(bounds))

        def paid(benefit: str, column: int) -> Any:
            recorded = self.population.receiving.get(benefit)
            found = np.zeros(len(home), np.bool_) if recorded is None else recorded[self.members]
            return (found, columns[Entity.MEMBER][column][1]) if careful else found

        return columns[Entity.HOUSEHOLD], columns[Entity.MEMBER], paid, home, bounds


def _incomplete(population: Population, forms: Iterable[Form]) -> Array:
    """The households with an unknown fact that is looked at."""
    found = np.zeros(len(population), np.bool_)
    for entity, place in {each for form in forms for each in form.facts}:
        unknown = population.column(entity, place).unknown
        if unknown is None:
            continue
        of_member = entity is Entity.MEMBER
        found |= known.exists(unknown, population.offsets) if of_member else unknown
    return found


def _form(program: IntegerProgram, printed: Callable[[IntegerProgram], str], name: str) -> Form:
    source = printed(program)
    facts: set[tuple[Entity, int]] = set()
    for _, root in program.expressions():
        for each in e.walk(root):
            if isinstance(each, e.Fact):
                facts.add((each.entity, each.column))
            elif isinstance(each, e.Receives):
                facts.add((Entity.MEMBER, each.column))
    plain, careful = (_function(source, name, algebra) for algebra in (known, hidden))
    return Form(program, source, frozenset(facts), has_open(program), plain, careful)


def _function(source: str, name: str, algebra: ModuleType) -> Printed:
    space: dict[str, Any] = dict(vars(algebra))
    # the source is made of numbers and our own names only
    exec(compile(source, "<program>", "exec"), space)
    return space[name]
