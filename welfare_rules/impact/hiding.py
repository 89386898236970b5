"""Which numbers of a report are not shown, so that nobody is found out by a small one.

A number from 1 to below the least that may be told is hidden. What could be worked out from the
sums in which it stands is no secret: so further numbers are hidden, the smallest first, until
no hidden one follows from what is shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Sum = tuple[Key, ...]
"""A total and its parts: the first is the sum of the others."""


def hidden(counts: Mapping[Key, int], sums: Sequence[Sum[Key]], least: int) -> frozenset[Key]:
    """The numbers that must not be shown.

    `counts` has how many are behind each number, itself where it counts, for amounts those whose
    amount changes; a number behind which nobody stands hides nothing. Numbers of `sums` that are
    not among the counts are known to everybody and cannot be hidden.

    >>> counts = {"all": 103, "a": 100, "b": 3, "c": 0}
    >>> sorted(hidden(counts, [("all", "a", "b", "c")], 5))
    ['a', 'b']
    """
    gone = {key for key, count in counts.items() if 0 < count < least}
    while (also := _follows(gone, counts, sums, least)) is not None:
        gone.add(also)
    return frozenset(gone)


def _follows(
    gone: set[Key], counts: Mapping[Key, int], sums: Sequence[Sum[Key]], least: int
) -> Key | None:
    """A number to hide besides, or None where nothing more has to be."""
    exposed = worked_out(gone, sums)
    for each in sums:
        inside = [key for key in each if key in gone]
        together = sum(counts[key] for key in inside if key != each[0])
        too_few = each[0] not in gone and 0 < together < least
        if not too_few and not exposed & set(inside):
            continue
        open_ = [key for key in each if key in counts and key not in gone and counts[key]]
        parts = [key for key in open_ if key != each[0]] or open_
        if parts:
            return min(parts, key=lambda key: (counts[key], str(key)))
    return None


def worked_out(gone: set[Key], sums: Sequence[Sum[Key]]) -> frozenset[Key]:
    """The hidden numbers that the sums give away: each follows from what is shown.

    Exactly: the sums are linear equations, reduced to those from which a hidden number stands
    alone.

    >>> sums = [("all", "a", "b")]
    >>> sorted(worked_out({"a"}, sums)), sorted(worked_out({"a", "b"}, sums))
    (['a'], [])
    """
    unknown = sorted(gone, key=str)
    rows: list[dict[Key, Fraction]] = []
    for total, *parts in sums:
        row: dict[Key, Fraction] = {}
        for key, sign in ((total, -1), *((each, 1) for each in parts)):
            if key in gone:
                row[key] = row.get(key, Fraction(0)) + sign
        rows.append({key: value for key, value in row.items() if value})
    reduced = _reduced(rows, unknown)
    return frozenset(next(iter(row)) for row in reduced if len(row) == 1)


def _reduced(rows: list[dict[Key, Fraction]], unknown: Sequence[Key]) -> list[dict[Key, Fraction]]:
    """The equations in reduced row echelon form, without those that say nothing."""
    rest, made = [row for row in rows if row], list[dict[Key, Fraction]]()
    for key in unknown:
        pivot = next((row for row in rest if key in row), None)
        if pivot is None:
            continue
        rest.remove(pivot)
        lead = pivot[key]
        pivot = {each: value / lead for each, value in pivot.items()}
        rest = [less for row in rest if (less := _without(row, pivot, key))]
        made = [_without(row, pivot, key) for row in made]
        made.append(pivot)
    return made


def _without(row: dict[Key, Fraction], pivot: dict[Key, Fraction], key: Key) -> dict[Key, Fraction]:
    factor = row.get(key)
    if factor is None:
        return row
    made = dict(row)
    for each, value in pivot.items():
        left = made.get(each, Fraction(0)) - factor * value
        if left:
            made[each] = left
        else:
            made.pop(each, None)
    return made
