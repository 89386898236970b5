"""Written values to exact numbers and back.

Yuan to fen, percentages to fractions, dates to whole numbers. Never through binary.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from welfare_rules.basics.days import day_number, day_text
from welfare_rules.basics.decimals import NoNumber, NotFinite, TooLong, decimal_text, exact
from welfare_rules.basics.money import fen_of, yuan_of, yuan_text
from welfare_rules.basics.numbers import Number, percent_text, simplest
from welfare_rules.basics.text import Words
from welfare_rules.language.types import Kind, Type

Written = bool | int | Decimal | datetime.date | str
MOST = 10**15  # yuan; anything longer is a typing error, not a figure


class NotAValue(ValueError):
    """The written value is not of the type; both languages say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class WrongKind(ValueError):
    """The written value is of another kind altogether."""


def number(written: Written, kind: Kind) -> Number:
    """The exact number that a written value stands for; raises NotAValue or WrongKind."""
    match kind:
        case Kind.BOOL:
            if isinstance(written, bool):
                return int(written)
        case Kind.DATE:
            if isinstance(written, datetime.date) and not isinstance(written, datetime.datetime):
                return day_number(written)
        case Kind.INT | Kind.MONTHS:
            if isinstance(written, int) and not isinstance(written, bool):
                return int(_bounded(Fraction(written)))
        case Kind.MONEY:
            if isinstance(written, (int, Decimal)) and not isinstance(written, bool):
                return fen(written)
        case Kind.RATE:
            if isinstance(written, (int, Decimal, str)) and not isinstance(written, bool):
                return rate(written)
        case _:
            pass
    raise WrongKind(kind.value)


def fen(written: int | Decimal) -> int:
    """Yuan with at most two decimals as fen.

    >>> fen(Decimal("783.50"))
    78350
    """
    value = _finite(written)
    made = fen_of(value)
    if not isinstance(made, int):
        raise NotAValue(Words("金额最多两位小数", "money has at most two decimals"))
    _bounded(value)
    return made


def rate(written: int | Decimal | str) -> Number:
    """0.35 or "35%" as an exact fraction."""
    if isinstance(written, str) and written.endswith("%"):
        return simplest(_finite(written[:-1]) / 100)
    return simplest(_finite(written))


def _finite(written: int | Decimal | str) -> Fraction:
    try:
        value = exact(written)
    except NoNumber:
        raise NotAValue(Words("不是数", "it is not a number")) from None
    except NotFinite:
        raise NotAValue(Words("不是有限的数", "it is not a finite number")) from None
    except TooLong:
        raise _too_long() from None
    if abs(value) >= 10**16 or 0 < abs(value) < Fraction(1, 10**15):
        raise _too_long()
    return value


def _too_long() -> NotAValue:
    return NotAValue(Words("数位太多", "it has too many digits"))


def _bounded(value: Fraction) -> Fraction:
    if abs(value) > MOST:
        raise NotAValue(Words("数值太大", "it is too large"))
    return value


def plain(kind: Type, value: Number) -> str:
    """A value as the file would write it; money that is no whole fen to a thousandth of one."""
    if kind.kind is Kind.MONEY:
        if isinstance(value, int) or value.denominator == 1:
            return yuan_text(value)
        return decimal_text(yuan_of(value), 5).rstrip("0")
    if kind.kind is Kind.DATE:
        return day_text(int(value))
    if kind.kind is Kind.RATE:
        return percent_text(value) if (Fraction(value) * 1000).denominator == 1 else str(value)
    return str(value)
