"""A full disk, two processes at once, a clock that goes backwards, an engine that fails: no event is
lost, none counts twice, and what happened is told.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

import welfare_rules as wr
from tests.caseload.test_caseload import LINES, POLICY, dump, event, office, watch
from tests.support.command import ROOT, run
from welfare_rules import rules
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.looks import Look
from welfare_rules.caseload import ahead
from welfare_rules.caseload import watch as watching
from welfare_rules.caseload.decisions import decide
from welfare_rules.caseload.store import Caseload
from welfare_rules.loading import DayInput, parse_day

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and limits of files")


def in_another_process(work: Callable[[], None]) -> int:
    """Begins some work in another process; its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads
        child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        os._exit(3)
    os._exit(0)


def ended_well(child: int) -> bool:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def whole(folder: Path) -> list[Any]:
    """What the caseload comes to where nothing goes wrong."""
    store = office(folder / "whole.db")
    watch(store)
    expected = dump(store)
    store.close()
    return expected


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    import resource

    expected = whole(tmp_path)
    office(tmp_path / "empty.db").close()
    size = (tmp_path / "empty.db").stat().st_size
    told: set[bool] = set()
    for room in (0, 8_000, 40_000, 70_000, 4_000_000):
        path = tmp_path / f"{room}.db"
        shutil.copy(tmp_path / "empty.db", path)

        def work(path: Path = path, room: int = room) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            with pytest.raises(wr.RequestError, match=r"WR482|WR478"):
                watch(Caseload.open(path))

        told.add(ended_well(in_another_process(work)))
        left = Caseload.open(path)
        watch(left)
        assert dump(left) == expected, room
        left.close()
        assert path.stat().st_size >= size
    assert told == {True, False}  # with room enough nothing is raised


def test_two_processes_at_once_settle_every_event_once(tmp_path: Path) -> None:
    expected = whole(tmp_path)
    office(tmp_path / "c.db").close()
    # they come to blows over every single event, not over some hundred at a time
    children = [
        in_another_process(lambda lines=lines: _alone(tmp_path / "c.db", lines))
        for lines in (LINES, LINES[::-1], LINES[::2])
    ]
    assert {ended_well(each) for each in children} == {True}
    store = Caseload.open(tmp_path / "c.db")
    assert watch(store) == []
    assert dump(store)[1] == expected[1]
    assert {each.id for each in store.alerts("open")} == {
        id for id, state, _ in expected[0] if state == "open"
    }
    store.close()


def test_it_makes_no_difference_how_many_events_come_at_a_time(tmp_path: Path) -> None:
    """Nor whether one was settled before it was withdrawn."""
    expected = whole(tmp_path)
    store = office(tmp_path / "c.db")
    for line in LINES:
        watch(store, [line])
    assert dump(store)[1] == expected[1]
    store.close()


def _alone(path: Path, lines: list[str]) -> None:
    watching.AT_ONCE = 1
    store = Caseload.open(path)
    watch(store, lines)
    store.close()


def test_a_clock_that_goes_backwards_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(tmp_path)
    store = office(tmp_path / "c.db")

    years = iter(range(2040, 0, -1))

    def backwards(given: DayInput = None, where: str = "known") -> int:
        return next(years) * 10000 + 101 if given is None else parse_day(given, where)

    monkeypatch.setattr(rules, "parse_day", backwards)
    for line in LINES:
        watch(store, [line])
    assert {each[0] for each in dump(store)[0] if each[1] == "open"} == {
        each[0] for each in expected[0] if each[1] == "open"
    }
    first, second, *_ = store.alerts("open")
    decide(store, POLICY, first.id, "confirmed", "已核实", 20211231)
    done = decide(store, POLICY, second.id, "dismissed", "已核实", 20011231)
    assert done.decided == 20011231
    monkeypatch.undo()
    assert watch(store) == []
    store.close()


def test_an_event_at_which_the_program_fails_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(tmp_path)
    store = office(tmp_path / "c.db")
    right = ahead.look_at_event

    def failing(*given: Any) -> Look:
        if given[2].source == "公安":
            raise ZeroDivisionError("of an engine")
        return right(*given)

    monkeypatch.setattr(ahead, "look_at_event", failing)
    assert "WR484" in watch(store)
    assert watch(store) == ["WR484"]
    failed = store.named("公安", "2")
    assert failed is not None
    assert failed.state == "failed"
    monkeypatch.undo()
    assert watch(store) == []
    assert dump(store) == expected
    store.close()


def test_an_engine_that_fails_at_a_block_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(tmp_path)
    store = office(tmp_path / "c.db")
    asked: list[int] = []

    def failing(_: Blocks, looks: Sequence[Look]) -> Iterable[Any]:
        asked.append(len(looks))
        raise ZeroDivisionError("of an engine")

    monkeypatch.setattr(Blocks, "alerts", failing)
    assert watch(store) == ["WR474"]
    assert dump(store) == expected
    assert sum(asked) > 1
    store.close()


def test_what_cannot_be_written_ends_the_command_in_words(tmp_path: Path) -> None:
    office(tmp_path / "c.db").close()
    (tmp_path / "e.jsonl").write_text(json.dumps(event("1")) + "\n", encoding="utf-8")
    other = sqlite3.connect(tmp_path / "c.db")
    other.execute("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'x'); END")
    other.close()
    of = ["--caseload", str(tmp_path / "c.db"), "--in", "cn/model", "--lang", "en"]
    made = run("watch", str(tmp_path / "e.jsonl"), *of)
    assert made.exit_code == 2
    assert "WR482" in made.stderr
    assert made.stdout == ""


def test_a_full_disk_leaves_no_caseload_or_a_whole_one(tmp_path: Path) -> None:
    import resource

    county = ROOT / "docs" / "examples" / "county"
    tables = [f"--{name}={county / f'{name}.csv'}" for name in ("households", "members")]
    seen: set[int] = set()
    for room in (0, 4_000, 20_000, 70_000, 4_000_000):
        folder = tmp_path / str(room)
        folder.mkdir()

        def work(folder: Path = folder, room: int = room) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            to = ["--caseload", str(folder / "c.db"), "--in", "cn/model"]
            os._exit(run("caseload", "import", *tables, *to).exit_code)

        code = os.waitstatus_to_exitcode(os.waitpid(in_another_process(work), 0)[1])
        assert (code, os.listdir(folder)) in ((2, []), (0, ["c.db"])), room
        seen.add(code)
    assert seen == {0, 2}
    store = Caseload.open(tmp_path / "4000000" / "c.db")
    assert store.count() > 0
    store.close()


def test_a_caseload_that_another_makes_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    first: list[bytes] = []

    def fill() -> None:
        with Caseload.filling(path):
            Caseload.open(path, new=True).close()
            first.append(path.read_bytes())

    with pytest.raises(wr.RequestError, match="WR482"):
        fill()
    assert [path.read_bytes()] == first
    assert os.listdir(tmp_path) == ["c.db"]


def test_nothing_of_a_file_that_is_no_caseload_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmark (address TEXT)")
    other.close()
    before = path.read_bytes()
    for new in (True, False):
        with pytest.raises(wr.RequestError, match="WR478"):
            Caseload.open(path, new=new)
    assert (path.read_bytes(), os.listdir(tmp_path)) == (before, ["bookmarks.db"])
