"""A population as the rules of one side of a change decide it, by columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from welfare_rules.engine.columns.kinds import Array, ints, ints_but
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import sums_of
from welfare_rules.engine.columns.results import BenefitColumns
from welfare_rules.impact.rights import (
    OPEN_SERVICE,
    SERVICE,
    UNSAID,
    Household,
    Payable,
    Right,
    right_of,
)
from welfare_rules.language.types import Entity
from welfare_rules.rules import Rules
from welfare_rules.runs.tabled import Decided, columns_engine, decide_tables

_Rights = list[tuple[str, int, Right]]
"""What somebody of a household has or may have a right to: benefit, place among members, right."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A population as the rules of one side decide it."""

    decided: Decided

    @classmethod
    def of(cls, rules: Rules, population: Population) -> Side:
        """The side of some rules."""
        engine = columns_engine(rules)
        return cls(decide_tables(engine, population, rules.month, (), reasons=False))

    @property
    def population(self) -> Population:
        """All households, of which those that are alike were decided once."""
        return self.decided.whole

    def right(self, benefit: str, count: int) -> tuple[Array, Array]:
        """Who has a right to a benefit, and to how much; nobody where it is not in force."""
        columns = self.decided.results.benefits.get(benefit)
        if columns is None:
            return np.zeros(count, np.bool_), np.zeros(count, np.int64)
        payee, has = columns.benefit.payee, columns.status == 1
        amount = np.zeros(len(has), np.int64) if columns.amount is None else columns.amount
        return self.decided.of_all(has, payee), self.decided.of_all(amount, payee)

    def open(self, payable: Mapping[str, Payable]) -> Array:
        """The households of which something that is payable, or the circle, is not settled."""
        results = self.decided.results
        found = results.circles < -1
        for name, columns in results.benefits.items():
            if name in payable:
                own = columns.open
                if not payable[name].of_household:
                    own = sums_of(own, results.offsets) > 0
                found = found | own
        return self.decided.of_all(found, Entity.HOUSEHOLD)

    def circles(self) -> Array:
        """The names of the circles of all households."""
        results = self.decided.results
        _, first, places = np.unique(results.circles, return_index=True, return_inverse=True)
        names = [results.circle(row) or UNSAID for row in ints(first)]
        made = np.array(names, np.object_)
        return self.decided.of_all(made[places], Entity.HOUSEHOLD)

    def decided_as(self, rows: Array) -> list[int]:
        """The rows in which some households were decided: of those that are alike it is one."""
        alike = self.decided.alike
        return ints(rows if alike is None else alike.homes[rows])

    def households(
        self, payable: Mapping[str, Payable], rows: Sequence[int]
    ) -> Callable[[int, Sequence[str]], Household]:
        """What makes a household of one of some rows that were decided and its members' ids."""
        results, rights = self.decided.results, self._rights(payable, np.array(rows, np.intp))

        def household(row: int, people: Sequence[str]) -> Household:
            own = {
                (benefit, "" if payable[benefit].of_household else people[place]): right
                for benefit, place, right in rights[row]
            }
            return Household(results.circle(row), own)

        return household

    def _rights(self, payable: Mapping[str, Payable], homes: Array) -> Mapping[int, _Rights]:
        """The rights of some households that were decided, in the order of the benefits."""
        results = self.decided.results
        rights: dict[int, _Rights] = {row: [] for row in ints(homes)}
        wanted = np.zeros(len(results.circles), np.bool_)
        wanted[homes] = True
        sizes = np.diff(results.offsets)
        of_people = np.repeat(np.arange(len(sizes)), sizes)
        for name, columns in results.benefits.items():
            if name not in payable:
                continue
            of_member = columns.benefit.payee is Entity.MEMBER
            possible = columns.status != 0
            there = np.flatnonzero(possible & (wanted[of_people] if of_member else wanted))
            home = of_people[there] if of_member else there
            place = there - results.offsets[home]
            for one, at, right in zip(
                ints(home), ints(place), _rights_of(columns, there), strict=True
            ):
                rights[one].append((name, at, right))
        return rights


def _rights_of(columns: BenefitColumns, rows: Array) -> Iterator[Right]:
    """The rights of some rows, each of which has or may have one; alike ones are one."""
    status, bounds = columns.status, columns.bounds
    known: dict[tuple[int, int | None, int | None], Right] = {}
    lows = ints_but(bounds.least[rows], bounds.no_least[rows])
    highs = ints_but(bounds.most[rows], bounds.no_most[rows])
    for row, has, low, high in zip(ints(rows), ints(status[rows]), lows, highs, strict=True):
        referred = columns.referred.get(row)
        if referred is not None:
            yield right_of(referred)
        elif columns.amount is None:
            yield SERVICE if has == 1 else OPEN_SERVICE
        else:
            key = has, low, high
            if key not in known:
                exact = low if has == 1 and low == high else None
                known[key] = Right(has == 1 or None, exact, low, high)
            yield known[key]
