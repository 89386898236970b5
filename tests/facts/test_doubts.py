"""A household has one head: where there is none, or two, whoever asks is warned."""

from __future__ import annotations

import pytest

import welfare_rules as wr
from welfare_rules.facts.doubts import doubts

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
    found = [each for each in doubts(RULES.program.law, case) if each.code == "WR417"]
    assert [each.detail("count") for each in found] == counts
