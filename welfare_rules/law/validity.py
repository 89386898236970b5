"""Which of several versions of one name is the law on a day, as known on another.

Everything dated goes through `candidates`: figures, formulas, keys of a benefit, clauses, incomes,
exemptions, circles, carries, recoveries. So what begins later never changes what was before, what
was announced later is not known earlier, and what ends gives way to what it stood on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Whole:
    """What is written as one version, though it lays down a value for each kind of household: where
    it stands, and for which cases all of it is.
    """

    where: object
    only_for: Formula | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One version of something that the law lays down: when it is the law, and before which others.

    `depth` is that of its layer (0 is the nation) and `document` the file's id. `replaces` are the
    documents for whose versions it stands knowingly. A version that is `dropped` says that there is
    nothing of its name. `whole` is what it is a part of, as it is written.
    """

    period: Period = field(default_factory=Period)
    depth: int = 0
    document: str = ""
    replaces: tuple[str, ...] = ()
    corrects: Corrects | None = None
    only_for: Formula | None = None
    dropped: bool = False
    whole: Whole | None = None


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
    Of a version that is written with a value for each kind of household it is the last of them,
    which stands for all.
    """
    named = version.corrects
    if named is None:
        return None
    first = version.period.first
    wholes = {_whole(each): each for each in versions if each.depth == version.depth}
    beside = [each for whole, each in wholes.items() if whole != _whole(version)]
    if named.announced == 0:
        found = [each for each in beside if each.period.first == first and each.corrects is None]
    else:
        found = [each for each in beside if each.period.announced == named.announced]
        found = [each for each in found if named.first in (None, each.period.first)]
        if len(found) > 1:
            found = [each for each in found if each.period.first == first]
    if len(found) > 1:  # of one day for some cases and for others
        own = _limit(version)
        same = [each for each in found if _text(_limit(each)) == _text(own)]
        found = same or [each for each in found if (_limit(each) is None) == (own is None)]
    return found[0] if len(found) == 1 else None


def corrections(versions: Sequence[Version]) -> dict[int, Version]:
    """What each version corrects, by the `id()` of the one that corrects; each is compared only
    with those of the day that it names.
    """
    if all(each.corrects is None for each in versions):
        return {}
    of_day: dict[tuple[bool, int, int], list[Version]] = {}
    for each in versions:
        of_day.setdefault((True, each.depth, each.period.announced), []).append(each)
        of_day.setdefault((False, each.depth, each.period.first), []).append(each)
    made: dict[int, Version] = {}
    for each in versions:
        if (named := each.corrects) is not None:
            day = named.announced or each.period.first
            beside = of_day.get((named.announced != 0, each.depth, day), ())
            if (found := corrected(each, beside)) is not None:
                made[id(each)] = found
    return made


def condition(version: Dated) -> str:
    """For which cases a version is, as its file writes it; nothing where it is for all."""
    return _text(version.only_for)


def _text(formula: Formula | None) -> str:
    return "" if formula is None else formula.text


def _limit(version: Dated) -> Formula | None:
    """For which cases all of that is of which a version is a part."""
    return version.only_for if version.whole is None else version.whole.only_for


def _whole(version: Dated) -> object:
    """What a version is a part of as it is written; itself where it is all of it."""
    return id(version) if version.whole is None else version.whole.where


def rank(version: Version, before: Mapping[int, Version]) -> Rank:
    """Deeper layer first; then the later beginning; of one day, a version for some cases before the
    one for all; then the later announcement. A correction has the rank of what it corrects, which
    is looked up in `before`, made by `corrections`.
    """
    root = [version, *_before(version, before)][-1]
    first, announced = root.period.first, root.period.announced
    return Rank(root.depth, first, _limit(root) is not None, announced, bool(root.replaces))


def _before(version: Version, before: Mapping[int, Version]) -> list[Version]:
    """What a version corrects, what that corrects, and so on, each once."""
    found: list[Version] = []
    seen = {id(version)}
    root = before.get(id(version))
    while root is not None and id(root) not in seen:
        found.append(root)
        seen.add(id(root))
        root = before.get(id(root))
    return found


def visible(versions: Sequence[Version], known: int) -> list[Version]:
    """The versions announced by a day, less those that a correction known by then replaces."""
    announced = [each for each in versions if each.period.announced <= known]
    if all(each.corrects is None for each in announced):
        return announced
    before = corrections(versions)
    gone = {_whole(before[id(each)]) for each in announced if id(each) in before}
    return [each for each in announced if _whole(each) not in gone]


def candidates(versions: Sequence[Version], day: int, known: int) -> tuple[Version, ...]:
    """The versions that may be the law on a day as known on another, the first to be tried first.

    The first whose `only_for` holds is the law; the last of them has none, unless there is no
    version for all. A dropped version counts: behind it there is nothing.
    """
    if len(versions) == 1:  # the usual case, without a search
        return tuple(each for each in versions if each.period.holds(day, known))
    there = [each for each in visible(versions, known) if each.period.holds(day, known)]
    if len(there) > 1:
        before = corrections(versions)
        there.sort(key=lambda each: rank(each, before).key(), reverse=True)
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
    before = corrections(versions)
    later = _later(versions, before)
    for other in versions:
        key = rank(other, before).key(), condition(other)
        beside = of_rank.setdefault(key, [])
        line = _line(other, before, later)
        for one in beside:
            if _whole(one) not in line and _meet(one, other):
                found.append((one, other))
                break
        beside.append(other)
    return found


def _later(
    versions: Sequence[Version], before: Mapping[int, Version]
) -> dict[object, list[Version]]:
    """What corrects each version, by the whole of the one that is corrected."""
    later: dict[object, list[Version]] = {}
    for each in versions:
        if id(each) in before:
            later.setdefault(_whole(before[id(each)]), []).append(each)
    return later


def _line(
    version: Version, before: Mapping[int, Version], later: Mapping[object, Sequence[Version]]
) -> set[object]:
    """The whole of each version that one replaces or that replaces it, directly or in steps."""
    line = {_whole(each) for each in _before(version, before)}
    open_ = [version]
    seen = {_whole(version)}
    while open_:
        for each in later.get(_whole(open_.pop()), ()):
            if _whole(each) not in seen:
                seen.add(_whole(each))
                open_.append(each)
    return line | (seen - {_whole(version)})


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
    before = corrections(versions)
    later = _later(versions, before)
    for late in versions:
        behind = bisect_right(begins, late.period.first)
        if behind == len(begins) or earliest[behind] >= late.period.announced:
            continue  # whatever begins later was announced later, as nearly always
        line = _line(late, before, later)
        early = next(
            (each for each in versions if _whole(each) not in line and _runs_past(late, each)), None
        )
        if early is not None:
            found.append((late, early))
    return found


def _runs_past(late: Version, early: Version) -> bool:
    return (
        late.depth == early.depth
        and late.period.announced > early.period.announced
        and late.period.first < early.period.first
        and late.period.last >= early.period.last
        and (late.only_for is None) == (early.only_for is None)
    )
