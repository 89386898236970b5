"""Money: exact amounts in fen, yuan only where a person reads or writes.

A flow is income or expense of so much a month. It is kept as the total of twelve months, so that a
yearly total never loses a fractional fen.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from welfare_rules.basics.decimals import decimal_of, decimal_text, exact
from welfare_rules.basics.numbers import Number, quotient, simplest

FEN = 100  # fen in a yuan
MONTHS_OF_A_FLOW = 12
_GROUPED = re.compile(r"([+-]?)(\d{4,})(\.\d\d)?")


def fen_of(yuan: Number | Decimal) -> Number:
    """An amount in yuan as fen, exactly; a fraction where it is no whole number of fen.

    >>> fen_of(Decimal("783.50")), fen_of(Fraction(1, 3))
    (78350, Fraction(100, 3))
    """
    return simplest(Fraction(yuan) * FEN)


def yuan_of(fen: Number) -> Fraction:
    """An amount in fen as yuan, exactly.

    >>> yuan_of(78350)
    Fraction(1567, 2)
    """
    return Fraction(fen) / FEN


def decimal_yuan(fen: int) -> Decimal:
    """Fen as yuan in the form in which they are given to the outside.

    >>> decimal_yuan(78350)
    Decimal('783.50')
    """
    return decimal_of(fen, 2)


def yuan_text(fen: Number) -> str:
    """Fen as yuan with two decimals; a fraction of a fen is cut off.

    >>> yuan_text(78350), yuan_text(-5)
    ('783.50', '-0.05')
    """
    amount = int(fen)
    yuan, rest = divmod(abs(amount), FEN)
    return f"{'-' if amount < 0 else ''}{yuan}.{rest:02d}"


def amount_text(yuan: Decimal) -> str:
    """Yuan as answers give them, with two decimals, whatever the context of decimals.

    >>> amount_text(Decimal("783.5"))
    '783.50'
    """
    text = str(yuan)
    if text[-3:-2] == "." and text[-2:].isdigit() and "E" not in text.upper():  # as most are
        return text
    return decimal_text(exact(yuan), 2)


def short_yuan_text(fen: Number) -> str:
    """Fen as yuan, with two decimals only where they are not zero.

    An amount that is no whole number of fen is written as a fraction of a yuan.

    >>> short_yuan_text(73000), short_yuan_text(78350), short_yuan_text(Fraction(100, 3))
    ('730', '783.50', '1/3')
    """
    yuan = yuan_of(fen)
    if yuan.denominator == 1:
        return f"{yuan.numerator}"
    return yuan_text(fen) if FEN % yuan.denominator == 0 else f"{yuan}"


def flow_of_month(fen: int) -> int:
    """What is kept of a flow of so many fen a month.

    >>> flow_of_month(10_000)
    120000
    """
    return fen * MONTHS_OF_A_FLOW


def per_month(kept: int) -> Number:
    """Fen a month of a flow as it is kept.

    >>> per_month(120_000), per_month(1000)
    (10000, Fraction(250, 3))
    """
    return quotient(kept, MONTHS_OF_A_FLOW)


def grouped(text: str) -> str:
    """A number with a comma between thousands; any other text as it is.

    >>> grouped("-1205.01"), grouped("905.00"), grouped("h1205")
    ('-1,205.01', '905.00', 'h1205')
    """
    found = _GROUPED.fullmatch(text)
    return text if found is None else f"{found[1]}{int(found[2]):,}{found[3] or ''}"
