"""Random complete cases, crowded around the page's thresholds.

A case is built from one small decision, `pick(n)`: a number below n. A plain `random.Random` makes
it for bulk runs, a property-based test's search makes it where a failing case must shrink; 0 is
always the plainest choice.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from .aims import aim
from .figures import COUNTY, Month
from .plain import Case, household, person

T = TypeVar("T")
Pick = Callable[[int], int]

AGES = (14, 16, 18, 60, 70, 80, 90, 100)
RELATIONS = (
    "child",
    "child",
    "child",
    "parent",
    "parent",
    "grandparent",
    "grandchild",
    "sibling",
    "other",
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
KINDS = (
    *("none",) * 4,
    "visual",
    "hearing",
    "speech",
    "physical",
    "intellectual",
    "mental",
    "multiple",
)
CATEGORIES = (
    *("none",) * 4,
    *(
        "orphan_institution",
        "orphan_scattered",
        "unattended",
        "guardian_missing",
        "guardian_unable",
    ),
    *("severe", "severe"),  # the one allowance that a share of dibao can use up
)
RISKS = ("none", "none", "none", "low", "medium", "high")
EMERGENCIES = (*("none",) * 9, "fire", "traffic", "sudden_illness", "disaster", "other")

# Of every list below the first entry is the plainest, and one that stands often is likely.
YES_NO = (False, True)
RARELY = (False, False, False, False, False, True)
MOSTLY = (True, True, True, True, True, False)

# The rarer flows of a member; yearly totals that twelve does not divide are meant.
MINOR_FLOWS = (
    *("business_income", "property_income", "employee_pension", "resident_pension_central"),
    *(
        "resident_pension_local",
        "unemployment_benefit",
        "other_income",
        "preferential_pension",
        "scholarship",
    ),
    *("family_planning_reward", "government_assistance", "work_injury_nursing_fee"),
)
SMALL: tuple[Any, ...] = (
    "50",
    120,
    "0.01",
    "99.99",
    *({"per_year": total} for total in ("20.05", "1000.01", "0.05")),
)
YEARLY_WAGES = ({"per_year": "20005.00"}, {"per_year": "7000.01"})
WAGES: tuple[Any, ...] = ("300", "299.99", "300.01", 500, "900.05", "1800", *YEARLY_WAGES)
COSTS: tuple[Any, ...] = (
    "0",
    "300",
    "299.99",
    "300.01",
    120,
    "1000",
    {"per_year": "3600.01"},
    {"per_year": "3599.95"},
)
LAST_AMOUNTS: tuple[Any, ...] = ("0", "500", "333.33", "0.01", 1)


def one(pick: Pick, options: Sequence[T]) -> T:
    """One of the options."""
    return options[pick(len(options))]


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; for 29 February of a common year, 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def near(pick: Pick, day: date) -> date:
    """The day itself, or the one before or after."""
    return day + timedelta(days=one(pick, (0, -1, 1)))


def build_case(pick: Pick, month: Month, member: Callable[[int], Case]) -> Case:
    """A complete household in a month, of one to six members; each is asked for by its place."""
    members = [member(place) for place in range(1 + pick(6))]
    case = household(*members, id="h1", division=COUNTY, area=one(pick, ("rural", "urban")))
    case.update(
        vehicles=one(pick, (*(0,) * 12, 1)),
        dwellings=one(pick, (*(1,) * 10, 0, 0, 2)),
        disposable_income_line=one(pick, ("2000", "700", {"per_year": "30000.05"}, "0")),
        applied_on=application(pick, month).isoformat(),
        decided_on=month.last.isoformat(),
    )
    add_presumed(pick, case, "emergency", one(pick, EMERGENCIES), "none")
    if pick(3) == 2:
        # The six months of a phase-out, and the ones on either side, on any day of theirs.
        index = month.first.year * 12 + month.first.month - 1 - pick(8) + (pick(8) == 7)
        since = date(index // 12, index % 12 + 1, one(pick, (1, 15, 28)))
        case["phase_out_since"] = since.isoformat()
    add_presumed(pick, case, "last_dibao_amount", one(pick, LAST_AMOUNTS), "0")
    aim(pick, case, month)
    return case


def application(pick: Pick, month: Month) -> date:
    """A day around this month's ends."""
    return near(pick, one(pick, (month.first, month.last)))


def build_person(pick: Pick, month: Month, place: int) -> Case:
    """One member; the first is the head, the second often the spouse."""
    relation = "head" if place == 0 else one(pick, RELATIONS)
    if place == 1 and pick(2) == 0:
        relation = "spouse"
    birth = birth_date(pick, month, relation)
    facts: Case = {
        "relation": relation,
        "sex": one(pick, ("female", "male")),
        "birth_date": birth.isoformat(),
        "division": one(pick, (*(COUNTY,) * 5, "999998")),
        "supporter": one(pick, ("able", "able", "able", "none", "unable")),
        "serious_illness": one(pick, RARELY),
        "kept_by_aged_parent": one(pick, RARELY),
    }
    facts.update(co_resident=one(pick, MOSTLY), dependent=one(pick, MOSTLY))
    facts.update(can_live_independently=one(pick, MOSTLY))
    # Groups of facts that only matter together are left alone together, which also keeps a shrunk
    # case short.
    if pick(2) == 1:
        facts.update(education=one(pick, EDUCATIONS), full_time_student=one(pick, YES_NO))
    if pick(2) == 1:
        facts.update(
            employed=one(pick, YES_NO), wage=one(pick, WAGES), employment_cost=one(pick, COSTS)
        )
    if pick(8) == 7:
        facts.update(
            support_received=one(pick, ("0", *SMALL)), support_paid=one(pick, ("0", *SMALL))
        )
    for _ in range(one(pick, (0, 0, 0, 1, 1, 2))):
        facts[one(pick, MINOR_FLOWS)] = one(pick, SMALL)
    kind = one(pick, KINDS)
    # A grade without a kind is to be ignored, so it is given all the same.
    facts.update(disability_kind=kind, disability_grade=4 - pick(4))
    if pick(2) == 1:
        facts.update(self_care_items_failed=pick(7))
    category = one(pick, CATEGORIES)
    facts.update(child_category=category, child_choice=one(pick, ("child_allowance", "tekun")))
    if pick(6) == 5:
        facts.update(
            {
                name: one(pick, RISKS)
                for name in ("risk_guardianship", "risk_physical", "risk_behaviour")
            }
        )
    made = person(f"p{place + 1}", **facts)
    add_presumptions(pick, made, month, birth)
    return made


def birth_date(pick: Pick, month: Month, relation: str) -> date:
    """Ages at the thresholds by a day, leap-day births, births of this month, and ordinary ages."""
    shape = pick(8)
    if shape < 3:
        years = 1 + pick(26) if relation in ("child", "grandchild") else 25 + pick(50)
        return years_before(date(month.first.year, 1 + pick(12), 1 + pick(28)), years)
    if shape == 3 and relation not in ("head", "spouse"):
        return near(pick, one(pick, (month.first, month.first, month.last)))
    years = one(pick, AGES[:3] if relation in ("child", "grandchild") and pick(4) else AGES)
    if shape == 4:
        leap_year = (month.first.year - years) // 4 * 4
        if leap_year != 1900:
            return date(leap_year, 2, 29)
    return near(pick, years_before(one(pick, (month.first, month.first, month.last)), years))


def add_presumptions(pick: Pick, facts: Case, month: Month, birth: date) -> None:
    """The facts that are presumed not to be there: absent, said to be nothing, or there."""
    if pick(10) == 9:
        # Around the first day, inside the month, and so long ago that a funeral is paid for no
        # more.
        died = month.first + timedelta(
            days=one(pick, (0, -1, 1, 20, 40, -29, -32, -59, -60, -61, -93))
        )
        facts["death_date"] = max(died, birth).isoformat()
    absence = one(
        pick,
        (*("none",) * 12, "monastery", "monastery", "prison", "drug_detention", "declared_missing"),
    )
    add_presumed(pick, facts, "absence", absence, "none")
    dated = pick(16) == 15 if absence == "none" else pick(4) > 0
    if dated:
        since = one(pick, (years_before(month.first, 3), years_before(month.first, 1)))
        facts["absence_since"] = near(pick, since).isoformat()
    if facts["disability_kind"] != "none" and pick(3) == 2:
        if pick(2):
            facts["disability_certificate_from"] = near(pick, month.first).isoformat()
        else:
            facts["disability_certificate_until"] = near(pick, month.first).isoformat()
    if pick(12) == 11:
        since = one(pick, (years_before(month.first, 50), date(1949, 10, 1)))
        facts["party_member_since"] = near(pick, since).isoformat()
    add_presumed(pick, facts, "left_behind", one(pick, RARELY), False)
    if pick(12) == 11:
        facts["receiving"] = one(pick, ([], ["dibao"]))


def add_presumed(pick: Pick, facts: Case, name: str, value: object, presumed: object) -> None:
    """A fact that may be left out, or be null, when it is what would be presumed anyway."""
    said = pick(4) if value == presumed else 3
    if said == 3:
        facts[name] = value
    elif said == 2:
        facts[name] = None
