"""Whole days between two dates mean the same to every engine, at leap days and turns of years too."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.marked import benefit, clause, fact, found, nation, written
from welfare_rules.engine import registry
from welfare_rules.findings import EngineMissing

TEXT = (
    fact('type = "date"', header="[fact.moved]").replace("新项", "迁入日")
    + fact('type = "date"', header="[fact.applied]").replace("新项", "申请日")
    + """
[derived.waited]
label = { zh = "迁入后天数", en = "days since the move" }
entity = "household"
type = "int"
formula = "相隔天数(迁入日, 申请日)"
cite = { article = "1" }
"""
    + benefit('amount = "1元 * (取大(迁入后天数, 0) + 1)"').replace("新项", "所求")
    + clause("require", 'when = "-10000 <= 迁入后天数 <= 15"')
)


@cache
def rules() -> wr.Rules:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        assert found(written(root, nation(TEXT))) == set()
        return wr.load("cn", root).at("2021-03", "2021-12-31")


def answers(moved: date | None, applied: date | None) -> list[wr.Answer]:
    case: dict[str, Any] = {
        "id": "h",
        "stock": 0,
        "rural": True,
        "paid_before": 0,
        "moved": moved,
        "applied": applied,
        "members": [],
    }
    given_facts = {key: value for key, value in case.items() if value is not None}
    made: list[wr.Answer] = []
    for name in registry.ENGINES:
        try:
            made.append(rules().determine(given_facts, engine=name))
        except EngineMissing:
            continue
    return made


TURNS = st.sampled_from(
    [
        date(year, month, day)
        for year in (1999, 2000, 2004, 2019, 2100)
        for month, day in ((1, 1), (2, 28), (3, 1), (12, 31))
    ]
    + [date(2000, 2, 29), date(2004, 2, 29), date(2020, 2, 29)]
)
DAYS = st.one_of(st.dates(date(1900, 1, 1), date(2199, 12, 31)), TURNS)


@settings(max_examples=examples(150))
@example(date(2020, 2, 28), 1)
@example(date(2020, 2, 29), 366)
@example(date(2100, 2, 28), 1)
@example(date(2020, 12, 31), 1)
@example(date(2021, 1, 1), -1)
@given(DAYS, st.one_of(st.integers(-20, 20), st.integers(-20000, 20000)))
def test_every_engine_counts_the_days_of_the_calendar(moved: date, apart: int) -> None:
    applied = moved + timedelta(days=apart)
    if not date(1900, 1, 1) <= applied <= date(2199, 12, 31):
        return
    for answer in answers(moved, applied):
        said = answer["extra"]
        assert said.status == ("eligible" if -10000 <= apart <= 15 else "not_eligible"), (
            answer.engine
        )
        if said.status == "eligible":
            assert said.amount == Decimal(max(apart, 0) + 1), answer.engine


@settings(max_examples=examples(40))
@given(DAYS)
def test_while_a_day_is_unknown_every_engine_says_the_same(day: date) -> None:
    for moved, applied in ((day, None), (None, day)):
        first, *others = answers(moved, applied)
        assert first["extra"].status == "undetermined"
        assert first["extra"].missing_facts
        for other in others:
            assert other["extra"] == first["extra"], other.engine


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "迁入后天数 19 ≤ 15：不成立，超出 4 天",
                "迁入后天数 = 相隔天数（迁入日，申请日）= 相隔天数（2020-12-20，2021-01-08）= 19",
            ],
        ),
        ("en", ["too high by 4 days", "days (2020-12-20, 2021-01-08)"]),
    ],
)
def test_an_explanation_shows_the_count_and_how_many_days_too_many(
    lang: str, lines: list[str]
) -> None:
    text = answers(date(2020, 12, 20), date(2021, 1, 8))[0].explain(lang)
    assert [line for line in lines if line not in text] == []
