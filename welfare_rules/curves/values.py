"""What is known of a value while one fact runs through a range: bounds that are functions of it.

Two accounts are kept of an amount. The bounds hold over a long span and leave the steps of
roundings out; they make the lines of a curve. The exact account follows every step and holds over a
short span, often a single step; it is asked only where the bounds do not decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from welfare_rules.basics.numbers import Number
from welfare_rules.curves.forms import Form, Span


@dataclass(frozen=True, slots=True)
class Exact:
    """The value itself as a function, and where it is that."""

    form: Form
    span: Span


@dataclass(frozen=True, slots=True)
class Traced:
    """A value: at least `low` and at most `high` (None without a bound) over the span.

    `exact` is None while an unknown fact or an open figure keeps it from being said.
    """

    low: Form | None
    high: Form | None
    exact: Exact | None
    span: Span

    @property
    def constant(self) -> Number | None:
        """The value, where it is exact and the same everywhere, else None."""
        return None if self.exact is None or self.low != self.high else self.exact.form.constant


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition holds over the span; None while that cannot be said."""

    holds: bool | None
    span: Span


def sign_of_difference(one: Traced, other: Traced, t: int) -> tuple[int | None, Span]:
    """Whether the first value lies below (-1), at (0) or above (1) the second, and where.

    None where the bounds overlap and one of them is not exact.
    """
    span = one.span.common(other.span)
    if one.low is not None and other.high is not None:
        sign, above = one.low.minus(other.high).sign(t, span)
        if sign > 0:
            return 1, above
        if sign == 0 and one.low == one.high and other.low == other.high and one.exact:
            return 0, above
    else:
        above = span
    if one.high is not None and other.low is not None:
        sign, below = other.low.minus(one.high).sign(t, span)
        if sign > 0:
            return -1, below
    else:
        below = span
    if one.exact is None or other.exact is None:
        return None, above.common(below)
    here = span.common(one.exact.span).common(other.exact.span)
    return one.exact.form.minus(other.exact.form).sign(t, here)


def extreme_form(forms: Sequence[Form], t: int, span: Span, direction: int) -> tuple[Form, Span]:
    """The least (-1) or greatest (1) of some functions at `t`, and where it is that."""
    best = forms[0]
    for each in forms[1:]:
        sign, _ = each.minus(best).sign(t, span)
        if sign == direction:
            best = each
    for each in forms:
        if each is best:
            continue
        sign, here = each.minus(best).sign(t, span)
        # where they meet either will do; the one that is chosen stays it until it is passed
        span = here if sign else _not_passed(each, best, t, span, direction)
    return best, span


def _not_passed(each: Form, best: Form, t: int, span: Span, direction: int) -> Span:
    """The part of a span around `t` in which one function does not pass another that it meets."""
    distance = each.minus(best)
    if distance.constant == 0:
        return span
    first = last = t
    for further, step in ((span.first, -1), (span.last, 1)):
        if t == further:
            continue
        sign, here = distance.sign(t + step, span)
        if sign != direction:
            first, last = (here.first, last) if step < 0 else (first, here.last)
    return Span(first, last)
