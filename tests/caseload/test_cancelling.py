"""What a source takes back is as if it had never been said, in whatever order its words come."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.caseload.test_caseload import event, office, watch
from tests.support.effort import examples
from welfare_rules.caseload.store import Caseload

Told = Mapping[str, Any]
BOTH = {"disability_grade": 2, "employee_pension": "3000"}
SAID: Sequence[dict[str, Any]] = ({"disability_grade": 4}, {"disability_grade": 3}, BOTH)


def opened(store: Caseload) -> set[tuple[str, str]]:
    """The open alerts: which watch, and by which event."""
    return {(each.told["watch"], each.told["event"][1]) for each in store.alerts("open")}


@cache
def alone(said: str) -> frozenset[str]:
    """The watches that speak of what an event says, where there is no other."""
    with tempfile.TemporaryDirectory() as folder:
        store = office(Path(folder) / "c.db")
        watch(store, [json.dumps(event("1", set=json.loads(said)))])
        found = frozenset(watch for watch, _ in opened(store))
        store.close()
    return found


def withdrawn(each: Told, words: Sequence[Told]) -> bool:
    """Whether it is as if an event had never been said."""
    return any(
        other.get("withdraws") == each["id"] and not withdrawn(other, words) for other in words
    )


def counts(each: Told, words: Sequence[Told]) -> bool:
    """Whether an event counts, as far as its source has not taken it back."""
    return not any(
        each["id"] in (other.get("withdraws"), other.get("corrects"))
        and not withdrawn(other, words)
        for other in words
    )


def last_words(words: Sequence[Told]) -> list[Told]:
    """The events of which no later one says everything anew."""
    said = [each for each in words if each["set"] and counts(each, words)]
    return [
        each
        for each in said
        if not any(
            each["set"].keys() <= other["set"].keys() and other["received"] > each["received"]
            for other in said
        )
    ]


@st.composite
def words(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What one source says of one person, each on a day of its own; some of it of earlier words."""
    made: list[dict[str, Any]] = []
    for order in range(draw(st.integers(2, 6))):
        id, day = str(order), f"2021-09-{14 + order}"
        kind = draw(st.sampled_from(("says", "says", "corrects", "withdraws")))
        said = {} if kind == "withdraws" and made else draw(st.sampled_from(SAID))
        more = {kind: draw(st.sampled_from(made))["id"]} if kind != "says" and made else {}
        made.append(event(id, received=day, set=said, **more))
    return made


@settings(max_examples=examples(20), deadline=None)
@given(words(), st.randoms(use_true_random=False), st.booleans())
def test_only_the_last_words_of_a_source_count_whatever_the_order(
    said: list[dict[str, Any]], chance: random.Random, together: bool
) -> None:
    expected = {
        (watch, each["id"]) for each in last_words(said) for watch in alone(json.dumps(each["set"]))
    }
    lines = [json.dumps(each) for each in said]
    chance.shuffle(lines)
    with tempfile.TemporaryDirectory() as folder:
        store = office(Path(folder) / "c.db")
        for some in [lines] if together else [[each] for each in lines]:
            watch(store, some)
        assert opened(store) == expected
        store.close()


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_what_a_withdrawn_event_had_overtaken_counts_again(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    said = [
        event("1"),
        event("2", set={"disability_grade": 3}, received="2021-09-20"),
        event("3", set={}, withdraws="2", received="2021-09-25"),
    ]
    store = office(tmp_path / "c.db")
    for each in order:
        watch(store, [json.dumps(said[each])])
    assert opened(store) == {("disability-changed", "1")}
    store.close()
