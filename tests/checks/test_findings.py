"""Each mistake that can be made in a policy file, planted in the shipped ones.

Found with its code, line and column, and nothing else.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.copies import copied, findings, with_file
from tests.support.effort import examples
from welfare_rules.document.library import read_library
from welfare_rules.findings import PolicyError, errors_of
from welfare_rules.loading import check_all, load_law

HEAD = """format = "welfare-policy/2"

[document]
id = "cn.model.test"
title = { zh = "测试", en = "test" }
in_force = 2016-01-01

"""
FIGURE = """[figure.test_figure]
label = { zh = "测试数值", en = "test figure" }
type = "money"
cite = { article = "1" }
"""
VERSION = """[[figure.test_figure.version]]
from = 2021-07-01
value = 10
announced = 2021-06-01
status = "placeholder"
"""
USE = """[benefit.test]
label = { zh = "测试待遇", en = "test benefit" }
payee = "household"
amount = "测试数值"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "1" }
"""


def derived(formula: str, kind: str = "money", entity: str = "household") -> str:
    return (
        f'[derived.test_derived]\nlabel = {{ zh = "测试推算", en = "test" }}\nentity = "{entity}"\ntype = "{kind}"\n'
        f'formula = "{formula}"\ncite = {{ article = "1" }}\n'
    )


def table(hit: str, *conditions: str) -> str:
    rows = "".join(
        f'[[benefit.test.row]]\nid = "r{place}"\nwhen = "{each}"\namount = "1元"\n'
        'because = { zh = "一", en = "one" }\ncite = { article = "1" }\n'
        for place, each in enumerate(conditions)
    )
    return (
        USE.replace('payee = "household"', 'payee = "member"').replace(
            'amount = "测试数值"', f'hit = "{hit}"'
        )
        + rows
    )


PLANTED: dict[str, tuple[str, str, str]] = {
    # name: file text, code, the text at which the finding must point
    "unknown key": (FIGURE.replace("type =", "typo =") + VERSION + USE, "WR110", "typo"),
    "unknown name": (FIGURE + VERSION + USE + derived("测试数"), "WR205", "测试数"),
    "wrong type": (FIGURE + VERSION + USE + derived("真"), "WR206", "真"),
    "money and rate": (
        FIGURE + VERSION + USE + derived("测试数值 + 30%"),
        "WR207",
        "测试数值 + 30%",
    ),
    "money times money": (
        FIGURE + VERSION + USE + derived("测试数值 * 测试数值"),
        "WR207",
        "测试数值 * 测试数值",
    ),
    "a member's thing in a household": (FIGURE + VERSION + USE + derived("工资性收入"), "WR2", ""),
    "full-width digit": (FIGURE + VERSION + USE + derived("测试数值 * ４"), "WR202", "４"),
    "full-width comparison": (
        FIGURE + VERSION + USE + derived("测试数值 ＞ 0", "bool"),
        "WR202",
        "＞",
    ),
    "cyrillic letter": (FIGURE + VERSION + USE + derived("test_figurе"), "WR202", "е"),
    "division by what may be 0": (
        FIGURE + VERSION + USE + derived("测试数值 / 人数(真)"),
        "WR209",
        "人数(真)",
    ),
    "unbalanced": (FIGURE + VERSION + USE + derived("取大(测试数值, 0"), "WR203", ""),
    "no function": (FIGURE + VERSION + USE + derived("最大(测试数值, 0)"), "WR211", "最大"),
    "arguments": (FIGURE + VERSION + USE + derived("取大(测试数值)"), "WR210", "取大"),
    "no such day": (
        FIGURE + VERSION + USE + derived("本月首日 >= 2021-02-30", "bool"),
        "WR214",
        "2021-02-30",
    ),
    "no such choice": (
        FIGURE + VERSION + USE + derived("emergency == floodd", "bool"),
        "WR212",
        "floodd",
    ),
    "two versions of a day": (
        FIGURE + VERSION + VERSION.replace("06-01", "06-09") + USE,
        "WR303",
        "2021-07-01",
    ),
    "a correction of nothing": (
        FIGURE + VERSION.replace("status", "corrects = 2021-05-05\nstatus") + USE,
        "WR306",
        "2021-05-05",
    ),
    "versions out of order": (
        FIGURE + VERSION + VERSION.replace("2021-07-01", "2020-07-01") + USE,
        "WR305",
        "2020-07-01",
    ),
    "a period that ends before it begins": (
        FIGURE + VERSION.replace("value", "last_day = 2021-06-30\nvalue") + USE,
        "WR304",
        "2021-06-30",
    ),
    "value and share": (FIGURE + VERSION.replace("value = 10", 'share = "1%"') + USE, "WR119", ""),
    "three decimals": (FIGURE + VERSION.replace("10", "10.005") + USE, "WR116", "10.005"),
    "not a number": (FIGURE + VERSION.replace("10", "nan") + USE, "WR116", "nan"),
    "no status": (FIGURE + VERSION.replace('status = "placeholder"\n', "") + USE, "WR111", ""),
    "an invented status": (
        FIGURE + VERSION.replace("placeholder", "publishd") + USE,
        "WR113",
        '"publishd"',
    ),
    "no citation": (FIGURE.replace('cite = { article = "1" }\n', "") + VERSION + USE, "WR312", ""),
    "a label in one language": (
        FIGURE.replace(', en = "test figure"', "") + VERSION + USE,
        "WR114",
        "",
    ),
    "unused figure": (FIGURE + VERSION, "WR311", "test_figure"),
    "unused derived fact": (derived("1元"), "WR311", "test_derived"),
    "below the floor": (
        FIGURE.replace("test_figure", "test_floor").replace("测试数值", "测试下限")
        + VERSION.replace("test_figure", "test_floor").replace("10", "11")
        + FIGURE
        + 'floor = "test_floor"\n'
        + VERSION
        + USE,
        "WR307",
        "10",
    ),
    "a label taken twice": (
        FIGURE.replace("测试数值", "低保标准") + VERSION,
        "WR315",
        '"低保标准"',
    ),
    "overlap": (table("unique", "年龄 < 10", "9 <= 年龄", "年龄 >= 200"), "WR309", '"9 <= 年龄"'),
    "gap": (table("unique", "年龄 < 10", "11 <= 年龄"), "WR310", '"11 <= 年龄"'),
    "gap of a first table": (table("first", "年龄 < 10", "年龄 > 20", "年龄 > 30"), "WR310", ""),
    "a parent's rule replaced in silence": (
        derived("真", "bool", "member")
        .replace("test_derived", "alive")
        .replace("测试推算", "在世吗"),
        "WR301",
        "alive",
    ),
    "replaces nothing": (
        FIGURE + VERSION.replace("status", 'replaces = "cn.nothing"\nstatus') + USE,
        "WR302",
        '"cn.nothing"',
    ),
    "a share of nothing": (
        FIGURE + VERSION.replace("value = 10", 'share = "1%"\nof = "nothing"') + USE,
        "WR317",
        '"nothing"',
    ),
}


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_found_where_it_stands(policies: Path, name: str) -> None:
    text, code, at = PLANTED[name]
    file = policies / "cn" / "model" / "test.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    try:
        found = findings(policies)
    finally:
        file.unlink()
    hits = [
        each
        for each in found
        if each.code.startswith(code) and each.place.file.endswith("test.toml")
    ]
    assert hits, [each.line("en") for each in found]
    if at:
        lines = (HEAD + text).split("\n")
        assert any(
            lines[each.place.line - 1][each.place.column - 1 :].startswith(at) for each in hits
        ), [each.line("en") for each in hits]
    for lang in ("zh", "en"):
        assert all(each.message(lang) for each in hits)  # type: ignore[arg-type]


def test_a_cycle_is_found_with_its_path(tmp_path: Path) -> None:
    text = derived("乙项 + 1元") + derived("测试推算 + 1元").replace(
        "test_derived", "test_other"
    ).replace('zh = "测试推算"', 'zh = "乙项"')
    found = findings(with_file(tmp_path, "cn/model/test.toml", HEAD + text))
    cycle = next(each for each in found if each.code == "WR308")
    assert re.fullmatch(
        r"(test_derived → test_other → test_derived|test_other → test_derived → test_other)",
        dict(cycle.details)["path"],
    )


def test_the_shipped_files_have_no_mistake(policies: Path) -> None:
    assert findings(policies) == []


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for place, name in enumerate(
        ("cn/model/dibao.toml", "cn/old-age.toml", "cn/jiangsu/yancheng/binhai/standards.toml")
    ):
        file = folder / name
        file.write_text(
            file.read_text(encoding="utf-8").replace(
                "[document]", f"[document]\nmistake_{place} = 1", 1
            ),
            encoding="utf-8",
        )
    assert [each.code for each in findings(folder)] == ["WR110"] * 3


@pytest.mark.slow
@settings(max_examples=examples(30))
@given(st.data())
def test_any_one_character_less_is_never_a_crash(policies: Path, data: st.DataObject) -> None:
    files = sorted(policies.rglob("*.toml"))
    file = data.draw(st.sampled_from(files))
    text = file.read_text(encoding="utf-8")
    place = data.draw(st.integers(0, len(text) - 1))
    file.write_text(text[:place] + text[place + 1 :], encoding="utf-8")
    try:
        for each in check_all(read_library(policies)):
            assert each.place.file
            assert each.message("zh")
    finally:
        file.write_text(text, encoding="utf-8")


def test_every_code_has_words_in_both_languages() -> None:
    from welfare_rules.findings import CATALOGUE

    for entry in CATALOGUE.values():
        assert set(re.findall(r"\{(\w+)", entry.words.zh)) - {"want_zh"} or entry.words.zh
        assert entry.words.en


BOUNDED = FIGURE + "min = 5\nmax = 100\n"
SAID: dict[str, tuple[str, str, str]] = {
    # name: the value written, code, what is said of it
    "above its bounds": (
        "100.01",
        "warning WR319",
        "value 100.01 is outside its own declared bounds 5.00 to 100.00",
    ),
    "below its bounds": (
        "0.5",
        "warning WR319",
        "value 0.50 is outside its own declared bounds 5.00 to 100.00",
    ),
    "below nothing": (
        "-5",
        "error WR322",
        "value -5.00 is below 0, and no min says that it may be",
    ),
    "a negative share": (
        '"-5%"',
        "error WR322",
        "value -5% is below 0, and no min says that it may be",
    ),
    "many digits": (
        "1" * 900,
        "error WR116",
        f"'{'1' * 39}…' is not a usable number: it has too many digits",
    ),
    "many decimals": (
        "0." + "1" * 900,
        "error WR116",
        f"'0.{'1' * 37}…' is not a usable number: money has at most two decimals",
    ),
    "too many digits for Python": (
        "0x" + "f" * 6000,
        "error WR116",
        f"'0x{'f' * 37}…' is not a usable number: it has too many digits",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_a_value_is_spoken_of_in_yuan_and_briefly(policies: Path, name: str) -> None:
    value, code, words = SAID[name]
    version = VERSION.replace(
        "value = 10",
        f'share = {value}\nof = "dibao_standard"' if "%" in value else f"value = {value}",
    )
    text = HEAD + BOUNDED + version + USE
    file = policies / "cn" / "model" / "test.toml"
    file.write_text(text, encoding="utf-8")
    try:
        told = [each for each in findings(policies) if each.place.file.endswith("test.toml")]
    finally:
        file.unlink()
    assert [(f"{each.severity} {each.code}", each.message("en")) for each in told] == [
        (code, words)
    ]
    assert value in text.split("\n")[told[0].place.line - 1]


def test_a_figure_may_be_negative_where_it_says_so(policies: Path) -> None:
    file = policies / "cn" / "model" / "test.toml"
    file.write_text(
        HEAD + FIGURE + "min = -10\n" + VERSION.replace("value = 10", "value = -5") + USE,
        encoding="utf-8",
    )
    try:
        assert findings(policies) == []
    finally:
        file.unlink()


def test_a_jurisdiction_without_vocabulary_is_told_at_the_head_of_its_first_document(
    tmp_path: Path,
) -> None:
    (tmp_path / "county").mkdir()
    (tmp_path / "county" / "rules.toml").write_text(HEAD, encoding="utf-8")
    (told,) = (each for each in check_all(read_library(tmp_path)) if each.code == "WR320")
    assert (Path(told.place.file).name, told.place.line, told.place.column) == ("rules.toml", 3, 2)


def test_what_a_deeper_layer_replaces_must_be_right_all_the_same(tmp_path: Path) -> None:
    """The check finds the mistake in the nation's clause, so nobody is paid by files that have it."""
    root = copied(tmp_path)
    national = root / "cn/dibao-2021.toml"
    text = national.read_text(encoding="utf-8")
    head = '[[derived.household_member.version]]\nfrom = 2021-07-01\nformula = """\n'
    assert head in text
    national.write_text(text.replace(head, head + "没有这个名称 且 "), encoding="utf-8")
    told = errors_of(findings(root))
    assert [each.code for each in told] == ["WR205"]
    for jurisdiction in ("cn/model", "cn/jiangsu/yancheng/binhai"):
        with pytest.raises(PolicyError) as refused:
            load_law(jurisdiction, root)
        assert refused.value.findings == told
