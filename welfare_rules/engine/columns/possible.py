"""Values that an unknown fact may turn out to have, so many that what is decided by it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from welfare_rules.basics.days import (
    EARLIEST,
    LATEST,
    Month,
    NoSuchDay,
    day_of_text,
    day_text,
    shift,
)
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.pieces import Calendars, Pieces
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.reference.case_splitting import SMALL_RANGE
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact

CLOSED = (Kind.BOOL, Kind.CHOICE, Kind.INT, Kind.MONTHS)
LONGEST = 150  # years or months that a day may lie back by what it is compared with


@dataclass(frozen=True, slots=True, eq=False)
class Possible:
    """For facts by their columns the values to try, one list after the other.

    Where `closed` these stand for all that the fact may have: each for a part of its range in which
    no condition tells one value from another. They are `listed` where each is a value by itself. A
    fact without any cannot be tried.
    """

    values: Array
    first: Array
    count: Array
    closed: Array
    listed: Array


def possible_values(
    facts: Iterable[Fact], program: IntegerProgram, pieces: Pieces, month: Month, steps: int
) -> Possible:
    """The values to try of each fact in a month, of amounts at least so many."""
    found = sorted(facts, key=lambda each: each.column)
    last = max((each.column for each in found), default=-1) + 1
    first, count = np.zeros((2, last), np.intp)
    closed, listed = np.zeros((2, last), np.bool_)
    values: list[int] = []
    compared, amounts = _compared(program), _amounts(program, steps)
    calendars: Calendars = {}
    for fact in found:
        own = _every(fact)
        listed[fact.column] = bool(own)
        own = own or pieces.values(fact, month, calendars)
        closed[fact.column] = bool(own)
        own = own or _some(fact, compared.get(fact.column, frozenset()), amounts, month)
        first[fact.column], count[fact.column] = len(values), len(own)
        values.extend(own)
    return Possible(np.array(values, np.int64), first, count, closed, listed)


def _every(fact: Fact) -> list[int]:
    """All values of a fact that has only a few; else none."""
    if fact.type.kind not in CLOSED or fact.high - fact.low >= SMALL_RANGE:
        return []
    found = range(int(fact.low), int(fact.high) + 1)
    alone = fact.presumed
    return [*found, *([int(alone)] if alone is not None and fact.apart(alone) else [])]


def _some(fact: Fact, compared: Iterable[int], amounts: Iterable[int], month: Month) -> list[int]:
    """The ends of the range of a fact, and values on both sides of what it is compared with."""
    low, high = (fact.kept(each) for each in fact.reach)
    found = {low, fact.kept(fact.low), fact.kept(fact.high), high}
    match fact.type.kind:
        case Kind.DATE:
            for each in (month.first, month.last):
                found.update((shift(each, -1), each, shift(each, 1)))
            found.update(filter(_is_day, compared))
            for each in compared:
                if 0 < each <= LONGEST:
                    found.update((month.after(-12 * each).first, month.after(-each).first))
        case Kind.BENEFITS:
            return []
        case Kind.MONEY:
            found.update(amounts)
        case _:
            found.update(each + by for each in compared for by in (-1, 0, 1))
    return sorted(each for each in found if low <= each <= high)


def _is_day(number: int) -> bool:
    """Whether a number is a day of the calendar."""
    try:
        return EARLIEST <= number <= LATEST and day_of_text(day_text(number)) == number
    except NoSuchDay:
        return False


def _amounts(program: IntegerProgram, steps: int) -> list[int]:
    """Amounts of the size of those that a program reckons with, further and further apart."""
    amounts = [
        each.value
        for _, root in program.expressions()
        for each in e.walk(root)
        if isinstance(each, e.Whole) and not each.truth and 1000 <= each.value < EARLIEST
    ]
    if not amounts:
        return []
    found = np.geomspace(min(amounts), 8 * max(amounts), steps)
    return found.astype(np.int64).tolist()


def _compared(program: IntegerProgram) -> Mapping[int, frozenset[int]]:
    """For each fact the constants with which something that rests on it is compared."""
    rests: dict[str, frozenset[int]] = {}
    found: dict[int, set[int]] = {}

    def facts(expr: e.Expr) -> frozenset[int]:
        match expr:
            case e.Fact() | e.Receives():
                return frozenset((expr.column,))
            case e.Name():
                return rests.get(expr.id, frozenset())
            case _:
                return frozenset[int]().union(*map(facts, e.operands(expr)))

    for name, root in program.expressions():
        for each in e.walk(root):
            constants: tuple[int, ...] = ()
            if isinstance(each, e.OneOf):
                constants = each.values
            elif isinstance(each, e.Test):
                sides = each.left, each.right
                constants = tuple(side.value for side in sides if isinstance(side, e.Whole))
            if constants:
                for column in facts(each):
                    found.setdefault(column, set()).update(constants)
        rests[name] = rests.get(name, frozenset()) | facts(root)
    return {column: frozenset(each) for column, each in found.items()}
