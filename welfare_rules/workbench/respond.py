"""What a person does, and what the page says to it: one pure function."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import welfare_rules as wr
from welfare_rules.basics.html import Html, joined, tag
from welfare_rules.basics.text import LANGUAGES
from welfare_rules.workbench.chart import chart, charted, value_at
from welfare_rules.workbench.derivation import derivation
from welfare_rules.workbench.drafts import drafted, tried
from welfare_rules.workbench.figures import figures
from welfare_rules.workbench.files import opened, saved
from welfare_rules.workbench.form import form
from welfare_rules.workbench.household import (
    Place,
    another,
    moved,
    undone,
    with_member,
    with_value,
    without_member,
)
from welfare_rules.workbench.interview import asked, interview
from welfare_rules.workbench.months import looked_ahead, months
from welfare_rules.workbench.sheet import sheet
from welfare_rules.workbench.state import (
    NOBODY,
    VIEWS,
    State,
    View,
    Vocabulary,
    decided,
    law_texts,
    problems,
)
from welfare_rules.workbench.top import modes, notice, tabs, top
from welfare_rules.workbench.verdict import rights, verdict
from welfare_rules.workbench.words import SAID

Action = Mapping[str, str]
"""What a person did: `do` names it, the rest is what it is done with, all as text."""


def respond(state: State, action: Action) -> tuple[State, str]:
    """What is known after an action, and the HTML of the parts of the page, each with its id.

    The same state and action give the same result (but for the salts of a receipt that is saved);
    nothing is kept and nothing written. What cannot be done changes nothing and is told.

    >>> from welfare_rules.workbench.state import Office, Vocabulary, decided
    >>> policy = wr.load("cn/model")
    >>> words = Vocabulary.of(policy)
    >>> state = State(Office({}, {}), policy, words, "2021-08", "2021-12-31", NOBODY)
    >>> state, html = respond(decided(state), {"do": "set", "path": "vehicles", "value": "0"})
    >>> state.case["vehicles"], 'id="answer"' in html
    (0, True)
    """
    fresh = replace(state, download=None, printing=False, notice=None, warning=False)
    act = ACTIONS.get(action.get("do", ""))
    if act is None:
        return fresh, render(fresh)
    try:
        after = act(fresh, action)
    except wr.FindingsError as error:
        after = replace(fresh, notice=problems(error), warning=True)
    if after.case != state.case or after.mode != state.mode or act in _ASKING:
        after = replace(after, question=None)
    late = after.view == "why" and after.case != state.case
    after = replace(after, late=late)
    return after, render(after)


def action_of(data: bytes) -> dict[str, str] | None:
    """The action of a body: an object of texts; None for anything else.

    >>> action_of(b'{"do": "undo"}'), action_of(b'{"do": 1}'), action_of(b"[")
    ({'do': 'undo'}, None, None)
    """
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict):
        return None
    items = cast(dict[str, Any], read)
    return items if all(isinstance(each, str) for each in items.values()) else None


def render(state: State) -> Html:
    """All parts of the page as they are now."""
    body = interview(state) if state.mode == "interview" else form(state)
    parts = [
        top(state),
        notice(state),
        modes(state),
        body,
        verdict(state),
        rights(state),
        tabs(state),
        view(state),
    ]
    if state.download is not None:
        name, text = state.download.name, state.download.text
        parts.append(tag("textarea", text, id="download", data_name=name, hidden=True))
    if state.printing:
        parts.append(sheet(state))
    return joined(parts)


def view(state: State) -> Html:
    """The part that is looked at: derivation, curve, months to come, or figures."""
    if state.late:
        return tag("section", id="view", data_keep=True, data_then="view", data_view=state.view)
    made = {"why": derivation, "curve": chart, "months": months, "figures": figures}[state.view]
    return tag(
        "section", made(state), id="view", role="tabpanel", aria_labelledby=f"t-{state.view}"
    )


# --- what a person can do ---


def _set(state: State, action: Action) -> State:
    return with_value(state, Place.of(action.get("path", "")), action.get("value", ""))


def _answer(state: State, action: Action) -> State:
    after = _set(state, action)
    return replace(after, skipped=after.skipped - {action.get("path", "")})


def _point(state: State, action: Action) -> State:
    """The household at a place of the curve."""
    value = value_at(state, action.get("share", ""))
    if state.charted is None or not value:
        return state
    return with_value(state, Place.of(state.charted.vary), value)


def _remove(state: State, action: Action) -> State:
    return without_member(state, action.get("member", ""))


def _view(state: State, action: Action) -> State:
    chosen = cast(View, action.get("view", ""))
    if chosen not in VIEWS:
        return state
    after = replace(state, view=chosen)
    if chosen == "curve" and state.charted is None:
        return charted(after, "", "")
    if chosen == "months" and state.coming is None:
        return looked_ahead(after)
    return after


def _mode(state: State, action: Action) -> State:
    mode = action.get("mode")
    return replace(state, mode="interview" if mode == "interview" else "table", stopped=False)


def _chart(state: State, action: Action) -> State:
    old = state.charted
    vary = action.get("vary") or (old.vary if old else "")
    same = old is not None and vary == old.vary
    return charted(
        state, vary, action.get("last", old.last if old and same else "") if same else ""
    )


def _when(state: State, action: Action) -> State:
    """Another month, day of knowledge or jurisdiction, of which the household is decided anew."""
    month = action.get("month", "").strip() or state.month
    known = action.get("known", "").strip() or state.known
    there = action.get("place") or state.policy.jurisdiction
    made = replace(state, month=month, known=known, charted=None, coming=None, tried=None)
    if there != state.policy.jurisdiction:
        policy = wr.loads(law_texts(state.office.texts, there), there)
        made = replace(made, policy=policy, vocabulary=Vocabulary.of(policy), draft=None)
    after = decided(made)
    if after.view == "curve":
        after = charted(after, "" if state.charted is None else state.charted.vary, "")
    if after.view == "months":
        after = looked_ahead(after)
    return replace(after, moved=moved(state, after, SAID["was_moved"]))


def _lang(state: State, action: Action) -> State:
    lang = action.get("lang", "")
    return replace(state, lang=lang) if lang in LANGUAGES else state


def _skip(state: State, action: Action) -> State:
    return replace(state, skipped=state.skipped | {action.get("path", "")})


def _stop(state: State, _: Action) -> State:
    return replace(state, stopped=True)


def _go_on(state: State, _: Action) -> State:
    return replace(state, stopped=False, skipped=frozenset())


def _new(state: State, _: Action) -> State:
    return replace(another(state, NOBODY, SAID["was_new"]), history=None, skipped=frozenset())


def _open(state: State, action: Action) -> State:
    return opened(state, action.get("text", ""))


def _print(state: State, _: Action) -> State:
    return replace(state, printing=True)


def _try(state: State, action: Action) -> State:
    return tried(drafted(state, action))


def _try_on_all(state: State, action: Action) -> State:
    return tried(drafted(state, action), population=True)


_ASKING = (_skip, _stop, _go_on, _when)
"""Behind these another question stands."""

ACTIONS: Mapping[str, Callable[[State, Action], State]] = {
    "set": _set,
    "answer": _answer,
    "point": _point,
    "add-member": lambda state, _: with_member(state),
    "remove-member": _remove,
    "undo": lambda state, _: undone(state),
    "every": lambda state, _: replace(state, every=not state.every),
    "view": _view,
    "mode": _mode,
    "chart": _chart,
    "months": lambda state, _: looked_ahead(state),
    "when": _when,
    "lang": _lang,
    "big": lambda state, _: replace(state, big=not state.big),
    "question": lambda state, _: asked(state),
    "skip": _skip,
    "stop": _stop,
    "go-on": _go_on,
    "new": _new,
    "open": _open,
    "print": _print,
    "draft": lambda state, action: drafted(state, action),
    "try": _try,
    "try-on-all": _try_on_all,
    "save-case": lambda state, _: saved(state, "case"),
    "save-history": lambda state, _: saved(state, "history"),
    "save-receipt": lambda state, _: saved(state, "receipt"),
    "save-diff": lambda state, _: saved(state, "diff"),
    "save-toml": lambda state, _: saved(state, "toml"),
    "save-list": lambda state, _: saved(state, "list"),
}
"""Everything that can be done, by its name; the page names no other."""
