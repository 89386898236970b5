"""The condition of a review gate: what holds, and what is wrong in it, told in its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.findings import RequestError
from welfare_rules.impact.condition import Condition

REPORT: dict[str, Any] = {
    "benefits": {"dibao": {"enter": 3, "leave": 0, "difference": "-12.50", "per": "month"}},
    "total": {"before": "100.00", "after": "87.50", "difference": "-12.50", "at_most": None},
}


@given(st.integers(-(10**9), 10**9), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
def test_a_number_is_compared_exactly(fen: int, sign: str) -> None:
    sides = {"<": fen < -1250, "<=": fen <= -1250, ">": fen > -1250, ">=": fen >= -1250, "==": fen == -1250, "!=": fen != -1250}  # fmt: skip
    value = f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"
    report = {"total": {"difference": value}}
    assert Condition.read(f"total.difference {sign} -12.50").holds(report) == sides[sign]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("benefits.dibao.enter > 2", True),
        ("benefits.dibao.enter > 2 and total.difference > 0", False),
        ("benefits.dibao.leave > 0 或 total.difference < 0元", True),
        ("not (total.after / total.before < 90%)", False),
        ("total.after - total.before == total.difference", True),
        ("0 <= benefits.dibao.leave <= 3", True),
        ("true", True),
    ],
)
def test_conditions_are_those_of_the_formula_language(text: str, holds: bool) -> None:
    assert Condition.read(text).holds(REPORT) is holds


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("total.diference > 1", "WR205", 1, "total.difference"),
        ("1 < benefits.dibao.entr", "WR205", 5, "benefits.dibao.enter"),
        ("benefits.dibao.per > 1", "WR205", 1, ""),
        ("total.difference", "WR206", 1, ""),
        ("total.difference and true", "WR206", 1, ""),
        ("total.at_most > 1", "WR533", 1, ""),
        ("total.difference >", "WR203", 19, ""),
        ("total.difference > 1 & 2", "WR201", 22, ""),
        ("total.difference > max(1, 2)", "WR206", 20, ""),
        ("total.difference / (1 - 1) > 0", "WR209", 1, ""),
    ],
)
def test_what_is_wrong_is_told_in_its_place(text: str, code: str, column: int, hint: str) -> None:
    with pytest.raises(RequestError) as refused:
        Condition.read(text).holds(REPORT)
    first = refused.value.findings[0]
    assert (first.code, first.place.column) == (code, column)
    assert first.place.file == "--fail-if"
    assert hint in first.message("en")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(RequestError) as refused:
        Condition.read("total.x > 1 and benefits.y.z > 2").holds(REPORT)
    assert [each.code for each in refused.value.findings] == ["WR205", "WR205"]
