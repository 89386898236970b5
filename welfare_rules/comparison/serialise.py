"""What has turned between two answers, as data."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from welfare_rules.answer.answer import yuan
from welfare_rules.basics import money
from welfare_rules.basics.days import FIRST, LAST, day_text
from welfare_rules.comparison.amendments import Amendment
from welfare_rules.comparison.causes import DayTurn, FactTurn, FigureTurn, LawTurn, StartTurn, Turn
from welfare_rules.facts.writing import fact_value
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.program.program import FigureInForce


def turn_to_dict(law: Law, turn: Turn) -> dict[str, Any]:
    match turn:
        case FigureTurn():
            return {
                "kind": "figure",
                "what": turn.id,
                "before": version_to_dict(turn.before),
                "after": version_to_dict(turn.after),
            }
        case FactTurn():
            what = turn.fact.id if turn.who is None else f"members[{turn.who}].{turn.fact.id}"
            before, after = (_fact(law, turn.fact, each) for each in (turn.before, turn.after))
            return {"kind": "fact", "what": what, "before": before, "after": after}
        case StartTurn():
            return {
                "kind": "start",
                "what": turn.starts,
                "fact": turn.fact.id,
                "day": day_text(turn.day),
            }
        case DayTurn():
            made: dict[str, Any] = {
                "kind": "date",
                "what": turn.step.id,
                "member": turn.who,
                "day": day_text(turn.day),
            }
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
    made: dict[str, Any] = {
        "rule": each.id,
        "begins": each.begins,
        "day": day_text(each.day) if each.day > FIRST else None,
    }
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
        return (
            amount_text(yuan(value))
            if Fraction(value).denominator == 1
            else f"{Fraction(value) / 100}"
        )
    return day_text(int(value)) if kind is Kind.DATE else str(value)


def amount_text(amount: Decimal | None) -> str | None:
    return None if amount is None else money.amount_text(amount)
