"""What was decided of many households, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any, TypeVar

import numpy as np

from welfare_rules.basics.due import bounds_of, due_of
from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.gaps import bytes_each
from welfare_rules.engine.columns.kinds import BITS, Array, Kind, dtype_of, kind_of
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import ragged
from welfare_rules.engine.columns.rows import some_of, together
from welfare_rules.engine.contract import NO_CIRCLE, Outcome
from welfare_rules.engine.integer.form import IntegerProgram, Output
from welfare_rules.engine.reference import MissingFacts
from welfare_rules.engine.reference.values import BitLayout, bits_set
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import BenefitInForce, Program

UNDETERMINED = -1
NOT_DECIDED = -2  # the circle of a household, while it cannot be said
_OF_AMOUNTS: tuple[Kind, ...] = ("i64", "exact")
AT_ONCE = 1 << 14  # sets of facts that are looked at together


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
class Unknowns:
    """The gaps of every household that has any, to name what is missing. `rows` are in order."""

    population: Population
    facts: Sequence[Fact]
    layout: BitLayout
    rows: Array
    offsets: Array
    payee: Array
    column: Array
    holes: Sequence[str]
    wide: Array
    """The households whose sets are wide, as a condition of `rows`."""
    nothing: tuple[int, MissingFacts] | None = None
    """The household of which something was asked last, and that nothing is missing of it: of one it
    is asked time after time.
    """

    def figures(self, words: Array) -> tuple[str, ...]:
        """What nobody has found of a set, by its names in order."""
        found = (
            place * BITS + bit
            for place, word in enumerate(words.tolist())
            for bit in bits_set(word)
        )
        return tuple(sorted(self.holes[each] for each in found))

    @property
    def width(self) -> int:
        """How many bytes the facts of each payee have in a set as `sets` gives them."""
        return bytes_each(len(self.facts))

    def missing(self, row: int, bits: Array) -> MissingFacts:
        """The facts of a household in a set of its gaps, of which there is one."""
        if self.nothing is None or self.nothing[0] != row:
            case = self.population.case(row, self.facts)
            self.nothing = row, MissingFacts.none(self.layout, case)
        return self.nothing[1].with_facts(*self.sets(np.array([row]), bits))

    def sets(self, homes: Array, missing: Array) -> list[int]:
        """Sets of gaps of households as `MissingFacts.facts` has them."""
        at = np.searchsorted(self.rows, homes)
        narrow = np.flatnonzero(~self.wide[at])
        made = [each >> FIRST for each in missing.tolist()]
        for first in range(0, len(narrow), AT_ONCE):
            rows = narrow[first : first + AT_ONCE]
            own = self._of_few(homes[rows], at[rows], missing[rows].astype(np.int64))
            for row, bits in zip(rows.tolist(), own, strict=True):
                made[row] = bits
        return made

    def _of_few(self, homes: Array, at: Array, missing: Array) -> list[int]:
        """The same of households whose gaps are numbered one after the other."""
        first = self.offsets[at]
        _, which, gap = ragged(first, self.offsets[at + 1] - first)
        number = gap - first[which]
        held = (missing[which] >> number + FIRST & 1).astype(np.bool_)
        which, gap = which[held], gap[held]
        sizes = np.diff(self.population.offsets)[homes] + 1
        begin = np.concatenate(([0], np.cumsum(sizes)))
        facts = np.zeros((int(begin[-1]), 8 * self.width), np.bool_)
        facts[begin[which] + 1 + self.payee[gap], self.column[gap]] = True
        data = np.packbits(facts, axis=1, bitorder="little").tobytes()
        ends = (begin * self.width).tolist()
        return [int.from_bytes(data[one:other], "little") for one, other in pairwise(ends)]


@dataclass(slots=True, eq=False)
class BenefitColumns:
    """One benefit for every household, or for every member.

    `entitled` and `amount` (whole fen, 0 for who is not entitled; None for a service) hold where
    the right is settled. `truths` has a column for each of `benefit.reasons`, None where they were
    not asked for: false where a clause does not hold, true where it does or that cannot be said.
    `opened` are the rows that are not settled. `referred` are the outcomes of rows that the
    reference engine decided, with their bounds and everything that is missing.
    """

    benefit: BenefitInForce
    entitled: Array
    amount: Array | None
    truths: tuple[Array, ...] | None
    referred: dict[int, Outcome] = field(default_factory=dict[int, Outcome])
    pieces: list[Opened] = field(default_factory=list[Opened])
    unsure: list[Unsure] = field(default_factory=list[Unsure])
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
        return self._lacked(row, *place)

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
        found = self.referred.get(row)
        if found is not None:
            return found
        truths = self._truths(row)
        place = _place(self.pieces, row)
        if place is None:
            amount = 0 if self.amount is None else int(self.amount[row])
            return Outcome(self.benefit, payee, bool(self.entitled[row]), amount, truths)
        piece, at = place
        entitled = None if piece.entitled[at] == UNDETERMINED else True
        low = None if piece.no_low[at] else int(piece.low[at])
        due = due_of(entitled, low, None if piece.no_high[at] else int(piece.high[at]))
        missing = self._lacked(row, piece, at)
        return Outcome(
            self.benefit, payee, entitled, due, truths, missing, self.missing_figures(row)
        )

    def _lacked(self, row: int, piece: Opened, at: int) -> Sequence[str]:
        """The facts that would settle a row, which stands at a place of a piece."""
        missing = piece.missing[at : at + 1]
        if self.unknowns is None or not missing[0]:
            return ()
        return self.unknowns.missing(self._home(row), missing)

    def _home(self, row: int) -> int:
        """The household of a row."""
        if self.unknowns is None or self.benefit.payee is Entity.HOUSEHOLD:
            return row
        return int(np.searchsorted(self.unknowns.population.offsets, row, "right")) - 1

    def _truths(self, row: int) -> tuple[bool | None, ...]:
        if self.truths is None:
            return ()
        held = [bool(each[row]) for each in self.truths]
        place = _place(self.unsure, row)
        if place is None:
            return tuple(held)
        unsure = place[0].clauses[place[1]].tolist()
        return tuple(None if no else each for each, no in zip(held, unsure, strict=True))

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
        return tuple(self._outcomes(row))

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

    def _outcomes(self, row: int) -> Iterator[Outcome]:
        first, last = int(self.offsets[row]), int(self.offsets[row + 1])
        for each in self.benefits.values():
            if each.benefit.payee is Entity.HOUSEHOLD:
                yield each.outcome(row, HOUSEHOLD)
            else:
                yield from (each.outcome(at, at - first) for at in range(first, last))


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
