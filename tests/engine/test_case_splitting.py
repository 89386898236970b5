"""What is tried of the unknown: enough, and nothing that decides nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import situations
from tests.oracle.plain import Case
from tests.support.effort import examples
from tests.support.gaps import places, without
from tests.support.laws import county, document, written
from welfare_rules.engine.reference import case_splitting
from welfare_rules.engine.reference.verdicts import Seen

MODEL = wr.load("cn/model")


class FollowedToTheEnd(Seen):
    """Never has seen everything."""

    __slots__ = ()

    everything = False  # type: ignore[assignment]


@settings(max_examples=examples(25))
@given(situations(), st.data())
def test_what_is_not_tried_any_more_would_change_nothing(
    situation: tuple[Case, str, date], data: st.DataObject
) -> None:
    case, month, known = situation
    gone = data.draw(st.lists(st.sampled_from(places(case)), min_size=1, max_size=6, unique=True))
    rules = MODEL.at(month, known)
    read = rules.read(without(case, gone))
    said = rules.determine(read, engine="reference").to_dict()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case_splitting, "Seen", FollowedToTheEnd)
        assert rules.determine(read, engine="reference").to_dict() == said


LAW = """
[fact.age]
label = { zh = "岁数", en = "age" }
entity = "household"
type = "int"
min = 0
max = 120
[fact.pay]
label = { zh = "收入", en = "pay" }
entity = "household"
type = "money"
min = 0
max = 1000
[fact.more]
label = { zh = "另有", en = "more" }
entity = "household"
type = "money"
min = 0
max = 1000
"""
BENEFIT = """
[benefit.{id}]
label = {{ zh = "{id}", en = "{id}" }}
payee = "household"
amount = "{amount}"
rounding = {{ step = "0.01", direction = "half-up" }}
cite = {{ article = "1" }}
[[benefit.{id}.require]]
id = "r"
when = "{when}"
because = {{ zh = "因", en = "because" }}
cite = {{ article = "1" }}
"""


def tried(root: Path, benefits: str, **facts: object) -> tuple[wr.Answer, int]:
    """An answer by the reference engine, and how many states it supposed."""
    law = {"cn/t.toml": document("t", place=county(more="covers_from = 2000-01-01")) + benefits}
    rules = wr.load("cn", written(root, law)).at("2024-01", "2024-01-31")
    answer = rules.determine({"id": "h", "members": [], **facts}, engine="reference")
    evaluation = answer.decision.evaluation  # type: ignore[attr-defined]
    state = evaluation._state  # pyright: ignore[reportPrivateUsage]
    return answer, len(state.branches)


def test_a_comparison_behind_something_settled_is_not_tried(tmp_path: Path) -> None:
    """Whoever is young has no first benefit, whatever the income is."""
    first = BENEFIT.format(id="first", amount="10元", when="pay + more < 100元 and age > 60")
    second = BENEFIT.format(id="second", amount="10元", when="not first and pay + more < 200元")
    answer, states = tried(tmp_path, LAW + first + second, age=30)
    assert [each.status for each in answer] == ["not_eligible", "undetermined"]
    assert states == 2


def test_a_range_is_not_cut_at_what_stands_behind_something_settled(tmp_path: Path) -> None:
    """Whoever is young has no first benefit, at whatever income it begins; and nothing turns on a
    branch that is not taken, or on what is settled inside the same formula.
    """
    first = BENEFIT.format(id="first", amount="10元", when="pay < 100元 and age > 60")
    second = BENEFIT.format(id="second", amount="10元", when="not first and pay * 2 < 500元")
    answer, states = tried(tmp_path / "steps", LAW + first + second, age=30, more=0)
    assert [each.status for each in answer] == ["not_eligible", "undetermined"]
    assert states == 2  # in which the comparison holds, and in which it does not
    inside = "(pay < 100元 and age > 60) or if(age > 60, pay > 300元, pay * 2 < 500元)"
    alone = BENEFIT.format(id="alone", amount="10元", when=inside)
    answer, states = tried(tmp_path / "parts", LAW + alone, age=30, more=0)
    assert [each.status for each in answer] == ["undetermined"]
    assert states == 2
