"""What is well-formed and does something else than was meant is told, at its word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.copies import codes, copied, findings
from welfare_rules.document.library import read_library
from welfare_rules.document.shipped import shipped_policies
from welfare_rules.findings import Finding
from welfare_rules.loading import check_all

HEAD = """\
format = "welfare-policy/2"
[document]
id = "cn.model.try"
title = { zh = "试写", en = "a try" }
in_force = 2024-07-01
announced = 2024-06-01
status = "placeholder"
"""
FIGURE = """
[figure.tried]
label = { zh = "试写标准", en = "tried" }
type = "money"
cite = { article = "1" }
[[figure.tried.version]]
from = 2024-07-01
value = 5
"""


def benefit(when: str = "年龄 >= 60", amount: str = "试写标准") -> str:
    return f"""
[benefit.try_it]
label = {{ zh = "试写补贴", en = "try it" }}
payee = "member"
amount = "{amount}"
rounding = {{ step = "1", direction = "up", cite = {{ article = "1" }} }}
cite = {{ article = "1" }}
[[benefit.try_it.require]]
id = "one"
when = "{when}"
because = {{ zh = "某条件", en = "x" }}
cite = {{ article = "1" }}
"""


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("silent"), "jiangsu")


def told(policies: Path, text: str) -> list[Finding]:
    (policies / "cn/model/try.toml").write_text(HEAD + text, encoding="utf-8")
    found = check_all(read_library(policies, "cn/model"))
    return [each for each in found if each.place.file.endswith("try.toml")]


def where(found: list[Finding], code: str, text: str) -> list[str]:
    """What the findings of a code point at: the text from there to the end of its line."""
    lines = (HEAD + text).splitlines()
    return [
        lines[each.place.line - 1][each.place.column - 1 :] for each in found if each.code == code
    ]


@pytest.mark.parametrize(
    ("when", "at"),
    [
        ("年龄 > 60 且 年龄 < 18", "年龄 > 60 且 年龄 < 18"),
        ("残疾等级 == 残疾等级", "残疾等级 == 残疾等级"),
        ("非 (残疾等级 > 残疾等级)", "残疾等级 > 残疾等级"),
        ("残疾等级 属于 [1, 2] 且 残疾等级 == 3", "残疾等级 属于 [1, 2] 且 残疾等级 == 3"),
        ("工资性收入 > 100元 且 工资性收入 < 100元", "工资性收入 > 100元 且 工资性收入 < 100元"),
    ],
)
def test_a_condition_that_never_holds(policies: Path, when: str, at: str) -> None:
    text = FIGURE + benefit(when)
    (found,) = where(told(policies, text), "WR355", text)
    assert found.startswith(at)


@pytest.mark.parametrize(
    "when",
    [
        "年龄 > 60 或 年龄 < 18",
        "年龄 >= 60 且 年龄 <= 60",
        "工资性收入 > 100元 且 工资性收入 < 100.01元",
        "残疾等级 属于 [1, 2] 且 残疾等级 == 2",
        "年龄 > 17 且 年龄 < 19 且 残疾等级 < 3",
    ],
)
def test_a_condition_that_may_hold(policies: Path, when: str) -> None:
    assert "WR355" not in codes(told(policies, FIGURE + benefit(when)))


def test_a_value_that_begins_inside_a_month(policies: Path) -> None:
    inside = FIGURE.replace("2024-07-01", "2024-07-15")
    (found,) = (each for each in told(policies, inside + benefit()) if each.code == "WR356")
    assert found.detail("month") == "2024-08"
    assert "WR356" not in codes(told(policies, FIGURE + benefit()))


def test_a_figure_that_begins_after_its_benefit(policies: Path) -> None:
    late = FIGURE.replace("2024-07-01", "2025-07-01")
    assert "WR357" in codes(told(policies, late + benefit()))
    assert "WR357" not in codes(told(policies, FIGURE + benefit()))


def test_shares_of_a_phase_out_that_rise(policies: Path) -> None:
    step = """
[[phase_out.dibao_phase_out.step]]
id = "more"
months = 2
share = "80%"
because = { zh = "x", en = "x" }
cite = { article = "1" }
"""
    assert "WR334" in codes(told(policies, step))
    assert "WR334" not in codes(told(policies, step.replace("80%", "20%")))


def test_a_new_fact_that_leaves_old_cases_undetermined(policies: Path) -> None:
    fact = """
[fact.extra]
label = { zh = "额外收入", en = "extra" }
entity = "member"
type = "money"
flow = true
min = 0
max = 100000
judged_by = "applicant"
[[income]]
id = "extra"
label = { zh = "额外收入种类", en = "extra income" }
cite = { article = "1" }
"""
    (found,) = (each for each in told(policies, fact) if each.code == "WR358")
    assert "最低生活保障" in found.message("zh")
    said = fact.replace("max = 100000", "max = 100000\npresumed = 0")
    assert "WR358" not in codes(told(policies, said))


def test_a_label_with_a_space(policies: Path) -> None:
    text = FIGURE.replace("试写标准", "试写 标准") + benefit(amount="tried")
    assert where(told(policies, text), "WR359", text) == ['"试写 标准", en = "tried" }']


def test_the_policies_that_ship_have_none_of_it() -> None:
    assert not {"WR355", "WR359", "WR334"} & codes(findings(shipped_policies()))
