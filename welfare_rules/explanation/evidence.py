"""What an explanation rests on.

Workings, figures with their sources, unconfirmed rules, what is missing, presumptions, documents.
"""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.days import LAST, day_text
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import chinese_title
from welfare_rules.explanation.derivation import (
    Counted,
    Derivation,
    Exempted,
    FigureUsed,
    Missing,
    Unconfirmed,
    Working,
)
from welfare_rules.explanation.writer import Pen
from welfare_rules.language.types import MONEY, RATE, Kind
from welfare_rules.law.model import Fact, FigureVersion
from welfare_rules.law.terms import Citation
from welfare_rules.program.case import HOUSEHOLD

MOST_DECIDED = 8
"""So many benefits that a missing fact would decide are named."""


def write_grounds(pen: Pen, derivation: Derivation) -> None:
    """The sections behind the benefits, each left out where it would be empty and its absence says
    nothing.
    """
    if derivation.workings:
        pen.heading("workings")
        for working in derivation.workings:
            _working(pen, working)
    pen.heading("figures")
    for figure in derivation.figures:
        _figure(pen, figure)
    if not derivation.figures:
        pen.write(0, pen.phrases["no_figures"])
    if derivation.rules:
        pen.heading("rules")
        _rules(pen, derivation.rules)
    pen.heading("missing")
    for missing in derivation.missing:
        _missing(pen, missing)
    if not derivation.missing:
        pen.write(0, pen.phrases["nothing_missing"])
    if derivation.presumed:
        pen.heading("presumed")
        for each in derivation.presumed:
            said = _presumed(pen, each.fact)
            pen.write(
                0,
                said
                if each.payees == (HOUSEHOLD,)
                else pen.marks.labelled(pen.everyone(each.payees), said),
            )
    _documents(pen)


def _presumed(pen: Pen, fact: Fact) -> str:
    label = pen.wording.label(fact.label, fact.id)
    if fact.presumed is None and fact.starts:
        return pen.phrases["presumed_begun"].format(fact=label)
    value = pen.wording.number(fact.type, 0 if fact.presumed is None else fact.presumed)
    return pen.phrases["presumed_as"].format(fact=label, value=value)


# --- workings ---


def _working(pen: Pen, working: Working) -> None:
    step = working.step
    label = pen.book.step(step.id)
    if step.node is None:
        pen.write(0, pen.marks.labelled(label, pen.phrases["open_formula"]))
        return
    if working.incomes:
        pen.write(0, label)
        for counted in working.incomes:
            _counted(pen, counted)
        if len(working.incomes) < len(working.payees):
            pen.write(1, pen.phrases["zero_incomes"])
    elif step.type.kind is Kind.BOOL:
        pen.write(0, pen.marks.labelled(label, pen.renderer.formula(step.node)))
        _truths(pen, working)
    elif working.payees == (HOUSEHOLD,):
        pen.step(0, step, step.node)
        pen.cases(1, working.cases, working.payees)
    else:
        pen.write(0, f"{label} = {pen.renderer.formula(step.node)}")
        alike: dict[str, list[int]] = {}
        branches = {case.payee: pen.leaves(case.leaves) for case in working.cases}
        for payee in working.payees:
            text = pen.reckoned(step.node, payee, pen.numbers.of_step(step.id, payee))
            if payee in branches:
                text = pen.marks.aside(text, branches[payee])
            alike.setdefault(text, []).append(payee)
        for text, payees in alike.items():
            pen.write(1, pen.marks.labelled(pen.everyone(payees), text))
    if working.left_out:
        pen.write(1, pen.phrases["more_left_out"].format(count=working.left_out))
    # an income's status is that of its exemptions
    pen.source(1, step.source, "published" if working.incomes else step.status)


def _truths(pen: Pen, working: Working) -> None:
    alike: dict[str, list[int]] = {}
    for case in working.cases:
        said = pen.phrases["unknown" if case.holds is None else "yes" if case.holds else "no"]
        alike.setdefault(pen.marks.labelled(said, pen.leaves(case.leaves)), []).append(case.payee)
    for text, payees in alike.items():
        pen.write(1, pen.marks.labelled(pen.everyone(payees), text))


def _counted(pen: Pen, counted: Counted) -> None:
    """One member's income: what there was, what each exemption took, what counts."""
    wording, marks = pen.wording, pen.marks
    start = pen.renderer.say(counted.formula, counted.member, "both")
    pen.write(1, marks.labelled(pen.who(counted.member), start))
    for each in counted.exempted:
        label = wording.label(each.exemption.label, each.exemption.id)
        pen.write(2, f"· {marks.labelled(label, _exempted(pen, each))}")
        if each.case is None or each.case.holds is not False:
            pen.source(3, each.exemption.source, each.exemption.status)
    said = pen.phrases["counted_income"].format(amount=_money(pen, counted.value))
    if not counted.exempted:
        said = marks.aside(said, pen.phrases["nothing_deducted"])
    pen.write(2, said)


def _exempted(pen: Pen, each: Exempted) -> str:
    wording, marks, phrases = pen.wording, pen.marks, pen.phrases
    why = pen.leaves(each.case.leaves) if each.case is not None else ""
    if each.case is not None and each.case.holds is False:
        return marks.aside(phrases["not_applied"], why)
    parts: list[str] = (
        [phrases["exemption_open"]] if each.case is not None and each.case.holds is None else []
    )
    if each.taken is not None:
        text = phrases["deducted"].format(amount=_money(pen, each.taken))
        if each.cap is not None and each.declared is not None:
            declared, cap = _money(pen, each.declared), _money(pen, each.cap)
            text = marks.aside(text, phrases["capped"].format(declared=declared, cap=cap))
        parts.append(text)
    if each.share is not None:
        parts.append(phrases["exempt_share"].format(share=wording.value(RATE, each.share)))
    parts.append(phrases["left"].format(amount=_money(pen, each.left)))
    text = marks.comma.join(parts)
    return marks.aside(text, why) if why else text


def _money(pen: Pen, value: Interval) -> str:
    return pen.wording.value(MONEY, value)


# --- figures and rules ---


def _figure(pen: Pen, used: FigureUsed) -> None:
    """One figure. What is said of it is the same for every case; only which words are quoted
    depends on what stands before.
    """
    name = used.figure.key or used.figure.id
    block = pen.book.figures.get(name)
    if block is None:
        block = pen.book.figures[name] = tuple(_figure_lines(pen, used))
    for line, source in block:
        pen.lines.append(line)
        pen.source(1, source)


def _figure_lines(pen: Pen, used: FigureUsed) -> Iterable[tuple[str, Citation | None]]:
    figure, wording, marks, phrases = used.figure.figure, pen.wording, pen.marks, pen.phrases
    label = pen.book.figure(used.figure.key or figure.id)
    if used.figure.value is not None:
        text = wording.number(figure.type, used.figure.value)
    elif figure.low is None and figure.high is None:
        text = phrases["open_figure"]
    else:
        text = marks.aside(
            phrases["open_figure"],
            phrases["bounds"].format(range=wording.range(figure.type, figure.low, figure.high)),
        )
    yield marks.labelled(label, text), None
    if figure.per is not None:
        yield f"  {marks.labelled(phrases['per'], figure.per.say(wording.lang))}", None
    of = ""
    values = used.figure.values
    for version, base in zip(used.figure.chain, (*values[1:], None), strict=False):
        if of:
            yield f"  {marks.labelled(phrases['base'], pen.book.figure(of))}", None
        yield from _version(pen, version, base)
        of = version.of
    for version in used.corrected:
        if version.value is not None:
            said = phrases["corrects"].format(
                day=day_text(version.period.announced),
                value=wording.number(figure.type, version.value),
            )
            yield f"  {said}", None
    for conflict in figure.conflicts:
        said = pen.book.source(conflict.source)
        if conflict.value is not None:
            said = marks.labelled(said, wording.number(figure.type, conflict.value))
        yield f"  {marks.labelled(phrases['conflict'], said)}", None


def _version(
    pen: Pen, version: FigureVersion, base: Number | None
) -> Iterable[tuple[str, Citation | None]]:
    """A version, and what it is a share of in this chain."""
    wording, marks, phrases = pen.wording, pen.marks, pen.phrases
    parts = [phrases["from"].format(day=day_text(version.period.first))]
    if version.share is not None:
        other = pen.numbers.program.figures[version.of]
        said = pen.book.figure(other.key or other.id)
        if base is not None:
            said = f"{said} {wording.number(other.figure.type, base)}"
        parts.insert(0, phrases["share_of"].format(share=wording.rate(version.share), base=said))
    if version.period.last != LAST:
        parts.append(phrases["until"].format(day=day_text(version.period.last)))
    parts += (
        phrases["announced"].format(day=day_text(version.period.announced)),
        phrases[version.status],
    )
    lines = [marks.comma.join(parts)]
    if version.only_for is not None:
        lines.append(
            marks.labelled(phrases["only_for"], pen.renderer.formula(version.only_for.node))
        )
    if version.note:
        lines.append(phrases["note"].format(text=version.note))
    for line in lines[:-1]:
        yield f"  {line}", None
    yield f"  {lines[-1]}", version.source


def _rules(pen: Pen, rules: tuple[Unconfirmed, ...]) -> None:
    """Rules by what is known of them and by document."""
    alike: dict[tuple[str, str], dict[str, None]] = {}
    for rule in rules:
        document = pen.wording.title(rule.source.document) if rule.source is not None else ""
        label = pen.wording.label(rule.words, rule.id)
        if rule.rounding:
            label = f"{label} · {pen.phrases['rounding']}"
        alike.setdefault((pen.phrases[rule.status], document), {})[label] = None
    for (status, document), labels in alike.items():
        head = pen.marks.aside(status, document) if document else status
        pen.write(0, pen.marks.labelled(head, pen.marks.clauses(labels)))


# --- what is not known ---


def _missing(pen: Pen, missing: Missing) -> None:
    wording, marks = pen.wording, pen.marks
    decided = [
        f"{wording.label(benefit.label, benefit.id)} · {pen.who(payee)}"
        for benefit, payee in missing.decides
    ]
    text = wording.names(decided, MOST_DECIDED, "more_items")
    said = [pen.phrases["decides"].format(benefits=text)]
    if missing.whom is not None:
        said.append(pen.phrases["whom"].format(whom=missing.whom.say(wording.lang)))
    name = marks.aside(pen.missed(missing), pen.phrases[missing.kind])
    pen.write(0, marks.labelled(name, marks.clauses(said)))


def _documents(pen: Pen) -> None:
    """Where the documents can be found and, in English, what they are really called."""
    documents: dict[str, str] = {}
    for source in pen.sources.values():
        documents[source.document] = source.url or documents.get(source.document, "")
    lines: list[str] = []
    for document, url in documents.items():
        title = pen.wording.title(document)
        original = chinese_title(document)
        text = title if title == original else f"{title} {original}"
        if url or text != title:
            lines.append(f"{text} {url}".rstrip())
    if lines:
        pen.heading("documents")
        for line in lines:
            pen.write(0, line)
