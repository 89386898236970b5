"""The cases that ship.

All pass, they look at everything, and the page's own transcription says the same of the model
county.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest

from tests.oracle import county
from tests.oracle.households import EVERYTHING_KNOWN
from welfare_rules.basics.days import FIRST, LAST, date_of, day_text
from welfare_rules.cases.build import PolicyCase
from welfare_rules.cases.coverage import observe
from welfare_rules.cases.report import failure, uncovered
from welfare_rules.cases.run import Ran, run_case
from welfare_rules.cases.suite import Bench, make_bench
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.mutation.reviewed import read_reviewed
from welfare_rules.program.case import HOUSEHOLD

STATUS = {"eligible": "eligible", "not_eligible": "not_eligible"}


@cache
def bench() -> Bench:
    return make_bench([])


@cache
def runs() -> tuple[Ran, ...]:
    return tuple(run_case(each, bench().policies[each.jurisdiction]) for each in bench().cases)


def test_every_case_comes_out_as_expected() -> None:
    assert [failure(each, "zh") for each in runs() if not each.passed] == []
    assert len(runs()) >= 600


def test_everything_is_looked_at() -> None:
    assert [uncovered(each, "zh") for each in observe(runs(), bench().policies).missing] == []


def test_every_reviewed_mutant_has_its_reason_once() -> None:
    entries = read_reviewed(bench().root)
    assert len({each.mutant for each in entries}) == len(entries)
    assert all(len(each.reason) > 10 for each in entries)


# --- the model county's page, worked out independently ---


def written(case: PolicyCase) -> dict[str, Any]:
    """The case as the contract writes it, from the exact numbers that were read."""
    assert case.case is not None
    facts = bench().policies[case.jurisdiction].law.facts
    made = dict(values(case, facts, HOUSEHOLD))
    made["members"] = [
        {"id": name, **dict(values(case, facts, place))}
        for place, name in enumerate(case.case.member_ids)
    ]
    return {"id": case.case.id, **made}


def values(case: PolicyCase, facts: Iterable[Fact], payee: int) -> Iterable[tuple[str, Any]]:
    assert case.case is not None
    row = case.case.household if payee == HOUSEHOLD else case.case.members[payee]
    choices = bench().policies[case.jurisdiction].law.choices
    for fact in facts:
        value = row[fact.column]
        if (
            (fact.entity is Entity.HOUSEHOLD) != (payee == HOUSEHOLD)
            or value is None
            or (payee, fact.column) in case.case.presumed
        ):
            continue
        match fact.type.kind:
            case Kind.MONEY:
                yuan = f"{value // 100}.{value % 100:02d}"
                yield fact.id, {"per_year": yuan} if fact.flow else yuan
            case Kind.DATE:
                if value not in (FIRST, LAST):
                    yield (fact.id, day_text(value))
            case Kind.CHOICE:
                yield fact.id, choices[fact.type.choice].values[value].id
            case Kind.BOOL:
                yield fact.id, bool(value)
            case Kind.CODE:
                yield fact.id, str(value)
            case Kind.BENEFITS:
                pass
            case _:
                yield fact.id, value


MODEL = "cn/model"


def on_the_page() -> list[PolicyCase]:
    """Cases of the model county that say a whole household, in a month and for a knowledge that the
    page has; it does not treat facts that are said to be unknown.
    """
    return [
        each
        for each in bench().cases
        if each.jurisdiction == MODEL and each.case is not None and each.expect.error is None
        if not each.case.said_unknown
    ]


def test_the_page_says_the_same() -> None:
    compared = 0
    wrong: list[str] = []
    for case in on_the_page():
        known = EVERYTHING_KNOWN if case.known == LAST else date_of(case.known)
        try:
            page = county.determine(written(case), case.month.text, known)
        except (LookupError, TypeError):
            # no standard announced yet, or a case with unknown facts, which the page does not treat
            continue
        compared += 1
        wrong.extend(f"{case.place}: {case.name}: {each}" for each in differences(case, page))
    assert wrong == []
    assert compared > 300


def differences(case: PolicyCase, page: Mapping[str, Any]) -> Iterable[str]:
    assert case.case is not None
    for want in case.expect.benefits:
        payee = want.payee or (
            case.case.id if want.benefit in county.HOUSEHOLD_BENEFITS else case.case.member_ids[0]
        )
        got = page["benefits"].get((want.benefit, payee))
        if want.status not in STATUS and got is not None and got[0] != want.status:
            yield f"{want.benefit} {payee}: {want.status} / {got}"
        elif (
            got is not None
            and want.status is not None
            and (got[0] != want.status or (want.amount is not None and got[1] != want.amount))
        ):
            yield f"{want.benefit} {payee}: {want.status} {want.amount} / {got}"
    if case.expect.circle is not None and page["circle"] != case.expect.circle[0]:
        yield f"circle: {case.expect.circle[0]} / {page['circle']}"


@pytest.mark.parametrize("engine", ["native", pytest.param("reference", marks=pytest.mark.slow)])
def test_the_engines_that_people_use_say_the_same(engine: str) -> None:
    """The runner decides by the reference engine; what is expected holds for the fast one too."""
    for ran in runs():
        if ran.rules is None or ran.case.case is None:
            continue
        answer = ran.rules.determine(ran.case.case, engine=engine)
        said = {(each.benefit.id, each.payee): each for each in answer.decision.outcomes}
        for outcome in ran.outcomes:
            other = said[outcome.benefit.id, outcome.payee]
            assert (other.entitled, other.due) == (outcome.entitled, outcome.due), ran.case.name
