"""Reading a complete case: the contract's JSON form to frozen records.

Only the presumed facts may be left out; any other missing fact is a fault of the caller, because
this county's page is worked out here for complete cases only. Money is an exact `Fraction` of fen,
and flows are a month's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

Facts = Mapping[str, Any]

RIGID_SPENDING = ("rigid_medical", "rigid_education", "rigid_rehabilitation", "rigid_other")


@dataclass(frozen=True, slots=True)
class Member:
    """One person listed in the case."""

    id: str
    relation: str
    birth_date: date
    death_date: date | None
    division: str
    co_resident: bool
    dependent: bool
    absence: str
    absence_since: date | None
    education: str
    full_time_student: bool
    employed: bool
    can_live_independently: bool
    wage: Fraction
    employment_cost: Fraction
    business_income: Fraction
    property_income: Fraction
    support_received: Fraction
    support_paid: Fraction
    employee_pension: Fraction
    resident_pension_central: Fraction
    resident_pension_local: Fraction
    unemployment_benefit: Fraction
    other_income: Fraction
    work_injury_nursing_fee: Fraction
    aged_nursing_subsidy: Fraction
    aged_living_subsidy: Fraction
    disability_kind: str
    disability_grade: int
    disability_certificate_from: date | None
    disability_certificate_until: date | None
    kept_by_aged_parent: bool
    serious_illness: bool
    self_care_items_failed: int
    supporter: str
    child_category: str
    child_choice: str
    risks: tuple[str, str, str]
    party_member_since: date | None


@dataclass(frozen=True, slots=True)
class Household:
    """One household in one month."""

    id: str
    financial_assets: Fraction
    vehicles: int
    dwellings: int
    disposable_income_line: Fraction
    rigid_spending: Fraction
    emergency: str
    applied_on: date
    phase_out_since: date | None
    last_dibao_amount: Fraction
    members: tuple[Member, ...]


def read_household(case: Facts) -> Household:
    """A case as a household."""
    members = cast("Sequence[Facts]", case["members"])
    return Household(
        id=case["id"],
        financial_assets=money(case["financial_assets"]),
        vehicles=case["vehicles"],
        dwellings=case["dwellings"],
        disposable_income_line=flow(case["disposable_income_line"]),
        rigid_spending=sum((flow(case[name]) for name in RIGID_SPENDING), Fraction(0)),
        emergency=case.get("emergency") or "none",
        applied_on=date.fromisoformat(case["applied_on"]),
        phase_out_since=optional_date(case, "phase_out_since"),
        last_dibao_amount=money(case.get("last_dibao_amount") or 0),
        members=tuple(read_member(facts) for facts in members),
    )


def read_member(facts: Facts) -> Member:
    """One entry of the case's `members`."""
    return Member(
        id=facts["id"],
        relation=facts["relation"],
        birth_date=date.fromisoformat(facts["birth_date"]),
        death_date=optional_date(facts, "death_date"),
        division=facts["division"],
        co_resident=facts["co_resident"],
        dependent=facts["dependent"],
        absence=facts.get("absence") or "none",
        absence_since=optional_date(facts, "absence_since"),
        education=facts["education"],
        full_time_student=facts["full_time_student"],
        employed=facts["employed"],
        can_live_independently=facts["can_live_independently"],
        wage=flow(facts["wage"]),
        employment_cost=flow(facts["employment_cost"]),
        business_income=flow(facts["business_income"]),
        property_income=flow(facts["property_income"]),
        support_received=flow(facts["support_received"]),
        support_paid=flow(facts["support_paid"]),
        employee_pension=flow(facts["employee_pension"]),
        resident_pension_central=flow(facts["resident_pension_central"]),
        resident_pension_local=flow(facts["resident_pension_local"]),
        unemployment_benefit=flow(facts["unemployment_benefit"]),
        other_income=flow(facts["other_income"]),
        work_injury_nursing_fee=flow(facts["work_injury_nursing_fee"]),
        aged_nursing_subsidy=flow(facts["aged_nursing_subsidy"]),
        aged_living_subsidy=flow(facts["aged_living_subsidy"]),
        disability_kind=facts["disability_kind"],
        disability_grade=facts["disability_grade"],
        disability_certificate_from=optional_date(facts, "disability_certificate_from"),
        disability_certificate_until=optional_date(facts, "disability_certificate_until"),
        kept_by_aged_parent=facts["kept_by_aged_parent"],
        serious_illness=facts["serious_illness"],
        self_care_items_failed=facts["self_care_items_failed"],
        supporter=facts["supporter"],
        child_category=facts["child_category"],
        child_choice=facts["child_choice"],
        risks=(facts["risk_guardianship"], facts["risk_physical"], facts["risk_behaviour"]),
        party_member_since=optional_date(facts, "party_member_since"),
    )


def money(value: object) -> Fraction:
    """Yuan, a string or a number read from its digits, as fen."""
    return fen_of_digits(str(value))


@lru_cache(4096)
def fen_of_digits(yuan: str) -> Fraction:
    """The same of a text; the same few amounts come again and again, and reading one takes long."""
    return Fraction(yuan) * 100


def flow(value: object) -> Fraction:
    """Fen a month; a yearly total is a twelfth of it, exactly."""
    if isinstance(value, Mapping):
        return money(cast("Facts", value)["per_year"]) / 12
    return money(value)


def optional_date(facts: Facts, name: str) -> date | None:
    """A date that is presumed not to be there when nothing is said."""
    value = facts.get(name)
    return None if value is None else date.fromisoformat(value)
