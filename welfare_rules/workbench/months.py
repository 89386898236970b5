"""The months to come: what changes by itself, and the months of a history that was opened."""

from __future__ import annotations

from dataclasses import replace

import welfare_rules as wr
from welfare_rules.basics.days import every_month
from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.basics.text import MARKS
from welfare_rules.workbench.form import button
from welfare_rules.workbench.household import person
from welfare_rules.workbench.state import Coming, State, problems
from welfare_rules.workbench.verdict import bounds_of, range_words
from welfare_rules.workbench.words import SAID

WITHIN = 24


def looked_ahead(state: State) -> State:
    """The state with the months to come of its household, and those of its history."""
    made = Coming(state.case, None)
    try:
        found = state.policy.upcoming(dict(state.case), state.month, WITHIN, state.known)
        made = replace(made, upcoming=found)
        if state.history is not None:
            months = every_month(found.now.month, found.last)
            first, last = months[0].text, months[min(WITHIN // 2, len(months)) - 1].text
            told = state.policy.timeline(dict(state.history), first, last, state.known)
            made = replace(made, months=tuple(told))
    except wr.FindingsError as error:
        made = replace(made, trouble=problems(error))
    return replace(state, coming=made)


def months(state: State) -> Html:
    """What comes by itself, month by month, and when rights are looked at again."""
    lang, found = state.lang, state.coming
    parts: list[Child] = []
    if found is None:
        parts.append(tag("p", button(lang, "look_ahead", "months"), cls="buttons"))
    elif found.trouble is not None:
        parts.append(tag("p", found.trouble.say(lang), cls="wrong"))
    if found is not None and found.case != state.case:
        again = button(lang, "again", "months")
        parts.append(tag("p", SAID["of_before"].say(lang), " ", again, cls="stale"))
    if found is not None and found.upcoming is not None:
        parts += _coming(state, found.upcoming)
    if found is not None and found.months:
        parts += [tag("h3", SAID["of_history"].say(lang)), _timeline(state, found.months)]
    return tag("div", parts, id="view-months")


def _coming(state: State, found: wr.Upcoming) -> list[Child]:
    lang, marks = state.lang, MARKS[state.lang]
    told = found.to_dict(lang)
    lines = [
        tag(
            "li",
            tag("b", each["month"]),
            tag("ul", [tag("li", sentence) for sentence in each["sentences"]]),
        )
        for each in told["changes"]
    ]
    made: list[Child] = [
        tag("ol", lines, cls="coming")
        if lines
        else tag("p", SAID.say(lang, "nothing_comes", last=found.last.text))
    ]
    reviews = [
        tag(
            "li",
            tag("b", marks.aside(each.label.say(lang), person(state, each.payee).say(lang))),
            " ",
            each.words.say(lang),
            " ",
            marks.listed(month.text for month in each.due),
        )
        for each in found.reviews
    ]
    if reviews:
        made += [tag("h3", SAID["reviews"].say(lang)), tag("ul", reviews)]
    return made


def _timeline(state: State, answers: tuple[wr.Answer, ...]) -> Html:
    lang = state.lang
    head = [tag("th", SAID[each].say(lang), scope="col") for each in ("month", "total", "circle")]
    rows = [
        tag(
            "tr",
            tag("th", each.month.text, scope="row"),
            tag("td", range_words(bounds_of(each)).say(lang), cls="number"),
            tag(
                "td",
                (state.vocabulary.circles.get(each.circle or "") or SAID["no_circle"]).say(lang),
            ),
        )
        for each in answers
    ]
    return tag("table", tag("thead", tag("tr", head)), tag("tbody", rows), cls="rights")
