"""A run on Spark decides as a run on one machine does, however the rows lie on the cluster."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple
from tests.support.spark import session
from tests.support.tables import Columns, tables_of
from welfare_rules.spark import driver, run
from welfare_rules.spark.columns import STRUCTS
from welfare_rules.spark.worker import whole
from welfare_rules.synthetic.files import write
from welfare_rules.synthetic.reading import read

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")
MODEL = wr.load("cn/model")
RULES = MODEL.at("2021-08", known="2021-12-31")


@pytest.fixture(scope="module")
def spark() -> Any:
    return session()


def county(folder: Path) -> tuple[Columns, Columns]:
    """A made-up county of which much is unknown and something is wrong, all cells texts."""
    write(read("model-county"), 120, 7, folder / "county")
    homes, people = (texts(folder / "county" / f"{each}.csv") for each in ("households", "members"))
    homes["vehicles"][::9] = [None] * len(homes["vehicles"][::9])
    people["wage"][::5] = [None] * len(people["wage"][::5])
    kinds = people["disability_kind"]
    people["unknown"] = ["disability_kind" if n % 7 == 0 else None for n in range(len(kinds))]
    kinds[::7] = [None] * len(kinds[::7])
    homes["area"][3] = "farm"  # no such choice
    homes["id"][5] = homes["id"][6]  # twice, and the members of the one have no household
    homes["id"][8] = None
    homes["id"][30] = f" {homes['id'][30]}\u3000"  # the same id for all that
    people["wage"][11] = "1.234"  # no whole fen
    people["household"][20] = " "
    people["wage"][41] = "9999999"  # doubtful
    return homes, people


def texts(path: Path) -> Columns:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heads, *rows = csv.reader(stream)
    return {head: [row[n] or None for row in rows] for n, head in enumerate(heads)}


def frame(spark: Any, columns: Columns, parts: int, **types: str) -> Any:
    """The columns as a DataFrame, texts but where a type is named, on so many partitions."""
    schema = ", ".join(f"`{name}` {types.get(name, 'string')}" for name in columns)
    made = spark.createDataFrame(rows_of(columns), schema)
    return made.repartition(parts)


def rows_of(columns: Columns) -> list[tuple[Any, ...]]:
    return list(zip(*columns.values(), strict=True))


def collected(result: Any) -> dict[str, Columns]:
    """The three tables; each row is of one of them, and of no other."""
    rows = result.rows.toArrow().to_pylist()
    assert all([n for n in STRUCTS.values() if row[n]] == [STRUCTS[row["table"]]] for row in rows)
    made: dict[str, Columns] = {}
    for table, struct in STRUCTS.items():
        names = getattr(result, table).columns
        own = [each[struct] for each in rows if each[struct]]
        made[table] = {name: [each[name] for each in own] for name in names}
    return made


def alike(found: Columns, expected: Columns) -> bool:
    """Whether two tables have the same columns, and the same rows in any order."""
    return list(found) == list(expected) and sorted(map(repr, rows_of(found))) == sorted(
        map(repr, rows_of(expected))
    )


def with_ids(findings: Columns, homes: Columns, people: Columns) -> list[str]:
    """Findings of a run on one machine as Spark tells them: ids in place of numbers of rows."""
    made = [
        (table, homes["id"][row], None) if table == "households" else
        (table, people["household"][row], people["id"][row])
        for table, row in zip(findings["file"], findings["row"], strict=True)
    ]  # fmt: skip
    rest = ("column", "severity", "code", "message_zh", "message_en")
    others = rows_of({name: findings[name] for name in rest})
    return sorted(repr(ids + other) for ids, other in zip(made, others, strict=True))


def test_all_columns_are_those_of_a_run_on_one_machine(spark: Any, tmp_path: Path) -> None:
    homes, people = county(tmp_path)
    alone = RULES.run(homes, people)
    found = collected(run(frame(spark, homes, 3), frame(spark, people, 2), RULES, partitions=4))
    assert len(found["households"]["id"]) > 100
    assert "undetermined" in found["households"]["dibao.status"]
    assert alike(found["households"], alone.households.to_pydict())
    assert alike(found["members"], alone.members.to_pydict())
    told = alone.findings.to_pydict()
    assert sorted(map(repr, rows_of(found["findings"]))) == with_ids(told, homes, people)
    assert {"WR404", "WR405", "WR409", "WR445", "WR446"} <= {*told["code"]}


def test_ids_of_other_types_and_cells_that_are_no_texts_mean_the_same(spark: Any) -> None:
    homes, people = tables_of([couple(), couple(), couple()])
    homes["id"], people["household"] = [1.0, 2.0, 3.5], ["1", " 1\t", "2", "2", "3.5", "3.5"]
    for name in ("wage", "household"):
        people.setdefault(name, [None] * 6)
    homes["vehicles"] = [0, 1, 0]
    people["wage"] = [Decimal("812.50"), None, Decimal("0.00"), None, None, None]
    asked: dict[str, Any] = {
        "benefits": [MODEL.benefits["dibao"].label.zh, "old_age_allowance"],
        "money": "fen",
    }
    alone = RULES.run(homes, people, **asked)
    given = (
        frame(spark, homes, 2, id="double", vehicles="int"),
        frame(spark, people, 2, wage="decimal(12,2)"),
    )
    found = collected(run(*given, RULES, partitions=2, **asked))
    assert alike(found["households"], alone.households.to_pydict())
    assert alike(found["members"], alone.members.to_pydict())
    told = alone.findings.to_pydict()
    assert sorted(found["findings"]["code"]) == sorted(told["code"]) == ["WR403", "WR446", "WR446"]


def test_headings_are_refused_before_anything_runs(spark: Any) -> None:
    homes, people = tables_of([couple()])
    homes["vehicels"] = homes.pop("vehicles")
    with pytest.raises(wr.TableError) as caught:
        run(frame(spark, homes, 1), frame(spark, people, 1), RULES)
    assert [each.code for each in caught.value.findings] == ["WR440"]


def test_what_is_no_frame_of_spark_is_refused_with_the_way_out(spark: Any) -> None:
    with pytest.raises(wr.TableError) as caught:
        run({"id": ["h1"]}, None, RULES)  # type: ignore[type-var]
    assert "rules.run" in str(caught.value)


@settings(max_examples=examples(200))
@given(
    sizes=st.lists(st.integers(1, 9), max_size=12),
    cuts=st.sets(st.integers(1, 60)),
    least=st.integers(1, 20),
)
def test_no_household_is_cut_however_its_rows_arrive(
    sizes: list[int], cuts: set[int], least: int
) -> None:
    arrow = pytest.importorskip("pyarrow")
    keys = [f"h{n}" for n, size in enumerate(sizes) for _ in range(size)]
    rows = arrow.RecordBatch.from_pydict({"key": keys, "place": [*range(len(keys))]})
    ends = [0, *sorted(each for each in cuts if each < len(keys)), len(keys)]
    batches = [rows.slice(low, high - low) for low, high in pairwise(ends)]
    made = [each.to_pydict() for each in whole(batches, least)]
    assert [n for each in made for n in each["place"]] == [*range(len(keys))]
    parts = [[key for key, _ in groupby(each["key"])] for each in made]
    assert [*chain(*parts)] == [f"h{n}" for n in range(len(sizes))]  # no key in two parts
    assert all(len(each["key"]) >= least for each in made[:-1])


@pytest.mark.parametrize("missing", ["pyspark", "java"])
def test_what_is_missing_is_said_with_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if missing == "pyspark":
        monkeypatch.setattr(driver, "find_spec", lambda name: None)
    else:
        pytest.importorskip("pyspark")
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(wr.EngineMissing) as caught:
        driver.local_session()
    wanted = {"pyspark": "pip install 'welfare-rules[spark]'", "java": "JAVA_HOME"}[missing]
    assert wanted in caught.value.words.zh
    assert wanted in caught.value.words.en
