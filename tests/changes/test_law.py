"""What an edit changes is named, clause by clause, and nothing else is."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support import tiny
from tests.support.effort import examples
from tests.support.marked import CITE, HEAD, LABEL, county, nation, version
from welfare_rules.changes.compare import Compared, compare
from welfare_rules.changes.law import Side, changes
from welfare_rules.changes.old import opened
from welfare_rules.document.library import read_library
from welfare_rules.findings import errors_of
from welfare_rules.law.law import Law
from welfare_rules.loading import check_all
from welfare_rules.mutation.law import mutants

TODAY = 20260310
Files = dict[str, str]
COUNTY = county("")
RECOVERY = f'[[recovery]]\nid = "r"\n{LABEL}waived = true\n{CITE}'
PROMISE = (
    f'[[promise]]\nid = "p"\n{LABEL}kind = "more need"\nbenefits = ["help"]\n'
    'set = { kind = "heavy" }\nwho = "age > 9"\n'
)
WATCH = (
    f'[[watch]]\nid = "w"\n{LABEL}kind = "核查"\nfacts = ["age"]\nbenefits = ["help"]\n'
    'turns = ["lost", "doubtful"]\nwas = "age > 3"\nwithin_days = 14\n' + CITE
)
CARRY = f'[[carry]]\nid = "c"\nfact = "paid_before"\nbenefit = "help"\n{CITE}'
EXCLUDE = (
    '[[benefit.old.exclude]]\nid = "e"\nwith = "amount(help)"\nkeep = "higher"\n'
    'because = { zh = "低的不发", en = "the lower is not paid" }\n' + CITE
)
REQUIRE = (
    '[[benefit.help.require]]\nid = "more"\nwhen = "stock <= 9元"\n'
    'because = { zh = "存款少", en = "few savings" }\n' + CITE
)
EXEMPTION = (
    f'[[exemption]]\nid = "x"\nincome = "pay"\nshare = "50%"\nfrom = 2021-07-01\n{LABEL}{CITE}'
)
DERIVED = (
    '[derived.more]\nlabel = { zh = "更多", en = "more" }\nentity = "member"\ntype = "money"\n'
    'formula = "pay"\n' + CITE
)
ROUNDING = 'rounding = { step = "1", direction = "up" }\n'
CIRCLE = (
    '[[circle]]\nid = "far"\nlabel = { zh = "远", en = "far" }\nwhen = "together < line * 3"\n'
    + CITE
)


@dataclass(frozen=True)
class Edit:
    """A change of the nation's file, and the things that it changes."""

    what: frozenset[str]
    old: str = ""
    new: str = ""
    more: str = ""

    def made(self, text: str) -> str:
        assert not self.old or text.count(self.old) == 1, self.old
        return text.replace(self.old, self.new) + self.more if self.old else text + self.more


def edit(what: str, old: str = "", new: str = "", more: str = "") -> Edit:
    return Edit(frozenset(what.split()), old, new, more)


EDITS = (
    edit("figure.line", "value = 100\n", "value = 90\n"),
    edit("benefit.help.require.poor", 'when = "together < line"', 'when = "together <= line"'),
    edit("benefit.help.require.more", more=REQUIRE),
    edit("benefit.help.amount", 'amount = "line - together"', 'amount = "line"'),
    edit("benefit.help.rounding", ROUNDING, ROUNDING.replace("up", "down")),
    edit("benefit.old.of", 'of = "line"', 'of = "2 * line"'),
    edit("benefit.old.row.from-80", 'share = "20%"', 'share = "30%"'),
    edit("benefit.old.row.others", "不满八十岁", "八十岁以下"),
    edit("benefit.old.amount", 'hit = "first"', 'hit = "unique"'),
    edit("benefit.old.exclude.e", more=EXCLUDE),
    edit("benefit.old", '{ zh = "老人津贴"', '{ zh = "老年津贴"'),
    edit("circle.near", 'when = "together < line * 2"', 'when = "together < line * 4"'),
    edit("circle.far", more=CIRCLE),
    edit("derived.together", "合计(own_countable_income, 真)", "合计(pay, 真)"),
    edit("income.pay", 'zh = "工钱", en', 'zh = "工资", en'),
    edit("exemption.pay.x", more=EXEMPTION),
    edit("derived.more", more=DERIVED),
    edit("recovery.r", more=RECOVERY),
    edit("carry.c", more=CARRY),
    edit("promise.p", more=PROMISE),
    edit("watch.w", more=WATCH),
    edit("fact.rural", '{ zh = "农村", en = "rural" }', '{ zh = "乡村", en = "rural" }'),
    edit("fact.born", "past = true", 'past = true\njudged_by = "officer"'),
    edit("choice.kind", '{ id = "plain",', '{ id = "none", zh = "无", en = "none" }, { id = "plain",'),
    edit("document.cn.nation", "cn.nation 的办法", "cn.nation 的新办法"),
    edit("jurisdiction.cn", "某国", "该国"),
    edit(
        "figure.line",
        more=version("value = 120", of="line", since="2022-07-01", announced="2022-06-20"),
    ),
    edit(
        "figure.other",
        more=f'[figure.other]\n{LABEL}type = "money"\n{CITE}',
    ),
)  # fmt: skip
NEUTRAL: tuple[tuple[str, str], ...] = (
    ("[benefit.help]", "# 一条注释\n[benefit.help]"),
    ('amount = "line - together"', 'amount   =   "标准 -   合计收入" # 中文'),
    ('when = "age >= 80"', "when = '岁数 >= 80'"),
    ("min = 0\nmax = 150", "max = 150\nmin = 0"),
    ("value = 100\n", "value = 100.00\n"),
    ('share = "10%"', 'share = "  10%"'),
    ('label = { zh = "存款", en = "savings" }', 'label = { en = "savings", zh = "存款" }'),
)
"""Edits of layout, comments, order and language, which change nothing."""


OF_A_LIST = (
    '[[benefit.old.require]]\nid = "heavy"\nwhen = "kind == 重度 or kind in [plain, heavy]"\n'
    'because = { zh = "重度", en = "heavy" }\n' + CITE
)
"""A condition on values of a closed list, which are counted by their places in it."""


def compared(made: Path, old: Mapping[str, str], new: Mapping[str, str]) -> Compared:
    folders = made / "old", made / "new"
    for folder, files in zip(folders, (old, new), strict=True):
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    library = read_library(folders[1])
    assert not errors_of(check_all(library, TODAY))
    with opened(str(folders[0]), folders[1]) as there:
        layers = {*library.jurisdictions, *there.library.jurisdictions}
        return compare(there, library, layers, [], TODAY)


def whats(found: Compared) -> list[str]:
    return sorted(each.what for each in found.changes)


def neutral(files: Files, edits: list[tuple[str, str]]) -> Files:
    text = files["cn/nation.toml"]
    for old, new in edits:
        if text.count(old) == 1:
            text = text.replace(old, new)
    return {**files, "cn/nation.toml": text}


def unlike(edits: list[Edit]) -> bool:
    """Whether edits do not touch the same lines."""
    return len({each.old for each in edits if each.old}) == sum(bool(each.old) for each in edits)


@settings(max_examples=examples(15), deadline=None)
@given(
    st.lists(st.sampled_from(EDITS), max_size=4, unique=True).filter(unlike),
    st.lists(st.sampled_from(EDITS), max_size=3, unique=True),
    st.lists(st.sampled_from(NEUTRAL), unique=True),
)
def test_what_is_changed_is_named_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[Edit],
    before: list[Edit],
    quiet: list[tuple[str, str]],
) -> None:
    """`before` is what the random law has already; then come edits that mean something, and some
    that mean nothing.
    """
    text = nation(OF_A_LIST)["cn/nation.toml"]
    for each in before:
        if each not in edits and not each.old:
            text = each.made(text)
    old = {"cn/nation.toml": text, **COUNTY}
    for each in edits:
        text = each.made(text)
    new = neutral({"cn/nation.toml": text, **COUNTY}, quiet)
    expected = sorted(name for each in edits for name in each.what)
    there = compared(tmp_path_factory.mktemp("there"), old, new)
    assert whats(there) == expected
    back = compared(tmp_path_factory.mktemp("back"), new, old)
    assert whats(back) == expected
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((each.what, turned[each.kind]) for each in there.changes) == sorted(
        (each.what, str(each.kind)) for each in back.changes
    )
    for each in (*there.changes, *back.changes):
        assert each.jurisdiction == "cn"  # the county inherits it
        assert not re.search(r"\{\w", each.said.zh + each.said.en)


@pytest.mark.parametrize("edit", EDITS, ids=lambda each: " ".join(sorted(each.what)))
def test_each_edit_by_itself_is_named(tmp_path: Path, edit: Edit) -> None:
    """The property above draws some of them together."""
    old = {**nation(OF_A_LIST), **COUNTY}
    found = compared(tmp_path, old, {**old, "cn/nation.toml": edit.made(old["cn/nation.toml"])})
    assert whats(found) == sorted(edit.what)
    assert {each.jurisdiction for each in found.changes} == {"cn"}


def test_files_may_be_named_and_ordered_otherwise(tmp_path: Path) -> None:
    text = nation()["cn/nation.toml"]
    more = HEAD.format(id="cn.more") + REQUIRE + EXEMPTION
    old = {"cn/nation.toml": text, "cn/a.toml": more, **COUNTY}
    new = {
        "cn/zz.toml": text,
        "cn/b.toml": more,
        "cn/county/x.toml": COUNTY["cn/county/county.toml"],
    }
    assert whats(compared(tmp_path, old, new)) == []


def said(found: Compared) -> list[dict[str, Any]]:
    return [each.to_dict() for each in found.changes]


def test_a_new_version_tells_what_it_takes_the_place_of(tmp_path: Path) -> None:
    more = version("value = 120.50", of="line", since="2022-07-01", announced="2022-06-20")
    new = nation(more)
    assert said(compared(tmp_path, nation(), new)) == [
        {
            "what": "figure.line",
            "kind": "added",
            "from": "2022-07-01",
            "announced": "2022-06-20",
            "said_zh": "某国：标准 自 2022-07-01：100 元 → 120.50 元",
            "said_en": "Nation: line from 2022-07-01: 100 yuan → 120.50 yuan",
        }
    ]


LATER = HEAD.replace("2020-01-01", "2024-07-01\nannounced = 2024-06-20").format(id="cn.july")


def test_a_requirement_that_a_county_drops_is_told_with_what_it_was(tmp_path: Path) -> None:
    drop = LATER + '[[benefit.help.require]]\nid = "poor"\nreplaces = "cn.nation"\ndrop = true\n'
    old = {**nation(), **county("")}
    found = compared(tmp_path, old, {**old, "cn/county/july.toml": drop})
    assert whats(found) == ["benefit.help.require.poor", "document.cn.july"]
    change = next(each for each in said(found) if each["what"] == "benefit.help.require.poor")
    assert (change["kind"], change["from"], change["announced"]) == (
        "added",
        "2024-07-01",
        "2024-06-20",
    )
    assert change["said_zh"] == (
        "某县：补助，条件“收入低于标准” 自 2024-07-01：合计收入 < 标准 → 不适用"
    )
    assert change["said_en"] == (
        "County: help, requirement “income below the line” from 2024-07-01: "
        "income together < line → does not apply"
    )


def test_a_key_of_a_benefit_is_told_with_what_it_was(tmp_path: Path) -> None:
    amended = LATER + '[benefit.help]\nreplaces = "cn.nation"\namount = "12元"\n' + CITE
    old = {**nation(), **county("")}
    found = compared(tmp_path, old, {**old, "cn/county/july.toml": amended})
    change = next(each for each in said(found) if each["what"] == "benefit.help.amount")
    assert change["said_zh"] == "某县：补助，金额 自 2024-07-01：标准 − 合计收入 → 12.00 元"


def test_a_day_that_moves_is_told_as_a_day(tmp_path: Path) -> None:
    old = nation(EXEMPTION)
    new = nation(EXEMPTION.replace("from = 2021-07-01", "from = 2022-07-01\nlast_day = 2022-12-31"))
    (change,) = said(compared(tmp_path, old, new))
    assert change["kind"] == "changed"
    assert change["said_zh"] == (
        "某国：豁免“新项” 自 2022-07-01 至 2022-12-31："
        "起始：2021-07-01 → 2022-07-01；到期：不限 → 2022-12-31"
    )


def test_one_of_several_versions_is_matched_with_itself(tmp_path: Path) -> None:
    versions = [
        version(f"value = {value}", of="line", since=f"{year}-07-01", announced=f"{year}-06-20")
        for year, value in ((2021, 110), (2022, 120), (2023, 130))
    ]
    old = nation("\n".join(versions))
    new = nation("\n".join([versions[0], versions[2].replace("130", "135")]))
    assert [(each["kind"], each["from"]) for each in said(compared(tmp_path, old, new))] == [
        ("changed", "2023-07-01"),
        ("removed", "2022-07-01"),
    ]


def test_rows_of_which_the_first_counts_are_told_in_another_order(tmp_path: Path) -> None:
    text = nation()["cn/nation.toml"]
    start, middle = (
        text.index("[[benefit.old.row]]\nid = " + f'"{name}"') for name in ("from-80", "others")
    )
    end = text.index("[[circle]]")
    turned = text[:start] + text[middle:end] + text[start:middle] + text[end:]
    (change,) = said(compared(tmp_path, nation(), {"cn/nation.toml": turned}))
    assert (change["what"], change["kind"]) == ("benefit.old.row", "changed")
    assert change["said_zh"] == "某国：老人津贴，各档次：次序：from-80、others → others、from-80"


def test_a_new_benefit_is_told_once_with_its_keys(tmp_path: Path) -> None:
    more = (
        '[benefit.meal]\nlabel = { zh = "助餐", en = "meals" }\npayee = "member"\namount = "9元"\n'
        f"begins = 2024-07-01\n{ROUNDING}{CITE}"
    )
    (change,) = said(compared(tmp_path, nation(), nation(more)))
    assert (change["what"], change["kind"], change["from"]) == (
        "benefit.meal",
        "added",
        "2024-07-01",
    )
    for part in ("发给：成员", "金额：9.00 元", "取整：向上", "施行：2024-07-01 至 不限"):
        assert part in change["said_zh"]


def test_a_county_that_begins_or_ends_is_told_clause_by_clause(tmp_path: Path) -> None:
    figure = version("value = 80", 'replaces = "cn.nation"', of="line", since="2021-07-01")
    new = {**nation(), **county("[figure.line]\n" + figure)}
    found = compared(tmp_path, nation(), new)
    assert whats(found) == ["document.cn.county", "figure.line", "jurisdiction.cn/county"]
    assert {each["kind"] for each in said(found)} == {"added"}
    assert "100 元 → 80 元" in next(e["said_zh"] for e in said(found) if e["what"] == "figure.line")
    back = compared(tmp_path / "back", new, nation())
    assert whats(back) == whats(found)
    assert {each["kind"] for each in said(back)} == {"removed"}


def test_everything_reads_as_json_and_in_both_languages(tmp_path: Path) -> None:
    """From nothing to the shipped law every kind of thing is told in words."""
    library = read_library(Path("policies"))
    with opened("policies", Path("policies")) as there:
        same = compare(there, library, library.jurisdictions, [], TODAY)
    assert same.to_dict() == {"changes": [], "past": []}
    empty = {"xx/a.toml": nation()["cn/nation.toml"]}
    with opened(str(_folder(tmp_path, empty)), Path("policies")) as there:
        found = compare(there, library, library.jurisdictions, [], TODAY)
    kinds = {each.what.split(".")[0] for each in found.changes}
    assert kinds >= {"fact", "choice", "figure", "derived", "income", "exemption", "benefit"}
    assert kinds >= {"circle", "carry", "recovery", "paper", "promise", "watch", "document"}
    assert "jurisdiction" in kinds
    for each in found.changes:
        assert each.kind == "added"
        assert all(len(text) > 0 for text in (each.said.zh, each.said.en))
        assert not re.search("[\u4e00-\u9fff]", re.sub("[“《].*?[”》]", "", each.where.en))
    json.dumps(found.to_dict())


def _folder(folder: Path, files: Files) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(law: Law, other: Law, layers: int) -> list[str]:
    """The names of what every layer of two laws lays down otherwise."""
    return [
        each.what
        for depth in range(layers)
        for each in changes("", Side(law, depth), Side(other, depth))
    ]


def test_every_mutant_of_a_law_is_told_by_its_name(tmp_path: Path) -> None:
    """All that cases can notice of a change of a law is a change that is told, and once."""
    small = wr.load("tiny", tiny.root(tiny.written(tmp_path))).law
    county = wr.load("cn/model").law
    some = random.Random(1).sample(list(mutants(county)), examples(12))
    for law, layers, chosen in ((small, 1, mutants(small)), (county, 2, some)):
        for mutant in chosen:
            name = mutant.id.split(": ")[1].replace(".amendment", "")
            found = told(law, mutant.make(), layers)
            assert len(found) == 1 + ("exchanged" in mutant.id), mutant.id
            assert any(name.startswith(each.removesuffix(".life")) for each in found), mutant.id
