"""How the command puts names and notes together.

The marks of a language are words of its catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _


def aside(text: str, note: str) -> str:
    """`text (note)`."""
    return _("{text} ({note})").format(text=text, note=note)


def told(head: str, text: str) -> str:
    """`head: text`."""
    return _("{head}: {text}").format(head=head, text=text)


def listed(parts: Iterable[str]) -> str:
    """`one, two, three`."""
    return _("{one}, {other}").format(one="", other="").join(parts)


def sentences(parts: Iterable[str]) -> str:
    """`one; two; three`."""
    return _("{one}; {other}").format(one="", other="").join(parts)
