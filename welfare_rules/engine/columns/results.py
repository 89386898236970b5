"""What was decided of many households, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice, repeat
from typing import Any, TypeVar

import numpy as np

from welfare_rules.basics.due import Due, bounds_of, due_of
from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.kinds import Array, Kind, dtype_of, ints, ints_but, kind_of
from welfare_rules.engine.columns.ranges import range_of
from welfare_rules.engine.columns.rows import some_of, together
from welfare_rules.engine.columns.unknowns import AT_ONCE, Unknowns
from welfare_rules.engine.contract import NO_CIRCLE, Decided, Outcome
from welfare_rules.engine.integer.form import IntegerProgram, Output
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import BenefitInForce, Program

UNDETERMINED = -1
NOT_DECIDED = -2  # the circle of a household, while it cannot be said
_OF_AMOUNTS: tuple[Kind, ...] = ("i64", "exact")
_OpenRow = tuple[bool | None, Due, tuple[int, int], tuple[str, ...]]
"""Whether there is a right, what is due, which facts of which household are missing, and which
figures.
"""
_NO_ROW: tuple[int, _OpenRow] = (1 << 62, (None, 0, (0, 0), ()))  # behind all rows


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """The least and the most that is due in every row, in whole fen: rounded down and up.

    Where the amount is known both are that amount. In the rows of `no_least` and `no_most` there is
    no such bound, and 0 stands in its place.
    """

    least: Array
    most: Array
    no_least: Array
    no_most: Array


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """Rows of which it cannot be said who is entitled (`entitled` is -1) or to how much.

    With what is due at least and at most, where it has such bounds; and the set of gaps that would
    settle it, and in `figures` what nobody has found.
    """

    rows: Array
    entitled: Array
    low: Array
    high: Array
    no_low: Array
    no_high: Array
    missing: Array
    figures: Array


@dataclass(frozen=True, slots=True, eq=False)
class Unsure:
    """Rows of which it cannot be said whether some clause holds: which, a column a clause."""

    rows: Array
    clauses: Array


@dataclass(slots=True, eq=False)
class BenefitColumns:
    """One benefit for every household, or for every member.

    `entitled` and `amount` (whole fen, 0 for who is not entitled; None for a service) hold where
    the right is settled. `truths` has a column for each of `benefit.reasons`, None where they were
    not asked for: false where a clause does not hold, true where it does or that cannot be said.
    `pieces` are the rows that are not settled, `left` those of which no more was wanted than bounds
    and trials say. `referred` are the outcomes of rows that the reference engine decided, with
    their bounds and everything that is missing.
    """

    benefit: BenefitInForce
    entitled: Array
    amount: Array | None
    truths: tuple[Array, ...] | None
    referred: dict[int, Outcome] = field(default_factory=dict[int, Outcome])
    pieces: list[Opened] = field(default_factory=list[Opened])
    unsure: list[Unsure] = field(default_factory=list[Unsure])
    left: list[int] = field(default_factory=list[int])
    unknowns: Unknowns | None = None

    @property
    def status(self) -> Array:
        """1 for who is entitled, 0 for who is not, -1 where that cannot be said."""
        made = self.entitled.astype(np.int8)
        for each in self.pieces:
            made[each.rows] = each.entitled
        for row, outcome in self.referred.items():
            if outcome.entitled is None:
                made[row] = UNDETERMINED
        return made

    @property
    def worth(self) -> list[int | None]:
        """What the right is worth in every row, as `Outcome.worth` says it."""
        made: list[int | None]
        made = (self.entitled.astype(np.int8) if self.amount is None else self.amount).tolist()
        for each in self.pieces:
            known = each.entitled != UNDETERMINED
            if self.amount is not None:
                known = known & ~each.no_low & ~each.no_high & (each.low == each.high)
            worth = [1] * len(each.rows) if self.amount is None else each.low.tolist()
            for row, value, settled in zip(each.rows.tolist(), worth, known.tolist(), strict=True):
                made[row] = value if settled else None
        for row, outcome in self.referred.items():
            made[row] = outcome.worth
        return made

    @property
    def unsettled(self) -> list[int]:
        """The rows of which it cannot be said who is entitled, or to how much."""
        found = [row for row, outcome in self.referred.items() if not outcome.settled]
        found.extend(row for each in self.pieces for row in each.rows.tolist())
        return sorted(found)

    @property
    def bounds(self) -> Bounds:
        """The least and the most that is due in every row; of a service nothing."""
        kind = np.dtype(np.int64) if self.amount is None else self.amount.dtype
        least = np.zeros(len(self.entitled), kind) if self.amount is None else self.amount.copy()
        most = least.copy()
        no_least, no_most = np.zeros((2, len(least)), np.bool_)
        for each in self.pieces:
            least[each.rows], most[each.rows] = each.low, each.high
            no_least[each.rows], no_most[each.rows] = each.no_low, each.no_high
        for row, outcome in self.referred.items():
            low, high = bounds_of(outcome.due)
            no_least[row], no_most[row] = low is None, high is None
            least[row] = 0 if low is None else low.__floor__()
            most[row] = 0 if high is None else high.__ceil__()
        return Bounds(least, most, no_least, no_most)

    def missing_facts(self, row: int) -> Sequence[str]:
        """The facts that would settle a row, by their paths; none where it is settled."""
        found = self.referred.get(row)
        if found is not None:
            return found.missing_facts
        place = _place(self.pieces, row)
        if place is None:
            return ()
        piece, at = place
        return self._named(next(self._lacked(np.array([row]), piece.missing[at : at + 1])))

    def missing_figures(self, row: int) -> tuple[str, ...]:
        """The ids of the figures and formulas nobody found that would settle a row."""
        found = self.referred.get(row)
        if found is not None:
            return found.missing_figures
        place = _place(self.pieces, row)
        return () if place is None else self.figures_named(place[0].figures[place[1]])

    def figures_named(self, words: Array) -> tuple[str, ...]:
        """The figures and formulas of a set that nobody has found, by their ids."""
        return () if self.unknowns is None else self.unknowns.figures(words)

    def outcome(self, row: int, payee: int) -> Outcome:
        """What was decided of one row, whose payee has that place in its household."""
        return next(self.outcomes(row, (payee,)))

    def outcomes(self, first: int, payees: Sequence[int]) -> Iterator[Outcome]:
        """What was decided of row after row from a first one on, whose payees have those places in
        their households.
        """
        rows = slice(first, first + len(payees))
        held: list[int] = self.entitled[rows].tolist()
        amounts = repeat(0) if self.amount is None else ints(self.amount[rows])
        opened = self._opened(rows)
        place, open_ = next(opened, _NO_ROW)
        told = zip(count(first), payees, held, amounts, self._truths(rows))
        for row, payee, has, amount, truths in told:
            while place < row:
                place, open_ = next(opened, _NO_ROW)
            referred = self.referred.get(row)
            if referred is not None:
                yield referred
            elif place == row:
                entitled, due, lacked, figures = open_
                facts = self._named(lacked)
                yield Outcome(self.benefit, payee, entitled, due, truths, facts, figures)
            else:
                yield Outcome(self.benefit, payee, bool(has), amount, truths)

    def _opened(self, rows: slice) -> Iterator[tuple[int, _OpenRow]]:
        """What is not settled of some rows, in their order: each with whether there is a right,
        what is due, and what is missing.
        """
        figures: dict[tuple[int, ...], tuple[str, ...]] = {}
        for each in self.pieces:
            begin, end = np.searchsorted(each.rows, (rows.start, rows.stop)).tolist()
            for first in range(begin, end, AT_ONCE):
                part = some_of(each, slice(first, min(first + AT_ONCE, end)))
                lows, highs = ints_but(part.low, part.no_low), ints_but(part.high, part.no_high)
                ends = zip(lows, highs, strict=True)
                words = map(tuple, part.figures.tolist())
                lacked = self._lacked(part.rows, part.missing)
                told = zip(ints(part.rows), ints(part.entitled), ends, lacked, words, strict=True)
                for row, has, (low, high), lacks, word in told:
                    if word not in figures:
                        figures[word] = self.figures_named(np.array(word))
                    entitled = None if has == UNDETERMINED else True
                    due = due_of(entitled, low, high)
                    yield row, (entitled, due, lacks, figures[word])

    def _lacked(self, rows: Array, missing: Array) -> Iterator[tuple[int, int]]:
        """The household of each of some rows, and the set of the facts that would settle it."""
        homes = self.homes(rows)
        sets = repeat(0, len(rows)) if self.unknowns is None else self.unknowns.sets(homes, missing)
        return zip(ints(homes), sets, strict=True)

    def _named(self, lacked: tuple[int, int]) -> Sequence[str]:
        """The facts of a household in a set."""
        return () if self.unknowns is None else self.unknowns.named(*lacked)

    def homes(self, rows: Array) -> Array:
        """The households of some rows."""
        if self.unknowns is None or self.benefit.payee is Entity.HOUSEHOLD:
            return rows
        return range_of(self.unknowns.population.offsets, rows)

    def _truths(self, rows: slice) -> Iterable[tuple[bool | None, ...]]:
        """Which clauses hold in some rows; None of those of which that cannot be said."""
        if not self.truths:
            return repeat(())
        held = [each[rows].astype(np.bool_).tolist() for each in self.truths]
        for each in self.unsure:
            begin, end = np.searchsorted(each.rows, (rows.start, rows.stop)).tolist()
            at, which = np.nonzero(each.clauses[begin:end])
            places = each.rows[begin:end][at] - rows.start
            for place, clause in zip(ints(places), ints(which), strict=True):
                held[clause][place] = None
        return zip(*held, strict=True)

    def failed(self, row: int) -> tuple[str, ...]:
        """The ids of the clauses that do not hold in a row. Raises ValueError if not asked for."""
        if self.truths is None:
            raise ValueError("the clauses were not asked for")
        reasons = zip(self.benefit.reasons, self.truths, strict=True)
        return tuple(rule.clause.id for rule, holds in reasons if not holds[row])

    def write(self, rows: Any, entitled: Any, amount: Any) -> None:
        """Puts down who of some rows is entitled, and to how much."""
        self.entitled[rows] = entitled
        if self.amount is None:
            return
        self.amount[rows] = known.value_among(amount, entitled, self._kind)

    @property
    def _kind(self) -> Kind:
        of_amounts = np.int64 if self.amount is None else self.amount.dtype
        return "exact" if of_amounts == np.object_ else "i64"

    def write_truths(self, rows: Any, truths: Iterable[Any]) -> None:
        """Puts down which clauses hold in some rows."""
        for column, held in zip(self.truths or (), truths, strict=True):
            column[rows] = held

    def refer(self, row: int, outcome: Outcome) -> None:
        """Puts down what the reference engine decided of a row."""
        self.referred[row] = outcome
        self.entitled[row] = outcome.entitled is True
        if self.amount is not None:
            self.amount[row] = outcome.due if isinstance(outcome.due, int) else 0
        for column, held in zip(self.truths or (), outcome.truths, strict=False):
            column[row] = held is not False

    def withhold(self, rows: Array) -> None:
        """Puts down that nobody in some rows is entitled to anything, whatever was decided."""
        self.entitled[rows] = False
        if self.amount is not None:
            self.amount[rows] = 0
        if self.referred:
            for row in rows.tolist():
                self.referred.pop(row, None)
        self.pieces = [some_of(each, ~np.isin(each.rows, rows)) for each in self.pieces]

    @property
    def open(self) -> Array:
        """The rows of which it cannot be said who is entitled, or to how much, as a condition."""
        made = np.zeros(len(self.entitled), np.bool_)
        for each in self.pieces:
            made[each.rows] = True
        for row, outcome in self.referred.items():
            made[row] = not outcome.settled
        return made

    @property
    def lacking(self) -> Array:
        """The rows that turn on an unknown fact, as a condition."""
        made = np.zeros(len(self.entitled), np.bool_)
        for each in self.pieces:
            made[each.rows] = np.not_equal(each.missing, 0)
        for row, outcome in self.referred.items():
            made[row] = bool(outcome.missing_facts)
        return made

    def joined(self, unknowns: Unknowns) -> None:
        """Puts the rows that are not settled in order, once all are written."""
        self.unknowns = unknowns
        self.pieces = _in_order(self.pieces)
        self.unsure = _in_order(self.unsure)


Piece = TypeVar("Piece", Opened, Unsure)


def _in_order(pieces: list[Piece]) -> list[Piece]:
    """All rows of some pieces as one in which they are in order; none where there are none."""
    if not pieces:
        return []
    made = together(pieces)
    return [some_of(made, np.argsort(made.rows, kind="stable"))]


def _place(pieces: list[Piece], row: int) -> tuple[Piece, int] | None:
    """Where a row stands among pieces that are in order."""
    for each in pieces:
        at = int(np.searchsorted(each.rows, row))
        if at < len(each.rows) and each.rows[at] == row:
            return each, at
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """The circle of every household, as its place in the program (-1 none, -2 where it cannot be
    said), the columns of every benefit, and of those that were asked for whom it is provisional.
    """

    program: Program
    offsets: Array
    circles: Array
    benefits: Mapping[str, BenefitColumns]
    provisional: Mapping[str, Array] = field(default_factory=dict[str, Array])

    def circle(self, row: int) -> str | None:
        """The id of the circle of a household, `none` for none, None where it cannot be said."""
        place = int(self.circles[row])
        if place == NOT_DECIDED:
            return None
        return NO_CIRCLE if place < 0 else self.program.circles[place].circle.id

    def outcomes(self, row: int) -> tuple[Outcome, ...]:
        """Every benefit for everyone in a household who may be paid it."""
        first, last = ints(self.offsets[row : row + 2])
        household = (HOUSEHOLD,)
        return tuple(
            outcome
            for each in self.benefits.values()
            for outcome in (
                each.outcomes(row, household)
                if each.benefit.payee is Entity.HOUSEHOLD
                else each.outcomes(first, range(last - first))
            )
        )

    def decisions(self) -> Iterator[Decided]:
        """What was decided of household after household."""
        sizes = np.diff(self.offsets)
        people = np.arange(int(self.offsets[-1])) - np.repeat(self.offsets[:-1], sizes)
        payees = {Entity.MEMBER: ints(people), Entity.HOUSEHOLD: [HOUSEHOLD] * len(sizes)}
        made = [
            (each.outcomes(0, payees[payee]), payee is Entity.MEMBER)
            for each in self.benefits.values()
            for payee in (each.benefit.payee,)
        ]
        for row, size in enumerate(ints(sizes)):
            parts = (islice(each, size if of_member else 1) for each, of_member in made)
            yield Decided(self.circle(row), tuple(chain.from_iterable(parts)))

    def put_circle(self, row: int, circle: str | None) -> None:
        """Puts down the circle of a household by its id, None where it cannot be said."""
        if circle is None:
            self.circles[row] = NOT_DECIDED
            return
        ids = [each.circle.id for each in self.program.circles]
        self.circles[row] = ids.index(circle) if circle in ids else -1

    def put(self, row: int, outcomes: Iterable[Outcome]) -> None:
        """Puts down what the reference engine decided of a household."""
        first = int(self.offsets[row])
        for each in outcomes:
            at = row if each.payee == HOUSEHOLD else first + each.payee
            self.benefits[each.benefit.id].refer(at, each)

    def joined(self, unknowns: Unknowns) -> None:
        """Puts what is not settled in order, once every block is written."""
        for each in self.benefits.values():
            each.joined(unknowns)

    def of(self, entity: Entity) -> list[BenefitColumns]:
        """The columns of the benefits that households, or members, are paid, in their order."""
        return [each for each in self.benefits.values() if each.benefit.payee is entity]


def empty_results(
    program: Program, dues: IntegerProgram, offsets: Array, *, reasons: bool
) -> Results:
    """Columns for so many households in which nothing is written yet."""
    outputs = (each for each in dues.outputs() if not each.benefit.service)
    kinds = {each.benefit.id: _kind_of_amounts(each) for each in outputs}
    made: dict[str, BenefitColumns] = {}
    for payee, rows in ((Entity.HOUSEHOLD, len(offsets) - 1), (Entity.MEMBER, int(offsets[-1]))):
        paid = [each for each in program.benefits if each.payee is payee]
        # columns of one array: to a large one memory is given in large pages, which is quicker
        truths = iter(_zeros(sum(1 + reasons * len(each.reasons) for each in paid), rows, "truth"))
        amounts = {
            kind: iter(_zeros(sum(kinds.get(each.id) == kind for each in paid), rows, kind))
            for kind in _OF_AMOUNTS
        }
        for each in paid:
            held = tuple(islice(truths, len(each.reasons))) if reasons else None
            amount = next(amounts[kinds[each.id]]) if each.id in kinds else None
            made[each.id] = BenefitColumns(each, next(truths), amount, held)
    circles = np.full(len(offsets) - 1, -1, np.int16)
    made = {benefit.id: made[benefit.id] for benefit in program.benefits}
    return Results(program, offsets, circles, made)


def _zeros(columns: int, rows: int, kind: Kind) -> Array:
    return np.zeros((columns, rows), dtype_of(kind))


def _kind_of_amounts(output: Output) -> Kind:
    """64 bits, or Python integers where that may not do."""
    exact = kind_of(output.amount.low, output.amount.high) == "exact"
    return "exact" if exact else "i64"
