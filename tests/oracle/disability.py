"""The page's two disability subsidies.

An amount of None means that there is no right.
"""

from fractions import Fraction

from .children import child_allowance_before_share
from .facts import Member
from .figures import Month, half_up
from .members import age, certificate_covers, grade, intellectual_or_mental, severely_disabled
from .support import Standing

# Disability living subsidy. "Nobody in tekun, nobody with work_injury_nursing_fee above 0, nobody
# whose certificate (from, until, where given) does not cover the month's first day, no child with a
# child allowance of that month (before the dibao share)."


def disability_excluded(member: Member, standing: Standing, month: Month) -> bool:
    """The exclusions that both disability subsidies share, and those who are not members with a
    grade.
    """
    return (
        not standing.is_counted(member)
        or grade(member) is None
        or member.work_injury_nursing_fee > 0
        or not certificate_covers(member, month)
    )


# "Rounded half up to the fen. Where aged_living_subsidy is above 0, only the higher of the two is
# kept: if that is the other one (or they are equal), nothing is paid here."


def disability_living_subsidy(member: Member, standing: Standing, month: Month) -> int | None:
    """The disability living subsidy, to a member."""
    if (
        disability_excluded(member, standing, month)
        or child_allowance_before_share(member, month) is not None
    ):
        return None
    shares = living_shares(member, standing, month)
    if not shares:
        return None
    return kept(half_up(month.standard * max(shares)), member.aged_living_subsidy)


def living_shares(member: Member, standing: Standing, month: Month) -> list[Fraction]:
    """The shares of S of the table's rows that hold for a counted member with a grade."""
    # "household in dibao or phase-out, or this member has single-person dibao; grade 1 or 2: 35 %
    # the same; grade 3 or 4: 25 %"
    if (
        standing.dibao is not None
        or standing.phase_out is not None
        or member.id in standing.single_person
    ):
        return [Fraction(35, 100) if severely_disabled(member) else Fraction(25, 100)]
    shares: list[Fraction] = []
    # "none of those; grade 1 or 2; kind visual, physical, intellectual or mental; age 18 or over;
    # no fixed income: wage (as given, a student's too), business_income and employee_pension all 0:
    # 100 %"
    if (
        severely_disabled(member)
        and member.disability_kind in ("visual", "physical", "intellectual", "mental")
        and age(member, month) >= 18
        and member.wage == member.business_income == member.employee_pension == 0
    ):
        shares.append(Fraction(1))
    # "none of those; (this member is kept_by_aged_parent, or two or more counted members, this one
    # included or not, have a disability grade); countable income at most 2 x S x counted members:
    # 60 %"
    disabled = sum(grade(other) is not None for other in standing.counted)
    within_limit = standing.income <= 2 * month.standard * len(standing.counted)
    if (member.kept_by_aged_parent or disabled >= 2) and within_limit:
        shares.append(Fraction(60, 100))
    return shares


def kept(amount: int, other: Fraction) -> int | None:
    """The amount, unless another subsidy of the same purpose is at least as high."""
    return None if other > 0 and other >= amount else amount


# Disability nursing subsidy. "Same exclusions, but a child with a child allowance may have it.
# Grade 1: 150. Grade 2: 130. Grade 3 or 4, intellectual or mental: 80. Where aged_nursing_subsidy
# is above 0, only the higher of the two is kept: if that is the other one (or they are equal),
# nothing is paid here."


def disability_nursing_subsidy(member: Member, standing: Standing, month: Month) -> int | None:
    """The disability nursing subsidy, to a member."""
    if disability_excluded(member, standing, month):
        return None
    if grade(member) == 1:
        return kept(150_00, member.aged_nursing_subsidy)
    if grade(member) == 2:
        return kept(130_00, member.aged_nursing_subsidy)
    if intellectual_or_mental(member):
        return kept(80_00, member.aged_nursing_subsidy)
    return None
