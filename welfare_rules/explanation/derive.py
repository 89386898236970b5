"""An answer to the tree of its explanation.

Its benefits in groups, and everything that these rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from welfare_rules.answer.answer import Answer
from welfare_rules.answer.large import told
from welfare_rules.basics.known import Provenance
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.benefits import MOST_SHOWN, Grouping, missed
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.conditions import decide
from welfare_rules.explanation.derivation import (
    CircleReason,
    Derivation,
    FigureUsed,
    Group,
    Missing,
    Presumed,
    Unconfirmed,
)
from welfare_rules.explanation.intermediate_values import workings
from welfare_rules.explanation.mentions import Gathered, Needs
from welfare_rules.language.types import Entity
from welfare_rules.law.model import FigureVersion
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import BenefitInForce, FigureInForce, Program, Step

RestsOn = tuple[tuple[FigureUsed, ...], tuple[Unconfirmed, ...], tuple[Presumed, ...]]


def derive(answer: Answer, numbers: Numbers, needs: Needs | None = None) -> Derivation:
    """The tree of an answer's explanation. Values are those of the reference engine, whichever
    engine decided.

    `needs` is filled on the way, and may be given again for other cases of the same program.
    """
    evaluation = numbers.evaluation
    outcomes: dict[str, list[Outcome]] = {}
    used: dict[tuple[str, int], Provenance] = {}
    for each in answer.decision.outcomes:
        outcomes.setdefault(each.benefit.id, []).append(each)
        used[each.benefit.id, each.payee] = evaluation.rests_on(each.benefit, each.payee)
    gathered = Gathered({} if needs is None else needs)
    provisional = frozenset(key for key, each in used.items() if evaluation.provisional(each))
    circle = _circle(answer, numbers, gathered)
    grouping = Grouping(numbers, gathered, provisional)
    groups: list[Group] = []
    nobody: list[BenefitInForce] = []
    for benefit in sorted(
        numbers.program.benefits, key=lambda each: each.payee is not Entity.HOUSEHOLD
    ):
        if benefit.id in outcomes:
            groups.extend(grouping.groups(benefit, outcomes[benefit.id]))
        else:
            nobody.append(benefit)
    worked = workings(numbers, gathered, _members_shown(numbers, grouping.shown), answer.known)
    missing = _missing(numbers, gathered, answer.decision.outcomes)
    parts = list(used.values())
    if circle.circle is not None:
        parts.append(numbers.of_step(circle.circle.step, HOUSEHOLD).rests_on)
    figures, rules, presumed = _rests_on(numbers, gathered, parts)
    presumed = _with_starts(numbers.program, presumed, answer.decision.outcomes)
    return Derivation(
        circle,
        tuple(groups),
        tuple(nobody),
        worked,
        figures,
        rules,
        missing,
        presumed,
        bool(provisional),
    )


def _members_shown(numbers: Numbers, first: Iterable[int]) -> tuple[int, ...]:
    """Whom workings speak of.

    First those whose benefits are worked out one by one, then the others of the case.
    """
    shown = dict.fromkeys(first)
    for each in numbers.members():
        if len(shown) >= MOST_SHOWN:
            break
        shown[each] = None
    return tuple(sorted(shown))


def _circle(answer: Answer, numbers: Numbers, gathered: Gathered) -> CircleReason:
    said = answer.circle
    for each in numbers.program.circles:
        node = numbers.step(each.step).node
        if node is None or (
            each.circle.id != said if said is not None else numbers.truth(node, HOUSEHOLD) is False
        ):
            continue
        case = decide(numbers, node, HOUSEHOLD)
        gathered.leaves(case.leaves)
        return CircleReason(each, case)
    return CircleReason(None, None)


def _rests_on(numbers: Numbers, gathered: Gathered, parts: Sequence[Provenance]) -> RestsOn:
    """The figures, unconfirmed rules and presumptions that took part.

    Figures also where they only stand in what is shown.
    """
    evaluation, program = numbers.evaluation, numbers.program
    used = evaluation.joined(parts)
    gathered.figures.update(_key(each) for each in evaluation.figures(used))
    rules = [
        rule
        for step in evaluation.rules(used)
        if step.node is not None
        for rule in _rules(program, step)
    ]
    presumed = tuple([Presumed(fact, payees) for fact, payees in evaluation.facts(used)])
    return _figures(program, gathered), tuple(rules), presumed


def _with_starts(
    program: Program, found: Sequence[Presumed], outcomes: Iterable[Outcome]
) -> tuple[Presumed, ...]:
    """The presumptions, with those on rights having begun."""
    whose = {each.fact.column: set(each.payees) for each in found}
    for each in outcomes:
        for payee, column in () if each.start is None else each.start.presumed:
            whose.setdefault(column, set()).add(payee)
    return tuple(
        [Presumed(program.facts[column], tuple(sorted(whose[column]))) for column in sorted(whose)]
    )


def _figures(program: Program, gathered: Gathered) -> tuple[FigureUsed, ...]:
    return tuple(
        [
            FigureUsed(each, _corrected(each))
            for each in program.figures.values()
            if _key(each) in gathered.figures
        ]
    )


def _key(figure: FigureInForce) -> str:
    """The name under which formulas know a figure, or a version of it for some cases."""
    return figure.key or figure.id


def _rules(program: Program, step: Step) -> Iterable[Unconfirmed]:
    """What is unconfirmed of a step.

    Itself, the exemptions of an income, or what a benefit pays and how it is rounded.
    """
    exemptions = program.exemptions.get(step.id)
    if exemptions is not None:
        yield from (
            Unconfirmed(each.label, each.id, each.status, each.source)
            for each in exemptions
            if each.status != "published"
        )
        return
    benefit = next((each for each in program.benefits if each.gross == step.id), None)
    if benefit is None:
        yield Unconfirmed(step.label, step.id, step.status, step.source)
        return
    if benefit.status != "published":
        yield Unconfirmed(benefit.label, benefit.id, benefit.status, benefit.source)
    if benefit.rounding is not None and benefit.rounding.status != "published":
        rounding = benefit.rounding
        yield Unconfirmed(
            benefit.label, benefit.id, rounding.status, rounding.source or benefit.source, True
        )


def _corrected(figure: FigureInForce) -> tuple[FigureVersion, ...]:
    """The earlier versions of the same day that the version in force corrects."""
    if not figure.chain:
        return ()
    now = figure.chain[0]
    return tuple(
        [
            each
            for each in figure.figure.versions
            if (each.period.first, each.depth, each.only_for is None)
            == (now.period.first, now.depth, now.only_for is None)
            and each.period.announced < now.period.announced
        ]
    )


def _missing(
    numbers: Numbers, gathered: Gathered, outcomes: Iterable[Outcome]
) -> tuple[Missing, ...]:
    """Everything that is missing, each once, with the benefits and payees that it would decide."""
    decides: dict[tuple[str, bool], list[tuple[BenefitInForce, int]]] = {}
    for each in outcomes:
        for name in told(each.missing_facts):
            decides.setdefault((name, True), []).append((each.benefit, each.payee))
        for name in each.missing_figures:
            decides.setdefault((name, False), []).append((each.benefit, each.payee))
    found = tuple(
        missed(numbers, name, is_fact=is_fact, decides=tuple(whom))
        for (name, is_fact), whom in decides.items()
    )
    gathered.figures.update(each.id for each in found if each.kind == "missing_figure")
    return found
