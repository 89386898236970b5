"""Facts, choices and figures of a merged jurisdiction: declared values become exact, and what does not fit is reported in its place."""

from __future__ import annotations

import datetime
from fractions import Fraction

from welfare_rules.document.models import ChoiceValueDoc, Cite, FactDoc, FigureDoc, FigureVersionDoc
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.language.names import ChoiceList, ChoiceValue
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.program import layers
from welfare_rules.program.law import FIRST, LAST, Citation, Fact, Figure, FigureVersion, Number, Period, Words
from welfare_rules.program.layers import FigureLayers, Layered, Merging
from welfare_rules.program.values import NotAValue, WrongKind, Written, day_number, number

EARLIEST, LATEST = 19000101, 21991231  # days that a fact of a living case can have, unless the vocabulary says otherwise


def words(text: object) -> Words:
    return Words(getattr(text, "zh", ""), getattr(text, "en", ""))


def citation(cite: Cite | None, document: Document) -> Citation | None:
    """A source; a cite without a document speaks of the file's own."""
    if cite is None:
        return None
    return Citation(cite.document or document.content.document.title.zh, cite.article or "", cite.quote or "", cite.url or "")


def written(merging: Merging, value: Written, kind: Kind, origin: Origin, *path: str | int) -> Number | None:
    """The exact number of a written value, or a finding where it stands."""
    try:
        return number(value, kind)
    except NotAValue as error:
        merging.say("WR116", origin, *path, got=value, why_zh=error.zh, why_en=error.en)
    except WrongKind:
        zh, en = Type(kind).words()
        merging.say("WR112", origin, *path, want_zh=zh, want_en=en, got=_shown(value))
    return None


def _shown(value: Written) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def choices(merging: Merging) -> dict[str, ChoiceList]:
    """Closed lists: shared ones by their id, a fact's own list by the fact's id."""
    made: dict[str, ChoiceList] = {}
    for _, document in merging.documents():
        for key, item in document.content.choice.items():
            origin = Origin(document.source, ("choice", key))
            if key in made:
                merging.say("WR314", origin, key=True, got=key, other=document.id)
            made[key] = _choice_list(merging, key, item.values, origin)
        for key, fact in document.content.fact.items():
            if fact.type == "choice" and fact.values:
                made[key] = _choice_list(merging, key, fact.values, Origin(document.source, ("fact", key)))
    return made


def _choice_list(merging: Merging, key: str, values: tuple[ChoiceValueDoc, ...], origin: Origin) -> ChoiceList:
    seen: set[str] = set()
    for place, value in enumerate(values):
        for word in {value.id, value.zh}:
            if word in seen:
                merging.say("WR321", origin, "values", place, what=key, got=word)
            seen.add(word)
    return ChoiceList(key, tuple(ChoiceValue(each.id, each.zh, each.en) for each in values))


def facts(merging: Merging, lists: dict[str, ChoiceList]) -> tuple[Fact, ...]:
    """The vocabulary: the nation's facts first, then what each layer adds. A fact is declared once."""
    made: dict[str, Fact] = {}
    seen: dict[str, str] = {}
    for _, document in merging.documents():
        for key, item in document.content.fact.items():
            origin = Origin(document.source, ("fact", key))
            if key in seen:
                merging.say("WR314", origin, key=True, got=key, other=seen[key])
                continue
            seen[key] = document.id
            for entity in ("household", "member") if item.entity == "both" else (item.entity,):
                fact = _fact(merging, key, item, origin, lists, Entity(entity), len(made))
                if fact is not None:
                    made[f"{entity} {key}"] = fact
    for _, document in merging.documents():
        for key, item in document.content.fact.items():
            if item.ignored_when is not None and item.ignored_when.fact not in seen:
                merging.say("WR317", Origin(document.source, ("fact", key)), "ignored_when", "fact", got=item.ignored_when.fact)
    return tuple(made.values())


def _fact(
    merging: Merging, key: str, item: FactDoc, origin: Origin, lists: dict[str, ChoiceList], entity: Entity, column: int
) -> Fact | None:
    kind = Kind(item.type)
    choice = ""
    if kind is Kind.CHOICE:
        choice = key if item.values else (item.choice or "")
        if choice not in lists:
            merging.say("WR317", origin, "choice" if item.choice else "type", got=choice or key)
            return None
    low, high = _bounds(merging, item, kind, origin, len(lists[choice].values) - 1 if choice else 0)
    ignored: tuple[str, int] | None = None
    if item.ignored_when is not None:
        other = item.ignored_when
        code = lists[other.fact].code(other.is_) if other.fact in lists else None
        if code is None:
            merging.say("WR317", origin, "ignored_when", "is", got=other.is_)
        else:
            ignored = (other.fact, code)
    presumed = None if item.presumed is None else _presumed(merging, item, kind, origin, lists.get(choice))
    return Fact(
        id=key, entity=entity, type=Type(kind, choice), label=words(item.label), flow=item.flow, low=low, high=high,
        presumed=presumed, ignored_when=ignored, agency=item.agency or "", column=column,
        past=item.past, not_before=item.not_before or "",
    )  # fmt: skip


def _bounds(merging: Merging, item: FactDoc, kind: Kind, origin: Origin, last: int) -> tuple[Number, Number]:
    defaults: dict[Kind, tuple[int, int]] = {
        Kind.BOOL: (0, 1), Kind.CHOICE: (0, last), Kind.DATE: (EARLIEST, LATEST), Kind.CODE: (100000, 999999), Kind.BENEFITS: (0, 0),
    }  # fmt: skip
    bounds: list[Number] = list(defaults.get(kind, (0, 0)))
    if kind in (Kind.CODE, Kind.CHOICE, Kind.BOOL, Kind.BENEFITS):
        return bounds[0], bounds[1]
    for place, (name, value) in enumerate((("min", item.min), ("max", item.max))):
        if value is None:
            if kind is not Kind.DATE:
                merging.say("WR111", origin, key=True, want=name)
            continue
        exact = written(merging, value, kind, origin, name)
        if exact is not None:
            bounds[place] = exact
    if bounds[0] > bounds[1]:
        merging.say("WR117", origin, "max", why="max < min")
    return bounds[0], bounds[1]


def _presumed(merging: Merging, item: FactDoc, kind: Kind, origin: Origin, values: ChoiceList | None) -> Number | None:
    """What stands for a fact of which nothing is said: `never` and `always` are days that no month reaches."""
    value = item.presumed
    if kind is Kind.DATE:
        if value in ("never", "always"):
            return LAST if value == "never" else FIRST
    elif kind is Kind.CHOICE and values is not None:
        code = values.code(str(value))
        if code is not None:
            return code
    elif kind is Kind.BENEFITS:
        return 0
    elif value is not None and not isinstance(value, str):
        return written(merging, value, kind, origin, "presumed")
    merging.say("WR117", origin, "presumed", why=str(value))
    return None


def figures(merging: Merging) -> dict[str, Figure]:
    return {key: _figure(merging, each) for key, each in layers.figures(merging).items()}


def _figure(merging: Merging, found: FigureLayers) -> Figure:
    head = found.head.item
    origin = found.head.origin
    for name in ("label", "type"):
        if getattr(head, name) is None:
            merging.say("WR111", origin, key=True, want=name)
    kind = Kind(head.type or "rate")
    low = None if head.min is None else written(merging, head.min, kind, origin, "min")
    if low is None and kind in (Kind.MONEY, Kind.RATE, Kind.INT, Kind.MONTHS):
        low = 0
    high = None if head.max is None else written(merging, head.max, kind, origin, "max")
    if kind is Kind.BOOL:
        low, high = 0, 1
    versions: list[FigureVersion] = []
    for part in found.parts:
        before: FigureVersionDoc | None = None
        for place, version in enumerate(part.item.version):
            where = part.origin.child("version", place)
            if before is not None and version.from_ < before.from_:
                merging.say("WR305", where, "from", day=version.from_, before=before.from_)
            before = version
            made = _version(merging, version, kind, part, where, head)
            if made is not None:
                _within(merging, made, low, high)
                versions.append(made)
    _same_day(merging, found.id, versions, found)
    _other_layers(merging, versions, found)
    return Figure(
        id=found.id, type=Type(kind), label=words(head.label), low=low, high=high, per=head.per or "", floor=_floor(found),
        review_by=head.review_by or 0, versions=tuple(sorted(versions, key=lambda each: (each.period.first, each.depth, each.period.announced))),
        origin=origin,
    )  # fmt: skip


def _floor(found: FigureLayers) -> str:
    """The floor that the deepest layer above states; any layer may state one."""
    return next((part.item.floor for part in found.parts if part.item.floor), "")


def _version(
    merging: Merging, version: FigureVersionDoc, kind: Kind, part: Layered[FigureDoc], where: Origin, head: FigureDoc
) -> FigureVersion | None:
    if version.last_day is not None and version.last_day < version.from_:
        merging.say("WR304", where, "last_day", first=version.from_, then=version.last_day)
    value: Number | None = None
    share: Number | None = None
    if (version.value is None) == (version.share is None) or (version.share is None) != (version.of is None):
        merging.say(
            "WR119", where, key=True, why_zh="写 value，或者 share 和 of 一起写", why_en="write value, or share together with of"
        )
        return None
    if version.value is not None:
        value = written(merging, version.value, kind, where, "value")
    elif version.share is not None:
        share = written(merging, version.share, Kind.RATE, where, "share")
    if value is None and share is None:
        return None
    cite = version.cite or part.item.cite or head.cite
    if cite is None:
        merging.say("WR312", where, key=True, got=f"{where.path[1]}[{version.from_}]")
    return FigureVersion(
        period=Period(day_number(version.from_), day_number(version.last_day) if version.last_day else LAST, day_number(version.announced)),
        value=value, share=None if share is None else Fraction(share), of=version.of or "", status=version.status,
        source=citation(cite, part.document), document=part.document.id, depth=part.depth, origin=where, note=version.note or "",
    )  # fmt: skip


def _within(merging: Merging, version: FigureVersion, low: Number | None, high: Number | None) -> None:
    value = version.value
    if value is None or ((low is None or value >= low) and (high is None or value <= high)):
        return
    merging.say("WR319", version.origin, "value", got=value, low="…" if low is None else low, high="…" if high is None else high)


def _same_day(merging: Merging, name: str, versions: list[FigureVersion], found: FigureLayers) -> None:
    """Of two versions of one day, the one announced later is a correction and says which one it corrects."""
    documents = {(part.origin.source.name, part.origin.path): part.item for part in found.parts}
    for version in versions:
        written_version = documents[version.origin.source.name, version.origin.path[:-2]].version[int(version.origin.path[-1])]
        twins = [each for each in versions if each is not version and each.period.first == version.period.first and each.depth == version.depth]
        corrects = written_version.corrects
        if isinstance(corrects, datetime.date):
            if not any(each.period.announced == day_number(corrects) for each in twins):
                merging.say("WR306", version.origin, "corrects", day=corrects)
        elif corrects and not twins:
            merging.say("WR306", version.origin, "corrects", day="?")
        elif not corrects and any(_later(version, each) for each in twins):
            merging.say("WR303", version.origin, "from", got=name, day=written_version.from_)


def _later(one: FigureVersion, other: FigureVersion) -> bool:
    """Which of two versions of a day has to explain itself: the later announced, or the later written."""
    if one.period.announced != other.period.announced:
        return one.period.announced > other.period.announced
    return one.origin.path > other.origin.path


def _other_layers(merging: Merging, versions: list[FigureVersion], found: FigureLayers) -> None:
    """A value of a child layer for a period in which the parent has one must name the document it replaces."""
    documents = {(part.origin.source.name, part.origin.path): part.item for part in found.parts}
    for version in versions:
        above = [
            each for each in versions
            if each.depth < version.depth and each.period.first <= version.period.last and version.period.first <= each.period.last
        ]  # fmt: skip
        replaces = documents[version.origin.source.name, version.origin.path[:-2]].version[int(version.origin.path[-1])].replaces
        if replaces is not None and replaces not in {each.document for each in above}:
            merging.say("WR302", version.origin, "replaces", got=replaces, what=found.id)
        elif replaces is None and above:
            merging.say("WR318", version.origin, "from", other=above[0].document, day=above[0].period.first)
