"""How overpayments are taken back.

Nothing is lost or taken twice, no payment is cut by more than the policy allows.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.copies import with_file
from tests.support.effort import examples
from tests.support.households import couple
from tests.support.laws import document
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import added
from welfare_rules.findings import PolicyError
from welfare_rules.history.facts import read_history
from welfare_rules.settlement.plan_letter import plan_sentences
from welfare_rules.settlement.recovery_plan import plan, rule_for
from welfare_rules.settlement.settlement import settle

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
KEYS = (
    ("dibao", "h1"),
    ("disability_living_subsidy", "p2"),
    ("disability_nursing_subsidy", "p2"),
    ("old_age_allowance", "p1"),
)
FACTS = (
    {"members[p1].wage": 900},
    {"members[p1].wage": 1600},
    {"members[p2].disability_grade": 3},
    {"members[p2].death_date": "2022-03-05"},
)
DAYS = st.sampled_from(
    ["2021-07-05", "2021-08-10", "2021-09-14", "2021-09-15", "2021-10-31", "2021-12-20"]
)


def paid(
    month: int, key: tuple[str, str], amount: str, decided: str = "2021-12-20"
) -> dict[str, Any]:
    return {
        "month": f"2021-{month:02d}",
        "benefit": key[0],
        "payee": key[1],
        "amount": amount,
        "decided": decided,
    }


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    made = {}
    for _ in range(draw(st.integers(1, 10))):
        month, key = draw(st.integers(7, 12)), draw(st.sampled_from(KEYS))
        fen = draw(st.integers(0, 300_000))
        made[month, key] = paid(month, key, f"{fen // 100}.{fen % 100:02d}", draw(DAYS))
    return list(made.values())


@st.composite
def changes(draw: st.DrawFn) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 4))):
        fact = draw(st.sampled_from(FACTS))
        made.append({"from": draw(DAYS), "learned": draw(DAYS), "source": "office", "set": fact})
    return made


@settings(max_examples=examples(25), deadline=None)
@given(rows=rows(), changes=changes(), policy=st.sampled_from([MODEL, BINHAI]))
def test_all_that_is_recovered_is_waived_set_off_withheld_or_left(
    rows: list[Any], changes: list[Any], policy: wr.Policy
) -> None:
    history = read_history({"case": couple(), "changes": changes})
    found = policy.settle(history, rows, "2021-07", "2021-12", known="2022-01-10")
    made = policy.plan(history, found)
    for way in made.ways:
        assert (
            way.waived_fen + way.set_off_fen + way.withheld_fen + way.left_fen
            == way.recovery_fen
            > 0
        )
        assert min(way.waived_fen, way.set_off_fen, way.left_fen) >= 0
        left = way.recovery_fen - way.waived_fen - way.set_off_fen
        for each in way.instalments:
            left -= each.withheld_fen
            assert each.left_fen == left
            assert each.withheld_fen > 0
    assert sum(each.recovery_fen for each in made.ways) == found.recovery_fen
    for payee in {each.payee for each in found.lines}:
        assert sum(each.set_off_fen for each in made.ways if each.payee == payee) <= sum(
            added([each.arrears_fen]) for each in found.lines if each.payee == payee
        )
    assert made.fen_of("payable") + made.fen_of("set_off") == found.arrears_fen
    assert (policy is MODEL) == any(each.rule is not None for each in made.ways) or not made.ways
    taken: dict[tuple[str, str, str], int] = {}
    for each in (one for way in made.ways for one in way.instalments):
        key = each.month.text, each.benefit, each.payee
        taken[key] = taken.get(key, 0) + each.withheld_fen
        assert each.month.first > 20211201
        assert taken[key] <= Fraction(each.due_fen) / 5  # the model county's share: a fifth
    assert len(list(plan_sentences(policy.law, made, "zh"))) == len(
        list(plan_sentences(policy.law, made, "en"))
    )


def test_a_fifth_of_the_later_payments_until_nothing_is_left() -> None:
    """The grade fell in September and was learned in December.

    2 x 73.00 of the living and 2 x 130.00 of the nursing subsidy.
    """
    change = {
        "from": "2021-09-10",
        "learned": "2021-12-03",
        "source": "office",
        "set": {"members[p2].disability_grade": 3},
    }
    history = read_history({"case": couple(), "changes": [change]})
    ledger = [
        each
        for month in (10, 11)
        for each in (
            paid(month, KEYS[1], "255.50", f"2021-{month}-05"),
            paid(month, KEYS[2], "130.00", f"2021-{month}-05"),
        )
    ]
    found = MODEL.settle(history, ledger, known="2021-12-05")
    way = next(each for each in MODEL.plan(history, found).ways if each.payee == "p2")
    assert (way.recovery_fen, way.set_off_fen, way.left_fen) == (40600, 0, 0)
    assert [each.withheld_fen for each in way.instalments] == [3650] * 11 + [
        450
    ]  # a fifth of 182.50
    # the month after the day of the settlement; that of the day may be paid already
    assert way.instalments[0].month == Month.of(2022, 1)


def test_the_floor_for_each_person_keeps_the_rest_for_later() -> None:
    """Wage 1,000: dibao of 2 x 730 - 1,000 + 146 = 606; a fifth is 121.20, but 600 stay for two
    persons: 6 a month.
    """
    wage = {
        "from": "2021-01-01",
        "learned": "2021-01-01",
        "source": "tax",
        "set": {"members[p1].wage": 1000},
    }
    history = read_history({"case": couple(), "changes": [wage]})
    found = MODEL.settle(history, [paid(11, KEYS[0], "620.00")], known="2021-12-20")
    (way,) = MODEL.plan(history, found).ways
    assert (way.recovery_fen, [each.withheld_fen for each in way.instalments]) == (
        1400,
        [600, 600, 200],
    )


def test_who_died_is_withheld_nothing_and_the_rest_stays_open() -> None:
    change = {
        "from": "2021-10-03",
        "learned": "2021-12-03",
        "source": "police",
        "set": {"members[p2].death_date": "2021-10-03"},
    }
    history = read_history({"case": couple(), "changes": [change]})
    found = MODEL.settle(history, [paid(11, KEYS[1], "255.50", "2021-11-05")], known="2021-12-05")
    (way,) = MODEL.plan(history, found).ways
    assert (way.recovery_fen, way.instalments, way.left_fen) == (25550, (), 25550)
    assert "不够扣" in "".join(plan_sentences(MODEL.law, MODEL.plan(history, found), "zh"))


def test_what_a_later_figure_takes_away_is_waived_and_what_no_rule_speaks_of_stays_open() -> None:
    """The law of a layer of its own lowers the standard backwards.

    In Binhai no rule on recovery was found.
    """
    history = read_history({"case": couple()})
    found = BINHAI.settle(
        history, [paid(11, ("disability_living_subsidy", "p2"), "999.00")], known="2021-12-20"
    )
    (way,) = BINHAI.plan(history, found).ways
    assert (way.rule, way.left_fen) == (None, way.recovery_fen)
    assert "to be decided" in "".join(plan_sentences(BINHAI.law, BINHAI.plan(history, found), "en"))


def test_a_rule_speaks_only_where_every_cause_is_one_of_its_own() -> None:
    history = read_history({"case": couple()})
    line = settle(MODEL, history, (), Month.of(2021, 7), Month.of(2021, 7), 20211231).lines[0]
    causes = wr.Line(line.month, "dibao", "h1", 0, 100, line.causes)
    figure = next(each for each in MODEL.law.recoveries if each.waived)
    assert (rule_for(MODEL.law, causes, 20211231) is figure) == all(
        each.kind in figure.causes for each in line.causes
    )


def lowered(tmp_path: Path, text: str) -> Path:
    """The shipped policies with a folder of their own below the model county."""
    return with_file(tmp_path, "cn/model/lowered.toml", text)


LOWERED = (
    document("cn.model.lowered", ("调低", "lowered"), "2021-10-01")
    + """\
[[figure.dibao_standard.version]]
from = 2021-10-01
value = 720
announced = 2021-12-01
status = "placeholder"
cite = { article = "1" }
"""
)


def test_a_standard_lowered_backwards_is_not_recovered(tmp_path: Path) -> None:
    policy = wr.load("cn/model", lowered(tmp_path, LOWERED))
    history = read_history({"case": couple()})
    found = policy.settle(history, [paid(10, KEYS[0], "1006.00", "2021-10-05")], known="2021-12-20")
    (way,) = policy.plan(history, found).ways
    # 2 x 10 and 20 % of 10
    assert (way.rule is not None and way.rule.id, way.waived_fen, way.left_fen) == (
        "law-lowered-later",
        2200,
        0,
    )
    assert plan(policy, history, found).to_dict()["waived"] == "22.00"


@pytest.mark.parametrize(
    ("rule", "code", "line"),
    [
        ('withhold = ["dibao"]', "WR119", 6),
        ('waived = true\nset_off = true', "WR119", 6),
        ('share = "20%"', "WR119", 6),
        ('withhold = ["dibaoo"]\nshare = "20%"', "WR317", 10),
        ('withhold = ["dibao"]\nshare = "100元"', "WR20", 11),
        ('withhold = ["dibao"]\nkeep = "工资"', "WR2", 11),
        ('causes = ["mistake"]', "WR113", 10),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_told_where_it_stands(
    tmp_path: Path, rule: str, code: str, line: int
) -> None:
    head = document("x", ("x", "x"), "2021-10-01") + '[[recovery]]\nid = "r"\n'
    body = 'label = { zh = "r", en = "r" }\ncite = { article = "1" }\n'
    with pytest.raises(PolicyError) as caught:
        wr.load("cn/model", lowered(tmp_path, head + body + rule + "\n"))
    assert [(each.code[: len(code)], each.place.line) for each in caught.value.findings] == [
        (code, line)
    ]
