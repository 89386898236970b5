"""Signs of other notations, told with what stands for them in a formula."""

from __future__ import annotations

import pytest

from welfare_rules.language.lexer import tokens


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
