"""Of a large household of whom little is known an answer names a few facts, and says how many
there are; a receipt of the time when all were named is still reproduced.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

import welfare_rules as wr
from welfare_rules.answer import large
from welfare_rules.answer.large import MOST_IN_FULL, MOST_TOLD_OF_EACH
from welfare_rules.basics.canonical import canonical, digest_of
from welfare_rules.engine.reference import MOST_TOLD, missing
from welfare_rules.receipts.receipt import mask_answer, read_receipt, write_receipt
from welfare_rules.receipts.replay import replay

POLICY = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
RULES = POLICY.at("2021-08", "2021-12-31")


def household(count: int, **known: Any) -> dict[str, Any]:
    return {"id": "h", "members": [{"id": f"p{place}", **known} for place in range(count)]}


def test_a_small_household_is_told_every_fact_by_name() -> None:
    told = RULES.determine(household(1)).to_dict()
    for each in told["benefits"]:
        assert "missing_count" not in each
        assert all("*" not in name for name in each["missing_facts"])


@pytest.mark.parametrize("count", [10, 60])
def test_what_all_members_lack_is_told_once(count: int) -> None:
    answer = RULES.determine(household(count))
    for outcome, each in zip(
        sorted(answer.decision.outcomes, key=lambda one: one.payee), answer.benefits, strict=True
    ):
        of_one_of_many = outcome.payee >= 0 and count > MOST_IN_FULL
        assert len(each.missing_facts) <= (MOST_TOLD_OF_EACH if of_one_of_many else MOST_TOLD)
        assert each.missing_count == len(outcome.missing_facts) == len(set(outcome.missing_facts))
        every = {
            name.replace("[*]", f"[p{place}]")
            for name in each.missing_facts
            for place in range(count)
        }
        if "members[*].wage" in each.missing_facts and not of_one_of_many:
            assert set(outcome.missing_facts) <= every  # all are there, under one name each
    assert "members[*].wage" in answer["dibao"].missing_facts


def test_where_some_are_known_the_first_of_the_case_are_named_whatever_they_are_called() -> None:
    said = household(90)
    said["members"][7]["wage"] = "100"
    named = RULES.determine(said)["dibao"]
    assert named.missing_count > len(named.missing_facts) == MOST_TOLD
    other = json.loads(json.dumps(said))
    for place, each in enumerate(other["members"]):
        each["id"] = f"q{999 - place}"
    names = {f"p{place}": each["id"] for place, each in enumerate(other["members"])}
    renamed = {
        next(
            (
                name.replace(f"[{one}]", f"[{two}]")
                for one, two in names.items()
                if f"[{one}]" in name
            ),
            name,
        )
        for name in named.missing_facts
    }
    assert set(RULES.determine(other)["dibao"].missing_facts) == renamed


def test_answers_grow_with_the_household_and_not_with_its_square() -> None:
    answers = {count: RULES.determine(household(count)) for count in (50, 200)}
    sizes = {count: len(canonical(each.to_dict())) for count, each in answers.items()}
    assert sizes[200] < 4.4 * sizes[50]
    assert sizes[200] < 800 * len(answers[200])
    texts = {count: len(RULES.determine(household(count)).explain("en")) for count in (20, 80)}
    assert texts[80] < 4.4 * texts[20]


@pytest.mark.parametrize("policy", [POLICY, BINHAI])
def test_two_hundred_unknown_members_stay_below_five_megabytes(policy: wr.Policy) -> None:
    said = policy.at("2021-08", "2021-12-31").determine(household(200)).to_dict()
    assert len(json.dumps(said, ensure_ascii=False).encode()) < 5_000_000
    assert len(said["benefits"]) > 2_000


def test_of_many_members_the_same_reasons_are_told_once_and_by_whom() -> None:
    said = household(MOST_IN_FULL + 5)
    for place, each in enumerate(said["members"]):  # three kinds of people, none of them alike
        each |= {"wage": str(place), "sex": "female"} if place % 3 else {"birth_date": "1950-01-01"}
    answer = RULES.determine(said)
    made = answer.to_dict()["benefits"]
    told = {(each["benefit"], each["payee"]): each for each in made}
    assert any("reasons_of" in each for each in made)
    for each, whole in zip(made, answer.benefits, strict=True):
        shown = told[each["benefit"], each.get("reasons_of", each["payee"])]["reasons"]
        assert shown == whole.to_dict()["reasons"]
        assert ("reasons_of" in each) == (not each["reasons"] and bool(whole.reasons))


def test_a_household_of_no_more_members_is_told_in_full() -> None:
    answer = RULES.determine(household(MOST_IN_FULL))
    assert answer.to_dict()["benefits"] == [each.to_dict() for each in answer]
    assert all(each.reasons for each in answer)


def test_the_explanation_names_all_members_in_both_languages_and_masked() -> None:
    answer = RULES.determine(household(60))
    assert "every member" in answer.explain("en")
    assert "每名成员" in answer.explain("zh")
    assert "every member" in mask_answer(answer).explain("en")


@pytest.mark.parametrize("count", [6, MOST_IN_FULL + 2])
@pytest.mark.parametrize("masked", [False, True])
def test_a_receipt_that_names_every_missing_fact_is_reproduced_and_no_other(
    masked: bool, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = RULES.determine(household(count))
    now = write_receipt(answer, masked=masked)
    assert replay(read_receipt(now), POLICY).reproduced
    with monkeypatch.context() as then:
        then.setattr(missing, "MOST_TOLD", 1_000_000)
        then.setattr(large, "MOST_IN_FULL", 1_000_000)
        answer = RULES.determine(household(count))
        old = write_receipt(answer, masked=masked)
    assert "missing_count" not in json.dumps(old)
    assert len(json.dumps(old)) > len(json.dumps(now))
    assert replay(read_receipt(old), POLICY).reproduced
    for made in (old, now):
        named = next(each for each in made["answer"]["benefits"] if len(each["missing_facts"]) > 3)
        named["missing_facts"].pop()
        made["digest"] = digest_of(
            {key: each for key, each in made.items() if key not in ("digest", "names")}
        )
        assert not replay(read_receipt(made), POLICY).reproduced
