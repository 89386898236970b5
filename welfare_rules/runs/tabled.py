"""What columns decide of many households, as the columns of the results, with sums and groups.

Nothing is made for a single row here but where something of it is not settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from welfare_rules.basics.days import Month
from welfare_rules.engine.columns.asked import Asked
from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import sums_of
from welfare_rules.engine.columns.results import NOT_DECIDED, BenefitColumns, Results
from welfare_rules.engine.contract import NO_CIRCLE, status_of
from welfare_rules.language.types import Entity
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import with_steps
from welfare_rules.runs.alike import Alike, alike_of
from welfare_rules.runs.block import Block
from welfare_rules.runs.columns import MISSING, MONTH, OF_BENEFIT, TOWN, Layout, Layouts
from welfare_rules.runs.homes import Homes
from welfare_rules.runs.lacking import missing_of
from welfare_rules.runs.months import Monthly
from welfare_rules.runs.overview import (
    BANDS,
    LINE,
    MOST_OF_A_SIZE,
    SIZE,
    LineOf,
    Overview,
    lines_as_steps,
)
from welfare_rules.runs.overview import TOWN as BY_TOWN
from welfare_rules.runs.started import withhold_what_has_not_begun
from welfare_rules.runs.summary import UNSAID, Summary
from welfare_rules.tables.coded import Coded, alike, chosen, joined, listed_once, numbers

_ROWS = ("row", "step")  # kinds of clauses of which one that holds is enough
_STATUSES = tuple(status_of(each) for each in (False, True, None))  # by 0, 1 and -1


@dataclass(frozen=True, slots=True)
class Decided:
    """Some households with what is decided of them in one month; `withheld` are by benefits the
    rows of rights that have not begun. Where some are `alike` it is decided of a few of the whole.
    """

    whole: Population
    alike: Alike | None
    population: Population
    results: Results
    withheld: Mapping[str, Array]
    totals: Mapping[bool, Total]
    """What is due each month (True), and what else is due."""

    def of_all(self, values: Array, entity: Entity) -> Array:
        """What is decided of households, or of members, for all of the whole."""
        return values if self.alike is None else values[self.alike.of(entity)]

    def cells(self, column: Coded, entity: Entity) -> Coded:
        """The same of a column of results."""
        return column if self.alike is None else column.at(self.alike.of(entity))


@dataclass(frozen=True, slots=True)
class Total:
    """What payments of a household come to in fen, as far as they are settled, and where one is
    not.
    """

    sums: Array
    open: Array


def decide_tables(
    engine: Columns,
    population: Population,
    month: Month,
    names: Sequence[str],
    threads: int = 1,
    *,
    reasons: bool = True,
) -> Decided:
    """Everything of a population, with clauses (`reasons`) and with what is provisional of some
    benefits.
    """
    same = alike_of(population)
    some = population if same is None else same.few
    results = engine.run(some, month, reasons=reasons, doubts=names, threads=threads)
    withheld = withhold_what_has_not_begun(results, some, month)
    totals = {monthly: _total(results, monthly=monthly) for monthly in (True, False)}
    return Decided(population, same, some, results, withheld, totals)


def _total(results: Results, *, monthly: bool) -> Total:
    households = len(results.circles)
    sums, open_ = np.zeros(households, np.int64), np.zeros(households, np.bool_)
    for each in results.benefits.values():
        if each.amount is None or (each.benefit.per == "month") is not monthly:
            continue
        amount, unsaid = each.amount, each.open
        if unsaid.any():
            amount = np.where(unsaid, 0, amount)
        if each.benefit.payee is Entity.MEMBER:
            amount, unsaid = (sums_of(part, results.offsets) for part in (amount, unsaid))
        sums = sums + amount
        open_ |= unsaid.astype(np.bool_)
    return Total(sums, open_)


def block_of(layouts: Layouts, decided: Decided, month: str, towns: Coded) -> Block:
    """The columns of both tables of results."""
    population, results = decided.whole, decided.results
    households, members = len(population), len(population.member_ids)
    monthly, once = (
        decided.cells(numbers(each.sums, each.open), Entity.HOUSEHOLD)
        for each in (decided.totals[True], decided.totals[False])
    )
    circle = decided.of_all(results.circles, Entity.HOUSEHOLD)
    circles = [None, NO_CIRCLE, *(each.circle.id for each in results.program.circles)]
    own = {
        "id": listed_once(population.ids),
        "circle": Coded(circles, circle - NOT_DECIDED),
        "total": monthly,
        "once": once,
        MONTH: alike(month, households),
        TOWN: Coded([each or None for each in towns.values], towns.codes),
    }
    home = np.repeat(np.arange(households), np.diff(population.offsets))
    persons = {
        "household": Coded(population.ids, home),
        "id": listed_once(population.member_ids),
        MONTH: alike(month, members),
    }
    return Block(
        layouts,
        _columns(layouts.households, own, decided, Entity.HOUSEHOLD, households),
        _columns(layouts.members, persons, decided, Entity.MEMBER, members),
    )


def _columns(
    layout: Layout, own: Mapping[str, Any], decided: Decided, entity: Entity, count: int
) -> list[Any]:
    made: list[Any] = [own[each] for each in layout.first]
    found = [each for name in layout.benefits if (each := decided.results.benefits.get(name))]
    for benefit in layout.benefits:
        columns = decided.results.benefits.get(benefit)
        if columns is None:  # not in force in this month
            nothing, none = alike(None, count), alike((), count)
            made.extend(none if kind == "texts" else nothing for kind in OF_BENEFIT.values())
        else:
            made.extend(decided.cells(each, entity) for each in _of_benefit(columns, decided))
    same = None if decided.alike is None else decided.alike.of(entity)
    missing = missing_of(found, decided.whole, entity, same)
    made.extend(missing if each == MISSING else own[each] for each in layout.last)
    return made


def _of_benefit(columns: BenefitColumns, decided: Decided) -> Iterator[Coded]:
    """The cells of one benefit, in the order of `OF_BENEFIT`."""
    count = len(columns.entitled)
    yield Coded(_STATUSES, columns.status % len(_STATUSES))
    if columns.amount is None:
        yield from (alike(None, count),) * 3
    else:
        unsaid = columns.open
        amount = numbers(columns.amount, unsaid)
        yield amount
        if unsaid.any():
            bounds = columns.bounds
            yield numbers(bounds.least, bounds.no_least)
            yield numbers(bounds.most, bounds.no_most)
        else:
            yield from (amount, amount)
    yield _failed(columns, decided.withheld.get(columns.benefit.id))
    yield Coded((False, True), decided.results.provisional[columns.benefit.id].astype(np.int8))
    yield _figures(columns, count)


def _figures(columns: BenefitColumns, count: int) -> Coded:
    """The figures that would settle a row, each set of them named once."""
    codes, names = np.zeros(count, np.intp), list[tuple[str, ...]]([()])
    for each in columns.pieces:
        places = np.zeros(len(each.rows), np.int64)
        for word in each.figures.T:
            found, of_word = np.unique(word, return_inverse=True)
            places = places * len(found) + of_word
        _, first, places = np.unique(places, return_index=True, return_inverse=True)
        codes[each.rows] = len(names) + places
        names.extend(map(columns.figures_named, each.figures[first]))
    for row, outcome in columns.referred.items():
        codes[row] = len(names)
        names.append(outcome.missing_figures)
    return Coded(names, codes)


def _failed(columns: BenefitColumns, withheld: Array | None) -> Coded:
    """The clauses that do not hold: of a table those rows alone of which none may hold."""
    names: list[str] = []
    fails: list[Array] = []
    if withheld is not None and withheld.any():
        names.append("starts")
        fails.append(withheld)
    rules = list(zip(columns.benefit.reasons, columns.truths or (), strict=True))
    rows = [holds for rule, holds in rules if rule.clause.kind in _ROWS]
    none = np.logical_not(np.logical_or.reduce(rows)) if rows else None
    for rule, holds in rules:
        fail = np.logical_not(holds)
        if none is not None and rule.clause.kind in _ROWS:
            fail &= none
        if fail.any():
            names.append(rule.clause.id)
            fails.append(fail)
    return chosen(fails, lambda places: tuple(names[at] for at in places), len(columns.entitled))


def in_turn(blocks: Sequence[Block], sizes: Array) -> Block:
    """The blocks of several months as one: of each household month after month, with as many
    members as `sizes` says.
    """
    if len(blocks) == 1:
        return blocks[0]
    count, people = len(sizes), int(sizes.sum())
    home = np.repeat(np.arange(count), sizes)
    orders: list[Array] = []
    for rows, own in ((count, np.arange(count)), (people, home)):
        whose = np.tile(own, len(blocks))
        month = np.repeat(np.arange(len(blocks)), rows)
        orders.append(np.lexsort((np.tile(np.arange(rows), len(blocks)), month, whose)))
    layouts = blocks[0].layouts
    sides = ([each.households for each in blocks], [each.members for each in blocks])
    made: list[list[Any]] = [
        [joined(columns).at(order) for columns in zip(*side, strict=True)]
        for side, order in zip(sides, orders, strict=True)
    ]
    return Block(layouts, *made)


# --- sums ---


def add_up(summary: Summary, decided: Decided) -> None:
    """Counts households into a summary."""
    results = decided.results
    names = [UNSAID, NO_CIRCLE, *(each.circle.id for each in results.program.circles)]
    circles = decided.of_all(results.circles, Entity.HOUSEHOLD)
    counts = np.bincount(circles - NOT_DECIDED, minlength=len(names))
    for name, count in zip(names, counts.tolist(), strict=True):
        summary.circles[name] += count
    for name, columns in results.benefits.items():
        sums, settled, payee = summary.benefits.get(name), columns.amount, columns.benefit.payee
        if settled is not None:
            settled, unsaid = (decided.of_all(each, payee) for each in (settled, columns.open))
            settled = settled[~unsaid] if unsaid.any() else settled
            decided_sum = exact_sum(settled)
            if columns.benefit.per == "month":
                summary.total += decided_sum
        if sums is None:
            continue
        status = decided.of_all(columns.status, payee)
        for value, said in zip((0, 1, -1), _STATUSES, strict=True):
            sums.statuses[said] += int(np.count_nonzero(status == value))
        if settled is not None:
            bounds = columns.bounds
            sums.amount += exact_sum(settled)
            sums.least += exact_sum(decided.of_all(bounds.least, payee))
            sums.most += exact_sum(decided.of_all(bounds.most, payee))
            sums.open += int(np.count_nonzero(decided.of_all(bounds.no_most, payee)))


def exact_sum(values: Array) -> int:
    """The sum of whole numbers, which may be more than 64 bits hold.

    >>> exact_sum(np.array([2**62, 2**62, 2**62]))
    13835058055282163712
    """
    if values.dtype == np.object_:
        return sum(values.tolist())
    wide = values.astype(np.int64, copy=False)
    upper, lower = int((wide >> 32).sum()), int((wide & 0xFFFFFFFF).sum())
    return (upper << 32) + lower


# --- groups ---


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a program, and how far households are above each, in columns."""

    lines: Sequence[LineOf]
    asked: Asked
    places: Sequence[tuple[str, int]]
    """For each line the benefit that it is asked by, and its place there."""

    @classmethod
    def of(cls, program: Program, lines: Sequence[LineOf]) -> Lines | None:
        """The lines as steps of the program; None where there are none."""
        if not lines:
            return None
        steps, asked, places = lines_as_steps(lines)
        return cls(lines, Asked(with_steps(program, steps), asked), places)

    def bands(self, population: Population, month: Month) -> Iterator[Array]:
        """For each line the place of its band for every household, -1 where that is open."""
        values = self.asked.values(population, month)
        for benefit, place in self.places:
            found = values[benefit][place]
            distance = np.floor_divide(found.low, found.below)
            bands = np.searchsorted(np.array(BANDS), distance.astype(np.int64), "right")
            yield np.where(found.settled, bands, -1)


def group(
    overview: Overview, lines: Lines | None, decided: Decided, month: Month, towns: Coded
) -> None:
    """Puts households into the groups of an overview."""
    population, results = decided.population, decided.results
    sizes = np.diff(decided.whole.offsets)
    receiving = np.zeros(len(population), np.bool_)
    for each in results.benefits.values():
        if each.benefit.per != "month":
            continue
        entitled = each.status == 1
        if each.benefit.payee is Entity.MEMBER:
            entitled = sums_of(entitled, population.offsets) > 0
        receiving |= entitled
    paid = decided.of_all(decided.totals[True].sums, Entity.HOUSEHOLD)
    counted = sizes, decided.of_all(receiving, Entity.HOUSEHOLD), paid
    size = np.minimum(sizes, MOST_OF_A_SIZE)
    texts = [str(each) for each in range(MOST_OF_A_SIZE)] + [f"{MOST_OF_A_SIZE}+"]
    _count(overview, BY_TOWN, towns.values, towns.codes, counted)
    _count(overview, SIZE, texts, size, counted)
    if lines is not None:
        for line, bands in zip(lines.lines, lines.bands(population, month), strict=True):
            bands = decided.of_all(bands, Entity.HOUSEHOLD)
            _count(overview, f"{LINE}:{line.name}", Overview.bands(), bands, counted)


def _count(
    overview: Overview,
    by: str,
    names: Sequence[str],
    codes: Array,
    counted: tuple[Array, Array, Array],
) -> None:
    sizes, receiving, totals = counted
    there: list[int] = np.unique(codes).tolist()
    for code in there:
        if not names[code]:  # of no town
            continue
        rows = codes == code
        own = overview.group(by, names[code])
        own.households += int(np.count_nonzero(rows))
        own.members += int(sizes[rows].sum())
        own.receiving += int(np.count_nonzero(receiving[rows]))
        own.total += exact_sum(totals[rows])


@dataclass(slots=True)
class Tabled:
    """A run by columns: the rules of its months, and what is added up on the way."""

    months: Sequence[Monthly]
    layouts: Layouts
    summaries: Mapping[str, Summary]
    overviews: Mapping[str, Overview]
    threads: int = 1
    lines: dict[str, Lines | None] = field(default_factory=dict[str, "Lines | None"])

    def block(self, homes: Homes) -> Block:
        """The results of some households in all months."""
        return in_turn(
            [self._month(each, homes) for each in self.months], np.diff(homes.population.offsets)
        )

    def _month(self, month: Monthly, homes: Homes) -> Block:
        text, population = month.month.text, homes.population
        engine = columns_engine(month)
        names = (*self.layouts.households.benefits, *self.layouts.members.benefits)
        decided = decide_tables(engine, population, month.month, names, self.threads)
        summary, overview = self.summaries[text], self.overviews.get(text)
        summary.households += homes.households
        summary.members += homes.members
        summary.refused += homes.households - len(population)
        add_up(summary, decided)
        if overview is not None:
            if text not in self.lines:
                self.lines[text] = Lines.of(month.program, overview.lines)
            group(overview, self.lines[text], decided, month.month, homes.towns)
        return block_of(self.layouts, decided, text, homes.towns)


def columns_engine(month: Monthly) -> Columns:
    """The engine of a month that decides whole tables."""
    engine = month.engine("columns")
    assert isinstance(engine, Columns)
    return engine
