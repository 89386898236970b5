"""The answer of every month of a history: facts of the month, law of the month, both as known on
one day, and what runs on.

What runs from month to month is declared by the policy (`[[carry]]`), never kept in an engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import FIRST_YEAR, Month, calendar_months, every_month
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.facts.reader import CaseReader
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.history.facts import Change, Conflict, History
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Carry, Law
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.rules import CompiledLaw, Rules

LOOK_BACK = 12  # months before the first one that are worked out so that what runs on is known
MOST_MONTHS = 1200


@dataclass
class Reading:
    """The states of one history, each read once."""

    policy: CompiledLaw
    history: History
    name: str = "history"
    events: frozenset[str] = field(init=False)
    read: dict[tuple[int, ...], Case] = field(default_factory=dict[tuple[int, ...], Case])

    def __post_init__(self) -> None:
        self.events = frozenset(fact.id for fact in self.policy.law.facts if fact.event)

    def holding(
        self, month: Month, known: int, without: Change | None = None
    ) -> tuple[Change, ...]:
        """The changes that hold in a month as known on a day.

        `without` one of them, to see what it makes of the answer.
        """
        return tuple(
            each for each in self.history.holding(month, known, self.events) if each is not without
        )

    def conflicts(self, month: Month, known: int) -> tuple[Conflict, ...]:
        return self.history.conflicts(self.holding(month, known))

    def case(self, rules: Rules, known: int, without: Change | None = None) -> Case | None:
        """The case of the rules' month with the facts known on a day; None while nothing is known
        of the household.

        A fact in conflict is unknown, whatever is usually presumed of it. Raises CaseError.
        """
        if self.history.learned > known:
            return None
        holding = self.holding(rules.month, known, without)
        key = tuple(each.place for each in holding)
        made = self.read.get(key)
        if made is None:
            state = self.history.state(holding)
            made = rules.read(state.case, self.name)
            torn = [
                place
                for each in state.conflicts
                for place in places_of(self.policy.reader, made, each.path)
            ]
            made = self.read[key] = unknown_at(self.policy.law, made, torn)
        return made


def place_of(reader: CaseReader, case: Case, path: str) -> tuple[int, int] | None:
    """Payee and column of a fact named as in a history."""
    whose, fact = HOUSEHOLD, path
    if path.startswith("members["):
        member, _, fact = path[len("members[") :].partition("].")
        if member not in case.member_ids:
            return None
        whose = case.member_ids.index(member)
    entity = Entity.HOUSEHOLD if whose == HOUSEHOLD else Entity.MEMBER
    column = next(
        (each.column for each in reader.law.facts if (each.entity, each.id) == (entity, fact)), None
    )
    return None if column is None else (whose, column)


def places_of(reader: CaseReader, case: Case, path: str) -> list[tuple[int, int]]:
    """The facts that a path names.

    One, or all of a person of whom it is not known whether he or she belongs to the household.
    """
    place = place_of(reader, case, path)
    if place is not None:
        return [place]
    member = path[len("members[") : -1] if path.endswith("]") else ""
    if member not in case.member_ids:
        return []
    whose = case.member_ids.index(member)
    return [(whose, fact.column) for fact in reader.law.facts if fact.entity is Entity.MEMBER]


def unknown_at(law: Law, case: Case, places: Iterable[tuple[int, int]]) -> Case:
    """The case with these facts said to be unknown: nothing is presumed of them."""
    for whose, column in places:
        case = with_value(case, whose, column, None)
        unknown = case.unknown | {law.facts[column].id}
        case = replace(case, unknown=unknown, said_unknown=case.said_unknown | {(whose, column)})
    return case


def with_value(case: Case, whose: int, column: int, value: int | None) -> Case:
    """The case with one fact set; a fact that is set is not presumed."""
    place = {(whose, column)}
    presumed, said_unknown = case.presumed - place, case.said_unknown - place
    case = replace(case, presumed=presumed, said_unknown=said_unknown)
    if whose == HOUSEHOLD:
        values = list(case.household)
        values[column] = value
        return replace(case, household=tuple(values))
    members = list(case.members)
    values = list(members[whose])
    values[column] = value
    members[whose] = tuple(values)
    return replace(case, members=tuple(members))


def timeline(
    policy: CompiledLaw,
    history: History,
    first: Month,
    last: Month,
    known: int,
    *,
    engine: str = "native",
    name: str = "history",
) -> tuple[Answer, ...]:
    """The determination of every month from `first` to `last`, with the facts and the law known on
    `known`.

    Raises RequestError for months outside the law or out of order, CaseError for facts that cannot
    be read.
    """
    run = Run(Reading(policy, history, name), known, engine)
    return tuple(answer for answer in run.months(first, last) if answer is not None)


@dataclass
class Run:
    """One run through the months of a history by one knowledge day.

    What runs on is carried here and nowhere else.
    """

    reading: Reading
    known: int
    engine: str = "native"
    # the day whose knowledge of facts counts, when it is another than the law's
    facts_known: int = 0
    without: Change | None = None  # a change that is left out, to see what it makes of the answers
    instead: Rules | None = None  # rules that stand in their month in place of the law's, likewise
    alone: bool = False  # whether the months before are left out of account
    carried: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def months(self, first: Month, last: Month) -> Iterable[Answer | None]:
        """The answers in order; None for a month before anything is known of the household."""
        refuse_disorder(first, last)
        for month in every_month(self._start(first), last):
            answer = self._month(month)
            if month.first >= first.first:
                yield answer

    def _start(self, first: Month) -> Month:
        """Where to begin so that what runs on is known.

        A year before, when anything runs on that the history does not say.
        """
        if self.alone or not carries_of(self.reading):
            return first
        month = first
        for _ in range(LOOK_BACK):
            before = month.after(-1)
            if before.first < self.reading.policy.law.covers_from or before.year < FIRST_YEAR:
                break
            month = before
        return month

    def _month(self, month: Month) -> Answer | None:
        alike = self.instead is not None and self.instead.month == month
        rules = (
            self.instead
            if self.instead is not None and alike
            else self.reading.policy.at(month, self.known)
        )
        read = self.reading.case(rules, self.facts_known or self.known, self.without)
        if read is None:
            return None
        answer = begun(rules.determine(self.with_carried(read), engine=self.engine))
        self._carry(answer)
        return answer

    def with_carried(self, case: Case) -> Case:
        """What ran on from earlier months, where the history itself does not say it."""
        columns = (
            {(fact.entity, fact.id): fact.column for fact in self.reading.policy.law.facts}
            if self.carried
            else {}
        )
        for (fact, payee), value in self.carried.items():
            whose = (
                HOUSEHOLD
                if payee == case.id
                else case.member_ids.index(payee)
                if payee in case.member_ids
                else None
            )
            entity = Entity.HOUSEHOLD if whose == HOUSEHOLD else Entity.MEMBER
            column = columns.get((entity, fact))
            if whose is not None and column is not None and (whose, column) in case.presumed:
                case = with_value(case, whose, column, value)
        return case

    def _carry(self, answer: Answer) -> None:
        carries = carries_of(self.reading)
        for outcome in answer.decision.dues if carries else ():
            for carry in carries:
                due = outcome.due
                if carry.benefit == outcome.benefit.id and outcome.entitled and due is not None:
                    self.carried[carry.fact, answer.case.payee_id(outcome.payee)] = due


def carries_of(reading: Reading) -> tuple[Carry, ...]:
    """What runs on from month to month for this household."""
    history = reading.history
    return tuple(
        each
        for each in reading.policy.law.carries
        if not each.only_with or history.mentions(each.only_with)
    )


def refuse_disorder(first: Month, last: Month) -> None:
    span = calendar_months(first.first, last.first)
    if span < 0:
        raise RequestError([finding("WR509", Place("--to"), first=first.text, then=last.text)])
    if span >= MOST_MONTHS:
        raise RequestError([finding("WR510", Place("--to"), limit=MOST_MONTHS)])


def begun(answer: Answer) -> Answer:
    """Rights that have not begun yet are not paid.

    From the month of application, or the month after the decision, as each benefit says.
    """
    days = _start_days(answer)
    waiting = frozenset(
        starts
        for starts, day in days.items()
        if day is not None and not _begun(starts, day, answer.month)
    )
    if not waiting:
        return answer
    decision = Waiting(answer.decision, waiting)
    return answer.with_decision(decision)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision of a month in which some rights, by how they start, have not begun."""

    decision: Decision
    waiting: frozenset[str]

    @property
    def circle(self) -> str | None:
        return self.decision.circle

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self._told(each) for each in self.decision.outcomes)

    @property
    def dues(self) -> tuple[Outcome, ...]:
        return tuple(self._told(each) for each in self.decision.dues)

    def _told(self, outcome: Outcome) -> Outcome:
        if outcome.entitled is False or outcome.benefit.starts not in self.waiting:
            return outcome
        return replace(
            outcome,
            entitled=False,
            low=0,
            high=0,
            missing_facts=(),
            missing_figures=(),
            not_begun=True,
        )


def _start_days(answer: Answer) -> dict[str, int | None]:
    facts = {
        fact.starts: fact.column
        for fact in answer.program.facts
        if fact.starts and fact.entity is Entity.HOUSEHOLD
    }
    return {starts: answer.case.household[column] for starts, column in facts.items()}


def _begun(starts: str, day: int, month: Month) -> bool:
    return calendar_months(day, month.first) >= (1 if starts == "month after decision" else 0)
