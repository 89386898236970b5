"""From what a file writes of days to a version's validity, and what is wrong among versions.

Where no day is written, a clause lives with its benefit where its document defines the benefit, and
with its document elsewhere. What is defined first holds always; what replaces, amends or drops is
dated, by its own `from` or by its document. What was announced is known from its own `announced`,
else its document's, else from the day on which the document was issued.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, TypedDict, cast

from welfare_rules.basics.days import FIRST, LAST, Period, day_number, day_text, shift
from welfare_rules.document.parts import CorrectsDoc
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.law.layers import Layered, Merging, grouped, listed, replaced_documents
from welfare_rules.law.validity import Corrects, Dated, Version, corrections, ties, unordered

MOST_VERSIONS: Final = 1000
"""As many versions as one name has; each is compared with those beside it."""

Living = Literal["always", "with its benefit", "with its document"]


class Dating(TypedDict):
    """The fields of `Dated` as a file states them."""

    period: Period
    depth: int
    document: str
    replaces: tuple[str, ...]
    corrects: Corrects | None
    dropped: bool


def dating(
    merging: Merging,
    entry: Layered[Any],
    living: Living,
    replaces: str | tuple[str, ...] | None = None,
) -> Dating:
    """The validity of an entry that lives, where it says nothing else, as `living` says.

    `replaces` is what the table around it replaces, where it does not say so itself.
    """
    item, document = entry.item, entry.document
    first, last = getattr(item, "from_", None), getattr(item, "last_day", None)
    if first is not None and last is not None and last < first:
        merging.say("WR304", entry.origin, "last_day", first=first, then=last)
    replaces = getattr(item, "replaces", None) or replaces
    dropped = bool(getattr(item, "drop", False))
    if replaces is not None or dropped:
        living = "with its document"
    with_document = living == "with its document"
    start = day_number(document.content.document.in_force) if with_document else FIRST
    end, earlier = life(merging, document, living, last)
    return Dating(
        period=Period(
            day_number(first) if first else start,
            end,
            known_from(merging, item, document, living),
            earlier,
        ),
        depth=entry.depth,
        document=document.id,
        replaces=replaced_documents(replaces),
        corrects=corrects_of(getattr(item, "corrects", None)),
        dropped=dropped,
    )


def life(
    merging: Merging,
    document: Document,
    living: Living,
    own: datetime.date | None = None,
    replaced: bool = True,
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The last day of a clause of a document, and what it was as far as was known before:
    a prolongation and a document that takes its place are known from their own announcement.

    `own` is the last day that a clause states for itself. Without `replaced` a document that takes
    its place ends nothing: what the document defines stays.
    """
    head = document.content.document
    end, earlier = LAST, ()
    if own is not None:
        end = day_number(own)
    elif living == "with its document" and (until := head.prolonged_until or head.valid_until):
        end = day_number(until)
        if head.prolonged_announced is not None and head.valid_until is not None:
            earlier = ((day_number(head.prolonged_announced), day_number(head.valid_until)),)
    if living != "always" and replaced:
        for each in merging.replacing(document.id):
            before = shift(day_number(each.content.document.in_force), -1)
            if before < end:
                known = known_from(merging, None, each, "with its document")
                if known > FIRST:
                    earlier = (*(one for one in earlier if one[0] < known), (known, end))
                end = before
    return end, earlier


def known_from(merging: Merging, item: object, document: Document, living: Living) -> int:
    """The day from which something is known, and the document noted that should state one."""
    day = announced(item, document, living)
    if day == FIRST and living == "with its document":
        merging.unannounced.add(document.id)
    return day


def announced(item: object, document: Document, living: Living) -> int:
    """The day from which something is known; FIRST where no day is stated.

    What holds always has always been known. What lives with its benefit is known with it: where a
    layer below has had the benefit before, its own document says since when.
    """
    own: datetime.date | None = getattr(item, "announced", None)
    if own is not None:
        return day_number(own)
    day = document.announced(None) or document.content.document.issued
    return FIRST if day is None or living != "with its document" else day_number(day)


def corrects_of(written: datetime.date | bool | CorrectsDoc | None) -> Corrects | None:
    """What a version says that it corrects."""
    if isinstance(written, CorrectsDoc):
        first = None if written.from_ is None else day_number(written.from_)
        return Corrects(day_number(written.announced), first)
    if isinstance(written, datetime.date):
        return Corrects(day_number(written))
    return Corrects(0) if written else None


def too_many(merging: Merging, origins: Sequence[Origin], name: str) -> bool:
    """Whether a name has more versions than are compared with one another, which is told."""
    if len(origins) <= MOST_VERSIONS:
        return False
    merging.say("WR124", origins[MOST_VERSIONS], "from", got=name, limit=MOST_VERSIONS)
    return True


def every_version(
    merging: Merging, section: str, made: Callable[[Layered[Any]], Version | None]
) -> list[Version]:
    """All versions of all entries of a top-level list, name by name, as `made` makes each of them.

    Findings among the versions of a name are added where every one of them could be made.
    """
    found: list[Version] = []
    entries = cast(Iterable[Layered[Any]], listed(merging, section))
    for group in grouped(entries, lambda each: each.id):
        kept = [each for each in map(made, group) if each is not None]
        if len(kept) == len(group):
            among_versions(merging, group, kept, section)
        found.extend(kept)
    return found


def among_versions(
    merging: Merging,
    entries: Sequence[Layered[Any]],
    versions: Sequence[Version],
    what: str,
    written: Sequence[Layered[Any]] = (),
) -> None:
    """Adds the findings among the versions of one name: a replacement or correction of nothing, a
    rule of a parent overridden in silence, two of which nothing says which comes first.

    `written` are all that are there to be replaced, where some of them make no version.
    """
    if len(entries) == 1 and not versions[0].replaces and versions[0].corrects is None:
        return
    if entries and too_many(merging, [each.origin for each in entries], name_of(entries[0])):
        return
    pairs = list(zip(entries, versions, strict=True))
    before = corrections(versions)
    for entry, version in pairs:
        name = name_of(entry)
        if version.corrects is not None and id(version) not in before:
            day = version.corrects.announced
            shown = day_text(day) if day else "?"
            merging.say("WR306", entry.origin, "corrects", day=shown)
        if version.replaces:
            gone = {
                each.document.id
                for each in written or entries
                if each.depth <= version.depth and each.origin is not entry.origin
            }
            for document in version.replaces:
                if document not in gone:
                    merging.say("WR302", entry.origin, "replaces", got=document, what=name)
        if version.replaces or version.dropped:
            continue
        over, later = above(version, versions)
        if over:
            merging.say("WR301", entry.origin, "id", got=name, other=over[0].document)
        for other in dict.fromkeys(each.document for each in later):
            merging.say("WR347", entry.origin, "id", got=name, other=other)
    for one, other in ties(versions):
        entry = next(
            each for each, version in reversed(pairs) if version is one or version is other
        )
        if what == "version":
            first, second = day_of(one), day_of(other)
            merging.say("WR316", entry.origin, key=True, first=first, second=second)
        else:
            merging.say("WR321", entry.origin, "id", what=what, got=name_of(entry))
    for late, early in unordered(versions):
        entry = next(each for each, version in pairs if version is late)
        merging.say("WR346", entry.origin, "from", got=name_of(entry), other=day_of(early))


def following(versions: Sequence[Version]) -> list[Version]:
    """The versions of a name, where one document writes a version up to the eve of the next and
    announces the next later: that the first ends is known with the next, and until then it runs on.
    """
    made: list[Version] = []
    begin: dict[tuple[str, int], list[int]] = {}
    for each in versions:
        begin.setdefault((each.document, each.period.first), []).append(each.period.announced)
    for each in versions:
        period = each.period
        if period.last == LAST:
            made.append(each)
            continue
        after = begin.get((each.document, shift(period.last, 1)), ())
        known = [day for day in after if day > period.announced]
        if known and not period.earlier:
            period = replace(period, earlier=((min(known), LAST),))
            each = replace(each, period=period)
        made.append(each)
    return made


def name_of(entry: Layered[Any]) -> str:
    """The id that an entry has, or that of the table it stands in."""
    return getattr(entry.item, "id", None) or str(entry.origin.path[1])


def above(version: Version, versions: Sequence[Version]) -> tuple[list[Version], list[Version]]:
    """The versions of layers above that meet a version: those that it should have named, and those
    that are known to have been announced after it, which it could not name.
    """
    meeting = [
        each
        for each in versions
        if each.depth < version.depth and each.period.overlaps(version.period)
    ]
    own = version.period.announced
    before = [each for each in meeting if not FIRST < own < each.period.announced]
    return before, [each for each in meeting if FIRST < own < each.period.announced]


def day_of(version: Dated) -> str:
    """The day from which a version holds, as a file writes it."""
    return day_text(version.period.first)
