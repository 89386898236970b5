"""What is said of a case while one fact is unknown holds for every value that the fact may have."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.engines import engines_here
from tests.support.laws import county, document, written

FACTS = """
[fact.n]
label = { zh = "天数", en = "days" }
entity = "household"
type = "int"
min = 0
max = 31
[fact.stock]
label = { zh = "存款", en = "savings" }
entity = "household"
type = "money"
min = 0
max = 1000
[fact.pay]
label = { zh = "收入", en = "pay" }
entity = "household"
type = "money"
flow = true
min = 0
max = 1000
presumed = 20
[fact.since]
label = { zh = "自何日", en = "since" }
entity = "household"
type = "date"
presumed = "always"
[fact.other]
label = { zh = "另一日", en = "other" }
entity = "household"
type = "date"
min = 2019-12-30
max = 2020-01-02
"""


def law(root: Path, when: str, amount: str, more: str = "") -> wr.Policy:
    return wr.load(
        "cn",
        written(
            root,
            {
                "cn/t.toml": document("t", place=county(more="covers_from = 2000-01-01"))
                + FACTS
                + more
                + f"""
[benefit.help]
label = {{ zh = "补助", en = "help" }}
payee = "household"
amount = "{amount}"
rounding = {{ step = "0.01", direction = "half-up" }}
cite = {{ article = "1" }}
[[benefit.help.require]]
id = "r"
when = "{when}"
because = {{ zh = "因", en = "because" }}
cite = {{ article = "1" }}
"""
            },
        ),
    )


DAYS = ["2019-12-30", "2019-12-31", "2020-01-01", "2020-01-02"]
PAYS: list[object] = [{"per_year": f"{fen // 100}.{fen % 100:02}"} for fen in range(11990, 12015)]
STOCKS = [f"{fen // 100}.{fen % 100:02}" for fen in (0, 3332, 3333, 3334, 5000, 100000)]


@pytest.mark.parametrize(
    ("fact", "values", "when", "amount"),
    [
        ("n", range(32), "min(1, n / 30) in [0, 1]", "10元"),
        ("n", range(32), "min(1, n / 30) not in [0.25, 0.5]", "10元"),
        ("n", range(32), "n in [0, 0, 1, 1]", "n * 1元"),
        ("n", range(32), "n < 2.5 and n > 1.5", "10元"),
        ("n", range(32), "n >= 2.5 or n == 2.5 or n <= 0.5", "n * 1元"),
        ("n", range(32), "n * 2 != 5", "if(n <= 30.5, n * 1元, 0元)"),
        ("stock", STOCKS, "stock >= 0元", "if(stock < 100元 / 3, stock * 100, 0元)"),
        ("stock", STOCKS, "stock != 100元 / 3", "if(stock <= 100元 / 3, stock, 0元)"),
        ("pay", [*PAYS, None], "pay < 10元 or pay > 10元", "pay * 12"),
        ("since", ["2000-01-01", "none"], "true", "years(since, month_start) * 1元"),
        ("since", ["2000-01-01", "none"], "since >= 1900-01-01", "1元"),
        ("other", DAYS, "other > 2019-12-31 and other < 2020-01-01", "1元"),
        ("other", DAYS, "other in [2019-12-31, 2020-01-01]", "1元"),
    ],
)
def test_every_value_lies_within_what_was_said(
    tmp_path: Path, fact: str, values: list[Any], when: str, amount: str
) -> None:
    rules = law(tmp_path, when, amount).at("2021-01", "2021-12-31")
    case: dict[str, Any] = {"id": "h", "members": []}
    for engine in engines_here():
        said = rules.determine({**case, fact: {"unknown": True}}, engine=engine)["help"]
        found = [rules.determine({**case, fact: each}, engine=engine)["help"] for each in values]
        assert said.status in ("undetermined", *({each.status for each in found})), said
        if said.status != "undetermined":
            assert {each.status for each in found} == {said.status}
        assert said.at_least is not None
        assert min(each.amount or Decimal(0) for each in found) >= said.at_least
        assert said.at_most is None or max(each.amount or Decimal(0) for each in found) <= (
            said.at_most
        )
        differ = len({(each.status, each.amount) for each in found}) > 1
        assert bool(said.missing_facts) >= differ, said


@pytest.mark.parametrize(
    ("when", "status"),
    [
        ("stock == pay", "not_eligible"),  # which is no whole number of fen
        ("pay == stock", "not_eligible"),
        ("pay != stock", "eligible"),
        ("(pay < stock or stock < pay)", "eligible"),
        ("stock > stock", "not_eligible"),
        ("(stock + n * 2元) <= (stock + n * 2元)", "eligible"),
    ],
)
def test_a_fact_of_which_no_value_matters_is_not_missing(
    tmp_path: Path, when: str, status: str
) -> None:
    rules = law(tmp_path, when, "10元").at("2021-01", "2021-12-31")
    case = {"id": "h", "n": 3, "pay": {"per_year": "1000.01"}, "members": []}
    for engine in engines_here():
        said = rules.determine({**case, "stock": {"unknown": True}}, engine=engine)["help"]
        assert (said.status, said.missing_facts) == (status, ()), engine


def test_a_flow_that_is_presumed_is_so_much_a_month(tmp_path: Path) -> None:
    rules = law(tmp_path, "true", "pay").at("2021-01", "2021-12-31")
    for engine in engines_here():
        assert rules.determine({"id": "h", "members": []}, engine=engine)["help"].amount == 20


def test_what_contradicts_what_is_supposed_is_no_possibility(tmp_path: Path) -> None:
    """Nobody is rich while what those who are not rich have together is much: whether the one or
    the other is said first, no help is due.
    """
    people = """
[fact.wage]
label = { zh = "工资", en = "wage" }
entity = "member"
type = "money"
flow = true
min = 0
max = 1000
[fact.rent]
label = { zh = "租金", en = "rent" }
entity = "member"
type = "money"
flow = true
min = 0
max = 1000
[derived.income]
label = { zh = "总收入", en = "income" }
entity = "member"
type = "money"
formula = "wage + rent"
cite = { article = "1" }
[derived.is_rich]
label = { zh = "富裕", en = "rich" }
entity = "member"
type = "bool"
formula = "income > 500元"
cite = { article = "1" }
"""
    when = "sum(income, not is_rich) >= 600元 and any(is_rich, true)"
    rules = law(tmp_path, when, "5元", people).at("2020-01")
    one = {"id": "p", "rent": "10"}
    outcome = rules.determine({"id": "h", "members": [one]}, engine="reference")["help"]
    assert outcome.status == "not_eligible"
