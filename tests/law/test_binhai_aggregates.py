"""What the bureau says it paid in 2021 lies within what the encoded law can pay.

From its review of 2021: dibao 134.973 million yuan for 268,325 person-months; the living subsidy
92.298 million for 15,660 persons, the nursing subsidy 22.763 million for 15,076; 600 yuan of
insurance for each of 2,555 children. A total that the law could not explain would be a wrong rule.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import welfare_rules as wr
from tests.oracle.plain import household, person
from welfare_rules.answer.answer import Determination

BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
KNOWN = "2022-12-31"
PLACE = "320922"
DIBAO = Decimal(134_973_000) / 268_325  # yuan for a person and month
LIVING = Decimal(92_298_000) / 15_660 / 12
NURSING = Decimal(22_763_000) / 15_076 / 12


def due(benefit: str, month: str, *, apart: int = 0, **facts: Any) -> Determination:
    """What somebody is due who lives alone, or with one whose income is `apart` yuan a month."""
    people = [person("a", division=PLACE, supporter="able", **facts)]
    if apart:
        people.append(person("b", division=PLACE, relation="spouse", other_income=apart))
    answer = BINHAI.at(month, KNOWN).determine(household(*people, division=PLACE))
    return next(
        each for each in answer.benefits if each.benefit == benefit and each.payee in ("a", "h1")
    )


def of_the_year(benefit: str, **facts: Any) -> Decimal:
    """The average month of 2021: six months before the standards rose, six after."""
    halves = (due(benefit, month, **facts).amount for month in ("2021-03", "2021-09"))
    return sum((each for each in halves if each is not None), Decimal(0)) / 2


def test_dibao_is_the_standard_less_a_plausible_income() -> None:
    income = 700 - DIBAO  # 670 for half of the year, 730 for the other
    assert 0 < income < 670
    paid = of_the_year("dibao", other_income=str(income.quantize(Decimal("0.01"))))
    assert abs(paid - DIBAO) < Decimal("0.01")


def test_the_living_subsidy_lies_between_its_tiers() -> None:
    kinds: list[dict[str, Any]] = [
        {"disability_kind": "physical", "disability_grade": 3},
        {"disability_kind": "physical", "disability_grade": 2},
        {"disability_kind": "hearing", "disability_grade": 3, "kept_by_aged_parent": True},
        {"disability_kind": "physical", "disability_grade": 2, "apart": 9000},
    ]
    kinds[2]["other_income"] = 1000
    tiers = [of_the_year("disability_living_subsidy", **each) for each in kinds]
    assert tiers == [Decimal(each) for each in ("175.50", "245.50", "420", "700")]
    assert tiers[0] < LIVING < tiers[-1]


def test_the_nursing_subsidy_of_the_first_half_is_the_one_that_nobody_found() -> None:
    facts: dict[str, Any] = {"disability_kind": "hearing", "disability_grade": 1, "apart": 9000}
    first, second = (
        due("disability_nursing_subsidy", month, **facts) for month in ("2021-03", "2021-09")
    )
    assert first.status == "undetermined"
    assert first.missing_figures == ("nursing_grade_1",)
    assert second.amount == 130
    assert 121 < 2 * NURSING - 130 < 122  # what the first half must have averaged


def test_the_premium_of_the_children_insured_is_no_more_than_was_planned() -> None:
    outcome = due("child_insurance", "2022-06", birth_date="2015-01-01", serious_illness=True)
    assert (outcome.status, outcome.at_most) == ("undetermined", Decimal(600))
    assert "child_insured_terms" in outcome.missing_figures  # 2,555 of all children in difficulty
