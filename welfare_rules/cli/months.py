"""The months that `timeline` and `settle` are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from welfare_rules.cli import options
from welfare_rules.cli.completion import complete_engine
from welfare_rules.cli.failures import Attempts
from welfare_rules.cli.inputs import load
from welfare_rules.engine.registry import ENGINES

if TYPE_CHECKING:
    from welfare_rules.api import Policy
    from welfare_rules.basics.days import Month
    from welfare_rules.findings import Finding
    from welfare_rules.history.facts import History


def of_months() -> Iterable[click.Parameter]:
    """The options that say which months are decided, by which law and with whose knowledge."""
    known = _("The day whose knowledge counts, of the law and of the facts; default: today.")
    yield options.jurisdiction(required=True)
    yield click.Option(
        ["--from", "first"], metavar="YYYY-MM", required=True, help=_("The first month.")
    )
    yield click.Option(
        ["--to", "last"], metavar="YYYY-MM", required=True, help=_("The last month.")
    )
    yield click.Option(["--known"], metavar="YYYY-MM-DD", help=known)
    yield options.form("text", "json", "csv")
    yield options.lang()
    yield options.policies()
    yield click.Option(
        ["--engine"],
        type=options.EngineName(),
        default=next(iter(ENGINES)),
        shell_complete=complete_engine,
        show_default=True,
        help=_("The engine that decides."),
    )


@dataclass(frozen=True, slots=True)
class Months:
    """The months, the law and the knowledge day of a command line."""

    policy: Policy
    first: Month
    last: Month
    known: int  # YYYYMMDD


def asked_months(
    jurisdiction: str, first: str, last: str, known: str | None, policies: str | None
) -> Months:
    """What these options mean; raises Refused with everything that is wrong with them."""
    from welfare_rules.loading import parse_day, parse_month

    tried = Attempts()
    begin = tried(lambda: parse_month(first, "first"))
    end = tried(lambda: parse_month(last, "last"))
    day = tried(lambda: parse_day(known))
    policy = tried(lambda: load(jurisdiction, policies))
    if begin is None or end is None or day is None or policy is None:
        raise tried.refused()
    return Months(policy, begin, end, day)


def doubts_of(asked: Months, history: History, name: str) -> tuple[Finding, ...]:
    """What is doubtful in the cases of the months that were decided, each once."""
    from welfare_rules.basics.days import every_month
    from welfare_rules.facts.doubts import doubts, values_of_one
    from welfare_rules.history.timeline import Reading

    reading, law = Reading(asked.policy, history, name), asked.policy.law
    values = values_of_one(law)
    found: dict[Finding, None] = {}
    for month in every_month(asked.first, asked.last):
        if month.first < law.covers_from:
            continue
        case = reading.case(asked.policy.at(month, asked.known), asked.known)
        if case is not None:
            found.update(dict.fromkeys(doubts(values, case, name, "case.members")))
    return tuple(found)
