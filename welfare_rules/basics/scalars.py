"""Single values of numpy, pandas and Arrow as Python has them.

They are known by what they offer, not by their modules: none of these need be installed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, cast

_PLAIN = frozenset({str, int, bool, float, type(None), datetime.date, dict, list, tuple})


def plain(value: object) -> object:
    """The value that a scalar stands for; None for what such libraries call missing; all else as
    it is.

    A day with the time 00:00 is that day. Another time of day is kept, and is then no day.

    >>> plain(datetime.datetime(2021, 8, 1)), plain(datetime.datetime(2021, 8, 1, 9, 30))
    (datetime.date(2021, 8, 1), datetime.datetime(2021, 8, 1, 9, 30))
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime.datetime):
        return None if _missing(value) else _day(value)
    if type(value).__name__ == "NAType":  # of pandas; comparing it gives itself, and no truth
        return None
    of_arrow = cast("Callable[[], object] | None", getattr(value, "as_py", None))
    if of_arrow is not None:
        return plain(of_arrow())
    if isinstance(value, float):  # numpy's own kind of it shows its name before its digits
        return float(value)
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is None or getattr(value, "shape", None) != () or hasattr(value, "mask"):
        return value
    scalar = cast(Any, value)
    made: object = (scalar.astype("datetime64[us]") if kind == "M" else scalar).item()
    return plain(made) if isinstance(made, datetime.datetime) else made


def _missing(value: object) -> bool:
    """Whether it is the one moment that is not equal to itself: no time at all."""
    return value != value


def _day(value: datetime.datetime) -> datetime.date:
    """The date of a moment at 00:00, else the moment itself."""
    exact = value.time() == datetime.time() and not getattr(value, "nanosecond", 0)
    return value.date() if exact else value
