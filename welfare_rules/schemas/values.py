"""The schemas of single values: amounts, days, months, and the facts of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from welfare_rules.basics.days import day_parts
from welfare_rules.basics.money import FEN, MONTHS_OF_A_FLOW
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import SAID_UNKNOWN
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact

Schema = dict[str, Any]

_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
_PLAIN = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)


def up_to(most: int, digits: int = 1) -> str:
    """A pattern of the whole numbers from 0 to `most`, with at least so many digits.

    >>> import re
    >>> [each for each in range(200) if re.fullmatch(up_to(119), str(each))] == [*range(120)]
    True
    """
    text = str(most).rjust(digits, "0")
    size = len(text)
    parts = [text]
    for place, digit in enumerate(text):
        low = 1 if place == 0 and size > digits else 0
        if int(digit) > low:
            rest = size - place - 1
            parts.append(
                f"{text[:place]}[{low}-{int(digit) - 1}]" + f"[0-9]{{{rest}}}" * bool(rest)
            )
    if size > digits:
        parts.append(up_to(10 ** (size - 1) - 1, digits))
    return f"(?:{'|'.join(parts)})"


def _years(first: int, last: int) -> str:
    """A pattern of years of four digits; both ends are years of a century's range."""
    return "(?:" + "|".join(f"{each:03d}[0-9]" for each in range(first // 10, last // 10 + 1)) + ")"


def day(first: int = 1_01_01, last: int = 9999_12_31) -> Schema:
    """A day as YYYY-MM-DD that the calendar has, from the first to the last."""
    start, end = day_parts(first), day_parts(last)
    whole = start[1:] == (1, 1) and end[1:] == (12, 31)
    if (start[0], end[0]) == (1, 9999) or not whole or start[0] % 10 or end[0] % 10 != 9:
        span = "(?!0000)"
    else:
        span = f"(?={_years(start[0], end[0])})"
    pattern = f"^{span}(?:[0-9]{{4}}-{_PLAIN}|{_LEAP})$"
    return {"type": "string", "format": "date", "pattern": pattern}


def month(first_year: int, last_year: int) -> Schema:
    """A month as YYYY-MM in one of these years."""
    years = "|".join(str(each) for each in range(first_year, last_year + 1))
    tens = _years(first_year + 9, last_year) if last_year % 10 == 9 else years
    odd = "|".join(str(each) for each in range(first_year, first_year + 10 - first_year % 10))
    return {"type": "string", "pattern": f"^(?:{odd}|{tens})-(?:0[1-9]|1[0-2])$"}


def money(low: int, high: int) -> list[Schema]:
    """An amount in yuan, as text or as a number; the ends in fen."""
    signs = [("", high), ("-", -low if low < 0 else 0)]
    texts = "|".join(f"{sign}{_amount(most)}" for sign, most in signs)
    return [
        {"type": "string", "pattern": rf"^[ \t\r\n]*(?:\+?{texts})[ \t\r\n]*$"},
        {"type": "number", "minimum": low / FEN, "maximum": high / FEN},
    ]


def _amount(most: int) -> str:
    """A pattern of the amounts from 0 to so many fen, with at most two decimals that are not 0."""
    yuan, fen = divmod(most, FEN)
    below = rf"0*{up_to(yuan - 1)}(?:\.[0-9]{{0,2}}0*)?|\.[0-9]{{1,2}}0*|" if yuan else ""
    top = rf"0*{yuan}(?:\.{up_to(fen, 2)}0*|\.[0-{fen // 10}]?)?"
    return f"(?:{below}{top})"


UNKNOWN: Schema = {
    "type": "object",
    "properties": {key: {"const": value} for key, value in SAID_UNKNOWN.items()},
    "required": list(SAID_UNKNOWN),
    "additionalProperties": False,
}


def fact(law: Law, labels: Labels, each: Fact) -> Schema:
    """One fact as a case states it: its value, that it is unknown, or nothing."""
    return {"anyOf": [*_forms(law, labels, each), UNKNOWN, {"type": "null"}]}


def cell(law: Law, labels: Labels, each: Fact, *, per_year: bool = False) -> Schema:
    """One cell of a table: the value that a case has, or nothing. A flow is per month; the total of
    a year has a column of its own.
    """
    forms = _forms(law, labels, each)
    if per_year:
        low, high = int(each.low), int(each.high)
        forms = money(low * MONTHS_OF_A_FLOW, high * MONTHS_OF_A_FLOW)
    return {"anyOf": [*(one for one in forms if one.get("type") != "object"), {"type": "null"}]}


def _forms(law: Law, labels: Labels, each: Fact) -> list[Schema]:
    low, high = int(each.low), int(each.high)
    match each.type.kind:
        case Kind.MONEY if each.flow:
            year = {"anyOf": money(low * MONTHS_OF_A_FLOW, high * MONTHS_OF_A_FLOW)}
            total: Schema = {
                "type": "object",
                "properties": {"per_year": year},
                "required": ["per_year"],
                "additionalProperties": False,
            }
            return [*money(low, high), total]
        case Kind.MONEY:
            return money(low, high)
        case Kind.BOOL:
            return [{"type": "boolean"}]
        case Kind.DATE:
            none: list[Schema] = [{"const": "none"}] if each.presumed is not None else []
            return [day(low, high), *none]
        case Kind.CHOICE:
            return _named(labels.values[each.id])
        case Kind.BENEFITS:
            return [{"type": "array", "items": {"anyOf": _named(labels.benefits)}}]
        case Kind.CODE:
            return [{"type": "string", "pattern": "^[1-9][0-9]{5}$"}]
        case _:
            return [{"type": "integer", "minimum": low, "maximum": high}]


def _named(words: Mapping[str, str]) -> list[Schema]:
    """The ids, and the labels that may be written for them."""
    ids = [each for each in words if words[each] == each]
    others = [each for each in words if words[each] != each]
    return [{"enum": ids}, *([{"enum": others}] if others else [])]


def benefit(labels: Labels) -> Schema:
    """A benefit of the law by its id or label."""
    return {"anyOf": _named(labels.benefits)}
