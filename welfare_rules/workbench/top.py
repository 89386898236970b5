"""The head of the page: where and when, language and size, files; and the tabs of the views."""

from __future__ import annotations

from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.workbench.form import button
from welfare_rules.workbench.state import VIEWS, State
from welfare_rules.workbench.words import SAID


def top(state: State) -> Html:
    """The head: the law that is asked, and what can be done with the household as a whole."""
    lang = state.lang
    places = [
        tag("option", name.say(lang), value=key, selected=key == state.policy.jurisdiction)
        for key, name in state.office.places.items()
    ]
    when = tag(
        "div",
        tag("label", SAID["place"].say(lang), tag("select", places, name="place", id="place")),
        _line(SAID["month"].say(lang), "month", state.month, 7),
        _line(SAID["known"].say(lang), "known", state.known, 10),
        cls="when",
        data_do="when",
    )
    other = SAID["other"].say(lang)
    files = tag(
        "div",
        button(lang, "new", "new"),
        tag(
            "label",
            SAID["open"].say(lang),
            tag("input", type="file", id="file", accept=".json", cls="hidden"),
            cls="button",
        ),
        button(lang, "save_case", "save-case"),
        button(lang, "save_history", "save-history"),
        button(lang, "save_receipt", "save-receipt"),
        button(lang, "print", "print"),
        cls="files",
    )
    look = tag(
        "div",
        tag(
            "button",
            SAID["big"].say(lang),
            type="button",
            data_do="big",
            id="b-big",
            aria_pressed="true" if state.big else "false",
        ),
        tag(
            "button",
            SAID["other_name"].say(lang),
            type="button",
            data_do="lang",
            data_lang=other,
            id="b-lang",
            lang=other,
        ),
        cls="look",
    )
    return tag(
        "header",
        tag("div", tag("h1", SAID["title"].say(lang)), look, cls="name"),
        when,
        files,
        id="top",
        data_lang=SAID["code"].say(lang),
        data_big="yes" if state.big else "no",
    )


def _line(label: str, name: str, value: str, size: int) -> Html:
    line = tag(
        "input",
        type="text",
        name=name,
        id=name,
        value=value,
        size=size,
        inputmode="numeric",
        autocomplete="off",
    )
    return tag("label", label, line)


def notice(state: State) -> Html:
    """What the last action has to say, if it is not seen anyway."""
    words = state.notice
    text = None if words is None else words.say(state.lang)
    cls = "warning" if state.warning else "told"
    return tag("p", text, id="notice", role="status", cls=cls, hidden=text is None)


def tabs(state: State) -> Html:
    """What can be looked at beside the answer, and the two ways of filling in."""
    lang = state.lang
    views: list[Child] = [
        tag(
            "button",
            SAID[f"view_{each}"].say(lang),
            type="button",
            role="tab",
            aria_selected="true" if each == state.view else "false",
            data_do="view",
            data_view=each,
            id=f"t-{each}",
        )
        for each in VIEWS
    ]
    return tag("div", views, role="tablist", id="tabs", aria_label=SAID.say(lang, "views"))


def modes(state: State) -> Html:
    """The two ways of filling in: as a table, or one question at a time."""
    lang = state.lang
    made = [
        tag(
            "button",
            SAID[f"mode_{each}"].say(lang),
            type="button",
            data_do="mode",
            data_mode=each,
            id=f"m-{each}",
            aria_pressed="true" if each == state.mode else "false",
        )
        for each in ("table", "interview")
    ]
    return tag("div", made, id="modes", role="group", aria_label=SAID.say(lang, "modes"))
