"""A settlement in sentences.

How much, for which months, because of what; equal months of one benefit are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Lang, Words
from welfare_rules.language.types import Kind
from welfare_rules.law.model import FigureVersion, Law
from welfare_rules.law.terms import Citation
from welfare_rules.settlement.causes import Cause
from welfare_rules.settlement.settlement import Line, Settlement


def sentences(law: Law, found: Settlement, lang: Lang) -> Iterable[str]:
    """The lines of a settlement as a letter would put them, then the sums. Amounts in yuan."""
    names = {benefit.id: benefit.label for benefit in law.benefits}
    for lines in together(found.lines):
        yield _amounts(lines, names[lines[0].benefit], lang)
        for cause in lines[0].causes:
            yield ("　　原因：" if lang == "zh" else "    because ") + because(
                law, cause, lines, lang
            )
    arrears, recovery, net = (
        yuan_text(each) for each in (found.arrears, found.recovery, abs(found.net))
    )
    if lang == "zh":
        end = f"相抵后{'应补发' if found.net >= 0 else '应追回'} {net} 元"
        yield f"合计：应补发 {arrears} 元，应追回 {recovery} 元，{end}。"
    else:
        end = f"net {net} yuan {'to be paid' if found.net >= 0 else 'to be recovered'}"
        yield f"In all: arrears {arrears} yuan, recovery {recovery} yuan, {end}."


def together(lines: Sequence[Line]) -> list[list[Line]]:
    """Consecutive months of one benefit and payee with the same amounts and causes."""
    made: list[list[Line]] = []
    latest: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        group = latest.get((line.benefit, line.payee))
        if group is not None and _alike(group[-1], line) and group[-1].month.after(1) == line.month:
            group.append(line)
        else:
            latest[line.benefit, line.payee] = [line]
            made.append(latest[line.benefit, line.payee])
    return made


def _alike(one: Line, other: Line) -> bool:
    def reasons(line: Line) -> list[tuple[str, str, int]]:
        return [
            (each.kind, each.what, 0 if each.kind == "payment" else each.known)
            for each in line.causes
        ]

    return (one.due, one.paid, reasons(one)) == (other.due, other.paid, reasons(other))


def _amounts(lines: Sequence[Line], name: Words, lang: Lang) -> str:
    line, count = lines[0], len(lines)
    payee = payee_text(line.payee)
    months = (
        line.month.text
        if count == 1
        else f"{line.month.text} {'至' if lang == 'zh' else 'to'} {lines[-1].month.text}"
    )
    paid, due = yuan_text(line.paid), None if line.due is None else yuan_text(line.due)
    difference = yuan_text(line.arrears or line.recovery)
    times = (
        f"{count} × {difference} = {yuan_text(count * (line.arrears or line.recovery))}"
        if count > 1
        else difference
    )
    if lang == "zh":
        head = f"{months}　{name.zh}（{payee}）："
        if due is None:
            return f"{head}已发 {paid} 元，应发多少尚不能确定"
        if line.arrears:
            return f"{head}每月应发 {due} 元而非 {paid} 元，应补发 {times} 元"
        if line.recovery:
            return f"{head}每月应发 {due} 元，已发 {paid} 元，应追回 {times} 元"
        return f"{head}已发 {paid} 元，无差额"
    head = f"{months}  {name.en} ({payee}): "
    if due is None:
        return f"{head}{paid} yuan paid; what is due cannot be said yet"
    if line.arrears:
        return f"{head}{due} yuan a month instead of {paid}; {times} yuan are owed"
    if line.recovery:
        return (
            f"{head}{due} yuan a month were due and {paid} paid; {times} yuan are to be recovered"
        )
    return f"{head}{paid} yuan paid, no difference"


def payee_text(payee: str) -> str:
    """An id as text: it neither breaks a line nor steers a terminal, and XML can hold it."""
    return payee if payee.isprintable() else ascii(payee)[1:-1]


def because(law: Law, cause: Cause, lines: Sequence[Line], lang: Lang) -> str:
    """One cause as a sentence: what it was, what it is, since when that is known."""
    day = day_text(cause.known) if cause.known else ""
    match cause.kind:
        case "figure" | "correction":
            return _figure(law, cause, lines[0], lang)
        case "late_fact":
            what = _fact(law, cause.what, lang)
            return f"{what}，{day} 才获知" if lang == "zh" else f"{what}, learned only on {day}"
        case "rule":
            if lang == "zh":
                return f"规定有变，{f'{day} ' if day else '决定以后'}公布"
            return (
                f"the rules have changed, announced {f'on {day}' if day else 'after the decision'}"
            )
        case "wrong_fact":
            what = _fact(law, cause.what, lang)
            return (
                f"{what}原先登记有误，{day} 才更正"
                if lang == "zh"
                else f"{what} was recorded wrongly, corrected only on {day}"
            )
        case "missing_fact":
            what = _fact(law, cause.what, lang)
            return f"还不知道{what}" if lang == "zh" else f"{what} is not known"
        case "missing_figure":
            found = law.figures.get(cause.what) or law.derived.get(cause.what)
            what = found.label.say(lang) if found is not None else cause.what
            return (
                f"{what}这个月还没有公布或没有找到"
                if lang == "zh"
                else f"{what} of this month is not announced, or was not found"
            )
        case "conflict":
            what = _fact(law, cause.what, lang)
            return (
                f"{what}：来源说法矛盾，待核实"
                if lang == "zh"
                else f"{what}: the sources differ, to be settled"
            )
        case _:
            if not cause.known:
                return "没有发放记录" if lang == "zh" else "no payment is recorded"
            return (
                f"所发与 {day} 应作的决定不符"
                if lang == "zh"
                else f"what was paid is not what should have been decided on {day}"
            )


def _figure(law: Law, cause: Cause, line: Line, lang: Lang) -> str:
    figure = law.figures[cause.what]
    new = next(
        (
            each
            for each in figure.versions
            if each.period.announced == cause.known and each.period.first <= line.month.first
        ),
        None,
    )
    old = figure.version(line.month.first, cause.known - 1)
    day, label = day_text(cause.known), figure.label.say(lang)
    value, before = _value(figure.type.kind, new, lang), _value(figure.type.kind, old, lang)
    first = "" if new is None else day_text(new.period.first)
    source = source_words(None if new is None else new.source, lang)
    if lang == "zh":
        verb = "更正为" if cause.kind == "correction" else "为"
        rather = f"，而非 {before}" if before else ""
        return f"{label}自 {first} 起{verb} {value}{rather}，{day} 公布{source}"
    verb = "is corrected to" if cause.kind == "correction" else "is"
    rather = f" instead of {before}" if before else ""
    return f"{label} {verb} {value} from {first}{rather}, announced on {day}{source}"


def source_words(source: Citation | None, lang: Lang) -> str:
    """The document in which something is written, in brackets."""
    if source is None:
        return ""
    return f"《{source.document}》" if lang == "zh" else f" ({source.document})"


def _value(kind: Kind, version: FigureVersion | None, lang: Lang) -> str:
    if version is None:
        return ""
    if version.value is None:
        return f"{percent(version.share or 0)} × {version.of}"
    if kind is Kind.MONEY:
        return f"{yuan_text(version.value)}{' 元' if lang == 'zh' else ' yuan'}"
    return percent(version.value) if kind is Kind.RATE else str(version.value)


def percent(rate: Number) -> str:
    """A rate as percent, exactly.

    >>> from fractions import Fraction
    >>> percent(Fraction(7, 20))
    '35%'
    """
    whole = Fraction(rate) * 100
    return f"{(Decimal(whole.numerator) / Decimal(whole.denominator)):f}%"


def _fact(law: Law, path: str, lang: Lang) -> str:
    """A fact by its label, with whose it is."""
    whose, _, fact = path.rpartition(".")
    label = next((each.label.say(lang) for each in law.facts if each.id == (fact or path)), path)
    return f"{whose[len('members[') : -1]} {label}" if whose else label
