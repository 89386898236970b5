"""Events are read in both forms alike, whole or with every fault told, and nobody is mistaken."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from welfare_rules.basics.id_number import birth_date_of, check_character, number_fault
from welfare_rules.events import event as event_module
from welfare_rules.events.event import (
    MOST_OF_AN_EVENT,
    EventReader,
    lines_of,
    read_event,
    read_lines,
)
from welfare_rules.events.identity import Identity, best_of, grade, normal_name

LAW = wr.load("cn/model").law
NUMBER = "11010519491231002X"
FLAT: dict[str, Any] = {
    "source": "公安",
    "id": "2021-000123",
    "type": "death",
    "time": "2021-09-10",
    "received": "2021-09-14",
    "person": {"id_number": NUMBER, "name": "张三", "birth_date": "1949-12-31"},
    "set": {"death_date": "2021-09-08"},
    "covers": "2021-09",
}
DIGITS = st.text("0123456789", min_size=1, max_size=1)


def codes(told: Any) -> list[str]:
    with pytest.raises(wr.CaseError) as caught:
        read_event(told, LAW)
    return [each.code for each in caught.value.findings]


def test_both_forms_are_one_event() -> None:
    inner = {key: FLAT[key] for key in ("received", "person", "set", "covers")}
    envelope = {
        "specversion": "1.0",
        **{key: FLAT[key] for key in ("source", "id", "type")},
        "time": "2021-09-10T08:30:00+08:00",
        "datacontenttype": "application/json",
        "data": inner,
    }
    assert read_event(envelope, LAW) == read_event(json.dumps(FLAT), LAW)
    change = read_event(FLAT, LAW).change(LAW, "p2")
    assert change == {
        "from": "2021-09-01",
        "learned": "2021-09-14",
        "source": "公安",
        "set": {"members[p2].death_date": "2021-09-08"},
    }


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"set": {"deth_date": "2021-09-08"}}, "WR402"),
        ({"set": dict.fromkeys(("death_date", "死亡日期"), "2021-09-08")}, "WR416"),
        ({"set": {"death_date": 1}}, "WR403"),
        ({"set": {"disability_kind": "physicl"}}, "WR405"),
        ({"id": NUMBER}, "WR483"),
        ({"set": {}}, "WR409"),
        ({"person": {"name": "张三"}}, "WR472"),
        ({"time": "yesterday"}, "WR407"),
        ({"extra": 1}, "WR402"),
        ({"set": {"wage": "3000"}, "covers": "2021"}, "WR471"),
        ({"set": {"wage": {"per_year": "3000"}}}, "WR471"),
        ({"covers": "2021-13"}, "WR403"),
        ({"person": 3}, "WR403"),
    ],
)
def test_what_is_wrong_with_an_event_is_told(more: dict[str, Any], code: str) -> None:
    assert codes(FLAT | more) == [code]


@pytest.mark.parametrize("missing", ["source", "id", "type", "time", "received", "person"])
def test_what_is_missing_is_told(missing: str) -> None:
    assert codes({key: each for key, each in FLAT.items() if key != missing}) == ["WR409"]


def test_a_yearly_total_stays_one() -> None:
    told = read_event(FLAT | {"set": {"工资性收入": {"per_year": "36000"}}, "covers": "2020"}, LAW)
    assert told.facts == {"wage": {"per_year": "36000"}}


def test_one_bad_line_stops_no_other() -> None:
    lines = [json.dumps(FLAT), "", "{", json.dumps(FLAT | {"id": "2"}), "[]", "x" * 100_001]
    found = [*read_lines(lines, EventReader.of(LAW), "events.jsonl")]
    assert [each.event.id for each in found if each.event is not None] == ["2021-000123", "2"]
    told = [one for each in found for one in each.findings]
    assert [each.code for each in told] == ["WR401", "WR403", "WR412"]
    assert [each.place.file for each in told] == [f"events.jsonl:{line}" for line in (3, 5, 6)]


def test_a_wrong_number_is_kept_and_told_without_the_number() -> None:
    wrong = read_event(FLAT | {"person": {**FLAT["person"], "id_number": NUMBER[:-1] + "1"}}, LAW)
    assert [each.code for each in wrong.findings] == ["WR473"]
    assert NUMBER[:6] not in wrong.findings[0].message("zh") + wrong.findings[0].message("en")
    assert grade(wrong.person, wrong.person) == 2


@given(st.dates(), st.integers(100000, 999999), st.integers(0, 999))
def test_every_number_that_is_made_right_is_right_and_one_digit_off_is_not(
    born: Any, place: int, order: int
) -> None:
    """Whatever the code of the place: it is no ground to refuse a number."""
    digits = f"{place}{born:%Y%m%d}".rjust(14, "0")[:14] + f"{order:03d}"
    if born.year < 1000:
        return
    number = digits + check_character(digits)
    assert number_fault(number) is None
    assert birth_date_of(number) == int(f"{born:%Y%m%d}")
    for at in range(14, 17):
        other = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        assert number_fault(other) == "check"


@given(st.text(max_size=12))
def test_a_name_in_its_form_stays_so(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)


def test_who_may_be_meant_is_told_by_how_well_it_agrees() -> None:
    one = Identity.of(NUMBER, "张三", None)
    people = [
        ("h1", "p1", one),
        ("h2", "p1", Identity.of(None, "张三", 19491231)),  # a namesake born on that day
        ("h3", "p1", Identity.of("110105194912310046", "张三", None)),
    ]
    assert [(each.household, each.grade) for each in best_of(one, people)] == [("h1", 1)]
    assert best_of(Identity.of(NUMBER, "李四", None), people)[0].grade == 2
    without = best_of(Identity.of(None, "张三", 19491231), people)
    assert {(each.household, each.grade) for each in without} == {("h1", 3), ("h2", 3), ("h3", 3)}
    assert best_of(Identity.of("110105200001010011", "王五", None), people) == ()
    fifteen = best_of(Identity.of("110105491231002", "张三", None), people)
    assert [(each.household, each.grade) for each in fifteen] == [("h1", 1)]


@given(
    st.lists(
        st.tuples(st.sampled_from("ab "), st.integers(0, 4), st.sampled_from((-1, 0, 1, 5))),
        max_size=5,
    ),
    st.booleans(),
)
def test_a_line_takes_no_more_than_an_event_may_have(
    told: list[tuple[str, int, int]], ended: bool
) -> None:
    """Lines as they are, of whatever length; of one that is too long enough is kept to say so."""
    lines = [sign * max(0, MOST_OF_AN_EVENT * (times // 2) + more) for sign, times, more in told]
    text = "\n".join(lines) + ("\n" if ended and lines else "")
    found = list(lines_of(io.StringIO(text)))
    wanted = text.splitlines(keepends=True)
    assert [each[: MOST_OF_AN_EVENT + 1] for each in wanted] == found


def test_a_line_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_module, "_MOST_PASSED", 3 * MOST_OF_AN_EVENT)

    class Endless(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            return "\0" * (size or 1)

    (found,) = read_lines(lines_of(Endless()), EventReader.of(LAW))
    assert [each.code for each in found.findings] == ["WR412"]


def test_a_line_in_another_code_page_stops_no_other() -> None:
    told = json.dumps({"name": "王"}, ensure_ascii=False).encode("gbk") + b'\n{"id": "2"}\n'
    stream = io.TextIOWrapper(io.BytesIO(told), encoding="utf-8-sig", errors="surrogateescape")
    first, second = read_lines(lines_of(stream), EventReader.of(LAW))
    assert [each.code for each in first.findings] == ["WR105"]
    assert first.text == ""
    assert "WR105" not in {each.code for each in second.findings}
