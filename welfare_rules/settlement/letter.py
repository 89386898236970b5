"""A settlement in sentences.

How much, for which months, because of what; equal months of one benefit are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from welfare_rules.basics.days import day_text
from welfare_rules.basics.decimals import shortest_text
from welfare_rules.basics.due import added, due_text, without_bounds
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Lang, Words
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import FigureVersion
from welfare_rules.law.terms import Citation
from welfare_rules.settlement.catalogue import LETTER
from welfare_rules.settlement.causes import Cause
from welfare_rules.settlement.settlement import Line, Settlement


def sentences(law: Law, found: Settlement, lang: Lang) -> Iterable[str]:
    """The lines of a settlement as a letter would put them, then the sums. Amounts in yuan."""
    names = {benefit.id: benefit.label for benefit in law.benefits}
    for lines in together(found.lines):
        yield _amounts(lines, names[lines[0].benefit], lang)
        for cause in lines[0].causes:
            yield LETTER.say(lang, "because", cause=because(law, cause, lines, lang))
    arrears, recovery, amount = (
        yuan_text(each) for each in (found.arrears_fen, found.recovery_fen, abs(found.net_fen))
    )
    net = LETTER.say(lang, "net_arrears" if found.net_fen >= 0 else "net_recovery", amount=amount)
    yield LETTER.say(lang, "sums", arrears=arrears, recovery=recovery, net=net)
    unsaid = sum(not line.determined for line in found.lines)
    if unsaid:
        yield LETTER.say(lang, "unsaid", count=unsaid)


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

    due, others = without_bounds(one.due_fen), without_bounds(other.due_fen)
    return (due, one.paid_fen, reasons(one)) == (others, other.paid_fen, reasons(other))


def _amounts(lines: Sequence[Line], name: Words, lang: Lang) -> str:
    line, last, count = lines[0], lines[-1], len(lines)
    arrears, recovery = added([line.arrears_fen]), added([line.recovery_fen])
    difference = arrears or recovery
    months = line.month.text
    times = yuan_text(difference)
    if count > 1:
        months = LETTER.say(lang, "months", first=months, last=last.month.text)
        times = f"{count} × {times} = {yuan_text(count * difference)}"
    due = due_text(line.due_fen)
    decided = "arrears" if arrears else "recovery" if recovery else "even"
    key = "open" if due is None else decided
    text = LETTER.say(lang, key, due=due, paid=yuan_text(line.paid_fen), times=times)
    payee = payee_text(line.payee)
    return LETTER.say(lang, "line", months=months, benefit=name, payee=payee, text=text)


def payee_text(payee: str) -> str:
    """An id as text: it neither breaks a line nor steers a terminal, and XML can hold it."""
    return payee if payee.isprintable() else ascii(payee)[1:-1]


def because(law: Law, cause: Cause, lines: Sequence[Line], lang: Lang) -> str:
    """One cause as a sentence: what it was, what it is, since when that is known."""
    day = day_text(cause.known) if cause.known else ""
    match cause.kind:
        case "figure" | "correction":
            return _figure(law, cause, lines[0], lang)
        case "rule":
            return LETTER.say(lang, "rule" if day else "rule_later", day=day)
        case "late_fact" | "wrong_fact" | "missing_fact" | "conflict":
            return LETTER.say(lang, cause.kind, what=_fact(law, cause.what, lang), day=day)
        case "missing_figure":
            found = law.figures.get(cause.what) or law.derived.get(cause.what)
            what = found.label if found is not None else cause.what
            return LETTER.say(lang, "missing_figure", what=what)
        case _:
            return LETTER.say(lang, "payment" if day else "no_payment", day=day)


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
    before = _value(figure.type.kind, old, lang)
    return LETTER.say(
        lang,
        "correction" if cause.kind == "correction" else "figure",
        label=figure.label,
        first="" if new is None else day_text(new.period.first),
        value=_value(figure.type.kind, new, lang),
        before=LETTER.say(lang, "before", value=before) if before else "",
        day=day_text(cause.known),
        source=source_words(None if new is None else new.source, lang),
    )


def source_words(source: Citation | None, lang: Lang) -> str:
    """The document in which something is written, as it follows a sentence."""
    return "" if source is None else LETTER.say(lang, "source", document=source.document)


def _value(kind: Kind, version: FigureVersion | None, lang: Lang) -> str:
    if version is None:
        return ""
    if version.value is None:
        return f"{percent(version.share or 0)} × {version.of}"
    if kind is Kind.MONEY:
        return LETTER.say(lang, "yuan", amount=yuan_text(version.value))
    return percent(version.value) if kind is Kind.RATE else str(version.value)


def percent(rate: Number) -> str:
    """A rate as percent, exactly.

    >>> from fractions import Fraction
    >>> percent(Fraction(7, 20))
    '35%'
    """
    return f"{shortest_text(Fraction(rate) * 100)}%"


def _fact(law: Law, path: str, lang: Lang) -> str:
    """A fact by its label, with whose it is."""
    whose, _, fact = path.rpartition(".")
    label = next((each.label.say(lang) for each in law.facts if each.id == (fact or path)), path)
    if whose == "members[*]":
        return LETTER.say(lang, "everybody", label=label)
    return f"{whose[len('members[') : -1]} {label}" if whose else label
