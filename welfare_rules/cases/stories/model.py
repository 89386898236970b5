"""From files of stories to stories that can be run.

The household of the first day, what became of it, what was paid, what is expected.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from welfare_rules.basics.days import Month, day_number
from welfare_rules.basics.text import Words
from welfare_rules.cases.build import Builder
from welfare_rules.cases.changed import Changing
from welfare_rules.cases.drawn import HOUSEHOLD_ID
from welfare_rules.cases.expected import fen_at
from welfare_rules.cases.files import CaseFile, StoryFile
from welfare_rules.cases.models import FORMAT, CasesForm, PaidForm, StoryForm
from welfare_rules.cases.stories.expected import StoryExpected
from welfare_rules.cases.stories.reader import StoryReader
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, FindingsError, Place, finding, nearest
from welfare_rules.history.facts import History, read_history
from welfare_rules.history.timeline import refuse_disorder
from welfare_rules.loading import parse_day, parse_month, refuse_uncovered
from welfare_rules.settlement.ledger import Ledger, Payment, payment_of


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
        self.law = builder.words.law
        self.found = builder.found

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
        readable = self.builder.words.read(drawn, latest, origin) is not None
        changes: list[Mapping[str, Any]] = [{}] * len(form.change)
        for place, row, at in Changing(self.builder.words).rows(form.change, origin, drawn):
            changes[place] = row
            members.update(dict.fromkeys(drawn.members))
            readable = readable and self.builder.words.read(drawn, latest, at) is not None
        wanted = StoryReader(
            self.law, self.builder.words.labels, household, tuple(members), first, last
        )
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

    # --- what was paid ---

    def _paid(self, form: StoryForm, origin: Origin, names: StoryReader) -> Iterable[Payment]:
        for place, row in enumerate(form.paid):
            at = origin.child("paid", place)
            months = self._paid_months(row, at, names)
            amount = fen_at(row.amount, at.child("amount"), self.found)
            benefit = self.builder.words.labels.benefits.get(row.benefit, row.benefit)
            if benefit not in names.payees:
                hint = nearest(row.benefit, self.builder.words.labels.benefits)
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
