"""What is not TOML, as staff come to write it.

Each slip is told where it stands and in words that say what to type.
"""

from __future__ import annotations

import pytest

from welfare_rules.document.source import Source, read_toml
from welfare_rules.document.syntax import SLIPS
from welfare_rules.findings import Finding

# The text, line and column, and a piece of what is said in Chinese and in English.
WRITTEN: list[tuple[str, int, int, str, str]] = [
    ("share = 30%", 1, 11, '如 "30%"', 'such as "30%"'),
    ("value = 1,000", 1, 10, "千位逗号", "thousands comma"),
    ("value = 1000,", 1, 13, "行末", "at the end of a line"),
    ("value = 1000,  # 元", 1, 13, "行末", "at the end of a line"),
    ("in_force = 2021-7-1", 1, 16, "日期写作 2021-07-01", "day that exists as 2021-07-01"),
    ("in_force = 2021/07/01", 1, 16, "日期写作 2021-07-01", "day that exists as 2021-07-01"),
    ("in_force = 2021.07.01", 1, 19, "日期写作 2021-07-01", "day that exists as 2021-07-01"),
    ("value = 783,50", 1, 12, "小数点写作 .", "decimal point"),
    ("in_force = 2021年7月1日", 1, 16, "日期写作 2021-07-01", "day that exists as 2021-07-01"),
    ("in_force = 2021-13-01", 1, 16, "而且要有这一天", "a day that exists"),
    ("value = 730元", 1, 12, "多出“元”", "'元' is too much"),
    ("age = 80 周岁", 1, 10, "多出“周岁”", "'周岁' is too much"),
    ("value = 0730", 1, 10, "多余的 0", "needless zero"),
    ('zh = "甲" en = "a"', 1, 10, "多出“en =", "'en ="),
    ("value =", 1, 8, "没有写值", "no value is written"),
    ("value =  # 见附件", 1, 10, "没有写值", "no value is written"),
    ("service = yes", 1, 11, "是写作 true", "write true or false"),
    ("service = 是", 1, 11, "是写作 true", "write true or false"),
    ("service = True", 1, 11, "是写作 true", "write true or false"),
    ("share = .3", 1, 9, "如 0.5", "such as 0.5"),
    ("a = [1, , 2]", 1, 9, "两个逗号", "between two commas"),
    ("unit = month", 1, 8, '"month"', '"month"'),
    ("title = 关于提高标准的通知", 1, 9, '"关于提高标准的通知"', '"关于提高标准的通知"'),
    ("a = ?", 1, 5, "这里不是值", "this is no value"),
    ('title = "通知', 1, 12, "到文件末尾", "never ends"),
    ("title = '通知", 1, 12, "引号没有成对", "a quote is not closed"),
    ('title = "通知\nvalue = 1', 1, 12, "同一行结束", "ends on its line"),
    ('title = "a\x01b"', 1, 11, "控制字符", "control character"),
    ('file = "C:\\政策"', 1, 13, "要写两次", "twice"),
    ('file = "C:\\users"', 1, 13, "十六进制", "hexadecimal"),
    ('a = "\\ud800"', 1, 12, "十六进制", "hexadecimal"),
    ("in_force = 2021-02-30", 1, 12, "没有这一天", "no such day"),
    ('a = ["x" "y"]', 1, 10, "方括号 [ 没有闭合", "a bracket [ is not closed"),
    ('a = { zh = "x" en = "y" }', 1, 16, "花括号 { 没有闭合", "a brace { is not closed"),
    ('a = { zh = "x", zh = "y" }', 1, 25, "写了两次", "twice inside the braces"),
    ("[figure.line]\nvalue = 1\n[figure.line]", 3, 2, "[[figure.line]]", "[[figure.line]]"),
    ("value = 1\nunit = 2\nvalue = 3", 3, 1, "“value”在上面", "'value' stands above"),
    ("a = { b = 1 }\na.c = 2", 2, 1, "“a.c”在上面", "'a.c' stands above"),
    ("低保标准", 1, 1, "若是说明，行首加 #", "begin it with #"),
    ("value 730", 1, 7, "若是说明，行首加 #", "begins with #"),
    ("[figure.line\nvalue = 1", 1, 13, "段名的方括号", "the section's name"),
    ("[[figure.line]\nvalue = 1", 1, 14, "段名的方括号", "the section's name"),
    ("= 730", 1, 1, "应写一个键", "a key or a [section]"),
    ("[]", 1, 2, "应写一个键", "a key or a [section]"),
]


def told(text: str) -> Finding:
    data, found = read_toml(Source("a.toml", text))
    assert data is None
    (each,) = found
    return each


@pytest.mark.parametrize(
    ("text", "line", "column", "zh", "en"), WRITTEN, ids=[each[0] for each in WRITTEN]
)
def test_a_slip_is_told_in_words_that_say_what_to_type(
    text: str, line: int, column: int, zh: str, en: str
) -> None:
    each = told(text)
    assert (each.code, zh in each.message("zh"), en in each.message("en")) == (
        "WR102",
        True,
        True,
    ), (each.message("zh"), each.message("en"))
    assert (each.place.line, each.place.column) == (line, column)


def test_a_full_width_colon_behind_a_key_was_meant_as_an_equals_sign() -> None:
    each = told("value：730")
    assert (each.code, dict(each.details)["want"], each.place.column) == ("WR103", "=", 6)
    assert dict(told('label = { zh： "甲" }').details)["want"] == ":"


def test_every_slip_happens() -> None:
    """No entry of the table stands there for nothing, and none hides another one."""
    said = [told(text).message("en") for text, *_ in WRITTEN]
    for slip in SLIPS:
        start = slip.words.en.split("{")[0] or slip.words.en.split("}")[1]
        assert any(start in each for each in said), slip.en


def test_what_no_table_knows_is_told_as_the_parser_says_it() -> None:
    """Also a parser of another version is understood, if not translated."""
    from tomli import TOMLDecodeError

    from welfare_rules.document.syntax import syntax_finding

    each = syntax_finding("a.toml", "a = 1", TOMLDecodeError("Something new", "a = 1", 4))
    assert each.message("zh") == "不是正确的 TOML：Something new"
    assert (each.place.line, each.place.column) == (1, 5)
