"""Rights that have not begun, taken out of the columns of results (`answer.starts`, by columns)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from welfare_rules.answer.starts import Starts, first_month
from welfare_rules.basics.days import Month
from welfare_rules.engine.columns.kinds import Array
from welfare_rules.engine.columns.population import SAID_UNKNOWN, UNKNOWN, Population
from welfare_rules.engine.columns.results import BenefitColumns, Results
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD


def withhold_what_has_not_begun(
    results: Results, population: Population, month: Month
) -> Mapping[str, Array]:
    """Takes out of results the rights that have not begun; by benefit the rows of these.

    Where the day or what is received is not known each right is held against it by itself.
    """
    program, found = results.program, dict[str, Array]()
    for starts, column in program.starting.items():
        waits, unsure = _waiting(population, starts, column, month)
        if not (waits | unsure).any():
            continue
        for columns in results.benefits.values():
            if columns.benefit.starts == starts:
                found[columns.benefit.id] = _withheld(
                    columns, population, (waits, unsure), results, month
                )
    return found


def _waiting(population: Population, starts: str, column: int, month: Month) -> tuple[Array, Array]:
    """The households whose right begins after the month, and those of whom it is not certain."""
    days = population.household[column]
    there = np.ones(len(population), np.bool_) if days.gaps is None else days.gaps < UNKNOWN
    said = ~there if days.gaps is None else days.gaps == SAID_UNKNOWN
    values, codes = np.unique(days.values, return_inverse=True)
    later = [month.first < first_month(starts, each).first for each in _days(values)]
    return there & np.array(later, np.bool_)[codes], said


def _days(values: Array) -> list[int]:
    return values.tolist()


def _withheld(
    columns: BenefitColumns,
    population: Population,
    homes: tuple[Array, Array],
    results: Results,
    month: Month,
) -> Array:
    """The rows of a benefit that are withheld."""
    benefit, offsets = columns.benefit, population.offsets
    of_member = benefit.payee is Entity.MEMBER
    received, doubtful = _received(population, benefit.id, results.program.receiving)
    home = np.repeat(np.arange(len(population)), np.diff(offsets))
    waits, unsure = (each[home] if of_member else each for each in homes)
    if not of_member:
        received, doubtful = (_any_of(each, offsets) for each in (received, doubtful))
    possible = columns.status != 0
    gone = possible & waits & ~received & ~doubtful
    columns.withhold(np.flatnonzero(gone))
    left = np.flatnonzero(possible & (unsure | waits & doubtful & ~received))
    for row in left.tolist():
        at = int(home[row]) if of_member else row
        case = population.case(at, results.program.facts)
        payee = row - int(offsets[at]) if of_member else HOUSEHOLD
        outcome = columns.outcome(row, payee)
        started = Starts.of(results.program, case, month).applied(outcome)
        columns.refer(row, started)
        gone[row] = started.not_begun
    return gone


def _received(population: Population, benefit: str, column: int | None) -> tuple[Array, Array]:
    """Which members are recorded as being paid a benefit, and of whom that is not known."""
    nobody = np.zeros(int(population.offsets[-1]), np.bool_)
    received = population.receiving.get(benefit, nobody)
    gaps = None if column is None else population.members[column].gaps
    return received, nobody if gaps is None else gaps >= UNKNOWN


def _any_of(members: Array, offsets: Array) -> Array:
    """The households of which any member is meant."""
    running = np.concatenate(([0], np.cumsum(members)))
    return running[offsets[1:]] > running[offsets[:-1]]
