"""The page's benefits for children, and the child risk ledger.

An amount of None means that there is no right.
"""

from fractions import Fraction

from .facts import Member
from .figures import (
    CHILD_INSURANCE,
    ORPHAN_IN_INSTITUTION,
    ORPHAN_SCATTERED,
    Month,
    half_up,
    up_to_yuan,
)
from .members import age, alive
from .support import Standing

# Child allowance. "to a person under 18: orphan_institution 2667; orphan_scattered 1794; unattended
# and guardian_missing 80 % of scattered, rounded up to the yuan; guardian_unable 60 %, severe 50 %,
# likewise. With child_choice `tekun` nothing."

SHARE_OF_SCATTERED = {
    "unattended": Fraction(80, 100),
    "guardian_missing": Fraction(80, 100),
    "guardian_unable": Fraction(60, 100),
    "severe": Fraction(50, 100),
}


def child_allowance_before_share(member: Member, month: Month) -> int | None:
    """The child allowance before the dibao share."""
    if not alive(member, month) or age(member, month) >= 18:
        return None
    if member.child_category == "none" or member.child_choice == "tekun":
        return None
    if member.child_category == "orphan_institution":
        return ORPHAN_IN_INSTITUTION
    if member.child_category == "orphan_scattered":
        return ORPHAN_SCATTERED
    return up_to_yuan(ORPHAN_SCATTERED * SHARE_OF_SCATTERED[member.child_category])


# "a child in a dibao household gets the allowance less dibao amount / counted members, if the child
# is a counted member itself; rounded half up to the fen, not below 0"


def child_allowance(member: Member, standing: Standing, month: Month) -> int | None:
    """The child allowance, to a person."""
    whole = child_allowance_before_share(member, month)
    if whole is None or standing.dibao is None or not standing.is_counted(member):
        return whole
    return max(half_up(whole - Fraction(standing.dibao, len(standing.counted))), 0)


# Child insurance. "to a person under 18: With a child allowance, or a counted member of a dibao
# household: 600, in January only."


def child_insurance(member: Member, standing: Standing, month: Month) -> int | None:
    """Child insurance, to a person."""
    if not alive(member, month) or age(member, month) >= 18 or month.first.month != 1:
        return None
    in_dibao = standing.dibao is not None and standing.is_counted(member)
    return (
        CHILD_INSURANCE
        if in_dibao or child_allowance_before_share(member, month) is not None
        else None
    )


# "red if any of the three risks is high, yellow if any is medium, blue if any is low, else green"


def child_risk_colour(member: Member) -> str:
    """The child risk ledger's colour."""
    for level, colour in (("high", "red"), ("medium", "yellow"), ("low", "blue")):
        if level in member.risks:
            return colour
    return "green"
