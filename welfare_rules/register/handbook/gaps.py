"""The part on what is missing.

Open figures and rules, what no document confirms, what is stale or disputed, known limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from welfare_rules.basics.days import day_text
from welfare_rules.basics.html import Child, Html, both, joined, tag
from welfare_rules.checks.health import stale
from welfare_rules.law.model import OWN_INCOME, Figure
from welfare_rules.law.terms import Status
from welfare_rules.register.entries import conflict_text
from welfare_rules.register.handbook.amounts import figure_value
from welfare_rules.register.handbook.context import Page, section, status_badge
from welfare_rules.register.handbook.words import w


def gaps(page: Page) -> Html:
    parts = [
        _part("missing_figures", list(_open_figures(page))),
        _part("missing_rules", list(_open_rules(page))),
        _part("provisional_figures", list(_provisional_figures(page))),
        _part("provisional_rules", list(_provisional_rules(page))),
        _part("stale", list(_stale(page))),
        _part("conflicts", list(_conflicts(page))),
        _part("limits", list(_limits(page))),
    ]
    return section("gaps", w("gaps"), *parts)


def _part(key: str, items: Sequence[Child]) -> Html:
    body = (
        tag("ul", [tag("li", each) for each in items], cls="plain columns")
        if items
        else tag("p", both(w("nothing_missing")))
    )
    count = tag("span", str(len(items)), cls="count") if items else None
    return joined([tag("h3", both(w(key)), count), body])


def _open_figures(page: Page) -> Iterable[Child]:
    """Those alone that something in this place rests on."""
    waiting: dict[str, list[str]] = {}
    for benefit in page.program.benefits:
        for key in page.open_figures(benefit.id):
            waiting.setdefault(key, []).append(benefit.id)
    for key in page.program.law.figures:
        if key in page.listed and page.branches(key)[-1].value is None:
            paid = page.benefit_links(waiting.get(key, ()))
            name = page.figure_link(key)
            yield joined([name, tag("span", " → ", paid, cls="quiet") if paid else None])


def _open_rules(page: Page) -> Iterable[Child]:
    for step in page.program.steps:
        if step.node is None and step.id in page.program.needed:
            yield tag("a", both(step.label), href=f"#term-{step.id}")


def _provisional_figures(page: Page) -> Iterable[Child]:
    unsure: dict[str, Status] = {}  # by the figures, each once whatever cases it tells apart
    for found in page.program.figures.values():
        for each in found.chain if found.value is not None else ():
            if each.status != "published":
                unsure.setdefault(found.id, each.status)
    for key, status in unsure.items():
        link, value = page.figure_link(key), figure_value(page, key)
        yield joined([link, " ", value, " ", status_badge(status)])


def _provisional_rules(page: Page) -> Iterable[Child]:
    for step in page.program.steps:
        plain = str(step.name) == step.name.owner and step.id != OWN_INCOME
        if step.status != "published" and plain and step.id in page.program.needed:
            yield joined(
                [
                    tag("a", both(step.label), href=f"#term-{step.id}"),
                    " ",
                    status_badge(step.status),
                ]
            )
    for benefit in page.program.benefits:
        rules = [
            each.clause
            for each in (*benefit.reasons, *benefit.supplements)
            if each.clause.status != "published"
        ]
        if benefit.status != "published" or rules:
            status = benefit.status if benefit.status != "published" else rules[0].status
            yield joined(
                [
                    tag("a", both(benefit.label), href=f"#benefit-{benefit.id}"),
                    " ",
                    status_badge(status),
                ]
            )


def _figures(page: Page) -> dict[str, Figure]:
    """The figures of the month, each once whatever cases it tells apart."""
    return {each.id: each.figure for each in page.program.figures.values()}


def _stale(page: Page) -> Iterable[Child]:
    """As of the month of the handbook, not of the day on which it is made."""
    for key, figure in _figures(page).items():
        for each in stale(figure, min(page.day, page.known)):
            due = w("stale_since", since=each.detail("since"), due=each.detail("due"))
            yield joined([page.figure_link(key), " ", both(due)])


def _conflicts(page: Page) -> Iterable[Child]:
    for key, figure in _figures(page).items():
        for each in figure.conflicts:
            quote = tag("q", each.source.quote, lang="zh-Hans") if each.source.quote else None
            said = tag("span", conflict_text(figure, each), lang="zh-Hans")
            yield joined([page.figure_link(key), " ", figure_value(page, key), " ↔ ", said, quote])


def _limits(page: Page) -> Iterable[Child]:
    for each in page.program.law.instruments:
        if each.until >= page.day and each.known_limits:
            title = tag("strong", both(each.title))
            since = (
                tag("span", f" {day_text(each.in_force)}", cls="days")
                if each.in_force > page.day
                else None
            )
            yield joined(
                [
                    title,
                    since,
                    tag("ul", [tag("li", limit, lang="zh-Hans") for limit in each.known_limits]),
                ]
            )
