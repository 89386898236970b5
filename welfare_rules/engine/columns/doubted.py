"""For whom an answer is provisional, as far as columns tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from welfare_rules.engine.columns.asked import Range
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import range_of
from welfare_rules.language.types import Entity
from welfare_rules.program.program import BenefitInForce


@dataclass(frozen=True, slots=True, eq=False)
class Doubted:
    """By benefits whether the answer for each payee rests on anything that no published document
    confirms. The rows in `unsure` cannot be told; `homes` are their households.
    """

    said: Mapping[str, Array]
    unsure: Mapping[str, Array]
    homes: Mapping[str, Array]

    def by_household(self) -> dict[int, list[tuple[str, int]]]:
        """The benefits and rows that cannot be told, by their households."""
        found: dict[int, list[tuple[str, int]]] = {}
        for name, rows in self.unsure.items():
            for home, row in zip(self.homes[name].tolist(), rows.tolist(), strict=True):
                found.setdefault(home, []).append((name, row))
        return found


NO_DOUBTS = Doubted(*(MappingProxyType[str, Array]({}),) * 3)
"""Where nobody asks."""


def doubted_of(
    benefits: Iterable[BenefitInForce],
    population: Population,
    values: Mapping[str, Sequence[Range]],
) -> Doubted:
    """What the conditions of each benefit come to: that it surely is, and that it perhaps is."""
    said: dict[str, Array] = {}
    unsure: dict[str, Array] = {}
    homes: dict[str, Array] = {}
    for benefit in benefits:
        of_member = benefit.payee is Entity.MEMBER
        if benefit.id not in values:  # nothing of that kind lies below it
            count = int(population.offsets[-1]) if of_member else len(population)
            said[benefit.id] = np.zeros(count, np.bool_)
            continue
        surely, perhaps = values[benefit.id]
        said[benefit.id] = np.not_equal(surely.low, 0)
        rows = np.flatnonzero(np.not_equal(perhaps.high, surely.low))
        if len(rows):
            unsure[benefit.id] = rows
            homes[benefit.id] = range_of(population.offsets, rows) if of_member else rows
    return Doubted(said, unsure, homes)
