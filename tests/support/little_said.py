"""Households of which some facts are said, others not, in every pattern: none is drawn near a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
_MONEY = st.sampled_from(("0.00", "39.64", "482.23", "700.00", "4000.00"))
_DAYS = ("1930-01-01", "1941-09-10", "1955-03-02", "1969-08-03", "1992-08-03", "2008-11-05")
_INCOMES = (
    *("wage", "employment_cost", "business_income", "property_income", "employee_pension"),
    *("resident_pension_central", "resident_pension_local", "unemployment_benefit"),
    *("other_income", "support_received"),
)
_TRUTHS = ("co_resident", "dependent", "employed", "can_live_independently", "serious_illness")
_MEMBER: Mapping[str, st.SearchStrategy[Any]] = {
    **{each: st.booleans() for each in _TRUTHS},
    **dict.fromkeys(_INCOMES, _MONEY),
    "birth_date": st.sampled_from(_DAYS),
    "relation": st.sampled_from(("head", "spouse", "child", "parent")),
    "absence": st.just("none"),
    "education": st.just("compulsory"),
    "full_time_student": st.just(False),
    "disability_kind": st.sampled_from(("none", "physical", "mental")),
    "disability_grade": st.integers(1, 4),
    "disability_certificate_until": st.sampled_from(("2021-08-31", "2031-01-01")),
    "supporter": st.sampled_from(("able", "unable", "none")),
    "child_category": st.sampled_from(("none", "none", "orphan_scattered", "unattended")),
    "receiving": st.sampled_from(([], [], ["dibao"], ["disability_living_subsidy"])),
}
_HOUSEHOLD: Mapping[str, st.SearchStrategy[Any]] = {
    "area": st.sampled_from(("urban", "rural")),
    "financial_assets": st.sampled_from(("0.00", "90000.00")),
    "vehicles": st.just(0),
    "dwellings": st.sampled_from((0, 1, 2)),
    "emergency": st.just("none"),
    "rigid_medical": st.sampled_from(("0.00", "9000.00")),
    "applied_on": st.just("2020-05-06"),
    "decided_on": st.sampled_from(("2020-06-01", "2021-09-20")),
}


@st.composite
def homes_with_gaps(draw: st.DrawFn, most: int = 4) -> Row:
    """A household of at most so many members: of each hardly any facts are said, half of them, or
    nearly all.
    """

    def some(facts: Mapping[str, st.SearchStrategy[Any]]) -> Row:
        share = draw(st.sampled_from((10, 50, 80, 95)))
        chosen = [name for name in facts if draw(st.integers(0, 99)) < share]
        return {name: draw(facts[name]) for name in chosen}

    people = [{**some(_MEMBER), "id": f"p{at}"} for at in range(draw(st.integers(1, most)))]
    return {**some(_HOUSEHOLD), "id": "h", "members": people}
