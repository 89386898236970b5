"""Steps of a program worked out for many households: exact numbers, or what is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from welfare_rules.basics.days import Month
from welfare_rules.engine.columns import known
from welfare_rules.engine.columns.blocks import Block, blocks_of, groups_of
from welfare_rules.engine.columns.bounded import Unfound, Value, triple
from welfare_rules.engine.columns.code import Form, bounded_of, days_of, facts_of, form_of
from welfare_rules.engine.columns.gaps import gaps_of, lacking_of, looked_at
from welfare_rules.engine.columns.kinds import Array, dtype_of, kind_of
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.printer import reasons_source
from welfare_rules.engine.columns.unfound import any_of
from welfare_rules.engine.integer.form import Output
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.language.types import Entity
from welfare_rules.program.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """What is known of one step in every row: the least and the most of its numerator, and its
    denominator; the numerator is known where `settled`.
    """

    low: Array
    high: Array
    below: Array
    settled: Array


class Asked:
    """Steps that are asked by the benefits for whose payees they are worked out.

    >>> import welfare_rules as wr
    >>> from welfare_rules.engine.columns.population import population_of_cases
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> case = rules.read({"id": "h", "members": [{"id": "p", "birth_date": "1950-03-01"}]})
    >>> ages = Asked(rules.program, {"old_age_allowance": ["age"]})
    >>> population = population_of_cases(rules.program, [case])
    >>> ages.values(population, rules.month)["old_age_allowance"][0].low.tolist()
    [71]
    """

    def __init__(self, program: Program, steps: Mapping[str, Sequence[str]]) -> None:
        self.program, self.steps = program, steps
        printed = reasons_source, "reasons_of"
        self.form: Form = form_of(lowered(program, steps), *printed)
        careful = lowered(program, steps, within_bounds=True)
        self.bounded = bounded_of(careful, *printed)
        self.facts = self.form.facts | facts_of(careful)
        self.looked = looked_at(self.facts, program.facts)
        self.outputs: dict[str, Output] = {
            each.benefit.id: each for each in self.form.program.outputs()
        }

    def values(self, population: Population, month: Month) -> dict[str, list[Range]]:
        """What is known of each step that is asked by a benefit, for each of its payees."""
        facts, form = self.program.facts, self.form
        lacking = lacking_of(population, self.looked)
        made = {name: [*self._empty(name, population)] for name in self.steps}
        days = days_of(month)
        incomplete = np.ones(len(population), np.bool_) if form.open else lacking.count > 0
        if not incomplete.all():
            for block in blocks_of(population):
                self._put(made, block, form.plain(*block.plain(form.facts), *days))
        for rows in groups_of(incomplete, lacking):
            for block in blocks_of(population.of(rows), rows, population.offsets):
                gaps = gaps_of(block.alone(), self.looked, len(self.program.facts))
                given = block.bounded(self.facts, facts, gaps)
                self._put(made, block, self.bounded(*given, *days))
        return made

    def _empty(self, name: str, population: Population) -> Iterator[Range]:
        output = self.outputs[name]
        of_member = output.benefit.payee is Entity.MEMBER
        count = int(population.offsets[-1]) if of_member else len(population)
        for top, below in zip(output.truths[::2], output.truths[1::2], strict=True):
            numbers, under = (
                dtype_of("exact" if kind_of(each.low, each.high) == "exact" else "i64")
                for each in (top, below)
            )
            yield Range(
                np.zeros(count, numbers),
                np.zeros(count, numbers),
                np.ones(count, under),
                np.zeros(count, np.bool_),
            )

    def _put(self, made: Mapping[str, list[Range]], block: Block, given: tuple[Any, ...]) -> None:
        """Writes what printed code gives of a block."""
        by_entity = dict(zip((Entity.HOUSEHOLD, Entity.MEMBER), given, strict=True))
        for name, columns in made.items():
            output = self.outputs[name]
            entity = output.benefit.payee
            rows, values = block.rows(entity), by_entity[entity][output.place]
            count = block.count(entity)
            for column, top, below in zip(columns, values[::2], values[1::2], strict=True):
                low, high, _ = (known.spread(each, count) for each in triple(top))
                column.low[rows], column.high[rows] = low, high
                column.below[rows] = known.spread(below, count)
                column.settled[rows] = np.equal(low, high) & _has_ends(top)


def _has_ends(value: Value) -> Value:
    """Where a value has both bounds."""
    if not isinstance(value, Unfound):
        return True
    return np.logical_not(any_of(value.no_low, value.no_high))
