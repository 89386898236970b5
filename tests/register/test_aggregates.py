"""The bureau's own totals against what the encoded law makes of a plain mix of cases.

No figure stands here: totals, mixes and bounds are data, beside their reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli

import welfare_rules as wr

DATA: dict[str, Any] = tomli.loads(
    (Path(__file__).parent / "binhai_2021.toml").read_text(encoding="utf-8")
)
AGGREGATES: list[dict[str, Any]] = DATA["aggregate"]


@dataclass(frozen=True, slots=True)
class Paid:
    """What the law pays a person of one part in one month: bounds, equal where it is decided.

    `most` is None where nothing bounds it.
    """

    weight: Fraction
    least: Fraction
    most: Fraction | None

    @property
    def decided(self) -> bool:
        return self.least == self.most


@cache
def policy() -> wr.Policy:
    return wr.load(DATA["jurisdiction"])


def paid(aggregate: dict[str, Any]) -> Iterator[Paid]:
    """What each person of each part is paid in each of its months, by weight."""
    for part in aggregate["part"]:
        members = [
            {"id": f"p{place}", **DATA["person"], **each}
            for place, each in enumerate(part["members"], 1)
        ]
        own = {key: part[key] for key in ("applied_on", "emergency") if key in part}
        case = {"id": "household", **DATA["household"], **own, "members": members}
        heads = len(members) if part["payee"] == "household" else 1
        weight = Fraction(part["weight"] * heads, len(part["months"]))
        for month in part["months"]:
            answer = policy().at(month, known=str(DATA["known"])).determine(case)
            found = answer[aggregate["benefit"], part["payee"]]
            assert found.status != "not_eligible", (aggregate["id"], month, part["payee"])
            assert found.missing_facts == (), (aggregate["id"], found.missing_facts)
            least = Fraction(found.at_least or 0) / heads
            most = None if found.at_most is None else Fraction(found.at_most) / heads
            yield Paid(weight, least, most)


def average(aggregate: dict[str, Any]) -> Fraction:
    return Fraction(aggregate["total"], aggregate["persons"] * aggregate["months"])


def mean(amounts: list[tuple[Fraction, Fraction]]) -> Fraction:
    return sum((w * a for w, a in amounts), Fraction(0)) / sum(w for w, _ in amounts)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=[each["id"] for each in AGGREGATES])
def test_the_law_comes_to_what_the_bureau_paid_or_says_why_not(aggregate: dict[str, Any]) -> None:
    found, said = [*paid(aggregate)], average(aggregate)
    share = Fraction(aggregate["within"].rstrip("%")) / 100
    least = mean([(each.weight, each.least) for each in found])
    assert least * (1 - share) <= said, (float(said), float(least))
    bounds = [(each.weight, each.most) for each in found if each.most is not None]
    if len(bounds) == len(found):
        most = mean(bounds)
        assert said <= most * (1 + share), (float(said), float(most))
        assert said == most or aggregate.get("at") != "most"
    assert len(aggregate["because"]) > 10
    if not all(each.decided for each in found) or share:
        assert len(aggregate["unexplained"]) > 8, "say what the law does not explain"


@pytest.mark.parametrize(
    "aggregate", [each for each in AGGREGATES if "rest" in each], ids=lambda each: each["id"]
)
def test_months_without_a_figure_must_have_come_to_the_rest(aggregate: dict[str, Any]) -> None:
    found = [*paid(aggregate)]
    known = [each for each in found if each.decided]
    assert 0 < len(known) < len(found)
    whole, part = (sum(each.weight for each in some) for some in (found, known))
    rest = average(aggregate) * whole - sum(each.weight * each.least for each in known)
    assert round(rest / (whole - part), 2) == Fraction(aggregate["rest"])


def test_the_mixes_are_of_what_the_law_decides() -> None:
    """Those that the law explains are decided in every month, or the test would tell nothing."""
    whole = {each["id"] for each in AGGREGATES if all(one.decided for one in paid(each))}
    assert {"dibao", "living subsidy"} <= whole
