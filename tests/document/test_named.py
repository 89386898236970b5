"""A label where an id is expected: the message names the id."""

from __future__ import annotations

import pytest

import welfare_rules as wr
from tests.support.tiny import POLICY

MORE = """
[[benefit.old.row]]
id = "young"
when = "age < 10"
because = { zh = "未满十岁", en = "under ten" }
cite = { article = "6" }
"""

SLIPS = {
    "a figure without quotes": ("[[figure.标准.version]]\nfrom = 2022-01-01\nvalue = 130", "line"),
    "a figure in quotes": ('[[figure."标准".version]]\nfrom = 2022-01-01\nvalue = 130', "line"),
    "a figure by its English": ('[[figure."Line".version]]\nfrom = 2022-01-01\nvalue = 1', "line"),
    "a figure nearly": ("[[figure.没有找到数.version]]\nfrom = 2022-01-01\nvalue = 1", "unfound"),
    "a benefit without quotes": (MORE.replace("old.row", "老人津贴.row"), "old"),
    "a benefit in quotes": (MORE.replace("old.row", '"老人津贴".row'), "old"),
    "a derived value": ('[[derived."合计收入".version]]\nfrom = 2022-01-01', "together"),
    "an income": (
        '[[exemption]]\nid = "more"\nlabel = { zh = "甲", en = "a" }\nincome = "工钱"\n'
        'share = "10%"\ncite = { article = "3" }',
        "pay",
    ),
    "a figure of which another is a share": (
        "[[figure.line.version]]\nfrom = 2022-01-01\nannounced = 2022-01-01\n"
        'status = "published"\nshare = "50%"\nof = "没有找到的数"',
        "unfound",
    ),
    "a carried fact": (
        '[[carry]]\nid = "c"\nfact = "存款"\nbenefit = "help"\ncite = { article = "4" }',
        "stock",
    ),
    "a carried benefit": (
        '[[carry]]\nid = "c"\nfact = "stock"\nbenefit = "补助"\ncite = { article = "4" }',
        "help",
    ),
    "a fact that is looked at": (
        '[fact.rank]\nlabel = { zh = "等级", en = "rank" }\nentity = "member"\ntype = "date"\n'
        'not_before = "岁数"',
        "age",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_label_in_the_place_of_an_id_is_told_with_the_id(slip: str) -> None:
    text, want = SLIPS[slip]
    with pytest.raises(wr.PolicyError) as refused:
        wr.loads({"tiny/law.toml": POLICY, "tiny/more.toml": more(text)})
    assert want in {each.detail("nearest") for each in refused.value.findings}


@pytest.mark.parametrize("slip", ["a figure without quotes", "a benefit in quotes"])
def test_what_the_same_file_defines_is_offered_too(slip: str) -> None:
    text, want = SLIPS[slip]
    with pytest.raises(wr.PolicyError) as refused:
        wr.loads({"tiny/law.toml": f"{POLICY}\n{text}\n"})
    assert [each.detail("nearest") for each in refused.value.findings] == [want]


def test_what_is_like_nothing_is_offered_nothing() -> None:
    with pytest.raises(wr.PolicyError) as refused:
        wr.loads({"tiny/law.toml": f"{POLICY}\n[figure.完全不同的东西]\n"})
    assert [each.detail("nearest") for each in refused.value.findings] == [""]


def more(text: str) -> str:
    head = POLICY[: POLICY.index("[jurisdiction]")].replace('"tiny"', '"tiny.more"')
    return f"{head}\n{text}\n"
