"""The handbook's list of the papers that applications need."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.html import Child, Html, both, tag
from welfare_rules.basics.text import Words
from welfare_rules.law.model import Paper
from welfare_rules.register.handbook.context import Page, named_list, note, section
from welfare_rules.register.handbook.words import w


def papers(page: Page) -> Html | None:
    """Every paper asked for on the day, with what it shows and where that can be looked up."""
    asked = page.program.law.papers
    if not asked:
        return None
    items = [
        tag("li", tag("h3", both(each.label)), *_paper(page, each), id=f"paper-{each.id}")
        for each in asked
    ]
    return section("papers", w("papers"), tag("p", both(w("papers_note"))), tag("ul", items))


def _paper(page: Page, each: Paper) -> Iterable[Child]:
    law = page.program.law
    names = {benefit.id: benefit.label for benefit in law.benefits}
    yield named_list("needed_for", [names[one] for one in each.benefits])
    facts = [fact for fact in law.facts if fact.id in each.shows]
    if facts:
        yield named_list("shows", _once(fact.label for fact in facts))
    registers = _once(one for fact in facts for one in fact.registers)
    if registers:
        yield named_list("kept_in", registers)
    yield page.source(each.source, each.status, "papers")
    yield note(each.note)


def _once(texts: Iterable[Words]) -> list[Words]:
    return [*dict.fromkeys(texts)]
