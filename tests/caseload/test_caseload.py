"""No event is lost or counted twice, whatever the order, and wherever the process is ended."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import run
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.basics.days import day_text
from welfare_rules.basics.id_number import check_character
from welfare_rules.caseload import watch as watching
from welfare_rules.caseload.decisions import decide
from welfare_rules.caseload.importing import import_tables
from welfare_rules.caseload.store import MOST_ALIKE, Caseload, put_all
from welfare_rules.caseload.watch import settle_all, take_in
from welfare_rules.events.event import EventReader, read_lines
from welfare_rules.events.identity import Identity
from welfare_rules.findings import Finding

POLICY = wr.load("cn/model")
READER = EventReader.of(POLICY.law)
BORN = ("1950-05-01", "1960-05-01", "1970-05-01")
TODAY = 20211231


def number(born: str, order: int = 100) -> str:
    digits = "320922" + born.replace("-", "") + f"{order:03d}"
    return digits + check_character(digits)


def office(path: Path) -> Caseload:
    """Three households of one disabled person each; two of them are namesakes."""
    store = Caseload.open(path, new=True)

    def rows() -> Iterable[tuple[Any, str, Any]]:
        for place, born in enumerate(BORN):
            head = person("p1", "head", born, disability_kind="physical", disability_grade=1)
            case = {**household(head), "id": f"h{place}"}
            name = "李四" if place == 2 else "张三"
            who = Identity.of(number(born), name, None)
            yield {"case": case}, ("东坎", "八滩")[place % 2], {"p1": who}

    assert put_all(store, rows()) == len(BORN)
    return store


def event(id: str, place: int = 0, **more: Any) -> dict[str, Any]:
    born = BORN[place]
    name = "李四" if place == 2 else "张三"
    told: dict[str, Any] = {
        "source": "残联",
        "id": id,
        "type": "grade",
        "time": "2021-08-10",
        "received": "2021-09-14",
        "person": {"id_number": number(born), "name": name},
        "set": {"disability_grade": 4},
    }
    return told | more


EVENTS = [
    event("1"),
    event("2", source="公安", set={"death_date": "2021-09-08"}, received="2021-09-15"),
    event("3", 1),
    event("4", 1, set={"disability_grade": 2}, received="2021-09-20", corrects="3"),
    event("5", 2, set={"employee_pension": "3000"}, covers="2021-09"),
    event("6", 2, source="社保", set={"employee_pension": "3000"}, covers="2021-09"),
    event("7", 2, source="社保", set={}, withdraws="6", received="2021-09-22"),
    event("8", 0, set={"disability_grade": 3}, received="2021-09-30"),
    event("9", 1, person={"name": "张三", "birth_date": BORN[1]}, source="医保"),
    event("10", 0, person={"name": "王五", "birth_date": BORN[0]}),
]
LINES = [json.dumps(each, ensure_ascii=False) for each in EVENTS]


def watch(store: Caseload, lines: Iterable[str] = LINES) -> list[str]:
    """The codes of all that is told."""
    told: list[Finding] = [*take_in(store, read_lines(lines, READER))]
    for each in settle_all(store, POLICY):
        told.extend(each.findings)
    return [each.code for each in told]


def dump(store: Caseload) -> list[Any]:
    """What the caseload comes to: its alerts and what became of each event."""
    alerts = sorted((each.id, each.state, each.household) for each in store.alerts())
    events: list[Any] = []
    for each in EVENTS:
        kept = store.named(each["source"], each["id"])
        events.append(None if kept is None else (each["id"], kept.state, kept.household))
    return [alerts, events]


def open_alerts(store: Caseload) -> set[tuple[str, str]]:
    return {(each.household, each.told["watch"]) for each in store.alerts("open")}


def test_what_an_office_is_told(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    assert watch(store) == ["WR474"]
    assert ("h0", "death") in open_alerts(store)
    # grade 3 came after grade 4 from the same source, and is what counts
    assert ("h0", "disability-changed") in open_alerts(store)
    said = [each.told for each in store.alerts("open") if each.told["event"] == ["残联", "1"]]
    assert said == []
    assert not {each.told["event"][1] for each in store.alerts("open")} & {"1", "3", "6"}
    third = next(each for each in store.alerts("open") if each.told["event"] == ["医保", "9"])
    assert (third.told["match"], third.told["proposes"]) == (3, None)
    assert watch(store) == []  # all of it again: nothing new, nothing twice
    assert stat.S_IMODE((tmp_path / "c.db").stat().st_mode) == 0o600
    store.close()


@settings(max_examples=examples(8), deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_order_in_which_events_come_is_none(chance: random.Random, runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = (office(Path(folder) / name) for name in ("one.db", "other.db"))
        watch(one)
        lines = [*LINES, *chance.sample(LINES, 3)]
        chance.shuffle(lines)
        for start in range(runs):
            watch(other, lines[start::runs])
        assert open_alerts(one) == open_alerts(other)
        one.close()
        other.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be ended")
def test_a_process_that_is_ended_anywhere_loses_nothing_and_counts_nothing_twice(
    tmp_path: Path,
) -> None:
    whole = office(tmp_path / "whole.db")
    watch(whole)
    expected = dump(whole)
    whole.close()
    office(tmp_path / "empty.db").close()
    for end in range(1, 400, 7):
        path = tmp_path / f"{end}.db"
        shutil.copy(tmp_path / "empty.db", path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads
            child = os.fork()
        if child == 0:
            _ended_at(path, end)
        _, status = os.waitpid(child, 0)
        left = Caseload.open(path)
        watch(left)
        assert dump(left) == expected, end
        left.close()
        if status == 0:
            return  # it came to its end before that many writes
    raise AssertionError("no process came to its end")


def _ended_at(path: Path, end: int) -> None:
    """Works on a caseload and ends this process without a word before a statement of SQL."""
    watching.AT_ONCE = 3  # of this process alone, which is so ended between two steps as well
    try:
        store = Caseload.open(path)
        count = 0

        def before(statement: str) -> None:
            nonlocal count
            count += 1
            if count == end:
                os._exit(9)

        database: sqlite3.Connection = store._db  # pyright: ignore[reportPrivateUsage]
        database.set_trace_callback(before)
        watch(store)
    except BaseException:
        os._exit(3)
    os._exit(0)


def test_another_event_of_the_same_name_is_told_and_the_first_counts(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    other = json.dumps(event("1", set={"disability_grade": 2}))
    spaced = json.dumps(event("1"), indent=None, separators=(" , ", " : "))
    assert watch(store, [LINES[0], spaced, other]) == ["WR476"]
    kept = store.named("残联", "1")
    assert kept is not None
    assert '"disability_grade": 4' in kept.told
    store.close()


def test_an_alert_whose_ground_falls_away_is_withdrawn_or_told_if_it_was_confirmed(
    tmp_path: Path,
) -> None:
    for confirmed in (False, True):
        store = office(tmp_path / f"{confirmed}.db")
        watch(store, LINES[2:3])
        (alert,) = store.alerts("open")
        if confirmed:
            decide(store, POLICY, alert.id, "confirmed", "残联复函", TODAY)
        assert watch(store, LINES[3:4]) == (["WR481"] if confirmed else [])
        found = store.alert(alert.id)
        assert found is not None
        assert found.state == ("confirmed" if confirmed else "withdrawn")
        store.close()


def test_a_line_that_cannot_be_read_is_told_at_its_line(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    told = [*take_in(store, read_lines(["", "{", LINES[0]], READER, "e.jsonl"))]
    assert [(each.code, each.place.file) for each in told] == [("WR401", "e.jsonl:2")]
    assert store.named("残联", "1") is not None
    store.close()


def test_of_two_who_may_be_meant_nobody_is_taken(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    twin = {"case": {**household(person("p1", "head", BORN[0])), "id": "h9"}}
    assert put_all(store, [(twin, "", {"p1": Identity.of(None, "张三", 19500501)})]) == 1
    told = json.dumps(event("1", person={"name": "张三", "birth_date": BORN[0]}))
    assert watch(store, [told]) == ["WR475"]
    assert list(store.alerts()) == []
    store.close()


def test_among_many_of_one_name_the_one_with_the_number_is_found(tmp_path: Path) -> None:
    """However many are called alike, who agrees best is looked at: with a number whoever has it,
    without one nobody.
    """
    store = office(tmp_path / "c.db")

    def called_alike(name: str, numbers: Sequence[str]) -> None:
        rows = (
            ({"case": {**household(person("p1", "head", BORN[0])), "id": f"{name}{place}"}}, each)
            for place, each in enumerate(numbers)
        )
        put_all(
            store, ((case, "", {"p1": Identity(each, "张三", 19500501)}) for case, each in rows)
        )

    called_alike("other", [number(BORN[0], order) for order in range(200, 201 + 2 * MOST_ALIKE)])
    (found,) = store.people_like(Identity(number(BORN[0], 300), "张三", 19500501))
    assert (found.household, found.grade) == ("other100", 1)
    nobodys = number(BORN[0], 1)
    assert store.people_like(Identity(nobodys, "张三", 19500501)) == ()
    called_alike("unnumbered", [""])
    (found,) = store.people_like(Identity(nobodys, "张三", 19500501))
    assert (found.household, found.grade) == ("unnumbered0", 3)
    told = event("1", person={"name": "张三", "birth_date": BORN[0]})
    assert not list(take_in(store, read_lines([json.dumps(told)], READER)))
    [finding] = [each for settled in settle_all(store, POLICY) for each in settled.findings]
    assert (finding.code, dict(finding.details)["count"]) == ("WR475", f"{MOST_ALIKE}+")
    store.close()


def test_only_what_is_confirmed_is_on_record_and_both_keep_their_reason(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    watch(store, [LINES[0], LINES[2]])
    before = store.history("h0")
    first, second = store.alerts("open")
    for reason in ("", "  "):
        with pytest.raises(wr.RequestError, match="WR480"):
            decide(store, POLICY, first.id, "confirmed", reason, TODAY)
    assert store.history("h0") == before
    done = decide(store, POLICY, first.id, "confirmed", "残联复函", TODAY)
    assert (done.state, done.because, done.decided) == ("confirmed", "残联复函", TODAY)
    change = store.history(first.household)["changes"][0]
    assert change["set"] == {"members[p1].disability_grade": 4}
    assert change["learned"] == day_text(20210914)
    other = decide(store, POLICY, second.id, "dismissed", "证件仍为一级", TODAY)
    assert (other.state, other.because) == ("dismissed", "证件仍为一级")
    assert "changes" not in store.history(second.household)
    for id in (first.id, "nothing"):
        with pytest.raises(wr.RequestError, match="WR479"):
            decide(store, POLICY, id, "dismissed", "again", TODAY)
    store.close()


def test_what_is_no_caseload_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, only text " * 100, encoding="utf-8")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE x (y)").connection.close()
    for name in ("text.db", "other.db", "missing.db"):
        with pytest.raises(wr.RequestError, match="WR478"):
            Caseload.open(tmp_path / name)


HOMES = "id,town,area\nh1,五汛,rural\nh2,东坎,nowhere\n"
PEOPLE = (
    "household,id,户主关系,与户主关系,birth_date,身份证号码,姓名\n"
    f"h1,p1,,户主,1950-05-01,{number(BORN[0])},张三\n"
)


def test_from_two_tables_to_an_alert_that_is_decided(tmp_path: Path) -> None:
    homes, people, events = (tmp_path / name for name in ("h.csv", "m.csv", "e.jsonl"))
    homes.write_text(HOMES, encoding="utf-8")
    people.write_text(PEOPLE.replace("户主关系,与", "与").replace("p1,,", "p1,"), encoding="utf-8")
    death = event("1", source="公安", set={"死亡日期": "2021-09-08"})
    events.write_text(json.dumps(death, ensure_ascii=False) + "\n", encoding="utf-8")
    of = ["--caseload", str(tmp_path / "c.db"), "--in", "cn/model"]
    made = run(
        "caseload", "import", "--households", str(homes), "--members", str(people), *of,
        "--format", "json",
    )  # fmt: skip
    assert json.loads(made.stdout) == {"households": 1, "refused": 1}
    assert "WR405" in made.stderr
    seen = run("watch", str(events), *of)
    (alert,) = [json.loads(line) for line in seen.stdout.splitlines()]
    assert (alert["watch"], alert["case"], alert["town"]) == ("death", "h1", "五汛")
    assert number(BORN[0]) not in seen.stdout + seen.stderr + made.stderr
    steering = event("2", source="残\u202e联", set={"死亡日期": "2021-09-09"})
    events.write_text(json.dumps(steering, ensure_ascii=False) + "\n", encoding="utf-8")
    shown = run("watch", str(events), *of).stdout
    assert "\u202e" not in shown
    assert [json.loads(line)["event"][0] for line in shown.splitlines()][1] == "残\u202e联"
    run("alert", "dismiss", json.loads(shown.splitlines()[1])["alert"], "--because", "x", *of)
    text = run("watch", str(events), *of, "--format", "text", "--lang", "zh").stdout
    assert "五汛" in text
    assert "领取待遇的人去世" in text
    assert run("alert", "dismiss", alert["alert"], *of).exit_code == 2
    done = run("alert", "confirm", alert["alert"], "--because", "注销户口", *of)
    assert done.exit_code == 0
    assert run("watch", str(events), *of).stdout == ""


def test_numbers_and_names_come_in_whatever_their_columns_are_called(tmp_path: Path) -> None:
    rules = POLICY.at("2021-08", known="2021-12-31")
    homes = {"户号": ["h1", "h2", "h3"], "备注": ["a", "b", "c"]}
    people = {
        "所属户": ["h1", "h2", "h3"],
        "编号": ["p1", "p1", "p1"],
        "证件": [number(BORN[0]), 320922195001011234, ""],
        "姓名": ["张三", "张三", "李四"],
        "与户主关系": ["户主"] * 3,
        "birth_date": [BORN[0], BORN[1], BORN[2]],
    }
    mapping = {
        "households": {"columns": {"户号": "id"}, "ignore": ["备注"]},
        "members": {"columns": {"所属户": "household", "证件": "身份证号"}},
    }
    store = Caseload.open(tmp_path / "c.db", new=True)
    made = import_tables(store, rules, homes, people, mapping)
    assert (made.households, made.refused) == (2, 1)
    errors = [each for each in made.findings if each.severity == "error"]
    assert [(each.place.path, each.code) for each in errors] == [("证件[1]", "WR443")]
    (line,) = read_lines([json.dumps(event("1"))], READER)
    assert [*take_in(store, [line])] == []
    assert [each.findings for each in settle_all(store, POLICY)] == [()]
    kept = store.named("残联", "1")
    assert kept is not None
    assert kept.household == "h1"
    store.close()
