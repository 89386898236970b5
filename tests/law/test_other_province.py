"""A county of another province by TOML alone.

Its own figures, rounding, exemption, benefit and circle on the nation's rules.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import welfare_rules as wr
from tests.oracle.plain import Case, household, person
from tests.support.copies import copied, findings
from tests.support.engines import ENGINES, usable
from tests.support.laws import county, document, jurisdiction

PROVINCE = (
    document(
        "cn.teststate.assistance",
        ("试验省社会救助办法（虚构）", "Test Province: measures of social assistance (invented)"),
        place=jurisdiction(("试验省", "Test Province"), "province", 'division = "980000"'),
    )
    + """\
[fact.border_village]
label = { zh = "边境村", en = "border village" }
entity = "household"
type = "bool"
judged_by = "officer"

[figure.financial_assets_limit]
cite = { article = "8" }
[[figure.financial_assets_limit.version]]
from = 2020-01-01
value = 10000
announced = 2019-12-01
status = "placeholder"

[figure.vehicle_limit]
cite = { article = "8" }
[[figure.vehicle_limit.version]]
from = 2020-01-01
value = 0
announced = 2019-12-01
status = "placeholder"

[figure.dwelling_limit]
cite = { article = "8" }
[[figure.dwelling_limit.version]]
from = 2020-01-01
value = 1
announced = 2019-12-01
status = "placeholder"

[figure.other_hardship]
cite = { article = "8" }
[[figure.other_hardship.version]]
from = 2020-01-01
value = false
announced = 2019-12-01
status = "placeholder"

[figure.rigid_earlier_rules]
cite = { article = "8" }
[[figure.rigid_earlier_rules.version]]
from = 2020-01-01
value = false
announced = 2019-12-01
status = "placeholder"

[figure.border_share]
label = { zh = "边境经营收入豁免比例", en = "share of business income exempt at the border" }
type = "rate"
cite = { article = "9" }
[[figure.border_share.version]]
from = 2020-01-01
value = "40%"
announced = 2019-12-01
status = "placeholder"

[[exemption]]
id = "border-business"
label = { zh = "边境村经营收入部分豁免", en = "part of business income is exempt in border villages" }
income = "business_income"
when = "边境村"
share = "边境经营收入豁免比例"
cite = { article = "9" }
status = "placeholder"

[[circle]]
id = "monitored"
label = { zh = "防止返贫监测对象", en = "households watched lest they fall back into poverty" }
when = "边境村 且 家庭可计算收入 < 2 * 低保标准 * 计入人数"
cite = { article = "10" }
status = "placeholder"
"""
)

CITY = (
    document(
        "cn.teststate.testcity.standard",
        ("试验市低保标准（虚构）", "Test City: dibao standard (invented)"),
        place=jurisdiction(("试验市", "Test City"), "city", 'division = "980100"'),
    )
    + """\
[figure.dibao_standard]
cite = { article = "1" }
[[figure.dibao_standard.version]]
from = 2020-01-01
value = 600
announced = 2019-12-01
status = "placeholder"
"""
)

COUNTY = (
    document(
        "cn.teststate.testcity.testcounty.rules",
        ("试验县实施细则（虚构）", "Test County: detailed rules (invented)"),
        place=county(
            ("试验县", "Test County"), more='division = "980121"\ncovers_from = 2020-01-01'
        ),
    )
    + """\
[figure.dibao_standard]
cite = { article = "1" }
[[figure.dibao_standard.version]]
from = 2023-07-01
value = 655.50
announced = 2023-06-25
status = "placeholder"
replaces = "cn.teststate.testcity.standard"

[benefit.dibao]
replaces = "cn.social-assistance-2014"
rounding = { step = "5", direction = "half-even", status = "placeholder", cite = { article = "2" } }

[figure.winter_fuel_base]
label = { zh = "冬季燃料补助基数", en = "base of the winter fuel grant" }
type = "money"
cite = { article = "3" }
[[figure.winter_fuel_base.version]]
from = 2020-01-01
value = 120.10
announced = 2019-12-01
status = "placeholder"

[benefit.winter_fuel]
label = { zh = "冬季燃料补助", en = "winter fuel grant" }
payee = "household"
hit = "first"
of = "冬季燃料补助基数"
rounding = { step = "0.1", direction = "down", status = "placeholder", cite = { article = "3" } }
cite = { article = "3" }
status = "placeholder"

[[benefit.winter_fuel.require]]
id = "winter"
when = "月份 属于 [11, 12, 1, 2]"
because = { zh = "在冬季（十一月至次年二月）", en = "it is winter (November to February)" }
cite = { article = "3" }
status = "placeholder"

[[benefit.winter_fuel.require]]
id = "in-hardship"
when = "困难家庭"
because = { zh = "是困难家庭", en = "the household is in hardship" }
cite = { article = "3" }
status = "placeholder"

[[benefit.winter_fuel.row]]
id = "border"
when = "边境村"
share = "150%"
because = { zh = "住在边境村，按基数的一倍半", en = "in a border village: one and a half times the base" }
cite = { article = "3(1)" }
status = "placeholder"

[[benefit.winter_fuel.row]]
id = "aged"
when = "任一(年龄 >= 70, 计入低保人口)"
share = "125%"
because = { zh = "有七十岁以上老人，按基数的一又四分之一", en = "somebody is 70 or over: five quarters of the base" }
cite = { article = "3(2)" }
status = "placeholder"

[[benefit.winter_fuel.row]]
id = "others"
when = "真"
share = "100%"
because = { zh = "其他家庭，按基数", en = "other households: the base" }
cite = { article = "3(3)" }
status = "placeholder"

[[benefit.winter_fuel.exclude]]
id = "tekun"
with = "任一(特困供养)"
keep = "other"
because = { zh = "有成员享受特困供养的，不再发给", en = "not where a member is in tekun" }
cite = { article = "3" }
status = "placeholder"
"""
)

PLACE = "cn/teststate/testcity/testcounty"


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("province"))
    folder = root / PLACE
    folder.mkdir(parents=True)
    for where, text in ((folder.parent.parent, PROVINCE), (folder.parent, CITY), (folder, COUNTY)):
        (where / "rules.toml").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def policy(policies: Path) -> wr.Policy:
    return wr.load(PLACE, policies)


def couple(**facts: Any) -> Case:
    """Two adults of the county without means; in January 2024 their line is 2 x 655.50 = 1311."""
    members = [person("a", division="980121"), person("b", division="980121", relation="spouse")]
    members[0].update(facts.pop("a", {}))
    return household(*members, **{"financial_assets": 0, "border_village": False, **facts})


def decided(
    policy: wr.Policy, case: Case, engine: str, month: str = "2024-01", known: str = "2024-06-30"
) -> wr.Answer:
    usable(engine)
    return policy.at(month, known).determine(case, engine)


def test_nothing_is_found_in_the_files(policies: Path) -> None:
    assert [each.line("en") for each in findings(policies)] == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({}, "1310.00"),  # 1311 is 262.2 steps of 5
        ({"a": {"other_income": "298.50"}}, "1010.00"),  # 1012.50 is 202.5 steps: to the even 202
        ({"a": {"other_income": "293.50"}}, "1020.00"),  # 1017.50 is 203.5 steps: to the even 204
        ({"a": {"business_income": "500"}}, "810.00"),  # 811
        # 60 % of 500 counts: 1011
        ({"a": {"business_income": "500"}, "border_village": True}, "1010.00"),
        # 298.50 counts: 1012.50
        ({"a": {"business_income": "497.50"}, "border_village": True}, "1010.00"),
        ({"a": {"other_income": "1310.99"}}, "0.00"),  # entitled to 0.01, which is no step
    ],
)
def test_dibao_by_its_own_standard_rounding_and_exemption(
    policy: wr.Policy, engine: str, facts: dict[str, Any], amount: str
) -> None:
    dibao = decided(policy, couple(**facts), engine)["dibao"]
    assert (dibao.status, dibao.amount) == ("eligible", Decimal(amount))
    assert dibao.provisional


@pytest.mark.parametrize("engine", ENGINES)
def test_the_citys_standard_until_the_countys_is_known_and_in_force(
    policy: wr.Policy, engine: str
) -> None:
    assert decided(policy, couple(), engine, known="2023-06-24")["dibao"].amount == Decimal(
        "1200.00"
    )
    assert decided(policy, couple(), engine, month="2023-06")["dibao"].amount == Decimal("1200.00")
    assert decided(policy, couple(), engine, known="2023-06-25")["dibao"].amount == Decimal(
        "1310.00"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_its_property_limits(policy: wr.Policy, engine: str) -> None:
    assert (
        decided(policy, couple(financial_assets="20000.00"), engine)["dibao"].status == "eligible"
    )
    assert (
        decided(policy, couple(financial_assets="20000.01"), engine)["dibao"].status
        == "not_eligible"
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("facts", "month", "grant"),
    [
        ({}, "2024-01", "120.10"),
        ({"border_village": True}, "2024-01", "180.10"),  # 180.15, down to 0.1
        ({"a": {"birth_date": "1954-01-01", "supporter": "able"}}, "2024-01", "150.10"),  # 150.125
        # the first row
        (
            {"border_village": True, "a": {"birth_date": "1954-01-01", "supporter": "able"}},
            "2024-01",
            "180.10",
        ),
        ({}, "2024-02", "120.10"),
        ({}, "2023-11", "120.10"),
        ({}, "2024-03", None),
        ({}, "2023-10", None),
        ({"a": {"other_income": "2000"}}, "2024-01", None),
    ],
)
def test_its_own_benefit_with_a_table(
    policy: wr.Policy, engine: str, facts: dict[str, Any], month: str, grant: str | None
) -> None:
    fuel = decided(policy, couple(**facts), engine, month)["winter_fuel"]
    assert (fuel.status, fuel.amount) == (
        ("not_eligible", Decimal("0.00")) if grant is None else ("eligible", Decimal(grant))
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_its_own_circle_stands_behind_the_nations(policy: wr.Policy, engine: str) -> None:
    assert (
        decided(policy, couple(border_village=True, a={"other_income": "2000"}), engine).circle
        == "monitored"
    )
    assert (
        decided(policy, couple(border_village=False, a={"other_income": "2000"}), engine).circle
        == "none"
    )
    assert (
        decided(policy, couple(border_village=True, a={"other_income": "1500"}), engine).circle
        == "dibao_edge"
    )
    assert decided(policy, couple(border_village=True), engine).circle == "dibao"


def test_what_the_county_has_not_found_is_named(policy: wr.Policy) -> None:
    answer = decided(policy, couple(a={"birth_date": "1940-01-01"}), "native")
    allowance = answer["old_age_allowance", "a"]
    assert (allowance.status, allowance.missing_figures) == ("undetermined", ("old_age_80",))
    assert answer["old_age_allowance", "b"].status == "not_eligible"


def test_a_fact_of_its_own_is_unknown_when_it_is_not_said(policy: wr.Policy) -> None:
    case = couple(a={"business_income": "500"})
    del case["border_village"]
    dibao = decided(policy, case, "native")["dibao"]
    assert (dibao.status, dibao.at_least, dibao.at_most) == (
        "eligible",
        Decimal("810.00"),
        Decimal("1010.00"),
    )
    assert dibao.missing_facts == ("border_village",)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            (
                "试验县",
                "边境村经营收入部分豁免",
                "冬季燃料补助",
                "住在边境村，按基数的一倍半",
                "《试验县实施细则（虚构）》",
                "1010.00",
            ),
        ),
        (
            "en",
            (
                "Test County",
                "part of business income is exempt in border villages",
                "winter fuel grant",
                "in a border village",
                "1010.00",
            ),
        ),
    ],
)
def test_it_is_explained_in_both_languages(
    policy: wr.Policy, lang: Any, words: tuple[str, ...]
) -> None:
    text = decided(
        policy, couple(border_village=True, a={"business_income": "500"}), "native"
    ).explain(lang)
    assert [each for each in words if each not in text] == []


def test_no_other_jurisdiction_changes(policies: Path, policy: wr.Policy) -> None:
    for place in ("cn/model", "cn/jiangsu/yancheng/binhai"):
        rules = wr.load(place, policies).at("2024-01", "2024-06-30")
        assert rules.digest == wr.load(place).at("2024-01", "2024-06-30").digest
        assert all(
            each.benefit != "winter_fuel" for each in rules.determine(household(person("a")))
        )
    assert any(each.benefit == "winter_fuel" for each in decided(policy, couple(), "native"))
