"""What the declared bounds of facts and figures say of every formula: over all its versions, enough
to prove a divisor above 0 for ever; or with the versions of one day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from welfare_rules.basics import interval
from welfare_rules.basics.days import FIRST, LAST
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import Number
from welfare_rules.language import nodes as n
from welfare_rules.language.declaration import NoEntry
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.law.law import Law
from welfare_rules.law.model import OWN_INCOME, DerivedVersion, Fact, Figure, countable
from welfare_rules.program.day import formula_of_day
from welfare_rules.program.transition import branches

NOT_NEGATIVE: Interval = (0, None)
ANYTHING: Interval = (None, None)


class Bounds:
    """Bounds of a law's names, worked out when asked for.

    With a day they are those of that day, as it is known in the end. What needs itself by versions
    of different days may be anything.
    """

    def __init__(self, law: Law, day: int | None = None) -> None:
        self.law = law
        self.day = day
        self.facts: dict[tuple[str, str], Fact] = {
            (fact.entity, fact.id): fact for fact in law.facts
        }
        self.incomes = {countable(each.id): each for each in law.incomes}
        self.found: dict[str, Interval] = {}

    def of(self, node: n.Node) -> Interval:
        """The range of a formula's value."""
        return self.joined(node, [self.of(each) for each in n.children(node)])

    def joined(self, node: n.Node, of: Sequence[Interval]) -> Interval:
        """The range of an operation's value by the ranges of its operands."""
        rule = OPERATIONS[type(node)].range
        if isinstance(rule, NoEntry):  # a name: one method for each kind
            return cast(Interval, getattr(self, f"on_{type(node).__name__}")(node))
        return rule(node, of)

    def on_Clock(self, node: n.Clock) -> Interval:
        return FIRST, LAST

    def on_FactRef(self, node: n.FactRef) -> Interval:
        return self.facts[node.entity, node.id].reach

    def on_FigureRef(self, node: n.FigureRef) -> Interval:
        return self.figure(self.law.figures[node.id])

    def figure(self, figure: Figure) -> Interval:
        """Every value it ever has, and what is declared for the time in which it is open."""
        declared: Interval = (figure.low, figure.high)
        if self.day is None:
            values = [each.value for each in figure.versions]
            open_as = NOT_NEGATIVE
        else:
            values = [each.value for each in branches(self.law, figure.id, self.day, LAST)]
            open_as = declared
        found = [open_as if each is None else interval.exact(each) for each in values]
        return interval.hull([declared, *found] if self.day is None else found)

    def on_DerivedRef(self, node: n.DerivedRef) -> Interval:
        if node.id not in self.found:
            self._work_out(node.id)
        return self.found[node.id]

    def _work_out(self, name: str) -> None:
        """A derived value and all below it, each behind what it needs: no chain is too long."""
        self.found[name] = ANYTHING  # where it needs itself
        path = [(name, iter(self._needs(name)))]
        while path:
            here, left = path[-1]
            more = next(left, None)
            if more is None:
                path.pop()
                self.found[here] = self._derived(here)
            elif more not in self.found:
                self.found[more] = ANYTHING
                path.append((more, iter(self._needs(more))))

    def _needs(self, name: str) -> list[str]:
        """The derived values that a derived value names."""
        return [
            each.id
            for version in self._versions(name)
            for each in n.walk(version.formula.node)
            if isinstance(each, n.DerivedRef)
        ]

    def _versions(self, name: str) -> tuple[DerivedVersion, ...]:
        """Its formulas, or with a day that of the day; none of what incomes come to."""
        if name not in self.law.derived:
            return ()
        derived = self.law.derived[name]
        assert derived.versions, name  # a law with a name that has no formula is checked no further
        now = None if self.day is None else formula_of_day(derived, self.day, LAST)
        return derived.versions if now is None else (now,)

    def _derived(self, name: str) -> Interval:
        if name == OWN_INCOME or name in self.incomes:
            return NOT_NEGATIVE
        return interval.hull([self.of(each.formula.node) for each in self._versions(name)])


def above_zero(bounds: Interval) -> bool:
    low: Number | None = bounds[0]
    return low is not None and low > 0
