"""Gaps and overlaps of tables, told by an example in words of the file; and divisors that may be 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.marked import (
    TODAY,
    USUAL,
    benefit,
    clause,
    derived,
    fact,
    figure,
    found,
    marked,
    nation,
    version,
    written,
)
from welfare_rules.document.library import read_library
from welfare_rules.loading import check_all


def said(folder: Path, text: str) -> list[tuple[str, dict[str, str]]]:
    """Codes and English details of what is wrong with tables when the nation has this too."""
    written(folder, nation(text))
    every = check_all(read_library(folder), TODAY)
    return [
        (each.code, {key: getattr(said, "en", str(said)) for key, said in each.details})
        for each in every
        if each.code not in USUAL
    ]


def table(
    hit: str, *conditions: str, payee: str = "household", head: str = "", more: str = ""
) -> str:
    rows = "".join(
        clause("row", f'when = "{each}"', 'amount = "1元"', name=f"r{place}")
        for place, each in enumerate(conditions)
    )
    return benefit(f'hit = "{hit}"', *head.split("\n"), payee=payee) + rows + more


GAPS: dict[str, tuple[str, str]] = {
    "a truth": (table("unique", "rural"), "rural = false"),
    "a choice": (table("unique", "kind == heavy", payee="member"), "kind = plain"),
    "a list of choices": (table("first", "kind 属于 [plain]", payee="member"), "kind = heavy"),
    "none of a list": (table("first", "kind 不属于 [plain]", payee="member"), "kind = plain"),
    "a number": (table("unique", "age < 10", "11 <= age", payee="member"), "age = 10"),
    "all but one number": (table("unique", "age != 3", payee="member"), "age = 3"),
    "money": (table("unique", "stock <= 100元", "stock > 200元"), "stock = 100.01元"),
    "a day": (
        table("unique", "born < 2000-01-01", "born > 2000-01-01", payee="member"),
        "born = 2000-01-01",
    ),
    "the month": (table("unique", "本月首日 >= 2021-01-01"), "clock = 2020-12-31"),
    "two things": (
        table("unique", "stock < paid_before", "stock > paid_before"),
        "stock = paid_before",
    ),
    "one thing above another": (table("unique", "stock <= paid_before"), "stock > paid_before"),
    "one thing below another": (table("unique", "stock >= paid_before"), "stock < paid_before"),
    "a sum": (
        table("unique", "stock + paid_before <= 5元", "stock + paid_before >= 6元"),
        "add = 5.00001元",
    ),
    "a share of a figure": (
        table("unique", "stock < line * 50%", "stock > line * 50%"),
        "stock = 50.00元",
    ),
    "what is worked out": (
        table("unique", "shown")
        + derived(
            'entity = "household"\ntype = "bool"',
            'formula = "rural 或 stock > 5元"',
            header="[derived.shown]",
        ).replace("新项", "别项"),
        "rural = false, stock = 4.99元",
    ),
    "a row that never holds": (table("unique", "假"), ""),
    "only in some months": (
        table("unique", "rural", "非 rural").replace(
            'when = "非 rural"', 'when = "非 rural"\nlast_day = 2020-12-31'
        )
        + clause(
            "row",
            'when = "非 rural 且 stock > 5元"',
            'amount = "1元"',
            "from = 2021-01-01",
            name="then",
        ),
        "rural = false, stock = 4.99元",
    ),
    "on every day": (
        table("first", "rural")
        + clause(
            "row",
            'when = "rural 且 stock > 5元"',
            'amount = "1元"',
            "from = 2021-01-01",
            name="then",
        ),
        "rural = false",
    ),
    "another benefit": (table("unique", "补助"), "help = false"),
    "an amount": (table("unique", "金额(help) > 0"), "help = 0.00元"),
    "a count": (table("unique", "人数(真) > 2", "人数(真) < 2"), "count = 2"),
}


@pytest.mark.parametrize("name", GAPS)
def test_a_gap_is_told_once_by_an_example(tmp_path: Path, name: str) -> None:
    text, where = GAPS[name]
    ((code, details),) = said(tmp_path, text)
    assert code == "WR310"
    assert details["where"] == where


OVERLAPS: dict[str, tuple[str, str]] = {
    "a number": (table("unique", "age <= 10", "10 <= age", payee="member"), "age = 10"),
    "a choice": (
        table("unique", "kind == plain", "kind 属于 [plain, heavy]", payee="member"),
        "kind = plain",
    ),
    "two things": (
        table("unique", "stock <= paid_before", "stock >= paid_before"),
        "stock = paid_before",
    ),
    "always": (table("unique", "真", "真"), ""),
}


@pytest.mark.parametrize("name", OVERLAPS)
def test_rows_that_hold_together_are_told_by_an_example(tmp_path: Path, name: str) -> None:
    text, where = OVERLAPS[name]
    ((code, details),) = said(tmp_path, text)
    assert (code, details["first"], details["second"], details["where"]) == (
        "WR309",
        "r0",
        "r1",
        where,
    )


def test_a_gap_and_an_overlap_of_one_table_are_both_told(tmp_path: Path) -> None:
    found = said(tmp_path, table("unique", "age < 10", "age < 9", payee="member"))
    assert [code for code, _ in found] == ["WR309", "WR310"]


QUIET: dict[str, str] = {
    "a table that covers all": table("unique", "rural", "非 rural"),
    "rows in order": table("first", "age < 10", "age < 20", "age >= 20", payee="member"),
    "rows of which several may hold": table("sum", "rural"),
    "a gap that is meant": table("unique", "rural", head="gaps = true"),
    "a gap among those who meet no requirement": table("unique", "stock > 5元")
    + clause("require", 'when = "stock > 5元"', name="some"),
    "a row of after the benefit has ended": table(
        "unique", "rural", "非 rural", head="ends = 2021-12-31"
    )
    + clause("row", 'when = "rural"', 'amount = "1元"', "from = 2022-01-01", name="late"),
}


@pytest.mark.parametrize("name", QUIET)
def test_nothing_is_said_of(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, QUIET[name]) == []


HANGING: dict[str, tuple[str, str]] = {
    "things that hang together": (
        table("unique", "stock < paid_before", "stock > line * 2", "paid_before > 3元"),
        "…",
    ),
    "more combinations than can be tried": (
        table(
            "unique",
            " 或 ".join(f"age == {each}" for each in range(0, 150, 2)),
            " 或 ".join(f"born == 19{each}-02-01" for each in range(10, 99)),
            payee="member",
        ),
        "…",
    ),
    "a requirement that hangs together with the rows": (
        table("unique", "stock < 5元", "stock > 5元")
        + clause("require", 'when = "stock < paid_before 且 stock < line"', name="less"),
        "stock = 5.00元",
    ),
}


@pytest.mark.parametrize("name", HANGING)
def test_what_cannot_be_checked_is_told_as_such(tmp_path: Path, name: str) -> None:
    text, where = HANGING[name]
    ((code, details),) = said(tmp_path, text)
    assert (code, details["where"]) == ("WR340", where)


def test_rows_that_are_whole_need_no_look_at_what_hangs_together(tmp_path: Path) -> None:
    text = table("unique", "stock < 5元", "stock >= 5元") + clause(
        "require", 'when = "stock < paid_before 且 stock < line"', name="less"
    )
    assert said(tmp_path, text) == []


YEARS = derived(
    'entity = "member"\ntype = "int"',
    'formula = "周岁(born, 本月末日)"',
    header="[derived.years_old]",
).replace("新项", "足岁")


@pytest.mark.parametrize(
    ("rows", "require", "code"),
    [
        (("years_old < 80", "years_old > 80"), "born <= 本月末日", "WR310"),
        (("years_old <= 80", "years_old >= 80"), "born <= 本月末日", "WR309"),
        (("years_old < 80", "years_old >= 80"), "born <= 本月末日", ""),
        (("years_old >= 60",), "born < 1950-01-01", ""),  # all of them are over 60
        (("years_old >= 80",), "born < 1950-01-01", "WR310"),
    ],
)
def test_an_age_and_the_birthday_under_it_are_of_one_person(
    tmp_path: Path, rows: tuple[str, ...], require: str, code: str
) -> None:
    text = (
        table("unique", *rows, payee="member", head="begins = 2021-01-01")
        + clause("require", f'when = "{require}"', name="born")
        + YEARS
    )
    told = said(tmp_path, text)
    assert [each for each, _ in told if each != "WR340"] == ([code] if code else [])
    for each, details in told:
        if each != "WR340":
            assert "years_old = " in details["where"]
            assert "born = " in details["where"]


COUNT = fact('type = "int"', "min = 1", "max = 9", header="[fact.rooms]").replace("新项", "房间")
FEW = fact('type = "int"', "min = 0", "max = 9", header="[fact.cars]").replace("新项", "车")
DAYS = fact('type = "int"', "min = 2", "max = 9", "presumed = 0", header="[fact.days]").replace(
    "新项", "天数"
)
RATE = figure(
    'type = "rate"',
    "min = 0.5",
    header="[figure.part]",
    label='label = { zh = "份", en = "part" }\n',
)
NAMED = derived(
    'entity = "household"\ntype = "int"', 'formula = "rooms + 1"', header="[derived.named]"
).replace("新项", "有名")


@pytest.mark.parametrize(
    ("divisor", "proved"),
    [
        ("2", True),
        ("0", False),
        ("rooms", True),
        ("cars", False),
        ("days", False),  # what is presumed counts as well
        ("named", True),
        ("part", True),
        ("line / 1元", False),  # 100, but nothing says that it stays above 0
        ("cars + 1", True),
        ("rooms - 1", False),
        ("rooms - cars", False),
        ("10 - cars", True),
        ("rooms * rooms", True),
        ("rooms * cars", False),
        ("rooms / 2", True),
        ("1 / rooms", True),
        ("如果(rural, rooms, 2)", True),
        ("如果(rural, rooms, cars)", False),
        ("取大(1, cars)", True),
        ("取大(cars, cars)", False),
        ("取小(rooms, 2)", True),
        ("取小(rooms, cars)", False),
        ("舍入(rooms / 10, 1, 进位)", True),
        ("舍入(rooms / 10, 1, 舍去)", False),
        ("人数(真)", False),
        ("人数(真) + 1", True),
        ("合计(age, 真)", False),
        ("合计(age, 真) + 1", True),
        ("最高(age, 真)", False),
        ("最高(age, 真) + 1", True),
        ("最低(age, 真) + 1", True),
        ("1 + 合计(周岁(born, 本月首日), 真)", False),
    ],
)
def test_a_divisor_is_above_0_by_what_the_file_declares_or_it_is_told(
    tmp_path: Path, divisor: str, proved: bool
) -> None:
    mark = "" if proved else "«WR209»"
    formula = f"1 / ({mark}{divisor})"
    files = nation(
        COUNT
        + FEW
        + DAYS
        + RATE
        + version("value = 0.5", of="part")
        + NAMED
        + derived(
            'entity = "household"\ntype = "rate"',
            f'formula = "{formula}"',
            header="[derived.extra]",
        )
    )
    assert found(written(tmp_path, files)) == marked(files)


@pytest.mark.parametrize(
    ("divisor", "proved"),
    [
        ("own_countable_income", False),
        ("(可计工钱 + 1元)", True),
        ("(金额(old) + 1元)", True),
        ("金额(old)", False),
    ],
)
def test_money_that_is_counted_or_paid_is_never_below_0(
    tmp_path: Path, divisor: str, proved: bool
) -> None:
    text = derived(
        'entity = "member"\ntype = "rate"', f'formula = "pay / {divisor}"', header="[derived.extra]"
    )
    assert [code for code, _ in said(tmp_path, text)] == ([] if proved else ["WR209"])


AMOUNTS: dict[str, tuple[str, str, str]] = {
    # name: first row, second row, what is said of them
    "equal rows": ("100元", "line", ""),
    "a sum": ("line + 1元", "101.01元", "101.00 101.01"),
    "a difference": ("line - 1元", "100元", "99.00 100.00"),
    "a product": ("line * 50%", "51元", "50.00 51.00"),
    "a quotient": ("line / 3", "34元", "33.33333 34.00"),
    "a quotient by nothing": ("line / 取大(1, 如果(rural, 1, 2))", "500元", ""),
    "the least": ("取小(line, 7元)", "8元", "7.00 8.00"),
    "the greatest": ("取大(line, 7元)", "800元", "100.00 800.00"),
    "a rounded amount": ("舍入(line / 3, 1元, 进位)", "35元", "34.00 35.00"),
    "a choice between fixed amounts": ("如果(真, 1元, 2元)", "800元", ""),
    "what depends on a fact": ("stock", "800元", ""),
    "what falls": ("800元", "line", ""),
}


@pytest.mark.parametrize("name", AMOUNTS)
def test_rows_that_should_fall_and_rise_are_told_with_their_amounts(
    tmp_path: Path, name: str
) -> None:
    first, second, told = AMOUNTS[name]
    rows = [
        clause("row", 'when = "rural"', f'amount = "{each}"', name=f"r{place}")
        for place, each in enumerate((first, second))
    ]
    found = said(tmp_path, benefit('hit = "sum"', 'monotone = "falling"') + "".join(rows))
    assert [(code, f"{details['one']} {details['other']}") for code, details in found] == (
        [("WR334", told)] if told else []
    )


def test_a_share_and_an_amount_are_not_compared(tmp_path: Path) -> None:
    rows = clause("row", 'when = "rural"', 'share = "10%"') + clause(
        "row", 'when = "rural"', 'amount = "99元"', name="two"
    )
    assert (
        said(tmp_path, benefit('hit = "sum"', 'monotone = "falling"', 'of = "line"') + rows) == []
    )
