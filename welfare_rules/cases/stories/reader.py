"""What a story expects, read from its file.

Benefits, payees, months and causes by the names of one law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from welfare_rules.basics.days import Month, every_month
from welfare_rules.basics.text import Words
from welfare_rules.cases.drawn import FACT_PATH
from welfare_rules.cases.expected import STATUSES, Said, fen_at, table
from welfare_rules.cases.stories.expected import (
    CausesExpected,
    DueExpected,
    PlanExpected,
    StoryExpected,
    Sum,
    SumExpected,
)
from welfare_rules.document.source import Origin
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import CATALOGUE, Finding, finding, nearest
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.settlement.recovery_plan import PARTS, Part

KINDS: dict[str, str] = {
    "figure": "figure",
    "后来公布": "figure",
    "correction": "correction",
    "更正": "correction",
    "rule": "rule",
    "规定有变": "rule",
    "late_fact": "late_fact",
    "晚知": "late_fact",
    "wrong_fact": "wrong_fact",
    "登记有误": "wrong_fact",
    "payment": "payment",
    "发放有误": "payment",
    "conflict": "conflict",
    "说法不一": "conflict",
    "missing_fact": "missing_fact",
    "缺事项": "missing_fact",
    "missing_figure": "missing_figure",
    "缺数值": "missing_figure",
}
OF_FIGURES = ("figure", "correction", "missing_figure")
OF_THE_BENEFIT = ("payment", "rule")
_PARTS: dict[str, Part] = {each: each for each in PARTS}
KEYS = ("due", "causes", "arrears", "recovery", "net", "plan", "findings")
SPAN = re.compile(
    r"(\d{4}-(?:0[1-9]|1[0-2]))(?:\s*(?:至|to)\s*(\d{4}-(?:0[1-9]|1[0-2])))?", re.ASCII
)


class StoryReader:
    """Reads what is expected of one household's months by the names of one law.

    Complaints are gathered.
    """

    def __init__(
        self,
        law: Law,
        labels: Labels,
        household: str,
        members: Sequence[str],
        first: Month,
        last: Month,
    ) -> None:
        self.law = law
        self.labels = labels
        self.household = household
        self.members = tuple(members)
        self.first = first
        self.last = last
        self.found: list[Finding] = []
        self.payees = {each.id: each.payee for each in law.benefits}

    def read(self, given: Mapping[str, Any], origin: Origin) -> StoryExpected:
        due: list[DueExpected] = []
        sums: list[SumExpected] = []
        causes: list[CausesExpected] = []
        plan: list[PlanExpected] = []
        findings: tuple[tuple[str, ...], Origin] | None = None
        for key, value in given.items():
            here = origin.child(key)
            match key:
                case "due":
                    due.extend(self._due(value, here))
                case "causes":
                    causes.extend(self._causes(value, here))
                case "arrears" | "recovery" | "net":
                    sums.extend(self._sums(key, value, here))
                case "plan":
                    plan.extend(self._plan(value, here))
                case "findings":
                    findings = (self._codes(value, here), here)
                case _:
                    self.found.append(
                        finding("WR110", here.place(key=True), got=key, nearest=nearest(key, KEYS))
                    )
        return StoryExpected(tuple(due), tuple(sums), tuple(causes), tuple(plan), findings)

    # --- the parts ---

    def _due(self, value: Any, origin: Origin) -> Iterable[DueExpected]:
        for benefit, said, at in self._benefits(value, origin):
            for name, months, one, here in self._each(benefit, said, at):
                payee = self.payee(benefit, name, here)
                status, amount = self._status(one, here)
                if payee is not None and (status is not None or amount is not None):
                    yield DueExpected(benefit, payee, months or self._all(), here, status, amount)

    def _status(self, value: Any, origin: Origin) -> tuple[Said | None, int | None]:
        if isinstance(value, bool):
            return ("eligible" if value else "not_eligible"), None
        if isinstance(value, str) and not any(each.isdigit() for each in value):
            if value not in STATUSES:
                hint = nearest(value, STATUSES)
                self.found.append(
                    finding(
                        "WR113", origin.place(), got=value, want=", ".join(STATUSES), nearest=hint
                    )
                )
            return STATUSES.get(value), None
        return None, fen_at(value, origin, self.found)

    def _causes(self, value: Any, origin: Origin) -> Iterable[CausesExpected]:
        for benefit, said, at in self._benefits(value, origin):
            for name, months, one, here in self._each(benefit, said, at):
                payee = self.payee(benefit, name, here)
                if payee is not None:
                    want = (
                        self._cause(each, benefit, here.child(place))
                        for place, each in enumerate(self._list(one, here))
                    )
                    yield CausesExpected(
                        benefit, payee, months, tuple(sorted(each for each in want if each)), here
                    )

    def _cause(self, said: str, benefit: str, origin: Origin) -> str:
        """A kind and a name, as in `figure dibao_standard`; a payment or a rule needs no name."""
        word, _, name = said.strip().partition(" ")
        kind = KINDS.get(word)
        if kind is None:
            self.found.append(
                finding(
                    "WR113",
                    origin.place(),
                    got=word,
                    want=", ".join(KINDS),
                    nearest=nearest(word, KINDS),
                )
            )
            return ""
        if kind in OF_THE_BENEFIT:
            return f"{kind} {benefit}"
        name = name.strip()
        if kind in OF_FIGURES:
            known: Iterable[str] = {*self.labels.figures, *self.labels.derived}
            name = self.labels.figures.get(name) or self.labels.derived.get(name, name)
        else:
            known = self._facts()
            match = FACT_PATH.fullmatch(name)
            if match is not None:
                member, fact = match.group(1) or match.group(2), match.group(3)
                fact = self.labels.fact(fact, Entity.MEMBER if member else Entity.HOUSEHOLD)
                name = f"{member}.{fact}" if member else fact
        if name not in known:
            self.found.append(
                finding("WR317", origin.place(), got=name, nearest=nearest(name, known))
            )
        return f"{kind} {name}"

    def _facts(self) -> set[str]:
        """Everything that a cause may name.

        Facts of the household and of its members, and the whole case or a member.
        """
        found = {each.id for each in self.law.facts if each.entity is Entity.HOUSEHOLD} | {
            "case",
            *self.members,
        }
        return found | {
            f"{member}.{each.id}"
            for member in self.members
            for each in self.law.facts
            if each.entity is Entity.MEMBER
        }

    def _sums(self, kind: Sum, value: Any, origin: Origin) -> Iterable[SumExpected]:
        if not isinstance(value, Mapping):
            yield from self._sum(kind, None, None, (), value, origin)
            return
        others = {key: one for key, one in table(value).items() if key != "total"}
        if "total" in value:
            yield from self._sum(kind, None, None, (), table(value)["total"], origin.child("total"))
        for benefit, said, at in self._benefits(others, origin, "total"):
            for name, months, one, here in self._each(benefit, said, at):
                yield from self._sum(kind, benefit, name, months, one, here)

    def _sum(
        self,
        kind: Sum,
        benefit: str | None,
        payee: str | None,
        months: tuple[Month, ...],
        value: Any,
        origin: Origin,
    ) -> Iterable[SumExpected]:
        amount = fen_at(value, origin, self.found)
        if amount is not None:
            yield SumExpected(kind, benefit, payee, months, amount, origin)

    def _plan(self, value: Any, origin: Origin) -> Iterable[PlanExpected]:
        for key, said in self._table(value, origin).items():
            here = origin.child(key)
            part = _PARTS.get(key)
            if part is None:
                self.found.append(
                    finding("WR110", here.place(key=True), got=key, nearest=nearest(key, PARTS))
                )
            elif key == "withheld" and isinstance(said, Mapping):
                for span, one in table(said).items():
                    at = here.child(span)
                    months = self.span(span, at, inside=False)
                    amount = fen_at(one, at, self.found)
                    if months and amount is not None:
                        yield PlanExpected("withheld", months, amount, at)
            else:
                amount = fen_at(said, here, self.found)
                if amount is not None:
                    yield PlanExpected(part, (), amount, here)

    def _codes(self, value: Any, origin: Origin) -> tuple[str, ...]:
        codes = self._list(value, origin)
        for place, code in enumerate(codes):
            if code not in CATALOGUE:
                self.found.append(
                    finding(
                        "WR317",
                        origin.child(place).place(),
                        got=code,
                        nearest=nearest(code, CATALOGUE),
                    )
                )
        return tuple(sorted(codes))

    # --- benefits, payees and months ---

    def _benefits(
        self, value: Any, origin: Origin, *others: str
    ) -> Iterable[tuple[str, Any, Origin]]:
        for key, said in self._table(value, origin).items():
            here = origin.child(key)
            benefit = self.labels.benefits.get(key)
            if benefit is not None:
                yield benefit, said, here
            else:
                self.found.append(
                    finding(
                        "WR317",
                        here.place(key=True),
                        got=key,
                        nearest=nearest(key, [*self.labels.benefits, *others]),
                    )
                )

    def _each(
        self, benefit: str, value: Any, origin: Origin
    ) -> Iterable[tuple[str | None, tuple[Month, ...], Any, Origin]]:
        """What is said of a benefit: of its only payee or of each, of all months or of some."""
        if not isinstance(value, Mapping):
            yield None, (), value, origin
            return
        for key, said in table(value).items():
            here = origin.child(key)
            if key in self._payees_of(benefit):
                yield from (
                    (key, months, one, at) for _, months, one, at in self._each(benefit, said, here)
                )
            elif key[:1].isdigit():
                months = self.span(key, here)
                if months:
                    yield None, months, said, here
            else:
                hint = nearest(key, self._payees_of(benefit))
                self.found.append(finding("WR317", here.place(key=True), got=key, nearest=hint))

    def _payees_of(self, benefit: str) -> tuple[str, ...]:
        return (self.household,) if self.payees[benefit] is Entity.HOUSEHOLD else self.members

    def payee(self, benefit: str, name: str | None, origin: Origin) -> str | None:
        """Who is meant: the household, the member that is named, or the only one there is."""
        among = self._payees_of(benefit)
        if name is None and len(among) != 1:
            self.found.append(finding("WR111", origin.place(key=True), want=" / ".join(among)))
            return None
        if name is not None and name not in among:
            self.found.append(
                finding("WR317", origin.place(), got=name, nearest=nearest(name, among))
            )
            return None
        return among[0] if name is None else name

    def span(self, text: str, origin: Origin, *, inside: bool = True) -> tuple[Month, ...]:
        """The months from one to another; `inside`: they must lie within those of the story."""
        match = SPAN.fullmatch(text.strip())
        if match is None:
            self.found.append(finding("WR502", origin.place(key=True), got=text))
            return ()
        first, last = (
            Month.of_text(each) for each in (match.group(1), match.group(2) or match.group(1))
        )
        if last.first < first.first:
            self.found.append(
                finding("WR509", origin.place(key=True), first=first.text, then=last.text)
            )
            return ()
        if inside and not (self.first.first <= first.first and last.first <= self.last.first):
            low, high = self.first.text, self.last.text
            self.found.append(
                finding("WR406", origin.place(key=True), got=text, low=low, high=high)
            )
            return ()
        return every_month(first, last)

    def _all(self) -> tuple[Month, ...]:
        return every_month(self.first, self.last)

    def _table(self, value: Any, origin: Origin) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.found.append(
                finding(
                    "WR112", origin.place(), want=Words("一个表 { … }", "a table { … }"), got=value
                )
            )
        return table(value)

    def _list(self, value: Any, origin: Origin) -> list[str]:
        if not isinstance(value, list):
            self.found.append(
                finding(
                    "WR112", origin.place(), want=Words("一个列表 [ … ]", "a list [ … ]"), got=value
                )
            )
            return []
        return [str(each) for each in cast(list[Any], value)]
