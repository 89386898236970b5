"""The name that was meant is found among many as among few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.basics.nearest import MOST_COMPARED, closest

MANY = [f"{word}_{place}" for word in ("wage", "家庭人口", "pension") for place in range(100, 900)]


@given(st.sampled_from(MANY), st.data())
def test_a_name_with_a_letter_too_many_is_told_among_thousands(
    name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(name)))
    wrong = f"{name[:at]}q{name[at:]}"
    assert len(MANY) > MOST_COMPARED
    assert closest(wrong, MANY) == name
    assert closest(wrong, MANY) == closest(wrong, [name, *MANY[:50]])
