"""The columns engine: printed NumPy over blocks of households, the rest by the reference engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from welfare_rules.basics.days import Month, month_index
from welfare_rules.engine.columns import bounded, known
from welfare_rules.engine.columns.blocks import Block
from welfare_rules.engine.columns.careful import Cell, Codes, Left, Printed, decide_carefully
from welfare_rules.engine.columns.gaps import LARGE, SMALL, Gaps, Looked, counted
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.pieces import Pieces
from welfare_rules.engine.columns.population import Population, people_of, population_of_cases
from welfare_rules.engine.columns.possible import Possible, possible_values
from welfare_rules.engine.columns.printer import decide_source, has_open, reasons_source
from welfare_rules.engine.columns.results import Results, Unknowns, empty_results
from welfare_rules.engine.columns.trials import ragged
from welfare_rules.engine.contract import Decided, Decision, Outcome
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.reference import MissingFacts, Reference
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import facts_of, unconfirmed_below

BLOCK = 16_384
"""Households worked out at once: so many that their columns stay in the cache of a processor."""

STEPS = (5, 36)  # amounts between the ends that are tried first, and then

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the program, the facts that it looks at, and its code over known values, and over
    values of which some are known within bounds only.
    """

    program: IntegerProgram
    source: str
    facts: frozenset[Looked]
    open: bool
    plain: Printed
    bounded: Printed


class Columns:
    """Decides many households by printed NumPy, and what is left with the reference engine.

    `run` takes a population and gives columns; `decide` and `decide_many` take cases.
    """

    name = "columns"

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference
        unguarded = lowered(program, "dues", guarded=False)
        self.dues = _form(lowered(program, "dues"), decide_source, "decide")
        self.reasons = _form(lowered(program, "reasons"), reasons_source, "reasons_of")
        self.bounds = _function(decide_source(unguarded), "decide", vars(bounded))
        self.of_bounds = _facts(unguarded)
        self.needed = facts_of(step for step in program.steps if step.id in program.needed)
        self.pieces = Pieces.of(self.dues.program)
        # where something is open trials may come to it as well
        plainly = {**vars(known), "first": bounded.first}
        self.trial = (
            self.dues.bounded if self.dues.open else _function(self.dues.source, "decide", plainly)
        )

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

        Households of which everything is known are plain arithmetic. The others are worked out with
        bounds, and what these leave open is tried. Only what is not certain then, or turns on a
        figure that nobody has found, is the reference engine's.
        """
        forms = (self.dues, self.reasons) if reasons else (self.dues,)
        return _Run(self, population, forms, month, threads).results()

    def provisional(self, population: Population, month: Month, benefit: str) -> Array:
        """Of whom the answer about a benefit rests on what no published document confirms.

        Where nothing of that kind lies below the benefit that is nobody. Else the reference engine
        is asked for each payee, since it alone knows what an answer rests on.
        """
        found = next(each for each in self.program.benefits if each.id == benefit)
        of_member = found.payee is Entity.MEMBER
        rows = int(population.offsets[-1]) if of_member else len(population)
        made = np.zeros(rows, np.bool_)
        if not unconfirmed_below(self.program, found):
            return made
        for row in range(len(population)):
            case = population.case(row, self.program.facts)
            evaluation = self.reference.evaluate(case, month)
            first = int(population.offsets[row]) if of_member else row - HOUSEHOLD
            for payee in found.payees(case):
                rests_on = evaluation.rests_on(found, payee)
                made[first + payee] = evaluation.provisional(rests_on)
        return made


@dataclass(frozen=True, slots=True)
class _Run:
    """One month that is decided for a population, block by block."""

    engine: Columns
    population: Population
    forms: tuple[Form, ...]
    month: Month
    threads: int

    def results(self) -> Results:
        engine, population = self.engine, self.population
        results = empty_results(
            engine.program,
            engine.dues.program,
            population.offsets,
            reasons=engine.reasons in self.forms,
        )
        facts = self._looked_at()
        lacking = counted(population, facts)
        anything = any(form.open for form in self.forms)
        incomplete = np.ones(len(population), np.bool_) if anything else lacking > 0
        if not incomplete.all():
            self._over(_blocks(population), lambda block: self._plainly(block, results))
        left = Left()
        gaps: list[tuple[Array, Gaps]] = []
        if incomplete.any():
            codes, possible = self._codes(facts), self._possible()
            for least, most in ((0, SMALL), (SMALL + 1, LARGE), (LARGE + 1, None)):
                some = incomplete & (lacking >= least)
                rows = np.flatnonzero(some if most is None else some & (lacking <= most))
                if not len(rows):
                    continue
                blocks = _blocks(population.of(rows), rows, population.offsets)
                made = self._over(
                    blocks,
                    lambda block: decide_carefully(
                        block, codes, engine.program.facts, possible, self._days(), results
                    ),
                )
                for block, (more, found) in zip(blocks, made, strict=True):
                    left.households.extend(more.households)
                    left.cells.extend(more.cells)
                    gaps.append((rows[block.first : block.last], found))
        results.joined(_unknowns(population, engine.program, gaps))
        self._refer(left, results)
        return results

    def _looked_at(self) -> frozenset[Looked]:
        """The facts that are looked at, but for those that can have one value only."""
        facts = self.engine.program.facts
        return frozenset(each for each in self._whole() if self._moves(facts[each[1]]))

    def _whole(self) -> frozenset[Looked]:
        return self.engine.of_bounds.union(*(form.facts for form in self.forms))

    def _moves(self, fact: Fact) -> bool:
        return fact.type.kind is Kind.BENEFITS or fact.reach[0] != fact.reach[1]

    def _codes(self, facts: frozenset[Looked]) -> Codes:
        engine = self.engine
        reasons = engine.reasons.bounded if engine.reasons in self.forms else None
        return Codes(engine.bounds, reasons, engine.trial, self._whole(), facts, engine.dues.facts)

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

    def _days(self) -> tuple[int, int, int]:
        return self.month.first, self.month.last, month_index(self.month.first)

    def _over(self, blocks: Sequence[Block], work: Callable[[Block], T]) -> list[T]:
        if self.threads == 1:
            return [work(each) for each in blocks]
        with ThreadPoolExecutor(self.threads) as pool:
            return [*pool.map(work, blocks)]

    def _plainly(self, block: Block, results: Results) -> None:
        """Writes what is decided of a block by plain arithmetic, as if everything were known."""
        for form in self.forms:
            made = form.plain(*block.plain(form.facts), *self._days())
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

    def _refer(self, left: Left, results: Results) -> None:
        """Puts down the reference engine's decision of what is left.

        Households of which the same is known, as far as the program looks at it, are judged once.
        """
        reference, month, facts = self.engine.reference, self.month, self.engine.program.facts
        looked = [(each.entity, each.column) for each in facts if each.id in self.engine.needed]
        waiting: dict[int, list[Cell]] = {row: [] for row in left.households}
        for cell in left.cells:
            waiting.setdefault(cell.household, []).append(cell)
        whole = frozenset(left.households)
        by_id = {each.id: each for each in self.engine.program.benefits}
        judged: dict[object, tuple[str | None, Sequence[Outcome]]] = {}
        for row, cells in waiting.items():
            case, first = self.population.case(row, facts), int(results.offsets[row])
            wanted = None if row in whole else tuple([_wanted(each, first) for each in cells])
            key = _seen(case, looked), wanted
            if key not in judged:
                evaluation = reference.evaluate(case, month)
                if wanted is None:
                    judged[key] = evaluation.circle(), evaluation.outcomes()
                else:
                    circle = evaluation.circle() if None in wanted else None
                    judged[key] = (
                        circle,
                        [
                            evaluation.outcome(by_id[each[0]], each[1])
                            for each in wanted
                            if each is not None
                        ],
                    )
            circle, outcomes = judged[key]
            if wanted is None or None in wanted:
                results.put_circle(row, circle)
            results.put(row, [_under(case, each) for each in outcomes])


def _wanted(cell: Cell, first: int) -> tuple[str, int] | None:
    """What is asked of the reference engine: a benefit for a payee, or the circle."""
    if cell.columns is None:
        return None
    benefit = cell.columns.benefit
    return benefit.id, cell.row - first if benefit.payee is Entity.MEMBER else HOUSEHOLD


def _seen(case: Case, looked: Sequence[Looked]) -> object:
    """What a program looks at in a case."""
    own = [place for entity, place in looked if entity is Entity.HOUSEHOLD]
    theirs = [place for entity, place in looked if entity is Entity.MEMBER]
    members = tuple([tuple([row[place] for place in theirs]) for row in case.members])
    return tuple([case.household[place] for place in own]), members, case.receiving


def _under(case: Case, outcome: Outcome) -> Outcome:
    """The outcome of a household as that of one of which the same is known, by its own names."""
    missing = outcome.missing_facts
    if not isinstance(missing, MissingFacts):
        return outcome
    return replace(outcome, missing_facts=missing.under(case))


def _blocks(
    population: Population, rows: Array | None = None, offsets: Array | None = None
) -> list[Block]:
    """A population in blocks; with `rows` it is some of a larger one, whose members begin where
    `offsets` says.
    """
    people = None
    if rows is not None and offsets is not None:
        people = people_of(offsets[rows], population.offsets)
    made: list[Block] = []
    for first in range(0, len(population), BLOCK):
        last = min(first + BLOCK, len(population))
        households = slice(first, last)
        members = slice(*population.offsets[[first, last]].tolist())
        made.append(
            Block(
                population,
                first,
                last,
                households if rows is None else rows[households],
                members if people is None else people[members],
            )
        )
    return made


def _unknowns(
    population: Population, program: Program, found: Sequence[tuple[Array, Gaps]]
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
    return Unknowns(population, program.facts, program, rows[order], offsets, payee[at], column[at])


def _form(program: IntegerProgram, printed: Callable[[IntegerProgram], str], name: str) -> Form:
    source = printed(program)
    plain, careful = (_function(source, name, vars(algebra)) for algebra in (known, bounded))
    return Form(program, source, _facts(program), has_open(program), plain, careful)


def _facts(program: IntegerProgram) -> frozenset[Looked]:
    """The facts that a program looks at."""
    found: set[Looked] = set()
    for _, root in program.expressions():
        for each in e.walk(root):
            if isinstance(each, e.Fact):
                found.add((each.entity, each.column))
            elif isinstance(each, e.Receives):
                found.add((Entity.MEMBER, each.column))
    return frozenset(found)


def _function(source: str, name: str, algebra: Mapping[str, Any]) -> Printed:
    space: dict[str, Any] = dict(algebra)
    # the source is made of numbers and our own names only
    exec(compile(source, "<program>", "exec"), space)
    return space[name]
