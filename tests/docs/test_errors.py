"""docs/errors.md has every code of the catalogue with its words as they are printed, and a way out
in both languages.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from welfare_rules.findings import CATALOGUE

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
SECTIONS = {
    match["code"]: match["body"]
    for match in re.finditer(
        r"^### (?P<code>WR\d+).*\n(?P<body>(?:(?!^#).*\n?)*)", PAGE, re.MULTILINE
    )
}


def test_the_page_has_exactly_the_codes_of_the_catalogue_in_order() -> None:
    assert list(SECTIONS) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_code_stands_with_its_words_and_a_way_out(code: str) -> None:
    entry, body = CATALOGUE[code], SECTIONS.get(code, "")
    lines = [line for line in body.splitlines() if line.strip()]
    assert lines[:2] == [
        f"- {entry.severity} · {_printed(words)}" for words in (entry.words.zh, entry.words.en)
    ]
    zh, en = "\n".join(lines[2:]).partition("**Way out.**")[::2]
    assert zh.startswith("**怎么办。**")
    assert min(len(zh), len(en)) > 12


def _printed(template: str) -> str:
    """`{got!r}` as a reader knows it: '{got}'."""
    return re.sub(r"\{(\w+)!r\}", r"'{\1}'", template)
