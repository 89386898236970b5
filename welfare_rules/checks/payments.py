"""In which months a benefit is paid, who is paid of several that exclude one another, and what runs
on.

As the law is on each stretch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from welfare_rules.basics import interval
from welfare_rules.basics.days import LAST
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import Number, rounded
from welfare_rules.basics.text import Words, listed
from welfare_rules.checks.bounds import Bounds
from welfare_rules.checks.stretches import months, since
from welfare_rules.findings import Finding, Place, finding
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node, children
from welfare_rules.language.types import MONEY, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit
from welfare_rules.law.terms import PER_WORDS
from welfare_rules.law.values import plain
from welfare_rules.program.day import benefit_of_day, formula_of_day
from welfare_rules.program.exclusions import derived_formulas, named_amounts, rings

# --- months ---


def payments(law: Law) -> Iterable[Finding]:
    """A benefit that is not monthly and is due in every month, as far as its conditions tell, on
    the first stretch on which it is.
    """
    events = frozenset(fact.id for fact in law.facts if fact.event)
    for benefit in law.benefits:
        if {each.payable for each in (benefit, *benefit.amendments)} == {"monthly"}:
            continue
        nodes = [each.when.node for each in benefit.clauses if each.when is not None]
        days = months(law, nodes=nodes, benefits=[benefit])
        days = [day for day in days if benefit.lives(day, LAST)]
        for day in days:
            there = benefit_of_day(benefit, day)
            if there.per in ("month", "service") or _in_its_months(law, events, there, day):
                continue
            stated = [benefit, *(each for each in benefit.amendments if each.group == "payable")]
            said = next(each for each in stated if each.payable == there.payable)
            yield finding(
                "WR344",
                said.origin.place("payable"),
                name=benefit.label.both(benefit.id),
                per=PER_WORDS[there.per],
                since=since(day, days[0]),
            )
            break


def _in_its_months(law: Law, events: Collection[str], benefit: Benefit, day: int) -> bool:
    """Whether a requirement, or else each row, says in which months a benefit is due."""
    conditions = [
        (each.kind, _names_month(law, events, each.when.node, day))
        for each in benefit.clauses
        if each.kind in ("require", "row") and each.when is not None
    ]
    rows = [named for kind, named in conditions if kind == "row"]
    return any(named for kind, named in conditions if kind == "require") or (
        bool(rows) and all(rows)
    )


def _names_month(law: Law, events: Collection[str], condition: Node, day: int) -> bool:
    """Whether a condition, with the derived values that it rests on, looks at the month itself.

    It counts calendar months, looks at both ends of the month or at a fact that is an event. Ages
    alone do not name a month. A condition that nobody has found yet may name one.
    """
    seen: set[str] = set()
    clocks: set[str] = set()
    waiting = [condition]
    while waiting:
        for each in _outside_ages(waiting.pop()):
            match each:
                case n.CalendarMonths():
                    return True
                case n.FactRef() if each.id in events:
                    return True
                case n.FigureRef() if (
                    each.type.kind is Kind.BOOL and law.figures[each.id].version(day, LAST) is None
                ):
                    return True
                case n.Clock():
                    clocks.add(each.which)
                case n.DerivedRef() if each.id in law.derived and each.id not in seen:
                    seen.add(each.id)
                    version = formula_of_day(law.derived[each.id], day, LAST)
                    waiting.extend(() if version is None else (version.formula.node,))
                case _:
                    pass
    return len(clocks) > 1


def _outside_ages(node: Node) -> Iterable[Node]:
    """A formula part by part, but for what counts years."""
    if isinstance(node, n.Years):
        return
    yield node
    for part in children(node):
        yield from _outside_ages(part)


# --- exclusions ---


def circles_of_exclusions(law: Law) -> Iterable[Finding]:
    """Benefits that give way to one another so that no rule of the law says who of them is paid, on
    some stretch.

    Where each keeps the higher for one payee that is said: the highest, of equal ones the first.
    """
    excluding = [
        each for each in law.benefits if any(one.kind == "exclude" for one in each.clauses)
    ]
    ever = derived_formulas(law)
    edges = {
        each.id: [
            name
            for clause in each.clauses
            if clause.kind == "exclude" and clause.when is not None
            for name in named_amounts(clause.when.node, ever)
        ]
        for each in excluding
    }
    around = {name for ring in rings(edges) for name in ring}
    if not around:
        return
    of_rings = [each for each in excluding if each.id in around]
    nodes = [
        clause.when.node
        for each in of_rings
        for clause in each.clauses
        if clause.kind == "exclude" and clause.when is not None
    ]
    said: set[Place] = set()
    for day in months(law, nodes=nodes, benefits=of_rings):
        there = [benefit_of_day(each, day) for each in of_rings if each.lives(day, LAST)]
        for found in _rings_of_day(law, there, day):
            if found.place not in said:
                said.add(found.place)
                yield found


def _rings_of_day(law: Law, there: Sequence[Benefit], day: int) -> Iterable[Finding]:
    """The rings of a day of which nothing says who is paid."""
    found = {key: formula_of_day(each, day, LAST) for key, each in law.derived.items()}
    formulas = {key: [each.formula.node] for key, each in found.items() if each is not None}
    benefits = {each.id: each for each in there}
    against = {
        each.id: [
            (clause, named_amounts(clause.when.node, formulas))
            for clause in each.clauses
            if clause.kind == "exclude" and clause.when is not None
        ]
        for each in benefits.values()
    }
    edges = {key: [one for _, names in held for one in names] for key, held in against.items()}
    for ring in rings(edges):
        of_ring = [
            clause for each in ring for clause, names in against[each] if not names.isdisjoint(ring)
        ]
        labels = listed(benefits[each].label.both(each) for each in ring)
        if len({benefits[each].payee for each in ring}) > 1:
            why = Words("对象不同，可能谁也不发", "for different payees perhaps nobody is paid")
        elif not all(each.keep_higher for each in of_ring):
            why = Words(
                "都让给对方时，发给应发额最高的一项，相等的发给排在前面的一项",
                "where all would give way the highest is paid, of equal ones the first",
            )
        else:
            continue
        place = of_ring[0].origin.place("keep")
        yield finding("WR345", place, names=labels, why=why)


# --- what runs on ---


def carried(law: Law) -> Iterable[Finding]:
    """An amount that runs on as a fact whose range it may leave: after such a month the fact is
    unknown.

    Any amount may come to nothing. Where nothing bounds it from above nothing is said.
    """
    bounds = Bounds(law)
    facts = {(fact.entity, fact.id): fact for fact in law.facts}
    for carry in law.carries:
        benefit = law.benefit(carry.benefit)
        fact = facts[benefit.payee, carry.fact]
        most = _most(bounds, benefit)
        beyond = 0 if fact.apart(0) else most if most is not None and fact.apart(most) else None
        if beyond is not None:
            yield finding(
                "WR350",
                carry.origin.place("fact"),
                name=benefit.label.both(benefit.id),
                got=plain(MONEY, beyond),
                fact=fact.label.both(fact.id),
                low=plain(MONEY, fact.low),
                high=plain(MONEY, fact.high),
            )


def _most(bounds: Bounds, benefit: Benefit) -> Number | None:
    """The most that a benefit may ever come to, in any version; None where nothing bounds it."""
    if any(each.kind == "supplement" for each in benefit.clauses):
        return None  # as many as there are members
    stated = [benefit, *benefit.amendments]
    whole = [bounds.of(each.amount.node) for each in stated if each.amount is not None]
    bases = [one for each in stated for one in (each.base, each.share_of) if one is not None]
    base = interval.hull(bounds.of(each.node) for each in bases)
    rows: list[Interval] = []
    for each in benefit.clauses:
        if each.kind in ("row", "step") and each.value is not None:
            value = bounds.of(each.value.node)
            rows.append(interval.multiply(base, value) if each.is_share else value)
    total: Interval = interval.exact(0)
    for each in rows:
        total = interval.add(total, interval.greatest([interval.exact(0), each]))
    summed = any(each.hit == "sum" for each in stated)
    high = interval.hull([interval.exact(0), *whole, *([total] if summed else rows)])[1]
    steps = [each.rounding for each in stated if each.rounding is not None]
    if high is None:
        return None
    return max(rounded(high, each.step, each.direction) for each in steps) if steps else high
