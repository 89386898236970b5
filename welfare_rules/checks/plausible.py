"""What no law is likely to say.

Slips of the pen that are well-formed all the same. Each is a warning, at the word that looks wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from welfare_rules.basics.days import FIRST, LAST, day_text, shift, year_of
from welfare_rules.basics.interval import compare, exact
from welfare_rules.basics.numbers import Number, percent_text
from welfare_rules.basics.text import Words, listed
from welfare_rules.checks.bounds import Bounds
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Compare, Const, FactRef, In, Node, children, walk
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Law, Recovery
from welfare_rules.law.terms import PER_WORDS
from welfare_rules.law.values import plain
from welfare_rules.program.exclusions import named_amounts, rings
from welfare_rules.program.lowering import every_step
from welfare_rules.program.program import clause_step

_COUNTED = frozenset({Kind.MONEY, Kind.INT, Kind.MONTHS})
HIGHEST_RATE = 10
"""A share of more than ten times the whole is no share."""
HIGHEST_PLAIN = 2
"""Laws say "1.5 times" and "twice"; a plain number beyond that wants its percent sign."""
MOST_YEARS_BEFORE, MOST_YEARS_LATER = 30, 10
"""An announcement lies at most so many years after and before the first day in force."""


def gaps(law: Law) -> Iterable[Finding]:
    """Days between two versions of a derived value on which it has no formula."""
    for derived in law.derived.values():
        versions = sorted(derived.versions, key=lambda each: each.period.first)
        end = versions[0].period.last if versions else LAST
        for other in versions[1:]:
            after, end = shift(end, 1), max(end, other.period.last)
            if after < other.period.first:
                first, last = day_text(after), day_text(shift(other.period.first, -1))
                yield finding(
                    "WR343",
                    other.formula.origin.place(),
                    name=derived.label.both(derived.id),
                    first=first,
                    last=last,
                )


def conditions(law: Law) -> Iterable[Finding]:
    """Comparisons of a fact with a number that it can never have."""
    bounds = Bounds(law)
    for formula in (each.formula for each in law.formulas()):
        for node in walk(formula.node):
            fact, never = _never(bounds, node)
            if fact is None or not never or fact.type.kind not in _COUNTED:
                continue
            low, high = (
                "…" if each is None else plain(fact.type, each) for each in bounds.of(fact)
            )
            label = next(
                (each.label for each in law.facts if each.id == fact.id), Words(fact.id, fact.id)
            )
            place = formula.origin.source.place_inside(formula.origin.path, node.at[0])
            yield finding("WR342", place, name=label.both(fact.id), low=low, high=high)


def _never(bounds: Bounds, node: Node) -> tuple[FactRef | None, bool]:
    """The fact that a node compares with a number, and whether that can never hold."""
    match node:
        case Compare(left=FactRef() as fact, right=Const() as number):
            return fact, compare(node.op, bounds.of(fact), exact(number.value)) is False
        case Compare(left=Const() as number, right=FactRef() as fact):
            return fact, compare(node.op, exact(number.value), bounds.of(fact)) is False
        case In(item=FactRef() as fact):
            low, high = bounds.of(fact)
            return fact, any(
                (low is not None and each < low) or (high is not None and each > high)
                for each in node.values
            )
        case _:
            return None, False


def rates(law: Law) -> Iterable[Finding]:
    """Rates and shares that were meant to be percentages."""
    found: list[tuple[Number, Origin]] = []
    for figure in law.figures.values():
        if figure.type.kind is Kind.RATE:
            found += [
                (each.value, each.origin.child("value"))
                for each in figure.versions
                if each.value is not None
            ]
        found += [
            (each.share, each.origin.child("share"))
            for each in figure.versions
            if each.share is not None
        ]
    for benefit in law.benefits:
        for clause in benefit.clauses:
            if (
                clause.is_share
                and clause.value is not None
                and isinstance(clause.value.node, Const)
            ):
                found.append((clause.value.node.value, clause.value.origin))
    for value, origin in found:
        if abs(value) > (HIGHEST_RATE if _with_sign(origin) else HIGHEST_PLAIN):
            yield finding(
                "WR336",
                origin.place(),
                got=percent_text(Fraction(value)),
                want=f"{percent_text(Fraction(value) / 100)}",
            )


def _with_sign(origin: Origin) -> bool:
    """Whether a value is written with its percent sign.

    Then it is meant as it stands, within reason.
    """
    start, end = origin.source.spans.nearest(origin.path)
    return "%" in origin.source.text[start:end]


def days(law: Law, today: int) -> Iterable[Finding]:
    """Checks days of documents and versions: in the future, or too far from announcement."""
    for each in law.instruments:
        if each.issued > FIRST:
            yield from _days(each.origin, "issued", each.issued, "in_force", each.in_force, today)
        elif each.in_force > today:  # of which nobody says when it was issued
            yield from _days(each.origin, "in_force", today, "in_force", each.in_force, today)
    for figure in law.figures.values():
        for version in figure.versions:
            yield from _days(
                version.origin,
                "announced",
                version.period.announced,
                "from",
                version.period.first,
                today,
            )


def _days(
    origin: Origin, known_as: str, known: int, begun_as: str, begun: int, today: int
) -> Iterable[Finding]:
    if known > today:
        yield finding(
            "WR337",
            origin.place(known_as),
            got=day_text(known),
            why=Words("这一天还没有到，谁也无从知道", "it has not come yet, and nobody knows"),
        )
        return
    years = year_of(begun) - year_of(known)
    most = MOST_YEARS_LATER if years > 0 else MOST_YEARS_BEFORE
    if abs(years) > most:
        other = day_text(known)
        words = Words(
            f"与公布、印发日期 {other} 相隔超过 {most} 年",
            f"it is more than {most} years from {other}, when it was made known",
        )
        yield finding("WR337", origin.place(begun_as), got=day_text(begun), why=words)


def payments(law: Law) -> Iterable[Finding]:
    """A benefit that is not monthly and is due in every month, as far as its conditions tell."""
    steps: dict[str, list[Node]] = {}
    for name, node in every_step(law):
        steps.setdefault(name, []).append(node)
    events = frozenset(fact.id for fact in law.facts if fact.event)
    for benefit in law.benefits:
        if benefit.per in ("month", "service"):
            continue
        conditions = [each for each in benefit.clauses if each.kind in ("require", "row")]
        names = {
            each: _names_month(law, steps, events, clause_step(benefit.id, each.kind, each.id))
            for each in conditions
        }
        rows = [each for each in conditions if each.kind == "row"]
        required = any(names[each] for each in conditions if each.kind == "require")
        if not required and not (rows and all(names[each] for each in rows)):
            yield finding(
                "WR344",
                benefit.origin.place("payable"),
                name=benefit.label.both(benefit.id),
                per=PER_WORDS[benefit.per],
            )


def circles_of_exclusions(law: Law) -> Iterable[Finding]:
    """Benefits that give way to one another so that no rule of the law says who of them is paid.

    Where each keeps the higher for one payee that is said: the highest, of equal ones the first.
    """
    formulas: dict[str, list[Node]] = {}
    for name, node in every_step(law):
        formulas.setdefault(name, []).append(node)
    benefits = {each.id: each for each in law.benefits}
    against = {
        each.id: [
            (clause, named_amounts(clause.when.node, formulas))
            for clause in each.clauses
            if clause.kind == "exclude" and clause.when is not None
        ]
        for each in law.benefits
    }
    edges = {key: [one for _, names in found for one in names] for key, found in against.items()}
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
        yield finding("WR345", of_ring[0].origin.place("keep"), names=labels, why=why)


def _names_month(
    law: Law, steps: Mapping[str, list[Node]], events: frozenset[str], step: str
) -> bool:
    """Whether a condition, with the derived values that it rests on, looks at the month itself.

    It counts calendar months, looks at both ends of the month or at a fact that is an event. Ages
    alone do not name a month. A condition that nobody has found yet may name one.
    """
    seen: set[str] = set()
    clocks: set[str] = set()
    waiting = [step]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for node in steps.get(name, ()):
            for each in _outside_ages(node):
                match each:
                    case n.CalendarMonths():
                        return True
                    case n.FactRef() if each.id in events:
                        return True
                    case n.FigureRef() if (
                        each.type.kind is Kind.BOOL and not law.figures[each.id].versions
                    ):
                        return True
                    case n.Clock():
                        clocks.add(each.which)
                    case n.DerivedRef():
                        waiting.append(each.id)
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


def recoveries(law: Law) -> Iterable[Finding]:
    """Ways of recovery that never come into play.

    Nothing to withhold from, or an earlier one that always speaks first.
    """
    benefits = {each.id: each for each in law.benefits}
    for place, rule in enumerate(law.recoveries):
        recovered = {
            benefits[each].payee
            for each in rule.benefits or benefits
            if each in benefits and not benefits[each].service
        }
        for at, name in enumerate(rule.withhold):
            benefit = benefits.get(name)
            if benefit is None:
                continue
            label = benefit.label.both(name)
            if benefit.service:
                words = Words("它是服务，没有金额可扣", "it is a service and has no amount")
                yield finding("WR338", rule.origin.place("withhold", at), name=label, why=words)
            elif benefit.payee not in recovered:
                words = Words(
                    "多发的待遇都不是付给同一个人（家庭或成员）的",
                    "none of the benefits recovered is paid to "
                    "the same payee (household or member)",
                )
                yield finding("WR338", rule.origin.place("withhold", at), name=label, why=words)
        first = next((each for each in law.recoveries[:place] if _covers(each, rule)), None)
        if first is not None:
            yield finding("WR339", rule.origin.place("id"), got=rule.id, other=first.id)


def _covers(one: Recovery, other: Recovery) -> bool:
    """Whether one way speaks of everything of which another does, all the time."""
    benefits = not one.benefits or (
        bool(other.benefits) and set(one.benefits) >= set(other.benefits)
    )
    causes = not one.causes or (bool(other.causes) and set(one.causes) >= set(other.causes))
    return benefits and causes and one.period.encloses(other.period)
