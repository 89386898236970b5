"""Whether a combination of values can be true of anybody.

An age and the date of birth under it are not free of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from welfare_rules.basics.days import LAST, completed_years, years_before
from welfare_rules.checks.cells import Cell
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node, spell
from welfare_rules.law.law import Law
from welfare_rules.program.day import formula_of_day

Plain = Callable[[Node], Node]
Years = tuple[n.FactRef, int]  # the fact from which years are counted, and the day up to which


def possible(
    law: Law,
    day: int,
    plain: Plain,
    things: Mapping[str, Node],
    rests_on: Callable[[Node], frozenset[str]],
    cell: Cell,
) -> Cell | None:
    """The combination made true of somebody.

    A date that gives the years which it has. None where that cannot be done or said.
    """
    under = {name: rests_on(node) for name, node in things.items()}
    bound = [
        name
        for name in things
        if any(under[name] & under[other] for other in things if other != name)
    ]
    if not bound:
        return cell
    made = dict(cell)
    days: dict[str, int] = {}
    counted: list[tuple[str, str, int]] = []
    for name in bound:
        node = things[name]
        if isinstance(node, n.FactRef):
            continue
        years = _years(law, day, plain, node)
        if years is None:
            return None
        fact, end = years
        base = spell(fact)
        days.setdefault(base, years_before(end, int(cell[name])))
        counted.append((name, base, end))
    if any(completed_years(days[base], end) != cell[name] for name, base, end in counted):
        return None
    for name in bound:
        if isinstance(things[name], n.FactRef):
            if name not in days:
                return None
            made[name] = days[name]
    return made


def _years(law: Law, day: int, plain: Plain, node: Node) -> Years | None:
    """The fact and the day between which a value counts completed years, if that is what it is."""
    if isinstance(node, n.DerivedRef) and node.id in law.derived:
        version = formula_of_day(law.derived[node.id], day, LAST)
        return None if version is None else _years(law, day, plain, version.formula.node)
    if not isinstance(node, n.Years) or not isinstance(node.start, n.FactRef):
        return None
    end = plain(node.end)
    return (node.start, int(end.value)) if isinstance(end, n.Const) else None
