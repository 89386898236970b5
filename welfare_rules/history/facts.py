"""A household's history, and the case of a month that follows from it.

A change says what was so from which day, learned on which day, from which source.

Two axes are kept apart. A fact that is learned later does not exist earlier for whoever decides on
what was known then.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from welfare_rules.basics.days import FIRST, day_number, day_of_text, day_text
from welfare_rules.basics.text import Words
from welfare_rules.facts.json_text import parse_json
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.typed import plain_facts
from welfare_rules.facts.values import Day, says_unknown, short
from welfare_rules.findings import CaseError, Finding, Place, finding
from welfare_rules.findings.validation import Refusals, path_text
from welfare_rules.history.normalise import spelled
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact

DEEPEST = 50
MOST_CHANGES = 3_000  # facts that change; each is looked at for every month
MOST_NAMED = 10  # sources in a warning
_REFUSALS = Refusals("WR402", "WR409", "WR403", {}, str)
_JOINS = re.compile(r"members\[([^\[\]]{1,200})\]")
# a fact by its id, or by its label in Chinese until the law is at hand
_PATH = re.compile(r"(?:members\[([^\[\]]{1,200})\](?:\.([^\W\d]\w*))?|([^\W\d]\w*))")


class ChangeModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    from_: Annotated[Day, Field(alias="from")]
    learned: Day
    source: str = ""
    set: dict[str, Any]


class HistoryModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    case: dict[str, Any]
    learned: Day | None = None
    changes: list[ChangeModel] = []


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that became something else.

    Its path, the day from which it is so, the day on which and from whom it was learned.
    """

    path: str
    value: Any
    first: int
    learned: int
    source: str
    place: int
    # what follows from these is asked of every change in every month
    member: str | None = field(init=False, compare=False, repr=False)  # None: of the household
    fact: str = field(init=False, compare=False, repr=False)  # a whole member is no single fact
    whole: bool = field(init=False, compare=False, repr=False)  # somebody joins, leaves, is anew
    order: tuple[int, int] = field(init=False, compare=False, repr=False)  # of a source's words
    spelled: str = field(init=False, compare=False, repr=False)  # the same for the same value

    def __post_init__(self) -> None:
        match = _PATH.fullmatch(self.path)
        member = match and match.group(1)
        object.__setattr__(self, "member", member)
        object.__setattr__(self, "fact", self.path.rpartition(".")[2])
        object.__setattr__(self, "whole", member is not None and self.path.endswith("]"))
        object.__setattr__(self, "order", (self.learned, self.place))
        object.__setattr__(self, "spelled", spelled(self.value))

    @property
    def day(self) -> int:
        """The day of the event where the value is a day, else the first day of the change."""
        stated = day_of(self.value)
        return self.first if stated is None else stated


@dataclass(frozen=True, slots=True)
class Events:
    """Facts that change inside a month, by their ids.

    Those of `dated` count from the month in which they change; `single` are days of what happens
    once, such as a death.
    """

    dated: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()

    @staticmethod
    def of(facts: Iterable[Fact]) -> Events:
        """The events of a vocabulary; a day from which no right starts is of a single event."""
        events = [fact for fact in facts if fact.event]
        single = (each for each in events if each.type.kind is Kind.DATE and not each.starts)
        return Events(frozenset(each.id for each in events), frozenset(each.id for each in single))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact on which sources contradict each other: values from one day, or days of one event.

    It is unknown until one of them gives way. `values` are what the sources say last.
    """

    path: str
    first: int
    learned: int
    sources: tuple[str, ...]
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The facts of a month as known on a day, with the facts that are in conflict."""

    case: Mapping[str, Any]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The first known state and every change since.

    `learned` is the day from which the first state is known.

    >>> read_history({"case": {"id": "h", "members": [{"id": "a"}]}}).people
    frozenset({'a'})
    """

    case: Mapping[str, Any]
    """The first state of the household, as a case."""
    changes: tuple[Change, ...] = ()
    """Every change since, as it was learned."""
    learned: int = FIRST
    """The day from which the first state is known, YYYYMMDD."""
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    """What a person should look at, such as a household without a head."""
    ordered: tuple[Change, ...] = field(init=False, compare=False, repr=False)  # by their days
    facts: frozenset[str] = field(init=False, compare=False, repr=False)  # that it mentions

    def __post_init__(self) -> None:
        said = {each.fact for each in self.changes}.union(self.case, *people_of(self.case))
        object.__setattr__(self, "ordered", tuple(sorted(self.changes, key=_in_order)))
        object.__setattr__(self, "facts", frozenset(said))

    def state(self, holding: tuple[Change, ...], events: Events) -> State:
        """The facts after these changes, with those of which the sources say different things."""
        torn = self.conflicts(holding, events)
        return State(plain_facts(_state(self.case, holding, torn)), torn)

    def conflicts(self, holding: tuple[Change, ...], events: Events) -> tuple[Conflict, ...]:
        """The facts of which the sources say different things, among changes that hold."""
        return tuple(_conflicts(holding, events.single))

    @property
    def people(self) -> frozenset[str]:
        """Everybody who belongs to the household at some time, by their ids."""
        joined = {each.member for each in self.changes if each.member is not None}
        return frozenset({str(each.get("id")) for each in people_of(self.case)} | joined)

    def left(self, holding: Iterable[Change]) -> frozenset[str]:
        """Who has left the household, after changes that hold."""
        gone: set[str] = set()
        for each in holding:
            if each.whole and each.member is not None:
                (gone.add if each.value is None else gone.discard)(each.member)
        return frozenset(gone)

    def mentions(self, fact: str) -> bool:
        """Whether the history says anything of a fact, of the household or of anybody."""
        return fact in self.facts


def people_of(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The members of a case as they are written, as far as they are members at all."""
    members: object = case.get("members")
    if not isinstance(members, (list, tuple)):
        return []
    return [
        cast(Mapping[str, Any], each)
        for each in cast(Sequence[object], members)
        if isinstance(each, Mapping)
    ]


def day_of(value: object) -> int | None:
    """A day as a history writes it, as a number; None for anything else.

    >>> day_of("2021-09-28"), day_of("none")
    (20210928, None)
    """
    if isinstance(value, str):
        try:
            return day_of_text(value)
        except ValueError:
            return None
    return day_number(value) if isinstance(value, datetime.date) else None


def _in_order(change: Change) -> tuple[int, int, bool, int]:
    """The order in which changes are made: by their days, then as they were learned."""
    return change.first, change.learned, not change.whole, change.place


def last_words(words: Iterable[Change]) -> list[Change]:
    """What the sources say last, in the order of learning.

    A source that does not know does not contradict one that says something later.
    """
    said = sorted(words, key=lambda each: each.order)
    return [
        each for each in said if not (says_unknown(each.value) and each.learned < said[-1].learned)
    ]


def _conflicts(changes: Iterable[Change], single: frozenset[str]) -> Iterable[Conflict]:
    """Contradicting last statements on one fact from one day, unless a later day overtakes.

    They may be of several sources, or of one on the same day; those on an event that happens once
    contradict each other whatever the day.
    """
    latest: dict[str, int] = {}
    of_member: dict[str, set[str]] = {}  # the paths of each member's single facts
    events: dict[str, list[Change]] = {}
    others: list[Change] = []
    for each in changes:  # in the order of days and of learning
        if each.fact in single:
            events.setdefault(each.path, []).append(each)
            continue
        others.append(each)
        latest[each.path] = each.first
        if each.member is None:
            continue
        paths = of_member.setdefault(each.member, set())
        if each.whole:  # anew, or away: what was said of single facts before is overtaken
            latest.update((path, each.first) for path in paths if latest[path] < each.first)
        else:
            paths.add(each.path)
    words: dict[str, dict[str, list[Change]]] = {}
    for each in others:
        if latest[each.path] != each.first:
            continue
        by_source = words.get(each.path)
        if by_source is None:
            words[each.path] = {each.source: [each]}
            continue
        said = by_source.get(each.source)
        if said is None or said[0].learned < each.learned:
            by_source[each.source] = [each]
        else:
            said.append(each)
    for path, by_source in words.items():
        last = last_words(each for said in by_source.values() for each in said)
        if len({each.spelled for each in last}) > 1:
            yield _conflict(path, latest[path], last)
    for path, last in events.items():
        if len({each.spelled for each in last}) > 1:
            yield _conflict(path, min(each.day for each in last), last)


def _conflict(path: str, first: int, last: Sequence[Change]) -> Conflict:
    sources = tuple(sorted({each.source for each in last}))
    learned = max(each.learned for each in last)
    return Conflict(path, first, learned, sources, tuple(each.value for each in last))


def _state(
    before: Mapping[str, Any], changes: Iterable[Change], torn: Iterable[Conflict]
) -> dict[str, Any]:
    """The case after these changes, in their order; values are shared with them.

    What is said of a person before he or she joins waits for that day.
    """
    case = dict(before)
    waiting: dict[str, dict[str, Any]] = {}
    # everybody by a number in the order of joining; of two of one id the first is spoken of
    people = dict(enumerate(dict(each) for each in people_of(before)))
    numbers: dict[object, int] = {}
    for number, person in people.items():
        if isinstance(id := person.get("id"), str):
            numbers.setdefault(id, number)
    joined = len(people)
    for each in changes:
        if each.member is None:
            case[each.path] = each.value
            continue
        number = numbers.get(each.member)
        if not each.whole:
            person = waiting.setdefault(each.member, {}) if number is None else people[number]
            person[each.fact] = each.value
            continue
        if number is not None:
            del people[number], numbers[each.member]
        if each.value is not None:
            said = waiting.pop(each.member, {})
            people[joined] = {**said, **each.value, "id": each.member}
            numbers[each.member] = joined
            joined += 1
    # whether somebody belongs to the household is not known: kept, and all of it unknown
    for conflict in torn:
        member = conflict.path[len("members[") : -1]
        if conflict.path.endswith("]") and member not in numbers:
            people[joined] = {"id": member}
            numbers[member] = joined
            joined += 1
    given = before.get("members")
    if isinstance(given, (list, tuple)) and len(people_of(before)) == len(
        cast(Sequence[object], given)
    ):
        case["members"] = list(people.values())  # else whoever reads it says what is wrong
    return case


def _too_deep(data: object) -> bool:
    """Whether something is nested deeper than any history is; looked at without recursion."""
    waiting: list[tuple[object, int]] = [(data, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        if isinstance(each, Mapping):
            waiting.extend((one, depth + 1) for one in cast(Mapping[object, object], each).values())
        elif isinstance(each, (list, tuple)):
            waiting.extend((one, depth + 1) for one in cast(Sequence[object], each))
    return False


def read_history(text: str | bytes | Mapping[str, Any], name: str = "history") -> History:
    """A history from JSON text or a mapping; raises CaseError with all its faults.

    What is only strange (changes out of order, a conflict of sources, a death taken back) is kept
    in `findings`.

    >>> read_history({"case": {"id": "h", "members": []}, "changes": []}).changes
    ()
    """
    data = parse_json(text, name) if isinstance(text, (str, bytes)) else plain_facts(text)
    if not isinstance(data, Mapping):
        raise CaseError(
            [
                finding(
                    "WR403",
                    Place(name, path="$"),
                    want=Words("一个对象（case、changes）", "an object (case, changes)"),
                    got=type(data).__name__,
                )
            ]
        )
    if "members" in data and "case" not in data:
        words = Words(
            "一份历史 {case, changes}（这是一个案例，写在 case 之下）",
            "a history {case, changes} (this is a case; put it under case)",
        )
        raise CaseError([finding("WR403", Place(name, path="$"), want=words, got="{…}")])
    if _too_deep(cast(object, data)):
        raise CaseError([finding("WR413", Place(name, path="$"))])
    try:
        model = HistoryModel.model_validate(data)
    except ValidationError as error:
        found = _REFUSALS.all(error, lambda path: Place(name, path=path_text(path)))
        raise CaseError(found) from None
    if sum(len(each.set) for each in model.changes) > MOST_CHANGES:
        what = Words("项变动", "changes")
        raise CaseError(
            [finding("WR412", Place(name, path="changes"), what=what, limit=MOST_CHANGES)]
        )
    changes: list[Change] = []
    wrong: list[Finding] = []
    people = {str(each.get("id")) for each in people_of(model.case)}
    people |= {
        match.group(1)
        for each in model.changes
        for path, value in each.set.items()
        if (match := _JOINS.fullmatch(path)) and value
    }
    for place, each in enumerate(model.changes):
        for path, value in each.set.items():
            match = _PATH.fullmatch(path)
            where = Place(name, path=f"changes[{place}].set.{path}")
            if match is None or path in ("id", "members") or match.group(2) == "id":
                wrong.append(finding("WR420", where, got=path))
                continue
            member = match.group(1)
            if member is not None:
                whole = match.group(2) is None and value is not None
                if whole and (not isinstance(value, dict) or says_unknown(cast(object, value))):
                    words = Words("一个成员（对象）或 null", "a member (an object) or null")
                    wrong.append(
                        finding("WR403", where, want=words, got=short(cast(object, value)))
                    )
                    continue
                if member not in people:
                    wrong.append(finding("WR421", where, got=member))
                    continue
            changes.append(
                Change(
                    path,
                    value,
                    day_number(each.from_),
                    day_number(each.learned),
                    each.source,
                    len(changes),
                )
            )
    if wrong:
        raise CaseError(wrong)
    learned = day_number(model.learned) if model.learned is not None else FIRST
    history = History(model.case, tuple(changes), learned)
    found = (*_out_of_order(model, name), *_torn(history.changes, name))
    return replace(history, findings=found)


def in_ids(history: History, labels: Labels, name: str = "history") -> History:
    """The history in the ids of a law, whatever labels it is written in.

    What sources say of one fact is held against each other by its id. Raises CaseError where the
    first state says a fact twice.
    """
    named = labels.case(history.case, name)
    if named.twice:
        raise CaseError(named.twice)
    changes = tuple(_change_in_ids(each, labels, name) for each in history.changes)
    if not named.written and changes == history.changes:
        return history
    kept = (each for each in history.findings if each.code == "WR422")
    case = named.data if named.written else history.case
    return History(case, changes, history.learned, (*kept, *_torn(changes, name)))


def _change_in_ids(change: Change, labels: Labels, name: str) -> Change:
    match = _PATH.fullmatch(change.path)
    member, word, household_word = match.groups() if match is not None else (None, None, None)
    given: object = change.value
    if household_word is not None:
        path = fact = labels.fact(household_word, Entity.HOUSEHOLD)
    elif word is not None:
        fact = labels.fact(word, Entity.MEMBER)
        path = f"members[{member}].{fact}"
    elif isinstance(given, Mapping):  # somebody joins
        person = cast(Mapping[str, Any], given)
        named = labels.of_one(person, Entity.MEMBER, name, (change.path,))
        if named.twice:
            raise CaseError(named.twice)
        return replace(change, value=named.data) if named.written else change
    else:
        return change
    value = labels.value(fact, change.value)
    return (
        change
        if (path, value) == (change.path, change.value)
        else replace(change, path=path, value=value)
    )


def _out_of_order(model: HistoryModel, name: str) -> Iterable[Finding]:
    """The changes that do not stand in the order in which they were learned."""
    days = [day_number(each.learned) for each in model.changes]
    for place, (before, after) in enumerate(itertools.pairwise(days)):
        if after < before:
            yield finding(
                "WR422",
                Place(name, path=f"changes[{place + 1}].learned"),
                got=day_text(after),
                other=day_text(before),
            )


def _torn(changes: Sequence[Change], name: str) -> Iterable[Finding]:
    """What a person should look at, though nothing of it is lost."""
    for conflict in _all_conflicts(changes):
        yield told(conflict, name)
    deaths: dict[str, Change] = {}
    for change in sorted(changes, key=lambda each: (each.learned, each.place)):
        if change.path.endswith(".death_date"):
            before = deaths.get(change.path)
            if (
                before is not None
                and before.spelled != change.spelled
                and before.source == change.source
            ):
                yield finding(
                    "WR424",
                    Place(name, path=change.path),
                    got=str(before.value),
                    other=str(change.value),
                )
            deaths[change.path] = change


def told(conflict: Conflict, name: str = "history") -> Finding:
    """The warning of a conflict."""
    place, day = Place(name, path=conflict.path), day_text(conflict.first)
    more = " / …" if len(conflict.sources) > MOST_NAMED else ""
    among = " / ".join(conflict.sources[:MOST_NAMED]) + more or "?"
    return finding("WR423", place, got=conflict.path, day=day, among=among)


def _all_conflicts(changes: Sequence[Change]) -> Iterable[Conflict]:
    by_path: dict[str, list[Change]] = {}
    for each in sorted(changes, key=lambda each: (each.first, each.learned, each.place)):
        by_path.setdefault(f"{each.path} {each.first}", []).append(each)
    for found in by_path.values():
        yield from _conflicts(found, frozenset())
