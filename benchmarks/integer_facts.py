"""Reading cases for the handwritten rules: every fact an integer, every household and person a
plain tuple.

A fact of money is fen, and a flow is fen in 12 months, so that a yearly total stays whole. A date
is the number YYYYMMDD. Each value is one fact as the case gives it; nothing is worked out here
beforehand.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

Facts = Mapping[str, Any]
# a household or a person: the facts in the order of HOUSEHOLD_FACTS or PERSON_FACTS
Values = tuple[Any, ...]

# Closed lists are numbers, ordered so that a rule's choices are a range.
ABSENCES = ("none", "monastery", "prison", "drug_detention", "declared_missing")
CATEGORIES = (
    "none",
    "orphan_institution",
    "orphan_scattered",
    "unattended",
    "guardian_missing",
    "guardian_unable",
    "severe",
)
EDUCATIONS = (
    "none",
    "compulsory",
    "senior_high",
    "vocational",
    "college",
    "bachelor",
    "master",
    "doctor",
)
EMERGENCIES = ("none", "fire", "traffic", "sudden_illness", "disaster", "other")
KINDS = ("none", "hearing", "speech", "multiple", "visual", "physical", "intellectual", "mental")
RELATIONS = ("head", "spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other")
SUPPORTERS = ("none", "unable", "able")

ALWAYS, NEVER = 0, 9999_12_31  # open dates


def read(case: Facts) -> Values:
    """A complete case as integers; its members, read in the same way, stand last."""
    members = cast("list[Facts]", case["members"])
    return (
        *convert_all(case, HOUSEHOLD_FACTS),
        tuple(convert_all(facts, PERSON_FACTS) for facts in members),
    )


def convert_all(facts: Facts, readers: Mapping[str, Callable[[Any], Any]]) -> Values:
    """The facts named by the readers, in their order."""
    return tuple([convert(facts.get(name)) for name, convert in readers.items()])


def money(value: object) -> int:
    """Yuan with at most two decimals as fen."""
    yuan, _, cents = str(value).partition(".")
    return int(yuan) * 100 + int((cents + "00")[:2])


def flow(value: object) -> int:
    """A monthly amount or a yearly total as fen in 12 months."""
    return money(cast("Facts", value)["per_year"]) if isinstance(value, dict) else money(value) * 12


def day(value: str) -> int:
    """A date as YYYYMMDD."""
    return int(value.replace("-", ""))


def day_or(otherwise: int) -> Callable[[str | None], int]:
    """A date as YYYYMMDD, or what an unsaid one is presumed to be."""
    return lambda value: otherwise if value is None else day(value)


def choice(names: tuple[str, ...]) -> Callable[[str | None], int]:
    """A choice as its place; only a list that begins with what is presumed may be left unsaid."""
    places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
    if names in (ABSENCES, EMERGENCIES):
        places[None] = 0
    return places.__getitem__


HOUSEHOLD_FACTS: dict[str, Callable[[Any], Any]] = {
    "id": str,
    "financial_assets": money,
    "vehicles": int,
    "dwellings": int,
    "disposable_income_line": flow,
    "rigid_medical": flow,
    "rigid_education": flow,
    "rigid_rehabilitation": flow,
    "rigid_other": flow,
    "emergency": choice(EMERGENCIES),
    "applied_on": day,
    "phase_out_since": day_or(ALWAYS),
    "last_dibao_amount": lambda value: money(value or 0),
}
PERSON_FACTS: dict[str, Callable[[Any], Any]] = {
    "id": str,
    "relation": choice(RELATIONS),
    "birth_date": day,
    "death_date": day_or(NEVER),
    "division": int,
    "co_resident": int,
    "dependent": int,
    "absence": choice(ABSENCES),
    "absence_since": day_or(NEVER),
    "education": choice(EDUCATIONS),
    "full_time_student": int,
    "employed": int,
    "can_live_independently": int,
    "wage": flow,
    "employment_cost": flow,
    "business_income": flow,
    "property_income": flow,
    "support_received": flow,
    "support_paid": flow,
    "employee_pension": flow,
    "resident_pension_central": flow,
    "resident_pension_local": flow,
    "unemployment_benefit": flow,
    "other_income": flow,
    "work_injury_nursing_fee": flow,
    "aged_nursing_subsidy": flow,
    "aged_living_subsidy": flow,
    "disability_kind": choice(KINDS),
    "disability_grade": int,
    "disability_certificate_from": day_or(ALWAYS),
    "disability_certificate_until": day_or(NEVER),
    "kept_by_aged_parent": int,
    "serious_illness": int,
    "self_care_items_failed": int,
    "supporter": choice(SUPPORTERS),
    "child_category": choice(CATEGORIES),
    "child_choice": choice(("tekun", "child_allowance")),
}
