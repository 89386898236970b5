"""How many events are settled together makes no difference, be they lines or rows of a register."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.caseload.test_caseload import EVENTS, POLICY, READER, office
from tests.support.effort import examples
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.caseload import watch as watching
from welfare_rules.caseload.watch import Settled, settle_all, take_in
from welfare_rules.events.event import Line, read_lines
from welfare_rules.events.register import Register
from welfare_rules.findings import Finding
from welfare_rules.runs.run import usual_engine

BLOCKS = Blocks(POLICY, usual_engine(), few=1)
TOGETHER = (1, 3, 1000)
MAPPING = {
    "events": {
        "source": "社保",
        "type": "pension",
        "covers": "2021-09",
        "columns": {"养老金": "employee_pension"},
    }
}


def shared(*_: object) -> Blocks:
    """Blocks of any size, whose watches are compiled once for all examples."""
    return BLOCKS


def settled(
    lines: Iterable[Line], together: int, at_once: bool = True
) -> tuple[list[Finding | Settled], list[Any]]:
    """What is told, and what the caseload comes to, where so many are settled together."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "AT_ONCE", together)
        patch.setattr(watching, "Blocks", shared)
        store = office(Path(folder) / "c.db")
        told: list[Finding | Settled] = []
        for some in [list(lines)] if at_once else [[each] for each in lines]:
            told.extend(take_in(store, some))
            told.extend(settle_all(store, POLICY))
        alerts = [(each.id, each.state, each.event, each.told) for each in store.alerts()]
        events = [store.named(each.event.source, each.event.id) for each in lines if each.event]
        store.close()
        return told, [alerts, events]


@settings(max_examples=examples(4), deadline=None)
@given(st.randoms(use_true_random=False))
def test_events_that_are_settled_together_come_to_what_each_comes_to(chance: random.Random) -> None:
    told = [*EVENTS, *(each | {"source": "民政"} for each in EVENTS)]
    told = chance.sample(told, 12)
    for each in told:  # also such as cancel one that was heard of after them
        each["received"] = f"2021-09-{chance.randrange(14, 28)}"
    lines = [*read_lines([json.dumps(each) for each in told], READER)]
    one, *others = [settled(lines, each) for each in TOGETHER]
    assert others == [one] * len(others)


@settings(max_examples=examples(4), deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_register_comes_to_what_its_rows_come_to(chance: random.Random) -> None:
    people = [(each["person"]["id_number"], each["person"]["name"]) for each in EVENTS[:6]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pensions.csv"
        rows = ["id_number,name,养老金"]
        for _ in range(12):
            id_number, name = chance.choice(people)
            rows.append(f"{id_number},{chance.choice((name, '外乡人'))},{chance.choice((0, 900))}")
        path.write_text("\n".join(rows), encoding="utf-8")
        lines = [*Register.open(path, MAPPING, READER, 20211008, b"secret").lines()]
    assert all(each.event is not None for each in lines)
    told, left = settled(lines, 1000)
    assert settled(lines, 1, at_once=False)[1] == left
    assert sum(1 for each in told if isinstance(each, Settled)) == len(
        {each.text for each in lines}
    )
