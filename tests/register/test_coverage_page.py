"""docs/coverage.md is what the policy and case files make it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from welfare_rules.register.coverage_page import COMMAND, coverage

Small = Callable[..., Path]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == coverage(), f"run: {COMMAND}"


def test_cases_count_for_what_they_expect(small: Small) -> None:
    root = small()
    (root / "cn" / "cases").mkdir()
    (root / "cn" / "cases" / "some.toml").write_text(
        '[[case]]\nname = "a"\nexpect = { rice = 1, circle = "care" }\n'
        '[[series]]\nexpect.rice = 2\ncases = [ { name = "b" }, { name = "c", expect = { "p1.care" = 3 } } ]\n',
        encoding="utf-8",
    )
    page = coverage(root)
    assert "`rice` | 《小县办法》 | `cn` | 1 / 0 | 3 |" in page
    assert "`care` | 《小县办法》 | `cn` | 1 / 0 | 1 |" in page
    assert "No figure is missing." in page
