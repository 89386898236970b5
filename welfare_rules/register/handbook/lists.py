"""The lists of the handbook.

Income and its exemptions, circles, terms, figures over time, facts, documents.
"""

from __future__ import annotations

from welfare_rules.basics.days import FIRST, LAST, day_text
from welfare_rules.basics.html import Child, Group, Html, both, grouped, joined, pair, table, tag
from welfare_rules.basics.text import Words, listed
from welfare_rules.checks.health import constant
from welfare_rules.language.nodes import Const, DerivedRef, Node, walk
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import OWN_INCOME, Exemption, Fact, Figure, FigureVersion, countable
from welfare_rules.law.terms import JUDGE_WORDS
from welfare_rules.register.entries import corrected
from welfare_rules.register.handbook.context import Page, conditions, days, note, section
from welfare_rules.register.handbook.words import w

# --- income ---


def income(page: Page) -> Html | None:
    """Every kind of income with all its exemptions, past and future, each with its days."""
    law = page.program.law
    if not law.incomes:
        return None
    rows: list[list[Child]] = []
    for each in law.incomes:
        if each.period.holds(page.day, page.known):
            counts = joined(
                [page.formula(each.value.node), page.source(each.source, within="income")]
            )
            exemptions = [_exemption(page, one) for one in law.exemptions if one.income == each.id]
            name = tag("span", both(each.label), id=f"term-{countable(each.id)}")
            rows.append(
                [
                    name,
                    counts,
                    tag("ul", exemptions, cls="plain") if exemptions else both(w("all_of_it")),
                ]
            )
    head = [both(w(each)) for each in ("income_kind", "counts_as", "exemptions")]
    return section("income", w("income"), table(head, rows, cls="wide stack"))


def _exemption(page: Page, each: Exemption) -> Html:
    now = each.period.holds(page.day, page.known)
    given = (("deduct", each.deduct), ("at_most", each.cap), ("share_exempt", each.share))
    what = [_keyed(page, key, formula.node) for key, formula in given if formula is not None]
    badge = tag("span", both(w("now")), cls="badge now") if now else None
    return tag(
        "li",
        pair(each.label.zh, each.label.en, "said"),
        badge,
        days(each.period.first, each.period.last),
        page.formula(each.when.node) if each.when is not None else None,
        *what,
        page.source(each.source, each.status, "income"),
        note(each.note),
        cls=None if now else "past",
    )


def _keyed(page: Page, key: str, node: Node) -> Html:
    """A formula with its label, and its value of the month where figures alone decide it."""
    value = (
        None if isinstance(node, Const) else constant(page.program.law, node, page.day, page.known)
    )
    shown = None if value is None else tag("strong", page.value(node.type, value))
    return tag("div", both(w(key), cls="key"), page.formula(node), shown, cls="keyed inline")


# --- circles and terms ---


def circles(page: Page) -> Html | None:
    if not page.program.circles:
        return None
    items = [
        tag(
            "li",
            tag("h3", both(each.circle.label)),
            page.formula(each.circle.when.node),
            page.source(each.circle.source, each.circle.status, "circles"),
            id=f"circle-{each.circle.id}",
        )
        for each in page.program.circles
    ]
    return section(
        "circles", w("circles"), tag("p", both(w("circles_note"))), tag("ol", items, cls="circles")
    )


def terms(page: Page) -> Html | None:
    """The named formulas of the month that something rests on."""
    law = page.program.law
    items: list[Child] = []
    for key, derived in law.derived.items():
        step = page.program.by_id.get(key)
        if step is None or key not in page.program.needed:
            continue
        body = (
            page.formula(step.node)
            if step.node is not None
            else tag("p", tag("span", both(w("missing_rules")), cls="badge open"))
        )
        items.append(
            tag(
                "article",
                tag("h3", both(derived.label)),
                body,
                page.source(step.source, step.status, "terms"),
                note(derived.note),
                id=f"term-{key}",
                cls="term",
            )
        )
    own = _own_income(page)
    return section("terms", w("terms"), own, *items) if items else None


def _own_income(page: Page) -> Html | None:
    """The sum of all incomes is a name of formulas too."""
    step = page.program.by_id.get(OWN_INCOME)
    if step is None or step.node is None or step.id not in page.program.needed:
        return None
    names = [each for each in walk(step.node) if isinstance(each, DerivedRef)]
    return tag(
        "article",
        tag("h3", both(step.label)),
        page.formula(step.node) if names else None,
        id=f"term-{step.id}",
        cls="term",
    )


# --- figures ---


def figures(page: Page) -> Html:
    """Every figure with its versions; of those that nobody has found, what something here needs."""
    found = page.program.law.figures.values()
    shown = [
        each for each in found if any(one.period.announced <= page.known for one in each.versions)
    ]
    rest = [each for each in found if each not in shown and each.id in page.listed]
    keys = ("figure", "from", "until", "value", "announced", "source")
    columns = [both(w(each)) for each in keys]
    versions = grouped(columns, [_figure(page, each) for each in shown], cls="versions stack")
    heads = [both(w(each)) for each in ("figure", "set_by", "affects", "source")]
    open_ones = (
        table(heads, [_open(page, each) for each in rest], cls="wide stack") if rest else None
    )
    heading = tag("h3", both(w("missing_figures"))) if rest else None
    return section("figures", w("figures"), versions, heading, open_ones)


def _open(page: Page, figure: Figure) -> list[Child]:
    name = tag("span", both(figure.label), id=f"figure-{figure.id}")
    paid = [
        each for each in page.paid_by.get(figure.id, ()) if figure.id in page.open_figures(each)
    ]
    about = joined([page.source(figure.source, within="open figures"), note(figure.note)])
    return [
        name,
        both(figure.set_by) if figure.set_by else "—",
        page.benefit_links(paid) or "—",
        about,
    ]


def _figure(page: Page, figure: Figure) -> Group:
    """The versions of a figure that are known, below its name and whom it affects."""
    known = [each for each in figure.versions if each.period.announced <= page.known]
    in_force = {
        (each.chain[0].period, each.chain[0].origin)
        for each in page.branches(figure.id)
        if each.chain
    }
    later = corrected(figure)
    rows: list[list[Child]] = []
    for place, each in enumerate(figure.versions):
        if each in known:
            twin = later.get(place)
            gone = twin is not None and twin.period.announced <= page.known
            holds = not gone and (each.period, each.origin) in in_force
            rows.append(_version(page, figure, each, now=holds, gone=gone))
    set_by = joined([both(w("set_by")), both(figure.set_by)], " ") if figure.set_by else None
    floor = (
        joined([both(w("floor")), page.figure_link(figure.floor)], " ")
        if figure.floor in page.program.law.figures
        else None
    )
    paid = page.benefit_links(page.paid_by.get(figure.id, ()))
    affects = joined([both(w("affects")), "：", paid]) if paid else None
    about = [part for part in (both(figure.per) if figure.per else None, set_by, floor) if part]
    head = joined(
        [
            tag("strong", both(figure.label)),
            tag("span", joined(about, " · "), cls="per") if about else None,
            tag("p", affects, cls="note affects") if affects else None,
            note(figure.note),
        ],
        " ",
    )
    return Group(f"figure-{figure.id}", head, rows)


def _version(
    page: Page, figure: Figure, each: FigureVersion, *, now: bool, gone: bool
) -> list[Child]:
    until = day_text(each.period.last) if each.period.last < LAST else "—"
    if each.value is not None:
        value: Child = page.value(figure.type, each.value)
    else:
        value = joined(
            [
                page.zh.wording.rate(each.share or 0),
                " × ",
                page.figure_link(each.of) if each.of in page.program.law.figures else each.of,
            ]
        )
    marks = [
        tag("span", both(w("now")), cls="badge now") if now else None,
        tag("span", both(w("corrected")), cls="badge gone") if gone else None,
    ]
    whom = (
        None
        if each.only_for is None
        else tag("span", both(w("only_for")), " ", conditions(page, [each.only_for.node]))
    )
    shown = tag("s", value) if gone else tag("strong", value) if now else value
    source = joined([page.source(each.source, each.status, f"figure {figure.id}"), note(each.note)])
    return [
        day_text(each.period.first),
        until,
        joined([shown, *marks, whom], " "),
        day_text(each.period.announced),
        source,
    ]


# --- facts ---


def glossary(page: Page) -> Html:
    parts: list[Child] = []
    seen: set[str] = set()
    for key, entity in (("household_facts", Entity.HOUSEHOLD), ("member_facts", Entity.MEMBER)):
        rows = [_fact(page, each, seen) for each in page.program.facts if each.entity is entity]
        if rows:
            parts.append(tag("h3", both(w(key))))
            parts.append(
                table(
                    [both(w(each)) for each in ("fact", "kind", "said_by", "presumed", "note")],
                    rows,
                    cls="wide stack",
                )
            )
    return section("glossary", w("glossary"), *parts)


def _fact(page: Page, fact: Fact, seen: set[str]) -> list[Child]:
    name = tag(
        "span",
        both(fact.label),
        tag("code", fact.id, cls="id"),
        id=None if fact.id in seen else f"fact-{fact.id}",
    )
    seen.add(fact.id)
    remark = tag("span", fact.note, lang="zh-Hans") if fact.note else ""
    return [name, _form(page, fact), _said_by(fact), _presumed(page, fact), remark]


def _said_by(fact: Fact) -> Html:
    """Who can say a fact, and the registers in which it is kept or can be checked."""
    if fact.judged_by is None:
        return tag("span", "—")
    return both(listed([JUDGE_WORDS[fact.judged_by], *fact.registers]))


def _form(page: Page, fact: Fact) -> Html:
    kind = fact.type.kind
    if kind is Kind.CHOICE:
        values = page.program.law.choices[fact.type.choice].values
        return both(listed(Words(each.zh, each.en) for each in values), cls="values")
    if kind is Kind.INT and fact.high < 1000:
        return joined([both(w("whole")), f" {fact.low}–{fact.high}"])
    names = {
        Kind.BOOL: "yes_no",
        Kind.INT: "whole",
        Kind.MONEY: "flow" if fact.flow else "money",
        Kind.DATE: "date",
        Kind.CODE: "code",
        Kind.RATE: "rate_kind",
        Kind.MONTHS: "months_kind",
        Kind.BENEFITS: "benefit_list",
    }
    return both(w(names[kind]))


def _presumed(page: Page, fact: Fact) -> Html:
    if fact.presumed is None:
        return tag("span", both(w("must_say")), cls="quiet")
    if fact.type.kind is Kind.DATE and fact.presumed in (FIRST, LAST):
        return both(w("never" if fact.presumed == LAST else "unlimited"))
    return page.value(fact.type, fact.presumed)


# --- documents ---


def _layer(jurisdiction: str) -> Html:
    """A folder's name, which may be broken behind its strokes."""
    return tag("code", joined(jurisdiction.split("/"), "/<wbr>"))


def documents(page: Page) -> Html:
    rows = [
        (
            tag("span", both(each.title), id=f"document-{each.id}"),
            each.number or "—",
            both(each.issuer) if each.issuer is not None else "—",
            _layer(each.jurisdiction),
            days(each.in_force, each.until),
            joined(
                [
                    tag("span", each.checked_with, lang="zh-Hans"),
                    tag("code", each.url, cls="url") if each.url else None,
                ],
                " ",
            ),
        )
        for each in page.program.law.instruments
    ]
    head = [
        both(w(each)) for each in ("document", "number", "issuer", "layer", "in_force", "checked")
    ]
    return section("documents", w("documents"), table(head, rows, cls="wide stack"))
