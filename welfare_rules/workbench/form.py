"""The household as a table that is filled in like one: a fact a row, a member a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import welfare_rules as wr
from welfare_rules.basics.html import Child, Html, region, tag
from welfare_rules.basics.text import Lang, Words
from welfare_rules.workbench.household import (
    Place,
    fact_at,
    member_ids,
    missing,
    person,
    said,
    shown,
    value_words,
)
from welfare_rules.workbench.state import State, Unread
from welfare_rules.workbench.words import SAID

_NUMERIC = {"money": "decimal", "int": "numeric", "date": "numeric", "code": "numeric"}


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of one person as the page asks for it.

    `needed` is the question of the answer where it is missing, `unread` what was written and is no
    value.
    """

    place: Place
    fact: wr.FactInfo
    value: Any
    needed: wr.Question | None
    unread: Unread | None
    choices: tuple[tuple[str, Words], ...]

    @property
    def matters(self) -> bool:
        """Whether it is missing, or something was said of it."""
        return self.needed is not None or self.unread is not None or shown(self.value) != ""


def fields(state: State) -> list[list[Field]]:
    """The fields of the page by rows: the household's facts, then those of the members."""
    asked, ids = missing(state), member_ids(state.case)
    rows: list[list[Field]] = []
    for of in ("household", "member"):
        for fact in state.vocabulary.facts.values():
            for each in fact:
                if each.of == of:
                    owners = [None] if of == "household" else ids
                    places = [Place(owner, each.id) for owner in owners]
                    rows.append([_field(state, place, each, asked) for place in places])
    return [row for row in rows if row]


def field_at(state: State, place: Place) -> Field | None:
    """The field of one fact; None where the vocabulary has none."""
    fact = fact_at(state.vocabulary, place)
    return None if fact is None else _field(state, place, fact, missing(state))


def _field(
    state: State, place: Place, fact: wr.FactInfo, asked: Mapping[str, wr.Question]
) -> Field:
    path = place.path
    value = said(state.case, place)
    choices = tuple((each.id, each.label) for each in fact.choices)
    if fact.type == "benefits":
        choices = tuple((each.id, each.label) for each in state.vocabulary.benefits.values())
    elif fact.type == "bool":
        choices = (("true", SAID["yes"]), ("false", SAID["no"]))
    return Field(place, fact, value, asked.get(path), state.unread.get(path), choices)


def in_use(state: State) -> frozenset[str]:
    """The facts on which a benefit of this month rests."""
    month = state.month
    return frozenset(
        fact
        for each in state.vocabulary.benefits.values()
        if (each.first is None or each.first.isoformat()[:7] <= month)
        and (each.last is None or each.last.isoformat()[:7] >= month)
        for fact in each.facts
    )


def form(state: State) -> Html:
    """The whole form: what there is to say of the household, then of its members."""
    lang, used = state.lang, in_use(state)
    rows = fields(state)
    shown_rows = [
        row
        for row in rows
        if state.every
        or (row[0].fact.id in used and any(each.matters for each in row))
        or any(each.unread is not None or shown(each.value) for each in row)
    ]
    hidden = len(rows) - len(shown_rows)
    household = [row for row in shown_rows if row[0].place.member is None]
    personal = [row for row in shown_rows if row[0].place.member is not None]
    return tag(
        "section",
        tag("h2", SAID["household"].say(lang), id="form-title"),
        tag("p", SAID["how_to_fill"].say(lang), cls="quiet"),
        _of_household(household, lang),
        _of_members(state, personal),
        tag(
            "p",
            button(lang, "add_member", "add-member"),
            button(lang, "fewer" if state.every else "all_rows", "every", count=hidden)
            if hidden or state.every
            else None,
            button(lang, "undo", "undo") if state.past else None,
            cls="buttons",
        ),
        id="form",
        aria_labelledby="form-title",
    )


def button(lang: Lang, word: str, do: str, /, count: object = "", **data: Any) -> Html:
    """A button that does something, with what it says."""
    made = {f"data_{key}": each for key, each in data.items()}
    words = SAID.say(lang, word, count=count)
    return tag("button", words, type="button", data_do=do, id=f"b-{do}-{word}", **made)


def _of_household(rows: Sequence[Sequence[Field]], lang: Lang) -> Html | None:
    if not rows:
        return None
    made = [tag("div", _row_label(row, lang), _cell(row[0], lang), cls="line") for row in rows]
    return tag("div", made, cls="lines", id="of-household")


def _of_members(state: State, rows: Sequence[Sequence[Field]]) -> Html | None:
    lang, ids = state.lang, member_ids(state.case)
    if not ids:
        return None
    heads = [
        tag(
            "th",
            tag("span", person(state, each).say(lang), id=f"who-{each}"),
            tag(
                "button",
                "×",
                type="button",
                data_do="remove-member",
                data_member=each,
                aria_label=SAID.say(lang, "remove_member", who=each),
                cls="small",
                tabindex=-1,
            ),
            scope="col",
        )
        for each in ids
    ]
    lines = [
        tag(
            "tr",
            tag("th", _row_label(row, lang), scope="row"),
            [tag("td", _cell(each, lang)) for each in row],
            id=f"row-{row[0].fact.id}",
        )
        for row in rows
    ]
    corner = tag("td", tag("span", SAID["members"].say(lang), cls="quiet"))
    table = tag("table", tag("thead", tag("tr", corner, heads)), tag("tbody", lines), cls="grid")
    return region(SAID.say(lang, "members"), "scroll", table)


def _row_label(row: Sequence[Field], lang: Lang) -> list[Child]:
    fact, needed = row[0].fact, next((each.needed for each in row if each.needed), None)
    unit = _unit(fact, lang)
    return [
        tag("span", fact.label.say(lang), id=_label_id(row[0])),
        tag("small", unit) if unit else None,
        tag("small", _whom(needed, lang), cls="whom") if needed is not None else None,
    ]


def _label_id(field: Field) -> str:
    return f"l-{field.fact.of}-{field.fact.id}"


def _unit(fact: wr.FactInfo, lang: Lang) -> str:
    if fact.type == "money":
        return SAID.say(lang, "yuan_a_month" if fact.flow else "in_yuan")
    return ""


def _whom(question: wr.Question, lang: Lang) -> str:
    """Who can say it, and with which register it can be checked."""
    by = SAID.say(lang, f"by_{question.judged_by}") if question.judged_by else ""
    kept = [each.say(lang) for each in question.registers]
    return SAID["between"].say(lang).join([by, *kept] if question.judged_by != "register" else kept)


def _cell(field: Field, lang: Lang) -> Html:
    """A control with its state; what is wrong with its text stands below it."""
    wrong = None
    if field.unread is not None:
        wrong = tag("p", field.unread.message.say(lang), cls="wrong", id=f"e-{field.place.path}")
    cls = "need" if field.needed is not None else "idle" if not field.matters else "said"
    return tag(
        "div",
        control(field, lang),
        wrong,
        cls=f"cell {cls}{' bad' if wrong else ''}",
        data_do="set",
        data_path=field.place.path,
    )


def control(field: Field, lang: Lang, prefix: str = "f", labelled: str | None = None) -> Html:
    """The control in which a fact is said: a list of choices, boxes, or a line of text."""
    fact, path = field.fact, field.place.path
    owner = [] if field.place.member is None else [f"who-{field.place.member}"]
    usual: dict[str, Any] = {
        "id": f"{prefix}-{path}",
        "name": "value",
        "aria_labelledby": labelled or " ".join([_label_id(field), *owner]),
    }
    text = shown(field.value)
    if fact.type == "benefits":
        return _boxes(field, lang, usual)
    if fact.type in ("bool", "choice"):
        options = [
            tag("option", words.say(lang), value=key, selected=key == text)
            for key, words in [("", _unsaid(field, lang)), *field.choices]
        ]
        return tag("select", options, **usual)
    if field.unread is not None:
        text = field.unread.text
        usual |= {"aria_invalid": "true", "aria_describedby": f"e-{path}"}
    return tag(
        "input",
        type="text",
        value=SAID["none"].say(lang) if text == "none" else text,
        placeholder=_unsaid(field, lang).say(lang),
        inputmode=_NUMERIC.get(fact.type),
        autocomplete="off",
        spellcheck="false",
        **usual,
    )


def _unsaid(field: Field, lang: Lang) -> Words:
    """What an empty field says: that it is not known, or what is presumed."""
    fact = field.fact
    if fact.presumed is not None and field.needed is None:
        value: Any = fact.presumed
        if fact.type == "benefits" or fact.type == "date":
            value = "none"
        return SAID.words("presumed", value=value_words(fact, value))
    return SAID["unknown"]


def _boxes(field: Field, lang: Lang, usual: Mapping[str, Any]) -> Html:
    chosen = set(shown(field.value).split(",")) - {""}
    words = [("none", SAID["none"])]
    labels = [label.say(lang) for key, label in field.choices if key in chosen]
    boxes: Iterable[Child] = [
        tag(
            "label",
            tag("input", type="checkbox", name="value", value=key, checked=key in chosen),
            label.say(lang),
        )
        for key, label in [*words, *field.choices]
    ]
    text = SAID["between"].say(lang).join(labels) or (
        SAID["none"].say(lang) if chosen else _unsaid(field, lang).say(lang)
    )
    named = {key: each for key, each in usual.items() if key == "id"}
    return tag("details", tag("summary", text), boxes, cls="boxes", **named)
