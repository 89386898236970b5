"""The plan of a recovery in sentences.

What is waived, set off, withheld from when to when, and what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import MARKS, Lang, Words
from welfare_rules.law.law import Law
from welfare_rules.settlement.catalogue import PLAN
from welfare_rules.settlement.letter import payee_text, source_words
from welfare_rules.settlement.recovery_plan import Instalment, Plan, Way


def plan_sentences(law: Law, found: Plan, lang: Lang) -> Iterable[str]:
    """How each overpayment is taken back, as a letter would put it. Amounts in yuan."""
    for way in found.ways:
        yield _head(way, lang)
        yield from (MARKS[lang].indent + each for each in _parts(law, way, lang))
    if found.ways and found.arrears_fen:
        paid, off = yuan_text(found.fen_of("payable")), yuan_text(found.fen_of("set_off"))
        yield PLAN.say(lang, "sums", off=off, paid=paid)


def _head(way: Way, lang: Lang) -> str:
    total, payee = yuan_text(way.recovery_fen), payee_text(way.payee)
    if way.rule is None:
        return PLAN.say(lang, "unruled", payee=payee, total=total)
    label = way.rule.label
    return PLAN.say(
        lang,
        "head",
        payee=payee,
        total=total,
        rule=Words(label.zh, label.en[:1].upper() + label.en[1:]),
        source=source_words(way.rule.source, lang),
        mark="" if way.rule.status == "published" else PLAN.say(lang, "provisional"),
    )


def _parts(law: Law, way: Way, lang: Lang) -> Iterable[str]:
    if way.waived_fen:
        yield PLAN.say(lang, "waived", amount=yuan_text(way.waived_fen))
    if way.set_off_fen:
        yield PLAN.say(lang, "set_off", amount=yuan_text(way.set_off_fen))
    names = {benefit.id: benefit.label for benefit in law.benefits}
    for group in _alike(way.instalments):
        first = group[0]
        benefit, amount = names[first.benefit], yuan_text(first.withheld_fen)
        if len(group) == 1:
            month = first.month.text
            yield PLAN.say(lang, "withheld", month=month, benefit=benefit, amount=amount)
            continue
        yield PLAN.say(
            lang,
            "withheld_monthly",
            first=first.month.text,
            last=group[-1].month.text,
            benefit=benefit,
            amount=amount,
            count=len(group),
            total=yuan_text(sum(each.withheld_fen for each in group)),
        )
    if way.left_fen and way.rule is not None:
        key = "uncovered" if way.rule.withhold else "paid_back"
        yield PLAN.say(lang, key, amount=yuan_text(way.left_fen))


def _alike(instalments: Sequence[Instalment]) -> Iterable[list[Instalment]]:
    """Consecutive months in which the same is withheld from the same benefit."""
    by_benefit = sorted(instalments, key=lambda each: (each.benefit, each.month.first))
    for _, group in groupby(by_benefit, key=lambda each: (each.benefit, each.withheld_fen)):
        made: list[Instalment] = []
        for each in group:
            if made and made[-1].month.after(1) != each.month:
                yield made
                made = []
            made.append(each)
        yield made
