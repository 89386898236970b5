"""Which of several versions of one name is the law on a day, as known on another.

Everything dated goes through `candidates`: figures, formulas, keys of a benefit, clauses, incomes,
exemptions, circles, carries, recoveries. So what begins later never changes what was before, what
was announced later is not known earlier, and what ends gives way to what it stood on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

from welfare_rules.basics.days import FIRST, Period
from welfare_rules.law.terms import Formula


@dataclass(frozen=True, slots=True)
class Corrects:
    """The version that a correction replaces.

    Its day of announcement (0 where the file names none: the only one of the same beginning), and
    where one day has several its beginning.
    """

    announced: int
    first: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One version of something that the law lays down: when it is the law, and before which others.

    `depth` is that of its layer (0 is the nation) and `document` the file's id. `replaces` are the
    documents for whose versions it stands knowingly. A version that is `dropped` says that there is
    nothing of its name.
    """

    period: Period = field(default_factory=Period)
    depth: int = 0
    document: str = ""
    replaces: tuple[str, ...] = ()
    corrects: Corrects | None = None
    only_for: Formula | None = None
    dropped: bool = False


Version = TypeVar("Version", bound=Dated)


@dataclass(frozen=True, slots=True)
class Rank:
    """The order of versions that are in force: the greater comes first."""

    depth: int
    first: int
    conditional: bool
    announced: int
    replaces: bool

    def key(self) -> tuple[int, int, bool, int, bool]:
        return self.depth, self.first, self.conditional, self.announced, self.replaces


def corrected(version: Version, versions: Iterable[Version]) -> Version | None:
    """What a version corrects among the versions of its name; None where it corrects nothing.

    Where several were announced on the day and none is named, it is the one of the same beginning.
    """
    named = version.corrects
    if named is None:
        return None
    first = version.period.first
    beside = [each for each in versions if each is not version and each.depth == version.depth]
    if named.announced == 0:
        found = [each for each in beside if each.period.first == first and each.corrects is None]
    else:
        found = [each for each in beside if each.period.announced == named.announced]
        found = [each for each in found if named.first in (None, each.period.first)]
        if len(found) > 1:
            found = [each for each in found if each.period.first == first]
    if len(found) > 1:  # of one day for some cases and for others
        same = [each for each in found if condition(each) == condition(version)]
        conditional = version.only_for is None
        found = same or [each for each in found if (each.only_for is None) == conditional]
    return found[0] if len(found) == 1 else None


def condition(version: Dated) -> str:
    """For which cases a version is, as its file writes it; nothing where it is for all."""
    return "" if version.only_for is None else version.only_for.text


def rank(version: Version, versions: Sequence[Version]) -> Rank:
    """Deeper layer first; then the later beginning; of one day, a version for some cases before the
    one for all; then the later announcement. A correction has the rank of what it corrects.
    """
    root, seen = version, [version]
    while (before := corrected(root, versions)) is not None and before not in seen:
        root = before
        seen.append(root)
    first, announced = root.period.first, root.period.announced
    return Rank(root.depth, first, root.only_for is not None, announced, bool(root.replaces))


def visible(versions: Sequence[Version], known: int) -> list[Version]:
    """The versions announced by a day, less those that a correction known by then replaces."""
    announced = [each for each in versions if each.period.announced <= known]
    if all(each.corrects is None for each in announced):
        return announced
    gone = [id(found) for each in announced if (found := corrected(each, versions)) is not None]
    return [each for each in announced if id(each) not in gone]


def candidates(versions: Sequence[Version], day: int, known: int) -> tuple[Version, ...]:
    """The versions that may be the law on a day as known on another, the first to be tried first.

    The first whose `only_for` holds is the law; the last of them has none, unless there is no
    version for all. A dropped version counts: behind it there is nothing.
    """
    if len(versions) == 1:  # the usual case, without a search
        return tuple(each for each in versions if each.period.holds(day, known))
    there = [each for each in visible(versions, known) if each.period.holds(day, known)]
    there.sort(key=lambda each: rank(each, versions).key(), reverse=True)
    found: list[Version] = []
    for each in there:
        found.append(each)
        if each.only_for is None:
            break
    return tuple(found)


def in_force(versions: Sequence[Version], day: int, known: int) -> Version | None:
    """The version for all cases on a day as known on another; None where there is none."""
    found = [each for each in candidates(versions, day, known) if each.only_for is None]
    return None if not found or found[0].dropped else found[0]


def overtaken(version: Version, versions: Sequence[Version], day: int, known: int) -> bool:
    """Whether a layer above announced something later that the version does not name.

    It stays the law, but no layer below has confirmed it yet: what rests on it is provisional. It
    cannot be told of a version whose day of announcement is not known.
    """
    if version.period.announced == FIRST:
        return False
    return any(
        each.depth < version.depth
        and each.period.announced > version.period.announced
        and each.document not in version.replaces
        and each.period.holds(day, known)
        for each in visible(versions, known)
    )


def ties(versions: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Pairs of which nothing says which comes first though both can be in force on one day; for
    each version the first before it of which that is so.
    """
    found: list[tuple[Version, Version]] = []
    of_rank: dict[object, list[Version]] = {}
    for other in versions:
        key = rank(other, versions).key(), condition(other)
        beside = of_rank.setdefault(key, [])
        for one in beside:
            if _meet(one, other) and not _corrects(one, other, versions):
                found.append((one, other))
                break
        beside.append(other)
    return found


def _corrects(one: Version, other: Version, versions: Sequence[Version]) -> bool:
    """Whether one of two replaces the other, directly or in steps."""
    for later, earlier in ((one, other), (other, one)):
        root: Version | None = later
        for _ in versions:
            root = None if root is None else corrected(root, versions)
            if root is earlier:
                return True
    return False


def _meet(one: Version, other: Version) -> bool:
    return one.period.overlaps(other.period)


def unordered(versions: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Pairs (later, earlier) of one layer in which the one announced later begins earlier, and both
    run on: nobody can say whether the earlier one's later beginning is meant to overtake it. For
    each later one the first such earlier one.
    """
    by_first = sorted(versions, key=lambda each: each.period.first)
    announced = [each.period.announced for each in by_first]
    # of all that begin as late or later the earliest announcement
    earliest = list(accumulate(reversed(announced), min))[::-1]
    begins = [each.period.first for each in by_first]
    found: list[tuple[Version, Version]] = []
    for late in versions:
        behind = bisect_right(begins, late.period.first)
        if behind == len(begins) or earliest[behind] >= late.period.announced:
            continue  # whatever begins later was announced later, as nearly always
        early = next((each for each in versions if _runs_past(late, each, versions)), None)
        if early is not None:
            found.append((late, early))
    return found


def _runs_past(late: Version, early: Version, versions: Sequence[Version]) -> bool:
    return (
        late.depth == early.depth
        and late.period.announced > early.period.announced
        and late.period.first < early.period.first
        and late.period.last >= early.period.last
        and (late.only_for is None) == (early.only_for is None)
        and not _corrects(late, early, versions)
    )
