"""The columns engine: printed NumPy over blocks of households, the rest by the reference engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain, pairwise
from typing import TypeVar

import numpy as np

from welfare_rules.basics.days import Month
from welfare_rules.engine.columns.asked import Asked
from welfare_rules.engine.columns.blocks import BLOCK, Block, blocks_of, groups_of
from welfare_rules.engine.columns.careful import Cell, Codes, Left, Work, decide_carefully
from welfare_rules.engine.columns.code import (
    Form,
    bounded_of,
    bounds_of,
    compiled_lines,
    days_of,
    form_of,
)
from welfare_rules.engine.columns.code import facts_of as facts_of_code
from welfare_rules.engine.columns.doubted import NO_DOUBTS, Doubted, doubted_of
from welfare_rules.engine.columns.gaps import Gaps, Looked, lacking_of, looked_at
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.pieces import Pieces
from welfare_rules.engine.columns.population import Population, population_of_cases
from welfare_rules.engine.columns.possible import Possible, possible_values
from welfare_rules.engine.columns.printer import decide_lines, decide_source, reasons_source
from welfare_rules.engine.columns.ranges import ragged
from welfare_rules.engine.columns.results import Results, empty_results
from welfare_rules.engine.columns.splitter import Splitter, splitter_of
from welfare_rules.engine.columns.unknowns import Unknowns
from welfare_rules.engine.columns.worths import Rights, WorthWork, rights_of, worths_in
from welfare_rules.engine.contract import Decision, Outcome, Wanted, Worths
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.reference import Evaluation, Reference, under
from welfare_rules.language.types import Entity
from welfare_rules.program.at_once import at_once
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import facts_of
from welfare_rules.program.unconfirmed import doubts_of

TOGETHER = 8  # blocks of which what is not certain is split at once
STEPS = (5, 36)  # amounts between the ends that are tried first, and then

Part = TypeVar("Part")
T = TypeVar("T")


class Columns:
    """Decides many households by printed NumPy, and what is left with the reference engine.

    `run` takes a population and gives columns; `decide` and `decide_many` take cases.
    """

    name = "columns"

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference
        unguarded = lowered(program, "dues", within_bounds=True)
        self.dues = form_of(lowered(program, "dues"), decide_source, "decide")
        printed = reasons_source, "reasons_of"
        self.reasons = form_of(lowered(program, "reasons"), *printed)
        reasons = lowered(program, "reasons", within_bounds=True)
        self.of_reasons = bounded_of(reasons, *printed)
        self.bounds = compiled_lines(decide_lines(unguarded)[0], bounds_of(unguarded))
        self.holes = unguarded.holes
        self.of_bounds = facts_of_code(unguarded) | facts_of_code(reasons)
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)
        self.pieces = Pieces.of(self.dues.program)

    def decide(self, case: Case, month: Month) -> Decision:
        return next(iter(self.decide_many([case], month)))

    def decide_many(self, cases: Iterable[Case], month: Month) -> Iterator[Decision]:
        """The decisions of many cases in their order, a block at a time."""
        waiting = iter(cases)
        while block := at_once(waiting, lambda case: len(case.members), BLOCK):
            population = population_of_cases(self.program, block)
            yield from self.run(population, month, reasons=True).decisions()

    def worths(self, cases: Sequence[Case], wanted: Iterable[Wanted]) -> Iterator[Worths]:
        """What some rights of some of many cases are worth; outcomes are without their reasons."""
        waiting = iter(cases)
        blocks: list[Population] = []
        while block := at_once(waiting, lambda case: len(case.members), BLOCK):
            blocks.append(population_of_cases(self.program, block))
        begun = np.cumsum([0, *map(len, blocks)])
        benefits = [each.id for each in self.program.benefits]
        for each in wanted:
            order = np.array(each.places, np.intp)
            parts = [slice(*np.searchsorted(order, ends).tolist()) for ends in pairwise(begun)]
            made: list[tuple[Results, int]] = []
            for block, part, first in zip(blocks, parts, begun.tolist(), strict=False):
                rows = order[part]
                some = block if len(block) == len(rows) else block.of(rows - first)
                rights = None if each.outcomes else rights_of(each.rights[part], benefits)
                given = self, some, (self.dues,), each.month, 1, NO_DOUBTS
                run = _Run(*given, rights, each.bounds)
                made.append((run.results(), len(rows)))
            yield worths_in(made)

    def run(
        self,
        population: Population,
        month: Month,
        *,
        reasons: bool = False,
        doubts: Iterable[str] = (),
        threads: int = 1,
    ) -> Results:
        """What is due to everyone in a population, with `reasons` which clauses hold, and of the
        benefits in `doubts` for whom the answer is provisional.

        Households of which everything is known are plain arithmetic. The others are worked out with
        bounds, and what these leave open is tried, or split where it turns on a figure that nobody
        has found. Only what is not certain then is the reference engine's.
        """
        forms = (self.dues, self.reasons) if reasons else (self.dues,)
        doubted = self._doubted_of(population, month, doubts) if doubts else NO_DOUBTS
        return _Run(self, population, forms, month, threads, doubted).results()

    def provisional(
        self, population: Population, month: Month, names: Iterable[str]
    ) -> Mapping[str, Array]:
        """Of each of some benefits, for whom the answer rests on what no published document
        confirms.

        Where that is no matter of conditions it is the same for all. The reference engine is asked
        only for whom it cannot be told by columns what the answer rests on.
        """
        doubted = self._doubted_of(population, month, names)
        run = _Run(self, population, (self.dues,), month, 1, doubted)
        run.refer(Left(), None)
        return doubted.said

    def _doubted_of(self, population: Population, month: Month, names: Iterable[str]) -> Doubted:
        values = self._doubts.values(population, month)
        asked = set(names)
        return doubted_of(
            [each for each in self.program.benefits if each.id in asked], population, values
        )

    @cached_property
    def splitter(self) -> Splitter:
        """The program as it is split into possibilities."""
        return splitter_of(self.program, self.reference)

    @cached_property
    def _doubts(self) -> Asked:
        doubts = doubts_of(self.program)
        return Asked(doubts.program, doubts.asked)


@dataclass(frozen=True, slots=True)
class _Run:
    """One month that is decided for a population, block by block; of some `rights` alone what they
    are worth, and what `bounds` say of some others.
    """

    engine: Columns
    population: Population
    forms: tuple[Form, ...]
    month: Month
    threads: int
    doubted: Doubted
    rights: Rights | None = None
    bounds: frozenset[str] = frozenset()

    def results(self) -> Results:
        engine, population = self.engine, self.population
        results = empty_results(
            engine.program,
            engine.dues.program,
            population.offsets,
            reasons=engine.reasons in self.forms,
        )
        facts = self._looked_at()
        lacking = lacking_of(population, facts)
        anything = any(form.open for form in self.forms)
        incomplete = np.ones(len(population), np.bool_) if anything else lacking.count > 0
        if not incomplete.all():
            blocks = blocks_of(population, threads=self.threads)
            self._over(blocks, lambda block: self._plainly(block, results))
        left = Left()
        gaps: list[tuple[Array, Gaps]] = []
        if incomplete.any():
            codes, possible = self._codes(facts), self._possible() if self.tries else ()
            work = Work
            if self.rights is not None:
                work = partial(WorthWork, rights=self.rights, bounds=self.bounds)
            for rows in groups_of(incomplete, lacking):
                some = population.facts_of(rows, codes.facts)
                blocks = blocks_of(some, rows, population.offsets)
                size = min(TOGETHER, -(-len(blocks) // self.threads))
                made = self._over(
                    [blocks[each : each + size] for each in range(0, len(blocks), size)],
                    lambda several: decide_carefully(
                        [
                            work(each, codes, engine.program.facts, self.month, results)
                            for each in several
                        ],
                        possible,
                    ),
                )
                for block, (more, found) in zip(blocks, chain.from_iterable(made), strict=True):
                    left.households.extend(more.households)
                    left.cells.extend(more.cells)
                    gaps.append((rows[block.first : block.last], found))
        results.joined(_unknowns(population, engine, gaps))
        self.refer(left, results)
        return replace(results, provisional=self.doubted.said)

    @property
    def tries(self) -> bool:
        """Whether anything is wanted that may have to be tried."""
        return self.rights is None or any(each.any() for each in self.rights.values())

    def _looked_at(self) -> frozenset[Looked]:
        """The facts that are looked at, but for those that can have one value only."""
        facts = self.engine.program.facts
        return looked_at(self._whole(), facts)

    def _whole(self) -> frozenset[Looked]:
        return self.engine.of_bounds.union(*(form.facts for form in self.forms))

    def _codes(self, facts: frozenset[Looked]) -> Codes:
        engine = self.engine
        reasons = engine.of_reasons if engine.reasons in self.forms else None
        given = engine.bounds, reasons, engine.holes, self._whole(), facts
        return Codes(*given, lambda: engine.splitter)

    def _possible(self) -> list[Possible]:
        """The values to try first, and those to try then."""
        facts = [
            fact
            for fact in self.engine.program.facts
            if self.population.column(fact.entity, fact.column).unknown is not None
        ]
        program = self.engine.dues.program
        given = facts, program, self.engine.pieces
        return [possible_values(*given, self.month, steps) for steps in STEPS]

    def _over(self, parts: Sequence[Part], work: Callable[[Part], T]) -> list[T]:
        if self.threads == 1:
            return [work(each) for each in parts]
        with ThreadPoolExecutor(self.threads) as pool:
            return [*pool.map(work, parts)]

    def _plainly(self, block: Block, results: Results) -> None:
        """Writes what is decided of a block by plain arithmetic, as if everything were known."""
        for form in self.forms:
            made = form.plain(*block.plain(form.facts), *days_of(self.month))
            if form is self.engine.dues:
                circle, *made = made
                results.circles[block.households] = circle
            for entity, values in zip((Entity.HOUSEHOLD, Entity.MEMBER), made, strict=True):
                for columns, value in zip(results.of(entity), values, strict=True):
                    if form is self.engine.dues:
                        columns.write(block.rows(entity), *value)
                    else:
                        columns.write_truths(block.rows(entity), value)

    # --- what is handed over ---

    def refer(self, left: Left, results: Results | None) -> None:
        """Puts down the reference engine's decision of what is left, and for whom it is provisional
        where that is not told.

        Households of which the same is known, as far as the program looks at it, are judged once.
        """
        reference, month, facts = self.engine.reference, self.month, self.engine.program.facts
        looked = [(each.entity, each.column) for each in facts if each.id in self.engine.needed]
        waiting: dict[int, list[Cell]] = {row: [] for row in left.households}
        for cell in left.cells:
            waiting.setdefault(cell.household, []).append(cell)
        whole = frozenset(left.households)
        unsure = self.doubted.by_household()
        by_id = {each.id: each for each in self.engine.program.benefits}
        judged: dict[object, tuple[str | None, Sequence[Outcome], Sequence[bool]]] = {}
        for row in dict.fromkeys((*waiting, *unsure)):
            case, first = self.population.case(row, facts), int(self.population.offsets[row])
            cells, doubts = waiting.get(row, ()), unsure.get(row, ())
            wanted = None if row in whole else tuple([_wanted(each, first) for each in cells])
            asked = tuple([_right(by_id[name], at - first) for name, at in doubts])
            key = _seen(case, looked), wanted, asked
            if key not in judged:
                evaluation = reference.evaluate(case, month)
                circle, outcomes = _decided(evaluation, wanted, by_id)
                rests_on = (evaluation.rests_on(by_id[name], payee) for name, payee in asked)
                judged[key] = circle, outcomes, [*map(evaluation.provisional, rests_on)]
            circle, outcomes, provisional = judged[key]
            for (name, at), holds in zip(doubts, provisional, strict=True):
                self.doubted.said[name][at] = holds
            if results is not None:
                if wanted is None or None in wanted:
                    results.put_circle(row, circle)
                results.put(row, [*under(case, outcomes)])


def _decided(
    evaluation: Evaluation,
    wanted: Sequence[tuple[str, int] | None] | None,
    by_id: Mapping[str, BenefitInForce],
) -> tuple[str | None, Sequence[Outcome]]:
    """The circle and outcomes that are wanted of an evaluation, or all."""
    if wanted is None:
        return evaluation.circle(), evaluation.outcomes()
    circle = evaluation.circle() if None in wanted else None
    rights = [each for each in wanted if each is not None]
    return circle, [evaluation.outcome(by_id[name], payee) for name, payee in rights]


def _right(benefit: BenefitInForce, payee: int) -> tuple[str, int]:
    return benefit.id, payee if benefit.payee is Entity.MEMBER else HOUSEHOLD


def _wanted(cell: Cell, first: int) -> tuple[str, int] | None:
    """What is asked of the reference engine: a benefit for a payee, or the circle."""
    if cell.columns is None:
        return None
    return _right(cell.columns.benefit, cell.row - first)


def _seen(case: Case, looked: Sequence[Looked]) -> object:
    """What a program looks at in a case."""
    own = [place for entity, place in looked if entity is Entity.HOUSEHOLD]
    theirs = [place for entity, place in looked if entity is Entity.MEMBER]
    members = tuple([tuple([row[place] for place in theirs]) for row in case.members])
    return tuple([case.household[place] for place in own]), members, case.receiving


def _unknowns(
    population: Population, engine: Columns, found: Sequence[tuple[Array, Gaps]]
) -> Unknowns:
    """The gaps of all households that have any, in the order of their rows."""
    nothing = np.zeros(0, np.intp)
    rows = np.concatenate([nothing, *(each for each, _ in found)])
    counts = np.concatenate([nothing, *(np.diff(gaps.offsets) for _, gaps in found)])
    payee = np.concatenate([nothing, *(gaps.payee for _, gaps in found)])
    column = np.concatenate([nothing, *(gaps.column for _, gaps in found)])
    first = np.cumsum(counts) - counts
    order = np.argsort(rows)
    offsets, _, at = ragged(first[order], counts[order])
    wide = np.repeat(
        np.array([gaps.kind == np.object_ for _, gaps in found], np.bool_),
        [len(each) for each, _ in found],
    )
    gaps = rows[order], offsets, payee[at], column[at]
    layout = engine.reference.layout
    return Unknowns(population, engine.program.facts, layout, *gaps, engine.holes, wide[order])
