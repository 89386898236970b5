"""Households made where no case shows what an edit does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.changes.test_past import RAISED, compared
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.cases.suite import make_bench

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
