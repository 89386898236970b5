"""One promise of the rules of a month, tried with a household in all the ways it speaks of.

What a household is compared with is worked out from the promise: each income of each member a fen,
a yuan, a hundred and a thousand yuan more, each need that may come, each fact that no rule names.
The same household is always compared with the same others.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Self

from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.history.unknown import unknown_at
from welfare_rules.language.nodes import Add, FactRef, Greatest, If, Least, Node, Rounded, Sub
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact, Promise
from welfare_rules.law.values import plain
from welfare_rules.program.case import HOUSEHOLD, Case, Place
from welfare_rules.program.transition import figure_in_force
from welfare_rules.promises.kept import ALONE, failing, seen_by
from welfare_rules.promises.others import YUAN, Other, added, in_order, with_higher, written_change
from welfare_rules.rules import Rules
from welfare_rules.samples.lines import Columns, Solver, marks
from welfare_rules.samples.plain import Plain, value_at
from welfare_rules.samples.plainer import simplest
from welfare_rules.seen import Seen

RISES = (1, YUAN, 100 * YUAN, 1000 * YUAN)  # fen
GAPS = 8  # facts of which a household is deprived, to see whether bounds hold


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that a household breaks: the change that shows it, and what is said then.

    `case` and `other` are in exact numbers; `other` is the case itself where one household shows
    it, and `change` is empty then.
    """

    promise: Promise
    case: Case
    other: Case
    change: Mapping[str, Any]
    said: Words


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """A promise of the rules of a month, made ready for many households.

    >>> import welfare_rules as wr
    >>> from welfare_rules.program.day import promises_of_day
    >>> rules = wr.load("cn/model").at("2024-03")
    >>> made = promises_of_day(rules.program.law, rules.month.first, rules.known)
    >>> promise = next(each for each in made if each.id == "dibao-falls-with-income")
    >>> case = rules.read({"id": "h1", "members": [{"id": "p1", "relation": "head"}]})
    >>> Examined.of(rules, promise).broken(case) is None
    True
    """

    rules: Rules
    promise: Promise
    incomes: tuple[Fact, ...]  # the facts of members that become more
    unnamed: tuple[Fact, ...]  # those that no rule of its benefits names
    named: tuple[Fact, ...]
    higher: tuple[Other, ...]  # the rules with a figure raised; its case is of no account
    people: tuple[tuple[tuple[int | None, ...], frozenset[int]], ...]  # members that may be added
    solver: Solver

    @classmethod
    def of(cls, rules: Rules, promise: Promise) -> Self:
        facts = rules.program.facts
        named, solver = _named(rules, promise), Solver(rules)
        return cls(
            rules,
            promise,
            _incomes(rules, promise),
            tuple(each for each in facts if each.column not in named),
            tuple(each for each in facts if each.column in named),
            tuple(_higher(rules, promise)),
            tuple(_people(rules, promise, solver)),
            solver,
        )

    def broken(self, case: Case) -> Broken | None:
        """How the household breaks the promise; None where it keeps it in every way tried."""
        for each in self._at_cliffs(case) if self.promise.about == "no cliff" else (case,):
            found = self._broken(each)
            if found is not None:
                return found
        return None

    def plainest(self, broken: Broken) -> Broken:
        """How a simpler household breaks the promise too; always the same one for a household."""
        return simplest(self.rules, broken.case, self.broken) or broken

    def _broken(self, case: Case) -> Broken | None:
        before = seen_by(self.promise, self.rules, case)
        if self.promise.about in ALONE:
            said = failing(self.promise, before)
            return None if said is None else Broken(self.promise, case, case, {}, said)
        for other in self.others(before):
            said = failing(self.promise, before, other)
            if said is not None:
                return Broken(self.promise, case, other.case, other.change, said)
        return None

    def _at_cliffs(self, case: Case) -> Iterator[Case]:
        """The household, and the same with one income just below where something turns with it.

        Which member's and which income rests on the household alone.
        """
        yield case
        if not self.incomes or not case.members:
            return
        chosen = _chance(case)
        payee, fact = chosen.randrange(len(case.members)), chosen.choice(self.incomes)
        place = payee, fact.column
        value = value_at(case, place)
        tried = {value}
        for line in self.solver.lines:
            if fact.column not in line.facts:
                continue
            whom = HOUSEHOLD if line.entity is Entity.HOUSEHOLD else payee
            for turn in self.solver.turns(line, case, whom, place)[:2]:
                if turn not in tried:
                    tried.add(turn)
                    yield case.but({place: turn})

    # --- what it is compared with ---

    def others(self, before: Seen) -> Iterator[Other]:
        """All that a household is compared with."""
        match self.promise.about:
            case "more income":
                yield from self._more_income(before, RISES)
            case "no cliff":
                yield from self._more_income(before, (YUAN,))
            case "more need":
                yield from self._needs(before)
            case "higher figure":
                for each in self.higher:
                    yield Other(each.rules, before.case, each.change)
            case "order":
                yield from self._orders(before.case)
            case "unnamed facts":
                yield from self._unnamed(before.case)
            case _:
                yield from self._gaps(before.case)

    def _with(self, case: Case, special: Mapping[Place, int]) -> Other:
        change = written_change(self.rules, case, special)
        return Other(self.rules, case.but(special), change, tuple(range(len(case.members))))

    def _whose(self, before: Seen) -> Iterator[int]:
        """The members of whom the promise speaks."""
        who = self.promise.who
        for payee in range(len(before.case.members)):
            if who is None or before.value(who, payee) == 1:
                yield payee

    def _more_income(self, before: Seen, rises: Sequence[int]) -> Iterator[Other]:
        for payee in self._whose(before):
            for fact in self.incomes:
                place = payee, fact.column
                value = value_at(before.case, place)
                for rise in rises:
                    more = fact.kept(rise)
                    if value is not None and value + more <= fact.kept(fact.high):
                        yield self._with(before.case, {place: value + more})

    def _needs(self, before: Seen) -> Iterator[Other]:
        if self.promise.adds is not None:
            for row, presumed in self.people:
                case = added(before.case, row, presumed)
                payee = len(case.members) - 1
                who, after = self.promise.who, seen_by(self.promise, self.rules, case)
                if who is None or after.value(who, payee) == 1:
                    yield Other(self.rules, case, self._written(case, payee))
            return
        columns = {(each.id, each.entity): each for each in self.rules.program.facts}
        sets = self.promise.sets
        of_household = all((name, Entity.HOUSEHOLD) in columns for name, _ in sets)
        of_members = all((name, Entity.MEMBER) in columns for name, _ in sets)
        payees = self._whose(before) if of_members else iter([HOUSEHOLD] if of_household else [])
        for payee in payees:
            entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
            special: dict[Place, int] = {}
            for name, value in sets:
                fact = columns[name, entity]
                special[payee, fact.column] = fact.kept(value)
            if any(value_at(before.case, place) != value for place, value in special.items()):
                yield self._with(before.case, special)

    def _written(self, case: Case, payee: int) -> Mapping[str, Any]:
        """A member that is added, as a change writes him or her."""
        special = {
            (payee, fact.column): value
            for fact in self.rules.program.facts
            if (value := case.members[payee][fact.column]) is not None
            and fact.entity is Entity.MEMBER
            and fact.type.kind is not Kind.BENEFITS
            and (payee, fact.column) not in case.presumed
        }
        made = written_change(self.rules, case, special)
        facts = {path.rpartition(".")[2]: value for path, value in made.items()}
        return {f"members[{case.member_ids[payee]}]": facts}

    def _orders(self, case: Case) -> Iterator[Other]:
        """The members the other way round; and by other ids, whose order is another too."""
        count = len(case.members)
        back = tuple(reversed(range(count)))
        ids = {name: name for name in case.member_ids}
        if count > 1:
            yield Other(self.rules, in_order(case, back, ids), {"members": "↺"}, back)
        turned = dict(
            zip(case.member_ids, [f"m{count - each}" for each in range(count)], strict=True)
        )
        same = tuple(range(count))
        yield Other(self.rules, in_order(case, same, turned), {"members": [*turned.values()]}, same)

    def _unnamed(self, case: Case) -> Iterator[Other]:
        """The household with every fact that no rule names at its lowest, then at its highest; and
        where that makes a difference one fact after the other, to tell which of them does.
        """
        ends: list[dict[Place, int]] = []
        for end in ("low", "high"):
            special: dict[Place, int] = {}
            for fact in self.unnamed:
                household = fact.entity is Entity.HOUSEHOLD
                for payee in [HOUSEHOLD] if household else range(len(case.members)):
                    special[payee, fact.column] = fact.kept(getattr(fact, end))
            ends.append(special)
        before = seen_by(self.promise, self.rules, case)
        for special in ends:
            if failing(self.promise, before, self._with(case, special)) is not None:
                for place, value in special.items():
                    yield self._with(case, {place: value})
                yield self._with(case, special)

    def _gaps(self, case: Case) -> Iterator[Other]:
        """The household with some of its facts unknown, one at a time and all of them together;
        which ones rests on the household alone.
        """
        every = [
            (payee, fact.column)
            for fact in self.named
            if fact.type.kind is not Kind.BENEFITS
            for payee in (
                [HOUSEHOLD] if fact.entity is Entity.HOUSEHOLD else range(len(case.members))
            )
        ]
        some = _chance(case).sample(every, min(GAPS, len(every)))
        for gone in (*([each] for each in some), some[:3]):
            less = unknown_at(self.rules.program.law, case, gone)
            paths = {
                case.path(payee, self.rules.program.facts[column].id): {"unknown": True}
                for payee, column in gone
            }
            yield Other(self.rules, less, paths)


def _chance(case: Case) -> Random:
    """Chance that rests on the household alone, so that it is always tried in the same ways."""
    return Random(zlib.crc32(repr((case.household, case.members)).encode()))


def _incomes(rules: Rules, promise: Promise) -> tuple[Fact, ...]:
    """The facts of members that become more: those named, or those that incomes add up."""
    names = set(promise.facts)
    if not names:
        for each in rules.program.law.incomes:
            names |= set(_rising(each.value.node))
    return tuple(
        fact
        for fact in rules.program.facts
        if fact.id in names and fact.entity is Entity.MEMBER and fact.type.kind is Kind.MONEY
    )


def _rising(node: Node) -> Iterator[str]:
    """The facts with which a formula rises, as far as its plain parts show it."""
    match node:
        case FactRef(id=name):
            yield name
        case Add(left=left, right=right):
            yield from _rising(left)
            yield from _rising(right)
        case Sub(left=left):
            yield from _rising(left)
        case Greatest(parts=parts) | Least(parts=parts):
            for each in parts:
                yield from _rising(each)
        case If(yes=yes, no=no):
            yield from _rising(yes)
            yield from _rising(no)
        case Rounded(part=part):
            yield from _rising(part)
        case _:
            pass


def _named(rules: Rules, promise: Promise) -> frozenset[int]:
    """The columns of the facts on which its benefits rest: by their formulas, by what they are
    ignored for, and by the days from which rights start.
    """
    program, columns = rules.program, Columns.of(rules.program)
    found: set[int] = set(program.starting.values())
    found |= {each.column for each in program.facts if each.type.kind is Kind.BENEFITS}
    for benefit in program.benefits:
        if not promise.benefits or benefit.id in promise.benefits:
            for step in (benefit.entitled, benefit.net):
                found |= columns.by_step[step]
    if not promise.benefits:
        for circle in program.circles:
            found |= columns.by_step[circle.step]
    by_fact = columns.by_fact
    for fact in program.facts:
        if fact.column in found and fact.ignored_when is not None:
            found.add(by_fact[fact.ignored_when[0], fact.entity])
    return frozenset(found)


def _higher(rules: Rules, promise: Promise) -> Iterator[Other]:
    """The rules with each figure of the promise raised a little and much."""
    case = Plain.of(rules).case(1)
    for name in promise.figures:
        program = rules.program
        figure = program.law.figures[name]
        value = figure_in_force(program.law, name, rules.month.first, rules.known).value
        if value is None:
            continue
        rises: Sequence[Number] = RISES if figure.type.kind is Kind.MONEY else (1,)
        for rise in rises:
            higher = plain(figure.type, value + rise)
            written = higher if figure.type.kind in (Kind.MONEY, Kind.RATE) else int(higher)
            yield Other(with_higher(rules, {name: written}), case, {name: higher})


def _people(
    rules: Rules, promise: Promise, solver: Solver
) -> Iterator[tuple[tuple[int | None, ...], frozenset[int]]]:
    """Members that may be added: plain but for what the promise says of them, born on each day at
    which something turns, and here and there with one flag set.
    """
    if promise.adds is None:
        return
    own = {fact.id: fact for fact in rules.program.facts if fact.entity is Entity.MEMBER}
    base = {own[name].column: own[name].kept(value) for name, value in promise.adds}
    plain_case = Plain.of(rules).case(2)
    turning = marks(solver, plain_case)
    births = [
        (fact.column, value)
        for fact in own.values()
        if fact.past and fact.column not in base
        for value in turning.get(fact.column, ())
        if value <= rules.month.last
    ]
    flags = {
        fact.column: 1
        for fact in own.values()
        if fact.type.kind is Kind.BOOL and fact.presumed is None and fact.column not in base
    }
    row = list(Plain.of(rules).member)
    for special in ({}, flags):
        for column, value in births or [(-1, 0)]:
            made = list(row)
            for place, each in (base | special | ({column: value} if column >= 0 else {})).items():
                made[place] = each
            presumed = frozenset(
                fact.column
                for fact in own.values()
                if fact.presumed is not None and made[fact.column] == fact.kept(fact.presumed)
            )
            yield tuple(made), presumed
