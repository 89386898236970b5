"""A household has one head: where there is none, or two, whoever asks is warned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.command import run
from welfare_rules.facts.doubts import doubts, values_of_one

RULES = wr.load("cn/model").at("2021-08", known="2021-12-31")


@pytest.mark.parametrize(
    ("relations", "counts"),
    [
        (("head",), []),
        (("head", "spouse"), []),
        (("spouse", None), []),  # the other may be the head
        (("head", None), []),
        (("spouse", "child"), ["0"]),
        (("head", "户主", None), ["2"]),
        ((), ["0"]),
    ],
)
def test_no_head_and_two_heads_are_told(
    relations: tuple[str | None, ...], counts: list[str]
) -> None:
    people = [{"id": f"p{place}", "relation": each} for place, each in enumerate(relations)]
    case = RULES.read({"id": "h", "members": people})
    found = [
        each for each in doubts(values_of_one(RULES.program.law), case) if each.code == "WR417"
    ]
    assert [each.detail("count") for each in found] == counts


TWO_HEADS = {"id": "h", "members": [{"id": each, "relation": "head"} for each in "ab"]}
IN = ("--in", "cn/model", "--lang", "en", "--policies", "policies")
OF_A_MONTH = {
    "determine": (),
    "explain": (),
    "next": ("--within", "1"),
    "change": ("--benefit", "dibao"),
    "curve": ("--vary", "members[a].wage", "--to", "100"),
}


@pytest.mark.parametrize("command", [*OF_A_MONTH, "timeline", "settle"])
def test_every_command_that_takes_a_case_tells_them(command: str, tmp_path: Path) -> None:
    case, ledger = tmp_path / "case.json", tmp_path / "ledger.json"
    ledger.write_text("[]", encoding="utf-8")
    if command in OF_A_MONTH:
        case.write_text(json.dumps(TWO_HEADS), encoding="utf-8")
        more = "--month", "2021-08", *OF_A_MONTH[command]
    else:
        case.write_text(json.dumps({"case": TWO_HEADS}), encoding="utf-8")
        more = (
            *([f"{ledger}"] if command == "settle" else []),
            "--from",
            "2021-08",
            "--to",
            "2022-08",
        )
    ran = run(command, f"{case}", *more, *IN)
    assert ran.exit_code == 0
    assert ran.stderr.count("WR417") == 1
    assert f"{case}:{'' if command in OF_A_MONTH else 'case.'}members: warning WR417" in ran.stderr
