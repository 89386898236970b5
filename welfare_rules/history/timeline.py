"""The answer of every month of a history, and what carries over between months.

Facts and law of a month are both as known on one day.

What runs from month to month is declared by the policy (`[[carry]]`), never kept in an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from welfare_rules.answer.answer import Answer
from welfare_rules.answer.starts import NONE_RUNNING, Running, Starts
from welfare_rules.basics.days import (
    FIRST_YEAR,
    LAST_YEAR,
    Month,
    calendar_months,
    every_month,
    month_of,
)
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.history.carry import Carried, carried_from, later, with_carried
from welfare_rules.history.course import Course
from welfare_rules.history.facts import Change, Conflict, Events, History, day_of, in_ids
from welfare_rules.history.unknown import places_of, unknown_at
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Carry
from welfare_rules.program.case import Case, first_alike
from welfare_rules.program.day import carries_of_day
from welfare_rules.rules import CompiledLaw, Rules

MOST_MONTHS = 1200
MOST_COURSES = 16  # that are kept at a time
MOST_MEMBER_MONTHS = 1300  # members times months; see `most_months`
LAST_MONTH = Month.of(LAST_YEAR, 12)


@dataclass
class Reading:
    """The states of one history, each read once."""

    policy: CompiledLaw
    history: History
    name: str = "history"
    events: Events = field(init=False)
    starting: frozenset[str] = field(init=False)  # the facts from whose day a right starts
    restarts: bool = field(init=False)  # whether a change states such a day
    read: dict[tuple[int, ...], Case] = field(default_factory=dict[tuple[int, ...], Case])
    courses: dict[tuple[int, int], Course] = field(default_factory=dict[tuple[int, int], Course])
    # what single months leave to the next, by their law and facts
    left: dict[tuple[object, ...], Carried] = field(
        default_factory=dict[tuple[object, ...], Carried]
    )

    def __post_init__(self) -> None:
        self.history = in_ids(self.history, self.policy.reader.labels, self.name)
        self.events = Events.of(self.policy.law.facts)
        self.starting = frozenset(each.id for each in self.policy.law.facts if each.starts)
        self.restarts = any(each.fact in self.starting for each in self.history.changes)

    def payees(self, kind: Entity) -> frozenset[str]:
        """All who may be paid something at some time, as what runs on names them."""
        return frozenset({""}) if kind is Entity.HOUSEHOLD else self.history.people

    def course(self, known: int, without: Change | None = None) -> Course:
        """The history as known on a day, `without` one change, to see what it makes of answers."""
        key = known, -1 if without is None else without.place
        if key not in self.courses:
            if len(self.courses) >= MOST_COURSES:
                self.courses.clear()
            self.courses[key] = Course(self.history, known, self.events, without)
        return self.courses[key]

    def holding(self, month: Month, known: int) -> tuple[Change, ...]:
        """The changes that hold in a month as known on a day, also such as are overtaken since."""
        return self.course(known).holding(month)

    def standing(
        self, month: Month, known: int, without: Change | None = None
    ) -> tuple[Change, ...]:
        """The changes on which the facts of a month rest as known on a day, `without` one."""
        return self.course(known, without).standing(month)

    def conflicts(
        self, month: Month, known: int, without: Change | None = None
    ) -> tuple[Conflict, ...]:
        """The facts of a month of which the sources, as known on a day, say different things."""
        return self.history.conflicts(self.standing(month, known, without), self.events)

    def away(self, answer: Answer, known: int, benefit: str, payee: str) -> bool:
        """Whether a person's benefit is undetermined because the person has left the household."""
        return payee in self.history.left(self.standing(answer.month, known)) and any(
            each.id == benefit and each.payee is Entity.MEMBER for each in answer.program.benefits
        )

    def differing(self, known: int) -> tuple[Conflict, ...]:
        """The days of single events on which the sources known on a day contradict each other."""
        single = tuple(
            each for each in self.standing(LAST_MONTH, known) if each.fact in self.events.single
        )
        return self.history.conflicts(single, self.events)

    def case(self, rules: Rules, known: int, without: Change | None = None) -> Case | None:
        """The case of the rules' month as known on a day; None while the household is unknown.

        A fact in conflict is unknown, whatever is usually presumed of it. Raises CaseError.
        """
        if self.history.learned > known:
            return None
        standing = self.standing(rules.month, known, without)
        key = tuple(each.place for each in standing)
        made = self.read.get(key)
        if made is None:
            state = self.history.state(standing, self.events)
            made = rules.read(state.case, self.name)
            torn = [
                place
                for each in state.conflicts
                for place in places_of(self.policy.reader, made, each.path)
            ]
            made = self.read[key] = unknown_at(self.policy.law, made, torn)
        return made


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
    """The determination of every month from `first` to `last`, as known on `known`.

    Raises RequestError for months outside the law or out of order, CaseError for facts that cannot
    be read.
    """
    return tuple(month_by_month(policy, history, first, last, known, engine=engine, name=name))


def month_by_month(
    policy: CompiledLaw,
    history: History,
    first: Month,
    last: Month,
    known: int,
    *,
    engine: str = "native",
    name: str = "history",
) -> Iterator[Answer]:
    """The same one after the other, for whoever need not keep them all."""
    run = Run(Reading(policy, history, name), known, engine)
    return (answer for answer in run.months(first, last) if answer is not None)


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
    carried: Carried = field(default_factory=dict[tuple[str, str, str], "int | None"])
    running: Running = field(default_factory=lambda: NONE_RUNNING)

    def months(self, first: Month, last: Month) -> Iterable[Answer | None]:
        """The answers in order; None for a month before anything is known of the household."""
        refuse_disorder(first, last)
        rules = self.reading.policy.at(last, self.known)
        case = self.reading.case(rules, self.facts_known or self.known, self.without)
        if case is not None:
            refuse_length(case, calendar_months(first.first, last.first) + 1, "--to")
        if not self.alone:
            self.carried = self._carried_before(first)
        self.running = self._running_before(first)
        for month in every_month(first, last):
            yield self.decide(month)

    def decide(self, month: Month) -> Answer | None:
        """The answer of the month that follows those decided before."""
        alike = self.instead is not None and self.instead.month == month
        rules = (
            self.instead
            if self.instead is not None and alike
            else self.reading.policy.at(month, self.known)
        )
        read = self.reading.case(rules, self.facts_known or self.known, self.without)
        if read is None:
            return None
        carries = carries_into(self.reading, month, self.known)
        case = with_carried(self.reading.policy.law, read, carries, self.carried)
        starts = self._starts(rules, case)
        answer = rules.determine(case, self.engine, starts)
        self.running = starts.after(answer.decision.dues) if self.reading.restarts else NONE_RUNNING
        self.carried = later(self.carried, carried_from(answer, carries_of(self.reading)))
        return answer

    # --- the months before ---

    def _carried_before(self, first: Month) -> Carried:
        """What carries over into a month, from the last month before it with anything due.

        Looked for from that month backwards, as far as the law goes. Where the benefit rests on
        what runs on itself, all months from the law's first one are decided in turn.
        """
        carries = carries_into(self.reading, first, self.known)
        named = {(each.benefit, each.fact) for each in carries}
        wanted = {
            (carry.fact, whose)
            for carry in carries
            for whose in self.reading.payees(self.reading.policy.law.benefit(carry.benefit).payee)
        }
        found: Carried = {}
        month = first
        while not wanted <= {(fact, whose) for _, fact, whose in found}:
            month = month.after(-1)
            if not self._covered(month):
                break
            left = self._left_alone(month)
            if left is None:
                return self._from_the_beginning(first)
            found = later({key: each for key, each in left.items() if key[:2] in named}, found)
        return found

    def _left_alone(self, month: Month) -> Carried | None:
        """What a month leaves by its own law and facts; None where that rests on what ran on."""
        rules = self.reading.policy.at(month, self.known)
        carries = carries_of(self.reading)
        facts = {each.fact for each in carries}
        for carry in carries:
            grounds = rules.compiled.dependencies.get(carry.benefit)
            if grounds is not None and not facts.isdisjoint(grounds.facts):
                return None
        facts_known = self.facts_known or self.known
        places = [each.place for each in self.reading.standing(month, facts_known, self.without)]
        key: tuple[object, ...] = (month.text, rules.compiled, self.engine, *places)
        if self.reading.restarts:  # then the months before play a part
            left_out = -1 if self.without is None else self.without.place
            key = (*key, "from", self.known, facts_known, left_out)
        left = self.reading.left.get(key)
        if left is None:
            run = Run(self.reading, self.known, self.engine, facts_known, self.without, alone=True)
            run.running = run._running_before(month)
            run.decide(month)
            left = self.reading.left[key] = run.carried
        return left

    def _from_the_beginning(self, first: Month) -> Carried:
        month = month_of(max(self.reading.policy.law.covers_from, Month.of(FIRST_YEAR, 1).first))
        run = Run(self.reading, self.known, self.engine, self.facts_known, self.without, alone=True)
        while month.first < first.first:
            if self._covered(month):
                run.decide(month)
            month = month.after(1)
        return run.carried

    def _starts(self, rules: Rules, case: Case) -> Starts:
        """How rights start in a month, with all days that sources name and what runs already."""
        if not self.reading.restarts:
            return Starts.of(rules.program, case, rules.month)
        facts_known = self.facts_known or self.known
        conflicts = self.reading.conflicts(rules.month, facts_known, self.without)
        named = {each.path: [day_of(value) for value in each.values] for each in conflicts}
        return Starts.of(rules.program, case, rules.month, self.running, named)

    def _running_before(self, first: Month) -> Running:
        """The rights that run before a month, where the history states their beginning anew.

        Looked for from the last month before it in which all stated days have come.
        """
        month = first
        while self.reading.restarts and self._covered(month.after(-1)):
            rules = self.reading.policy.at(month, self.known)
            case = self.reading.case(rules, self.facts_known or self.known, self.without)
            if case is None or not self._restarted(month) or self._starts(rules, case).all_begun:
                break
            month = month.after(-1)
        run = Run(self.reading, self.known, self.engine, self.facts_known, self.without, alone=True)
        while month.first < first.first:
            run.decide(month)
            month = month.after(1)
        return run.running

    def _restarted(self, month: Month) -> bool:
        """Whether a change that holds in a month states from which day a right starts."""
        standing = self.reading.standing(month, self.facts_known or self.known, self.without)
        return any(each.fact in self.reading.starting for each in standing)

    def _covered(self, month: Month) -> bool:
        return month.first >= self.reading.policy.law.covers_from and month.year >= FIRST_YEAR


def carries_of(reading: Reading) -> tuple[Carry, ...]:
    """What ever runs on from month to month for this household, in all its versions."""
    return _mentioned(reading, reading.policy.law.carries)


def carries_into(reading: Reading, month: Month, known: int) -> tuple[Carry, ...]:
    """What runs on into a month for this household, as known on a day."""
    return _mentioned(reading, carries_of_day(reading.policy.law, month.first, known))


def _mentioned(reading: Reading, carries: Iterable[Carry]) -> tuple[Carry, ...]:
    mentions = reading.history.mentions
    return tuple(each for each in carries if not each.only_with or mentions(each.only_with))


def refuse_disorder(first: Month, last: Month) -> None:
    span = calendar_months(first.first, last.first)
    if span < 0:
        raise RequestError([finding("WR509", Place("last"), first=first.text, then=last.text)])
    if span >= MOST_MONTHS:
        raise RequestError([finding("WR510", Place("last"), limit=MOST_MONTHS)])


def rules_of_months(
    policy: CompiledLaw, first: Month, last: Month, known: int
) -> tuple[Rules, ...]:
    """The rules of every month from `first` to `last`, as known on a day.

    Raises RequestError for months outside the law or out of order.
    """
    refuse_disorder(first, last)
    return tuple(policy.at(each, known) for each in every_month(first, last))


def most_months(case: Case) -> int:
    """As many months of a household as are decided in one go, at most `MOST_MONTHS`.

    Time grows with the members of whom different things are said. A crowd of whom the same is said
    is looked at once and written for each: its others count a quarter.
    """
    others = len(first_alike(case))
    quarters = 4 * (len(case.members) - others) + others
    return min(MOST_MONTHS, 4 * MOST_MEMBER_MONTHS // max(1, quarters))


def refuse_length(case: Case, months: int, option: str) -> None:
    """Raises RequestError where these are more months than are decided of a case in one go."""
    limit = most_months(case)
    if months > limit:
        raise RequestError([finding("WR510", Place(option), limit=limit)])
