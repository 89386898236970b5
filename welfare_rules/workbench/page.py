"""The whole document: head, parts, style and script, for either transport."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from welfare_rules.basics.html import Html, tag
from welfare_rules.workbench.respond import render
from welfare_rules.workbench.state import State
from welfare_rules.workbench.words import SAID


@cache
def packaged(name: str) -> str:
    """A file that comes with the page: `page.js`, `single.js` or `page.css`."""
    return files("welfare_rules.workbench").joinpath(name).read_text(encoding="utf-8")


def document(state: State, head: Html, foot: Html, token: str = "") -> str:
    """The page as it is opened, with what a transport puts into its head and behind its parts."""
    lang = state.lang
    code = SAID["code"].say(lang)
    words = {key: SAID[key].say(lang) for key in ("failed", "loading")}
    made = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            head,
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="color-scheme", content="light"),
            tag("title", SAID["title"].say(lang)),
        ),
        tag(
            "body",
            tag("main", render(state), id="page", data_words=json.dumps(words), data_token=token),
            tag("footer", tag("p", SAID["private"].say(lang)), id="foot"),
            foot,
        ),
        lang=code,
    )
    return f"<!DOCTYPE html>\n{made}\n"
