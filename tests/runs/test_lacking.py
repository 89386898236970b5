"""What households lack is named by columns as an answer names it, whoever their members are."""

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

from welfare_rules.runs import lacking

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
    """A few households of up to 13 members, of each of whom a few facts are known."""
    homes = {"id": [f"h{each}" for each in range(5)]}
    people: dict[str, list[Any]] = {name: [] for name in ("household", "id", *KNOWN)}
    for home in homes["id"]:
        size, common = random.choice((1, 2, 3, 4, 13)), random.random() < 0.5
        for name in random.sample(IDS, size):
            people["household"].append(home)
            people["id"].append(name)
            for fact, values in KNOWN.items():
                known = fact == "birth_date" if common else random.random() < 0.3
                people[fact].append(random.choice(values) if known else None)
    shuffled(random, people)
    return homes, people


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32))
def test_what_many_lack_is_named_as_the_reference_engine_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, place: int, seed: int
) -> None:
    random = Random(seed)
    monkeypatch.setattr(lacking, "AT_ONCE", random.choice((1, 20, 1 << 16)))
    folder = tmp_path_factory.mktemp("csv")
    tables = [csv_of(folder / f"{at}.csv", each) for at, each in enumerate(households(random))]
    columns, native = (
        told(RULES[place].run(*tables, engine=engine)) for engine in ("columns", "native")
    )
    assert columns == native
    assert columns["summary"]["refused"] == 0
    assert any(columns["frames"][1]["missing_facts"])
