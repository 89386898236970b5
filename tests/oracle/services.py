"""The page's services, which have a status but no amount."""

from datetime import date

from .facts import Member
from .figures import COUNTY, Month
from .members import age, alive, years_completed
from .support import Standing

# Services. "home_care_service: age 80 or over, or self_care_items_failed 4 or more in a household
# in dibao, edge or tekun."


def home_care_service(member: Member, standing: Standing, month: Month) -> bool:
    """The home care service, to a person."""
    needs = member.self_care_items_failed >= 4 and in_circle_of_need(standing)
    return alive(member, month) and (age(member, month) >= 80 or needs)


def in_circle_of_need(standing: Standing) -> bool:
    """A household in dibao, edge or tekun."""
    return standing.dibao is not None or standing.edge or bool(standing.tekun)


# "home_adaptation: self_care_items_failed 1 or more in a household in dibao, edge or tekun; or
# party_member_since before 1949-10-01 or 50 years ago or more."


def home_adaptation(member: Member, standing: Standing, month: Month) -> bool:
    """The home adaptation, to a person."""
    since = member.party_member_since
    veteran = since is not None and (
        since < date(1949, 10, 1) or years_completed(since, month.first) >= 50
    )
    needs = member.self_care_items_failed >= 1 and in_circle_of_need(standing)
    return alive(member, month) and (needs or veteran)


# "funeral_waiver: division is the county, in the month of death or the two after."


def funeral_waiver(member: Member, month: Month) -> bool:
    """The funeral waiver, for a person who died."""
    died = member.death_date
    return died is not None and member.division == COUNTY and 0 <= month.months_since(died) <= 2


# "charity_education: education senior_high or higher, household in dibao or edge."

SENIOR_HIGH_OR_HIGHER = ("senior_high", "vocational", "college", "bachelor", "master", "doctor")


def charity_education(member: Member, standing: Standing, month: Month) -> bool:
    """Charity education, to a person."""
    in_need = standing.dibao is not None or standing.edge
    return alive(member, month) and member.education in SENIOR_HIGH_OR_HIGHER and in_need
