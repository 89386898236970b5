"""Small model-county households for tests of time.

Everything known, nothing extraordinary, changed where a test says so.
"""

from __future__ import annotations

from typing import Any

FLOWS = (
    "wage",
    "employment_cost",
    "business_income",
    "property_income",
    "support_received",
    "support_paid",
    "employee_pension",
    "resident_pension_central",
    "resident_pension_local",
    "unemployment_benefit",
    "other_income",
    "preferential_pension",
    "scholarship",
    "family_planning_reward",
    "government_assistance",
    "work_injury_nursing_fee",
    "aged_nursing_subsidy",
    "aged_living_subsidy",
)


def person(name: str, relation: str, born: str, **facts: Any) -> dict[str, Any]:
    """A member of whom everything is known and nothing is special."""
    plain: dict[str, Any] = {
        "id": name,
        "relation": relation,
        "sex": "female",
        "birth_date": born,
        "division": "999999",
        "co_resident": True,
        "dependent": True,
        "education": "compulsory",
        "full_time_student": False,
        "employed": False,
        "can_live_independently": True,
        "disability_kind": "none",
        "kept_by_aged_parent": False,
        "serious_illness": False,
        "self_care_items_failed": 0,
        "supporter": "able",
        "child_category": "none",
        "risk_guardianship": "none",
        "risk_physical": "none",
        "risk_behaviour": "none",
    }
    return {**plain, **dict.fromkeys(FLOWS, 0), **facts}


def household(*members: dict[str, Any], **facts: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": "h1",
        "division": "999999",
        "area": "rural",
        "financial_assets": 0,
        "vehicles": 0,
        "dwellings": 1,
        "disposable_income_line": 2000,
        "rigid_medical": 0,
        "rigid_education": 0,
        "rigid_rehabilitation": 0,
        "rigid_other": 0,
        "applied_on": "2021-01-05",
        "decided_on": "2021-01-20",
    }
    return {**plain, **facts, "members": list(members)}


def couple(**facts: Any) -> dict[str, Any]:
    """A head with a wage and a spouse of physical disability grade 2."""
    return household(
        person("p1", "head", "1980-03-01", employed=True, wage="600.00"),
        person("p2", "spouse", "1981-03-01", disability_kind="physical", disability_grade=2),
        **facts,
    )
