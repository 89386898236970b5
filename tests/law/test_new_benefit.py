"""A member of staff adds a benefit, an exemption, a row and a step in TOML alone.

Checked, decided, explained, nothing in Python.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.copies import findings, with_file
from tests.support.households import couple, person
from tests.support.laws import document
from welfare_rules.findings import EngineMissing

HEAT = (
    document(
        "cn.model.heating",
        (
            "示范县冬季取暖补贴办法（教学用）",
            "Heating allowance of the model county (for teaching)",
        ),
        "2021-01-01",
    )
    + """\
[figure.heating_rate]
label = { zh = "取暖补贴标准", en = "heating allowance" }
type = "money"
cite = { article = "3" }
[[figure.heating_rate.version]]
from = 2021-01-01
value = 80.50
announced = 2020-12-01
status = "placeholder"

[benefit.heating]
label = { zh = "取暖补贴", en = "heating allowance for households" }
payee = "household"
hit = "first"
rounding = { step = "0.1", direction = "up" }
cite = { article = "1" }

[[benefit.heating.require]]
id = "poor"
when = "最低生活保障 或 属于低保边缘家庭"
because = { zh = "低保或者低保边缘家庭", en = "a dibao or edge household" }
cite = { article = "2" }

[[benefit.heating.row]]
id = "large"
when = "计入人数 >= 3"
amount = "取暖补贴标准 * 3 / 取大(1, 计入人数)"
because = { zh = "三人以上", en = "three or more" }
cite = { article = "3" }

[[benefit.heating.row]]
id = "small"
when = "计入人数 < 3"
amount = "取暖补贴标准"
because = { zh = "不足三人", en = "fewer than three" }
cite = { article = "3" }

[[exemption]]
id = "harvest-help"
label = { zh = "帮工收入豁免", en = "help at harvest" }
income = "wage"
share = "25%"
when = "年龄 >= 50"
cite = { article = "4" }
"""
)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> wr.Policy:
    folder = with_file(tmp_path_factory.mktemp("heat"), "cn/model/heating.toml", HEAT)
    assert findings(folder) == []
    return wr.load("cn/model", folder)


@pytest.mark.parametrize("engine", ["native", "reference", "durable"])
def test_the_new_benefit_is_decided_by_every_engine(policy: wr.Policy, engine: str) -> None:
    rules = policy.at("2021-12", "2021-12-31")
    try:
        two = rules.determine(couple(), engine)["heating"]
    except EngineMissing as missing:
        pytest.skip(str(missing))
    assert (two.status, two.amount) == ("eligible", Decimal("80.50"))
    family = couple()
    family["members"].extend(person(f"c{place}", "child", "2015-01-01") for place in range(5))
    many = rules.determine(family, engine)["heating"]
    assert many.amount == Decimal("34.50")  # 80.50 x 3 / 7 is 34.5, exactly on the step
    family["members"].append(person("c9", "child", "2015-01-01"))
    # 80.50 x 3 / 8 = 30.1875, up to 0.1
    assert rules.determine(family, engine)["heating"].amount == Decimal("30.20")


def test_the_new_benefit_is_explained_with_its_source(policy: wr.Policy) -> None:
    answer = policy.at("2021-12", "2021-12-31").determine(couple())
    zh, en = answer.explain("zh"), answer.explain("en")
    assert "取暖补贴" in zh
    assert "示范县冬季取暖补贴办法（教学用）" in zh
    assert "heating allowance for households" in en
    assert "80.50" in zh
    assert "80.50" in en


def test_the_new_exemption_counts(policy: wr.Policy) -> None:
    """A wage of 600 at 55: a quarter is exempt, so dibao is 2 x 730 - 450 + 146."""
    case = couple()
    case["members"][0]["birth_date"] = "1966-01-01"
    dibao = policy.at("2021-12", "2021-12-31").determine(case)["dibao"]
    assert dibao.amount == Decimal("1156.00")


@pytest.mark.slow
def test_both_languages_and_any_layout_are_one_program(tmp_path: Path) -> None:
    """Comments, order of keys and the language of a formula change no digest; a figure does."""
    english = HEAT.replace(
        "最低生活保障 或 属于低保边缘家庭", "dibao   or dibao_edge_household"
    ).replace("计入人数", "counted_members")
    for place, (name, text) in enumerate(
        {
            "zh": HEAT,
            "en": english,
            "spaced": "# a comment\n" + HEAT.replace(" = ", "   =   "),
        }.items()
    ):
        folder = with_file(tmp_path / f"{place}{name}", "cn/model/heating.toml", text)
        found = findings(folder)
        assert [each.line("en") for each in found] == []
        digest = wr.load("cn/model", folder).at("2021-12", "2021-12-31").digest
        if name == "zh":
            first = digest
        assert digest == first
    changed = with_file(
        tmp_path / "changed", "cn/model/heating.toml", HEAT.replace("80.50", "80.51")
    )
    assert wr.load("cn/model", changed).at("2021-12", "2021-12-31").digest != first
