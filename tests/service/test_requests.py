"""What is asked is answered as the library answers, and whatever is asked ends in an answer or in
a problem with its findings.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import welfare_rules as wr
from tests.service.asking import ANYTHING, LATE, OF_CASE, OF_HISTORY, RIGHT, shipped, spoilt
from tests.support.command import CASE, copied, findings, run
from tests.support.effort import examples
from welfare_rules.basics.harmless import json_line
from welfare_rules.findings import CATALOGUE
from welfare_rules.service import requests
from welfare_rules.service.policies import Policies, read_policies
from welfare_rules.service.problems import SORTS
from welfare_rules.service.requests import ACTIONS, respond

STAMP = {"library_version", "law_digest"}
STATUSES = {each.status for each in SORTS.values()}


@pytest.fixture(scope="module")
def policies() -> Policies:
    return shipped()


def unstamped(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in STAMP}


def must_be_told(status: int, body: Any) -> None:
    """An answer, or a problem that says by code, place and words what is wrong."""
    json_line(body).encode("utf-8")
    if status == 200:
        return
    assert status in STATUSES
    assert status != 500, body
    assert body["status"] == status
    assert body["type"].startswith("urn:welfare-rules:problem:")
    assert body["title"]
    assert body["findings"]
    for each in body["findings"]:
        assert each["code"] in CATALOGUE
        assert each["message"]
        assert each["file"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_request_is_answered_as_the_command_answers(policies: Policies, lang: str) -> None:
    """The commands and the requests share the library, not a line of how they ask it."""
    month = ("--in", "cn/model", "--month", "2021-08", "--known", "2021-12-31")
    months = ("--in", "cn/model", "--from", "2021-06", "--to", "2021-08", "--known", "2021-12-05")
    case, history, ledger = str(CASE), str(LATE / "history.json"), str(LATE / "ledger.json")
    commands = {
        "determine": ("determine", case, *month),
        "explain": ("explain", case, *month),
        "next": ("next", case, *month, "--within", "2"),
        "timeline": ("timeline", history, *months),
        "settle": ("settle", history, ledger, *months, "--plan"),
        "names": ("names", "--in", "cn/model"),
    }
    for do, words in commands.items():
        status, body = respond(policies, do, RIGHT[do] | {"lang": lang})
        made = run(*words, "--format", "json", "--lang", lang)
        printed = json.loads(made.stdout)
        assert status == 200, body
        if isinstance(body, dict) and (told := body.pop("findings", [])):
            assert [each["code"] for each in told] == [each["code"] for each in findings(made)]
        stamped = body if isinstance(body, list) else [body]
        kept = [unstamped(each) for each in stamped]
        assert (kept if isinstance(body, list) else kept[0]) == printed, do


def test_every_answer_about_a_household_says_by_which_law_and_version(policies: Policies) -> None:
    digest = wr.load("cn/model").digest
    for do in ("determine", "explain", "settle", "timeline", "next"):
        _, body = respond(policies, do, RIGHT[do])
        for each in body if isinstance(body, list) else [body]:
            assert (each["law_digest"], each["library_version"]) == (digest, wr.__version__), do


def test_what_is_asked_of_a_law(policies: Policies) -> None:
    assert respond(policies, "jurisdictions", {}) == (200, list(wr.jurisdictions()))
    _, benefits = respond(policies, "benefits", {"jurisdiction": "cn/model"})
    assert [each["id"] for each in benefits] == [*wr.load("cn/model").benefits]
    assert next(each for each in benefits if each["id"] == "dibao")["payee"] == "household"


@pytest.mark.parametrize(
    ("do", "change", "status", "told"),
    [
        ("determine", {"case": {"id": "h"}}, 422, [("WR409", "case", "members")]),
        ("determine", {"case": []}, 400, [("WR403", "case", "")]),
        ("determine", {"case": None}, 400, [("WR409", "case", "")]),
        ("determine", {"caes": {}}, 400, [("WR540", "caes", "")]),
        ("determine", {"lang": "fr"}, 400, [("WR516", "lang", "")]),
        (
            "determine",
            {"jurisdiction": "cn/modle", "month": "2021-13", "known": "today"},
            400,
            [("WR501", "jurisdiction", ""), ("WR504", "known", ""), ("WR502", "month", "")],
        ),
        ("determine", {"month": "1949-10"}, 400, [("WR503", "month", "")]),
        ("next", {"within": True}, 400, [("WR515", "within", "")]),
        ("next", {"within": 9999}, 400, [("WR515", "within", "")]),
        ("timeline", {"from": "2021-09"}, 400, [("WR509", "to", "")]),
        ("timeline", {"from": "soon"}, 400, [("WR502", "from", "")]),
        ("timeline", {"history": {"case": {}}}, 422, []),
        ("settle", {"ledger": [{"month": "2021-08"}]}, 422, []),
        ("names", {"jurisdiction": "cn/modle"}, 400, [("WR501", "jurisdiction", "")]),
    ],
)
def test_a_refusal_says_what_and_where(
    policies: Policies, do: str, change: Any, status: int, told: list[tuple[str, str, str]]
) -> None:
    found, body = respond(policies, do, RIGHT[do] | change)
    must_be_told(found, body)
    assert found == status
    if told:
        places = [(each["code"], each["file"], each.get("path", "")) for each in body["findings"]]
        assert places == told


def test_the_nearest_name_is_offered_in_the_language_of_the_request(policies: Policies) -> None:
    _, zh = respond(policies, "determine", OF_CASE | {"knwon": "2021-12-31"})
    _, en = respond(policies, "determine", OF_CASE | {"knwon": "2021-12-31", "lang": "en"})
    assert "是否指“known”？" in zh["findings"][0]["message"]
    assert "did you mean 'known'?" in en["findings"][0]["message"]
    status, body = respond(policies, "determin", {})
    assert (status, body["findings"][0]["code"]) == (404, "WR541")
    assert "determine" in body["findings"][0]["details"]["nearest"]


def test_a_doubtful_case_is_decided_and_told(policies: Policies) -> None:
    two = {"id": "h", "members": [{"id": each, "relation": "head"} for each in ("a", "b")]}
    for do in ("determine", "explain", "next"):
        status, body = respond(policies, do, OF_CASE | {"case": two})
        assert (status, [each["code"] for each in body["findings"]]) == (200, ["WR417"])
    _, months = respond(policies, "timeline", OF_HISTORY | {"history": {"case": two}})
    assert [each["findings"][0]["path"] for each in months] == ["case.members"] * 3


def test_a_law_that_cannot_be_used_keeps_no_other_from_being_asked(tmp_path: Path) -> None:
    root = copied(tmp_path)
    broken = root / "cn/model/old-age.toml"
    broken.write_text(broken.read_text(encoding="utf-8") + "\n[x", encoding="utf-8")
    read = read_policies(root)
    assert set(read.troubles) == {"cn/model"}
    status, body = respond(read, "determine", OF_CASE)
    assert (status, body["type"]) == (503, "urn:welfare-rules:problem:policies")
    assert body["findings"][0]["file"].endswith("old-age.toml")
    assert respond(read, "names", {"jurisdiction": "cn"})[0] == 200


def test_a_fault_of_the_program_tells_nothing_of_the_case(
    policies: Policies, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("李华 320922195001010011")

    monkeypatch.setattr(requests, "parse_month", fails)
    with caplog.at_level(logging.DEBUG):
        status, body = respond(policies, "determine", OF_CASE)
    assert (status, body["type"]) == (500, "urn:welfare-rules:problem:fault")
    assert "KeyError (test_requests.py:" in body["findings"][0]["message"]
    assert "李华" not in json.dumps(body, ensure_ascii=False) + caplog.text
    assert "KeyError" in caplog.text


@given(request=ANYTHING)
@settings(max_examples=examples(100))
def test_any_json_is_answered(request: Any) -> None:
    for do in ACTIONS:
        must_be_told(*respond(shipped(), do, request))


@given(asked=spoilt())
@settings(max_examples=examples(200))
def test_a_request_that_is_right_but_for_one_thing_is_answered(asked: tuple[str, Any]) -> None:
    must_be_told(*respond(shipped(), *asked))
