"""Reads cases (JSON text, dict, Household) to exact numbers, or gives all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from welfare_rules.basics.days import day_text
from welfare_rules.basics.text import Words
from welfare_rules.facts.household import Household
from welfare_rules.facts.json_text import parse_json
from welfare_rules.facts.labels import MEMBERS, Labels
from welfare_rules.facts.models import CaseModel, case_models
from welfare_rules.facts.values import MOST_LETTERS, Unknown, short
from welfare_rules.findings import CaseError, Finding, Place, finding, nearest
from welfare_rules.findings.validation import Refusals, path_text
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.names import ALIKE
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact, Law
from welfare_rules.program.case import HOUSEHOLD, Case, Values

CaseInput = Mapping[str, Any] | str | bytes | Household | Case


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads cases by one jurisdiction's vocabulary. Immutable; made once a jurisdiction."""

    law: Law
    model: type[CaseModel]
    labels: Labels
    household_ids: tuple[str | None, ...]
    member_ids: tuple[str | None, ...]
    household_gaps: tuple[tuple[int, int | None, tuple[int, int] | None], ...]
    member_gaps: tuple[tuple[int, int | None, tuple[int, int] | None], ...]
    receiving: int

    def __reduce__(self) -> tuple[Any, tuple[Law]]:
        """Pickled is the law alone; the form of its cases is made anew."""
        return CaseReader.of, (self.law,)

    @staticmethod
    def of(law: Law) -> CaseReader:
        columns = {(fact.entity, fact.id): fact.column for fact in law.facts}

        def ids(entity: Entity) -> tuple[str | None, ...]:
            return tuple(fact.id if fact.entity is entity else None for fact in law.facts)

        def gaps(entity: Entity) -> tuple[tuple[int, int | None, tuple[int, int] | None], ...]:
            return tuple(
                (
                    fact.column,
                    None if fact.presumed is None else fact.kept(fact.presumed),
                    None
                    if fact.ignored_when is None
                    else (
                        columns.get((entity, fact.ignored_when[0]), fact.column),
                        fact.ignored_when[1],
                    ),
                )
                for fact in law.facts
                if fact.entity is entity
            )

        receiving = next((fact.column for fact in law.facts if fact.type.kind is Kind.BENEFITS), -1)
        return CaseReader(
            law,
            case_models(law),
            Labels.of(law),
            ids(Entity.HOUSEHOLD),
            ids(Entity.MEMBER),
            gaps(Entity.HOUSEHOLD),
            gaps(Entity.MEMBER),
            receiving,
        )

    def read(self, case: CaseInput, latest: int, name: str = "case") -> Case:
        """The case in exact numbers.

        Raises CaseError with all findings. `latest` is the last day on which a birth can be known
        of.
        """
        if isinstance(case, Case):
            return case
        data = _data(case, name)
        if not isinstance(data, Mapping):
            raise CaseError(
                [
                    finding(
                        "WR403",
                        Place(name, path="$"),
                        want=Words("一个 JSON 对象", "a JSON object"),
                        got=short(data),
                    )
                ]
            )
        facts = cast(Mapping[str, Any], data)
        _sizes(facts, name)
        try:
            return self._in_ids(facts, latest, name)
        except CaseError:
            named = self.labels.case(facts, name)
            if not (named.written or named.twice):
                raise
        found = list(named.twice)
        made: Case | None = None
        try:
            made = self._in_ids(named.data, latest, name)
        except CaseError as error:
            found.extend(replace(each, place=named.place(each.place)) for each in error.findings)
        if made is None or found:
            raise CaseError(found)
        return made

    def _in_ids(self, data: Mapping[str, Any], latest: int, name: str) -> Case:
        """The case of facts that are named by their ids."""
        found: list[Finding] = []
        try:
            model = self.model.model_validate(data)
        except ValidationError as error:
            found.extend(self._findings(error.errors(include_url=False), name))
            raise CaseError(found) from None
        made = self._case(model)
        found.extend(self._contradictions(made, latest, name))
        if found:
            raise CaseError(found)
        return made

    def _case(self, model: CaseModel) -> Case:
        fields = model.__dict__
        people = [each.__dict__ for each in fields["members"]]
        presumed: set[tuple[int, int]] = set()
        unknown: set[str] = set()
        said_unknown: set[tuple[int, int]] = set()
        gaps = presumed, unknown, said_unknown
        household = self._values(fields, self.household_ids, self.household_gaps, HOUSEHOLD, *gaps)
        receiving: list[frozenset[str]] = []
        members: list[Values] = []
        for place, person in enumerate(people):
            paid = person.get(self.law.facts[self.receiving].id) if self.receiving >= 0 else None
            receiving.append(frozenset() if paid is None or paid is Unknown.SAID else paid)
            members.append(self._values(person, self.member_ids, self.member_gaps, place, *gaps))
        return Case(
            fields["id"],
            household,
            tuple(each["id"] for each in people),
            tuple(members),
            tuple(receiving),
            frozenset(presumed),
            frozenset(unknown),
            frozenset(said_unknown),
        )

    def _values(
        self,
        given: Mapping[str, Any],
        ids: tuple[str | None, ...],
        gaps: Sequence[tuple[int, int | None, tuple[int, int] | None]],
        whose: int,
        presumed: set[tuple[int, int]],
        unknown: set[str],
        said_unknown: set[tuple[int, int]],
    ) -> Values:
        """Values by column.

        A gap is filled by the presumption, or by nothing when the fact does not matter, or stays
        unknown. Of a fact that is said to be unknown nothing is presumed.
        """
        values = [None if each is None else given[each] for each in ids]
        said = Unknown.SAID
        for column, presumption, ignored in gaps:
            value = values[column]
            if value is said:
                if ignored is not None and values[ignored[0]] == ignored[1]:
                    values[column] = self.law.facts[column].kept(self.law.facts[column].low)
                else:
                    values[column] = None
                    unknown.add(self.law.facts[column].id)
                    said_unknown.add((whose, column))
            elif column == self.receiving:
                values[column] = 0
                if value is None:
                    presumed.add((whose, column))
            elif value is None:
                if presumption is not None:
                    values[column] = presumption
                    presumed.add((whose, column))
                elif ignored is not None and values[ignored[0]] == ignored[1]:
                    values[column] = self.law.facts[column].kept(self.law.facts[column].low)
                else:
                    unknown.add(self.law.facts[column].id)
        return tuple(values)

    def _findings(self, errors: Iterable[ErrorDetails], name: str) -> list[Finding]:
        found: list[Finding] = []
        for each in errors:
            found.append(self._finding(each, Place(name, path=path_text(each["loc"]))))
        return found

    def _finding(self, each: ErrorDetails, place: Place) -> Finding:
        context = each.get("ctx") or {}
        if each["type"] in ("WR317", "WR405"):
            words = self.labels.values[_fact_of(each["loc"])]
            near = nearest(str(context["got"]), words, ALIKE)
            return finding(each["type"], place, **context, nearest=near)
        found = _REFUSALS.finding(each, place, lambda: self._keys(each["loc"]))
        if found is not None:
            return found
        if each["type"] == "string_too_long":
            what = Words("字符", "characters")
            return finding("WR412", place, what=what, limit=MOST_LETTERS)
        want = Words("一个对象", "an object")
        return finding("WR403", place, want=want, got=short(each.get("input")))

    def _keys(self, loc: Sequence[str | int]) -> list[str]:
        """What may stand where an unknown key stands."""
        whose, more = (
            (Entity.MEMBER, ["id"]) if len(loc) > 1 else (Entity.HOUSEHOLD, ["id", MEMBERS])
        )
        return [*self.labels.facts[whose], *more]

    def _contradictions(self, case: Case, latest: int, name: str) -> Iterable[Finding]:
        """What no single fact shows.

        One id for two people, a birth nobody can know of yet, an end before its beginning.
        """
        seen: set[str] = set()
        for place, member in enumerate(case.member_ids):
            if member in seen:
                yield finding("WR408", Place(name, path=f"members[{place}].id"), got=member)
            seen.add(member)
        for fact in self.law.facts:
            whose = (
                [(HOUSEHOLD, case.household)]
                if fact.entity is Entity.HOUSEHOLD
                else list(enumerate(case.members))
            )
            for payee, values in whose:
                yield from self._fact_contradictions(fact, payee, values, latest, name)

    def _fact_contradictions(
        self, fact: Fact, payee: int, values: Values, latest: int, name: str
    ) -> Iterable[Finding]:
        value = values[fact.column]
        if value is None or not (fact.past or fact.not_before):
            return
        path = fact.id if payee == HOUSEHOLD else f"members[{payee}].{fact.id}"
        if fact.past and value > latest and value != fact.presumed:
            yield finding("WR410", Place(name, path=path), got=day_text(value))
        if fact.not_before:
            other = next(
                (
                    each
                    for each in self.law.facts
                    if (each.id, each.entity) == (fact.not_before, fact.entity)
                ),
                None,
            )
            start = values[other.column] if other is not None else None
            if start is not None and value < start and value != fact.presumed:
                yield finding(
                    "WR411", Place(name, path=path), got=day_text(value), other=day_text(start)
                )


_FORMS: dict[str, Words] = {
    "string_type": Words("文字", "a text"),
    "string_too_short": Words("文字", "a text"),
    "string_unicode": Words("文字", "a text"),
    "invalid_key": Words("用文字写的名称", "a name that is a text"),
    "list_type": Words("一个列表", "a list"),
    "model_type": Words("一个对象 {…}", "an object {…}"),
}
_REFUSALS = Refusals("WR402", "WR409", "WR403", _FORMS, short)


def _fact_of(loc: Sequence[str | int]) -> str:
    """The fact that a place in a case is of: the last name that it goes through."""
    return next(each for each in reversed(loc) if isinstance(each, str))


def _data(case: Mapping[str, Any] | str | bytes | Household, name: str) -> object:
    if isinstance(case, Household):
        return case.to_dict()
    return parse_json(case, name) if isinstance(case, (str, bytes)) else case


def _sizes(data: Mapping[str, Any], name: str) -> None:
    members = data.get("members")
    if isinstance(members, (list, tuple)) and len(cast(Sequence[Any], members)) > MOST_MEMBERS:
        raise CaseError(
            [
                finding(
                    "WR412",
                    Place(name, path="members"),
                    what=Words("个成员", "members"),
                    limit=MOST_MEMBERS,
                )
            ]
        )
