"""A change told of by columns is told of as household by household."""

from __future__ import annotations

from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.runs.test_lacking import households
from tests.support.effort import examples
from tests.support.tables import tables_of
from welfare_rules.impact.comparison import Comparison
from welfare_rules.impact.run import both_sides, reads_alike
from welfare_rules.samples.drawing import Drawer

pytest.importorskip("numpy")

from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.columns.population import Population
from welfare_rules.engine.columns.results import BenefitColumns, Results
from welfare_rules.runs import homes as module

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
RAISED = MODEL.what_if({"dibao_standard": "900"}, start="2021-01")
SIDES = (
    (MODEL.at("2021-06", "2021-12-31"), MODEL.at("2021-08", "2021-12-31")),
    (MODEL.at("2021-08", "2021-12-31"), RAISED.at("2021-08", "2021-12-31")),
    (MODEL.at("2021-08", "2021-12-31"), MODEL.at("2021-08", "2021-12-31")),
    (BINHAI.at("2021-06", "2021-12-31"), BINHAI.at("2024-03", "2024-12-31")),
)


def told(found: Comparison) -> dict[str, Any]:
    """All that is counted of a population."""
    return {name: getattr(found, name) for name in Comparison.__dataclass_fields__}


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(range(len(SIDES))), seed=st.integers(0, 2**32))
def test_columns_and_households_say_the_same_of_a_change(
    monkeypatch: pytest.MonkeyPatch, place: int, seed: int
) -> None:
    random, (before, after) = Random(seed), SIDES[place]
    monkeypatch.setattr(module, "AT_ONCE", random.choice((2, 50)))
    drawer = Drawer.of(before)
    cases = [drawer.household(random.randrange, (1, 4), unknown=each % 3) for each in range(6)]
    homes, people = tables_of([drawer.written(each) for each in cases])
    homes["town"] = [random.choice(("east", "west", "")) for _ in cases]
    if random.random() < 0.3:
        homes["area"] = ["farm", *homes.get("area", [None] * len(cases))[1:]]
    made = [both_sides(before, after, homes, people, engine=each) for each in ("columns", "native")]
    assert told(made[0].comparison) == told(made[1].comparison)
    assert made[0].why == made[1].why
    assert made[0].findings == made[1].findings


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(range(len(SIDES))), seed=st.integers(0, 2**32))
def test_households_that_are_alike_are_compared_as_one_by_one(
    monkeypatch: pytest.MonkeyPatch, place: int, seed: int
) -> None:
    random = Random(seed)
    monkeypatch.setattr(module, "MOST_SQUARES", random.choice((1, 500, 400_000)))
    tables = households(random)
    made = [both_sides(*SIDES[place], *tables, engine=each) for each in ("columns", "native")]
    assert told(made[0].comparison) == told(made[1].comparison)
    assert made[0].comparison.households.counts["undetermined"] > 0


def test_of_households_that_are_alike_one_is_decided_and_held_against_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided, added, run, add = list[int](), list[str](), Columns.run, Comparison.add

    def counted(self: Columns, population: Population, *args: Any, **options: Any) -> Any:
        decided.append(len(population))
        return run(self, population, *args, **options)

    def once(self: Comparison, id_: str, *rest: Any) -> None:
        added.append(id_)
        add(self, id_, *rest)

    monkeypatch.setattr(Columns, "run", counted)
    monkeypatch.setattr(Comparison, "add", once)
    homes = {"id": [f"h{each}" for each in range(30)], "town": [*"abc" * 10]}
    people = {
        "household": [f"h{each // 50}" for each in range(1500)],
        "id": [f"p{each}" for each in range(1500)],
    }
    found = both_sides(*SIDES[0], homes, people, engine="columns").comparison
    assert decided == [1, 1]
    assert added == ["h0"]
    assert found.benefits["dibao"].counts["undetermined"] == 30
    assert [each.counts["undetermined"] for each in found.groups["town"].values()] == [10] * 3
    for place, row in enumerate(found.rows):
        own = [*dict.fromkeys(each.payee for each in row.turns if each.payee)]
        assert (row.id, row.town) == (homes["id"][place], homes["town"][place])
        assert own == people["id"][50 * place :][:50]


def test_what_cannot_be_said_is_compared_without_writing_out_an_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It names all that is missing, which no comparison tells."""

    def refused(*_: object) -> Any:
        raise AssertionError("an outcome was written out")

    monkeypatch.setattr(BenefitColumns, "outcome", refused)
    monkeypatch.setattr(Results, "outcomes", refused)
    people = {"household": ["h1", "h1"], "id": ["p1", "p2"], "birth_date": ["1940-05-01"] * 2}
    found = both_sides(*SIDES[0], {"id": ["h1"]}, people, engine="columns").comparison
    assert found.households.counts["undetermined"] == 1
    assert {each.payee for each in found.rows[0].turns} == {"", "p1", "p2"}


def test_laws_that_read_alike_are_read_once_whatever_files_they_stand_in(tmp_path: Path) -> None:
    before, other = SIDES[0][0], SIDES[3][0]
    copied = copytree(Path(wr.__file__).parent.parent / "policies", tmp_path / "policies")
    after = wr.load("cn/model", copied).at("2021-06", "2021-12-31")
    assert after.program.law is not before.program.law
    assert reads_alike(before, after)
    assert not reads_alike(before, other)


@settings(max_examples=examples(10))
@given(place=st.sampled_from(range(len(SIDES))), seed=st.integers(0, 2**32))
def test_benefits_that_are_not_asked_for_change_nothing_of_the_others(
    place: int, seed: int
) -> None:
    """They are not decided at all."""
    random, (before, after) = Random(seed), SIDES[place]
    drawer = Drawer.of(before)
    cases = [drawer.household(random.randrange, (1, 4), unknown=each % 3) for each in range(5)]
    tables = tables_of([drawer.written(each) for each in cases])
    everything = wr.compare_runs(before, after, *tables).to_dict()
    names = [each.id for each in before.program.benefits if random.random() < 0.5]
    names = names or ["dibao"]
    for engine in ("columns", "native"):
        some = wr.compare_runs(before, after, *tables, names, engine=engine).to_dict()
        assert some["benefits"] == {name: everything["benefits"][name] for name in names}
        assert some["circles"] == everything["circles"]
        kept = [
            (row["household"], turn)
            for row in everything["rows"]
            for turn in row["changes"]
            if turn["benefit"] in names
        ]
        told = [(row["household"], turn) for row in some["rows"] for turn in row["changes"]]
        assert sorted(told, key=str) == sorted(kept, key=str)
