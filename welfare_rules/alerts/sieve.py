"""Of many households those of whom a watch may speak, found all at once.

The conditions of watches are decided beside the benefits that they look at, by the engine for many
households, before a change and after it. Of whom is left out here no watch speaks; of the others
`hits` says which does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from welfare_rules.alerts.hits import is_asked, speaks, turn_from, turned_rights
from welfare_rules.answer.starts import all_begun, started
from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import Engine, Outcome, Worths, worths_of
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.registry import maker_of
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import Formula, Turn
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Program, facts_in, figures_in, part_step
from welfare_rules.program.resolve import Asked, asking
from welfare_rules.seen import Right

_WAS, _WHEN = "was", "when"
Rights = Mapping[Right, Outcome]
Wanted = tuple[tuple[Month, Month], Sequence[int]]
"""The months of the two sides, and the places of the households that are looked at in them."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of some households on one side of a change, those that are one case once.

    `places` has for each household the place of its case among those decided, `firsts` for each of
    these the row of its first member, `rows` the row of every member of every household.
    """

    cases: Sequence[Case]
    worths: Worths
    places: Sequence[int]
    firsts: Sequence[int]
    rows: Sequence[int]

    @classmethod
    def of(
        cls, engine: Engine, cases: Sequence[Case], wanted: Sequence[tuple[Month, Sequence[int]]]
    ) -> Iterator[Self]:
        """What an engine decides month by month of those of the households that are wanted."""
        known: dict[int, int] = {}
        different: list[Case] = []
        for each in cases:
            if known.setdefault(id(each), len(different)) == len(different):
                different.append(each)
        place = [known[id(each)] for each in cases]
        chosen = [sorted({place[home] for home in homes}) for _, homes in wanted]
        asked = [(month, some) for (month, _), some in zip(wanted, chosen, strict=True)]
        made = worths_of(engine, different, asked)
        for (_, homes), some, worths in zip(wanted, chosen, made, strict=True):
            at = {each: row for row, each in enumerate(some)}
            places = [at[place[home]] for home in homes]
            firsts = [0, *accumulate(len(different[each].members) for each in some)]
            rows = [row for each in places for row in range(firsts[each], firsts[each + 1])]
            yield cls([cases[home] for home in homes], worths, places, firsts, rows)

    def worth(self, benefit: str, entity: Entity) -> list[int | None]:
        """What a right is worth of every household, or of every member of every household."""
        found = self.worths.of[benefit]
        return [found[at] for at in (self.places if entity is Entity.HOUSEHOLD else self.rows)]

    def worth_to(self, benefit: str, home: int, who: int) -> int | None:
        """What a right is worth to somebody of a household."""
        place = self.places[home]
        return self.worths.of[benefit][place if who == HOUSEHOLD else self.firsts[place] + who]


@dataclass(frozen=True, slots=True)
class Side:
    """An engine for households on one side of a change, over a condition of each watch that has one
    there, and the benefits that they look at.

    `rests_on` are the facts that a condition looks at, None where an open figure plays a part.
    """

    engine: Engine
    rests_on: Mapping[str, frozenset[str] | None]

    @classmethod
    def of(cls, program: Program, watches: Sequence[Watch], part: str, engine: str) -> Self:
        """That of a program. Raises EngineMissing."""
        asked = [
            Asked(part_step(each.id, part), each.entity, formula, each.label)
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
        return cls(maker(made, Reference(made)), rests_on)

    @property
    def paid(self) -> Mapping[str, Entity]:
        """The benefits that watches look at, and who is paid them."""
        benefits = self.engine.program.benefits
        return {each.id: each.payee for each in benefits if each.id not in self.rests_on}

    def said(
        self, watch: Watch, part: str, decided: Decided, home: int, who: int
    ) -> tuple[bool | None, bool]:
        """Whether a condition of a watch holds of somebody, and whether that is what whoever
        evaluates it by itself comes to: an engine that tries what is unknown may be surer.
        """
        step = part_step(watch.id, part)
        found = decided.worth_to(step, home, who)
        if found is None:
            return None, True
        facts = self.rests_on[step]
        sure = facts is not None and decided.cases[home].unknown.isdisjoint(facts)
        return (True if found else False if sure else None), sure

    def rights(self, decided: Decided, home: int, month: Month) -> Rights:
        """The rights of a household that watches look at, as they are paid."""
        case, decision = decided.cases[home], decided.worths.decision(decided.places[home])
        paid = started(self.engine.program, case, month, decision).dues
        return {
            (each.benefit.id, each.payee): each
            for each in paid
            if each.benefit.id not in self.rests_on
        }


@dataclass(frozen=True, slots=True)
class Sifted:
    """A household around a change: the watches that may speak of it, in their order, and the rights
    that they look at, before and after; where none of them looks at a right these are not told.

    `told` has of the watches of which that is found out already of whom they speak, and whether
    their conditions are known to hold; the others must be asked.
    """

    watches: tuple[Watch, ...]
    before: Rights
    after: Rights
    told: Mapping[str, Mapping[int, bool]]


@dataclass(frozen=True, slots=True)
class Sieve:
    """Watches, compiled for many households before a change and after it."""

    watches: tuple[Watch, ...]
    before: Side
    after: Side

    @classmethod
    def of(
        cls, watches: Sequence[Watch], programs: tuple[Program, Program], engines: tuple[str, str]
    ) -> Self:
        """Those for the programs of the two sides, each by its engine. Raises EngineMissing."""
        before, after = (
            Side.of(program, watches, part, engine)
            for program, part, engine in zip(programs, (_WAS, _WHEN), engines, strict=True)
        )
        return cls(tuple(watches), before, after)

    def sifted(
        self, before: Sequence[Case], after: Sequence[Case], wanted: Sequence[Wanted]
    ) -> Iterator[list[Sifted]]:
        """What is left of households, month by month those that are wanted. Each has the same
        people in the same places on both sides.
        """
        sides = (
            Decided.of(side.engine, cases, [(months[at], homes) for months, homes in wanted])
            for at, (side, cases) in enumerate(((self.before, before), (self.after, after)))
        )
        for (months, _), *decided in zip(wanted, *sides, strict=True):
            yield [*self._of_months((decided[0], decided[1]), months)]

    def _of_months(
        self, decided: tuple[Decided, Decided], months: tuple[Month, Month]
    ) -> Iterator[Sifted]:
        """What is left of the households of one month."""
        turned = self._turned(decided)
        for home, cases in enumerate(zip(*(each.cases for each in decided), strict=True)):
            rights: tuple[Rights, Rights] | None = None
            before, after = cases
            if self._is_plain((before, after), months):
                asked = [each for each in self.watches if not each.turns or home in turned[each.id]]
            else:  # a right waits for its day: what is worth something may not be paid
                rights = self._rights(decided, home, months)
                ways = [*turned_rights(before, rights[0], after, rights[1])]
                asked = [each for each in self.watches if is_asked(each, ways)]
            watches: list[Watch] = []
            told: dict[str, Mapping[int, bool]] = {}
            for each in asked:
                people = after.payees(each.entity)
                said = [self._said(each, decided, home, who) for who in people]
                speaking = [speaks(each, one) for one, _ in said]
                if any(speaking):
                    watches.append(each)
                if all(sure for _, sure in said):
                    some = zip(people, said, speaking, strict=True)
                    told[each.id] = {who: None not in one for who, (one, _), may in some if may}
            if any(each.turns for each in watches):
                rights = rights or self._rights(decided, home, months)
                yield Sifted(tuple(watches), *rights, told)
            else:
                yield Sifted(tuple(watches), {}, {}, told)

    def _turned(self, decided: tuple[Decided, Decided]) -> Mapping[str, Set[int]]:
        """The households in which a right turned in one of the ways of a watch, by the watch."""
        one, other = decided
        was, now = self.before.paid, self.after.paid
        homes = [home for home, each in enumerate(other.cases) for _ in each.members]
        ways: dict[tuple[str, Turn], set[int]] = {}
        for benefit in {**was, **now}:
            for entity in {each[benefit] for each in (was, now) if benefit in each}:
                worth = [
                    side.worth(benefit, entity) if paid.get(benefit) is entity else None
                    for side, paid in ((one, was), (other, now))
                ]
                nothing = [0] * len(homes if entity is Entity.MEMBER else other.cases)
                pairs = zip(worth[0] or nothing, worth[1] or nothing, strict=True)
                for row, (before, after) in enumerate(pairs):
                    if before != after and (turn := turn_from(before, after)) is not None:
                        home = homes[row] if entity is Entity.MEMBER else row
                        ways.setdefault((benefit, turn), set()).add(home)
        return {
            watch.id: {
                home
                for (benefit, turn), some in ways.items()
                if turn in watch.turns and (not watch.benefits or benefit in watch.benefits)
                for home in some
            }
            for watch in self.watches
        }

    def _is_plain(self, cases: tuple[Case, Case], months: tuple[Month, Month]) -> bool:
        """Whether no right of a household waits for a day on either side."""
        return all(
            all_begun(side.engine.program, case, month)
            for side, case, month in zip((self.before, self.after), cases, months, strict=True)
        )

    def _rights(
        self, decided: tuple[Decided, Decided], home: int, months: tuple[Month, Month]
    ) -> tuple[Rights, Rights]:
        """The rights of a household that watches look at, before and after."""
        one, other = decided
        return (self.before.rights(one, home, months[0]), self.after.rights(other, home, months[1]))

    def _said(
        self, watch: Watch, decided: tuple[Decided, Decided], home: int, who: int
    ) -> tuple[Sequence[bool | None], bool]:
        """What is said of the conditions of a watch of somebody, who has the same place on both
        sides, and whether whoever evaluates them comes to the same.
        """
        said = [
            side.said(watch, part, each, home, who)
            for side, part, each in zip(
                (self.before, self.after), (_WAS, _WHEN), decided, strict=True
            )
            if _condition(watch, part) is not None
        ]
        return [each for each, _ in said], all(sure for _, sure in said)


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
