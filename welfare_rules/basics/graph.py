"""What is reached from what, in any mapping of names to the names that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def reached(edges: Mapping[str, Iterable[str]], names: Iterable[str]) -> frozenset[str]:
    """The names to which some names lead, directly or by way of others; they themselves are among
    them only where a way leads round.

    >>> sorted(reached({"a": ["b"], "b": ["c"], "c": ["b"]}, ["a"]))
    ['b', 'c']
    """
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        for each in edges.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def with_reached(edges: Mapping[str, Iterable[str]], names: Iterable[str]) -> frozenset[str]:
    """Some names and all to which they lead."""
    held = frozenset(names)
    return held | reached(edges, held)
