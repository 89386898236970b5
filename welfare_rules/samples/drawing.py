"""Draws households for the rules of a month from one small decision: a number below another.

0 is always the plainest choice, so a search that makes numbers smaller makes households plainer.
Values stand on the lines of the program and beside them; one fact of money is often moved to where
the whole household comes to a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from welfare_rules.basics.days import Month, shift, year_of
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.history.unknown import unknown_at
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.receipts.canonical_case import written_case
from welfare_rules.rules import Rules
from welfare_rules.samples.lines import Line, Solver, marks
from welfare_rules.samples.plain import Plain, value_at

Pick = Callable[[int], int]
"""A number from 0 to below another; 0 is the plainest."""
T = TypeVar("T")
FEW = 12  # so many whole numbers are drawn like the values of a closed list
AGES = (1, 5, 10, 25, 45, 65, 75, 85)
BELONGING = "relation"  # one member of a household is the first of this list


def one(pick: Pick, options: Sequence[T]) -> T:
    """One of the options."""
    return options[pick(len(options))]


@dataclass(frozen=True, slots=True, eq=False)
class Drawer:
    """Draws households by the rules of a month; made once for many.

    >>> import random
    >>> import welfare_rules as wr
    >>> drawer = Drawer.of(wr.load("cn/model").at("2024-03"))
    >>> drawer.written(drawer.household(random.Random(1).randrange))["id"]
    'h1'
    """

    rules: Rules
    plain: Plain
    solver: Solver
    values: Mapping[int, tuple[int, ...]]
    flags: Mapping[Entity, tuple[Fact, ...]]
    lists: Mapping[Entity, tuple[Fact, ...]]
    numbers: Mapping[Entity, tuple[Fact, ...]]
    aims: tuple[Line, ...]

    @classmethod
    def of(cls, rules: Rules) -> Self:
        plain, solver = Plain.of(rules), Solver(rules)
        found = marks(solver, plain.case(2))
        facts = rules.program.facts

        def some(wanted: Callable[[Fact], bool]) -> Mapping[Entity, tuple[Fact, ...]]:
            return {
                entity: tuple(each for each in facts if each.entity is entity and wanted(each))
                for entity in (Entity.HOUSEHOLD, Entity.MEMBER)
            }

        sums = _sums(rules)
        money = {fact.column for fact in facts if fact.type.kind is Kind.MONEY}
        return cls(
            rules,
            plain,
            solver,
            {
                fact.column: _values(fact, found.get(fact.column, ()), sums, rules.month)
                for fact in facts
                if fact.type.kind in (Kind.MONEY, Kind.INT, Kind.DATE)
            },
            some(lambda fact: fact.type.kind is Kind.BOOL),
            some(lambda fact: fact.type.kind is Kind.CHOICE or _few(fact)),
            some(
                lambda fact: fact.type.kind in (Kind.MONEY, Kind.INT, Kind.DATE) and not _few(fact)
            ),
            tuple(each for each in solver.lines if each.facts & money),
        )

    def household(self, pick: Pick, members: tuple[int, int] = (1, 6), unknown: int = 0) -> Case:
        """A household of so many members, of which at most so many facts are unknown."""
        low, high = members
        count = low + pick(high - low + 1)
        special: dict[Place, int] = {}
        self._special(pick, HOUSEHOLD, Entity.HOUSEHOLD, special)
        for place in range(count):
            self._special(pick, place, Entity.MEMBER, special)
        case = self._receiving(pick, self.plain.case(count, special))
        for _ in range(pick(3)):
            case = self._aimed(pick, case)
        return case if unknown == 0 else self._with_gaps(pick, case, unknown)

    def written(self, case: Case) -> dict[str, Any]:
        """The household as case files write it, with what is unknown said to be so."""
        law = self.rules.program.law
        made = written_case(law, case)
        for payee, column in sorted(case.said_unknown):
            row = made if payee == HOUSEHOLD else made["members"][payee]
            row[law.facts[column].id] = dict(SAID_UNKNOWN)
        return made

    # --- facts ---

    def special(self, pick: Pick, payee: int) -> dict[Place, int]:
        """What is special of the household, or of a member, drawn anew."""
        made: dict[Place, int] = {}
        self._special(pick, payee, _entity(payee), made)
        return made

    def _special(self, pick: Pick, payee: int, entity: Entity, special: dict[Place, int]) -> None:
        """What is special of the household or of a member."""
        flags = [each for each in self.flags[entity] if each.presumed is None]
        bits = pick(1 << len(flags)) if flags else 0
        for place, fact in enumerate(flags):
            special[payee, fact.column] = bits >> place & 1
        for fact in self.lists[entity]:
            special[payee, fact.column] = self._listed(pick, fact, payee)
        numbers = self.numbers[entity]
        seldom = [each for each in self.flags[entity] if each.presumed is not None]
        chosen = [*numbers, *seldom, *self._codes(entity)]
        for _ in range(pick(6) if chosen else 0):
            fact = one(pick, chosen)
            special[payee, fact.column] = self._value(pick, fact)
        self._agree(payee, entity, special)

    def _listed(self, pick: Pick, fact: Fact, payee: int) -> int:
        """A value of a short list: the plain one as often as all others together, and much more
        often where it is what would be presumed.
        """
        plain = value_at(self.plain.case(1), (min(payee, 0), fact.column))
        low, high = int(fact.low), int(fact.high)
        values = [each for each in range(low, high + 1) if each != plain]
        if fact.id == BELONGING:
            return low if payee == 0 or not values else one(pick, values)
        turn = pick(len(values) * (2 if fact.presumed is None else 10) + 1)
        return values[turn - 1] if 0 < turn <= len(values) else int(plain or 0)

    def _codes(self, entity: Entity) -> Iterable[Fact]:
        return (
            fact
            for fact in self.rules.program.facts
            if fact.entity is entity and fact.type.kind is Kind.CODE
        )

    def _value(self, pick: Pick, fact: Fact) -> int:
        if fact.type.kind is Kind.BOOL:
            return 1 - int(fact.presumed or 0)
        if fact.type.kind is Kind.CODE:
            home = self.rules.program.law.division or int(fact.low)
            return one(pick, (home, home - 1 if home > fact.low else home + 1))
        return one(pick, self.values[fact.column])

    def _agree(self, payee: int, entity: Entity, special: dict[Place, int]) -> None:
        """Moves dates that would contradict one another, or that nobody can know yet."""
        rows = {fact.id: fact for fact in self.rules.program.facts if fact.entity is entity}
        for fact in rows.values():
            value = special.get((payee, fact.column))
            if value is None or value == fact.presumed:
                continue
            if fact.past:
                value = min(value, self.rules.month.last)
            if fact.not_before in rows:
                other = rows[fact.not_before].column
                start = special.get((payee, other), self.plain.member[other])
                value = max(value, start or value)
            special[payee, fact.column] = value

    def _receiving(self, pick: Pick, case: Case) -> Case:
        """Seldom somebody is recorded as being paid one of the benefits."""
        column = self.rules.program.receiving
        if column is None or pick(12) < 11:
            return case
        payee = pick(len(case.members))
        paid = frozenset({one(pick, [each.id for each in self.rules.program.benefits])})
        receiving = (*case.receiving[:payee], paid, *case.receiving[payee + 1 :])
        presumed = case.presumed - {(payee, column)}
        return replace(case, receiving=receiving, presumed=presumed)

    # --- lines ---

    def _aimed(self, pick: Pick, case: Case) -> Case:
        """The household with one fact of money moved onto a line, or one fen beside it."""
        if not self.aims:
            return case
        line = one(pick, self.aims)
        payee = HOUSEHOLD if line.entity is Entity.HOUSEHOLD else pick(len(case.members))
        place = one(pick, self.solver.places(line, case, payee))
        found = self.solver.turns(line, case, payee, place)
        return case.but({place: one(pick, found)}) if found else case

    # --- what is not known ---

    def _with_gaps(self, pick: Pick, case: Case, unknown: int) -> Case:
        """The household with some facts unknown, those that rules name among them most often."""
        gone: list[Place] = []
        for _ in range(pick(unknown + 1)):
            payee = pick(len(case.members) + 1) - 1
            columns = [
                column
                for column in self.plain.columns(_entity(payee))
                if column != self.rules.program.receiving
            ]
            if columns:
                gone.append((payee, one(pick, columns)))
        return unknown_at(self.rules.program.law, case, gone)


def _entity(payee: int) -> Entity:
    return Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER


def _few(fact: Fact) -> bool:
    return fact.type.kind is Kind.INT and fact.high - fact.low < FEW


def _sums(rules: Rules) -> tuple[int, ...]:
    """Amounts of the size of the law's own: its figures of money, halves and doubles of them."""
    found = {
        int(each.value)
        for each in rules.program.figures.values()
        if each.figure.type.kind is Kind.MONEY and each.value is not None
    }
    return tuple(sorted({part for each in found for part in (each // 2, each, each * 2)}))


def _values(
    fact: Fact, on_lines: Sequence[int], sums: Sequence[int], month: Month
) -> tuple[int, ...]:
    """What a fact is drawn from: what is on its lines and beside them, and ordinary values."""
    low, high = fact.kept(fact.low), fact.kept(fact.high)
    ordinary: list[int] = []
    match fact.type.kind:
        case Kind.DATE:
            first = month.first
            ordinary = [first, shift(first, -1), month.last]
            if fact.past:
                ordinary += [shift(Month.of(year_of(first) - years, 6).first, 14) for years in AGES]
        case Kind.INT:
            ordinary = [low, low + 1, high]
        case _:
            ordinary = [fact.kept(each) for each in (1, 100, 12050, *sums)]
            if fact.flow:  # yearly totals that no month comes to
                ordinary += [1, 2000500]
    return tuple(dict.fromkeys(each for each in (*ordinary, *on_lines) if low <= each <= high)) or (
        low,
    )


def members_allowed(members: tuple[int, int]) -> tuple[int, int]:
    """The bounds of a number of members. Raises ValueError where no household has so many.

    >>> members_allowed((2, 1))
    Traceback (most recent call last):
    ValueError: members must be two numbers from 1 to 200, the lower first: (2, 1)
    """
    low, high = members
    if not 1 <= low <= high <= MOST_MEMBERS:
        text = f"members must be two numbers from 1 to {MOST_MEMBERS}, the lower first"
        raise ValueError(f"{text}: {members}")
    return low, high
