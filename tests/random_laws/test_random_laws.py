"""Engines against the plain reading: of random laws, and of the county that ships.

`python -m tests.random_laws SEED MINUTES` tries many more. What a seed finds becomes a test of its
own, as small as it can be made, in tests/engine/test_found.py or where it belongs.
"""

from __future__ import annotations

import ast
import datetime
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.households import random_situation
from tests.random_laws.comparing import Compared
from tests.random_laws.generator import random_law
from tests.random_laws.plain_law import Open
from tests.random_laws.trying import Trial, Tried, small, trial, trials
from tests.support.effort import examples
from tests.support.engines import engines_here, usable

OTHERS = [each for each in engines_here() if each != "durable"]
SEEDS = st.integers(0, 10**9)


def tried(seed: int, folder: Path) -> tuple[Trial | None, Tried]:
    return trial(seed, folder), Tried()


@settings(max_examples=examples(20))
@given(SEEDS)
def test_complete_cases_of_random_laws_are_decided_as_the_plain_reading_decides(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made, found = tried(seed, Path(folder))
        if made is not None:
            made.exact(OTHERS, 3, 4, found)
            made.months(1, found)
        assert found.wrong == []


@settings(max_examples=examples(20))
@given(SEEDS)
def test_the_small_laws_of_the_kit_are_decided_as_the_plain_reading_decides(seed: int) -> None:
    found = Tried()
    with tempfile.TemporaryDirectory() as folder:
        small(seed, Path(folder), OTHERS, 2, 3, found)
    assert found.wrong == []
    assert found.counts["complete cases of small laws"] == 6


@settings(max_examples=examples(20))
@given(SEEDS)
def test_what_is_said_while_facts_are_unknown_holds_for_every_completion(seed: int) -> None:
    """And a fact that is not listed as missing changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        made, found = tried(seed, Path(folder))
        if made is not None:
            made.bounds(2, 1, 4, found)
            made.single(1, 12, found)
        assert found.wrong == []


@settings(max_examples=examples(20))
@given(SEEDS)
def test_engines_say_the_same_of_random_laws_while_facts_are_unknown(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made, found = tried(seed, Path(folder))
        if made is not None:
            made.alike([each for each in OTHERS if each != "reference"], 2, 2, found)
        assert found.wrong == []


@settings(max_examples=examples(20))
@given(SEEDS)
def test_generated_code_says_what_answers_about_unsure_laws_rest_on(seed: int) -> None:
    """Presumed facts and what is provisional, as the judge says it; and so the whole answer."""
    found = Tried()
    for made in trials(seed, unsure=True):
        made.grounds(3, 4, found)
    assert found.wrong == []


def test_most_unsure_laws_have_rights_that_rest_on_something(tmp_path: Path) -> None:
    """So that the property above does not pass because nothing is tried."""
    found = Tried()
    for seed in range(8):
        made = trial(seed, tmp_path / str(seed), unsure=True)
        if made is not None:
            made.grounds(2, 2, found)
    assert found.wrong == []
    assert found.counts["complete cases"] >= 20
    assert found.counts["provisional"] > 40
    assert found.counts["presumed"] > 10
    assert 3 * found.counts["asked the judge"] < found.counts["complete cases"]


@settings(max_examples=examples(10))
@given(SEEDS)
def test_the_rules_engine_decides_them_alike(seed: int) -> None:
    usable("durable")
    with tempfile.TemporaryDirectory() as folder:
        made, found = tried(seed, Path(folder))
        if made is not None:
            made.exact(["durable"], 2, 3, found)
            made.alike(["durable"], 2, 2, found)
        assert found.wrong == []


@pytest.fixture(scope="module")
def county() -> Compared:
    return Compared(Path("policies"), "cn/model")


@settings(max_examples=examples(40))
@given(SEEDS)
def test_the_plain_reading_of_the_model_county_says_the_same(county: Compared, seed: int) -> None:
    case, month, known = random_situation(Random(seed))
    when = int(month[:4]), int(month[5:])
    try:
        assert county.differences(case, when, day_of(known), "native") == []
    except Open:
        assert county.outside(case, when, day_of(known), ()) == []


def day_of(day: datetime.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def test_most_random_laws_are_laws_and_use_every_part(tmp_path: Path) -> None:
    """So that the properties above do not pass because nothing is tried."""
    assert sum(trial(seed, tmp_path / str(seed)) is not None for seed in range(15)) > 11
    laws = [random_law(Random(seed)) for seed in range(120)]
    text = "\n".join(text for law in laws for text in law.files.values())
    for part in (
        *('hit = "first"', 'hit = "unique"', 'hit = "highest"', 'hit = "sum"', "only_for"),
        *(
            "corrects",
            "share",
            "[[exemption]]",
            "supplement",
            "exclude",
            "[[circle]]",
            "[phase_out",
        ),
        *("[[carry]]", "replaces", "drop = true", "announced", "last_day", "ring0", "service"),
        *(
            "valid_until",
            "issued",
            "amount(",
            "gross(",
            "largest(",
            "smallest(",
            "not in",
            "years(",
        ),
        *("values = {", 'type = "date"', "home_division", "quarterly", "month after decision"),
        *("cn.more", 'entity = "both"', "choice = ", "(-", "any((", "_start) ==", "c_local"),
    ):
        assert part in text, part


@pytest.mark.parametrize("name", ["dating", "formulas", "plain_law"])
def test_the_plain_reading_shares_no_code_with_the_library(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    imported = [
        *(each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)),
        *(
            one.name
            for each in ast.walk(tree)
            if isinstance(each, ast.Import)
            for one in each.names
        ),
    ]
    assert not [each for each in imported if each.startswith("welfare_rules")]
