"""The handbook's list of what the law promises every household."""

from __future__ import annotations

from welfare_rules.basics.html import Html, both, joined, tag
from welfare_rules.law.model import Promise
from welfare_rules.program.day import promises_of_day
from welfare_rules.register.handbook.context import Page, note, section
from welfare_rules.register.handbook.words import w


def promises(page: Page) -> Html | None:
    """Every promise of the day with its source, and why it fails where somebody reviewed that."""
    made = promises_of_day(page.program.law, page.day, page.known)
    if not made:
        return None
    return section(
        "promises",
        w("promises"),
        tag("p", both(w("promises_note"))),
        tag("ul", [_promise(page, each) for each in made]),
    )


def _promise(page: Page, each: Promise) -> Html:
    fails = each.refuted and tag(
        "p", joined([both(w("promise_fails")), both(each.refuted.because)])
    )
    return tag(
        "li",
        tag("p", both(each.label)),
        fails,
        page.source(each.source, each.status, "promises") if each.source else None,
        note(each.note),
        id=f"promise-{each.id}",
    )
