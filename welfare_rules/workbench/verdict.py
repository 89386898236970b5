"""The answer, always in view: the amount or its bounds, whether it is settled, and what moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import welfare_rules as wr
from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.basics.money import amount_text, fen_of, grouped, yuan_text
from welfare_rules.basics.text import MARKS, Lang, Words
from welfare_rules.workbench.household import missing, person
from welfare_rules.workbench.state import State
from welfare_rules.workbench.words import SAID

MOST_NAMED = 8  # rights that changed, below the household's fields


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which amounts something lies, in fen; `high` is None where there is no upper end."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high


def bounds_of(answer: wr.Answer, monthly: bool = True) -> Bounds:
    """Between which amounts what is due each month lies, or what else is due in the month.

    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> bounds_of(rules.determine({"id": "h", "members": []}))
    Bounds(low=0, high=0)
    """
    total = answer.total if monthly else answer.once
    if total is not None:
        return Bounds(known_fen(total), known_fen(total))
    low, high = 0, 0
    for each in answer.benefits:
        if (each.per == "month") == monthly and each.per != "service":
            low += known_fen(each.at_least)
            high = None if high is None or each.at_most is None else high + known_fen(each.at_most)
    return Bounds(low, high)


def known_fen(yuan: Decimal | None) -> int:
    """An amount in fen; nothing for none.

    >>> known_fen(Decimal("1711.50"))
    171150
    """
    return 0 if yuan is None else int(fen_of(yuan))


def range_words(bounds: Bounds) -> Words:
    """Bounds as a person reads them."""
    low = grouped(yuan_text(bounds.low))
    if bounds.exact:
        return Words(low, low)
    if bounds.high is None:
        return SAID.words("at_least", low=low)
    return SAID.words("between_two", low=low, high=grouped(yuan_text(bounds.high)))


def verdict(state: State) -> Html:
    """The answer: how much, how sure, and what moved."""
    lang, answer = state.lang, state.answer
    if answer is None:
        return tag("section", tag("p", SAID["no_answer"].say(lang)), id="answer")
    return tag(
        "section",
        tag("h2", SAID["answer"].say(lang), id="answer-title"),
        tag(
            "div",
            _headline(state, answer),
            _settled(state, answer),
            id="headline",
            aria_live="polite",
        ),
        _moved(state),
        id="answer",
        aria_labelledby="answer-title",
    )


def rights(state: State) -> Html:
    """Each right that there is or may be, with its amount."""
    answer = state.answer
    title = SAID["rights"].say(state.lang)
    inner = None if answer is None else _rights(state, answer)
    return tag("section", inner, id="rights", aria_label=title)


def _headline(state: State, answer: wr.Answer) -> list[Child]:
    lang = state.lang
    bounds, once = bounds_of(answer), bounds_of(answer, monthly=False)
    amount = tag(
        "p",
        tag("span", SAID["each_month"].say(lang), cls="per"),
        " ",
        tag("strong", range_words(bounds).say(lang), cls="amount"),
        " ",
        tag("span", SAID["yuan_sign"].say(lang), cls="per"),
        _delta(state, bounds),
        cls=f"total{'' if bounds.exact else ' open'}",
    )
    more = None
    if once.low or once.high is None or once.high:
        more = tag("p", SAID.say(lang, "besides", amount=range_words(once).say(lang)), cls="once")
    return [amount, more]


def _delta(state: State, now: Bounds) -> Html | None:
    """By how much the amount is another than before the last step."""
    if state.moved is None or state.moved.comparison is None:
        return None
    before = bounds_of(state.moved.comparison.before)
    if before == now:
        return None
    lang = state.lang
    if before.exact and now.exact:
        by = now.low - before.low
        sign, cls = ("+", "up") if by > 0 else ("−", "down")
        text = SAID.say(lang, "than_before", by=f"{sign}{grouped(yuan_text(abs(by)))}")
        return tag("span", text, cls=f"delta {cls}")
    return tag(
        "span", SAID.say(lang, "was_before", amount=range_words(before).say(lang)), cls="delta"
    )


def _settled(state: State, answer: wr.Answer) -> Html:
    """Whether the answer is settled, or how many facts and figures are still to come."""
    lang, count = state.lang, len(missing(state))
    figures = sorted({name for each in answer.benefits for name in each.missing_figures})
    circle = answer.circle
    named = SAID["no_circle"] if circle == "none" else state.vocabulary.circles.get(circle or "")
    parts: list[Child] = [
        tag("span", SAID.say(lang, "to_go", count=count), cls="badge open")
        if count
        else tag("span", SAID["decided"].say(lang), cls="badge done"),
        tag("span", named.say(lang), cls="badge") if named is not None else None,
        tag("span", SAID["provisional"].say(lang), cls="badge soft")
        if any(each.provisional and each.status != "not_eligible" for each in answer.benefits)
        else None,
    ]
    labels = [
        state.vocabulary.figures[each].label.say(lang)
        for each in figures
        if each in state.vocabulary.figures
    ]
    nowhere = None
    if labels:
        nowhere = tag(
            "details",
            tag("summary", SAID.say(lang, "figures_open", count=len(labels))),
            tag("p", MARKS[lang].listed(labels)),
            cls="quiet",
            id="open-figures",
        )
    return tag("div", parts, nowhere, cls="settled")


def _moved(state: State) -> Html | None:
    if state.moved is None:
        return None
    return tag(
        "div",
        tag("h3", state.moved.what.say(state.lang)),
        moves(state, state.moved.comparison),
        id="moved",
    )


def moves(state: State, found: wr.Comparison | None) -> Html:
    """What differs between two answers: each right with both sides, and the clauses that turned."""
    lang = state.lang
    if found is None:
        return tag("p")
    if not found.differs:
        return tag("p", SAID["nothing_moved"].say(lang), cls="quiet")
    shown = sorted(found.changes, key=lambda each: not _counts(each))
    items = [_change(state, each) for each in shown[:MOST_NAMED]]
    rest = len(shown) - MOST_NAMED
    more = tag("li", SAID.say(lang, "and_more", count=rest), cls="quiet") if rest > 0 else None
    circle = None
    if found.circle_changes:
        sides = [_circle(state, each.circle) for each in (found.before, found.after)]
        circle = tag("li", SAID.say(lang, "circle_turns", before=sides[0], after=sides[1]))
    return tag("ul", items, circle, more, cls="moves")


def _counts(change: wr.Change) -> bool:
    """Whether an amount that is certain changes, which is told first."""
    return any(
        side is not None and side.entitled is not False for side in (change.before, change.after)
    )


def _circle(state: State, circle: str | None) -> str:
    if circle is None:
        return SAID.say(state.lang, "undetermined")
    words = state.vocabulary.circles.get(circle)
    return SAID.say(state.lang, "no_circle") if words is None else words.say(state.lang)


def _change(state: State, change: wr.Change) -> Html:
    lang, marks = state.lang, MARKS[state.lang]
    name = change.label.say(lang)
    if change.personal:
        name = marks.aside(name, person(state, change.payee).say(lang))
    before, after = (_side(change, lang, each) for each in (True, False))
    whys = [
        SAID.say(
            lang,
            "clause_turns",
            clause=each.because.say(lang) or each.rule,
            before=_truth(each.before, lang),
            after=_truth(each.after, lang),
        )
        for each in change.rules[:3]
    ]
    return tag(
        "li",
        tag("span", name, cls="name"),
        tag("span", before, cls="was"),
        " → ",
        tag("b", after),
        [tag("small", each) for each in whys],
    )


def _truth(holds: bool | None, lang: Lang) -> str:
    return SAID.say(lang, {True: "holds", False: "fails", None: "undetermined"}[holds])


def _side(change: wr.Change, lang: Lang, before: bool) -> str:
    """What one side says of a right: its amount, its bounds, or that there is none."""
    brief = change.before if before else change.after
    if brief is None:
        return SAID.say(lang, "not_there")
    if brief.status == "not_eligible":
        return SAID.say(lang, "not_eligible")
    if brief.amount is not None:
        return SAID.say(lang, "yuan", amount=grouped(amount_text(brief.amount)))
    if brief.at_least is not None:
        high = None if brief.at_most is None else known_fen(brief.at_most)
        return range_words(Bounds(known_fen(brief.at_least), high)).say(lang)
    return SAID.say(lang, brief.status)


def _rights(state: State, answer: wr.Answer) -> list[Child]:
    """Each right that there is or may be; those that there are not stand folded below."""
    lang = state.lang
    there = [each for each in answer.benefits if each.status != "not_eligible"]
    absent = [each for each in answer.benefits if each.status == "not_eligible"]
    head = tag(
        "tr",
        [tag("th", SAID[each].say(lang), scope="col") for each in ("benefit", "payee", "amount")],
    )
    rows = [
        tag(
            "tr",
            tag("th", name, scope="row"),
            tag("td", who),
            tag("td", _amount(each, lang), cls="number"),
            cls=each.status,
        )
        for each, name, who in _named(state, there)
    ]
    names = dict.fromkeys(name for _, name, _ in _named(state, absent))
    return [
        tag("table", tag("thead", head), tag("tbody", rows), cls="rights") if rows else None,
        tag(
            "details",
            tag("summary", SAID.say(lang, "absent", count=len(absent))),
            tag("p", MARKS[lang].listed(names)),
            cls="quiet",
            id="absent",
        )
        if absent
        else None,
    ]


def _named(
    state: State, rights: Sequence[wr.Determination]
) -> Iterable[tuple[wr.Determination, str, str]]:
    """Rights with their names and whose they are."""
    for each in rights:
        info = state.vocabulary.benefits.get(each.benefit)
        name = each.benefit if info is None else info.label.say(state.lang)
        personal = info is not None and info.payee == "member"
        who = person(state, each.payee).say(state.lang) if personal else ""
        yield each, name, who or SAID.say(state.lang, "whole_household")


def _amount(each: wr.Determination, lang: Lang) -> str:
    star = "*" if each.provisional else ""
    if each.per == "service":
        return SAID.say(lang, each.status) + star
    if each.amount is not None:
        text = grouped(amount_text(each.amount))
    else:
        low = known_fen(each.at_least)
        high = None if each.at_most is None else known_fen(each.at_most)
        text = range_words(Bounds(low, high)).say(lang)
    per = "" if each.per == "month" else SAID.say(lang, f"per_{each.per}")
    return f"{text}{star}{per}"
