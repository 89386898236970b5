"""A curve: what a household is due while one fact runs through a range, in pieces without gaps.

On each piece every amount is a line (but for roundings), and between two pieces it may jump.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from welfare_rules.basics.due import Due
from welfare_rules.basics.numbers import Number
from welfare_rules.curves.forms import ZERO, Form, Span
from welfare_rules.curves.tracing import Tracer
from welfare_rules.engine.contract import NO_CIRCLE, Decision, Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce

Place = tuple[BenefitInForce, int]  # a benefit and a payee
MOST_PIECES = 2_000
MOST_LINES = 30_000  # pieces, each with the benefits and payees that move


class TooManyPieces(Exception):
    """A curve that would have more pieces than anybody reads."""


@dataclass(frozen=True, slots=True)
class Varied:
    """A fact of the household (`HOUSEHOLD`) or a member, and the values it runs through.

    `first` and `last` as the fact is measured: fen (of a flow, fen a month), or whole numbers.
    """

    fact: Fact
    payee: int
    span: Span

    def of(self, case: Case, value: int) -> Case:
        """The case in which the fact has this value."""
        return case.but({(self.payee, self.fact.column): self.fact.kept(value)})


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit for one payee on one piece: due in fen at both ends, and how it moves between.

    `low` and `high` bound it all along; a rounding lies between them.
    """

    benefit: BenefitInForce
    payee: int
    entitled: bool | None
    due: tuple[Due, Due]
    low: Form | None
    high: Form | None

    @property
    def open(self) -> bool:
        """Whether the amount cannot be said."""
        return not all(isinstance(each, int) for each in self.due)

    @property
    def rate(self) -> Number | None:
        """By how much the amount before rounding rises when the fact rises by one, in fen.

        None where it is curved, or cannot be said.
        """
        return None if self.low is None or self.open or not self.straight else self.low.slope

    @property
    def straight(self) -> bool:
        """Whether it is a straight line but for roundings, and so only rises or only falls."""
        if self.low is None or self.high is None or self.low.slope is None:
            return False
        return self.low.slope == self.high.slope

    def same(self, other: Line) -> bool:
        """Whether the other goes on where this one ends."""
        return (self.entitled, self.low, self.high, self.open) == (
            other.entitled,
            other.low,
            other.high,
            other.open,
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the fact on which nothing changes its way: the circle, and all lines."""

    span: Span
    circle: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """One benefit for one payee that changes by more than roundings make.

    `at` is the first value of the fact behind it; `rule` the clause that holds on one side alone,
    None where it is the amount itself that jumps.
    """

    at: int
    benefit: BenefitInForce
    payee: int
    before: int
    after: int
    rule: str | None


@dataclass(frozen=True, slots=True)
class Traces:
    """All pieces of a curve in their order, and all jumps between them."""

    varied: Varied
    pieces: tuple[Piece, ...]
    jumps: tuple[Jump, ...]


def trace(
    case: Case,
    varied: Varied,
    evaluate: Callable[[Case], Evaluation],
    decide: Callable[[Case], Decision],
) -> Traces:
    """Works the curve out from the program of the evaluation; `decide` gives what is due at ends.

    Raises TooManyPieces, or `forms.TooCurved` where values are too high a power of the fact.
    """
    base = varied.of(case, varied.span.first)
    tracer = Tracer(evaluate(base), varied.fact, varied.payee, varied.span)
    outcomes = tuple(
        (benefit, payee) for benefit in tracer.program.benefits for payee in benefit.payees(case)
    )
    pieces = tuple(_with_dues(each, case, varied, decide) for each in sweep(tracer, outcomes))
    jumps = tuple(jump for one, other in pairwise(pieces) for jump in _jumps(tracer, one, other))
    return Traces(varied, pieces, jumps)


def sweep(tracer: Tracer, outcomes: Sequence[Place]) -> list[Piece]:
    """The pieces of these benefits for these payees over the tracer's span, without what is due.

    Raises TooManyPieces.
    """
    found: list[Piece] = []
    moving = sum(1 for benefit, payee in outcomes if _moves(tracer, benefit, payee))
    t = tracer.within.first
    while t <= tracer.within.last:
        piece = _piece(tracer, outcomes, t)
        if found and _goes_on(found[-1], piece):
            found[-1] = replace(found[-1], span=Span(found[-1].span.first, piece.span.last))
        else:
            found.append(piece)
        if len(found) > MOST_PIECES or len(found) * moving > MOST_LINES:
            raise TooManyPieces
        t = piece.span.last + 1
    return found


def _moves(tracer: Tracer, benefit: BenefitInForce, payee: int) -> bool:
    """Whether a right, or what is due by it, can rest on the fact that runs."""
    return any(tracer.moves(step, payee) for step in benefit.ends)


def _piece(tracer: Tracer, outcomes: Sequence[Place], t: int) -> Piece:
    """What holds at a value of the fact, with the whole span from it on over which that is so."""
    tracer.t = t
    circle, span = _circle(tracer)
    lines: list[Line] = []
    for benefit, payee in outcomes:
        entitled = tracer.truth(benefit.entitled, payee)
        span = span.common(entitled.span)
        low = high = None
        if not benefit.service:
            amount = tracer.amount(benefit.net, payee)
            span = span.common(amount.span)
            low, high = amount.low, amount.high
        lines.append(Line(benefit, payee, entitled.holds, (0, 0), low, high))
    return Piece(Span(t, span.last), circle, tuple(lines))


def _circle(tracer: Tracer) -> tuple[str | None, Span]:
    span = tracer.within
    for each in tracer.program.circles:
        truth = tracer.truth(each.step, HOUSEHOLD)
        span = span.common(truth.span)
        if truth.holds is None:
            return None, span
        if truth.holds:
            return each.circle.id, span
    return NO_CIRCLE, span


def _goes_on(one: Piece, other: Piece) -> bool:
    return one.circle == other.circle and all(map(Line.same, one.lines, other.lines))


def _with_dues(
    piece: Piece, case: Case, varied: Varied, decide: Callable[[Case], Decision]
) -> Piece:
    """The piece with what the rules say is due at both of its ends."""
    ends = [
        _by_place(decide(varied.of(case, value)).dues)
        for value in (piece.span.first, piece.span.last)
    ]
    lines = [
        _with_due(each, ends[0][each.benefit.id, each.payee], ends[1][each.benefit.id, each.payee])
        for each in piece.lines
    ]
    return replace(piece, lines=tuple(lines))


def _by_place(outcomes: tuple[Outcome, ...]) -> dict[tuple[str, int], Outcome]:
    return {(each.benefit.id, each.payee): each for each in outcomes}


def _with_due(line: Line, first: Outcome, last: Outcome) -> Line:
    """The line with what is due at its ends.

    A right that waits for its beginning is no line yet, and whether there is one may rest on an
    open figure of its amount.
    """
    line = replace(line, due=(first.due, last.due))
    if line.open:
        line = replace(line, entitled=first.entitled if first.entitled is last.entitled else None)
    if first.start is None or first.start.begun:
        return line
    high = ZERO if first.start.begun is False else line.high
    return replace(line, entitled=first.entitled, low=ZERO, high=high)


def _jumps(tracer: Tracer, one: Piece, other: Piece) -> list[Jump]:
    found: list[Jump] = []
    for before, after in zip(one.lines, other.lines, strict=True):
        low, high = before.due[1], after.due[0]
        if not (isinstance(low, int) and isinstance(high, int)) or low == high:
            continue
        if not _is_jump(before, after, one.span.last):
            continue
        rule = _turned(tracer, before, one.span.last)
        found.append(Jump(other.span.first, before.benefit, before.payee, low, high, rule))
    return found


def _is_jump(before: Line, after: Line, t: int) -> bool:
    """Whether two lines stay apart between `t` and `t + 1`, and by more than roundings make."""
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return True
    gap = after.low.minus(before.low)
    here, there = gap.at(t), gap.at(t + 1)
    if here * there <= 0:
        return False
    width = max(before.high.minus(before.low).at(t), after.high.minus(after.low).at(t + 1))
    return min(abs(here), abs(there)) > width


def _turned(tracer: Tracer, line: Line, t: int) -> str | None:
    """The first clause of a benefit that holds at `t` or at `t + 1`, and not at both."""
    said: list[list[bool | None]] = []
    for value in (t, t + 1):
        tracer.t = value
        said.append([tracer.truth(each.step, line.payee).holds for each in line.benefit.reasons])
    for rule, one, other in zip(line.benefit.reasons, *said, strict=True):
        if one != other:
            return rule.clause.id
    return None
