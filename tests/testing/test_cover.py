"""A covering set shows every rule of a month both ways, or says why a rule cannot be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.marked import CITE, LABEL, clause, nation, written
from welfare_rules.cases.build import Builder
from welfare_rules.cases.files import FORMAT, CaseFile, read_form
from welfare_rules.cases.models import CasesForm
from welfare_rules.cases.wording import Wording
from welfare_rules.document.source import Source
from welfare_rules.facts.reader import CaseReader
from welfare_rules.rules import Rules
from welfare_rules.testing import Cover, cover, covering

WHOLE = {"old/rounding"}  # its amounts are whole whatever the case
MODEL = wr.load("cn/model").at("2024-03")


def small(folder: Path, more: str = "") -> Rules:
    return wr.load("cn", written(folder, nation(more))).at("2022-03")


@pytest.fixture(scope="module")
def county() -> Cover:
    return covering(MODEL)


@pytest.mark.slow
def test_the_county_is_covered_by_few_households(county: Cover) -> None:
    assert len(county.cases) < 60
    assert len({goal for shown in county.shows for goal in shown}) > 180
    # a row that is paid, a requirement that alone refuses, a circle: seen in the answers themselves
    answers = [MODEL.determine(case) for case in county.cases]
    alone = {
        (each.benefit, failed[0])
        for answer in answers
        for each in answer
        if len(failed := [one.rule for one in each.reasons if one.holds is False]) == 1
    }
    gone = {each.goal.name for each in county.unreached}
    for benefit in MODEL.program.benefits:
        if benefit.rows or benefit.excludes:
            continue
        for rule in benefit.requires:
            assert rule.step in gone or (benefit.id, rule.clause.id) in alone
    circles = {each.circle.id for each in MODEL.program.circles}
    assert circles <= {answer.circle for answer in answers}


@pytest.mark.slow
def test_what_the_county_cannot_show_is_said_with_the_reason(county: Cover) -> None:
    why = {(each.goal.name, each.goal.way.en): each.why.en for each in county.unreached}
    assert "fixed in this month" in why["child_insurance/require/month-of-insurance", "holds"]
    assert "only ever 50, 100, 300" in why["old_age_allowance/rounding", "rounded up"]
    assert all(each.never for each in county.unreached)
    assert all(each.why.zh for each in county.unreached)


@pytest.mark.slow
def test_the_case_file_is_one_that_can_be_kept(county: Cover) -> None:
    """All that it lacks is what is expected; its households are those of the cover."""
    source = Source("cover.toml", county.case_file())
    form, wrong = read_form(source, CasesForm, FORMAT)
    assert form is not None
    assert not wrong
    builder = Builder(Wording(MODEL.program.law, CaseReader.of(MODEL.program.law)), [])
    builder.build(CaseFile(Path("cover.toml"), "cn/model", source, form))
    assert {each.code for each in builder.found} == {"WR111"}
    expect = county.case_file().replace("# expect = { … }", "expect = { dibao = 0 }  #")
    source = Source("cover.toml", expect)
    form, _ = read_form(source, CasesForm, FORMAT)
    assert form is not None
    builder = Builder(Wording(MODEL.program.law, CaseReader.of(MODEL.program.law)), [])
    made = builder.build(CaseFile(Path("cover.toml"), "cn/model", source, form))
    assert builder.found == []
    for case, kept in zip(county.cases, made, strict=True):
        assert kept.case is not None
        assert MODEL.determine(kept.case).dues_fen == MODEL.determine(case).dues_fen


def test_the_same_law_is_covered_by_the_same_households(tmp_path: Path) -> None:
    rules = small(tmp_path)
    assert cover(rules) == cover(rules)
    found = covering(rules)
    assert {each.goal.name for each in found.unreached} == WHOLE
    assert 1 < len(found.cases) < 12


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (clause("require", 'when = "stock >= 0元"', of="benefit.help"), "help/require/one"),
        (
            clause("row", 'when = "age >= 80 and age < 70"', 'share = "3%"', of="benefit.old"),
            "old/row/one",
        ),
        (
            '[[exemption]]\nid = "x"\nincome = "pay"\nwhen = "age > 3 and age < 4"\nshare = "50%"\n'
            + LABEL
            + CITE,
            "countable_pay/x",
        ),
        (
            clause("exclude", 'with = "stock < 0元"', 'keep = "other"', of="benefit.help"),
            "help/exclude/one",
        ),
    ],
    ids=["a requirement", "a row", "an exemption", "an exclusion"],
)
def test_what_never_matters_is_told(tmp_path: Path, more: str, name: str) -> None:
    found = covering(small(tmp_path, more))
    assert {each.goal.name for each in found.unreached} - WHOLE == {name}
