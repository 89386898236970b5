"""What the library tells of a law is what its decisions rest on, and what may be asked of it."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.basics.days import Month
from welfare_rules.cli.main import main
from welfare_rules.document.shipped import shipped_policies
from welfare_rules.language.check import formula
from welfare_rules.language.types import Entity
from welfare_rules.metadata.dictionary import SORTS

COUNTIES = ("cn/model", "cn/jiangsu/yancheng/binhai")
POLICIES = {each: wr.load(each) for each in COUNTIES}


@pytest.mark.parametrize("name", COUNTIES)
def test_a_benefit_needs_what_it_rests_on_in_any_month(name: str) -> None:
    policy = POLICIES[name]
    described = policy.benefits
    first = Month.of(policy.law.covers_from // 10000, policy.law.covers_from // 100 % 100)
    for place in range(0, 72, 5):
        month = first.after(place)
        for known in (month.last, 20251231):
            compiled = policy.at(month, known).compiled
            for benefit, rests_on in compiled.dependencies.items():
                assert set(rests_on.figures) <= set(described[benefit].figures), benefit
                assert rests_on.facts <= set(described[benefit].facts), benefit
    assert set(described) == {each.id for each in policy.law.benefits}


@pytest.mark.parametrize("name", COUNTIES)
def test_every_word_of_the_dictionary_stands_for_what_it_says(name: str) -> None:
    policy = POLICIES[name]
    for each in policy.names():
        if each.sort not in ("fact", "figure", "derived"):
            continue
        for word in each.words:
            node, wrong = formula(word, policy.law.names, Entity.MEMBER, None)
            assert not wrong, (word, wrong)
            assert node is not None
            assert node.type.kind.value == each.type


def test_facts_and_figures_have_units_that_people_use() -> None:
    policy = POLICIES["cn/model"]
    assert policy.figures["dibao_standard"].versions[0].value == Decimal("670.00")
    assert policy.figures["dibao_standard"].versions[0].first == datetime.date(2019, 7, 1)
    wage = policy.facts["wage"][0]
    assert (wage.flow, type(wage.high)) == (True, Decimal)
    area = policy.facts["area"][0]
    assert [each.id for each in area.choices] == ["urban", "rural"]
    death = policy.facts["death_date"][0]
    assert death.presumed == "none"


def texts() -> dict[str, str]:
    root = shipped_policies()
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*.toml")
        if "cases" not in path.parts
    }


def test_texts_make_the_law_that_files_make() -> None:
    for name in COUNTIES:
        made = wr.loads(texts(), name)
        assert made.digest == POLICIES[name].digest
        at = ("2022-03", "2025-12-31")
        assert made.at(*at).digest == POLICIES[name].at(*at).digest


def test_texts_that_are_wrong_are_told_like_files() -> None:
    files = texts()
    with pytest.raises(wr.RequestError):  # two counties, none named
        wr.loads(files)
    with pytest.raises(wr.RequestError) as refused:
        wr.loads(files, "cn/modell")
    assert refused.value.findings[0].detail("nearest") == "cn/model"
    files["cn/model/x.toml"] = "format ="
    with pytest.raises(wr.PolicyError) as wrong:
        wr.loads(files, "cn/model")
    assert wrong.value.findings[0].place.file == "cn/model/x.toml"


@settings(max_examples=examples(20), deadline=None)
@given(value=st.integers(60_000, 120_000), month=st.integers(0, 50), asked=st.integers(0, 60))
def test_what_if_changes_what_follows_its_month_alone(value: int, month: int, asked: int) -> None:
    policy = POLICIES["cn/model"]
    start, when = Month.of(2020, 7).after(month), Month.of(2020, 7).after(asked)
    yuan = Decimal(value).scaleb(-2)
    other = policy.what_if({"dibao_standard": yuan}, start=start)
    now, then = (each.at(when, "2025-12-31") for each in (policy, other))
    if when.first < start.first:
        assert now.digest == then.digest
        return
    case = household(person("a", "head", "1970-01-01"))
    answer = then.determine(case)
    assert answer.program.figures["dibao_standard"].value == value
    assert answer["dibao"].amount == Decimal(-(-value // 100))  # paid in whole yuan, upwards
    assert answer["dibao"].provisional
    assert now.determine(case).to_dict() == policy.at(when, "2025-12-31").determine(case).to_dict()


def test_what_cannot_be_assumed_is_told_all_at_once() -> None:
    wrong: dict[str, Any] = {
        "dibao_standart": "760",
        "dibao_standard": "7.123",
        "edge_multiple": "x",
    }
    with pytest.raises(wr.RequestError) as refused:
        POLICIES["cn/model"].what_if(wrong, start="2022-07")
    assert {each.place.path for each in refused.value.findings} == set(wrong)
    assert any(each.detail("nearest") == "dibao_standard" for each in refused.value.findings)


def test_jurisdictions_are_those_of_the_folder(tmp_path: Path) -> None:
    assert set(COUNTIES) <= set(wr.jurisdictions())
    with pytest.raises(wr.RequestError):
        wr.jurisdictions(tmp_path / "nowhere")


def test_a_policy_says_which_it_is() -> None:
    policy = POLICIES["cn/model"]
    assert policy.digest == wr.load("cn/model").digest
    assert repr(policy).startswith("<Policy cn/model ")
    assert policy.digest[:19] in repr(policy)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_dictionary_is_printed(lang: str) -> None:
    given = ["--lang", lang, "names", "--in", "cn/model"]
    shown = CliRunner().invoke(main, given)
    assert shown.exit_code == 0
    assert "dibao_standard" in shown.stdout
    assert "低保标准" in shown.stdout
    as_json = json.loads(CliRunner().invoke(main, [*given, "--format", "json"]).stdout)
    assert {each["sort"] for each in as_json} == set(SORTS)


@pytest.mark.parametrize("name", COUNTIES)
def test_a_watch_is_told_as_its_file_says_it(name: str) -> None:
    policy = POLICIES[name]
    assert [*policy.watches] == list(dict.fromkeys(each.id for each in policy.law.watches))
    for each in policy.watches.values():
        law = [one for one in policy.law.watches if one.id == each.id][-1]
        assert (each.kind, each.urgent, each.within_days) == (
            law.disposition,
            law.urgent,
            law.within_days,
        )
        assert set(each.facts) <= policy.facts.keys()
        assert set(each.benefits) <= policy.benefits.keys()
        assert json.loads(json.dumps(each.to_dict()))["label"]["zh"] == each.label.zh
