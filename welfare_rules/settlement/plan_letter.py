"""The plan of a recovery in sentences.

What is waived, set off, withheld from when to when, and what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Lang
from welfare_rules.law.model import Law
from welfare_rules.settlement.letter import payee_text, source_words
from welfare_rules.settlement.recovery_plan import Instalment, Plan, Way


def plan_sentences(law: Law, found: Plan, lang: Lang) -> Iterable[str]:
    """How each overpayment is taken back, as a letter would put it. Amounts in yuan."""
    for way in found.ways:
        yield _head(way, lang)
        yield from (("　　" if lang == "zh" else "    ") + each for each in _parts(law, way, lang))
    if found.ways and found.arrears:
        paid, off = yuan_text(found.payable), yuan_text(found.set_off)
        yield (
            f"补发中 {off} 元用于相抵，实际发出 {paid} 元。"
            if lang == "zh"
            else f"Of the arrears {off} yuan are set off, {paid} yuan paid out."
        )


def _head(way: Way, lang: Lang) -> str:
    total, payee = yuan_text(way.recovery), payee_text(way.payee)
    if way.rule is None:
        if lang == "zh":
            return f"追回（{payee}）：多发 {total} 元。怎样追回，已录入的政策没有写明，有待决定"
        return f"Recovery ({payee}): {total} yuan. The policies as recorded do not say how it is taken back; that is to be decided"
    label = way.rule.label.say(lang)
    shaky = (
        "" if way.rule.status == "published" else ("［暂定］" if lang == "zh" else " [provisional]")
    )
    source = source_words(way.rule.source, lang)
    if lang == "zh":
        return f"追回（{payee}）：多发 {total} 元。{label}{source}{shaky}"
    return f"Recovery ({payee}): {total} yuan. {label[:1].upper()}{label[1:]}{source}{shaky}"


def _parts(law: Law, way: Way, lang: Lang) -> Iterable[str]:
    zh = lang == "zh"
    if way.waived:
        yield (
            f"不追回 {yuan_text(way.waived)} 元"
            if zh
            else f"{yuan_text(way.waived)} yuan are not recovered"
        )
    if way.set_off:
        yield (
            f"与补发相抵 {yuan_text(way.set_off)} 元"
            if zh
            else f"{yuan_text(way.set_off)} yuan are set off against arrears"
        )
    names = {benefit.id: benefit.label for benefit in law.benefits}
    for group in _alike(way.instalments):
        first, last, each = group[0].month.text, group[-1].month.text, yuan_text(group[0].withheld)
        name = names[group[0].benefit].say(lang)
        total = yuan_text(sum(one.withheld for one in group))
        if len(group) == 1:
            yield (
                f"{first} 从{name}中扣 {each} 元"
                if zh
                else f"{each} yuan are withheld from the {name} of {first}"
            )
        elif zh:
            yield f"{first} 至 {last} 每月从{name}中扣 {each} 元，{len(group)} × {each} = {total} 元"
        else:
            yield f"{each} yuan a month are withheld from the {name} of {first} to {last}: {len(group)} × {each} = {total} yuan"
    if way.left and way.rule is not None:
        if way.rule.withhold:
            yield (
                f"其余 {yuan_text(way.left)} 元以后的发放不够扣"
                if zh
                else f"{yuan_text(way.left)} yuan cannot be covered by later payments"
            )
        else:
            yield (
                f"由本人退回 {yuan_text(way.left)} 元"
                if zh
                else f"{yuan_text(way.left)} yuan are to be paid back"
            )


def _alike(instalments: Sequence[Instalment]) -> Iterable[list[Instalment]]:
    """Consecutive months in which the same is withheld from the same benefit."""
    by_benefit = sorted(instalments, key=lambda each: (each.benefit, each.month.first))
    for _, group in groupby(by_benefit, key=lambda each: (each.benefit, each.withheld)):
        made: list[Instalment] = []
        for each in group:
            if made and made[-1].month.after(1) != each.month:
                yield made
                made = []
            made.append(each)
        yield made
