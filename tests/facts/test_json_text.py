"""What is not JSON: told where it stands, in both languages; and keys that are no texts."""

from __future__ import annotations

from typing import Any

import pytest

import welfare_rules as wr
from welfare_rules.facts.json_text import parse_json

WRITTEN: list[tuple[str, tuple[int, int], str, str]] = [
    ('{"id": "h" "members": []}', (1, 12), "少了逗号", "a comma is missing"),
    ('{"id" "h"}', (1, 7), "少了冒号", "a colon is missing"),
    ("{id: 1}", (1, 2), "加双引号的名称", "a name in double quotes"),
    ('{"a": }', (1, 7), "应有一个值", "a value belongs here"),
    ('{"a": True}', (1, 7), "true 或 false", "true or false"),
    ("{} {}", (1, 4), "多余的内容", "something more follows"),
    ('{"a": "b', (1, 7), "引号没有成对", "a quote is not closed"),
    ('{"a": "b\nc"}', (1, 9), "换行", "line end"),
    ('{"a": "\\q"}', (1, 8), "反斜杠", "backslash"),
    ('{"a": NaN}', (0, 0), "NaN 不是数", "NaN is no number"),
    ('{"a": ' + "9" * 5000 + "}", (0, 0), "一个数太长", "a number is too long"),
]


@pytest.mark.parametrize(
    ("text", "at", "zh", "en"), WRITTEN, ids=[each[0][:20] for each in WRITTEN]
)
def test_what_is_not_json_is_told_in_both_languages(
    text: str, at: tuple[int, int], zh: str, en: str
) -> None:
    with pytest.raises(wr.CaseError) as refused:
        parse_json(text, "case.json")
    (each,) = refused.value.findings
    assert (each.code, each.place.line, each.place.column) == ("WR401", *at)
    assert zh in each.message("zh")
    assert en in each.message("en")


def test_a_comma_behind_the_last_entry_is_told_by_every_python() -> None:
    """Pythons differ in where they see it and in how they put it."""
    for text in ('{"a": 1,}', "[1,]"):
        with pytest.raises(wr.CaseError) as refused:
            parse_json(text, "case.json")
        (each,) = refused.value.findings
        assert each.code == "WR401"
        assert not each.message("zh").isascii()
        assert each.message("zh").split("：", 1)[1] not in each.message("en")


@pytest.mark.parametrize("key", [3, None, 2.5, b"id", (1, 2)])
def test_a_key_that_is_no_text_is_told(key: Any) -> None:
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    for case in (
        {"id": "h", "members": [], key: 1},
        {"id": "h", "members": [{"id": "p1", key: 1}]},
    ):
        with pytest.raises(wr.CaseError) as refused:
            rules.determine(case)
        (each,) = refused.value.findings
        assert each.code == "WR403"
        assert "用文字写的名称" in each.message("zh")
