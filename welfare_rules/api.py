"""The public way in.

Load a jurisdiction, take its rules for a month, decide a case; its rights over time and what is
owed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from welfare_rules.basics.days import Month, day_text
from welfare_rules.loading import load_law, parse_day, parse_month
from welfare_rules.rules import CompiledLaw
from welfare_rules.rules import Rules as Rules

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.comparison.upcoming import Upcoming
    from welfare_rules.facts.reader import CaseInput
    from welfare_rules.history.facts import History
    from welfare_rules.settlement.ledger import Payment
    from welfare_rules.settlement.recovery_plan import Plan
    from welfare_rules.settlement.settlement import Settlement

Day = str | datetime.date | int | None


def load(jurisdiction: str, policies: str | Path | None = None) -> Policy:
    """Everything in force at any time in a jurisdiction, read and checked.

    `jurisdiction` is its folder below the policies, such as `cn/jiangsu/yancheng/binhai`;
    `policies` another folder than the one that ships. Raises PolicyError with all findings, or
    RequestError when there is no such jurisdiction.

    >>> load("cn/model").jurisdiction
    'cn/model'
    """
    return Policy.of(load_law(jurisdiction, None if policies is None else Path(policies)))


@dataclass(frozen=True, slots=True, eq=False)
class Policy(CompiledLaw):
    """The law of one jurisdiction with all its versions; `at` gives the rules of a month.

    Immutable, safe to share between threads.

    >>> policy = load("cn/model")
    >>> august, september = (policy.at(each, known="2021-08-31") for each in ("2021-08", "2021-09"))
    >>> august.digest == september.digest
    True
    """

    def timeline(
        self,
        history: History | Mapping[str, Any] | str | bytes,
        first: str | Month,
        last: str | Month,
        known: Day = None,
        *,
        engine: str = "native",
    ) -> tuple[Answer, ...]:
        """The determination of every month from `first` to `last`.

        Facts and law are those known on `known` (default: today). Raises RequestError for months
        outside the law or out of order, CaseError for a history that cannot be read.

        >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
        >>> history = {"case": {"id": "h1", "members": [one]}}
        >>> made = load("cn/model").timeline(history, "2021-08", "2021-09", "2021-12-31")
        >>> [str(each["old_age_allowance"].amount) for each in made]
        ['0.00', '50.00']
        """
        from welfare_rules.history.timeline import timeline

        return timeline(
            self,
            _history(history),
            _month(first, "--from"),
            _month(last, "--to"),
            _day(known),
            engine=engine,
        )

    def settle(
        self,
        history: History | Mapping[str, Any] | str | bytes,
        paid: Sequence[Payment] | Sequence[Mapping[str, Any]] | str | bytes,
        first: str | Month | None = None,
        last: str | Month | None = None,
        known: Day = None,
        *,
        engine: str = "native",
    ) -> Settlement:
        """Compares what was paid with what is due as known on `known` (default: today).

        Gives arrears, recovery and their causes, month by month, in fen. `paid` is the ledger:
        month, benefit, payee, amount, day of the decision. Without `first` and `last` the months
        from its first to its last are settled. Raises RequestError for months that do not exist,
        CaseError for a history or ledger that cannot be read.

        >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
        >>> paid = {"month": "2021-08", "benefit": "old_age_allowance", "payee": "p1"}
        >>> paid |= {"amount": "50.00", "decided": "2021-08-02"}
        >>> history = {"case": {"id": "h1", "members": [one]}}
        >>> load("cn/model").settle(history, [paid], known="2021-12-31").recovery
        5000
        """
        from welfare_rules.settlement.ledger import ledger_of, months_of
        from welfare_rules.settlement.settlement import settle

        ledger = ledger_of(paid)
        asked = (
            None if first is None else _month(first, "--from"),
            None if last is None else _month(last, "--to"),
        )
        begun, ended = months_of(ledger, *asked)
        return settle(self, _history(history), ledger, begun, ended, _day(known), engine=engine)

    def plan(
        self,
        history: History | Mapping[str, Any] | str | bytes,
        found: Settlement,
        *,
        engine: str = "native",
    ) -> Plan:
        """Plans the recovery of overpayments of a settlement, by the rules of the policy.

        It also gives what remains of the arrears to be paid out. Raises CaseError for a history
        that cannot be read.

        >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
        >>> paid = {"month": "2021-08", "benefit": "old_age_allowance", "payee": "p1"}
        >>> paid |= {"amount": "50.00", "decided": "2021-08-02"}
        >>> history = {"case": {"id": "h1", "members": [one]}}
        >>> policy = load("cn/model")
        >>> found = policy.settle(history, [paid], known="2021-12-31")
        >>> [each.left for each in policy.plan(history, found).ways]  # to be paid back
        [5000]
        """
        from welfare_rules.settlement.recovery_plan import plan

        return plan(self, _history(history), found, engine=engine)

    def upcoming(
        self, case: CaseInput, month: str | Month, within: int = 24, known: Day = None
    ) -> Upcoming:
        """The months in which the answer changes with unchanged facts, and when reviews are due.

        Raises CaseError, and RequestError for a month outside the law or more months than are
        looked at.

        >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
        >>> case = {"id": "h1", "members": [one]}
        >>> found = load("cn/model").upcoming(case, "2021-08", 1, "2021-08-31")
        >>> [each.after.month.text for each in found.changes]
        ['2021-09']
        """
        from welfare_rules.comparison.upcoming import upcoming

        return upcoming(self, case, _month(month), within, _day(known))


def _history(given: History | Mapping[str, Any] | str | bytes) -> History:
    from welfare_rules.history.facts import History, read_history

    return given if isinstance(given, History) else read_history(given)


def _month(given: str | Month, where: str = "--month") -> Month:
    return given if isinstance(given, Month) else parse_month(given, where)


def _day(given: Day) -> int:
    if isinstance(given, int):  # as the library counts days: 20211231
        return parse_day(str(given) if isinstance(given, bool) else day_text(given))
    return parse_day(given)
