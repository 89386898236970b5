"""A household's history: what was so from which day, learned on which day, from which source; and the case that follows for a month.

Two axes are kept apart. A fact that is learned later does not exist earlier for whoever decides on what was known then.
"""

from __future__ import annotations

import copy
import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from welfare_rules.facts.models import day_text
from welfare_rules.facts.reader import parse_json, path_text
from welfare_rules.findings import CaseError, Finding, Place, finding
from welfare_rules.program.case import Month
from welfare_rules.program.values import day_number

ALWAYS = 10101
_PATH = re.compile(r"(?:members\[([^\[\]]{1,200})\](?:\.([a-z][a-z0-9_]*))?|([a-z][a-z0-9_]*))")


class ChangeModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    from_: Annotated[datetime.date, Field(alias="from")]
    learned: datetime.date
    source: str = ""
    set: dict[str, Any]


class HistoryModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    case: dict[str, Any]
    learned: datetime.date | None = None
    changes: list[ChangeModel] = []


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that became something else: its path, the day from which it is so, the day on which and from whom it was learned."""

    path: str
    value: Any
    first: int
    learned: int
    source: str
    place: int

    @property
    def fact(self) -> str:
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One fact of which two sources say different things from the same day: it is unknown until one of them gives way."""

    path: str
    first: int
    learned: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The facts of a month as known on a day, with the facts that are in conflict."""

    case: Mapping[str, Any]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The first known state and every change since. `learned` is the day from which the first state is known."""

    case: Mapping[str, Any]
    changes: tuple[Change, ...] = ()
    learned: int = ALWAYS
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    def holding(self, month: Month, known: int, events: frozenset[str]) -> tuple[Change, ...]:
        """The changes that hold on the month's first day, of those known on `known`, in the order of their days.

        A fact of `events` that changes inside the month counts for that month already (contract, section 6).
        """
        found = [
            each for each in self.changes if each.learned <= known and each.first <= (month.last if each.fact in events else month.first)
        ]
        return tuple(sorted(found, key=lambda each: (each.first, each.learned, each.place)))

    def state(self, holding: tuple[Change, ...]) -> State:
        """The facts after these changes, with those of which the sources say different things."""
        made = copy.deepcopy(dict(self.case))
        for each in holding:
            _apply(made, each.path, each.value)
        return State(made, self.conflicts(holding))

    def conflicts(self, holding: tuple[Change, ...]) -> tuple[Conflict, ...]:
        """The facts of which the sources say different things, among changes in the order of their days."""
        return tuple(_conflicts(holding))

    def mentions(self, fact: str) -> bool:
        """Whether the history says anything of a fact, of the household or of anybody."""
        people = people_of(self.case)
        return fact in self.case or any(fact in each for each in people) or any(each.fact == fact for each in self.changes)


def people_of(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The members of a case as they are written, as far as they are members at all."""
    members: object = case.get("members")
    if not isinstance(members, (list, tuple)):
        return []
    return [cast(Mapping[str, Any], each) for each in cast(Sequence[object], members) if isinstance(each, Mapping)]


def _conflicts(changes: Iterable[Change]) -> Iterable[Conflict]:
    """Different last words of different sources on one fact from one day, unless a later day has overtaken them."""
    latest: dict[str, int] = {}
    words: dict[tuple[str, int], dict[str, Change]] = {}
    for each in changes:  # in the order of days and of learning
        latest[each.path] = each.first
        words.setdefault((each.path, each.first), {})[each.source] = each
    for (path, first), by_source in words.items():
        if latest[path] == first and len({repr(each.value) for each in by_source.values()}) > 1:
            learned = max(each.learned for each in by_source.values())
            yield Conflict(path, first, learned, tuple(sorted(by_source)))


def _apply(case: dict[str, Any], path: str, value: Any) -> None:
    """Sets a fact; `members[p2]` alone adds a person or, with nothing, takes one away."""
    match = _PATH.fullmatch(path)
    if match is None:
        return
    member, fact, household_fact = match.groups()
    if household_fact is not None:
        case[household_fact] = copy.deepcopy(value)
        return
    members = cast(list[dict[str, Any]], case["members"])
    person = next((each for each in members if each.get("id") == member), None)
    if fact is None:
        if person is not None:
            members.remove(person)
        if value is not None:
            members.append({**value, "id": member})
    elif person is not None:
        person[fact] = copy.deepcopy(value)


def read_history(text: str | bytes | Mapping[str, Any], name: str = "history") -> History:
    """A history from JSON text or a mapping; raises CaseError with everything that keeps it from being read.

    What is only strange (changes out of order, a conflict of sources, a death taken back) is kept in `findings`.

    >>> read_history({"case": {"id": "h", "members": []}, "changes": []}).changes
    ()
    """
    data = parse_json(text, name) if isinstance(text, (str, bytes)) else text
    if not isinstance(data, Mapping):
        raise CaseError(
            [
                finding(
                    "WR403",
                    Place(name, path="$"),
                    want_zh="一个对象（case、changes）",
                    want_en="an object (case, changes)",
                    got=type(data).__name__,
                )
            ]
        )
    try:
        model = HistoryModel.model_validate(data)
    except ValidationError as error:
        raise CaseError(_form(error, name)) from None
    changes: list[Change] = []
    wrong: list[Finding] = []
    people = {str(each.get("id")) for each in people_of(model.case)}
    for place, each in enumerate(model.changes):
        for path, value in each.set.items():
            match = _PATH.fullmatch(path)
            where = Place(name, path=f"changes[{place}].set.{path}")
            if match is None or path in ("id", "members"):
                wrong.append(finding("WR420", where, got=path))
                continue
            member = match.group(1)
            if member is not None:
                if match.group(2) is None and isinstance(value, dict):
                    people.add(member)
                elif member not in people:
                    wrong.append(finding("WR421", where, got=member))
                    continue
            changes.append(Change(path, value, day_number(each.from_), day_number(each.learned), each.source, len(changes)))
    if wrong:
        raise CaseError(wrong)
    learned = day_number(model.learned) if model.learned is not None else ALWAYS
    history = History(model.case, tuple(changes), learned)
    return History(history.case, history.changes, history.learned, tuple(_strange(history, model, name)))


def _form(error: ValidationError, name: str) -> list[Finding]:
    found: list[Finding] = []
    for each in error.errors(include_url=False):
        place = Place(name, path=path_text(each["loc"]))
        last = str(each["loc"][-1]) if each["loc"] else "$"
        if each["type"] == "missing":
            found.append(finding("WR409", place, want=last))
        elif each["type"] == "extra_forbidden":
            found.append(finding("WR402", place, got=last))
        elif "date" in each["type"]:
            found.append(finding("WR407", place, got=str(each["input"])[:40], why_zh="应写作 YYYY-MM-DD", why_en="write YYYY-MM-DD"))
        else:
            found.append(finding("WR403", place, want_zh="一个对象或列表", want_en="an object or a list", got=type(each["input"]).__name__))
    return found


def _strange(history: History, model: HistoryModel, name: str) -> Iterable[Finding]:
    """What a person should look at, though nothing of it is lost."""
    days = [day_number(each.learned) for each in model.changes]
    for place, (before, after) in enumerate(itertools.pairwise(days)):
        if after < before:
            yield finding("WR422", Place(name, path=f"changes[{place + 1}].learned"), got=day_text(after), other=day_text(before))
    for conflict in _all_conflicts(history.changes):
        place = Place(name, path=conflict.path)
        yield finding("WR423", place, got=conflict.path, day=day_text(conflict.first), among=" / ".join(conflict.sources) or "?")
    deaths: dict[str, Change] = {}
    for change in sorted(history.changes, key=lambda each: (each.learned, each.place)):
        if change.path.endswith(".death_date"):
            before = deaths.get(change.path)
            if before is not None and before.value != change.value and before.source == change.source:
                yield finding("WR424", Place(name, path=change.path), got=str(before.value), other=str(change.value))
            deaths[change.path] = change


def _all_conflicts(changes: Sequence[Change]) -> Iterable[Conflict]:
    by_path: dict[str, list[Change]] = {}
    for each in sorted(changes, key=lambda each: (each.first, each.learned, each.place)):
        by_path.setdefault(f"{each.path} {each.first}", []).append(each)
    for found in by_path.values():
        yield from _conflicts(found)
