"""Nothing that a name may have in it steers a terminal, a spreadsheet, a page or a JSON reader."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.basics.harmless import cell, field, json_text, lines, markup, plain, table

HOSTILE = (
    "\x00\x07\x1b\r\n\t\x7f\x85\x9b\u200e\u200f\u202a\u202e\u2028\u2066\u2069\ufeff=+-@＝＋－＠"
)
texts = st.text(st.characters() | st.sampled_from(HOSTILE), max_size=30)


def steering(text: str) -> set[str]:
    return {each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


@given(texts)
def test_a_line_has_nothing_in_it_that_steers_but_tabs(text: str) -> None:
    assert steering(plain(text)) <= {"\t"}
    assert steering(lines(text)) <= {"\t", "\n"}
    assert plain("低保 730.00 元 · “最低”") == "低保 730.00 元 · “最低”"


@given(texts)
def test_a_cell_is_never_a_formula_and_a_table_has_as_many_rows_as_were_written(text: str) -> None:
    assert cell(text)[:1] not in set("=+-@＝＋－＠")
    rows = [
        *csv.reader(io.StringIO(table(("a", "b"), [(text, 1), (None, text)]).decode("utf-8-sig")))
    ]
    assert [len(each) for each in rows] == [2, 2, 2]
    assert cell("-12.50") == "-12.50"


@given(st.dictionaries(texts, texts, max_size=3))
def test_json_says_the_same_and_steers_nothing(value: dict[str, str]) -> None:
    for ascii_only in (False, True):
        made = json_text(value, ascii_only=ascii_only)
        assert json.loads(made) == value
        assert steering(made) <= {"\n"}


@given(texts, st.integers(0, 3), st.integers(199, 202))
def test_json_is_indented_but_for_lists_that_nobody_reads(text: str, deep: int, count: int) -> None:
    value: object = [{"id": text, "of": [place]} for place in range(count)]
    for _ in range(deep):
        value = {"in": value, "beside": [1, {"a": []}]}
    made = json_text(value, ascii_only=True)
    assert json.loads(made) == value
    if count <= 200 or deep > 2:
        assert made == json.dumps(value, indent=2).replace("\x7f", "\\u007f")
    else:
        assert len(made.splitlines()) < 230


@given(texts)
def test_markup_can_be_read_by_any_xml_reader(text: str) -> None:
    made = f"<p title='{markup(text)}'>{markup(text)}</p>"
    assert ElementTree.fromstring(made).text in (markup_text(text), None)


def markup_text(text: str) -> str:
    return lines(text)


@given(st.text("aZ09 ,\"'=+-@._~\t\r\n\x1b中＝", max_size=6))
def test_a_field_is_written_alike_by_itself_and_in_a_table(text: str) -> None:
    assert table(("", text), []) == f",{field(text)}\n".encode("utf-8-sig", "backslashreplace")
