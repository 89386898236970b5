"""Signs of other notations, told with what stands for them in a formula."""

from __future__ import annotations

import pytest

from welfare_rules.language.check import formula
from welfare_rules.language.lexer import tokens
from welfare_rules.language.names import Names
from welfare_rules.language.nodes import spell
from welfare_rules.language.types import Entity


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        ("残疾等级 = 3", 5, "=="),
        ("a =< 3", 2, "=="),
        ("a && b", 2, "且 / and"),
        ("a || b", 2, "或 / or"),
        ("!a", 0, "非 / not"),
        ("a @ b", 2, ""),
    ],
)
def test_a_sign_of_another_notation_is_told_with_what_was_meant(
    text: str, place: int, meant: str
) -> None:
    found = tokens(text)[1]
    assert (found[0].code, found[0].start, dict(found[0].details).get("nearest", "")) == (
        "WR201",
        place,
        meant,
    )


@pytest.mark.parametrize(
    ("sign", "plain"), [("≥", ">="), ("≤", "<="), ("≠", "!="), ("×", "*"), ("÷", "/")]
)
def test_a_mathematical_sign_makes_the_same_tree(sign: str, plain: str) -> None:
    one, other = (
        formula(f"3 {each} 2", Names.of([], {}, None), Entity.HOUSEHOLD, None)[0]
        for each in (sign, plain)
    )
    assert one is not None
    assert one == other
    assert spell(one) == spell(one if other is None else other)


@pytest.mark.parametrize("sign", ["＞", "＜", "＝", "＊", "／", "＋", "－", "−", "✕", "％"])
def test_a_sign_that_looks_like_another_is_refused_with_what_to_write(sign: str) -> None:
    (wrong,) = tokens(f"3 {sign} 2")[1]
    assert (wrong.code, wrong.start) == ("WR202", 2)
    assert dict(wrong.details)["want"] in "><=*/+-%"
