"""What can be wrong with a law whose files are each well-formed.

Cycles, divisors, floors, tables, things that nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from welfare_rules.basics.days import LAST
from welfare_rules.checks.bounds import Bounds, above_zero
from welfare_rules.checks.dependencies import Uses
from welfare_rules.checks.stretches import months, since
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, Place, finding
from welfare_rules.language.nodes import DerivedRef, Div, FigureRef, walk
from welfare_rules.law.model import Law
from welfare_rules.law.terms import Formula
from welfare_rules.law.values import plain
from welfare_rules.program.lowering import step_of
from welfare_rules.program.program import StepName
from welfare_rules.program.resolve import Cycle, order_of
from welfare_rules.program.transition import figure_in_force


def find_cycle(law: Law) -> Iterable[Finding]:
    """A definition that needs itself, by the way of its path.

    Versions of different periods are taken together.
    """
    try:
        order_of(Uses.of(law).needs)
    except Cycle as cycle:
        names = [StepName.of(name).last for name in cycle.path]
        shown = [name for place, name in enumerate(names) if place == 0 or names[place - 1] != name]
        yield finding("WR308", _origin(law, cycle.path).place(key=True), path=" → ".join(shown))


def find_circle_of_shares(law: Law) -> Iterable[Finding]:
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
        yield finding("WR308", version.origin.place("of"), path=" → ".join(cycle.path))


def _origin(law: Law, path: Iterable[str]) -> Origin:
    """Where the first step of a cycle that has a place in a file is laid down.

    The sum of incomes alone has none.
    """
    return next(origin for name in path if (origin := _place_of(law, name)) is not None)


def _place_of(law: Law, name: str) -> Origin | None:
    """Where a step is laid down: its own rule, or else the benefit that it is a part of."""
    head = StepName.of(name).owner
    found = next((each for each in law.rules() if step_of(each) == name), None)
    found = found or next(
        (each for each in law.rules() if each.kind == "benefit" and each.id == head), None
    )
    return None if found is None else found.origin


def check_divisors(law: Law) -> Iterable[Finding]:
    """A quotient always exists: its divisor is above 0 by the declared bounds."""
    bounds = Bounds(law)
    for formula in (each.formula for each in law.formulas()):
        for node in walk(formula.node):
            if isinstance(node, Div) and not above_zero(bounds.of(node.right)):
                yield finding("WR209", inside(formula, node.right.at[0]))


def check_ranges(law: Law) -> Iterable[Finding]:
    """Checks that every share lies between 0 and 1 and no sum is below 0, in any case.

    Shares are those of an income, of a phase-out or of a payment.
    """
    bounds = Bounds(law)
    for each in law.formulas():
        if each.part.reach == "any":
            continue
        low, high = bounds.of(each.formula.node)
        is_share = each.part.reach == "share"
        if (high is not None and high < 0) or (is_share and low is not None and low > 1):
            yield finding(
                "WR323",
                inside(each.formula, 0),
                got=each.formula.text[:40],
                low="0",
                high="100%" if is_share else "…",
            )


def inside(formula: Formula, index: int) -> Place:
    return formula.origin.source.place_inside(formula.origin.path, index)


def check_floors(law: Law) -> Iterable[Finding]:
    """Checks that no figure is below its floor, on every stretch that a version of either opens, or
    of a figure of which either is a share. Each version is told once.
    """
    for figure in law.figures.values():
        if not figure.floor or figure.floor not in law.figures:
            continue
        floor = law.figures[figure.floor]
        said: set[Origin] = set()
        for day in months(law, figures=(figure.id, floor.id)):
            version = figure.version(day, LAST)
            value = figure_in_force(law, figure.id, day, LAST).value
            least = figure_in_force(law, floor.id, day, LAST).value
            if version is None or value is None or least is None or value >= least:
                continue
            if version.origin not in said:
                said.add(version.origin)
                yield finding(
                    "WR307",
                    version.origin.place("value" if version.value is not None else "share"),
                    got=plain(figure.type, value),
                    floor=plain(figure.type, least),
                    other=floor.id,
                    since=since(day, version.period.first),
                )


def unused(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Figures and derived facts that no rule of any jurisdiction uses.

    The finding stands where they are defined.
    """
    used: set[tuple[str, str]] = set()
    there: dict[tuple[str, str], tuple[str, Origin]] = {}
    for law in laws.values():
        names: set[str] = set()
        for each in law.formulas():
            names.update(
                node.id
                for node in walk(each.formula.node)
                if isinstance(node, (FigureRef, DerivedRef))
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
