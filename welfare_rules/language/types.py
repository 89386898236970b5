"""Types of the formula language.

Money is never mixed with plain numbers, and a choice is always a value of one closed list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from welfare_rules.basics.text import Words, aside


class Kind(StrEnum):
    BOOL = "bool"
    INT = "int"
    MONEY = "money"
    RATE = "rate"
    MONTHS = "months"
    DATE = "date"
    CODE = "code"
    CHOICE = "choice"
    BENEFITS = "benefits"


class Entity(StrEnum):
    """Whose thing a value is.

    A household formula may not name a member's thing outside an aggregate.
    """

    HOUSEHOLD = "household"
    MEMBER = "member"


KIND_WORDS: dict[Kind, Words] = {
    Kind.BOOL: Words("真假", "true or false"),
    Kind.INT: Words("整数", "a whole number"),
    Kind.MONEY: Words("金额", "an amount of money"),
    Kind.RATE: Words("比例或小数", "a rate"),
    Kind.MONTHS: Words("月数", "a number of months"),
    Kind.DATE: Words("日期", "a date"),
    Kind.CODE: Words("区划代码", "a division code"),
    Kind.CHOICE: Words("选项", "a choice"),
    Kind.BENEFITS: Words("待遇清单", "a list of benefits"),
}

NUMBERS = frozenset({Kind.INT, Kind.MONEY, Kind.RATE, Kind.MONTHS})
ORDERED = NUMBERS | {Kind.DATE}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind and, for a choice, the id of its closed list."""

    kind: Kind
    choice: str = ""

    @property
    def whole(self) -> bool:
        """Whether every value of it is a whole number: money may be a fraction of a fen."""
        return self.kind not in (Kind.MONEY, Kind.RATE)

    def words(self) -> Words:
        """What values of this type are called.

        >>> Type(Kind.CHOICE, "grade").words()
        Words(zh='选项（grade）', en='a choice (grade)')
        """
        words = KIND_WORDS[self.kind]
        return aside(words, self.choice) if self.choice else words


BOOL = Type(Kind.BOOL)
INT = Type(Kind.INT)
MONEY = Type(Kind.MONEY)
RATE = Type(Kind.RATE)
MONTHS = Type(Kind.MONTHS)
DATE = Type(Kind.DATE)
CODE = Type(Kind.CODE)


def sum_type(left: Type, right: Type) -> Type | None:
    """Result of `+` and `-`, or None where they may not be added.

    Money only with money, months with whole numbers.
    """
    kinds = {left.kind, right.kind}
    if not kinds <= NUMBERS:
        return None
    if len(kinds) == 1:
        return left
    if kinds == {Kind.INT, Kind.RATE}:
        return RATE
    if kinds == {Kind.INT, Kind.MONTHS}:
        return MONTHS
    return None


def product_type(left: Type, right: Type) -> Type | None:
    """Result of `*`: money times a number is money; money times money means nothing."""
    kinds = (left.kind, right.kind)
    if not set(kinds) <= NUMBERS or kinds.count(Kind.MONEY) == 2:
        return None
    if Kind.MONEY in kinds:
        return MONEY
    if Kind.RATE in kinds:
        return RATE
    return MONTHS if Kind.MONTHS in kinds else INT


def quotient_type(left: Type, right: Type) -> Type | None:
    """Result of `/`: money by a number is money, money by money and number by number are a rate."""
    if not {left.kind, right.kind} <= NUMBERS:
        return None
    if right.kind is Kind.MONEY:
        return RATE if left.kind is Kind.MONEY else None
    return MONEY if left.kind is Kind.MONEY else RATE


def comparable(left: Type, right: Type, *, order: bool) -> bool:
    """Whether two types may be compared; with `order`, by more than equality."""
    if left == right:
        return left.kind in ORDERED if order else left.kind is not Kind.BENEFITS
    return sum_type(left, right) is not None


def fits(got: Type, want: Type) -> bool:
    """Whether a value of `got` may stand where `want` is asked for.

    A whole number is also a rate and a number of months.
    """
    if got == want:
        return True
    return (got.kind is Kind.INT and want.kind in (Kind.RATE, Kind.MONTHS)) or (
        got.kind is Kind.MONTHS and want.kind is Kind.INT
    )
