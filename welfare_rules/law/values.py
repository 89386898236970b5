"""Written values to exact numbers and back.

Yuan to fen, percentages to fractions, dates to whole numbers. Never through binary.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

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


def day_number(day: datetime.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def number(written: Written, kind: Kind) -> int | Fraction:
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
                return _bounded(Fraction(written), 1)
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
    if (value * 100).denominator != 1:
        raise NotAValue(Words("金额最多两位小数", "money has at most two decimals"))
    return int(_bounded(value, 100))


def rate(written: int | Decimal | str) -> int | Fraction:
    """0.35 or "35%" as an exact fraction."""
    if isinstance(written, str) and written.endswith("%"):
        return _plain(_finite(written[:-1]) / 100)
    return _plain(_finite(written))


def _finite(written: int | Decimal | str) -> Fraction:
    try:
        value = Decimal(written)
    except InvalidOperation:
        raise NotAValue(Words("不是数", "it is not a number")) from None
    if not value.is_finite():
        raise NotAValue(Words("不是有限的数", "it is not a finite number"))
    if value.adjusted() > 15 or value.adjusted() < -15:
        raise NotAValue(Words("数位太多", "it has too many digits"))
    return Fraction(value)


def _bounded(value: Fraction, scale: int) -> int:
    if abs(value) > MOST:
        raise NotAValue(Words("数值太大", "it is too large"))
    return int(value * scale)


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def date_of(day: int | Fraction) -> datetime.date:
    """A day YYYYMMDD of the calendar."""
    number = int(day)
    return datetime.date(number // 10000, number // 100 % 100, number % 100)


def shifted(day: int, by: int) -> int:
    """So many days after a day YYYYMMDD (before it, when below 0), within the calendar."""
    date = date_of(day).toordinal() + by
    return day_number(datetime.date.fromordinal(min(max(date, 1), datetime.date.max.toordinal())))


# --- as a file writes them ---


def day_text(day: int | Fraction) -> str:
    """A day YYYYMMDD as YYYY-MM-DD."""
    digits = f"{int(day):08d}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def yuan_text(fen: int | Fraction) -> str:
    """Whole fen as yuan with two decimals: `-12.05`."""
    return f"{Decimal(int(fen)) / 100:.2f}"


def percent(value: int | Fraction) -> str:
    """A share to a tenth of a percent, as a person says it."""
    tenths = round(Fraction(value) * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def plain(kind: Type, value: int | Fraction) -> str:
    """A value as the file would write it; money that is no whole fen to a thousandth of one."""
    if kind.kind is Kind.MONEY:
        yuan = Decimal(Fraction(value).numerator) / Fraction(value).denominator / 100
        return f"{yuan:.2f}" if Fraction(value).denominator == 1 else f"{yuan:.5f}".rstrip("0")
    if kind.kind is Kind.DATE:
        return day_text(int(value))
    if kind.kind is Kind.RATE:
        return percent(value) if (Fraction(value) * 1000).denominator == 1 else str(value)
    return str(value)
