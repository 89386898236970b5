"""What would have to change for a benefit: the nearest change of one fact at a time.

Numbers are followed over their whole range like a curve, so that what is found is the nearest there
is; choices are tried each. Every change is decided once more before it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from pydantic_core import PydanticCustomError

from welfare_rules.basics.days import shift, years_before
from welfare_rules.basics.decimals import decimal_of
from welfare_rules.basics.money import amount_text, per_month, yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.curves.asking import NUMBERS
from welfare_rules.curves.forms import Span, TooCurved
from welfare_rules.curves.sweep import Piece, TooManyPieces, Varied, sweep
from welfare_rules.curves.tracing import Tracer
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.facts.values import MOST_OF_MONEY, fen_of
from welfare_rules.facts.writing import fact_value
from welfare_rules.findings import Place, RequestError, finding, nearest
from welfare_rules.language.nodes import walk
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Values, groups_alike
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import dependencies_of

OLDEST = 110  # years back that a day is looked for
At = Literal["most", "least", "exactly"]
MOST_FOLLOWED = 3_000_000
"""Operations that are gone through: those of the benefit, for each fact that is followed, times the
members of the household and itself.
"""
Evaluate = Callable[[Case], Evaluation]
Decide = Callable[[Case], Decision]
DecideOne = Callable[[Case, BenefitInForce, int], Outcome]
"""One benefit for one payee of a case."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One fact that would have to be otherwise, the others staying as they are.

    `now` and `needed` are values as cases write them (`now` is None where it is unknown); `at` says
    whether it may be no more than that (`most`), no less (`least`), or must be just that. `gives`
    is what the benefit would then be in yuan, None for a service. `minimal` is False where a nearer
    value may have been missed.
    """

    fact: str
    """Path of the fact."""
    label: Words
    """What it is called."""
    now: str | int | bool | dict[str, str] | None
    """Its value, as cases write it; None where it is unknown."""
    needed: str | int | bool | dict[str, str]
    """The value that would do, as cases write it."""
    at: At
    """Whether it may be no more than that (`most`), no less (`least`), or just that."""
    gives: Decimal | None
    """What the benefit would then be, in yuan; None for a service."""
    minimal: bool
    """Whether no nearer value can have been missed."""

    def to_dict(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "set": {self.fact: {"now": self.now, "needed": self.needed, "at": self.at}},
            "gives": None if self.gives is None else amount_text(self.gives),
            "minimal": self.minimal,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """A benefit for a payee, and from how many fen on it is enough; None: that there is a right."""

    benefit: BenefitInForce
    payee: int
    enough: int | None

    def among(self, decision: Decision) -> Outcome:
        """The outcome of the benefit in a whole decision."""
        return next(
            each
            for each in decision.dues
            if (each.benefit.id, each.payee) == (self.benefit.id, self.payee)
        )

    def met(self, found: Outcome) -> Outcome | None:
        """An outcome of the benefit, where it is what is wanted."""
        if found.entitled is not True or not (self.benefit.service or isinstance(found.due, int)):
            return None
        if self.enough is None:
            return found
        return found if isinstance(found.due, int) and found.due >= self.enough else None


def wanted(
    decision: Decision, case: Case, benefit: str, payee: str | None, at_least: Any
) -> Wanted:
    """What is asked for: a right to a benefit, by its id or label, or to so many yuan of it.

    Raises RequestError for a benefit or payee that is not there, and for a right that there is.
    """
    named = [each for each in decision.dues if benefit in (each.benefit.id, each.benefit.label.zh)]
    found = [each for each in named if payee in (None, case.payee_id(each.payee))]
    if len(found) > 1:
        whom = ", ".join(case.payee_id(each.payee) for each in found[:40])
        label = found[0].benefit.label
        raise RequestError([finding("WR532", Place("payee"), name=label, want=whom)])
    if not found:
        benefits = {each.benefit.id: each.benefit.label for each in decision.dues}
        known = [case.payee_id(each.payee) for each in named][:40]
        want: str | Words = ", ".join(known)
        if not named:
            labels = [benefits[each].zh for each in sorted(benefits)]
            known = [*sorted(benefits), *labels]
            want = Words("、".join(labels), ", ".join(sorted(benefits)))
        got = benefit if payee is None else f"{benefit} / {payee}"
        raise RequestError(
            [
                finding(
                    "WR525",
                    Place("payee" if named else "benefit"),
                    got=got[:120],
                    want=want,
                    nearest="" if named else nearest(benefit, known),
                )
            ]
        )
    outcome = found[0]
    enough = None if at_least is None else _fen(at_least)
    asked = Wanted(outcome.benefit, outcome.payee, enough)
    there = outcome.entitled if enough is None else asked.met(outcome) is not None
    if there:
        raise RequestError([finding("WR526", Place("benefit"), name=outcome.benefit.label)])
    return asked


def _fen(amount: Any) -> int:
    try:
        fen = fen_of(amount)
    except PydanticCustomError:
        fen = None
    if fen is None or fen < 0:
        got, high = f"{amount}"[:60], yuan_text(MOST_OF_MONEY)
        raise RequestError([finding("WR522", Place("at_least"), got=got, low="0.00", high=high)])
    return fen


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a fact that gives what is wanted."""

    value: int
    at: At
    minimal: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """One case, and what is wanted of it."""

    program: Program
    case: Case
    wanted: Wanted
    evaluate: Evaluate
    decide: Decide
    decide_one: DecideOne

    def gives(self, payee: int, fact: Fact, value: int) -> Outcome | None:
        """The outcome if the fact had this value, where it is what is wanted."""
        case, wanted = self._with(payee, fact, value), self.wanted
        return wanted.met(self.decide_one(case, wanted.benefit, wanted.payee))

    def gives_in_the_whole(self, payee: int, fact: Fact, value: int) -> Outcome | None:
        """The same from the decision of all benefits, as whoever makes the change will see it."""
        decision = self.decide(self._with(payee, fact, value))
        return self.wanted.met(self.wanted.among(decision))

    def _with(self, payee: int, fact: Fact, value: int) -> Case:
        """The case with the value. What did not matter beside the value of now (a grade of no
        disability) is not known then, or as it is presumed.
        """
        values, kept = _row(self, payee), fact.kept(value)
        opened = [
            each
            for each in self.program.facts
            if each.ignored_when == (fact.id, values[fact.column])
            and each.entity is fact.entity
            and values[fact.column] != kept
        ]
        presumed = {
            (payee, each.column): None if each.presumed is None else each.kept(int(each.presumed))
            for each in opened
        }
        case = self.case.but({(payee, fact.column): kept, **presumed})
        unknown = {each.id for each in opened if each.presumed is None}
        return replace(case, unknown=case.unknown | unknown) if unknown else case


def needed_changes(search: Search, *, any_fact: bool = False) -> tuple[Needed, ...]:
    """The nearest change of each single fact that gives what is wanted.

    In the order of the vocabulary, the payee's own facts first. Facts that nobody can change are
    left out unless `any_fact`. Raises RequestError for a household of too many different members.
    """
    candidates, instead = list(_candidates(search, any_fact)), _instead(search)
    different = sum(1 for payee, _ in candidates if payee not in instead)
    work = different * (1 + len(search.case.members)) * _operations(search)
    if work > MOST_FOLLOWED:
        what = Words(
            "要跟随的事项乘以成员数和这项待遇的运算数（事项或各不相同的成员太多；curve 只看一项）",
            "facts to be followed times members times operations of the benefit (too many facts or "
            "members who differ; curve follows one fact)",
        )
        raise RequestError([finding("WR412", Place("case"), what=what, limit=MOST_FOLLOWED)])
    found: list[Needed] = []
    done: dict[tuple[int, str], tuple[Found, Outcome]] = {}
    for payee, fact in candidates:
        alike = instead.get(payee, payee), fact.id
        if payee == alike[0]:
            there = _nearest(search, payee, fact)
            outcome = there and search.gives_in_the_whole(payee, fact, there.value)
            if there is not None and outcome is not None:
                done[alike] = there, outcome
        if alike in done:
            found.append(_told(search, payee, fact, *done[alike]))
    return tuple(found)


def _operations(search: Search) -> int:
    """How many operations the benefit comes to, with all that it rests on."""
    benefit = search.wanted.benefit
    below = search.program.below((benefit.net, benefit.entitled))
    nodes = (each.node for each in search.program.steps if each.id in below)
    return sum(len(walk(each)) for each in nodes if each is not None)


def _instead(search: Search) -> dict[int, int]:
    """For members of whom the same is said as of another, that one: a change of either gives the
    same. The payee stands for nobody else.
    """
    groups = (
        [each for each in group if each != search.wanted.payee]
        for group in groups_alike(search.case)
    )
    return {payee: first for first, *others in filter(None, groups) for payee in others}


def _candidates(search: Search, any_fact: bool) -> Iterator[tuple[int, Fact]]:
    """The facts on which the benefit rests, of the payee, the household, and the other members."""
    rests_on = dependencies_of(search.program, search.wanted.benefit).facts
    facts = [
        each
        for each in search.program.facts
        if each.id in rests_on
        and (any_fact or not (each.fixed or each.type.kind is Kind.DATE))
        and each.type.kind not in (Kind.BENEFITS, Kind.CODE)
    ]
    everyone = (search.wanted.payee, HOUSEHOLD, *range(len(search.case.members)))
    for payee in dict.fromkeys(everyone):
        entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
        yield from ((payee, each) for each in facts if each.entity is entity)


def _row(search: Search, payee: int) -> Values:
    return search.case.household if payee == HOUSEHOLD else search.case.members[payee]


def _now(search: Search, payee: int, fact: Fact) -> Number | None:
    """The value that the case has, as the fact is measured; of a flow a month's."""
    kept = _row(search, payee)[fact.column]
    return per_month(kept) if kept is not None and fact.flow else kept


def _nearest(search: Search, payee: int, fact: Fact) -> Found | None:
    now = _now(search, payee, fact)
    match fact.type.kind:
        case Kind.BOOL | Kind.CHOICE:
            values = range(int(fact.low), int(fact.high) + 1)
            return _first(search, payee, fact, (each for each in values if each != now), now)
        case Kind.DATE:
            return _nearest_day(search, payee, fact, now)
        case _ if fact.type.kind in NUMBERS:
            return _nearest_number(search, payee, fact, now)
        case _:
            return None


def _first(
    search: Search, payee: int, fact: Fact, values: Iterable[int], now: Number | None
) -> Found | None:
    near = sorted(values, key=lambda each: (0 if now is None else abs(each - now), each))
    there = next((each for each in near if search.gives(payee, fact, each)), None)
    return None if there is None else Found(there, "exactly")


# --- numbers ---


def _nearest_number(search: Search, payee: int, fact: Fact, now: Number | None) -> Found | None:
    """The nearest value over the whole range of a number, from the pieces of its curve."""
    varied = Varied(fact, payee, Span(int(fact.low), int(fact.high)))
    start = varied.of(search.case, varied.span.first)
    tracer = Tracer(search.evaluate(start), fact, payee, varied.span)
    wanted = search.wanted
    if not (tracer.moves(wanted.benefit.entitled, wanted.payee) or _pays(tracer, wanted)):
        return None
    try:
        pieces = sweep(tracer, [(wanted.benefit, wanted.payee)])
    except (TooManyPieces, TooCurved):
        return None
    here = fact.low if now is None else now
    possible = [each for each in pieces if each.lines[0].entitled is not False]
    found = [_within(search, payee, fact, each, here) for each in possible]
    near = [each for each in found if each is not None]
    return min(near, key=lambda each: (abs(each.value - here), each.value), default=None)


def _pays(tracer: Tracer, wanted: Wanted) -> bool:
    return not wanted.benefit.service and tracer.moves(wanted.benefit.net, wanted.payee)


def _within(search: Search, payee: int, fact: Fact, piece: Piece, here: Number) -> Found | None:
    """The value of a piece nearest to what is."""
    first, last = piece.span
    if first <= here <= last:
        sides = [(here.__floor__(), first), (here.__ceil__(), last)]
    else:
        sides = [(first, last) if here < first else (last, first)]
    line = piece.lines[0]
    # what only rises or only falls is searched without missing anything
    sure = line.entitled is True and (line.benefit.service or line.straight)
    found: list[Found] = []
    for near, far in sides:
        there = _reached(search, payee, fact, near, far)
        if there is not None:
            at: At = "exactly" if first == last else "least" if far > near else "most"
            found.append(Found(there, at, minimal=sure or there == near))
    return min(found, key=lambda each: abs(each.value - here), default=None)


def _reached(search: Search, payee: int, fact: Fact, near: int, far: int) -> int | None:
    """The value nearest to `near`, towards `far`, that gives what is wanted."""
    if search.gives(payee, fact, near):
        return near
    if not search.gives(payee, fact, far):
        return None
    while abs(far - near) > 1:
        middle = (near + far) // 2
        if search.gives(payee, fact, middle):
            far = middle
        else:
            near = middle
    return far


# --- days ---


def _nearest_day(search: Search, payee: int, fact: Fact, now: Number | None) -> Found | None:
    """The nearest day that was found: anniversaries of the month's ends, then days between."""
    ends = search.evaluate(search.case).month
    tried = sorted(
        {
            years_before(day, years)
            for years in range(OLDEST)
            for day in (ends.first, ends.last, shift(ends.last, 1))
        }
    )
    days = [each for each in tried if fact.low <= each <= fact.high]
    here = ends.last if now is None or not fact.low <= now <= fact.high else int(now)
    nearest: Found | None = None
    for side in (
        [each for each in reversed(days) if each < here],
        [each for each in days if each > here],
    ):
        last = here
        for day in side:
            if search.gives(payee, fact, day):
                at: At = "most" if day < here else "least"
                found = Found(_between(search, payee, fact, last, day), at, minimal=False)
                if nearest is None or abs(found.value - here) < abs(nearest.value - here):
                    nearest = found
                break
            last = day
    return nearest


def _between(search: Search, payee: int, fact: Fact, near: int, far: int) -> int:
    """The day nearest to one that does not give it, going from one that does."""
    step = 1 if near > far else -1
    for _ in range(31):
        day = shift(far, step)
        if day == near or not search.gives(payee, fact, day):
            break
        far = day
    return far


# --- as people read it ---


def _told(search: Search, payee: int, fact: Fact, there: Found, outcome: Outcome) -> Needed:
    choices, due = search.program.law.choices, outcome.due
    now = _row(search, payee)[fact.column]
    return Needed(
        search.case.path(payee, fact.id),
        fact.label,
        None if now is None else fact_value(fact, now, choices),
        fact_value(fact, fact.kept(there.value), choices),
        there.at,
        decimal_of(due, 2) if isinstance(due, int) and not outcome.benefit.service else None,
        there.minimal,
    )
