"""What a comparison says of itself is true of any two numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.basics.comparison import Comparison

near = st.integers(-2, 2)


@given(st.sampled_from(Comparison), near, near)
def test_swapped_negated_and_neighbour_mean_what_they_say(
    comparison: Comparison, a: int, b: int
) -> None:
    holds = comparison.holds(a, b)
    assert holds is eval(f"{a} {comparison} {b}")
    assert comparison.swapped.holds(b, a) is holds
    assert comparison.negated.holds(a, b) is not holds
    if comparison.orders and a != b:
        assert comparison.neighbour.holds(a, b) is holds
    else:
        assert comparison.neighbour.holds(a, b) is not holds
