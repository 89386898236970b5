"""Values of a history as they are written, in one spelling: whether two sources say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import cast

from welfare_rules.basics.money import MONTHS_OF_A_FLOW

_DIGITS = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")


def spelled(value: object) -> str:
    """One spelling of a value, however it is written.

    500, "500.00" and twelve times as much a year are the same.
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
    if isinstance(value, (list, tuple)):
        return repr(sorted(spelled(each) for each in cast(Sequence[object], value)))
    return repr(value)


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, (int, str, float, Decimal)):
        return None
    if isinstance(value, int):
        return Fraction(value)
    digits = _DIGITS.fullmatch(str(value))
    return None if digits is None else Fraction(digits.group())
