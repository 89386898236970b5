"""Facts, choices and figures of a merged jurisdiction.

Declared values become exact, and what does not fit is reported in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from welfare_rules.basics.days import EARLIEST, FIRST, LAST, LATEST
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.document.parts import ChoiceValueDoc, FactDoc
from welfare_rules.document.source import Origin
from welfare_rules.findings import Hint, nearest, nearest_id
from welfare_rules.language.names import ChoiceList, ChoiceValue
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.law.layers import Merging
from welfare_rules.law.model import Fact
from welfare_rules.law.reading import words, written


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
                made[key] = _choice_list(
                    merging, key, fact.values, Origin(document.source, ("fact", key))
                )
    return made


def _choice_list(
    merging: Merging, key: str, values: tuple[ChoiceValueDoc, ...], origin: Origin
) -> ChoiceList:
    seen: set[str] = set()
    for place, value in enumerate(values):
        for word in {value.id, value.zh}:
            if word in seen:
                merging.say("WR321", origin, "values", place, what=key, got=word)
            seen.add(word)
    return ChoiceList(
        key, tuple(ChoiceValue(each.id, each.zh, each.en, each.one) for each in values)
    )


def facts(
    merging: Merging, lists: dict[str, ChoiceList], phrases: Mapping[str, Words]
) -> tuple[Fact, ...]:
    """The facts: the nation's first, then what each layer adds; each is declared once.

    `phrases` has the texts by which they call their registers.
    """
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
                fact = _fact(merging, key, item, origin, lists, phrases, Entity(entity), len(made))
                if fact is not None:
                    made[f"{entity} {key}"] = fact
    labels = {each.id: each.label for each in made.values()}
    for _, document in merging.documents():
        for key, item in document.content.fact.items():
            origin = Origin(document.source, ("fact", key))
            other = item.ignored_when.fact if item.ignored_when is not None else None
            if other is not None and other not in seen:
                merging.say(
                    "WR317",
                    origin,
                    "ignored_when",
                    "fact",
                    got=other,
                    nearest=nearest_id(other, labels),
                )
            _of_its_type(merging, key, item, origin, made.values())
            if item.ignored_when is not None:
                place = ("ignored_when", "fact")
                _beside(merging, key, item.ignored_when.fact, origin, place, made)
            if item.not_before is not None:
                _beside(merging, key, item.not_before, origin, ("not_before",), made)
            if item.not_before is not None and item.not_before not in seen:
                merging.say(
                    "WR317",
                    origin,
                    "not_before",
                    got=item.not_before,
                    nearest=nearest_id(item.not_before, labels),
                )
    return tuple(made.values())


ONLY_OF = {"flow": Kind.MONEY, "past": Kind.DATE, "not_before": Kind.DATE, "starts": Kind.DATE}
"""The keys that mean something of one type alone."""


def _of_its_type(
    merging: Merging, key: str, item: FactDoc, origin: Origin, made: Iterable[Fact]
) -> None:
    """Says which keys of a fact mean nothing of its type, and that a day comes before a day."""
    for name, kind in ONLY_OF.items():
        if getattr(item, name) and item.type != kind.value:
            why = Words(
                f'{name} 只用于 type = "{kind.value}" 的事项',
                f'{name} is for facts of type = "{kind.value}" alone',
            )
            merging.say("WR119", origin, name, why=why, about=key)
    other = next((each for each in made if each.id == item.not_before), None)
    if item.type == "date" and other is not None and other.type.kind is not Kind.DATE:
        why = Words(f"{other.id} 不是日期", f"{other.id} is no date")
        merging.say("WR119", origin, "not_before", why=why, about=key)


def _beside(
    merging: Merging,
    key: str,
    other: str,
    origin: Origin,
    place: tuple[str, ...],
    made: Mapping[str, Fact],
) -> None:
    """Says that a fact turns on one that does not stand beside it, or that may be ignored itself.

    In a chain of ignored facts the order in which they are written would decide what is meant.
    """
    named = [each for each in made.values() if each.id == other]
    own = {each.entity for each in made.values() if each.id == key}
    if named and not own <= {each.entity for each in named}:
        why = Words(
            f"{other} 与 {key} 不都属于家庭，也不都属于成员",
            f"{other} is not of the household, or of the member, as {key} is",
        )
        merging.say("WR119", origin, *place, why=why, about=key)
    elif "ignored_when" in place and any(each.ignored_when is not None for each in named):
        why = Words(
            f"{other} 自己也有不必填写的时候，请写总要填写的事项",
            f"{other} does not always matter itself: name a fact that does",
        )
        merging.say("WR119", origin, *place, why=why, about=key)


def _fact(
    merging: Merging,
    key: str,
    item: FactDoc,
    origin: Origin,
    lists: dict[str, ChoiceList],
    phrases: Mapping[str, Words],
    entity: Entity,
    column: int,
) -> Fact | None:
    kind = Kind(item.type)
    choice = ""
    if kind is Kind.CHOICE:
        choice = key if item.values else (item.choice or "")
        if choice not in lists:
            merging.say(
                "WR317",
                origin,
                "choice" if item.choice else "type",
                got=choice or key,
                nearest=nearest(choice, lists),
                defines=f"{key} {words(item.label).zh}",
            )
            return None
    low, high = _bounds(merging, item, kind, origin, len(lists[choice].values) - 1 if choice else 0)
    ignored: tuple[str, int] | None = None
    if item.ignored_when is not None:
        other = item.ignored_when
        named = _list_of(merging, other.fact)
        code = lists[named].code(other.is_) if named in lists else None
        # that there is no such fact is told for all facts together
        if code is None and named is not None:
            near = _choice(other.is_, lists[named]) if named in lists else ""
            merging.say("WR317", origin, "ignored_when", "is", got=other.is_, nearest=near)
        elif code is not None:
            ignored = (other.fact, code)
    presumed = (
        None if item.presumed is None else _presumed(merging, item, kind, origin, lists.get(choice))
    )
    return Fact(
        id=key,
        entity=entity,
        type=Type(kind, choice),
        label=words(item.label),
        flow=item.flow,
        low=low,
        high=high,
        presumed=presumed,
        ignored_when=ignored,
        column=column,
        judged_by=item.judged_by,
        registers=tuple(_registers(merging, item, origin, phrases)),
        origin=origin,
        past=item.past,
        not_before=item.not_before or "",
        event=item.event,
        fixed=item.fixed,
        protected=item.protected,
        starts=item.starts or "",
        note=item.note or "",
    )


def _registers(
    merging: Merging, item: FactDoc, origin: Origin, among: Mapping[str, Words]
) -> Iterable[Words]:
    """The registers that a fact names, each found in `[text]` by its id or its Chinese."""
    for place, name in enumerate(item.registers):
        if name in among:
            yield among[name]
        else:
            merging.say("WR317", origin, "registers", place, got=name, nearest=nearest(name, among))


def _list_of(merging: Merging, fact: str) -> str | None:
    """The list of values of a fact.

    Its own, or the shared one that it names, or "" for none; None where there is no such fact.
    """
    items = (
        document.content.fact[fact]
        for _, document in merging.documents()
        if fact in document.content.fact
    )
    item = next(items, None)
    return None if item is None else fact if item.values else item.choice or ""


def _bounds(
    merging: Merging, item: FactDoc, kind: Kind, origin: Origin, last: int
) -> tuple[Number, Number]:
    defaults: dict[Kind, tuple[int, int]] = {
        Kind.BOOL: (0, 1),
        Kind.CHOICE: (0, last),
        Kind.DATE: (EARLIEST, LATEST),
        Kind.CODE: (100000, 999999),
        Kind.BENEFITS: (0, 0),
    }
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
        merging.say("WR117", origin, "max", why=Words("最大值小于最小值", "max is below min"))
    return bounds[0], bounds[1]


def _choice(got: str, among: ChoiceList) -> Hint:
    return nearest_id(got, {each.id: each for each in among.values})


def _presumed(
    merging: Merging, item: FactDoc, kind: Kind, origin: Origin, values: ChoiceList | None
) -> Number | None:
    """What stands for a fact of which nothing is said.

    `never` and `always` are days that no month reaches.
    """
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
    merging.say(
        "WR117",
        origin,
        "presumed",
        why=Words(f"“{value}”不是这一项的值", f"{str(value)!r} is no value of this fact"),
    )
    return None
