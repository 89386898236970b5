"""Typed columns mean what the same values mean one by one."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples

polars = pytest.importorskip("polars")
pytest.importorskip("arro3.core")

RULES = wr.load("cn/model").at("2021-08", known="2021-12-31")
CLOSE = st.integers(-200, 10**15).map(lambda fen: fen / 100)
NUMBERS = st.one_of(
    CLOSE,
    CLOSE.map(lambda yuan: yuan + 0.001),
    st.sampled_from([0.1 + 0.2, 1.005, 2.675, -0.0, 0.01, 1e16, 5e-324, 999999.99, 1e6, 1e17]),
    st.floats(),
)
AMOUNTS: dict[str, tuple[Any, Any]] = {
    "binary": (polars.Float64, NUMBERS),
    "whole": (polars.Int64, st.integers(-3, 10**7) | st.integers(-(2**63), 2**63 - 1)),
    "short": (polars.Int8, st.integers(-128, 127)),
    "decimal": (polars.Decimal(18, 2), CLOSE.map(lambda yuan: Decimal(f"{yuan:.2f}"))),
    "longer": (polars.Decimal(20, 3), st.decimals(-10, 10**9, places=3)),
}
DAYS = st.dates() | st.dates(datetime.date(1930, 1, 1), datetime.date(2021, 12, 31))


@settings(max_examples=examples(40), deadline=None)
@given(st.data(), st.sampled_from(list(AMOUNTS)), st.booleans())
def test_amounts_and_days_are_read_alike(data: st.DataObject, kind: str, gaps: bool) -> None:
    """Of a month and of a year, an amount that is none, and a day that nobody can know of."""
    type_, values = AMOUNTS[kind]
    count = data.draw(st.integers(1, 5))

    def column(of: Any) -> list[Any]:
        return data.draw(st.lists(of | st.none() if gaps else of, min_size=count, max_size=count))

    ids = [f"h{place}" for place in range(count)]
    money, days = [column(values) for _ in range(3)], column(DAYS)
    homes = {"id": ids, "financial_assets": money[0]}
    people = {
        "household": ids,
        "id": ids,
        "relation": ["head"] * count,
        "wage": money[1],
        "other_income.per_year": money[2],
        "birth_date": days,
    }
    types = {"financial_assets": type_, "wage": type_, "other_income.per_year": type_}
    frames = [
        polars.DataFrame(each, schema_overrides={**types, "birth_date": polars.Date})
        for each in (homes, people)
    ]
    one, other = RULES.run(homes, people), RULES.run(*frames)
    for name in ("findings", "households", "members"):
        assert getattr(one, name).to_pydict() == getattr(other, name).to_pydict()
