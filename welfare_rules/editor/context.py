"""Where in a policy file a place is, also while it is no valid TOML because it is being typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Inside = Literal["header", "key", "string", "value", "comment"]

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r'|(?P<lines>"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z))'
    r'|(?P<string>"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?)'
    r"|(?P<end>\n)"
    r"|(?P<sign>[\[\]{}=])"
    r"|(?P<other>[^\n#\"'\[\]{}=]+)",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W\d]\w*")
_PART = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|([^\s."\'\[\]]+)')
_HEADER = re.compile(r"[ \t]*\[")
_KEY = re.compile(r"([\w-]+)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Context:
    """The table that a place is in, the key whose value it is in, and what it is inside of.

    `path` is that of the last header, whose parts are kept as far as they are written.
    """

    path: tuple[str, ...]
    key: str
    inside: Inside


def context(text: str, offset: int) -> Context:
    """What is around a place of a text.

    >>> context('[benefit.dibao]\\namount = "低保', 27)
    Context(path=('benefit', 'dibao'), key='amount', inside='string')
    """
    path: tuple[str, ...] = ()
    key, begun, depth, in_header, valued = "", 0, 0, False, False
    for match in _TOKEN.finditer(text):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if start >= offset:
            break
        if kind == "comment" and offset <= end:
            return Context(path, key, "comment")
        if kind in ("string", "lines") and offset < end + (not _closed(match.group())):
            if in_header:
                return Context(parts(text[begun:offset]), "", "header")
            return Context(path, key, "string" if valued else "key")
        if kind == "end":
            next_is_header = _HEADER.match(text, end) is not None and depth <= 0
            if in_header or depth <= 0 or next_is_header:
                key, begun, depth, in_header, valued = "", end, 0, False, False
        elif kind == "sign":
            sign = match.group()
            if sign == "[" and not text[begun:start].strip(" \t["):
                in_header = True
            elif in_header:
                if sign == "]" and text[start - 1] != "]":
                    path = parts(text[begun:start])
            elif sign == "=":
                named = _KEY.search(text[begun:start])
                key, valued = named.group(1) if named else "", True
            elif sign in "[{":
                depth += 1
            else:
                depth -= 1
    if in_header:
        return Context(parts(text[begun:offset]), "", "header")
    return Context(path, key, "value" if valued else "key")


def _closed(string: str) -> bool:
    """Whether a string has its end; one that is being typed may have none yet."""
    width = 3 if string[:3] in ('"""', "'''") else 1
    return len(string) >= 2 * width and string.endswith(string[:width])


def parts(header: str) -> tuple[str, ...]:
    """The parts of a header as far as it is written.

    >>> parts('[[figure."低保标准".ver')
    ('figure', '低保标准', 'ver')
    """
    return tuple(
        next(each for each in found if each) for found in _PART.findall(header) if any(found)
    )


def word_at(text: str, offset: int) -> tuple[int, int] | None:
    """The start and the end of the name at a place, or right before it; None where none is.

    >>> word_at("低保标准 * 计入人数", 8)
    (7, 11)
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : len(text) if end < 0 else end]
    for match in _WORD.finditer(line):
        if match.start() <= offset - start <= match.end():
            return start + match.start(), start + match.end()
    return None


def dotted_at(text: str, offset: int) -> str:
    """The id with points and hyphens at a place, such as that of a document.

    >>> dotted_at('document = "cn.dibao-2021"', 15)
    'cn.dibao-2021'
    """
    before = re.search(r"[\w.-]*\Z", text[max(0, offset - 200) : offset])
    after = re.match(r"[\w.-]*", text[offset : offset + 200])
    return (before.group() if before else "") + (after.group() if after else "")
