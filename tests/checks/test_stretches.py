"""A law is looked at in every stretch of months in which something that a check reads differs,
whoever opens the stretch: a version, an end, a share, a formula, a document.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from tests.support.marked import (
    LABEL,
    TODAY,
    USUAL,
    benefit,
    clause,
    figure,
    found,
    marked,
    more_of_the_nation,
    nation,
    version,
    written,
)
from welfare_rules.basics.days import LAST, Month, day_text, every_month
from welfare_rules.document.library import read_library
from welfare_rules.loading import check_all

OTHER = LABEL.replace("新项", "另一项").replace('"new"', '"other"')
FLOORED = figure('type = "money"', 'floor = "least"') + version("value = «WR307»60")
LEAST = figure('type = "money"', header="[figure.least]", label=OTHER)


def table(*conditions: str, more: str = 'hit = "first"') -> str:
    rows: list[str] = []
    for place, each in enumerate(conditions):
        mark, text = each[:7] if each[0] == "«" else "", each[7:] if each[0] == "«" else each
        rows.append(clause("row", f'when = {mark}"{text}"', 'amount = "1元"', name=f"r{place}"))
    return benefit(more, payee="member") + "".join(rows)


def figure_of(name: str, *versions: str) -> str:
    label = f'label = {{ zh = "{name}数", en = "{name}" }}\n'
    return figure('type = "int"', header=f"[figure.{name}]", label=label) + "".join(versions)


def old(value: int, *lines: str, since: str = "2020-01-01") -> str:
    return version(f"value = {value}", *lines, of="aged", since=since)


GROWN = """
[derived.grown]
label = { zh = "年长", en = "grown" }
entity = "member"
type = "bool"
cite = { article = "3" }
[[derived.grown.version]]
last_day = 2021-06-30
formula = "age >= 60"
[[derived.grown.version]]
from = 2021-07-01
formula = "age >= 65"
"""
TOLD: dict[str, dict[str, str]] = {
    "a floor that is a share of a figure that rises": nation(
        LEAST
        + version('share = "50%"', 'of = "line"', of="least", since="2020-01-01")
        + FLOORED
        + version("value = 130", of="line", since="2022-01-01", announced="2021-12-01")
    ),
    "a value whose share falls": nation(
        LEAST
        + version("value = 50", of="least", since="2020-01-01")
        + figure('type = "money"', 'floor = "least"')
        + version('share = «WR307»"60%"', 'of = "line"', since="2020-01-01")
        + version("value = 80", of="line", since="2022-01-01", announced="2021-12-01")
    ),
    "a value that comes back when a higher one ends": nation(
        LEAST
        + version("value = 50", of="least", since="2020-01-01")
        + version("value = 70", of="least", since="2021-06-01")
        + FLOORED
        + version("value = 80", "last_day = 2022-05-31", since="2021-05-01")
    ),
    "a jump through a share": nation(
        figure('type = "money"', 'jump = "20%"')
        + version('share = «WR333»"50%"', 'of = "line"', since="2020-01-01")
        + version("value = 130", of="line", since="2022-01-01", announced="2021-12-01")
    ),
    "a jump back when a version ends": nation(
        figure('type = "money"', 'jump = "20%"')
        + version("value = «WR333»100", since="2020-01-01")
        + version("value = 119", "last_day = 2021-12-31", since="2021-01-01")
        + version("value = 142", "last_day = 2022-12-31", since="2022-01-01")
    ),
    "a gap that a figure opens": nation(
        table("age < 60", "«WR310»age >= aged")
        + figure_of("aged", old(60), old(65, since="2024-07-01"))
    ),
    "an overlap that a figure opens": nation(
        table("age < 60", "«WR309»age >= aged", more='hit = "unique"')
        + figure_of("aged", old(60), old(55, since="2024-07-01"))
    ),
    "a gap for those only to whom a transition applies": nation(
        table("age < 60", "«WR310»age >= aged")
        + figure_of("aged", old(60), old(65, 'only_for = "rural"', since="2024-07-01"))
    ),
    "a gap while a version is in force": nation(
        table("age < 60", "«WR310»age >= aged")
        + figure_of("aged", old(60), old(65, "last_day = 2024-08-31", since="2024-07-01"))
    ),
    "a gap that a formula opens": nation(table("grown", "«WR310»age < 60") + GROWN),
    "a gap of a table of money through a share": nation(
        benefit('hit = "first"')
        + clause("row", 'when = "stock < 50元"', 'amount = "1元"')
        + clause("row", 'when = «WR310»"stock >= least"', 'amount = "1元"', name="two")
        + LEAST
        + version('share = "50%"', 'of = "line"', of="least", since="2020-01-01")
        + version("value = 120", of="line", since="2022-01-01", announced="2021-12-01")
    ),
    "a gap in a row that ends with its document": {
        **nation(table("«WR310»age < 60")),
        "cn/zz.toml": more_of_the_nation("")["cn/zz.toml"].replace(
            "in_force = 2020-01-01", "in_force = 2020-01-01\nvalid_until = 2022-12-31"
        )
        + clause("row", 'when = "age >= 60"', 'amount = "1元"', name="old"),
    },
    "rows that rise only until a share overtakes them": nation(
        benefit('hit = "sum"', 'monotone = "rising"')
        + clause("row", 'when = "rural"', 'amount = "least"')
        + clause("row", 'when = "rural"', 'amount = «WR334»"55元"', name="two")
        + LEAST
        + version('share = "50%"', 'of = "line"', of="least", since="2020-01-01")
        + version("value = 120", of="line", since="2022-01-01", announced="2021-12-01")
    ),
}
NOT_TOLD: dict[str, dict[str, str]] = {
    "a floor that was missed by a mistake that is corrected": nation(
        LEAST
        + version("value = 50", of="least", since="2020-01-01")
        + figure('type = "money"', 'floor = "least"')
        + version("value = 5", since="2020-01-01", announced="2019-12-01")
        + version("value = 55", "corrects = 2019-12-01", since="2020-01-01")
    ),
    "a jump by a mistake that is corrected": nation(
        figure('type = "money"', 'jump = "20%"')
        + version("value = 100", since="2020-01-01", announced="2019-12-01")
        + version("value = 1100", since="2021-01-01", announced="2020-12-01")
        + version("value = 110", "corrects = 2020-12-01", announced="2020-12-20")
    ),
    "a gap that was closed later for the same month": nation(
        table("age < 60", "age >= aged")
        + figure_of(
            "aged",
            old(60),
            old(65, since="2024-07-01"),
            version(
                "value = 60",
                "corrects = 2020-12-01",
                of="aged",
                since="2024-07-01",
                announced="2024-08-01",
            ),
        )
    ),
    "a gap on days of which none begins a month": nation(
        table("age < 60", "age >= aged")
        + figure_of("aged", old(60), old(65, "last_day = 2024-07-31", since="2024-07-02"))
    ),
    "a gap before the benefit begins and after it ends": nation(
        table("age < 60", "age >= aged", more='hit = "first"\nends = 2022-12-31').replace(
            "ends", "begins = 2021-01-01\nends"
        )
        + figure_of("aged", old(70), old(60, since="2020-12-01"), old(65, since="2023-01-01"))
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_wrong_on_some_stretch_only_is_told_where_it_stands(
    tmp_path: Path, name: str
) -> None:
    assert marked(TOLD[name])
    assert found(written(tmp_path, TOLD[name])) == marked(TOLD[name])


@pytest.mark.parametrize("name", NOT_TOLD)
def test_what_is_wrong_of_no_month_is_not_told(tmp_path: Path, name: str) -> None:
    told = found(written(tmp_path, NOT_TOLD[name]))
    # that a day lies inside a month is told of every day
    assert {each for each in told if each[0] != "WR356"} == set()


def messages(folder: Path, files: dict[str, str]) -> list[str]:
    every = check_all(read_library(written(folder, files)), TODAY)
    return [each.message("en") for each in every if each.code not in USUAL]


def test_a_finding_names_the_month_from_which_on_it_is_so(tmp_path: Path) -> None:
    (gap,) = messages(tmp_path / "a", TOLD["a gap that a figure opens"])
    assert gap.endswith("(from 2024-07 on)")
    (floor,) = messages(tmp_path / "b", TOLD["a floor that is a share of a figure that rises"])
    assert floor.endswith("(from 2022-01 on)")
    always = nation(table("age < 60", "age >= aged") + figure_of("aged", old(65)))
    (gap,) = messages(tmp_path / "c", always)
    assert "(from" not in gap


# --- a table against a search through every month ---


class Held(NamedTuple):
    """A version of a figure: its first and last day, and its value."""

    first: int
    last: int
    value: int


MONTHS = every_month(Month.of(2020, 1), Month.of(2022, 6))
day = st.sampled_from([each.day(number) for each in MONTHS for number in (1, 2, 15, 31)])
value = st.integers(10, 13)


@st.composite
def versions(draw: st.DrawFn) -> list[Held]:
    """One version without an end, and others of other days that may end."""
    made = [Held(20200101, LAST, draw(value))]
    firsts = draw(st.lists(day.filter(lambda each: each > 20200101), max_size=3, unique=True))
    for first in sorted(firsts):
        last = draw(st.one_of(st.just(LAST), day.filter(lambda each, first=first: each >= first)))
        made.append(Held(first, last, draw(value)))
    return made


def in_force(held: list[Held], month: int) -> int:
    there = [each for each in held if each.first <= month <= each.last]
    return max(there).value


def as_figure(name: str, held: list[Held]) -> str:
    return figure_of(
        name,
        *(
            version(
                f"value = {each.value}",
                *([f"last_day = {day_text(each.last)}"] if each.last < LAST else []),
                of=name,
                since=day_text(each.first),
                announced="2019-12-01",
            )
            for each in held
        ),
    )


@settings(max_examples=examples(60), deadline=None)
@given(versions(), versions(), st.one_of(st.just(LAST), day), st.sampled_from(["first", "unique"]))
def test_a_table_has_a_gap_if_and_only_if_some_month_has_one(
    tmp_path_factory: pytest.TempPathFactory, low: list[Held], high: list[Held], end: int, hit: str
) -> None:
    months = [each.first for each in MONTHS if each.first <= end]
    sides = [(in_force(low, month), in_force(high, month)) for month in months]
    gap, overlap = any(one < two for one, two in sides), any(one > two for one, two in sides)
    ends = f"\nends = {day_text(end)}" if end < LAST else ""
    files = nation(
        table("age < low", "age >= high", more=f'hit = "{hit}"{ends}')
        + as_figure("low", low)
        + as_figure("high", high)
    )
    codes = {code for code, *_ in found(written(tmp_path_factory.mktemp("law"), files))}
    expected = {"WR310": gap, "WR309": overlap and hit == "unique"}
    assert codes & set(expected) == {code for code, wrong in expected.items() if wrong}
