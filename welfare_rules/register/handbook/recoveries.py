"""The handbook's list of how what was paid too much is taken back."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.html import Child, Html, both, tag
from welfare_rules.law.model import Recovery
from welfare_rules.register.handbook.context import Page, named_list, note, section
from welfare_rules.register.handbook.words import w


def recoveries(page: Page) -> Html | None:
    """Every way in force on the day, in the order in which they are tried.

    None at all is told by its absence.
    """
    ways = [each for each in page.program.law.recoveries if each.period.holds(page.day, page.known)]
    if not ways:
        return None
    items = [
        tag("li", tag("h3", both(each.label)), *_way(page, each), id=f"recovery-{each.id}")
        for each in ways
    ]
    return section(
        "recoveries",
        w("recoveries"),
        tag("p", both(w("recoveries_note"))),
        tag("ol", items, cls="circles"),
    )


def _way(page: Page, each: Recovery) -> Iterable[Child]:
    names = {benefit.id: benefit.label for benefit in page.program.law.benefits}
    if each.benefits:
        yield named_list("recovered_benefits", [names[one] for one in each.benefits])
    if each.causes:
        yield named_list("recovered_causes", [w(f"cause_{one}") for one in each.causes])
    if each.waived:
        yield tag("p", both(w("waived")))
    if each.set_off:
        yield tag("p", both(w("set_off")))
    if each.withhold:
        yield named_list("withheld_from", [names[one] for one in each.withhold])
    for key, formula in (("withheld_share", each.share), ("withheld_keep", each.keep)):
        if formula is not None:
            yield tag(
                "div", both(w(key), cls="key"), page.formula(formula.node), cls="keyed inline"
            )
    yield page.source(each.source, each.status, "recoveries")
    yield note(each.note)
