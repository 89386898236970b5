"""What has no ends, because nobody found the figure or nobody stated the fact, is carried through
every formula and raises nothing.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.figures import read_month
from tests.oracle.generate import build_case, build_person
from tests.oracle.households import EVERYTHING_KNOWN, below, known_days_of
from tests.oracle.plain import Case
from tests.support.effort import examples
from tests.support.laws import county, document, written

BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
MONTHS = [f"{year}-{number:02d}" for year in range(2019, 2024) for number in range(1, 13)][6:]


def said(case: Case, month: str, known: date, engine: str) -> dict[str, object]:
    made = BINHAI.at(month, known).determine(case, engine=engine).to_dict()
    made.pop("engine")
    return made


def test_a_sum_of_which_one_part_has_no_ends_is_no_number() -> None:
    """In January 2020 the county's allowance of an unattended child is open, and what depends on it
    has neither end.
    """
    child = {
        "id": "a",
        "relation": "head",
        "birth_date": "2015-01-01",
        "child_category": "unattended",
        "child_choice": "child_allowance",
    }
    case: Case = {"id": "h1", "members": [child]}
    answer = BINHAI.at("2020-01", "2026-01-01").determine(case)
    assert answer["child_allowance"].status == "undetermined"
    assert said(case, "2020-01", date(2026, 1, 1), "native") == said(
        case, "2020-01", date(2026, 1, 1), "reference"
    )


LATER = """\
[fact.vehicles]
label = {{ zh = "车辆", en = "vehicles" }}
entity = "household"
type = "int"
min = 0
max = 9
[derived.band]
label = {{ zh = "档次", en = "band" }}
entity = "household"
type = "int"
[[derived.band.version]]
from = 2030-01-01
formula = "3"
cite = {{ article = "1" }}
[benefit.aid]
label = {{ zh = "补助", en = "aid" }}
payee = "household"
service = true
cite = {{ article = "2" }}
[[benefit.aid.require]]
id = "banded"
when = "{when}"
because = {{ zh = "在档", en = "in the band" }}
cite = {{ article = "3" }}
"""


@pytest.mark.parametrize(
    "when", ["band < 5", "4 >= band", "band in [1, 2]", "band not in [3]", "1 < band < band + 1"]
)
@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_comparison_with_what_has_no_ends_cannot_be_said(
    tmp_path: Path, when: str, engine: str
) -> None:
    """A formula that is in force only later has no value at all today, and is what is missing."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "rules.toml").write_text(
        document("t.later", ("小县办法", "Rules of a small county"), place=county())
        + LATER.format(when=when),
        encoding="utf-8",
    )
    aid = (
        wr.load("small", tmp_path)
        .at("2021-08", "2021-12-31")
        .determine({"id": "h", "members": []}, engine=engine)["aid"]
    )
    assert (aid.status, aid.missing_figures) == ("undetermined", ("band",))


@st.composite
def gaps(draw: Any) -> tuple[Case, str, date]:
    """A household of the model county's generator, some of whose facts were never stated, in any
    month that Binhai's law covers.
    """
    month = draw(st.sampled_from(MONTHS))
    known = draw(st.sampled_from(known_days_of(month)))

    def pick(count: int) -> int:
        return draw(below(count))

    law = read_month(month, EVERYTHING_KNOWN)
    case = build_case(pick, law, lambda place: build_person(pick, law, place))
    share = draw(st.sampled_from([0, 1, 3, 9]))  # of ten facts
    for facts in (case, *case["members"]):
        for key in [each for each in facts if each not in ("id", "members")]:
            if pick(10) < share:
                del facts[key]
    return case, month, known


@settings(max_examples=examples(80))
@given(gaps())
def test_whatever_is_left_out_both_engines_answer_alike(situation: tuple[Case, str, date]) -> None:
    case, month, known = situation
    assert said(case, month, known, "native") == said(case, month, known, "reference")


OPEN_FIGURES = """\
[figure.standard]
label = { zh = "标准", en = "standard" }
type = "money"
[figure.growth]
label = { zh = "涨幅", en = "growth" }
type = "rate"
min = -1
[figure.share]
label = { zh = "比例", en = "share" }
type = "rate"
min = 0.25
max = 0.4
[figure.few]
label = { zh = "人数线", en = "few" }
type = "int"
min = 1
max = 6
[fact.stock]
label = { zh = "存款", en = "savings" }
entity = "household"
type = "money"
min = 0
max = 1000
[fact.pay]
label = { zh = "收入", en = "pay" }
entity = "member"
type = "money"
min = 0
max = 1000
[benefit.help]
label = {{ zh = "补助", en = "help" }}
payee = "household"
amount = "{amount}"
rounding = {{ step = "1", direction = "up" }}
cite = {{ article = "1" }}
[[benefit.help.require]]
id = "needed"
when = "{when}"
because = {{ zh = "需要", en = "needed" }}
cite = {{ article = "1" }}
"""
AMOUNTS = [
    "standard * (1 + growth)",
    "stock * growth",
    "stock * (growth - 30%)",
    "standard * 2 - stock",
    "max(0, standard - stock)",
    "max(if(stock > 5元, standard, 0), 759.99元)",
    "min(standard, 500元, stock * 2)",
    "min(stock * share, standard * share)",
    "stock / few",
    "(standard + stock) / 3",
    "sum(if(pay < standard, pay, pay * share), pay < 500元)",
    "if(stock < standard, stock * share, standard)",
    "largest(pay * share, pay < 500元) + smallest(standard, pay > 5元)",
]
CONDITIONS = ["stock < standard", "count(pay < standard) >= few", "growth > 3.5%", "stock >= 0元"]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_what_an_open_figure_leaves_known_is_the_same_in_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, amount: str
) -> None:
    """Its ends, or that it has none, are carried through every operation, for a household with
    nobody in it, with members, and without a fact.
    """
    pytest.importorskip("numpy")
    careful = import_module("welfare_rules.engine.columns.careful")
    monkeypatch.setattr(careful, "FEWEST", 1)
    for place, when in enumerate(CONDITIONS):
        head, benefit = OPEN_FIGURES.split("[benefit", 1)
        text = head + ("[benefit" + benefit).format(amount=amount, when=when)
        county_ = document("t.open", ("小县办法", "Rules of a small county"), place=county())
        root = written(tmp_path / str(place), {"small/rules.toml": county_ + text})
        rules = wr.load("small", root).at("2021-08", "2021-12-31")
        members = [{"id": "a", "pay": "0"}, {"id": "b", "pay": "499.5"}, {"id": "c"}]
        cases = [
            rules.read({"id": "h", "members": some, **stock})
            for some in ([], members[:1], members[:2], members)
            for stock in ({"stock": "0"}, {"stock": "333.33"}, {})
        ]
        made = rules.engine("columns").decide_many(cases, rules.month)
        for case, decision in zip(cases, made, strict=True):
            assert decision.outcomes == rules.reference.decide(case, rules.month).outcomes
