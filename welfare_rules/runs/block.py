"""What was decided of some households, in the columns of the results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.answer.answer import failed_of, sum_of_payments
from welfare_rules.answer.large import told
from welfare_rules.basics.due import bounds_of
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.runs.columns import MISSING, MONTH, OF_BENEFIT, TOWN, Layout, Layouts
from welfare_rules.tables.table import Cells

Provisional = Callable[[Outcome], bool]
_NOT_IN_FORCE: tuple[Any, ...] = (None, None, None, None, (), None, ())


@dataclass(slots=True)
class Block:
    """The columns of both tables of results for some households."""

    layouts: Layouts
    households: list[list[Any]]
    members: list[list[Any]]

    @classmethod
    def empty(cls, layouts: Layouts) -> Block:
        """A block without rows."""
        return cls(layouts, _columns(layouts.households), _columns(layouts.members))

    def __len__(self) -> int:
        return len(self.households[0])


@dataclass(slots=True)
class Rows:
    """The rows of both tables of results for some households, one after the other."""

    layouts: Layouts
    households: list[Cells] = field(default_factory=list[Cells])
    members: list[Cells] = field(default_factory=list[Cells])
    known: dict[tuple[str, tuple[bool | None, ...]], tuple[str, ...]] = field(
        default_factory=dict[tuple[str, tuple[bool | None, ...]], tuple[str, ...]]
    )
    """The clauses that fail of a benefit, by its id and what holds: few patterns come again."""

    def block(self) -> Block:
        """The rows as columns."""
        layouts = self.layouts
        return Block(
            layouts,
            _turned(self.households, layouts.households),
            _turned(self.members, layouts.members),
        )

    def add(
        self, case: Case, decision: Decision, provisional: Provisional, month: str, town: str
    ) -> tuple[Outcome, ...]:
        """Adds a household and its members; returns what was decided of them."""
        outcomes = decision.outcomes
        monthly = _sum(each for each in outcomes if each.benefit.per == "month")
        once = _sum(each for each in outcomes if each.benefit.per != "month")
        own = {"id": case.id, "circle": decision.circle, "total": monthly, "once": once}
        said = {MONTH: month, TOWN: town or None}
        by_payee: dict[int, dict[str, Outcome]] = {}
        for each in outcomes:
            by_payee.setdefault(each.payee, {})[each.benefit.id] = each
        of_household = by_payee.get(HOUSEHOLD, {})
        row = self._row(self.layouts.households, own | said, of_household, provisional)
        self.households.append(row)
        for place, name in enumerate(case.member_ids):
            person = {"household": case.id, "id": name, **said}
            found = by_payee.get(place, {})
            self.members.append(self._row(self.layouts.members, person, found, provisional))
        return outcomes

    def _row(
        self,
        layout: Layout,
        own: dict[str, Any],
        outcomes: dict[str, Outcome],
        provisional: Provisional,
    ) -> Cells:
        """One row of a household or a member."""
        cells: list[Any] = [own[each] for each in layout.first]
        missing: dict[str, None] = {}
        for benefit in layout.benefits:
            outcome = outcomes.get(benefit)
            if outcome is None:
                cells.extend(_NOT_IN_FORCE)
                continue
            cells.extend(_of_benefit(outcome, self._failed(outcome), provisional))
            if outcome.missing_facts:
                missing |= dict.fromkeys(told(outcome.missing_facts))
        cells.extend(tuple(missing) if each == MISSING else own[each] for each in layout.last)
        return cells

    def _failed(self, outcome: Outcome) -> tuple[str, ...]:
        """The clauses that do not hold, worked out once for all of whom the same holds."""
        if outcome.start is not None:
            return failed_of(outcome)
        key = outcome.benefit.id, outcome.truths
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = failed_of(outcome)
        return found


def _turned(rows: Sequence[Cells], layout: Layout) -> list[list[Any]]:
    return [list(each) for each in zip(*rows, strict=True)] or _columns(layout)


def _columns(layout: Layout) -> list[list[Any]]:
    return [[] for _ in layout.kinds]


def _of_benefit(outcome: Outcome, failed: tuple[str, ...], provisional: Provisional) -> Cells:
    """The cells of one benefit, in the order of `OF_BENEFIT`."""
    amount = low = high = None
    if isinstance(outcome.due, int):
        amount = low = high = None if outcome.benefit.service else outcome.due
    elif not outcome.benefit.service:
        bounds = bounds_of(outcome.due)
        low = None if bounds[0] is None else bounds[0].__floor__()
        high = None if bounds[1] is None else bounds[1].__ceil__()
    cells = (
        outcome.status,
        amount,
        low,
        high,
        failed,
        provisional(outcome),
        tuple(outcome.missing_figures),
    )
    assert len(cells) == len(OF_BENEFIT)
    return cells


def _sum(outcomes: Iterable[Outcome]) -> int | None:
    """What payments come to in fen; None while one of them cannot be said."""
    due = sum_of_payments(outcomes)
    return due if isinstance(due, int) else None
