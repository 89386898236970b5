"""Two answers side by side: which benefits and which circle are others, which rules flipped, and what turned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from welfare_rules.answer.answer import Answer, yuan
from welfare_rules.engine.outcome import Outcome
from welfare_rules.engine.reference import truth_of
from welfare_rules.history.amendments import Amendment
from welfare_rules.history.origins import Tracing
from welfare_rules.history.turns import DayTurn, FactTurn, FigureTurn, LawTurn, Turn
from welfare_rules.history.written import fact_value
from welfare_rules.language.types import Kind
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.core import FigureInForce, Rule, circle_step
from welfare_rules.program.law import Fact, Law
from welfare_rules.program.terms import FIRST, LAST, Number, Words
from welfare_rules.program.values import day_text

Key = tuple[str, str]  # benefit and payee


@dataclass(frozen=True, slots=True)
class Brief:
    """What an answer says of one benefit for one payee, without its reasons. Amounts in fen."""

    entitled: bool | None
    low: Number | None
    high: Number | None
    service: bool

    @property
    def status(self) -> str:
        return "undetermined" if self.entitled is None else "eligible" if self.entitled else "not_eligible"

    @property
    def settled(self) -> bool:
        return self.entitled is not None and self.low is not None and self.low == self.high

    @property
    def amount(self) -> Decimal | None:
        return yuan(self.low) if self.settled and not self.service else None

    @property
    def at_least(self) -> Decimal | None:
        return None if self.service or self.low is None else yuan(Fraction(self.low).__floor__())

    @property
    def at_most(self) -> Decimal | None:
        return None if self.service or self.high is None else yuan(Fraction(self.high).__ceil__())

    def to_dict(self) -> dict[str, Any]:
        made: dict[str, Any] = {"status": self.status, "amount": _text(self.amount)}
        if not self.settled and not self.service:
            made |= {"at_least": _text(self.at_least), "at_most": _text(self.at_most)}
        return made


@dataclass(frozen=True, slots=True)
class Flip:
    """A requirement, row, supplement or exclusion that holds on one side and not, or not surely, on the other.

    `only` is "before" or "after" for a rule that is in force on one side alone; `member` names whom a supplement is for.
    """

    rule: str
    kind: str
    because: Words
    before: bool | None
    after: bool | None
    only: str = ""
    member: str = ""

    def to_dict(self) -> dict[str, Any]:
        made: dict[str, Any] = {"rule": self.rule, "because": {"zh": self.because.zh, "en": self.because.en}}
        if self.only != "after":
            made["before"] = self.before
        if self.only != "before":
            made["after"] = self.after
        return made | ({"member": self.member} if self.member else {})


@dataclass(frozen=True, slots=True)
class Change:
    """One benefit for one payee of which the answers say different things; None where it is not in force, or nobody is there."""

    benefit: str
    label: Words
    payee: str
    personal: bool
    before: Brief | None
    after: Brief | None
    rules: tuple[Flip, ...]
    causes: tuple[Turn, ...]

    def to_dict(self, law: Law) -> dict[str, Any]:
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
    after: Answer
    changes: tuple[Change, ...]
    circle_causes: tuple[Turn, ...]

    @property
    def circle_changes(self) -> bool:
        return self.before.circle != self.after.circle

    @property
    def differs(self) -> bool:
        return bool(self.changes) or self.circle_changes

    def to_dict(self) -> dict[str, Any]:
        law = self.after.program.law
        return {
            "circle": {
                "before": self.before.circle,
                "after": self.after.circle,
                "causes": [turn_to_dict(law, each) for each in self.circle_causes],
            },
            "total": {"before": _text(self.before.total), "after": _text(self.after.total)},
            "benefits": [each.to_dict(law) for each in self.changes],
        }


def brief(outcome: Outcome) -> Brief:
    return Brief(outcome.entitled, outcome.low, outcome.high, outcome.benefit.service)


def briefs(answer: Answer) -> dict[Key, Brief]:
    """Status and amounts by benefit and payee, household benefits first: what two answers must agree on to be the same."""
    outcomes = sorted(answer.decision.outcomes, key=lambda each: each.payee)
    return {(each.benefit.id, answer.case.payee_id(each.payee)): brief(each) for each in outcomes}


def same(before: Answer, after: Answer) -> bool:
    """Whether two answers agree on the circle, and on status and amount of everything."""
    return before.circle == after.circle and briefs(before) == briefs(after)


def compare(before: Answer, after: Answer) -> Comparison:
    """Two answers for one household, with the reasons of every difference."""
    tracing = Tracing(before, after)
    outcomes = [_by_key(each) for each in (before, after)]
    changes: list[Change] = []
    for key in dict.fromkeys((*outcomes[1], *outcomes[0])):
        one, other = outcomes[0].get(key), outcomes[1].get(key)
        if (None if one is None else brief(one)) != (None if other is None else brief(other)):
            changes.append(_change(tracing, key, one, other))
    ends = dict.fromkeys(circle_step(each) for each in (before.circle, after.circle) if each not in (None, "none"))
    if not ends and before.circle != after.circle:
        ends = dict.fromkeys(each.step for each in after.program.circles)
    causes = tracing.turns(ends, None) if before.circle != after.circle else ()
    return Comparison(before, after, tuple(changes), causes)


def _by_key(answer: Answer) -> dict[Key, Outcome]:
    outcomes = sorted(answer.decision.outcomes, key=lambda each: each.payee)
    return {(each.benefit.id, answer.case.payee_id(each.payee)): each for each in outcomes}


def _change(tracing: Tracing, key: Key, one: Outcome | None, other: Outcome | None) -> Change:
    outcome = other or one
    assert outcome is not None
    benefit = outcome.benefit
    who = None if outcome.payee == HOUSEHOLD else key[1]
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


def _flips(one: Outcome | None, other: Outcome | None) -> Iterable[Flip]:
    """Of the rules that an answer gives as reasons, those of which the two sides say different things."""
    if one is None or other is None:
        return
    sides = [
        {(rule.clause.kind, rule.clause.id): (rule, holds) for rule, holds in zip(each.benefit.reasons, each.truths, strict=True)}
        for each in (one, other)
    ]
    for key in dict.fromkeys((*sides[1], *sides[0])):
        yield from _flip(sides[0].get(key), sides[1].get(key), "")


def _flip(before: tuple[Rule, bool | None] | None, after: tuple[Rule, bool | None] | None, member: str) -> Iterable[Flip]:
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
                    found[rule.clause.id, person] = rule, truth_of(value)
        sides.append(found)
    for key in dict.fromkeys((*sides[1], *sides[0])):
        yield from (each for each in _flip(sides[0].get(key), sides[1].get(key), key[1]) if each.before or each.after)


# --- as data ---


def turn_to_dict(law: Law, turn: Turn) -> dict[str, Any]:
    match turn:
        case FigureTurn():
            return {"kind": "figure", "what": turn.id, "before": version_to_dict(turn.before), "after": version_to_dict(turn.after)}
        case FactTurn():
            what = turn.fact.id if turn.who is None else f"members[{turn.who}].{turn.fact.id}"
            before, after = (_fact(law, turn.fact, each) for each in (turn.before, turn.after))
            return {"kind": "fact", "what": what, "before": before, "after": after}
        case DayTurn():
            made: dict[str, Any] = {"kind": "date", "what": turn.step.id, "member": turn.who, "day": day_text(turn.day)}
            return made | {"facts": {fact.id: day_text(value) for fact, value in turn.dates}}
        case LawTurn():
            one, other = turn.before, turn.after
            rules = [_amendment(each) for each in turn.amendments]
            return {
                "kind": "law",
                "what": turn.step.id if turn.step is not None else turn.amendments[0].id,
                "before": one.text if one else None,
                "after": other.text if other else None,
                "rules": rules,
            }


def _amendment(each: Amendment) -> dict[str, Any]:
    made: dict[str, Any] = {"rule": each.id, "begins": each.begins, "day": day_text(each.day) if each.day > FIRST else None}
    if each.source is not None:
        made["source"] = {"document": each.source.document, "article": each.source.article}
    return made


def _fact(law: Law, fact: Fact, value: int | None) -> Any:
    return None if value is None else fact_value(fact, value, law.choices)


def version_to_dict(figure: FigureInForce | None) -> dict[str, Any] | None:
    """A figure's value with the version that made it: of a share, the version announced last."""
    if figure is None or not figure.chain:
        return None
    first, announced = figure.chain[0].period, max(each.period.announced for each in figure.chain)
    return {
        "value": figure_text(figure),
        "from": day_text(first.first),
        "last_day": day_text(first.last) if first.last < LAST else None,
        "announced": day_text(announced),
        "status": figure.chain[0].status,
    }


def figure_text(figure: FigureInForce) -> str | None:
    value, kind = figure.value, figure.figure.type.kind
    if value is None:
        return None
    if kind is Kind.MONEY:
        return _text(yuan(value)) if Fraction(value).denominator == 1 else f"{Fraction(value) / 100}"
    return day_text(int(value)) if kind is Kind.DATE else str(value)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
