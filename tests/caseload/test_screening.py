"""A screening tells every right that is not as it should be, no other, and offers nothing received."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import run
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.answer.questions import fact_words
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Lang
from welfare_rules.caseload import screening
from welfare_rules.caseload.screening import MOST_NAMED, Screened, in_order, screen, screened
from welfare_rules.caseload.store import Caseload, put_all
from welfare_rules.law.law import Law
from welfare_rules.runs.run import usual_engine
from welfare_rules.testing import households

POLICY = wr.load("cn/model")
RULES = POLICY.at("2021-08", known="2021-12-31")
BENEFITS = sorted(POLICY.benefits)


@settings(max_examples=examples(40), deadline=None)
@given(households(RULES, unknown=3, members=(1, 4)), st.data())
def test_every_right_is_told_unless_all_is_as_it_should_be(case: Any, data: Any) -> None:
    made = dict(case)
    paid = {
        each["id"]: data.draw(st.lists(st.sampled_from(BENEFITS), max_size=3, unique=True))
        for each in made["members"]
    }
    made["members"] = [{**each, "receiving": paid[each["id"]]} for each in made["members"]]
    answer = RULES.determine(made)
    told = {(each.benefit, each.person): each for each in screened(answer)}
    everybody = {benefit for benefits in paid.values() for benefit in benefits}
    for each in answer:
        of_household = each.payee == answer.case.id
        person = None if of_household else each.payee
        received = each.benefit in (everybody if of_household else paid[each.payee])
        found = told.pop((each.benefit, person), None)
        nothing = each.per != "service" and each.at_most == 0
        if each.status == "undetermined" and not nothing:
            expected = "ask"
        elif (each.status == "eligible" and not nothing) == received:
            expected = None
        else:
            expected = "review" if received else "offer"
        assert (None if found is None else found.sort) == expected
        if found is not None:
            assert found.kind == ("核查" if received else "分类推送")
            assert found.missing == each.missing_facts
    assert told == {}


def test_what_many_members_lack_is_named_once_for_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(law: Law, path: str, lang: Lang) -> str:
        asked.append(path)
        return fact_words(law, path, lang)

    monkeypatch.setattr(screening, "fact_words", counted)
    found = [*screened(RULES.determine(household(*({"id": f"p{each}"} for each in range(40)))))]
    missing = {each.missing[:MOST_NAMED] for each in found}
    assert len(found) > 300
    assert len(missing) < len(found) / 2
    assert len(asked) == sum(2 * len(each) for each in missing)


def test_the_command_reads_a_caseload_in_order(tmp_path: Path) -> None:
    store = Caseload.open(tmp_path / "c.db", new=True)
    old = person("p1", "head", "1935-01-01")
    paid = person("p1", "head", "1990-01-01", receiving=["old_age_allowance"])
    wrong = {"id": "h3", "members": [{"id": "a"}, {"id": "a"}]}
    rows: list[tuple[Any, str, Any]] = [
        ({"case": {**household(old), "id": "h1"}}, "东坎", {}),
        ({"case": {**household(paid), "id": "h2"}}, "八滩", {}),
        ({"case": wrong}, "八滩", {}),
    ]
    put_all(store, rows)
    made = [*screen(store, POLICY, Month.of(2021, 8), 20211231, usual_engine())]
    found = [*in_order(each for each in made if isinstance(each, Screened))]
    assert sorted(map(repr, found)) == sorted(
        repr(each) for each in made if isinstance(each, Screened)
    )
    assert [each.town for each in found] == sorted(each.town for each in found)
    said = {(each.case, each.benefit): each for each in found}
    assert said["h1", "old_age_allowance"].sort == "offer"
    assert said["h2", "old_age_allowance"].sort == "review"
    assert "WR408" in [each.code for each in made if not isinstance(each, Screened)]
    store.close()
    of = ["--caseload", str(tmp_path / "c.db"), "--in", "cn/model", "--month", "2021-08"]
    text = run("screen", *of, "--known", "2021-12-31", "--format", "text", "--lang", "zh")
    assert "符合高龄津贴" in text.stdout
    assert "WR408" in text.stderr
    lines = run("screen", *of, "--known", "2021-12-31").stdout.splitlines()
    assert len(lines) == len(found)
    assert run("screen", *of[:4], "--month", "2021-13").exit_code == 2
