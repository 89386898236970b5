"""What people write out of habit is told with what is written here."""

from __future__ import annotations

from itertools import pairwise

import pytest

import welfare_rules as wr
from welfare_rules.language.check import formula
from welfare_rules.language.names import ChoiceList, ChoiceValue, Names, Symbol
from welfare_rules.language.types import BOOL, MONEY, Entity, Kind, Type

NAMES = wr.load("cn/model").law.names


SLIPS = [
    ("残疾等级 == 一级", "一级", "1"),
    ("残疾等级 == 2级", "2级", "2"),
    ("年龄 >= 六十", "六十", "60"),
    ("年龄 >= 十五", "十五", "15"),
    ("年龄 >= 五十八周岁", "五十八周岁", "58"),
    ("年龄 >= 60周岁", "60周岁", "60"),
    ("工资性收入 > 1000元/月", "1000元/月", "1000元"),
    ("出生日期 <= 1960-1-1", "1960-1-1", "1960-01-01"),
    ("出生日期 <= 1960年1月1日", "1960年1月1日", "1960-01-01"),
    ("年龄>=60且年龄<80", "且年龄", "且 年龄"),
    ("残疾人且在校就读", "残疾人且在校就读", ""),
    ("性别 == '女'", "'女'", "女"),
    ("性别 == “女”", "“女”", "女"),
    ("月(本月首日) == 11", "月(本月首日)", "月份"),
    ("残疾等级 == 1 或 2", "残疾等级 == 1 或 2", "残疾等级 属于 [1, 2]"),
    ("残疾等级 == 1 或 2 或 3", "残疾等级 == 1 或 2 或 3", "残疾等级 属于 [1, 2, 3]"),
    ("残疾等级 == 1 or 2 or 3", "残疾等级 == 1 or 2 or 3", "残疾等级 属于 [1, 2, 3]"),
]


@pytest.mark.parametrize(("text", "got", "want"), SLIPS)
def test_a_slip_is_told_with_its_way_out(text: str, got: str, want: str) -> None:
    node, wrong = formula(text, NAMES, Entity.MEMBER, BOOL)
    assert node is None
    details = [dict(each.details) for each in wrong if each.code == "WR225"]
    if want:
        assert [(each["got"], each["want"]) for each in details] == [(got, want)]
        assert [each.code for each in wrong] == ["WR225"]  # and nothing that follows from it
        mended, more = formula(text.replace(got, want), NAMES, Entity.MEMBER, BOOL)
        assert (mended is not None, more) == (True, [])


TWICE = [each for each in SLIPS if each[2]]


@pytest.mark.parametrize(("one", "other"), list(pairwise([*TWICE, TWICE[0]])))
def test_all_slips_of_a_formula_are_told(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    _, wrong = formula(f"({one[0]}) 且 ({other[0]})", NAMES, Entity.MEMBER, BOOL)
    said = [(dict(each.details)["got"], dict(each.details)["want"]) for each in wrong]
    assert sorted(said, key=str) == sorted([one[1:], other[1:]], key=str)
    assert {each.code for each in wrong} == {"WR225"}


def test_slips_that_touch_are_told_each() -> None:
    for text in ("'男'“女”", "“男”'女'", "60岁'女'", "'女'60岁"):
        _, wrong = formula(text, NAMES, Entity.MEMBER, BOOL)
        assert len([each for each in wrong if each.code == "WR225"]) == 2


@pytest.mark.parametrize("number", range(1, 100))
def test_a_number_in_chinese_is_told_in_digits(number: int) -> None:
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    written = f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones]}".strip()
    (wrong,) = formula(f"年龄 >= {written}岁", NAMES, Entity.MEMBER, BOOL)[1]
    assert dict(wrong.details) == {"got": f"{written}岁", "want": str(number)}


@pytest.mark.parametrize(
    "text",
    [
        "年龄 >= 二三",  # digits in a row are no number
        "残疾人且没有的事",
        "没有的事且残疾人",
        "没有的事且没有的人",
        "残疾人X在校就读",
        "残疾人且",
    ],
)
def test_a_word_that_nobody_knows_is_no_slip(text: str) -> None:
    (wrong,) = formula(text, NAMES, Entity.MEMBER, BOOL)[1]
    assert wrong.code == "WR205"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("年龄 >= 60 且 年龄 < 80", BOOL),
        ("出生日期 <= 1960-01-01", BOOL),
        ("性别 == 女 或 残疾等级 == 1 或 残疾等级 == 2", BOOL),
        ("50元", MONEY),
    ],
)
def test_what_is_right_is_no_slip(text: str, want: Type) -> None:
    assert formula(text, NAMES, Entity.MEMBER, want)[1] == []


def test_a_bare_number_for_money() -> None:
    (found,) = formula(" 50 ", NAMES, Entity.MEMBER, MONEY)[1]
    assert (found.start, found.end) == (0, 4)
    assert dict(found.details) == {"got": "50", "want": "50元"}
    assert [each.code for each in formula("50", NAMES, Entity.MEMBER, BOOL)[1]] == ["WR206"]


def test_a_name_that_looks_like_a_number_is_no_slip() -> None:
    """Where something else is wrong, a word that the law has is let be."""
    grade = ChoiceList("grade", (ChoiceValue("first", "一级", "first"),))
    symbol = Symbol("grade", "fact", Type(Kind.CHOICE, "grade"), "等级", "grade", Entity.MEMBER)
    three = Symbol("third", "fact", BOOL, "三", "third", Entity.MEMBER)
    names = Names.of([symbol, three], {"grade": grade}, None)
    _, wrong = formula("三 且 没有的词", names, Entity.MEMBER, BOOL)
    assert [each.code for each in wrong] == ["WR205"]
