"""Events: what another agency tells of a person, on which day, for which period.

A line is one event, flat or in the envelope of CloudEvents 1.0 (then `received`, `person`, `set`,
`covers` stand in `data`, and `time` is RFC 3339). Source and id together name an event for ever:
the same line again is the same event, another line of that name is told. `corrects` and `withdraws`
name an earlier event of the same source.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Annotated, Any, Self, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from welfare_rules.basics.days import FIRST, LAST_YEAR, Month, day_number, day_text, month_of
from welfare_rules.basics.id_number import looks_like_id_number
from welfare_rules.basics.text import Words
from welfare_rules.events.identity import Identity, number_fault, shown
from welfare_rules.facts.forms import Form
from welfare_rules.facts.json_text import parse_json
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.reader import value_finding
from welfare_rules.facts.values import Day, Read
from welfare_rules.findings import CaseError, Finding, Place, finding, nearest_id
from welfare_rules.findings.validation import Refusals, path_text
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact

MOST_OF_AN_EVENT = 100_000
"""As many characters as one event may have."""
_MOST_PASSED = 100_000_000  # signs of a line that are passed over
COVERS = r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"
"""How the period of an event is written: a month or a year."""
_REFUSALS = Refusals("WR402", "WR409", "WR403", {}, str)
_Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_YEAR = "per_year"


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id_number: Annotated[str, Field(max_length=40)] | None = None
    name: Annotated[str, Field(max_length=100)] | None = None
    birth_date: Day | None = None


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")
    received: Day
    person: _Person
    set: Annotated[dict[str, Any], Field(max_length=100)] = {}
    covers: Annotated[str, StringConstraints(pattern=COVERS)] | None = None
    corrects: _Short | None = None
    withdraws: _Short | None = None


class _Flat(_Told):
    source: _Short
    id: _Short
    type: _Short
    time: Day


class _Envelope(BaseModel):
    model_config = ConfigDict(extra="ignore")  # an envelope may have further attributes
    specversion: Annotated[str, StringConstraints(pattern=r"^1\.")]
    source: _Short
    id: _Short
    type: _Short
    time: datetime.datetime
    data: _Told


@dataclass(frozen=True, slots=True)
class Covers:
    """The period that an event speaks of: a month, or a year of months."""

    first: int
    last: int

    @classmethod
    def of(cls, text: str) -> Self:
        """The period of `2021-09`, or of the year `2021`."""
        year, _, month = text.partition("-")
        begun, ended = (Month.of(int(year), int(month or each)) for each in (1, 12))
        return cls(begun.first, ended.last)

    @property
    def whole_year(self) -> bool:
        """Whether it is longer than a month."""
        return month_of(self.first) != month_of(self.last)


@dataclass(frozen=True, slots=True)
class Event:
    """What a source tells of somebody. `occurred` and `received` are day numbers.

    `facts` are in ids of the law as a case writes them; `covers` is None where no period is said.
    `corrects` and `withdraws` are ids of earlier events of the source, else "". What is strange in
    it but stops nothing stands in `findings`.
    """

    source: str
    id: str
    type: str
    occurred: int
    received: int
    person: Identity
    facts: Mapping[str, Any]
    covers: Covers | None = None
    corrects: str = ""
    withdraws: str = ""
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Its name for ever."""
        return self.source, self.id

    @property
    def cancels(self) -> str:
        """The id of the event of the source whose place it takes, or that it withdraws; else ""."""
        return self.corrects or self.withdraws

    def paths(self, law: Law, person: str) -> dict[str, Any]:
        """What it sets, as a history writes it: facts of the person, and those of the household."""
        of_member = {each.id for each in law.facts if each.entity is Entity.MEMBER}
        return {
            f"members[{person}].{fact}" if fact in of_member else fact: value
            for fact, value in self.facts.items()
        }

    def change(self, law: Law, person: str) -> dict[str, Any]:
        """The change of a history that it makes, of a person of that household.

        What it says holds from the first day of the period that it covers, else from the day on
        which it happened.
        """
        first = self.occurred if self.covers is None else self.covers.first
        return {
            "from": day_text(first),
            "learned": day_text(self.received),
            "source": self.source,
            "set": self.paths(law, person),
        }


@dataclass(frozen=True, slots=True)
class EventReader:
    """Reads events by the words of one law, which are laid out once for all of them."""

    labels: Labels
    facts: Mapping[str, Fact]
    values: Mapping[str, Read]

    @classmethod
    def of(cls, law: Law) -> Self:
        """The reader of a law."""
        labels = Labels.of(law)
        values = {
            fact: read
            for entity in Entity
            for fact, (_, read, by_label) in Form.of(law, labels, entity).words.items()
            if not by_label
        }
        return cls(labels, {each.id: each for each in law.facts}, values)

    def fact(self, word: str) -> Fact | None:
        """The fact of an id or label, of a member if there is one, else of the household."""
        id = self.labels.fact(self.labels.fact(word, Entity.MEMBER), Entity.HOUSEHOLD)
        return self.facts.get(id)

    def read(self, given: str | bytes | Mapping[str, Any], place: Place | None = None) -> Event:
        """One event as `read_event` reads it."""
        where = place or Place("event")
        event, wrong = self._read(given, where)
        if wrong:
            raise CaseError(wrong)
        return event

    def kept(self, told: str) -> Event:
        """An event that was taken in before. What it says in words that the law has no more, or
        that is no value any more, is left out.
        """
        return self._read(told, Place("event"))[0]

    def _read(
        self, given: str | bytes | Mapping[str, Any], where: Place
    ) -> tuple[Event, list[Finding]]:
        """An event as far as it can be read, and everything that is wrong with it."""
        data: Any = parse_json(given, where.file) if isinstance(given, (str, bytes)) else given
        if not isinstance(data, Mapping):
            want = Words("一个对象", "an object")
            raise CaseError([finding("WR403", where, want=want, got=type(data).__name__)])
        told = dict(cast(Mapping[str, Any], data))
        try:
            if "specversion" in told:
                envelope = _Envelope.model_validate(told)
                inner, inside = envelope.data, ("data",)
                head = envelope.source, envelope.id, envelope.type
                occurred = day_number(envelope.time.date())
            else:
                flat = _Flat.model_validate(told)
                inner, inside = flat, ()
                head = flat.source, flat.id, flat.type
                occurred = day_number(flat.time)
        except ValidationError as error:
            raise CaseError(_REFUSALS.all(error, lambda path: _inside(where, *path))) from None
        covers = None if inner.covers is None else Covers.of(inner.covers)
        facts: dict[str, Any] = {}
        wrong: list[Finding] = []
        for word, value in inner.set.items():
            at = _inside(where, *inside, "set", word)
            fact = self.fact(word)
            if fact is None:
                known = {key: each.label for key, each in self.facts.items()}
                wrong.append(finding("WR402", at, got=word, nearest=nearest_id(word, known)))
                continue
            if fact.id in facts:
                wrong.append(finding("WR416", at, got=word, other=fact.id))
            of_value = [*self._of_value(fact.id, value, at)]
            meant = self.labels.value(fact.id, value)
            if not of_value:
                facts[fact.id] = meant
            wrong.extend(of_value)
            wrong.extend(_of_another_period(fact, meant, covers, at))
        born = None if inner.person.birth_date is None else day_number(inner.person.birth_date)
        person = Identity.of(inner.person.id_number, inner.person.name, born)
        about = [*_of_the_person(inner.person, person, _inside(where, *inside, "person"))]
        wrong.extend(each for each in about if each.severity == "error")
        if looks_like_id_number(head[1]):
            wrong.append(finding("WR483", _inside(where, "id")))
        if inner.withdraws is None and not inner.set:
            wrong.append(finding("WR409", _inside(where, *inside), want="set"))
        received = day_number(inner.received)
        wrong.extend(_of_no_month(occurred, _inside(where, "time")))
        wrong.extend(_of_no_month(received, _inside(where, *inside, "received")))
        if covers is not None:
            wrong.extend(_of_no_month(covers.first, _inside(where, *inside, "covers")))
        event = Event(
            *head,
            occurred,
            received,
            person,
            facts,
            covers,
            inner.corrects or "",
            inner.withdraws or "",
            tuple(each for each in about if each.severity != "error"),
        )
        return event, wrong

    def _of_value(self, fact: str, value: Any, place: Place) -> Iterator[Finding]:
        """What is wrong with a value: the same as in a case, and told as early."""
        try:
            if value is not None:
                self.values[fact](value)
        except PydanticCustomError as error:
            yield value_finding(self.labels, fact, error, place)


def read_event(
    given: str | bytes | Mapping[str, Any], law: Law, place: Place | None = None
) -> Event:
    """One event from JSON or a mapping. Raises CaseError with everything that is wrong with it.

    Facts and choices may be written by their Chinese labels. A flow that covers a year must be
    written as one, `{"per_year": "36000.00"}`, and a figure of one month as an amount: neither is
    ever made of the other.

    >>> import welfare_rules as wr
    >>> said = {"source": "公安", "id": "7", "type": "death", "time": "2021-09-10",
    ...     "received": "2021-09-14", "person": {"name": "张三", "birth_date": "1949-12-31"},
    ...     "set": {"死亡日期": "2021-09-08"}}
    >>> read_event(said, wr.load("cn").law).facts
    {'death_date': '2021-09-08'}
    """
    return EventReader.of(law).read(given, place)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of events: where it stands, what it says, and the event, None where it is wrong."""

    place: Place
    text: str
    event: Event | None
    findings: tuple[Finding, ...]


def lines_of(stream: IO[str]) -> Iterator[str]:
    """The lines of a stream. Of a line that is longer than an event the rest is passed over, so
    that none takes memory; where it does not end even so, nothing more is read.
    """
    while line := stream.readline(MOST_OF_AN_EVENT + 1):
        yield line
        passed = 0
        while line and not line.endswith("\n"):
            line = stream.readline(MOST_OF_AN_EVENT + 1)
            passed += len(line)
            if passed > _MOST_PASSED:
                return


def read_lines(lines: Iterable[str], reader: EventReader, name: str = "events") -> Iterator[Line]:
    """The events of JSON lines in their order, each with what is to be told of its line.

    A line that cannot be read stops no other; empty lines are none.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = Place(f"{name}:{number}")
        if len(line) > MOST_OF_AN_EVENT:
            what = Words("字的事件", "characters of an event")
            told = finding("WR412", where, what=what, limit=MOST_OF_AN_EVENT)
            yield Line(where, line, None, (told,))
            continue
        if any("\ud800" <= sign <= "\udfff" for sign in line):
            yield Line(where, "", None, (finding("WR105", where, found="binary"),))
            continue
        try:
            event = reader.read(line, where)
        except CaseError as error:
            yield Line(where, line, None, tuple(error.findings))
        else:
            yield Line(where, line.strip(), event, event.findings)


def _of_no_month(day: int, place: Place) -> Iterator[Finding]:
    """A day so late that nothing can be asked for of its month."""
    last = Month.of(LAST_YEAR, 12).last
    if day > last:
        low, high = day_text(FIRST), day_text(last)
        yield finding("WR406", place, got=day_text(day), low=low, high=high)


def _of_another_period(
    fact: Fact, value: Any, covers: Covers | None, place: Place
) -> Iterator[Finding]:
    """A yearly total that is written as if it were a month's, and the other way round."""
    if (
        not fact.flow
        or covers is None
        or not isinstance(value, (int, float, Decimal, str, Mapping))
    ):
        return
    yearly = isinstance(value, Mapping) and _YEAR in value
    if covers.whole_year != yearly:
        period = f"{day_text(covers.first)} – {day_text(covers.last)}"
        yield finding("WR471", place, name=fact.label.both(fact.id), period=period)


def _of_the_person(person: _Person, said: Identity, place: Place) -> Iterator[Finding]:
    if not (person.id_number or (person.name and person.birth_date)):
        yield finding("WR472", place)
    fault = number_fault(said.id_number) if said.id_number else None
    if fault is not None:
        why = {
            "form": Words(
                "应为 18 位（末位可为 X）或 15 位", "18 characters or 15 digits are meant"
            ),
            "birth date": Words("其中的出生日期不存在", "the birth date in it does not exist"),
            "check": Words("校验码不对", "its check character is wrong"),
        }[fault]
        yield finding("WR473", place, who=shown(said), why=why)


def _inside(place: Place, *path: str | int) -> Place:
    """A place inside an event."""
    return Place(place.file, path=path_text((*((place.path,) if place.path else ()), *path)))
