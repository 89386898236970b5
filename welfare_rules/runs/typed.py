"""What typed numbers and days of a column plainly mean, all of them at once."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from welfare_rules.basics.money import FEN, flow_of_month
from welfare_rules.engine.columns.kinds import Array, day_numbers
from welfare_rules.engine.columns.population import kind_of_fact
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.tables.cells import teller
from welfare_rules.tables.headings import Heading

ASKED = -(1 << 62) + 2
"""What stands for a value that has to be asked by itself."""
_SURE = 10**13  # fen: of so many digits a binary number tells which amount it is the nearest to
_OF_KIND = {Kind.MONEY: "iuf", Kind.DATE: "M", Kind.INT: "iu", Kind.MONTHS: "iu"}
"""What NumPy calls the numbers or days that plainly are values of facts of a kind."""


def may_be_plain(fact: Fact, heading: Heading, values: Array) -> bool:
    """Whether numbers or days may plainly be values of a fact, and no mapping says otherwise."""
    kind = fact.type.kind
    return (
        values.dtype.kind in _OF_KIND.get(kind, "")
        and heading.told is teller(kind)
        and kind_of_fact(fact) != "exact"
    )


def plainly(fact: Fact, per_year: bool, values: Array) -> Array:
    """What numbers or days mean as values of a fact, as a case keeps them; `ASKED` for all that is
    no plain value within the bounds of the fact. `per_year`: a flow is told for a year.

    A number is an amount where it is the binary number that is the nearest to so many fen.

    >>> import welfare_rules as wr
    >>> wage = next(each for each in wr.load("cn/model").law.facts if each.id == "wage")
    >>> [each != ASKED for each in plainly(wage, False, np.array([0.1, 0.123, -1.0])).tolist()]
    [True, False, False]
    >>> plainly(wage, False, np.array([0.1])).tolist(), plainly(wage, True, np.array([12])).tolist()
    ([120], [1200])
    """
    if not len(values):
        return np.zeros(0, np.int64)
    sure: Array | None = None
    match fact.type.kind:
        case Kind.DATE:
            made = _days(values)
        case Kind.MONEY:
            made, sure = _fen(values)
        case _:
            made = values.astype(np.int64)
    low, high = int(fact.low), int(fact.high)
    if fact.flow:
        low, high = flow_of_month(low), flow_of_month(high)
        made = made if per_year else cast(Array, flow_of_month(cast(Any, made)))
    if sure is None and low <= made.min() and made.max() <= high:
        return made
    fits = (made >= low) & (made <= high)
    return np.where(fits if sure is None else fits & sure, made, ASKED)


def _days(values: Array) -> Array:
    """Days as those of this library; of days that come again each is made once."""
    least, most = values.min(), values.max()
    count = int((most - least).astype(np.int64)) + 1
    if count > len(values):
        return day_numbers(values)
    every: Array = least + np.arange(count)
    return day_numbers(every)[(values - least).astype(np.intp)]


def _fen(values: Array) -> tuple[Array, Array | None]:
    """Yuan as fen, and where that is sure; None where it is of all."""
    if values.dtype.kind != "f":
        sure = np.abs(values.astype(np.float64)) <= _SURE // FEN
        return np.where(sure, values, 0).astype(np.int64) * FEN, None if sure.all() else sure
    with np.errstate(invalid="ignore", over="ignore"):
        fen = np.rint(values * FEN)
        sure = (np.abs(fen) <= _SURE) & (fen / FEN == values)
    if sure.all():
        return fen.astype(np.int64), None
    return np.where(sure, fen, 0).astype(np.int64), sure
