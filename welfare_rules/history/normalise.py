"""Values of a history as they are written, in one spelling: whether two sources say the same."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from welfare_rules.basics.money import MONTHS_OF_A_FLOW

_DIGITS = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)


def spelled(value: object) -> str:
    """One spelling of a value, however it is written.

    500, "500.00", Decimal("5E+2") and twelve times as much a year are the same; so are a date and
    its text, and lists of the same things in another order.

    >>> same = "130.00", 130, {"per_year": 1560}, Decimal("1.3E2")
    >>> len({spelled(each) for each in same}) == 1
    True
    """
    if isinstance(value, Mapping):
        there = cast(Mapping[str, object], value)
        yearly = _number(there["per_year"]) if set(there) == {"per_year"} else None
        return (
            repr(sorted((key, spelled(each)) for key, each in there.items()))
            if yearly is None
            else f"n{yearly / MONTHS_OF_A_FLOW}"
        )
    number = _number(value)
    if number is not None:
        return f"n{number}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return repr(sorted({spelled(each) for each in cast(Iterable[object], value)}))
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return repr(value.isoformat())
    return repr(value)


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, (int, str, float, Decimal)):
        return None
    if isinstance(value, int):
        return Fraction(value)
    digits = _DIGITS.fullmatch(str(value).strip())
    return None if digits is None else Fraction(digits.group())
