"""Which version of a name is the law, as docs/format.md says it ("Days of rules").

Days are whole numbers YYYYMMDD, 0 for always known or always in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NO_END = 99991231


@dataclass(frozen=True, eq=False)
class Version:
    """One version of a name as one file of one layer states it."""

    item: dict[str, Any]
    place: tuple[Any, ...]  # the id of the document and the keys that lead to it
    depth: int
    first: int = 0
    last: int = NO_END
    announced: int = 0
    corrects: int = 0  # the day of announcement of what it corrects
    conditional: bool = False
    dropped: bool = False


def corrected(version: Version, versions: Sequence[Version]) -> Version | None:
    """What a version corrects: that of its layer which was announced on the day that it names."""
    if not version.corrects:
        return None
    found = [
        each
        for each in versions
        if each is not version
        and each.depth == version.depth
        and each.announced == version.corrects
        and each.conditional == version.conditional
    ]
    same = [each for each in found if each.first == version.first]
    return (same if len(found) > 1 else found or [None])[0]


def in_order(versions: Sequence[Version], day: int, known: int) -> list[Version]:
    """The versions that may be the law of a day as known on another, the first to be tried first."""
    heard = [each for each in versions if each.announced <= known]
    gone = [corrected(each, versions) for each in heard]
    there = [
        each
        for each in heard
        if each.first <= day <= each.last and not any(each is other for other in gone)
    ]

    def rank(version: Version) -> tuple[int, int, bool, int, bool]:
        root = version
        while (before := corrected(root, versions)) is not None:
            root = before
        replaces = bool(root.item.get("replaces"))
        return root.depth, root.first, root.conditional, root.announced, replaces

    return sorted(there, key=rank, reverse=True)


def in_force(versions: Sequence[Version], day: int, known: int) -> Version | None:
    """The version for all cases; None where there is none, or where it says that there is none."""
    found = [each for each in in_order(versions, day, known) if not each.conditional]
    return None if not found or found[0].dropped else found[0]
