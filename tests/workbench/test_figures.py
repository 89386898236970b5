"""Figures edited on the page: a version is added, everything else stays, and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tomli

import welfare_rules as wr
from tests.support.bench import full, office
from welfare_rules.workbench.drafts import documents, findings_here
from welfare_rules.workbench.respond import respond
from welfare_rules.workbench.splice import Version, with_versions
from welfare_rules.workbench.state import State, Tried

DRAFT = {
    "do": "try",
    "notice": "cn.model.standards",
    "from": "2021-08-01",
    "announced": "2021-10-01",
    "value:dibao_standard": "760",
    "document": "关于“提标”的通知",
    "article": "一",
}


def tried(state: State, **other: str) -> Tried:
    made = respond(respond(state, {"do": "view", "view": "figures"})[0], {**DRAFT, **other})[0]
    assert made.tried is not None
    return made.tried


def test_a_new_version_fits_into_every_file() -> None:
    """Of every figure of every shipped file: one version more, and nothing else is different."""
    count = 0
    for text in office().texts.values():
        for name, figure in tomli.loads(text).get("figure", {}).items():
            if "version" not in figure:
                continue
            made = with_versions(text, [Version(name, "money", "1", "2099-01-01", "", {}, {})])
            assert made is not None
            after = tomli.loads(made)
            assert after["figure"][name]["version"][-1]["value"] == 1
            assert set(text.split("\n")) <= set(made.split("\n"))
            count += 1
    assert count > 60


def test_the_household_gets_what_the_new_figure_gives() -> None:
    made = tried(full())
    assert made.findings == ()
    assert made.policy is not None
    assert made.comparison is not None
    expected = full().policy.what_if({"dibao_standard": "760"}, "2021-08-01")
    answer = expected.at(full().month, full().known).determine(dict(full().case))
    assert made.comparison.after.total == answer.total
    assert "+value = 760" in made.diff
    assert "-value" not in made.diff


def test_nothing_is_written(tmp_path: Path) -> None:
    before = dict(full().office.texts)
    tried(full())
    assert dict(full().office.texts) == before


def test_the_difference_is_saved_as_it_is_seen() -> None:
    state = respond(respond(full(), {"do": "view", "view": "figures"})[0], DRAFT)[0]
    html = respond(state, {"do": "save-diff"})[1]
    assert 'id="download"' in html
    assert "+value = 760" in html
    assert "关于“提标”的通知" in html


@pytest.mark.parametrize(
    ("other", "word"),
    [({"from": "2021-09-01"}, "2021-09-01"), ({"announced": "2022-03-01"}, "2022-03-01")],
)
def test_why_nothing_changes_is_said(other: dict[str, str], word: str) -> None:
    made = tried(full(), **other)
    [said] = made.said
    assert word in said.zh
    assert word in said.en


def test_a_figure_that_the_household_does_not_rest_on_changes_nothing() -> None:
    other = {"notice": "cn.model.old-age", "value:old_age_90": "120", "value:dibao_standard": ""}
    [said] = tried(full(), **other).said
    assert "没有用到" in said.zh


def test_a_wrong_value_is_a_finding_at_its_line() -> None:
    made = tried(full(), **{"value:dibao_standard": "七百"})
    assert made.policy is None
    [found] = findings_here(made)
    assert '"七百"' in made.after.split("\n")[found.place.line - 1]


def test_a_second_version_of_one_day_says_what_it_corrects() -> None:
    made = tried(full(), **{"from": "2021-07-01", "announced": "2021-10-01"})
    assert "corrects = 2021-09-15" in made.after
    assert made.findings == ()


def test_a_population_is_told_in_four_numbers(tmp_path: Path) -> None:
    tables = str(tmp_path / "households.csv"), str(tmp_path / "members.csv")
    Path(tables[0]).write_text("id\nh1\nh2\n", "utf-8")
    people = ("household,id,relation,birth_date,division", "h1,a,head,1930-01-01,999999")
    Path(tables[1]).write_text("\n".join((*people, "h2,b,head,1990-01-01,999999\n")), "utf-8")
    state = replace(full(), office=replace(office(), population=tables))
    other = {"notice": "cn.model.old-age", "value:old_age_90": "120", "value:dibao_standard": ""}
    made = tried(state, do="try-on-all", **other)
    assert made.report is not None
    assert made.report["benefits"]["old_age_allowance"]["difference"] == "20.00"
    shown = respond(replace(state, view="figures", tried=made), {})[1]
    assert 'class="four"' in shown or made.report["why_nothing"] is not None


def test_the_documents_are_those_of_the_jurisdiction() -> None:
    found = documents(full())
    assert "cn.model.standards" in found
    assert not any("jiangsu" in name for name in found)
    assert isinstance(full().policy, wr.Policy)
