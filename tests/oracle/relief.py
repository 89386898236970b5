"""The page's old-age allowance, price subsidy and temporary assistance.

An amount of None means that there is no right.
"""

from fractions import Fraction

from .children import child_allowance_before_share
from .facts import Household, Member
from .figures import COUNTY, Month, half_up, up_to_yuan
from .members import alive, years_completed
from .support import Standing

# Old-age allowance. "to a person whose own division is the county's, 999999: Age 80 to 89: 50; 90
# to 99: 100; 100 and over: 300. Age on the last day of the month. No test of means."


def old_age_allowance(member: Member, month: Month) -> int | None:
    """The old-age allowance, to a person."""
    if not alive(member, month) or member.division != COUNTY:
        return None
    years = years_completed(member.birth_date, month.last)
    if years < 80:
        return None
    return 50_00 if years < 90 else 100_00 if years < 100 else 300_00


# Price subsidy. "to a person: counted members of a dibao household, persons in tekun, children with
# a child allowance (before the dibao share)"; "From 2022-09 to 2023-03 the CPI trigger is 3.0 and
# counted members of an edge household have it too."; "Single-person dibao is not dibao here."


def price_subsidy_covers(member: Member, standing: Standing, month: Month) -> bool:
    """Whether the person is one whom the price subsidy covers, if it is paid at all."""
    wider = "2022-09" <= month.name <= "2023-03" and standing.edge
    return (
        (standing.is_counted(member) and (standing.dibao is not None or wider))
        or member.id in standing.tekun
        or child_allowance_before_share(member, month) is not None
    )


# "When the index published for the month reaches CPI 3.5 or food 6.0 (per cent, year on year): S x
# CPI growth, rounded half up to the fen, for the month. [...] From 2020-03 to 2020-06 the amount is
# doubled. No payment in other months; a negative CPI pays nothing."


def price_subsidy(month: Month, index: tuple[Fraction, Fraction]) -> int | None:
    """The price subsidy of a covered person under an announced index."""
    cpi, food = index
    trigger = Fraction("3.0") if "2022-09" <= month.name <= "2023-03" else Fraction("3.5")
    if not (cpi >= trigger or food >= Fraction("6.0")):
        return None
    amount = half_up(month.standard * max(cpi, Fraction(0)) / 100)
    return amount * 2 if "2020-03" <= month.name <= "2020-06" else amount


# Temporary assistance. "Only to a household with a member who counts. Urgent (`emergency` other
# than `none`): fire or disaster 3, traffic or sudden_illness 2, other 1 times S for each counted
# member, in the month of applied_on."

EMERGENCY_TIMES = {"fire": 3, "disaster": 3, "traffic": 2, "sudden_illness": 2, "other": 1}


def temporary_assistance(household: Household, standing: Standing, month: Month) -> int | None:
    """Temporary assistance, to the household, once an application."""
    if not standing.who_counts or not month.holds(household.applied_on):
        return None
    heads = len(standing.counted)
    if household.emergency != "none":
        return half_up(EMERGENCY_TIMES[household.emergency] * month.standard * heads)
    # "a third of the rigid spending above that 60 %, at most 6 x S for each counted member, rounded
    # up to the yuan"
    if rigid_test(household, standing):
        third = 12 * rigid_excess(household, standing) / 3
        return up_to_yuan(min(third, 6 * month.standard * heads))
    return None


# "Rigid: emergency none, not dibao, tekun or edge; yearly rigid spending above 60 % of the
# household's yearly countable income; countable income per head below disposable_income_line"


def rigid_test(household: Household, standing: Standing) -> bool:
    """The rigid test, whatever the application."""
    if (
        household.emergency != "none"
        or standing.dibao is not None
        or standing.tekun
        or standing.edge
    ):
        return False
    # Without a counted member there is no income per head that could be below the line.
    if not standing.counted:
        return False
    per_head = standing.income / len(standing.counted)
    return rigid_excess(household, standing) > 0 and per_head < household.disposable_income_line


def rigid_excess(household: Household, standing: Standing) -> Fraction:
    """Rigid spending above 60 % of countable income, a month; a year's is twelve times that."""
    return household.rigid_spending - standing.income * Fraction(60, 100)
