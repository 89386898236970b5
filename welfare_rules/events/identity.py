"""Who somebody is: ID number, name and birth date, and how well two of them agree.

An ID number has 17 digits and a check character by GB 11643 (ISO 7064, MOD 11-2), or 15 digits as
they were given out until 1999. Its first six digits are a code of a place at the time; codes
change, so that they are never a reason to refuse a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.days import day_of_text, day_text

_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHECK = "10X98765432"
_FORM = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")

Grade = Literal[1, 2, 3]
"""How well an event and a person agree.

1: ID number, name and birth date; 2: the number, and one of the others does not, or is not said;
3: name and birth date, and no number is said by one of them.
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as far as that is said; an empty text or None where it is not.

    >>> Identity.of("11010519491231002x", " 张　三 ", None)
    Identity(id_number='11010519491231002X', name='张三', birth_date=19491231)
    """

    id_number: str = ""
    name: str = ""
    birth_date: int | None = None

    @staticmethod
    def of(id_number: str | None, name: str | None, birth_date: int | None) -> Identity:
        """An identity in one form: full width, spaces and small letters make no difference.

        The birth date of a valid number stands in for one that is not said.
        """
        number = normal_number(id_number or "")
        if birth_date is None and number_fault(number) is None:
            birth_date = birth_date_of(number)
        return Identity(number, normal_name(name or ""), birth_date)


def normal_number(text: str) -> str:
    """An ID number without spaces, in half width, with a large X."""
    return _without_spaces(text).upper()


def normal_name(text: str) -> str:
    """A name in half width without spaces, and with one kind of point between its parts.

    >>> normal_name("阿依古丽 • 买买提")
    '阿依古丽·买买提'
    """
    return re.sub("[·•・‧∙⋅.]", "·", _without_spaces(text))


def _without_spaces(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(each for each in plain if not each.isspace() and each.isprintable())
    return unicodedata.normalize("NFKC", kept)  # what a space kept apart may now be one letter


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


def grade(said: Identity, known: Identity) -> Grade | None:
    """How well an event and somebody on record agree; None where they are two people.

    >>> one = Identity.of("11010519491231002X", "张三", None)
    >>> grade(one, one), grade(one, Identity.of("11010519491231002X", "张珊", None))
    (1, 2)
    >>> grade(Identity.of(None, "张三", 19491231), one)
    3
    """
    named = bool(said.name) and said.name == known.name
    born = said.birth_date is not None and said.birth_date == known.birth_date
    if said.id_number and known.id_number:
        if not same_number(said.id_number, known.id_number):
            return None
        return 1 if named and born and number_fault(said.id_number) is None else 2
    return 3 if named and born else None


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
    return _core(one) == _core(other) and longer[6:8] == "19"


def _core(number: str) -> str:
    """The 15 digits that a number of 18 has in common with the one given out before it."""
    return number[:6] + number[8:17] if len(number) == 18 else number


def shown(identity: Identity) -> str:
    """Somebody as a finding may name him: never the number, the name by its first character.

    >>> shown(Identity.of("11010519491231002X", "张三", None))
    '张*，1949-12-31'
    """
    name = identity.name[:1] + "*" * max(0, len(identity.name) - 1) if identity.name else "?"
    born = day_text(identity.birth_date) if identity.birth_date is not None else "?"
    return f"{name}，{born}"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody on record by his household and id, and how well an event agrees with him."""

    household: str
    person: str
    grade: Grade


class People:
    """Everybody on record, found by number, or by name and birth date.

    >>> people = People([("h1", "p1", Identity.of("11010519491231002X", "张三", None))])
    >>> people.like(Identity.of(None, "张三", 19491231))
    (Found(household='h1', person='p1', grade=3),)
    """

    def __init__(self, recorded: Iterable[tuple[str, str, Identity]]) -> None:
        self._by_number: dict[str, list[tuple[str, str, Identity]]] = {}
        self._by_name: dict[tuple[str, int | None], list[tuple[str, str, Identity]]] = {}
        for each in recorded:
            if each[2].id_number:
                self._by_number.setdefault(_core(each[2].id_number), []).append(each)
            self._by_name.setdefault((each[2].name, each[2].birth_date), []).append(each)

    def like(self, said: Identity) -> tuple[Found, ...]:
        """All who may be meant, of the best grade that there is."""
        tried = [
            *self._by_number.get(_core(said.id_number), ()),
            *self._by_name.get((said.name, said.birth_date), ()),
        ]
        found: dict[tuple[str, str], Found] = {}
        for household, person, known in tried:
            made = grade(said, known)
            if made is not None:
                found[household, person] = Found(household, person, made)
        best = min((each.grade for each in found.values()), default=None)
        return tuple(each for each in found.values() if each.grade == best)
