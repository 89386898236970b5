"""Decides the households of one partition, in a worker, as their rows come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from welfare_rules.rules import Rules
from welfare_rules.spark.columns import (
    FINDINGS,
    HOUSEHOLD,
    HOUSEHOLDS,
    KEY,
    KIND,
    MEMBER,
    MEMBERS,
    OF_FINDING,
    STRUCTS,
    TABLE,
)
from welfare_rules.spark.typed import Batches, Broadcast
from welfare_rules.tables.frame import Frame, Money

AT_ONCE = 32_768
"""Rows, of households and members, that are decided together at least; where the rows of a
partition are fewer, all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked for besides the tables, and under which headings ids stand."""

    benefits: Sequence[str] | None
    money: Money
    mapping: Mapping[str, Any]
    engine: str | None
    household: str  # the id in the table of households
    member: tuple[str, str]  # in that of members the household's, and their own
    members: bool  # whether there is a table of members


@dataclass(frozen=True, slots=True)
class Decide:
    """What `mapInArrow` calls with the rows of a partition, sorted by household."""

    rules: Broadcast
    asked: Asked

    def __call__(self, batches: Batches) -> Iterator[Any]:
        rules: Rules = self.rules.value
        for some in whole(batches, AT_ONCE):
            yield from _given(decided(rules, self.asked, some))


def whole(batches: Batches, least: int) -> Iterator[Any]:
    """The rows as tables of at least so many, each with all rows of each of its households.

    Rows with the same key must follow one another. The last table may be smaller.
    """
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    waiting: list[Any] = []
    rows, last = 0, None
    for batch in batches:
        if not batch.num_rows:
            continue
        keys = batch.column(KEY)
        ends = keys[-1].as_py()
        begun = compute.index(keys, keys[-1]).as_py()  # where the last household begins
        open_before = begun == 0 and ends == last
        if rows + begun >= least and not open_before:
            yield arrow.Table.from_batches([*waiting, batch.slice(0, begun)])
            waiting, rows = [], 0
            batch = batch.slice(begun)
        waiting.append(batch)
        rows += batch.num_rows
        last = ends
    if waiting:
        yield arrow.Table.from_batches(waiting)


def decided(rules: Rules, asked: Asked, rows: Any) -> dict[str, Frame]:
    """The three tables of results of some households with their members."""
    homes = _of_kind(rows, HOUSEHOLD)
    people = _of_kind(rows, MEMBER) if asked.members else None
    result = rules.run(
        homes, people, asked.benefits, money=asked.money, mapping=asked.mapping, engine=asked.engine
    )
    findings = _findings(asked, result.findings, {HOUSEHOLDS: homes, MEMBERS: people})
    return {HOUSEHOLDS: result.households, MEMBERS: result.members, FINDINGS: findings}


def _of_kind(rows: Any, kind: str) -> Any:
    """The rows of one of the tables, with its own columns."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    own = rows.filter(compute.equal(rows.column(KIND), kind)).column(kind)
    return arrow.Table.from_struct_array(own)


def _findings(asked: Asked, found: Frame, given: Mapping[str, Any]) -> Frame:
    """The findings with the ids of their rows in place of numbers."""
    told = found.to_pydict()
    columns: dict[str, list[Any]] = {name: told.get(name, []) for name in OF_FINDING}
    columns["table"] = told["file"]
    columns["household"], columns["member"] = [], []
    heads = {HOUSEHOLDS: (asked.household, ""), MEMBERS: asked.member}
    for table, row in zip(told["file"], told["row"], strict=True):
        for into, head in zip(("household", "member"), heads[table], strict=True):
            value = given[table].column(head)[row].as_py() if head else None
            columns[into].append(None if value is None else str(value))
    return Frame(OF_FINDING, blocks=[list(columns.values())])


def _given(frames: Mapping[str, Frame]) -> Iterator[Any]:
    """The tables of results as rows of one, in which the columns of the others are empty."""
    arrow = import_module("pyarrow")
    tables = {name: arrow.table(frame) for name, frame in frames.items()}
    types = {name: arrow.struct(list(each.schema)) for name, each in tables.items()}
    for name, table in tables.items():
        for batch in table.to_batches():
            columns = {TABLE: arrow.repeat(name, batch.num_rows)}
            for other, struct in STRUCTS.items():
                columns[struct] = (
                    batch.to_struct_array()
                    if other == name
                    else arrow.nulls(batch.num_rows, types[other])
                )
            yield arrow.RecordBatch.from_pydict(columns)
