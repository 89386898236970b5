"""How benefits are paid: what is due each month and what else is due in that month."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.households import couple, household, person
from welfare_rules.answer.answer import Answer
from welfare_rules.basics.canonical import digest_of
from welfare_rules.law.terms import PER, PER_WORDS
from welfare_rules.receipts.receipt import read_receipt, write_receipt
from welfare_rules.receipts.replay import replay

MODEL = wr.load("cn/model")
MONTHS = st.sampled_from(("2021-01", "2021-07", "2021-08", "2022-01", "2024-03"))


def decided(month: str, **more: Any) -> Answer:
    child = person("c", "child", "2015-05-15", child_category="orphan_scattered")
    case = household(person("p", "head", "1980-01-01"), child, **more)
    return MODEL.at(month, "2024-12-31").determine(case)


@given(MONTHS, st.sampled_from(("none", "fire", "other")), st.booleans())
def test_every_amount_is_in_the_sum_of_its_kind(month: str, emergency: str, now: bool) -> None:
    answer = decided(month, emergency=emergency, applied_on=f"{month}-10" if now else "2020-02-01")
    for whole, monthly in ((answer.total, True), (answer.once, False)):
        parts = [
            each for each in answer if (each.per == "month") is monthly and each.per != "service"
        ]
        open_ = any(each.amount is None for each in parts)
        amounts = [each.amount for each in parts if each.amount is not None]
        assert whole == (None if open_ else sum(amounts, Decimal("0.00")))


def test_a_single_payment_and_a_yearly_one_stand_beside_what_is_due_each_month() -> None:
    answer = decided("2022-01", emergency="fire", applied_on="2022-01-10")
    assert (answer["temporary_assistance"].per, answer["child_insurance", "c"].per) == (
        "once",
        "year",
    )
    assert answer.once == answer["temporary_assistance"].amount + Decimal("600.00")  # type: ignore[operator]
    assert answer["funeral_waiver", "p"].per == "service"
    made = answer.to_dict()
    assert (made["once"], {each["per"] for each in made["benefits"]}) == (
        f"{answer.once}",
        {"month", "once", "year", "service"},
    )
    text = answer.explain("zh")
    assert f"本月另发：{answer.once} 元" in text
    assert "每年 600.00 元" in text


def test_in_the_next_month_it_is_not_due_again() -> None:
    facts = {"emergency": "fire", "applied_on": "2022-01-10"}
    assert decided("2022-02", **facts).once == Decimal("0.00")


def test_a_receipt_of_the_time_of_one_total_replays_as_equal() -> None:
    case = couple(emergency="fire", applied_on="2021-08-10")
    answer = MODEL.at("2021-08", "2021-12-31").determine(case)
    receipt = write_receipt(answer)
    assert answer.total is not None
    assert answer.once
    receipt["answer"]["total"] = f"{answer.total + answer.once:.2f}"
    del receipt["answer"]["once"]
    for each in receipt["answer"]["benefits"]:
        del each["per"]
    body = {key: each for key, each in receipt.items() if key not in ("digest", "names")}
    old = body | {"digest": digest_of(body), "names": receipt["names"]}
    assert replay(read_receipt(old), MODEL).reproduced
    old["answer"]["total"] = "1.00"
    body = {key: each for key, each in old.items() if key not in ("digest", "names")}
    wrong = body | {"digest": digest_of(body), "names": receipt["names"]}
    assert [each.path for each in replay(read_receipt(wrong), MODEL).differences] == ["total"]


def test_every_way_of_paying_has_its_words() -> None:
    assert {*PER.values(), "service"} == set(PER_WORDS)
    assert [each.zh for each in PER_WORDS.values()][:4] == ["每月", "每季", "每年", "一次性"]
