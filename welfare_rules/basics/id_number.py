"""ID numbers: their form, their check character, the day of birth in them.

An ID number has 17 digits and a check character by GB 11643 (ISO 7064, MOD 11-2), or 15 digits as
they were given out until 1999. Its first six digits are a code of a place at the time; codes
change, so that they are never a reason to refuse a number.
"""

from __future__ import annotations

import re
from typing import Literal

from welfare_rules.basics.days import day_of_text

_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHECK = "10X98765432"
_FORM = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_MAY_BE = re.compile(r"[1-9][0-9]{5}(?:(?:18|19|20)[0-9]{9}[0-9Xx]|[0-9]{9})")


def looks_like_id_number(text: str) -> bool:
    """Whether a text may be an ID number: of 18 digits, or of 15 as they once were, with a day.

    >>> looks_like_id_number("32092219500101102X"), looks_like_id_number("320922500101102")
    (True, True)
    >>> looks_like_id_number("000000000000000001"), looks_like_id_number("h1")
    (False, False)
    """
    return _MAY_BE.fullmatch(text) is not None and birth_date_of(text) is not None


def number_fault(number: str) -> Literal["form", "birth date", "check"] | None:
    """What is wrong with an ID number; None for a valid one.

    >>> number_fault("11010519491231002X"), number_fault("110105194912310021")
    (None, 'check')
    >>> number_fault("110105491231002")
    """
    if not _FORM.fullmatch(number):
        return "form"
    if birth_date_of(number) is None:
        return "birth date"
    if len(number) == 18 and check_character(number[:17]) != number[17]:
        return "check"
    return None


def check_character(digits: str) -> str:
    """The check character of the first 17 digits of an ID number.

    >>> check_character("11010519491231002")
    'X'
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return _CHECK[total % 11]


def birth_date_of(number: str) -> int | None:
    """The birth date in an ID number as a day number; None where it names no day."""
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        return day_of_text(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None


def same_number(one: str, other: str) -> bool:
    """Whether two ID numbers are of one person; one of 15 digits is the same without the century.

    >>> same_number("11010519491231002X", "110105491231002")
    True
    >>> same_number("110105204912310028", "110105491231002")
    False
    """
    if len(one) == len(other):
        return one == other
    longer = max(one, other, key=len)
    return without_century(one) == without_century(other) and longer[6:8] == "19"


def without_century(number: str) -> str:
    """The 15 digits that a number of 18 has in common with the one given out before it."""
    return number[:6] + number[8:17] if len(number) == 18 else number
