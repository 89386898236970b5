"""Jiangsu's price subsidy gives what its cities have published.

Binhai's city has no published index here, so its cases cannot show the amounts.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.oracle.plain import Case, household, person
from tests.support.copies import copied
from tests.support.laws import document, jurisdiction


def city(standard: str, index: str, whole_yuan: str, month: str) -> str:
    """A city of Jiangsu with its dibao standard, the index of a month and how it rounds."""
    versions = "\n".join(
        f"[figure.{name}]\ncite = {{ article = '1' }}\n[[figure.{name}.version]]\n"
        f"from = {month}-01\nvalue = {value}\nannounced = {month}-01\nstatus = 'reported'\n"
        for name, value in (
            ("dibao_standard", standard),
            ("city_price_growth", f'"{index}"'),
            ("price_whole_yuan", whole_yuan),
        )
    )
    place = jurisdiction(("某市", "A city"), "city", 'division = "329900"')
    return document("cn.jiangsu.city", ("某市标准", "Standards"), place=place) + versions


def paid(root: Path, month: str, **figures: str) -> Decimal | None:
    """The subsidy of a person in dibao; None where nothing is paid."""
    folder = root / "cn/jiangsu/city"
    folder.mkdir(exist_ok=True)
    (folder / "rules.toml").write_text(city(month=month, **figures), encoding="utf-8")
    rules = wr.load("cn/jiangsu/city", root).at(month, "2026-01-01")
    case: Case = household(person("a"))
    outcome = rules.determine(case)["price_subsidy", "a"]
    return outcome.amount if outcome.status == "eligible" else None


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("jiangsu"))


@pytest.mark.parametrize(
    ("month", "standard", "index", "whole_yuan", "amount"),
    [
        ("2016-10", "750", "3.2%", "false", "62.50"),  # Nanjing, paid in November 2016
        ("2019-10", "680", "6.7%", "true", "85.00"),  # Nantong, the city's districts
        ("2019-10", "670", "6.7%", "true", "84.00"),  # Qidong, Haimen: 670/8 = 83.75
        ("2019-10", "655", "6.7%", "true", "82.00"),  # Hai'an, Rugao, Rudong: 655/8 = 81.875
        ("2023-01", "770", "3%", "true", "65.00"),  # Yangzhou: 770/12 = 64.17
        ("2020-02", "720", "4.99%", "false", "60.00"),
        ("2020-03", "720", "4.99%", "false", "120.00"),  # doubled from March to June 2020: 1/6
        ("2020-06", "720", "5%", "false", "180.00"),  # 1/4
        ("2020-07", "720", "5%", "false", "90.00"),  # 1/8
        ("2021-08", "730", "3%", "false", "60.83"),
        ("2021-08", "730", "3%", "true", "61.00"),
    ],
)
def test_what_cities_have_published_is_reckoned(
    root: Path, month: str, standard: str, index: str, whole_yuan: str, amount: str
) -> None:
    got = paid(root, month, standard=standard, index=index, whole_yuan=whole_yuan)
    assert got == Decimal(amount)


def test_below_three_per_cent_nothing_is_paid_whatever_food_costs(root: Path) -> None:
    assert paid(root, "2021-08", standard="730", index="2.99%", whole_yuan="true") is None
