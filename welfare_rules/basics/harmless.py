"""Text in which nothing steers what shows it: a terminal, a spreadsheet, a page, a reader of JSON.

Labels come from policy files and ids from registers; either may have escape sequences, marks that
turn the direction of writing, or the beginning of a formula in them. They are shown by number.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final, cast

_FORMULA = frozenset("=+-@\t")  # what a spreadsheet takes for the beginning of a formula
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9A-Za-z][ !#-+\--~]*")  # no comma, no quotation mark, nothing that steers
_LINES = frozenset("\n\t")
MOST_INDENTED: Final = 200


def steers(sign: str) -> bool:
    """Whether a sign steers instead of being shown: controls, marks of direction, half characters.

    >>> [steers(each) for each in ("a", "\\x1b", "\\u202e")]
    [False, True, True]
    """
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def plain(text: str, keep: frozenset[str] = frozenset("\t")) -> str:
    """The text with signs that steer shown by their numbers, but for those to keep.

    >>> plain("Li\\x1b[31m\\nHua")
    'Li\\\\x1b[31m\\\\nHua'
    """
    if text.isprintable():
        return text
    return "".join(
        each.encode("unicode_escape").decode() if steers(each) and each not in keep else each
        for each in text
    )


def lines(text: str) -> str:
    """The text of several lines for a person; only its line breaks are left to steer."""
    return plain(text, _LINES)


def markup(text: str) -> str:
    """The text within XML or HTML.

    >>> markup("<b> & \\x07")
    '&lt;b&gt; &amp; \\\\x07'
    """
    return html.escape(lines(text))


def cell(text: str) -> str:
    """The text as one cell of a spreadsheet, which never becomes a formula; numbers stay numbers.

    >>> [cell(each) for each in ("=1+1", "-12.50", "@A1", "two\\nlines")]
    ["'=1+1", '-12.50', "'@A1", 'two\\nlines']
    """
    made = lines(text)
    first = unicodedata.normalize("NFKC", made[:1])  # signs of full width count too
    if first in _FORMULA and _NUMBER.fullmatch(made) is None:
        return f"'{made}"
    return made


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table in CSV that spreadsheet programs open as it is: marked as UTF-8, None left empty.

    >>> table(("name", "yuan"), [("=x", None)]).decode("utf-8-sig").split()
    ['name,yuan', "'=x,"]
    """
    made = io.StringIO(newline="")
    write_rows(made, [head])
    write_rows(made, rows)
    return made.getvalue().encode("utf-8-sig", "backslashreplace")


def write_rows(stream: IO[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows of CSV, None left empty; nothing in them becomes a formula."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows(["" if each is None else cell(str(each)) for each in row] for row in rows)


def field(text: str) -> str:
    r"""The text as one field of a line of CSV, as `write_rows` writes it.

    >>> field("=1+1"), field("a,b")
    ("'=1+1", '"a,b"')
    """
    if _PLAIN.fullmatch(text):  # as most are
        return text
    made = io.StringIO(newline="")
    write_rows(made, [("", text)])
    return made.getvalue()[1:-1]


def json_text(value: Any, *, ascii_only: bool = False, line: str = "\n") -> str:
    """JSON with an indent of two; signs that steer stand in it by their numbers. Each line but the
    first begins with `line`.

    A list of more than 200 things has each of them on one line: nobody reads so many.

    >>> print(json_text({"id": "a\\u202eb"}))
    {
      "id": "a\\u202eb"
    }
    """
    return _harmless(_written(value, line, ascii_only))


_ANY, _ASCII = (json.JSONEncoder(ensure_ascii=each) for each in (False, True))


def json_line(value: Any, *, ascii_only: bool = False) -> str:
    """JSON on one line; signs that steer stand in it by their numbers.

    >>> print(json_line({"id": "a\\u202eb"}))
    {"id": "a\\u202eb"}
    """
    return _harmless((_ASCII if ascii_only else _ANY).encode(value))


def _harmless(made: str) -> str:
    """JSON with the signs that steer by their numbers, but for its line breaks."""
    if made.replace("\n", "").isprintable():
        return made
    for sign in set(made):
        if steers(sign) and sign != "\n":
            made = made.replace(sign, _in_json(sign))
    return made


def _written(value: Any, line: str, ascii_only: bool, deep: int = 3) -> str:
    """JSON of which each line but the first begins with `line`; long lists are looked for so deep
    as answers have them.
    """
    if not value or not deep or not isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=ascii_only, indent=2).replace("\n", line)
    deeper = f"{line}  "
    items = cast(Any, value)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(str(key), ensure_ascii=ascii_only)}: "
            f"{_written(each, deeper, ascii_only, deep - 1)}"
            for key, each in items.items()
        ]
        return f"{{{deeper}{f',{deeper}'.join(parts)}{line}}}"
    if len(items) > MOST_INDENTED:
        on_one = json.JSONEncoder(ensure_ascii=ascii_only, separators=(",", ":")).encode
        parts = [on_one(each) for each in items]
    else:
        parts = [_written(each, deeper, ascii_only, deep - 1) for each in items]
    return f"[{deeper}{f',{deeper}'.join(parts)}{line}]"


def _in_json(sign: str) -> str:
    return json.dumps(sign)[1:-1] if sign != "\x7f" else "\\u007f"
