"""Where functions change their sign among whole numbers, against looking at each of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from welfare_rules.curves.forms import MOST_DEGREE, Form, Span, T, TooCurved, made

COEFFICIENTS = st.one_of(
    st.integers(-20, 20), st.builds(Fraction, st.integers(-30, 30), st.integers(1, 9))
)
FORMS = st.lists(COEFFICIENTS, min_size=1, max_size=5).map(made)


def sign(form: Form, t: int) -> int:
    return (form.at(t) > 0) - (form.at(t) < 0)


@settings(max_examples=examples(400))
@given(FORMS, st.integers(-20, 0), st.integers(1, 25), st.data())
def test_a_sign_holds_exactly_as_far_as_it_is_said_to(
    form: Form, first: int, last: int, data: st.DataObject
) -> None:
    t = data.draw(st.integers(first, last))
    said, span = form.sign(t, Span(first, last))
    low = high = t
    while low > first and sign(form, low - 1) == sign(form, t):
        low -= 1
    while high < last and sign(form, high + 1) == sign(form, t):
        high += 1
    assert (said, span) == (sign(form, t), Span(low, high))


@settings(max_examples=examples(200))
@given(FORMS, FORMS, st.integers(1, 30))
def test_sums_products_and_quotients_have_the_values_of_both(
    one: Form, other: Form, t: int
) -> None:
    positive = other.times(other).raised(1)
    assert one.plus(other).at(t) == one.at(t) + other.at(t)
    assert one.minus(other).at(t) == one.at(t) - other.at(t)
    assert one.times(other).at(t) == one.at(t) * other.at(t)
    assert one.over(positive).at(t) == Fraction(one.at(t)) / positive.at(t)
    assert one.over(positive).plus(other).at(t) == Fraction(one.at(t)) / positive.at(t) + other.at(
        t
    )


def test_a_power_that_is_too_high_is_not_followed() -> None:
    highest = made([0] * MOST_DEGREE + [1])
    with pytest.raises(TooCurved):
        highest.times(T)
