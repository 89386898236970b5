"""A name of something that is not there.

Told with the id that was meant, whether its label was written or either misspelt.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.marked import CITE, LABEL, TODAY, county, fact, figure, nation, version, written
from welfare_rules.document.library import read_library
from welfare_rules.findings import Finding
from welfare_rules.loading import check_all

CARRY = '[[carry]]\nid = "last"\nfact = "paid_before"\nbenefit = "help"\n'
RECOVERY = f'[[recovery]]\nid = "back"\n{LABEL}{CITE}withhold = ["help"]\nshare = "20%"\n'
EXEMPTION = f'[[exemption]]\nid = "half"\nincome = "pay"\nshare = "50%"\n{LABEL}{CITE}'
SHARE = figure('type = "money"') + version('share = "50%"', 'of = "line"')
FLOOR = figure('type = "money"', 'floor = "line"') + version("value = 200")
BORN = 'entity = "member"\ntype = "date"\npast = true\n'

# Files, the word in them, what is written in its place, and the id that is offered.
WRITTEN: list[tuple[dict[str, str], str, str, str]] = [
    (nation(CARRY), 'fact = "paid_before"\nb', 'fact = "上月金额"\nb', "paid_before"),
    (nation(CARRY), 'fact = "paid_before"\nb', 'fact = "paid_befor"\nb', "paid_before"),
    (nation(CARRY), 'benefit = "help"', 'benefit = "补助"', "help"),
    (nation(CARRY + 'only_with = "stock"\n'), 'only_with = "stock"', 'only_with = "存款"', "stock"),
    (nation(RECOVERY), 'withhold = ["help"]', 'withhold = ["老人津贴"]', "old"),
    (
        nation(RECOVERY + 'benefits = ["help"]\n'),
        'benefits = ["help"]',
        'benefits = ["halp"]',
        "help",
    ),
    (nation(EXEMPTION), 'income = "pay"', 'income = "工钱"', "pay"),
    (nation(SHARE), 'of = "line"\na', 'of = "标准"\na', "line"),
    (nation(FLOOR), 'floor = "line"', 'floor = "标准"', "line"),
    (
        nation(fact('type = "choice"', 'choice = "kind"')),
        'choice = "kind"',
        'choice = "kinds"',
        "kind",
    ),
    (
        nation(
            fact('type = "bool"', 'ignored_when = { fact = "kind", is = "plain" }', entity="member")
        ),
        'fact = "kind", is',
        'fact = "类别", is',
        "kind",
    ),
    (
        nation(
            fact('type = "bool"', 'ignored_when = { fact = "kind", is = "plain" }', entity="member")
        ),
        'is = "plain"',
        'is = "普通的"',
        "plain",
    ),
    (
        nation(f"[fact.died]\n{LABEL}{BORN}" + 'not_before = "born"\n'),
        'not_before = "born"',
        'not_before = "生日"',
        "born",
    ),
]


def told(folder: Path, files: dict[str, str]) -> list[Finding]:
    """The errors of these files: what is named wrongly may be missed in other places too."""
    return [
        each
        for each in check_all(read_library(written(folder, files)), TODAY)
        if each.severity == "error"
    ]


@pytest.mark.parametrize(
    ("files", "right", "wrong", "offered"), WRITTEN, ids=[each[2] for each in WRITTEN]
)
def test_a_name_that_is_not_there_is_told_with_the_id_that_was_meant(
    tmp_path: Path, files: dict[str, str], right: str, wrong: str, offered: str
) -> None:
    ((name, text),) = files.items()
    assert text.count(right) == 1
    assert told(tmp_path / "right", files) == []
    spoilt = text.replace(right, wrong)
    found = [each for each in told(tmp_path / "wrong", {name: spoilt}) if each.code == "WR317"]
    assert [dict(each.details).get("nearest") for each in found] == [offered]
    line = spoilt.split("\n")[found[0].place.line - 1]
    assert line[found[0].place.column - 1 :].startswith('"'), line
    assert f"是否指“{offered}”" in found[0].message("zh")


def test_versions_without_a_definition_are_told_with_what_was_meant(tmp_path: Path) -> None:
    found = told(
        tmp_path, {**nation(), **county("[figure.lime]\n" + version("value = 3", of="lime"))}
    )
    assert [(each.code, dict(each.details).get("nearest")) for each in found] == [("WR313", "line")]


@pytest.mark.parametrize(
    ("fact_of", "benefit_of"), [("kind", "help"), ("age", "old"), ("stock", "old"), ("pay", "help")]
)
def test_an_amount_runs_on_as_a_fact_of_its_kind_and_payee(
    tmp_path: Path, fact_of: str, benefit_of: str
) -> None:
    text = CARRY.replace('"paid_before"', f'"{fact_of}"').replace('"help"', f'"{benefit_of}"')
    (each,) = told(tmp_path, nation(text))
    assert (each.code, "延续" in each.message("zh")) == ("WR119", True)
