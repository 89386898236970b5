"""Money has one unit in public: yuan as Decimal. Fen stand only under names that say so."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from welfare_rules.basics.due import Undetermined
from welfare_rules.basics.money import yuan_text

FOLDER = Path(__file__).parents[2] / "docs" / "examples" / "late-standard"
POLICY = wr.load("cn/model")
HISTORY = wr.read_history((FOLDER / "history.json").read_bytes())
LEDGER = wr.read_ledger((FOLDER / "ledger.json").read_bytes())
FOUND = POLICY.settle(HISTORY, LEDGER, known="2021-12-05")
PLAN = POLICY.plan(HISTORY, FOUND)


def pairs(each: Any) -> dict[str, tuple[Any, Any]]:
    """What a public value says in yuan and in fen, by the names of the amounts."""
    named = (name for name in dir(each) if name.endswith("_fen"))
    return {name: (getattr(each, name.removesuffix("_fen")), getattr(each, name)) for name in named}


def test_every_amount_in_fen_has_its_name_and_the_same_amount_in_yuan() -> None:
    looked_at: set[type] = set()
    ways = PLAN.ways
    for each in (
        *LEDGER,
        *FOUND.lines,
        FOUND,
        *ways,
        *(one for way in ways for one in way.instalments),
    ):
        looked_at.add(type(each))
        for name, (yuan, fen) in pairs(each).items():
            if isinstance(fen, Undetermined):
                assert yuan == fen, name
            else:
                assert isinstance(yuan, Decimal), name
                assert str(yuan) == yuan_text(fen), name
        assert pairs(each)
    assert len(looked_at) == 5


@pytest.mark.parametrize(
    "kind", [wr.Payment, wr.Line, wr.Settlement, wr.Way, wr.Plan, wr.Instalment]
)
def test_whole_numbers_of_public_types_are_fen_by_name_or_days(kind: Any) -> None:
    for each in dataclasses.fields(kind):
        if each.type in ("int", "Due"):
            assert each.name.endswith("_fen") or each.name == "known"


AMOUNTS = st.integers(0, 10**9)


@given(AMOUNTS, st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)))
def test_a_payment_is_the_same_in_whatever_form(fen: int, day: datetime.date) -> None:
    yuan = Decimal(fen) / 100
    made = {
        wr.Payment(month, "dibao", "h1", amount, decided)
        for month in (f"{day:%Y-%m}", day, wr.Month.of(day.year, day.month))
        for amount in (yuan, str(yuan), *((fen // 100,) if fen % 100 == 0 else ()))
        for decided in (day, day.isoformat(), datetime.datetime(day.year, day.month, day.day, 9))
    }
    (payment,) = made
    row = {"month": f"{day:%Y-%m}", "benefit": "dibao", "payee": "h1", "amount": str(yuan)}
    assert wr.read_ledger([row | {"decided": day.isoformat()}]) == (payment,)
    assert (payment.amount_fen, payment.decided) == (fen, day)
    assert dataclasses.replace(payment, benefit="tekun").benefit == "tekun"


def test_what_is_no_payment_is_refused_with_all_findings() -> None:
    with pytest.raises(wr.CaseError) as caught:
        wr.Payment("2021-7", "dibao", 5, 13.265, "soon")  # type: ignore[arg-type]
    assert {(each.place.path, each.code) for each in caught.value.findings} == {
        ("month", "WR502"),
        ("payee", "WR403"),
        ("amount", "WR404"),
        ("decided", "WR504"),
    }
