"""Reads cases (JSON text, dict, Household) to exact numbers, or gives all faults at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from pydantic_core import PydanticCustomError

from welfare_rules.basics.days import day_text
from welfare_rules.basics.nearest import closest
from welfare_rules.basics.scalars import plain
from welfare_rules.basics.text import Words
from welfare_rules.facts.forms import IDENTITY, IN_CHINESE, Form
from welfare_rules.facts.json_text import parse_json
from welfare_rules.facts.labels import MEMBERS, Labels
from welfare_rules.facts.typed import BaseHousehold
from welfare_rules.facts.values import MOST_LETTERS, Unknown, short
from welfare_rules.findings import CaseError, Finding, Place, finding, nearest, shortened, writable
from welfare_rules.findings.validation import KeyPath, path_text
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.names import ALIKE
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.program.case import HOUSEHOLD, Case, Values

CaseInput = Mapping[str, Any] | str | bytes | BaseHousehold | Case

_AS_THEY_ARE = frozenset({str, int, bool, float, Decimal, dict, list})  # types of a value
_MOST_OF_A_KEY = 60  # letters of an unknown key, in a message
_TEXT = Words("文字", "a text")


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads cases by one jurisdiction's vocabulary. Immutable; made once a jurisdiction."""

    law: Law
    labels: Labels
    household: Form
    member: Form
    receiving: int

    def __reduce__(self) -> tuple[Any, tuple[Law]]:
        """Pickled is the law alone; the form of its cases is made anew."""
        return CaseReader.of, (self.law,)

    @staticmethod
    def of(law: Law) -> CaseReader:
        """The reader of the cases of a law."""
        labels = Labels.of(law)
        household, member = (
            Form.of(law, labels, each) for each in (Entity.HOUSEHOLD, Entity.MEMBER)
        )
        receiving = next((fact.column for fact in law.facts if fact.type.kind is Kind.BENEFITS), -1)
        return CaseReader(law, labels, household, member, receiving)

    def read(self, case: CaseInput, latest: int, name: str = "case") -> Case:
        """The case in exact numbers.

        Raises CaseError with all findings. `latest` is the last day on which a birth can be known
        of.
        """
        if isinstance(case, Case):
            return case
        data = parse_json(case, name) if isinstance(case, (str, bytes)) else case
        if not isinstance(data, Mapping):
            want = Words("一个 JSON 对象", "a JSON object")
            raise CaseError([finding("WR403", Place(name, path="$"), want=want, got=short(data))])
        return _Reading(self, latest, name).case(cast(Mapping[str, Any], data))


@dataclass(slots=True)
class _Reading:
    """One case while it is read: what has been found so far."""

    by: CaseReader
    latest: int
    name: str
    found: list[Finding] = field(default_factory=list[Finding])
    presumed: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    unknown: set[str] = field(default_factory=set[str])
    said_unknown: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def case(self, data: Mapping[str, Any]) -> Case:
        """The case; raises CaseError with all that is wrong with it."""
        people = self.people(data)
        household, _ = self.facts(self.by.household, data, HOUSEHOLD, ())
        identity = self.identity(data, ())
        ids: list[str] = []
        members: list[Values] = []
        receiving: list[frozenset[str]] = []
        for place, person in enumerate(people):
            at = (MEMBERS, place)
            if not isinstance(person, Mapping):
                self.refuse("WR403", at, want=Words("一个对象 {…}", "an object {…}"), got=person)
                continue
            said = cast(Mapping[str, Any], person)
            values, paid = self.facts(self.by.member, said, place, at)
            own = self.identity(said, at)
            if own and own in ids:
                self.refuse("WR408", (*at, IDENTITY), got=own)
            ids.append(own)
            members.append(values)
            receiving.append(paid)
        if self.found:
            raise CaseError(self.found)
        return Case(
            identity,
            household,
            tuple(ids),
            tuple(members),
            tuple(receiving),
            frozenset(self.presumed),
            frozenset(self.unknown),
            frozenset(self.said_unknown),
        )

    def people(self, data: Mapping[str, Any]) -> Sequence[object]:
        """The members as they are written; raises CaseError where there are too many to look at."""
        if MEMBERS not in data:
            self.refuse("WR409", (MEMBERS,), want=MEMBERS)
            return ()
        written: object = data[MEMBERS]
        if not isinstance(written, (list, tuple)):
            self.refuse("WR403", (MEMBERS,), want=Words("一个列表", "a list"), got=written)
            return ()
        people = cast(Sequence[object], written)
        if len(people) > MOST_MEMBERS:
            what = Words("个成员", "members")
            place = Place(self.name, path=MEMBERS)
            raise CaseError([finding("WR412", place, what=what, limit=MOST_MEMBERS)])
        return people

    def identity(self, given: Mapping[str, Any], at: KeyPath) -> str:
        """The id of the household or of a member; empty where it has none that can be used."""
        value: object = given.get(IDENTITY)
        if not isinstance(value, str) or not value or writable(value) != value:
            if IDENTITY in given:
                self.refuse("WR403", (*at, IDENTITY), want=_TEXT, got=value)
            else:
                self.refuse("WR409", (*at, IDENTITY), want=IDENTITY)
            return ""
        if len(value) > MOST_LETTERS:
            what = Words("字符", "characters")
            self.refuse("WR412", (*at, IDENTITY), what=what, limit=MOST_LETTERS)
        return value

    def facts(
        self, form: Form, given: Mapping[str, Any], whose: int, at: KeyPath
    ) -> tuple[Values, frozenset[str]]:
        """Values by column, and what is received.

        A gap is filled by the presumption, or by nothing when the fact does not matter, or stays
        unknown. Of a fact that is said to be unknown nothing is presumed.
        """
        values = list(form.unsaid)
        paid: frozenset[str] = frozenset()
        stated: set[int] = set()
        unsaid: list[int] = []  # of which it is said that they are unknown
        labels: dict[int, str] = {}
        words, receiving, said = form.words, self.by.receiving, Unknown.SAID
        for key, value in given.items():
            word = words.get(key)
            if word is None:
                if key not in form.keys:
                    self.no_fact(form, key, at)
                continue
            column, read, label = word
            if label:
                labels[column] = key
            if value is None:
                continue
            if type(value) not in _AS_THEY_ARE and (value := plain(value)) is None:
                continue
            stated.add(column)
            try:
                made = read(value)
            except PydanticCustomError as error:
                self.no_value(form.ids[column], error, (*at, key))
                values[column] = None
                continue
            if made is said:
                unsaid.append(column)
            elif column == receiving:
                paid = made
            else:
                values[column] = made
        self.gaps(form, values, stated, unsaid, whose)
        if labels:
            self.said_twice(form, given, at)
        for dated in form.dated:
            value = values[dated.column]
            if value is not None and value != dated.presumed:
                start = None if dated.start is None else values[dated.start]
                too_late = dated.past and value > self.latest
                too_early = start is not None and value < start
                if too_late or too_early:
                    key = labels.get(dated.column) or form.ids[dated.column]
                    if too_late:
                        self.refuse("WR410", (*at, key), got=day_text(value))
                    if start is not None and too_early:
                        other = day_text(start)
                        self.refuse("WR411", (*at, key), got=day_text(value), other=other)
        return tuple(values), paid

    def gaps(
        self,
        form: Form,
        values: list[int | None],
        stated: set[int],
        unsaid: Sequence[int],
        whose: int,
    ) -> None:
        """Notes what is presumed and what is unknown, and fills in what does not matter."""
        left = form.columns - stated
        presumed = left & form.presumed
        self.presumed.update([(whose, column) for column in presumed])
        for column in (*(left - presumed), *unsaid):
            ignored = form.ignored.get(column)
            if ignored is not None and values[ignored.other] == ignored.value:
                values[column] = ignored.nothing
                continue
            self.unknown.add(form.ids[column])
            if column in stated:  # as unknown
                self.said_unknown.add((whose, column))
                values[column] = None

    def refuse(self, code: str, at: KeyPath, **details: object) -> None:
        """Notes what is wrong at a place; `got` is shown as JSON writes it."""
        if "got" in details and code == "WR403":
            details["got"] = short(details["got"])
        self.found.append(finding(code, Place(self.name, path=path_text(at)), **details))

    def no_fact(self, form: Form, key: object, at: KeyPath) -> None:
        """Notes a key that is none."""
        if isinstance(key, str) and writable(key) != key:  # half a character
            want = Words("用文字写的名称", "a name that is a text")
            self.refuse("WR403", at, want=want, got=key)
            return
        if not isinstance(key, str):
            where = key if isinstance(key, int) else str(key)
            want = Words("用文字写的名称", "a name that is a text")
            self.refuse("WR403", (*at, where), want=want, got=key)
            return
        meant = IN_CHINESE.get(key, "")
        self.refuse(
            "WR402",
            (*at, key),
            got=shortened(key, _MOST_OF_A_KEY),
            nearest=lambda: (
                meant
                if meant in form.keys
                else closest(key[:_MOST_OF_A_KEY], (*form.words, *form.keys))
            ),
        )

    def no_value(self, fact: str, error: PydanticCustomError, at: KeyPath) -> None:
        """Notes a value that a fact cannot have."""
        place = Place(self.name, path=path_text(at))
        self.found.append(value_finding(self.by.labels, fact, error, place))

    def said_twice(self, form: Form, given: Mapping[str, Any], at: KeyPath) -> None:
        """Notes each fact that stands under its id and its label."""
        keys: dict[int, str] = {}
        for key in given:
            word = form.words.get(key)
            if word is None:
                continue
            if word[0] in keys:
                self.refuse("WR416", (*at, key), got=key, other=keys[word[0]])
            keys[word[0]] = key


def value_finding(labels: Labels, fact: str, error: PydanticCustomError, place: Place) -> Finding:
    """What is told of a value that a fact cannot have."""
    context: dict[str, Any] = dict(error.context or {})
    if error.type in ("WR317", "WR405"):
        context["nearest"] = nearest(str(context["got"]), labels.values[fact], ALIKE)
    return finding(error.type, place, **context)
