"""Where a comparison cuts the range of an unknown fact in two.

Of a fact that is compared with something known it is at that value; of a condition on years or
months since a day the day on which it turns.

`age >= 60` is such a condition, by whatever steps it names what it counts. A part of the range on
which it holds can then be told from one on which it does not, rather than only supposed: no
possibility says of one person that he is not yet sixty and over eighty. Wherever the cut is made,
its parts are the whole range: what is decided in both is right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import (
    Month,
    calendar_months,
    completed_years,
    date_of,
    day_number,
    days_between,
)
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import Number
from welfare_rules.language import nodes as n
from welfare_rules.program.program import Program, named_step

_COUNTED: dict[type[n.Node], Callable[[int, int], int]] = {
    n.Years: completed_years,
    n.CalendarMonths: calendar_months,
    n.Days: days_between,
}


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted from or to the day of a fact; `of` says how much of one day in a month."""

    fact: n.FactRef
    of: Callable[[Month, int], Number]


@dataclass(frozen=True, slots=True)
class CutBy:
    """The fact whose range a comparison may cut, with what is counted from its day, and how that
    is compared; `on_the_left` says on which side it stands.
    """

    fact: n.FactRef
    count: Count | None
    op: Comparison
    on_the_left: bool


def cuts_by(program: Program, node: n.Node) -> tuple[CutBy, ...]:
    """What a comparison cuts if its other side is known: one on either side, the left one first;
    none where it can only be supposed.
    """
    if isinstance(node, n.In):
        item = node.item
        cuts = isinstance(item, n.FactRef)
        return (CutBy(item, None, Comparison.EQUAL, on_the_left=True),) if cuts else ()
    if not isinstance(node, n.Compare):
        return ()
    sides = ((node.left, node.op, True), (node.right, node.op.swapped, False))
    return tuple(found for each in sides if (found := _cut_of_a_side(program, *each)) is not None)


def _cut_of_a_side(program: Program, node: n.Node, op: Comparison, left: bool) -> CutBy | None:
    if isinstance(node, n.FactRef):
        return CutBy(node, None, op, left)
    count = counted(program, node)
    return None if count is None else CutBy(count.fact, count, op, left)


def counted(program: Program, node: n.Node) -> Count | None:
    """What a formula counts, if that rests on the day of one fact and on nothing else."""
    name = named_step(node)
    if name is not None:
        below = program.by_id[name].node
        return None if below is None else counted(program, below)
    if isinstance(node, (n.Add, n.Sub)) and isinstance(node.right, n.Const):
        found, more = counted(program, node.left), node.right.value
        if found is None:
            return None
        sign, of = (1 if isinstance(node, n.Add) else -1), found.of
        return Count(found.fact, lambda month, day: of(month, day) + sign * more)
    if not isinstance(node, (n.Years, n.CalendarMonths, n.Days)):
        return None
    count = _COUNTED[type(node)]
    if isinstance(node.start, n.FactRef) and (end := _fixed(node.end)) is not None:
        return Count(node.start, lambda month, day: count(day, end(month)))
    if isinstance(node.end, n.FactRef) and (start := _fixed(node.start)) is not None:
        return Count(node.end, lambda month, day: count(start(month), day))
    return None


def _fixed(node: n.Node) -> Callable[[Month], int] | None:
    """A day that no fact changes."""
    if isinstance(node, n.Const):
        day = int(node.value)
        return lambda month: day
    if isinstance(node, n.Clock):
        first = node.which == "month_start"
        return lambda month: month.first if first else month.last
    return None


def cut_at(
    count: Callable[[int], Number],
    reach: tuple[int, int],
    found: Interval,
    op: Comparison,
    than: Number,
) -> int | None:
    """The first day on the other side of a condition on what is counted, within a fact's reach.

    `found` is what may be counted as things stand. None where the condition cuts nothing off.
    """
    low, high = found
    if low is None or high is None:
        return None
    above = op in (Comparison.GREATER, Comparison.AT_MOST)
    if not op.orders:
        above = not low < than <= high
    limit = than.__floor__() + 1 if above else than.__ceil__()
    first, last = (date_of(each).toordinal() for each in reach)
    holds = count(reach[0]) >= limit
    if (count(reach[1]) >= limit) == holds:
        return None
    while first < last:
        between = (first + last) // 2
        day = _day_of(between)
        if (count(day) >= limit) == holds:
            first = between + 1
        else:
            last = between
    return _day_of(first)


def _day_of(ordinal: int) -> int:
    return day_number(date_of(1_01_01).fromordinal(ordinal))
