"""An explanation as plain data: what the text says, each value beside its words.

The data are made of the same tree and with the same words as the text, so neither can say what the
other does not. Their types are `written.derivation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import LAST, day_text
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.money import amount_text, decimal_yuan
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.benefits import MOST_SHOWN, stages
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.data_values import (
    cited,
    condition,
    conditions,
    decided,
    number_of,
    payee_id,
    payee_ids,
    reckoning,
    source_of,
    value_of,
)
from welfare_rules.explanation.derivation import (
    Amounts,
    CircleReason,
    Counted,
    Exempted,
    Extra,
    FigureUsed,
    Group,
    Missing,
    Presumed,
    Unconfirmed,
    Working,
)
from welfare_rules.explanation.derive import derive
from welfare_rules.explanation.mentions import same_for_all
from welfare_rules.explanation.phrasebook import Phrasebook
from welfare_rules.explanation.writer import Pen
from welfare_rules.language import nodes as n
from welfare_rules.language.types import MONEY, RATE, Kind, Type
from welfare_rules.law.model import FigureVersion

if TYPE_CHECKING:
    from welfare_rules.written.derivation import (
        AmountsDict,
        CircleReasonDict,
        DerivationDict,
        ExemptedDict,
        FigureDict,
        GroupDict,
        IncomeDict,
        LackDict,
        MissingDict,
        PresumedDict,
        RoundingDict,
        StartsDict,
        SupplementDict,
        UnconfirmedDict,
        ValueDict,
        VersionDict,
        WorkingDict,
    )


def as_data(answer: Answer, book: Phrasebook) -> DerivationDict:
    """The derivation of an answer as data that JSON can hold, labelled in the book's language."""
    numbers = Numbers(answer.evaluation)
    tree = derive(answer, numbers, book.needs)
    pen = Pen(numbers, book)
    law = answer.program.law
    return {
        "case": answer.case.id,
        "month": answer.month.text,
        "jurisdiction": law.jurisdiction,
        "place": pen.wording.label(law.name, law.jurisdiction),
        "known": day_text(answer.known),
        "policy_digest": answer.program.digest,
        "lang": pen.wording.lang,
        "circle": _circle(pen, tree.circle),
        "total": None if answer.total is None else amount_text(answer.total),
        "once": None if answer.once is None else amount_text(answer.once),
        "provisional": tree.provisional,
        "benefits": [_group(pen, each) for each in tree.groups],
        "without_payees": [each.id for each in tree.nobody],
        "workings": [_working(pen, each) for each in tree.workings],
        "figures": [_figure(pen, each) for each in tree.figures],
        "unconfirmed": [_unconfirmed(pen, each) for each in tree.rules],
        "missing": [_missing(pen, each) for each in tree.missing],
        "presumed": [_presumed(pen, each) for each in tree.presumed],
    }


def _circle(pen: Pen, reason: CircleReason) -> CircleReasonDict | None:
    if reason.circle is None or reason.case is None:
        return None
    circle = reason.circle.circle
    return {
        "id": circle.id,
        "label": pen.wording.label(circle.label, circle.id),
        "decided": decided(pen, reason.case),
        "source": source_of(pen, circle.source, circle.status),
    }


# --- benefits ---


def _group(pen: Pen, group: Group) -> GroupDict:
    benefit, outcome = group.benefit, group.outcome
    amount, low, high = (None,) * 3 if benefit.service else _due(outcome)
    return {
        "benefit": benefit.id,
        "label": pen.wording.label(benefit.label, benefit.id),
        "payees": payee_ids(pen, group.payees),
        "status": outcome.status,
        "amount": amount,
        "at_least": low,
        "at_most": high,
        "per": benefit.per,
        "provisional": group.provisional,
        "as_above": group.brief,
        "starts": _starts(group),
        "requirements": conditions(pen, group.conditions),
        "no_row": conditions(pen, group.no_row),
        "exclusions": conditions(pen, group.excludes),
        "ring": list(benefit.ring),
        "amounts": None if group.amounts is None else _amounts(pen, group, group.amounts),
        "missing": [_lack(pen, each) for each in group.missing],
    }


def _due(outcome: Outcome) -> tuple[str | None, str | None, str | None]:
    due = outcome.due
    if isinstance(due, int):
        exact = amount_text(decimal_yuan(due))
        return exact, exact, exact
    low, high = due.at_least, due.at_most
    return (
        None,
        None if low is None else amount_text(low),
        None if high is None else amount_text(high),
    )


def _starts(group: Group) -> StartsDict | None:
    start = group.outcome.start
    if start is None:
        return None
    first = None if start.first is None else start.first.text
    return {"rule": group.benefit.starts, "begun": start.begun, "first": first}


def _amounts(pen: Pen, group: Group, amounts: Amounts) -> AmountsDict:
    payee = amounts.payee
    return {
        "formula": None if amounts.formula is None else reckoning(pen, amounts.formula, payee),
        "rows": [
            {
                "condition": condition(pen, each.condition),
                "amount": None if each.value is None else reckoning(pen, each.value, payee),
            }
            for each in amounts.rows
        ],
        "other_rows": conditions(pen, amounts.other_rows),
        "supplements": [_supplement(pen, each) for each in amounts.extras],
        "counted": [
            {"member": payee_id(pen, member), "amount": value_of(pen, MONEY, value)}
            for member, value in amounts.counted
        ],
        "whole": None if amounts.whole is None else reckoning(pen, amounts.whole, payee),
        "rounding": None if amounts.due is None else _rounding(pen, group, amounts, amounts.due),
    }


def _supplement(pen: Pen, extra: Extra) -> SupplementDict:
    shown = extra.members[:1] if same_for_all(extra.value) else extra.members[:MOST_SHOWN]
    return {
        "condition": condition(pen, extra.condition),
        "members": payee_ids(pen, extra.members),
        "amounts": [reckoning(pen, extra.value, each) for each in shown],
    }


def _rounding(pen: Pen, group: Group, amounts: Amounts, due: n.Rounded) -> RoundingDict:
    benefit = group.benefit
    raw, before, after = (value_of(pen, MONEY, each) for each in stages(pen.numbers, amounts, due))
    source, status = benefit.source, benefit.status
    text = pen.phrases["no_rounding"]
    if benefit.rounding is not None:
        text = pen.renderer.rounding(due)
        if benefit.rounding.source is not None:
            source, status = benefit.rounding.source, benefit.rounding.status
    return {
        "text": text,
        "whole": raw,
        "not_below_zero": before,
        "rounded": after,
        "source": source_of(pen, source, status),
    }


# --- workings ---


def _working(pen: Pen, working: Working) -> WorkingDict:
    step = working.step
    node = step.node
    # a condition is decided, an income counted, and everything else reckoned
    plain = node is not None and not working.incomes and step.type.kind is not Kind.BOOL
    return {
        "id": step.id,
        "label": pen.book.step(step.id),
        "formula": None if node is None else pen.renderer.formula(node),
        "reckonings": [reckoning(pen, node, each, step.id) for each in working.payees]
        if node is not None and plain
        else [],
        "decided": [decided(pen, each) for each in working.cases],
        "incomes": [_income(pen, each) for each in working.incomes],
        "left_out": working.left_out,
        # an income's status is that of its exemptions
        "source": source_of(pen, step.source, "published" if working.incomes else step.status),
    }


def _income(pen: Pen, counted: Counted) -> IncomeDict:
    return {
        "member": payee_id(pen, counted.member),
        "reckoning": reckoning(pen, counted.formula, counted.member),
        "exemptions": [_exempted(pen, each) for each in counted.exempted],
        "counts": value_of(pen, MONEY, counted.value),
    }


def _exempted(pen: Pen, each: Exempted) -> ExemptedDict:
    exemption = each.exemption
    return {
        "id": exemption.id,
        "label": pen.wording.label(exemption.label, exemption.id),
        "decided": None if each.case is None else decided(pen, each.case),
        "declared": _known(pen, MONEY, each.declared),
        "cap": _known(pen, MONEY, each.cap),
        "taken": _known(pen, MONEY, each.taken),
        "share": _known(pen, RATE, each.share),
        "left": value_of(pen, MONEY, each.left),
        "source": source_of(pen, exemption.source, exemption.status),
    }


def _known(pen: Pen, kind: Type, value: Interval | None) -> ValueDict | None:
    return None if value is None else value_of(pen, kind, value)


# --- figures and rules ---


def _figure(pen: Pen, used: FigureUsed) -> FigureDict:
    found = used.figure
    figure, kind = found.figure, found.figure.type
    text = None if found.value is not None else pen.phrases["open_figure"]
    ends = (figure.low, figure.high) if found.value is None else (found.value, found.value)
    return {
        "id": figure.id,
        "label": pen.book.figure(found.key or figure.id),
        "per": None if figure.per is None else figure.per.say(pen.wording.lang),
        "value": value_of(pen, kind, ends, text),
        "versions": [
            _version(pen, kind, version, value)
            for version, value in zip(found.chain, found.values, strict=True)
        ],
        "corrects": [
            {
                "announced": day_text(each.period.announced),
                "value": value_of(pen, kind, (each.value, each.value)),
            }
            for each in used.corrected
            if each.value is not None
        ],
        "conflicts": [
            {
                "value": number_of(pen, kind, each.value),
                "source": cited(pen, each.source, "published"),
            }
            for each in figure.conflicts
        ],
    }


def _version(pen: Pen, kind: Type, version: FigureVersion, value: Number | None) -> VersionDict:
    period, only_for = version.period, version.only_for
    return {
        "value": number_of(pen, kind, value),
        "share": number_of(pen, RATE, version.share),
        "of": version.of or None,
        "first": day_text(period.first),
        "until": None if period.last == LAST else day_text(period.last),
        "announced": day_text(period.announced),
        "only_for": None if only_for is None else pen.renderer.formula(only_for.node),
        "note": version.note,
        "source": cited(pen, version.source, version.status),
    }


def _unconfirmed(pen: Pen, rule: Unconfirmed) -> UnconfirmedDict:
    return {
        "id": rule.id,
        "label": pen.wording.label(rule.words, rule.id),
        "rounding": rule.rounding,
        "source": cited(pen, rule.source, rule.status),
    }


# --- what is not known ---


def _lack(pen: Pen, missing: Missing) -> LackDict:
    of_fact = missing.kind in ("missing_fact", "unknown_fact")
    return {
        "kind": missing.kind,
        "id": missing.id,
        "label": pen.wording.label(missing.label, missing.id),
        "payee": payee_id(pen, missing.payee) if of_fact else None,
        "whom": None if missing.whom is None else missing.whom.say(pen.wording.lang),
    }


def _missing(pen: Pen, missing: Missing) -> MissingDict:
    return {
        **_lack(pen, missing),
        "decides": [
            {"benefit": benefit.id, "payee": payee_id(pen, payee)}
            for benefit, payee in missing.decides
        ],
    }


def _presumed(pen: Pen, each: Presumed) -> PresumedDict:
    fact = each.fact
    begun = fact.presumed is None and fact.starts  # that a right has begun
    value = 0 if fact.presumed is None else fact.presumed
    return {
        "fact": fact.id,
        "label": pen.wording.label(fact.label, fact.id),
        "payees": payee_ids(pen, each.payees),
        "value": None if begun else number_of(pen, fact.type, value),
    }
