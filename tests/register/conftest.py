"""A small jurisdiction of its own, so that what is planted is all that is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.laws import county, document

HEAD = document(
    "cn.small",
    ("小县办法", "Measures of a small county"),
    place=county(more='division = "999998"'),
    more="issued = 2019-12-01",
)
BODY = """
[text]
payroll = { zh = "工资册", en = "payroll" }

[fact.wage]
label = { zh = "工资", en = "wage" }
entity = "member"
type = "money"
flow = true
min = 0
max = 1000000
judged_by = "applicant"
registers = ["payroll"]

[fact.grade]
label = { zh = "等级", en = "grade" }
entity = "member"
type = "int"
min = 1
max = 3
judged_by = "visit"

[figure.standard]
label = { zh = "标准", en = "standard" }
type = "money"
review_by = 7
jump = "20%"
cite = { article = "3", quote = "标准由县定" }

[[figure.standard.version]]
from = 2024-07-01
value = 500
announced = 2024-06-01
status = "published"

[[figure.standard.version]]
from = 2025-07-01
value = 550
announced = 2025-06-01
status = "published"

[[income]]
id = "wage"
label = { zh = "工资所得", en = "wages" }
value = "工资"
cite = { article = "4", quote = "工资计入收入" }

[derived.total_income]
label = { zh = "全家收入", en = "income of the household" }
entity = "household"
type = "money"
formula = "合计(可计工资所得, 真)"
cite = { article = "5", quote = "全家收入合计" }

[benefit.rice]
label = { zh = "粮油补助", en = "rice allowance" }
payee = "household"
begins = 2024-07-01
amount = "标准 - 全家收入"
rounding = { step = "1", direction = "up", cite = { article = "8", quote = "进到元" } }
cite = { article = "6" }

[[benefit.rice.require]]
id = "poor"
when = "全家收入 < 标准"
because = { zh = "收入低于标准", en = "income is below the standard" }
cite = { article = "7", quote = "低于标准的家庭" }

[benefit.care]
label = { zh = "护理补助", en = "care allowance" }
payee = "member"
begins = 2024-07-01
hit = "first"
of = "标准"
monotone = "falling"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "9" }

[[benefit.care.row]]
id = "one"
when = "等级 == 1"
share = "50%"
because = { zh = "一级", en = "grade 1" }
cite = { article = "9", quote = "一级按百分之五十" }

[[benefit.care.row]]
id = "two"
when = "等级 >= 2"
share = "30%"
because = { zh = "二级以下", en = "grade 2 or lighter" }
cite = { article = "9", quote = "其余按百分之三十" }
"""

Small = Callable[..., Path]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """Writes the small county with some of its lines changed, and gives the folder of policies."""

    def write(*changes: tuple[str, str]) -> Path:
        text = HEAD + BODY
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (tmp_path / "cn").mkdir(exist_ok=True)
        (tmp_path / "cn" / "small.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
