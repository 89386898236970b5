"""What printed lines come to in households as they stand, before anything more is supposed.

Where that is known it stays the same whatever is supposed: of many states of a household such a
line is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.bounded import Unfound, triple
from welfare_rules.engine.columns.code import Lines
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import people_of


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Of lines that all households have, or all members, the values where they are known.

    `row` is the row of each household; its members begin where `begin` says. `open` has a row for
    each line, in which is said of what households it is not known.
    """

    row: Array
    begin: Array
    places: Mapping[str, int]
    values: list[Any]
    of_member: list[bool]
    open: Array

    def given(self, homes: Array, begin: Array) -> Given:
        """The lines that are known in some states of households, whose members begin anew."""
        rows = self.row[homes]
        unknown: Array = self.open[:, np.unique(rows)]
        return Given(self, rows, begin, np.logical_or.reduce(unknown, axis=1))


@dataclass(slots=True, eq=False)
class Given(Mapping[str, Any]):
    """Lines that are known, in the rows of some states."""

    stand: Standing
    rows: Array
    begin: Array
    open: Array
    people: Array | None = None

    def __contains__(self, name: object) -> bool:
        place = self.stand.places.get(name) if isinstance(name, str) else None
        return place is not None and not self.open[place]

    def __getitem__(self, name: str) -> Any:
        place = self.stand.places[name]
        value = np.asarray(self.stand.values[place])
        if not value.ndim:
            return self.stand.values[place]
        if not self.stand.of_member[place]:
            return value.take(self.rows)
        if self.people is None:
            self.people = people_of(self.stand.begin[self.rows], self.begin)
        return value.take(self.people)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.stand.places if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def standing(lines: Lines, space: Mapping[str, Any], homes: Array, begin: Array) -> Standing:
    """What lines came to in some households, one row each."""
    places: dict[str, int] = {}
    values, of_member, unknown = list[Any](), list[bool](), list[Array]()
    for each in lines.lines:
        line = each.line
        if each.over or line.of_member is None or line.name not in space:
            continue
        low, high, missing = triple(space[line.name])
        count = int(begin[-1]) if line.of_member else len(homes)
        unsure = np.not_equal(low, high) | np.not_equal(missing, 0)
        if isinstance(space[line.name], Unfound):
            unsure = unsure | space[line.name].no_low | space[line.name].no_high
        unsure = known.spread(unsure, count)
        places[line.name] = len(values)
        values.append(low)
        of_member.append(line.of_member)
        unknown.append(known.exists(unsure, begin) if line.of_member else unsure)
    row = np.full(int(homes.max(initial=-1)) + 1, -1)
    row[homes] = np.arange(len(homes))
    nothing = np.zeros((0, len(homes)), np.bool_)
    return Standing(row, begin, places, values, of_member, np.vstack([nothing, *unknown]))
