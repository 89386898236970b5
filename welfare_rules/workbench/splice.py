"""New versions of figures put into the text of a policy file, which otherwise stays as it is."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tomli

from welfare_rules.basics.days import is_day_text

_HEADER = re.compile(r"\s*\[")
_VERSION = re.compile(r"\s*\[\[\s*figure\s*\.\s*\"?([a-z0-9_]+)\"?\s*\.\s*version\s*\]\]")
_FROM = re.compile(r"\s*from\s*=\s*(\d{4}-\d{2}-\d{2})")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_AROUND = 3  # lines of a difference before and behind what is new


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a figure as it will be written; texts as a person wrote them.

    `keys` are the further ones: `corrects`, `replaces`, `status`; `cite` its citation.
    """

    figure: str
    type: str
    value: str
    first: str
    announced: str
    keys: Mapping[str, str]
    cite: Mapping[str, str]

    def text(self) -> str:
        """The version as TOML.

        >>> made = Version("dibao_standard", "money", "７９０", "2024-07-01", "", {}, {})
        >>> print(made.text())
        [[figure.dibao_standard.version]]
        from = 2024-07-01
        value = 790
        """
        lines = [f"[[figure.{self.figure}.version]]", f"from = {_day(self.first)}"]
        lines.append(f"value = {_literal(self.type, self.value)}")
        if self.announced:
            lines.append(f"announced = {_day(self.announced)}")
        lines += [
            f"{key} = {_day(value) if key == 'corrects' else _quoted(value)}"
            for key, value in self.keys.items()
            if value
        ]
        cited = ", ".join(f"{key} = {_quoted(text)}" for key, text in self.cite.items() if text)
        if cited:
            lines.append(f"cite = {{ {cited} }}")
        return "\n".join(lines)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _quoted(text: str) -> str:
    return json.dumps(text.strip(), ensure_ascii=False)


def _day(text: str) -> str:
    """A day as TOML has it; what is none is quoted, and the check of the file says so."""
    plain = _plain(text)
    return plain if is_day_text(plain) else _quoted(plain)


def _literal(kind: str, text: str) -> str:
    """The value of a figure as TOML has it; what is none is quoted, and the check says so."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", _plain(text)).removesuffix("元").strip()
    yes_no = {"true": "true", "false": "false", "是": "true", "否": "false"}
    if kind == "bool":
        return yes_no.get(plain, _quoted(plain))
    if kind == "date":
        return _day(plain)
    return plain if _NUMBER.fullmatch(plain) else _quoted(plain)


def with_versions(text: str, versions: Sequence[Version]) -> str | None:
    """The text of a file with new versions, each among those of its figure by the day from which
    it holds, or at the end; None where the file is written so that none can be put in.

    >>> old = "[[figure.a.version]]\\nfrom = 2020-01-01\\nvalue = 1\\n\\n# next\\n[figure.b]\\n"
    >>> print(with_versions(old, [Version("a", "int", "2", "2021-01-01", "", {}, {})]))
    [[figure.a.version]]
    from = 2020-01-01
    value = 1
    <BLANKLINE>
    [[figure.a.version]]
    from = 2021-01-01
    value = 2
    <BLANKLINE>
    # next
    [figure.b]
    <BLANKLINE>
    """
    made = text
    for each in versions:
        made = _with_version(made, each)
    return made if _only_added(text, made, versions) else None


def _with_version(text: str, version: Version) -> str:
    lines = text.split("\n")
    place = _place(lines, version)
    new = version.text().split("\n")
    if place is None:  # the first of its figure: at the end
        end = _without_lead(lines, len(lines))
        return "\n".join([*lines[:end], "", *new, *(lines[end:] or [""])])
    start = _without_lead(lines, place)
    return "\n".join([*lines[:start], "", *new, *(lines[start:] or [""])])


def _place(lines: Sequence[str], version: Version) -> int | None:
    """Before which line a version stands: behind those of its figure that hold from no later day;
    None where there is no version of the figure.
    """
    headers = [place for place, line in enumerate(lines) if _HEADER.match(line)]
    ends = dict(zip(headers, [*headers[1:], len(lines)], strict=True))
    own = [
        place
        for place in headers
        if (found := _VERSION.match(lines[place])) and found[1] == version.figure
    ]
    if not own:
        return None
    later = [place for place in own if _first(lines[place : ends[place]]) > _plain(version.first)]
    return later[0] if later else ends[own[-1]]


def _first(lines: Iterable[str]) -> str:
    """The day from which the version on some lines holds, empty where it does not say."""
    found = (_FROM.match(each) for each in lines)
    return next((each[1] for each in found if each), "")


def _without_lead(lines: Sequence[str], place: int) -> int:
    """The place before the comments and empty lines that lead to a line."""
    while place > 0 and (not lines[place - 1].strip() or lines[place - 1].lstrip()[:1] == "#"):
        place -= 1
    return place


def _only_added(before: str, after: str, versions: Sequence[Version]) -> bool:
    """Whether the file says what it said, and the new versions besides."""
    try:
        old, new = tomli.loads(before), tomli.loads(after)
        for each in versions:
            [made] = tomli.loads(each.text())["figure"][each.figure]["version"]
            there = new["figure"][each.figure]
            there["version"].remove(made)
            if not there["version"]:
                del there["version"]
            if not there and each.figure not in old.get("figure", {}):
                del new["figure"][each.figure]
    except (tomli.TOMLDecodeError, KeyError, TypeError, ValueError):
        return False
    if not new.get("figure") and "figure" not in old:
        new.pop("figure", None)
    return bool(old == new)


def difference(path: str, before: str, after: str) -> str:
    """The difference of two texts of a file, as `patch` and reviewers read it.

    >>> print(difference("a.toml", "x = 1\\n", "x = 1\\ny = 2\\n"), end="")
    --- a/a.toml
    +++ b/a.toml
    @@ -1 +1,2 @@
     x = 1
    +y = 2
    """
    old, new = (each.splitlines(keepends=True) for each in (before, after))
    return "".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=_AROUND))
