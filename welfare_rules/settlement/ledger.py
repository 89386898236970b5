"""What was paid: month, benefit, payee, amount, and the day on which it was decided."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from welfare_rules.basics.days import Month, date_of, day_number
from welfare_rules.basics.money import decimal_yuan, fen_of
from welfare_rules.basics.scalars import plain
from welfare_rules.basics.text import Words
from welfare_rules.facts.json_text import parse_json
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import fen_of as read_fen
from welfare_rules.findings import CaseError, Finding, Place, RequestError, finding, nearest
from welfare_rules.findings.validation import Refusals, path_text
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.loading import MonthInput, parse_day, parse_month


def _day(given: Any) -> int | None:
    read = plain(given)
    if isinstance(read, (int, float)):
        raise ValueError("a number is no day")
    return None if read is None else parse_day(given, "decided")


class PaymentModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    month: Annotated[Month, BeforeValidator(parse_month)]
    benefit: str
    payee: str
    amount: Annotated[int, BeforeValidator(read_fen)]
    decided: Annotated[int | None, BeforeValidator(_day)] = None


@dataclass(frozen=True, slots=True, init=False)
class Payment:
    """One payment: the month that it was for, the benefit, who received it, and how much, in yuan.

    `decided` is the day of the decision, None when none is recorded. Month, amount and day may be
    given as people have them (`"2021-07"`, a date, a Decimal, a text). Raises CaseError with all
    that is none of these.

    >>> paid = Payment("2021-07", "dibao", "h1", "810.00", "2021-07-05")
    >>> paid.month.text, paid.amount, paid.decided
    ('2021-07', Decimal('810.00'), datetime.date(2021, 7, 5))
    """

    month: Month
    """The month that it was for."""
    benefit: str
    """Id of the benefit."""
    payee: str
    """Id of the member, or of the household."""
    amount: Decimal
    """How much was paid, in yuan."""
    decided: datetime.date | None
    """The day of the decision; None where none is recorded."""

    def __init__(
        self,
        month: MonthInput,
        benefit: str,
        payee: str,
        amount: Decimal | str | int,
        decided: str | datetime.date | None = None,
    ) -> None:
        row = {"month": month, "benefit": benefit, "payee": payee, "amount": amount}
        try:
            read = PaymentModel.model_validate(row | {"decided": decided})
        except ValidationError as error:
            raise CaseError(_form(error, (), "payment")) from None
        day = None if read.decided is None else date_of(read.decided)
        _fill(self, read.month, benefit, payee, decimal_yuan(read.amount), day)

    @property
    def amount_fen(self) -> int:
        """The amount in fen.

        >>> Payment("2021-07", "dibao", "h1", "810.00").amount_fen
        81000
        """
        return int(fen_of(self.amount))

    @property
    def decided_day(self) -> int:
        """The day of the decision as YYYYMMDD, 0 when none is recorded.

        >>> Payment("2021-07", "dibao", "h1", 810, datetime.date(2021, 7, 5)).decided_day
        20210705
        """
        return 0 if self.decided is None else day_number(self.decided)


def _fill(made: Payment, *values: object) -> Payment:
    for each, value in zip(fields(Payment), values, strict=True):
        object.__setattr__(made, each.name, value)
    return made


def payment_of(month: Month, benefit: str, payee: str, fen: int, decided: int = 0) -> Payment:
    """A payment of what has been read: an amount in fen, a day as YYYYMMDD or 0.

    >>> payment_of(Month.of(2021, 7), "dibao", "h1", 81000).amount
    Decimal('810.00')
    """
    day = date_of(decided) if decided else None
    made = object.__new__(Payment)
    return _fill(made, month, benefit, payee, decimal_yuan(fen), day)


Ledger = tuple[Payment, ...]
_REFUSALS = Refusals("WR402", "WR409", "WR403", {}, str)


def read_ledger(text: str | bytes | Sequence[Mapping[str, Any]], name: str = "ledger") -> Ledger:
    """A ledger from JSON text or mappings; raises CaseError with every faulty row.

    >>> paid = {"month": "2021-07", "benefit": "x", "payee": "h1", "amount": "810.00"}
    >>> read_ledger([paid | {"decided": "2021-07-05"}])[0].amount
    Decimal('810.00')
    """
    data = parse_json(text, name) if isinstance(text, (str, bytes)) else text
    if not isinstance(data, (list, tuple)):
        raise CaseError(
            [
                finding(
                    "WR403",
                    Place(name, path="$"),
                    want=Words("一个列表", "a list"),
                    got=type(data).__name__,
                )
            ]
        )
    made: list[Payment] = []
    found: list[Finding] = []
    for place, row in enumerate(cast(Sequence[Any], data)):
        try:
            model = PaymentModel.model_validate(row)
        except ValidationError as error:
            found.extend(_form(error, (place,), name))
            continue
        made.append(
            payment_of(model.month, model.benefit, model.payee, model.amount, model.decided or 0)
        )
    if found:
        raise CaseError(found)
    return tuple(made)


def ledger_of(given: Sequence[Payment] | Sequence[Mapping[str, Any]] | str | bytes) -> Ledger:
    """A ledger as it is given: already read, or to be read."""
    if isinstance(given, (list, tuple)) and all(isinstance(each, Payment) for each in given):
        return tuple(cast(Sequence[Payment], given))
    return read_ledger(cast("str | bytes | Sequence[Mapping[str, Any]]", given))


def in_ids(ledger: Ledger, labels: Labels) -> Ledger:
    """The ledger with the ids of its benefits, where it names them by their labels."""
    return tuple(
        replace(each, benefit=labels.benefits.get(each.benefit, each.benefit)) for each in ledger
    )


def months_of(ledger: Ledger, first: Month | None, last: Month | None) -> tuple[Month, Month]:
    """The months to settle.

    Those asked for, else those of the ledger. Raises RequestError where neither says.
    """
    paid = sorted((each.month for each in ledger), key=lambda each: each.first)
    begun, ended = first or (paid[0] if paid else None), last or (paid[-1] if paid else None)
    if begun is None or ended is None:
        raise RequestError([finding("WR434", Place("ledger"))])
    return begun, ended


def _form(error: ValidationError, row: tuple[int, ...], name: str) -> Iterable[Finding]:
    for each in error.errors(include_url=False):
        place = Place(name, path=path_text((*row, *each["loc"])))
        last = each["loc"][-1] if each["loc"] else ""
        found = _REFUSALS.finding(each, place, lambda: PaymentModel.model_fields)
        if found is not None:
            yield found
        elif last == "month":
            yield finding("WR502", place, got=str(each["input"])[:40])
        elif last == "decided":
            yield finding("WR504", place, got=str(each["input"])[:40])
        else:
            got = type(each["input"]).__name__
            yield finding("WR403", place, want=Words("文字", "a text"), got=got)


def check_ledger(
    law: Law, ledger: Ledger, household: str, members: frozenset[str], name: str = "ledger"
) -> tuple[Finding, ...]:
    """What of a ledger cannot be settled (errors), and what a person should look at (warnings)."""
    kinds = {benefit.id: benefit.payee for benefit in law.benefits}
    labels = (each.label for each in law.benefits)
    written = {*kinds, *(word for each in labels for word in (each.zh, each.en))}
    found: list[Finding] = []
    seen: set[tuple[str, str, str]] = set()
    for place, each in enumerate(ledger):
        where = Place(name, path=f"[{place}].payee")
        kind = kinds.get(each.benefit)
        fitting = {household} if kind is Entity.HOUSEHOLD else members
        if kind is None:
            found.append(
                finding(
                    "WR425",
                    Place(name, path=f"[{place}].benefit"),
                    got=each.benefit,
                    nearest=nearest(each.benefit, written),
                )
            )
        if each.payee not in members and each.payee != household:
            found.append(
                finding(
                    "WR428",
                    where,
                    got=each.payee,
                    nearest=nearest(each.payee, {household, *members}),
                )
            )
        elif kind is not None and each.payee not in fitting:
            household_paid = kind is Entity.HOUSEHOLD
            whom = Words("家庭", "the household") if household_paid else Words("成员", "a member")
            found.append(finding("WR435", where, got=each.payee, benefit=each.benefit, whom=whom))
        key = (each.month.text, each.benefit, each.payee)
        if key in seen:
            found.append(finding("WR426", Place(name, path=f"[{place}]"), got=" / ".join(key)))
        seen.add(key)
    return tuple(found)
