"""The rules that begin or end between two programs, for a formula that differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from welfare_rules.basics.days import LAST, Period, shift
from welfare_rules.basics.text import Words
from welfare_rules.law.terms import Citation
from welfare_rules.program.program import BenefitInForce, Program, StepName


@dataclass(frozen=True, slots=True)
class Amendment:
    """A rule that begins or has ended.

    The first day on which it is otherwise, or, of one learned late, the day of its announcement.
    """

    id: str
    label: Words
    begins: bool
    day: int
    source: Citation | None


Key = tuple[str, int]  # a rule's name, and the first day of its version
Ruled = tuple[Words, Period, Citation | None]


def amendments(
    before: Program, after: Program, step: str, days: tuple[int, int], known: tuple[int, int]
) -> tuple[Amendment, ...]:
    """What of a step's rule is in force on one side alone.

    `days` and `known` are the two programs' days.
    """
    one, other = (
        dict(_rules(before, step, days[0], known[0])),
        dict(_rules(after, step, days[1], known[1])),
    )
    found = tuple(_differing(one, other, days, known))
    whole = tuple(each for each in found if each.id == StepName.of(step).owner)
    return whole or found  # a benefit that begins or ends does so with all its clauses


def _differing(
    one: Mapping[Key, Ruled],
    other: Mapping[Key, Ruled],
    days: tuple[int, int],
    known: tuple[int, int],
) -> Iterable[Amendment]:
    for key, (label, period, source) in one.items():
        if key not in other:
            ended = period.last < LAST and period.last < days[1]
            yield Amendment(key[0], label, False, shift(period.last, 1) if ended else 0, source)
    for key, (label, period, source) in other.items():
        if key not in one:
            late = period.announced > known[0] and period.first <= days[0]
            yield Amendment(key[0], label, True, period.announced if late else period.first, source)


def _rules(program: Program, step: str, day: int, known: int) -> Iterable[tuple[Key, Ruled]]:
    """The dated rules that a step's formula is made of: versions, exemptions, clauses."""
    law = program.law
    if step in law.derived:
        derived = law.derived[step]
        for version in derived.versions:
            if version.period.holds(day, known):
                yield (
                    (step, version.period.first),
                    (derived.label, version.period, version.source),
                )
                return
    for each in program.exemptions.get(step, ()):
        yield (each.id, each.period.first), (each.label, each.period, each.source)
    benefit = next(
        (
            each
            for each in program.benefits
            if StepName.of(step).part and each.id == StepName.of(step).owner
        ),
        None,
    )
    if benefit is not None:
        yield from _clauses(benefit, program)
    for circle in program.circles:
        if circle.step == step:
            yield (
                (circle.circle.id, circle.circle.period.first),
                (circle.circle.label, circle.circle.period, circle.circle.source),
            )


def _clauses(benefit: BenefitInForce, program: Program) -> Iterable[tuple[Key, Ruled]]:
    written = program.law.benefit(benefit.id)
    yield (benefit.id, written.period.first), (benefit.label, written.period, benefit.source)
    for rule in (*benefit.reasons, *benefit.supplements):
        clause = rule.clause
        yield (
            (f"{clause.kind} {clause.id}", clause.period.first),
            (clause.because, clause.period, clause.source),
        )
