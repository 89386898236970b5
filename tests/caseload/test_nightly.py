"""A full pass finds what no event told, says where events were wrong, and finds nothing twice."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.caseload.test_caseload import BORN, LINES, event, number, office, watch
from tests.support.command import run
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.alerts.alerts import alerts_of_month
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.dates import MonthComes
from welfare_rules.alerts.looks import Sights, look_at_month
from welfare_rules.basics.days import Month
from welfare_rules.caseload import nightly as nightly_module
from welfare_rules.caseload.decisions import decide
from welfare_rules.caseload.nightly import Difference, nightly
from welfare_rules.caseload.screened import Screened
from welfare_rules.caseload.screening import screen
from welfare_rules.caseload.store import Caseload, put_all
from welfare_rules.cli import worklists
from welfare_rules.events.identity import Identity
from welfare_rules.history.facts import read_history
from welfare_rules.runs.run import usual_engine
from welfare_rules.testing import households

POLICY = wr.load("cn/model")
MONTH, KNOWN = Month.of(2021, 9), 20211231
RULES = POLICY.at("2021-09", known="2021-12-31")
MANY = Blocks(POLICY, usual_engine(), few=1)
COMES = MonthComes.of(POLICY, MONTH, KNOWN, usual_engine())
DAYS = st.sampled_from(["2021-08-31", "2021-09-01", "2021-09-10", "2021-09-30", "2021-10-01"])


def dated(data: Any, case: dict[str, Any]) -> dict[str, Any]:
    """A household on some of whose days something may come in September 2021."""
    members: list[dict[str, Any]] = []
    for each in case["members"]:
        made, day = dict(each), data.draw(DAYS)
        age = data.draw(st.sampled_from([None, 18, 80, 90, 100]))
        if age is not None:
            made["birth_date"] = f"{2021 - age}{day[4:]}"
        if data.draw(st.booleans()):
            made |= {"disability_certificate_until": data.draw(DAYS)}
            made |= {"disability_certificate_from": "2011-01-01"}
        made["receiving"] = data.draw(
            st.sampled_from([[], ["disability_living_subsidy"], ["child_allowance"], ["dibao"]])
        )
        members.append(made)
    decided = data.draw(st.sampled_from(["2020-08-31", "2020-09-15", "2021-02-20", "2021-03-01"]))
    return {**case, "members": members, "applied_on": decided, "decided_on": decided}


@settings(max_examples=examples(30), deadline=None)
@given(households(RULES, unknown=2, members=(1, 3)), st.data())
def test_whoever_a_month_brings_something_is_among_those_looked_at(case: Any, data: Any) -> None:
    assert COMES is not None
    made = dated(data, dict(case))
    try:
        read = RULES.read(made)
    except wr.CaseError:  # such as a certificate that began before its bearer was born
        return
    (looked_at,) = COMES.may_concern([read])
    found = alerts_of_month(POLICY, read_history({"case": made}), MONTH, KNOWN)
    assert looked_at >= bool(found)


def rows() -> Iterable[tuple[Any, str, Any]]:
    old = person("p1", "head", "1941-09-10")
    bearer = person(
        "p1",
        "head",
        "1970-05-01",
        disability_kind="physical",
        disability_grade=1,
        disability_certificate_from="2011-09-01",
        disability_certificate_until="2021-08-31",
        receiving=["disability_nursing_subsidy"],
    )
    plain = person("p1", "head", "1970-05-01")
    broken = {"id": "h4", "members": [{"id": "a"}, {"id": "a"}]}
    for name, head in (("h1", old), ("h2", bearer), ("h3", plain)):
        yield {"case": {**household(head), "id": name}}, "东坎", {}
    yield {"case": broken}, "东坎", {}


def found(store: Caseload, month: Month = MONTH) -> list[tuple[str, str, str]]:
    """The differences that a pass finds."""
    made = [*nightly(store, POLICY, month, KNOWN, usual_engine())]
    return [
        (each.kind, each.told["case"], each.told["watch"])
        for each in made
        if isinstance(each, Difference)
    ]


def test_what_no_event_told_is_found_once(tmp_path: Path) -> None:
    store = Caseload.open(tmp_path / "c.db", new=True)
    assert put_all(store, rows()) == 4
    made = [*nightly(store, POLICY, MONTH, KNOWN, usual_engine())]
    assert [each.code for each in made if not isinstance(each, Difference)] == ["WR408"]
    assert {
        (each.told["case"], each.told["watch"]) for each in made if isinstance(each, Difference)
    } == {("h1", "eighty"), ("h2", "certificate-expired")}
    assert found(store) == []
    eighty = next(each for each in store.alerts("open") if each.told["watch"] == "eighty")
    assert eighty.event is None
    assert eighty.told["proposes"] == {
        "if_confirmed": "grant",
        "from": "2021-09",
        "monthly": "50.00",
    }
    decide(store, POLICY, eighty.id, "dismissed", "已在领", KNOWN)
    assert found(store) == []  # nobody is asked again about what has been decided
    history = store.history("h2")
    history["case"]["members"][0]["disability_certificate_until"] = "2031-08-31"
    with store.step():
        store.put_history("h2", history)
    assert found(store, MONTH.after(1)) == [
        ("gone", "h2", "certificate-expired"),
        ("missed", "h1", "eighty"),  # care at home is due to who was eighty on the first day
    ]
    assert [each.household for each in store.alerts("open")] == ["h1"]
    store.close()


def test_what_events_found_is_worked_out_again(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    stranger = json.dumps(event("99", person={"name": "丁一", "birth_date": "1980-01-01"}))
    assert watch(store, [LINES[0], LINES[4], stranger]) == ["WR474"]
    assert {each.household for each in store.alerts("open")} == {"h0", "h2"}
    assert found(store) == []
    # the one is on record in the meantime, of another household something else is known
    head = person("p1", "head", "1980-01-01", disability_kind="physical", disability_grade=1)
    late = {"case": {**household(head), "id": "h9"}}
    put_all(store, [(late, "五汛", {"p1": Identity.of("", "丁一", 19800101)})])
    mild = person("p1", "head", BORN[0], disability_kind="physical", disability_grade=4)
    who = {"p1": Identity.of(number(BORN[0]), "张三", None)}
    put_all(store, [({"case": {**household(mild), "id": "h0"}}, "东坎", who)])
    assert found(store) == [
        ("late", "h9", "disability-changed"),
        ("gone", "h0", "disability-changed"),
    ]
    assert found(store) == []
    store.close()


def test_the_command_prints_what_events_missed(tmp_path: Path) -> None:
    store = Caseload.open(tmp_path / "c.db", new=True)
    put_all(store, rows())
    store.close()
    of = ["watch", "--caseload", str(tmp_path / "c.db"), "--in", "cn/model"]
    pass_ = ["--nightly", "--month", "2021-09", "--known", "2021-12-31"]
    text = run(*of, *pass_, "--format", "text", "--lang", "zh")
    assert "没有事件告知过" in text.stdout
    assert "满龄" in text.stdout
    assert "WR408" in text.stderr
    assert run(*of, *pass_).stdout == ""
    assert "没有遗漏" in run(*of, *pass_, "--format", "text", "--lang", "zh").stdout
    lines = run(*of, "--town", "东坎").stdout.splitlines()
    assert len(lines) == 2
    assert run(*of, "--town", "五汛").stdout == ""
    assert run(*of, "--month", "2021-09").stdout.splitlines() == lines
    assert run(*of, "--month", "2021-10").stdout == ""
    for wrong in (["--nightly"], ["--month", "2021-13"], ["x.jsonl", *pass_]):
        assert run(*of, *wrong).exit_code == 2


@pytest.mark.parametrize("suffix", [".xlsx", ".jsonl"])
def test_a_work_list_says_what_when_and_why_and_leaves_room_for_a_decision(
    tmp_path: Path, suffix: str
) -> None:
    store = office(tmp_path / "c.db")
    watch(store)
    alerts = [each.told for each in store.alerts("open")]
    store.close()
    output = tmp_path / f"list{suffix}"
    of = ["watch", "--caseload", str(tmp_path / "c.db"), "--in", "cn/model", "--lang", "zh"]
    calamine = pytest.importorskip("python_calamine")
    pytest.importorskip("xlsxwriter")
    made = run(*of, "-o", str(output))
    assert (made.exit_code, made.stdout) == (0, "")
    assert output.stat().st_mode & 0o077 == 0
    if suffix == ".jsonl":
        assert len(output.read_text(encoding="utf-8").splitlines()) == len(alerts)
        return
    book = calamine.CalamineWorkbook.from_path(output)
    assert book.sheet_names == ["汇总", "清单"]
    head, *lines = book.get_sheet_by_name("清单").to_python()
    assert len(lines) == len(alerts)
    assert head[-3:] == ["决定", "理由", "编号"]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    told = {each["alert"]: each for each in alerts}
    for line in lines:
        each = told[line[-1]]
        parts = each["parts"]
        assert each["case"] in line[1]
        assert line[1][:2] in ("张三", "李四")
        for at, part in ((2, "situation"), (3, "changed"), (4, "follows"), (7, "clause")):
            assert line[at] == parts[part]["zh"]
        monthly = (each["proposes"] or {"monthly": None})["monthly"]
        assert line[5] == ("" if monthly is None else float(monthly))
        assert line[9:11] == ["", ""]
        assert ("紧急" in line[8]) == each["urgent"]
    text = str(book.get_sheet_by_name("清单").to_python())
    assert not any(number(born) in text for born in BORN)
    sums = book.get_sheet_by_name("汇总").to_python()
    assert sums[-1][-2] == len(alerts)
    assert run(*of, "-o", str(tmp_path / "list.doc")).exit_code == 2


def test_lines_of_a_work_list_are_in_memory_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Caseload.open(tmp_path / "c.db", new=True)
    put_all(store, rows())
    told, taken = screen(store, POLICY, MONTH, KNOWN, usual_engine()), 0
    some = [each for each in told if isinstance(each, Screened)]

    def rights() -> Iterator[Screened]:
        nonlocal taken
        for each in islice(cycle(some), 10):
            taken += 1
            yield each

    def written(path: str, data: Iterable[bytes], *, private: bool) -> None:
        assert [taken for _ in data] == [2, 4, 6, 8, 10]
        assert (path, private) == ("s.jsonl", True)

    monkeypatch.setattr(worklists, "_TOGETHER", 2)
    monkeypatch.setattr(worklists, "write_whole", written)
    worklists.write_list_of_rights("s.jsonl", store, rights(), "zh")


def test_a_screening_has_a_work_list_too(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")
    store = Caseload.open(tmp_path / "c.db", new=True)
    put_all(store, rows())
    store.close()
    of = ["screen", "--caseload", str(tmp_path / "c.db"), "--in", "cn/model", "--month", "2021-09"]
    lines = run(*of).stdout.splitlines()
    assert run(*of, "-o", str(tmp_path / "s.xlsx"), "--lang", "zh").exit_code == 0
    sheet = calamine.CalamineWorkbook.from_path(tmp_path / "s.xlsx").get_sheet_by_name("清单")
    assert len(sheet.to_python()) == len(lines) + 1
    with tempfile.TemporaryDirectory() as folder:
        assert run(*of, "-o", f"{folder}/s.jsonl").exit_code == 0


def test_open_alerts_are_worked_out_again_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is on record of a household is read once for all of them, and each comes to what it came
    to by itself.
    """
    store = office(tmp_path / "c.db")
    watch(store, LINES)
    standing = [(each.id, each.told) for each in store.alerts("open")]
    assert len(standing) > len({each["case"] for _, each in standing})
    read = list[str]()
    right = nightly_module.read_history

    def counted(history: Any, name: str) -> Any:
        read.append(name)
        return right(history, name)

    monkeypatch.setattr(nightly_module, "read_history", counted)
    monkeypatch.setattr(nightly_module, "Blocks", partial(Blocks, few=1))
    assert {kind for kind, *_ in found(store)} <= {"missed"}
    now = {each.id: each.told for each in store.alerts("open")}
    assert [(id, now.get(id)) for id, _ in standing] == standing
    again = [each for each in read if each in {told["case"] for _, told in standing}]
    assert len(again) <= 2 * len({each["case"] for _, each in standing})
    store.close()


def test_a_record_that_cannot_be_read_is_told_and_stops_no_other(tmp_path: Path) -> None:
    store = office(tmp_path / "c.db")
    watch(store, LINES)
    standing = {each.household for each in store.alerts("open")}
    broken, *others = sorted(standing)
    assert others
    # the one record has a day that is none, of the others something else is known
    with store.step():
        store.put_history(broken, {"case": {**store.history(broken)["case"], "applied_on": "2021"}})
        for each in others:
            plain = household(person("p1", "head", "1980-01-01"))
            store.put_history(each, {"case": {**plain, "id": each}})
    made = [*nightly(store, POLICY, MONTH, KNOWN, usual_engine())]
    codes = {each.code for each in made if not isinstance(each, Difference)}
    gone = {each.told["case"] for each in made if isinstance(each, Difference)}
    assert (codes, gone) == ({"WR407"}, {*others})
    assert broken in {each.household for each in store.alerts("open")}
    store.close()


@settings(max_examples=examples(6), deadline=None)
@given(st.data())
def test_months_of_many_households_come_to_what_each_comes_to(data: Any) -> None:
    cases = data.draw(
        st.lists(households(RULES, unknown=2, members=(1, 3)), min_size=3, max_size=5)
    )
    read: list[Any] = []
    for each in cases:
        made = {**dated(data, dict(each)), "id": f"h{len(read)}"}
        try:
            RULES.read(made)
        except wr.CaseError:
            continue
        read.append(read_history({"case": made}))
    sights = Sights(POLICY)
    looks = [look_at_month(POLICY, each, MONTH, KNOWN, sights) for each in read]
    assert [*MANY.alerts(looks)] == [alerts_of_month(POLICY, each, MONTH, KNOWN) for each in read]
