"""Moving a case to a threshold: the last strokes of a generated case, which need the page's own
arithmetic.

Each aim changes one fact so that a quantity of the page comes to a limit exactly, or to one fen (of
a month or of a year) on either side of it.
"""

from collections.abc import Callable
from fractions import Fraction
from math import floor

from .county import determine_household
from .facts import Household, Member, read_household
from .figures import Month
from .members import countable_income, counts
from .plain import Case
from .support import Standing, stand

Pick = Callable[[int], int]

# Fen of a year: none, one fen a month, the least that a yearly total can say.
SIDES = (0, -12, 12, -1, 1)


def aim(pick: Pick, case: Case, month: Month) -> None:
    """Takes some of the aims; the later ones leave what the earlier ones reached."""
    if pick(2) == 1:
        aim_assets(pick, case, month)
    target = pick(5)
    if target == 4:
        aim_own_income(pick, case, month)
    elif target > 0:
        aim_household_income(pick, case, month)
    if pick(4) == 3:
        aim_rigid(pick, case, month)
    if pick(2) == 1 and any(facts["disability_kind"] != "none" for facts in case["members"]):
        aim_aged_subsidies(pick, case, month)


def aim_assets(pick: Pick, case: Case, month: Month) -> None:
    """Assets of 24 x S for each counted member, or for each who counts, whom tekun looks at."""
    standing = standing_of(case, month)
    heads = (len(standing.counted), len(standing.who_counts))[pick(2)]
    fen = floor(24 * month.standard * heads) + (0, 1, -1)[pick(3)]
    case["financial_assets"] = yuan(max(fen, 0))


def aim_household_income(pick: Pick, case: Case, month: Month) -> None:
    """Household income of S, 1.5 S or 2 S for each counted member, by another income of one of
    them.
    """
    household = read_household(case)
    member = someone_who_counts(pick, household, month)
    if member is None:
        return
    facts = case["members"][household_place(household, member.id)]
    # Who has an able supporter is never in tekun, so the number of heads holds whatever the income
    # becomes.
    facts.update(supporter="able", other_income="0")
    standing = standing_of(case, month)
    limits = [month.standard * len(standing.counted) * times / 2 for times in (2, 3, 4)]
    # The nearest limit that is not yet passed, or a further one.
    open_limits = [limit for limit in limits if limit > standing.income]
    if open_limits:
        facts["other_income"] = yearly(pick, open_limits[pick(len(open_limits))] - standing.income)


def aim_own_income(pick: Pick, case: Case, month: Month) -> None:
    """One member's own countable income at S, for tekun and for single-person dibao."""
    household = read_household(case)
    member = someone_who_counts(pick, household, month)
    if member is None:
        return
    facts = case["members"][household_place(household, member.id)]
    room = month.standard - (countable_income(member, month) - member.other_income)
    if room <= 0:
        return
    facts["other_income"] = yearly(pick, room)
    if pick(2) == 1:
        # Single-person dibao also needs someone ill in a household between S and 1.5 S, so another
        # one earns the rest.
        facts.update(serious_illness=True, supporter="able")
        standing = standing_of(case, month)
        others = [other for other in standing.counted if other.id != member.id]
        rest = month.standard * len(standing.counted) * Fraction(5, 4) - standing.income
        if others and rest > 0:
            earner = others[pick(len(others))]
            income = yuan(floor(earner.other_income + rest))
            case["members"][household_place(household, earner.id)].update(
                other_income=income, supporter="able"
            )


def aim_rigid(pick: Pick, case: Case, month: Month) -> None:
    """Rigid spending at 60 % of income, or at the most that is helped with.

    The line at the income per head.
    """
    standing = standing_of(case, month)
    if not standing.counted:
        return
    least = standing.income * Fraction(60, 100)
    # A third of a year's excess is at most 6 S for each head: so a month's is 18 / 12 S.
    most = least + month.standard * len(standing.counted) * Fraction(18, 12)
    case[("rigid_medical", "rigid_education", "rigid_rehabilitation", "rigid_other")[pick(4)]] = (
        yearly(pick, (least, most, most / 2)[pick(3)])
    )
    if pick(3) == 2:
        case["disposable_income_line"] = yearly(pick, standing.income / len(standing.counted))


def aim_aged_subsidies(pick: Pick, case: Case, month: Month) -> None:
    """The subsidies for the aged at what the disability subsidies would be."""
    answer = determine_household(read_household(case), month)
    for facts in case["members"]:
        for kind in ("living", "nursing"):
            amount = answer["benefits"][f"disability_{kind}_subsidy", facts["id"]][1]
            if amount and pick(2) == 1:
                facts[f"aged_{kind}_subsidy"] = yearly(pick, Fraction(amount))


def household_place(household: Household, name: str) -> int:
    """The place of a member in the case."""
    return [member.id for member in household.members].index(name)


def standing_of(case: Case, month: Month) -> Standing:
    """Where the case stands as it is now."""
    return stand(read_household(case), month)


def someone_who_counts(pick: Pick, household: Household, month: Month) -> Member | None:
    """A member who counts, if there is one."""
    who_counts = [member for member in household.members if counts(member, month)]
    return who_counts[pick(len(who_counts))] if who_counts else None


def yearly(pick: Pick, fen_a_month: Fraction) -> object:
    """A flow of so many fen a month or a little to one side of it, written by the month where it
    can be.
    """
    fen = max(floor(fen_a_month * 12) + SIDES[pick(len(SIDES))], 0)
    return yuan(fen // 12) if fen % 12 == 0 else {"per_year": yuan(fen)}


def yuan(fen: int) -> str:
    """Fen written in yuan."""
    return f"{fen // 100}.{fen % 100:02d}"
