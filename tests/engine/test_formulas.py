"""Formulas of every form mean the same to every engine, with figures that nobody has found and
facts that nobody has said among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import welfare_rules as wr
from tests.support.engines import engines_here
from tests.support.marked import benefit, clause, fact, figure, found, nation, version, written


def named(text: str, zh: str) -> str:
    return text.replace("新项", zh)


FACTS = (
    named(fact('type = "int"', "min = 1", "max = 9", header="[fact.rooms]"), "房间")
    + named(fact('type = "int"', "min = 0", "max = 9", header="[fact.cars]"), "车")
    + named(fact('type = "date"', header="[fact.moved]"), "迁入日")
    + named(
        fact('type = "money"', "flow = true", "min = 0", "max = 9999", header="[fact.rent]"), "房租"
    )
)
FIGURES = (
    named(figure('type = "money"', "min = 10", "max = 20", header="[figure.open]"), "没有数")
    + named(figure('type = "money"', header="[figure.free]"), "没有界")
    + named(figure('type = "date"', header="[figure.some_day]"), "某日")
    + named(figure('type = "bool"', header="[figure.in_use]"), "启用")
    + version("value = true", of="in_use", since="2020-01-01")
    + named(figure('type = "rate"', header="[figure.third]"), "三成")
    + version('value = "30%"', of="third", since="2020-01-01")
)
CASE: dict[str, Any] = {
    "id": "h",
    "stock": "15.00",
    "rural": True,
    "paid_before": "0.00",
    "rooms": 3,
    "cars": 0,
    "moved": "2019-11-30",
    "rent": {"per_year": "100.00"},
    "members": [
        {"id": "a", "pay": "30.00", "age": 70, "born": "1951-01-01", "kind": "plain"},
        {"id": "b", "pay": "7.50", "age": 9, "born": "2012-02-29", "kind": "heavy"},
    ],
}


def read(folder: Path, wanted: Sequence[tuple[str, str]]) -> wr.Rules:
    """A law with a benefit for each amount and its condition, named by its place among them."""
    text = ""
    for place, (amount, condition) in enumerate(wanted):
        key = f"extra{place}"
        text += named(benefit(f'amount = "{amount}"', header=f"[benefit.{key}]"), f"所求{place}")
        text += clause("require", f'when = "{condition}"', of=f"benefit.{key}")
    assert found(written(folder, nation(FACTS + FIGURES + text))) == set()
    return wr.load("cn", folder).at("2021-03", "2021-12-31")


Said = Mapping[tuple[str, str], list[wr.Determination]]  # of each engine, the reference first


def decided(rules: wr.Rules, wanted: Sequence[tuple[str, str]], **facts: Any) -> Said:
    """What every engine says of each amount under its condition."""
    case = {key: value for key, value in {**CASE, **facts}.items() if value is not None}
    answers = [rules.determine(case, engine=engine) for engine in engines_here()]
    return {
        each: [answer[f"extra{place}"] for answer in answers] for place, each in enumerate(wanted)
    }


AMOUNTS: list[tuple[str, str]] = [
    ("0元 + stock", "15.00"),
    ("stock - 0元", "15.00"),
    ("line - stock", "85.00"),
    ("stock - line", "0.00"),  # an amount is never below 0
    ("stock * 1", "15.00"),
    ("stock * 0", "0.00"),
    ("stock * 2 - stock", "15.00"),
    ("stock * 三成", "4.50"),
    ("stock / rooms", "5.00"),
    ("stock / 4", "3.75"),
    ("stock * 2 / rooms / rooms", "3.33"),
    ("rent", "8.33"),
    ("rent * 12", "100.00"),
    ("rent + stock", "23.33"),
    ("金额(help) + 1元", "64.00"),
    ("取大(金额(help), 0元)", "63.00"),
    ("取大(stock, line, rent)", "100.00"),
    ("取小(stock, line, rent)", "8.33"),
    ("取大(0元, stock - line)", "0.00"),
    ("如果(rural, stock, line)", "15.00"),
    ("如果(启用, stock, line)", "15.00"),
    ("如果(非 启用, stock, line)", "100.00"),
    ("如果(启用 且 rural, 1元, 2元)", "1.00"),
    ("如果(启用 或 rural, 1元, 2元)", "1.00"),
    ("如果(非 启用 或 非 rural, 1元, 2元)", "2.00"),
    ("如果(非 启用 且 rural, 1元, 2元)", "2.00"),
    ("如果(rural, rent, line)", "8.33"),
    ("如果(rural, stock / rooms, line)", "5.00"),
    *(
        (f"舍入(stock / rooms * 1.1, 1元, {way})", text)
        for way, text in (
            ("进位", "6.00"),
            ("舍去", "5.00"),
            ("四舍五入", "6.00"),
            ("四舍六入", "6.00"),
        )
    ),
    *(
        (f"舍入(stock * 0.1, 1元, {way})", text)
        for way, text in (
            ("进位", "2.00"),
            ("舍去", "1.00"),
            ("四舍五入", "2.00"),
            ("四舍六入", "2.00"),
        )
    ),
    *(
        (f"舍入(stock * 三成, 0.01元, {way})", "4.50")
        for way in ("进位", "舍去", "四舍五入", "四舍六入")
    ),
    *((f"舍入(stock, 0.01元, {way})", "15.00") for way in ("进位", "舍去", "四舍五入", "四舍六入")),
    *(
        (f"舍入(line * 1.25, 50元, {way})", text)
        for way, text in (
            ("进位", "150.00"),
            ("舍去", "100.00"),
            ("四舍五入", "150.00"),
            ("四舍六入", "100.00"),
        )
    ),
    ("1元 * 舍入(rooms / 2, 0.5, 舍去)", "1.50"),
    ("1元 * 周岁(moved, 本月首日)", "1.00"),
    ("1元 * 周岁(moved, 2020-11-30)", "1.00"),
    ("1元 * 周岁(2010-03-02, 本月首日)", "10.00"),
    ("1元 * 相隔月数(moved, 本月首日)", "16.00"),
    ("1元 * 相隔月数(2020-12-31, 本月末日)", "3.00"),
    ("1元 * 相隔月数(moved, 2020-01-01)", "2.00"),
    ("1元 * 相隔天数(moved, 2020-03-01)", "92.00"),
    ("1元 * 相隔天数(2020-02-28, 2020-03-01)", "2.00"),
    ("1元 * 相隔天数(本月首日, 本月末日)", "30.00"),
    ("100元 + 1元 * 相隔天数(2021-01-01, moved)", "0.00"),
    ("500元 + 1元 * 相隔天数(2021-01-01, moved)", "102.00"),
    ("合计(1元 * 相隔天数(born, 2012-03-01), age < 60)", "1.00"),
    ("合计(pay, age > 60)", "30.00"),
    ("合计(pay * 2 / rooms, 真)", "25.00"),
    ("最高(pay, 真)", "30.00"),
    ("最低(pay, 真)", "7.50"),
    ("最高(pay, age > 99)", "0.00"),
    ("最低(pay, age > 99)", "0.00"),
    ("1元 * 人数(kind == heavy)", "1.00"),
    ("1元 * 人数(kind 属于 [heavy, plain])", "2.00"),
    ("1元 * 人数(真)", "2.00"),
    ("1元 * 人数(假)", "0.00"),
    ("1元 * 最高(age, 真) / rooms", "23.33"),
    ("合计(金额(old), 真)", "20.00"),
]


def test_an_amount_is_the_same_to_every_engine(tmp_path: Path) -> None:
    wanted = [(amount, "真") for amount, _ in AMOUNTS]
    said = decided(read(tmp_path, wanted), wanted)
    assert {
        amount: {(each.status, each.amount) for each in said[amount, "真"]} for amount, _ in AMOUNTS
    } == {amount: {("eligible", Decimal(text))} for amount, text in AMOUNTS}


CONDITIONS: list[tuple[str, bool]] = [
    ("rooms 属于 [3]", True),
    ("rooms 属于 [1, 2]", False),
    ("rooms 不属于 [1, 2]", True),
    ("rooms / 2 属于 [1.5]", True),
    ("rooms / 2 属于 [1, 2]", False),
    ("rent 属于 [1元, 2元]", False),
    ("rent * 12 属于 [100元, 7元]", True),
    ("rent 属于 [8.33元]", False),
    ("stock / rooms 属于 [5元, 6元]", True),
    ("stock / rooms 属于 [5元]", True),
    ("rent == 8.33元", False),
    ("rent > 8.33元 且 rent < 8.34元", True),
    ("stock != 15元", False),
    ("1 < rooms <= 3", True),
    ("line > 99元", True),
    ("line < 99元", False),
    ("任一(age > 60, kind == heavy)", False),
    ("任一(age > 60)", True),
    ("全部(age > 5)", True),
    ("全部(age > 60, kind == plain)", True),
    ("全部(age > 60, kind == heavy)", False),
    ("补助", True),
    ("任一(老人津贴)", True),
    ("moved < 2020-01-01", True),
    # figures that nobody has found, of which something is known
    ("stock * 2 > 没有数", True),
    ("stock / 2 < 没有数", True),
    ("stock / 2 > 没有数", False),
    ("stock * 2 < 没有数", False),
    ("没有数 > stock * 2", False),
    ("没有数 >= stock / 2", True),
    ("没有数 < stock * 2", True),
    ("没有数 <= stock / 2", False),
    ("stock - 16元 < 没有界", True),
    ("没有界 <= stock - 16元", False),
    ("rural 或 stock > 没有数", True),
    ("stock > 没有数 或 rural", True),
    ("非 rural 且 stock > 没有数", False),
    ("stock > 没有数 且 非 rural", False),
    ("取大(没有数, 5元) >= 5元", True),
    ("如果(rural, stock, 没有数) == 15元", True),
    ("如果(非 rural, 没有数, stock) == 15元", True),
]  # fmt: skip


def test_a_condition_is_the_same_to_every_engine(tmp_path: Path) -> None:
    wanted = [("1元", condition) for condition, _ in CONDITIONS]
    said = decided(read(tmp_path, wanted), wanted)
    assert {
        condition: {each.status for each in said["1元", condition]} for condition, _ in CONDITIONS
    } == {condition: {"eligible" if holds else "not_eligible"} for condition, holds in CONDITIONS}


OPEN: list[tuple[str, str]] = [
    ("1元", "stock > 没有数"),
    ("1元", "没有数 == stock"),
    ("1元", "没有数 != stock"),
    ("1元", "没有界 > stock"),
    ("1元", "没有数 < 没有界"),
    ("1元", "非 (stock > 没有数)"),
    ("1元", "如果(stock > 没有数, rural, 非 rural)"),
    ("1元", "没有数 属于 [12元, 13元]"),
    ("1元", "周岁(某日, 本月首日) > 3"),
    ("1元", "相隔月数(某日, 本月首日) > 3"),
    ("1元", "相隔天数(某日, 本月首日) > 3"),
    ("1元", "moved > 某日"),
    ("1元", "任一(pay / 2 > 没有数)"),
    ("没有数 + 1元", "真"),
    ("1元 - 没有数 / 100", "真"),
    ("没有数 * 2", "真"),
    ("没有数 / rooms", "真"),
    ("取小(没有数, 15元)", "真"),
    ("取大(没有数, 15元)", "真"),
    ("舍入(没有数, 1元, 进位)", "真"),
    ("如果(rural, 没有数, stock)", "真"),
    ("如果(rural, 没有数, 没有界)", "真"),
    ("如果(stock > 没有数, 1元, 2元)", "真"),
    ("合计(pay - 没有数, 真)", "真"),
]


def test_what_rests_on_an_open_figure_names_it_and_says_the_same(tmp_path: Path) -> None:
    for (_, condition), (first, *others) in decided(read(tmp_path, OPEN), OPEN).items():
        assert [each for each in others if each != first] == []
        assert set(first.missing_figures) & {"open", "free", "some_day"}
        assert first.amount is None or condition != "真"
        assert (first.status == "undetermined") == (condition != "真") or first.amount is None


def test_a_fact_that_nobody_has_said_leaves_what_does_not_need_it(tmp_path: Path) -> None:
    wanted = [
        (amount, "真")
        for amount in (
            "stock / rooms + rent",
            "如果(rural, stock, rent)",
            "1元 * 周岁(moved, 本月首日)",
            "1元 * 相隔天数(moved, 本月首日)",
            "1元 * 取大(cars, rooms)",
        )
    ]
    rules = read(tmp_path, wanted)
    known = {amount: first.amount for amount, (first, *_) in decided(rules, wanted).items()}
    for gone in ("stock", "rural", "rooms", "cars", "moved", "rent"):
        for amount, (said, *others) in decided(rules, wanted, **{gone: None}).items():
            assert [each for each in others if each != said] == []
            right = known[amount]
            assert right is not None
            assert said.at_least is not None
            assert said.at_least <= right
            assert said.at_most is None or right <= said.at_most
            assert (gone in said.missing_facts) == (said.amount is None)
