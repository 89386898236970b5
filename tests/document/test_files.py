"""Files that cannot be read, and mistakes in their form.

Each is told at its place, in words of whoever wrote it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import tomli

from tests.support.marked import HEAD, found, marked, nation, written
from welfare_rules.document import library
from welfare_rules.document.library import read_library, root_of
from welfare_rules.document.source import MOST_BYTES, guess_encoding
from welfare_rules.document.syntax import syntax_finding
from welfare_rules.document.tree import shown
from welfare_rules.findings import Finding, Hint, Place, finding, in_order, nearest
from welfare_rules.findings.finding import MOST_HINTS

FIGURE = '[figure.extra]\nlabel = { zh = "新项", en = "new" }\ntype = "money"\ncite = { article = "1" }\n'
VERSION = '[[figure.extra.version]]\nfrom = 2021-01-01\nvalue = 1\nannounced = 2021-01-01\nstatus = "published"\n'
BENEFIT = '[benefit.extra]\nlabel = { zh = "待遇", en = "b" }\npayee = "household"\namount = "1元"\ncite = { article = "1" }\n'
FORMS: dict[str, str] = {
    "a text that is none": FIGURE.replace('"新项"', "«WR112»5"),
    "an empty text": FIGURE.replace('"新项"', '«WR112»""'),
    "a text that is too long": FIGURE.replace('"新项"', "«WR112»'" + "长" * 4001 + "'"),
    "a day in quotes": FIGURE + VERSION.replace("from = 2021-01-01", 'from = «WR112»"2021-01-01"'),
    "a day with a time": FIGURE
    + VERSION.replace("from = 2021-01-01", "from = «WR112»2021-01-01T08:00:00"),
    "a table that is none": FIGURE.replace('{ zh = "新项", en = "new" }', '«WR112»"新项"'),
    "a section that is none": "figure = «WR112»5\n",
    "a list that is none": FIGURE + "version = «WR112»5\n",
    "a month that is none": FIGURE + "review_by = «WR117»13\n",
    "a share in words": FIGURE + "jump = «WR115»'ein Fünftel'\n",
    "a step that is no yuan": BENEFIT + 'rounding = { step = «WR115»"0.001", direction = "up" }\n',
    "a direction that is none": BENEFIT
    + 'rounding = { step = "1", direction = «WR113»"upwards" }\n',
    "an id with capitals": FIGURE.replace("figure.extra", "figure.«WR115»Extra"),
    "a clause id with spaces": BENEFIT
    + 'rounding = { step = "1", direction = "up" }\n[[benefit.extra.require]]\nid = «WR115»"a b"\n',
    "a value that is a list": FIGURE + VERSION.replace("value = 1", "value = «WR112»[1]"),
    "a value that is endless": FIGURE + VERSION.replace("value = 1", "value = «WR116»inf"),
    "a key of another section": FIGURE + "«WR110»amount = 1\n",
    "a key of an entry": FIGURE + VERSION + "«WR110»valu = 2\n",
    "a key that is nowhere near": FIGURE + "«WR110»zzzzzz = 1\n",
    "a key of a text": FIGURE.replace('en = "new"', 'en = "new", «WR110»fr = "neuf"'),
    "a section that is not there": "[«WR110»figures.extra]\nvalue = 1\n",
    "a label in one language": FIGURE.replace(', en = "new"', "").replace(
        "label = ", "label = «WR114»"
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_mistake_of_form_is_told_where_it_stands(tmp_path: Path, name: str) -> None:
    text = FORMS[name]
    files = (
        nation(text)
        if not text.startswith("figure = ")
        else {"cn/nation.toml": text + HEAD.format(id="cn.nation")}
    )
    told = found(written(tmp_path, files))
    assert marked(files) <= told
    assert len(told) == 1 or {code for code, *_ in told} == {"WR112", "WR320"}


RAW: dict[str, tuple[bytes, str, tuple[int, int]]] = {
    "a file of a Chinese code page": (
        'format = "welfare-policy/2"\n# 标准\n'.encode("gb18030"),
        "WR105",
        (2, 1),
    ),
    "what Windows calls Unicode": ('format = "welfare-policy/2"'.encode("utf-16"), "WR105", (1, 1)),
    "a file that is no text": (b"\xff\xff\xff", "WR105", (1, 1)),
    "a file that is too large": (b"#" * (MOST_BYTES + 1), "WR106", (1, 1)),
    "brackets without end": (
        b'format = "welfare-policy/2"\na = ' + b"[" * 5000 + b"]" * 5000,
        "WR108",
        (1, 1),
    ),
    "a number without end": (b'format = "welfare-policy/2"\na = ' + b"9" * 6000, "WR102", (1, 1)),
    "a full-width sign": ('format ＝ "welfare-policy/2"\n'.encode(), "WR103", (1, 8)),
    "a full-width sign behind others": (
        'a = { zh = "：" ， en = "x" }\n'.encode(),
        "WR103",
        (1, 16),
    ),
    "a Chinese key": ("[figure.标准]\n".encode(), "WR104", (1, 2)),
    "a Chinese key within braces": ('x = { a = "，", 标准 = 5 }\n'.encode(), "WR104", (1, 16)),
    "a Chinese key of a line": ("标准 = 5\n".encode(), "WR104", (1, 1)),
    "a text without end": (b'format = "welfare\n', "WR102", (1, 18)),
    "another format": (b'a = 1\nformat = "welfare-policy/3"\n', "WR107", (2, 10)),
    "the format before": (b'a = 1\nformat = "welfare-policy/1"\n', "WR109", (2, 10)),
}


@pytest.mark.parametrize("name", RAW)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(
    tmp_path: Path, name: str
) -> None:
    data, code, at = RAW[name]
    written(tmp_path, nation())
    (tmp_path / "cn" / "zz.toml").write_bytes(data)
    read = read_library(tmp_path)
    assert [(each.code, (each.place.line, each.place.column)) for each in read.findings] == [
        (code, at)
    ]
    assert [each.id for each in read.documents["cn"]] == ["cn.nation"]
    assert read.findings[0].message("zh")


def test_a_file_that_may_not_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, nation())

    def refused(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    (each,) = read_library(tmp_path).findings
    assert (each.code, each.message("zh")) == ("WR101", "文件读不出来：没有权限")
    assert root_of(tmp_path / "cn") == tmp_path / "cn"


def test_two_files_of_one_id_are_told_with_the_first(tmp_path: Path) -> None:
    written(tmp_path, {**nation(), "cn/zz.toml": HEAD.format(id="cn.nation")})
    (each,) = read_library(tmp_path).findings
    assert (each.code, each.place.line) == ("WR118", 4)
    assert dict(each.details)["other"].endswith("nation.toml")


def test_a_name_defined_in_a_file_that_cannot_be_read_is_no_second_mistake(tmp_path: Path) -> None:
    broken = HEAD.format(id="cn.zz") + "[figure.far_line]\nlabel = 5 5\n"
    files = {**nation("", ('together < line"', 'together < far_line"')), "cn/zz.toml": broken}
    assert {code for code, *_ in found(written(tmp_path, files))} == {"WR102"}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    written(tmp_path, nation())
    path = tmp_path / "cn" / "nation.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert found(tmp_path) == set()


def test_a_path_is_said_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "b.toml") == "a/b.toml"
    assert shown(tmp_path.parent / "b.toml") == str(tmp_path.parent / "b.toml")

    def other_drive(_: Path) -> str:
        raise ValueError("path is on mount 'D:'")

    monkeypatch.setattr(os.path, "relpath", other_drive)
    assert shown(tmp_path / "b.toml") == str(tmp_path / "b.toml")


def test_a_name_that_no_folder_can_have_has_no_documents(tmp_path: Path) -> None:
    assert read_library(tmp_path, "cn/" + "x" * 5000).documents == {}
    assert read_library(tmp_path, "cn/cases").documents == {}


def test_what_is_too_large_to_be_read_tells_no_words(tmp_path: Path) -> None:
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn" / "a.toml").write_bytes(b"line " * (MOST_BYTES // 4))
    assert read_library(tmp_path).unread_words == frozenset()
    assert library.read_library(tmp_path, "cn").jurisdictions == ("cn",)


@pytest.mark.parametrize(("text", "encoding"), [("标准", "gb18030"), ("ab", "gb18030")])
def test_the_encoding_is_guessed(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


def test_findings() -> None:
    """A finding has a code of the catalogue.

    Equal names differ in their capitals first, then by their letters.
    """
    with pytest.raises(KeyError):
        finding("WR999", Place("x"))
    assert nearest("WAGE", ["wage", "wages"])() == "wage"
    assert nearest("wagge", ["wage", "other"])() == "wage"
    assert nearest("zzz", ["wage"])() == ""
    each = Finding(
        "WR402", Place("case.json", path="members[0].wag"), (("got", "wag"), ("nearest", "wage"))
    )
    assert (
        each.line("en")
        == "case.json:members[0].wag: error WR402: unknown fact 'wag'; did you mean 'wage'?"
    )
    assert each.line("zh").endswith("是否指“wage”？")
    assert each.to_dict("en")["path"] == "members[0].wag"
    assert (each.to_dict()["line"], each.to_dict()["column"]) == (None, None)
    assert str(Place("--month")) == "--month"


def test_a_file_of_the_format_before_is_told_where_it_dates_a_benefit(tmp_path: Path) -> None:
    text = """format = "welfare-policy/1"
[benefit.one]
from = 2021-01-01
[phase_out.two]
last_day = 2022-12-31
[benefit.three]
replaces = "cn.nation"
from = 2021-01-01
[[benefit.three.require]]
from = 2021-01-01
"""
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn" / "a.toml").write_text(text, encoding="utf-8")
    found = read_library(tmp_path).findings
    assert [(each.code, each.place.line) for each in found] == [
        ("WR109", 1),
        ("WR119", 3),
        ("WR119", 5),
    ]
    for lang, words in (("zh", "begins、ends"), ("en", "begins and ends")):
        assert all(words in each.message(lang) for each in found)


def test_near_names_are_looked_for_once_and_for_the_first_findings_alone() -> None:
    asked: list[int] = []

    def looking(line: int) -> Hint:
        return lambda: asked.append(line) or "dibao"

    several = [
        finding("WR302", Place("x", line, 1), got="diabo", what="y", nearest=looking(line))
        for line in range(1, 3 * MOST_HINTS)
    ]
    told = in_order([*reversed(several), *several])
    assert len(told) == len(several)
    assert asked == [*range(1, MOST_HINTS + 1)]
    assert in_order([*told, *several]) == told
    assert len(asked) == MOST_HINTS
    hinted = [each.detail("nearest") for each in told]
    assert hinted == ["dibao"] * MOST_HINTS + [""] * (len(several) - MOST_HINTS)


@pytest.mark.parametrize(
    "line", [" " * 400_000 + "x", "a" + " " * 400_000 + "b", '"' + '\\"' * 200_000]
)
def test_of_a_long_line_only_what_a_person_would_look_at_is_looked_at(line: str) -> None:
    """Patterns take the square of a line's length: of the whole line this would take an hour."""
    found = syntax_finding("x", line, tomli.TOMLDecodeError("Invalid statement", line, 0))
    assert found.code == "WR102"
