"""Measures the columns engine: a population of the model county, every benefit, on one processor.

Run it from the checkout: `python -m benchmarks.columns [HOUSEHOLDS]`. It proves some households equal
to the reference engine before it times anything. The yardstick is the least that any program over
the same columns could do: to read each of them once.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np

import welfare_rules as wr
from tests.oracle.households import random_case
from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.columns.population import UNKNOWN, Column, Population, population_of_cases
from welfare_rules.engine.columns.results import Results
from welfare_rules.engine.contract import decide_many
from welfare_rules.language.types import Entity
from welfare_rules.program.case import Case

MONTH, KNOWN = "2021-08", "2021-12-31"
DISTINCT = 3000  # households drawn; larger populations repeat them in a random order


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """The best of five runs, in seconds of the processor unless another clock is given."""
    found: list[float] = []
    for _ in range(5):
        start = clock()
        work()
        found.append(clock() - start)
    return min(found)


def drawn(rules: wr.Rules) -> list[Case]:
    random = Random(1)
    day = date.fromisoformat(KNOWN)
    return [rules.read(random_case(random, MONTH, day)) for _ in range(DISTINCT)]


def lacking(population: Population, rules: wr.Rules, share: float, seed: int) -> Population:
    """The same population, a share of whose members lack one fact each, any that is looked at."""
    random = np.random.default_rng(seed)
    engine = rules.engine("columns")
    assert isinstance(engine, Columns)
    columns = [place for place in population.members if _looked_at(engine, place)]
    people = len(population.member_ids)
    which = np.where(random.random(people) < share, random.choice(columns, people), -1)
    members = dict(population.members)
    for place in columns:
        gaps = members[place].gaps
        known = np.zeros(people, np.uint8) if gaps is None else gaps
        members[place] = Column(
            members[place].values, np.where(which == place, UNKNOWN, known).astype(np.uint8)
        )
    return replace(population, members=members)


def _looked_at(engine: Columns, place: int) -> bool:
    return any(column == place for _, column in engine.dues.facts)


def rows(households: int) -> Iterator[tuple[str, str, str]]:
    rules = wr.load("cn/model").at(MONTH, KNOWN)
    cases = drawn(rules)
    compiling = seconds(lambda: Columns(rules.program, rules.reference))
    engine = Columns(rules.program, rules.reference)
    small = population_of_cases(rules.program, cases)
    proved(rules, engine, cases[:300])
    judged = referred(engine.run(small, rules.month, reasons=True))
    settled = np.setdiff1d(np.arange(DISTINCT), judged)
    random = np.random.default_rng(1)
    population = small.of(settled[random.integers(0, len(settled), households)])
    size = len(population.member_ids) / households

    def run(**how: bool | int) -> Callable[[], object]:
        return lambda: engine.run(population, rules.month, **how)  # type: ignore[arg-type]

    def read_once() -> int:
        columns: Iterable[Column] = (*population.household.values(), *population.members.values())
        return sum(int(column.values.sum()) for column in columns)

    dues, clauses, floor = seconds(run()), seconds(run(reasons=True)), seconds(read_once)
    wall = seconds(run(), time.perf_counter) / seconds(run(threads=2), time.perf_counter)
    native = (
        seconds(lambda: all(decide_many(rules.engine("native"), cases, rules.month))) / DISTINCT
    )
    yield f"{households:,} settled households of {size:.1f}", f"{dues:.3f} s", ""
    yield "  households a second", f"{households / dues:,.0f}", ""
    yield "  / reading every column once", f"{dues / floor:.1f} x", ""
    yield "  with the clauses that hold", f"{clauses / dues:.1f} x", "at most 2"
    yield "  on two threads, wall clock", f"{wall:.1f} x", "towards 2, on two free processors"
    yield "the native engine, one after the other", f"{native * households / dues:.0f} x", ""
    yield "printing and compiling the program", f"{compiling * 1e3:.0f} ms", "under 500"
    few = lacking(population, rules, 0.2, 2)
    for what, some, reasons in (
        ("households at the thresholds, of which all is known", small, False),
        ("the same with the clauses that hold", small, True),
        (f"{households:,} households, a fifth of their members lacking one fact", few, False),
    ):
        start = time.process_time()
        made = engine.run(some, rules.month, reasons=reasons)
        each = (time.process_time() - start) / len(some)
        yield what, f"{each * households / dues:.1f} x", "10 at most"
        share = len(referred(made)) / len(some)
        yield "  of which the reference engine was asked something", f"{share:.2%}", ""


def referred(results: Results) -> list[int]:
    """The households of which the reference engine decided anything."""
    found: set[int] = set()
    for each in results.benefits.values():
        for row in each.referred:
            of_member = each.benefit.payee is Entity.MEMBER
            home = np.searchsorted(results.offsets, row, "right") - 1 if of_member else row
            found.add(int(home))
    return sorted(found)


def proved(rules: wr.Rules, engine: Columns, cases: list[Case]) -> None:
    """Fails unless the engine decides as the reference engine does, to the last reason."""
    for case, made in zip(cases, engine.decide_many(cases, rules.month), strict=True):
        judged = rules.reference.decide(case, rules.month)
        assert (made.circle, made.outcomes) == (judged.circle, judged.outcomes), case.id


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("households", nargs="?", type=int, default=200_000)
    for what, figure, promise in rows(parser.parse_args().households):
        print(f"{what:<62} {figure:>16}   {promise}")


if __name__ == "__main__":
    main()
