"""What of a law never matters, and whether two laws answer alike, for every household of a size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from welfare_rules.basics.text import Words
from welfare_rules.findings import CaseError
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import resolve
from welfare_rules.proofs.encoding import Facts, NotEncoded, World
from welfare_rules.proofs.households import case_of_model
from welfare_rules.proofs.solver import Answers, Quick, z3
from welfare_rules.proofs.terms import any_of, negated, real, same, truth
from welfare_rules.receipts.canonical_case import written_case
from welfare_rules.rules import Rules
from welfare_rules.samples.plainer import simplest

WORK = 20_000_000  # what the solver may do for one question
QUICK_WORK = 200_000  # what it may do before it is asked with care


@dataclass(frozen=True, slots=True)
class Idle:
    """A part of a law that never matters: a requirement that never fails (`never fails`) or never
    holds (`never holds`), or an exemption without effect (`no effect`), for households of a size.
    """

    what: str
    label: Words
    kind: Literal["never fails", "never holds", "no effect"]
    up_to: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON gives it."""
        return {"what": self.what, "kind": self.kind, "up_to": self.up_to}


def idle_parts(rules: Rules, up_to: int) -> Iterator[Idle]:
    """What never matters in the law of the month, benefit by benefit and then the exemptions."""
    program, quick = rules.program, Quick()
    for benefit in program.benefits:
        for rule in benefit.requires:
            name, because = f"{benefit.id}/{rule.clause.id}", rule.clause.because
            if _never(rules, rule.step, benefit.payee, False, up_to, quick):
                yield Idle(name, because, "never fails", up_to)
            if _never(rules, rule.step, benefit.payee, True, up_to, quick):
                yield Idle(name, because, "never holds", up_to)
    for fact, exemptions in program.exemptions.items():
        for each in exemptions:
            less = replace(
                program.law, exemptions=tuple(one for one in program.law.exemptions if one != each)
            )
            other = resolve(less, rules.month.first, rules.known)
            if _alike(rules, other, up_to) is None:
                yield Idle(f"{fact}/{each.id}", each.label, "no effect", up_to)


def _never(rules: Rules, step: str, entity: Entity, wanted: bool, up_to: int, quick: Quick) -> bool:
    """Whether no household up to a size makes a condition true (or false)."""
    payee = HOUSEHOLD if entity is Entity.HOUSEHOLD else 0
    try:
        for size in range(1, up_to + 1):
            facts = Facts(rules.program, rules.month, rules.known, size)
            world = World(facts, range(size))
            world.work_out([step])
            found = world.step(step, payee)
            broken = found if wanted else negated(found)
            if _can_be(facts, broken, quick):
                return False
    except NotEncoded:
        return False
    return True


def _can_be(facts: Facts, broken: Any, quick: Quick) -> bool:
    """Whether there is a household like that, or none was shown not to be."""
    if broken is False:
        return False
    terms = [*facts.limits, *facts.coherent(), truth(broken)]
    found = quick.possible(terms, QUICK_WORK)
    return Answers().model_of(terms, WORK) is not None if found is None else found


def _asked(facts: Facts, broken: Any) -> Any:
    """A model, "open", or None where no household is like that."""
    if broken is False:
        return None
    return Answers().model_of([*facts.limits, *facts.coherent(), truth(broken)], WORK)


# --- two laws ---


@dataclass(frozen=True, slots=True)
class Difference:
    """A household for which two laws answer otherwise; `case` is None where it was not found, but
    neither could it be shown that there is none.
    """

    size: int
    case: dict[str, Any] | None
    said: Words


def first_difference(old: Rules, new: Rules, up_to: int) -> Difference | None:
    """A household up to a size for whom two laws of one month answer otherwise, or None.

    Benefits, circles, statuses and amounts are compared, of what both laws have. Raises NotEncoded
    where a formula has no words for the solver.
    """
    found = _alike(old, new.program, up_to)
    if found is None:
        return None
    size, facts, model = found
    if model != "open":
        case = case_of_model(old, facts, range(size), model)
        shown = None if case is None else simplest(old, case, lambda each: _shown(old, new, each))
        if shown is not None:
            return Difference(size, written_case(old.program.law, shown[0]), shown[1])
    return Difference(
        size,
        None,
        Words(
            f"{size} 人的家庭：没有证明相同，也没有找到不同的一户",
            f"households of {size}: neither shown to be alike, nor one found that differs",
        ),
    )


def _shown(old: Rules, new: Rules, case: Case) -> tuple[Case, Words] | None:
    said = _said(old, new, case)
    return None if said is None else (case, said)


def _said(old: Rules, new: Rules, case: Case) -> Words | None:
    """How two laws answer for a household, where they do not answer alike."""
    written = written_case(old.program.law, case)
    try:
        before, after = old.determine(written), new.determine(written)
    except CaseError:
        return None
    if before.circle != after.circle:
        return Words(
            f"圈层由 {before.circle} 变为 {after.circle}",
            f"the circle is {after.circle} instead of {before.circle}",
        )
    for each in before:
        other = after.get((each.benefit, each.payee))
        if other is not None and (each.status, each.amount) != (other.status, other.amount):
            one, two = (f"{said.status} {said.amount}" for said in (each, other))
            name = f"{each.benefit} ({each.payee})"
            return Words(f"{name} 由 {one} 变为 {two}", f"{name} goes from {one} to {two}")
    return None


def _alike(rules: Rules, other: Program, up_to: int) -> tuple[int, Facts, Any] | None:
    """None where both programs answer alike for everybody; else a size, its facts, and a model."""
    ids = {each.id: each for each in other.benefits}
    both = [(each, ids[each.id]) for each in rules.program.benefits if each.id in ids]
    for size in range(1, up_to + 1):
        facts = Facts(rules.program, rules.month, rules.known, size)
        one, two = World(facts, range(size)), World(facts, range(size), law=other)
        differs = any_of(_differences(one, two, both, rules.program, other))
        model = _asked(facts, differs)
        if model is not None:
            return size, facts, model
    return None


def _differences(
    one: World,
    two: World,
    both: list[tuple[BenefitInForce, BenefitInForce]],
    old: Program,
    new: Program,
) -> Iterator[Any]:
    for before, after in both:
        payee = HOUSEHOLD if before.payee is Entity.HOUSEHOLD else 0
        names = [(before.entitled, after.entitled)]
        if not before.service and not after.service:
            names.append((before.net, after.net))
        for name, other in names:
            one.work_out([name])
            two.work_out([other])
            yield _unlike(one.step(name, payee), two.step(other, payee))
    circles = {each.circle.id: each for each in new.circles}
    for each in old.circles:
        if each.circle.id in circles:
            other_step = circles[each.circle.id].step
            one.work_out([each.step])
            two.work_out([other_step])
            yield _unlike(one.step(each.step, HOUSEHOLD), two.step(other_step, HOUSEHOLD))


def _unlike(one: Any, other: Any) -> Any:
    if same(one, other):
        return False
    if isinstance(one, bool) or isinstance(other, bool) or z3.is_bool(one):
        return truth(one) != truth(other)
    return real(one) != real(other)
