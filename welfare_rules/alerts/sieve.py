"""Of many households those of whom a watch may speak, found all at once.

The conditions of watches are decided beside the benefits that they look at, by the engine for many
households, before a change and after it. Of whom is left out here no watch speaks; of the others
`hits` says which does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Self

from welfare_rules.alerts.decided import Decided, each_once
from welfare_rules.alerts.hits import Turned, is_asked, person_of, speaks, turn_from, turned_rights
from welfare_rules.answer.starts import Starts, all_begun
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import Undetermined
from welfare_rules.engine.contract import Engine, Outcome, Wanted
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.registry import maker_of
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import Formula
from welfare_rules.program.case import Case
from welfare_rules.program.program import BenefitInForce, Program, facts_in, figures_in, part_step
from welfare_rules.program.resolve import Asked, asking
from welfare_rules.seen import Right

_WAS, _WHEN = "was", "when"
Watches = tuple[Watch, ...]
Rights = Mapping[Right, Outcome]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought in the months of the two sides: the places of households, the watches that are
    asked of each, and of the benefits at which these look those that may turn.
    """

    months: tuple[Month, Month]
    homes: Sequence[int]
    watches: Sequence[Watches]
    benefits: Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What was decided in one month of one side: of most households what rights are `worth`, of
    those of whom a right waits for its day the `outcomes`.
    """

    worth: Decided
    outcomes: Decided


@dataclass(frozen=True, slots=True)
class Side:
    """An engine for households on one side of a change, or on both, over the conditions of watches
    that are asked there, and the benefits that they look at.

    `rests_on` are the facts that a condition looks at, None where an open figure plays a part;
    `paid` are the benefits.
    """

    engine: Engine
    rests_on: Mapping[str, frozenset[str] | None]
    paid: Mapping[str, BenefitInForce]

    @classmethod
    def of(
        cls, program: Program, watches: Sequence[Watch], parts: Sequence[str], engine: str
    ) -> Self:
        """That of a program. Raises EngineMissing."""
        asked = [
            Asked(part_step(each.id, part), each.entity, formula.node, each.label)
            for part in parts
            for each in watches
            if (formula := _condition(each, part)) is not None
        ]
        benefits = {name for each in watches if each.turns for name in each.benefits}
        if any(each.turns and not each.benefits for each in watches):
            benefits |= {each.id for each in program.benefits}
        made = asking(program, asked, benefits)
        maker = maker_of(engine)
        assert maker is not None
        rests_on = {each.id: _facts_below(made, each.id) for each in asked}
        paid = {each.id: each for each in made.benefits if each.id not in rests_on}
        return cls(maker(made, Reference(made)), rests_on, paid)

    def told(self, cases: Sequence[Case], wanted: Sequence[_Month]) -> Iterator[Told]:
        """What is decided month by month of some cases, by their places, as it is wanted."""
        asked: list[Wanted] = []
        for month, of in wanted:
            for outcomes in (False, True):
                places = sorted(each for each, some in of.items() if some.of(outcomes) is not None)
                rights = [of[each].of(outcomes) or frozenset() for each in places]
                asked.append(Wanted(month, places, rights, outcomes, frozenset(self.rests_on)))
        made = Decided.each(self.engine, cases, asked)
        yield from starmap(Told, zip(made, made, strict=True))

    def said(
        self, watch: Watch, part: str, decided: Decided, case: Case, who: int
    ) -> tuple[bool | None, bool | None]:
        """Whether a condition of a watch holds of somebody, and whether that is what whoever
        evaluates it by itself comes to; None where that may be anything.
        """
        step = part_step(watch.id, part)
        found, facts = decided.worth(case, step, who), self.rests_on[step]
        if found is None:
            return None, None if decided.left(case, step, who) else True
        return bool(found), facts is not None and case.unknown.isdisjoint(facts)

    def rights(
        self, decided: Decided, case: Case, month: Month, benefits: frozenset[str]
    ) -> Rights:
        """Some rights of a household, as they are paid."""
        starts = Starts.of(self.engine.program, case, month)
        return {
            (name, payee): starts.applied(decided.outcome(case, name, payee))
            for name, each in self.paid.items()
            if name in benefits
            for payee in each.payees(case)
        }


@dataclass(frozen=True, slots=True)
class _Rights:
    """The rights that are wanted of a case: what they are worth, and their outcomes; None where
    none are.
    """

    worth: frozenset[str] = frozenset()
    outcomes: frozenset[str] | None = None

    def of(self, outcomes: bool) -> frozenset[str] | None:
        """Either."""
        return self.outcomes if outcomes else self.worth

    def plus(self, benefits: frozenset[str], *, outcomes: bool) -> _Rights:
        """With some benefits more."""
        if outcomes:
            return _Rights(self.worth, benefits | (self.outcomes or frozenset()))
        return _Rights(benefits | self.worth, self.outcomes)


NOTHING = _Rights()
_Month = tuple[Month, dict[int, _Rights]]
"""What is wanted of cases in a month, by their places."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """A household around a change: the watches that may speak of it, in their order, and the rights
    that turned in ways at which they look; where none of them looks at a right these are not told.
    Of an outcome that cannot be said no more is told here than that.

    `told` has of the watches of which that is found out already of whom they speak, and whether
    their conditions are known to hold; the others must be asked.
    """

    watches: Watches
    turned: Sequence[Turned]
    told: Mapping[str, Mapping[int, bool]]


NOBODY = Sifted((), (), {})


@dataclass(frozen=True, slots=True)
class Sieve:
    """Watches, compiled for many households before a change and after it."""

    watches: Watches
    before: Side
    after: Side

    @classmethod
    def of(cls, watches: Sequence[Watch], programs: tuple[Program, Program], engine: str) -> Self:
        """Those for the programs of the two sides, by an engine. Raises EngineMissing."""
        one, other = programs
        if one is other:
            both = Side.of(one, watches, (_WAS, _WHEN), engine)
            return cls(tuple(watches), both, both)
        sides = (
            Side.of(program, watches, (part,), engine)
            for program, part in zip(programs, (_WAS, _WHEN), strict=True)
        )
        return cls(tuple(watches), *sides)

    def sifted(
        self, before: Sequence[Case], after: Sequence[Case], sought: Sequence[Sought]
    ) -> Iterator[list[Sifted]]:
        """What is left of households, month by month those that are sought. Each has the same
        people in the same places on both sides.
        """
        cases, places = each_once((*before, *after))
        plains = [self._plain(before, after, each) for each in sought]
        together = self.before is self.after and all(_is_one(each.months) for each in sought)
        wanted: tuple[list[_Month], list[_Month]] = ([], [])
        for each, begun in zip(sought, plains, strict=True):
            made: dict[int, _Rights] = {}
            of = made, made if together else dict[int, _Rights]()
            rows = zip(each.homes, each.benefits, begun, strict=True)
            for home, benefits, plain in rows:
                for side, case in zip(of, (before[home], after[home]), strict=True):
                    place = places[id(case)]
                    side[place] = side.get(place, NOTHING).plus(benefits, outcomes=not plain)
            for some, month, rights in zip(wanted, each.months, of, strict=True):
                some.append((month, rights))
        sides = zip((self.before, self.after), wanted, strict=True)
        one, other = (side.told(cases, some) for side, some in sides)
        told = ((each, each) for each in one) if together else zip(one, other, strict=True)
        for each, begun, found in zip(sought, plains, told, strict=True):
            rows = zip(each.homes, each.watches, each.benefits, begun, strict=True)
            yield [
                self._of_home((before[home], after[home]), each.months, some, may, plain, found)
                for home, some, may, plain in rows
            ]

    def _plain(self, before: Sequence[Case], after: Sequence[Case], sought: Sought) -> list[bool]:
        """Whether no right of each household waits for a day on either side."""
        begun: dict[tuple[int, int], bool] = {}

        def has(at: int, case: Case) -> bool:
            key = at, id(case)
            if key not in begun:
                program = (self.before, self.after)[at].engine.program
                begun[key] = all_begun(program, case, sought.months[at])
            return begun[key]

        return [has(0, before[home]) and has(1, after[home]) for home in sought.homes]

    def _of_home(
        self,
        cases: tuple[Case, Case],
        months: tuple[Month, Month],
        watches: Watches,
        benefits: frozenset[str],
        plain: bool,
        told: tuple[Told, Told],
    ) -> Sifted:
        """What is left of a household."""
        before, after = cases
        if plain:
            turned = [*self._turned(cases, benefits, told)]
        else:  # what is worth something may not be paid
            was, now = (
                side.rights(each.outcomes, case, month, benefits)
                for side, each, case, month in zip(
                    (self.before, self.after), told, cases, months, strict=True
                )
            )
            turned = [*turned_rights(before, was, after, now)]
        left: list[Watch] = []
        found: dict[str, Mapping[int, bool]] = {}
        for each in watches:
            if not is_asked(each, turned):
                continue
            people = after.payees(each.entity)
            said = [self._said(each, cases, told, who) for who in people]
            speaking = [_may_speak(each, *one) for one in said]
            if any(speaking):
                left.append(each)
            if all(all(sure) for _, sure in said):
                some = zip(people, said, speaking, strict=True)
                found[each.id] = {who: None not in one for who, (one, _), may in some if may}
        if not left:
            return NOBODY
        looks = any(each.turns for each in left)
        return Sifted(tuple(left), turned if looks else (), found)

    def _turned(
        self, cases: tuple[Case, Case], benefits: frozenset[str], told: tuple[Told, Told]
    ) -> Iterator[Turned]:
        """The rights of a household that are not worth the same before and after."""
        was, now = self.before.paid, self.after.paid
        if not benefits:
            return
        for name in {**now, **was}:
            if name not in benefits:
                continue
            for entity in dict.fromkeys(each[name].payee for each in (now, was) if name in each):
                paid = [
                    each[name] if name in each and each[name].payee is entity else None
                    for each in (was, now)
                ]
                for who in cases[1].payees(entity):
                    worths = [
                        0 if right is None else each.worth.worth(case, name, who)
                        for right, each, case in zip(paid, told, cases, strict=True)
                    ]
                    turn = turn_from(*worths)
                    if turn is not None:
                        outcomes = [
                            None if right is None else _outcome(right, who, worth, each, case)
                            for right, worth, each, case in zip(
                                paid, worths, told, cases, strict=True
                            )
                        ]
                        yield Turned(name, person_of(cases[1], who), turn, *outcomes)

    def _said(
        self, watch: Watch, cases: tuple[Case, Case], told: tuple[Told, Told], who: int
    ) -> tuple[Sequence[bool | None], Sequence[bool | None]]:
        """What is said of the conditions of a watch of somebody, who has the same place on both
        sides, and whether whoever evaluates each comes to the same.
        """
        sides = zip((self.before, self.after), (_WAS, _WHEN), told, cases, strict=True)
        said = [
            side.said(watch, part, each.worth, case, who)
            for side, part, each, case in sides
            if _condition(watch, part) is not None
        ]
        return [each for each, _ in said], [sure for _, sure in said]


def _may_speak(watch: Watch, said: Sequence[bool | None], sure: Sequence[bool | None]) -> bool:
    """Whether a watch may speak of somebody by what is said of its conditions, as far as it is."""
    return speaks(watch, said) or (None in sure and False not in said)


def _is_one(months: tuple[Month, Month]) -> bool:
    return months[0] == months[1]


def _outcome(
    benefit: BenefitInForce, who: int, worth: int | None, told: Told, case: Case
) -> Outcome:
    """The outcome of a right that is worth so much."""
    if worth is None:
        return Outcome(benefit, who, None, Undetermined(), ())
    return told.worth.outcome(case, benefit.id, who)


def _facts_below(program: Program, name: str) -> frozenset[str] | None:
    """The facts that a step rests on; None where something open plays a part."""
    below = program.below([name])
    nodes = [node for each in below if (node := program.step(each).node) is not None]
    figures = (program.figures[each] for each in figures_in(nodes))
    if len(nodes) < len(below) or any(each.value is None for each in figures):
        return None
    return facts_in(nodes)


def _condition(watch: Watch, part: str) -> Formula | None:
    return watch.was if part == _WAS else watch.when
