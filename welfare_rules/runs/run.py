"""Goes through the households of two tables and decides them, block by block."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from welfare_rules.answer.starts import decided_many
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.engine.reference import Grounds, grounds_of
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import TableError, errors_of
from welfare_rules.law.law import Law
from welfare_rules.loading import latest_day
from welfare_rules.program.at_once import at_once
from welfare_rules.program.case import Case
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import unconfirmed_below
from welfare_rules.runs import USUAL_MEMORY
from welfare_rules.runs.block import Block, Provisional, Rows
from welfare_rules.runs.columns import FINDINGS, Layouts, chosen
from welfare_rules.runs.distances import Distances
from welfare_rules.runs.months import Monthly
from welfare_rules.runs.overview import Overview, lines_of
from welfare_rules.runs.result import RunResult, findings_of, rows_of_findings
from welfare_rules.runs.summary import Summary
from welfare_rules.tables.cases import HouseholdRow, Pair, pair_of
from welfare_rules.tables.frame import Frame, Money
from welfare_rules.tables.gathering import parts_of
from welfare_rules.tables.mapping import AS_IT_IS, Mapped, read_mapping
from welfare_rules.tables.sources import TableInput, path_of, tables_of
from welfare_rules.tables.table import Spotted, Table

if TYPE_CHECKING:
    from welfare_rules.runs.homes import Homes

BLOCK = 4096
"""Households that are decided at once."""


@dataclass(slots=True)
class Run:
    """One run: the tables, the rules of its months, and what is found on the way."""

    months: Sequence[Monthly]
    engine: str
    benefits: tuple[BenefitInForce, ...]
    pair: Pair
    layouts: Layouts
    unsure: dict[str, frozenset[str]]
    spotted: list[tuple[Table, Spotted]] = field(default_factory=list[tuple[Table, Spotted]])
    summaries: dict[str, Summary] = field(default_factory=dict[str, Summary])
    overviews: dict[str, Overview] = field(default_factory=dict[str, Overview])
    distances: dict[str, Distances] = field(default_factory=dict[str, Distances])
    files: Sequence[Path] = ()
    threads: int = 1

    @classmethod
    def of(
        cls,
        months: Sequence[Monthly],
        households: TableInput,
        members: TableInput | None,
        mapped: Mapped,
        benefits: Sequence[str] | None,
        engine: str,
    ) -> Run:
        """A run over tables as they were given.

        Raises TableError for tables whose headings cannot be used, RequestError for a benefit that
        is not there, EngineMissing.
        """
        law, labels = months[0].program.law, months[0].reader.labels
        wanted = chosen((each.program for each in months), benefits)
        spotted: list[tuple[Table, Spotted]] = []

        def spot(table: Table, each: Spotted) -> None:
            spotted.append((table, each))

        pair = _opened(law, labels, households, members, mapped, spot)
        town = pair.head.of("town") is not None
        layouts = Layouts.of(wanted, months=len(months) > 1, town=town)
        names = {each.id for each in wanted}
        by_rows = () if engine == "columns" else months
        unsure = {each.month.text: _unsure(each.program, names) for each in by_rows}
        made = cls(months, engine, wanted, pair, layouts, unsure, spotted)
        paths = (path_of(each) for each in (households, members))
        made.files = [each for each in paths if each is not None]
        for each in months:
            here = [one for one in each.program.benefits if one.id in names]
            circles = [one.circle.id for one in each.program.circles]
            made.summaries[each.month.text] = Summary.of(circles, here)
        return made

    def look_over(self) -> None:
        """Has the run gather what a head of office reads as well."""
        for each in self.months:
            lines = lines_of(each.program)
            self.overviews[each.month.text] = Overview(lines)
            if self.engine != "columns":
                self.distances[each.month.text] = Distances.of(each.program, lines)

    def count(self) -> int:
        """How many rows the table of households has."""
        return sum(len(each.rows) for each in self.pair.households.batches())

    def rows(self, parts: int = 1) -> Iterator[HouseholdRow]:
        """The households as they are read, gathered in so many parts."""
        return self.pair.rows(lambda case: self.months[0].read(case), parts)

    def blocks(self, memory: int = USUAL_MEMORY) -> Iterator[Block]:
        """The results, block by block; rows that wait for others take so many MB, the rest waits on
        disk. Raises TableError for what no row can make good.
        """
        if self.engine == "columns":
            yield from self._by_columns(memory)
            return
        rows = self.rows(parts_of(self.files, memory))
        while some := some_at_once(rows):
            yield self._block(some)

    def _by_columns(self, memory: int) -> Iterator[Block]:
        """The same by columns; NumPy is imported here."""
        from welfare_rules.runs.tabled import Tabled

        tabled = Tabled(self.months, self.layouts, self.summaries, self.overviews, self.threads)
        for homes in self.homes(memory):
            if homes.households:
                yield tabled.block(homes)

    def homes(self, memory: int = USUAL_MEMORY) -> Iterator[Homes]:
        """The households with their members, some at a time, as the columns engine takes them."""
        from welfare_rules.runs.homes import Gathering, size_of

        first = self.months[0]
        latest = latest_day(first.known, first.month)
        with ExitStack() as stack:
            size = size_of(first.program, memory)
            gathering = Gathering(
                first.program, self.pair, first.reader, first.read, latest, size, stack
            )
            yield from gathering.homes()

    def decided(
        self, several: Sequence[Monthly]
    ) -> Iterator[tuple[HouseholdRow, tuple[Decision, ...]]]:
        """Each household with what each of some rules, which read alike, decide of it; nothing of
        one that is refused. Raises TableError for what no row can make good.
        """
        rows = self.pair.rows(lambda case: self.months[0].read(case))
        while some := some_at_once(rows):
            cases = [row.case for row in some if row.case is not None]
            found = zip(*[self._decided(each, cases) for each in several], strict=True)
            yield from ((row, () if row.case is None else next(found)) for row in some)

    def _block(self, rows: Sequence[HouseholdRow]) -> Block:
        good = [(row, row.case) for row in rows if row.case is not None]
        for each in self.summaries.values():
            each.households += len(rows)
            each.members += sum(row.people for row in rows)
            each.refused += len(rows) - len(good)
        made = Rows(self.layouts)
        cases = [case for _, case in good]
        by_month = [self._decided(each, cases) for each in self.months]
        for (row, case), *decisions in zip(good, *by_month, strict=True):
            for month, decision in zip(self.months, decisions, strict=True):
                text = month.month.text
                unsure, overview = self.unsure[text], self.overviews.get(text)
                evaluation = month.reference.evaluate(case, month.month)
                grounds = grounds_of(decision) or evaluation
                provisional = _provisional(grounds, unsure)
                outcomes = made.add(case, decision, provisional, text, row.town)
                self.summaries[text].add(decision.circle, outcomes)
                if overview is not None:
                    above = self.distances[text].above(case, month.month, evaluation)
                    overview.add(outcomes, row.people, row.town, above)
        return made.block()

    def _decided(self, month: Monthly, cases: Sequence[Case]) -> Iterator[Decision]:
        return decided_many(month.engine(self.engine), cases, month.month)


def some_at_once(rows: Iterator[HouseholdRow]) -> list[HouseholdRow]:
    """The next households that are decided at once; none when there are no more."""
    return at_once(rows, lambda row: row.people, BLOCK)


def _opened(
    law: Law,
    labels: Labels,
    households: TableInput,
    members: TableInput | None,
    mapped: Mapped,
    spot: Callable[[Table, Spotted], None],
) -> Pair:
    homes, people = tables_of(households, members, mapped)
    return pair_of(law, labels, mapped, homes, people, spot)


def _unsure(program: Program, names: Collection[str]) -> frozenset[str]:
    """The benefits among some below which anything lies that no published document confirms."""
    return frozenset(
        each.id
        for each in program.benefits
        if each.id in names and unconfirmed_below(program, each)
    )


def _provisional(grounds: Grounds, unsure: frozenset[str]) -> Provisional:
    """Whether an outcome rests on what no published document confirms, asked where that may be."""

    def provisional(outcome: Outcome) -> bool:
        if outcome.benefit.id not in unsure:
            return False
        return grounds.rests(outcome.benefit, outcome.payee).provisional

    return provisional


def run_tables(
    months: Sequence[Monthly],
    households: TableInput,
    members: TableInput | None,
    benefits: Sequence[str] | None,
    *,
    strict: bool,
    money: Money,
    mapping: str | PathLike[str] | Mapping[str, Any] | None,
    engine: str | None,
) -> RunResult:
    """The results of a run over tables as they were given, kept in memory."""
    mapped = AS_IT_IS if mapping is None else read_mapping(mapping)
    run = Run.of(months, households, members, mapped, benefits, engine or usual_engine())
    return run_in_memory(run, strict=strict, money=money)


def usual_engine() -> str:
    """The engine that decides many households here: columns where NumPy is installed."""
    return "columns" if find_spec("numpy") is not None else "native"


def run_in_memory(run: Run, *, strict: bool, money: Money) -> RunResult:
    """The results of a run, kept in memory.

    With `strict` any error raises TableError with all of them.
    """
    homes, people = (
        Frame(run.layouts.households.kinds, money),
        Frame(run.layouts.members.kinds, money),
    )
    for block in run.blocks():
        homes.blocks.append(block.households)
        people.blocks.append(block.members)
    errors = errors_of(findings_of(run.spotted))
    if strict and errors:
        raise TableError(errors)
    told = Frame(FINDINGS, blocks=[rows_of_findings(run.spotted)])
    return RunResult(homes, people, told, dict(run.summaries))
