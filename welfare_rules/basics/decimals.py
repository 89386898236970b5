"""Decimals as people write them, exactly: the one home of the decimal module.

Arithmetic on decimals rounds and traps as the caller's context says, which belongs to the program
that uses this library. So numbers are fractions here, and a decimal is made and read only by what
no context touches: its sign, digits and exponent.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction

from welfare_rules.basics.numbers import Number

_FORM = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_NO_NUMBER = re.compile(r"[+-]?(?:inf(?:inity)?|s?nan[0-9]*)", re.ASCII | re.IGNORECASE)
MOST_PLACES = 100_000  # in front of the point or behind it; nobody who means a number writes more


class NoNumber(ValueError):
    """A text is no number."""


class NotFinite(ValueError):
    """It says infinity, or that it is no number."""


class TooLong(ValueError):
    """It has more places than anybody writes."""


def exact(written: int | Decimal | str) -> Fraction:
    """The number that is written, to its last digit; raises NoNumber, NotFinite or TooLong.

    >>> exact("12345.67"), exact(Decimal("1E+2")), exact("-.5")
    (Fraction(1234567, 100), Fraction(100, 1), Fraction(-1, 2))
    """
    if isinstance(written, int):
        return Fraction(written)
    if isinstance(written, str):
        if _FORM.fullmatch(written) is None:
            raise NotFinite(written) if _NO_NUMBER.fullmatch(written) else NoNumber(written)
        written = as_written(written)
        if not written.is_finite():  # an exponent that no decimal has
            raise TooLong(str(written))
    if not written.is_finite():
        raise NotFinite(str(written))
    if abs(written.adjusted()) > MOST_PLACES:
        raise TooLong(str(written))
    return Fraction(written)


def as_written(text: str) -> Decimal:
    """The decimal of a text, digit by digit; one that is no number where the text is none.

    What reads a file hands numbers over in this form, since only its digits know the number.

    >>> as_written("1.50"), as_written("1E999999999999999999999").is_finite()
    (Decimal('1.50'), False)
    """
    return Decimal(text, Context(traps=[]))


def spelling(written: Decimal) -> str:
    """The one spelling of a decimal, without needless zeros.

    >>> spelling(Decimal("1.50")), spelling(Decimal("1E+2")), spelling(Decimal("0.00"))
    ('1.5', '100', '0')
    """
    sign, digits, exponent = written.as_tuple()
    if not isinstance(exponent, int):
        return str(written)
    shown = "".join(map(str, digits)).lstrip("0")
    kept = shown.rstrip("0")
    exponent += len(shown) - len(kept)
    if not kept:
        text = "0"
    elif abs(exponent) > MOST_PLACES:
        text = f"{kept}E{exponent}"
    elif exponent >= 0:
        text = kept + "0" * exponent
    else:
        padded = kept.rjust(1 - exponent, "0")
        text = f"{padded[:exponent]}.{padded[exponent:]}"
    return "-" * sign + text


def decimal_of(units: int, places: int) -> Decimal:
    """So many units of the last of some decimal places.

    >>> decimal_of(-5, 2), decimal_of(10**30, 2)
    (Decimal('-0.05'), Decimal('10000000000000000000000000000.00'))
    """
    digits = str(abs(units)).rjust(places + 1, "0")
    whole, behind = (digits[:-places], digits[-places:]) if places else (digits, "0")
    sign = "-" if units < 0 else ""
    return Decimal(f"{sign}{whole}.{behind}" if places else f"{sign}{whole}")


def decimal_text(value: Number, places: int) -> str:
    """A number with so many decimal places, rounded to the nearest, of two as near to the even.

    >>> decimal_text(Fraction(7, 20), 4), decimal_text(Fraction(-1, 3), 2), decimal_text(5, 0)
    ('0.3500', '-0.33', '5')
    """
    units = round(Fraction(value) * 10**places)
    digits = str(abs(units)).rjust(places + 1, "0")
    whole, behind = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{'-' if units < 0 else ''}{whole}{'.' if behind else ''}{behind}"


def shortest_text(value: Number, most: int = 28) -> str:
    """A number as a decimal without needless zeros, to at most so many places.

    >>> shortest_text(Fraction(7, 20)), shortest_text(100), shortest_text(Fraction(1, 3), 4)
    ('0.35', '100', '0.3333')
    """
    text = decimal_text(value, most)
    return text.rstrip("0").rstrip(".") if "." in text else text
