"""Files of the page: what is saved is opened again as it was."""

from __future__ import annotations

import json
from pathlib import Path

import welfare_rules as wr
from tests.support.bench import HOUSEHOLD, empty, full
from welfare_rules.workbench.files import saved
from welfare_rules.workbench.respond import respond
from welfare_rules.workbench.state import State

LATE = Path("docs/examples/late-standard/history.json")


def opened(text: str) -> State:
    return respond(empty(), {"do": "open", "text": text})[0]


def written(state: State, kind: str) -> str:
    download = saved(state, kind).download
    assert download is not None
    return download.text


def answer(state: State) -> wr.Answer:
    assert state.answer is not None
    return state.answer


def test_a_case_comes_back() -> None:
    again = opened(written(full(), "case"))
    assert again.case == HOUSEHOLD
    assert answer(again).digest == answer(full()).digest


def test_a_receipt_comes_back_with_its_decision() -> None:
    again = opened(written(full(), "receipt"))
    assert not again.warning
    assert answer(again).digest == answer(full()).digest


def test_a_receipt_that_was_changed_is_told() -> None:
    spoilt = json.loads(written(full(), "receipt"))
    spoilt["answer"]["total"] = "9999.00"
    again = opened(json.dumps(spoilt))
    assert again.warning
    assert again.case == empty().case


def test_a_history_is_gone_on_with() -> None:
    state = opened(LATE.read_text("utf-8"))
    assert state.history is not None
    changed = respond(state, {"do": "set", "path": "members[p1].wage", "value": "900"})[0]
    more = json.loads(written(changed, "history"))
    [*_, last] = more["changes"]
    assert last == {
        "from": "2021-08-01",
        "learned": "2021-12-31",
        "set": {"members[p1].wage": "900"},
    }
    [again] = state.policy.timeline(more, "2021-08", "2021-08", "2021-12-31")
    assert again.total == answer(changed).total
    assert written(state, "history") == written(opened(LATE.read_text("utf-8")), "history")


def test_a_name_of_a_file_has_no_path_in_it() -> None:
    state = opened(json.dumps({"id": "../../etc/x", "members": []}))
    download = saved(state, "case").download
    assert download is not None
    assert "/" not in download.name
    assert ".." not in download.name
