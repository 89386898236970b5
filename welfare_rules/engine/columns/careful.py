"""Decides households with unknown facts in columns, as far as bounds and trials go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from welfare_rules.basics.days import Month
from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.agreed import Verdicts
from welfare_rules.engine.columns.blocks import Block, tried
from welfare_rules.engine.columns.bounded import FIGURE, Unfound, triple
from welfare_rules.engine.columns.code import Lines, Printed, days_of, space_of
from welfare_rules.engine.columns.gaps import Gaps, Looked, gaps_of
from welfare_rules.engine.columns.kinds import Array, filled_in, ints, words_of
from welfare_rules.engine.columns.opened import UNSAID, Open, Outcomes, needed_of
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.possible import Possible
from welfare_rules.engine.columns.printer import name_of_circle, name_of_due
from welfare_rules.engine.columns.ranges import at_once, range_of
from welfare_rules.engine.columns.results import (
    NOT_DECIDED,
    UNDETERMINED,
    BenefitColumns,
    Opened,
    Results,
    Unsure,
)
from welfare_rules.engine.columns.rows import some_of, together
from welfare_rules.engine.columns.splitter import Splitter
from welfare_rules.engine.columns.splitting import Cells, split
from welfare_rules.engine.columns.standing import Standing, standing
from welfare_rules.engine.columns.trials import Trials, Wanted, trials_of, wanted_gaps
from welfare_rules.engine.columns.unfound import amounts, figures_at
from welfare_rules.engine.integer.form import NO_END
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD

ROUNDS = 3  # times that every gap runs through its values around other ones of the rest
ROWS = 16_384  # rows of trials worked out at once
SQUARES = 16_384
"""The sum of the squares of the gaps of households that are split at once: the more there are, the
more possibilities they have, each with a place for every gap.
"""
FEWEST = 40  # cells that are worth splitting together rather than one by one
MOST_UNKNOWN = 6_000  # unknown facts of a household; of one with more nothing is tried
MOST_PEOPLE = 131_072  # members in rows of trials worked out at once
MOST_OF_ONE = 400_000  # members in all rows of a household; of one with more nothing is tried


@dataclass(frozen=True, slots=True)
class Codes:
    """What is run of a program with bounds: dues, also over trials, and reasons; what nobody has
    found, by its numbers; the facts that either looks at, and those of them that may have more than
    one value.
    """

    dues: Lines
    reasons: Printed | None
    holes: Sequence[str]
    facts: frozenset[Looked]
    moving: frozenset[Looked]
    splitter: Callable[[], Splitter]


@dataclass(frozen=True, slots=True)
class Cell:
    """A benefit for one row of its columns, or with no columns the circle of a household."""

    household: int
    columns: BenefitColumns | None
    row: int


@dataclass(slots=True, eq=False)
class Left:
    """What a block leaves to the reference engine: households by their rows of results, or of those
    of which every fact is known cells alone.
    """

    households: list[int] = field(default_factory=list[int])
    cells: list[Cell] = field(default_factory=list[Cell])


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A benefit in a block, or with no columns a circle: its name in printed code, and what is open
    of it.
    """

    name: str
    entity: Entity
    columns: BenefitColumns | None
    open: Open


def decide_carefully(
    works: Sequence[Work], possible: Sequence[Possible]
) -> list[tuple[Left, Gaps]]:
    """Writes what is decided of some blocks of a population into results. What is not certain is
    left.
    """
    for each in works:
        each.try_values(possible, each.bound())
    _split(works)
    return [each.finished() for each in works]


def _split(works: Sequence[Work]) -> None:
    """Splits what is not certain of some blocks into possibilities, where it is worth it.

    So many are split at once as fit into memory with all their possibilities.
    """
    waiting = [
        (each.open, rows, work.block.first + each.open.home[rows], goal)
        for work in works
        if work.has_few_gaps
        for goal, each in enumerate(work.found)
        if len(rows := work.uncertain(each.open))
    ]
    if sum(len(rows) for _, rows, _, _ in waiting) < FEWEST:
        return
    goal = np.repeat([each for *_, each in waiting], [len(rows) for _, rows, _, _ in waiting])
    homes, home = np.unique(
        np.concatenate([each for _, _, each, _ in waiting]), return_inverse=True
    )
    cells = Cells(goal, home, np.concatenate([each.payee[rows] for each, rows, _, _ in waiting]))
    met = together([each.met(rows) for each, rows, _, _ in waiting])
    made = list[Verdicts]()
    order = np.argsort(home, kind="stable")
    gaps = np.concatenate([np.diff(each.gaps.offsets) for each in works])
    squares = gaps[homes - works[0].block.first].astype(np.int64) ** 2
    codes, facts, month = works[0].codes, works[0].vocabulary, works[0].month
    for first, last in at_once(squares, SQUARES):
        some = works[0].block.population.facts_of(homes[first:last], codes.facts)
        part = order[slice(*np.searchsorted(home[order], [first, last]))]
        chosen = some_of(cells, part)
        chosen = replace(chosen, home=chosen.home - first)
        own = gaps_of(some, codes.moving, len(facts))
        made.append(split(codes.splitter(), chosen, some_of(met, part), some, own, month))
    said = some_of(together(made), np.argsort(order))
    done = 0
    for each, rows, _, _ in waiting:
        each.judged(rows, some_of(said, slice(done, done + len(rows))))
        done += len(rows)


def _outcomes(entitled: Any, amount: Any, count: int) -> Outcomes:
    """What trials came to, and where that needs what nobody has found."""
    (held, perhaps, _), (due, most, missing) = triple(entitled), amounts(amount)
    held, due = known.spread(held, count), known.spread(due, count)
    is_open = None
    open_ = isinstance(amount, Unfound) or not (isinstance(missing, int) and missing == 0)
    if held is not perhaps or open_:
        lacking = np.not_equal(missing & FIGURE, 0).astype(np.bool_)
        lacking |= np.not_equal(due, most) if isinstance(amount, Unfound) else False
        is_open = known.spread(np.not_equal(held, perhaps) | held & lacking, count)
    return Outcomes(held, np.multiply(due, held), is_open)


def parts_of(wanted: Wanted, members: Array) -> Iterator[Wanted]:
    """The same in parts of so many rows, with so many `members` in these, or of one household. The
    largest are left out.
    """
    if not len(wanted.homes):
        return
    wanted = wanted.among(np.flatnonzero(wanted.rows() * members[wanted.homes] <= MOST_OF_ONE))
    rows = wanted.rows()
    people = rows * members[wanted.homes]
    for first, last in at_once(rows, ROWS):
        for one, other in at_once(people[first:last], MOST_PEOPLE):
            yield wanted.of(first + one, first + other)


@dataclass(slots=True, eq=False)
class Work:
    """A block that is worked out; `left_homes` are its households that are left altogether.

    `found` is what is asked for, and `said` what is said of the test of each circle: 1, 0 or -1.
    """

    block: Block
    codes: Codes
    vocabulary: Sequence[Fact]
    month: Month
    results: Results
    some: Population = field(init=False)
    gaps: Gaps = field(init=False)
    words: int = field(init=False)
    left_homes: Array = field(init=False)
    left: Left = field(default_factory=Left)
    found: list[Found] = field(default_factory=list[Found])
    said: list[Array] = field(default_factory=list[Array])

    def __post_init__(self) -> None:
        self.some = self.block.alone()
        self.gaps = gaps_of(self.some, self.codes.moving, len(self.vocabulary))
        self.words = words_of(len(self.codes.holes))
        self.left_homes = np.diff(self.gaps.offsets) > MOST_UNKNOWN

    @property
    def tested(self) -> int:
        """How many circles are asked for, the first ones."""
        return len(self.results.program.circles)

    # --- what bounds come to ---

    def bound(self) -> dict[str, Any]:
        """The space in which printed lines stand with bounds, after what these settle is written
        and what they leave open is found.
        """
        codes, results = self.codes, self.results
        given = self.block.bounded(codes.facts, self.vocabulary, self.gaps)
        space = space_of(given, self.month)
        dues = {
            name_of_due(place, of_member=entity is Entity.MEMBER): (entity, columns)
            for entity in (Entity.HOUSEHOLD, Entity.MEMBER)
            for place, columns in enumerate(results.of(entity))
        }
        tests = [*map(name_of_circle, range(self.tested))]
        codes.dues.work([*dues, *tests], {}, space)
        for name, (entity, columns) in dues.items():
            opened = self.bounded(entity, columns, *space[name])
            self.found.append(Found(name, entity, columns, opened))
        if codes.reasons is not None:
            made = codes.reasons(*given, *days_of(self.month))
            for entity, values in zip((Entity.HOUSEHOLD, Entity.MEMBER), made, strict=True):
                for columns, truths in zip(results.of(entity), values, strict=True):
                    self.truths(entity, columns, truths)
        for name, opened in zip(tests, self.circles([space[name] for name in tests]), strict=True):
            self.found.append(Found(name, Entity.HOUSEHOLD, None, opened))
        return space

    def bounded(self, entity: Entity, columns: BenefitColumns, entitled: Any, amount: Any) -> Open:
        """Writes what bounds settle of a benefit, and says what they leave open."""
        count = self.block.count(entity)
        surely, perhaps, of_right = (known.spread(each, count) for each in triple(entitled))
        paid = 0 if columns.amount is None else amount
        low, high, lacking = (known.spread(each, count) for each in amounts(paid))
        known_right = surely == perhaps
        settled = known_right & (~perhaps | (low == high))
        missing = np.where(perhaps, of_right | lacking, 0)
        figure = np.not_equal(missing & FIGURE, 0).astype(np.bool_)
        settled &= ~figure
        columns.write(self.block.rows(entity), surely & settled, low)
        self.leave(entity, columns, figure)
        rows = np.flatnonzero(~settled & ~figure)
        home, payee = self.whose(entity, rows)
        right = np.where(known_right[rows], 1, UNSAID).astype(np.int8)
        figures = figures_at(paid, self.words, rows)
        figures |= np.where(known_right[rows, None], 0, figures_at(entitled, self.words, rows))
        return Open(rows, home, payee, right, low[rows], high[rows], missing[rows], figures)

    def truths(self, entity: Entity, columns: BenefitColumns, truths: Sequence[Any]) -> None:
        """Writes which clauses hold, and of which that cannot be said."""
        count = self.block.count(entity)
        if not truths:
            return
        bounds = [triple(each) for each in truths]
        columns.write_truths(self.block.rows(entity), [perhaps for _, perhaps, _ in bounds])
        unsure = [
            None if surely is perhaps else known.spread(surely != perhaps, count)
            for surely, perhaps, _ in bounds
        ]
        there = [each for each in unsure if each is not None]
        if not there:
            return
        rows = np.flatnonzero(np.logical_or.reduce(there))
        nowhere = np.zeros(len(rows), np.bool_)
        matrix = np.column_stack([nowhere if each is None else each[rows] for each in unsure])
        columns.unsure.append(Unsure(self.block.numbered(entity, rows), matrix))
        figure = np.zeros(count, np.bool_)
        for (_, _, missing), each in zip(bounds, unsure, strict=True):
            if each is not None:
                figure |= each & np.not_equal(missing & FIGURE, 0).astype(np.bool_)
        self.leave(entity, columns, figure)

    def circles(self, tests: Sequence[Any]) -> list[Open]:
        """What is open of the test of each circle where no circle before it holds for certain."""
        found: list[Open] = []
        count = len(self.block)
        before = np.ones(count, np.bool_)
        for test in tests:
            surely, perhaps, missing = (known.spread(each, count) for each in triple(test))
            unsure = surely != perhaps
            self.said.append(np.where(unsure, UNSAID, perhaps).astype(np.int8))
            figure = before & unsure & np.not_equal(missing & FIGURE, 0).astype(np.bool_)
            self.leave(Entity.HOUSEHOLD, None, figure)
            rows = np.flatnonzero(before & unsure & ~figure)
            nothing, figures = np.zeros(len(rows), np.int64), figures_at(test, self.words, rows)
            whose = rows, np.full(len(rows), HOUSEHOLD)
            right = np.full(len(rows), UNSAID, np.int8)
            found.append(Open(rows, *whose, right, nothing, nothing, missing[rows], figures))
            before &= np.logical_not(surely)
        return found

    def whose(self, entity: Entity, rows: Array) -> tuple[Array, Array]:
        """The households of some rows, and the places of the payees in them."""
        if entity is Entity.HOUSEHOLD:
            return rows, np.full(len(rows), HOUSEHOLD)
        home = range_of(self.block.bounds, rows)
        return home, rows - self.block.bounds[home]

    def leave(self, entity: Entity, columns: BenefitColumns | None, figure: Array) -> None:
        """Leaves to the reference engine what is not told here."""
        rows = np.flatnonzero(figure)
        home, _ = self.whose(entity, rows)
        lacking = self.gaps.offsets[home + 1] > self.gaps.offsets[home]
        self.left_homes[home[lacking]] = True
        self.ask(entity, columns, rows[~lacking])

    def ask(self, entity: Entity, columns: BenefitColumns | None, rows: Array) -> None:
        """Leaves to the reference engine a benefit, or the circle, of some rows alone."""
        home, _ = self.whose(entity, rows)
        households = ints(self.block.numbered(Entity.HOUSEHOLD, home))
        for household, row in zip(households, ints(self.block.numbered(entity, rows)), strict=True):
            self.left.cells.append(Cell(household, columns, row))

    # --- what trials come to ---

    def try_values(self, possible: Sequence[Possible], space: Mapping[str, Any]) -> None:
        """Tries values of what is unknown where anything is open. `space` is what printed lines
        come to with bounds: what is known of them is not worked out again.
        """
        stand: Standing | None = None
        for around in range(ROUNDS):
            tries = possible[min(around // 2, len(possible) - 1)]
            wanted = self.wanted(tries)
            if around % 2 or around > 2:  # of one gap alone nothing else would be tried
                wanted = wanted.among(np.flatnonzero(np.diff(wanted.offsets) > 1))
            for part in parts_of(wanted, np.diff(self.block.bounds)):
                if stand is None:
                    homes = np.arange(len(self.block))
                    stand = standing(self.codes.dues, space, homes, self.block.bounds)
                self.take(part, trials_of(part, self.gaps, tries, around), tries, stand)

    def take(self, part: Wanted, trials: Trials, possible: Possible, stand: Standing) -> None:
        """Works trials of some gaps of some households out, and takes in what came of them."""
        given, begin = tried(self.some, part.homes, self.gaps, trials)
        space = space_of(given, self.month)
        waiting = [(each, each.open.waiting(part)) for each in self.found]
        asked = [(each, cells) for each, cells in waiting if len(cells[0])]
        there = stand.given(part.homes[trials.home], begin)
        self.codes.dues.work([each.name for each, _ in asked], there, space)
        closed = possible.closed[self.gaps.column]
        for each, cells in asked:
            of_member, due = each.entity is Entity.MEMBER, space[each.name]
            entitled, amount = (due, 0) if each.columns is None else due
            if each.columns is not None and each.columns.amount is None:
                amount = 0
            made = _outcomes(entitled, amount, int(begin[-1]) if of_member else len(trials.home))
            members = begin if of_member else None
            each.open.tried(cells, part, trials, closed, made, members)

    def wanted(self, possible: Possible) -> Wanted:
        """The gaps on which something turns, of households that are not left."""
        needed = needed_of([each.open for each in self.found], len(self.block), self.gaps.kind)
        needed[self.left_homes] = 0
        wanted = wanted_gaps(self.gaps, needed, possible)
        if len(wanted.size) and not wanted.size.all():  # of some facts nothing can be tried
            self.left_homes[self.gaps.home[wanted.gap[wanted.size == 0]]] = True
            return self.wanted(possible)
        return wanted

    # --- what possibilities come to ---

    @property
    def has_few_gaps(self) -> bool:
        """Whether sets of gaps are numbers of so many bits as can be split."""
        return self.gaps.kind != np.object_

    def uncertain(self, opened: Open) -> Array:
        """The places in which something is not certain, of households that are not left."""
        return np.flatnonzero(~opened.certain & ~self.left_homes[opened.home])

    def finished(self) -> tuple[Left, Gaps]:
        """Writes what is certain, and leaves altogether the households of which something is not:
        how far the reference engine narrows one thing may turn on what it has tried of others.
        """
        for each in self.found:
            self.left_homes[each.open.home[~each.open.certain]] = True
        self._write_circles()
        for each in self.found:
            if each.columns is not None:
                self.write(each.entity, each.columns, each.open)
        left = self.block.numbered(Entity.HOUSEHOLD, np.flatnonzero(self.left_homes))
        self.left.households.extend(ints(left))
        return self.left, self.gaps

    def _write_circles(self) -> None:
        """Writes the first circle that holds, or that it cannot be said."""
        opened = [each.open for each in self.found if each.columns is None]
        found = np.full(len(self.block), -1, np.int16)
        for place in reversed(range(len(opened))):
            cells, said = opened[place], self.said[place]
            cells.settle()
            said[cells.row] = cells.entitled
            found = np.where(said == UNSAID, NOT_DECIDED, found)
            found = np.where(said == 1, place, found)
        self.results.circles[self.block.households] = found

    def write(self, entity: Entity, columns: BenefitColumns, cells: Open) -> None:
        """Writes of a benefit what trials settle, and what stays open for certain."""
        cells.settle()
        settled = (cells.entitled == 0) | (cells.entitled == 1) & (cells.low == cells.high)
        here = ~self.left_homes[cells.home]
        rows = self.block.numbered(entity, cells.row)
        done = np.flatnonzero(settled & here)
        columns.write(rows[done], cells.entitled[done] == 1, cells.low[done])
        still = np.flatnonzero(~settled & here)
        if len(still):
            columns.pieces.append(_opened(cells, rows, still))
            columns.entitled[rows[still]] = columns.pieces[-1].entitled == 1


def _opened(cells: Open, rows: Array, still: Array) -> Opened:
    """Some cells that stay open. Whose amount turns on what nobody has found is not yet entitled,
    and is owed nothing or more.
    """
    entitled, low, high = (each[still] for each in (cells.entitled, cells.low, cells.high))
    figures = cells.figures[still]
    holed = filled_in(figures)
    undecided = holed & (entitled == 1)
    no_low, no_high = holed & (low == -NO_END), holed & (high == NO_END)
    low, high = (np.where(none, 0, end) for none, end in ((no_low, low), (no_high, high)))
    entitled = np.where(undecided, UNDETERMINED, entitled)
    ends = low, high, no_low & ~undecided, no_high
    return Opened(rows[still], entitled, *ends, cells.missing[still], figures)
