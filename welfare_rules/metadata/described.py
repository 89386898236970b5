"""Benefits, facts and figures of a law as those read them who build on the library.

Days are dates, money is yuan as Decimal, labels have Chinese and English.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from welfare_rules.basics.days import FIRST, LAST, Period, day_text
from welfare_rules.basics.decimals import decimal_of
from welfare_rules.basics.numbers import Number, percent_text
from welfare_rules.basics.text import Words
from welfare_rules.checks.dependencies import Uses
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit, Fact, Figure, FigureVersion, Watch
from welfare_rules.law.terms import Citation, Disposition, Per, Status, Turn

Value = Decimal | int | bool | str | datetime.date
Payee = Literal["household", "member"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a fact of a closed list may have."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class FactInfo:
    """A fact that a case may state. `low` and `high` are bounds in the unit of the type: yuan for
    money (of a flow each month), whole numbers, days; None where the type has none.

    >>> import welfare_rules as wr
    >>> wr.load("cn/model").facts["wage"][0].type
    'money'
    """

    id: str
    """Id of the fact."""
    label: Words
    """What it is called."""
    of: Payee
    """Whose it is: `household` or `member`."""
    type: str
    """Its type: money, bool, int, date, choice and others."""
    flow: bool
    """Whether it is an amount each month."""
    low: Value | None
    """The least value, in the unit of the type; None without one."""
    high: Value | None
    """The largest value, in the unit of the type; None without one."""
    choices: tuple[Choice, ...]
    """The values of a closed list."""
    presumed: Value | None
    """What is presumed where nothing is said; None where nothing is."""


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of a figure. `value` is a number of yuan, a whole number or a percentage such as
    "35%"; None for a share of another figure, which `of` names.
    """

    first: datetime.date | None
    last: datetime.date | None
    announced: datetime.date | None
    value: Value | None
    share: str | None
    of: str | None
    status: Status
    document: str


@dataclass(frozen=True, slots=True)
class FigureInfo:
    """A figure of the law with all its versions; without one it is open: nobody has found it.

    >>> import welfare_rules as wr
    >>> wr.load("cn/model").figures["dibao_standard"].open
    False
    """

    id: str
    """Id of the figure."""
    label: Words
    """What it is called."""
    type: str
    """Its type: money, rate, int and others."""
    per: Words | None
    """Of what it is an amount, such as a person each month."""
    versions: tuple[VersionInfo, ...]
    """Its versions, the first one first."""

    @property
    def open(self) -> bool:
        """Whether nobody has found it yet."""
        return not self.versions


@dataclass(frozen=True, slots=True)
class BenefitInfo:
    """A benefit, from its first to its last day; `facts` and `figures` are those that it rests on
    in some version of its rules, by their ids.

    >>> import welfare_rules as wr
    >>> wr.load("cn/model").benefits["dibao"].per
    'month'
    """

    id: str
    """Id of the benefit."""
    label: Words
    """What it is called."""
    payee: Payee
    """To whom it is paid: `household` or `member`."""
    per: Per
    """How it is paid."""
    first: datetime.date | None
    """Its first day; None without one."""
    last: datetime.date | None
    """Its last day; None while none is set."""
    facts: tuple[str, ...]
    """Ids of the facts on which it rests in some version of its rules."""
    figures: tuple[str, ...]
    """Ids of the figures on which it rests in some version of its rules."""

    def to_dict(self) -> dict[str, Any]:
        """The benefit as JSON has it, with these keys; `first` and `last` are YYYY-MM-DD, or null
        where it has no such end.

        >>> import welfare_rules as wr
        >>> wr.load("cn/model").benefits["dibao"].to_dict()["per"]
        'month'
        """
        return {
            "id": self.id,
            "label": self.label.to_dict(),
            "payee": self.payee,
            "per": self.per,
            "first": _written(self.first),
            "last": _written(self.last),
            "facts": list(self.facts),
            "figures": list(self.figures),
        }


@dataclass(frozen=True, slots=True)
class WatchInfo:
    """A change that somebody should look at, from its first to its last day.

    >>> import welfare_rules as wr
    >>> wr.load("cn/model").watches["death"].kind
    '核查'
    """

    id: str
    """Id of the watch."""
    label: Words
    """What it is called."""
    kind: Disposition
    """What is to be done: `核查`, `分类推送`, `一事一议` or `落实`."""
    of: Payee
    """Of whom it speaks: `household` or `member`."""
    facts: tuple[str, ...]
    """Ids of the facts that it watches; none: any change, and time alone."""
    benefits: tuple[str, ...]
    """Ids of the benefits that it looks at; none: all."""
    turns: tuple[Turn, ...]
    """The ways in which a right must turn; none: whatever becomes of it."""
    urgent: bool
    """Whether it is urgent."""
    within_days: int | None
    """Within how many days it should be looked at; None where nothing says so."""
    first: datetime.date | None
    """Its first day; None without one."""
    last: datetime.date | None
    """Its last day; None while none is set."""
    status: Status
    """How well its source is known."""
    source: Citation | None
    """Document and article."""

    def to_dict(self) -> dict[str, Any]:
        """The watch as JSON has it, with these keys; `first` and `last` are YYYY-MM-DD, or null
        where it has no such end.

        >>> import welfare_rules as wr
        >>> wr.load("cn/model").watches["death"].to_dict()["turns"]
        ['lost', 'less', 'doubtful']
        """
        return {
            "id": self.id,
            "label": self.label.to_dict(),
            "kind": self.kind,
            "of": self.of,
            "facts": list(self.facts),
            "benefits": list(self.benefits),
            "turns": list(self.turns),
            "urgent": self.urgent,
            "within_days": self.within_days,
            "first": _written(self.first),
            "last": _written(self.last),
            "status": self.status,
            "source": None if self.source is None else self.source.to_dict(),
        }


def watches(law: Law) -> Mapping[str, WatchInfo]:
    """The watches of the law by their ids, in its order; of several versions the last.

    >>> import welfare_rules as wr
    >>> watches(wr.load("cn/model").law)["eighty"].benefits
    ('old_age_allowance', 'home_care_service')
    """
    return {each.id: _watch(each) for each in law.watches}


def _watch(watch: Watch) -> WatchInfo:
    first, last = _days(watch.period)
    return WatchInfo(
        watch.id,
        watch.label,
        watch.disposition,
        watch.entity.value,
        watch.facts,
        watch.benefits,
        watch.turns,
        watch.urgent,
        watch.within_days,
        first,
        last,
        watch.status,
        watch.source,
    )


def facts(law: Law) -> Mapping[str, tuple[FactInfo, ...]]:
    """The facts of the vocabulary by their ids; one that both have comes for each of the two.

    >>> import welfare_rules as wr
    >>> wage = facts(wr.load("cn/model").law)["wage"][0]
    >>> wage.label.zh, wage.of, wage.type, wage.flow
    ('工资性收入', 'member', 'money', True)
    """
    made: dict[str, tuple[FactInfo, ...]] = {}
    for each in law.facts:
        made[each.id] = (*made.get(each.id, ()), _fact(law, each))
    return made


def figures(law: Law) -> Mapping[str, FigureInfo]:
    """The figures of the law by their ids."""
    return {key: _figure(each) for key, each in law.figures.items()}


def benefits(law: Law) -> Mapping[str, BenefitInfo]:
    """The benefits that there ever are, by their ids, in the order of the law.

    >>> import welfare_rules as wr
    >>> dibao = benefits(wr.load("cn/model").law)["dibao"]
    >>> dibao.payee, dibao.per, "dibao_standard" in dibao.figures, "wage" in dibao.facts
    ('household', 'month', True, True)
    """
    uses = Uses.of(law)
    return {each.id: _benefit(each, uses) for each in law.benefits}


def circles(law: Law) -> Mapping[str, Words]:
    """The labels of the circles that there ever are, by their ids, from the inside out.

    >>> import welfare_rules as wr
    >>> circles(wr.load("cn/model").law)["tekun"].zh
    '特困人员'
    """
    return {each.id: each.label for each in law.circles}


def _fact(law: Law, fact: Fact) -> FactInfo:
    bounded = fact.type.kind in (Kind.MONEY, Kind.INT, Kind.DATE)
    choices = law.choices[fact.type.choice].values if fact.type.kind is Kind.CHOICE else ()
    low, high = (
        (_value(fact.type, each, fact.flow) for each in (fact.low, fact.high))
        if bounded
        else (None, None)
    )
    presumed: Value | None = None
    if fact.presumed is not None:
        presumed = "none" if fact.apart(fact.presumed) else _presumed(law, fact, fact.presumed)
    return FactInfo(
        fact.id,
        fact.label,
        fact.entity.value,
        fact.type.kind.value,
        fact.flow,
        low,
        high,
        tuple(Choice(each.id, Words(each.zh, each.en)) for each in choices),
        presumed,
    )


def _presumed(law: Law, fact: Fact, value: Number) -> Value:
    if fact.type.kind is Kind.CHOICE:
        return law.choices[fact.type.choice].values[int(value)].id
    return _value(fact.type, value, fact.flow)


def _value(kind: Type, value: Number, flow: bool = False) -> Value:
    """A number of the law as a value of Python. A flow is kept per twelve months and told by the
    month; what is no whole fen of it stays within its bounds.
    """
    match kind.kind:
        case Kind.MONEY:
            fen = int(value / 12) if flow else int(value)
            return decimal_of(fen, 2)
        case Kind.BOOL:
            return bool(value)
        case Kind.DATE:
            return datetime.date.fromisoformat(day_text(int(value)))
        case Kind.RATE:
            return percent_text(value)
        case _:
            return int(value)


def _figure(figure: Figure) -> FigureInfo:
    versions = tuple(_version(figure.type, each) for each in figure.versions)
    return FigureInfo(figure.id, figure.label, figure.type.kind.value, figure.per, versions)


def _version(kind: Type, version: FigureVersion) -> VersionInfo:
    first, last = _days(version.period)
    return VersionInfo(
        first,
        last,
        _day(version.period.announced),
        None if version.value is None else _value(kind, version.value),
        None if version.share is None else percent_text(version.share),
        version.of or None,
        version.status,
        version.document,
    )


def _benefit(benefit: Benefit, uses: Uses) -> BenefitInfo:
    first, last = _days(benefit.span)
    below = uses.of_benefit(benefit.id)
    return BenefitInfo(
        benefit.id,
        benefit.label,
        benefit.payee.value,
        benefit.per,
        first,
        last,
        tuple(sorted(uses.facts_below(below))),
        tuple(sorted(uses.figures_below(below))),
    )


def _days(period: Period) -> tuple[datetime.date | None, datetime.date | None]:
    return _day(period.first), None if period.last >= LAST else _day(period.last)


def _written(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(day: int) -> datetime.date | None:
    return None if day <= FIRST else datetime.date.fromisoformat(day_text(day))
