"""The figures of a notice as a table: the old value stays in sight, a new one adds a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from welfare_rules.basics.html import Child, Html, region, tag
from welfare_rules.basics.money import grouped
from welfare_rules.basics.text import MARKS, Words
from welfare_rules.workbench.drafts import (
    documents,
    figures_of,
    findings_here,
    in_force,
    lines_to_show,
    value_text,
)
from welfare_rules.workbench.form import button
from welfare_rules.workbench.state import Draft, State, Tried
from welfare_rules.workbench.verdict import moves
from welfare_rules.workbench.words import SAID

MOST_LISTED: Final = 100
"""As many households of a population as are named."""
_STATUSES = ("unverified", "published", "reported")


def figures(state: State) -> Html:
    """The table of a notice's figures, and what came of the new ones."""
    lang, notices = state.lang, documents(state)
    chosen = _chosen(state, notices)
    draft = state.draft if state.draft and state.draft.document == chosen else Draft(chosen)
    options = [
        tag("option", title.say(lang), value=name, selected=name == chosen)
        for name, (_, title) in notices.items()
    ]
    notice = tag("select", options, name="notice", id="draft-notice")
    return tag(
        "div",
        tag(
            "div",
            tag("p", tag("label", SAID["notice"].say(lang), " ", notice)),
            tag("p", SAID["how_to_edit"].say(lang), cls="quiet"),
            _common(state, draft),
            _table(state, draft),
            tag(
                "p",
                button(lang, "try", "try"),
                button(lang, "try_on_all", "try-on-all") if state.office.population else None,
                cls="buttons",
            ),
            id="draft",
            data_do="draft",
            data_fields=True,
        ),
        _result(state, state.tried) if state.tried is not None else None,
        id="view-figures",
    )


def _chosen(state: State, notices: Mapping[str, tuple[str, Words]]) -> str:
    if state.draft is not None and state.draft.document in notices:
        return state.draft.document
    return next(iter(notices), "")


def _common(state: State, draft: Draft) -> Html:
    """What holds for all new versions: from when, when announced, where it is written."""
    lang = state.lang
    made: list[Child] = []
    for name in ("from", "announced", "document", "article", "quote"):
        made.append(
            tag(
                "label",
                tag("span", SAID[f"field_{name}"].say(lang)),
                tag(
                    "input",
                    type="text",
                    name=name,
                    id=f"draft-{name}",
                    value=draft.fields.get(name, ""),
                    placeholder="2026-07-01" if name in ("from", "announced") else None,
                    autocomplete="off",
                ),
                cls=name,
            )
        )
    options = [
        tag(
            "option",
            SAID[each].say(lang),
            value=each,
            selected=each == draft.fields.get("status", _STATUSES[0]),
        )
        for each in _STATUSES
    ]
    status = tag("select", options, name="status", id="draft-status")
    made.append(tag("label", tag("span", SAID["field_status"].say(lang)), status))
    return tag("div", made, cls="common")


def _table(state: State, draft: Draft) -> Html:
    lang = state.lang
    head = [
        tag("th", SAID[each].say(lang), scope="col")
        for each in ("figure", "old_value", "since", "new_value")
    ]
    rows: list[Child] = []
    for each in figures_of(state, draft.document):
        version: Any = in_force(each, state.month, state.known)
        since = "" if version is None or version.first is None else version.first.isoformat()
        unit = each.per.say(lang) if each.per is not None else ""
        rows.append(
            tag(
                "tr",
                tag(
                    "th",
                    tag("span", each.label.say(lang), id=f"fig-{each.id}"),
                    tag("small", unit) if unit else None,
                    scope="row",
                ),
                tag("td", _readable(state, value_text(version)), cls="number"),
                tag("td", since),
                tag(
                    "td",
                    tag(
                        "input",
                        type="text",
                        name=f"value:{each.id}",
                        id=f"new-{each.id}",
                        value=draft.values.get(each.id, ""),
                        aria_labelledby=f"fig-{each.id}",
                        autocomplete="off",
                        inputmode="decimal",
                    ),
                ),
            )
        )
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", rows), cls="rights edit")
    return region(SAID.say(lang, "view_figures"), "scroll", table)


def _readable(state: State, text: str) -> str:
    if text in ("true", "false"):
        return SAID.say(state.lang, "yes" if text == "true" else "no")
    share, _, of = text.partition(" × ")
    if of in state.vocabulary.figures:
        return f"{state.vocabulary.figures[of].label.say(state.lang)} × {share}"
    return text or SAID.say(state.lang, "open_figure")


def _result(state: State, made: Tried) -> Html:
    lang = state.lang
    parts: list[Child] = [tag("h3", SAID["result"].say(lang), id="tried-title")]
    elsewhere = [each for each in made.findings if each not in findings_here(made)]
    if made.findings:
        parts.append(tag("p", SAID.say(lang, "findings", count=len(made.findings)), cls="wrong"))
        parts += [tag("p", each.line(lang), cls="wrong") for each in elsewhere[:10]]
    parts.append(_beside(state, made))
    if made.policy is not None:
        parts += [tag("h3", SAID["on_household"].say(lang))]
        if made.said:
            parts.append(
                tag(
                    "p",
                    SAID["nothing_because"].say(lang),
                    MARKS[lang].clauses(each.say(lang) for each in made.said),
                    cls="lead",
                )
            )
        else:
            parts.append(moves(state, made.comparison))
        if made.report is not None:
            parts += _population(state, made.report)
        parts.append(
            tag(
                "p",
                button(lang, "save_diff", "save-diff"),
                button(lang, "save_file", "save-toml"),
                cls="buttons",
            )
        )
        parts.append(tag("p", SAID["never_written"].say(lang), cls="quiet"))
    return tag("section", parts, id="tried", aria_labelledby="tried-title")


def _beside(state: State, made: Tried) -> Html:
    """The lines of the file around what is new, with findings at their lines."""
    lines: list[Child] = []
    last = 0
    for number, text, new in lines_to_show(made):
        if last and number > last + 1:
            lines.append(tag("li", "…", cls="gap"))
        last = number
        told = [each for each in findings_here(made) if each.place.line == number]
        lines.append(
            tag(
                "li",
                tag("span", str(number), cls="line-number"),
                tag("code", text or " "),
                [
                    tag(
                        "p",
                        f"{each.place.line}:{each.place.column} {each.code} "
                        f"{each.message(state.lang)}",
                        cls="wrong",
                    )
                    for each in told
                ],
                cls="new" if new else None,
            )
        )
    path = tag("p", tag("code", made.path))
    return region(made.path, "beside", path, tag("ol", lines, cls="toml"))


def _population(state: State, report: Mapping[str, Any]) -> Iterator[Child]:
    """Four numbers first, then the households that change."""
    lang = state.lang
    yield tag("h3", SAID["on_population"].say(lang))
    why = report["why_nothing"]
    if why is not None:
        yield tag("p", SAID["nothing_because"].say(lang), why[f"said_{lang}"], cls="lead")
        return
    total, households = report["total"], report["households"]
    numbers = [
        ("cost_a_month", grouped(str(total["difference"] or "0.00"))),
        *((f"households_{key}", str(households[key])) for key in ("more", "less", "same")),
    ]
    if households["undetermined"]:
        numbers.append(("households_undetermined", str(households["undetermined"])))
    yield tag(
        "dl",
        [tag("div", tag("dt", SAID[key].say(lang)), tag("dd", text)) for key, text in numbers],
        cls="four",
    )
    rows = cast(list[Mapping[str, Any]], report["rows"] or [])
    head = [
        tag("th", SAID[each].say(lang), scope="col")
        for each in ("household_id", "before", "after", "difference")
    ]
    body = [
        tag(
            "tr",
            tag("th", str(each["household"]), scope="row"),
            [
                tag("td", grouped(each["total"][side] or "?"), cls="number")
                for side in ("before", "after", "difference")
            ],
        )
        for each in rows[:MOST_LISTED]
    ]
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", body), cls="rights")
    yield region(SAID.say(lang, "on_population"), "scroll tall", table)
    if len(rows) > MOST_LISTED:
        yield tag("p", SAID.say(lang, "first_of", count=MOST_LISTED, of=len(rows)), cls="quiet")
    yield tag("p", button(lang, "save_list", "save-list"), cls="buttons")
