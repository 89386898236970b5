"""Shows the examples of docstrings as sessions: Markdown takes `>>>` for a quotation."""

from __future__ import annotations

import re

import griffe

SESSION = re.compile(r"^>>> .*\n?(?:^(?!\s*$).*\n?)*", re.MULTILINE)


class Doctests(griffe.Extension):
    """Fences every session in a docstring."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        """Change the docstring of one object."""
        if obj.docstring:
            fenced = SESSION.sub(
                lambda each: f"```pycon\n{each.group().rstrip()}\n```\n", obj.docstring.value
            )
            obj.docstring.value = fenced
