"""The kit of those who test policies of their own: complete households that can be read, plain where
nothing asks for more, and laws that say what breaks them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import run
from tests.support.copies import copied
from tests.support.effort import examples
from welfare_rules import loading
from welfare_rules.document.library import Library, read_library
from welfare_rules.findings import Finding
from welfare_rules.history.facts import read_history
from welfare_rules.law.elaborate import build_law
from welfare_rules.promises.reviewed import out_of_date
from welfare_rules.samples.drawing import Drawer
from welfare_rules.samples.lines import Solver
from welfare_rules.samples.small_laws import small_law
from welfare_rules.testing import case_file, histories, households, laws, policies

MODEL = wr.load("cn/model")
RULES = MODEL.at("2024-03")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai").at("2024-03")
usual = settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])


@usual
@given(households(RULES), households(BINHAI))
def test_a_household_is_complete(case: dict[str, Any], other: dict[str, Any]) -> None:
    for rules, each in ((RULES, case), (BINHAI, other)):
        assert not rules.read(each).unknown
        assert 1 <= len(each["members"]) <= 6


@usual
@given(households(RULES, unknown=4, members=(2, 3)))
def test_no_more_is_unknown_than_asked_for(case: dict[str, Any]) -> None:
    read = RULES.read(case)
    assert len(read.said_unknown) <= 4
    assert {path for _, path in read.said_unknown} == {
        each.column for each in RULES.program.facts if each.id in read.unknown
    } & {path for _, path in read.said_unknown}
    assert len(case["members"]) in (2, 3)


@pytest.mark.parametrize("members", [(0, 3), (3, 2), (1, 1000)])
def test_no_household_has_so_many_members(members: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="members"):
        households(RULES, members=members)


def test_the_plainest_household_is_one_plain_person() -> None:
    found = find(households(RULES), lambda case: True)
    assert len(found["members"]) == 1
    assert not RULES.read(found).receiving[0]


def test_a_counterexample_is_as_plain_as_what_it_shows() -> None:
    """Shrunk to what the law looks at: two members, one of them with an income."""

    def without_dibao_by_income(case: dict[str, Any]) -> bool:
        failing = [each.rule for each in RULES.determine(case)["dibao"].reasons if not each.holds]
        return len(case["members"]) > 1 and failing == ["income-below-standard"]

    found = find(
        households(RULES),
        without_dibao_by_income,
        settings=settings(max_examples=2000, database=None),
    )
    assert len(found["members"]) == 2
    file = tomli.loads(case_file(RULES, found))
    special = [
        key
        for member in file["case"][0]["case"].values()
        if isinstance(member, dict)
        for key in member
    ]
    assert len(special) < 9


def test_values_stand_on_the_lines_of_the_law_and_beside_them() -> None:
    """Of every line that a household's money comes to, both sides and the line itself are drawn."""
    drawer, random, solver = Drawer.of(RULES), Random(3), Solver(RULES)
    line = next(each for each in solver.lines if each.step == "dibao/require/income-below-standard")
    near = set[int]()
    for _ in range(1500):
        case = drawer.household(random.randrange, (1, 2))
        difference = solver.difference(line, case, -1)
        assert difference is not None
        if abs(difference) <= 1:
            near.add((difference > 0) - (difference < 0))
    assert near == {-1, 0, 1}


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow])
@given(histories(MODEL, "2021-01", "2021-08"))
def test_histories_are_read_and_decided(history: dict[str, Any]) -> None:
    read_history(history)
    months = list(MODEL.timeline(history, "2021-01", "2021-08"))
    assert len(months) == 8


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_law_of_the_county_holds(data: st.DataObject) -> None:
    case = data.draw(households(RULES, members=(1, 4)))
    for name, law in laws(RULES):
        law(case)
        assert name not in ("nothing-gained-by-income", "no-cliff")  # reviewed


def test_reviewed_promises_are_broken_by_some_household() -> None:
    made = dict(laws(RULES, reviewed=True))
    drawer, random = Drawer.of(RULES), Random(5)
    cases = [drawer.written(drawer.household(random.randrange)) for _ in range(400)]

    def hold_of_all() -> None:
        for case in cases:
            made["nothing-gained-by-income"](case)

    with pytest.raises(AssertionError, match="welfare-cases/1"):
        hold_of_all()


def reviewed(root: Path) -> Iterable[Finding]:
    library = read_library(root)
    return out_of_date(library, {each: wr.load(each, root).law for each in ("cn", "cn/model")})


def test_a_check_puts_each_law_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where households bear out that promises are refuted."""
    made: list[str] = []

    def counted(library: Library, jurisdiction: str) -> Any:
        made.append(jurisdiction)
        return build_law(library, jurisdiction)

    monkeypatch.setattr(loading, "build_law", counted)
    assert run("check").exit_code == 0
    assert sorted(made) == list(wr.jurisdictions())


def test_a_review_is_told_when_its_household_shows_nothing_any_more(tmp_path: Path) -> None:
    root = copied(tmp_path)
    file = root / "cn/model/promises.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ('other_income" = 1567.99', 'other_income" = 1500'),
        ("other_income = 2350.49", "other_incme = 2350.49"),
        ('most = "100元"', 'most = "2000元"'),
        ('relation = "spouse"', 'relation = "cousin"'),
    ):
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = list(reviewed(root))
        assert [each.code for each in found] == ["WR354"], old
    file.write_text(text, encoding="utf-8")
    assert list(reviewed(root)) == []


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies(), st.data())
def test_what_holds_of_every_law_holds_of_small_ones(
    policy: wr.Policy, data: st.DataObject
) -> None:
    rules = policy.at("2022-03", known=data.draw(st.sampled_from(["2021-06-30", "2023-01-01"])))
    case = data.draw(households(rules, members=(1, 3)))
    for name, law in laws(rules):
        if name != "never negative":  # an amount may come out below 0 in some of them
            law(case)


def test_the_plainest_law_has_one_layer_and_one_benefit() -> None:
    (text,) = small_law(lambda below: 0).values()
    assert len(wr.loads({"cn/nation.toml": text}).benefits) == 1


def test_nothing_but_the_strategies_needs_hypothesis() -> None:
    code = (
        "import sys, welfare_rules.testing as kit; kit.laws; assert 'hypothesis' not in sys.modules;"
        "sys.modules['hypothesis'] = None\n"
        "try: kit.households\n"
        "except ImportError as error: assert 'welfare-rules[testing]' in str(error)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
