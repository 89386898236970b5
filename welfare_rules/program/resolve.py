"""Law to program: for a day, and as known on another, choose versions, reduce families, and put
every step after what it needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from welfare_rules.basics.text import Words
from welfare_rules.language.nodes import NOTHING, Node
from welfare_rules.language.types import BOOL, MONEY, Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import OWN_INCOME, Exemption, Income, countable
from welfare_rules.law.terms import Status
from welfare_rules.program import lowering
from welfare_rules.program import program as core
from welfare_rules.program.day import NEVER, law_of_day
from welfare_rules.program.exclusions import settled
from welfare_rules.program.program import (
    BenefitInForce,
    CircleInForce,
    FigureInForce,
    Program,
    Step,
    closure,
    facts_in,
    figures_in,
    references,
)
from welfare_rules.program.seal import Seal
from welfare_rules.program.transition import figures_of_day, rewritten, stand_ins


class Cycle(ValueError):
    """Definitions that need one another; the path says how."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        super().__init__(" -> ".join(path))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is the law on a day, as known on another: the versions in force, the figures, and the
    steps that choose among those of a figure. Of two days on which it is the same the program is.
    """

    law: Law
    figures: Mapping[str, FigureInForce]
    choosing: Sequence[Step]

    @classmethod
    def of(cls, law: Law, day: int, known: int) -> Self:
        """The law in force on `day` (a month's first), as known on `known`."""
        there = law_of_day(law, day, known)
        return cls(there, *figures_of_day(there, day, known))


def resolve(law: Law, day: int, known: int) -> Program:
    """The program of the law in force on `day` (the month's first), as known on `known`.

    Raises Cycle; a checked law has none.
    """
    return program_of(Standing.of(law, day, known), law.incomes)


def program_of(standing: Standing, every: Sequence[Income]) -> Program:
    """The program of what is the law; `every` income that there ever is has a step in it.

    Raises Cycle; a checked law has none.
    """
    incomes = {each.id: each for each in every}
    law, figures = standing.law, standing.figures
    steps: list[Step] = []
    for each in law.derived.values():
        version = each.versions[0] if each.versions else None
        if version is None:
            steps.append(Step(each.id, each.entity, each.type, None, each.label))
        else:
            formula = version.formula
            steps.append(
                Step(
                    each.id,
                    each.entity,
                    each.type,
                    formula.node,
                    each.label,
                    formula.text,
                    version.status,
                    version.source,
                )
            )
    exemptions = _incomes(law, incomes, steps)
    paid: list[BenefitInForce] = []
    for benefit in law.benefits:
        if benefit.period is NEVER:
            steps.extend(lowering.idle_benefit(benefit))
            continue
        made, more = lowering.benefit_steps(benefit, benefit.clauses)
        paid.append(made)
        steps.extend(_with_status(step, made) for step in more)
    circles: list[CircleInForce] = []
    for circle in law.circles:
        name = core.circle_step(circle.id)
        formula = circle.when
        steps.append(
            Step(
                name,
                Entity.HOUSEHOLD,
                BOOL,
                formula.node,
                circle.label,
                formula.text,
                circle.status,
                circle.source,
            )
        )
        circles.append(CircleInForce(circle, name))
    benefits, steps = settled(paid, steps)
    instead = stand_ins(figures.values())
    if instead:
        steps = [_rewritten(step, instead) for step in steps]
        steps.extend(standing.choosing)
    ordered = in_order(steps)
    needed = _needed(ordered, benefits, circles)
    held = tuple(circles)
    seal = Seal(law, figures, ordered, needed, benefits, held)
    return Program(law, figures, ordered, benefits, held, exemptions, needed, seal)


def _rewritten(step: Step, instead: Mapping[str, Node]) -> Step:
    if step.node is None:
        return step
    confirmed = None if step.confirmed is None else rewritten(step.confirmed, instead)
    return replace(
        step, node=rewritten(step.node, instead), confirmed=confirmed, as_written=step.node
    )


def _incomes(
    law: Law, incomes: Mapping[str, Income], steps: list[Step]
) -> dict[str, tuple[Exemption, ...]]:
    """Steps for what counts of each income, and their sum.

    `incomes` are all that there ever are, by their ids: of one that is none now nothing counts.
    """
    applied: dict[str, tuple[Exemption, ...]] = {}
    names: list[str] = []
    in_force = {each.id: each for each in law.incomes}
    for income in {key: in_force.get(key, each) for key, each in incomes.items()}.values():
        name = countable(income.id)
        label = Words(f"可计{income.label.zh}", f"countable {income.label.en}")
        exemptions = [each for each in law.exemptions if each.income == income.id]
        there = income.id in in_force
        node = lowering.countable_income(income, exemptions) if there else NOTHING
        applied[name] = tuple(exemptions)
        unpublished: list[Status] = [
            each.status for each in exemptions if each.status != "published"
        ]
        status: Status = unpublished[0] if unpublished else "published"
        confirmed: Node | None = None
        if unpublished:
            sure = [each for each in exemptions if each.status == "published"]
            confirmed = lowering.countable_income(income, sure) if there else NOTHING
        steps.append(
            Step(
                name,
                Entity.MEMBER,
                MONEY,
                node,
                label,
                income.value.text,
                status,
                income.source,
                confirmed,
            )
        )
        names.append(name)
    if names:
        label = Words("本人可计算收入", "own countable income")
        steps.append(Step(OWN_INCOME, Entity.MEMBER, MONEY, lowering.total_of(names), label))
    return applied


def _with_status(step: Step, benefit: BenefitInForce) -> Step:
    """What a benefit pays rests on its own status and that of its rounding."""
    if step.id != benefit.gross:
        return step
    rounding = benefit.rounding.status if benefit.rounding is not None else "published"
    status: Status = rounding if rounding != "published" else benefit.status
    return Step(
        step.id, step.entity, step.type, step.node, step.label, step.text, status, step.source
    )


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Steps so that each stands behind all that it needs; raises Cycle with the path of names."""
    by_name = {step.id: step for step in steps}
    needs = {
        step.id: dict.fromkeys(references(step.node)) if step.node is not None else ()
        for step in steps
    }
    return tuple(by_name[name] for name in order_of(needs))


def order_of(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Names so that each stands behind all that it needs.

    Raises Cycle with the path. Deep chains need no deep stack.
    """
    done: dict[str, None] = {}
    for root in needs:
        if root in done:
            continue
        path: list[str] = [root]
        on_path = {root}
        waiting = [iter(needs[root])]
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                finished = path.pop()
                on_path.discard(finished)
                done[finished] = None
            elif name in on_path:
                raise Cycle([*path[path.index(name) :], name])
            elif name not in done and name in needs:
                path.append(name)
                on_path.add(name)
                waiting.append(iter(needs[name]))
    return tuple(done)


def _needed(
    steps: Sequence[Step], paid: Sequence[BenefitInForce], circles: Sequence[CircleInForce]
) -> frozenset[str]:
    """The steps that some benefit or circle rests on; the rest waits until asked for."""
    return closure(
        steps,
        [*(name for each in paid for name in ends_of(each)), *(each.step for each in circles)],
    )


def ends_of(benefit: BenefitInForce) -> tuple[str, ...]:
    """The steps that an answer on a benefit looks at: what is due, and every reason for it."""
    return (
        benefit.net,
        benefit.entitled,
        *(rule.step for rule in (*benefit.reasons, *benefit.supplements)),
    )


def with_steps(program: Program, steps: Iterable[Step]) -> Program:
    """The program with further steps, each of which may rest on its own."""
    return replace(program, steps=in_order((*program.steps, *steps)))


def narrowed(
    program: Program, benefits: tuple[BenefitInForce, ...], circles: tuple[CircleInForce, ...]
) -> Program:
    """The same law for some of its benefits and circles only."""
    return replace(
        program,
        benefits=benefits,
        circles=circles,
        needed=_needed(program.steps, benefits, circles),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition that is asked beside the rules, of the household or of each member."""

    id: str
    entity: Entity
    formula: Node
    label: Words


def asking(program: Program, asked: Iterable[Asked], benefits: Collection[str]) -> Program:
    """A program that decides conditions beside some of its benefits.

    A condition stands among the benefits as a service of its id: whoever it holds of is entitled.
    """
    instead = stand_ins(program.figures.values())
    kept = [each for each in program.benefits if each.id in benefits]
    steps = list(program.steps)
    for each in asked:
        node = rewritten(each.formula, instead)
        steps.append(Step(each.id, each.entity, BOOL, node, each.label))
        kept.append(_service(each))
    return replace(
        program,
        steps=tuple(steps),
        benefits=tuple(kept),
        circles=(),
        needed=_needed(steps, kept, ()),
    )


def _service(asked: Asked) -> BenefitInForce:
    """A condition as a benefit that nothing is paid of."""
    return BenefitInForce(
        id=asked.id,
        label=asked.label,
        payee=asked.entity,
        service=True,
        requires=(),
        rows=(),
        supplements=(),
        excludes=(),
        qualified=asked.id,
        entitled=asked.id,
        gross=asked.id,
        net=asked.id,
        rounding=None,
        status="published",
        source=None,
        per="service",
    )


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a benefit rests on: its own conditions and amount, and all that they are made of."""

    figures: tuple[str, ...]
    facts: frozenset[str]


def dependencies_of(program: Program, benefit: BenefitInForce) -> Dependencies:
    below = program.below((benefit.net, benefit.entitled))
    steps = [step for step in program.steps if step.id in below]
    return Dependencies(tuple(sorted(figures_of(steps))), facts_of(steps))


def facts_of(steps: Iterable[Step]) -> frozenset[str]:
    """The facts that the formulas of steps look at by themselves."""
    return facts_in(step.node for step in steps if step.node is not None)


def figures_of(steps: Iterable[Step]) -> frozenset[str]:
    """The figures that the formulas of steps name by themselves."""
    return figures_in(step.node for step in steps if step.node is not None)


def unconfirmed_below(program: Program, benefit: BenefitInForce) -> bool:
    """Whether a rule or figure that is not published lies below a benefit."""
    steps = [program.by_id[name] for name in program.below(benefit.ends)]
    figures = (program.figures[each] for each in figures_of(steps))
    return any(step.status != "published" or step.node is None for step in steps) or any(
        each.provisional for each in figures
    )
