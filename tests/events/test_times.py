"""Of an event that is dated beyond all months nothing can be asked, and it holds up no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.caseload.test_caseload import LINES, office
from welfare_rules.alerts.looks import look_at_event
from welfare_rules.caseload.watch import settle_all, take_in
from welfare_rules.events.event import EventReader, read_lines
from welfare_rules.history.facts import read_history

POLICY = wr.load("cn/model")
READER = EventReader.of(POLICY.law)


@pytest.mark.parametrize("key", ["time", "received", "covers"])
def test_a_day_beyond_all_months_is_told_at_its_line(key: str) -> None:
    told = {**json.loads(LINES[0]), key: "2200-01" if key == "covers" else "2200-01-01"}
    (line,) = read_lines([json.dumps(told)], READER)
    assert line.event is None
    assert [(each.code, each.place.path) for each in line.findings] == [("WR406", key)]


@pytest.mark.parametrize("time", ["0001-01-01", "1900-01-01", "2199-12-31", "9999-12-31"])
@pytest.mark.parametrize("received", ["0001-01-01", "1900-01-01", "2199-12-31", "9999-12-31"])
def test_an_event_of_any_day_is_looked_at_in_months_that_there_are(
    time: str, received: str
) -> None:
    said = {"source": "s", "id": "1", "type": "t", "time": time, "received": received}
    person = {"name": "a", "birth_date": "1950-01-01"}
    event = READER.kept(json.dumps({**said, "person": person, "set": {"wage": "1.00"}}))
    history = read_history({"case": {"id": "h", "members": [{"id": "p"}]}})
    months = [
        each.after.rules.month for each in look_at_event(POLICY, history, event, "p", 1).moments
    ]
    assert all(each.year <= 2199 for each in months)


def test_what_was_taken_in_of_such_a_day_or_in_words_of_another_law_stops_no_other(
    tmp_path: Path,
) -> None:
    store = office(tmp_path / "c.db")
    assert not [*take_in(store, read_lines(LINES[:1], READER))]
    with store.step():  # as they were taken in before such days were refused
        for place, more in enumerate(({"time": "9999-12-31"}, {"set": {"a_fact_of_old": 1}})):
            told = {**json.loads(LINES[0]), "id": f"odd{place}", **more}
            store.receive(READER.kept(json.dumps(told)), json.dumps(told))
    settled = [*settle_all(store, POLICY)]
    assert len(settled) == 3
    assert sum(each.raised for each in settled) > 0
    assert store.waiting_count() == 0
