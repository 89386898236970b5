"""How a sheet of a workbook looks: how high a row is in which every text is seen whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

from welfare_rules.basics.harmless import cell, lines

LEADING = 1.4
"""The height of a line by the size of its font."""
BOOK = 11
"""Points of the font by which the widths of columns are measured."""
_MOST_HIGH = 400  # points; a spreadsheet takes no row above 409
_WIDEST = 2.1  # of a Chinese character, in digits
_SIGNED = re.compile(r"[+-][0-9]")


def sheet_text(text: str) -> str:
    """The text for a cell that is a text whatever stands in it: a number with a sign needs no mark.

    >>> sheet_text("-500 … -200"), sheet_text("=1+1")
    ('-500 … -200', "'=1+1")
    """
    return lines(text) if _SIGNED.match(text) else cell(text)


def row_height(texts: Iterable[tuple[str, float]], size: int = BOOK) -> float:
    """The height of a row in points in which each text is seen whole at its width.

    Not every program finds it by itself. A line is taken as one digit shorter than it is, since a
    word that does not fit goes to the next.

    >>> row_height([("short", 20)]) < row_height([("a text of more than one line", 20)])
    True
    """
    count = 1
    for text, width in texts:
        fit = max(1.0, (width - 1) * BOOK / size)
        if len(text) * _WIDEST > fit or "\n" in text:
            count = max(count, sum(max(1, ceil(_digits(each) / fit)) for each in text.split("\n")))
    return min(count * size * LEADING + 2, _MOST_HIGH)


def _digits(text: str) -> float:
    """How wide a text is, in digits: a Chinese character is somewhat wider than two."""
    if text.isascii():
        return 0.9 * len(text)
    return sum(_WIDEST if east_asian_width(each) in "WF" else 0.9 for each in text)
