"""The sheet for the printer: what was said of a household, what it is due, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.basics.text import MARKS
from welfare_rules.workbench.derivation import amount_words, cited, clause_line
from welfare_rules.workbench.form import fields
from welfare_rules.workbench.household import Place, label, missing, person, shown, value_words
from welfare_rules.workbench.state import State
from welfare_rules.workbench.verdict import bounds_of, range_words
from welfare_rules.workbench.words import SAID

if TYPE_CHECKING:
    from welfare_rules.written.derivation import ConditionDict, GroupDict


def sheet(state: State) -> Html:
    """The sheet: the amount, each right with its clauses and sources, and the facts."""
    lang, answer = state.lang, state.answer
    if answer is None:
        return tag("section", id="sheet")
    told = answer.derivation(lang)
    there = [each for each in told["benefits"] if each["status"] != "not_eligible"]
    refused = [each for each in told["benefits"] if each["status"] == "not_eligible"]
    known = SAID.say(lang, "as_known", month=state.month, known=state.known)
    amount = SAID.say(lang, "in_sum", amount=range_words(bounds_of(answer)).say(lang))
    name = SAID.say(lang, "sheet_of", case=str(state.case.get("id", "")))
    parts: list[Child] = [
        tag("h1", SAID["sheet"].say(lang)),
        tag("p", f"{name} · {state.place.say(lang)} · {known}"),
        tag("p", tag("strong", amount), cls="lead"),
        tag("h2", SAID["rights"].say(lang)),
        [_right(state, each, each["requirements"]) for each in there],
        tag("h2", SAID["not_due"].say(lang)) if refused else None,
        [_right(state, each, _against(each)) for each in refused],
        tag("h2", SAID["facts"].say(lang)),
        _facts(state),
        _open(state),
        tag("p", SAID["sheet_note"].say(lang), cls="quiet"),
        tag("p", SAID["digest"].say(lang), " ", told["policy_digest"], cls="quiet"),
        tag("p", SAID["signed"].say(lang), cls="signed"),
    ]
    return tag("section", parts, id="sheet")


def _against(group: GroupDict) -> list[ConditionDict]:
    """What keeps a right away: the requirements that fail, or the exclusion that holds."""
    failing = [each for each in group["requirements"] if each["holds"] is False]
    return failing + [each for each in group["exclusions"] if each["holds"]]


def _right(state: State, group: GroupDict, conditions: Sequence[ConditionDict]) -> Html:
    lang, marks = state.lang, MARKS[state.lang]
    name = group["label"]
    if state.vocabulary.benefits[group["benefit"]].payee == "member":
        whose = marks.listed(person(state, each).say(lang) for each in group["payees"])
        name = marks.aside(name, whose)
    amounts = group["amounts"]
    whole = None if amounts is None else amounts["whole"] or amounts["formula"]
    reckoned = None
    if amounts is not None and whole is not None and group["status"] == "eligible":
        text = f"{whole['formula']} = {whole['numbers']} = {whole['result']['text']}"
        rounding = amounts["rounding"]
        if rounding is not None:
            text = f"{text} → {rounding['rounded']['text']}"
        reckoned = tag("p", text, cls="formula")
    clauses = [
        tag("li", clause_line(each), tag("small", cited(each["source"], lang)))
        for each in conditions
    ]
    return tag(
        "div",
        tag("h3", name, " ", tag("span", amount_words(group, lang), cls="number")),
        reckoned,
        tag("ul", clauses) if clauses else None,
        cls="right",
    )


def _facts(state: State) -> Html:
    """Everything that was said, a fact a line, with whose it is."""
    lang = state.lang
    rows: list[Child] = []
    for row in fields(state):
        known = [each for each in row if shown(each.value) != ""]
        if not known:
            continue
        texts = [
            value_words(each.fact, each.value).say(lang)
            if each.place.member is None
            else MARKS[lang].labelled(
                each.place.member, value_words(each.fact, each.value).say(lang)
            )
            for each in known
        ]
        rows.append(
            tag(
                "tr",
                tag("th", known[0].fact.label.say(lang), scope="row"),
                tag("td", MARKS[lang].clauses(texts)),
            )
        )
    return tag("table", tag("tbody", rows))


def _open(state: State) -> Html | None:
    names = [label(state, Place.of(path)).say(state.lang) for path in missing(state)]
    if not names:
        return None
    text = SAID.say(state.lang, "lacking", what=MARKS[state.lang].listed(names))
    return tag("p", text, cls="lead")
