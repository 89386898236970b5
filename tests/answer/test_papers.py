"""Which papers an application needs: none for what is known, refused, or can be looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.plain import household, person
from tests.support.effort import examples
from tests.support.marked import county, found, marked, nation, written
from welfare_rules.cli.main import main
from welfare_rules.document.library import read_library
from welfare_rules.law.elaborate import build_law
from welfare_rules.receipts.receipt import write_receipt

BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
RULES = BINHAI.at("2022-08", known="2022-12-31")
WHOLE = person("a", division="320922")
LETTER = """
[[paper]]
id = "letter"
label = { zh = "证明", en = "letter" }
benefits = ["old"]
shows = ["age"]
cite = { article = "9" }
"""


def papers(rules: wr.Rules, case: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The papers needed, and the facts that each must show."""
    return {each.paper: each.shows for each in rules.determine(case).papers}


@settings(max_examples=examples(60))
@given(
    st.lists(st.sampled_from(sorted(set(WHOLE) - {"id", "relation"})), unique=True), st.randoms()
)
def test_who_says_more_needs_no_more_papers(left_out: list[str], chance: Any) -> None:
    """A fact that becomes known can only take a paper, or something that it shows, away."""
    chance.shuffle(left_out)
    before: dict[str, tuple[str, ...]] | None = None
    for upto in range(len(left_out), -1, -max(1, len(left_out) // 3)):
        told = {key: each for key, each in WHOLE.items() if key not in left_out[:upto]}
        now = papers(RULES, household(told, division="320922"))
        if before is not None:
            assert set(now) <= set(before)
            assert all(set(shows) <= set(before[name]) for name, shows in now.items())
        before = now


def test_a_certificate_is_asked_for_while_what_it_shows_is_missing_and_a_register_named() -> None:
    unknown = {key: each for key, each in WHOLE.items() if not key.startswith("disability")}
    answer = RULES.determine(household({**unknown, "supporter": "none"}, division="320922"))
    (certificate,) = (each for each in answer.papers if each.shows)
    assert certificate.paper == "tekun-disability-certificate"
    assert certificate.benefits == ("tekun",)
    assert certificate.shows == ("members[a].disability_kind", "members[a].disability_grade")
    assert [each.zh for each in certificate.registers] == ["残疾人证（残联）"]
    assert certificate.source is not None
    assert certificate.source.article == "10"
    assert answer.to_dict()["papers"] == [each.to_dict() for each in answer.papers]
    assert not any(each.shows for each in RULES.determine(household(WHOLE)).papers)


def test_what_is_refused_needs_no_papers() -> None:
    rich = household({**WHOLE, "wage": 50_000, "employment_cost": 0}, division="320922")
    answer = RULES.determine(rich)
    assert answer["dibao"].status == "not_eligible"
    assert all("dibao" not in each.benefits for each in answer.papers)
    asked = papers(RULES, household(WHOLE, division="320922"))
    assert {"dibao-authorisation", "dibao-promise", "one-certificate"} <= set(asked)


def test_the_papers_are_those_of_the_day_and_of_what_was_known_then() -> None:
    early = papers(BINHAI.at("2020-08", known="2022-12-31"), household(WHOLE, division="320922"))
    assert "dibao-declaration" in early
    assert not {"dibao-prescribed", "one-certificate"} & set(early)
    unaware = papers(BINHAI.at("2022-08", known="2021-12-31"), household(WHOLE, division="320922"))
    assert "one-certificate" not in unaware


def test_a_receipt_does_not_rest_on_papers() -> None:
    assert "papers" not in write_receipt(RULES.determine(household(WHOLE)))["answer"]


def test_a_county_does_without_a_paper_or_words_it_anew(tmp_path: Path) -> None:
    for change, left in (
        ("drop = true\n", []),
        (LETTER.split('"letter"\n')[1].replace("证明", "村里证明"), ["村里证明"]),
    ):
        more = f'[[paper]]\nid = "letter"\nreplaces = "cn.nation"\n{change}'
        files = written(tmp_path / str(len(left)), {**nation(LETTER), **county(more)})
        rules = wr.load("cn/county", files).at("2021-08", known="2022-01-01")
        answer = rules.determine({"id": "h", "members": [{"id": "a"}]})
        assert [each.label.zh for each in answer.papers] == left


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('benefits = ["old"]', 'benefits = [«WR317»"odl"]'),
        ('shows = ["age"]', 'shows = [«WR317»"aeg"]'),
        ('[[paper]]\nid = "letter"\nlabel = { zh = "证明", en = "letter" }\n', '[[«WR111»paper]]\nid = "letter"\n'),
        ('[[paper]]\nid = "letter"', '[[«WR111»paper]]\nid = "letter"'),
    ],
)  # fmt: skip
def test_what_a_paper_names_exists(tmp_path: Path, old: str, new: str) -> None:
    text = LETTER.replace(old, new)
    if "WR111" in new and "label" not in old:
        text = text.replace('benefits = ["old"]\n', "")
    assert text != LETTER
    files = nation(text)
    assert found(written(tmp_path, files)) == marked(files)


def test_papers_are_rules_of_the_law_with_a_source(tmp_path: Path) -> None:
    files = written(tmp_path, nation(LETTER.replace('cite = { article = "9" }\n', "")))
    _, findings = build_law(read_library(files), "cn")
    assert [each.code for each in findings if each.code != "WR349"] == ["WR312"]
    rules = [each for each in BINHAI.law.rules() if each.kind == "paper"]
    assert len(rules) > 10
    assert all(each.source is not None for each in rules)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "申请要交：老人证（或者查民政名册）"),
        ("en", "Papers for an application: card (or look it up: civil affairs list)"),
    ],
)
def test_the_command_names_the_papers(tmp_path: Path, lang: str, said: str) -> None:
    register = 'judged_by = "register"\nregisters = ["民政名册"]\n'
    text = '[text]\nlist_kept = { zh = "民政名册", en = "civil affairs list" }\n'
    paper = LETTER.replace('zh = "证明", en = "letter"', 'zh = "老人证", en = "card"')
    age = 'label = { zh = "岁数", en = "age" }\n'
    files = written(tmp_path / "p", nation(paper + text, (age, age + register)))
    case = tmp_path / "case.json"
    case.write_text('{"id": "h", "members": [{"id": "a"}]}', encoding="utf-8")
    asked = ["determine", str(case), "--in", "cn", "--month", "2021-08", "--known", "2022-01-01"]
    asked += ["--policies", str(files), "--lang", lang]
    made = CliRunner().invoke(main, asked, env={"COLUMNS": "200"})
    assert made.exit_code == 0, made.output
    assert said in made.stdout
