"""A fact may be left out where another one has a value of a list that several facts share."""

from __future__ import annotations

from pathlib import Path

import welfare_rules as wr
from tests.support.copies import with_file
from tests.support.laws import document

FILE = (
    document("cn.model.heat", ("取暖", "heating"), "2019-07-01")
    + """\
[choice.fuel]
label = { zh = "燃料", en = "fuel" }
values = [ { id = "no_fuel", zh = "不用燃料", en = "none" }, { id = "coal", zh = "用煤", en = "coal" } ]
[fact.heating]
label = { zh = "取暖方式", en = "heating" }
entity = "household"
type = "choice"
choice = "fuel"
[fact.fuel_spending]
label = { zh = "燃料支出", en = "spending on fuel" }
entity = "household"
type = "money"
min = 0
max = 1000
ignored_when = { fact = "heating", is = "no_fuel" }
[benefit.heat]
label = { zh = "取暖补助", en = "heating aid" }
payee = "household"
amount = "10元"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "1" }
[[benefit.heat.require]]
id = "uses-fuel"
when = "取暖方式 == 用煤 且 燃料支出 > 5元"
because = { zh = "用煤且有支出", en = "coal, and spends on it" }
cite = { article = "2" }
"""
)


def test_a_fact_is_ignored_by_a_value_of_a_shared_list(tmp_path: Path) -> None:
    root = with_file(tmp_path, "cn/model/heat.toml", FILE)
    rules = wr.load("cn/model", root).at("2021-08", "2021-12-31")
    case = {"id": "h", "members": []}
    unknown = rules.determine({**case, "heating": "coal"})["heat"]
    assert (unknown.status, unknown.missing_facts) == ("undetermined", ("fuel_spending",))
    assert rules.determine({**case, "heating": "no_fuel"})["heat"].status == "not_eligible"
    assert (
        rules.determine({**case, "heating": "coal", "fuel_spending": "5.01"})["heat"].status
        == "eligible"
    )
