"""A screening tells every right that is not as it should be, no other, and offers nothing received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import run
from tests.support.effort import examples
from tests.support.households import household, person
from welfare_rules.answer.questions import FactLabels
from welfare_rules.answer.starts import decided_many
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words
from welfare_rules.caseload import screening
from welfare_rules.caseload.screened import MOST_ASKED, MOST_NAMED, Screened, screened
from welfare_rules.caseload.screening import in_order, screen
from welfare_rules.caseload.store import Caseload, put_all
from welfare_rules.engine.contract import Decision, Engine
from welfare_rules.program.case import Case
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
    rows = list(screened(answer))
    together = rows.pop() if rows and rows[-1].benefit is None else None
    told = {(each.benefit, each.person): each for each in rows}
    asked: list[wr.Determination] = []
    everybody = {benefit for benefits in paid.values() for benefit in benefits}
    for each in answer:
        of_household = each.payee == answer.case.id
        person = None if of_household else each.payee
        received = each.benefit in (everybody if of_household else paid[each.payee])
        found = told.pop((each.benefit, person), None)
        nothing = each.per != "service" and each.at_most == 0
        if each.status == "undetermined" and not nothing:
            expected = "ask"
            if not received and together is not None:
                asked.append(each)
                expected = None
        elif (each.status == "eligible" and not nothing) == received:
            expected = None
        else:
            expected = "review" if received else "offer"
        assert (None if found is None else found.sort) == expected
        if found is not None:
            assert found.kind == ("核查" if received else "分类推送")
            assert found.missing == each.missing_facts
            assert found.benefits == (each.benefit,)
    assert told == {}
    singly = [each for each in rows if each.sort == "ask" and not each.received]
    if together is None:
        assert len(singly) <= MOST_ASKED
    else:
        assert singly == []
        assert len(asked) > MOST_ASKED
        assert together.benefits == tuple(dict.fromkeys(each.benefit for each in asked))
        assert f" {len(asked)} " in together.said.zh
        assert {*together.missing} == {name for each in asked for name in each.missing_facts}


def test_what_many_members_lack_is_named_once_for_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    words = FactLabels.words

    def counted(self: FactLabels, path: str) -> Words:
        asked.append(path)
        return words(self, path)

    monkeypatch.setattr(FactLabels, "words", counted)
    people = ({"id": f"p{each}", "receiving": BENEFITS} for each in range(40))
    found = [*screened(RULES.determine(household(*people)))]
    missing = {each.missing[:MOST_NAMED] for each in found}
    assert len(found) > 300
    assert len(missing) < len(found) / 2
    assert len(asked) == sum(len(each) for each in missing)


def test_of_a_household_of_which_next_to_nothing_is_known_one_row_is_told() -> None:
    answer = RULES.determine(household(*({"id": f"p{each}"} for each in range(40))))
    (row,) = screened(answer)
    assert row.to_dict()["benefit"] is None
    assert row.to_dict()["benefits"] == list(row.benefits)
    assert (row.person, row.amount, row.at_least, row.at_most) == (None, None, None, None)
    assert "members[*].birth_date" in row.missing
    assert "等）" in row.said.zh
    assert "and others" in row.said.en


@settings(max_examples=examples(20), deadline=None)
@given(households(RULES, unknown=3, members=(1, 4)), st.integers(1, 3), st.data())
def test_what_is_told_of_households_that_are_alike_is_what_is_told_of_each(
    case: Any, copies: int, data: Any
) -> None:
    paid = [data.draw(st.lists(st.sampled_from(BENEFITS), max_size=3)) for _ in case["members"]]
    cases: list[Any] = []
    for copy in range(copies + 1):
        people = zip(case["members"], paid, strict=True)
        named = [{**each, "id": f"{each['id']}-{copy}", "receiving": own} for each, own in people]
        cases.append({**case, "id": f"h{copy}", "members": named})
    counted: list[int] = []

    def decided(engine: Engine, cases: Sequence[Case], month: Month) -> Iterator[Decision]:
        counted.append(len(cases))
        return decided_many(engine, cases, month)

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(screening, "decided_many", decided)
        store = Caseload.open(Path(folder) / "c.db", new=True)
        put_all(store, (({"case": each}, "", {}) for each in cases))
        found = [*screen(store, POLICY, Month.of(2021, 8), 20211231, usual_engine())]
        store.close()
    alone = [row for each in cases for row in screened(RULES.determine(each))]
    assert found == alone
    assert counted in ([1], [])  # an amount that runs on is decided month by month


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
