"""Two answers side by side.

Which benefits and which circle are others, which rules flipped, and what turned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from welfare_rules.answer.answer import Answer, yuan
from welfare_rules.basics.due import Due, bounds_of
from welfare_rules.basics.text import Words
from welfare_rules.comparison.attribution import Tracing
from welfare_rules.comparison.causes import DayTurn, FactTurn, LawTurn, StartTurn, Turn
from welfare_rules.comparison.serialise import amount_text, turn_to_dict
from welfare_rules.engine.contract import Outcome, status_of
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.program.case import HOUSEHOLD, Case, first_alike
from welfare_rules.program.program import Rule, circle_step

Key = tuple[str, str]  # benefit and payee


@dataclass(frozen=True, slots=True)
class Brief:
    """What an answer says of one benefit for one payee, without its reasons. Amounts in fen."""

    entitled: bool | None
    due: Due
    service: bool
    # denied only because its first month has not come
    waiting: bool = field(default=False, compare=False)

    @property
    def status(self) -> str:
        """The entitlement, as answers write it."""
        return status_of(self.entitled)

    @property
    def settled(self) -> bool:
        """Whether it can be said what is due."""
        return isinstance(self.due, int)

    @property
    def amount(self) -> Decimal | None:
        """What is due, in yuan; None while that cannot be said, and for a service."""
        return yuan(self.due) if isinstance(self.due, int) and not self.service else None

    @property
    def at_least(self) -> Decimal | None:
        """What is due at least, in yuan, rounded down to a fen; None without a bound."""
        low = bounds_of(self.due)[0]
        return None if self.service or low is None else yuan(low.__floor__())

    @property
    def at_most(self) -> Decimal | None:
        """What is due at most, in yuan, rounded up to a fen; None without a bound."""
        high = bounds_of(self.due)[1]
        return None if self.service or high is None else yuan(high.__ceil__())

    def to_dict(self) -> dict[str, Any]:
        """`status` and `amount` (yuan as text), and the bounds where no amount can be said."""
        made: dict[str, Any] = {"status": self.status, "amount": amount_text(self.amount)}
        if not self.settled and not self.service:
            made |= {"at_least": amount_text(self.at_least), "at_most": amount_text(self.at_most)}
        return made


@dataclass(frozen=True, slots=True)
class Flip:
    """A requirement, row, supplement or exclusion that surely holds on one side alone.

    `only` is "before" or "after" for a rule that is in force on one side alone; `member` names whom
    a supplement is for.
    """

    rule: str
    kind: str
    because: Words
    before: bool | None
    after: bool | None
    only: str = ""
    member: str = ""

    def to_dict(self) -> dict[str, Any]:
        """`rule`, `because` in both languages, whether it holds `before` and `after`, `member`."""
        made: dict[str, Any] = {"rule": self.rule, "because": self.because.to_dict()}
        if self.only != "after":
            made["before"] = self.before
        if self.only != "before":
            made["after"] = self.after
        return made | ({"member": self.member} if self.member else {})


@dataclass(frozen=True, slots=True)
class Change:
    """One benefit for one payee of which the answers say different things.

    None where it is not in force, or nobody is there.
    """

    benefit: str
    """Id of the benefit."""
    label: Words
    """What it is called."""
    payee: str
    """Id of the member, or of the household."""
    personal: bool
    """Whether it is paid to a member."""
    before: Brief | None
    """What the first answer says of it; None where there is nothing."""
    after: Brief | None
    """What the second answer says of it; None where there is nothing."""
    rules: tuple[Flip, ...]
    """The clauses that hold in one of the answers alone."""
    causes: tuple[Turn, ...]
    """The figures, facts and rules that made the difference."""

    def to_dict(self, law: Law) -> dict[str, Any]:
        """`benefit`, `payee`, what is said `before` and `after` (`status` and amounts, yuan as
        text; None where it is not in force), the `rules` that turned and the `causes`.
        """
        return {
            "benefit": self.benefit,
            "payee": self.payee,
            "before": None if self.before is None else self.before.to_dict(),
            "after": None if self.after is None else self.after.to_dict(),
            "rules": [each.to_dict() for each in self.rules],
            "causes": [turn_to_dict(law, each) for each in self.causes],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything in which two answers differ, with why."""

    before: Answer
    """The first answer."""
    after: Answer
    """The second answer."""
    changes: tuple[Change, ...]
    """What they say differently, benefit by benefit."""
    circle_causes: tuple[Turn, ...]
    """Why the circle differs; empty where it does not."""

    @property
    def circle_changes(self) -> bool:
        """Whether the household's circle is another one."""
        return self.before.circle != self.after.circle

    @property
    def differs(self) -> bool:
        """Whether anything is said differently."""
        return bool(self.changes) or self.circle_changes

    def to_dict(self) -> dict[str, Any]:
        """`circle` before, after and why, the sums `total` and `once` before and after (yuan as
        text, None while one cannot be said), and each benefit that differs under `benefits`.
        """
        law = self.after.program.law
        return {
            "circle": {
                "before": self.before.circle,
                "after": self.after.circle,
                "causes": [turn_to_dict(law, each) for each in self.circle_causes],
            },
            "total": {
                "before": amount_text(self.before.total),
                "after": amount_text(self.after.total),
            },
            "once": {
                "before": amount_text(self.before.once),
                "after": amount_text(self.after.once),
            },
            "benefits": [each.to_dict(law) for each in self.changes],
        }


def brief(outcome: Outcome) -> Brief:
    return Brief(outcome.entitled, outcome.due, outcome.benefit.service, outcome.not_begun)


def briefs(answer: Answer) -> dict[Key, Brief]:
    """Status and amounts by benefit and payee, household benefits first.

    What two answers must agree on to be the same.
    """
    outcomes = sorted(answer.decision.outcomes, key=lambda each: each.payee)
    return {(each.benefit.id, answer.case.payee_id(each.payee)): brief(each) for each in outcomes}


def same(before: Answer, after: Answer) -> bool:
    """Whether two answers agree on the circle, and on status and amount of everything."""
    return before.circle == after.circle and briefs(before) == briefs(after)


def compare(before: Answer, after: Answer) -> Comparison:
    """Two answers for one household, with the reasons of every difference.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> answer = rules.determine({"id": "h", "members": []})
    >>> compare(answer, answer).differs
    False
    """
    tracing = Tracing(before, after)
    outcomes = [_by_key(each) for each in (before, after)]
    like = _like(before.case, after.case)
    changes: dict[Key, Change] = {}
    for key in dict.fromkeys((*outcomes[1], *outcomes[0])):
        one, other = outcomes[0].get(key), outcomes[1].get(key)
        if (None if one is None else brief(one)) != (None if other is None else brief(other)):
            first = changes.get((key[0], like.get(key[1], "")))
            changes[key] = (
                _change(tracing, key, one, other) if first is None else _of_another(first, key[1])
            )
    ends = dict.fromkeys(
        circle_step(each) for each in (before.circle, after.circle) if each not in (None, "none")
    )
    if not ends and before.circle != after.circle:
        ends = dict.fromkeys(each.step for each in after.program.circles)
    causes = tracing.turns(ends, None) if before.circle != after.circle else ()
    return Comparison(before, after, tuple(changes.values()), causes)


def _like(before: Case, after: Case) -> dict[str, str]:
    """For each member of whom both cases say the same as of an earlier one the first of these."""
    one, other = (
        {
            each.member_ids[payee]: each.member_ids[first]
            for payee, first in first_alike(each).items()
        }
        for each in (before, after)
    )
    return {payee: first for payee, first in one.items() if other.get(payee) == first}


def _of_another(change: Change, payee: str) -> Change:
    """The change of a member for another one of whom the same is said."""
    names = {change.payee: payee, payee: change.payee}
    causes = tuple(
        replace(each, who=names.get(each.who or "", each.who))
        if isinstance(each, (FactTurn, DayTurn))
        else each
        for each in change.causes
    )
    rules = tuple(
        replace(each, member=names.get(each.member, each.member)) for each in change.rules
    )
    return replace(change, payee=payee, rules=rules, causes=causes)


def _by_key(answer: Answer) -> dict[Key, Outcome]:
    outcomes = sorted(answer.decision.outcomes, key=lambda each: each.payee)
    return {(each.benefit.id, answer.case.payee_id(each.payee)): each for each in outcomes}


def _change(tracing: Tracing, key: Key, one: Outcome | None, other: Outcome | None) -> Change:
    outcome = other or one
    assert outcome is not None
    benefit = outcome.benefit
    who = None if outcome.payee == HOUSEHOLD else key[1]
    if one is not None and other is not None and one.not_begun != other.not_begun:
        starting = _start(tracing.after.answer, benefit.starts)
        causes: tuple[Turn, ...] = () if starting is None else (starting,)
        return Change(
            benefit.id, benefit.label, key[1], who is not None, brief(one), brief(other), (), causes
        )
    causes = tracing.turns((benefit.entitled, benefit.net), who)
    if (one is None) != (other is None) and not any(isinstance(each, LawTurn) for each in causes):
        found = tracing.begun(benefit.entitled)
        causes = (*causes, LawTurn(None, None, found)) if found else causes
    return Change(
        benefit.id,
        benefit.label,
        key[1],
        who is not None,
        None if one is None else brief(one),
        None if other is None else brief(other),
        (*_flips(one, other), *_supplements(tracing, one, other)),
        causes,
    )


def _start(answer: Answer, starts: str) -> StartTurn | None:
    """From which fact and day the first month of a right is counted."""
    fact = next(
        (
            each
            for each in answer.program.facts
            if each.starts == starts and each.entity is Entity.HOUSEHOLD
        ),
        None,
    )
    day = None if fact is None else answer.case.household[fact.column]
    return None if fact is None or day is None else StartTurn(starts, fact, day)


def _flips(one: Outcome | None, other: Outcome | None) -> Iterable[Flip]:
    """The reasons of an answer whose truth differs between the two sides."""
    if one is None or other is None:
        return
    sides = [
        {
            (rule.clause.kind, rule.clause.id): (rule, holds)
            for rule, holds in zip(each.benefit.reasons, each.truths, strict=True)
        }
        for each in (one, other)
    ]
    for key in dict.fromkeys((*sides[1], *sides[0])):
        yield from _flip(sides[0].get(key), sides[1].get(key), "")


def _flip(
    before: tuple[Rule, bool | None] | None, after: tuple[Rule, bool | None] | None, member: str
) -> Iterable[Flip]:
    rule, _ = after or before or (None, None)
    if rule is None:
        return
    one, other = before[1] if before else None, after[1] if after else None
    only = "after" if before is None else "before" if after is None else ""
    if one != other or only:
        yield Flip(rule.clause.id, rule.clause.kind, rule.clause.because, one, other, only, member)


def _supplements(tracing: Tracing, one: Outcome | None, other: Outcome | None) -> Iterable[Flip]:
    """Supplements are for members, so they are looked at person by person."""
    sides: list[dict[tuple[str, str], tuple[Rule, bool | None]]] = []
    for side, outcome in ((tracing.before, one), (tracing.after, other)):
        found: dict[tuple[str, str], tuple[Rule, bool | None]] = {}
        for rule in outcome.benefit.supplements if outcome is not None else ():
            for person in side.answer.case.member_ids:
                value = side.value(rule.step, person)
                if value is not None:
                    found[rule.clause.id, person] = rule, value.truth
        sides.append(found)
    for key in dict.fromkeys((*sides[1], *sides[0])):
        yield from (
            each
            for each in _flip(sides[0].get(key), sides[1].get(key), key[1])
            if each.before or each.after
        )
