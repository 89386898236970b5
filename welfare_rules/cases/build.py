"""From case files to cases that can be run.

Bases and series laid over one another, facts read by the law, expectations by its names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from welfare_rules.basics.days import LAST, Month, day_number
from welfare_rules.basics.nearest import closest
from welfare_rules.basics.text import Words
from welfare_rules.cases.drawn import FACT_PATH, Drawn
from welfare_rules.cases.expected import Expected, Reader
from welfare_rules.cases.files import CaseFile
from welfare_rules.cases.models import CaseForm, HouseholdForm
from welfare_rules.cases.watches.model import Telling, Watched, WatchedBuilder
from welfare_rules.cases.wording import Wording
from welfare_rules.document.source import Origin
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.findings import Finding, FindingsError, Place, finding, nearest
from welfare_rules.language.types import Entity
from welfare_rules.loading import parse_day, parse_month
from welfare_rules.program.case import Case

EVERYONE = "*"  # facts of every member, unless a member has its own
MOST_BASES = 50  # that build on one another
MOST_DRAWN = 50_000  # members of all cases of a file: a line may build on a base of two hundred
_Case = tuple[tuple[CaseForm, ...], tuple[Origin, ...]]  # a case, with its series before it
RESERVED = frozenset({"builds_on", "without", "unknown", "note", "members"})


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One case that can be run."""

    name: str
    jurisdiction: str
    origin: Origin
    month: Month
    known: int
    case: Case | None
    expect: Expected
    reason: str
    watched: Watched | None = None  # where alerts are expected

    @property
    def place(self) -> Place:
        return self.origin.place("name")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one base, series or case says about the household."""

    origin: Origin
    facts: Mapping[str, Any]
    members: Mapping[str, Any]
    members_at: Origin
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    month: str | None = None


class Builder:
    """Builds the cases of the files of one jurisdiction, and draws the households of its stories.

    `around` are the files whose bases may be used, the nearest folder first.
    """

    def __init__(self, words: Wording, around: Sequence[CaseFile]) -> None:
        self.words = words
        self.found = words.found
        self.around = around
        self._cases: dict[Path, dict[str, _Case]] = {}  # of each file, by name

    def build(self, file: CaseFile) -> tuple[PolicyCase, ...]:
        names: dict[str, Origin] = {}
        made: list[PolicyCase] = []
        members = 0
        for forms, origins in _written(file):
            form, origin = forms[-1], origins[-1]
            name = " / ".join(each.name for each in forms)
            if name in names:
                self.found.append(finding("WR321", origin.place("name"), what="case", got=name))
            names[name] = origin
            one = self._case(file, name, forms, origins)
            if one is not None:
                made.append(one)
                members += 0 if one.case is None else len(one.case.members)
            if members > MOST_DRAWN:
                what = Words("一个文件全部案例的成员", "members in all cases of a file")
                place = origin.place("name")
                self.found.append(finding("WR412", place, what=what, limit=MOST_DRAWN))
                break
            if (
                form.cite is None
                and form.arithmetic is None
                and all(each.cite is None and each.arithmetic is None for each in forms)
            ):
                self.found.append(finding("WR111", origin.place("name"), want="arithmetic / cite"))
        return tuple(made)

    def _case(
        self, file: CaseFile, name: str, forms: Sequence[CaseForm], origins: Sequence[Origin]
    ) -> PolicyCase | None:
        before = len(self.found)
        layers = self.layers(file, forms, origins, (name,))
        told = Telling.of(forms, origins)
        month_text = (
            next((each.month for each in reversed(layers) if each.month), None)
            or told.month
            or file.form.month
        )
        known_day = (
            next((each.known for each in reversed(forms) if each.known), None) or file.form.known
        )
        known = LAST if known_day is None else day_number(known_day)
        origin = origins[-1]
        if month_text is None:
            self.found.append(finding("WR111", origin.place("name"), want="month"))
            return None
        try:
            month = parse_month(month_text)
        except FindingsError as error:
            self.found.extend(
                Finding(each.code, origin.place("month"), each.details) for each in error.findings
            )
            return None
        drawn = self.draw(layers)
        wanted = Reader(self.words.law, self.words.labels, drawn.members)
        expectations = dict(_expectations(forms, origins))
        alerts = expectations.pop("alerts", None)
        expect = wanted.read(expectations)
        self.found.extend(wanted.found)
        if expect.nothing and alerts is None and told.place is None and not wanted.found:
            self.found.append(finding("WR111", origin.place("name"), want="expect"))
        latest = max(month.last, 0 if known_day is None else known, parse_day(None))
        case = self.words.read(drawn, latest, origin)
        watched = WatchedBuilder(self.words).read(told, alerts, drawn, month, known, latest)
        if len(self.found) > before:
            return None
        reason = (
            next(
                (
                    each.arithmetic or each.cite
                    for each in reversed(forms)
                    if each.arithmetic or each.cite
                ),
                "",
            )
            or ""
        )
        return PolicyCase(
            name, file.jurisdiction, origin, month, known, case, expect, reason, watched
        )

    # --- layers ---

    def layers(
        self,
        file: CaseFile,
        forms: Sequence[HouseholdForm],
        origins: Sequence[Origin],
        path: tuple[str, ...],
    ) -> list[Layer]:
        """The base that the last form names, or its series, and each form on top of it."""
        layers: list[Layer] = []
        for form, origin in zip(reversed(forms), reversed(origins), strict=True):
            on = form.builds_on or form.base
            if on is not None:
                layers = self._named(
                    file, on, origin.child("builds_on" if form.builds_on else "base"), path
                )
                break
        for form, origin in zip(forms, origins, strict=True):
            month = form.month if isinstance(form, CaseForm) else None
            layers.append(
                self._layer(
                    origin, origin.child("case"), form.case, form.without, form.unknown, month
                )
            )
        return layers

    def _layer(
        self,
        origin: Origin,
        at: Origin,
        given: Mapping[str, Any],
        without: Iterable[str],
        unknown: Iterable[str],
        month: str | None,
    ) -> Layer:
        """Household facts and members apart: a table that is no household fact is a member."""
        facts: dict[str, Any] = {}
        members: dict[str, Any] = {}
        for key, value in given.items():
            if key == "members" and isinstance(value, Mapping):
                continue
            fact = self.words.labels.fact(key, Entity.HOUSEHOLD)
            if fact not in self.words.household_facts and isinstance(value, Mapping):
                members[key] = value
            else:
                facts[key] = value
        listed = given.get("members")
        inside: Mapping[str, Any] = (
            cast(Mapping[str, Any], listed) if isinstance(listed, Mapping) else {}
        )
        members_at = at if not inside else at.child("members")
        if members and inside:
            both = Words(
                "成员要么都写在 members 之内，要么都不写",
                "members stand all inside `members` or all outside",
            )
            self.found.append(finding("WR119", at.place("members", key=True), why=both))
        return Layer(
            origin, facts, {**members, **inside}, members_at, tuple(without), tuple(unknown), month
        )

    def _named(
        self, file: CaseFile, name: str, asked: Origin, path: tuple[str, ...]
    ) -> list[Layer]:
        """The layers of a base or another case by name; the same file is searched first."""
        if name in path:
            self.found.append(finding("WR308", asked.place(), path=" -> ".join((*path, name))))
            return []
        if len(path) > MOST_BASES:
            self.found.append(finding("WR362", asked.place(), limit=MOST_BASES))
            return []
        for each in (file, *self.around):
            given = each.form.base.get(name)
            if given is not None:
                return self._base(each, name, given, (*path, name))
        for each in (file, *self.around):
            one = self._cases_of(each).get(name)
            if one is not None:
                return self.layers(each, *one, (*path, name))

        def known() -> str:
            bases = [one for each in (file, *self.around) for one in each.form.base]
            return closest(name, [*bases, *self._cases_of(file)])

        self.found.append(finding("WR317", asked.place(), got=name, nearest=known))
        return []

    def _cases_of(self, file: CaseFile) -> Mapping[str, _Case]:
        """The cases of a file by name, a line of a series by its own name too: the first."""
        cases = self._cases.get(file.path)
        if cases is None:
            cases = self._cases[file.path] = {}
            for each in _written(file):
                cases.setdefault(each[0][-1].name, each)
                cases.setdefault(" / ".join(form.name for form in each[0]), each)
        return cases

    def _base(
        self, file: CaseFile, name: str, given: Mapping[str, Any], path: tuple[str, ...]
    ) -> list[Layer]:
        origin = Origin(file.source, ("base", name))
        on = given.get("builds_on")
        layers = (
            self._named(file, str(on), origin.child("builds_on"), path) if on is not None else []
        )
        facts = {
            key: value for key, value in given.items() if key not in RESERVED or key == "members"
        }
        return [
            *layers,
            self._layer(
                origin,
                origin,
                facts,
                _texts(given.get("without")),
                _texts(given.get("unknown")),
                None,
            ),
        ]

    # --- laying together ---

    def draw(self, layers: Sequence[Layer]) -> Drawn:
        drawn = Drawn()
        everyone = drawn.everyone
        own: dict[str, dict[str, Any]] = {}
        for layer in layers:
            at = Origin(layer.members_at.source, layer.members_at.path)
            base_at = (
                at
                if not layer.members_at.path or layer.members_at.path[-1] != "members"
                else Origin(at.source, at.path[:-1])
            )
            for fact, (value, word) in self.words.named(
                layer.facts, Entity.HOUSEHOLD, base_at
            ).items():
                drawn.household[fact] = value
                drawn.places["", fact] = base_at.child(word)
            for member, given in layer.members.items():
                if not isinstance(given, Mapping):
                    self.found.append(
                        finding(
                            "WR112",
                            at.place(member),
                            want=Words("一个表 { … }", "a table { … }"),
                            got=given,
                        )
                    )
                    continue
                named = self.words.named(
                    cast(Mapping[str, Any], given), Entity.MEMBER, at.child(member)
                )
                facts = {fact: value for fact, (value, _) in named.items()}
                if (
                    member != EVERYONE
                    and member not in own
                    and not self.words.belonging <= set(facts)
                ):
                    hint = nearest(member, own)
                    self.found.append(
                        finding("WR317", at.place(member, key=True), got=member, nearest=hint)
                    )
                here = everyone if member == EVERYONE else own.setdefault(member, {})
                here.update(facts)
                drawn.places.update(
                    {(member, fact): at.child(member, word) for fact, (_, word) in named.items()}
                )
            for member in layer.without:
                if own.pop(member, None) is None:
                    self.found.append(
                        finding(
                            "WR317",
                            layer.origin.place("without"),
                            got=member,
                            nearest=nearest(member, own),
                        )
                    )
            self._forget(layer, drawn, everyone, own)
        drawn.members = {name: {**everyone, **facts} for name, facts in own.items()}
        for name, facts in drawn.members.items():
            for key in facts:
                if (name, key) not in drawn.places and (EVERYONE, key) in drawn.places:
                    drawn.places[name, key] = drawn.places[EVERYONE, key]
        return drawn

    def _forget(
        self, layer: Layer, drawn: Drawn, everyone: dict[str, Any], own: dict[str, dict[str, Any]]
    ) -> None:
        """Facts that a case says are unknown: `vehicles`, `members[a].wage`, or `a.wage`."""
        for place, path in enumerate(layer.unknown):
            match = FACT_PATH.fullmatch(path)
            member, word = (
                (match.group(1) or match.group(2) or "", match.group(3)) if match else ("", path)
            )
            fact = self.words.labels.fact(word, Entity.MEMBER if member else Entity.HOUSEHOLD)
            if (member in own or member == EVERYONE) and fact in self.words.member_facts:
                (everyone if member == EVERYONE else own[member])[fact] = dict(SAID_UNKNOWN)
                drawn.places[member, fact] = layer.origin.child("unknown", place)
            elif not member and fact in self.words.household_facts and fact != "id":
                drawn.household[fact] = dict(SAID_UNKNOWN)
                drawn.places["", fact] = layer.origin.child("unknown", place)
            else:
                known = self.words.paths(own)
                self.found.append(
                    finding(
                        "WR402",
                        layer.origin.place("unknown", place),
                        got=path,
                        nearest=nearest(path, known),
                    )
                )


def _written(file: CaseFile) -> Iterable[_Case]:
    """Every case of a file: alone, or as a line of its series, with the place of each."""
    for place, form in enumerate(file.form.case):
        yield (form,), (Origin(file.source, ("case", place)),)
    for place, series in enumerate(file.form.series):
        origin = Origin(file.source, ("series", place))
        for line, form in enumerate(series.cases):
            yield (series, form), (origin, origin.child("cases", line))


def _expectations(
    forms: Sequence[HouseholdForm], origins: Sequence[Origin]
) -> Mapping[str, tuple[Any, Origin]]:
    """The expectations of a line, with those of its series where it has none of its own."""
    return {
        key: (value, origin.child("expect", key))
        for form, origin in zip(forms, origins, strict=True)
        for key, value in form.expect.items()
    }


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in cast(list[Any], value)) if isinstance(value, list) else ()
