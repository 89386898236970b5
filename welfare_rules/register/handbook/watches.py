"""The handbook's table of what somebody should look at, what is to be done, and by which law."""

from __future__ import annotations

from welfare_rules.basics.html import Child, Html, both, joined, table, tag
from welfare_rules.basics.text import Words, listed
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import DISPOSITION_WORDS
from welfare_rules.program.day import watches_of_day
from welfare_rules.register.handbook.context import Page, note, section
from welfare_rules.register.handbook.words import w


def watches(page: Page) -> Html | None:
    """Every watch of the day: on which facts it looks, what is to be done, and by which law."""
    made = watches_of_day(page.program.law, page.day, page.known)
    if not made:
        return None
    head = [both(w(each)) for each in ("watch_when", "watch_facts", "watch_what", "watch_law")]
    rows = [_row(page, each) for each in made]
    said = tag("p", both(w("watches_note")))
    return section("watches", w("watches"), said, table(head, rows, cls="wide stack"))


def _row(page: Page, watch: Watch) -> list[Child]:
    labels = {each.id: each.label for each in page.program.law.facts}
    facts = listed(labels[each].both(each) for each in watch.facts)
    urgent = tag("span", both(w("urgent")), cls="badge") if watch.urgent else None
    within = watch.within_days and both(
        Words(f"{watch.within_days} 日内", f"within {watch.within_days} days")
    )
    return [
        joined([tag("span", both(watch.label), id=f"watch-{watch.id}"), note(watch.note)]),
        both(facts if watch.facts else w("any_change")),
        joined([both(DISPOSITION_WORDS[watch.disposition]), urgent, within or None]),
        page.source(watch.source, watch.status, "watches") if watch.source else None,
    ]
