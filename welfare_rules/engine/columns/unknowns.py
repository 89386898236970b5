"""The facts that the households of a population lack, as sets that are named when they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from welfare_rules.engine.columns.bounded import FIRST
from welfare_rules.engine.columns.gaps import bytes_each
from welfare_rules.engine.columns.kinds import BITS, Array
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.ranges import ragged
from welfare_rules.engine.reference import MissingFacts
from welfare_rules.engine.reference.values import BitLayout, bits_set
from welfare_rules.law.model import Fact

AT_ONCE = 1 << 14  # sets of facts that are looked at together


@dataclass(slots=True, eq=False)
class Unknowns:
    """The gaps of every household that has any, to name what is missing. `rows` are in order."""

    population: Population
    facts: Sequence[Fact]
    layout: BitLayout
    rows: Array
    offsets: Array
    payee: Array
    column: Array
    holes: Sequence[str]
    wide: Array
    """The households whose sets are wide, as a condition of `rows`."""
    nothing: tuple[int, MissingFacts] | None = None
    """The household of which something was asked last, and that nothing is missing of it: of one it
    is asked time after time.
    """

    def figures(self, words: Array) -> tuple[str, ...]:
        """What nobody has found of a set, by its names in order."""
        found = (
            place * BITS + bit
            for place, word in enumerate(words.tolist())
            for bit in bits_set(word)
        )
        return tuple(sorted(self.holes[each] for each in found))

    @property
    def width(self) -> int:
        """How many bytes the facts of each payee have in a set as `sets` gives them."""
        return bytes_each(len(self.facts))

    def named(self, row: int, facts: int) -> Sequence[str]:
        """The facts of a household in a set, as `sets` gives it, to be named when they are told."""
        if not facts:
            return ()
        if self.nothing is None or self.nothing[0] != row:
            case = self.population.case(row, self.facts)
            self.nothing = row, MissingFacts.none(self.layout, case)
        return self.nothing[1].with_facts(facts)

    def sets(self, homes: Array, missing: Array) -> list[int]:
        """Sets of gaps of households as `MissingFacts.facts` has them."""
        at = np.searchsorted(self.rows, homes)
        narrow = np.flatnonzero(~self.wide[at])
        made = [each >> FIRST for each in missing.tolist()]
        for first in range(0, len(narrow), AT_ONCE):
            rows = narrow[first : first + AT_ONCE]
            own = self._of_few(homes[rows], at[rows], missing[rows].astype(np.int64))
            for row, bits in zip(rows.tolist(), own, strict=True):
                made[row] = bits
        return made

    def _of_few(self, homes: Array, at: Array, missing: Array) -> list[int]:
        """The same of households whose gaps are numbered one after the other."""
        first = self.offsets[at]
        _, which, gap = ragged(first, self.offsets[at + 1] - first)
        number = gap - first[which]
        held = (missing[which] >> number + FIRST & 1).astype(np.bool_)
        which, gap = which[held], gap[held]
        sizes = np.diff(self.population.offsets)[homes] + 1
        begin = np.concatenate(([0], np.cumsum(sizes)))
        facts = np.zeros((int(begin[-1]), 8 * self.width), np.bool_)
        facts[begin[which] + 1 + self.payee[gap], self.column[gap]] = True
        data = np.packbits(facts, axis=1, bitorder="little").tobytes()
        ends = (begin * self.width).tolist()
        return [int.from_bytes(data[one:other], "little") for one, other in pairwise(ends)]
