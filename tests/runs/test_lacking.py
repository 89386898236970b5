"""What households lack is named by columns as an answer names it, whoever their members are; and
households that are alike are decided once.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.runs.test_by_columns import shuffled, told
from tests.runs.test_run import RULES
from tests.support.effort import examples
from tests.support.tables import csv_of

pytest.importorskip("numpy")

import numpy as np

from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.columns.population import Population
from welfare_rules.runs import homes, lacking

IDS = ("p1", "p10", "p2", "!", "#", "*", "~", "a]", "a].wage", "王", "Z", "m0", "p1].", "9")
"""Ids that stand before and behind one another, before and behind what stands for all, and some
that end where a path goes on."""
KNOWN = {
    "birth_date": ("1940-02-03", "1990-05-06", "2015-07-08"),
    "wage": ("0", "1200.00", "9000.00"),
    "disability_kind": ("none",),
    "relation": ("head", "child"),
}


def households(random: Random) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Households of up to 13 members, of each of whom a few facts are known; some are alike."""
    table = {"id": [f"h{each}" for each in range(9)], "town": [*"xyxyxyxyx"]}
    people: dict[str, list[Any]] = {name: [] for name in ("household", "id", *KNOWN)}
    kinds = [known(random, random.choice((1, 2, 3, 4, 13))) for _ in range(4)]
    for home in table["id"]:
        kind = random.choice(kinds)
        for name, facts in zip(random.sample(IDS, len(kind)), kind, strict=True):
            for key, cell in {"household": home, "id": name, **facts}.items():
                people[key].append(cell)
    shuffled(random, people)
    return table, people


def known(random: Random, size: int) -> list[dict[str, str | None]]:
    """What is known of each member of a household."""
    common = random.random() < 0.5
    return [
        {
            fact: random.choice(values)
            if (fact == "birth_date" if common else random.random() < 0.3)
            else None
            for fact, values in KNOWN.items()
        }
        for _ in range(size)
    ]


@settings(max_examples=examples(16), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32))
def test_what_many_lack_is_named_as_the_reference_engine_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, place: int, seed: int
) -> None:
    random = Random(seed)
    monkeypatch.setattr(lacking, "AT_ONCE", random.choice((1, 20, 1 << 16)))
    monkeypatch.setattr(lacking, "NAMED_AT_ONCE", random.choice((1, 200, 1 << 19)))
    monkeypatch.setattr(homes, "MOST_SQUARES", random.choice((1, 500, 400_000)))
    monkeypatch.setattr(homes, "AGAIN", random.choice((1, 3, 20)))
    folder = tmp_path_factory.mktemp("csv")
    tables = [csv_of(folder / f"{at}.csv", each) for at, each in enumerate(households(random))]
    columns, native = (
        told(RULES[place].run(*tables, engine=engine)) for engine in ("columns", "native")
    )
    assert columns == native
    assert columns["summary"]["refused"] == 0
    assert any(columns["frames"][1]["missing_facts"])


def test_of_households_that_are_alike_one_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = list[int]()
    run = Columns.run

    def counted(self: Columns, population: Population, *args: Any, **options: Any) -> Any:
        decided.append(len(population))
        return run(self, population, *args, **options)

    monkeypatch.setattr(Columns, "run", counted)
    names = [f"p{each}" for each in range(200)]
    people = {"household": [f"h{each // 200}" for each in range(6000)], "id": names * 30}
    result = RULES[0].run({"id": [f"h{each}" for each in range(30)]}, people, engine="columns")
    assert sum(decided) < 5
    assert result.summary()["benefits"]["dibao"]["undetermined"] == 30
    first = result.members.to_pydict()["missing_facts"][:200]
    assert result.members.to_pydict()["missing_facts"] == first * 30


@pytest.mark.parametrize("members", [30, 200])
def test_large_households_whose_ages_are_known_are_decided_by_columns(
    members: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    referred, run = list[int](), Columns.run

    def kept(self: Columns, *args: Any, **options: Any) -> Any:
        results = run(self, *args, **options)
        referred.extend(row for each in results.benefits.values() for row in each.referred)
        return results

    monkeypatch.setattr(Columns, "run", kept)
    people = {
        "household": [f"h{each // members}" for each in range(2 * members)],
        "id": [f"p{each}" for each in range(2 * members)],
        "birth_date": [f"{1935 + each % 60}-05-06" for each in range(2 * members)],
    }
    tables = {"id": ["h0", "h1"]}, people
    columns, native = (told(RULES[0].run(*tables, engine=each)) for each in ("columns", "native"))
    assert referred == []
    assert columns == native


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3)), max_size=60))
def test_blocks_of_households_that_are_alike_are_all_in_order(some: list[tuple[int, int]]) -> None:
    sizes, numbers = (np.array([each[at] for each in some], np.intp) for at in (0, 1))
    blocks = [*homes.some_at_once(sizes, numbers)]
    ends = [0, *(end for _, end in blocks)]
    assert [begin for begin, _ in blocks] == ends[:-1]
    assert ends[-1] == len(some)
    for begin, end in blocks:
        taken, seen = 0, set[int]()
        for size, number in some[begin:end]:
            taken += size * (homes.AGAIN if number and number in seen else size)
            seen.add(number)
        assert end - begin > 0
        assert end - begin == 1 or taken <= homes.MOST_SQUARES
