"""An answer to the tree of its explanation.

Its benefits in groups, and everything that these rest on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer

RestsOn = tuple[tuple[FigureUsed, ...], tuple[Unconfirmed, ...], tuple[Presumed, ...]]


def derive(answer: Answer, numbers: Numbers, needs: Needs | None = None) -> Derivation:
    """The tree of an answer's explanation. Values are those of the reference engine, whichever
    engine decided.

    `needs` is filled on the way, and may be given again for other cases of the same program.
    """
    outcomes: dict[str, list[Outcome]] = {}
    used: dict[tuple[str, int], int] = {}
    for each in answer.decision.outcomes:
        outcomes.setdefault(each.benefit.id, []).append(each)
        used[each.benefit.id, each.payee] = _rests_on(numbers, each)
    gathered = Gathered({} if needs is None else needs)
    all_used = _union(used.values())
    unconfirmed = _unconfirmed(numbers, all_used)
    provisional = frozenset(key for key, bits in used.items() if bits & unconfirmed)
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
    if circle.circle is not None:
        all_used |= numbers.of_step(circle.circle.step, HOUSEHOLD)[2]
    figures, rules, presumed = _tokens(numbers, gathered, all_used)
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


def _rests_on(numbers: Numbers, outcome: Outcome) -> int:
    """The tokens of everything on which the answer for a payee rests."""
    benefit, payee = outcome.benefit, outcome.payee
    used = numbers.of_step(benefit.entitled, payee)[2]
    return used if benefit.service else used | numbers.of_step(benefit.net, payee)[2]


def _union(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found


def _unconfirmed(numbers: Numbers, used: int) -> int:
    """Of the tokens that took part, those of unconfirmed figures and of unconfirmed rules.

    They make an answer provisional.
    """
    tokens = numbers.workings.tokens
    count = len(tokens.figures)
    found = used >> count << count & (1 << tokens.first_fact) - 1
    for place, figure in enumerate(tokens.figures):
        if used >> place & 1 and figure.provisional:
            found |= 1 << place
    return found


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


def _tokens(numbers: Numbers, gathered: Gathered, used: int) -> RestsOn:
    """The figures, unconfirmed rules and presumptions that took part.

    Figures also where they only stand in what is shown.
    """
    tokens, facts = numbers.workings.tokens, numbers.program.facts
    rules: list[Unconfirmed] = []
    presumed: dict[int, list[int]] = {}
    for kind, place, payee in tokens.of(used):
        if kind == "figure":
            gathered.figures.add(_key(tokens.figures[place]))
        elif kind == "fact":
            presumed.setdefault(place, []).append(payee)
        elif tokens.steps[place].node is not None:
            rules.extend(_rules(numbers.program, tokens.steps[place]))
    figures = tuple(
        [
            FigureUsed(each, _corrected(each))
            for each in tokens.figures
            if _key(each) in gathered.figures
        ]
    )
    return (
        figures,
        tuple(rules),
        tuple(Presumed(facts[place], tuple(presumed[place])) for place in sorted(presumed)),
    )


def _key(figure: FigureInForce) -> str:
    """The name under which formulas know a figure, or a version of it that is only for some cases."""
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
        for name in each.missing_facts:
            decides.setdefault((name, True), []).append((each.benefit, each.payee))
        for name in each.missing_figures:
            decides.setdefault((name, False), []).append((each.benefit, each.payee))
    found = tuple(
        missed(numbers, name, is_fact=is_fact, decides=tuple(whom))
        for (name, is_fact), whom in decides.items()
    )
    gathered.figures.update(each.id for each in found if each.kind == "missing_figure")
    return found
