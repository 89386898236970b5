"""What no law is likely to say.

Slips of the pen that are well-formed all the same. Each is a warning, at the word that looks wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from welfare_rules.basics.days import FIRST, LAST, day_text, shift, year_of
from welfare_rules.basics.interval import compare, exact
from welfare_rules.basics.numbers import Number, percent_text
from welfare_rules.basics.text import Words
from welfare_rules.checks.bounds import Bounds
from welfare_rules.checks.dependencies import Uses
from welfare_rules.checks.stretches import ever, months, periods, points
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding
from welfare_rules.language.nodes import Compare, Const, FactRef, In, Node, walk
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit, Clause, Figure, FigureVersion, Recovery
from welfare_rules.law.terms import Formula
from welfare_rules.law.values import plain
from welfare_rules.program.day import benefit_of_day, formula_of_day, law_of_day, recoveries_of_day

_COUNTED = frozenset({Kind.MONEY, Kind.INT, Kind.MONTHS})
HIGHEST_RATE = 10
"""A share of more than ten times the whole is no share."""
HIGHEST_PLAIN = 2
"""Laws say "1.5 times" and "twice"; a plain number beyond that wants its percent sign."""
A_YEAR = 10_000  # of a day YYYYMMDD
MOST_YEARS_BEFORE, MOST_YEARS_LATER = 30, 10
"""An announcement lies at most so many years after and before the first day in force."""


def gaps(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Days on which a derived value has no formula: between two of them, or while there is a
    benefit that needs it, in months of which the law speaks.

    What a layer leaves to those below it is looked at in theirs.
    """
    for place, law in laws.items():
        lowest = not any(other.startswith(f"{place}/") for other in laws)
        yield from _gaps(law, lowest)


def _gaps(law: Law, lowest: bool) -> Iterable[Finding]:
    uses: dict[int, Uses] = {}
    for derived in law.derived.values():
        turns = points(each.period for each in derived.versions)[0]
        there = [formula_of_day(derived, day, LAST) for day in turns]
        held = [place for place, version in enumerate(there) if version is not None]
        for run in _runs(place for place, version in enumerate(there) if version is None):
            first, last = turns[run[0]], LAST
            if run[-1] + 1 < len(turns):
                last = shift(turns[run[-1] + 1], -1)
            after = next((place for place in held if place > run[-1]), None)
            if not held or held[0] > run[0] or after is None:
                needed = _needed_in(law, uses, derived.id, first, last) if lowest else None
                if needed is None:
                    continue
                first = max(first, needed)
            version = there[held[-1] if after is None else after] if held else derived.versions[0]
            assert version is not None
            yield finding(
                "WR343",
                version.formula.origin.place(),
                name=derived.label.both(derived.id),
                first=day_text(first),
                last="…" if last == LAST else day_text(last),
            )


def _runs(places: Iterable[int]) -> list[list[int]]:
    """Neighbouring numbers together."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] + 1 == place:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _needed_in(law: Law, uses: dict[int, Uses], name: str, first: int, last: int) -> int | None:
    """The first of some days on which a benefit that there is needs a derived value.

    `uses` are those of the days that have been looked at; 0 is for all days together.
    """
    found: list[int] = []
    ever = uses.get(0) or uses.setdefault(0, Uses.of(law))
    start = max(first, law.covers_from)
    for benefit in law.benefits:
        if name not in ever.of_benefit(benefit.id):
            continue
        days = {start, *months(law, benefits=[benefit])}
        for day in sorted(day for day in days if start <= day <= last):
            if benefit.lives(day, LAST):
                if day not in uses:
                    uses[day] = Uses.of(law_of_day(law, day, LAST))
                if name in uses[day].of_benefit(benefit.id):
                    found.append(day)
                    break
    return min(found, default=None)


def conditions(law: Law) -> Iterable[Finding]:
    """Comparisons of a fact with a number that it can never have."""
    bounds = Bounds(law)
    for each in law.formulas():
        formula = each.formula
        for node in walk(formula.node):
            fact, never = _never(bounds, node)
            if fact is None or not never or fact.type.kind not in _COUNTED:
                continue
            if not ever(law, each.rule, each.role):  # a mistake that has been corrected
                break
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
    """Rates and shares that were meant to be percentages, in what is the law some time."""
    for rule in law.rules():
        found: list[tuple[Number, Origin]] = []
        match rule.item:
            case FigureVersion() as version:
                assert isinstance(rule.head, Figure)
                if rule.head.type.kind is Kind.RATE and version.value is not None:
                    found.append((version.value, version.origin.child("value")))
                if version.share is not None:
                    found.append((version.share, version.origin.child("share")))
            case Clause(is_share=True, value=Formula(node=Const() as node, origin=origin)):
                found.append((node.value, origin))
            case _:
                continue
        for value, origin in found:
            most = HIGHEST_RATE if _with_sign(origin) else HIGHEST_PLAIN
            if abs(value) > most and ever(law, rule):
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
    """Checks days of documents and of all that is dated: in the future, or too far from the
    announcement. What states no day of its own has those of its document.
    """
    for each in law.instruments:
        if each.issued > FIRST:
            yield from _days(each.origin, "issued", each.issued, "in_force", each.in_force, today)
        elif each.in_force > today:  # of which nobody says when it was issued
            yield from _days(each.origin, "in_force", today, "in_force", each.in_force, today)
    for figure in law.figures.values():
        yield from _a_year_early(figure)
    for rule in law.rules():
        dated = "announced", rule.period.announced, "from", rule.period.first
        for each in _days(rule.origin, *dated, today):
            own = (*rule.origin.path, "announced") in rule.origin.source.spans.keys
            if own or isinstance(rule.item, FigureVersion):
                yield each


def _a_year_early(figure: Figure) -> Iterable[Finding]:
    """Of a figure that is new each year a version which was announced alone, more than a year
    before it begins: mostly a wrong year.
    """
    if not figure.review_by:
        return
    told = Counter(each.period.announced for each in figure.versions)
    for each in figure.versions:
        begun, known = each.period.first, each.period.announced
        if FIRST < known < begun - A_YEAR and told[known] == 1:
            words = Words(
                f"比起始日期 {day_text(begun)} 早了一年多，而这个数值每年都有新的",
                f"it is more than a year before {day_text(begun)}, and the figure is new each year",
            )
            yield finding("WR337", each.origin.place("announced"), got=day_text(known), why=words)


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


def recoveries(law: Law) -> Iterable[Finding]:
    """Ways of recovery that never come into play, on whatever day a plan is made.

    Nothing to withhold from, or an earlier one that always speaks first.
    """
    read = [*(each.period for each in law.recoveries), *periods(law, benefits=law.benefits)]
    turns, known = points(read)
    ways = {day: recoveries_of_day(law, day, day) for day in sorted({*turns, *known})}
    benefits = {each.id: each for each in law.benefits}
    for rule in law.recoveries:
        held = [day for day, there in ways.items() if any(_same(each, rule) for each in there)]
        if not held:
            continue
        for at, name in enumerate(rule.withhold):
            if name in benefits:
                whys = [_in_vain(benefits, rule, benefits[name], day) for day in held]
                if (why := whys[-1]) is not None and all(whys):
                    label = benefits[name].label.both(name)
                    yield finding("WR338", rule.origin.place("withhold", at), name=label, why=why)
        first = [next(one for one in ways[day] if _covers(one, rule)) for day in held]
        if not any(_same(each, rule) for each in first):
            yield finding("WR339", rule.origin.place("id"), got=rule.id, other=first[0].id)


def _same(one: Recovery, other: Recovery) -> bool:
    """Whether two are one version; on some days it is one that nobody has confirmed."""
    return one.origin is other.origin


def _in_vain(
    benefits: Mapping[str, Benefit], rule: Recovery, benefit: Benefit, day: int
) -> Words | None:
    """Why nothing can be withheld from a benefit by a plan that is made on a day; None where
    something can.
    """
    recovered = {
        benefits[each].payee
        for each in rule.benefits or benefits
        if each in benefits and not benefits[each].service
    }
    if benefit_of_day(benefit, day).service:
        return Words("它是服务，没有金额可扣", "it is a service and has no amount")
    if benefit.payee not in recovered:
        return Words(
            "多发的待遇都不是付给同一个人（家庭或成员）的",
            "none of the benefits recovered is paid to the same payee (household or member)",
        )
    if not any(benefit.lives(later, LAST) for later in _from(benefit, day)):
        return Words("那时它已经没有了", "there is no such benefit any more by then")
    return None


def _from(benefit: Benefit, day: int) -> Iterable[int]:
    """A day, and the later ones on which a benefit may begin."""
    yield day
    lives = [benefit.period, *(each.life for each in benefit.amendments if each.life is not None)]
    yield from (each.first for each in lives if each.first > day)


def _covers(one: Recovery, other: Recovery) -> bool:
    """Whether one way speaks of everything of which another does."""
    benefits = not one.benefits or (
        bool(other.benefits) and set(one.benefits) >= set(other.benefits)
    )
    causes = not one.causes or (bool(other.causes) and set(one.causes) >= set(other.causes))
    return benefits and causes
