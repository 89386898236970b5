"""Why a decision is another than expected: the first requirement, row or figure that decides, with its place in the policy files."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.answer.numbers import Numbers
from welfare_rules.answer.render import render
from welfare_rules.cases.run import Mismatch, Ran
from welfare_rules.engine.outcome import Outcome
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import children, walk
from welfare_rules.program.core import FigureInForce, Program, Rule

MOST_LINES = 6


def why(ran: Ran, wrong: Mismatch) -> tuple[str, ...]:
    """A few lines: what decided, in words and numbers, and where it stands."""
    if ran.rules is None or ran.scene is None or wrong.outcome is None or ran.case.case is None:
        return _circle(ran, wrong)
    return of_outcome(Numbers(ran.rules.judge, ran.case.case, ran.case.month, ran.scene), wrong.outcome)


def of_outcome(numbers: Numbers, outcome: Outcome) -> tuple[str, ...]:
    """What decided one benefit of one month."""
    if outcome.entitled is False:
        return tuple(_refused(numbers, outcome))[:MOST_LINES]
    if outcome.entitled is None:
        return tuple(_open(numbers, outcome))[:MOST_LINES]
    return tuple(_amount(numbers, outcome))[:MOST_LINES]


def _refused(numbers: Numbers, outcome: Outcome) -> Iterable[str]:
    """The first requirement that fails, else the rows of which none holds, else what excludes it."""
    kinds = ("require", "exclude")
    rules = list(zip(outcome.benefit.reasons, outcome.truths, strict=True))
    for rule, truth in rules:
        if rule.clause.kind in kinds and truth is False:
            yield from _rule(numbers, rule, outcome.payee, "不成立 fails" if rule.clause.kind == "require" else "排除 excludes")
            return
    for rule, truth in rules:
        if rule.clause.kind not in kinds and truth is not True:
            yield from _rule(numbers, rule, outcome.payee, "此行不适用 row does not apply")


def _open(numbers: Numbers, outcome: Outcome) -> Iterable[str]:
    for rule, truth in zip(outcome.benefit.reasons, outcome.truths, strict=True):
        if truth is None:
            yield from _rule(numbers, rule, outcome.payee, "无法确定 cannot be said")
    for each in outcome.missing_figures:
        figure = numbers.program.figures.get(each)
        if figure is not None:
            yield f"没有数值 no value: {figure.figure.label.zh} {each} ({figure.figure.origin.place()})"


def _amount(numbers: Numbers, outcome: Outcome) -> Iterable[str]:
    """All conditions hold: then it is the row, the formula and its figures."""
    for rule, truth in zip(outcome.benefit.reasons, outcome.truths, strict=True):
        if rule.clause.kind in ("row", "step") and truth:
            yield from _rule(numbers, rule, outcome.payee, "适用 applies")
    gross = numbers.step(outcome.benefit.gross).node
    if isinstance(gross, n.If):
        yield f"应发额 gross = {render(gross.yes, numbers.program, 'zh', numbers, outcome.payee)}"
    for figure in _figures(numbers.program, outcome.benefit.gross):
        if figure.chain:
            version = figure.chain[-1]
            yield f"{figure.figure.label.zh} {_shown(figure)} ({version.origin.place()})"


def _rule(numbers: Numbers, rule: Rule, payee: int, said: str) -> Iterable[str]:
    clause = rule.clause
    yield f"{said}: {clause.id} {clause.because.zh} ({clause.origin.place()})"
    when = clause.when
    if when is not None:
        yield f"    {render(when.node, numbers.program, 'zh', numbers, payee)}"


def _circle(ran: Ran, wrong: Mismatch) -> tuple[str, ...]:
    """Of the circles, those before the expected one and itself: which holds first."""
    if ran.rules is None or ran.scene is None or ran.case.case is None or wrong.what != "circle":
        return ()
    numbers = Numbers(ran.rules.judge, ran.case.case, ran.case.month, ran.scene)
    lines: list[str] = []
    for each in ran.rules.program.circles:
        lines.append(f"{each.circle.id}: {render(each.circle.when.node, numbers.program, 'zh', numbers)} ({each.circle.origin.place()})")
        if each.circle.id in (wrong.want, wrong.got):
            break
    return tuple(lines)


def _figures(program: Program, step: str) -> list[FigureInForce]:
    """The figures of a formula, and of what it names."""
    by_name = {each.id: each for each in program.steps}
    found: dict[str, None] = {}
    open_names, seen = [step], set[str]()
    while open_names:
        name = open_names.pop()
        node = by_name[name].node
        if name in seen or node is None:
            continue
        seen.add(name)
        for each in walk(node):
            if isinstance(each, n.FigureRef):
                found[each.id] = None
            elif isinstance(each, n.DerivedRef) and not children(each) and each.id in by_name:
                open_names.append(each.id)
    return [program.figures[each] for each in found]


def _shown(figure: FigureInForce) -> str:
    value = figure.value
    if value is None:
        return "?"
    return f"{value / 100:.2f}" if figure.figure.type == n.MONEY else str(value)
