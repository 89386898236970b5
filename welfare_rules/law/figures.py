"""Figures of a merged jurisdiction.

Versions in the order of time, corrections explained, nothing of a parent overridden in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from welfare_rules.basics.days import LAST, Period, day_number, day_text
from welfare_rules.basics.numbers import Number, percent_text
from welfare_rules.basics.text import Words
from welfare_rules.document.models import FigureDoc, FigureVersionDoc
from welfare_rules.document.source import Origin
from welfare_rules.findings import nearest, nearest_id
from welfare_rules.language.nodes import FALSE, And, only_facts
from welfare_rules.language.types import BOOL, Entity, Kind, Type
from welfare_rules.law.dating import above, corrects_of, too_many
from welfare_rules.law.layers import FigureLayers, Layered, Merging, replaced_documents
from welfare_rules.law.model import Conflict, Figure, FigureVersion
from welfare_rules.law.reading import Typing, citation, named_text, words, written
from welfare_rules.law.terms import Formula
from welfare_rules.law.validity import Whole, condition, corrections, unordered
from welfare_rules.law.values import plain


def figures(
    typing: Typing, found: Mapping[str, FigureLayers], named: Mapping[str, Words]
) -> dict[str, Figure]:
    """Every figure of a jurisdiction with its versions; whatever is wrong goes to `typing`.

    `named` has the texts by which they call their units and authorities.
    """
    made = {key: _figure(typing, each, named) for key, each in found.items()}
    _references(typing.merging, made)
    return made


def type_of(found: FigureLayers) -> Type:
    """The type of a figure as its head declares it; a rate where none is declared."""
    return Type(Kind(found.head.item.type or "rate"))


def _figure(typing: Typing, found: FigureLayers, named: Mapping[str, Words]) -> Figure:
    merging, head = typing.merging, found.head.item
    origin = found.head.origin
    for name in ("label", "type"):
        if getattr(head, name) is None:
            merging.say("WR111", origin, key=True, want=name)
    kind = type_of(found).kind
    low = None if head.min is None else written(merging, head.min, kind, origin, "min")
    if low is None and kind in (Kind.MONEY, Kind.RATE, Kind.INT, Kind.MONTHS):
        low = 0
    high = None if head.max is None else written(merging, head.max, kind, origin, "max")
    if kind is Kind.BOOL:
        low, high = 0, 1
    conflicts: list[Conflict] = []
    versions: list[FigureVersion] = []
    for part in found.parts:
        conflicts.extend(_conflicts(merging, part, kind))
        before: FigureVersionDoc | None = None
        for place, version in enumerate(part.item.version):
            where = part.origin.child("version", place)
            out_of_order = before is not None and version.from_ < before.from_
            if before is not None and out_of_order and not _announced_late(part, version, before):
                merging.say("WR305", where, "from", day=version.from_, before=before.from_)
            before = version
            for made in _versions(typing, version, kind, part, where, found.head):
                _within(merging, made, Type(kind), low, high)
                versions.append(made)
    _among(merging, found.id, versions)
    in_time = sorted(
        versions, key=lambda each: (each.period.first, each.depth, each.period.announced)
    )
    return Figure(
        id=found.id,
        type=Type(kind),
        label=words(head.label),
        low=low,
        high=high,
        per=named_text(merging, head.per, named, origin, "per"),
        floor=_floor(found),
        review_by=head.review_by or 0,
        versions=tuple(in_time),
        origin=origin,
        set_by=named_text(merging, head.set_by, named, origin, "set_by"),
        note=" ".join(part.item.note for part in found.parts if part.item.note),
        jump=_jump(merging, found),
        conflicts=tuple(conflicts),
        source=citation(head.cite, found.head.document),
    )


def _announced_late(
    part: Layered[FigureDoc], version: FigureVersionDoc, before: FigureVersionDoc
) -> bool:
    """Whether a version may stand behind one that begins later: what was announced later, or
    corrects another, is appended wherever it belongs.
    """
    own, others = (part.document.announced(each.announced) for each in (version, before))
    late = own is not None and others is not None and own > others
    return late or version.corrects is not None


def _floor(found: FigureLayers) -> str:
    """The floor that the deepest layer above states; any layer may state one."""
    return next((part.item.floor for part in found.parts if part.item.floor), "")


def _jump(merging: Merging, found: FigureLayers) -> Number | None:
    """The share by which neighbouring versions may differ, as the deepest layer that speaks of it
    says.
    """
    part = next((each for each in reversed(found.parts) if each.item.jump is not None), None)
    return (
        None
        if part is None
        else written(merging, part.item.jump or "", Kind.RATE, part.origin, "jump")
    )


def _conflicts(merging: Merging, part: Layered[FigureDoc], kind: Kind) -> Iterable[Conflict]:
    for place, each in enumerate(part.item.conflict):
        where = part.origin.child("conflict", place)
        value = None if each.value is None else written(merging, each.value, kind, where, "value")
        source = citation(each.cite, part.document)
        assert source is not None
        yield Conflict(value, source, each.note or "", where)


def _versions(
    typing: Typing,
    version: FigureVersionDoc,
    kind: Kind,
    part: Layered[FigureDoc],
    where: Origin,
    head: Layered[FigureDoc],
) -> Iterable[FigureVersion]:
    """What a version of a file lays down: one value, or one for each kind of household.

    Of several, each but the last holds for its own households, and the last for all others.
    """
    if version.by is None and version.values is None:
        made = _version(typing, version, kind, part, where, head)
        return () if made is None else (made,)
    if version.by is None or version.values is None or version.value or version.share:
        why = Words(
            "by 和 values 一起写，代替 value", "by and values stand together, in place of value"
        )
        typing.merging.say("WR119", where, key=True, why=why)
        return ()
    fact = next(
        (
            each
            for each in typing.names.by_word.get(version.by, ())
            if each.what == "fact" and each.entity is Entity.HOUSEHOLD
        ),
        None,
    )
    choices = None if fact is None else typing.names.choices.get(fact.type.choice)
    if fact is None or choices is None:
        known = [
            word
            for word, several in typing.names.by_word.items()
            for each in several
            if each.entity is Entity.HOUSEHOLD and each.type.kind is Kind.CHOICE
        ]
        typing.merging.say("WR317", where, "by", got=version.by, nearest=nearest(version.by, known))
        return ()
    written_of = {choices.code(word): word for word in version.values}
    for word in version.values:
        if choices.code(word) is None:
            words_of = [said for each in choices.values for said in (each.zh, each.id)]
            typing.merging.say(
                "WR212",
                where.child("values", word),
                key=True,
                got=word,
                list=fact.zh,
                nearest=nearest(word, words_of),
            )
    for code, value in enumerate(choices.values):
        if code not in written_of:
            typing.merging.say("WR111", where, "values", key=True, want=f"{value.zh} ({value.id})")
    if set(written_of) != set(range(len(choices.values))):
        return ()
    limited = None if version.only_for is None else _only_for(typing, version.only_for, where)
    whole = Whole((part.document.id, where.path), limited)
    made_of: list[FigureVersion] = []
    for code, value in enumerate(choices.values):
        at = where.child("values", written_of[code])
        update = {"by": None, "values": None, "only_for": None}
        one = version.model_copy(update={**update, "value": version.values[written_of[code]]})
        made = _version(typing, one, kind, part, where, head, at)
        if made is None:
            continue
        own = None
        if limited is not None or code < len(choices.values) - 1:
            own = _only_for(typing, f"{fact.id} == {value.id}", where)
        only_for = own if limited is None or own is None else _both(limited, own)
        whom = Words(value.zh, value.en)
        made_of.append(replace(made, whom=whom, only_for=only_for, whole=whole))
    return made_of


def _both(limited: Formula, own: Formula) -> Formula:
    """For whom a version with a condition has the value of one kind of household."""
    return replace(
        limited, node=And(parts=(limited.node, own.node)), text=f"({limited.text}) and {own.text}"
    )


def _version(
    typing: Typing,
    version: FigureVersionDoc,
    kind: Kind,
    part: Layered[FigureDoc],
    where: Origin,
    head: Layered[FigureDoc],
    at: Origin | None = None,
) -> FigureVersion | None:
    """The version; `at` is where its value stands when that is not its key `value`."""
    merging = typing.merging
    if version.last_day is not None and version.last_day < version.from_:
        merging.say("WR304", where, "last_day", first=version.from_, then=version.last_day)
    if (version.value is None) == (version.share is None) or (version.share is None) != (
        version.of is None
    ):
        merging.say(
            "WR119",
            where,
            key=True,
            why=Words(
                "写 value，或者 share 和 of 一起写", "write value, or share together with of"
            ),
        )
        return None
    status, announced = (
        part.document.status(version.status),
        part.document.announced(version.announced),
    )
    for name, given in (("announced", announced), ("status", status)):
        if given is None:
            merging.say("WR111", where, key=True, want=name)
    value = (
        None
        if version.value is None
        else written(merging, version.value, kind, at or where.child("value"))
    )
    share = (
        None
        if version.share is None
        else written(merging, version.share, Kind.RATE, where, "share")
    )
    if (value is None and share is None) or status is None or announced is None:
        return None
    own = version.cite or part.item.cite
    # Who defines a figure in another document does not vouch for its values.
    if own is None and (head.item.cite is None or head.document is not part.document):
        merging.say("WR312", where, key=True, got=f"{where.path[1]}[{version.from_}]")
    source = (
        citation(own, part.document) if own is not None else citation(head.item.cite, head.document)
    )
    return FigureVersion(
        period=Period(
            day_number(version.from_),
            day_number(version.last_day) if version.last_day else LAST,
            day_number(announced),
        ),
        value=value,
        share=None if share is None else Fraction(share),
        of=version.of or "",
        status=status,
        source=source,
        document=part.document.id,
        depth=part.depth,
        origin=where,
        note=version.note or "",
        only_for=None if version.only_for is None else _only_for(typing, version.only_for, where),
        corrects=corrects_of(version.corrects),
        replaces=replaced_documents(version.replaces),
    )


def _only_for(typing: Typing, text: str, where: Origin) -> Formula:
    """The condition of a transitional version; one that is wrong holds for no case."""
    made = typing.formula(text, where, Entity.HOUSEHOLD, BOOL, "only_for")
    if made is not None and not only_facts(made.node):
        want = Words("只含家庭事项的条件", "a condition on facts of the household alone")
        typing.merging.say("WR203", where, "only_for", got=text, want=want)
    return made or Formula(FALSE, text, where.child("only_for"))


def _within(
    merging: Merging, version: FigureVersion, kind: Type, low: Number | None, high: Number | None
) -> None:
    """A value that leaves the declared bounds may be right all the same.

    One below 0 is not, unless the bounds say so.
    """
    share, value = version.share, version.value
    if share is not None and share < 0:
        merging.say("WR322", version.origin, "share", got=percent_text(share))
    if value is None or ((low is None or value >= low) and (high is None or value <= high)):
        return
    if value < 0 and low is not None and low >= 0:
        merging.say("WR322", version.origin, "value", got=plain(kind, value))
        return
    least, most = ("…" if each is None else plain(kind, each) for each in (low, high))
    merging.say("WR319", version.origin, "value", got=plain(kind, value), low=least, high=most)


def _among(merging: Merging, name: str, versions: list[FigureVersion]) -> None:
    """Adds the findings among the versions of a figure: of two of one day the later announced is a
    correction and names the one that it corrects; a value of a layer for days on which the parent
    has one names the document that it replaces.
    """
    if too_many(merging, [each.origin for each in versions], name):
        return
    of_day: dict[tuple[int, int], list[FigureVersion]] = {}
    for version in versions:
        of_day.setdefault((version.period.first, version.depth), []).append(version)
    gone = corrections(versions)
    for version in versions:
        beside = of_day[version.period.first, version.depth]
        named = version.corrects
        if named is not None:
            _correction(merging, version, versions, gone)
        elif any(_unexplained(version, each, gone) for each in beside if each is not version):
            day = day_text(version.period.first)
            merging.say("WR303", version.origin, "from", got=name, day=day)
        for replaced in version.replaces:
            if not any(
                each.document == replaced and each.depth <= version.depth and each is not version
                for each in versions
            ):
                merging.say("WR302", version.origin, "replaces", got=replaced, what=name)
        before, later = above(version, versions)
        if not version.replaces and before:
            document, day = before[0].document, before[0].period.first
            merging.say("WR318", version.origin, "from", other=document, day=day)
        elif not version.replaces and later:
            merging.say("WR347", version.origin, "from", got=name, other=later[0].document)
    for late, early in unordered(versions):
        merging.say("WR346", late.origin, "from", got=name, other=day_text(early.period.first))


def _correction(
    merging: Merging,
    version: FigureVersion,
    versions: list[FigureVersion],
    gone: Mapping[int, FigureVersion],
) -> None:
    """A correction names a version that is there and was announced before it."""
    named = version.corrects
    assert named is not None
    found = gone.get(id(version))
    if found is None:
        shown = day_text(named.announced) if named.announced else "?"
        merging.say("WR306", version.origin, "corrects", day=shown)
        return
    why: Words | None = None
    if version.period.announced <= found.period.announced:
        why = Words(
            "更正要在所更正的版本之后公布", "a correction is announced after what it corrects"
        )
    elif any(
        each.period.announced == version.period.announced
        and gone.get(id(each)) is found
        and version.origin.path > each.origin.path
        for each in versions
        if each is not version
    ):
        why = Words(
            "同一天公布了两个更正，不知以哪一个为准",
            "two corrections are announced on one day, and neither is the later",
        )
    if why is not None:
        day = day_text(version.period.announced)
        merging.say("WR341", version.origin, "announced", day=day, why=why)


def _unexplained(
    one: FigureVersion, other: FigureVersion, gone: Mapping[int, FigureVersion]
) -> bool:
    """Whether a version stands beside an earlier one of the same day and does not say that it
    corrects it.
    """
    return (
        one.period.first == other.period.first
        and one.depth == other.depth
        and condition(one) == condition(other)
        and gone.get(id(other)) is not one
        and _later(one, other)
        and other.document not in one.replaces
    )


def _later(one: FigureVersion, other: FigureVersion) -> bool:
    """Which of two versions of a day has to explain itself.

    The later announced, or the later written.
    """
    if one.period.announced != other.period.announced:
        return one.period.announced > other.period.announced
    return one.origin.path > other.origin.path


def _references(merging: Merging, numbers: Mapping[str, Figure]) -> None:
    """`of` and `floor` name figures."""
    labels = {each.id: each.label for each in numbers.values()}
    for figure in numbers.values():
        if figure.floor and figure.floor not in numbers:
            merging.say(
                "WR317",
                figure.origin,
                "floor",
                got=figure.floor,
                nearest=nearest_id(figure.floor, labels),
            )
        for version in figure.versions:
            if version.of and version.of not in numbers:
                merging.say(
                    "WR317",
                    version.origin,
                    "of",
                    got=version.of,
                    nearest=nearest_id(version.of, labels),
                )
