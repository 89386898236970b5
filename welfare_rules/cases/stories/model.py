"""From files of stories to stories that can be run.

The household of the first day, what became of it, what was paid, what is expected.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from welfare_rules.basics.days import Month, day_number
from welfare_rules.basics.text import Words
from welfare_rules.cases.build import FACT_PATH, HOUSEHOLD_ID, Builder, Drawn
from welfare_rules.cases.expected import fen_at
from welfare_rules.cases.files import CaseFile, StoryFile
from welfare_rules.cases.models import FORMAT, CasesForm, ChangeForm, PaidForm, StoryForm
from welfare_rules.cases.stories.expected import StoryExpected
from welfare_rules.cases.stories.reader import StoryReader
from welfare_rules.document.source import Origin
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.findings import Finding, FindingsError, Place, finding, nearest
from welfare_rules.history.facts import History, read_history
from welfare_rules.history.timeline import refuse_disorder
from welfare_rules.language.types import Entity
from welfare_rules.loading import parse_day, parse_month, refuse_uncovered
from welfare_rules.settlement.ledger import Ledger, Payment, payment_of

FIXED = ("id", "members")  # what no change can set


@dataclass(frozen=True, slots=True)
class Story:
    """One story that can be run."""

    name: str
    jurisdiction: str
    origin: Origin
    first: Month
    last: Month
    known: int
    history: History
    ledger: Ledger
    expect: StoryExpected
    reason: str

    @property
    def place(self) -> Place:
        return self.origin.place("name")


class StoryBuilder:
    """Builds the stories of the files of one jurisdiction.

    Bases are found as for its cases; complaints gather in the builder.
    """

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.law = builder.law
        self.found = builder.found
        self.member_facts = {each.id for each in self.law.facts if each.entity is Entity.MEMBER}

    def build(self, file: StoryFile) -> tuple[Story, ...]:
        names: set[str] = set()
        made: list[Story] = []
        for place, form in enumerate(file.form.story):
            origin = Origin(file.source, ("story", place))
            if form.name in names:
                self.found.append(
                    finding("WR321", origin.place("name"), what="story", got=form.name)
                )
            names.add(form.name)
            if form.cite is None and form.arithmetic is None:
                self.found.append(finding("WR111", origin.place("name"), want="arithmetic / cite"))
            before = len(self.found)
            story = self._story(file, form, origin)
            if story is not None and len(self.found) == before:
                made.append(story)
        return tuple(made)

    def _story(self, file: StoryFile, form: StoryForm, origin: Origin) -> Story | None:
        months = self._months(form, origin)
        known = form.known or file.form.known
        if known is None:
            self.found.append(finding("WR111", origin.place("name"), want="known"))
        if months is None or known is None:
            return None
        first, last = months
        bases = CaseFile(
            file.path, file.jurisdiction, file.source, CasesForm(format=FORMAT, base=file.form.base)
        )
        drawn = self.builder.draw(self.builder.layers(bases, [form], [origin], (form.name,)))
        written, household = drawn.data, str(drawn.household.get("id", HOUSEHOLD_ID))
        latest = max(last.last, day_number(known), parse_day(None))
        members = dict.fromkeys(drawn.members)
        readable = self.builder.read(drawn, latest, origin) is not None
        changes: list[Mapping[str, Any]] = [{}] * len(form.change)
        for place, change in sorted(
            enumerate(form.change),
            key=lambda each: (each[1].from_, each[1].learned or each[1].from_),
        ):
            at = origin.child("change", place)
            changes[place] = _row(change, self._set(change, at, drawn))
            members.update(dict.fromkeys(drawn.members))
            readable = readable and self.builder.read(drawn, latest, at) is not None
        wanted = StoryReader(self.law, self.builder.labels, household, tuple(members), first, last)
        ledger = tuple(self._paid(form, origin, wanted))
        expect = wanted.read(form.expect, origin.child("expect"))
        self.found.extend(wanted.found)
        if expect.nothing and not wanted.found:
            self.found.append(finding("WR111", origin.place("name"), want="expect"))
        if not readable or wanted.found:
            return None
        learned = {} if form.learned is None else {"learned": form.learned}
        try:
            history = read_history({"case": written, **learned, "changes": changes})
        except FindingsError as error:
            self._moved(error, origin.place("change"))
            return None
        reason = form.arithmetic or form.cite or ""
        return Story(
            form.name,
            file.jurisdiction,
            origin,
            first,
            last,
            day_number(known),
            history,
            ledger,
            expect,
            reason,
        )

    def _months(self, form: StoryForm, origin: Origin) -> tuple[Month, Month] | None:
        key = "from"
        try:
            first = parse_month(form.from_)
            refuse_uncovered(self.law, first)
            key = "to"
            last = parse_month(form.to)
            refuse_disorder(first, last)
        except FindingsError as error:
            self._moved(error, origin.place(key))
            return None
        return first, last

    def _moved(self, error: FindingsError, place: Place) -> None:
        self.found.extend(Finding(each.code, place, each.details) for each in error.findings)

    # --- what became of the household ---

    def _set(self, change: ChangeForm, at: Origin, drawn: Drawn) -> dict[str, Any]:
        """What a change makes of the household, by the paths of a history.

        The household is drawn further.
        """
        said: dict[str, Any] = {}
        named = self.builder.named(change.set, Entity.HOUSEHOLD, at.child("set"))
        for fact, (value, word) in named.items():
            here = at.child("set", word)
            if fact in FIXED:
                self.found.append(finding("WR402", here.place(key=True), got=word))
            elif isinstance(value, Mapping) and fact not in self.builder.household_facts:
                said.update(self._member(word, cast(Mapping[str, Any], value), here, drawn))
            else:
                drawn.household[fact] = said[fact] = value
                drawn.places["", fact] = here
        for place, name in enumerate(change.without):
            if drawn.members.pop(name, None) is None:
                hint = nearest(name, drawn.members)
                self.found.append(
                    finding("WR317", at.place("without", place), got=name, nearest=hint)
                )
            said[f"members[{name}]"] = None
        for place, path in enumerate(change.unknown):
            said.update(self._forget(path, at.child("unknown", place), drawn))
        if not (change.set or change.without or change.unknown):
            self.found.append(finding("WR111", at.place(), want="set / without / unknown"))
        return said

    def _member(
        self, name: str, facts: Mapping[str, Any], at: Origin, drawn: Drawn
    ) -> Iterable[tuple[str, Any]]:
        """What a member becomes.

        Who is not of the household yet joins it, with what is so of everyone.
        """
        new = name not in drawn.members
        named = self.builder.named(facts, Entity.MEMBER, at)
        facts = {fact: value for fact, (value, _) in named.items()}
        if new and not self.builder.belonging <= set(facts):
            self.found.append(
                finding("WR317", at.place(key=True), got=name, nearest=nearest(name, drawn.members))
            )
            return
        if "id" in facts:
            self.found.append(finding("WR402", at.place("id", key=True), got="id"))
            return
        person = drawn.members.setdefault(name, dict(drawn.everyone))
        person.update(facts)
        drawn.places.update(
            {
                (name, fact): at.child(named[fact][1]) if fact in named else at
                for fact in (person if new else facts)
            }
        )
        if new:
            yield f"members[{name}]", dict(person)
        else:
            yield from ((f"members[{name}].{key}", value) for key, value in facts.items())

    def _forget(self, path: str, at: Origin, drawn: Drawn) -> Iterable[tuple[str, Any]]:
        """A fact that becomes unknown: `vehicles`, `members[a].wage`, or `a.wage`."""
        match = FACT_PATH.fullmatch(path)
        member, word = (
            (match.group(1) or match.group(2) or "", match.group(3)) if match else ("", path)
        )
        fact = self.builder.labels.fact(word, Entity.MEMBER if member else Entity.HOUSEHOLD)
        if member in drawn.members and fact in self.member_facts:
            drawn.members[member][fact] = dict(SAID_UNKNOWN)
            drawn.places[member, fact] = at
            yield f"members[{member}].{fact}", dict(SAID_UNKNOWN)
        elif not member and fact in self.builder.household_facts and fact not in FIXED:
            drawn.household[fact] = dict(SAID_UNKNOWN)
            drawn.places["", fact] = at
            yield fact, dict(SAID_UNKNOWN)
        else:
            known = self.builder.paths(drawn.members)
            self.found.append(finding("WR402", at.place(), got=path, nearest=nearest(path, known)))

    # --- what was paid ---

    def _paid(self, form: StoryForm, origin: Origin, names: StoryReader) -> Iterable[Payment]:
        for place, row in enumerate(form.paid):
            at = origin.child("paid", place)
            months = self._paid_months(row, at, names)
            amount = fen_at(row.amount, at.child("amount"), self.found)
            benefit = self.builder.labels.benefits.get(row.benefit, row.benefit)
            if benefit not in names.payees:
                hint = nearest(row.benefit, self.builder.labels.benefits)
                self.found.append(
                    finding("WR317", at.place("benefit"), got=row.benefit, nearest=hint)
                )
                continue
            payee = names.payee(
                benefit, row.payee, at.child("payee") if row.payee else at.child("benefit")
            )
            for month in months:
                decided = self._decided(row.decided, month, at)
                if payee is not None and amount is not None and decided is not None:
                    yield payment_of(month, benefit, payee, amount, decided)

    def _paid_months(self, row: PaidForm, at: Origin, names: StoryReader) -> tuple[Month, ...]:
        if row.month is not None and (row.from_ is not None or row.to is not None):
            both = Words("month 与 from、to 只写一种", "write either month, or from and to")
            self.found.append(finding("WR119", at.place("month", key=True), why=both))
            return ()
        if row.month is not None:
            return names.span(row.month, at.child("month"))
        if row.from_ is None or row.to is None:
            want = (
                "month"
                if row.from_ is None and row.to is None
                else "from"
                if row.from_ is None
                else "to"
            )
            self.found.append(finding("WR111", at.place(), want=want))
            return ()
        return names.span(f"{row.from_} 至 {row.to}", at.child("from"))

    def _decided(self, decided: Any, month: Month, at: Origin) -> int | None:
        """The day of the decision; 0 where none is recorded."""
        if decided is None:
            return 0
        if isinstance(decided, datetime.date):
            return day_number(decided)
        if isinstance(decided, int) and not isinstance(decided, bool) and 1 <= decided <= 28:
            return month.first + decided - 1
        want = Words("日期，或每月的第几日（1 至 28）", "a date, or a day of each month (1 to 28)")
        self.found.append(finding("WR112", at.place("decided"), want=want, got=decided))
        return None


def _row(change: ChangeForm, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A change as a history writes it."""
    return {
        "from": change.from_,
        "learned": change.learned or change.from_,
        "source": change.source,
        "set": dict(said),
    }
