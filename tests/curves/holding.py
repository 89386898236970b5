"""What a curve must hold against the rules themselves, decided value by value."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from random import Random

from welfare_rules.curves.forms import Span
from welfare_rules.curves.sweep import Line, Piece, Traces, Varied, trace
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.language.types import Entity, Kind
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.rules import Rules

Due = tuple[str, int]


def traced(rules: Rules, case: Case, varied: Varied) -> Traces:
    return trace(
        case,
        varied,
        lambda each: rules.reference.evaluate(each, rules.month),
        lambda each: decided(rules, each),
    )


def decided(rules: Rules, case: Case) -> Decision:
    return rules.determine(case).decision


def some_varied(random: Random, rules: Rules, case: Case, width: int) -> Varied | None:
    """A number of somebody, and a span of it that often holds the value that the case has."""
    facts = [
        each
        for each in rules.program.facts
        if each.type.kind in (Kind.MONEY, Kind.INT, Kind.MONTHS)
        and (each.entity is Entity.HOUSEHOLD or case.members)
    ]
    if not facts:
        return None
    fact = random.choice(facts)
    payee = HOUSEHOLD if fact.entity is Entity.HOUSEHOLD else random.randrange(len(case.members))
    row = case.household if payee == HOUSEHOLD else case.members[payee]
    kept = row[fact.column]
    here = 0 if kept is None else kept // 12 if fact.flow else kept
    low, high = int(fact.low), int(fact.high)
    first = random.choice((low, here - width // 2, here - random.randrange(width + 1)))
    first = max(low, min(first, high))
    return Varied(fact, payee, Span(first, min(high, first + width)))


def wrong(rules: Rules, case: Case, found: Traces, values: Iterable[int]) -> list[object]:
    """Where the rules say something else at these values than the curve: nowhere."""
    said: list[object] = []
    ends = [(each.span.first, each.span.last) for each in found.pieces]
    whole = found.varied.span
    if ends[0][0] != whole.first or ends[-1][1] != whole.last:
        said.append(("does not cover the range", ends))
    said.extend(
        ("gap or overlap", one, other)
        for one, other in pairwise(ends)
        if one[1] + 1 != other[0] or one[0] > one[1]
    )
    for value in values:
        piece = next(each for each in found.pieces if each.span.first <= value <= each.span.last)
        decision = decided(rules, found.varied.of(case, value))
        if piece.circle is not None and piece.circle != decision.circle:
            said.append((value, "circle", piece.circle, decision.circle))
        outcomes = {(each.benefit.id, each.payee): each for each in decision.dues}
        for line in piece.lines:
            outcome = outcomes[line.benefit.id, line.payee]
            if not holds(line, outcome, value):
                said.append((value, line, outcome, piece.span))
            if value in (piece.span.first, piece.span.last):
                end = 0 if value == piece.span.first else 1
                if line.due[end] != outcome.due:
                    said.append((value, "end", line, outcome))
    return said


def holds(line: Line, outcome: Outcome, value: int) -> bool:
    if line.entitled is not None and line.entitled != outcome.entitled:
        return False
    due = outcome.due
    if not isinstance(due, int):
        return line.open or line.low != line.high or line.low is None
    low = None if line.low is None else line.low.at(value)
    high = None if line.high is None else line.high.at(value)
    return (low is None or low <= due) and (high is None or due <= high)


def untold(rules: Rules, case: Case, found: Traces) -> list[object]:
    """Steps from one value to the next that exceed slope and rounding, and are not told: none.

    And every jump that is told is one.
    """
    said: list[object] = []
    told = {(each.at, each.benefit.id, each.payee): each for each in found.jumps}
    before: dict[Due, Outcome] = {}
    pieces = {
        at: piece for piece in found.pieces for at in range(piece.span.first, piece.span.last + 1)
    }
    for value in range(found.varied.span.first, found.varied.span.last + 1):
        decision = decided(rules, found.varied.of(case, value))
        now = {(each.benefit.id, each.payee): each for each in decision.dues}
        for key, outcome in now.items():
            last = before.get(key)
            if last is None or not isinstance(last.due, int) or not isinstance(outcome.due, int):
                continue
            step = abs(outcome.due - last.due)
            jump = told.get((value, *key))
            if jump is not None and (jump.before, jump.after) != (last.due, outcome.due):
                said.append(("not such a jump", jump, last.due, outcome.due))
            if jump is None and step > most(pieces[value - 1], pieces[value], key, value):
                said.append(("untold", value, key, last.due, outcome.due))
        before = now
    return said


def most(one: Piece, other: Piece, key: Due, value: int) -> Fraction:
    """The most that slopes and roundings of two pieces make of one step."""
    found = Fraction(0)
    for piece in (one, other):
        line = next(each for each in piece.lines if (each.benefit.id, each.payee) == key)
        if line.low is None or line.high is None:
            return Fraction(10**18)
        width = line.high.minus(line.low)
        slope = max(
            abs(line.low.at(value) - line.low.at(value - 1)),
            abs(line.high.at(value) - line.high.at(value - 1)),
        )
        found += Fraction(slope) + 2 * max(abs(width.at(value)), abs(width.at(value - 1)))
    return found
