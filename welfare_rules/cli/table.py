"""An answer as a table on a terminal: payments, what is missing, unmet requirements."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from welfare_rules.answer.questions import fact_words
from welfare_rules.basics.decimals import decimal_of
from welfare_rules.basics.harmless import plain
from welfare_rules.basics.money import amount_text
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli.output import echo, write_lines
from welfare_rules.law.terms import JUDGE_WORDS, PER_WORDS

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer, Determination
    from welfare_rules.impact.text import Grid
    from welfare_rules.program.program import Program

_MOST_NAMES = 4  # missing things that are named; `--format json` and `explain` have all of them
_MOST_PAYEES = 12  # of a benefit in one line; `--format json` and `csv` have all of them
_WIDE = 160  # where no terminal says how wide it is
_STYLES = {"eligible": "green", "not_eligible": "dim", "undetermined": "yellow"}


_PAID, _OPEN, _REFUSED = range(3)


def _part(each: Determination) -> int:
    """Where a benefit stands in the table: what is due, what is open, what is refused or comes to
    nothing; in each part in the order of the answer.
    """
    if each.status == "undetermined":
        return _OPEN
    nothing = each.amount is not None and not each.amount
    return _REFUSED if each.status == "not_eligible" or nothing else _PAID


def print_answer(answer: Answer, lang: Lang) -> None:
    """The table of all benefits, between what was decided and the total."""
    console = Console(
        file=sys.stdout,
        highlight=False,
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE,
    )
    with console.capture() as captured:
        _print(console, answer, lang)
    echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def print_months(answers: Iterable[Answer], lang: Lang) -> None:
    """A row for each month.

    The circle, the total, and every benefit that is due or undecided; a change is marked.
    """
    console = Console(
        file=sys.stdout,
        highlight=False,
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE,
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for head in (_("Month"), _("Circle"), _("Monthly"), _("Besides")):
        table.add_column(head, no_wrap=True)
    table.add_column(_("Benefits"), overflow="fold")
    before: object = None
    for answer in answers:
        rows = Rows(answer.program, lang)
        told = [each for each in answer.benefits if each.status != "not_eligible"]
        due = MARKS[lang].clauses(_shortened(rows, told))
        now = [(x.benefit, x.payee, x.status, x.amount, x.at_least, x.at_most) for x in told]
        circle = rows.circle(answer)
        total, once = (
            "?" if each is None else amount_text(each) for each in (answer.total, answer.once)
        )
        table.add_row(
            *(_text(cell) for cell in (answer.month.text, circle, total, once, due)),
            style="" if before is None or now == before else "bold",
        )
        before = now
    with console.capture() as captured:
        console.print(table)
    echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _shortened(rows: Rows, told: Sequence[Determination]) -> Iterator[str]:
    """Each benefit and payee in one phrase, and how many more of a benefit there are than are
    named.
    """
    named: Counter[str] = Counter()
    for each in told:
        named[each.benefit] += 1
        if named[each.benefit] <= _MOST_PAYEES:
            yield rows.short(each)
    for benefit, count in named.items():
        if count > _MOST_PAYEES:
            name = rows.benefits[benefit].label.say(rows.lang) or benefit
            yield _("{name}: {more} more").format(name=name, more=count - _MOST_PAYEES)


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table of which the first column names each row and the others are set to the right."""
    console = Console(
        file=sys.stdout,
        highlight=False,
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE,
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, each in enumerate(head):
        table.add_column(_text(each), justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_text, row))
    with console.capture() as captured:
        console.print(table)
    echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def write_blocks(blocks: Iterable[str | Grid]) -> None:
    """Lines and tables in their order."""
    for each in blocks:
        if isinstance(each, str):
            write_lines([each])
        else:
            print_table(each.head, each.rows)


def _text(words: str) -> Text:
    """Words as they are: no markup, and nothing that steers the terminal."""
    return Text(plain(words))


def _print(console: Console, answer: Answer, lang: Lang) -> None:
    for line in _head(answer, lang):
        console.print(_text(line))
    benefits = answer.benefits
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column(_("Benefit"))
    table.add_column(_("Payee"), no_wrap=True)
    table.add_column(_("Status"), no_wrap=True)
    table.add_column(_("Yuan"), justify="right", no_wrap=True)
    table.add_column(_("Paid"), no_wrap=True)
    table.add_column(_("Missing, or what is not met"), overflow="fold")
    rows = Rows(answer.program, lang)
    for part in (_PAID, _OPEN, _REFUSED):
        for each in (one for one in benefits if _part(one) == part):
            table.add_row(*(_text(cell) for cell in rows.cells(each)), style=_STYLES[each.status])
        table.add_section()
    console.print(table)
    for line in (*_totals(answer), *_to_ask(answer, lang), *_papers(answer, lang)):
        console.print(_text(line))
    if any(each.provisional for each in benefits):
        console.print(
            Text(_("* provisional: a figure took part that no published document confirms"))
        )


def _head(answer: Answer, lang: Lang) -> Iterator[str]:
    law, known = answer.program.law, f"{answer.known:08d}"
    day = f"{known[:-4]}-{known[-4:-2]}-{known[-2:]}"
    place = f"{law.name.say(lang)} {law.jurisdiction}"
    yield " · ".join(
        (answer.case.id, answer.month.text, place, _("as known on {day}").format(day=day))
    )
    yield _("Circle: {circle}").format(circle=Rows(answer.program, lang).circle(answer))


def _totals(answer: Answer) -> Iterator[str]:
    """What is due each month, and what else in this month where anything else is or may be."""
    total, once = answer.total, answer.once
    if total is None:
        yield _("Total: cannot be said while a part of it is undetermined")
    else:
        yield _("Total: {amount} yuan a month").format(amount=amount_text(total))
    if once is None:
        yield _("Besides in this month: cannot be said while a part of it is undetermined")
    elif once:
        yield _("Besides in this month: {amount} yuan").format(amount=amount_text(once))


def _to_ask(answer: Answer, lang: Lang) -> Iterator[str]:
    """What must still be learned, gathered by whom it can be had from."""
    from welfare_rules.answer.questions import whom_to_ask

    asked: dict[str, dict[str, None]] = {}
    for judge in JUDGE_WORDS:
        for each in answer.to_ask:
            whom = whom_to_ask(each.judged_by, each.registers)
            if whom is not None and each.judged_by == judge:
                asked.setdefault(whom.say(lang), {})[each.label.say(lang) or each.fact] = None
    for whom, facts in asked.items():
        names = MARKS[lang].listed(facts)
        yield _("To be had from {whom}: {facts}").format(whom=whom, facts=names)


def _papers(answer: Answer, lang: Lang) -> Iterator[str]:
    """The papers of an application, and where what they show can be looked up instead."""
    marks = MARKS[lang]
    said: list[str] = []
    for each in answer.papers:
        name = each.label.say(lang) or each.paper
        if each.registers:
            kept = marks.listed(one.say(lang) for one in each.registers)
            name = _("{paper} (or look it up: {registers})").format(paper=name, registers=kept)
        said.append(name)
    if said:
        yield _("Papers for an application: {papers}").format(papers=marks.clauses(said))


class Rows:
    """How determinations of one program read in one language."""

    def __init__(self, program: Program, lang: Lang) -> None:
        self.program = program
        self.lang: Lang = lang
        self.marks = MARKS[lang]
        self.benefits = {each.id: each for each in program.benefits}
        self.clauses = {
            (each.id, rule.clause.id): rule.clause
            for each in program.benefits
            for rule in each.reasons
        }
        self.steps = {each.id: each.label.say(lang) for each in program.steps}

    def name(self, each: Determination) -> str:
        return self.benefits[each.benefit].label.say(self.lang) or each.benefit

    def status(self, each: Determination) -> str:
        words = {
            "eligible": _("eligible"),
            "not_eligible": _("not eligible"),
            "undetermined": _("undetermined"),
        }
        return words[each.status]

    def per(self, each: Determination) -> str:
        """How often it is paid; nothing for a service."""
        return "" if each.per == "service" else PER_WORDS[each.per].say(self.lang)

    def circle(self, answer: Answer) -> str:
        """The circle of the household by its label."""
        if answer.circle is None:
            return _("cannot be said")
        labels = {each.circle.id: each.circle.label.say(self.lang) for each in self.program.circles}
        return labels.get(answer.circle, _("none"))

    def missing(self, each: Determination) -> Iterable[str]:
        """The facts and figures that are missing, each once."""
        facts = (self.fact(path) for path in each.missing_facts)
        figures = (self.figure(name) for name in each.missing_figures)
        return dict.fromkeys((*facts, *figures))

    def cells(self, each: Determination) -> tuple[str, str, str, str, str, str]:
        mark = "*" if each.provisional else " "
        return (
            self.name(each),
            each.payee,
            self.status(each),
            self.amount(each) + mark,
            self.per(each),
            self.remark(each),
        )

    def short(self, each: Determination) -> str:
        """A benefit in one phrase.

        Its name, payee and amount, or the range in which the amount lies.
        """
        whose = self.marks.aside(self.name(each), each.payee)
        if self.benefits[each.benefit].service:
            return whose
        if each.amount is not None and each.status == "eligible":
            amount = amount_text(each.amount)
        else:
            ends = (each.at_least or decimal_of(0, 2), each.at_most)  # nothing is due below 0
            amount = "–".join("?" if end is None else amount_text(end) for end in ends)
        text = _("{whose} {amount}").format(whose=whose, amount=amount)
        return (
            text
            if each.per == "month"
            else self.marks.aside(text, PER_WORDS[each.per].say(self.lang))
        )

    def amount(self, each: Determination) -> str:
        if self.benefits[each.benefit].service:
            return _("service") if each.status != "not_eligible" else "-"
        if each.amount is not None:
            return amount_text(each.amount)
        if each.at_most is None:
            return f">= {amount_text(each.at_least)}" if each.at_least else "?"
        return (
            f"{amount_text(each.at_least)} - {amount_text(each.at_most)}"
            if each.at_least
            else f"<= {amount_text(each.at_most)}"
        )

    def remark(self, each: Determination) -> str:
        """What is missing for a decision; for a denial, the requirements that are not met."""
        if each.status == "not_eligible":
            return self.listed(self.unmet(each))
        return self.listed(self.missing(each))

    def fact(self, path: str) -> str:
        """A missing fact in Chinese by its label and whose it is, in English as the case has it."""
        return fact_words(self.program.law, path).say(self.lang)

    def unmet(self, each: Determination) -> Iterable[str]:
        """The requirements that fail and what excludes.

        Rows of a table only where nothing else stands in the way.
        """
        if any(each.rule == "starts" and each.holds is False for each in each.reasons):
            return [_("not begun yet")]
        failing = [
            self.clauses[each.benefit, reason.rule]
            for reason in each.reasons
            if reason.holds is False
        ]
        weighty = [clause for clause in failing if clause.kind not in ("row", "step")]
        return dict.fromkeys(
            clause.because.say(self.lang) or clause.id for clause in weighty or failing
        )

    def figure(self, name: str) -> str:
        figure = self.program.figures.get(name)
        return (
            figure.figure.label.say(self.lang) if figure is not None else self.steps.get(name, "")
        ) or name

    def listed(self, names: Iterable[str]) -> str:
        shown = list(names)
        more = len(shown) - _MOST_NAMES
        text = self.marks.clauses(shown[:_MOST_NAMES])
        return text if more <= 0 else _("{names} and {count} more").format(names=text, count=more)
