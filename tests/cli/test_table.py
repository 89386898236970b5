"""Answers as tables on a terminal: every form that an amount can have, and a line a month."""

from __future__ import annotations

from typing import Any

import pytest

import welfare_rules as wr
from tests.support.marked import benefit, clause, figure, nation, version, written
from welfare_rules.basics.text import Lang
from welfare_rules.cli.language import speaking
from welfare_rules.cli.table import Rows, print_answer, print_months


def named(text: str, zh: str, en: str) -> str:
    return text.replace('zh = "新项", en = "new"', f'zh = "{zh}", en = "{en}"')


LAW = (
    named(figure('type = "money"', "min = 10", header="[figure.lost]"), "没有的数", "lost figure")
    + named(benefit('amount = "lost"', header="[benefit.without]"), "没有数额", "without a figure")
    + named(benefit("service = true", rounding="", header="[benefit.visit]"), "探访", "visit")
    + clause("require", 'when = "rural"', of="benefit.visit")
    + named(benefit('hit = "sum"', header="[benefit.rows]"), "分档", "rows")
    + clause("row", 'when = "stock > 5元"', "amount = '5元'", of="benefit.rows")
    + named(figure('type = "money"', header="[figure.later]"), "后来的数", "later")
    + version("value = 5", of="later", since="2021-05-01")
)
CASE: dict[str, Any] = {
    "id": "h", "stock": "0.00", "rural": True, "paid_before": "0.00",
    "members": [{"id": "a", "pay": "30.00", "age": 70, "born": "1951-01-01", "kind": "plain"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> wr.Policy:
    head = '[[figure.line.version]]\nfrom = 2021-05-01\nvalue = 120\nannounced = 2021-04-01\nstatus = "reported"\n\n[[income]]'
    return wr.load("cn", written(tmp_path_factory.mktemp("law"), nation(LAW, ("[[income]]", head))))


def answers(policy: wr.Policy, *months: str, **facts: Any) -> list[wr.Answer]:
    case = {key: value for key, value in {**CASE, **facts}.items() if value is not None}
    return [policy.at(month, "2021-12-31").determine(case) for month in months]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["补助（h）70.00", "老人津贴（a）10.00", "没有数额（h）10.00–?", "探访（h）"]),
        ("en", ["help (h) 70.00", "visit (h)"]),
    ],
)
def test_months_are_lines_with_what_is_due_or_undecided(
    policy: wr.Policy,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: Lang,
    said: list[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    with speaking(lang):
        print_months(answers(policy, "2021-03", "2021-04", "2021-05"), lang)
    text = capsys.readouterr().out
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("2021-")]
    assert [line.split()[0] for line in lines] == ["2021-03", "2021-04", "2021-05"]
    assert all(each in lines[0] for each in said), lines[0]
    assert lines[0].replace("2021-03", "") == lines[1].replace("2021-04", "")
    assert "90.00" in lines[2]
    assert ("边缘" if lang == "zh" else "near") in lines[0]
    assert "?" in lines[0].split()[2]
    assert "rows" not in text
    assert "分档" not in text


@pytest.mark.parametrize(
    "facts",
    [
        {"members": [{**CASE["members"][0], "pay": "900.00"}]},
        {"members": [{**CASE["members"][0], "pay": None}]},
    ],
)
def test_a_month_without_a_circle_says_so(
    policy: wr.Policy, capsys: pytest.CaptureFixture[str], facts: dict[str, Any]
) -> None:
    print_months(answers(policy, "2021-03", **facts), "en")
    unsure = facts["members"][0]["pay"] is None
    assert ("cannot be said" in capsys.readouterr().out) is unsure


def test_every_form_of_an_amount(policy: wr.Policy) -> None:
    (unsure,) = answers(
        policy, "2021-03", stock=None, rural=None, members=[{**CASE["members"][0], "pay": None}]
    )
    (sure,) = answers(policy, "2021-05", rural=False)
    shown = {each.benefit: Rows(unsure.program, "en").cells(each) for each in unsure.benefits}
    assert [shown[each][3].strip("* ") for each in ("help", "old", "without", "visit", "rows")] == [
        "<= 100.00",
        "10.00",
        ">= 10.00",
        "service",
        "<= 5.00",
    ]
    assert shown["help"][5] == "members[a].pay"
    assert shown["without"][5] == "lost figure"
    now = {each.benefit: Rows(sure.program, "zh").cells(each) for each in sure.benefits}
    assert now["visit"][2:] == ("not eligible", "- ", "", "一")
    assert now["rows"][5] == "一"
    assert now["help"][3] == "90.00*"


def test_what_is_provisional_is_marked_and_explained(
    policy: wr.Policy, capsys: pytest.CaptureFixture[str]
) -> None:
    for month, provisional in (("2021-03", False), ("2021-05", True)):
        print_answer(answers(policy, month)[0], "en")
        assert ("* provisional" in capsys.readouterr().out) is provisional
