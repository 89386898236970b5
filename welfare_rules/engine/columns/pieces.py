"""Facts that a program only compares with what no fact changes, and the parts of their ranges.

Of a day of birth only some ages may matter: between two of them no condition tells one day from
another, and one day stands for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from welfare_rules.basics.days import Month, day_text, month_index
from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.kinds import Array, day_numbers
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import Assign, IntegerProgram
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact

Calendars = dict[tuple[int, int], Array]
"""All days of some ranges, worked out once for many facts."""
MOST_PIECES = 64
MOST_VALUES = 200_000  # days of five hundred years


@dataclass(slots=True, eq=False)
class Pieces:
    """By columns the conditions on one fact alone; `mixed` are facts looked at otherwise."""

    conditions: dict[int, list[e.Expr]] = field(default_factory=dict[int, list[e.Expr]])
    mixed: set[int | None] = field(default_factory=set[int | None])
    named: dict[str, e.Expr] = field(default_factory=dict[str, e.Expr])

    @classmethod
    def of(cls, program: IntegerProgram) -> Pieces:
        made = cls()
        named = {
            each.name.id
            for phase in program.phases
            for each in (*phase.members, *phase.household)
            if isinstance(each, Assign)
        }
        for name, root in program.expressions():
            if name in named and made._counted(root) is not None:
                made.named[name] = root
            else:
                made._look(root)
        return made

    def values(self, fact: Fact, month: Month, calendars: Calendars) -> list[int]:
        """One value of each part of the range of a fact; none where there are no such parts."""
        if fact.column in self.mixed or fact.type.kind not in (Kind.DATE, Kind.INT, Kind.CODE):
            return []
        tried = _all_values(fact, calendars)
        if tried is None:
            return []
        begins = np.zeros(len(tried), np.bool_)
        begins[:1] = True
        for each in self.conditions.get(fact.column, ()):
            holds = known.spread(self._worked_out(each, tried, month), len(tried))
            begins[1:] |= holds[1:] != holds[:-1]
        found: list[int] = tried[begins].tolist()
        return found if len(found) <= MOST_PIECES else []

    def _look(self, expr: e.Expr) -> None:
        """Notes what conditions look at, and which facts are looked at otherwise."""
        match expr:
            case e.Fact() | e.Receives():
                self.mixed.add(expr.column)
            case e.Name():
                if expr.id in self.named:
                    self.mixed.add(self._counted(expr))
            case e.Test() if (column := self._compared(expr)) is not None:
                self.conditions.setdefault(column, []).append(expr)
            case e.OneOf() if isinstance(expr.item, e.Fact):
                self.conditions.setdefault(expr.item.column, []).append(expr)
            case _:
                for each in e.operands(expr):
                    self._look(each)

    def _compared(self, test: e.Test) -> int | None:
        """The fact that a condition compares with something fixed; None for another condition."""
        if _fixed(test.right):
            return self._counted(test.left)
        return self._counted(test.right) if _fixed(test.left) else None

    def _counted(self, expr: e.Expr) -> int | None:
        """The fact of which a node is the value, or what is counted from its day or to it: what the
        reference engine can cut the range of that fact by.
        """
        match expr:
            case e.Fact():
                return expr.column
            case e.Name():
                return None if expr.id not in self.named else self._counted(self.named[expr.id])
            case e.Rising():
                return expr.of.column if isinstance(expr.of, e.Fact) else None
            case e.FloorDiv() if isinstance(expr.left, e.Minus) and _fixed(expr.right):
                return _one_fact(expr.left)  # days are subtracted for completed years alone
            case e.Plus() | e.Minus() if isinstance(expr.right, e.Whole):
                return None if isinstance(expr.left, e.Fact) else self._counted(expr.left)
            case e.Minus() if _fixed(expr.left) and isinstance(expr.right, e.Rising):
                return self._counted(expr.right)
            case e.Minus() if _fixed(expr.right) and isinstance(expr.left, e.Rising):
                return self._counted(expr.left)
            case _:
                return None

    def _worked_out(self, expr: e.Expr, values: Array, month: Month) -> Array | int:
        """What a node comes to for all values of its fact."""

        def of(each: e.Expr) -> Array | int:
            return self._worked_out(each, values, month)

        match expr:
            case e.Whole():
                return expr.value
            case e.Clock():
                return {
                    "month_start": month.first,
                    "month_end": month.last,
                    "month_index": month_index(month.first),
                }[expr.day]
            case e.Fact():
                return values
            case e.Name():
                return of(self.named[expr.id])
            case e.Rising():
                return of(expr.part)
            case e.OneOf():
                return np.isin(of(expr.item), expr.values)
            case e.Test():
                return expr.sign.test(of(expr.left), of(expr.right))
            case e.Least() | e.Greatest():
                pick = known.least if isinstance(expr, e.Least) else known.greatest
                return pick("i64", *map(of, expr.parts))
            case e.Pair():
                count: Callable[..., Array] = _COUNTED[type(expr)]
                return count(of(expr.left), of(expr.right), "i64")
            case _:
                raise AssertionError(f"no value of {type(expr).__name__}")


def _fixed(expr: e.Expr) -> bool:
    """Whether a node is the same for everybody."""
    return not any(isinstance(each, (e.Fact, e.Receives, e.Name, e.Open)) for each in e.walk(expr))


def _one_fact(expr: e.Minus) -> int | None:
    """The fact in a difference of the days of one fact and something fixed."""
    for one, other in ((expr.left, expr.right), (expr.right, expr.left)):
        if isinstance(one, e.Fact) and _fixed(other):
            return one.column
    return None


_COUNTED: dict[type[e.Expr], Callable[..., Array]] = {
    e.Plus: known.add,
    e.Minus: known.subtract,
    e.Times: known.multiply,
    e.FloorDiv: known.floor_divide,
    e.Mod: known.rest,
}


def _every_day(first: int, last: int) -> Array:
    """Every day from the first to the last, both included."""
    one, other = (np.datetime64(day_text(each)) for each in (first, last))
    return day_numbers(np.arange(one, other + 1))


def _all_values(fact: Fact, calendars: Calendars) -> Array | None:
    """Every value of a fact, in order; None where they are too many."""
    low, high = int(fact.low), int(fact.high)
    if fact.type.kind is Kind.DATE:
        if (low, high) not in calendars:
            calendars[low, high] = _every_day(low, high)
        found = calendars[low, high]
    elif high - low < MOST_VALUES:
        found = np.arange(low, high + 1)
    else:
        return None
    alone = fact.presumed
    if alone is None or not fact.apart(alone):
        return found
    return np.insert(found, np.searchsorted(found, int(alone)), int(alone))
