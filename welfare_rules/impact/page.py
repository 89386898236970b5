"""A report as one page of HTML that needs nothing else: charts, each with its numbers below it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from welfare_rules.basics.harmless import table as csv_table
from welfare_rules.basics.html import Child, Html, region, tag
from welfare_rules.basics.money import grouped
from welfare_rules.basics.text import Lang
from welfare_rules.impact.comparison import GROUPS
from welfare_rules.impact.report import ImpactReport
from welfare_rules.impact.style import STYLE
from welfare_rules.impact.text import Grid, four, headlines, named, notes, shown, signed, tables
from welfare_rules.impact.words import WORDS
from welfare_rules.register.handbook.style import STYLE as HANDBOOK_STYLE
from welfare_rules.register.handbook.words import CODES

MOST_ROWS = 100  # households that the page names; the table below has more of them
MOST_IN_CSV = 20_000
_LEAST, _ROOM = 0.24, 0.62  # of a chart for either side, and of a side for its longest bar
_PLUS = re.compile(r"^\+(?=\d+(\.\d+)?$)")


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart: its name, how far it reaches to the left and to the right, what is written
    on either side.
    """

    label: str
    left: int
    right: int
    left_text: str
    right_text: str


def page(report: ImpactReport, lang: Lang) -> str:
    """The page, in one language."""
    title, *lines = headlines(report, lang)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{WORDS.say(lang, 'title')} · {title}"),
        tag("style", Html(HANDBOOK_STYLE + STYLE)),
    )
    cover = tag(
        "header",
        tag("h1", WORDS.say(lang, "title")),
        tag("p", title, cls="month"),
        [tag("p", each, cls="quiet") for each in lines],
        cls="cover",
    )
    body = _nothing(report, lang) if report.impact.why is not None else _parts(report, lang)
    digests = tag(
        "footer",
        [
            tag("p", WORDS.say(lang, name), ": ", tag("span", each["policy_digest"], cls="digest"))
            for name, each in zip(("before", "after"), report.sums["sides"], strict=True)
        ],
    )
    switch = tag("input", type="radio", name="lang", id=f"lang-{lang}", cls="switch", checked=True)
    whole = tag("div", cover, tag("main", list(body)), digests, cls="sheet impact")
    page_ = tag("html", head, tag("body", switch, whole), lang=CODES.say(lang))
    return f"<!DOCTYPE html>\n{page_}\n"


def _nothing(report: ImpactReport, lang: Lang) -> Iterator[Child]:
    yield tag("p", list(notes(report, lang)), cls="banner")


def _parts(report: ImpactReport, lang: Lang) -> Iterator[Child]:
    yield _four(report, lang)
    yield tag("p", list(notes(report, lang)), cls="quiet")
    grids = {each.id: each for each in tables(report, lang)}
    yield _figure("chart_benefits", _by_benefit(report, lang), grids["benefits"], lang)
    for by in GROUPS:
        grid = grids.get(f"by_{by}")
        if grid is not None:
            yield _figure("chart_moves", _by_group(report.sums["groups"][by], grid), grid, lang)
    yield _section(grids["circles"], lang)
    yield from _named(report, lang)


def _four(report: ImpactReport, lang: Lang) -> Html:
    """The numbers that are read first, each in a field of its own."""
    fields: list[Child] = []
    for label, before, after, difference in four(report, lang).rows:
        number, _, bounds = difference.replace("（", " (").partition(" ")
        number = grouped(number)
        small = tag("small", f"{grouped(before)} → {grouped(after)}") if before else None
        limits = tag("small", bounds.strip("()） ")) if bounds else None
        strong = tag("strong", number)
        fields.append(tag("div", tag("dt", label), tag("dd", strong, small, limits)))
    return tag("dl", fields, cls="standards")


# --- charts ---


def _by_benefit(report: ImpactReport, lang: Lang) -> Sequence[Bar]:
    """By how much each benefit costs more or less."""
    made: list[Bar] = []
    for key, each in report.sums["benefits"].items():
        if each["per"] == "service":
            continue
        fen = _fen(each["difference"])
        text = grouped(signed(each["difference"]))
        label = report.benefit_label(key).say(lang)
        made.append(
            Bar(label, max(-fen, 0), max(fen, 0), text if fen < 0 else "", "" if fen < 0 else text)
        )
    return made


def _by_group(groups: Mapping[str, Mapping[str, Any]], grid: Grid) -> Sequence[Bar]:
    """How many households of each group have less (to the left) and more (to the right)."""
    return [
        Bar(
            row[0],
            each["less"] or 0,
            each["more"] or 0,
            grouped(shown(each["less"])),
            grouped(shown(each["more"])),
        )
        for row, each in zip(grid.rows, groups.values(), strict=True)
    ]


def _figure(title: str, bars: Sequence[Bar], grid: Grid, lang: Lang) -> Html:
    """A chart with the table and the CSV of its numbers below it."""
    return tag(
        "section",
        tag("h2", grid.title),
        tag(
            "figure",
            tag("figcaption", WORDS.say(lang, title)),
            _chart(bars),
            tag("details", tag("summary", WORDS.say(lang, "numbers")), _table(grid)),
            _csv(grid, lang),
            cls="panel",
        ),
        id=grid.id,
    )


def _chart(bars: Sequence[Bar]) -> Html:
    """Bars on both sides of a line, which stands where both sides have room for theirs."""
    most = [max((getattr(each, side) for each in bars), default=0) for side in ("left", "right")]
    whole = sum(most) or 1
    left = round(min(max(most[0] / whole, _LEAST), 1 - _LEAST), 3)
    unit = min(
        side * _ROOM / high
        for side, high in ((left, most[0]), (1 - left, most[1]), (1, whole))
        if high
    )
    return tag(
        "div",
        [_line(each, unit / left, unit / (1 - left)) for each in bars],
        cls="bars",
        role="list",
        style=f"--left:{left}fr;--right:{round(1 - left, 3)}fr",
    )


def _line(bar: Bar, left: float, right: float) -> Html:
    """One bar; `left` and `right` are how much of either side one unit takes."""
    minus, plus = (
        f"width:{round(100 * value * share, 1)}%"
        for value, share in ((bar.left, left), (bar.right, right))
    )
    return tag(
        "div",
        tag("span", bar.label, cls="name"),
        tag(
            "span",
            tag("span", tag("i", style=minus, cls="lose"), tag("b", bar.left_text), cls="minus"),
            tag("span", tag("i", style=plus, cls="gain"), tag("b", bar.right_text), cls="plus"),
            cls="track",
        ),
        role="listitem",
    )


# --- tables ---


def _section(grid: Grid, lang: Lang) -> Html:
    return tag("section", tag("h2", grid.title), _table(grid), _csv(grid, lang), id=grid.id)


def _table(grid: Grid, cls: str = "") -> Html:
    """A table whose first column stays while the others are moved aside on a narrow page; one of
    people has its rows below one another there, for which each cell knows its heading.
    """
    head = tag("tr", [tag("th", each, scope="col") for each in grid.head])
    rows = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            [
                tag("td", grouped(each), data_head=name if cls else None)
                for name, each in zip(grid.head[1:], row[1:], strict=True)
            ],
        )
        for row in grid.rows
    ]
    inner = tag("table", tag("thead", head), tag("tbody", rows))
    name = f"table numbers {cls}".strip()
    return region(grid.title, name, inner)


def _named(report: ImpactReport, lang: Lang) -> Iterator[Child]:
    if not report.rows:
        return
    some = named(report, report.rows[:MOST_ROWS], lang)
    whole = named(report, report.rows[:MOST_IN_CSV], lang)
    rest = len(report.rows) - MOST_ROWS
    more = tag("p", WORDS.say(lang, "more_rows", count=rest), cls="quiet") if rest > 0 else None
    yield tag(
        "section", tag("h2", some.title), _table(some, "people"), more, _csv(whole, lang), id="list"
    )


def _csv(grid: Grid, lang: Lang) -> Html:
    """A link by which the table is saved, without anything being fetched. A number has no plus in
    it, which a spreadsheet would take for a formula.
    """
    rows = [[_PLUS.sub("", each) for each in row] for row in grid.rows]
    data = base64.b64encode(csv_table(grid.head, rows)).decode()
    link = tag(
        "a",
        WORDS.say(lang, "download"),
        href=f"data:text/csv;charset=utf-8;base64,{data}",
        download=f"{grid.id}.csv",
    )
    return tag("p", link, cls="quiet")


def _fen(text: str | None) -> int:
    """An amount of the report in fen; of one that is hidden nothing is drawn."""
    return 0 if text is None else int(text.replace(".", ""))
