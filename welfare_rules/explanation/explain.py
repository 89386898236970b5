"""A decision explained as a careful clerk would, in Chinese or English.

Every condition and amount with its numbers and sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import amount_text
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.benefits import MOST_SHOWN, stages
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.derivation import (
    Amounts,
    CircleReason,
    Condition,
    Derivation,
    Extra,
    Group,
)
from welfare_rules.explanation.derive import derive
from welfare_rules.explanation.evidence import write_grounds
from welfare_rules.explanation.mentions import same_for_all
from welfare_rules.explanation.phrasebook import Phrasebook
from welfare_rules.explanation.writer import MOST_NAMED, Pen
from welfare_rules.language.types import MONEY
from welfare_rules.law.terms import PER_WORDS, Per
from welfare_rules.program.program import BenefitInForce

DIGEST_SHOWN = 19  # "sha256:" and twelve places


def explain(answer: Answer, book: Phrasebook) -> str:
    """The whole derivation of an answer as plain text: enough to recompute every amount with a
    pencil.

    `book` says in which language, and keeps the texts that are the same for every case of the
    answer's program. Amounts are yuan for the month. Values are those of the reference engine,
    whichever engine decided.
    """
    numbers = Numbers(answer.evaluation)
    derivation = derive(answer, numbers, book.needs)
    pen = Pen(numbers, book)
    _head(pen, answer, derivation)
    pen.heading("benefits")
    if not derivation.groups and not derivation.nobody:
        pen.write(0, pen.phrases["no_benefits"])
    for group in derivation.groups:
        _group(pen, group)
    if derivation.nobody:
        names = pen.marks.listed(_name(pen, each) for each in derivation.nobody)
        pen.lines += ("", pen.phrases["no_payees"].format(benefits=names))
    write_grounds(pen, derivation)
    return "\n".join(pen.lines) + "\n"


def _name(pen: Pen, benefit: BenefitInForce) -> str:
    return pen.wording.label(benefit.label, benefit.id)


def _head(pen: Pen, answer: Answer, derivation: Derivation) -> None:
    law, phrases = answer.program.law, pen.phrases
    pen.write(0, phrases["title"])
    pen.labelled(0, "case", answer.case.id)
    pen.labelled(0, "month", answer.month.text)
    pen.labelled(
        0, "place", pen.marks.aside(pen.wording.label(law.name, law.jurisdiction), law.jurisdiction)
    )
    pen.labelled(0, "known", day_text(answer.known))
    pen.labelled(0, "digest", answer.program.digest[:DIGEST_SHOWN])
    _circle(pen, derivation.circle, known=answer.circle is not None)
    _sum(pen, derivation, "total_amount", "month", answer.total)
    if answer.once != 0:
        _sum(pen, derivation, "total_once", "", answer.once)
    if derivation.provisional:
        pen.write(1, phrases["provisional_note"])


def _sum(
    pen: Pen, derivation: Derivation, word: str, per: Per | Literal[""], total: Decimal | None
) -> None:
    phrases = pen.phrases
    if total is None:
        pen.labelled(0, word, phrases["total_unknown"])
        return
    text = f"{amount_text(total)} {phrases['yuan']}"
    if per:
        text = _paid(pen, text, per)
    pen.labelled(
        0, word, pen.marks.aside(text, phrases["provisional"]) if derivation.provisional else text
    )


def _paid(pen: Pen, amount: str, per: Per) -> str:
    return pen.phrases["paid"].format(amount=amount, per=PER_WORDS[per].say(pen.wording.lang))


def _circle(pen: Pen, reason: CircleReason, *, known: bool) -> None:
    phrases = pen.phrases
    if reason.circle is None or reason.case is None:
        pen.labelled(0, "circle", pen.marks.aside(phrases["no_circle"], phrases["no_circle_why"]))
        return
    circle = reason.circle.circle
    label = pen.wording.label(circle.label, circle.id)
    if not known:
        parts = (phrases["circle_unknown"], phrases["circle_open"].format(circle=label))
        pen.labelled(0, "circle", pen.marks.comma.join(parts))
    else:
        pen.labelled(0, "circle", label)
    pen.cases(1, (reason.case,), (reason.case.payee,))
    pen.source(1, circle.source, circle.status)


# --- benefits ---


def _group(pen: Pen, group: Group) -> None:
    phrases = pen.phrases
    said = _status(pen, group)
    pen.write(0, "")
    name = f"{_name(pen, group.benefit)} · {pen.everyone(group.payees)}"
    if group.brief:
        pen.write(0, pen.marks.labelled(name, pen.marks.clauses((said, phrases["as_above"]))))
        return
    pen.write(0, pen.marks.labelled(name, said))
    _either_way(pen, group)
    full = [each for each in group.conditions if each.cases]
    for each in full:
        pen.condition(1, each, group.payees)
    if group.no_row:
        _no_row(pen, group)
    _named(
        pen,
        "open_ones",
        [each for each in group.conditions if not each.cases and each.holds is None],
    )
    _named(pen, "holding", [each for each in group.conditions if not each.cases and each.holds])
    if group.amounts is not None:
        _amounts(pen, group, group.amounts)
    _excludes(pen, group)
    if group.missing:
        pen.labelled(
            1, "missing_here", pen.marks.listed(pen.missed(each) for each in group.missing)
        )


def _status(pen: Pen, group: Group) -> str:
    """Eligible with what amount, not eligible, or undetermined within which bounds."""
    outcome, phrases = group.outcome, pen.phrases
    text = phrases[outcome.status]
    if outcome.entitled is not False:
        text += pen.marks.comma + _amount(pen, outcome)
    return pen.marks.aside(text, phrases["provisional"]) if group.provisional else text


def _amount(pen: Pen, outcome: Outcome) -> str:
    if outcome.benefit.service:
        return pen.phrases["service"]
    if isinstance(outcome.due, int):
        return _paid(pen, pen.wording.money(outcome.due), outcome.benefit.per)
    low, high = outcome.due.at_least_fen, outcome.due.at_most_fen
    return pen.wording.range(MONEY, _fen(low, up=False), _fen(high, up=True))


def _fen(bound: Number | None, *, up: bool) -> Number | None:
    """A bound as whole fen, widened as the answer widens it."""
    return None if bound is None else bound.__ceil__() if up else bound.__floor__()


def _either_way(pen: Pen, group: Group) -> None:
    """A status may be settled although single conditions are not.

    Then no possibility of the unknown changes it.
    """
    entitled = group.outcome.entitled
    failed = group.no_row or any(
        each.holds is False for each in (*group.conditions, *group.excludes)
    )
    start = group.outcome.start
    if start is not None and not start.begun:
        how = pen.phrases.get(group.benefit.starts, group.benefit.starts)
        if start.first is not None:
            how = pen.phrases["first_month"].format(how=how, month=start.first.text)
        held = all(each.holds for each in group.conditions)
        not_begun = "not_begun" if held else "not_begun_either_way"
        word = not_begun if start.begun is False else "may_have_begun"
        pen.write(1, pen.marks.labelled(pen.phrases[word], how))
    elif entitled is False and not failed:
        pen.write(1, pen.phrases["fails_either_way"])
    elif entitled and any(each.holds is None for each in group.conditions):
        pen.write(1, pen.phrases["holds_either_way"])


def _no_row(pen: Pen, group: Group) -> None:
    """Why no row of the table applies.

    A line a row, all persons on it; sources once where they are the same.
    """
    pen.write(1, f"{pen.mark(False)} {pen.phrases['no_row']}")
    if not any(each.cases for each in group.no_row):
        pen.write(3, _because(pen, group.no_row))
        return
    for place, each in enumerate(group.no_row):
        clause = each.rule.clause
        texts = [pen.leaves(case.leaves) for case in each.cases]
        if len(group.payees) > 1:
            texts = [
                pen.marks.labelled(pen.who(case.payee), text)
                for case, text in zip(each.cases, texts, strict=True)
            ]
        if each.left_out:
            texts.append(pen.phrases["more_left_out"].format(count=each.left_out))
        pen.write(3, pen.marks.labelled(pen.book.clause(clause), pen.marks.clauses(texts)))
        following = group.no_row[place + 1].rule.clause if place + 1 < len(group.no_row) else None
        if following is None or (following.source, following.status) != (
            clause.source,
            clause.status,
        ):
            pen.source(4, clause.source, clause.status)


def _because(pen: Pen, conditions: Sequence[Condition]) -> str:
    return pen.marks.clauses(pen.book.clause(each.rule.clause) for each in conditions)


def _named(pen: Pen, word: str, conditions: Sequence[Condition]) -> None:
    if conditions:
        pen.labelled(1, word, _because(pen, conditions))


def _excludes(pen: Pen, group: Group) -> None:
    """What excludes the benefit or may do so; what does not is only named."""
    for holds, word in ((False, "excluded"), (None, "may_exclude")):
        found = [each for each in group.excludes if each.holds is holds]
        if found:
            pen.write(1, pen.phrases[word])
        for each in found:
            clause = each.rule.clause
            pen.write(3, pen.book.clause(clause))
            pen.cases(4, each.cases, group.payees)
            pen.source(4, clause.source, clause.status)
    _named(pen, "no_exclusion", [each for each in group.excludes if each.holds])
    _ring(pen, group)


def _ring(pen: Pen, group: Group) -> None:
    """By what rule one of several that exclude one another is paid."""
    ring = group.benefit.ring
    if not ring or not group.excludes:
        return
    names = [_name(pen, each) for each in pen.numbers.program.benefits if each.id in ring]
    word = "ring" if group.benefit.one_of_ring else "ring_gives_way"
    pen.write(1, pen.phrases[word].format(benefits=pen.wording.names(names, MOST_NAMED)))


# --- amounts ---


def _amounts(pen: Pen, group: Group, amounts: Amounts) -> None:
    phrases, payee = pen.phrases, amounts.payee
    for place, row in enumerate(amounts.rows):
        if not place:
            known = all(each.condition.holds for each in amounts.rows)
            pen.labelled(
                1,
                "row" if known else "open_rows",
                phrases[f"hit_{pen.numbers.hit(group.benefit.id)}"],
            )
        pen.condition(2, row.condition, (payee,))
        if row.value is not None:
            pen.equation(4, row.value, payee)
    if amounts.other_rows:
        rows = (
            pen.marks.aside(pen.book.clause(each.rule.clause), pen.leaves(each.cases[0].leaves))
            for each in amounts.other_rows
            if each.cases
        )
        pen.labelled(1, "other_rows", pen.marks.clauses(rows))
    if group.benefit.service:
        return
    pen.write(1, phrases["amount_of"])
    if amounts.formula is not None:
        pen.equation(3, amounts.formula, payee)
    _extras(pen, amounts)
    _rounding(pen, group, amounts)


def _extras(pen: Pen, amounts: Amounts) -> None:
    """Each supplement with its members, what counts for each member, and the whole sum."""
    if not amounts.extras or amounts.whole is None:
        return
    pen.write(3, pen.phrases["supplement"])
    for extra in amounts.extras:
        _extra(pen, extra)
    worth: dict[str, list[str]] = {}
    for member, value in amounts.counted:
        worth.setdefault(pen.wording.value(MONEY, value), []).append(pen.who(member))
    if worth:
        lines = (
            pen.marks.labelled(pen.wording.names(who, MOST_NAMED), text)
            for text, who in worth.items()
        )
        pen.labelled(4, "counted", pen.marks.clauses(lines))
    pen.write(3, pen.reckoned(amounts.whole, amounts.payee))


def _extra(pen: Pen, extra: Extra) -> None:
    clause = extra.condition.rule.clause
    pen.write(4, f"· {pen.book.clause(clause)}")
    pen.cases(6, extra.condition.cases, (), extra.condition.left_out)
    for member in extra.members[:1] if same_for_all(extra.value) else extra.members[:MOST_SHOWN]:
        pen.equation(6, extra.value, member)
    pen.source(6, clause.source, clause.status)


def _rounding(pen: Pen, group: Group, amounts: Amounts) -> None:
    due = amounts.due
    if due is None:
        return
    raw, before, after = stages(pen.numbers, amounts, due)
    how = (
        pen.renderer.rounding(due)
        if group.benefit.rounding is not None
        else pen.phrases["no_rounding"]
    )
    shown = [
        raw,
        *([before] if before not in (raw, after) else []),
        *([after] if raw[0] == raw[1] or after != raw else []),
    ]
    steps = " → ".join(pen.wording.value(MONEY, each) for each in shown)
    text = pen.marks.labelled(how, steps)
    pen.labelled(
        3, "rounding", pen.marks.aside(text, pen.phrases["not_below"]) if before != raw else text
    )
    rounding = group.benefit.rounding
    if rounding is not None and rounding.source is not None:
        pen.source(3, rounding.source, rounding.status)
    else:
        pen.source(3, group.benefit.source, group.benefit.status)
