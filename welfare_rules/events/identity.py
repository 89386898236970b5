"""Who somebody is: ID number, name and birth date, and how well two of them agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.days import day_text
from welfare_rules.basics.id_number import birth_date_of, number_fault, same_number, without_century

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

    @property
    def digits(self) -> str:
        """What all forms of the ID number have in common, to look people up by."""
        return without_century(self.id_number)

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


def best_of(said: Identity, recorded: Iterable[tuple[str, str, Identity]]) -> tuple[Found, ...]:
    """All of some people on record who may be meant, of the best grade that there is.

    >>> known = Identity.of("11010519491231002X", "张三", None)
    >>> best_of(Identity.of(None, "张三", 19491231), [("h1", "p1", known)])
    (Found(household='h1', person='p1', grade=3),)
    """
    found: dict[tuple[str, str], Found] = {}
    for household, person, known in recorded:
        made = grade(said, known)
        if made is not None:
            found[household, person] = Found(household, person, made)
    best = min((each.grade for each in found.values()), default=None)
    return tuple(each for each in found.values() if each.grade == best)
