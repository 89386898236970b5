"""Complete cases in which nothing happens: an able adult without income, alone or with others.

Every fact is given except the presumed ones; a test states only the facts that it is about.
"""

from typing import Any

from .figures import COUNTY

Case = dict[str, Any]

PERSON: Case = {
    "relation": "other",
    "sex": "female",
    "birth_date": "1985-05-15",
    "division": COUNTY,
    "co_resident": True,
    "dependent": True,
    "education": "none",
    "full_time_student": False,
    "employed": False,
    "can_live_independently": True,
    "wage": "0",
    "employment_cost": "0",
    "business_income": "0",
    "property_income": "0",
    "support_received": "0",
    "support_paid": "0",
    "employee_pension": "0",
    "resident_pension_central": "0",
    "resident_pension_local": "0",
    "unemployment_benefit": "0",
    "other_income": "0",
    "preferential_pension": "0",
    "scholarship": "0",
    "family_planning_reward": "0",
    "government_assistance": "0",
    "work_injury_nursing_fee": "0",
    "aged_nursing_subsidy": "0",
    "aged_living_subsidy": "0",
    "disability_kind": "none",
    "disability_grade": 4,
    "kept_by_aged_parent": False,
    "serious_illness": False,
    "self_care_items_failed": 0,
    "supporter": "able",
    "child_category": "none",
    "child_choice": "child_allowance",
    "risk_guardianship": "none",
    "risk_physical": "none",
    "risk_behaviour": "none",
}

HOUSEHOLD: Case = {
    "id": "h1",
    "division": COUNTY,
    "area": "rural",
    "financial_assets": "0",
    "vehicles": 0,
    "dwellings": 1,
    "disposable_income_line": "2000",
    "rigid_medical": "0",
    "rigid_education": "0",
    "rigid_rehabilitation": "0",
    "rigid_other": "0",
    "applied_on": "2019-01-01",
    "decided_on": "2019-01-20",
}


def person(name: str, **facts: Any) -> Case:
    """One complete member, with the given facts."""
    return {"id": name, **PERSON, **facts}


def household(*members: Case, **facts: Any) -> Case:
    """A complete case; the first member is its head unless a relation was given."""
    head = members[0]
    if head["relation"] == "other":
        head = {**head, "relation": "head"}
    return {**HOUSEHOLD, **facts, "members": [head, *members[1:]]}
