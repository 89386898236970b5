"""No county of northern Jiangsu pays a child less than the province's floors.

Binhai's own allowances are not found, so its cases cannot show what the floors do.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.oracle.plain import household, person
from tests.support.copies import copied
from tests.support.laws import document, jurisdiction

PLACE = "cn/jiangsu/yancheng/somewhere"
SINCE = {"applied_on": "2016-01-02", "decided_on": "2016-01-20"}
RULES = ("child_dibao_set_off", "child_tekun_excludes", "child_living_excludes")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("children"))


def allowance(root: Path, category: str, scattered: str, share: str, month: str) -> object:
    """What a child is due where an institution pays 2000 yuan and the county has these figures."""
    figures = {
        "orphan_institution_allowance": "2000",
        "orphan_scattered_allowance": scattered,
        "guardian_missing_share": f'"{share}"',
        "guardian_unable_share": f'"{share}"',
    }
    figures |= dict.fromkeys(RULES, "false")
    text = document(
        "cn.somewhere",
        ("某县标准", "Standards"),
        place=jurisdiction(("某县", "A county"), "county", 'division = "320999"'),
    ) + "\n".join(
        f"[figure.{name}]\ncite = {{ article = '1' }}\n[[figure.{name}.version]]\n"
        f"from = 2015-01-01\nvalue = {value}\nannounced = 2015-01-01\nstatus = 'reported'\n"
        for name, value in figures.items()
    )
    folder = root / PLACE
    folder.mkdir(exist_ok=True)
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    child = person("a", birth_date="2010-05-05", child_category=category, supporter="able")
    rules = wr.load(PLACE, root).at(month, "2026-01-01")
    outcome = rules.determine(household(child, **SINCE))["child_allowance", "a"]
    return outcome.amount if outcome.amount is not None else outcome.missing_figures


@pytest.mark.parametrize(
    ("category", "scattered", "share", "due"),
    [
        ("orphan_scattered", "1200", "80%", "1300.00"),  # 2000 x 65 %
        ("orphan_scattered", "1400", "80%", "1400.00"),
        ("guardian_missing", "1500", "70%", "1200.00"),  # 1500 x 80 %, the floor
        ("guardian_missing", "1500", "90%", "1350.00"),
        ("guardian_unable", "1500", "50%", "900.00"),  # 1500 x 60 %, the floor
        ("guardian_unable", "1500", "70%", "1050.00"),
    ],
)
def test_the_larger_of_the_floor_and_the_countys_own_is_due(
    root: Path, category: str, scattered: str, share: str, due: str
) -> None:
    assert allowance(root, category, scattered, share, "2021-08") == Decimal(due)


def test_before_the_floors_the_countys_own_is_due_or_what_is_missing_is_named(root: Path) -> None:
    assert allowance(root, "orphan_scattered", "1200", "80%", "2018-06") == Decimal("1200.00")
    assert allowance(root, "guardian_missing", "1500", "70%", "2018-06") == (
        "guardian_missing_floor",
    )
