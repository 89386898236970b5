"""Engines held against the plain reading: exactly for complete cases, by samples for others."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import welfare_rules as wr
from tests.random_laws.plain_law import Case, Decision, PlainAnswer, PlainLaw, Said, run

Month = tuple[int, int]


class Compared:
    """One jurisdiction, read by the library and plainly."""

    def __init__(self, root: Path, jurisdiction: str) -> None:
        self.root, self.jurisdiction = root, jurisdiction
        self.policy = wr.load(jurisdiction, root)

    @cached_property
    def plain(self) -> PlainLaw:
        names: dict[str, str] = {}
        nodes: dict[tuple[Any, ...], Any] = {}
        for each in self.policy.law.formulas():
            origin, text = each.formula.origin, each.formula.origin.source.text
            name = names.get(text)
            if name is None:
                name = names[text] = tomllib.loads(text)["document"]["id"]
            nodes[(name, *origin.path)] = each.formula.node
        return PlainLaw(self.root, self.jurisdiction, nodes)

    def rules(self, month: Month, known: int) -> wr.Rules:
        return self.policy.at(f"{month[0]:04}-{month[1]:02}", day_text(known))

    def expected(
        self, case: Case, month: Month, known: int, opened: Mapping[str, Fraction] | None = None
    ) -> PlainAnswer:
        return Decision(self.plain, case, month, known, opened).answer()

    def differences(
        self, case: Case, month: Month, known: int, engine: str, want: PlainAnswer | None = None
    ) -> list[object]:
        """Where an engine says something else of a complete case than the plain reading: nowhere."""
        want = want or self.expected(case, month, known)
        answer = self.rules(month, known).determine(dict(case), engine=engine)
        wrong: list[object] = []
        if answer.circle != want.circle:
            wrong.append(("circle", answer.circle, want.circle))
        if (fen(answer.total), fen(answer.once)) != (want.total, want.once):
            wrong.append(("sums", answer.total, answer.once, want.total, want.once))
        got = {(each.benefit, each.payee): each for each in answer}
        if got.keys() != want.benefits.keys():
            wrong.append(("benefits", sorted(got), sorted(want.benefits)))
        for key, said in want.benefits.items():
            if key in got and not same(got[key], said):
                wrong.append((key, got[key], said))
        return wrong

    def months(
        self, case: Case, first: Month, last: Month, known: int, effects: Counter[str]
    ) -> list[object]:
        """Where a timeline says something else than the months decided in turn from the first."""
        covers = self.policy.law.covers_from
        begin = covers // 10000, covers // 100 % 100
        want = run(self.plain, case, begin, last, known)
        for each in want.values():
            effects.update(one for one in each.effects if one.startswith("carry"))
        spans = [f"{year:04}-{place:02}" for year, place in (first, last)]
        answers = self.policy.timeline({"case": dict(case)}, *spans, day_text(known))
        wrong: list[object] = []
        for answer in answers:
            month = answer.month.year, int(answer.month.text[5:])
            for each in answer if month in want else ():
                said = want[month].benefits[each.benefit, each.payee]
                if not within(each, said) or each.status == "undetermined":
                    wrong.append((month, each, said))
        return wrong

    def outside(
        self,
        case: Case,
        month: Month,
        known: int,
        completions: Iterable[tuple[Case, Mapping[str, Fraction]]],
    ) -> list[object]:
        """Where a completion of a case lies outside what was said of it: nowhere."""
        answer = self.rules(month, known).determine(dict(case))
        wrong: list[object] = []
        for whole, opened in completions:
            found = self.expected(whole, month, known, opened)
            wrong += [(*each, whole, dict(opened)) for each in contradictions(answer, found)]
        return wrong


def contradictions(answer: wr.Answer, found: PlainAnswer) -> list[tuple[object, ...]]:
    """Where what turned out contradicts what an answer said before: nowhere."""
    wrong: list[tuple[object, ...]] = []
    if answer.circle not in (None, found.circle):
        wrong.append(("circle", answer.circle, found.circle))
    for each in answer:
        said = found.benefits[each.benefit, each.payee]
        if not within(each, said):
            wrong.append((each, said))
    for sum_, due in ((answer.total, found.total), (answer.once, found.once)):
        if sum_ is not None and fen(sum_) != due:
            wrong.append(("sum", sum_, due))
    return wrong


def day_text(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def fen(yuan: Decimal | None) -> Fraction | None:
    return None if yuan is None else Fraction(yuan) * 100


def same(got: wr.Determination, said: Said) -> bool:
    """Whether status, amount and reasons are those of the plain reading."""
    told = dict(said.reasons)
    reasons = tuple(
        (each.rule, None if told.get(each.rule, each.holds) is None else each.holds)
        for each in got.reasons
    )
    return (
        got.status == said.status
        and fen(got.amount) == said.amount
        and reasons == said.reasons
        and not got.missing_facts
        and not got.missing_figures
    )


def within(got: wr.Determination, said: Said) -> bool:
    """Whether what turned out was possible by what was said before."""
    if got.status not in ("undetermined", said.status):
        return False
    if said.amount is None:
        return True
    low, high = fen(got.at_least), fen(got.at_most)
    exact = got.amount is None or fen(got.amount) == said.amount
    return exact and (low is None or low <= said.amount) and (high is None or said.amount <= high)


def same_right(one: Said, other: Said) -> bool:
    """Whether two readings say the same of a right: its status and its amount."""
    return (one.status, one.amount) == (other.status, other.amount)
