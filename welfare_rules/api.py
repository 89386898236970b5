"""The public way in.

Load a jurisdiction, take its rules for a month, decide a case; its rights over time and what is
owed.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from welfare_rules.basics.days import is_day_text
from welfare_rules.basics.scalars import plain
from welfare_rules.findings import Place, RequestError, finding, nearest, shortened
from welfare_rules.loading import (
    DayInput,
    MonthInput,
    folders_of_law,
    law_of_texts,
    load_law,
    parse_day,
    parse_month,
)
from welfare_rules.rules import CompiledLaw
from welfare_rules.rules import Rules as Rules

if TYPE_CHECKING:
    from welfare_rules.alerts.alerts import Alert
    from welfare_rules.answer.answer import Answer
    from welfare_rules.basics.text import Words
    from welfare_rules.comparison.upcoming import Upcoming
    from welfare_rules.facts.reader import CaseInput
    from welfare_rules.history.facts import History
    from welfare_rules.law.law import Law
    from welfare_rules.metadata.described import BenefitInfo, FactInfo, FigureInfo, WatchInfo
    from welfare_rules.metadata.dictionary import Name
    from welfare_rules.runs.result import RunResult
    from welfare_rules.settlement.ledger import Payment
    from welfare_rules.settlement.recovery_plan import Plan
    from welfare_rules.settlement.settlement import Settlement
    from welfare_rules.tables.sources import TableInput

_log = logging.getLogger("welfare_rules")


def load(jurisdiction: str | PurePath, policies: str | Path | None = None) -> Policy:
    """Everything in force at any time in a jurisdiction, read and checked.

    `jurisdiction` is its folder below the policies, such as `cn/jiangsu/yancheng/binhai`;
    `policies` another folder than the one that ships. Raises PolicyError with all findings, or
    RequestError when there is no such jurisdiction.

    >>> load("cn/model").jurisdiction
    'cn/model'
    """
    folder = jurisdiction.as_posix() if isinstance(jurisdiction, PurePath) else jurisdiction
    return _policy(load_law(folder, None if policies is None else Path(policies)))


def loads(files: Mapping[str, str], jurisdiction: str | None = None) -> Policy:
    """The policy of texts by their paths, such as `cn/county/standards.toml`; no disk is read.

    Without `jurisdiction` it is the deepest one that the paths name. Raises PolicyError with all
    findings, RequestError where no single jurisdiction is meant.

    >>> import welfare_rules as wr
    >>> text = (
    ...     'format = "welfare-policy/2"\\n[document]\\nid = "cn.rules"\\nin_force = 2020-01-01\\n'
    ...     'title = { zh = "规定", en = "Rules" }\\n'
    ...     '[jurisdiction]\\nname = { zh = "国", en = "Nation" }\\nlevel = "nation"\\n'
    ...     '[fact.rural]\\nlabel = { zh = "农村", en = "rural" }\\n'
    ...     'entity = "household"\\ntype = "bool"\\n'
    ... )
    >>> wr.loads({"cn/rules.toml": text}).jurisdiction
    'cn'
    """
    return _policy(law_of_texts(files, jurisdiction))


def schema(
    name: str,
    jurisdiction: str | PurePath | Policy | None = None,
    policies: str | Path | None = None,
) -> dict[str, Any]:
    """The JSON Schema of a `case`, `table`, `history`, `ledger`, `answer`, `derivation`,
    `settlement`, `receipt`, `finding` or `policy`.

    The first four rest on the vocabulary of a jurisdiction, without one that of the first.
    Raises RequestError for a name that is none.

    >>> schema("case", "cn/model")["required"]
    ['id', 'members']
    """
    from welfare_rules.schemas.catalogue import NAMES, schema_of

    if name not in NAMES:
        want, near = ", ".join(NAMES), nearest(str(name), NAMES)
        place = Place("name")
        raise RequestError([finding("WR517", place, got=shortened(name), want=want, nearest=near)])

    def law() -> Law:
        if isinstance(jurisdiction, Policy):
            return jurisdiction.law
        there = jurisdictions(policies)[0] if jurisdiction is None else jurisdiction
        return load(there, policies).law

    return schema_of(name, law)


def _policy(law: Law) -> Policy:
    policy = Policy.of(law)
    _log.info("loaded %r", policy)
    return policy


def jurisdictions(policies: str | Path | None = None) -> tuple[str, ...]:
    """The jurisdictions that there are files of, the nation first; `policies` is another folder
    than the one that ships. Raises RequestError where there is no such folder.

    >>> jurisdictions()[0]
    'cn'
    """
    return folders_of_law(None if policies is None else Path(policies))


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
        first: MonthInput,
        last: MonthInput,
        known: DayInput = None,
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
            parse_month(first, "first"),
            parse_month(last, "last"),
            parse_day(known),
            engine=engine,
        )

    def run(
        self,
        households: TableInput,
        members: TableInput | None,
        first: MonthInput,
        last: MonthInput,
        known: DayInput = None,
        benefits: Sequence[str] | None = None,
        strict: bool = False,
        money: Literal["yuan", "fen"] = "yuan",
        *,
        mapping: str | PathLike[str] | Mapping[str, Any] | None = None,
        engine: str | None = None,
    ) -> RunResult:
        """Decides all households of two tables in every month from `first` to `last`.

        Each month is decided by itself on what the tables say, by the law as known on `known`
        (default: today); all else is as in `Rules.run`. Of several months the results begin with a
        column `month`, and the summary has `months`. Raises RequestError for months outside the
        law or out of order, TableError for tables that cannot be read.

        >>> people = {"household": ["h1"], "id": ["p1"], "birth_date": ["1941-09-10"]}
        >>> people |= {"relation": ["head"], "division": ["999999"]}
        >>> found = load("cn/model").run(
        ...     {"id": ["h1"]}, people, "2021-08", "2021-09", "2021-12-31", ["old_age_allowance"]
        ... )
        >>> table = found.members.to_pydict()
        >>> list(zip(table["month"], map(str, table["old_age_allowance.amount"])))
        [('2021-08', '0.00'), ('2021-09', '50.00')]
        """
        from welfare_rules.history.timeline import rules_of_months
        from welfare_rules.runs.run import run_tables

        months = parse_month(first, "first"), parse_month(last, "last")
        return run_tables(
            rules_of_months(self, *months, parse_day(known)),
            households,
            members,
            benefits,
            strict=strict,
            money=money,
            mapping=mapping,
            engine=engine,
        )

    def settle(
        self,
        history: History | Mapping[str, Any] | str | bytes,
        paid: Sequence[Payment] | Sequence[Mapping[str, Any]] | str | bytes,
        first: MonthInput | None = None,
        last: MonthInput | None = None,
        known: DayInput = None,
        *,
        engine: str = "native",
    ) -> Settlement:
        """Compares what was paid with what is due as known on `known` (default: today).

        Gives arrears, recovery and their causes, month by month. `paid` is the ledger:
        month, benefit, payee, amount, day of the decision. Without `first` and `last` the months
        from its first to its last are settled. Raises RequestError for months that do not exist,
        CaseError for a history or ledger that cannot be read.

        >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
        >>> paid = {"month": "2021-08", "benefit": "old_age_allowance", "payee": "p1"}
        >>> paid |= {"amount": "50.00", "decided": "2021-08-02"}
        >>> history = {"case": {"id": "h1", "members": [one]}}
        >>> load("cn/model").settle(history, [paid], known="2021-12-31").recovery
        Decimal('50.00')
        """
        from welfare_rules.settlement.ledger import ledger_of, months_of
        from welfare_rules.settlement.settlement import settle

        ledger = ledger_of(paid)
        asked = (
            None if first is None else parse_month(first, "first"),
            None if last is None else parse_month(last, "last"),
        )
        begun, ended = months_of(ledger, *asked)
        return settle(
            self, _history(history), ledger, begun, ended, parse_day(known), engine=engine
        )

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
        [Decimal('50.00')]
        """
        from welfare_rules.settlement.recovery_plan import plan

        return plan(self, _history(history), found, engine=engine)

    def alerts(
        self,
        history: History | Mapping[str, Any] | str | bytes,
        event: Mapping[str, Any] | str | bytes,
        person: str,
        match: Literal[1, 2, 3] = 1,
    ) -> tuple[Alert, ...]:
        """What a person should look at since an event was heard of, in the order of the law.

        `history` is that of the household before, `event` one as agencies send it (flat, or as
        CloudEvents), `person` the member of whom it tells, `match` how well the two agree: 1 in
        number, name and birth date, 2 in the number alone, 3 in name and birth date without a
        number. Nothing is decided by it. Raises CaseError for a history or an event that cannot be
        read.

        >>> one = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
        >>> event = {"source": "police", "id": "1", "type": "death", "time": "2021-11-10"}
        >>> event |= {"received": "2021-11-14", "set": {"death_date": "2021-11-08"}}
        >>> event |= {"person": {"name": "A", "birth_date": "1941-09-10"}}
        >>> history = {"case": {"id": "h1", "members": [one]}}
        >>> [alert] = load("cn/model").alerts(history, event, "p1")
        >>> alert.watch, alert.proposes.if_confirmed, alert.proposes.first.text
        ('death', 'stop', '2021-12')
        """
        from welfare_rules.alerts.alerts import alerts_of_event
        from welfare_rules.events.event import read_event

        return alerts_of_event(self, _history(history), read_event(event, self.law), person, match)

    def upcoming(
        self, case: CaseInput, month: MonthInput, within: int = 24, known: DayInput = None
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

        return upcoming(self, case, month, within, known)

    # --- what the law is about ---

    @property
    def digest(self) -> str:
        """The digest of everything that its files say, whatever their layout and order.

        >>> load("cn/model").digest[:7]
        'sha256:'
        """
        from welfare_rules.basics.canonical import digest_of

        files = {each.id: each.origin.source.digest for each in self.law.instruments}
        return digest_of({"jurisdiction": self.jurisdiction, "documents": files})

    @property
    def benefits(self) -> Mapping[str, BenefitInfo]:
        """The benefits that there ever are, by their ids, with the facts and figures they rest on.

        >>> load("cn/model").benefits["old_age_allowance"].payee
        'member'
        """
        from welfare_rules.metadata.described import benefits

        return benefits(self.law)

    @property
    def facts(self) -> Mapping[str, tuple[FactInfo, ...]]:
        """The facts that a case may state, by their ids: of the household, of its members, or both.

        >>> [each.of for each in load("cn/model").facts["division"]]
        ['household', 'member']
        """
        from welfare_rules.metadata.described import facts

        return facts(self.law)

    @property
    def circles(self) -> Mapping[str, Words]:
        """The labels of the circles that a household may be in, by their ids.

        >>> load("cn/model").circles["dibao"].en
        'dibao households'
        """
        from welfare_rules.metadata.described import circles

        return circles(self.law)

    @property
    def figures(self) -> Mapping[str, FigureInfo]:
        """The figures of the law, by their ids, with all their versions.

        >>> str(load("cn/model").figures["dibao_standard"].versions[0].value)
        '670.00'
        """
        from welfare_rules.metadata.described import figures

        return figures(self.law)

    @property
    def watches(self) -> Mapping[str, WatchInfo]:
        """The changes that somebody should look at, by their ids, with disposition and source.

        >>> load("cn/model").watches["eighty"].kind
        '分类推送'
        """
        from welfare_rules.metadata.described import watches

        return watches(self.law)

    def names(self) -> tuple[Name, ...]:
        """Every word that a formula of this law may use, and what it stands for.

        >>> {each.sort for each in load("cn/model").names()} >= {"fact", "figure", "function"}
        True
        """
        from welfare_rules.metadata.dictionary import names

        return names(self.law)

    def what_if(
        self, figures: Mapping[str, str | int | bool | Decimal | datetime.date], start: MonthInput
    ) -> Policy:
        """The policy in which figures have other values from a month or day on, for all cases.

        What rests on them is provisional. Raises RequestError with all names and values that are
        none.

        >>> policy = load("cn/model").what_if({"dibao_standard": "760"}, start="2022-07")
        >>> str(policy.figures["dibao_standard"].versions[-1].value)
        '760.00'
        """
        from welfare_rules.law.assumed import with_figures

        return Policy.of(with_figures(self.law, figures, _first_day(start)))

    def __repr__(self) -> str:
        names = f"{self.law.name.zh} {self.law.name.en}".strip()
        count = len(self.law.instruments)
        return f"<Policy {self.jurisdiction} {names}: {count} documents, {self.digest[:19]}>"


def _first_day(start: MonthInput) -> int:
    """The first day from which something is assumed: of a month, or a day itself."""
    read = plain(start)
    if isinstance(read, datetime.date) or (isinstance(read, str) and is_day_text(read)):
        return parse_day(read, "start")
    return parse_month(start, "start").first


def _history(given: History | Mapping[str, Any] | str | bytes) -> History:
    from welfare_rules.history.facts import History, read_history

    return given if isinstance(given, History) else read_history(given)
