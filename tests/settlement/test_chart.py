"""The chart of a settlement: what is owed stands above a line, what is taken back hangs below it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from welfare_rules.basics.axis import round_axis
from welfare_rules.basics.days import Month, every_month
from welfare_rules.basics.due import UNDETERMINED
from welfare_rules.settlement.chart import draw
from welfare_rules.settlement.settlement import Line, Settlement

LAW = wr.load("cn/model").law
MONTHS = every_month(Month.of(2024, 1), Month.of(2024, 6))
Amounts = list[tuple[int, int] | None]


def drawn(amounts: Amounts) -> tuple[ElementTree.Element, str]:
    lines = tuple(
        Line(
            month,
            "dibao",
            "h1",
            UNDETERMINED if each is None else each[0],
            0 if each is None else each[1],
        )
        for month, each in zip(MONTHS, amounts, strict=True)
    )
    text = draw(
        LAW, Settlement(lines, MONTHS[0], MONTHS[-1], 20240701, "cn/model", "h1", MONTHS[-1]), "zh"
    )
    return ElementTree.fromstring(text), text


SOME = st.lists(
    st.none() | st.tuples(st.integers(0, 300_000), st.integers(1, 300_000)),
    min_size=len(MONTHS),
    max_size=len(MONTHS),
)


@given(SOME)
@settings(max_examples=examples(40))
def test_arrears_stand_on_the_line_and_recoveries_hang_from_it(amounts: Amounts) -> None:
    root, _ = drawn(amounts)
    space = "{http://www.w3.org/2000/svg}"
    bars = [each for each in root.iter(f"{space}rect") if each.get("height") != "12"][1:]
    owed = [each for each in amounts if each is not None and each[0] != each[1]]
    assert len(bars) == len(owed)
    line = [
        float(each.get("y1", "0"))
        for each in root.iter(f"{space}line")
        if each.get("stroke") == "#222"
    ]
    for bar, (due, paid) in zip(bars, owed, strict=True):
        top, tall = float(bar.get("y", "0")), float(bar.get("height", "0"))
        assert abs((top + tall if due > paid else top) - line[0]) < 0.2


@given(st.integers(0, 10**12), st.integers(2, 8))
@settings(max_examples=examples(100))
def test_an_axis_reaches_beyond_what_is_drawn_in_a_few_round_steps(high: int, most: int) -> None:
    step, end = round_axis(high, most)
    assert end - step < high <= end <= step * most
    assert re.fullmatch("[125]0+", str(step))


def test_months_that_follow_one_another_are_one_span_and_payees_are_said() -> None:
    _, some = drawn([None, None, None, (0, 1), None, None])
    assert "最低生活保障 · 全家 h1" in some
    lines = [Line(each, "dibao", "h1", UNDETERMINED, 0) for each in (*MONTHS[:2], *MONTHS[3:])]
    gap = Line(MONTHS[2], "dibao", "h1", 0, 0)
    found = Settlement(
        (*lines[:2], gap, *lines[2:]), MONTHS[0], MONTHS[-1], 20240701, "cn/model", "h1", MONTHS[-1]
    )
    assert "不能确定 2024-01 至 2024-02、2024-04 至 2024-06" in draw(LAW, found, "zh")
