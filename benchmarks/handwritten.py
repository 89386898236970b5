"""The model county's income support, as a skilled engineer would write it by hand for speed.

The yardstick for generated code: plain functions over plain tuples of integers. They know the
county's first eight benefits and the circle, for complete cases, and say nothing of the reasons.

Units, chosen so that no comparison divides:

- flows are fen in 12 months, and incomes half fen in 12 months, 24 to the fen a month, because half of a disabled
  person's wage is exempt;
- a date is the number YYYYMMDD: "at least k years old on a day" is one comparison with that day k years earlier, and a
  birthday on 29 February comes on 1 March of a common year by itself.
"""

import calendar
from collections.abc import Callable
from datetime import date

from .integer_facts import KINDS, PERSON_FACTS, Values, read

__all__ = ["PERSONAL", "Decision", "benefits", "prepare", "read"]

# in the order of PERSONAL
Amounts = tuple[int | None, int | None, int | None, int | None, int | None, int | None]
# circle, dibao, phase-out, each listed person's amounts
Decision = tuple[str, int | None, int | None, list[Amounts]]
Weights = tuple[list[int], int, int, int, int, int, int]

PERSONAL = (
    "single_person_dibao",
    "tekun",
    "tekun_care",
    "disability_living_subsidy",
    "disability_nursing_subsidy",
    "old_age_allowance",
)
NOTHING: Amounts = (None, None, None, None, None, None)  # an amount is "eligible", None is not

# from, announced, fen; of the versions known, the last one that has begun holds.
STANDARDS = (
    (2019_07_01, date(2019, 6, 20), 670_00),
    (2020_07_01, date(2020, 6, 20), 700_00),
    (2021_07_01, date(2021, 9, 15), 730_00),
    (2022_07_01, date(2022, 6, 20), 760_00),
    (2022_07_01, date(2022, 8, 10), 765_00),
    (2023_07_01, date(2023, 6, 20), 783_50),
)
COUNTY = 999999
EMPLOYMENT_COST = 300_00 * 12
TEKUN = 1300_00
# by self-care items failed
CARE: tuple[int, ...] = (184_00, 306_67, 306_67, 306_67, 613_33, 613_33, 613_33)
NURSING = (0, 150_00, 130_00, 80_00, 80_00)  # by grade
VISUAL, INTELLECTUAL = KINDS.index("visual"), KINDS.index("intellectual")
TEKUN_GRADE = (0, 0, 0, 0, 1, 2, 3, 3)  # by kind, the mildest grade that leaves no ability to work

PLACE = {name: place for place, name in enumerate(PERSON_FACTS)}
BORN, DIED, DIVISION = PLACE["birth_date"], PLACE["death_date"], PLACE["division"]
WAGE, BUSINESS, PENSION = PLACE["wage"], PLACE["business_income"], PLACE["employee_pension"]
KIND, GRADE, KEPT = (
    PLACE["disability_kind"],
    PLACE["disability_grade"],
    PLACE["kept_by_aged_parent"],
)
CERTIFIED_FROM, CERTIFIED_UNTIL = (
    PLACE["disability_certificate_from"],
    PLACE["disability_certificate_until"],
)
ILLNESS, FAILED = PLACE["serious_illness"], PLACE["self_care_items_failed"]
INJURY_FEE = PLACE["work_injury_nursing_fee"]
AGED_LIVING, AGED_NURSING = PLACE["aged_living_subsidy"], PLACE["aged_nursing_subsidy"]
CATEGORY, CHOICE = PLACE["child_category"], PLACE["child_choice"]


def prepare(month: str, known: date) -> Callable[[Values], Decision]:
    """The function that decides households in a month, with all that follows from the month worked
    out beforehand.
    """
    year, number = int(month[:4]), int(month[5:])
    this_month = year * 100 + number
    months = year * 12 + number
    first = this_month * 100 + 1
    last = this_month * 100 + calendar.monthrange(year, number)[1]
    announced = [
        fen for begins, announcement, fen in STANDARDS if begins <= first and announcement <= known
    ]
    if not announced:
        raise LookupError(f"no standard for {month} is known on {known}")
    standard = announced[-1]

    # Born on or before this day is at least so old: on the month's first day, and from 80 on its
    # last.
    by_14, by_16, by_18, by_60, by_70 = (first - years * 1_00_00 for years in (14, 16, 18, 60, 70))
    by_80, by_90, by_100 = (last - years * 1_00_00 for years in (80, 90, 100))
    three_years_ago = first - 3_00_00
    s24, s36, s48 = standard * 24, standard * 36, standard * 48
    living_25, living_35, living_60 = ((standard * share + 50) // 100 for share in (25, 35, 60))
    central_counts = first >= 2026_01_01

    def weigh(members: tuple[Values, ...], tekun_open: bool) -> Weights:
        """Who counts and with what income.

        Own income, -1 for who does not count, -2 for who is in tekun.
        """
        standing: list[int] = []
        in_tekun = counted = income = graded = tenths = 0
        for (
            _,
            relation,
            born,
            died,
            _,
            co_resident,
            dependent,
            absence,
            absent_since,
            education,
            student,
            employed,
            independent,
            wage,
            cost,
            business,
            letting,
            received,
            given,
            pension,
            central,
            local,
            unemployment,
            other,
            _,
            _,
            _,
            kind,
            grade,
            _,
            _,
            _,
            illness,
            _,
            supporter,
            category,
            allowance_chosen,
        ) in members:
            if (
                born > first
                or died < first
                or (absence and (absence > 1 or absent_since <= three_years_ago))
                or not (
                    relation < 2
                    or (
                        relation == 2
                        and (born > by_18 or not independent or (student and 1 <= education <= 5))
                    )
                    or (dependent and co_resident)
                )
            ):
                standing.append(-1)
                continue
            severe = kind and grade < 3
            own = 2 * (business + letting + pension + local + unemployment + other)
            if received > given:
                own += 2 * (received - given)
            if wage and not student:
                if employed:
                    wage -= cost if cost < EMPLOYMENT_COST else EMPLOYMENT_COST
                if wage > 0:
                    own += wage if severe else 2 * wage
            if (
                tekun_open
                and supporter < 2
                and own < s24
                and (born <= by_60 or born > by_16 or grade <= TEKUN_GRADE[kind])
                and not (category and allowance_chosen and born > by_18)
            ):
                in_tekun += 1
                standing.append(-2)
                continue
            if central_counts:
                own += 2 * central
            counted += 1
            income += own
            if kind:
                graded += 1
            if severe or illness:
                tenths += 2
            elif born <= by_70 or born > by_14:
                tenths += 1
            standing.append(own)
        return standing, in_tekun, counted, income, graded, tenths, in_tekun + counted

    def determine(household: Values) -> Decision:
        (
            _,
            assets,
            vehicles,
            dwellings,
            line,
            medical,
            schooling,
            rehabilitation,
            rigid,
            emergency,
            applied_on,
            phase_out_since,
            last_dibao,
            members,
        ) = household
        modest = not vehicles and dwellings < 2
        standing, in_tekun, counted, income, graded, tenths, counting = weigh(members, modest)
        if in_tekun and assets > s24 * counting:
            standing, in_tekun, counted, income, graded, tenths, counting = weigh(members, False)

        full = s24 * counted
        dibao = phase_out = None
        edge = False
        if modest and assets <= full and income < s36 * counted:
            if income < full:
                # In 120ths of a fen, so that a tenth of S is whole as well; rounded up to the yuan.
                dibao = (5 * (full - income) + 12 * standard * tenths + 11999) // 12000 * 100
            else:
                edge = True
                if phase_out_since:
                    gone = months - phase_out_since // 1_00_00 * 12 - phase_out_since // 100 % 100
                    if 0 <= gone < 6:
                        phase_out = last_dibao if gone < 3 else (last_dibao + 1) // 2
        supported = dibao is not None or phase_out is not None
        single_open = edge and phase_out is None

        persons: list[Amounts] = []
        for person, own in zip(members, standing, strict=True):
            kind = person[KIND]
            old_age: int | None = None
            if (
                (born := person[BORN]) <= by_80
                and person[DIVISION] == COUNTY
                and person[DIED] >= first
            ):
                old_age = 50_00 if born > by_90 else 100_00 if born > by_100 else 300_00
            if own == -2:  # in tekun
                persons.append((None, TEKUN, CARE[int(person[FAILED])], None, None, old_age))
                continue
            if own < 0 or not (kind or (single_open and person[ILLNESS])):
                persons.append((None, None, None, None, None, old_age) if old_age else NOTHING)
                continue
            grade = person[GRADE]
            single = living = nursing = None
            if (
                single_open
                and own < s24
                and (person[ILLNESS] or grade < 3 or (grade == 3 and kind >= INTELLECTUAL))
            ):
                single = (s24 - own + 2399) // 2400 * 100
            if (
                kind
                and not person[INJURY_FEE]
                and person[CERTIFIED_FROM] <= first <= person[CERTIFIED_UNTIL]
            ):
                if not (person[CATEGORY] and person[CHOICE] and born > by_18):
                    if supported or single is not None:
                        living = living_35 if grade < 3 else living_25
                    elif (
                        grade < 3
                        and kind >= VISUAL
                        and born <= by_18
                        # no fixed income
                        and not (person[WAGE] or person[BUSINESS] or person[PENSION])
                    ):
                        living = standard
                    elif (person[KEPT] or graded > 1) and income <= s48 * counted:
                        living = living_60
                    if living is not None and (aged := person[AGED_LIVING]) and aged >= 12 * living:
                        living = None
                if grade < 3 or kind >= INTELLECTUAL:
                    nursing = NURSING[grade]
                    if (aged := person[AGED_NURSING]) and aged >= 12 * nursing:
                        nursing = None
            persons.append((single, None, None, living, nursing, old_age))

        if in_tekun:
            circle = "tekun"
        elif dibao is not None:
            circle = "dibao"
        elif edge:
            circle = "dibao_edge"
        elif emergency:
            circle = "urgent" if applied_on // 100 == this_month else "none"
        elif (
            # 60 % of income, which is in half fen
            10 * (medical + schooling + rehabilitation + rigid) > 3 * income
            and income < 2 * line * counted
        ):
            circle = "rigid_expenditure"
        else:
            circle = "none"
        return circle, dibao, phase_out, persons

    return determine


def benefits(household: Values, decision: Decision) -> dict[tuple[str, str], tuple[str, int]]:
    """A decision spelled out: status and fen of each benefit and payee."""
    _, dibao, phase_out, persons = decision
    rows: dict[tuple[str, str], int | None] = {
        ("dibao", household[0]): dibao,
        ("dibao_phase_out", household[0]): phase_out,
    }
    for person, amounts in zip(household[-1], persons, strict=True):
        rows.update(
            {
                (benefit, person[0]): amount
                for benefit, amount in zip(PERSONAL, amounts, strict=True)
            }
        )
    return {
        key: ("not_eligible", 0) if fen is None else ("eligible", fen) for key, fen in rows.items()
    }
