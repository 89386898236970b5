"""Each difference has the causes without which it would be another, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import welfare_rules as wr
from tests.support.copies import with_file
from tests.support.households import couple
from tests.support.laws import document
from welfare_rules.engine.reference import MOST_TOLD
from welfare_rules.settlement.letter import sentences

MODEL = wr.load("cn/model")


def causes(found: wr.Settlement, benefit: str, month: str) -> list[tuple[str, str, int]]:
    line = next(each for each in found.lines if (each.benefit, each.month.text) == (benefit, month))
    return [(each.kind, each.what, each.known) for each in line.causes]


def paid(benefit: str, payee: str, month: str, amount: str, decided: str) -> dict[str, str]:
    return {
        "month": month,
        "benefit": benefit,
        "payee": payee,
        "amount": amount,
        "decided": decided,
    }


def test_of_several_figures_only_those_that_make_a_difference_are_named() -> None:
    """The index of November 2021.

    Consumer prices reach 3.5 and suffice; food, announced the same day, changes nothing.
    """
    ledger = [paid("price_subsidy", "p1", "2021-11", "0.00", "2021-12-05")]
    found = MODEL.settle({"case": couple()}, ledger, known="2021-12-20")
    assert causes(found, "price_subsidy", "2021-11") == [("figure", "cpi_growth", 20211215)]


def test_two_figures_that_only_together_make_a_difference_are_both_named() -> None:
    """In July 2022 food alone triggers, but the amount is that of consumer prices, and of the
    standard that was corrected in August.
    """
    ledger = [paid("price_subsidy", "p1", "2022-07", "20.52", "2022-08-05")]
    found = MODEL.settle({"case": couple()}, ledger, known="2022-08-20")
    assert {what for _, what, _ in causes(found, "price_subsidy", "2022-07")} >= {
        "cpi_growth",
        "food_growth",
        "dibao_standard",
    }


LATER = (
    document("cn.model.later", ("后来的规定", "a later rule"), "2021-10-01")
    + """\
[[benefit.dibao.require]]
id = "later"
when = "假"
from = 2021-10-01
announced = 2021-12-01
because = { zh = "不再发", en = "no longer paid" }
cite = { article = "1" }
"""
)


def test_a_rule_that_was_announced_later_is_no_wrong_payment(tmp_path: Path) -> None:
    policy = wr.load("cn/model", with_file(tmp_path, "cn/model/later.toml", LATER))
    history: dict[str, Any] = {"case": couple()}
    ledger = [paid("dibao", "h1", "2021-10", "1006.00", "2021-10-05")]
    found = policy.settle(history, ledger, known="2021-12-10")
    assert causes(found, "dibao", "2021-10") == [("rule", "dibao", 20211201)]
    assert "规定有变，2021-12-01 公布" in "".join(sentences(policy.law, found, "zh"))
    assert [(each.waived_fen, each.left_fen) for each in policy.plan(history, found).ways] == [
        (100600, 0)
    ]
    # the index of November was announced between as well
    later = policy.settle(history, ledger, known="2021-12-31")
    assert causes(later, "dibao", "2021-10") == [("rule", "dibao", 0)]
    assert "announced after the decision" in "".join(sentences(policy.law, later, "en"))


def test_a_fact_that_was_recorded_wrongly_is_told_from_one_learned_late() -> None:
    def grade(value: int, learned: str) -> dict[str, Any]:
        return {
            "from": "2021-09-10",
            "learned": learned,
            "source": "office",
            "set": {"members[p2].disability_grade": value},
        }

    ledger = [paid("disability_living_subsidy", "p2", "2021-10", "182.50", "2021-10-05")]
    history = {"case": couple(), "changes": [grade(3, "2021-09-20"), grade(1, "2021-11-02")]}
    found = MODEL.settle(history, ledger, known="2021-12-20")
    assert causes(found, "disability_living_subsidy", "2021-10") == [
        ("wrong_fact", "members[p2].disability_grade", 20211102)
    ]
    assert "原先登记有误" in "".join(sentences(MODEL.law, found, "zh"))
    # grades 1 and 2 are paid alike
    alike = MODEL.settle(
        {**history, "changes": [grade(1, "2021-11-02")]}, ledger, known="2021-12-20"
    )
    assert causes(alike, "disability_living_subsidy", "2021-10") == [
        ("payment", "disability_living_subsidy", 20211005)
    ]


def test_of_a_large_household_of_whom_nothing_is_known_a_line_names_few_facts() -> None:
    case = {"id": "h", "members": [{"id": f"p{place}"} for place in range(60)]}
    found = MODEL.settle({"case": case}, [], "2021-08", "2021-08", "2021-12-31")
    said = [each.what for line in found.lines for each in line.causes]
    assert "members[*].wage" in said
    assert max(len(line.causes) for line in found.lines) <= MOST_TOLD + 10  # and figures
    assert all("members[*]" not in each for each in sentences(MODEL.law, found, "en"))
