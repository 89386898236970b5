"""What can be wrong with a law whose files are each well-formed.

Cycles, divisors, floors, tables, things that nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from welfare_rules.basics.days import LAST
from welfare_rules.basics.graph import reached
from welfare_rules.basics.text import Words
from welfare_rules.checks.bounds import Bounds, above_zero
from welfare_rules.checks.dependencies import Uses
from welfare_rules.checks.stretches import START, moments, months, months_of_rule, since
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, Place, finding
from welfare_rules.language.nodes import DerivedRef, Div, FigureRef, Node, walk
from welfare_rules.law.law import Law, RuleFormula
from welfare_rules.law.months import binds, formula_reachable
from welfare_rules.law.terms import Formula
from welfare_rules.law.validity import candidates
from welfare_rules.law.values import plain
from welfare_rules.program.day import law_of_day
from welfare_rules.program.exclusions import exclusions, rings
from welfare_rules.program.lowering import step_of
from welfare_rules.program.program import StepName, base_step, gross_step
from welfare_rules.program.resolve import Cycle, order_of
from welfare_rules.program.transition import figure_in_force


def find_cycle(law: Law) -> Iterable[Finding]:
    """A definition that needs itself, by the way of its path, on some day as known on some other.

    Where versions of all days together make no cycle, those of one day make none.
    """
    needs = _needs(law)
    if _cycle_in(needs) is None:
        return
    around = {name for name in needs if name in reached(needs, [name])}
    owners = {StepName.of(name).owner for name in around}
    for ring, within in _rings(law):  # whether there is one turns on all that make it
        if not owners.isdisjoint(ring):
            owners |= {*ring}
            around |= reached(needs, within)
    read = [
        period
        for each in law.rules()
        if step_of(each) in around or {each.id, each.owner} & owners
        for period in each.dated
    ]
    for day, known in moments(law, read):
        then = law_of_day(law, day, known)
        cycle = _cycle_in(_needs(then))
        if cycle is not None:
            names = [StepName.of(name).last for name in cycle.path]
            shown = [
                name for place, name in enumerate(names) if place == 0 or names[place - 1] != name
            ]
            place = _origin(then, cycle.path).place(key=True)
            yield finding("WR308", place, path=_path(shown, day))
            return


def _needs(law: Law) -> Mapping[str, Iterable[str]]:
    """What each step needs. Benefits that exclude one another in a ring are settled together: who
    of them is paid rests on what all of them would be.
    """
    needs = dict(Uses.of(law).needs)
    for ring, within in _rings(law):
        together = {end(each) for each in ring for end in (gross_step, base_step)}
        for step in within:
            needs[step] = frozenset(needs.get(step, ())) | together
    return needs


def _rings(law: Law) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    """The benefits that exclude one another, each ring with the steps of the exclusions in it."""
    named = exclusions(law)
    edges = {key: frozenset[str]().union(*each.values()) for key, each in named.items()}
    for ring in rings(edges):
        each_of = ((step, found) for each in ring for step, found in named[each].items())
        yield ring, [step for step, found in each_of if not found.isdisjoint(ring)]


def find_circle_of_shares(law: Law) -> Iterable[Finding]:
    """A figure that is a share of itself, by way of others, on some day as known on some other."""
    shared = [each for each in law.figures.values() if any(one.of for one in each.versions)]
    if _cycle_in({each.id: [one.of for one in each.versions if one.of] for each in shared}) is None:
        return
    read = [version.period for each in shared for version in each.versions]
    for day, known in moments(law, read):
        there = {
            each.id: [one for one in candidates(each.versions, day, known) if one.of]
            for each in shared
        }
        cycle = _cycle_in({key: [each.of for each in held] for key, held in there.items()})
        if cycle is not None:
            version = next(each for each in there[cycle.path[0]] if each.of == cycle.path[1])
            yield finding("WR308", version.origin.place("of"), path=_path(cycle.path, day))
            return


def _path(names: Iterable[str], day: int) -> str | Words:
    """The way round, and from which month on it is one."""
    way, then = " → ".join(names), since(day, START)
    return Words(way + then.zh, way + then.en) if then.zh else way


def _cycle_in(needs: Mapping[str, Iterable[str]]) -> Cycle | None:
    """The first cycle among names, if there is one."""
    try:
        order_of(needs)
    except Cycle as cycle:
        return cycle
    return None


def _origin(law: Law, path: Iterable[str]) -> Origin:
    """Where the first step of a cycle that has a place in a file is laid down.

    The sum of incomes alone has none.
    """
    return next(origin for name in path if (origin := place_of(law, name)) is not None)


def place_of(law: Law, name: str) -> Origin | None:
    """Where a step is laid down: its own rule, or else the benefit that it is a part of."""
    head = StepName.of(name).owner
    found = next((each for each in law.rules() if step_of(each) == name), None)
    found = found or next(
        (each for each in law.rules() if each.kind == "benefit" and each.id == head), None
    )
    return None if found is None else found.origin


def check_divisors(law: Law) -> Iterable[Finding]:
    """A quotient always exists: its divisor is above 0 by the declared bounds and by every version
    that there ever is or was thought to be.
    """
    bounds = Bounds(law)
    for formula in (each.formula for each in law.formulas()):
        for node in walk(formula.node):
            if isinstance(node, Div) and not above_zero(bounds.of(node.right)):
                yield finding("WR209", inside(formula, node.right.at[0]))


def check_ranges(law: Law) -> Iterable[Finding]:
    """Checks that every share lies between 0 and 1, on every stretch on which its formula is the
    law, and that no sum is below 0 by all that the bounds say: an amount may come to nothing.

    Shares are those of an income, of a phase-out or of a payment.
    """
    ever, on = Bounds(law), {START: Bounds(law, START)}
    for each in law.formulas():
        node = each.formula.node
        if each.part.reach == "any":
            continue
        high = ever.of(node)[1]
        if each.part.reach == "sum":
            if high is not None and high < 0:
                yield _out_of_range(each, "…", Words("", ""))
            continue

        def wrong(day: int, node: Node = node) -> bool:
            if day not in on:
                on[day] = Bounds(law, day)
            low, high = on[day].of(node)
            return (high is not None and high < 0) or (low is not None and low > 1)

        if not any(wrong(day) for day in months(law, nodes=[node])):
            continue
        for day in months_of_rule(law, each.rule, [node]):
            if wrong(day) and binds(law, each.rule, day, LAST, each.role):
                yield _out_of_range(each, "100%", since(day, each.rule.period.first))
                break


def _out_of_range(each: RuleFormula, high: str, then: Words) -> Finding:
    got = each.formula.text[:40]
    return finding("WR323", inside(each.formula, 0), got=got, low="0", high=high, since=then)


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
    """Figures and derived facts that no rule of any jurisdiction uses in any month, whatever is
    known. The finding stands where they are defined.
    """
    used: set[tuple[str, str]] = set()
    there: dict[tuple[str, str], tuple[str, Origin]] = {}
    for law in laws.values():
        names: set[str] = set()
        for each in law.formulas():
            named = {
                node.id
                for node in walk(each.formula.node)
                if isinstance(node, (FigureRef, DerivedRef))
            }
            if not named <= names and _ever(law, each):
                names |= named
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


def _ever(law: Law, formula: RuleFormula) -> bool:
    """Whether a formula is the law in any month, as known on any day."""
    return formula_reachable(law, formula, months_of_rule(law, formula.rule))
