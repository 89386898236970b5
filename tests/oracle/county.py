"""The model county's page worked out by hand, to test the library against.

Nothing of the library is used here: plain functions over `fractions.Fraction` follow the page
section by section, with the page's words above each block. `determine` answers for a complete case,
a month and the day whose knowledge counts.
"""

from datetime import date
from typing import Literal, TypedDict

from .children import child_allowance, child_insurance, child_risk_colour
from .disability import disability_living_subsidy, disability_nursing_subsidy
from .facts import Facts, Household, Member, read_household
from .figures import Month, read_month
from .relief import (
    old_age_allowance,
    price_subsidy,
    price_subsidy_covers,
    rigid_test,
    temporary_assistance,
)
from .services import charity_education, funeral_waiver, home_adaptation, home_care_service
from .support import Standing, stand, tekun_amount, tekun_care_amount

Status = Literal["eligible", "not_eligible", "undetermined"]
Row = tuple[Status, int | None]

ISSUE_2 = (
    "dibao",
    "single_person_dibao",
    "dibao_phase_out",
    "tekun",
    "tekun_care",
    "disability_living_subsidy",
    "disability_nursing_subsidy",
    "old_age_allowance",
)

HOUSEHOLD_BENEFITS = ("dibao", "dibao_phase_out", "temporary_assistance")
SERVICES = ("home_care_service", "home_adaptation", "funeral_waiver", "charity_education")


class Answer(TypedDict):
    """Every benefit of the page for each payee, in fen.

    The household's circle; each member's risk colour.
    """

    circle: str
    benefits: dict[tuple[str, str], Row]
    child_risk_colour: dict[str, str]


def determine(case: Facts, month: str, known: date) -> Answer:
    """What the page says of a complete case in a month, as known on a day."""
    return determine_household(read_household(case), read_month(month, known))


def determine_household(household: Household, month: Month) -> Answer:
    """The same for a household that has been read, under a month's law."""
    standing = stand(household, month)
    benefits: dict[tuple[str, str], Row] = {
        ("dibao", household.id): paid(standing.dibao),
        ("dibao_phase_out", household.id): paid(standing.phase_out),
        ("temporary_assistance", household.id): paid(
            temporary_assistance(household, standing, month)
        ),
    }
    for member in household.members:
        for benefit, row in personal(member, standing, month).items():
            benefits[benefit, member.id] = row
    return {
        "circle": circle(household, standing, month),
        "benefits": benefits,
        "child_risk_colour": {member.id: child_risk_colour(member) for member in household.members},
    }


def personal(member: Member, standing: Standing, month: Month) -> dict[str, Row]:
    """Every personal benefit of one person listed in the case."""
    in_tekun = member.id in standing.tekun
    return {
        "single_person_dibao": paid(standing.single_person.get(member.id)),
        "tekun": paid(tekun_amount() if in_tekun else None),
        "tekun_care": paid(tekun_care_amount(member) if in_tekun else None),
        "disability_living_subsidy": paid(disability_living_subsidy(member, standing, month)),
        "disability_nursing_subsidy": paid(disability_nursing_subsidy(member, standing, month)),
        "old_age_allowance": paid(old_age_allowance(member, month)),
        "child_allowance": paid(child_allowance(member, standing, month)),
        "price_subsidy": price_subsidy_row(member, standing, month),
        "child_insurance": paid(child_insurance(member, standing, month)),
        "home_care_service": served(home_care_service(member, standing, month)),
        "home_adaptation": served(home_adaptation(member, standing, month)),
        "funeral_waiver": served(funeral_waiver(member, month)),
        "charity_education": served(charity_education(member, standing, month)),
    }


def paid(amount: int | None) -> Row:
    """A right of an amount, which may come to nothing, or no right."""
    return ("not_eligible", 0) if amount is None else ("eligible", amount)


def served(holds: bool) -> Row:
    """A service has a status only."""
    return ("eligible" if holds else "not_eligible", None)


# "A month without an announced index: undetermined for whoever would be covered, the figure is
# missing; `not_eligible` for everyone else."


def price_subsidy_row(member: Member, standing: Standing, month: Month) -> Row:
    """The price subsidy, the one benefit that may wait for a figure."""
    if not price_subsidy_covers(member, standing, month):
        return paid(None)
    if month.index is None:
        return ("undetermined", None)
    return paid(price_subsidy(month, month.index))


# Circles. "The first that holds: tekun (any member), dibao, dibao_edge, rigid_expenditure (the
# rigid test above, whatever the application), urgent (an emergency, in the month of applied_on),
# none." Of a phase-out household: "its circle is dibao_edge", and its edge test holds.


def circle(household: Household, standing: Standing, month: Month) -> str:
    """The household's one place in the five circles."""
    if standing.tekun:
        return "tekun"
    if standing.dibao is not None:
        return "dibao"
    if standing.edge:
        return "dibao_edge"
    if rigid_test(household, standing):
        return "rigid_expenditure"
    if household.emergency != "none" and month.holds(household.applied_on):
        return "urgent"
    return "none"
