"""The part on benefits.

For each one who, how much, how it is rounded, when it begins and ends, what it excludes, and its
sources.
"""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.html import Child, Html, both, joined, pair, table, tag
from welfare_rules.checks.health import constant
from welfare_rules.language import nodes as n
from welfare_rules.language.types import MONEY
from welfare_rules.law.model import Benefit, Clause
from welfare_rules.law.terms import PER_WORDS, Formula, Status
from welfare_rules.program.program import BenefitInForce, Rule
from welfare_rules.register.handbook.amounts import amounts, figure_value, open_badge, row_value
from welfare_rules.register.handbook.context import (
    Page,
    days,
    facts_list,
    least,
    note,
    section,
    status_badge,
)
from welfare_rules.register.handbook.sheet import applications, where
from welfare_rules.register.handbook.words import W, w


def overview(page: Page) -> Html:
    rows = [
        (
            tag("a", both(each.label), href=f"#benefit-{each.id}"),
            both(W[each.payee]),
            amounts(page, each),
            _state(page, each),
        )
        for each in page.program.benefits
    ]
    head = [both(w(each)) for each in ("benefit", "payee", "amount", "status")]
    return section("overview", w("overview"), table(head, rows, cls="stack brief-rows"))


def _state(page: Page, benefit: BenefitInForce) -> Html:
    figures = page.in_force(benefit.id)
    if page.open_figures(benefit.id):
        return tag("span", both(w("partly_known")), cls="badge open")
    declared = page.declared(benefit)
    statuses: set[Status] = {
        version.status for key in figures for version in page.program.figures[key].chain
    }
    clauses = [each for each in declared.clauses if each.period.holds(page.day, page.known)]
    statuses |= {declared.status, *(each.status for each in clauses)}
    return least(statuses) or status_badge("published", quiet=False)


def benefits(page: Page) -> Html:
    return section(
        "benefits", w("benefits"), [_benefit(page, each) for each in page.program.benefits]
    )


def _benefit(page: Page, benefit: BenefitInForce) -> Html:
    declared, within = page.declared(benefit), f"benefit {benefit.id}"
    parts: list[Child] = [
        tag(
            "header",
            tag("h3", both(benefit.label)),
            tag("p", tag("span", amounts(page, benefit)), _state(page, benefit), cls="gist"),
        ),
        page.source(benefit.source, benefit.status, within),
        _lead(page, declared),
        note(declared.note),
        _requirements(page, benefit, within),
        _amount(page, benefit, declared, within),
        _excludes(page, benefit, within),
        _apply(page, benefit, within),
        _missing(page, benefit),
    ]
    return tag("article", *parts, id=f"benefit-{benefit.id}", cls="benefit")


def _lead(page: Page, benefit: Benefit) -> Html:
    starts = {
        "month after decision": "month_after_decision",
        "month of application": "month_of_application",
    }.get(benefit.starts)
    entries: list[tuple[Child, Child]] = [
        (both(w("payee")), both(W[benefit.payee])),
        (both(w("payable")), both(PER_WORDS[benefit.per])),
    ]
    if starts:
        entries.append((both(w("starts")), both(w(starts))))
    entries.append((both(w("in_force")), days(benefit.period.first, benefit.period.last)))
    if benefit.review is not None:
        entries.append((both(w("review")), both(benefit.review)))
    return facts_list(entries)


def _requirements(page: Page, benefit: BenefitInForce, within: str) -> Html:
    if not benefit.requires:
        return joined([tag("h4", both(w("who"))), tag("p", both(w("no_conditions")))])
    items = [_condition(page, each, within) for each in benefit.requires]
    return joined([tag("h4", both(w("who"))), tag("ol", items, cls="conditions")])


def _condition(page: Page, rule: Rule, within: str) -> Html:
    clause = rule.clause
    formula = page.formula(clause.when.node) if clause.when is not None else None
    return tag(
        "li",
        _because(clause),
        formula,
        page.source(clause.source, clause.status, within),
        note(clause.note),
    )


def _because(clause: Clause) -> Html:
    return pair(clause.because.zh, clause.because.en or clause.because.zh, "said")


def _amount(page: Page, benefit: BenefitInForce, declared: Benefit, within: str) -> Html | None:
    if benefit.service:
        return None
    parts: list[Child] = [tag("h4", both(w("amount")))]
    if declared.amount is not None:
        parts.append(page.formula(declared.amount.node))
        parts.append(_figures_of(page, declared.amount.node))
    if declared.base is not None and declared.month is not None:
        for key, formula in (("base", declared.base), ("phase_month", declared.month)):
            parts.append(
                tag("div", both(w(key), cls="key"), page.formula(formula.node), cls="keyed")
            )
    elif declared.share_of is not None and (
        any(each.clause.is_share for each in (*benefit.rows, *benefit.supplements))
    ):
        parts.append(
            tag(
                "div",
                both(w("of"), cls="key"),
                page.formula(declared.share_of.node),
                _figures_of(page, declared.share_of.node),
                cls="keyed",
            )
        )
    if benefit.rows:
        hits = (
            both(w(f"hit_{declared.hit}"))
            if declared.hit and declared.month is None and len(benefit.rows) > 1
            else None
        )
        parts.append(_rows(page, declared, benefit.rows, within, hits))
    if benefit.supplements:
        parts.append(tag("h4", both(w("supplements"))))
        if declared.supplement_for is not None:
            parts.append(
                tag(
                    "div",
                    both(w("supplement_for"), cls="key"),
                    page.formula(declared.supplement_for.node),
                    cls="keyed",
                )
            )
        parts.append(_rows(page, declared, benefit.supplements, within))
    parts.append(_rounding(page, declared, within))
    return joined(parts)


def _figures_of(page: Page, node: n.Node) -> Html | None:
    """The figures that a formula names, with their values of the month."""
    keys = dict.fromkeys(each.id for each in n.walk(node) if isinstance(each, n.FigureRef))
    shown = [joined([page.figure_link(key), " ", figure_value(page, key)]) for key in keys]
    return (
        tag("p", both(w("this_month")), "：", joined(shown, "；"), cls="with-values")
        if shown
        else None
    )


def _rows(
    page: Page, benefit: Benefit, rules: Iterable[Rule], within: str, caption: Html | None = None
) -> Html:
    phased = benefit.month is not None
    per = PER_WORDS[benefit.per]
    names = [w("step"), w("months"), w("rate")] if phased else [w("row"), per]
    rows: list[list[Child]] = []
    for rule in rules:
        clause = rule.clause
        said = joined(
            [_because(clause), page.source(clause.source, clause.status, within), note(clause.note)]
        )
        rate = page.formula(clause.value.node) if clause.value is not None else None
        when = page.formula(clause.when.node) if clause.when is not None else None
        if phased:
            rows.append(
                [
                    said,
                    joined([when, _value_of(page, clause.when)]),
                    joined([rate, _value_of(page, clause.value)]),
                ]
            )
        else:
            rows.append(
                [
                    joined([said, when]),
                    joined([row_value(page, benefit, clause), _unless_said(rate, clause)]),
                ]
            )
    return table([both(each) for each in names], rows, caption, cls="rows stack")


def _unless_said(rate: Html | None, clause: Clause) -> Html | None:
    """The formula of a row's amount, but where that is a plain sum."""
    plain = clause.value is None or (isinstance(clause.value.node, n.Const) and not clause.is_share)
    return None if plain else rate


def _value_of(page: Page, formula: Formula | None) -> Html | None:
    """The month's value of a formula of figures alone; None where it is a plain number."""
    if formula is None or isinstance(formula.node, n.Const):
        return None
    node = formula.node
    value = constant(page.program.law, node, page.day, page.known)
    return tag("strong", page.value(node.type, value)) if value is not None else open_badge()


def _rounding(page: Page, benefit: Benefit, within: str) -> Html | None:
    rounding = benefit.rounding
    if rounding is None:
        return None
    said = [
        each.wording.rounding(MONEY, rounding.step, rounding.direction)
        for each in (page.zh, page.en)
    ]
    return tag(
        "div",
        both(w("rounding"), cls="key"),
        pair(*said),
        page.source(rounding.source, rounding.status, within),
        cls="keyed",
    )


def _excludes(page: Page, benefit: BenefitInForce, within: str) -> Html | None:
    if not benefit.excludes:
        return None
    items: list[Child] = []
    for rule in benefit.excludes:
        clause = rule.clause
        kept = tag(
            "span", both(w("keep_higher" if clause.keep_higher else "keep_other")), cls="badge kept"
        )
        formula = page.formula(clause.when.node) if clause.when is not None else None
        items.append(
            tag(
                "li",
                _because(clause),
                formula,
                kept,
                page.source(clause.source, clause.status, within),
                note(clause.note),
            )
        )
    return joined([tag("h4", both(w("excludes"))), tag("ul", items, cls="conditions")])


def _apply(page: Page, benefit: BenefitInForce, within: str) -> Html | None:
    """Where it is applied for, with which papers, where a policy says so."""
    found = [each for each, _ in applications(page, [benefit.id])]
    if not found:
        return None
    said = [
        joined([*where(each), page.source(each.source, each.status, within), note(each.note)])
        for each in found
    ]
    return joined([tag("h4", both(w("where"))), *said])


def _missing(page: Page, benefit: BenefitInForce) -> Html | None:
    keys = page.open_figures(benefit.id)
    if not keys:
        return None
    return tag(
        "p",
        tag("strong", both(w("missing_figures"))),
        "：",
        joined([page.figure_link(key) for key in keys], "、"),
        cls="missing",
    )
