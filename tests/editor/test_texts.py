"""What is around a place of a text, and what may stand there, also while it is being typed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import POLICIES
from tests.support.effort import examples
from welfare_rules.basics.text import LANGUAGES
from welfare_rules.document.source import Source, read_text
from welfare_rules.editor.completion import completion
from welfare_rules.editor.context import Context, context, word_at
from welfare_rules.editor.fixes import offset_of
from welfare_rules.editor.hover import hover
from welfare_rules.editor.keys import NAMING_KEYS, keys
from welfare_rules.editor.things import declared, meant
from welfare_rules.metadata.dictionary import SORTS, names

FILES = sorted(each for each in POLICIES.rglob("*.toml") if "cases" not in each.parts)
LAW = wr.load("cn/model").law
TODAY = datetime.date(2021, 8, 1)


def source(path: Path) -> Source:
    read, _ = read_text(path, path.name)
    assert read is not None
    return read


@pytest.mark.parametrize("path", FILES[::5], ids=lambda each: each.stem)
def test_the_context_is_what_the_parser_says(path: Path) -> None:
    """Of strings under a key of their own the key is known, and of headers the path."""
    text, spans = source(path).text, source(path).spans
    strings = [
        (at, start)
        for at, (start, _) in spans.values.items()
        if text[start] in "\"'" and isinstance(at[-1], str)
    ]
    for at, start in strings[:: max(1, len(strings) // 12)]:
        found = context(text, start + 1)
        assert (found.inside, found.key) == ("string", at[-1]), at
        plain = tuple(each for each in at[:-1] if isinstance(each, str))
        assert found.path == plain[: len(found.path)], at
    headers = [(at, span) for at, span in spans.keys.items() if _in_header(text, span[0])]
    for at, (start, end) in headers[:: max(1, len(headers) // 6)]:
        found = context(text, end)
        assert found.inside == "header"
        plain = tuple(each for each in at if isinstance(each, str))
        assert found.path[: len(plain)] == plain[: len(found.path)]
        assert text[slice(*(word_at(text, start) or (0, 0)))] in text[start:end]


def _in_header(text: str, offset: int) -> bool:
    return text[text.rfind("\n", 0, offset) + 1 : offset].lstrip().startswith("[")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Context((), "", "key")),
        ("[", Context((), "", "header")),
        ("[figure.", Context(("figure",), "", "header")),
        ('[[figure."低保', Context(("figure", "低保"), "", "header")),
        ("[a]\n# x", Context(("a",), "", "comment")),
        ("[a]\nwhen", Context(("a",), "", "key")),
        ("[a]\nwhen = ", Context(("a",), "when", "value")),
        ('[a]\nwhen = "', Context(("a",), "when", "string")),
        ('[a]\nwhen = """\nx\n[b]\ny', Context(("a",), "when", "string")),
        ('[a]\nwhen = "x"\n', Context(("a",), "", "key")),
        ('[a]\nlist = [\n  "x', Context(("a",), "list", "string")),
        ('[a]\nlist = [\n  "x"\n[b]\n', Context(("a",), "list", "value")),
        ('cite = { article = "', Context((), "article", "string")),
        ('[a]\nwhen = "x\n[b]\nk', Context(("b",), "", "key")),
        ("[a]\nwhen = 'it is", Context(("a",), "when", "string")),
    ],
)
def test_a_context_while_it_is_typed(text: str, found: Context) -> None:
    assert context(text, len(text)) == found


PIECES = st.sampled_from(
    ["[", "]", "{", "}", '"', "'", '"""', "'''", "=", "#", "\n", " ", ".", "\\", "低保", "𠮷", "a"]
)


@given(pieces=st.lists(PIECES, max_size=25), place=st.integers(0, 40))
@settings(max_examples=examples(300))
def test_any_text_has_a_context(pieces: list[str], place: int) -> None:
    text = "".join(pieces)
    offset = min(place, len(text))
    context(text, offset)
    completion(LAW, text, offset, "zh")
    hover(LAW, (), text, offset, TODAY, "en")
    line = text.count("\n", 0, offset)
    assert offset_of(text, line + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1) == offset


def offered(text: str) -> dict[str, str]:
    return {each.text: each.search for each in completion(LAW, text, len(text), "zh")}


def test_a_formula_is_offered_every_word_that_it_may_use() -> None:
    text = '[benefit.dibao]\namount = "低保'
    found: dict[str, set[str]] = {}
    for one in completion(LAW, text, len(text), "zh"):
        found.setdefault(one.text, set()).update(one.search.split(" "))
    for each in names(LAW):
        for word in each.words:
            assert {*each.words} <= found[word], word
    assert offered('[benefit.dibao]\nnote = "低保') == {}
    assert {"when", "amount", "formula", "cap"} <= {
        key for key, each in NAMING_KEYS.items() if each
    }


def test_a_header_is_offered_ids_and_sections_and_a_table_its_keys() -> None:
    assert "低保标准" in offered("[figure.dib")["dibao_standard"]
    assert "dibao_standard" in offered("[figure.低保")
    assert "wage" not in offered("[figure.")
    assert {"figure", "benefit", "derived"} <= {*offered("[")}
    assert "format" not in offered("[")
    assert {*offered("[[benefit.dibao.")} >= {"require"}
    assert {*offered("[[benefit.dibao.require]]\nwh")} >= {"when", "because", "cite"}
    assert "cn.model.dibao" in offered('[document]\nreplaces = "cn.mo')
    assert keys(("nothing", "here")) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sort", [each for each in SORTS if each not in ("built in", "keyword")])
def test_a_name_says_what_it_is(lang: str, sort: str) -> None:
    some = [each for each in names(LAW) if each.sort == sort]
    for each in some[:: max(1, len(some) // 4)]:
        found = hover(LAW, (), f'when = "{each.words[-1]}"', 8, TODAY, lang)
        assert found is not None, each
        assert f"`{each.id}`" in found.text
        assert (found.start, found.end) == (8, 8 + len(each.words[-1]))


def test_a_figure_says_its_value_of_the_day_its_source_and_who_rests_on_it() -> None:
    def told(day: datetime.date, lang: str = "zh") -> str:
        found = hover(LAW, (), "[figure.dibao_standard]", 10, day, lang)
        assert found is not None
        return found.text

    figure = wr.load("cn/model").figures["dibao_standard"]
    for version in figure.versions:
        assert version.first is not None
        day = max(each for each in (version.first, version.announced) if each is not None)
        assert f"**{version.value} 元（每人每月）**" in told(day)
    assert "没有数值" in told(datetime.date(1990, 1, 1))
    english = told(TODAY, "en")
    assert "700.00 yuan" in english
    assert "minimum living guarantee (dibao)" in english
    assert "formulas that name it: `derived." in english
    assert "formulas that name it" not in told(TODAY)


def test_a_figure_without_a_value_here_says_those_below() -> None:
    nation = wr.load("cn").law
    found = hover(nation, (LAW,), "[figure.dibao_standard]", 10, TODAY, "zh")
    assert found is not None
    assert f"{LAW.name.zh}：**700.00 元" in found.text


def test_a_key_says_what_it_means_and_a_comment_nothing() -> None:
    found = hover(LAW, (), "[figure.x.version]\nannounced = 2020-01-01", 25, TODAY, "zh")
    assert found is not None
    assert found.text.startswith("**公布日期** `announced`")
    assert hover(LAW, (), "# dibao_standard", 5, TODAY, "zh") is None
    assert hover(LAW, (), "[figure.x.version]\nnothing = 1", 20, TODAY, "zh") is None


def test_everything_with_a_place_is_declared_where_its_name_stands() -> None:
    for each in names(LAW):
        if each.sort in ("fact", "figure", "benefit", "choice") or each.id in LAW.derived:
            places = declared(LAW, each)
            assert places, each
            first = Path(places[0].file)
            line = (
                (first if first.is_file() else POLICIES.parent / first)
                .read_text("utf-8")
                .splitlines()[places[0].line - 1]
            )
            if each.sort != "choice":
                assert each.id in line, (each, places)
    assert meant(LAW, "没有这个词") == ()
