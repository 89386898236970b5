"""Arrears and recoveries: paid against due as known now, by month, with the causes.

Paid plus arrears less recovery is what is due, for every line that is determined; nothing here
depends on the month in which a right was paid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import Month, day_text, month_of
from welfare_rules.basics.due import (
    UNDETERMINED,
    Due,
    Undetermined,
    added,
    bounds_of,
    due_in_yuan,
    due_text,
)
from welfare_rules.basics.money import decimal_yuan, yuan_text
from welfare_rules.engine.contract import Outcome
from welfare_rules.findings import CaseError, Finding, Place, errors_of, finding
from welfare_rules.history.facts import History, told
from welfare_rules.history.timeline import Reading, Run
from welfare_rules.rules import CompiledLaw
from welfare_rules.settlement.causes import Cause, Causes, Key
from welfare_rules.settlement.ledger import Ledger, check_ledger, in_ids

if TYPE_CHECKING:
    from welfare_rules.written.records import LineDict, SettlementDict


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit for one payee in one month: what was due, what was paid, and why they differ.

    Amounts are yuan, but for those whose names say fen. While it cannot be said what is due,
    neither can arrears or recovery: they are `Undetermined` then.

    >>> from welfare_rules.basics.days import Month
    >>> line = Line(Month.of(2021, 7), "dibao", "h1", due_fen=90000, paid_fen=81000)
    >>> line.due, line.paid, line.arrears, line.recovery
    (Decimal('900.00'), Decimal('810.00'), Decimal('90.00'), Decimal('0.00'))
    """

    month: Month
    """The month that it is about."""
    benefit: str
    """Id of the benefit."""
    payee: str
    """Id of the member, or of the household."""
    due_fen: Due
    """What was due, in fen, or that it cannot be said."""
    paid_fen: int
    """What was paid, in fen."""
    causes: tuple[Cause, ...] = ()
    """Why the two differ."""

    @property
    def determined(self) -> bool:
        """Whether it can be said what is due.

        >>> from welfare_rules.basics.days import Month
        >>> Line(Month.of(2021, 7), "dibao", "h1", UNDETERMINED, 81000).determined
        False
        """
        return isinstance(self.due_fen, int)

    @property
    def due(self) -> Decimal | Undetermined:
        """What is due as known now."""
        return due_in_yuan(self.due_fen)

    @property
    def paid(self) -> Decimal:
        """What was paid."""
        return decimal_yuan(self.paid_fen)

    @property
    def arrears(self) -> Decimal | Undetermined:
        """What is owed to the payee: 0 where enough was paid."""
        return due_in_yuan(self.arrears_fen)

    @property
    def recovery(self) -> Decimal | Undetermined:
        """What was paid too much: 0 where it was not."""
        return due_in_yuan(self.recovery_fen)

    @property
    def arrears_fen(self) -> Due:
        """The arrears in fen."""
        due = self.due_fen
        return max(0, due - self.paid_fen) if isinstance(due, int) else UNDETERMINED

    @property
    def recovery_fen(self) -> Due:
        """The recovery in fen."""
        due = self.due_fen
        return max(0, self.paid_fen - due) if isinstance(due, int) else UNDETERMINED

    def to_dict(self) -> LineDict:
        """The line as the contract writes it."""
        made: dict[str, Any] = {
            "month": self.month.text,
            "benefit": self.benefit,
            "payee": self.payee,
            "due": due_text(self.due_fen),
            "paid": yuan_text(self.paid_fen),
            "arrears": due_text(self.arrears_fen),
            "recovery": due_text(self.recovery_fen),
            "causes": [each.to_dict() for each in self.causes],
        }
        return cast("LineDict", made)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Every line of the months asked for, the sums of those lines that are determined, and what a
    person should look at.

    `first` and `last` are the months asked for, `known` the day whose knowledge counts, YYYYMMDD;
    `paid_until` is the last month that the ledger has. Sums are yuan, but for those whose names say
    fen.

    >>> import welfare_rules as wr
    >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
    >>> paid = {"month": "2021-08", "benefit": "old_age_allowance", "payee": "p1", "amount": 50}
    >>> history = {"case": {"id": "h1", "members": [one]}}
    >>> found = wr.load("cn/model").settle(history, [paid], known="2021-12-31")
    >>> found.arrears, found.recovery, found.net
    (Decimal('0.00'), Decimal('50.00'), Decimal('-50.00'))
    """

    lines: tuple[Line, ...]
    """Every benefit, payee and month with something due or paid."""
    first: Month
    """The first month asked for."""
    last: Month
    """The last month asked for."""
    known: int
    """The day whose knowledge counts, YYYYMMDD."""
    jurisdiction: str
    """The jurisdiction whose law it is."""
    case: str
    """Id of the household."""
    paid_until: Month
    """The last month that the ledger has."""
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    """What a person should look at."""

    @property
    def arrears(self) -> Decimal:
        """What is owed in all."""
        return decimal_yuan(self.arrears_fen)

    @property
    def recovery(self) -> Decimal:
        """What was paid too much in all."""
        return decimal_yuan(self.recovery_fen)

    @property
    def net(self) -> Decimal:
        """What remains to be paid (or, below 0, to be paid back)."""
        return decimal_yuan(self.net_fen)

    @property
    def arrears_fen(self) -> int:
        """The arrears in fen."""
        return added(line.arrears_fen for line in self.lines)

    @property
    def recovery_fen(self) -> int:
        """The recovery in fen."""
        return added(line.recovery_fen for line in self.lines)

    @property
    def net_fen(self) -> int:
        """Arrears less recovery in fen."""
        return self.arrears_fen - self.recovery_fen

    def to_dict(self) -> SettlementDict:
        """The settlement as the contract writes it."""
        return {
            "lines": [line.to_dict() for line in self.lines],
            "arrears": yuan_text(self.arrears_fen),
            "recovery": yuan_text(self.recovery_fen),
            "net": yuan_text(self.net_fen),
        }


def settle(
    policy: CompiledLaw,
    history: History,
    ledger: Ledger,
    first: Month,
    last: Month,
    known: int,
    *,
    engine: str = "native",
    name: str = "ledger",
    history_name: str = "history",
) -> Settlement:
    """What is owed and what was paid too much, from `first` to `last`, as known on `known`.

    Raises CaseError for a ledger that names what does not exist or facts that cannot be read,
    RequestError for months out of order.
    """
    reading = Reading(policy, history, history_name)
    history, ledger = reading.history, in_ids(ledger, policy.reader.labels)
    found = [
        *history.findings,
        *check_ledger(policy.law, ledger, str(history.case.get("id")), history.people, name),
    ]
    errors = errors_of(found)
    if errors:
        raise CaseError(errors)
    earliest = min(
        (
            version.period.announced
            for figure in policy.law.figures.values()
            for version in figure.versions
        ),
        default=0,
    )
    if known < earliest:
        found.append(
            finding("WR427", Place("known"), got=day_text(known), first=day_text(earliest))
        )
    found.extend(_strange(ledger, first, last, known, name))
    paid: dict[str, dict[Key, tuple[int, int]]] = {}
    for each in ledger:
        rows = paid.setdefault(each.month.text, {})
        amount, decided = rows.get((each.benefit, each.payee), (0, 0))
        rows[each.benefit, each.payee] = (amount + each.amount_fen, max(decided, each.decided_day))
    torn = (told(each, history_name) for each in reading.differing(known))
    found.extend(each for each in torn if each not in found)
    run = Run(reading, known, engine)
    causes = Causes(reading, known, engine)
    lines: list[Line] = []
    month = first
    for answer in run.months(first, last):
        lines.extend(
            _lines(answer, month, paid.get(month.text, {}), causes, begun=month.first <= known)
        )
        month = month.after(1)
    until = max((each.month for each in ledger), key=lambda each: each.first, default=last)
    case = str(history.case.get("id"))
    return Settlement(
        tuple(lines), first, last, known, policy.jurisdiction, case, until, tuple(found)
    )


def _strange(ledger: Ledger, first: Month, last: Month, known: int, name: str) -> Iterable[Finding]:
    """What a person should look at.

    Months that lie ahead, payments of other months, decisions that nobody can know of yet.
    """
    if last.first > known:
        yield finding("WR430", Place("last"), got=month_of(known).text, known=day_text(known))
    for place, each in enumerate(ledger):
        if not first.first <= each.month.first <= last.first:
            where = Place(name, path=f"[{place}].month")
            yield finding("WR431", where, got=each.month.text, first=first.text, last=last.text)
        if each.decided_day > known:
            yield finding(
                "WR432",
                Place(name, path=f"[{place}].decided"),
                got=day_text(each.decided_day),
                known=day_text(known),
            )


def _lines(
    answer: Answer | None,
    month: Month,
    paid: dict[Key, tuple[int, int]],
    causes: Causes,
    *,
    begun: bool,
) -> Iterable[Line]:
    """The lines of one month.

    All that is due or undecided, and all that was paid. In a month ahead nothing is owed that is
    not paid.
    """
    left = dict(paid)
    for outcome, payee in _outcomes(answer):
        due = outcome.due
        nothing = bounds_of(due)[1] == 0  # whether there is a right or not
        key = (outcome.benefit.id, payee)
        amount, decided = left.pop(key, (0, 0))
        if key not in paid and (not begun or nothing):
            continue
        why = causes.of(month, key, due, amount, decided, outcome) if due != amount else ()
        yield Line(month, outcome.benefit.id, payee, due, amount, why)
    # paid, though nothing of it is in force or known of
    for (benefit, payee), (amount, decided) in sorted(left.items()):
        away = answer is None or causes.away(answer, benefit, payee)
        due = UNDETERMINED if away else 0
        why = (
            causes.of(month, (benefit, payee), due, amount, decided, None) if due != amount else ()
        )
        yield Line(month, benefit, payee, due, amount, why)


def _outcomes(answer: Answer | None) -> Iterable[tuple[Outcome, str]]:
    if answer is None:
        return
    for outcome in sorted(answer.decision.dues, key=lambda each: each.payee):
        if not outcome.benefit.service:
            yield outcome, answer.case.payee_id(outcome.payee)
