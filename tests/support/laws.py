"""Policy files for tests: a head, and whatever the test is about behind it.

>>> print(document("t.small", ("小县办法", "Rules"), place=county()) + "[fact.age]")
format = "welfare-policy/2"
[document]
id = "t.small"
title = { zh = "小县办法", en = "Rules" }
in_force = 2020-01-01
[jurisdiction]
name = { zh = "小县", en = "Small County" }
level = "county"
division = "999997"
[fact.age]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Names = tuple[str, str]  # Chinese, English


def document(
    id: str = "t.small",
    title: Names = ("小县办法", "Rules of a small county"),
    in_force: str = "2020-01-01",
    *,
    place: str = "",
    more: str = "",
) -> str:
    """The head of a policy file; `place` is what `county` or `jurisdiction` gives, `more` are
    further lines of the document.
    """
    lines = [
        'format = "welfare-policy/2"',
        "[document]",
        f'id = "{id}"',
        f'title = {{ zh = "{title[0]}", en = "{title[1]}" }}',
        f"in_force = {in_force}",
        *([more] if more else []),
    ]
    return "\n".join(lines) + "\n" + place


def jurisdiction(name: Names, level: str, more: str = "") -> str:
    """The table that makes a folder of policies a jurisdiction."""
    head = f'[jurisdiction]\nname = {{ zh = "{name[0]}", en = "{name[1]}" }}\nlevel = "{level}"\n'
    return head + (f"{more}\n" if more else "")


def county(name: Names = ("小县", "Small County"), more: str = 'division = "999997"') -> str:
    """A county with no layer above it."""
    return jurisdiction(name, "county", more)


def written(root: Path, files: Mapping[str, str]) -> Path:
    """Writes policy files by their path below `root`, and returns `root`."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root
