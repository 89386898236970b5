"""One population under two laws: what is counted, that it adds up, and that sides can be swapped."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from welfare_rules.impact.comparison import GROUPS
from welfare_rules.impact.report import OF_HOUSEHOLDS, ImpactReport
from welfare_rules.impact.rights import MOVES
from welfare_rules.impact.run import Impact, both_sides
from welfare_rules.impact.text import blocks
from welfare_rules.language.types import Entity
from welfare_rules.rules import Rules
from welfare_rules.synthetic.people import households
from welfare_rules.synthetic.reading import read

COUNTY = read("model-county")
POLICY = wr.load("cn/model")
MONTHS = ("2020-03", "2021-08", "2022-08", "2022-10", "2024-03")
Columns = dict[str, list[str]]


@cache
def rules_of(month: str) -> Rules:
    return POLICY.at(month, "2024-12-31")


def population(seed: int, count: int) -> tuple[Columns, Columns]:
    """Made-up households as two tables in memory."""
    whole = (*COUNTY.columns, *COUNTY.members)
    homes: Columns = {"id": []}
    people: Columns = {"household": [], "id": []}
    for each in islice(households(COUNTY, seed, count), count):
        homes["id"].append(f"h{each.number}")
        for place in COUNTY.facts[Entity.HOUSEHOLD]:
            homes.setdefault(whole[place].id, []).append(each.row[place])
        for number, (_, _, row) in enumerate(each.members, 1):
            people["household"].append(f"h{each.number}")
            people["id"].append(f"p{number}")
            for place in COUNTY.facts[Entity.MEMBER]:
                people.setdefault(whole[place].id, []).append(row[place])
    return homes, people


def found(seed: int, one: str, other: str, count: int = 12) -> Impact:
    return both_sides(rules_of(one), rules_of(other), *population(seed, count))


SEEDS = st.integers(0, 2**40)
MONTH = st.sampled_from(MONTHS)


@given(SEEDS, MONTH)
@settings(max_examples=4)
def test_nothing_changes_between_a_side_and_itself(seed: int, month: str) -> None:
    made = found(seed, month, month)
    data = ImpactReport(made).data
    for each in data["benefits"].values():
        assert [each[move] for move in ("enter", "leave", "more", "less")] == [0, 0, 0, 0]
        assert each["difference"] in ("0.00", None)
    assert data["households"]["more"] == data["households"]["less"] == 0
    assert data["total"]["difference"] == "0.00"
    assert data["why_nothing"]["reason"] == "same_rules"
    assert not data["rows"]


@given(SEEDS, MONTH, MONTH)
@settings(max_examples=8)
def test_swapped_sides_tell_the_opposite(seed: int, one: str, other: str) -> None:
    there, back = (ImpactReport(found(seed, *pair)).data for pair in ((one, other), (other, one)))
    opposite = {"enter": "leave", "leave": "enter", "more": "less", "less": "more"}
    for key, each in there["benefits"].items():
        for move in MOVES:
            assert each[move] == back["benefits"][key][opposite.get(move, move)]
        if each["before"] is not None:
            assert (each["before"], each["after"]) == (
                back["benefits"][key]["after"],
                back["benefits"][key]["before"],
            )
    for move in OF_HOUSEHOLDS:
        assert there["households"][move] == back["households"][opposite.get(move, move)]
    for name in ("total", "once"):
        assert Decimal(there[name]["difference"]) == -Decimal(back[name]["difference"])
        for low, high in (("at_least", "at_most"), ("at_most", "at_least")):
            bound, mirror = there[name][low], back[name][high]
            assert (bound is None and mirror is None) or Decimal(bound) == -Decimal(mirror)


@given(SEEDS, MONTH, MONTH)
@settings(max_examples=8)
def test_everything_adds_up(seed: int, one: str, other: str) -> None:
    made = found(seed, one, other)
    data, told = ImpactReport(made).data, made.comparison
    population_ = data["population"]
    for key, each in data["benefits"].items():
        payees = "households" if told.payable[key].of_household else "members"
        assert sum(each[move] for move in MOVES) == population_[payees]
    assert sum(data["households"].values()) == population_["households"]
    for side in ("before", "after", "difference"):
        parts = [each for each in data["benefits"].values() if each["per"] != "service"]
        monthly = sum(Decimal(each[side]) for each in parts if each["per"] == "month")
        single = sum(Decimal(each[side]) for each in parts if each["per"] != "month")
        assert monthly == Decimal(data["total"][side])
        assert single == Decimal(data["once"][side])
        for by in GROUPS:
            groups = data["groups"][by].values()
            assert sum(Decimal(each[side]) for each in groups) == Decimal(data["total"][side])
    for by in GROUPS:
        for move in OF_HOUSEHOLDS:
            assert (
                sum(each[move] for each in data["groups"][by].values()) == data["households"][move]
            )
    for side in ("before", "after"):
        assert sum(each[side] for each in data["circles"].values()) == population_["households"]
    for by in ("circle",):
        for key, each in data["groups"][by].items():
            assert each["households"] == data["circles"][key]["before"]
    for lang in ("zh", "en"):  # and it can be told
        assert list(blocks(ImpactReport(made), lang))


@given(SEEDS, MONTH, MONTH)
@settings(max_examples=8)
def test_counts_and_amounts_are_those_of_determine(seed: int, one: str, other: str) -> None:
    homes, people = population(seed, 6)
    made = both_sides(rules_of(one), rules_of(other), homes, people)
    sides = [rules_of(each).run(homes, people) for each in (one, other)]
    payable = made.comparison.payable
    for benefit, known in payable.items():
        columns: list[list[tuple[Any, ...]]] = []
        for side in sides:
            frame = side.households if known.of_household else side.members
            names = [f"{benefit}.{part}" for part in ("status", "at_least", "at_most")]
            if names[0] in frame.columns:
                columns.append(list(zip(*map(frame.column, names), strict=True)))
            else:
                columns.append([("not_eligible", Decimal(0), Decimal(0))] * len(frame))
        counts: Counter[str] = Counter()
        sums = [Decimal(0), Decimal(0)]
        for before, after in zip(*columns, strict=True):
            open_ = any(
                side[0] == "undetermined" or (not known.service and side[1] != side[2])
                for side in (before, after)
            )
            if open_:
                counts["undetermined"] += 1
                continue
            was, now = (each[0] == "eligible" for each in (before, after))
            amounts = [Decimal(0) if each[1] is None else each[1] for each in (before, after)]
            sums = [total + amount for total, amount in zip(sums, amounts, strict=True)]
            if was != now:
                counts["enter" if now else "leave"] += 1
            elif amounts[0] != amounts[1]:
                counts["more" if amounts[1] > amounts[0] else "less"] += 1
            else:
                counts["same"] += 1
        told = ImpactReport(made).data["benefits"][benefit]
        assert {move: told[move] for move in MOVES} == {move: counts[move] for move in MOVES}
        if not known.service:
            assert [Decimal(told["before"]), Decimal(told["after"])] == sums


@cache
def again() -> wr.Policy:
    """The same law once more, as another folder has it."""
    return POLICY.what_if({}, start="2021-01")


def test_another_folder_is_the_same_law_when_nothing_in_it_differs() -> None:
    homes, people = population(3, 20)
    here, there = POLICY.at("2021-08", "2021-12-31"), again().at("2021-08", "2021-12-31")
    assert here.program.law is not there.program.law
    made = both_sides(here, there, homes, people)
    assert made.why is not None
    assert made.why.reason == "same_rules"
    other = again().at("2022-08", "2022-12-31")
    one, two = (
        {**ImpactReport(both_sides(other, each, homes, people)).data, "sides": None}
        for each in (here, there)
    )
    assert one["rows"]
    assert one == two


def test_a_household_that_one_side_cannot_read_is_left_out_and_counted() -> None:
    homes, people = population(3, 5)
    people["birth_date"][0] = "1990-13-01"
    made = both_sides(rules_of("2021-06"), rules_of("2021-08"), homes, people)
    assert made.comparison.refused == 1
    assert made.comparison.households.whole == 4
    assert [each.code for each in made.findings]
    apart = both_sides(rules_of("2021-06"), again().at("2021-08", "2024-12-31"), homes, people)
    assert ImpactReport(apart).data["population"] == ImpactReport(made).data["population"]
    assert ImpactReport(apart).data["benefits"] == ImpactReport(made).data["benefits"]


def test_benefits_may_be_chosen_by_label() -> None:
    homes, people = population(3, 20)
    one, other = rules_of("2021-06"), rules_of("2021-08")
    told = both_sides(one, other, homes, people, ["最低生活保障", "tekun"])
    assert set(told.comparison.benefits) == {"dibao", "tekun"}
    whole = both_sides(one, other, homes, people)
    assert told.comparison.benefits["dibao"] == whole.comparison.benefits["dibao"]
    with pytest.raises(wr.RequestError):
        both_sides(one, other, homes, people, ["dibo"])


def why(before: Rules, after: Rules, count: int = 12) -> str | None:
    made = both_sides(before, after, *population(3, count))
    return None if made.why is None else made.why.reason


def test_it_is_told_why_nothing_changes() -> None:
    known = "2021-08-01"
    at = POLICY.at("2021-05", known)
    raised = POLICY.what_if({"dibao_standard": "999"}, start="2021-07")
    assert why(at, raised.at("2021-05", known)) == "not_in_force"
    assert why(POLICY.at("2021-07", known), raised.at("2021-07", known)) is None
    # a standard from July was announced in September
    early = POLICY.at("2021-07", "2021-07-15")
    assert why(early, POLICY.at("2021-07", known)) == "announced_later"
    assert why(early, POLICY.at("2021-07", "2021-10-01")) is None
    assert why(at, again().at("2021-05", known)) == "same_rules"
    assert why(at, at, 0) == "no_household"
    # one hundred years is a line that nobody here comes to
    older = POLICY.what_if({"old_age_100": "999"}, start="2021-01")
    assert why(at, older.at("2021-05", known), 10) == "nobody_concerned"
