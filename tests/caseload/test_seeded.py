"""The checks of the two subsidies for disabled persons (death, downgrade, employee pension) find
every error that was put into a made-up office, and no other.

Around the errors stand what looks like one: namesakes, twins, deaths of somebody else under a wrong
number, incomes of another year, yearly totals told as a month's, what a source takes back or puts
right, changes that change nothing, and events that come twice and in any order.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.basics.id_number import check_character
from welfare_rules.caseload.store import Caseload, put_all
from welfare_rules.caseload.watch import settle_all, take_in
from welfare_rules.events.event import EventReader, read_lines
from welfare_rules.events.identity import Identity

POLICY = wr.load("cn/jiangsu/yancheng/binhai")
READER = EventReader.of(POLICY.law)
SUBSIDIES = {"disability_living_subsidy", "disability_nursing_subsidy"}
CHECKS = {"death", "disability-changed", "pension-beside-subsidies"} & {
    each.id for each in POLICY.law.watches
}
PAID = ["disability_nursing_subsidy"]
BIRTHDAYS = ("1950-05-01", "1961-02-03", "1972-11-30")  # few, so that there are many of one
NAMES = ("张伟", "王芳", "李娜")


@dataclass
class Office:
    """A made-up office, the lines that it is sent, and the errors among them."""

    chance: Random
    homes: list[tuple[Any, str, Any]] = field(default_factory=list[tuple[Any, str, Any]])
    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    errors: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])
    count: int = 0

    def somebody(self, *, paid: bool, born: str = "", name: str = "") -> dict[str, str]:
        """Somebody in a household alone, as an agency names him."""
        self.count += 1
        born = born or self.chance.choice(BIRTHDAYS)
        digits = f"320922{born.replace('-', '')}{self.count:03d}"
        number = digits + check_character(digits)
        name = name or self.chance.choice(NAMES)
        facts: dict[str, Any] = {"disability_grade": 4, "wage": "20000.00", "employed": True}
        if paid:
            grade = self.chance.choice([1, 2])
            facts = {"disability_kind": "physical", "disability_grade": grade, "receiving": PAID}
        head = person("p1", "head", born, **{"division": "320922", **facts})
        case = {**household(head), "id": f"h{self.count}", "division": "320922"}
        self.homes.append(({"case": case}, "东坎", {"p1": Identity.of(number, name, None)}))
        return {"id_number": number, "name": name, "birth_date": born, "case": case["id"]}

    def told(self, source: str, who: dict[str, str], **more: Any) -> str:
        """Sends an event; once or twice. Its id."""
        id = str(len(self.lines))
        line = {
            **{"source": source, "id": id, "type": "x", "time": "2021-09-08"},
            **{"received": "2021-09-14", "person": {k: v for k, v in who.items() if k != "case"}},
            **more,
        }
        self.lines.extend([line] * self.chance.choice([1, 1, 2]))
        return id

    def error(self, who: dict[str, str], watch: str) -> None:
        self.errors.add((who["case"], "p1", watch))


DEATH = {"set": {"death_date": "2021-09-08"}}
DOWNGRADE = {"set": {"disability_grade": 4}}
PENSION = {"set": {"employee_pension": "1800.00"}, "covers": "2021-09"}


def seed(office: Office) -> None:
    """Puts errors in, and what looks like them."""
    for source, told, watch in (
        ("公安", DEATH, "death"),
        ("残联", DOWNGRADE, "disability-changed"),
        ("社保", PENSION, "pension-beside-subsidies"),
    ):
        if watch not in CHECKS:
            continue
        for _ in range(office.chance.randrange(3)):
            who = office.somebody(paid=True)
            office.told(source, who, **told)
            office.error(who, watch)
        for trick in office.chance.sample(TRICKS, 5):
            trick(office, source, told)
        corrected = office.somebody(paid=True)
        wrong = office.told(source, corrected, set={"serious_illness": True})
        office.told(source, corrected, **told, corrects=wrong, received="2021-09-20")
        office.error(corrected, watch)


def of_one_who_is_paid_nothing(office: Office, source: str, told: dict[str, Any]) -> None:
    office.told(source, office.somebody(paid=False), **told)


def of_a_namesake(office: Office, source: str, told: dict[str, Any]) -> None:
    """Of one of the same name and birthday, whose number nobody here has."""
    who = office.somebody(paid=True)
    digits = who["id_number"][:14] + "999"
    office.told(source, {**who, "id_number": digits + check_character(digits)}, **told)


def of_a_twin(office: Office, source: str, told: dict[str, Any]) -> None:
    who = office.somebody(paid=True)
    twin = office.somebody(paid=False, born=who["birth_date"], name=who["name"])
    office.told(source, twin, **told)


def of_another_under_this_number(office: Office, source: str, told: dict[str, Any]) -> None:
    office.told(source, {**office.somebody(paid=True), "name": "钱无名"}, **told)


def of_a_wrong_number(office: Office, source: str, told: dict[str, Any]) -> None:
    who = office.somebody(paid=True)
    number = who["id_number"][:-1] + ("1" if who["id_number"][-1] != "1" else "2")
    office.told(source, {**who, "id_number": number}, **told)


def of_two_of_a_name(office: Office, source: str, told: dict[str, Any]) -> None:
    """Two of one name and birthday, and no number says which of them it is."""
    who = office.somebody(paid=True, name="周同名")
    office.somebody(paid=True, name="周同名", born=who["birth_date"])
    office.told(source, {key: who[key] for key in ("name", "birth_date")}, **told)


def taken_back(office: Office, source: str, told: dict[str, Any]) -> None:
    who = office.somebody(paid=True)
    office.told(source, who, withdraws=office.told(source, who, **told), received="2021-09-20")


def put_right(office: Office, source: str, told: dict[str, Any]) -> None:
    who = office.somebody(paid=True)
    wrong = office.told(source, who, **told)
    office.told(source, who, set={"serious_illness": True}, corrects=wrong, received="2021-09-20")


def of_no_change(office: Office, source: str, told: dict[str, Any]) -> None:
    who = office.somebody(paid=True)
    case = office.homes[-1][0]["case"]
    office.told(source, who, set={"disability_grade": case["members"][0]["disability_grade"]})


def of_another_year(office: Office, source: str, told: dict[str, Any]) -> None:
    """An income of two years ago: nothing is proposed of it."""
    who = office.somebody(paid=True)
    office.told(source, who, set={"employee_pension": "1800.00"}, covers="2019-03")


def a_year_as_a_month(office: Office, source: str, told: dict[str, Any]) -> None:
    """A year's total told as if it were a month's, and the other way round: refused."""
    who = office.somebody(paid=True)
    office.told(source, who, set={"employee_pension": "1800.00"}, covers="2020")
    office.told(source, who, set={"employee_pension": {"per_year": "21600"}}, covers="2021-09")


TRICKS = [
    *(of_one_who_is_paid_nothing, of_a_namesake, of_a_twin, of_another_under_this_number),
    *(of_a_wrong_number, of_two_of_a_name, taken_back, put_right, of_no_change),
    *(of_another_year, a_year_as_a_month),
]


def certain(store: Caseload) -> Iterator[tuple[str, str, str]]:
    """What the three checks found and have no doubt of."""
    for each in store.alerts("open"):
        told = each.told
        if told["watch"] not in CHECKS or told["parts"]["doubts"]["zh"]:
            continue
        if not told["benefits"] or SUBSIDIES & {*told["benefits"]}:  # whose death ends other rights
            yield each.household, each.told["person"], each.told["watch"]


@settings(max_examples=examples(6), deadline=None)
@given(st.randoms(use_true_random=False))
def test_every_error_is_found_and_no_other(chance: Random) -> None:
    office = Office(chance)
    seed(office)
    chance.shuffle(office.lines)
    with tempfile.TemporaryDirectory() as folder:
        store = Caseload.open(Path(folder) / "c.db", new=True)
        put_all(store, office.homes)
        lines = [json.dumps(each, ensure_ascii=False) for each in office.lines]
        codes = {each.code for each in take_in(store, read_lines(lines, READER))}
        for settled in settle_all(store, POLICY):
            codes.update(each.code for each in settled.findings)
        assert set(certain(store)) == office.errors
        for each in store.alerts("open"):  # whoever is not certainly meant has nothing proposed
            doubtful = each.told["match"] != 1 or each.told["parts"]["doubts"]["zh"]
            assert not (doubtful and each.told["proposes"])
        assert codes <= {"WR471", "WR473", "WR474", "WR475"}
        store.close()
