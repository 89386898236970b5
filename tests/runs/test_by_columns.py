"""A run by columns says what a run household by household says, however the tables look."""

from __future__ import annotations

from itertools import compress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.runs.test_run import BINHAI, DRAWERS, MODEL, RULES
from tests.support.effort import examples
from tests.support.tables import Columns, csv_of, tables_of
from welfare_rules.runs.result import RunResult
from welfare_rules.samples.drawing import Drawer
from welfare_rules.tables import delimited

pytest.importorskip("numpy")

from welfare_rules.runs import clean
from welfare_rules.runs import homes as module

DIRT = (
    "",
    "x",
    "-5",
    "1e3",
    "12.345",
    "2099-01-01",
    "none",
    "0",
    "h1",
    "合计",
    None,
    1,
    1.0,
    3.5,
    True,
)


def dirty(random: Random, columns: dict[str, list[Any]]) -> None:
    """Puts something else into some cells."""
    for _ in range(random.choice((0, 1, 3))):
        name = random.choice([*columns])
        if columns[name]:
            columns[name][random.randrange(len(columns[name]))] = random.choice(DIRT)


def disordered(random: Random, drawer: Drawer) -> tuple[Columns, Columns]:
    """Five households that were drawn, some with facts left out, and their members in any order."""
    cases = [drawer.household(random.randrange, (1, 4), unknown=each % 2 * 2) for each in range(5)]
    tables = tables_of([drawer.written(each) for each in cases])
    shuffled(random, tables[1])
    return tables


def shuffled(random: Random, columns: dict[str, list[Any]]) -> None:
    """Puts the rows in another order."""
    order = [*range(len(columns["id"]))]
    random.shuffle(order)
    for name, cells in columns.items():
        columns[name] = [cells[place] for place in order]


def told(result: RunResult) -> dict[str, Any]:
    frames = result.households, result.members, result.findings
    return {"summary": result.summary(), "frames": [each.to_pydict() for each in frames]}


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32), text=st.booleans())
def test_tables_are_read_alike_by_columns_and_by_rows(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    place: int,
    seed: int,
    text: bool,
) -> None:
    random, drawer = Random(seed), DRAWERS[place]
    monkeypatch.setattr(module, "size_of", lambda *_: random.choice((2, 3, 100)))
    monkeypatch.setattr(module, "AT_ONCE", random.choice((1, 2, 50)))
    monkeypatch.setattr(delimited, "AT_ONCE", random.choice((1, 2, 50)))
    monkeypatch.setattr(clean, "BATCH", random.choice((1, 3, 50)))
    tables = disordered(random, drawer)
    for each in tables:
        dirty(random, each)
    if random.random() < 0.3:
        tables[0]["id"][1] = tables[0]["id"][0]
    given: Any = tables
    if text:
        folder = tmp_path_factory.mktemp("csv")
        given = [csv_of(folder / f"{at}.csv", each) for at, each in enumerate(tables)]
    said: list[Any] = []
    for engine in ("columns", "native"):
        try:
            said.append(told(RULES[place].run(*given, engine=engine)))
        except wr.TableError as error:
            said.append([(each.code, each.place) for each in error.findings])
    assert said[0] == said[1]


@settings(max_examples=examples(8))
@given(place=st.sampled_from((0, 1)), seed=st.integers(0, 2**32), first=st.integers(1, 10))
def test_several_months_are_decided_as_each_by_itself(place: int, seed: int, first: int) -> None:
    random, drawer = Random(seed), DRAWERS[place]
    cases = [drawer.household(random.randrange, (1, 3), unknown=each % 2) for each in range(4)]
    tables = tables_of([drawer.written(each) for each in cases])
    policy = (MODEL, BINHAI)[place]
    texts = [f"2021-{first + each:02d}" for each in range(3)]
    made = [
        told(policy.run(*tables, texts[0], texts[-1], "2021-12-31", engine=engine))
        for engine in ("columns", "native")
    ]
    assert made[0] == made[1]
    homes, people, _ = made[0]["frames"]
    assert homes["month"] == texts * 4  # of each household month after month
    for at, month in enumerate(texts):
        alone = told(policy.at(month, "2021-12-31").run(*tables))
        assert made[0]["summary"]["months"][month] == alone["summary"]
        for several, one in ((homes, alone["frames"][0]), (people, alone["frames"][1])):
            own = [each == month for each in several["month"]]
            for name, cells in one.items():
                assert [*compress(several[name], own)] == cells, (name, at)
            for name in several.keys() - one.keys() - {"month"}:  # not in force in this month
                assert set(compress(several[name], own)) <= {None, ()}


def test_arrow_columns_of_every_kind_are_read_as_their_values() -> None:
    arrow = pytest.importorskip("arro3.core")
    kinds = arrow.DataType
    homes = {"id": ["h1", "h2"], "area": ["rural", None], "vehicles": [1, 0]}
    people = {
        "household": ["h1", "h2", "h2"],
        "id": ["p1", "p1", "p2"],
        "relation": ["head", "head", "child"],
        "employed": [True, False, True],
        "wage": [1200.5, 0.0, 7.25],
        "self_care_items_failed": [0, 6, None],
    }
    types = {
        "vehicles": kinds.int8(),
        "employed": kinds.bool(),
        "wage": kinds.float64(),
        "self_care_items_failed": kinds.int64(),
        "relation": kinds.dictionary(kinds.int32(), kinds.utf8()),
    }

    def table(columns: dict[str, list[Any]]) -> Any:
        made = {}
        for name, cells in columns.items():
            kind = types.get(name, kinds.utf8())
            plain = kinds.utf8() if name == "relation" else kind
            made[name] = arrow.Array(cells, plain).cast(kind)
        return arrow.Table.from_pydict(made)

    of_arrow, of_lists = RULES[0].run(table(homes), table(people)), RULES[0].run(homes, people)
    assert told(of_arrow) == told(of_lists)
    assert len(of_arrow.members) == 3
