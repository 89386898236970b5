"""Where the keys and values of a TOML text stand, down to single characters of a string.

Rule of use: scan only what tomli has accepted (so no byte-order mark); offsets count the characters
of `Spans.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import tomli

Path = tuple[str | int, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spans:
    """The text with line ends made plain, and the places of everything in it."""

    text: str
    # Every written value, arrays and inline tables included; a table under a header has none of its
    # own.
    values: Mapping[Path, Span]
    # The one part of a dotted key or header that names the path; each entry of [[x]] has the x of
    # its own header.
    keys: Mapping[Path, Span]
    _line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = (0, *(line_end.end() for line_end in re.finditer("\n", self.text)))
        object.__setattr__(self, "_line_starts", starts)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; a Chinese character is one column."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def nearest(self, path: Path, *, key: bool = False) -> Span:
        """The value at the path (the key when key=True), else the nearest that there is.

        That is the other of the two, else the same of an ancestor.
        """
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        for length in range(len(path), 0, -1):
            ancestor = path[:length]
            span = first.get(ancestor) or second.get(ancestor)
            if span is not None:
                return span
        return 0, 0

    def inside(self, path: Path, index: int) -> int:
        """Offset of the index-th character of the string at the path, or of its escape.

        The index after the last character is the closing quote, and anything beyond is the end of
        the value. What is no string has no inside: its start is the answer, or the start of what is
        nearest to the path.
        """
        span = self.values.get(path)
        if span is None or self.text[span[0]] not in "'\"":
            return self.nearest(path)[0]
        start, end = span
        quote = self.text[start]
        width = 3 if self.text.startswith(quote * 3, start) else 1
        first, last = start + width, end - width
        if width == 3 and self.text.startswith("\n", first):
            first += 1  # TOML drops the line end right after the opening quotes
        left = max(index, 0)
        if quote == "'":
            return first + left if first + left <= last else end
        for piece in _PIECE.finditer(self.text, first, last):
            size = (
                piece.end() - piece.start()
                if piece.lastgroup == "plain"
                else int(piece.lastgroup == "escape")
            )
            if left < size:
                return piece.start() + left
            left -= size
        return end if left else last


def scan(text: str) -> Spans:
    """The places of all keys and values of a TOML text that tomli accepts."""
    text = text.replace("\r\n", "\n")
    root = _Node()
    table = root
    offset = _skip(text, 0)
    while offset < len(text):
        if text[offset] == "[":
            table, offset = _header(text, offset, root)
        else:
            node, offset = _key(text, offset, table)
            offset = _value(text, offset, node)
        offset = _skip(text, offset)
    return Spans(text, _View(root, "value"), _View(root, "key"))


@dataclass(slots=True, eq=False, repr=False)
class _Node:
    """One place of the document and what lies below it.

    A tree and not a dict by path, because a path is as long as its place is deep: a small hostile
    file with many values in deep arrays, which tomli reads without trouble, would fill gigabytes
    with paths.
    """

    value: Span | None = None
    key: Span | None = None
    children: dict[str | int, _Node] | None = None

    def child(self, name: str | int) -> _Node:
        if self.children is None:
            self.children = {}
        node = self.children.get(name)
        if node is None:
            node = self.children[name] = _Node()
        return node

    def item(self) -> _Node:
        """A new last item of an array."""
        return self.child(len(self.children or ()))

    def part(self, name: str, span: Span) -> _Node:
        """The table that a part of a key before the last one leads into.

        Of an array of tables, the last entry.
        """
        node = self.child(name)
        node.key = node.key or span
        # Only an array has the child 0, as keys are strings; and tomli lets no key lead into an
        # array of values.
        return (
            node.children[len(node.children) - 1] if node.children and 0 in node.children else node
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _View(Mapping[Path, Span]):
    """The value spans or the key spans of the tree, by path, in the order of first mention."""

    root: _Node
    kind: Literal["value", "key"]

    def __getitem__(self, path: Path) -> Span:
        node: _Node | None = self.root
        for name in path:
            node = (node.children or {}).get(name)
            if node is None:
                raise KeyError(path)
        span = self._span(node)
        if span is None:
            raise KeyError(path)
        return span

    def __iter__(self) -> Iterator[Path]:
        names: list[str | int] = []
        levels = [iter((self.root.children or {}).items())]
        while levels:
            step = next(levels[-1], None)
            if step is None:
                levels.pop()
                del names[-1:]  # the root has no name to drop
                continue
            name, node = step
            names.append(name)
            if self._span(node) is not None:
                yield tuple(names)
            levels.append(iter((node.children or {}).items()))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _span(self, node: _Node) -> Span | None:
        return node.value if self.kind == "value" else node.key


# The text is valid, so a pattern only has to find where a thing ends. The string patterns are
# unrolled loops, plain* (special plain*)*, because nested repetition could take exponential time.
_BLANK = r"(?:[ \t\n]+|#[^\n]*)*"
_SKIP = re.compile(_BLANK)
_COMMA = re.compile(f"{_BLANK}(?:,{_BLANK})?")
_BASIC = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_LITERAL = r"'[^'\n]*'"
# Up to two quotes may stand anywhere in a multi-line string, also right before the three that close
# it.
_BASIC_LINES = r'"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}'
_LITERAL_LINES = r"'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
_DATE_SPACE_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9:.+Zz-]+"
_BARE_VALUE = r"[^ \t\n,\]}#]+"
_STRING = f"{_BASIC_LINES}|{_LITERAL_LINES}|{_BASIC}|{_LITERAL}"
_SCALAR = re.compile(f"{_STRING}|{_DATE_SPACE_TIME}|{_BARE_VALUE}", re.DOTALL)
_KEY_PART = re.compile(rf"[ \t]*(?P<part>[A-Za-z0-9_-]+|{_BASIC}|{_LITERAL})[ \t]*(?P<dot>\.?)")
_EQUALS = re.compile(r"=[ \t]*")
# In a basic string: a backslash that joins two lines and means nothing, an escape for one
# character, or plain text.
_PIECE = re.compile(
    r"(?P<joint>\\[ \t]*\n[ \t\n]*)|(?P<escape>\\(?:x..|u.{4}|U.{8}|.))|(?P<plain>[^\\]+)",
    re.DOTALL,
)


def _match(pattern: re.Pattern[str], text: str, offset: int) -> re.Match[str]:
    match = pattern.match(text, offset)
    if match is None:
        raise ValueError(
            f"not TOML at character {offset}: scan() is for text that tomli has accepted"
        )
    return match


def _skip(text: str, offset: int) -> int:
    """Past spaces, line ends and comments."""
    return _match(_SKIP, text, offset).end()


def _key_parts(text: str, offset: int) -> tuple[list[tuple[str, Span]], int]:
    """The parts of a dotted key with their places, and the offset of what follows."""
    parts: list[tuple[str, Span]] = []
    while True:
        match = _match(_KEY_PART, text, offset)
        written = match["part"]
        if "\\" in written:
            name = str(tomli.loads(f"name = {written}")["name"])
        elif written[0] in "\"'":
            name = written[1:-1]
        else:
            name = written
        parts.append((name, match.span("part")))
        offset = match.end()
        if not match["dot"]:
            return parts, offset


def _header(text: str, offset: int, root: _Node) -> tuple[_Node, int]:
    """The table that a header opens, and the offset after the header."""
    brackets = 2 if text.startswith("[[", offset) else 1
    (*above, (name, span)), offset = _key_parts(text, offset + brackets)
    table = root
    for part in above:
        table = table.part(*part)
    table = table.child(name)
    if brackets == 2:
        table.key = table.key or span  # an array of tables stands where its first entry does
        table = table.item()
    # also when a longer header has mentioned this table before: its own header is the better place
    table.key = span
    return table, offset + brackets


def _key(text: str, offset: int, table: _Node) -> tuple[_Node, int]:
    """The node that a key in a table names, and the offset of its value."""
    (*above, (name, span)), offset = _key_parts(text, offset)
    for part in above:
        table = table.part(*part)
    node = table.child(name)
    node.key = span
    return node, _match(_EQUALS, text, offset).end()


def _value(text: str, offset: int, node: _Node) -> int:
    """Note the value that starts here and all that is in it; the offset after it.

    A list of what is open stands in for recursion, so that no depth overflows the stack.
    """
    opened: list[tuple[_Node, int]] = []
    while True:
        if text[offset] in "[{":
            opened.append((node, offset))
            offset += 1
        else:
            start, offset = _match(_SCALAR, text, offset).span()
            node.value = start, offset
        offset = _close(text, offset, opened)
        if not opened:
            return offset
        container, start = opened[-1]
        if text[start] == "{":
            node, offset = _key(text, offset, container)
        else:
            node = container.item()


def _close(text: str, offset: int, opened: list[tuple[_Node, int]]) -> int:
    """Past the comma and the closing brackets that follow inside an open container.

    What they close gets its span.
    """
    while opened:
        offset = _match(_COMMA, text, offset).end()
        if text[offset] not in "]}":
            break
        node, start = opened.pop()
        offset += 1
        node.value = start, offset
    return offset
