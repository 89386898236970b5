"""Figures by kind of household, and small tables: short forms of what staff would else write at
length, with the same programs.
"""

from __future__ import annotations

from typing import Any

import pytest

import welfare_rules as wr
from tests.support.laws import county, document
from welfare_rules.findings import PolicyError

HEAD = document(
    "short", ("短文", "Short"), place=county(("小县", "Small"), more="covers_from = 2020-01-01")
)
FACTS = """\
[fact.zone]
label = { zh = "片区", en = "zone" }
entity = "household"
type = "choice"
values = [
  { id = "town", zh = "城镇", en = "town" },
  { id = "village", zh = "农村", en = "village" },
  { id = "island", zh = "海岛", en = "island" },
]

[fact.heads]
label = { zh = "口数", en = "heads" }
entity = "household"
type = "int"
min = 0
max = 20

[figure.line]
label = { zh = "标准", en = "line" }
type = "money"
cite = { article = "1" }

[benefit.aid]
label = { zh = "补助", en = "aid" }
payee = "household"
amount = "line"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "2" }
"""
BY = """
[[figure.line.version]]
from = 2021-01-01
announced = 2021-01-01
status = "published"
by = "片区"
values = { "城镇" = 860, "农村" = 700, island = 910.50 }

[[figure.line.version]]
from = 2022-01-01
announced = 2022-01-01
status = "published"
by = "zone"
values = { town = 900, village = 720, "海岛" = 930 }

[[figure.line.version]]
from = 2022-01-01
announced = 2022-03-10
status = "published"
by = "zone"
corrects = 2022-01-01
values = { town = 905, village = 720, island = 930 }

[[figure.line.version]]
from = 2023-01-01
announced = 2023-01-01
status = "published"
value = 1000
"""


def policy(text: str) -> wr.Policy:
    return wr.loads({"small/law.toml": HEAD + FACTS + text})


def amounts(
    made: wr.Policy, month: str, known: str, zone: str | None, heads: int = 1
) -> tuple[Any, Any]:
    case = {"id": "h", "zone": zone, "heads": heads, "members": []}
    answer = made.at(month, known=known).determine(case)["aid"]
    return str(answer.at_least), str(answer.at_most)


@pytest.mark.parametrize(
    ("month", "known", "town", "village", "island"),
    [
        ("2021-06", "2021-06-30", "860.00", "700.00", "910.50"),
        ("2022-02", "2022-02-28", "900.00", "720.00", "930.00"),
        ("2022-02", "2022-03-10", "905.00", "720.00", "930.00"),
        ("2021-12", "2022-12-31", "860.00", "700.00", "910.50"),
        ("2023-02", "2023-02-28", "1000.00", "1000.00", "1000.00"),
    ],
)
def test_each_kind_of_household_has_its_value(
    month: str, known: str, town: str, village: str, island: str
) -> None:
    made = policy(BY)
    for zone, want in (("town", town), ("village", village), ("海岛", island)):
        assert amounts(made, month, known, zone) == (want, want)
    least, most = sorted((town, village, island), key=float)[::2]
    assert amounts(made, month, known, None) == (least, most)


OF_2022 = """
from = 2022-01-01
status = "published"
"""
ANNOUNCED_LATER = f"""
[[figure.line.version]]{OF_2022}
announced = 2022-04-01
corrects = {{ announced = 2022-03-10, from = 2022-01-01 }}
"""


OF_THE_LARGE = f"""
[[figure.line.version]]{OF_2022}
announced = 2022-02-02
only_for = "口数 >= 3"
by = "zone"
values = {{ town = 11, village = 12, island = 13 }}
"""


@pytest.mark.parametrize(
    ("more", "known", "heads", "want"),
    [
        # what is written as one version is corrected as one, whatever the correction tells apart
        (ANNOUNCED_LATER + "value = 800", "2022-04-01", 1, ("800.00", "800.00", "800.00")),
        (ANNOUNCED_LATER + "value = 800", "2022-03-31", 1, ("905.00", "720.00", "930.00")),
        (
            ANNOUNCED_LATER + 'by = "kind"\nvalues = { old = 1, new = 2 }',
            "2022-04-01",
            1,
            ("2.00", "2.00", "2.00"),
        ),
        (OF_THE_LARGE, "2022-04-01", 3, ("11.00", "12.00", "13.00")),
        (OF_THE_LARGE, "2022-04-01", 2, ("905.00", "720.00", "930.00")),
        (
            f"""
[[figure.line.version]]{OF_2022}
announced = 2022-02-02
only_for = "heads >= 3"
value = 77
""",
            "2022-04-01",
            3,
            ("77.00", "77.00", "77.00"),
        ),
    ],
)
def test_a_version_for_each_kind_is_one_version(
    more: str, known: str, heads: int, want: tuple[str, str, str]
) -> None:
    kind = """
[fact.kind]
label = { zh = "房屋", en = "building" }
entity = "household"
type = "choice"
presumed = "new"
values = [{ id = "old", zh = "旧", en = "old" }, { id = "new", zh = "新", en = "new" }]
"""
    until_2023, later = BY.rsplit("\n[[", 1)
    made = policy(f"{until_2023}{more}\n[[{later}{kind}")
    found = [
        amounts(made, "2022-06", known, zone, heads)[0] for zone in ("town", "village", "island")
    ]
    assert (*found,) == want


def test_the_register_shows_for_whom_a_value_is() -> None:
    from welfare_rules.register import listing
    from welfare_rules.register.entries import register

    found = register(policy(BY).law)
    text = listing.as_text(found, "zh")
    assert "农村，2021-01-01 起，700.00 元" in text
    assert "海岛，2021-01-01 起，910.50 元" in text
    assert "海岛" in listing.as_csv(found, "zh").decode("utf-8-sig")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('by = "片区"', 'by = "片曲"', "WR317"),
        ('by = "片区"', 'by = "heads"', "WR317"),
        ('by = "片区"\n', "", "WR119"),
        ('"城镇" = 860, ', "", "WR111"),
        ('"城镇" = 860', '"城市" = 860', "WR212"),
        ('"城镇" = 860', '"城镇" = 860.001', "WR116"),
        ('by = "片区"', 'by = "片区"\nvalue = 1', "WR119"),
    ],
)
def test_what_is_wrong_with_it_is_told_in_its_line(old: str, new: str, code: str) -> None:
    assert BY.count(old) == 1
    with pytest.raises(PolicyError) as caught:
        policy(BY.replace(old, new))
    found = [each for each in caught.value.findings if each.code == code]
    assert found
    first = (HEAD + FACTS).count("\n") + 1
    assert all(first < each.place.line <= first + 8 for each in found)


TABLE = """
[[figure.line.version]]
from = 2021-01-01
announced = 2021-01-01
status = "published"
value = 1

[benefit.heat]
label = { zh = "取暖补贴", en = "heating" }
payee = "household"
hit = "unique"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "3" }

"""
SHORT = """
[benefit.heat.table]
by = "口数"
cite = { article = "4" }
rows = [
  { id = "one-or-two", upto = 2, because = { zh = "一至两口", en = "one or two" } },
  { id = "three-or-four", upto = 4, because = { zh = "三至四口", en = "three or four" } },
  { id = "more", because = { zh = "五口以上", en = "more" } },
]

[[benefit.heat.table.version]]
from = 2021-01-01
announced = 2021-01-01
status = "published"
values = [180, 240, 300]

[[benefit.heat.table.version]]
from = 2022-01-01
announced = 2022-02-10
status = "published"
values = [200, 260.50, 320]
"""


def at_length() -> str:
    """The same written out: a figure and a row for each band."""
    bands = (
        ("one-or-two", "一至两口", "(口数) <= 2", "180", "200"),
        ("three-or-four", "三至四口", "(口数) > 2 and (口数) <= 4", "240", "260.50"),
        ("more", "五口以上", "(口数) > 4", "300", "320"),
    )
    made = ""
    for name, zh, when, before, after in bands:
        en = name.replace("-", " ")
        figure = f"heat_{name.replace('-', '_')}"
        made += f"""
[[benefit.heat.row]]
id = "{name}"
when = "{when}"
amount = "{figure}"
because = {{ zh = "{zh}", en = "{en}" }}
cite = {{ article = "4" }}

[figure.{figure}]
label = {{ zh = "取暖补贴（{zh}）", en = "heating ({en})" }}
type = "money"
cite = {{ article = "4" }}
"""
        for day, announced, value in (
            ("2021-01-01", "2021-01-01", before),
            ("2022-01-01", "2022-02-10", after),
        ):
            made += f"""
[[figure.{figure}.version]]
from = {day}
announced = {announced}
status = "published"
value = {value}
"""
    return made


def test_a_small_table_is_the_program_of_its_rows_at_length() -> None:
    short, long = policy(TABLE + SHORT), policy(TABLE + at_length())
    for month, known in (
        ("2021-06", "2021-06-30"),
        ("2022-01", "2022-02-09"),
        ("2022-01", "2022-02-10"),
    ):
        one, other = (each.at(month, known=known) for each in (short, long))
        assert one.digest == other.digest
        for heads in range(7):
            case = {"id": "h", "heads": heads, "zone": "town", "members": []}
            assert one.determine(case)["heat"].amount == other.determine(case)["heat"].amount
    assert SHORT.count("\n") * 2 < at_length().count("\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("values = [180, 240, 300]", "values = [180, 240]", "WR119", 15),
        ("upto = 4", "upto = 1", "WR119", 5),
        ("upto = 2, ", "", "WR119", 6),
        ('by = "口数"', 'by = "口树"', "WR205", 0),
        ("values = [180, 240, 300]", 'values = [180, "240元", 300]', "WR112", 0),
    ],
)
def test_what_is_wrong_with_a_small_table_is_told(old: str, new: str, code: str, line: int) -> None:
    assert SHORT.count(old) == 1
    with pytest.raises(PolicyError) as caught:
        policy(TABLE + SHORT.replace(old, new))
    found = [each for each in caught.value.findings if each.code == code]
    assert found
    first = (HEAD + FACTS + TABLE).count("\n")
    assert all(each.place.line > first for each in found)
    if line:
        assert [each.place.line for each in found] == [first + line]
