"""Households made where no case shows what an edit does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.changes.test_past import RAISED, compared
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.cases import suite
from welfare_rules.cases.suite import make_bench
from welfare_rules.changes import made as making
from welfare_rules.program.case import Case
from welfare_rules.samples.drawing import Drawer

EDITS = (
    ("value = 120.50", "value = 130"),
    ("together < line", "together <= line"),
    ("stock <= 1000元", "stock <= 999元"),
    ('share = "50%"', 'share = "60%"'),
    ("age >= 60", "age >= 61"),
    ('amount = "20元"', 'amount = "21元"'),
    ('direction = "up"', 'direction = "down"'),
    (
        "[fact.age]",
        '[fact.remote]\nlabel = { zh = "边远", en = "remote" }\nentity = "household"\ntype = "bool"\n[fact.age]',
    ),
)


@settings(max_examples=examples(10), deadline=None)
@given(st.sampled_from(EDITS))
def test_an_edit_without_cases_is_shown_by_households_that_both_laws_answer_as_told(
    tmp_path_factory: pytest.TempPathFactory, edit: tuple[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    found = compared(folder, tiny.POLICY, tiny.POLICY.replace(*edit), tiny.BASES)
    assert found.past == ()
    assert bool(found.made) == ("remote" not in edit[1])
    for made in found.made:
        file = folder / "new" / "policies" / "tiny" / "cases" / "made.toml"
        text = made.case_file.replace("# expect = { … }", "expect.help = false")
        file.write_text(text, encoding="utf-8")
        bench = make_bench([file], folder / "new" / "policies")
        old, new = (wr.load("tiny", folder / each / "policies") for each in ("old", "new"))
        told = {(each.case, each.benefit) for each in made.answers}
        differs = set[tuple[str, str]]()
        for case in bench.cases:
            assert case.case is not None
            before, after = (
                each.at(case.month, case.known).determine(case.case) for each in (old, new)
            )
            for one, other in zip(before, after, strict=True):
                if (one.status, one.amount) != (other.status, other.amount):
                    differs.add((case.name, one.benefit))
        assert differs == told != set()


def test_what_a_case_shows_is_shown_by_no_other_household(tmp_path: Path) -> None:
    assert compared(tmp_path, tiny.POLICY, RAISED).made == ()


def test_the_same_edit_shows_the_same_households(tmp_path: Path) -> None:
    one, other = (
        compared(tmp_path / each, tiny.POLICY, RAISED, tiny.BASES).to_dict()["made"]
        for each in ("a", "b")
    )
    assert one == other != []


@pytest.mark.parametrize("most", [1, 7, 40])
def test_all_months_and_jurisdictions_together_have_so_many_households(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    drawn: list[object] = []
    household = Drawer.household

    def counted(*given: Any) -> Case:
        drawn.append(None)
        return household(*given)

    monkeypatch.setattr(Drawer, "household", counted)
    monkeypatch.setattr(making, "MOST_MADE", most)
    edited = tiny.POLICY.replace("value = 120.50", "value = 120.51")
    compared(tmp_path, tiny.POLICY, edited, tiny.BASES)
    assert 0 < len(drawn) <= max(2, most)


def test_what_stays_undetermined_is_soon_no_more_looked_for(tmp_path: Path) -> None:
    policy = tiny.root(tiny.written(tmp_path, tiny.CASES, tiny.POLICY))
    rules = wr.load("tiny", policy).at("2021-03", "2021-12-31")
    answer = rules.determine({"id": "h", "members": [{"id": "p1"}]})
    possible = frozenset(each.benefit for each in answer if each.status == "undetermined")
    opened = Counter[str]()
    assert possible
    for _ in range(making.MOST_OPEN):
        assert making._wanted(possible, set(), opened) == possible
        assert not making._shows(answer, answer, possible, opened)
    assert not making._wanted(possible, set(), opened)


def test_policies_are_read_once_for_the_cases_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suite.api, "load", None)
    assert compared(tmp_path, tiny.POLICY, RAISED).past
