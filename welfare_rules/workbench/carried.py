"""What runs inside the file: the workbench over the policies that the file carries."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from welfare_rules.workbench.respond import action_of, respond
from welfare_rules.workbench.state import office_of, start

CARRIED = "/library/carried.json"
"""The file in which the policies and the household stand with which the page begins."""


def opened(path: str = CARRIED) -> Callable[[str], str]:
    """What answers actions, as JSON, from a state of its own."""
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    office = office_of(told["texts"])
    when = told["month"], told["known"]
    state = start(office, told["jurisdiction"], *when, lang=told["lang"], case=told["case"])

    def act(text: str) -> str:
        nonlocal state
        action = action_of(text.encode("utf-8"))
        state, html = respond(state, action or {})
        return html

    return act
