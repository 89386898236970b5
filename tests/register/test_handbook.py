"""The handbook is one well-formed page that needs nothing else and leaves nothing out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner

import welfare_rules as wr
from welfare_rules.basics.html import tag
from welfare_rules.basics.money import yuan_text
from welfare_rules.cli.main import main
from welfare_rules.language.nodes import FigureRef, walk
from welfare_rules.law.terms import DISPOSITION_WORDS, JUDGE_WORDS, PER_WORDS
from welfare_rules.program.day import watches_of_day
from welfare_rules.register.handbook import handbook
from welfare_rules.register.handbook.curve import curves, household

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
        self.spoken: list[str] = []
        self.wrongly_english: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
            self.spoken.append(dict(attrs).get("lang") or (self.spoken or ["zh-Hans"])[-1])
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
        if self.spoken:
            self.spoken.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if (
            self.spoken
            and self.spoken[-1] == "en"
            and re.search(
                "[\u4e00-\u9fff]",
                re.sub("“[^”]*”", "", data),  # an article is quoted as it is called
            )
        ):
            self.wrongly_english.append(data)

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
    for landmark in ("header", "main", "nav", "footer"):
        assert text.count(f"<{landmark}") >= 1, landmark
    assert re.search(r"<html lang=.zh-Hans.>", text)
    assert set(read.wrongly_english) == set()
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
    needed = {
        name
        for step in program.needed
        if (node := program.step(step).node) is not None
        for name in (each.id for each in walk(node) if isinstance(each, FigureRef))
    }
    for key, found in program.figures.items():
        known = [
            each for each in found.figure.versions if each.period.announced <= rules(*asked).known
        ]
        assert (f"figure-{key}" in read.ids) >= bool(known or key in needed), key
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
    asked_rules = rules(*asked)
    for watch in watches_of_day(program.law, asked_rules.month.first, asked_rules.known):
        assert f"watch-{watch.id}" in read.ids
        assert there(watch.label.zh)
        assert there(DISPOSITION_WORDS[watch.disposition].en)
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
    drawn = {each.key: each for each in curves(asked)}
    assert list(drawn) == [f"home-{each.id}" for each in asked.program.law.examples]
    three = drawn["home-three"]
    first = three.points[0]
    assert three.size == 3
    assert (first.income, first.total, first.circle) == (0, 3 * 73000 + 7300, "dibao")
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


def test_a_little_more_income_may_cost_much_and_the_picture_says_so() -> None:
    """At one and a half times the standard of two persons a severely disabled member loses the
    edge, and with it two benefits.
    """
    (curve,) = [each for each in curves(rules(*PLACES[0])) if each.key == "home-hearing"]
    found = {(each.low.income, each.high.income, each.drop) for each in curve.cliffs}
    assert (218999, 219000, 73000 + 25550) in found
    assert "少 985.50 元" in Reader(page(*PLACES[0])).text


def test_households_are_read_as_cases_and_only_what_is_paid_monthly_is_drawn() -> None:
    asked = rules("cn/model", "2025-01", "2025-09-01")  # the month of the insurance
    monthly = {each.id for each in asked.program.benefits if each.per == "month"}
    for example in asked.program.law.examples:
        case = household(asked.program.law, example, asked.month.first)
        assert len(asked.read(case).members) == len(example.members)
        old = [each.get("birth_date") for each in example.members]
        said = [each["birth_date"] for each in case["members"]]
        assert said == [f"{2025 - (40 if each is None else each)}-01-01" for each in old]
    for curve in curves(asked):
        assert {name for point in curve.points for name, _ in point.paid} <= monthly


@pytest.mark.parametrize("asked", PLACES)
def test_every_band_of_every_picture_has_a_letter_and_the_legend_says_its_name(
    asked: tuple[str, str, str],
) -> None:
    program = rules(*asked).program
    names = {each.circle.id: each.circle.label for each in program.circles}
    for curve in curves(rules(*asked)):
        panel = re.search(
            rf'<figure class="panel {curve.key}">(.*?)</figure>', page(*asked), re.DOTALL
        )
        if panel is None:
            assert not any(each.total for each in curve.points)
            continue
        legend, *_ = panel[1].split("</ul>")
        for drawing in re.findall(r'<svg class="plot (?:broad|slim)".*?</svg>', panel[1]):
            bands = len(re.findall(r'<rect [^>]*class="strip', drawing))
            labels = re.findall(r'<text class="zh circle-name"[^>]*>([A-Z])', drawing)
            assert bands == len(labels) > 0
            assert all(f">{letter}</i>" in legend for letter in labels)
            assert "元／月" in drawing
        for circle in {each.circle for each in curve.points} & set(names):
            assert names[circle or ""].zh in legend


# --- the first sheet ---


def sheet(text: str) -> str:
    found = re.search('<section id="sheet".*?</section>', text, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("asked", PLACES)
def test_the_first_sheet_tells_what_the_policies_put_first(asked: tuple[str, str, str]) -> None:
    program, first = rules(*asked).program, sheet(page(*asked))
    order = re.findall('<h3><a href="#benefit-([a-z_]+)"', first)
    assert order == [each for each in program.law.first if each in {b.id for b in program.benefits}]
    assert first.count("<article") <= 6
    assert page(*asked).index('id="sheet"') < page(*asked).index("<nav")
    standard = program.figures["dibao_standard"].value
    assert isinstance(standard, int)
    assert yuan_text(standard) in first
    spoken = Reader(first).text
    assert "户籍所在地的乡镇人民政府" in spoken
    assert ("自受理之日起 30 个工作日内" in spoken) == ("dibao" in program.law.first)


def test_without_a_word_of_the_policies_what_is_paid_monthly_comes_first(small: Small) -> None:
    root = small(('label = { zh = "粮油补助"', 'payable = "once"\nlabel = { zh = "粮油补助"'))
    first = sheet(handbook(wr.load("cn", root).at("2025-08", "2026-01-01")))
    assert re.findall('<h3><a href="#benefit-([a-z_]+)"', first) == ["care", "rice"]
    assert "到哪里申请" not in first


@pytest.mark.parametrize("asked", PLACES)
def test_every_amount_says_how_often_it_is_paid(asked: tuple[str, str, str]) -> None:
    program = rules(*asked).program
    for benefit in program.benefits:
        head = re.search(
            rf'<article id="benefit-{benefit.id}".*?<p class="gist">(.*?)</p>',
            page(*asked),
            re.DOTALL,
        )
        assert head
        assert PER_WORDS[benefit.per].zh in Reader(head[1]).text, benefit.id


# --- whom a value is for ---


@pytest.mark.parametrize("status", ["published", "unverified"])
def test_a_value_for_some_cases_stands_with_its_condition_everywhere(
    small: Small, status: str
) -> None:
    """In the amounts, on the first sheet, beside the charts, in which one household is drawn, and
    among the versions, of which both hold.
    """
    more = f"""
[[figure.standard.version]]
from = 2025-07-01
value = 860
announced = 2025-06-01
status = "{status}"
only_for = "边远"

[fact.remote]
label = {{ zh = "边远", en = "remote" }}
entity = "household"
type = "bool"
judged_by = "visit"
"""
    root = small(("[[income]]", more + "\n[[income]]"))
    text = handbook(wr.load("cn", root).at("2025-08", "2026-01-01"))
    rice, care = (
        re.sub(r"\s+", "", Reader(found[0]).text)
        for name in ("rice", "care")
        if (found := re.search(f'<article id="benefit-{name}".*?</article>', text, re.DOTALL))
    )
    assert "标准standard860.00元yuan边远" in rice
    assert "550.00元yuan其余" in rice
    assert "430.00元yuan边远" in care
    assert "275.00元yuan其余" in care
    assert "860.00元yuan边远" in re.sub(r"\s+", "", Reader(sheet(text)).text)
    assert "没有收入的，每月Withoutincome,monthly其余" in re.sub(
        r"\s+", "", Reader(sheet(text)).text
    )
    beside = re.findall('<ul class="apart">.*?</ul>', text, re.DOTALL)
    assert beside
    assert {re.sub(r"\s+", "", Reader(each).text) for each in beside} == {
        "标准standard550.00元yuan其余all others".replace(" ", "")
    }
    versions = re.search('<tbody id="figure-standard".*?</tbody>', text, re.DOTALL)
    assert versions
    assert versions[0].count('class="badge now"') == 2
    assert "只适用于" in versions[0]


# --- what is missing here ---


def test_what_nothing_here_uses_is_not_told_as_missing(small: Small) -> None:
    declared = """
[figure.{name}]
label = {{ zh = "{label}", en = "{name}" }}
type = "money"
cite = {{ article = "20" }}
"""
    more = declared.format(name="idle", label="闲置数值") + declared.format(
        name="needed", label="缺的数值"
    )
    root = small(("[[income]]", more + "\n[[income]]"), ('share = "30%"', 'amount = "缺的数值"'))
    text = Reader(handbook(wr.load("cn", root).at("2025-08", "2026-01-01"))).text
    assert "闲置数值" not in text
    assert "缺的数值" in text


# --- languages ---


@pytest.mark.parametrize("lang", ["both", "zh", "en"])
def test_it_opens_in_the_language_that_is_asked_for(small: Small, lang: str) -> None:
    asked = wr.load("cn", small()).at("2025-08", "2026-01-01")
    text = handbook(asked, None if lang == "both" else cast(Any, lang))
    opened = re.findall(r'<input type="radio" name="lang" id="lang-(\w+)"[^>]* checked', text)
    assert opened == [lang]
    assert ('<html lang="en">' in text) == (lang == "en")


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
