"""What rights of households with unknown facts are worth: a number, or that it cannot be said.

Which facts would settle it, and within which bounds, is not asked here. So of most rights that
cannot be said a few trials show it, since two of them differ; and what is left is asked of the
reference engine right by right, not of a household as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import accumulate
from typing import Any

import numpy as np

from welfare_rules.engine.columns.careful import ROWS, Left, Work
from welfare_rules.engine.columns.gaps import Gaps
from welfare_rules.engine.columns.kinds import Array, ints
from welfare_rules.engine.columns.opened import Open, OpenWorth, needed_of
from welfare_rules.engine.columns.possible import Possible
from welfare_rules.engine.columns.ranges import at_once
from welfare_rules.engine.columns.results import UNDETERMINED, BenefitColumns, Opened, Results
from welfare_rules.engine.columns.standing import standing
from welfare_rules.engine.columns.trials import Wanted, scattered, wanted_gaps
from welfare_rules.engine.contract import Outcome, Worths
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD

TIMES = 8
"""Values of all gaps that are tried before each gap runs through its own."""

Rights = Mapping[str, Array]
"""For each benefit the households of whom it is wanted, as a condition of the rows of results."""


def rights_of(asked: Sequence[frozenset[str]], benefits: Sequence[str]) -> Rights:
    """The rights that are wanted of households, for each of which the benefits are listed."""
    numbers: dict[frozenset[str], int] = {}
    which = np.array([numbers.setdefault(each, len(numbers)) for each in asked], np.intp)
    return {
        each: np.array([each in some for some in numbers], np.bool_)[which] for each in benefits
    }


@dataclass(slots=True, eq=False)
class WorthWork(Work):
    """A block of which no more is worked out than what the `rights` that are wanted are worth, and
    what `bounds` say of some others.
    """

    rights: Rights = field(kw_only=True)
    bounds: frozenset[str] = field(kw_only=True)

    @property
    def tested(self) -> int:
        """No circle is asked for."""
        return 0

    def bounded(self, entity: Entity, columns: BenefitColumns, entitled: Any, amount: Any) -> Open:
        """What bounds leave open of what is wanted of a benefit."""
        opened = Work.bounded(self, entity, columns, entitled, amount)
        only_bounded = columns.benefit.id in self.bounds
        wanted = self._wanted(columns, opened.home)
        self._unsaid(entity, columns, opened.row[~wanted], left=not only_bounded)
        given = (getattr(opened, each.name)[wanted] for each in fields(Open) if each.init)
        return OpenWorth(*given)

    def leave(self, entity: Entity, columns: BenefitColumns | None, figure: Array) -> None:
        """Leaves to the reference engine what is wanted and not told here."""
        rows = np.flatnonzero(figure)
        home, _ = self.whose(entity, rows)
        assert columns is not None, "circles are not wanted"
        wanted = self._wanted(columns, home)
        self.ask(entity, columns, rows[wanted])
        self._unsaid(entity, columns, rows[~wanted])

    def try_values(self, possible: Sequence[Possible], space: Mapping[str, Any]) -> None:
        """Tries values of what is unknown where anything is open, first of all gaps at once."""
        if not possible:
            return
        wanted = self.wanted(possible[0])
        if len(wanted.homes):
            stand = standing(self.codes.dues, space, np.arange(len(self.block)), self.block.bounds)
            once = replace(wanted, every=np.zeros(len(wanted.homes), np.bool_))
            for ends in at_once(np.full(len(once.homes), TIMES), ROWS):
                part = once.of(*ends)
                self.take(part, scattered(part, self.gaps, possible[0], TIMES), possible[0], stand)
        Work.try_values(self, possible, space)

    def wanted(self, possible: Possible) -> Wanted:
        """The gaps on which something turns that is not certain yet, of those that can be tried."""
        needed = needed_of([each.open for each in self.found], len(self.block), self.gaps.kind)
        needed[self.left_homes] = 0
        return wanted_gaps(self.gaps, needed, possible).that_can_be_tried()

    def finished(self) -> tuple[Left, Gaps]:
        """Writes what is certain, and leaves the rights that are not."""
        for each in self.found:
            assert each.columns is not None, "circles are not wanted"
            left = ~each.open.certain | self.left_homes[each.open.home]
            self.ask(each.entity, each.columns, each.open.row[left])
            self.write(each.entity, each.columns, each.open)  # what is left is written again
        return self.left, self.gaps

    def _unsaid(
        self, entity: Entity, columns: BenefitColumns, rows: Array, *, left: bool = True
    ) -> None:
        """Puts down that it is not said what some rows are worth, and that it is left open whether
        it can be.
        """
        if not len(rows):
            return
        nothing, no = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        unsaid = np.full(len(rows), UNDETERMINED, np.int8)
        missing = nothing.astype(self.gaps.kind)
        figures = np.zeros((len(rows), self.words), np.int64)
        own = self.block.numbered(entity, rows)
        columns.pieces.append(Opened(own, unsaid, nothing, nothing, no, no, missing, figures))
        if left:
            columns.left.extend(ints(own))

    def _wanted(self, columns: BenefitColumns, homes: Array) -> Array:
        """Whether a benefit is wanted of some households of the block."""
        own = self.block.numbered(Entity.HOUSEHOLD, homes)
        return self.rights[columns.benefit.id][own]


def worths_in(parts: Sequence[tuple[Results, int]]) -> Worths:
    """What rights are worth in several blocks, with the households of each."""
    firsts = [0, *accumulate(count for _, count in parts)]
    of: dict[str, list[int | None]] = {}
    left: dict[str, set[int]] = {}
    for results, _ in parts:
        for id, columns in results.benefits.items():
            worths = of.setdefault(id, [])
            left.setdefault(id, set()).update(len(worths) + row for row in columns.left)
            worths.extend(columns.worth)

    def outcome(place: int, benefit: str, payee: int) -> Outcome:
        at = bisect_right(firsts, place) - 1
        results, row = parts[at][0], place - firsts[at]
        if payee == HOUSEHOLD:
            return results.benefits[benefit].outcome(row, HOUSEHOLD)
        return results.benefits[benefit].outcome(int(results.offsets[row]) + payee, payee)

    return Worths(of, left, outcome)
