"""Months and days that are asked for.

Written with the digits of ASCII, or refused with the place that said them.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from welfare_rules.cases.models import MonthText
from welfare_rules.facts.values import fen_of
from welfare_rules.findings import RequestError
from welfare_rules.loading import parse_day, parse_month

ASCII = re.compile(r"[0-9.-]*")
MONTH = TypeAdapter[str](MonthText)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@st.composite
def written(draw: st.DrawFn, plain: str) -> str:
    """A text in which some digits are those of another script; `int` takes them all."""
    other = draw(st.sampled_from([FULL_WIDTH, ARABIC]))
    return "".join(each.translate(other) if draw(st.booleans()) else each for each in plain)


@given(written("2021-08"), written("2021-08-31"), written("783.50"))
def test_only_plain_digits_are_months_days_and_money(month: str, day: str, money: str) -> None:
    for read, text, wrong in (
        (parse_month, month, RequestError),
        (MONTH.validate_python, month, ValidationError),
    ):
        if ASCII.fullmatch(text):
            assert read(text)
        else:
            with pytest.raises(wrong):
                read(text)
    for read, text, wrong in ((parse_day, day, RequestError), (fen_of, money, PydanticCustomError)):
        if ASCII.fullmatch(text):
            assert read(text) in (20210831, 78350)
        else:
            with pytest.raises(wrong):
                read(text)
