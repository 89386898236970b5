"""The page's income support: tekun, dibao, dibao edge, single-person dibao, phase-out.

Amounts are whole fen; an amount of None means that there is no right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .facts import Household, Member
from .figures import MINIMUM_WAGE, TEKUN_AMOUNT, Month, half_up, up_to_yuan
from .members import (
    age,
    countable_income,
    counts,
    grade,
    income_without_central_pension,
    intellectual_or_mental,
    severely_disabled,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a household and its members stand in a month, before the benefits that build on it."""

    who_counts: frozenset[str]
    tekun: frozenset[str]
    counted: tuple[Member, ...]
    income: Fraction
    dibao: int | None
    edge: bool
    phase_out: int | None
    single_person: Mapping[str, int]

    def is_counted(self, member: Member) -> bool:
        """Whether the person is a counted member."""
        return member.id in self.who_counts and member.id not in self.tekun


def stand(household: Household, month: Month) -> Standing:
    """Works out the standing in the only order in which nothing depends on itself."""
    who_counts = [member for member in household.members if counts(member, month)]
    tekun = frozenset(
        member.id for member in who_counts if in_tekun(member, household, len(who_counts), month)
    )
    # "a *counted member* is a member who counts and is not in tekun"
    counted = tuple(member for member in who_counts if member.id not in tekun)
    # "The household's countable income is the sum over counted members."
    income = sum((countable_income(member, month) for member in counted), Fraction(0))
    dibao = dibao_amount(household, counted, income, month)
    edge = dibao is None and edge_test(household, counted, income, month)
    phase_out = phase_out_amount(household, month) if edge else None
    single_person: dict[str, int] = {}
    if edge and phase_out is None:
        for member in counted:
            amount = single_person_amount(member, month)
            if amount is not None:
                single_person[member.id] = amount
    return Standing(
        who_counts=frozenset(member.id for member in who_counts),
        tekun=tekun,
        counted=counted,
        income=income,
        dibao=dibao,
        edge=edge,
        phase_out=phase_out,
        single_person=single_person,
    )


# "financial_assets at most 24 x S for each counted member; vehicles 0; dwellings at most 1."


def property_ok(household: Household, heads: int, month: Month) -> bool:
    """The property test for a number of persons."""
    limit = 24 * month.standard * heads
    return (
        household.financial_assets <= limit and household.vehicles == 0 and household.dwellings <= 1
    )


# Dibao. "Requires: countable income **strictly below** S x counted members; property_ok."
# "Amount: S x counted members less countable income, **plus** for each counted member the highest
# one of: 20 % of S with disability grade 1 or 2; 20 % of S with serious_illness; 10 % of S at age
# 70 or over; 10 % of S under age 14. Age is that on the month's first day. The sum is rounded up to
# the whole yuan, once, at the end."


def dibao_amount(
    household: Household, counted: tuple[Member, ...], income: Fraction, month: Month
) -> int | None:
    """Dibao, to the household."""
    full = month.standard * len(counted)
    if not (income < full and property_ok(household, len(counted), month)):
        return None
    return up_to_yuan(full - income + sum(supplement(member, month) for member in counted))


def supplement(member: Member, month: Month) -> Fraction:
    """The highest supplement of one counted member."""
    years = age(member, month)
    shares = (
        (severely_disabled(member), Fraction(20, 100)),
        (member.serious_illness, Fraction(20, 100)),
        (years >= 70, Fraction(10, 100)),
        (years < 14, Fraction(10, 100)),
    )
    return month.standard * max((share for holds, share in shares if holds), default=Fraction(0))


# Dibao edge. "Not in dibao; countable income strictly below 1.5 x S x counted members;
# property_ok."


def edge_test(
    household: Household, counted: tuple[Member, ...], income: Fraction, month: Month
) -> bool:
    """The edge test for a household that is not in dibao."""
    limit = Fraction(3, 2) * month.standard * len(counted)
    return income < limit and property_ok(household, len(counted), month)


# Phase-out. "`phase_out_since` is given, not in dibao, edge test holds, and the month is one of the
# six calendar months that begin with the calendar month of `phase_out_since`. Amount: months 1 to 3
# the whole of last_dibao_amount, months 4 to 6 half of it, rounded half up to the fen."


def phase_out_amount(household: Household, month: Month) -> int | None:
    """Phase-out, to a household for which the edge test holds."""
    if household.phase_out_since is None:
        return None
    number = month.months_since(household.phase_out_since) + 1
    if 1 <= number <= 3:
        return half_up(household.last_dibao_amount)
    if 4 <= number <= 6:
        return half_up(household.last_dibao_amount / 2)
    return None


# Single-person dibao. "In an edge household (and not in a phase-out month): a counted member with
# disability grade 1 or 2, or grade 3 intellectual or mental, or serious_illness, whose own
# countable income is strictly below S. Amount: S less own countable income, rounded up to the whole
# yuan."


def single_person_amount(member: Member, month: Month) -> int | None:
    """Single-person dibao, to a counted member of an edge household."""
    third_grade = grade(member) == 3 and intellectual_or_mental(member)
    in_need = severely_disabled(member) or third_grade or member.serious_illness
    own = countable_income(member, month)
    return up_to_yuan(month.standard - own) if in_need and own < month.standard else None


# Tekun. "No ability to work: age 60 or over, or under 16; intellectual or mental grade 1 to 3;
# physical grade 1 or 2; visual grade 1. No source of living: own countable income below S, where
# resident_pension_central, preferential_pension and any old-age allowance do not count;
# property_ok. Supporter `none` or `unable`; here property_ok is taken over all members who count,
# tekun ones included, so that tekun does not depend on itself. A person under 18 who has a
# child_category other than `none` and chose `child_allowance` is not tekun."


def in_tekun(member: Member, household: Household, who_count: int, month: Month) -> bool:
    """Whether a member who counts is in tekun."""
    # The preferential pension and the old-age allowance never were part of countable income.
    chose_allowance = member.child_category != "none" and member.child_choice == "child_allowance"
    return (
        no_ability_to_work(member, month)
        and income_without_central_pension(member) < month.standard
        and property_ok(household, who_count, month)
        and member.supporter in ("none", "unable")
        and not (age(member, month) < 18 and chose_allowance)
    )


def no_ability_to_work(member: Member, month: Month) -> bool:
    """No ability to work, by age or by kind and grade of disability."""
    years, level, kind = age(member, month), grade(member), member.disability_kind
    return (
        years >= 60
        or years < 16
        or (intellectual_or_mental(member) and level in (1, 2, 3))
        or (kind == "physical" and level in (1, 2))
        or (kind == "visual" and level == 1)
    )


# "Amount 1300. [...] Care by self_care_items_failed: 0: a tenth; 1 to 3: a sixth; 4 to 6: a third
# of the minimum wage 1840; rounded half up to the fen."


def tekun_amount() -> int:
    """Tekun, to a member in tekun."""
    return TEKUN_AMOUNT


def tekun_care_amount(member: Member) -> int:
    """Tekun care, to a member in tekun."""
    failed = member.self_care_items_failed
    share = Fraction(1, 10) if failed == 0 else Fraction(1, 6) if failed <= 3 else Fraction(1, 3)
    return half_up(MINIMUM_WAGE * share)
