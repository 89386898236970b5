"""What the page answers: laws that hold whatever a person does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.bench import HOUSEHOLD, empty, full
from tests.support.effort import examples
from welfare_rules.basics.text import LANGUAGES
from welfare_rules.workbench.household import (
    Place,
    fact_at,
    members,
    missing,
    said,
    saying,
    shown,
    written,
)
from welfare_rules.workbench.interview import Asking
from welfare_rules.workbench.respond import ACTIONS, action_of, respond
from welfare_rules.workbench.state import State
from welfare_rules.workbench.verdict import bounds_of
from welfare_rules.workbench.words import SAID

VOID = {"input", "meta", "br", "link"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'


class Parsed(HTMLParser):
    """The elements of a fragment; what is not closed, or has its id twice, is told."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.names: set[str] = set()
        self.labelled: set[str] = set()
        self.feed(html)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids)), [
            each for each in self.ids if self.ids.count(each) > 1
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names.add(tag)
        assert not any(name.startswith("on") or name == "style" for name in given), given
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for each in ("aria-labelledby", "aria-describedby", "for"):
            self.labelled |= set((given.get(each) or "").split())
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def act(state: State, do: str, **given: str) -> State:
    return respond(state, {"do": do, **given})[0]


PATHS = ["vehicles", "area", "members[p1].wage", "members[p2].disability_kind", "members[p9].wage"]
PATHS += ["members[p1].birth_date", "members[p1].receiving", "id", "members", "no.such[", ""]
TEXTS = [
    "",
    "0",
    "800",
    "12000/年",
    "true",
    "none",
    "无",
    "2020-1-1",
    "-5",
    "1e9",
    "０．５",
    HOSTILE,
]
VALUES = {
    "path": st.sampled_from(PATHS),
    "value": st.sampled_from(TEXTS),
    "view": st.sampled_from(["why", "curve", "figures", "?"]),
    "mode": st.sampled_from(["table", "interview"]),
    "member": st.sampled_from(["p1", "p2", "p7", ""]),
    "share": st.sampled_from(["0", "0.5", "1", "9", "x", "-1"]),
    "month": st.sampled_from(["2021-08", "2022-09", "2019-01", "x"]),
    "known": st.sampled_from(["2021-12-31", "2023-01-01", "y"]),
    "place": st.sampled_from(["cn/model", "cn/nowhere"]),
    "lang": st.sampled_from([*LANGUAGES, "fr"]),
    "vary": st.sampled_from(["members[p1].wage", "vehicles", "area"]),
    "last": st.sampled_from(["", "3000", "x", HOSTILE]),
    "text": st.sampled_from(["", "{}", "[", json.dumps(HOUSEHOLD), '{"members": 1}', "[" * 9999]),
    "value:dibao_standard": st.sampled_from(["", "800", "x", HOSTILE]),
    "notice": st.sampled_from(["cn.model.standards", "x"]),
    "from": st.sampled_from(["", "2021-08-01", "x"]),
    "announced": st.sampled_from(["", "2021-07-01", HOSTILE]),
}
CHEAP = sorted(set(ACTIONS) - {"months", "try-on-all"})


@settings(max_examples=examples(8), deadline=None)
@given(
    st.lists(
        st.builds(
            lambda do, rest: {"do": do, **rest},
            st.sampled_from([*CHEAP, "nonsense"]),
            st.fixed_dictionaries({}, optional=VALUES),
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_whatever_a_person_does_is_answered(actions: list[Mapping[str, str]], whole: bool) -> None:
    """Never an error, always HTML in order, and always the answer that the library gives."""
    state = full() if whole else empty()
    for action in actions:
        again, html = respond(state, action)
        if action["do"] != "save-receipt":  # which has salts
            assert respond(state, action)[1] == html
        parsed = Parsed(html)
        assert {"top", "form", "answer", "rights", "tabs", "view"} <= set(parsed.ids)
        assert "script" not in parsed.names
        assert "img" not in parsed.names
        assert "\u202e" not in html
        assert parsed.labelled <= set(parsed.ids), parsed.labelled - set(parsed.ids)
        state = again
        assert state.answer is not None
        expected = state.policy.at(state.month, state.known).determine(dict(state.case))
        assert state.answer.digest == expected.digest


def test_every_control_of_the_page_is_known() -> None:
    """What the page names as an action is one."""
    done: set[str] = set()
    for view in ("why", "curve", "months", "figures"):
        for mode in ("table", "interview"):
            state = act(act(empty(), "view", view=view), "mode", mode=mode)
            state = act(state, "question")
            html = respond(state, {})[1]
            done |= {each.split('"')[0] for each in html.split('data-do="')[1:]}
    assert {"set", "answer", "view", "draft", "chart"} <= done
    assert done <= set(ACTIONS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_words_are_there(lang: str) -> None:
    assert SAID.faults() == ()
    state = act(full(), "lang", lang=lang)
    assert SAID["title"].say(state.lang) in respond(state, {})[1]


def every_value() -> list[tuple[wr.FactInfo, Any]]:
    facts = full().vocabulary
    found: list[tuple[wr.FactInfo, Any]] = []
    for member in [None, *members(HOUSEHOLD)]:
        name = None if member is None else str(member["id"])
        for key, value in (HOUSEHOLD if member is None else member).items():
            fact = fact_at(facts, Place(name, key))
            if fact is not None:
                found.append((fact, value))
    return found


def test_a_field_gives_back_what_it_shows() -> None:
    values = every_value()
    assert len(values) > 80
    rules = full().rules
    for fact, value in values:
        back = written(fact, shown(value))
        owner = None if fact.of == "household" else "a"
        case = {"id": "h", "members": [{"id": "a"}]}
        one, other = (saying(case, Place(owner, fact.id), each) for each in (value, back))
        assert rules.read(dict(one)) == rules.read(dict(other))


def test_an_empty_field_is_unknown_and_not_zero() -> None:
    state = act(full(), "set", path="members[p1].wage", value="")
    assert said(state.case, Place("p1", "wage")) is None
    assert "members[p1].wage" in missing(state)
    assert state.answer is not None
    assert state.answer.total is None
    assert not bounds_of(state.answer).exact


def test_what_is_no_value_stays_in_its_field_and_counts_nowhere() -> None:
    state = act(full(), "set", path="members[p1].wage", value="abc")
    assert state.case == full().case
    html = respond(state, {})[1]
    assert 'value="abc"' in html
    assert 'aria-invalid="true"' in html
    mended = act(state, "set", path="members[p1].wage", value="１，２００元")
    assert mended.unread == {}
    assert mended.answer is not None
    assert str(mended.answer.total) == "1711.50"


def test_a_change_says_what_moved_and_can_be_taken_back() -> None:
    state, html = respond(full(), {"do": "set", "path": "members[p1].wage", "value": "800"})
    assert "+400.00" in html
    assert state.moved is not None
    assert state.moved.comparison is not None
    assert {each.benefit for each in state.moved.comparison.changes} == {"dibao"}
    assert act(state, "undo").case == full().case


def test_the_interview_comes_to_the_answer_with_fewer_questions() -> None:
    """Answered out of the example, it ends decided, as the whole household is."""
    start = json.loads(json.dumps(HOUSEHOLD))
    for fact in ("birth_date", "disability_kind", "disability_grade", "serious_illness"):
        del start["members"][1][fact]
    del start["vehicles"], start["members"][2]["birth_date"]
    state = act(act(empty(), "open", text=json.dumps(start)), "mode", mode="interview")
    before = len(missing(state))
    asked: list[str] = []
    while missing(state):
        state = act(state, "question")
        assert isinstance(state.question, Asking)
        path = state.question.place.path
        value = said(HOUSEHOLD, state.question.place)
        assert path not in asked
        asked.append(path)
        state = act(state, "answer", path=path, value="none" if value is None else shown(value))
    assert state.answer is not None
    assert full().answer is not None
    assert state.answer.total == full().answer.total
    assert state.answer.circle == full().answer.circle
    assert 3 < len(asked) < before
    assert SAID["decided"].zh in respond(state, {})[1]


def test_a_question_names_the_clause_that_it_decides() -> None:
    few = json.loads(json.dumps(HOUSEHOLD))
    del few["members"][1]["disability_kind"]
    state = act(act(empty(), "open", text=json.dumps(few)), "mode", mode="interview")
    assert 'data-then="question"' in respond(state, {})[1]
    state = act(state, "question")
    asking = state.question
    assert isinstance(asking, Asking)
    assert asking.place.path == "members[p2].disability_kind"
    assert any(rule == "disabled" for _, _, rule in asking.clauses)
    assert 'id="why-asked"' in respond(state, {})[1]
    stopped, html = respond(state, {"do": "stop"})
    assert 'id="question"' not in html
    assert 'data-then="view"' not in html
    assert act(act(stopped, "go-on"), "question").question is not None


def test_a_click_on_the_curve_is_that_household() -> None:
    state = act(full(), "view", view="curve")
    assert state.charted is not None
    assert state.charted.curve is not None
    last = state.charted.curve.pieces[-1].last
    [cliff, *_] = [each.at for each in state.charted.curve.jumps]
    share = str(round(float(cliff) / float(last), 4))
    there = act(state, "point", share=share)
    assert said(there.case, Place("p1", "wage")) == str(cliff)
    assert there.answer is not None
    assert there.answer["dibao"].status == "not_eligible"


def test_the_derivation_follows_the_answer_in_two_columns() -> None:
    state, html = respond(full(), {"do": "set", "path": "members[p1].wage", "value": "800"})
    assert 'data-then="view"' in html
    told = respond(state, {"do": "view", "view": "why"})[1]
    assert 'class="columns"' in told
    assert 'class="differs"' in told
    assert "国家对共同生活的家庭成员人均收入低于当地最低生活保障标准" in told
    assert "data-then" not in told


def test_members_come_and_go() -> None:
    state = act(full(), "add-member")
    assert [each["id"] for each in members(state.case)] == ["p1", "p2", "p3", "p4"]
    assert act(state, "remove-member", member="p4").case == full().case


def test_names_of_a_household_are_text() -> None:
    case = {"id": HOSTILE[:60], "members": [{"id": HOSTILE[:40], "wage": "1"}]}
    state, html = respond(empty(), {"do": "open", "text": json.dumps(case)})
    assert state.case["members"][0]["wage"] == "1"
    Parsed(html)
    printed = respond(state, {"do": "print"})[1]
    assert "<script>" not in html + printed


@pytest.mark.parametrize("text", [b"", b"[]", b'"x"', b'{"do": []}', b"\xff", b"[" * 100_000])
def test_what_is_no_action_is_none(text: bytes) -> None:
    assert action_of(text) is None
