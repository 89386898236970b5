"""The known name that a wrong one comes nearest to: the way out that a message offers."""

from __future__ import annotations

import difflib
import heapq
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping

Hint = Callable[[], str]
"""Looks for the name that was perhaps meant, or finds nothing; put off until it is to be told."""
ALIKE = 0.55
LONGEST = 60  # letters of a name that is compared: it takes the square of that
MOST_COMPARED = 200  # of more names those that share the most pairs of letters with the wrong one


def nearest(name: str, known: Iterable[str], alike: float = ALIKE) -> Hint:
    """What looks for the known name most like this one.

    >>> nearest("binhia", ["binhai", "dafeng"])()
    'binhai'
    """
    names = known if isinstance(known, Collection) else tuple(known)
    return lambda: closest(name, names, alike)


def nearest_id(got: str, known: Mapping[str, object]) -> Hint:
    """What looks for the id that a name comes nearest to, by the ids and by their labels in both
    languages. A label is anything with `zh` and `en`.

    >>> from welfare_rules.basics.text import Words
    >>> nearest_id("urban household", {"urban": Words("城镇居民", "urban households")})()
    'urban'
    """
    return lambda: _closest_id(got, known)


def _closest_id(got: str, known: Mapping[str, object]) -> str:
    ids: dict[str, str] = {}
    for each, label in known.items():
        for name in (each, getattr(label, "zh", ""), getattr(label, "en", "")):
            if name:
                ids.setdefault(name, each)
    return ids.get(closest(got, ids), "")


def closest(name: str, known: Iterable[str], alike: float = ALIKE) -> str:
    """The name most like this one, or nothing; the same in other letters before all. Long names,
    which nobody types, are not compared.

    >>> closest("DIBAO", ["dibao", "dibao_edge"])
    'dibao'
    """
    names = sorted({each for each in known if len(each) <= LONGEST})
    if len(name) > LONGEST:
        return ""
    folded = {candidate.casefold(): candidate for candidate in names}
    if name.casefold() in folded:
        return folded[name.casefold()]
    if len(names) > MOST_COMPARED:
        wrong = _pairs(name)
        names = heapq.nlargest(MOST_COMPARED, names, key=lambda each: len(wrong & _pairs(each)))
    close = difflib.get_close_matches(name, names, 1, alike)
    return close[0] if close else ""


def _pairs(name: str) -> set[str]:
    """The letters of a name that stand beside one another, two by two."""
    return {*map("".join, itertools.pairwise(name))}
