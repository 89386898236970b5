"""Faults seeded into copies of the model county are told by its laws, each with a household that a
person can read.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
import tomli

import welfare_rules as wr
from tests.support.copies import with_file
from tests.support.effort import examples
from tests.support.marked import BECAUSE, CITE, HEAD
from welfare_rules.samples.drawing import Drawer
from welfare_rules.testing import laws

NATION = 'replaces = "cn.social-assistance-2014"\n'
MONTH = "2024-03"
GAP = "低保标准 * 计入人数 - 家庭可计算收入"


def amount(formula: str, benefit: str = "dibao", replaces: str = NATION) -> str:
    return f'[benefit.{benefit}]\n{replaces}amount = "{formula}"\n{CITE}'


def require(when: str, benefit: str = "dibao", name: str = "fault", replaces: str = "") -> str:
    head = f'[[benefit.{benefit}.require]]\nid = "{name}"\n{replaces}'
    return f'{head}when = "{when}"\n{BECAUSE}'


# What is wrong, and the law that tells it.
FAULTS: dict[str, tuple[str, str]] = {
    "no line of income": (
        require("真", name="income-below-standard", replaces=NATION),
        "dibao-means-below-standard",
    ),
    "a negative amount": (
        require("真", name="income-below-standard", replaces=NATION),
        "never-negative",
    ),
    "a line of twice the standard": (
        require(
            "家庭可计算收入 < 低保标准 * 计入人数 * 2",
            name="income-below-standard",
            replaces=NATION,
        ),
        "dibao-means-below-standard",
    ),
    "at the line instead of below it": (
        require(
            "家庭可计算收入 <= 低保标准 * 计入人数", name="income-below-standard", replaces=NATION
        ),
        "dibao-means-below-standard",
    ),
    "a cliff": (amount(f"{GAP} + 500元"), "dibao-ends-gently"),
    "more for more income": (amount("家庭可计算收入"), "dibao-falls-with-income"),
    "a saw of hundreds": (
        amount(f"{GAP} - 家庭可计算收入 + 舍入(家庭可计算收入, 100元, 进位)"),
        "dibao-falls-with-income",
    ),
    "a right from an income on": (require("家庭可计算收入 >= 100元"), "dibao-falls-with-income"),
    "an exemption from an income on": (
        '[[exemption]]\nid = "fault"\nlabel = { zh = "免", en = "exempt" }\nincome = "other_income"\n'
        f'when = "其他收入 > 500元"\nshare = "80%"\n{CITE}',
        "dibao-falls-with-income",
    ),
    "illness lowers": (
        amount(f"{GAP} - 如果(任一(患重特大疾病, 真), 300元, 0元)"),
        "illness-costs-no-dibao",
    ),
    "illness shuts out": (require("非 任一(患重特大疾病, 真)"), "illness-costs-no-dibao"),
    "a child lowers": (amount(f"{GAP} - 1000元 * 人数(年龄 < 18)"), "a-child-means-more-dibao"),
    "no more than three": (require("计入人数 < 4"), "a-child-means-more-dibao"),
    "a higher standard lowers": (
        amount(f"{GAP} - (低保标准 - 783元) * 100"),
        "dibao-rises-with-standard",
    ),
    "a higher standard shuts out": (
        require("家庭金融资产 <= 20000元 - 低保标准 * 20"),
        "dibao-rises-with-standard",
    ),
    "tekun is counted": (
        '[derived.counted_for_dibao]\nreplaces = "cn.common"\nlabel = { zh = "计入低保人口", en = '
        f'"counted for dibao" }}\nentity = "member"\ntype = "bool"\nformula = "共同生活成员"\n{CITE}',
        "tekun-not-counted",
    ),
    "two at once": (
        require("真", "tekun", "not-child-allowance", 'replaces = "cn.model.tekun"\n'),
        "tekun-or-child-allowance",
    ),
}


def refuted(root: Path, law: str, tries: int) -> str:
    """What the law says of the first household that breaks it; "" where none of them does."""
    rules = wr.load("cn/model", root).at(MONTH)
    holds = dict(laws(rules))[law]
    drawer, random = Drawer.of(rules), Random(1)
    for _ in range(tries):
        case = drawer.written(drawer.household(random.randrange, (1, 4)))
        try:
            holds(case)
        except AssertionError as error:
            return str(error)
    return ""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_household(tmp_path: Path, name: str) -> None:
    text, law = FAULTS[name]
    head = HEAD.format(id="cn.model.fault") + "announced = 2019-12-01\n\n"
    root = with_file(tmp_path, "cn/model/fault.toml", head + text)
    said = refuted(root, law, 600)
    assert said, law
    file = said[said.index('format = "welfare-cases/1"') :]
    written = tomli.loads(file)
    (case,) = written["case"]
    assert written["month"] == MONTH
    special = [each for each in case["case"].values() if isinstance(each, dict)]
    assert 1 <= len(special) == len(case["case"]) <= 3  # nothing but members, each as good as plain
    assert all(len(each) <= 3 for each in special)
    assert len(case.get("note", "")) < 80
    assert re.search("[\u4e00-\u9fff].*：", said.splitlines()[0])


def test_without_a_fault_the_same_laws_hold() -> None:
    root = Path("policies")
    for law in dict.fromkeys(law for _, law in FAULTS.values()):
        assert refuted(root, law, examples(40)) == ""
