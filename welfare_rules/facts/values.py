"""Reads one fact of a case exactly, or refuses it and says what is wrong."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any, cast

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from welfare_rules.basics.days import NoSuchDay, day_number, day_of_text, day_text, is_day_text
from welfare_rules.basics.decimals import NoNumber, NotFinite, TooLong, exact
from welfare_rules.basics.money import FEN, flow_of_month, yuan_text
from welfare_rules.basics.scalars import plain
from welfare_rules.basics.text import MARKS, Words
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import shortened
from welfare_rules.language.names import ChoiceList
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact

MOST_LETTERS = 200
MOST_OF_MONEY = 10**14 - 1  # fen of an amount that is written, whatever it is of
Read = Callable[[Any], Any]

SAID_UNKNOWN: Mapping[str, bool] = MappingProxyType({"unknown": True})
"""How a case file says that a fact is unknown. Then nothing is presumed of it."""


class Unknown(Enum):
    """What a fact that is said to be unknown is read as; `None` is one of which nothing is said."""

    SAID = "unknown"


def says_unknown(value: object) -> bool:
    """Whether a value is `{"unknown": true}`.

    >>> says_unknown({"unknown": True}), says_unknown({"unknown": False}), says_unknown(None)
    (True, False, False)
    """
    there = _mapping(value)
    return there is not None and set(there) == {"unknown"} and there["unknown"] is True


MOST_CHOICES = 40
"""As many values of a list as a message names."""
_MONEY = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)


def reader_of(fact: Fact, choices: ChoiceList | None, labels: Labels) -> Read:
    """The function that reads one fact of which something is said, with its choices and benefits
    by their ids or labels.

    `{"unknown": true}` becomes `Unknown.SAID`, all else an exact whole number.
    """
    match fact.type.kind:
        case Kind.MONEY:
            return _flow_reader(fact) if fact.flow else _money_reader(fact)
        case Kind.BOOL:
            return _bool
        case Kind.INT | Kind.MONTHS:
            return _int_reader(fact)
        case Kind.DATE:
            return _date_reader(fact)
        case Kind.BENEFITS:
            return _benefits_reader(labels.benefits)
        case Kind.CODE:
            return _code
        case _:
            assert choices is not None, "the vocabulary gives a fact no other type"
            return _choice_reader(choices, labels.values[fact.id])


def _wrong(want: Kind | Words, got: object) -> PydanticCustomError:
    from welfare_rules.language.types import KIND_WORDS

    words = KIND_WORDS[want] if isinstance(want, Kind) else want
    return PydanticCustomError("WR403", "wrong type", {"want": words, "got": short(got)})


def _not_money(got: object, why: Words) -> PydanticCustomError:
    return PydanticCustomError("WR404", "not an amount", {"got": short(got), "why": why})


def short(value: object) -> str:
    """A value as its JSON shows it, cut to what a message can hold."""
    match value:
        case str():
            text = value
        case None | bool():
            text = {None: "null", True: "true", False: "false"}[value]
        case Mapping() | list() | tuple():
            text = "{…}" if isinstance(value, Mapping) else "[…]"
        case Decimal():
            text = str(value).replace("e", "E")  # as it is written, whatever the context prefers
        case _:
            text = value
    return shortened(text, 60)


def _outside(got: object, low: str, high: str) -> PydanticCustomError:
    return PydanticCustomError(
        "WR406", "out of range", {"got": short(got), "low": low, "high": high}
    )


def _day_as_written(value: object) -> object:
    """A day as a file writes it; a number of seconds or a time of day is none."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and is_day_text(value):
        return value
    raise PydanticCustomError("date_form", "not a day")


Day = Annotated[datetime.date, BeforeValidator(_day_as_written)]


def fen_of(value: object) -> int:
    """Yuan as text, whole number or decimal, to fen; a binary number is read from its digits."""
    if isinstance(value, str):
        plainly = _fen_as_written(value)
        if plainly is not None:
            return plainly
        if "e" in value or "E" in value:
            raise _not_money(value, Words("应写作 1234.50", "write 1234.50"))
        return _fen_of_decimal(value.strip(), value)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) * FEN > MOST_OF_MONEY:
            raise _not_money(value, Words("太大", "it is too large"))
        return value * FEN
    if isinstance(value, Decimal):
        return _fen_of_decimal(value, value)
    if isinstance(value, float):
        digits = repr(float(value))
        plainly = _fen_as_written(digits)
        return _fen_of_decimal(digits, value) if plainly is None else plainly
    scalar = plain(value)
    if scalar is value or scalar is None:
        raise _wrong(Kind.MONEY, value)
    return fen_of(scalar)


def _fen_as_written(text: str) -> int | None:
    """Yuan in the plain form to fen; None for another form."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    sign, yuan, rest = match.groups()
    made = int(yuan) * FEN + (int(rest) * (10 if len(rest) == 1 else 1) if rest else 0)
    return -made if sign else made


def _fen_of_decimal(digits: str | Decimal, value: object) -> int:
    """The slow way, for numbers that are not in the plain form; it says what is wrong with them."""
    try:
        made = exact(digits)
    except NoNumber:
        raise _not_money(value, Words("不是数", "it is not a number")) from None
    except NotFinite:
        raise _not_money(value, Words("不是有限的数", "it is not a finite number")) from None
    except TooLong:
        raise _not_money(value, Words("数位太多", "it has too many digits")) from None
    if abs(made) * FEN > MOST_OF_MONEY:
        raise _not_money(value, Words("太大", "it is too large"))
    fen = made * FEN
    if fen.denominator != 1:
        raise _not_money(value, Words("最多两位小数", "it has more than two decimals"))
    return int(fen)


def _money_reader(fact: Fact) -> Read:
    low, high = int(fact.low), int(fact.high)

    def read(value: Any) -> int | Unknown:
        if not isinstance(value, (str, int)) and says_unknown(value):
            return Unknown.SAID
        made = fen_of(value)
        if not low <= made <= high:
            raise _not_money_or_range(value, made, low, high)
        return made

    return read


def _not_money_or_range(value: object, made: int, low: int, high: int) -> PydanticCustomError:
    if made < 0 <= low:
        return _not_money(value, Words("不能是负数", "it is negative"))
    return _outside(value, yuan_text(low), yuan_text(high))


def _flow_reader(fact: Fact) -> Read:
    """A flow per month, or `{"per_year".

    …}`; kept per twelve months, so that no yearly total loses a fen.
    """
    low, high = flow_of_month(int(fact.low)), flow_of_month(int(fact.high))
    unit = flow_of_month(FEN)
    plain_low, plain_high = -(-low // unit), high // unit  # in whole yuan, as most are

    def read(value: Any) -> int | Unknown:
        if type(value) is int and plain_low <= value <= plain_high:
            return value * unit
        yearly = None if isinstance(value, (str, int)) else _mapping(value)
        if yearly is not None:
            if says_unknown(yearly):
                return Unknown.SAID
            if set(yearly) != {"per_year"}:
                raise _wrong(
                    Words('金额或 {"per_year": 金额}', 'an amount or {"per_year": amount}'), yearly
                )
            made = fen_of(yearly["per_year"])
        else:
            made = flow_of_month(fen_of(value))
        if not low <= made <= high:
            raise _not_money_or_range(value, made, int(fact.low), int(fact.high))
        return made

    return read


def _mapping(value: object) -> Mapping[str, object] | None:
    return cast(Mapping[str, object], value) if isinstance(value, Mapping) else None


def _bool(value: Any) -> int | Unknown:
    if value is True:
        return 1
    if value is False:
        return 0
    if says_unknown(value):
        return Unknown.SAID
    raise _wrong(Kind.BOOL, value)


def _int_reader(fact: Fact) -> Read:
    low, high = int(fact.low), int(fact.high)

    def read(value: Any) -> int | Unknown:
        if isinstance(value, bool) or not isinstance(value, int):
            if says_unknown(value):
                return Unknown.SAID
            value = _whole(value)
        if not low <= value <= high:
            raise _outside(value, str(low), str(high))
        return value

    return read


def _whole(value: object) -> int:
    """A whole number that is written with a point: `2.0`, as columns with gaps have it."""
    if isinstance(value, (float, Decimal)):
        with contextlib.suppress(NoNumber, NotFinite, TooLong):
            number = exact(repr(value) if isinstance(value, float) else value)
            if number.denominator == 1:
                return int(number)
    raise _wrong(Kind.INT, value)


def _date_reader(fact: Fact) -> Read:
    low, high, presumed = int(fact.low), int(fact.high), fact.presumed

    def read(value: Any) -> int | Unknown:
        if isinstance(value, str):
            if value == "none" and presumed is not None:  # said: there is none
                return int(presumed)
            try:
                made = day_of_text(value)
            except NoSuchDay:
                raise _bad_day(value, Words("没有这一天", "there is no such day")) from None
            except ValueError:
                raise _bad_day(value, Words("应写作 YYYY-MM-DD", "write YYYY-MM-DD")) from None
        elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            made = day_number(value)
        elif says_unknown(value):
            return Unknown.SAID
        elif isinstance(value, datetime.datetime):
            raise _bad_day(value, Words("带有时刻，只写日期", "it has a time of day"))
        else:
            raise _wrong(Kind.DATE, value)
        if not low <= made <= high:
            raise _bad_day(
                value,
                Words(
                    f"应在 {day_text(low)} 至 {day_text(high)} 之间",
                    f"it is outside {day_text(low)} to {day_text(high)}",
                ),
            )
        return made

    return read


def _bad_day(value: object, why: Words) -> PydanticCustomError:
    return PydanticCustomError("WR407", "not a day", {"got": short(value), "why": why})


def choice_words(choices: ChoiceList) -> Words:
    """The values that may be written, in Chinese with their labels, which may be written too."""
    shown, whole = choices.values[:MOST_CHOICES], len(choices.values)
    zh = MARKS["zh"].listed(MARKS["zh"].aside(each.id, each.zh) for each in shown)
    en = MARKS["en"].listed(each.id for each in shown)
    if whole == len(shown):
        return Words(zh, en)
    return Words(f"{zh} 等 {whole} 项", f"{en} … ({whole} in all)")


def _choice_reader(choices: ChoiceList, words: Mapping[str, str]) -> Read:
    places = {value.id: place for place, value in enumerate(choices.values)}
    codes = {word: places[each] for word, each in words.items()}
    want = choice_words(choices)

    def read(value: Any) -> int | Unknown:
        code = codes.get(value) if isinstance(value, str) else None
        if code is None:
            if says_unknown(value):
                return Unknown.SAID
            if not isinstance(value, str):
                raise _wrong(Kind.CHOICE, value)
            raise PydanticCustomError("WR405", "not a choice", {"got": short(value), "want": want})
        return code

    return read


def _benefits_reader(benefits: Mapping[str, str]) -> Read:
    def read(value: Any) -> frozenset[str] | Unknown:
        if says_unknown(value):
            return Unknown.SAID
        if not isinstance(value, (list, tuple, frozenset, set)):
            raise _wrong(Kind.BENEFITS, value)
        named: set[str] = set()
        for each in cast(Iterable[object], value):
            if not isinstance(each, str):
                raise _wrong(Kind.BENEFITS, each)
            if each not in benefits:
                raise PydanticCustomError("WR317", "no benefit", {"got": short(each)})
            named.add(benefits[each])
        return frozenset(named)

    return read


def _code(value: Any) -> int | Unknown:
    if not isinstance(value, str) and says_unknown(value):
        return Unknown.SAID
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{5}", value):
        raise _wrong(
            Words("六位区划代码（加引号）", "a division code of six digits, quoted"), value
        )
    return int(value)
