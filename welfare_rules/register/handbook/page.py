"""The handbook as one page of HTML that needs nothing else."""

from __future__ import annotations

from welfare_rules.basics.days import day_text
from welfare_rules.basics.html import Child, Html, both, tag
from welfare_rules.basics.text import Lang, Words
from welfare_rules.register.handbook import lists
from welfare_rules.register.handbook.benefits import benefits, overview
from welfare_rules.register.handbook.context import Page, facts_list
from welfare_rules.register.handbook.curve import curves
from welfare_rules.register.handbook.gaps import gaps
from welfare_rules.register.handbook.papers import papers
from welfare_rules.register.handbook.plot import curve_section, switching
from welfare_rules.register.handbook.promises import promises
from welfare_rules.register.handbook.recoveries import recoveries
from welfare_rules.register.handbook.sheet import sheet
from welfare_rules.register.handbook.style import STYLE
from welfare_rules.register.handbook.watches import watches
from welfare_rules.register.handbook.words import CODES, W, w
from welfare_rules.rules import Rules

_LANGUAGES = (
    ("both", Words("中文＋English", "")),
    ("zh", Words("中文", "")),
    ("en", Words("", "English")),
)


def handbook(rules: Rules, lang: Lang | None = None) -> str:
    """The handbook of a jurisdiction for one month as known on one day, as HTML.

    It opens in a language, or without one in both beside each other; a reader may choose.
    """
    page = Page.of(rules.program, rules.month.first, rules.known)
    drawn = curves(rules)
    parts: list[tuple[str, Html | None]] = [
        ("overview", overview(page)),
        ("curve", curve_section(page, drawn)),
        ("benefits", benefits(page)),
        ("income", lists.income(page)),
        ("circles", lists.circles(page)),
        ("papers", papers(page)),
        ("recoveries", recoveries(page)),
        ("watches", watches(page)),
        ("promises", promises(page)),
        ("terms", lists.terms(page)),
        ("figures", lists.figures(page)),
        ("glossary", lists.glossary(page)),
        ("gaps", gaps(page)),
        ("documents", lists.documents(page)),
    ]
    shown = [(key, part) for key, part in parts if part is not None]
    name = rules.program.law.name
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{name.zh} {W['title'].zh} {rules.month.text} · {name.en}: {W['title'].en}"),
        tag("style", Html(STYLE + switching(drawn))),
    )
    whole = tag(
        "div",
        _cover(page, rules),
        tag(
            "main",
            sheet(page, drawn),
            _contents(page, [key for key, _ in shown]),
            tag("div", [part for _, part in shown], cls="body"),
            cls="layout",
        ),
        _foot(rules),
        cls="sheet",
    )
    switches = [
        tag(
            "input",
            type="radio",
            name="lang",
            id=f"lang-{key}",
            cls="switch",
            checked=key == (lang or "both"),
            aria_label=both_or_one(words),
        )
        for key, words in _LANGUAGES
    ]
    body = tag("body", *switches, whole, id="top")
    return "<!DOCTYPE html>\n" + tag("html", head, body, lang=CODES.say(lang or "zh")) + "\n"


def _cover(page: Page, rules: Rules) -> Html:
    title = w("title_of", place=rules.program.law.name, title=w("title"))
    year, number = rules.month.text.split("-")
    month = w("month_of", year=year, month=int(number))
    tabs = tag(
        "div",
        tag("span", both(w("language"))),
        [tag("label", both_or_one(words), for_=f"lang-{key}") for key, words in _LANGUAGES],
        cls="tabs",
    )
    return tag(
        "header",
        tag("h1", both(title)),
        tag("p", both(month), cls="month"),
        tabs,
        _banner(page),
        cls="cover",
    )


def _foot(rules: Rules) -> Html:
    law = rules.program.law
    entries: list[tuple[Child, Child]] = [
        (both(w("known")), day_text(rules.known)),
        (both(w("place")), tag("code", law.jurisdiction)),
        (both(w("digest")), tag("span", rules.digest.removeprefix("sha256:")[:16], cls="digest")),
    ]
    return tag(
        "footer",
        tag("p", both(w("intro"))),
        facts_list(entries),
        tag("p", tag("a", both(w("back")), href="#top"), cls="backlink"),
    )


def both_or_one(words: Words) -> str:
    return words.zh or words.en


def _banner(page: Page) -> Html | None:
    statuses = {
        version.status for found in page.program.figures.values() for version in found.chain
    }
    for status, key in (
        ("placeholder", "placeholder_banner"),
        ("unverified", "provisional_banner"),
        ("reported", "provisional_banner"),
    ):
        if status in statuses:
            return tag("p", both(w(key)), cls="banner", role="note")
    return None


def _contents(page: Page, keys: list[str]) -> Html:
    items: list[Child] = []
    for key in keys:
        below = None
        if key == "benefits":
            below = tag(
                "ol",
                [
                    tag("li", tag("a", both(each.label), href=f"#benefit-{each.id}"))
                    for each in page.program.benefits
                ],
            )
        items.append(tag("li", tag("a", both(w(key)), href=f"#{key}"), below))
    return tag(
        "nav",
        tag("h2", both(w("contents"))),
        tag("ol", items),
        aria_label=f"{W['contents'].zh} {W['contents'].en}",
    )
