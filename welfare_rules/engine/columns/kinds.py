"""How wide the whole numbers of an array are: the narrowest kind that holds a proved range.

What is not proved to fit 64 bits is an array of Python integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from welfare_rules.basics.days import day_of_parts

Array = NDArray[Any]
Kind = Literal["truth", "i8", "i16", "i32", "i64", "exact"]

_TYPES: dict[Kind, Any] = {
    "truth": np.bool_,
    "i8": np.int8,
    "i16": np.int16,
    "i32": np.int32,
    "i64": np.int64,
    "exact": np.object_,
}
_ORDER: tuple[Kind, ...] = tuple(_TYPES)
BITS = 62  # of a word that names things
MIXING = np.uint64(0x9E3779B97F4A7C15)  # odd, with bits all over: neighbours come far apart
_BITS: tuple[tuple[Kind, int], ...] = (("i8", 8), ("i16", 16), ("i32", 32), ("i64", 64))


def ints(values: Array) -> list[int]:
    """Whole numbers as Python has them."""
    return values.tolist()


def ints_but(values: Array, none: Array) -> list[int | None]:
    """The numbers of an array, None where a condition of its rows holds.

    >>> ints_but(np.array([5, 0]), np.array([False, True]))
    [5, None]
    """
    return [None if no else each for each, no in zip(ints(values), none.tolist(), strict=True)]


def dtype_of(kind: Kind) -> np.dtype[Any]:
    """The dtype of arrays of a kind.

    >>> dtype_of("i32")
    dtype('int32')
    """
    return np.dtype(_TYPES[kind])


def kind_of(low: object, high: object) -> Kind:
    """The narrowest kind for numbers in a range; `exact` where nothing is proved.

    >>> kind_of(0, 127), kind_of(-129, 0), kind_of(0, 2**63), kind_of(0, None)
    ('i8', 'i16', 'exact', 'exact')
    """
    if low is None or high is None:
        return "exact"
    for kind, bits in _BITS:
        if -(1 << bits - 1) <= cast(int, low) and cast(int, high) < 1 << bits - 1:
            return kind
    return "exact"


def widest(*kinds: Kind) -> Kind:
    """The widest of some kinds.

    >>> widest("truth", "i64", "i16")
    'i64'
    """
    return max(kinds, key=_ORDER.index)


def words_of(things: int) -> int:
    """How many words it takes to name so many things by bits.

    >>> words_of(0), words_of(62), words_of(63)
    (0, 1, 2)
    """
    return -(-things // BITS)


def mixed(keys: Iterable[Array]) -> Array:
    """What is known of rows brought to one number each: the same where all of it is.

    >>> one, other, same = mixed([np.array([1, 2, 1]), np.array([-5, 0, -5])]).tolist()
    >>> one == same, one == other
    (True, False)
    """
    found: Array = np.zeros((), np.uint64)
    for key in keys:
        bits = [hash(each) for each in key] if key.dtype == np.object_ else key
        found = (found ^ np.asarray(bits).astype(np.uint64)) * MIXING
        found ^= found >> np.uint64(29)
    return found


def filled_in(words: Array) -> Array:
    """Where anything is in sets, a row of words each.

    >>> filled_in(np.array([[0, 4], [0, 0]])).tolist()
    [True, False]
    """
    found: Array = np.zeros(len(words), np.bool_)
    for word in words.T:
        found |= np.not_equal(word, 0)
    return found


def day_numbers(days: Array) -> Array:
    """Days of NumPy (`datetime64[D]`) as the days of this library.

    >>> day_numbers(np.array(["2024-02-29"], "datetime64[D]")).tolist()
    [20240229]
    """
    months = days.astype("datetime64[M]")
    number: Any = months.astype(np.int64)  # of months since January 1970
    of_month: Any = (days - months).astype(np.int64) + 1
    return cast(Array, day_of_parts(1970 + number // 12, number % 12 + 1, of_month))
