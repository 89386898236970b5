"""The figures of the model county, by month and by the day whose knowledge counts.

Money is whole fen or an exact `Fraction` of fen a month.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

COUNTY = "999999"

YUAN = 100  # fen


# "Dibao standard": from, value, announced. Announced late and corrected versions stand in the
# page's order.
STANDARD_VERSIONS: tuple[tuple[date, Fraction, date], ...] = (
    (date(2019, 7, 1), Fraction(670) * YUAN, date(2019, 6, 20)),
    (date(2020, 7, 1), Fraction(700) * YUAN, date(2020, 6, 20)),
    (date(2021, 7, 1), Fraction(730) * YUAN, date(2021, 9, 15)),
    (date(2022, 7, 1), Fraction(760) * YUAN, date(2022, 6, 20)),
    (date(2022, 7, 1), Fraction(765) * YUAN, date(2022, 8, 10)),
    (date(2023, 7, 1), Fraction("783.50") * YUAN, date(2023, 6, 20)),
)

# "Price subsidy": month, CPI and food, in per cent, year on year.
INDEX: dict[str, tuple[Fraction, Fraction]] = {
    "2020-04": (Fraction("3.6"), Fraction("14.8")),
    "2021-08": (Fraction("0.8"), Fraction("-4.1")),
    "2021-11": (Fraction("3.5"), Fraction("1.6")),
    "2022-07": (Fraction("2.7"), Fraction("6.3")),
    "2022-08": (Fraction("2.5"), Fraction("6.1")),
    "2022-10": (Fraction("3.0"), Fraction("5.0")),
    "2022-11": (Fraction("1.6"), Fraction("3.7")),
    "2023-02": (Fraction("-0.3"), Fraction("6.0")),
    "2023-05": (Fraction("3.4"), Fraction("1.0")),
    "2024-03": (Fraction("4.1"), Fraction("2.0")),
}

# "Every figure here but the standard and the index has one version, from 2016-01-01, announced
# 2015-12-31": they are known on every day on which a standard is, so they need no search.
EMPLOYMENT_COST_LIMIT = 300 * YUAN
TEKUN_AMOUNT = 1300 * YUAN
MINIMUM_WAGE = 1840 * YUAN
ORPHAN_IN_INSTITUTION = 2667 * YUAN
ORPHAN_SCATTERED = 1794 * YUAN
CHILD_INSURANCE = 600 * YUAN

# "Months before 2019-07 are outside this county's law."
FIRST_MONTH = "2019-07"


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the law as one day knew it."""

    name: str
    first: date
    last: date
    standard: Fraction
    index: tuple[Fraction, Fraction] | None

    def holds(self, day: date) -> bool:
        """Whether the day lies in this month."""
        return self.first <= day <= self.last

    def months_since(self, day: date) -> int:
        """Calendar months from the day's own month to this one: 0 is the same month."""
        return (self.first.year - day.year) * 12 + self.first.month - day.month


def read_month(name: str, known: date) -> Month:
    """The month "YYYY-MM" with its figures as known on a day."""
    if name < FIRST_MONTH:
        raise ValueError(f"months before {FIRST_MONTH} are outside this county's law: {name}")
    year, number = int(name[:4]), int(name[5:])
    first = date(year, number, 1)
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Month(name, first, last, standard_on(first, known), index_of(name, known))


def standard_on(day: date, known: date) -> Fraction:
    """S: of the versions announced by the known day, the one that began last, and of one day the
    one announced last.
    """
    announced = [
        version for version in STANDARD_VERSIONS if version[0] <= day and version[2] <= known
    ]
    if not announced:
        raise LookupError(f"no dibao standard for {day} was announced by {known}")
    return max(announced, key=lambda version: (version[0], version[2]))[1]


def index_of(name: str, known: date) -> tuple[Fraction, Fraction] | None:
    """CPI and food of the month, or None while they are not announced."""
    # "The index of a month is announced on the 15th of the next month."
    return INDEX.get(name) if index_announced(name) <= known else None


def index_announced(name: str) -> date:
    """The day on which the index of a month is announced."""
    year, number = int(name[:4]), int(name[5:])
    return date(year + number // 12, number % 12 + 1, 15)


def half_up(fen: Fraction) -> int:
    """Rounded half up to the fen."""
    return floor(fen + Fraction(1, 2))


def up_to_yuan(fen: Fraction) -> int:
    """Rounded up to the whole yuan, in fen."""
    return ceil(fen / YUAN) * YUAN
