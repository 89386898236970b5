"""What `check` says of how the law stands.

Each notice and warning planted, found in its place, and told once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.laws import document, written
from welfare_rules.basics.text import Words
from welfare_rules.checks.health import due_since
from welfare_rules.document.library import read_library, shipped_policies
from welfare_rules.findings import Finding
from welfare_rules.loading import check_all

Small = Callable[..., Path]
TODAY = 20260310


def found(root: Path, today: int = TODAY) -> tuple[Finding, ...]:
    return check_all(read_library(root), today)


def placed(root: Path, each: Finding) -> str:
    """The text that stands at the place of a finding."""
    line = (root / "cn" / "small.toml").read_text(encoding="utf-8").split("\n")[each.place.line - 1]
    return line[each.place.column - 1 :]


def only(root: Path, code: str, today: int = TODAY) -> Finding:
    """The one finding; nothing else is said."""
    (each,) = found(root, today)
    assert each.code == code
    assert "{" not in each.message("zh") + each.message("en")
    return each


def test_nothing_is_said_of_a_clean_policy(small: Small) -> None:
    assert found(small()) == ()


@pytest.mark.parametrize(
    ("today", "stale"),
    [
        (20260310, False),
        (20260731, False),
        (20260801, True),
        (20270101, True),
        (20250801, False),
        (20250630, False),
    ],
)
def test_a_figure_is_stale_when_its_month_of_review_is_over(
    small: Small, today: int, stale: bool
) -> None:
    root = small()
    if not stale:
        assert found(root, today) == ()
        return
    each = only(root, "WR330", today)
    assert placed(root, each).startswith("2025-07-01")
    assert each.severity == "notice"
    assert "2026-07-01" in each.message("zh")


def test_the_last_month_of_review_that_is_over() -> None:
    assert [due_since(7, day) for day in (20260701, 20260731, 20260801, 20261231, 20270101)] == [
        20250701, 20250701, 20260701, 20260701, 20260701,
    ]  # fmt: skip


def test_a_version_that_is_announced_later_is_not_yet_there(small: Small) -> None:
    root = small(("announced = 2025-06-01", "announced = 2026-01-05"))
    stale, early = sorted(found(root, 20250901), key=lambda each: each.code)
    assert (stale.code, stale.details[2]) == ("WR330", ("name", Words("标准", "standard")))
    # on that day nobody can have written it
    assert (early.code, placed(root, early)[:10]) == ("WR337", "2026-01-05")
    assert found(root, 20260105) == ()


def test_a_figure_without_any_value_is_open_and_not_stale(small: Small) -> None:
    more = '\n[figure.other]\nlabel = { zh = "另一数", en = "other" }\ntype = "money"\nreview_by = 1\ncite = { article = "1" }\n'
    root = small(
        ("\n[[income]]", more + "\n[[income]]"),
        ('amount = "标准 - 全家收入"', 'amount = "标准 + 另一数 - 全家收入"'),
    )
    assert found(root) == ()


def test_a_document_past_its_days(small: Small) -> None:
    ended = ("in_force = 2020-01-01", "in_force = 2020-01-01\nvalid_until = 2026-03-09")
    root = small(ended)
    each = only(root, "WR331")
    assert placed(root, each).startswith("2026-03-09")
    assert found(root, 20260309) == ()
    unknown = small((ended[0], ended[1] + '\nreplaced_by = "cn.next"'))
    assert placed(unknown, only(unknown, "WR363")) == '"cn.next"'
    written(unknown, {"cn/next.toml": document("cn.next")})
    assert found(unknown) == ()
    prolonged = small((ended[0], ended[1] + "\nprolonged_until = 2026-03-09"))
    assert placed(prolonged, only(prolonged, "WR331")).startswith("2026-03-09")
    assert found(small((ended[0], ended[1] + "\nprolonged_until = 2027-03-09"))) == ()


def test_a_provisional_figure_that_pays(small: Small) -> None:
    root = small(
        (
            'announced = 2025-06-01\nstatus = "published"',
            'announced = 2025-06-01\nstatus = "unverified"',
        )
    )
    each = only(root, "WR332")
    assert placed(root, each).startswith('"unverified"')
    assert "粮油补助、护理补助" in each.message("zh")
    assert "rice allowance, care allowance" in each.message("en")


def test_an_old_provisional_version_pays_nobody_any_more(small: Small) -> None:
    root = small(
        (
            'announced = 2024-06-01\nstatus = "published"',
            'announced = 2024-06-01\nstatus = "placeholder"',
        )
    )
    assert found(root) == ()
    assert only(root, "WR332", 20250615).severity == "notice"


def test_a_jump_from_one_version_to_the_next(small: Small) -> None:
    root = small(("value = 550", "value = 601"))
    each = only(root, "WR333")
    assert (each.severity, placed(root, each)[:3]) == ("warning", "601")
    assert "20.2%" in each.message("zh")
    assert found(small(("value = 550", "value = 600"))) == ()
    assert only(small(("value = 550", "value = 399")), "WR333").severity == "warning"
    assert found(small(("value = 550", "value = 5500"), ('jump = "20%"\n', ""))) == ()


@pytest.mark.parametrize(
    ("way", "second", "wrong"),
    [("falling", "60%", True), ("falling", "50%", False), ("rising", "60%", False)],
)
def test_rows_that_go_the_wrong_way(small: Small, way: str, second: str, wrong: bool) -> None:
    root = small(
        ('monotone = "falling"', f'monotone = "{way}"'), ('share = "30%"', f'share = "{second}"')
    )
    if not wrong:
        assert found(root) == ()
        return
    each = only(root, "WR334")
    assert (each.severity, placed(root, each)[:5]) == ("warning", f'"{second}"')
    assert "50%" in each.message("zh")
    assert "60%" in each.message("zh")


def test_rows_that_rest_on_figures_are_followed_through_time(small: Small) -> None:
    more = """
[figure.light]
label = { zh = "轻度标准", en = "light" }
type = "money"
cite = { article = "9" }
[[figure.light.version]]
from = 2024-07-01
value = 200
announced = 2024-06-01
status = "published"
[[figure.light.version]]
from = 2025-01-01
value = 600
announced = 2024-12-01
status = "published"
"""
    root = small(
        ("\n[[income]]", more + "\n[[income]]"),
        ('share = "50%"', 'amount = "标准"'),
        ('share = "30%"', 'amount = "轻度标准"'),
    )
    assert "2025-01-01" in only(root, "WR334").message("en")


def test_a_recorded_conflict(small: Small) -> None:
    conflict = '\n[[figure.standard.conflict]]\nvalue = 480\ncite = { document = "县报", article = "二版" }\nnote = "旧数"\n'
    root = small(("\n[[income]]", conflict + "\n[[income]]"))
    each = only(root, "WR335")
    assert placed(root, each).startswith("480")
    assert "县报 二版：480.00" in each.message("zh")


def test_the_shipped_policies_have_notices_alone() -> None:
    said = check_all(read_library(shipped_policies()), 20260310)
    assert {each.severity for each in said} == {"notice"}
    assert len({(each.code, each.place) for each in said}) == len(said)
    assert {"WR330", "WR332"} <= {each.code for each in said}
