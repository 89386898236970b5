"""What is written in a file is an exact number of its kind, or it is said why it is none.

And it is said as a file writes it.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.language.types import BOOL, DATE, INT, MONEY, MONTHS, RATE, Kind, Type
from welfare_rules.law.values import NotAValue, Written, WrongKind, number, plain

DAY = datetime.date(2021, 7, 1)


@pytest.mark.parametrize(
    ("written", "kind", "exact"),
    [
        (True, Kind.BOOL, 1),
        (False, Kind.BOOL, 0),
        (DAY, Kind.DATE, 20210701),
        (7, Kind.INT, 7),
        (12, Kind.MONTHS, 12),
        (783, Kind.MONEY, 78300),
        (Decimal("783.5"), Kind.MONEY, 78350),
        (10**15, Kind.MONEY, 10**17),
        (Decimal("0.35"), Kind.RATE, Fraction(7, 20)),
        ("35%", Kind.RATE, Fraction(7, 20)),
        ("130.5%", Kind.RATE, Fraction(261, 200)),
        ("200%", Kind.RATE, 2),
        ("0.2", Kind.RATE, Fraction(1, 5)),
        (1, Kind.RATE, 1),
    ],
)
def test_a_written_value_is_exact(written: Written, kind: Kind, exact: int | Fraction) -> None:
    assert number(written, kind) == exact


@pytest.mark.parametrize(
    ("written", "kind", "error", "why"),
    [
        (1, Kind.BOOL, WrongKind, "bool"),
        ("2021-07-01", Kind.DATE, WrongKind, "date"),
        (datetime.datetime(2021, 7, 1), Kind.DATE, WrongKind, "date"),
        (True, Kind.INT, WrongKind, "int"),
        (Decimal("1.5"), Kind.MONTHS, WrongKind, "months"),
        ("5", Kind.MONEY, WrongKind, "money"),
        (True, Kind.RATE, WrongKind, "rate"),
        (1, Kind.CHOICE, WrongKind, "choice"),
        (Decimal("0.005"), Kind.MONEY, NotAValue, "two decimals"),
        (10**15 + 1, Kind.MONEY, NotAValue, "too large"),
        (10**16, Kind.INT, NotAValue, "too large"),
        (10**16, Kind.MONEY, NotAValue, "too many digits"),
        (Decimal("1e-16"), Kind.RATE, NotAValue, "too many digits"),
        (Decimal("inf"), Kind.RATE, NotAValue, "finite"),
        ("abc%", Kind.RATE, NotAValue, "not a number"),
    ],
)
def test_what_is_no_value_is_refused_with_the_reason(
    written: Written, kind: Kind, error: type[ValueError], why: str
) -> None:
    with pytest.raises(error, match=why):
        number(written, kind)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (MONEY, 78350, "783.50"),
        (MONEY, -650, "-6.50"),
        (MONEY, Fraction(191243, 2), "956.215"),
        (DATE, 20210701, "2021-07-01"),
        (RATE, Fraction(1, 2), "50%"),
        (RATE, Fraction(1, 8), "12.5%"),
        (RATE, Fraction(1, 3), "1/3"),
        (INT, 3, "3"),
        (MONTHS, 12, "12"),
        (BOOL, 1, "1"),
    ],
)
def test_a_value_is_said_as_a_file_writes_it(kind: Type, value: int | Fraction, text: str) -> None:
    assert plain(kind, value) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_read_back_from_what_is_said_is_the_same(amount: Decimal) -> None:
    assert number(Decimal(plain(MONEY, number(amount, Kind.MONEY))), Kind.MONEY) == amount * 100
