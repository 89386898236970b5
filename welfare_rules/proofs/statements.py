"""What would refute a promise, for households of a size: one question for a solver after another.

One member stands for whoever it is whose income or need changes, and one more for all others: every
household can be written with its members in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.numbers import Number
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Promise
from welfare_rules.law.terms import Formula, PromiseKind
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import BenefitInForce, FigureInForce
from welfare_rules.program.transition import rewritten, stand_ins
from welfare_rules.promises.examine import Examined
from welfare_rules.promises.kept import amount_formula
from welfare_rules.proofs.encoding import Facts, Place, World, compared
from welfare_rules.proofs.solver import z3
from welfare_rules.proofs.terms import Bool, Num, add, all_of, minus, negated, real
from welfare_rules.rules import Rules

YUAN = 100  # fen


@dataclass
class Question:
    """Whether a household of a size can break a promise, in one of the ways that it can be broken.

    `broken` holds of those that do; `gap` is by how many fen, where it is an amount: the larger,
    the plainer the household that a solver finds.
    """

    facts: Facts
    before: World
    after: World | None
    broken: Bool
    gap: Num | None = None
    given: list[Bool] = field(default_factory=list[Bool])  # what the promise speaks of

    def terms(self, *more: Bool) -> list[Any]:
        """Everything that must hold of a household that breaks the promise."""
        said = [self.broken, *self.given, *more]
        return [
            *self.facts.limits,
            *self.facts.coherent(),
            *(each for each in said if not isinstance(each, bool)),
            *(z3.BoolVal(False) for each in said if each is False),
        ]


@dataclass
class Asked:
    """A promise of the rules of a month, asked of households of a size."""

    examined: Examined
    size: int
    exact: bool = False

    @property
    def rules(self) -> Rules:
        return self.examined.rules

    @property
    def promise(self) -> Promise:
        return self.examined.promise

    def questions(self) -> Iterator[Question]:
        """All questions; where none of them has an answer, every household keeps the promise."""
        yield from STATEMENTS[self.promise.about](self)

    # --- parts of questions ---

    def facts(self) -> Facts:
        rules = self.rules
        return Facts(rules.program, rules.month, rules.known, self.size, self.exact)

    def benefits(self) -> Sequence[BenefitInForce]:
        names = self.promise.benefits
        return [each for each in self.rules.program.benefits if not names or each.id in names]

    def value(self, world: World, formula: Formula, payee: int) -> Any:
        """The term of a formula of the promise."""
        figures = self.rules.program.figures.values()
        return world.of(rewritten(formula.node, stand_ins(figures)), payee)

    def spoken_of(self, *worlds: World) -> list[Bool]:
        """That the promise is about the household, in each state of it."""
        when = self.promise.when
        return [] if when is None else [self.value(each, when, HOUSEHOLD) for each in worlds]

    def whose(self, world: World, payee: int) -> list[Bool]:
        """That the promise is about this member."""
        who = self.promise.who
        return [] if who is None else [self.value(world, who, payee)]

    def richer(self, facts: Facts, rise: Number | None) -> Iterator[tuple[World, World, Bool]]:
        """The household before, and after one member has more of each income, or of one by `rise`.

        Where more of several never means more, neither does more of one.
        """
        before = World(facts, range(self.size))
        if rise is None:
            changed: dict[Place, Any] = {}
            more: list[Bool] = []
            for fact in self.examined.incomes:
                changed[0, fact.id] = facts.new(0, fact.id, "'")
                more.append(changed[0, fact.id] >= facts.term(0, fact.id))
            yield before, World(facts, before.members, before, changed), all_of(more)
            return
        for fact in self.examined.incomes:
            value = facts.term(0, fact.id) + real(rise)
            changed = {(0, fact.id): value}
            yield before, World(facts, before.members, before, changed), value <= real(fact.high)


def _payees(benefit: BenefitInForce, size: int) -> Iterable[int]:
    """Whose right is asked for: the household's; the changed member's, and that of another."""
    return (HOUSEHOLD,) if benefit.payee is Entity.HOUSEHOLD else range(min(size, 2))


def _everyone(benefit: BenefitInForce, world: World) -> Iterable[int]:
    return (HOUSEHOLD,) if benefit.payee is Entity.HOUSEHOLD else world.members


def _sum(world: World, benefits: Iterable[BenefitInForce]) -> Num:
    paid = [each for each in benefits if not each.service]
    world.work_out([each.net for each in paid])
    return add(world.step(each.net, payee) for each in paid for payee in _everyone(each, world))


# --- one household alone ---


def _never_negative(asked: Asked) -> Iterator[Question]:
    for benefit in asked.benefits():
        node = amount_formula(asked.rules.program, benefit)
        if node is None:
            continue
        facts = asked.facts()
        world = World(facts, range(asked.size))
        payee = HOUSEHOLD if benefit.payee is Entity.HOUSEHOLD else 0
        world.work_out([benefit.entitled])
        value = world.of(node, payee)
        broken = all_of([world.step(benefit.entitled, payee), compared(Comparison.LESS, value, 0)])
        yield Question(facts, world, None, broken, minus(value), asked.spoken_of(world))


def _only_one(asked: Asked) -> Iterator[Question]:
    for entity, payee in ((Entity.HOUSEHOLD, HOUSEHOLD), (Entity.MEMBER, 0)):
        benefits = [each for each in asked.benefits() if each.payee is entity]
        for place, one in enumerate(benefits):
            for other in benefits[place + 1 :]:
                facts = asked.facts()
                world = World(facts, range(asked.size))
                world.work_out([one.entitled, other.entitled])
                paid = [_paid(world, each, payee) for each in (one, other)]
                yield Question(facts, world, None, all_of(paid), None, asked.spoken_of(world))


def _paid(world: World, benefit: BenefitInForce, payee: int) -> Bool:
    entitled = world.step(benefit.entitled, payee)
    if benefit.service:
        return entitled
    amount = world.step(benefit.net, payee)
    return all_of([entitled, compared(Comparison.GREATER, amount, 0)])


def _always(asked: Asked) -> Iterator[Question]:
    assert asked.promise.always is not None
    facts = asked.facts()
    world = World(facts, range(asked.size))
    payee = HOUSEHOLD if asked.promise.entity is Entity.HOUSEHOLD else 0
    broken = negated(asked.value(world, asked.promise.always, payee))
    yield Question(facts, world, None, broken, None, asked.spoken_of(world))


# --- before a change and after it ---


def _more_income(asked: Asked) -> Iterator[Question]:
    for benefit in asked.benefits():
        for payee in _payees(benefit, asked.size):
            facts = asked.facts()
            for before, after, more in asked.richer(facts, None):
                if not any(after.moves(name, payee) for name in benefit.ends):
                    continue
                for world in (before, after):
                    world.work_out(benefit.ends)
                was, now = (each.step(benefit.entitled, payee) for each in (before, after))
                given = [more, *asked.spoken_of(before, after), *asked.whose(before, 0)]
                gained = all_of([now, negated(was)])
                yield Question(facts, before, after, gained, None, given)
                if not benefit.service:
                    due, then = (each.step(benefit.net, payee) for each in (before, after))
                    higher = compared(Comparison.GREATER, then, due)
                    yield Question(facts, before, after, higher, add([then, minus(due)]), given)


def _more_need(asked: Asked) -> Iterator[Question]:
    facts = asked.facts()
    before = World(facts, range(asked.size))
    given: list[Bool] = []
    if asked.promise.adds is not None:
        after = World(facts, range(asked.size + 1), before)
        new = asked.size
        for name, value in asked.promise.adds:
            given.append(compared(Comparison.EQUAL, facts.term(new, name), value))
        given += [*asked.whose(after, new), *_no_second(facts, new)]
    else:
        household = all((Entity.HOUSEHOLD, name) in facts.by_id for name, _ in asked.promise.sets)
        payee = HOUSEHOLD if household else 0
        changed = {
            (payee, name): _stated(facts, payee, name, value) for name, value in asked.promise.sets
        }
        after = World(facts, before.members, before, changed)
        given += [] if household else asked.whose(before, 0)
    yield from _less(asked, facts, before, after, given)


def _stated(facts: Facts, payee: int, name: str, value: Number) -> Any:
    return bool(value) if z3.is_bool(facts.term(payee, name)) else value


def _no_second(facts: Facts, new: int) -> Iterator[Bool]:
    """That a new member is none of those of whom a household has one already."""
    for fact in facts.program.facts:
        if fact.entity is Entity.MEMBER and fact.type.choice:
            for value, each in enumerate(facts.program.law.choices[fact.type.choice].values):
                if each.one:
                    yield facts.term(new, fact.id) != value


def _less(
    asked: Asked, facts: Facts, before: World, after: World, given: Sequence[Bool]
) -> Iterator[Question]:
    """Whether what is due in all is less, or a service that is named is lost."""
    said = [*given, *asked.spoken_of(before, after)]
    was, now = (_sum(each, asked.benefits()) for each in (before, after))
    less = compared(Comparison.LESS, now, was)
    yield Question(facts, before, after, less, add([was, minus(now)]), said)
    for benefit in asked.benefits():
        if benefit.service and asked.promise.benefits:
            for payee in _payees(benefit, asked.size):
                had, has = (each.step(benefit.entitled, payee) for each in (before, after))
                yield Question(facts, before, after, all_of([had, negated(has)]), None, said)


def _higher_figure(asked: Asked) -> Iterator[Question]:
    program = asked.rules.program
    for name in asked.promise.figures:
        facts = asked.facts()
        rise = z3.Real(f"rise of {name}")
        figures: dict[str, Any] = {}
        given: list[Bool] = [rise >= 0]
        for key, figure in program.figures.items():
            share = _share_of(figure, name)
            if share is not None and figure.value is not None:
                figures[key] = real(figure.value) + real(share) * rise
                if figure.figure.id == name and figure.figure.high is not None:
                    given.append(figures[key] <= real(figure.figure.high))
        if figures:
            before = World(facts, range(asked.size))
            after = World(facts, before.members, before, {}, figures)
            yield from _less(asked, facts, before, after, given)


def _share_of(figure: FigureInForce, name: str) -> Fraction | None:
    """By how much a figure rises when the named one rises by one; None where it does not."""
    if figure.figure.id == name:
        return Fraction(1) if figure.chain and figure.chain[0].share is None else None
    share = Fraction(1)
    for version in figure.chain:
        if version.share is None:
            return None
        share *= version.share
        if version.of == name:
            return share
    return None


def _no_cliff(asked: Asked) -> Iterator[Question]:
    assert asked.promise.most is not None
    facts = asked.facts()
    benefits = [each for each in asked.benefits() if each.per == "month"]
    for before, after, possible in asked.richer(facts, YUAN):
        most = asked.value(before, asked.promise.most, HOUSEHOLD)
        was, now = (_sum(each, benefits) for each in (before, after))
        gap = add([was, minus(now), -YUAN, minus(most)])
        given = [possible, *asked.spoken_of(before, after), *asked.whose(before, 0)]
        yield Question(facts, before, after, compared(Comparison.GREATER, gap, 0), gap, given)


STATEMENTS: Mapping[PromiseKind, Callable[[Asked], Iterator[Question]]] = {
    "never negative": _never_negative,
    "only one": _only_one,
    "always": _always,
    "more income": _more_income,
    "more need": _more_need,
    "higher figure": _higher_figure,
    "no cliff": _no_cliff,
}
"""The kinds of promises that a solver is asked about; the others hold by the form of programs."""
