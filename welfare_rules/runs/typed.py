"""What typed numbers and days of a column plainly mean, all of them at once."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from welfare_rules.basics.money import FEN, flow_of_month
from welfare_rules.engine.columns.kinds import Array, day_numbers
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact

ASKED = -(1 << 62) + 2
"""What stands for a value that has to be asked by itself."""
_SURE = 10**13  # fen: of so many digits a binary number tells which amount it is the nearest to


def plainly(fact: Fact, per_year: bool, values: Array) -> Array:
    """What numbers or days mean as values of a fact, as a case keeps them; `ASKED` for all that is
    no plain amount within the bounds of the fact. `per_year`: a flow is told for a year.

    A number is an amount where it is the binary number that is the nearest to so many fen.

    >>> import welfare_rules as wr
    >>> wage = next(each for each in wr.load("cn/model").law.facts if each.id == "wage")
    >>> [each != ASKED for each in plainly(wage, False, np.array([0.1, 0.123, -1.0])).tolist()]
    [True, False, False]
    >>> plainly(wage, False, np.array([0.1])).tolist(), plainly(wage, True, np.array([12])).tolist()
    ([120], [1200])
    """
    if fact.type.kind is Kind.DATE:
        made, sure = day_numbers(values), np.ones(len(values), np.bool_)
    else:
        made, sure = _fen(values)
    low, high = int(fact.low), int(fact.high)
    if fact.flow:
        low, high = flow_of_month(low), flow_of_month(high)
        made = made if per_year else cast(Array, flow_of_month(cast(Any, made)))
    return np.where(sure & (made >= low) & (made <= high), made, ASKED)


def _fen(values: Array) -> tuple[Array, Array]:
    """Yuan as fen, and where that is sure."""
    if values.dtype.kind == "i":
        sure = np.abs(values.astype(np.float64)) <= _SURE // FEN
        return np.where(sure, values, 0).astype(np.int64) * FEN, sure
    with np.errstate(invalid="ignore", over="ignore"):
        fen = np.rint(values * FEN)
        sure = (np.abs(fen) <= _SURE) & (fen / FEN == values)
    return np.where(sure, fen, 0).astype(np.int64), sure
