"""One cell of a table as the value that a case file would have.

A text means what the same text means in a case, once the blanks around it are gone. What texts
have beyond that (digits for whole numbers, words for yes and no) has one reading only; what has
several is refused, until a mapping says which is meant.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from welfare_rules.basics.scalars import plain
from welfare_rules.basics.text import Words
from welfare_rules.language.types import Kind

BLANKS = " \t\r\n\u00a0\u3000\ufeff"
AS_TEXT = "'"
LONG_NUMBER = 15  # digits from which a spreadsheet keeps no number exactly
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_SEPARATORS = re.compile(r"[;；]")
YES_NO: Mapping[str, bool] = {"true": True, "false": False, "是": True, "否": False}


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a cell has no value: the code of a finding and its details."""

    code: str
    details: Mapping[str, object]


Told = Callable[[object], Any]
"""Makes of a cell the value of a case, None for one that says nothing, or NotRead."""


def said(cell: object) -> object:
    """A cell without blanks around its text; None where it says nothing.

    An apostrophe in front is the mark by which a spreadsheet keeps what follows as text: exports
    have it, and our own tables in front of what would become a formula.

    >>> said(" 12\\u3000"), said("'12"), said("  "), said(float("nan")), said(0)
    ('12', '12', None, None, 0)
    """
    if type(cell) is str:
        return cell.strip(BLANKS).removeprefix(AS_TEXT).strip(BLANKS) or None
    cell = plain(cell)
    if isinstance(cell, float) and cell != cell:
        return None
    if isinstance(cell, Decimal) and cell.is_nan():
        return None
    return cell


def teller(kind: Kind) -> Told:
    """What makes of a cell the value of a fact of this kind."""
    match kind:
        case Kind.BOOL:
            return _truth
        case Kind.INT | Kind.MONTHS:
            return _whole
        case Kind.BENEFITS:
            return _several
        case Kind.CODE:
            return _digits
        case Kind.DATE:
            return _day
        case _:
            return said


def _truth(cell: object) -> Any:
    value = said(cell)
    return YES_NO.get(value.lower(), value) if isinstance(value, str) else value


def _whole(cell: object) -> Any:
    value = said(cell)
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else value


def _several(cell: object) -> Any:
    value = said(cell)
    if isinstance(value, str):
        return [each for part in _SEPARATORS.split(value) if (each := part.strip(BLANKS))]
    return value


def _digits(cell: object) -> Any:
    """A code of digits; a spreadsheet keeps it as a number, which loses none of six digits."""
    value = said(cell)
    number = _whole_number(value)
    return value if number is None else str(number)


def _day(cell: object) -> Any:
    """A day; a plain number may be one in two ways."""
    value = said(cell)
    text = value if isinstance(value, str) else None
    if _whole_number(value) is not None or (text is not None and _WHOLE.fullmatch(text)):
        why = Words(
            "只有数字：可以是 YYYYMMDD，也可以是表格软件的日期序号；请在对应表里写 dates",
            "digits alone may be YYYYMMDD or a spreadsheet's serial number: say dates in the "
            "mapping",
        )
        return NotRead("WR447", {"got": str(value), "why": why})
    return value


def _whole_number(value: object) -> int | None:
    """A number without a fraction as a whole number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, (float, Decimal)) and value == value // 1 and abs(value) < 10**30:
        return int(value)
    return None


def identity(cell: object) -> Any:
    """An id as text. A number of many digits is refused: a spreadsheet has rounded it.

    >>> identity(" h1"), identity(17.0), identity(320922195001011234).code
    ('h1', '17', 'WR443')
    """
    value = said(cell)
    if value is None or isinstance(value, str):
        return value
    number = _whole_number(value)
    if number is None:
        return NotRead("WR403", {"want": Words("文字", "a text"), "got": _kind_of(value)})
    if abs(number) >= 10 ** (LONG_NUMBER - 1):
        return NotRead("WR443", {})
    return str(number)


def _kind_of(value: object) -> str:
    """A value in a message that may be about who somebody is: its type alone."""
    return "date" if isinstance(value, datetime.date) else type(value).__name__


def names_in(cell: object) -> tuple[str, ...] | NotRead:
    """The names in a cell of the column `unknown`: a list, or a text with `;`."""
    value = _several(cell)
    if value is None:
        return ()
    if isinstance(value, Iterable):
        names = list(cast(Iterable[object], value))
        if all(isinstance(each, str) for each in names):
            return tuple(cast(list[str], names))
    want = Words("用 ; 隔开的名称", "names with ; between them")
    return NotRead("WR403", {"want": want, "got": _kind_of(cell)})
