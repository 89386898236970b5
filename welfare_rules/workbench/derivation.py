"""How an answer came about, to be folded out: clauses with the quoted law, formulas, figures.

After a change the rights that are others than before stand in two columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import welfare_rules as wr
from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.basics.money import grouped
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.workbench.household import person
from welfare_rules.workbench.state import State
from welfare_rules.workbench.words import SAID

if TYPE_CHECKING:
    from welfare_rules.written.derivation import (
        AmountsDict,
        CitedDict,
        ConditionDict,
        FigureDict,
        GroupDict,
        PartDict,
        ReckoningDict,
        WorkingDict,
    )

_SIGNS = {True: ("✓", "holds"), False: ("✗", "fails"), None: ("?", "undetermined")}
_ORDER = {"eligible": 0, "undetermined": 1, "not_eligible": 2}


def derivation(state: State) -> Html:
    """The derivation of the answer that stands, beside the one before where something moved."""
    answer = state.answer
    if answer is None:
        return tag("div", id="view-why")
    now = answer.derivation(state.lang)
    before = _before(state)
    groups = sorted(now["benefits"], key=lambda each: _ORDER[each["status"]])
    shown = [(each, _group(state, each, before)) for each in groups if each["payees"]]
    folded = {
        "absent": [html for each, html in shown if each["status"] == "not_eligible"],
        "workings": [_working(state, each) for each in now["workings"]],
        "figures_used": [_figure(each, state.lang) for each in now["figures"]],
    }
    return tag(
        "div",
        [html for each, html in shown if each["status"] != "not_eligible"],
        [_folded(state.lang, key, parts) for key, parts in folded.items() if parts],
        _presumed(state, now),
        id="view-why",
    )


def _folded(lang: Lang, key: str, parts: Sequence[Html]) -> Html:
    summary = tag("summary", SAID.say(lang, key, count=len(parts)))
    return tag("details", summary, tag("div", parts, cls="inner"), cls="group", id=f"all-{key}")


def _before(state: State) -> dict[tuple[str, str], GroupDict]:
    """What was told, before the last step, of each right that has moved."""
    found = None if state.moved is None else state.moved.comparison
    if found is None or not found.changes:
        return {}
    changed = {(each.benefit, each.payee) for each in found.changes}
    told = found.before.derivation(state.lang)
    return {
        (group["benefit"], payee): group
        for group in told["benefits"]
        for payee in group["payees"]
        if (group["benefit"], payee) in changed
    }


def _group(state: State, group: GroupDict, before: dict[tuple[str, str], GroupDict]) -> Html:
    """One right: folded its name and amount, unfolded its clauses and how much it is."""
    lang = state.lang
    old = next(
        (
            before[group["benefit"], payee]
            for payee in group["payees"]
            if (group["benefit"], payee) in before
        ),
        None,
    )
    now = list(_clauses(group, lang))
    body: Child = _listed(now) if old is None else _columns(list(_clauses(old, lang)), now, lang)
    whose = MARKS[lang].listed(person(state, each).say(lang) for each in group["payees"])
    personal = state.vocabulary.benefits[group["benefit"]].payee == "member"
    return tag(
        "details",
        tag(
            "summary",
            tag("span", group["label"], cls="name"),
            tag("span", whose, cls="who") if personal else None,
            tag("span", amount_words(group, lang), cls="number"),
            tag("span", SAID["changed"].say(lang), cls="badge open") if old is not None else None,
        ),
        body,
        [tag("p", SAID["as_above"].say(lang), cls="quiet")] if group["as_above"] else None,
        cls=f"why {group['status']}",
        id=f"why-{group['benefit']}-{group['payees'][0]}",
        open=old is not None,
    )


def amount_words(group: GroupDict, lang: Lang) -> str:
    """What a right comes to: its amount, its bounds, or whether there is one."""
    if group["status"] == "not_eligible" or group["per"] == "service":
        return SAID.say(lang, group["status"])
    if group["amount"] is not None:
        return SAID.say(lang, "yuan", amount=grouped(group["amount"]))
    low, high = group["at_least"] or "0.00", group["at_most"]
    if high is None:
        return SAID.say(lang, "at_least", low=grouped(low))
    return SAID.say(lang, "between_two", low=grouped(low), high=grouped(high))


Line = tuple[str, Html]  # what it is of, to be found on the other side, and how it reads


def _listed(lines: Iterable[Line]) -> Html:
    return tag("ul", [tag("li", html) for _, html in lines], cls="clauses")


def _columns(old: Sequence[Line], new: Sequence[Line], lang: Lang) -> Html:
    """Both sides beside each other; what reads otherwise is marked."""
    sides = dict(old), dict(new)
    keys = dict.fromkeys([*sides[0], *sides[1]])
    rows = [
        tag(
            "tr",
            [tag("td", side.get(key, "—")) for side in sides],
            cls=None if sides[0].get(key) == sides[1].get(key) else "differs",
        )
        for key in keys
    ]
    head = [tag("th", SAID[each].say(lang), scope="col") for each in ("before", "after")]
    return tag("table", tag("thead", tag("tr", head)), tag("tbody", rows), cls="columns")


def _clauses(group: GroupDict, lang: Lang) -> Iterable[Line]:
    """The clauses of a right and its amount, each with a key that is the same on both sides."""
    for kind in ("requirements", "exclusions", "no_row"):
        for each in group[kind]:
            yield f"{kind}-{each['rule']}", _condition(each, lang)
    starts = group["starts"]
    if starts is not None:
        first = starts["first"] or SAID.say(lang, "undetermined")
        yield "starts", tag("p", SAID.say(lang, "starts", first=first))
    if group["amounts"] is not None:
        yield from _amounts(group["amounts"], lang)
    missing = [each["label"] for each in group["missing"]]
    if missing:
        yield "missing", tag("p", SAID.say(lang, "lacking", what=MARKS[lang].listed(missing)))


def _condition(condition: ConditionDict, lang: Lang) -> Html:
    sign, word = _SIGNS[condition["holds"]]
    parts = [part for each in condition["decided"] for part in each["parts"]]
    return tag(
        "div",
        tag("span", sign, cls=f"sign {word}", role="img", aria_label=SAID.say(lang, word)),
        tag("span", condition["label"]),
        _parts(parts),
        _source(condition["source"], lang),
        cls="clause",
    )


def _parts(parts: Sequence[PartDict]) -> Html | None:
    if not parts:
        return None
    made = [tag("li", each["text"], _parts(each["because"])) for each in parts]
    return tag("ul", made, cls="parts")


def clause_line(condition: ConditionDict) -> str:
    """A clause on one line, with the sign of whether it holds."""
    return f"{_SIGNS[condition['holds']][0]} {condition['label']}"


def cited(source: CitedDict | None, lang: Lang) -> str:
    """Where something is written: document and article.

    >>> cited({"status": "published", "document": "d", "title": "《办法》", "article": "9"}, "zh")
    '《办法》第9条'
    """
    if source is None:
        return ""
    article = source.get("article", "")
    named = source.get("title") or source.get("document", "")
    if not article:
        return named
    number = SAID.say(lang, "article", number=article) if article.isdigit() else article
    return f"{named}{MARKS[lang].before_article}{number}"


def _source(source: CitedDict | None, lang: Lang) -> Html | None:
    """Where it is written, with its words."""
    if source is None:
        return None
    standing = None
    if source["status"] != "published":
        standing = tag("span", SAID.say(lang, source["status"]), cls="badge soft")
    quote = source.get("quote", "")
    words = tag("q", quote) if quote else None
    return tag("p", cited(source, lang), " ", standing, words, cls="source")


def _reckoning(each: ReckoningDict) -> Html:
    return tag(
        "div",
        tag("p", each["formula"]),
        tag("p", f"= {each['numbers']}", cls="numbers"),
        tag("p", "= ", tag("b", each["result"]["text"])),
        cls="formula",
    )


def _amounts(amounts: AmountsDict, lang: Lang) -> Iterable[Line]:
    if amounts["formula"] is not None:
        yield "formula", _reckoning(amounts["formula"])
    for row in amounts["rows"]:
        yield (
            f"row-{row['condition']['rule']}",
            tag(
                "div",
                _condition(row["condition"], lang),
                _reckoning(row["amount"]) if row["amount"] is not None else None,
            ),
        )
    for each in amounts["supplements"]:
        made = [_reckoning(one) for one in each["amounts"]]
        yield (
            f"more-{each['condition']['rule']}",
            tag("div", _condition(each["condition"], lang), made),
        )
    if amounts["whole"] is not None:
        yield "whole", _reckoning(amounts["whole"])
    rounding = amounts["rounding"]
    if rounding is not None and rounding["whole"]["value"] != rounding["rounded"]["value"]:
        text = f"{rounding['whole']['text']} → {rounding['rounded']['text']}"
        yield (
            "rounding",
            tag(
                "div",
                tag("p", rounding["text"], " ", tag("b", text)),
                _source(rounding["source"], lang),
            ),
        )


def _working(state: State, working: WorkingDict) -> Html:
    """A value on which rights rest: for whom it was worked out, and how."""
    lang = state.lang
    lines: list[Child] = []
    for each in working["reckonings"]:
        lines.append(tag("li", tag("b", person(state, each["payee"]).say(lang)), _reckoning(each)))
    for one in working["decided"]:
        sign, word = _SIGNS[one["holds"]]
        mark = tag("span", sign, cls=f"sign {word}", role="img", aria_label=SAID.say(lang, word))
        lines.append(tag("li", mark, person(state, one["payee"]).say(lang), _parts(one["parts"])))
    for income in working["incomes"]:
        exempted = [
            tag(
                "li",
                f"{each['label']}{MARKS[lang].colon}{each['left']['text']}",
                _source(each["source"], lang),
            )
            for each in income["exemptions"]
        ]
        whose = person(state, income["member"]).say(lang)
        lines.append(
            tag(
                "li",
                tag("b", whose),
                _reckoning(income["reckoning"]),
                tag("ul", exempted) if exempted else None,
            )
        )
    return tag(
        "details",
        tag("summary", tag("span", working["label"], cls="name")),
        tag("p", working["formula"], cls="formula") if working["formula"] else None,
        tag("ul", lines, cls="clauses"),
        _source(working["source"], lang),
        cls="why",
        id=f"working-{working['id']}",
    )


def _figure(figure: FigureDict, lang: Lang) -> Html:
    """A figure that took part, with where it comes from."""
    marks = MARKS[lang]
    versions = [
        tag(
            "li",
            SAID.say(
                lang,
                "version",
                first=each["first"],
                announced=each["announced"],
                value=(each["value"] or figure["value"])["text"],
            ),
            marks.aside("", each["note"]) if each["note"] else None,
            _source(each["source"], lang),
        )
        for each in figure["versions"]
    ]
    return tag(
        "details",
        tag(
            "summary",
            tag("span", figure["label"], cls="name"),
            tag("span", figure["per"] or "", cls="who"),
            tag("span", figure["value"]["text"], cls="number"),
        ),
        tag("ul", versions, cls="clauses"),
        cls="why",
        id=f"figure-{figure['id']}",
    )


def _presumed(state: State, told: wr.DerivationDict) -> Html | None:
    """What nobody said and was taken for granted."""
    lang, marks = state.lang, MARKS[state.lang]
    if not told["presumed"]:
        return None
    items = [
        tag(
            "li",
            marks.labelled(each["label"], "" if each["value"] is None else each["value"]["text"]),
            tag("span", marks.listed(each["payees"]), cls="who"),
        )
        for each in told["presumed"]
    ]
    return tag(
        "details",
        tag("summary", SAID.say(lang, "presumptions", count=len(items))),
        tag("ul", items),
        cls="why quiet",
        id="presumed",
    )
