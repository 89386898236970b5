"""The handbook is one well-formed page that needs nothing else and leaves nothing out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import welfare_rules as wr
from welfare_rules.cli.main import main
from welfare_rules.law.terms import JUDGE_WORDS
from welfare_rules.register.handbook import handbook
from welfare_rules.register.handbook.curve import curves, curves_of_need
from welfare_rules.register.handbook.html import tag

Small = Callable[..., Path]
PLACES = (
    ("cn/model", "2021-10", "2021-12-31"),
    ("cn/model", "2025-08", "2025-09-01"),
    ("cn/jiangsu/yancheng/binhai", "2024-03", "2026-01-31"),
)
VOID = {"meta", "input", "br", "wbr"}


@cache
def rules(place: str, month: str, known: str) -> wr.Rules:
    return wr.load(place).at(month, known)


@cache
def page(place: str, month: str, known: str) -> str:
    return handbook(rules(place, month, known))


class Reader(HTMLParser):
    """Reads a page strictly: what is opened is closed, in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.headings: list[int] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for key, value in attrs:
            self.attributes.append((key, value or ""))
            if key == "id":
                self.ids[value or ""] += 1
            if key == "href":
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.extend((key, value or "") for key, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.mark.parametrize("asked", PLACES)
def test_the_page_is_well_formed_and_stands_alone(asked: tuple[str, str, str]) -> None:
    text = page(*asked)
    read = Reader(text)
    assert (read.open, read.wrong) == ([], [])
    assert [name for name, count in read.ids.items() if count > 1] == []
    assert [each for each in read.links if not each.startswith("#")] == []
    assert [each for each in read.links if each[1:] not in read.ids] == []
    assert not {key for key, _ in read.attributes} & {"src", "srcset", "onclick", "onload", "style"}
    assert not re.search(r"<(script|link|iframe|img|object|base)\b|@import|url\(", text)
    labels = [value for key, value in read.attributes if key in ("for", "aria-labelledby")]
    assert [each for value in labels for each in value.split() if each not in read.ids] == []
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(
        later <= before + 1 for before, later in zip(read.headings, read.headings[1:], strict=False)
    )


@pytest.mark.parametrize("asked", PLACES)
def test_nothing_is_left_out(asked: tuple[str, str, str]) -> None:
    read, program = Reader(page(*asked)), rules(*asked).program
    text = re.sub(r"\s+", " ", read.text)

    def there(words: str) -> bool:
        return re.sub(r"\s+", " ", words) in text

    for benefit in program.benefits:
        assert f"benefit-{benefit.id}" in read.ids
        assert there(benefit.label.zh)
        assert there(benefit.label.en)
        for rule in (*benefit.reasons, *benefit.supplements):
            assert there(rule.clause.because.zh)
            assert there(rule.clause.because.en)
            if rule.clause.source is not None:
                assert there(rule.clause.source.document)
                assert there(rule.clause.source.quote)
    for key, found in program.figures.items():
        assert f"figure-{key}" in read.ids
        for version in found.figure.versions:
            assert (
                version.source is None
                or version.period.announced > rules(*asked).known
                or there(version.source.quote)
            )
    for fact in program.facts:
        assert f"fact-{fact.id}" in read.ids
        assert all(there(each.zh) and there(each.en) for each in fact.registers)
        assert fact.judged_by is None or there(JUDGE_WORDS[fact.judged_by].en)
    for circle in program.circles:
        assert f"circle-{circle.circle.id}" in read.ids
    for instrument in program.law.instruments:
        assert there(instrument.title.zh)


def test_what_is_not_yet_announced_is_not_told() -> None:
    asked = ("cn/model", "2021-08", "2021-08-31")
    assert "2021-09-15" not in Reader(page(*asked)).text
    assert "2021-09-15" in Reader(page(*PLACES[0])).text


def test_texts_of_the_files_are_escaped(small: Small) -> None:
    root = small(
        ("标准由县定", "<script>alert('1')</script> & \\u0001标准"),
        ('en = "income is below the standard"', 'en = "<b>&\\"poor\\""'),
    )
    text = handbook(wr.load("cn", root).at("2025-08", "2026-01-01"))
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; \\x01标准" in text
    assert Reader(text).wrong == []
    assert tag("p", "<&>", title='"') == '<p title="&quot;">&lt;&amp;&gt;</p>'


def test_the_curve_is_what_the_engine_says() -> None:
    asked = rules(*PLACES[0])
    one, two, three, four = curves(asked)
    assert [each.size for each in (one, two, three, four)] == [1, 2, 3, 4]
    first = three.points[0]
    assert (first.income, first.total, first.circle) == (0, 3 * 73000, "dibao")
    assert three.points[-1].total == 0
    assert three.points[-1].circle == "none"
    incomes = [each.income for each in three.points]
    assert incomes == sorted(set(incomes))
    turns = [
        (a.income, b.income)
        for a, b in zip(three.points, three.points[1:], strict=False)
        if a.circle != b.circle
    ]
    assert turns == [(218999, 219000), (328499, 328500)]


def test_a_cliff_is_found_to_the_fen(small: Small) -> None:
    root = small(('amount = "标准 - 全家收入"', 'amount = "标准 * 40%"'))
    asked = wr.load("cn", root).at("2025-08", "2026-01-01")
    curve = curves(asked)[0]
    (cliff,) = curve.cliffs
    assert (cliff.low.income, cliff.high.income, cliff.drop) == (54999, 55000, 22000)
    assert "少 220 元" in Reader(handbook(asked)).text


@pytest.mark.slow
def test_needs_show_where_a_little_more_income_costs_much() -> None:
    """At one and a half times the standard of two persons a severely disabled member loses the
    edge, and with it two benefits.
    """
    asked = rules(*PLACES[0])
    found = curves_of_need(asked)
    assert [each.key for each in found] == [f"need-{place + 1}" for place in range(len(found))]
    cliffs = {
        (each.low.income, each.high.income, each.drop) for curve in found for each in curve.cliffs
    }
    assert (218999, 219000, 73000 + 25550) in cliffs
    assert "少 985.50 元" in Reader(page(*PLACES[0])).text


@pytest.mark.slow
def test_how_overpayments_are_taken_back_stands_where_the_policy_says_it() -> None:
    model = page("cn/model", "2021-08", "2021-12-31")
    assert "从以后的低保、渐退期待遇中按月扣回" in model
    assert "每月扣回比例" in model
    assert 'id="recoveries"' not in page("cn/jiangsu/yancheng/binhai", "2021-08", "2021-12-31")


@pytest.mark.slow
def test_the_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "手册.html"
    run = CliRunner().invoke(
        main,
        [
            "handbook",
            "--in",
            "cn/model",
            "--month",
            "2021-10",
            "--known",
            "2021-12-31",
            "-o",
            str(out),
        ],
    )
    assert (run.exit_code, run.output) == (0, "")
    assert out.read_text(encoding="utf-8") == page(*PLACES[0])
    assert (
        CliRunner()
        .invoke(main, ["handbook", "--in", "cn/model", "--month", "2021-13", "-o", str(out)])
        .exit_code
        == 2
    )
    missing = CliRunner().invoke(
        main,
        [
            "handbook",
            "--in",
            "cn/model",
            "--month",
            "2021-10",
            "-o",
            str(tmp_path / "no" / "x.html"),
        ],
    )
    assert missing.exit_code == 2
    assert "x.html" in missing.stderr
