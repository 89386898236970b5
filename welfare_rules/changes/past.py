"""Which cases of months already past two laws answer otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from welfare_rules.answer.answer import Answer
from welfare_rules.api import Policy
from welfare_rules.basics.days import Month, every_month
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.cases.build import PolicyCase
from welfare_rules.cases.stories.model import Story
from welfare_rules.cases.suite import Bench
from welfare_rules.changes.answered import CIRCLE, PLAIN, Answered
from welfare_rules.changes.cases import CasesCounted
from welfare_rules.changes.catalogue import REPORT
from welfare_rules.engine.contract import NO_CIRCLE, Outcome, Standing, dues_of
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.findings import CaseError, Finding, RequestError, finding
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.otherwise import Otherwise
from welfare_rules.program.program import Program
from welfare_rules.receipts.canonical_case import read_again, said_unknown, written_case
from welfare_rules.rules import Rules

MANY = 25  # cases of the same rules, from which on that is worth it
Status = Standing | Literal["not_in_force", "not_covered"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a law answers of one benefit for one payee, as far as two answers are compared.

    Amounts in fen; `payee` is "" for the household. Of the circle the status is its id, and `label`
    its name.
    """

    payee: str
    status: Status | str
    low: int | None = None
    high: int | None = None
    label: Words | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """As JSON has it: `p1 eligible 66.00`, or `undetermined at_least 0.00`."""
        parts = [self.payee, self.status, *(" ".join(each) for each in self.amounts)]
        return " ".join(each for each in parts if each)

    @property
    def amounts(self) -> tuple[tuple[str, ...], ...]:
        """Yuan; of what is not decided the bounds that are known, each behind its name."""
        if self.low is not None and self.low == self.high:
            return ((yuan_text(self.low),),)
        bounds = ("at_least", self.low), ("at_most", self.high)
        return tuple((name, yuan_text(each)) for name, each in bounds if each is not None)


@dataclass(frozen=True, slots=True)
class Past:
    """One benefit that a case, or a story, is answered otherwise in a month already past.

    Of a personal benefit those payees alone whose answer differs. The household's circle is told
    like a benefit, under the name `circle`.
    """

    case: str
    jurisdiction: str
    month: Month
    benefit: str
    label: Words
    before: tuple[Said, ...]
    after: tuple[Said, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "month": self.month.text,
            "benefit": self.benefit,
            "before": ", ".join(map(str, self.before)),
            "after": ", ".join(map(str, self.after)),
        }


class _Pairs:
    """Programs of two laws held against each other, each pair once for all cases."""

    def __init__(self) -> None:
        self._same: dict[tuple[Program, Program], bool] = {}
        self._may_differ: dict[tuple[Program, Program], frozenset[str]] = {}

    def same(self, one: Program, other: Program) -> bool:
        """Whether both are the same rules."""
        key = one, other
        if key not in self._same:
            self._same[key] = one.seal == other.seal
        return self._same[key]

    def may_differ(self, one: Rules, other: Rules) -> frozenset[str]:
        """What the two may answer otherwise."""
        key = one.program, other.program
        if key not in self._may_differ:
            self._may_differ[key] = may_differ(one, other)
        return self._may_differ[key]


def past(
    bench: Bench,
    old: Mapping[str, Policy],
    today: int,
    found: list[Finding],
    counted: dict[str, CasesCounted],
) -> Iterator[Past]:
    """What cases and stories of months that ended before `today` are answered by the new law
    otherwise.

    Each is decided as known on its own day. A benefit that is not there and one to which nobody is
    entitled are one answer. What the old law could not be asked (a jurisdiction or month that it
    does not cover) it has not answered otherwise. A case that says what the old law does not know
    is asked of it without that, and what it cannot read at all is left out; either is told in
    `found`. In `counted` the answers are added up, by jurisdiction.
    """
    pairs = _Pairs()
    asked = [*_asked_of_both(bench, old, today, found, pairs)]
    alike = Counter(rules.compiled for _, _, rules, _ in asked)
    for case, read, rules, now in asked:
        engine = "native" if alike[rules.compiled] >= MANY else PLAIN
        one, other = Answered.of(rules.determine(read, engine)), None
        if now is not None and case.case is not None:
            other = (
                one.but_for(now, engine, pairs.may_differ(rules, now))
                if read == case.case
                else Answered.of(now.determine(case.case, engine))
            )
        where = case.name, case.jurisdiction, case.month
        yield from _counted(where, one, other, counted, pairs)
    for story in bench.stories:
        if story.jurisdiction in old:
            yield from _told(story, old[story.jurisdiction], bench, today, found, counted, pairs)


def _asked_of_both(
    bench: Bench, old: Mapping[str, Policy], today: int, found: list[Finding], pairs: _Pairs
) -> Iterator[tuple[PolicyCase, Case, Rules, Rules | None]]:
    """The cases that two laws may answer otherwise, each as the old law reads it and with the rules
    of both.
    """
    for case in bench.cases:
        before, after = old.get(case.jurisdiction), bench.policies[case.jurisdiction]
        if case.case is None or case.month.last >= today or before is None:
            continue
        rules = _rules(before, case)
        asked = None if rules is None else _asked(case, case.case, before, after, rules, found)
        if rules is None or asked is None:
            continue
        now = _rules(after, case)
        if asked != case.case or now is None or pairs.may_differ(rules, now):
            yield case, asked, rules, now


def _told(
    story: Story,
    old: Policy,
    bench: Bench,
    today: int,
    found: list[Finding],
    counted: dict[str, CasesCounted],
    pairs: _Pairs,
) -> Iterator[Past]:
    """The months of a story, one after the other, as far as they are past."""
    months = [each for each in every_month(story.first, story.last) if each.last < today]
    if not months:
        return
    asked = story.history, months[0], months[-1], story.known
    try:
        before = old.timeline(*asked, engine=PLAIN)
    except RequestError:
        return
    except CaseError as error:
        found.append(_unread(story, error))
        return
    after = bench.policies[story.jurisdiction].timeline(*asked, engine=PLAIN)
    for one, other in zip(before, after, strict=True):
        where = story.name, story.jurisdiction, one.month
        yield from _counted(where, Answered.of(one), Answered.of(other), counted, pairs)


def _counted(
    where: tuple[str, str, Month],
    before: Answered,
    after: Answered | None,
    counted: dict[str, CasesCounted],
    pairs: _Pairs,
) -> Iterator[Past]:
    """What differs between two answers, which are counted where other rules made them."""
    name, jurisdiction, month = where
    if after is None or not pairs.same(before.program, after.program):
        counted.setdefault(jurisdiction, CasesCounted()).add(f"{month.text} {name}", before, after)
    yield from differing(where, before, after)


def _rules(policy: Policy, case: PolicyCase) -> Rules | None:
    try:
        return policy.at(case.month, case.known)
    except RequestError:
        return None


def may_differ(one: Rules, other: Rules) -> frozenset[str]:
    """What two laws may answer otherwise: the ids of benefits, and `circle`."""
    found = Otherwise.of(one.program, other.program)
    names = found.benefits | {CIRCLE} if found.circles else found.benefits
    return names if names and one.program.seal != other.program.seal else frozenset()


def differing(
    where: tuple[str, str, Month],
    one: Answer | Answered,
    other: Answer | Answered | None,
    among: frozenset[str] | None = None,
) -> Iterator[Past]:
    """The benefits that two laws answer otherwise, of all or `among` some; `where` names case,
    jurisdiction and month.
    """
    for benefit, label, pairs in held_against(one, other, among):
        differing = [pair for pair in pairs if not alike(*pair)]
        if differing:
            old, new = zip(*differing, strict=True)
            yield Past(*where, benefit, label, old, new)


def held_against(
    one: Answer | Answered, other: Answer | Answered | None, among: frozenset[str] | None = None
) -> Iterator[tuple[str, Words, list[tuple[Said, Said]]]]:
    """Each benefit with what two laws say of it, payee by payee; the circle last."""
    labels = {each.id: each.label for each in one.program.benefits}
    if other is not None:
        labels = {each.id: each.label for each in other.program.benefits} | labels
    if among is not None:
        labels = {id: each for id, each in labels.items() if id in among}
    before, after = _said(one, among), {} if other is None else _said(other, among)
    lacking: Status = "not_in_force" if other is not None else "not_covered"
    for benefit, label in labels.items():
        sides = before.get(benefit, {}), after.get(benefit, {})
        yield (
            benefit,
            label,
            [
                (
                    sides[0].get(payee, Said(payee, "not_in_force")),
                    sides[1].get(payee, Said(payee, lacking)),
                )
                for payee in dict.fromkeys((*sides[0], *sides[1]))
            ],
        )
    if other is not None and (among is None or CIRCLE in among):
        yield CIRCLE, REPORT["circle"], [(_circle(one), _circle(other))]


def alike(one: Said, other: Said) -> bool:
    """Whether two answers are one: also where nothing is due because there is no such benefit."""
    nothing = ("not_eligible", "not_in_force")
    return one == other or (one.status in nothing and other.status in nothing)


def _circle(answer: Answer | Answered) -> Said:
    found = answer.circle
    labels = {each.circle.id: each.circle.label for each in answer.program.circles}
    labels |= {NO_CIRCLE: PHRASES["no_circle"]}
    return Said("", found or "undetermined", label=labels.get(found or ""))


def _said(answer: Answer | Answered, among: frozenset[str] | None) -> dict[str, dict[str, Said]]:
    """What is answered, by benefit and payee."""
    made: dict[str, dict[str, Said]] = {}
    decision = answer.decision
    for each in decision.dues if among is None else dues_of(decision, among):
        payee = "" if each.payee == HOUSEHOLD else answer.case.payee_id(each.payee)
        made.setdefault(each.benefit.id, {})[payee] = _one(each, payee)
    return made


def _one(each: Outcome, payee: str) -> Said:
    if each.benefit.service or each.status == "not_eligible":
        return Said(payee, each.status)
    low, high = bounds_of(each.due)
    return Said(
        payee,
        each.status,
        None if low is None else low.__floor__(),
        None if high is None else high.__ceil__(),
    )


def _asked(
    case: PolicyCase, read: Case, old: Policy, new: Policy, rules: Rules, found: list[Finding]
) -> Case | None:
    """The case as the old law reads it; what it does not know, or cannot read, is told."""
    try:
        made, unsaid = as_the_old_reads(read, old, new, rules, case.place.file)
    except CaseError as error:
        found.append(_unread(case, error))
        return None
    if unsaid:
        found.append(finding("WR512", case.place, got=case.name, facts=", ".join(unsaid)))
    return made


def as_the_old_reads(
    read: Case, old: Policy, new: Policy, rules: Rules, name: str
) -> tuple[Case, tuple[str, ...]]:
    """A case of the new law as the old one reads it, and the facts left out that it does not know.

    Raises CaseError for one that it cannot read.
    """
    if (old.law.facts, old.law.choices) == (new.law.facts, new.law.choices):
        return read, ()
    known = {(each.entity, each.id) for each in old.law.facts}
    gone = {each.id for each in new.law.facts if (each.entity, each.id) not in known}
    facts = written_case(new.law, read)
    unsaid = tuple(sorted(_keys(facts) & gone))
    members = [
        {key: value for key, value in each.items() if key not in gone} for each in facts["members"]
    ]
    facts = {key: value for key, value in facts.items() if key not in gone} | {"members": members}
    unknown = tuple(
        each for each in said_unknown(new.law, read) if each.rpartition(".")[2] not in gone
    )
    return read_again(rules, facts, unknown, name), unsaid


def _unread(case: PolicyCase | Story, error: CaseError) -> Finding:
    first = error.findings[0]
    why = Words(first.message("zh"), first.message("en"))
    return finding("WR513", case.place, got=case.name, why=why)


def _keys(facts: Mapping[str, Any]) -> set[str]:
    members: Iterable[Mapping[str, Any]] = facts["members"]
    return {*facts, *(key for each in members for key in each)}
