"""Arrears and recoveries: paid against due as known now, by month, with the causes.

Paid plus arrears less recovery is what is due, for every line that is determined; nothing here
depends on the month in which a right was paid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import Month, day_text, month_of
from welfare_rules.basics.due import UNDETERMINED, Due, added, bounds_of, due_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.engine.contract import Outcome
from welfare_rules.findings import CaseError, Finding, Place, errors_of, finding
from welfare_rules.history.facts import History, told
from welfare_rules.history.timeline import Reading, Run
from welfare_rules.rules import CompiledLaw
from welfare_rules.settlement.causes import Cause, Causes, Key
from welfare_rules.settlement.ledger import Ledger, check_ledger, in_ids


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit for one payee in one month.

    Amounts in fen. While it cannot be said what is due, neither can arrears or recovery.
    """

    month: Month
    benefit: str
    payee: str
    due: Due
    paid: int
    causes: tuple[Cause, ...] = ()

    @property
    def determined(self) -> bool:
        return isinstance(self.due, int)

    @property
    def arrears(self) -> Due:
        return max(0, self.due - self.paid) if isinstance(self.due, int) else UNDETERMINED

    @property
    def recovery(self) -> Due:
        return max(0, self.paid - self.due) if isinstance(self.due, int) else UNDETERMINED

    def to_dict(self) -> dict[str, Any]:
        return {
            "month": self.month.text,
            "benefit": self.benefit,
            "payee": self.payee,
            "due": due_text(self.due),
            "paid": yuan_text(self.paid),
            "arrears": due_text(self.arrears),
            "recovery": due_text(self.recovery),
            "causes": [each.to_dict() for each in self.causes],
        }


@dataclass(frozen=True, slots=True)
class Settlement:
    """Every line of the months asked for, the sums in fen of those lines that are determined, and
    what a person should look at.

    `first` and `last` are the months asked for, `known` the day whose knowledge counts;
    `paid_until` is the last month that the ledger has.
    """

    lines: tuple[Line, ...]
    first: Month
    last: Month
    known: int
    jurisdiction: str
    case: str
    paid_until: Month
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def arrears(self) -> int:
        return added(line.arrears for line in self.lines)

    @property
    def recovery(self) -> int:
        return added(line.recovery for line in self.lines)

    @property
    def net(self) -> int:
        """What remains to be paid (or, below 0, to be paid back)."""
        return self.arrears - self.recovery

    def to_dict(self) -> dict[str, Any]:
        """The settlement as the contract writes it."""
        return {
            "lines": [line.to_dict() for line in self.lines],
            "arrears": yuan_text(self.arrears),
            "recovery": yuan_text(self.recovery),
            "net": yuan_text(self.net),
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
        rows[each.benefit, each.payee] = (amount + each.amount, max(decided, each.decided))
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
        if each.decided > known:
            yield finding(
                "WR432",
                Place(name, path=f"[{place}].decided"),
                got=day_text(each.decided),
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
