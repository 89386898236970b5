"""A curve as users see it: pieces and jumps in yuan, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from welfare_rules.basics.days import Month, day_text
from welfare_rules.basics.decimals import decimal_of
from welfare_rules.basics.due import Due, bounds_of, sum_of
from welfare_rules.basics.money import FEN, amount_text
from welfare_rules.basics.numbers import Number, simplest
from welfare_rules.basics.text import Words
from welfare_rules.curves.asking import too_much, varied
from welfare_rules.curves.forms import TooCurved
from welfare_rules.curves.sweep import MOST_PIECES, Jump, Line, Piece, TooManyPieces, trace
from welfare_rules.engine.contract import Decision, Standing, status_of
from welfare_rules.engine.reference import Evaluation
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.law.terms import Per
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program

Ends = tuple[Decimal | None, Decimal | None]
TOO_MANY = Words(
    f"变化超过 {MOST_PIECES} 处，请缩小范围", f"it turns more than {MOST_PIECES} times; take less"
)
TOO_CURVED = Words(
    "所算的值是这项事实过高的乘方", "what is worked out is too high a power of this fact"
)


@dataclass(frozen=True, slots=True)
class CurveLine:
    """One benefit for one payee on one piece of a curve.

    `amounts` is what is due at both ends in yuan, None where it cannot be said; `rate` by how many
    yuan it rises when the fact rises by one (a yuan, a month, a person), before rounding; None
    where it is no straight line, or cannot be said.
    """

    benefit: str
    """Id of the benefit."""
    label: Words
    """What it is called."""
    payee: str
    """Id of the member, or of the household."""
    status: Standing
    """Whether there is a right."""
    amounts: Ends
    """What is due at both ends, in yuan."""
    rate: Fraction | None
    """By how many yuan it rises when the fact rises by one, before rounding."""
    per: Per = "month"
    """How it is paid."""

    def to_dict(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "benefit": self.benefit,
            "payee": self.payee,
            "status": self.status,
            "amount": [_text(each) for each in self.amounts],
            "rate": _rate_text(self.rate),
            "per": self.per,
        }


@dataclass(frozen=True, slots=True)
class CurvePiece:
    """A part of the range on which nothing changes its way.

    `first` and `last` are values of the fact, both of them in it: yuan, or whole numbers. `total`
    is what is due each month at both ends, `once` what else is due, as `determine` says it;
    `at_least` is what of the total is certain. Between the ends amounts lie on a straight line but
    for roundings, if `rate` is not None.
    """

    first: Decimal | int
    """The first value of the fact: yuan, or a whole number."""
    last: Decimal | int
    """The last value of the fact."""
    total: Ends
    """What is due each month at both ends, in yuan."""
    at_least: Ends
    """What of the total is certain, in yuan."""
    once: Ends
    """What else is due in the month at both ends, in yuan."""
    rate: Fraction | None
    """By how many yuan the total rises when the fact rises by one; None where it is no straight
    line.
    """
    circle: str | None
    """Id of the circle; None while it cannot be said."""
    lines: tuple[CurveLine, ...]
    """The benefits that are due or may be."""

    @property
    def open(self) -> tuple[str, ...]:
        """The benefits of which an amount cannot be said here."""
        return tuple(
            dict.fromkeys(each.benefit for each in self.lines if each.status == "undetermined")
        )

    def to_dict(self) -> dict[str, Any]:
        """As the contract writes it; benefits that are nothing all along are left out."""
        return {
            "from": _value_text(self.first),
            "to": _value_text(self.last),
            "total": [_text(each) for each in self.total],
            "at_least": [_text(each) for each in self.at_least],
            "once": [_text(each) for each in self.once],
            "rate": _rate_text(self.rate),
            "circle": self.circle,
            "benefits": [each.to_dict() for each in self.lines if any(each.amounts)],
            "open": list(self.open),
        }


@dataclass(frozen=True, slots=True)
class CurveJump:
    """One benefit for one payee that changes, from one value to the next, by more than roundings.

    `at` is the first value behind it; `before` and `after` are yuan. `rule` is the clause that
    holds on one side alone, None where it is the amount itself that jumps.
    """

    at: Decimal | int
    """The first value behind the jump: yuan, or a whole number."""
    before: Decimal
    """What is due before it, in yuan."""
    after: Decimal
    """What is due behind it, in yuan."""
    benefit: str
    """Id of the benefit."""
    label: Words
    """What it is called."""
    payee: str
    """Id of the member, or of the household."""
    rule: str | None
    """Id of the clause that holds on one side alone; None where the amount itself jumps."""
    because: Words | None
    """What that clause says."""

    def to_dict(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "at": _value_text(self.at),
            "before": _text(self.before),
            "after": _text(self.after),
            "benefit": self.benefit,
            "payee": self.payee,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Curve:
    """What a household is due while one fact of it runs through a range, exactly.

    The pieces cover the range without overlap; what is between two of them is a breakpoint, worked
    out from the rules and not sampled. `money` says whether the fact is yuan.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> one = {"id": "p1", "relation": "head", "birth_date": "1976-09-10", "wage": 0}
    >>> curve = rules.curve({"id": "h1", "members": [one]}, "members[p1].wage", 0, 2000)
    >>> curve.vary, curve.pieces[0].first, curve.pieces[-1].last
    ('members[p1].wage', Decimal('0.00'), Decimal('2000.00'))
    """

    case: str
    """Id of the household."""
    month: Month
    """The month that was asked for."""
    known: int
    """The day whose knowledge counts, YYYYMMDD."""
    jurisdiction: str
    """The jurisdiction whose law it is."""
    policy_digest: str
    """Digest of the rules of the month."""
    vary: str
    """Path of the fact that runs through the range."""
    label: Words
    """What that fact is called."""
    money: bool
    """Whether it is yuan."""
    pieces: tuple[CurvePiece, ...]
    """The parts of the range, in order."""
    jumps: tuple[CurveJump, ...]
    """Where a benefit changes by more than roundings."""

    def to_dict(self) -> dict[str, Any]:
        """The curve as the contract writes it."""
        return {
            "case": self.case,
            "month": self.month.text,
            "jurisdiction": self.jurisdiction,
            "known": day_text(self.known),
            "policy_digest": self.policy_digest,
            "vary": self.vary,
            "pieces": [each.to_dict() for each in self.pieces],
            "jumps": [each.to_dict() for each in self.jumps],
        }


def curve(
    program: Program,
    case: Case,
    path: str,
    ends: tuple[Any, Any],
    when: tuple[Month, int],
    evaluate: Callable[[Case], Evaluation],
    decide: Callable[[Case], Decision],
) -> Curve:
    """The curve of a case by a program, for a month and a day of knowledge.

    Raises RequestError for a fact or range that cannot be followed.
    """
    asked = varied(program.law, case, path, *ends)
    try:
        found = trace(case, asked, evaluate, decide)
    except TooManyPieces:
        raise too_much(TOO_MANY) from None
    except TooCurved:
        raise too_much(TOO_CURVED) from None
    return Curve(
        case.id,
        *when,
        program.law.jurisdiction,
        program.digest,
        case.path(asked.payee, asked.fact.id),
        asked.fact.label,
        asked.fact.type.kind is Kind.MONEY,
        tuple(_piece(each, case, asked.fact) for each in found.pieces),
        tuple(_jump(each, case, asked.fact) for each in found.jumps),
    )


def _piece(piece: Piece, case: Case, fact: Fact) -> CurvePiece:
    monthly = [each for each in piece.lines if each.benefit.per == "month"]
    others = [each for each in piece.lines if each.benefit.per != "month"]
    return CurvePiece(
        _value(fact, piece.span.first),
        _value(fact, piece.span.last),
        _sums(monthly),
        _certain(monthly),
        _sums(others),
        _sum_of_rates(fact, monthly),
        piece.circle,
        tuple(_line(each, case, fact) for each in piece.lines),
    )


def _line(line: Line, case: Case, fact: Fact) -> CurveLine:
    due = [None if line.benefit.service else each for each in line.due]
    return CurveLine(
        line.benefit.id,
        line.benefit.label,
        case.payee_id(line.payee),
        status_of(line.entitled),
        (_yuan(due[0]), _yuan(due[1])),
        None if line.benefit.service else _rate(fact, line.rate),
        line.benefit.per,
    )


def _jump(jump: Jump, case: Case, fact: Fact) -> CurveJump:
    reasons = {each.clause.id: each.clause.because for each in jump.benefit.reasons}
    return CurveJump(
        _value(fact, jump.at),
        decimal_of(jump.before, 2),
        decimal_of(jump.after, 2),
        jump.benefit.id,
        jump.benefit.label,
        case.payee_id(jump.payee),
        jump.rule,
        None if jump.rule is None else reasons[jump.rule],
    )


def _sums(lines: Iterable[Line]) -> Ends:
    first, last = _due(lines)
    return _yuan(first), _yuan(last)


def _certain(lines: Iterable[Line]) -> Ends:
    first, last = (bounds_of(each)[0] for each in _due(lines))
    return (
        None if first is None else decimal_of(first.__floor__(), 2),
        None if last is None else decimal_of(last.__floor__(), 2),
    )


def _due(lines: Iterable[Line]) -> tuple[Due, Due]:
    paid = [each.due for each in lines if not each.benefit.service]
    return sum_of(first for first, _ in paid), sum_of(last for _, last in paid)


def _sum_of_rates(fact: Fact, lines: Iterable[Line]) -> Fraction | None:
    rates = [_rate(fact, each.rate) for each in lines if not each.benefit.service]
    there = [each for each in rates if each is not None]
    return sum(there, Fraction(0)) if len(there) == len(rates) else None


def _rate(fact: Fact, fen: Number | None) -> Fraction | None:
    """Yuan for a yuan of a fact of money, else yuan for one more of it."""
    if fen is None:
        return None
    return Fraction(fen) if fact.type.kind is Kind.MONEY else Fraction(fen) / FEN


def _value(fact: Fact, value: int) -> Decimal | int:
    return decimal_of(value, 2) if fact.type.kind is Kind.MONEY else value


def _yuan(due: Due | None) -> Decimal | None:
    return decimal_of(due, 2) if isinstance(due, int) else None


def _value_text(value: Decimal | int) -> str | int:
    return value if isinstance(value, int) else amount_text(value)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else amount_text(amount)


def _rate_text(rate: Fraction | None) -> str | None:
    return None if rate is None else str(simplest(rate))
