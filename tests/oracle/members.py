"""The page's rules about one person: age, who counts, disability, countable income."""

from datetime import date
from fractions import Fraction

from .facts import Member
from .figures import EMPLOYMENT_COST_LIMIT, Month

ZERO = Fraction(0)


# "age is in completed years on that day (born on 29 February: completed on 1 March of a common
# year)"


def years_completed(since: date, day: date) -> int:
    """Whole years from one day to another; 29 February of a common year is reached on 1 March."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def age(member: Member, month: Month) -> int:
    """Age on the month's first day."""
    return years_completed(member.birth_date, month.first)


# "nobody counts or is paid in a month on whose first day he or she is not yet born, or before whose
# first day he or she died (who dies on the first day still counts)"


def alive(member: Member, month: Month) -> bool:
    """Born by the month's first day and not dead before it."""
    died_before = member.death_date is not None and member.death_date < month.first
    return member.birth_date <= month.first and not died_before


# "Who counts: The head; the spouse; a person of relation child under 18; a person of relation child
# of 18 or over who cannot live independently, or who is a full-time student with education
# compulsory, senior_high, vocational, college or bachelor; anyone else, adult children included,
# who is dependent and co_resident."

COUNTING_EDUCATION = ("compulsory", "senior_high", "vocational", "college", "bachelor")


def belongs(member: Member, month: Month) -> bool:
    """Whether the person is one of the household's own, absences aside."""
    if member.relation in ("head", "spouse"):
        return True
    if member.relation == "child":
        if age(member, month) < 18 or not member.can_live_independently:
            return True
        if member.full_time_student and member.education in COUNTING_EDUCATION:
            return True
    return member.dependent and member.co_resident


# "Nobody with an absence of prison, drug_detention or declared_missing; nobody in a monastery whose
# absence_since lies 3 years or more before the month's first day (without that date the person
# counts)."


def absent(member: Member, month: Month) -> bool:
    """Whether an absence keeps the person from counting."""
    if member.absence in ("prison", "drug_detention", "declared_missing"):
        return True
    if member.absence == "monastery" and member.absence_since is not None:
        return years_completed(member.absence_since, month.first) >= 3
    return False


def counts(member: Member, month: Month) -> bool:
    """A member who counts."""
    return alive(member, month) and belongs(member, month) and not absent(member, month)


# "A grade counts whatever the certificate's dates, except where certificates are named; it is
# ignored when the kind is `none`, as is `child_choice` when the category is `none`."


def grade(member: Member) -> int | None:
    """The disability grade that counts, if any."""
    return None if member.disability_kind == "none" else member.disability_grade


def severely_disabled(member: Member) -> bool:
    """Disability grade 1 or 2."""
    return grade(member) in (1, 2)


def intellectual_or_mental(member: Member) -> bool:
    """The kinds whose grade 3 the page treats like the severe ones."""
    return member.disability_kind in ("intellectual", "mental")


def certificate_covers(member: Member, month: Month) -> bool:
    """Whether the certificate, from and until inclusive and open where not given, covers the
    month's first day.
    """
    begins, ends = member.disability_certificate_from, member.disability_certificate_until
    return (begins is None or begins <= month.first) and (ends is None or month.first <= ends)


# "wage: first less `employment_cost`, at most 300 a month (only while employed); then, with
# disability grade 1 or 2, half of what remains is exempt (income exemption); then not below 0. A
# full-time student's wage does not count."


def countable_wage(member: Member) -> Fraction:
    """What counts of the wage."""
    if member.full_time_student:
        return ZERO
    wage = member.wage
    if member.employed:
        wage -= min(member.employment_cost, Fraction(EMPLOYMENT_COST_LIMIT))
    if severely_disabled(member):
        wage /= 2
    return max(wage, ZERO)


# "plus business_income, property_income, support_received less support_paid (this difference not
# below 0), employee_pension, resident_pension_local, unemployment_benefit, other_income;
# resident_pension_central counts only from 2026-01-01; preferential_pension, scholarship,
# family_planning_reward, government_assistance do not count"


def income_without_central_pension(member: Member) -> Fraction:
    """The own income that tekun looks at."""
    return (
        countable_wage(member)
        + member.business_income
        + member.property_income
        + max(member.support_received - member.support_paid, ZERO)
        + member.employee_pension
        + member.resident_pension_local
        + member.unemployment_benefit
        + member.other_income
    )


def countable_income(member: Member, month: Month) -> Fraction:
    """Countable income of a member."""
    income = income_without_central_pension(member)
    if month.first >= date(2026, 1, 1):
        income += member.resident_pension_central
    return income
