"""The page by hand, continued: old age, children, prices, temporary assistance, circles, services."""

from datetime import date

import pytest

from .county import determine
from .examples import NO, circle, family, row, yes
from .households import EVERYTHING_KNOWN
from .plain import Case, household, person

SERVED, UNSERVED = ("eligible", None), ("not_eligible", None)


def child(**facts: object) -> Case:
    """A child of nine, with the facts stated."""
    return person("b", **{"relation": "child", "birth_date": "2015-01-01", **facts})


@pytest.mark.parametrize(
    ("facts", "old_age"),
    [
        ({"birth_date": "1944-03-31"}, yes(50_00)),
        ({"birth_date": "1944-04-01"}, NO),
        ({"birth_date": "1934-03-31"}, yes(100_00)),
        ({"birth_date": "1924-03-31"}, yes(300_00)),
        ({"birth_date": "1924-04-01"}, yes(100_00)),
        ({"birth_date": "1944-03-31", "division": "999998"}, NO),
        ({"birth_date": "1944-03-31", "absence": "prison", "other_income": "9000"}, yes(50_00)),
        ({"birth_date": "1940-03-31", "death_date": "2024-02-29"}, NO),
    ],
)
def test_old_age_allowance_by_the_months_last_day(facts: Case, old_age: object) -> None:
    assert row("old_age_allowance", household(person("a", **facts)), "a") == old_age


@pytest.mark.parametrize(
    ("category", "fen"),
    [
        ("orphan_institution", 2667_00),
        ("orphan_scattered", 1794_00),
        ("unattended", 1436_00),  # 80 % of 1794 = 1435.20
        ("guardian_missing", 1436_00),
        ("guardian_unable", 1077_00),  # 60 % = 1076.40
        ("severe", 897_00),  # 50 %
    ],
)
def test_child_allowance(category: str, fen: int) -> None:
    case = household(person("a", other_income="9000"), child(child_category=category))
    assert row("child_allowance", case, "b") == yes(fen)
    choosing_tekun = household(
        person("a", other_income="9000"), child(child_category=category, child_choice="tekun")
    )
    assert row("child_allowance", choosing_tekun, "b") == NO
    grown = household(person("a"), child(child_category=category, birth_date="2006-03-01"))
    assert row("child_allowance", grown, "b") == NO


def test_the_dibao_share_is_taken_from_a_counted_childs_allowance() -> None:
    # Dibao: 2 x 783.50 + 78.35 (under 14) = 1645.35, up to 1646; a half is 823; 897 - 823 = 74.
    assert row("child_allowance", family(child(child_category="severe")), "b") == yes(74_00)
    # Three: 3 x 783.50 + 78.35 = 2428.85, up to 2429; a third is 809.666...; 897 - 809.666... =
    # 87.333...
    assert row("child_allowance", family(child(child_category="severe"), person("c")), "b") == yes(
        87_33
    )
    # A child in a monastery for long does not count and keeps the whole.
    away = child(child_category="severe", absence="monastery", absence_since="2020-01-01")
    assert row("child_allowance", family(away), "b") == yes(897_00)
    # Both ill: 1567 + 2 x 156.70 = 1880.40, up to 1881; a half is 940.50, more than 897: a right
    # that comes to nothing.
    ill = household(
        person("a", serious_illness=True), child(child_category="severe", serious_illness=True)
    )
    assert row("child_allowance", ill, "b") == yes(0)


def test_a_child_with_an_allowance_has_the_nursing_subsidy_only() -> None:
    case = family(child(child_category="severe", disability_kind="mental", disability_grade=3))
    assert row("disability_living_subsidy", case, "b") == NO
    assert row("disability_nursing_subsidy", case, "b") == yes(80_00)


def test_child_insurance_in_january() -> None:
    for members in (
        family(child()),
        household(person("a", other_income="9000"), child(child_category="severe")),
    ):
        assert row("child_insurance", members, "b", "2024-01") == yes(600_00)
        assert row("child_insurance", members, "b", "2024-02") == NO
    assert (
        row("child_insurance", household(person("a", other_income="9000"), child()), "b", "2024-01")
        == NO
    )


@pytest.mark.parametrize(
    ("month", "known", "price"),
    [
        ("2024-03", date(2024, 4, 14), ("undetermined", None)),
        ("2024-03", date(2024, 4, 15), yes(32_12)),  # 4.1 % of 783.50 = 32.1235
        ("2020-04", EVERYTHING_KNOWN, yes(48_24)),  # 3.6 % of 670 = 24.12, doubled
        ("2021-08", EVERYTHING_KNOWN, NO),
        ("2021-11", EVERYTHING_KNOWN, yes(25_55)),  # 3.5 % of 730
        ("2022-08", EVERYTHING_KNOWN, yes(19_13)),  # food 6.1; 2.5 % of 765 = 19.125
        ("2022-10", EVERYTHING_KNOWN, yes(22_95)),  # the lower trigger; 3 % of 765
        ("2023-02", EVERYTHING_KNOWN, yes(0)),  # food 6.0, but the CPI is negative
        ("2023-05", EVERYTHING_KNOWN, NO),
        ("2023-06", EVERYTHING_KNOWN, ("undetermined", None)),
    ],
)
def test_price_subsidy(month: str, known: date, price: object) -> None:
    assert row("price_subsidy", family(), "a", month, known) == price
    assert (
        row("price_subsidy", household(person("a", other_income="9000")), "a", month, known) == NO
    )


def test_the_edge_has_the_price_subsidy_in_the_wider_months_only() -> None:
    edge = household(person("a", other_income="800"))
    assert row("price_subsidy", edge, "a", "2022-08") == NO
    assert row("price_subsidy", edge, "a", "2022-09") == ("undetermined", None)
    assert row("price_subsidy", edge, "a", "2022-10") == yes(22_95)
    assert row("price_subsidy", edge, "a", "2024-03") == NO


@pytest.mark.parametrize(
    ("emergency", "times"), [("fire", 3), ("disaster", 3), ("traffic", 2), ("other", 1)]
)
def test_urgent_assistance_in_the_month_of_application(emergency: str, times: int) -> None:
    case = household(person("a", other_income="9000"), emergency=emergency, applied_on="2024-03-31")
    assert row("temporary_assistance", case) == yes(times * 783_50)
    assert (circle(case), circle(case, "2024-04")) == ("urgent", "none")
    assert row("temporary_assistance", case, month="2024-04") == NO


# Income 2000 a month, 24000 a year, of which 60 % is 14400, or 1200 a month.
@pytest.mark.parametrize(
    ("spent", "line", "assistance"),
    [
        ("1200", "2500", NO),
        ({"per_year": "14400.01"}, "2500", yes(1_00)),
        ("1500", "2500", yes(1200_00)),  # (18000 - 14400) / 3
        ("1500", "2000", NO),
        ("1500", {"per_year": "24000.01"}, yes(1200_00)),
        ("3000", "2500", yes(4701_00)),  # (36000 - 14400) / 3 = 7200, at most 6 x 783.50
    ],
)
def test_rigid_expenditure(spent: object, line: object, assistance: object) -> None:
    spending = {"rigid_medical": spent, "disposable_income_line": line}
    case = household(person("a", other_income="2000"), **spending, applied_on="2024-03-01")
    assert row("temporary_assistance", case) == assistance
    assert row("temporary_assistance", case, month="2024-04") == NO
    assert circle(case, "2024-04") == ("none" if assistance == NO else "rigid_expenditure")


def test_tekun_is_the_innermost_circle() -> None:
    case = family(person("b", birth_date="1950-01-01", supporter="none"))
    assert (circle(case), row("dibao", case)) == ("tekun", yes(784_00))


def test_services() -> None:
    rich = {"other_income": "9000"}
    assert (
        row("home_care_service", household(person("a", birth_date="1944-03-01", **rich)), "a")
        == SERVED
    )
    assert (
        row("home_care_service", household(person("a", birth_date="1944-03-02", **rich)), "a")
        == UNSERVED
    )
    assert row("home_care_service", household(person("a", self_care_items_failed=4)), "a") == SERVED
    assert (
        row("home_care_service", household(person("a", self_care_items_failed=4, **rich)), "a")
        == UNSERVED
    )
    assert row("home_adaptation", household(person("a", self_care_items_failed=1)), "a") == SERVED
    assert (
        row("home_adaptation", household(person("a", party_member_since="1974-03-01", **rich)), "a")
        == SERVED
    )
    assert (
        row("home_adaptation", household(person("a", party_member_since="1974-03-02", **rich)), "a")
        == UNSERVED
    )
    assert row("charity_education", household(person("a", education="vocational")), "a") == SERVED
    assert row("charity_education", household(person("a", education="compulsory")), "a") == UNSERVED


@pytest.mark.parametrize(
    ("died", "waiver"),
    [
        ("2024-03-31", SERVED),
        ("2024-01-01", SERVED),
        ("2023-12-31", UNSERVED),
        ("2024-04-01", UNSERVED),
    ],
)
def test_funeral_waiver(died: str, waiver: object) -> None:
    assert row("funeral_waiver", household(person("a", death_date=died)), "a") == waiver


def test_child_risk_colour() -> None:
    for level, colour in (
        ("high", "red"),
        ("medium", "yellow"),
        ("low", "blue"),
        ("none", "green"),
    ):
        for name in ("risk_guardianship", "risk_physical", "risk_behaviour"):
            case = family(child(**{name: level}))
            assert determine(case, "2024-03", EVERYTHING_KNOWN)["child_risk_colour"] == {
                "a": "green",
                "b": colour,
            }
