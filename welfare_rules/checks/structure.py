"""What can be wrong with a law whose files are each well-formed.

Cycles, divisors, floors, tables, things that nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from welfare_rules.checks.bounds import Bounds, above_zero
from welfare_rules.checks.tables import check_tables
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, Place, finding
from welfare_rules.language.nodes import DerivedRef, Div, FigureRef, walk
from welfare_rules.law.elaborate import OWN_INCOME, countable
from welfare_rules.law.formulas import formulas
from welfare_rules.law.model import Law
from welfare_rules.law.terms import LAST, Formula
from welfare_rules.law.values import plain
from welfare_rules.program import lowering as families
from welfare_rules.program import program as core
from welfare_rules.program.resolve import Cycle, figure_in_force, order_of, references


def check_law(law: Law) -> Iterable[Finding]:
    """Everything that is wrong with the law as a whole.

    Warnings about things nothing uses are `unused`'s.
    """
    cycle = find_cycle(law) or find_circle_of_shares(law)
    if cycle is not None:
        yield cycle
        return
    yield from check_divisors(law)
    yield from check_ranges(law)
    yield from check_floors(law)
    yield from check_tables(law)


def needs_of(law: Law) -> dict[str, set[str]]:
    """Which names each name rests on, over all versions at once."""
    needs: dict[str, set[str]] = {}
    for derived in law.derived.values():
        needs[derived.id] = {
            name for version in derived.versions for name in references(version.formula.node)
        }
    for income in law.incomes:
        exemptions = [each for each in law.exemptions if each.income == income.id]
        needs.setdefault(countable(income.id), set()).update(
            references(families.countable_income(income, exemptions))
        )
    needs[OWN_INCOME] = {countable(income.id) for income in law.incomes}
    for benefit in law.benefits:
        _, steps = families.benefit_steps(benefit, benefit.clauses)
        for step in steps:
            needs.setdefault(step.id, set()).update(
                references(step.node) if step.node is not None else ()
            )
    for circle in law.circles:
        needs[core.circle_step(circle.id)] = set(references(circle.when.node))
    return needs


def find_cycle(law: Law) -> Finding | None:
    """A definition that needs itself, by the way of its path.

    Versions of different periods are taken together.
    """
    try:
        order_of(needs_of(law))
    except Cycle as cycle:
        names = [name.split("!")[0].split("/")[-1] for name in cycle.path]
        shown = [name for place, name in enumerate(names) if place == 0 or names[place - 1] != name]
        return finding("WR308", _origin(law, cycle.path).place(key=True), path=" → ".join(shown))
    return None


def find_circle_of_shares(law: Law) -> Finding | None:
    """A figure that is a share of itself, by way of others.

    Versions of different periods are taken together.
    """
    try:
        order_of(
            {
                each.id: {version.of for version in each.versions if version.of}
                for each in law.figures.values()
            }
        )
    except Cycle as cycle:
        version = next(
            each for each in law.figures[cycle.path[0]].versions if each.of == cycle.path[1]
        )
        return finding("WR308", version.origin.place("of"), path=" → ".join(cycle.path))
    return None


def _origin(law: Law, path: Iterable[str]) -> Origin:
    """Where the first step of a cycle that has a place in a file is laid down.

    The sum of incomes alone has none.
    """
    return next(origin for name in path if (origin := _place_of(law, name)) is not None)


def _place_of(law: Law, name: str) -> Origin | None:
    if name in law.derived:
        return law.derived[name].versions[0].formula.origin
    head = name.split("!")[0].split("/")
    benefit = next((each for each in law.benefits if each.id == head[0]), None)
    if benefit is not None:
        clause = next(
            (each for each in benefit.clauses if len(head) == 3 and each.id == head[2]), None
        )
        return clause.origin if clause is not None else benefit.origin
    return next((each.origin for each in law.incomes if countable(each.id) == name), None)


def check_divisors(law: Law) -> Iterable[Finding]:
    """A quotient always exists: its divisor is above 0 by the declared bounds."""
    bounds = Bounds(law)
    for formula in formulas(law):
        for node in walk(formula.node):
            if isinstance(node, Div) and not above_zero(bounds.of(node.right)):
                yield finding("WR209", inside(formula, node.right.at[0]))


def check_ranges(law: Law) -> Iterable[Finding]:
    """A share of an income, of a phase-out or of a payment lies between nothing and all, a sum is
    not below 0, whatever the case may be.
    """
    bounds = Bounds(law)
    whole: list[Formula | None] = [each.share for each in (*law.exemptions, *law.recoveries)]
    whole += [
        clause.value
        for benefit in law.benefits
        for clause in benefit.clauses
        if clause.kind == "step"
    ]
    sums = [formula for each in law.exemptions for formula in (each.deduct, each.cap)] + [
        each.keep for each in law.recoveries
    ]
    sums += [
        clause.value
        for benefit in law.benefits
        for clause in benefit.clauses
        if clause.kind in ("row", "supplement")
    ]
    for formulas_of, most in ((whole, 1), (sums, None)):
        for formula in formulas_of:
            low, high = (None, None) if formula is None else bounds.of(formula.node)
            if formula is not None and (
                (high is not None and high < 0)
                or (most is not None and low is not None and low > most)
            ):
                yield finding(
                    "WR323",
                    inside(formula, 0),
                    got=formula.text[:40],
                    low="0",
                    high="…" if most is None else "100%",
                )


def inside(formula: Formula, index: int) -> Place:
    return formula.origin.source.place_inside(formula.origin.path, index)


def check_floors(law: Law) -> Iterable[Finding]:
    """No value is below the floor of its day, on the day it begins and on every day on which the
    floor rises.
    """
    for figure in law.figures.values():
        if not figure.floor or figure.floor not in law.figures:
            continue
        floor = law.figures[figure.floor]
        days = {each.period.first for each in (*figure.versions, *floor.versions)}
        for day in sorted(days):
            version = figure.version(day, LAST)
            value = figure_in_force(law, figure.id, day, LAST).value
            least = figure_in_force(law, floor.id, day, LAST).value
            if version is not None and value is not None and least is not None and value < least:
                place = version.origin.place("value" if version.value is not None else "share")
                yield finding(
                    "WR307",
                    place,
                    got=plain(figure.type, value),
                    floor=plain(figure.type, least),
                    other=floor.id,
                )


def unused(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Figures and derived facts that no rule of any jurisdiction uses; told where they are defined."""
    used: set[tuple[str, str]] = set()
    there: dict[tuple[str, str], tuple[str, Origin]] = {}
    for law in laws.values():
        names: set[str] = set()
        for formula in formulas(law):
            names.update(
                node.id for node in walk(formula.node) if isinstance(node, (FigureRef, DerivedRef))
            )
        for figure in law.figures.values():
            names.update((figure.floor, *(version.of for version in figure.versions)))
        for each in (*law.figures.values(), *law.derived.values()):
            key = (each.origin.source.name, each.id)
            there[key] = (each.id, each.origin)
            if each.id in names:
                used.add(key)
    for key, (name, origin) in there.items():
        if key not in used:
            yield finding("WR311", origin.place(key=True), got=name)
