"""The page by hand: one small household for each family of rules, with its arithmetic, on and
beside the thresholds.

Unless a test says otherwise the month is 2024-03, whose standard S is 783.50 and whose index is
known.
"""

from datetime import date

import pytest

from .county import determine
from .examples import NO, circle, family, row, yes
from .households import EVERYTHING_KNOWN
from .plain import Case, household, person

SEVERE = {"disability_kind": "speech", "disability_grade": 1}


# 3 x 783.50 = 2350.50: one fen under leaves 0.01, which is rounded up to a yuan; on it there is no
# dibao but the edge. 1.5 x 2350.50 = 3525.75 is no longer the edge.
@pytest.mark.parametrize(
    ("income", "dibao", "place"),
    [
        ("0", yes(2351_00), "dibao"),
        ("2350.49", yes(1_00), "dibao"),
        ("2350.50", NO, "dibao_edge"),
        ("3525.74", NO, "dibao_edge"),
        ("3525.75", NO, "none"),
    ],
)
def test_dibao_and_its_edge_end_strictly_below_their_limits(
    income: str, dibao: object, place: str
) -> None:
    case = household(person("a", other_income=income), person("b"), person("c"))
    assert (row("dibao", case), circle(case)) == (dibao, place)


def test_the_highest_supplement_of_each_member_and_one_rounding() -> None:
    # S 730: 2 x 730 - 100.05 + 146 (grade 2, and illness adds nothing) + 73 (under 14) = 1578.95,
    # up to 1579.
    head = person(
        "a",
        disability_kind="speech",
        disability_grade=2,
        serious_illness=True,
        other_income="100.05",
    )
    case = household(head, person("b", relation="child", birth_date="2013-08-01"))
    assert row("dibao", case, month="2021-07") == yes(1579_00)
    # The 14th birthday itself ends the supplement: 1460 - 100.05 + 146 = 1505.95.
    older = household(head, person("b", relation="child", birth_date="2007-08-01"))
    assert row("dibao", older, month="2021-08") == yes(1506_00)


@pytest.mark.parametrize(
    ("month", "known", "fen"),
    [
        ("2021-07", date(2021, 9, 14), 700_00),
        ("2021-07", date(2021, 9, 15), 730_00),
        ("2022-07", date(2022, 8, 9), 760_00),
        ("2022-07", date(2022, 8, 10), 765_00),
        ("2022-06", date(2022, 8, 10), 730_00),
    ],
)
def test_a_standard_is_seen_from_its_announcement_on(month: str, known: date, fen: int) -> None:
    assert row("dibao", family(), month=month, known=known) == yes(fen)


def test_there_is_no_law_before_the_first_standard() -> None:
    with pytest.raises(ValueError, match="outside"):
        determine(family(), "2019-06", EVERYTHING_KNOWN)
    with pytest.raises(LookupError):
        determine(family(), "2019-07", date(2019, 6, 19))


@pytest.mark.parametrize(
    ("facts", "fen"),
    [
        # 900.05 - 300 = 600.05 counts: 783.50 - 600.05 = 183.45
        ({"employed": True, "wage": "900.05", "employment_cost": "400"}, 184_00),
        # not employed, no deduction: 900.05 is above S
        ({"wage": "900.05", "employment_cost": "400"}, None),
        # half of 600.05 is exempt: 783.50 - 300.025 + 156.70 = 640.175
        ({"employed": True, "wage": "900.05", "employment_cost": "400", **SEVERE}, 641_00),
        # costs above the wage take nothing from other income: 783.50 - 83.50 = 700
        (
            {"employed": True, "wage": "100", "employment_cost": "200", "other_income": "83.50"},
            700_00,
        ),
        ({"full_time_student": True, "wage": "5000"}, 784_00),
        # more support paid than received counts as none
        ({"support_received": "100", "support_paid": "150"}, 784_00),
        # 1000.01 a year is 83.334166...: 700.1658...
        ({"other_income": {"per_year": "1000.01"}}, 701_00),
        ({"preferential_pension": "900", "government_assistance": "900"}, 784_00),
    ],
)
def test_countable_income(facts: Case, fen: int | None) -> None:
    assert row("dibao", household(person("a", **facts))) == (NO if fen is None else yes(fen))


def test_the_central_pension_counts_from_2026() -> None:
    case = household(person("a", resident_pension_central="100"))
    assert row("dibao", case, month="2025-12") == yes(784_00)
    assert row("dibao", case, month="2026-01") == yes(684_00)  # 683.50


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({"relation": "child", "birth_date": "2006-03-02"}, True),
        ({"relation": "child", "birth_date": "2006-03-01"}, False),
        ({"relation": "child", "birth_date": "2003-01-01", "can_live_independently": False}, True),
        (
            {
                "relation": "child",
                "birth_date": "2003-01-01",
                "dependent": True,
                "co_resident": True,
            },
            True,
        ),
        ({"relation": "child", "birth_date": "2003-01-01", "education": "bachelor"}, False),
        ({"dependent": True}, False),
        ({"co_resident": True}, False),
        ({"relation": "parent", "can_live_independently": False}, False),
        ({"relation": "spouse"}, True),
        ({"relation": "spouse", "absence": "prison"}, False),
        ({"relation": "spouse", "absence": "drug_detention"}, False),
        ({"relation": "spouse", "absence": "declared_missing"}, False),
        ({"relation": "spouse", "absence": "monastery", "absence_since": "2021-03-02"}, True),
        ({"relation": "spouse", "absence": "monastery", "absence_since": "2021-03-01"}, False),
        ({"relation": "spouse", "absence": "monastery"}, True),
        ({"relation": "spouse", "absence": "none", "absence_since": "2000-01-01"}, True),
        ({"relation": "spouse", "death_date": "2024-03-01"}, True),
        ({"relation": "spouse", "death_date": "2024-02-29"}, False),
        ({"relation": "child", "birth_date": "2024-03-02"}, False),
    ],
)
def test_who_counts(facts: Case, counts: bool) -> None:
    # An income of 783.50 in the household: dibao is for two or for nobody.
    stated = {"dependent": False, "co_resident": False, **facts}
    head = person("a", other_income="783.50", dependent=False, co_resident=False)
    case = household(head, person("b", **stated))
    assert (row("dibao", case) != NO) == counts


@pytest.mark.parametrize(
    "education", ["compulsory", "senior_high", "vocational", "college", "bachelor"]
)
def test_a_grown_child_in_full_time_education_counts(education: str) -> None:
    grown = {
        "relation": "child",
        "birth_date": "2003-01-01",
        "dependent": False,
        "full_time_student": True,
    }
    assert row("dibao", family(person("b", **grown, education=education))) == yes(1567_00)
    assert row("dibao", family(person("b", **grown, education="master"))) == yes(784_00)


def test_a_leap_day_birthday_comes_on_the_first_of_march() -> None:
    case = family(person("b", relation="child", birth_date="2008-02-29", dependent=False))
    assert row("dibao", case, month="2026-02") == yes(1567_00)
    assert row("dibao", case, month="2026-03") == yes(784_00)


# 24 x 783.50 = 18804 for one head.
@pytest.mark.parametrize(
    ("facts", "fen"),
    [
        ({"financial_assets": "18804.00", "dwellings": 0}, 784_00),
        ({"financial_assets": "18804.01"}, None),
        ({"vehicles": 1}, None),
        ({"dwellings": 2}, None),
    ],
)
def test_property(facts: Case, fen: int | None) -> None:
    assert row("dibao", family(**facts)) == (NO if fen is None else yes(fen))


@pytest.mark.parametrize(
    ("own", "others", "single"),
    [
        ("0", "1566.99", NO),  # 2 x 783.50 = 1567: the household is in dibao
        ("0", "1567", yes(784_00)),
        ("0", "2350.49", yes(784_00)),
        ("0", "2350.50", NO),  # 1.5 x 1567: no longer the edge
        ("783.49", "1000", yes(1_00)),
        ("783.50", "1000", NO),
    ],
)
def test_single_person_dibao(own: str, others: str, single: object) -> None:
    case = household(
        person("a", serious_illness=True, other_income=own), person("b", other_income=others)
    )
    assert row("single_person_dibao", case, "a") == single


@pytest.mark.parametrize(
    ("kind", "grade", "single"),
    [
        ("mental", 3, yes(784_00)),
        ("mental", 4, NO),
        ("hearing", 2, yes(784_00)),
        ("hearing", 3, NO),
        ("none", 1, NO),
    ],
)
def test_single_person_dibao_by_disability(kind: str, grade: int, single: object) -> None:
    case = household(
        person("a", disability_kind=kind, disability_grade=grade), person("b", other_income="1567")
    )
    assert row("single_person_dibao", case, "a") == single


@pytest.mark.parametrize(
    ("since", "phase_out"),
    [
        ("2024-04-01", NO),
        ("2024-03-31", yes(333_33)),
        ("2024-01-01", yes(333_33)),
        ("2023-12-31", yes(166_67)),  # 166.665
        ("2023-10-31", yes(166_67)),
        ("2023-09-30", NO),
    ],
)
def test_phase_out_lasts_six_calendar_months(since: str, phase_out: object) -> None:
    case = household(
        person("a", serious_illness=True, disability_kind="speech", disability_grade=4),
        person("b", other_income="2000"),
        phase_out_since=since,
        last_dibao_amount="333.33",
    )
    assert row("dibao_phase_out", case) == phase_out
    assert (row("single_person_dibao", case, "a") == NO) == (phase_out != NO)
    # Either way the tier of those in dibao holds: 25 % of 783.50 = 195.875.
    assert row("disability_living_subsidy", case, "a") == yes(195_88)
    assert circle(case) == "dibao_edge"


@pytest.mark.parametrize(
    ("facts", "tekun"),
    [
        ({"birth_date": "1964-03-01"}, True),
        ({"birth_date": "1964-03-02"}, False),
        ({"birth_date": "2008-03-02", "relation": "child"}, True),
        ({"birth_date": "2008-03-01", "relation": "child"}, False),
        ({"disability_kind": "visual", "disability_grade": 1}, True),
        ({"disability_kind": "visual", "disability_grade": 2}, False),
        ({"disability_kind": "mental", "disability_grade": 3}, True),
        ({"disability_kind": "none", "disability_grade": 1}, False),
        (
            {
                "birth_date": "1954-03-01",
                "other_income": "783.49",
                "resident_pension_central": "300",
            },
            True,
        ),
        ({"birth_date": "1954-03-01", "other_income": "783.50"}, False),
        ({"birth_date": "1954-03-01", "supporter": "able"}, False),
        ({"birth_date": "2015-03-01", "relation": "child", "child_category": "severe"}, False),
        (
            {
                "birth_date": "2015-03-01",
                "relation": "child",
                "child_category": "severe",
                "child_choice": "tekun",
            },
            True,
        ),
    ],
)
def test_tekun(facts: Case, tekun: bool) -> None:
    # The assets are just what two may have: the one in tekun counts for tekun's own test, and not
    # for dibao's.
    case = family(person("b", **{"supporter": "unable", **facts}), financial_assets="37608.00")
    assert row("tekun", case, "b") == (yes(1300_00) if tekun else NO)
    assert row("tekun_care", case, "b") == (yes(184_00) if tekun else NO)
    assert (row("dibao", case) == NO) == tekun
    assert row("tekun", {**case, "financial_assets": "37608.01"}, "b") == NO


@pytest.mark.parametrize(
    ("failed", "fen"), [(0, 184_00), (1, 306_67), (3, 306_67), (4, 613_33), (6, 613_33)]
)
def test_care_by_self_care(failed: int, fen: int) -> None:
    # 1840 / 10, / 6 = 306.666..., / 3 = 613.333...
    case = household(
        person("a", birth_date="1950-01-01", supporter="none", self_care_items_failed=failed)
    )
    assert row("tekun_care", case, "a") == yes(fen)


# A single head with grade 2, physical, unless other facts are stated.
@pytest.mark.parametrize(
    ("facts", "living"),
    [
        ({}, yes(274_23)),  # in dibao: 35 % of 783.50 = 274.225
        ({"disability_grade": 3}, yes(195_88)),  # 25 % = 195.875
        ({"disability_kind": "none"}, NO),
        ({"other_income": "1200"}, yes(783_50)),  # no fixed income
        ({"other_income": "1200", "disability_kind": "hearing"}, NO),
        # a wage as given
        ({"wage": "1566.99", "full_time_student": True, "other_income": "1200"}, NO),
        # half counts: 1567 = 2 S; 60 %
        ({"wage": "3134.00", "kept_by_aged_parent": True}, yes(470_10)),
        ({"wage": "3134.02", "kept_by_aged_parent": True}, NO),
        ({"work_injury_nursing_fee": "0.01"}, NO),
        ({"disability_certificate_from": "2024-03-02"}, NO),
        (
            {
                "disability_certificate_from": "2024-03-01",
                "disability_certificate_until": "2024-03-01",
            },
            yes(274_23),
        ),
        ({"disability_certificate_until": "2024-02-29"}, NO),
        ({"aged_living_subsidy": "274.22"}, yes(274_23)),
        ({"aged_living_subsidy": "274.23"}, NO),
    ],
)
def test_disability_living_subsidy(facts: Case, living: object) -> None:
    case = household(person("a", **{"disability_kind": "physical", "disability_grade": 2, **facts}))
    assert row("disability_living_subsidy", case, "a") == living


def test_two_with_a_grade_open_the_60_percent_row_for_both() -> None:
    disabled = {"disability_kind": "hearing", "disability_grade": 4}
    case = household(person("a", **disabled, other_income="2350.50"), person("b", **disabled))
    assert [row("disability_living_subsidy", case, payee) for payee in "ab"] == [yes(470_10)] * 2


@pytest.mark.parametrize(
    ("facts", "nursing"),
    [
        ({"disability_kind": "hearing", "disability_grade": 1}, yes(150_00)),
        ({"disability_kind": "hearing", "disability_grade": 2}, yes(130_00)),
        ({"disability_kind": "hearing", "disability_grade": 3}, NO),
        ({"disability_kind": "mental", "disability_grade": 4}, yes(80_00)),
        (
            {"disability_kind": "mental", "disability_grade": 4, "aged_nursing_subsidy": "79.99"},
            yes(80_00),
        ),
        ({"disability_kind": "mental", "disability_grade": 4, "aged_nursing_subsidy": "80"}, NO),
    ],
)
def test_disability_nursing_subsidy(facts: Case, nursing: object) -> None:
    assert row("disability_nursing_subsidy", household(person("a", **facts)), "a") == nursing
