"""An alert that cannot be confirmed stays open, and whoever decides is told what to do."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import welfare_rules as wr
from tests.caseload.test_caseload import EVENTS, LINES, POLICY, TODAY, office, watch
from tests.caseload.test_filled import DECISION, ID, REASON, cells_of, saved
from welfare_rules.basics.days import Month
from welfare_rules.caseload import decisions
from welfare_rules.caseload.decisions import decide
from welfare_rules.caseload.filled import decide_list
from welfare_rules.caseload.nightly import Difference, nightly
from welfare_rules.caseload.store import Caseload
from welfare_rules.runs.run import usual_engine

DISABLED = [line for line, each in zip(LINES, EVENTS, strict=True) if each["id"] == "1"]


def renamed(path: Path) -> tuple[Caseload, str]:
    """A caseload with an alert whose event names a fact that the law has no more."""
    store = office(path)
    watch(store, DISABLED)
    (alert,) = store.alerts("open")
    store.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE event SET told = replace(told, 'disability_grade', 'old_grade')")
    return Caseload.open(path), alert.id


def test_what_the_law_has_no_words_for_is_not_put_on_record(tmp_path: Path) -> None:
    store, alert = renamed(tmp_path / "c.db")
    before = store.history("h0")
    with pytest.raises(wr.RequestError, match="WR479") as refused:
        decide(store, POLICY, alert, "confirmed", "已核实", TODAY)
    (told,) = refused.value.findings
    assert "old_grade" in told.message("zh")
    assert "old_grade" in told.message("en")
    assert "caseload import" in told.message("en")
    assert store.history("h0") == before
    assert [each.id for each in store.alerts("open")] == [alert]
    assert decide(store, POLICY, alert, "dismissed", "查无此事", TODAY).state == "dismissed"
    store.close()


def test_a_list_that_confirms_it_is_told_at_its_cell(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    store, alert = renamed(tmp_path / "c.db")
    cells = cells_of(store)
    assert cells[1][ID] == alert
    cells[1][DECISION], cells[1][REASON] = "核实", "已核实"
    path = saved(tmp_path / "list.xlsx", cells)
    with pytest.raises(wr.TableError) as refused:
        decide_list(store, POLICY, path, TODAY)
    (told,) = refused.value.findings
    assert told.code == "WR479"
    assert "L2" in str(told.place)
    cells[1][DECISION] = "排除"
    path = saved(tmp_path / "list.xlsx", cells)
    assert len(decide_list(store, POLICY, path, TODAY).alerts) == 1
    store.close()


def test_a_full_pass_withdraws_what_the_law_has_no_words_for(tmp_path: Path) -> None:
    store, alert = renamed(tmp_path / "c.db")
    made = [*nightly(store, POLICY, Month.of(2021, 10), TODAY, usual_engine())]
    gone = [each for each in made if isinstance(each, Difference)]
    assert [(each.kind, each.told["alert"]) for each in gone] == [("gone", alert)]
    store.close()


def test_a_record_that_is_full_is_told_before_anything_is_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = office(tmp_path / "c.db")
    watch(store)
    one, other, *_ = [each for each in store.alerts("open") if each.household == "h0"]
    assert one.event != other.event
    monkeypatch.setattr(decisions, "MOST_CHANGES", 1)
    decide(store, POLICY, one.id, "confirmed", "已核实", TODAY)
    with pytest.raises(wr.RequestError, match="can have no more"):
        decide(store, POLICY, other.id, "confirmed", "已核实", TODAY)
    assert len(store.history("h0")["changes"]) == 1
    store.close()


class Usage(NamedTuple):
    free: int


def room_of(free: int) -> Any:
    """What a disk with so many free bytes says of itself."""

    def usage(_: object) -> Usage:
        return Usage(free)

    return usage


@pytest.mark.parametrize(("free", "said"), [(8_192, "the disk is full"), (10**9, "disk I/O error")])
def test_a_disk_without_room_is_told_where_only_a_write_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    store = office(tmp_path / "c.db")
    failed = sqlite3.OperationalError("disk I/O error")
    failed.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    monkeypatch.setattr(shutil, "disk_usage", room_of(free))
    with pytest.raises(wr.RequestError, match=f"WR482.*{said}"), store.step():
        raise failed
    store.close()

    def refused(*_: Any, **__: Any) -> Any:
        raise failed

    monkeypatch.setattr(sqlite3, "connect", refused)
    with pytest.raises(wr.RequestError, match=f"WR478.*{said}"):
        Caseload.open(tmp_path / "c.db")
