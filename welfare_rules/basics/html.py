"""HTML written by functions: every text is escaped unless it is HTML that a function made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from welfare_rules.basics.harmless import markup
from welfare_rules.basics.text import Words

_VOID = frozenset({"meta", "input", "br", "line", "path", "rect", "circle", "polyline", "polygon"})
_CLOSED = frozenset({"line", "path", "rect", "circle", "polyline", "polygon"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Html | Iterable["Child"] | None
Attribute = str | int | float | bool | None


def escaped(text: str) -> Html:
    """A text as it may stand in a page; signs that would steer it are shown by their numbers."""
    return text if isinstance(text, Html) else Html(markup(text))


def joined(children: Iterable[Child], between: str = "") -> Html:
    return Html(between.join(filter(None, (_child(each) for each in children))))


def _child(child: Child) -> str:
    if child is None:
        return ""
    return escaped(child) if isinstance(child, str) else joined(child)


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element. `cls` is its class, `for_` its for; other underscores are hyphens.

    An attribute of None or False is left out.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}/>" if name in _CLOSED else f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = {"cls": "class", "for_": "for"}.get(key, key.replace("_", "-"))
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'


def both(words: Words, name: str = "span", **attributes: Attribute) -> Html:
    """A text in Chinese and English, side by side; the page shows both or one of them."""
    return twice(escaped(words.zh or words.en), escaped(words.en or words.zh), name, **attributes)


def twice(zh: Child, en: Child, name: str = "span", **attributes: Attribute) -> Html:
    more = f" {attributes.pop('cls')}" if attributes.get("cls") else ""
    one = tag(name, zh, cls="zh" + more, lang="zh-Hans", **attributes)
    other = tag(name, en, cls="en" + more, lang="en", **attributes)
    return Html(f"{one} {other}")


def pair(zh: Child, en: Child, cls: str = "") -> Html:
    """Two languages beside each other on a wide page, one below the other on a narrow one."""
    return tag("div", twice(zh, en, "div"), cls=f"pair {cls}".strip())


def _cell(names: Sequence[Html], place: int, text: Child) -> Html:
    name = (
        tag("span", names[place], cls="column", aria_hidden="true")
        if joined([text]) and place < len(names)
        else None
    )
    return tag("td", name, text) if place else tag("th", name, text, scope="row")


def table(
    head: Iterable[Child], rows: Iterable[Iterable[Child]], caption: Child = None, cls: str = ""
) -> Html:
    """A table whose first column names each row.

    On a narrow page each row is a block and each cell has its column's name before it.
    """
    names = [joined([each]) for each in head]
    return _framed(names, tag("tbody", _rows(names, rows)), caption, cls)


def _rows(names: Sequence[Html], rows: Iterable[Iterable[Child]]) -> list[Html]:
    return [
        tag("tr", [_cell(names, place, each) for place, each in enumerate(row)]) for row in rows
    ]


def _framed(names: Sequence[Html], bodies: Child, caption: Child, cls: str) -> Html:
    inner = tag(
        "table",
        tag("caption", caption) if caption else None,
        tag("thead", tag("tr", [tag("th", each, scope="col") for each in names])),
        bodies,
    )
    return region("表 table", f"table {cls}".strip(), inner)


def region(label: str, cls: str, *children: Child) -> Html:
    """A named part that may be wider or longer than its place, and is moved with the keyboard too.

    >>> region("members", "scroll", "…")
    '<div class="scroll" tabindex="0" role="region" aria-label="members">…</div>'
    """
    return tag("div", *children, cls=cls, tabindex=0, role="region", aria_label=label)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table that share their first cell, with the anchor by which they are found."""

    anchor: str
    name: Html
    rows: Sequence[Sequence[Child]]


def grouped(head: Iterable[Child], groups: Iterable[Group], cls: str = "") -> Html:
    """One table of groups of rows, each with one name beside them."""
    names = [joined([each]) for each in head]
    bodies = [
        tag(
            "tbody",
            [
                tag(
                    "tr",
                    tag("th", each.name, scope="rowgroup", rowspan=len(each.rows))
                    if first
                    else None,
                    [_cell(names, place, text) for place, text in enumerate(row, 1)],
                )
                for first, row in ((place == 0, row) for place, row in enumerate(each.rows))
            ],
            id=each.anchor,
        )
        for each in groups
    ]
    return _framed(names, bodies, None, cls)
