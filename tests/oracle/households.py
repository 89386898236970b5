"""Households, months and known days for property-based tests and for bulk runs."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from .figures import INDEX, STANDARD_VERSIONS, index_announced, read_month
from .generate import build_case, build_person
from .plain import Case

DrawFn = Callable[[st.SearchStrategy[Any]], Any]

ALL_MONTHS = tuple(f"{year}-{number:02d}" for year in range(2019, 2027) for number in range(1, 13))[
    6:90
]

# Where a figure changes, is late or is corrected; where the price subsidy's rules change; where
# central pensions begin to count; leap days; a month in which child insurance is paid.
TURNING_MONTHS = tuple(
    sorted(
        {
            "2019-07",
            "2020-02",
            "2020-03",
            "2020-06",
            "2020-07",
            "2021-01",
            "2021-06",
            "2021-07",
            "2021-09",
            "2022-06",
        }
        | {
            "2022-07",
            "2022-08",
            "2022-09",
            "2023-01",
            "2023-03",
            "2023-04",
            "2023-06",
            "2023-07",
            "2024-02",
            "2024-03",
        }
        | {"2025-12", "2026-01", "2026-02", "2026-06"}
        | set(INDEX)
    )
)

EVERYTHING_KNOWN = date(2026, 12, 31)


def known_days_of(month: str) -> tuple[date, ...]:
    """Days around the announcements that matter to a month; a standard is known on each of them."""
    announcements = [version[2] for version in STANDARD_VERSIONS] + [index_announced(month)]
    around = [day + timedelta(days=step) for day in announcements for step in (-1, 0, 1)]
    days = sorted({*around, date.fromisoformat(month + "-01")})
    return (EVERYTHING_KNOWN, *(day for day in days if day >= STANDARD_VERSIONS[0][2]))


def months() -> st.SearchStrategy[str]:
    """Months from 2019-07 to 2026-06, most of them where something changes."""
    return (
        st.sampled_from(TURNING_MONTHS)
        | st.sampled_from(TURNING_MONTHS)
        | st.sampled_from(ALL_MONTHS)
    )


def known_days(month: str) -> st.SearchStrategy[date]:
    """The day whose knowledge counts."""
    return st.sampled_from(known_days_of(month))


@st.composite
def complete_cases(draw: DrawFn, month: str, known: date = EVERYTHING_KNOWN) -> Case:
    """Complete cases crowded around the thresholds of a month, as its figures were known on a day."""
    law = read_month(month, known)
    return build_case(
        lambda count: draw(below(count)), law, lambda place: draw(members(month, place))
    )


@st.composite
def members(draw: DrawFn, month: str, place: int) -> Case:
    """One member of a case; a strategy of its own, so that a shrunk case loses members as a whole."""
    return build_person(
        lambda count: draw(below(count)), read_month(month, EVERYTHING_KNOWN), place
    )


@st.composite
def situations(draw: DrawFn) -> tuple[Case, str, date]:
    """A case, a month and a known day that belong together."""
    month = draw(months())
    known = draw(known_days(month))
    return draw(complete_cases(month, known)), month, known


@cache
def below(count: int) -> st.SearchStrategy[int]:
    """Whole numbers below a count; made once each, because a case draws hundreds."""
    return st.integers(0, count - 1)


def random_case(rng: Random, month: str, known: date = EVERYTHING_KNOWN) -> Case:
    """A case of the same kind, drawn fast and without shrinking."""
    law = read_month(month, known)

    def pick(count: int) -> int:
        return int(rng.random() * count)

    return build_case(pick, law, lambda place: build_person(pick, law, place))


def random_month(rng: Random) -> str:
    """A month with the bias of `months`."""
    return rng.choice(TURNING_MONTHS if rng.random() < 2 / 3 else ALL_MONTHS)


def random_situation(rng: Random) -> tuple[Case, str, date]:
    """A case, a month and a known day that belong together."""
    month = random_month(rng)
    known = rng.choice(known_days_of(month))
    return random_case(rng, month, known), month, known
