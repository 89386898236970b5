"""The stretches of time in which what a check reads of a law is one and the same.

Every check asks here on which days it has to look, and chooses none by itself. A stretch begins
where a version, an end, a formula, a figure, a share, an amendment or a document begins or ends.
Months are decided by the law of their first day, so stretches of months begin with a month, and
what holds on no first day of a month is no law of any.

On the axis of knowledge a law is looked at as it is known in the end: a mistake that has been
corrected is a mistake no more, and whoever corrects it need not edit an old file. What could not be
worked out at all (a definition that needs itself, a divisor of nothing) is looked at as it was
known on every day, because a settlement asks what was known, and must get an answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from welfare_rules.basics.days import FIRST, FIRST_YEAR, LAST, LATEST, Month, Period, month_of
from welfare_rules.basics.text import Words
from welfare_rules.language.nodes import DerivedRef, FigureRef, Node, walk
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Benefit
from welfare_rules.law.months import binds, versions_of
from welfare_rules.law.validity import Dated

START = Month.of(FIRST_YEAR, 1).first


def months(
    law: Law,
    *,
    figures: Iterable[str] = (),
    nodes: Iterable[Node] = (),
    benefits: Iterable[Benefit] = (),
    more: Iterable[Period] = (),
) -> list[int]:
    """The first days of the months in which stretches begin, in order; first of all that of the
    first month that can be asked for.

    What is read are figures, formulas with all that they name, benefits with their keys and
    clauses, and whatever has `more` periods.
    """
    found = {START}
    read = periods(law, figures=figures, nodes=nodes, benefits=benefits)
    for period in itertools.chain(read, more):
        found.update(_month_from(day) for day in period.turns if START < day <= LATEST)
    return sorted(found)


def points(read: Iterable[Period]) -> tuple[list[int], list[int]]:
    """The days on which a stretch begins and the days on which one of knowledge does, in order."""
    held = list(read)
    turns = {FIRST, *(day for each in held for day in each.turns)}
    known = {FIRST, LAST, *(each.announced for each in held)}
    known.update(day for each in held for day, _ in each.earlier)
    return sorted(turns), sorted(known)


def moments(law: Law, read: Iterable[Period]) -> Iterator[tuple[int, int]]:
    """The months in which stretches begin as known on every day, what is known in the end first."""
    held = list(read)
    days = months(law, more=held)
    return ((day, known) for known in reversed(points(held)[1]) for day in days)


def months_of_rule(law: Law, rule: LawRule, nodes: Iterable[Node] = ()) -> list[int]:
    """The months in which stretches of a rule begin, of its versions and of the benefit that it
    belongs to; with formulas those of what they name.
    """
    paid = rule.item if isinstance(rule.item, Benefit) else rule.head
    benefits = [paid] if isinstance(paid, Benefit) else []
    held = [each.period for each in versions_of(law, rule)]
    return months(law, nodes=nodes, benefits=benefits, more=held)


def days_beside(law: Law, rule: LawRule, benefit: Benefit) -> list[int]:
    """The months in which a rule binds, as far as they may differ in a benefit that it names."""
    held = [each.period for each in versions_of(law, rule)]
    made = months(law, benefits=[benefit], more=held)
    return [day for day in made if binds(law, rule, day, LAST)]


def periods(
    law: Law,
    *,
    figures: Iterable[str] = (),
    nodes: Iterable[Node] = (),
    benefits: Iterable[Benefit] = (),
) -> Iterator[Period]:
    """The periods of everything that a check reads."""
    for each in benefits:
        yield each.period
        yield from (clause.period for clause in each.clauses)
        for amendment in each.amendments:
            yield amendment.period
            if amendment.life is not None:
                yield amendment.life
    yield from (each.period for each in versions_under(law, nodes, figures))


def versions_under(
    law: Law, nodes: Iterable[Node] = (), figures: Iterable[str] = ()
) -> Iterator[Dated]:
    """All versions of the figures and derived values that formulas name, of what those rest on, and
    of the figures of which a figure is a share.

    What other benefits pay is not followed.
    """
    formulas, names = list(nodes), list(figures)
    seen: set[tuple[str, str]] = set()
    while formulas or names:
        if names:
            name = names.pop()
            if ("figure", name) not in seen and name in law.figures:
                seen.add(("figure", name))
                yield from law.figures[name].versions
                names.extend(each.of for each in law.figures[name].versions if each.of)
            continue
        for node in walk(formulas.pop()):
            if isinstance(node, FigureRef):
                names.append(node.id)
            elif isinstance(node, DerivedRef) and ("derived", node.id) not in seen:
                seen.add(("derived", node.id))
                if node.id in law.derived:
                    yield from law.derived[node.id].versions
                    formulas.extend(each.formula.node for each in law.derived[node.id].versions)


def ever(law: Law, rule: LawRule, role: str = "") -> bool:
    """Whether a version of a rule is the law in some month, as it is known in the end: what has
    been corrected is not. With a role its formula of that part.
    """
    return any(binds(law, rule, day, LAST, role) for day in months_of_rule(law, rule))


def since(day: int, first: int) -> Words:
    """From which month on something is so, where that is not the first month of all."""
    if day <= first:
        return Words("", "")
    month = month_of(day).text
    return Words(f"（自 {month} 起）", f" (from {month} on)")


def _month_from(day: int) -> int:
    """The first day of the first month that begins on a day or after it."""
    month = month_of(day)
    return month.first if month.first == day else month.after(1).first
