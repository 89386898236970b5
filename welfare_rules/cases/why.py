"""Why a decision is another than expected.

The first requirement, row or figure that decides, with its place in the policy files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from welfare_rules.basics.text import MARKS, Lang, Typography, Words
from welfare_rules.cases.catalogue import STORY, WHY
from welfare_rules.cases.difference import Mismatch
from welfare_rules.cases.run import Ran
from welfare_rules.document.source import Origin
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.formulas import render
from welfare_rules.explanation.phrasebook import Phrasebook
from welfare_rules.explanation.wording import Wording
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import children, walk
from welfare_rules.program.program import FigureInForce, Program, Rule

MOST_LINES = 6


def why(ran: Ran, wrong: Mismatch, lang: Lang) -> tuple[str, ...]:
    """A few lines: what decided, in words and numbers, and where it stands."""
    if ran.evaluation is None or wrong.outcome is None:
        return _circle(ran, wrong, lang)
    return of_outcome(Numbers(ran.evaluation), wrong.outcome, lang)


def kept(ran: Ran) -> Ran:
    """A run with what decided in words, and without what it was worked out by: of a large household
    of whom little is known that takes megabytes, and thousands of cases may fail.
    """
    return Ran(ran.case, tuple(_in_words(ran, each) for each in ran.mismatches))


def _in_words(ran: Ran, wrong: Mismatch) -> Mismatch:
    lines = zip(why(ran, wrong, "zh"), why(ran, wrong, "en"), strict=True)
    grounds = wrong.grounds or tuple(Words(zh, en) for zh, en in lines)
    return replace(wrong, outcome=None, grounds=grounds)


def of_outcome(numbers: Numbers, outcome: Outcome, lang: Lang) -> tuple[str, ...]:
    """What decided one benefit of one month."""
    told = _Telling(numbers, Phrasebook(numbers.program, lang).wording)
    if outcome.entitled is False:
        return tuple(told.refused(outcome))[:MOST_LINES]
    if outcome.entitled is None:
        return tuple(told.open(outcome))[:MOST_LINES]
    return tuple(told.amount(outcome))[:MOST_LINES]


@dataclass(frozen=True, slots=True)
class _Telling:
    """The numbers of one case, in the words of one language."""

    numbers: Numbers
    wording: Wording

    def refused(self, outcome: Outcome) -> Iterable[str]:
        """That the right has not begun; else the first requirement that fails or exclusion that
        holds, else all rows that do not.
        """
        if outcome.not_begun:
            starts = outcome.benefit.starts
            yield STORY.words("not_begun", starts=starts).say(self.wording.lang)
            return
        kinds = ("require", "exclude")
        rules = list(zip(outcome.benefit.reasons, outcome.truths, strict=True))
        for rule, truth in rules:
            if rule.clause.kind in kinds and truth is False:
                yield from self.rule(
                    rule, outcome.payee, "fails" if rule.clause.kind == "require" else "excludes"
                )
                return
        for rule, truth in rules:
            if rule.clause.kind not in kinds and truth is not True:
                yield from self.rule(rule, outcome.payee, "no_row")

    def open(self, outcome: Outcome) -> Iterable[str]:
        for rule, truth in zip(outcome.benefit.reasons, outcome.truths, strict=True):
            if truth is None:
                yield from self.rule(rule, outcome.payee, "open")
        for each in outcome.missing_figures:
            figure = self.numbers.program.figures.get(each)
            if figure is not None:
                named = f"{self.wording.label(figure.figure.label, each)} {each}"
                yield self.placed("no_value", named, figure.figure.origin)

    def amount(self, outcome: Outcome) -> Iterable[str]:
        """All conditions hold: then it is the row, the formula and its figures."""
        for rule, truth in zip(outcome.benefit.reasons, outcome.truths, strict=True):
            if rule.clause.kind in ("row", "step") and truth:
                yield from self.rule(rule, outcome.payee, "applies")
        gross = self.numbers.step(outcome.benefit.gross).node
        if isinstance(gross, n.If):
            yield f"{self.word('gross')} = {self.formula(gross.yes, outcome.payee)}"
        for figure in _figures(self.numbers.program, outcome.benefit.gross):
            if figure.chain:
                value = (
                    "?"
                    if figure.value is None
                    else self.wording.number(figure.figure.type, figure.value)
                )
                named = f"{self.wording.label(figure.figure.label, figure.figure.id)} {value}"
                yield self.marks.aside(named, str(figure.chain[-1].origin.place()))

    def rule(self, rule: Rule, payee: int, key: str) -> Iterable[str]:
        clause = rule.clause
        yield self.placed(key, f"{clause.id} {self.wording.label(clause.because)}", clause.origin)
        if clause.when is not None:
            yield f"    {self.formula(clause.when.node, payee)}"

    def formula(self, node: n.Node, payee: int) -> str:
        return render(node, self.numbers.program, self.wording.lang, self.numbers, payee)

    def placed(self, key: str, name: str, origin: Origin) -> str:
        """`fails: name (file:line)`."""
        return self.marks.labelled(self.word(key), self.marks.aside(name, str(origin.place())))

    def word(self, key: str) -> str:
        return WHY.say(self.wording.lang, key)

    @property
    def marks(self) -> Typography:
        return MARKS[self.wording.lang]


def _circle(ran: Ran, wrong: Mismatch, lang: Lang) -> tuple[str, ...]:
    """Of the circles, those before the expected one and itself: which holds first."""
    if ran.evaluation is None or wrong.what != "circle":
        return ()
    numbers = Numbers(ran.evaluation)
    lines: list[str] = []
    for each in numbers.program.circles:
        condition = render(each.circle.when.node, numbers.program, lang, numbers)
        lines.append(f"{each.circle.id}: {condition} ({each.circle.origin.place()})")
        if each.circle.id in (wrong.want, wrong.got):
            break
    return tuple(lines)


def _figures(program: Program, step: str) -> list[FigureInForce]:
    """The figures of a formula, and of what it names."""
    found: dict[str, None] = {}
    open_names, seen = [step], set[str]()
    while open_names:
        name = open_names.pop()
        node = program.step(name).node
        if name in seen or node is None:
            continue
        seen.add(name)
        for each in walk(node):
            if isinstance(each, n.FigureRef):
                found[each.id] = None
            elif isinstance(each, n.DerivedRef) and not children(each) and each.id in program.by_id:
                open_names.append(each.id)
    return [program.figures[each] for each in found]
