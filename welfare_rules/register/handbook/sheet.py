"""The first sheet: one page of paper for whoever wants to know what there is, how much, and where.

Which benefits it tells of is said by the policies (`first` of a jurisdiction); where they say
nothing, those that are paid each month come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from welfare_rules.basics.days import day_text
from welfare_rules.basics.html import Child, Html, both, joined, tag
from welfare_rules.basics.text import Words, labelled, listed
from welfare_rules.language import nodes as n
from welfare_rules.language.types import MONEY
from welfare_rules.law.model import Application
from welfare_rules.program.program import BenefitInForce
from welfare_rules.register.handbook.amounts import (
    amounts,
    figure_value,
    paid_by,
    row_value,
    standing,
)
from welfare_rules.register.handbook.context import Page, conditions
from welfare_rules.register.handbook.curve import Curve
from welfare_rules.register.handbook.words import w

MOST = 5  # benefits on the sheet
STANDARDS = 4  # figures on the sheet
EXAMPLES = 3  # households for which an amount that is worked out is told


def first_benefits(page: Page) -> list[BenefitInForce]:
    """The benefits in force that come first, in the order of the policies."""
    there = {each.id: each for each in page.program.benefits}
    named = [there[each] for each in page.program.law.first if each in there]
    if not named:
        named = sorted(there.values(), key=lambda each: (each.per != "month", each.service))
    return named[:MOST]


def sheet(page: Page, curves: Sequence[Curve]) -> Html:
    """Standards, the first benefits with their amounts, and where to apply."""
    chosen = first_benefits(page)
    parts: list[Child] = [
        tag("h2", both(w("sheet")), id="sheet-title"),
        _standards(page, chosen),
        tag(
            "div",
            [_benefit(page, each, curves) for each in chosen],
            _where(page, chosen),
            cls="firsts",
        ),
        tag("p", both(w("sheet_more")), cls="quiet"),
    ]
    return tag("section", parts, id="sheet", cls="sheet-one", aria_labelledby="sheet-title")


# --- standards ---


def _standards(page: Page, chosen: Iterable[BenefitInForce]) -> Html | None:
    """The sums of money of which the amounts of the first benefits are made."""
    keys = [key for each in chosen for key in _named(page, each)]
    items = [_standard(page, key) for key in list(dict.fromkeys(keys))[:STANDARDS]]
    return tag("dl", items, cls="standards") if items else None


def _named(page: Page, benefit: BenefitInForce) -> Iterable[str]:
    declared = page.declared(benefit)
    for formula in (declared.amount, declared.share_of, declared.base):
        if formula is not None:
            for each in n.walk(formula.node):
                if isinstance(each, n.FigureRef) and each.type == MONEY:
                    yield each.id


def _standard(page: Page, key: str) -> Html:
    figure = page.program.law.figures[key]
    mark = standing(page, [n.FigureRef(id=key, type=figure.type)])
    about = [*([both(figure.per)] if figure.per is not None else []), *_since(page, key)]
    return tag(
        "div",
        tag("dt", page.figure_link(key)),
        tag("dd", figure_value(page, key), " ", mark, tag("small", joined(about, " · "))),
    )


def _since(page: Page, key: str) -> Iterable[Html]:
    """From which day a figure has its value; each value where not all have it from the same day."""
    days = [(each, each.chain[0].period.first) for each in page.branches(key) if each.chain]
    same = len({day for _, day in days}) == 1
    for each, day in days[-1:] if same else days:
        since = both(w("since", day=day_text(day)))
        yield since if same else joined([since, " ", conditions(page, each.conditions)])


# --- benefits ---


def _benefit(page: Page, benefit: BenefitInForce, curves: Sequence[Curve]) -> Html:
    declared = page.declared(benefit)
    rows = [
        tag(
            "li",
            tag("span", both(each.clause.because)),
            " ",
            tag("span", row_value(page, declared, each.clause), cls="sum"),
        )
        for each in benefit.rows
    ]
    conditions = [tag("li", both(each.clause.because)) for each in benefit.requires]
    name = tag("a", both(benefit.label), href=f"#benefit-{benefit.id}")
    mark = standing(page, paid_by(page, benefit))
    return tag(
        "article",
        tag("header", tag("h3", name), tag("p", amounts(page, benefit), " ", mark, cls="gist")),
        tag("p", both(w("needed")), cls="key") if conditions else None,
        tag("ul", conditions, cls="brief") if conditions else None,
        tag("ul", rows, cls="rates") if rows and declared.month is None else None,
        None if rows else _formula(page, benefit, curves),
        cls="first",
    )


def _formula(page: Page, benefit: BenefitInForce, curves: Sequence[Curve]) -> Html | None:
    """How an amount is worked out, and what it comes to for households without any income."""
    declared = page.declared(benefit)
    if declared.amount is None or not any(
        isinstance(each, n.DerivedRef) for each in n.walk(declared.amount.node)
    ):
        return None
    paid = [(each, dict(each.points[0].paid).get(benefit.id, 0)) for each in curves]
    examples = [(each, amount) for each, amount in paid if amount][:EXAMPLES]
    if not examples:
        return page.formula(declared.amount.node)
    cases = [_told_apart(page, benefit, each) for each, _ in examples]
    same = len(set(cases)) == 1
    told = [
        tag(
            "li",
            tag("span", both(each.label), None if same else _for_whom(page, case)),
            " ",
            tag("strong", page.value(MONEY, amount)),
        )
        for (each, amount), case in zip(examples, cases, strict=True)
    ]
    head = both(w("without_income")), _for_whom(page, cases[0]) if same else None
    formula = page.formula(declared.amount.node)
    return joined([formula, tag("p", *head, cls="key"), tag("ul", told, cls="rates")])


Cases = tuple[tuple[n.Node, ...], ...]


def _told_apart(page: Page, benefit: BenefitInForce, curve: Curve) -> Cases:
    """For whom a household's amount is, where figures of the benefit have values for some alone."""
    steps = page.program.by_id
    below = (steps[each].name for each in page.program.below([benefit.net]))
    figures = {each.owner for each in below if each.part == "figure"}
    found = (branch.conditions for figure, branch in curve.apart if figure in figures)
    return tuple(dict.fromkeys(found))


def _for_whom(page: Page, cases: Cases) -> Html | None:
    return joined([" ", *(conditions(page, each) for each in cases)]) if cases else None


# --- where to apply ---


def applications(page: Page, among: Iterable[str]) -> list[tuple[Application, list[str]]]:
    """Where the policies say that some benefits are applied for, and which of them each time.

    A benefit is told of once: by the nearest layer that speaks of it.
    """
    left = list(among)
    found: list[tuple[Application, list[str]]] = []
    for each in page.program.law.applications:
        said = [name for name in left if name in each.benefits]
        left = [name for name in left if name not in said]
        if said:
            found.append((each, said))
    return found


def _where(page: Page, chosen: Sequence[BenefitInForce]) -> Html | None:
    found = applications(page, [each.id for each in chosen])
    if not found:
        return None
    papers = page.program.law.papers
    names = {each.id: each.label for each in chosen}
    items = [
        tag(
            "div",
            tag("dt", both(listed(names[each] for each in said))),
            tag(
                "dd",
                *where(application),
                _papers(each.label for each in papers if not set(said).isdisjoint(each.benefits)),
            ),
        )
        for application, said in found
    ]
    return tag("article", tag("h3", both(w("where"))), tag("dl", items, cls="where"), cls="first")


def _papers(labels: Iterable[Words]) -> Html | None:
    """What to bring, in one line."""
    among = [*labels]
    return tag("p", both(labelled(w("bring"), listed(among)))) if among else None


def where(application: Application) -> Iterable[Child]:
    """The office and the time of an application, one line each."""
    yield tag("p", both(labelled(w("office"), application.office)))
    if application.time is not None:
        yield tag("p", both(labelled(w("time"), application.time)))
