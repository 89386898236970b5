"""The picture of one exact curve: a page by itself, or the drawing alone."""

from __future__ import annotations

from welfare_rules.basics.days import day_text
from welfare_rules.basics.html import Html, both, tag
from welfare_rules.basics.text import Lang, Words, aside
from welfare_rules.curves.curve import Curve as Exact
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.language.nodes import FactRef
from welfare_rules.law.law import Law
from welfare_rules.register.handbook.context import Page
from welfare_rules.register.handbook.curve import Curve, drawn
from welfare_rules.register.handbook.plot import drawing, panel
from welfare_rules.register.handbook.style import STYLE
from welfare_rules.register.handbook.words import CODES, W, w
from welfare_rules.rules import Rules

_OTHER = Words("en", "zh")


def curve_page(rules: Rules, found: Exact, lang: Lang) -> str:
    """The curve as a page of HTML that needs nothing else: drawing, cliffs, numbers.

    Raises RequestError where the fact that was varied is no amount.
    """
    page, curve = _made(rules, found)
    law = rules.program.law
    title = f"{law.name.say(lang)} · {found.case} · {found.month.text}"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(STYLE + ".panel{display:block}")),
    )
    names = {each.id: each.label for each in rules.program.benefits}
    figure = tag("figure", *panel(page, curve, names, frozenset()), cls="panel")
    known = tag("p", both(w("known")), f" {day_text(rules.known)}", cls="quiet")
    whole = tag("div", tag("main", tag("h1", title), figure, known), cls="sheet")
    switch = tag("input", type="radio", name="lang", id=f"lang-{lang}", cls="switch", checked=True)
    body = tag("body", switch, whole)
    return "<!DOCTYPE html>\n" + tag("html", head, body, lang=CODES.say(lang)) + "\n"


def curve_svg(rules: Rules, found: Exact, lang: Lang) -> str:
    """The drawing alone as an SVG file. Raises RequestError like `curve_page`."""
    page, curve = _made(rules, found)
    names = {each.id: each.label for each in rules.program.benefits}
    one = f".{_OTHER.say(lang)}:not(.{lang}){{display:none}}.plot{{display:block}}"
    style = tag("style", Html(STYLE + one))
    made = drawing(page, curve, names, "broad", 760, 400, 58, style)
    return str(made).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def _made(rules: Rules, found: Exact) -> tuple[Page, Curve]:
    if not found.money:
        raise RequestError([finding("WR524", Place("vary"), why=W["only_amounts"])])
    page = Page.of(rules.program, rules.month.first, rules.known)
    adds = _is_income(rules.program.law, found.vary)
    label = aside(found.label, found.vary)
    return page, drawn(found, "curve", 1, label, found.label, adds=adds, axis=label)


def _is_income(law: Law, path: str) -> bool:
    """Whether a fact is one of the incomes that the law adds up."""
    name = path.rpartition(".")[2]
    nodes = (each.value.node for each in law.incomes)
    return any(isinstance(node, FactRef) and node.id == name for node in nodes)
